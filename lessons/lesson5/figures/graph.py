"""The figure `graph` of lesson 5."""

from __future__ import annotations

from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch

from course_utils.pictures import COLORS
from lessons.live import LiveFigure, choice, course_figure, slider
from livefigure.controls import written

HOURS = 3.0  # of lesson 4's third student, who passed
NETWORKS = {
    "one layer": {"w": 1.0, "b": -2.5},  # lesson 4's
    "one hidden unit": {"w₁": 1.0, "b₁": -2.5, "w₂": 2.0, "b₂": -0.5},
}


class Node(NamedTuple):
    """A place in the graph: what number it makes, and from what.

    name: of the number; label: what stands on the box; before: the number that goes in; parameter:
    the weight or bias that goes in as well.
    """

    name: str
    label: str
    before: str = ""
    parameter: str = ""


class Line(NamedTuple):
    """A line of backward: what arrives at `above` times `slope`, which is what `factor` says, is
    the gradient of `name`."""

    name: str
    above: str
    slope: float
    factor: str
    gradient: float


def nodes_of(net: str) -> list[Node]:
    """The nodes of a network, in the order of forward."""
    if net == "one layer":
        inner, x, w, b, u, z = [], "x", "w", "b", "w·x", "z"
    else:
        inner = [
            Node("w₁·x", "w₁·x", "x", "w₁"),
            Node("z₁", "+ b₁ = z₁", "w₁·x", "b₁"),
            Node("h", "tanh = h", "z₁"),
        ]
        x, w, b, u, z = "h", "w₂", "b₂", "w₂·h", "z₂"
    outer = [Node(u, u, x, w), Node(z, f"+ {b} = {z}", u, b), Node("p", "σ = p", z)]
    return [Node("x", "x"), *inner, *outer, Node("loss", "−log p", "p")]


def recorded(net: str) -> tuple[dict[str, float], list[Line]]:
    """The numbers of a network by name, and the lines of its backward.  Every gradient is what
    torch keeps as `.grad`; a slope is that of one operation by what goes into it."""
    tensors = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for name, value in NETWORKS[net].items()
    }
    tensors["x"] = torch.tensor(HOURS, dtype=torch.float64)
    found: dict[str, tuple[str, float, str]] = {}
    for name, _, before, parameter in nodes_of(net)[1:]:
        given = tensors[before]
        if parameter.startswith("w"):
            made, slope, factor = given * tensors[parameter], tensors[parameter], parameter
            found[parameter] = name, given.item(), f"the input {before}"
        elif parameter:
            made, slope, factor = given + tensors[parameter], 1.0, "1, as in every sum"
            found[parameter] = name, 1.0, factor
        elif name == "h":
            made = torch.tanh(given)
            slope, factor = 1 - made**2, "the slope of tanh, 1 − h²"
        elif name == "p":
            made = torch.sigmoid(given)
            slope, factor = made * (1 - made), "the slope of σ, p(1 − p)"
        else:
            made = -torch.log(given)
            slope, factor = -1 / given, "the slope of −log p, −1/p"
        made.retain_grad()
        tensors[name] = made
        found[before] = name, float(torch.as_tensor(slope).detach()), factor
    tensors["loss"].backward()
    gradients = {name: tensor.grad.item() for name, tensor in tensors.items() if name != "x"}
    lines = [Line("loss", "", 1.0, "", gradients["loss"])]
    for node in reversed(nodes_of(net)[1:]):
        own = filter(None, (node.parameter, node.before))
        lines += [Line(name, *found[name], gradients[name]) for name in own if name != "x"]
    return {name: tensor.item() for name, tensor in tensors.items()}, lines


