"""Figures made to be hard, and what several tests of live figures do with a figure."""

import itertools
import re
from collections.abc import Iterator
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike

from livefigure import LiveFigure, slider
from tests.thorough import thinned

EPOCHS = (1, 10, 100, 1000)
LRS = np.array([0.001, 0.01, 0.1, 1.0, 10.0])


def small(**controls) -> tuple[LiveFigure, plt.Axes]:
    """A figure with one axes from 0 to 1; one control `w` with three values unless told."""
    figure = Figure(figsize=(3, 2))
    axes = figure.add_subplot(xlim=(0, 1), ylim=(0, 1))
    return LiveFigure(figure, **(controls or {"w": [1, 2, 3]})), axes


def still() -> LiveFigure:
    """What stands still: lines, markers and words of every kind, legends, scales, bars."""
    figure, (plain, log) = plt.subplots(1, 2, figsize=(8, 3), layout="constrained")
    plain.plot([0, 1, 2], [0, np.nan, 1], "--", color="#0072B2", label="a gap")
    plain.plot([0, 1], [1, 0], "o", color="black", mfc="white", alpha=0.5, label="two points")
    plain.plot([0, 1], [0, 1], "s-", color="#009E73", label="both")
    plain.bar([0, 1], [0.5, 0.2], color="#E69F00", label="bars")
    plain.axhline(0.5, color="gray", linestyle=":")
    for side, height in (("left", "top"), ("center", "center"), ("right", "bottom")):
        plain.text(1, 0.4, f"{side} of it", ha=side, va=height, family="monospace")
    plain.set(title="Still", xlabel="x (m)", ylabel="y (s)", xticks=[0, 1, 2])
    plain.legend()
    log.set(xscale="log", yscale="log", xlim=(1, 1e3), ylim=(1e-6, 1e2))
    log.set_title("At the left", loc="left")
    image = plain.scatter([], [], c=[], vmin=0, vmax=1)
    figure.colorbar(image, ax=log, label="share")
    live = LiveFigure(figure, w=[1, 2])
    live.line(log, [1, 10], [[1, 1], [1, 2]], along="w")
    return live


def bare() -> LiveFigure:
    """A figure without axes to be seen, and with another below it that has one alone."""
    figure, (above, below) = plt.subplots(2, 1)
    above.set_axis_off()
    below.xaxis.set_visible(False)
    live = LiveFigure(figure, w=[1, 2])
    live.marker(above, [1, 2], 1, along="w")
    return live


