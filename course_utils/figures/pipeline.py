"""Live figures of lesson 5, the full PyTorch pipeline."""

from __future__ import annotations

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from ..data import small_start, students, tired_students
from ..live import LiveFigure, choice, slider
from ..logistic import bce_from_logits, sigmoid
from ..pictures import COLORS, picture
from ..training import Classifier, bar
from ._shared import mean_bce

HOURS = np.linspace(0, 20, 41)
TRUE_THRESHOLD = 6  # hours, where the chance to pass is one half
LOWEST = 0.343051  # mean BCE of the maximum-likelihood fit to the hundred students


# One update, line by line

FORWARD, LOSS = "y_hat = model(x)", "loss = loss_function(y_hat, y)"
ZERO_GRAD, BACKWARD, STEP = "optimizer.zero_grad()", "loss.backward()", "optimizer.step()"
BEFORE, AFTER = "before backward", "after step"
BETWEEN, NEVER = "between backward and step", "nowhere"
PLACES = {BEFORE: 2, AFTER: 4, BETWEEN: 3}  # of zero_grad among the lines
UPDATES = 3


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
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
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
        color=COLORS["orange"], fill=COLORS["yellow"],
    )  # fmt: skip
    for row in range(5):
        texts = [[_listing(order)[row]] for order in orders]
        live.write(code, 0.2, row + 1.6, texts, size=9)
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
    return f"{tensor.item():.3f}".replace("-", "\N{MINUS SIGN}")


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


# Will this student pass?