@course_figure
def graph() -> LiveFigure:
    """Every number of a small network, and line by line the gradient that backward gives it."""
    nets = list(NETWORKS)
    runs = [recorded(net) for net in nets]
    boxes = [_boxes(net) for net in nets]
    moments = 1 + max(len(lines) for _, lines in runs)

    figure, axes = plt.subplots(figsize=(9, 4.2), layout="constrained")
    axes.set(xlim=(0, 10), ylim=(6.5, 0.1), title="Value above, gradient below")
    axes.set_axis_off()
    live = LiveFigure(
        figure,
        name="5-graph",
        net=choice(nets, "network"),
        done=slider(range(moments), "lines of backward done"),
    )
    for arrow in (True, False):
        wires = [_wires(net, own, arrow) for net, own in zip(nets, boxes, strict=True)]
        live.segments(axes, *_side_by_side(wires), along="net", color="gray", arrow=arrow)
    sides = _side_by_side([list(own.values()) for own in boxes])
    live.rectangles(axes, *sides, along="net", color="gray")
    now = np.full((4, len(nets), moments), np.nan)
    for i, (_, lines) in enumerate(runs):
        for k in range(1, moments):
            now[:, i, k] = boxes[i][lines[min(k, len(lines)) - 1].name]
    live.rectangles(
        axes, *now, along=("net", "done"), drag="done",
        color=COLORS["orange"], fill=COLORS["orange"], fill_opacity=0.15,
    )  # fmt: skip
    for i, (net, (values, lines)) in enumerate(zip(nets, runs, strict=True)):
        labels = {node.name: node.label for node in nodes_of(net)}
        gradients = {line.name: (k, _number(line.gradient)) for k, line in enumerate(lines, 1)}
        for name, (left, top, *_) in boxes[i].items():
            value = _number(values[name])
            rows = [(f"{name} = {value}", None, 0)]
            if name in labels:  # not a parameter
                rows = [(labels[name], "gray", 0), (value, None, 0)]
            if name in gradients:
                since, gradient = gradients[name]
                rows.append((gradient, COLORS["red"], since))
            for row, (text, color, since) in enumerate(rows, 1):
                texts = np.full((len(nets), moments), "", dtype=object)
                texts[i, since:] = text
                live.write(axes, left + 0.09, top + 0.45 * row, texts.tolist(), color=color)
    live.caption(
        "{said}",
        said=[[_said(*run, done) for done in range(moments)] for run in runs],
    )
    values, lines = runs[1]
    at = {line.name: line for line in lines}
    grown, slope, first = (_number(v) for v in (at["h"].gradient, at["z₁"].slope, values["x"]))
    live.predict(
        f"In the network with a hidden unit the gradient {grown} arrives at h. The slope of tanh "
        f"is {slope} there, and x is {first}. Which gradient does torch put into w₁.grad?",
        [
            f"{_number(at['h'].gradient + at['z₁'].slope + values['x'])}: the three add up",
            f"{_number(at['w₁'].gradient)}: the three are multiplied",
            "Neither: two layers are too much for the chain rule of lesson 4",
        ],
        answer=1,
        because="Slopes along a chain are multiplied, however long it is. Every line of backward "
        "multiplies what arrives by one slope, and torch's .grad holds the product. Only where "
        "several paths meet are products added.",
        misconception=18,
    )
    live.play("done")
    return live


# The picture: boxes as left, top, right, bottom; a unit is about a line and a half of text.

HIGH, LOW = 1.5, 1.05  # of a box, and of a parameter's, which has a line less
TOP = {"one layer": 1.9, "one hidden unit": 0.2}
WIDTHS = {  # of the columns: what stands in a box has room in it on a phone too
    "one layer": (0.9, 1.8, 2.1, 1.8, 1.55),
    "one hidden unit": (1.75, 2.35, 2.35, 2.05),
}
GAP = 0.43  # of which an arrow is seen


def _boxes(net: str) -> dict[str, tuple[float, ...]]:
    """The box of each number by its name; below an operation that of its parameter."""
    widths = WIDTHS[net]
    boxes = {}
    for k, node in enumerate(nodes_of(net)):
        row, column = divmod(k, len(widths))
        left = 0.05 + sum(widths[:column]) + GAP * column
        right, y = left + widths[column], TOP[net] + 3.4 * row
        boxes[node.name] = left, y, right, y + HIGH
        if node.parameter:
            boxes[node.parameter] = left, y + HIGH + 0.2, right, y + HIGH + 0.2 + LOW
    return boxes


def _wires(net: str, boxes: dict[str, tuple[float, ...]], arrow: bool) -> list[tuple[float, ...]]:
    """The pieces of the wires that end in an arrow, or those that do not: x0, y0, x1, y1."""
    ends, others = [], []
    for node in nodes_of(net)[1:]:
        left, top, right, bottom = boxes[node.name]
        start, before_top, end, before_bottom = boxes[node.before]
        x = (left + right) / 2
        if before_top == top:
            ends.append((end, top + HIGH / 2, left, top + HIGH / 2))
        else:  # round the corner, below the parameters' boxes
            corner, y = (start + end) / 2, top - 0.3
            others += [(corner, before_bottom, corner, y), (corner, y, x, y)]
            ends.append((x, y, x, top))
        if node.parameter:
            others.append((x, bottom, x, bottom + 0.2))
    return ends if arrow else others


def _side_by_side(rows: list[list[tuple[float, ...]]]) -> np.ndarray:
    """Four numbers a piece, for each network, filled up with nan: shape (4, networks, pieces)."""
    sides = np.full((4, len(rows), max(map(len, rows))), np.nan)
    for i, row in enumerate(rows):
        sides[:, i, : len(row)] = np.transpose(row)
    return sides


def _number(value: float) -> str:
    """Three digits after the point, without the zeros at their end."""
    return written(value, ".3f").rstrip("0").rstrip(".")


def _said(values: dict[str, float], lines: list[Line], done: int) -> str:
    """The sentence after so many lines of backward."""
    if done == 0:
        p, loss = _number(values["p"]), _number(values["loss"])
        return f"Forward is done: p is {p} and the loss {loss}. There is no gradient yet."
    if done > len(lines):
        there = f"All {len(lines)} lines of this network are done."
        return f"{there} Each gradient is what torch keeps as .grad."
    line, count = lines[done - 1], f"Line {done} of {len(lines)}"
    if done == 1:
        return f"{count}: the loss changes as fast as itself, so its gradient is 1."
    above = next(other.gradient for other in lines if other.name == line.above)
    product = f"{_number(above)} · {_number(line.slope)} ≈ {_number(line.gradient)}"
    why = f"what arrives at {line.above}, times {line.factor}"
    return f"{count}: {line.name} gets {product}: {why}."