def everything() -> LiveFigure:
    """Three controls and every kind of artist, with values that cannot be drawn as they are."""
    figure, (plain, log, turned) = plt.subplots(1, 3, figsize=(9, 3), layout="constrained")
    plain.set(xlim=(0, 10), ylim=(-1, 1))
    log.set(xlim=(1, 1000), ylim=(1e-6, 10), xscale="log", yscale="log")
    turned.set(xlim=(5, -5), ylim=(4, -4))
    live = LiveFigure(
        figure,
        name="everything",
        lr=slider(LRS, start=0.1),
        epoch=EPOCHS,
        reduction=slider(["sum", "mean"], "reduction"),
    )

    cells = np.arange(2 * 4 * 15).reshape(2, 4, 3, 5) * 7 % 11  # 15 cells: an odd number
    palette = [plt.get_cmap("viridis")(v) for v in np.linspace(0, 1, 11)]
    extent = (0, 10, -1, 1)
    live.shade(plain, cells, palette, extent=extent, along=("reduction", "epoch"))
    live.shade(log, [[1]], ["w", "k"], extent=(1, 1000, 1e-6, 10), reveal="measured")

    across = np.array([[1, 3, np.nan, 2], [1, 1e300, 5, 2], [np.nan] * 4, [0, 9, 9, np.inf]])
    live.area(plain, across, [0, 0, 1, 0.5], along="epoch", color="#CC79A7", opacity=0.5)

    x = np.linspace(0, 10, 12)
    waves = np.sin(x + np.arange(4)[:, None]) * np.array([0.5, 1, 1.5, 2, 3])[:, None, None]
    waves[4] = np.inf
    waves[1, 2, 5] = np.nan
    waves[2, :, 7:] = -np.inf
    waves[3, 3] = 1e300 * (-1) ** np.arange(12)
    live.line(plain, x, waves, along=("lr", "epoch"))
    live.line(plain, x - 5, x / 10, dash="dashed", color=None)

    loss = np.array(EPOCHS, dtype=float) ** (-LRS[:, None])
    loss[1, 1:3] = 0, -1
    loss[2, 3] = 1e300
    live.line(log, EPOCHS, loss, along="lr", dash="dotted")
    live.marker(log, np.array(EPOCHS)[:, None], loss.T, along=("epoch", "lr"), symbol="D", size=6)
    live.marker(log, [1, 0, -5, 1e300], [0.1, 0.1, 0.1, 0], symbol="x")

    around = np.array([[0, 0], [9, 1], [-9, 1], [1, 9], [1, -9], [1e300, -1e300], [np.nan, 0]])
    live.marker(turned, *around.T, symbol="^", filled=False)
    sides = np.array([[0, 9], [9, 0], [0, -9], [-9, 0], [1, 1], [1e300, 9], [np.nan, 1]])
    live.segments(turned, 0, 0, *sides.T, arrow=True, dash="dashed")
    live.segments(turned, LRS - 1, EPOCHS[1] - 9, LRS - 2, 0, along="lr", reveal="measured")
    words = np.array(["left", "right", "√2 ≤ “x”", "lost", "far"])[:, None, None]
    live.write(turned, [3, -3, 0, np.nan, 1e300], 2, words, along="lr")
    live.write(plain, 5, [0, 2, -2, np.nan], ["a", "b"], along="epoch", reveal="measured")
    reach = np.array([[1.0, 3.0, 7.0, 20.0], [2.0, 6.0, np.nan, 1e300]])
    live.rectangles(turned, -reach, 0, 1, reach, along=("reduction", "epoch"), fill="#E69F00")
    live.marker(plain, EPOCHS, 0.5, along="epoch", symbol="s", reveal="measured")
    live.marker(plain, EPOCHS, -0.5, along="epoch", symbol="s", reveal="finished")
    live.rectangles(plain, 1, 0, LRS, 2, along="lr", color="red", reveal="measured")

    live.caption(
        "After {epoch} epochs it is {loss:.3g}{late}.",
        aloud="At learning rate {lr}, after {epoch} epochs, the {reduction} (index) is {loss:.3g}.",
        late=np.where(np.array(EPOCHS) > 9, ", late", "")[:, None],
        loss=np.stack([loss, loss / 3], axis=-1),
    )
    price = LRS[:, None, None] * 1234
    live.caption("Measured: “{lr}” costs {price:,.0f} €.", reveal="measured", price=price)
    live.caption("It {{really}} {moves}.", moves=["adds up", "averages"])
    live.predict("Which is largest?", ["the sum", "the mean"], answer=0, because="n > 1.")
    live.measure(probes=3, goal={"lr": 0.1, "epoch": 10, "reduction": "mean"})
    live.regimes("lr", np.array(["slow", "slow", "good", "good", "far"])[:, None, None])
    live.pin(("lr", "reduction"))
    return live


def edges() -> LiveFigure:
    """Every kind but shading drawn by lot: inside, outside, on the edge and next to it."""
    rng = np.random.default_rng(0)
    far = [-60, -5, 15, 60, 1e300, np.nan, np.inf]
    near = [-0.03, -0.01, 0, 0.01, 3, 5, 8, 9.99, 10, 10.01, 10.03]
    figure = Figure(figsize=(3, 3))
    axes = figure.add_subplot(xlim=(0, 10), ylim=(0, 10))
    live = LiveFigure(figure, run=range(600))
    live.line(axes, *rng.choice(far[:4] + near, (2, 600, 3)), along="run")
    live.line(axes, *rng.choice(far + near, (2, 600, 6)), along="run")
    live.line(axes, rng.choice(near, (600, 4)), rng.choice(far[2:4], (600, 4)), along="run")
    live.marker(axes, *rng.choice(far + near, (2, 600, 2)), along="run")
    live.rectangles(axes, *rng.choice(far + near * 2, (4, 600, 2)), along="run")
    live.segments(axes, *rng.choice(far + near, (4, 600, 2)), along="run")
    live.write(axes, *rng.choice(far + near, (2, 600)), "here", along="run")
    return live


def positions(live: LiveFigure) -> Iterator[tuple[tuple[int, ...], dict]]:
    """Every position of the controls, as indices and as values, the last control fastest."""
    rows = [list(enumerate(control.values)) for control in live._controls.values()]
    for place in itertools.product(*rows):
        indices, values = zip(*place, strict=True) if place else ((), ())
        yield indices, dict(zip(live._controls, values, strict=True))