def descend(
    w: float, b: float, lrs: np.ndarray, epochs: np.ndarray, twice: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """w and b of the pass model after the given epochs (rising), each of shape (lr, epoch).

    Full batch, mean BCE of a sigmoid, or of a sigmoid of a sigmoid if twice.
    """
    hours, passed = students()
    rows = np.column_stack([hours, np.ones_like(hours)])
    against, means = -rows, rows.T / len(hours)
    parameters = np.repeat([[float(w)], [float(b)]], len(lrs), axis=1)
    kept, wanted = [], set(epochs.tolist())
    labels = passed[:, None]
    for epoch in range(1, epochs[-1] + 1):
        p = 1 / (1 + np.exp(against @ parameters))
        error = p - labels
        if twice:
            error = (1 / (1 + np.exp(-p)) - labels) * p * (1 - p)
        parameters = parameters - lrs * (means @ error)
        if epoch in wanted:
            kept.append(parameters)
    return tuple(np.array(kept).transpose(1, 2, 0))


def pass_model() -> LiveFigure:
    """The probability curve of the pass model and its loss, over learning rate and epoch."""
    hours, passed = students()
    lrs = np.array([0.001, 0.003, 0.01, 0.03, 0.1, 0.3])
    epochs = _epochs(20_000, 37)
    start_w, start_b = small_start()
    w, b = descend(start_w[0], start_b, lrs, epochs)
    loss = mean_bce(w[..., None] * hours + b[..., None], passed)
    start = bce_from_logits(start_w[0] * hours + start_b, passed)
    threshold = -b / w

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    _draw_students(curve, hours, passed)
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.axvline(TRUE_THRESHOLD, color="gray", linestyle=":")
    curve.set(title="Threshold (dashed), the true one (dotted)")
    curve.set(ylabel="p, probability of passing")
    course.axhline(LOWEST, color="gray", linestyle=":")
    course.text(1.2, LOWEST + 0.008, "lowest possible", color="gray", fontsize=8)
    _epoch_axis(course, 20_000)
    course.set(ylim=(0.3, 0.9), title="The loss", ylabel="mean BCE")

    live = LiveFigure(
        figure, name="5-pass-model", lr=slider(lrs, start=0.01), epoch=slider(epochs, start=100)
    )
    both = ("lr", "epoch")
    p = sigmoid(w[..., None] * HOURS + b[..., None])
    live.line(curve, HOURS, p, along=both, color=COLORS["blue"])
    shown = np.where((threshold >= 0) & (threshold <= 20), threshold, np.nan)
    live.segments(curve, shown, 0, shown, 1, along=both, color=COLORS["red"], dash="dashed")
    live.line(course, epochs, loss, along="lr", color=COLORS["blue"])
    live.marker(course, epochs, loss, along=both, color=COLORS["blue"])
    regime = np.select(
        [loss > start, loss - LOWEST > 0.001],
        ["loss above its start", "not there yet"],
        "within 0.001 of the lowest loss",
    )
    live.regimes("lr", regime)
    live.caption(
        "Learning rate {lr}, epoch {epoch}: the loss is {loss:.4f}{high}, {regime}. The curve "
        "{half}.",
        loss=loss,
        high=np.where(loss > 0.9, ", above the picture", ""),
        regime=regime,
        half=_crossing(threshold),
    )
    live.predict(
        "In truth the chance to pass is one half at 6 hours. You train with learning rate 0.01 for "
        "1000 epochs. Where will the model put it?",
        ["Near 3 hours", "Near 6 hours", "Near 9 hours"],
        answer=0,
        because="A thousand steps of this size are too few: w and b are still on their way. Ten "
        "times the learning rate, or twenty times the epochs, bring the threshold to a little over "
        "6 hours.",
    )
    live.play("epoch")
    return live


def _epochs(last: int, count: int) -> np.ndarray:
    """So many epochs or fewer, evenly on a log axis, with the powers of ten among them."""
    tens = 10 ** np.arange(int(np.log10(last)) + 1)
    return np.unique([*np.geomspace(1, last, count - len(tens)).round().astype(int), *tens])


def _epoch_axis(axes: plt.Axes, last: int) -> None:
    """A log axis of epochs with plain labels: those with powers are slow to draw."""
    axes.set(xscale="log", xlim=(0.85, 1.18 * last), xlabel="epoch")  # room for markers
    tens = [10**k for k in range(int(np.log10(last)) + 1)]
    axes.set_xticks(tens, [f"{ten:,}" for ten in tens])
    axes.minorticks_off()


def _draw_students(axes: plt.Axes, hours: np.ndarray, passed: np.ndarray) -> None:
    right = passed == 1
    axes.plot(hours[right], passed[right], "o", color=COLORS["green"], alpha=0.5, markersize=5)
    axes.plot(hours[~right], passed[~right], "x", color=COLORS["red"], alpha=0.7, markersize=5)
    axes.set(xlim=(0, 20), ylim=(-0.06, 1.06), xlabel="hours studied")


def _crossing(at: np.ndarray) -> np.ndarray:
    """Phrases for where curves cross p = 0.5."""
    texts = [f"crosses 0.5 at {hours:.2f} hours" for hours in at.ravel()]
    inside = (at >= 0) & (at <= 20)
    return np.where(inside, np.reshape(texts, at.shape), "does not cross 0.5 in the picture")


def fit(model: nn.Module, history: list[float]) -> None:
    """A picture of a trained pass model: its curve through the students, and its loss by epoch."""
    hours, passed = students()
    ask = torch.arange(20.0)[:, None]
    with torch.no_grad():
        p = model(ask)
    figure, (curve, course) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    _draw_students(curve, hours, passed)
    curve.plot(ask, p, ".-", color=COLORS["blue"])
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.axvline(TRUE_THRESHOLD, color="gray", linestyle=":")
    curve.set(ylabel="p, probability of passing", title="Asked for 0, 1 … 19 hours")
    course.plot(range(1, len(history) + 1), history, color=COLORS["blue"])
    course.set(xlabel="epoch", ylabel="mean BCE", ylim=(0.3, 0.7), title="The loss")
    picture(
        figure,
        "Left: an S-shaped curve through the students, which crosses 0.5 a little right of the "
        "dotted line at 6 hours. Right: the loss falls steeply, then slowly, to 0.34.",
    )


# Sigmoid twice


def sigmoid_twice() -> LiveFigure:
    """The pass model trained with one sigmoid and with two."""
    hours, passed = students()
    endings = ["one sigmoid", "two sigmoids"]
    epochs = _epochs(10_000, 33)
    runs = [descend(0, 0, np.array([0.1]), epochs, twice) for twice in (False, True)]
    w, b = np.array(runs)[:, :, 0].transpose(1, 0, 2)  # (ending, epoch)
    z = w[..., None] * hours + b[..., None]
    # A second sigmoid makes the first one's probabilities the logits of the loss.
    loss = np.stack([mean_bce(z[0], passed), mean_bce(sigmoid(z[1]), passed)])
    right = ((z >= 0) == passed).sum(axis=-1)
    floor = bce_from_logits(passed, passed)  # every probability right, then one sigmoid more

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    _draw_students(curve, hours, passed)
    curve.set(title="Model (solid), what the loss gets (dashed)", ylabel="probability")
    _epoch_axis(course, 10_000)
    course.set(ylim=(0.3, 0.75), title="The loss, at lr 0.1 from w = b = 0", ylabel="mean BCE")

    live = LiveFigure(
        figure,
        name="5-sigmoid-twice",
        ending=choice(endings, "before the logarithm"),
        epoch=slider(epochs, start=1000),
    )
    both = ("ending", "epoch")
    p = sigmoid(w[..., None] * HOURS + b[..., None])
    live.line(curve, HOURS, p, along=both, color=COLORS["blue"])
    given = np.stack([p[0], sigmoid(p[1])])
    live.line(curve, HOURS, given, along=both, color=COLORS["red"], dash="dashed")
    live.line(course, epochs, loss, along="ending", color=COLORS["red"], dash="dashed")
    live.marker(course, epochs, loss, along=both, color=COLORS["red"])
    # The floor is drawn where it is one: with one sigmoid it would give the answer away.
    floors = np.array([[np.nan, np.nan], [floor, floor]])
    live.line(course, epochs[[0, -1]], floors, along="ending", color="gray", dash="dotted")
    live.write(course, 1.2, floor - 0.018, [[""], ["floor"]], size=8, color="gray")
    bound = np.array([[""], [f", and it can never fall below {floor:.3f}"]])
    live.caption(
        "With {ending}, in epoch {epoch}, the loss is {loss:.3f}{bound}. The model's own "
        "probability {half} and decides {right} of 100 students rightly.",
        loss=loss,
        bound=bound,
        half=_crossing(np.where(w == 0, np.nan, -b / np.where(w == 0, 1, w))),
        right=right,
    )
    live.predict(
        "A model ends in a sigmoid, and the loss function applies a sigmoid of its own once more. "
        "What happens in training?",
        [
            "Nothing: a sigmoid of a sigmoid is still a sigmoid",
            "The loss stays far higher, however long you train",
            "torch stops with an error",
        ],
        answer=1,
        because="The second sigmoid turns 0 … 1 into 0.5 … 0.73. So even whoever surely fails "
        "counts as passing with at least one half, and the loss has a floor. No error tells you; "
        "but the probabilities are wrong, and in the end the threshold is, too: above 8 hours.",
        misconception=16,
    )
    live.play("epoch")
    return live


# The rule


def rule(runs: dict[str, list]) -> LiveFigure:
    """Weights, loss and accuracy of the rule's model by epoch.

    runs: for each name of a loss what `training.follow` returned, all of one length.
    """
    loss, accuracy, weights = (
        np.array([[entry[k] for entry in run] for run in runs.values()]) for k in range(3)
    )
    epochs = np.arange(1, loss.shape[1] + 1)
    reach = np.ceil(np.abs(weights).max() + 0.2)

    figure, (bars, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    bars.axhline(0, color="gray", linewidth=0.8)
    bars.set_xticks(range(5), [f"w{k}" for k in "₀₁₂₃₄"])
    bars.set(xlim=(-0.6, 4.6), ylim=(-reach, reach), title="The five weights", ylabel="weight")
    course.set(title="Loss (solid), accuracy (dashed)", ylim=(0, 1.05))
    course.set(xlim=(0.5, epochs[-1] + 0.5), xlabel="epoch")
    course.set(ylabel="mean loss; share right of new samples")
    course.xaxis.get_major_locator().set_params(integer=True)

    live = LiveFigure(
        figure, name="5-rule", loss=choice(list(runs), "loss function"), epoch=slider(epochs)
    )
    both = ("loss", "epoch")
    middle = np.arange(5)
    live.rectangles(
        bars, middle - 0.35, np.zeros(5), middle + 0.35, weights, along=both,
        color=COLORS["blue"], fill=COLORS["sky"],
    )  # fmt: skip
    live.line(course, epochs, loss, along="loss", color=COLORS["blue"])
    live.line(course, epochs, accuracy, along="loss", color=COLORS["green"], dash="dashed")
    live.marker(course, epochs, loss, along=both, color=COLORS["blue"])
    live.marker(course, epochs, accuracy, along=both, color=COLORS["green"], symbol="s")
    texts = [" ".join(f"{v:+.1f}".replace("-", "−") for v in ws) for ws in weights.reshape(-1, 5)]
    live.caption(
        "With {loss}, in epoch {epoch}, the weights are {weights}. {accuracy:.1%} of the new "
        "samples are decided rightly.",
        weights=np.reshape(texts, loss.shape),
        accuracy=accuracy,
    )
    live.predict(
        "Training takes the weight of x₀ to about 3. Where does it take the weight of x₄?",
        [
            "To about 0: one weight is enough to decide",
            "To about −3: as large, with the other sign",
            "To about 3: both numbers count alike",
        ],
        answer=1,
        because="The rule asks whether x₀ − x₄ is above 0: more of x₄ speaks against 1 as much as "
        "more of x₀ speaks for it. The other three say nothing and stay small. So you can read the "
        "rule off the weights.",
    )
    live.play("epoch")
    return live


# Too small, too large

WIDTHS = (1, 2, 4, 16, 64)


def network(width: int) -> nn.Sequential:
    """The lesson's network with one hidden layer, from torch seed 0.  Returns logits."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1))


def scaled(hours: np.ndarray) -> np.ndarray:
    """0 to 20 hours as −2 to 2."""
    return (hours - 10) / 5


def trained_networks(epochs: np.ndarray) -> list[list[torch.Tensor]]:
    """The networks of all WIDTHS, trained side by side on twenty students.

    Returns for each of the given epochs (rising) their parameters, each of shape (width, …).
    Narrower layers are filled up with zeros: the gradients of such a unit are 0, so it stays out.
    """
    x, y = (torch.tensor(a, dtype=torch.float32)[:, None] for a in tired_students(20, seed=3))
    parameters = _side_by_side([network(width) for width in WIDTHS])
    optimizer = torch.optim.Adam(parameters, lr=0.03)
    labels = y.expand(len(WIDTHS), -1, -1)
    kept, wanted = [], set(epochs.tolist())
    for epoch in range(1, epochs[-1] + 1):
        z = logits(scaled(x), parameters)
        losses = nn.functional.binary_cross_entropy_with_logits(z, labels, reduction="none")
        optimizer.zero_grad()
        losses.mean(dim=1).sum().backward()  # the sum: each network gets its own gradient
        optimizer.step()
        if epoch in wanted:
            kept.append([p.detach().clone() for p in parameters])
    return kept


def logits(x: torch.Tensor, parameters: list[torch.Tensor]) -> torch.Tensor:
    """What networks side by side say about x, shape (n, 1).  Returns shape (width, n, 1)."""
    w1, b1, w2, b2 = parameters
    return torch.tanh(x @ w1 + b1) @ w2 + b2


def _side_by_side(models: list[nn.Sequential]) -> list[torch.Tensor]:
    count, most = len(models), max(WIDTHS)
    w1, b1 = torch.zeros(count, 1, most), torch.zeros(count, 1, most)
    w2, b2 = torch.zeros(count, most, 1), torch.zeros(count, 1, 1)
    for k, (first, _, second) in enumerate(models):
        width = first.out_features
        w1[k, 0, :width], b1[k, 0, :width] = first.weight.data[:, 0], first.bias.data
        w2[k, :width, 0], b2[k, 0, 0] = second.weight.data[0], second.bias.data
    return [p.requires_grad_() for p in (w1, b1, w2, b2)]


def capacity() -> LiveFigure:
    """Networks of several sizes on twenty students: how they fit these, and a thousand others."""
    epochs = _epochs(600, 25)
    seen, new = tired_students(20, seed=3), tired_students(1000, seed=4)
    kept = trained_networks(epochs)

    hours = np.linspace(0, 20, 60)  # finer than HOURS: these curves have corners

    def said(hours: np.ndarray) -> np.ndarray:
        """Logits, shape (width, epoch, hours)."""
        x = scaled(torch.tensor(hours, dtype=torch.float32)[:, None])
        return np.stack([logits(x, ps)[..., 0].numpy() for ps in kept], axis=1).astype(float)

    z_seen, z_new = said(seen[0]), said(new[0])
    loss, loss_new = mean_bce(z_seen, seen[1]), mean_bce(z_new, new[1])
    right = ((z_seen >= 0) == seen[1]).sum(axis=-1)
    right_new = ((z_new >= 0) == new[1]).mean(axis=-1)

    figure, (curve, course) = plt.subplots(1, 2, figsize=(9, 4.2), layout="constrained")
    _draw_students(curve, *seen)
    curve.axhline(0.5, color="gray", linewidth=0.8)
    curve.set(title="The twenty students", ylabel="p, probability of passing")
    _epoch_axis(course, 600)
    course.set(yscale="log", ylim=(0.05, 5), ylabel="mean BCE")
    course.set(title="Loss: these twenty (solid), new (dashed)")
    course.set_yticks([0.1, 0.3, 1, 3], ["0.1", "0.3", "1", "3"])
    course.minorticks_off()

    live = LiveFigure(
        figure,
        name="5-capacity",
        hidden=slider(WIDTHS, "hidden units"),
        epoch=slider(epochs, start=600),
    )
    both = ("hidden", "epoch")
    live.line(curve, hours, sigmoid(said(hours)), along=both, color=COLORS["blue"])
    live.line(course, epochs, loss, along="hidden", color=COLORS["blue"])
    live.line(course, epochs, loss_new, along="hidden", color=COLORS["red"], dash="dashed")
    live.marker(course, epochs, loss, along=both, color=COLORS["blue"])
    live.marker(course, epochs, loss_new, along=both, color=COLORS["red"], symbol="s")
    better = "better on these than on new ones"
    regime = np.select(
        [loss_new > 1.5 * loss, np.minimum(loss, loss_new) > 0.5, loss_new > 1.15 * loss],
        [f"far {better}", "poor on both", better],
        "about as good on both",
    )
    live.regimes("hidden", regime)
    live.caption(
        "{hidden} hidden {units}, epoch {epoch}: on the twenty students the loss is {loss:.2f}, "
        "{right} right; on a thousand new ones it is {loss_new:.2f}, {right_new:.0%} right. The "
        "loss is {regime}{above}.",
        units=np.where(np.array(WIDTHS)[:, None] == 1, "unit", "units"),
        loss=loss,
        loss_new=loss_new,
        right=right,
        right_new=right_new,
        regime=regime,
        above=np.where(regime == "poor on both", ", above 0.5", ""),
    )
    live.predict(
        "With 64 hidden units the training loss falls until all twenty students are right. What "
        "does the loss on a thousand new students do meanwhile?",
        ["It falls as well, only less", "It falls, then stays", "It falls, then rises again"],
        answer=2,
        because="At first the network learns what all students share. Then it learns these twenty "
        "by heart, with the luck they had, and is sure of it where others had no such luck.",
        misconception=20,
    )
    live.play("epoch")
    return live


def cures(train: Callable) -> None:
    """A picture of six networks that `train` trains here, a pair of bars each: too small and too
    large for the twenty students, and two cures of each."""

    def wide(hours: np.ndarray) -> torch.Tensor:
        return torch.tensor(scaled(hours), dtype=torch.float32)[:, None]

    def with_squares(hours: np.ndarray) -> torch.Tensor:
        return torch.cat([wide(hours), wide(hours) ** 2], dim=1)

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        line = nn.Linear(2, 1)
    trials = {  # name: model, its inputs, students, L2
        "1 hidden unit, 20 students": (network(1), wide, 20, 0.0),
        "more capacity: 2 hidden units": (network(2), wide, 20, 0.0),
        "more features: hours and hours²": (line, with_squares, 20, 0.0),
        "64 hidden units, 20 students": (network(64), wide, 20, 0.0),
        "L2: weight_decay=0.003": (network(64), wide, 20, 0.003),
        "more data: 200 students": (network(64), wide, 200, 0.0),
    }
    losses = np.array([_tried(train, *trial) for trial in bar(list(trials.values()))])

    figure, axes = plt.subplots(figsize=(8, 3.6), layout="constrained")
    rows = np.array([0, 1, 2, 3.6, 4.6, 5.6])
    kinds = (("trained on", "blue", ""), ("new students", "orange", "//"))
    for k, (label, color, hatch) in enumerate(kinds):
        drawn = axes.barh(
            rows + 0.36 * k, losses[:, k], 0.34,
            color=COLORS[color], hatch=hatch, edgecolor="white", label=label,
        )  # fmt: skip
        axes.bar_label(drawn, fmt="%.2g", padding=2, fontsize=8)
    axes.set_yticks(rows + 0.18, list(trials))
    axes.invert_yaxis()
    axes.set(xlim=(0, max(1, losses.max() * 1.12)), xlabel="mean BCE")
    axes.legend(loc="lower right")
    picture(
        figure,
        "Loss of six networks on the students they were trained on and on new ones. With 1 hidden "
        "unit both are high, and both cures bring them down. With 64 units the loss on the twenty "
        "is low and that on new students very high; both cures bring the two together.",
    )


def _tried(
    train: Callable, model: nn.Module, inputs: Callable, n: int, weight_decay: float
) -> list[float]:
    """Mean loss on the n students that the model is trained on here, and on a thousand new ones."""
    seen, new = (
        (inputs(hours), torch.tensor(passed, dtype=torch.float32)[:, None])
        for hours, passed in (tired_students(n, seed=3), tired_students(1000, seed=4))
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03, weight_decay=weight_decay)
    loss_function = nn.BCEWithLogitsLoss()
    train(model, [seen], loss_function, optimizer, 600)
    with torch.no_grad():
        return [loss_function(model(x), y).item() for x, y in (seen, new)]
