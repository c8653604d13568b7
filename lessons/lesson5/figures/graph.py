"""The figure `graph` of lesson 5."""

from __future__ import annotations

from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import torch

from course_utils.pictures import COLORS
from lessons.drawing import written
from lessons.live import LiveFigure, choice, course_figure, slider

HOURS = 3.0  # of lesson 4's third student, who passed
NETWORKS = {
    "one layer": {"w": 1.0, "b": -2.5},  # lesson 4's
    "one hidden unit": {"w₁": 1.0, "b₁": -2.5, "w₂": 2.0, "b₂": -0.5},
}


class Node(NamedTuple):
    """A place in the graph: what it computes, and from what.

    name: the number that comes out; operation: as it is written on the box; before: the node whose
    number goes in; parameter: the weight or bias that goes in as well.
    """

    name: str
    operation: str
    before: str = ""
    parameter: str = ""


class Line(NamedTuple):
    """A line of backward: `name` gets gradient = above · slope, as `why` says."""

    name: str
    above: float
    slope: float
    why: str
    gradient: float


def nodes_of(net: str) -> list[Node]:
    """The nodes of a network, in the order of forward."""
    if net == "one layer":
        inner, last, w, b, u, z = [], "x", "w", "b", "w·x", "z"
    else:
        inner = [Node("w₁·x", "· w₁", "x", "w₁"), Node("z₁", "+ b₁", "w₁·x", "b₁")]
        inner.append(Node("h", "tanh", "z₁"))
        last, w, b, u, z = "h", "w₂", "b₂", "w₂·h", "z₂"
    outer = [Node(u, f"· {w}", last, w), Node(z, f"+ {b}", u, b), Node("p", "σ", z)]
    return [Node("x", "x"), *inner, *outer, Node("loss", "−log p", "p")]


def recorded(net: str) -> tuple[dict[str, float], list[Line]]:
    """The numbers of a network and the lines of its backward, as torch has them: every `gradient`
    is a `.grad`; slopes are those of the operations by what goes into them."""
    tensors = {
        name: torch.tensor(value, dtype=torch.float64, requires_grad=True)
        for name, value in NETWORKS[net].items()
    }
    tensors["x"] = torch.tensor(HOURS, dtype=torch.float64)
    slopes: dict[str, tuple[str, float, str]] = {"loss": ("", 1.0, "by itself")}
    nodes = nodes_of(net)
    for name, operation, before, parameter in nodes[1:]:
        v = tensors[before]
        if operation[0] == "·":
            w = tensors[parameter]
            made, slope, why = v * w, w.item(), f"the weight {parameter}"
            slopes[parameter] = name, v.item(), f"the input {before}"
        elif operation[0] == "+":
            made, slope, why = v + tensors[parameter], 1.0, "of a sum"
            slopes[parameter] = name, 1.0, "of a sum"
        elif operation == "tanh":
            made = torch.tanh(v)
            slope, why = 1 - made.item() ** 2, "of tanh: 1 − h²"
        elif operation == "σ":
            made = torch.sigmoid(v)
            slope, why = made.item() * (1 - made.item()), "of σ: p(1 − p)"
        else:
            made, slope, why = -torch.log(v), -1 / v.item(), "of −log p: −1/p"
        slopes[before] = name, slope, why
        made.retain_grad()
        tensors[name] = made
    tensors["loss"].backward()
    order = ["loss"]
    for node in reversed(nodes[1:]):
        order += [name for name in (node.parameter, node.before) if name and name != "x"]
    values = {name: tensor.item() for name, tensor in tensors.items()}
    gradients = {name: tensors[name].grad.item() for name in order} | {"": 1.0}
    return values, [
        Line(name, gradients[above], slope, why, gradients[name])
        for name in order
        for above, slope, why in [slopes[name]]
    ]


WIDE, HIGH = 1.5, 1.5  # of a box, in the picture's units; a parameter's is half as high


def _places(net: str) -> dict[str, tuple[float, float]]:
    """Where the boxes stand: the middle of each, y downwards."""
    nodes = nodes_of(net)
    if net == "one layer":
        at = {node.name: (1 + 2 * k, 3.0) for k, node in enumerate(nodes)}
    else:
        at = {node.name: (1.2 + 2.5 * k, 1.2) for k, node in enumerate(nodes[:4])}
        at |= {node.name: (1.2 + 2.5 * k, 4.6) for k, node in enumerate(nodes[4:])}
    return at | {
        node.parameter: (at[node.name][0], at[node.name][1] + 1.55)
        for node in nodes
        if node.parameter
    }