def some_positions(live: LiveFigure, most: int = 300) -> list[tuple[tuple[int, ...], dict]]:
    """Of many positions the corners and others drawn by lot; every one where THOROUGH is set."""
    every = list(positions(live))
    if len(every) <= thinned(len(every), most):
        return every
    ends = [{0, len(control.values) - 1} for control in live._controls.values()]
    chosen = set(np.random.default_rng(0).choice(len(every), most, replace=False))
    return [
        (place, at)
        for k, (place, at) in enumerate(every)
        if k in chosen or all(i in own for i, own in zip(place, ends, strict=True))
    ]


def sent(live: LiveFigure) -> tuple[dict, bytes, str]:
    """What goes to the browser."""
    live.model_id  # noqa: B018 - asking for it completes the figure
    return live._spec, live._data, live._svg


def from_browser(live: LiveFigure, *place: int) -> None:
    """The learner moves the sliders: the browser tells their positions."""
    data = {"method": "update", "state": {"_position": list(place)}, "buffer_paths": []}
    live._handle_msg({"content": {"data": data}, "buffers": []})


def right_option(live: LiveFigure) -> str:
    """The right answer to the figure's question."""
    return live.question["options"][live.question["answer"]]


def groups(found: re.Match) -> list[str | None]:
    """What a text said, with minus signs and powers as `float` reads them: no hyphen may stand for
    a minus, and no e for a power of ten."""
    assert not re.search(r"-[\di]|\de[+\N{MINUS SIGN}\d]", found[0]), found[0]
    return [said and readable(said) for said in found.groups()]


def readable(said: str) -> str:
    """Numbers as `float` reads them: -1.5e30 for −1.5·10³⁰, 12345.6 for 12,345.6."""
    powers = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

    def power(found: re.Match) -> str:
        return f"{'' if found[1] else '1'}e{found[2].translate(powers)}"

    said = re.sub(r"(·?)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", power, said).replace("\N{MINUS SIGN}", "-")
    return re.sub(r"(?<=\d),(?=\d{3})", "", said)


def in_data(live: LiveFigure, axes: plt.Axes, point: tuple[float, float]) -> np.ndarray:
    """Data coordinates of a point of a shape."""
    height, scale, to_data = (_back if live._ready else _back.__wrapped__)(live._figure, axes)
    x, y = point
    return to_data.transform((x * scale, (height - y) * scale))


def at_limits(live: LiveFigure, axes: plt.Axes, at: dict) -> None:
    """Give axes that follow controls the limits of a position, for `in_data`."""
    live._limits_of(axes).set(live._position_of(at))
    _back.cache_clear()


@cache
def _back(figure: Figure, axes: plt.Axes) -> tuple[float, float, Transform]:
    """Height in points, dots a point, the way from dots to data: fixed once a figure is sent."""
    return figure.get_size_inches()[1] * 72, figure.dpi / 72, axes.transData.inverted()


def close(seen: ArrayLike, wanted: ArrayLike, tolerance: float) -> bool:
    """Whether points in data coordinates are the wanted ones, which may be fractions."""
    return np.allclose(np.array(seen, float), np.array(wanted, float), rtol=0, atol=tolerance)


def one_sentence(message: str) -> bool:
    """Whether a message is one sentence on one line with a full stop at its end."""
    ends = re.findall(r"[.!?](?=\s+[A-Z])", message)
    return message.endswith(".") and not message.endswith("..") and "\n" not in message and not ends


def follows() -> LiveFigure:
    """Axes that go out with what grows on them: one both ways, one along two controls."""
    figure, (both, log) = plt.subplots(1, 2, figsize=(7, 3), layout="constrained")
    growth = np.array([0.5, 2.0, 30.0])
    steps = np.arange(6)
    size = growth[:, None] ** steps
    both.axhline(1, color="gray", linestyle=":")
    both.text(0, 1, "start")
    log.set(yscale="log")
    live = LiveFigure(figure, growth=growth, times=[1.0, 1e6])
    reach = np.maximum(2, size.max(axis=1))
    limits = np.stack([-reach, reach], axis=-1)
    live.follow(both, x=limits, y=2 * limits, along="growth")
    live.line(both, size, size, along="growth")
    live.marker(both, -size[:, -1], 0, along="growth", drag="growth")
    scaled = np.array([1.0, 1e6]) * reach[:, None]
    live.follow(log, y=np.stack([0.01 / scaled, 2 * scaled], axis=-1), along=("growth", "times"))
    live.line(log, steps, np.array([1.0, 1e6])[:, None] * size[:, None], along=("growth", "times"))
    start = np.broadcast_to([1.0, 1e6], (3, 2))
    live.marker(log, 0, start, along=("growth", "times"), drag=("growth", "times"))
    live.write(both, size[:, 2], 0, "third", along="growth")
    return live
