"""Two controls, a track that says what each stretch of it means, and a question asked first."""

import matplotlib.pyplot as plt
import numpy as np

from livefigure import LiveFigure, slider

friction = np.linspace(0, 6, 25)
stiffness = np.array([1.0, 2.0, 4.0])
time = np.linspace(0, 10, 60)

# x'' + friction x' + stiffness x = 0, released at x = 1: a row for each friction, then stiffness.
half = friction[:, None, None] / 2
root = np.sqrt(half**2 - stiffness[:, None] + 0j)
root = np.where(np.abs(root) < 1e-6, 1e-6, root)
x = np.exp(-half * time) * (np.cosh(root * time) + half * np.sinh(root * time) / root)
x = x.real
limit = 2 * np.sqrt(stiffness)
meaning = np.where(friction[:, None] < limit - 1e-9, "swings to and fro", "creeps back")
meaning[0] = "swings for ever"

figure, axes = plt.subplots(figsize=(6, 3), layout="constrained")
axes.set(xlim=(0, 10.3), ylim=(-1.1, 1.1), xlabel="time (s)", ylabel="x (cm)")
axes.axhline(0, color="black", linewidth=0.8)

predictions = {}


def read(name):
    """What was predicted: the question and the option chosen, None for none; or None."""
    return predictions.get(name)


def write(name, question, option, right):
    """Called when a prediction is made; it may as well write to a file."""
    predictions[name] = question, option


LiveFigure.remember = read, write

live = LiveFigure(
    figure,
    name="swing",
    friction=slider(friction, unit="1/s", start=0.5),
    stiffness=slider(stiffness, unit="1/s²"),
)
live.line(axes, time, x, along=("friction", "stiffness"))
live.marker(axes, time[-1], x[..., -1], along=("friction", "stiffness"))
live.regimes("friction", meaning)
live.caption(
    "With friction {friction} it {meaning}: {x:+.2f} cm after 10 s.", meaning=meaning, x=x[..., -1]
)
live.predict(
    "More and more friction: does it come to rest sooner and sooner?",
    ["Yes, always", "Only up to a point"],
    answer=1,
    because="Where it no longer swings, more friction makes it creep.",
)
live
