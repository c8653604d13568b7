"""One content, three ways to put sliders on it: what the latency benchmark compares.

A logistic model at each learning rate and epoch: the loss with a marker, and the fitted curve.
Everything is computed beforehand, so that the ways differ in how they show it alone.
"""

from collections.abc import Callable, Iterable

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np

from lessons.catalogue import builders
from livefigure import LiveFigure, Playground

HOURS = np.linspace(0.5, 10, 20)
PASSED = (HOURS + 1.5 * np.sin(3 * HOURS) > 5).astype(float)
GRID = np.linspace(0, 10.5, 60)
LRS = np.geomspace(0.005, 0.5, 41)
EPOCHS = np.arange(10, 401, 10)


def train() -> tuple[np.ndarray, np.ndarray]:
    """The loss, shape (lrs, epochs), and the curve, shape (lrs, epochs, grid)."""
    w, b = np.zeros((2, len(LRS), 1))
    lrs = LRS[:, None]
    losses, curves = [], []
    for epoch in range(EPOCHS[-1] + 1):
        z = w * (HOURS - 5) + b
        if epoch in EPOCHS:
            losses.append(np.mean(np.logaddexp(0, z) - PASSED * z, axis=1))
            curves.append(1 / (1 + np.exp(-(w * (GRID - 5) + b))))
        gap = 1 / (1 + np.exp(-z)) - PASSED
        w = w - lrs * np.mean(gap * (HOURS - 5), axis=1, keepdims=True)
        b = b - lrs * np.mean(gap, axis=1, keepdims=True)
    return np.stack(losses, axis=1), np.stack(curves, axis=1)


LOSS, CURVE = train()


def prepare(left: plt.Axes, right: plt.Axes) -> None:
    """What does not move."""
    left.set(xlim=(0, EPOCHS[-1]), ylim=(0, 0.8), xlabel="epoch", ylabel="loss")
    right.plot(HOURS, PASSED, "o", color="black")
    right.set(xlim=(0, 10.5), ylim=(-0.05, 1.05), xlabel="hours", ylabel="p")


def draw(left: plt.Axes, right: plt.Axes, lr: int, epoch: int) -> None:
    """Everything, for the positions of the two sliders."""
    prepare(left, right)
    left.plot(EPOCHS, LOSS[lr])
    left.plot(EPOCHS[epoch], LOSS[lr, epoch], "o")
    right.plot(GRID, CURVE[lr, epoch])


def interact_inline() -> None:
    def show(lr, epoch):
        _, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4))  # no layout: that takes longer
        draw(left, right, lr, epoch)
        plt.show()

    lr, epoch = (ipywidgets.IntSlider(0, 0, len(values) - 1) for values in (LRS, EPOCHS))
    ipywidgets.interact(show, lr=lr, epoch=epoch)


def playground() -> Playground:
    def draw_both(axes, lr, epoch):
        figure = axes.figure
        axes.remove()
        draw(*figure.subplots(1, 2), lr, epoch)

    return Playground(draw_both, lr=range(len(LRS)), epoch=range(len(EPOCHS)))


def live_figure() -> LiveFigure:
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    prepare(left, right)
    live = LiveFigure(figure, lr=LRS, epoch=EPOCHS)
    live.line(left, EPOCHS, LOSS, along="lr")
    live.marker(left, EPOCHS, LOSS, along=("lr", "epoch"))
    live.line(right, GRID, CURVE, along=("lr", "epoch"), color="#009E73")
    live.caption("After {epoch} epochs at learning rate {lr} the loss is {loss:.3f}.", loss=LOSS)
    return live


def heaviest(build: Iterable[Callable[[], LiveFigure]] = tuple(builders())) -> LiveFigure:
    """The figure of the lessons, or of some, that sends the most arrays."""
    figures = [one() for one in build]
    for live in figures:
        live.model_id  # noqa: B018 - what showing it does
    return max(figures, key=lambda live: len(live._data))