@course_figure
def graph() -> LiveFigure:
    """Every number of a small network, and line by line the gradient that backward gives it."""
    nets = list(NETWORKS)
    runs = {net: recorded(net) for net in nets}
    longest = max(len(lines) for _, lines in runs.values())
    most = max(len(_places(net)) for net in nets)

    figure, axes = plt.subplots(figsize=(9, 4.2), layout="constrained")
    axes.set(xlim=(0, 10), ylim=(7, 0.2), title="Value above, gradient below")
    axes.set_axis_off()

    live = LiveFigure(
        figure,
        name="5-graph",
        net=choice(nets, "network"),
        done=slider(range(longest + 1), "lines of backward done"),
    )
    both = ("net", "done")
    boxes = np.full((len(nets), 4, most), np.nan)
    arrows = np.full((len(nets), 4, most), np.nan)
    now = np.full((len(nets), longest + 1, 4), np.nan)
    texts = np.full((most, 3, len(nets), longest + 1), "", dtype=object)
    spots = np.zeros((most, 2, len(nets)))
    said = np.empty((len(nets), longest + 1), dtype=object)
    for i, net in enumerate(nets):
        values, lines = runs[net]
        places, nodes = _places(net), nodes_of(net)
        written_on = {node.name: node.operation for node in nodes}
        told = [_number(values[name]) for name in places]
        order = [line.name for line in lines]
        for k, (name, (x, y)) in enumerate(places.items()):
            high = HIGH if name in written_on else 0.95
            boxes[i, :, k] = x - WIDE / 2, y - high / 2, x + WIDE / 2, y + high / 2
            spots[k, :, i] = x - WIDE / 2 + 0.1, y - high / 2
            texts[k, 0, i] = written_on.get(name, name)
            texts[k, 1, i] = told[k]
            if name in order:
                line = order.index(name) + 1
                texts[k, 2, i, line:] = _number(lines[line - 1].gradient)
                now[i, line] = boxes[i, :, k]
        for k, node in enumerate(nodes[1:]):
            arrows[i, :, k] = _arrow(places[node.before], places[node.name])
        for line in range(longest + 1):
            said[i, line] = _said(net, values, lines, line)
        now[i, len(lines) + 1 :] = now[i, len(lines)]
    live.segments(axes, *arrows.transpose(1, 0, 2), along="net", color="gray", arrow=True)
    live.rectangles(axes, *boxes.transpose(1, 0, 2), along="net", color="gray")
    live.rectangles(
        axes, *now.transpose(2, 0, 1), along=both, color=COLORS["orange"], fill=COLORS["orange"]
    )
    for k in range(most):
        for row, color in ((0, "gray"), (1, None), (2, COLORS["red"])):
            x, y = spots[k]
            live.write(
                axes, x, y + 0.45 * (row + 1), texts[k, row].tolist(), along="net", color=color,
            )  # fmt: skip
    live.caption("{said}", said=said.tolist())
    return live


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> tuple[float, ...]:
    """From the box before to the next one: beside it, or at the beginning of the next row."""
    (x0, y0), (x1, y1) = start, end
    if y0 == y1:
        return x0 + WIDE / 2, y0, x1 - WIDE / 2, y1
    return x0, y0 + HIGH / 2, x1 + WIDE / 2, y1 - HIGH / 2


def _number(value: float) -> str:
    return written(np.array(value), ".3f").item()


def _said(net: str, values: dict[str, float], lines: list[Line], done: int) -> str:
    """The sentence after so many lines of backward."""
    p, loss = _number(values["p"]), _number(values["loss"])
    if not done:
        return f"Forward is done: 3 hours give p = {p}, and the loss is {loss}. No gradient yet."
    if done > len(lines):
        return f"All {len(lines)} lines of this network are done: each gradient is torch's .grad."
    line = lines[done - 1]
    if done == 1:
        return f"Line 1 of {len(lines)}: the loss changes as fast as itself, so its gradient is 1."
    product = f"{_number(line.above)} · {_number(line.slope)}"
    return (
        f"Line {done} of {len(lines)}: {line.name} has {product} ≈ {_number(line.gradient)}, the "
        f"gradient above times the slope {line.why}."
    )
