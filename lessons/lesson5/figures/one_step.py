"""The figure `one_step` of lesson 5."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from course_utils.data import students
from course_utils.pictures import COLORS
from course_utils.training import Classifier
from lessons.live import LiveFigure, choice, course_figure, slider
from livefigure.controls import written

FORWARD, LOSS = "y_hat = model(x)", "loss = loss_function(y_hat, y)"
ZERO_GRAD, BACKWARD, STEP = "optimizer.zero_grad()", "loss.backward()", "optimizer.step()"
BEFORE, AFTER = "before backward", "after step"
BETWEEN, NEVER = "between backward and step", "nowhere"
PLACES = {BEFORE: 2, AFTER: 4, BETWEEN: 3}  # of zero_grad among the lines
UPDATES = 3


@course_figure
def one_step() -> LiveFigure:
    """Values and gradients after each line of three updates, recorded from torch."""
    orders = [BEFORE, AFTER, BETWEEN, NEVER]
    runs = [_recorded(order) for order in orders]
    lines = 5 * UPDATES + 1

    figure, (code, table) = plt.subplots(
        1, 2, figsize=(9, 4.2), width_ratios=(1, 1.35), layout="constrained"
    )
    figure.get_layout_engine().set(h_pad=0.1)  # inches: the titles stand clear of the top
    code.set(xlim=(0, 10), ylim=(6, 0), title="The line that ran last")
    table.set(xlim=(0, 12), ylim=(6, 0), title="What torch holds then")
    for axes in (code, table):
        axes.set_axis_off()
    shapes = {"x": "(100, 1)", "w": "(1, 1)", "b": "(1,)", "y_hat": "(100, 1)", "loss": "()"}
    for x, word in ((0.1, "tensor"), (2.1, "shape"), (4.8, "value"), (8.6, "gradient")):
        table.text(x, 0.75, word, color="gray")
    for row, (name, shape) in enumerate(shapes.items(), 1):
        table.text(0.1, row + 0.6, name, family="monospace")
        table.text(2.1, row + 0.6, shape, family="monospace")

    live = LiveFigure(
        figure,
        name="5-one-step",
        order=choice(orders, "zero_grad stands"),
        moment=slider(range(lines), "lines run"),
    )
    last = (np.arange(lines) - 1) % 5 + 1.0
    last[0] = np.nan  # nothing has run
    live.rectangles(
        code, 0, last + 0.05, 10, last + 0.95, along="moment",
        color=COLORS["orange"], fill=COLORS["orange"],
    )  # fmt: skip
    for row in range(5):
        texts = [[_listing(order)[row]] for order in orders]
        live.write(code, 0.2, row + 1.6, texts, size=9, code=True)
    for row, name in enumerate(shapes, 1):
        for x, part in ((4.8, "values"), (8.6, "gradients")):
            texts = [[moment[part][name] for moment in run] for run in runs]
            live.write(table, x, row + 0.6, texts, size=10)
    live.caption("{said}", said=[[moment["said"] for moment in run] for run in runs])
    live.predict(
        "Where may optimizer.zero_grad() stand, so that every step follows a fresh gradient?",
        [
            "Only directly before loss.backward()",
            "Anywhere between a step and the next backward",
            "Anywhere, as long as it is in the loop",
        ],
        answer=1,
        because="A gradient must be gone before backward adds the next one to it, and must be "
        "there when step uses it. So before backward or after step is the same; between backward "
        "and step it takes the gradient away.",
        misconception=10,
    )
    return live


def _listing(order: str) -> list[str]:
    """The five lines of an update; where zero_grad is nowhere, a line says so."""
    lines = [FORWARD, LOSS, BACKWARD, STEP]
    lines.insert(PLACES.get(order, 2), ZERO_GRAD if order in PLACES else "# no zero_grad")
    return lines


def _recorded(order: str) -> list[dict]:
    """What torch holds, and a sentence about it, before the first line and after each."""
    x, y = (torch.tensor(a, dtype=torch.float32)[:, None] for a in students())
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        model = Classifier(1)
    w, b = model.parameters()
    loss_function, optimizer = nn.BCELoss(), torch.optim.SGD(model.parameters(), lr=0.1)
    y_hat = loss = None
    said = f"With zero_grad {order}, nothing has run yet: w is {_number(w)}."
    moments = [_moment(x, w, b, y_hat, loss, said)]
    for update in range(1, UPDATES + 1):
        for line in _listing(order):
            before = _number(w)
            if line == FORWARD:
                y_hat = model(x)
                said = f"at w = {before} the first student passes with p = {_number(y_hat[0])}"
            elif line == LOSS:
                loss = loss_function(y_hat, y)
                said = f"the loss of all hundred students is one number, {_number(loss)}"
            elif line == ZERO_GRAD:
                optimizer.zero_grad()
                said = "no gradient is left: None, which is not 0"
            elif line == BACKWARD:
                loss.backward()
                kind = "the sum of all so far" if order == NEVER and update > 1 else "a fresh one"
                said = f"w has the gradient {_number(w.grad)}, {kind}"
            elif line == STEP:
                optimizer.step()
                said = f"w went from {before} to {_number(w)}; y_hat and loss are still the old"
                if order == BETWEEN:
                    said = f"there is no gradient to follow, and w stays at {before}"
            else:
                said = "the gradients stay as they are"
            moments.append(_moment(x, w, b, y_hat, loss, f"Update {update}, {line}: {said}."))
    return moments


def _number(tensor: torch.Tensor) -> str:
    return written(tensor.item(), ".3f")


def _moment(x, w, b, y_hat, loss, said: str) -> dict:
    """Texts for the table."""
    return {
        "values": {
            "x": f"{x[0].item():.2f}, …",
            "w": _number(w),
            "b": _number(b),
            "y_hat": "not yet" if y_hat is None else f"{_number(y_hat[0])}, …",
            "loss": "not yet" if loss is None else _number(loss),
        },
        "gradients": {
            "x": "not asked for",
            "w": "None" if w.grad is None else _number(w.grad),
            "b": "None" if b.grad is None else _number(b.grad),
            "y_hat": "not kept",
            "loss": "not kept",
        },
        "said": said,
    }
