"""A line that follows a slider, and a sentence that says what it shows."""

import matplotlib.pyplot as plt
import numpy as np

from livefigure import LiveFigure

minutes = np.linspace(0, 60, 61)
rates = np.linspace(0.01, 0.2, 20)
degrees = 20 + 70 * np.exp(-rates[:, None] * minutes)  # one row for each rate

figure, axes = plt.subplots(figsize=(6, 3), layout="constrained")
axes.set(xlim=(0, 60), ylim=(0, 100), xlabel="time (min)", ylabel="tea (°C)")

live = LiveFigure(figure, rate=rates)
live.line(axes, minutes, degrees, along="rate")
live.caption(
    "At a rate of {rate} a minute the tea has {hot:.0f} °C after half an hour.", hot=degrees[:, 30]
)
live
