"""The exercises of lesson 6, the learning-rate lab."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from ..data import students
from ..training import choose_lr, matching_lr, scale, sweep, updates
from .probes_torch import call_for_number, call_twice
from .record import Exercise, Mistake
from .values import Told, encode, same

HOURS, PASSED = (torch.tensor(values, dtype=torch.float32) for values in students())
SCALED = (HOURS - 9.404) / 5.92  # as in the lesson


# 6.1 sweep


def _class(rng: np.random.Generator, n: int, spread: float) -> tuple[torch.Tensor, torch.Tensor]:
    """n students whose hours are not centred, the first half of whom failed; in float32, as all
    tensors of the lesson: an answer may train an nn.Linear on them."""
    hours = np.sort(rng.normal(spread / 3, spread, n)).round(2)
    return torch.tensor(hours).float(), torch.arange(n).ge(n // 2).float()


def _sweep_cases(rng: np.random.Generator) -> list[tuple]:
    rates = torch.tensor(rng.uniform(0.02, 0.3, 3).round(3)).float()
    return [
        (*_class(rng, 6, 1.5), rates[1:], 2),
        (*_class(rng, 7, 2.0), rates, 4),
        (*_class(rng, 4, 3.0), rates[:2] / 2, 6),
        (*_class(rng, 5, 1.0), torch.tensor([0.1, 0.4]), 1),
    ]


def _weigh_sweep(value: dict, notes: dict, case: tuple) -> dict:
    """The losses, unless a second call returned others, or right ones cannot be drawn because
    they remember how they were computed."""
    if not notes["repeats"]:
        return encode(
            Told(
                "Two calls on the same input gave different losses: start every run at w = 0 and"
                " b = 0; a new `nn.Linear` starts at random numbers."
            )
        )
    if notes["remembers"] and same(value, encode(sweep(*copy.deepcopy(case))), SWEEP.tolerance):
        return encode(Told("The losses remember how they were computed: append `losses.detach()`."))
    return value


def _sweep(
    x: torch.Tensor,
    y: torch.Tensor,
    lrs: torch.Tensor,
    epochs: int,
    *,
    bias: bool = True,
    ascent: bool = False,
    total: bool = False,
    squared: bool = False,
    twice: bool = False,
    kept: str = "",
    shared: bool = False,
    across: bool = False,
    start: float = 0.0,
) -> torch.Tensor:
    """The sweep with slips that people make, each switched on by its name."""
    w, b = torch.full_like(lrs, start), torch.full_like(lrs, start)
    dw, db = torch.zeros_like(lrs), torch.zeros_like(lrs)
    history = []
    for _ in range(epochs + 1):
        z = x[:, None] * w + b
        own = y[:, None]
        steepness = z.sigmoid() * (1 - z.sigmoid()) if twice else 1
        z = z.sigmoid() if twice else z
        p = z.sigmoid()
        losses = torch.nn.functional.softplus(z) - own * z
        if squared:
            losses = (p - own) ** 2
        history.append(losses.mean(1) if across else losses.sum(0) if total else losses.mean(0))
        pull = (p - own) * (2 * p * (1 - p) if squared else steepness)
        size = len(lrs) if across else 1 if total else len(x)
        new_w, new_b = (x @ pull) / size, pull.sum(0) / size
        dw, db = new_w + dw * ("w" in kept), new_b + db * ("b" in kept)
        if shared:
            dw, db = dw / len(lrs), db / len(lrs)
        sign = -1 if ascent else 1
        w = w - sign * lrs * dw
        b = b - sign * lrs * db * bias
    return torch.stack(history)


def _slip(**switched: Any) -> Callable[..., torch.Tensor]:
    return lambda x, y, lrs, epochs: _sweep(x, y, lrs, epochs, **switched)


SWEEP = Exercise(
    id="6.1",
    title="Every learning rate at once",
    reference=sweep,
    example=(
        torch.tensor([1.0, 2.0, 3.0]),
        torch.tensor([0.0, 0.0, 1.0]),
        torch.tensor([0.1, 1.0]),
        2,
    ),
    cases=_sweep_cases,
    probe=call_twice,
    weigh=_weigh_sweep,
    tolerance=1e-4,
    points=3,
    right="One backward pass serves all the runs: each loss depends on its own w and b alone,"
    " so the slope of their sum is each run's own slope.",
    hints=(
        "z has a row for each student. What must its columns be, and what shape gives x that?",
        "x[:, None] has shape (n, 1) and w has shape (k,), so x[:, None] * w + b has a column"
        " for each rate. Take the mean over the rows, dim=0: k losses. Their sum is one number"
        " that backward() accepts.",
        "def sweep(x, y, lrs, epochs):\n"
        "    w = torch.zeros_like(lrs, requires_grad=True)\n"
        "    b = ...\n"
        '    bce = nn.BCEWithLogitsLoss(reduction="none")\n'
        "    labels = y[:, None].expand(-1, len(lrs))\n"
        "    history = []\n"
        "    for _ in range(epochs + 1):\n"
        "        z = ...\n"
        "        losses = bce(z, labels).mean(dim=...)\n"
        "        history.append(losses.detach())\n"
        "        w.grad = b.grad = None\n"
        "        ...\n"
        "        with torch.no_grad():\n"
        "            w -= ...\n"
        "            b -= ...\n"
        "    return torch.stack(history)",
    ),
    mistakes=(
        Mistake(
            lambda *given: sweep(*given)[:-1],
            "You left out the loss after the last epoch: epochs + 1 rows, the start included.",
        ),
        Mistake(
            lambda *given: sweep(*given)[1:],
            "You left out the loss at the start: append the losses before the update.",
        ),
        Mistake(
            lambda *given: sweep(*given)[-1],
            "You returned the last losses alone: keep those of every epoch.",
        ),
        Mistake(
            lambda *given: sweep(*given).T,
            "You returned one row for each learning rate: one row an epoch, one column a rate.",
        ),
        Mistake(
            lambda *given: sweep(*given).mean(dim=1),
            "You averaged over the learning rates too: take the mean over the students, dim=0.",
        ),
        Mistake(
            lambda *given: sweep(*given).sum(dim=1),
            "You kept the sum of all runs' losses: the sum is for `backward` alone, keep `losses`.",
        ),
        Mistake(
            _slip(shared=True),
            "You called `backward` on the mean over the runs: its slope is divided by their"
            " number, take the sum.",
            misconception=8,
        ),
        Mistake(
            lambda *given: _sweep(*given, shared=True).mean(dim=1),
            'You averaged the losses of all the runs into one number: `reduction="none"` keeps'
            " the entries, `mean(dim=0)` makes one loss a run.",
        ),
        Mistake(
            _slip(across=True),
            "You averaged over the runs, `dim=1`: take the mean over the students, dim=0.",
        ),
        Mistake(
            _slip(total=True),
            "You added up the students' losses: take their mean, or every step is n times longer.",
            misconception=8,
        ),
        Mistake(
            _slip(ascent=True),
            "You went uphill: subtract the learning rate times the gradient.",
        ),
        Mistake(
            _slip(bias=False),
            "You never moved b: update it as you update w.",
        ),
        Mistake(
            _slip(kept="wb"),
            "You let the gradients add up: set `w.grad` and `b.grad` to None in every epoch.",
        ),
        Mistake(
            _slip(kept="b"),
            "You let the gradients of b add up: set `b.grad` to None too, in every epoch.",
        ),
        Mistake(
            _slip(kept="w"),
            "You let the gradients of w add up: set `w.grad` to None too, in every epoch.",
        ),
        Mistake(
            _slip(twice=True),
            "You took the sigmoid twice: `nn.BCEWithLogitsLoss` takes it itself, so give it z.",
        ),
        Mistake(
            _slip(squared=True),
            "You took the squared error of the probabilities: the loss is the cross-entropy.",
            misconception=13,
        ),
        Mistake(
            _slip(start=1.0),
            "You started at 1: w and b start at 0, `torch.zeros_like(lrs)`.",
        ),
        Mistake(
            lambda x, y, lrs, epochs: sweep(x, y, lrs[:1].expand(len(lrs)), epochs),
            "You used the first learning rate for every run: multiply by the whole of `lrs`.",
        ),
        Mistake(
            lambda x, y, lrs, epochs: sweep(x, y, 0 * lrs, epochs),
            "You never changed w and b: every epoch needs an update.",
        ),
        Mistake(
            lambda x, y, lrs, epochs: sweep(HOURS.to(x.dtype), PASSED.to(x.dtype), lrs, epochs),
            "You used the lesson's students: use the x and y your function is given.",
        ),
    ),
)


# 6.2 choose_lr

RIGHT = "The loss ends within 0.001 of the lowest."


def _scaled_class(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """A hundred students drawn by the lesson's rule, their hours centred and scaled, for whom
    the same rates do in 30 epochs as in the lesson."""
    while True:
        hours = 20 * rng.random(100)
        passed = rng.random(100) < 1 / (1 + np.exp(-0.5 * (hours - 6)))
        x, y = torch.tensor(scale(hours, hours)).float(), torch.tensor(passed).float()
        above = sweep(x, y, torch.tensor([1.0, 3.0, 8.0, 30.0]), 30)[-1] - _lowest(x, y)[0]
        if ((above <= 0.0009) == torch.tensor([False, True, True, False])).all():
            return x, y


def _choose_cases(rng: np.random.Generator) -> list[tuple]:
    return [(*_scaled_class(rng), 30), (*_scaled_class(rng), 40)]


def _weigh_by_the_loss(value: dict, notes: dict, case: tuple) -> dict:
    """What training with the chosen rate does to the loss, in a sentence."""
    if value["kind"] == "none":
        return value
    if value["kind"] not in ("int", "float") or value["shape"]:
        return encode(Told("This is not one number."))
    effect = _effect(float(value["data"][0]), value["kind"] == "int", *case)
    return encode(Told(effect))


def _effect(lr: float, whole: bool, x: torch.Tensor, y: torch.Tensor, epochs: int) -> str:
    if not 0 < lr < math.inf:
        return "This is no learning rate: one is above 0 and finite."
    lowest, steepest = _lowest(x, y)
    if abs(lr - lowest) < 0.002:
        return "This is the lowest loss, not the rate that leads to it."
    above = sweep(x.double(), y.double(), torch.tensor([lr]).double(), epochs)[:, 0] - lowest
    if above[-1] <= 0.001:
        return RIGHT
    if lr > 2 / steepest and whole:
        return "This whole number is beyond the edge: is it a position?"
    if lr > 2 / steepest:
        return "The loss jumps: this rate is beyond the edge."
    if above[-1] > 0.2:
        return "The loss has hardly begun to fall: this rate is far too small."
    return "The loss is still falling: this rate is too small for so few epochs."


def _lowest(x: torch.Tensor, y: torch.Tensor) -> tuple[float, float]:
    """The lowest loss, by Newton's method, and the largest curvature there."""
    rows, y = torch.stack([x, torch.ones_like(x)], dim=1).double(), y.double()
    at = torch.zeros(2).double()
    for _ in range(15):
        p = (rows @ at).sigmoid()
        curvature = (rows.T * p * (1 - p)) @ rows / len(y)
        at = at - torch.linalg.solve(curvature, rows.T @ (p - y) / len(y))
    z = rows @ at
    loss = torch.nn.functional.softplus(z) - y * z
    return loss.mean().item(), torch.linalg.eigvalsh(curvature)[-1].item()


CHOOSE_LR = Exercise(
    id="6.2",
    title="Thirty epochs must do",
    reference=choose_lr,
    example=(SCALED, PASSED, 30),
    cases=_choose_cases,
    probe=call_for_number,
    weigh=_weigh_by_the_loss,
    points=2,
    right="The loss is the judge, and a whole range of rates passes: on a flat floor no rate is"
    " the one true one.",
    hints=(
        "How did lesson 1 find the best w, when all it could do was to try?",
        "Let `sweep` try many rates from 0.01 to 30, evenly on a log axis, for the given epochs."
        " Its last row holds the final losses; `argmin()` says where the lowest one stands.",
        "def choose_lr(x, y, epochs):\n"
        "    lrs = torch.logspace(...)\n"
        "    final = sweep(x, y, lrs, epochs)[...]\n"
        "    return lrs[...].item()",
    ),
    mistakes=(
        Mistake(
            lambda x, y, epochs: 0.01,
            "You chose a rate that is far too small: after these few epochs the loss has hardly"
            " begun to fall.",
        ),
        Mistake(
            lambda x, y, epochs: 0.8,
            "You chose a rate that is too small for so few epochs: the loss is still falling,"
            " however flat it looks.",
            misconception=3,
        ),
        Mistake(
            lambda x, y, epochs: 40.0,
            "You chose a rate beyond the edge: every step jumps across the valley.",
            misconception=1,
        ),
        Mistake(
            lambda x, y, epochs: 40,
            "You returned a whole number beyond the edge. If `argmin()` made it, it is a position:"
            " the rate is `lrs[position]`.",
        ),
        Mistake(
            lambda x, y, epochs: _lowest(x, y)[0],
            "You returned the lowest loss: find its position with `argmin()`, and return the rate"
            " at that position.",
        ),
        Mistake(
            lambda x, y, epochs: 0.0,
            "You returned no learning rate: one is above 0, or w and b never move downhill.",
        ),
        Mistake(
            lambda x, y, epochs: torch.logspace(-2, 1.5, 36),
            "You returned something other than one number: pick one rate, and `.item()` makes it"
            " a number.",
        ),
    ),
)


# 6.3 matching_lr


def _matching_cases(rng: np.random.Generator) -> list[tuple]:
    """Numbers of losses of which none is 1, and none the 100 of the lesson."""
    sizes = rng.permutation(np.arange(3, 60))[:3].tolist()
    lrs = rng.uniform(0.01, 2, 3).round(3).tolist()
    return [
        (lrs[0], sizes[0], "sum"),
        (lrs[1], sizes[1], "mean"),
        (lrs[2], sizes[2], "sum"),
        (lrs[0], 1000, "mean"),
    ]


MATCHING_LR = Exercise(
    id="6.3",
    title="Sum or mean",
    reference=matching_lr,
    example=(0.3, 100, "mean"),
    cases=_matching_cases,
    right="The sum's slope is n times the mean's, so the same step needs a rate n times smaller."
    " Who changes the reduction changes the learning rate, knowingly or not.",
    hints=(
        "Ten losses are added up instead of averaged. How much steeper is the result?",
        "The step is lr · slope. The slope of the sum is n times that of the mean, so the rate"
        " for the sum is the rate for the mean, divided by n; and the other way round.",
        'def matching_lr(lr, n, reduction):\n    if reduction == "mean":\n        return ...\n'
        "    return ...",
    ),
    mistakes=(
        Mistake(
            lambda lr, n, reduction: lr * n if reduction == "mean" else lr / n,
            "You turned it round: the sum is steeper, so it needs the smaller rate.",
            misconception=8,
        ),
        Mistake(
            lambda lr, n, reduction: lr,
            "You left the rate as it was: the sum's slope is n times the mean's.",
            misconception=8,
        ),
        Mistake(
            lambda lr, n, reduction: lr / n,
            "You divided by n in both directions: from the sum to the mean the rate grows.",
        ),
        Mistake(
            lambda lr, n, reduction: lr * n,
            "You multiplied by n in both directions: from the mean to the sum the rate shrinks.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / 100 if reduction == "mean" else lr * 100,
            "You used the lesson's 100 students: use the n your function is given.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / n**2 if reduction == "mean" else lr * n**2,
            "You used n twice: the slope is n times steeper, not n² times.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / n**0.5 if reduction == "mean" else lr * n**0.5,
            "You used the root of n: the slope of a sum of n losses is n times steeper.",
        ),
        Mistake(
            lambda lr, n, reduction: lr // n if reduction == "mean" else lr * n,
            "You divided with `//`, which drops everything behind the point: divide with `/`.",
        ),
        Mistake(
            lambda lr, n, reduction: round(lr / n if reduction == "mean" else lr * n, 3),
            "You rounded the rate: return it with all its digits, small rates vanish otherwise.",
        ),
        Mistake(
            lambda lr, n, reduction: 1 / n if reduction == "mean" else float(n),
            "You returned the factor alone: multiply the given lr by it.",
        ),
        Mistake(
            lambda lr, n, reduction: lr / n if reduction == "mean" else lr,
            "You changed the rate in one direction only: from the sum to the mean it grows n-fold.",
        ),
        Mistake(
            lambda lr, n, reduction: lr if reduction == "mean" else lr * n,
            "You changed the rate in one direction only: from the mean to the sum it shrinks"
            " n-fold.",
        ),
    ),
)


# 6.4 scale


def _table(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Hours of study, a score in percent and hours of sleep: columns of different size."""
    columns = rng.uniform(0, 20, rows), rng.normal(60, 15, rows), rng.normal(7, 1, rows)
    return np.stack(columns, axis=1).round(1)


def _scale_cases(rng: np.random.Generator) -> list[tuple]:
    train = _table(rng, 3)  # as many rows as columns: a wrong axis still has a shape that fits
    hours = rng.uniform(0, 20, 5).round(1)
    return [(hours[:2], hours), (train, train), (_table(rng, 3), train),
            (_table(rng, 4)[:, :2], _table(rng, 6)[:, :2])]  # fmt: skip


def _rowwise(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    if x.ndim == 1:
        return scale(x, train)
    return (x.T - x.mean(axis=1)).T / x.std(axis=1)[:, None]


SCALE = Exercise(
    id="6.4",
    title="Scale the features",
    reference=scale,
    example=(np.array([8.0, 2.0]), np.array([2.0, 4.0, 6.0])),
    cases=_scale_cases,
    points=2,
    right="New students are measured with the training set's ruler: the model learned what a"
    " scaled 1 means there, and nowhere else.",
    hints=(
        "A student who studied exactly the mean number of hours: which scaled value is that?",
        "(x − mean) / standard deviation, both of train, and each column with its own:"
        " `train.mean(axis=0)`, `train.std(axis=0)`.",
        "def scale(x, train):\n    mean = ...\n    spread = ...\n    return (x - ...) / ...",
    ),
    mistakes=(
        Mistake(
            lambda x, train: scale(x, x),
            "You measured x by its own mean and spread: take those of train, for new students too.",
        ),
        Mistake(
            lambda x, train: (x - train.mean()) / train.std(),
            "You took one mean and one spread for the whole table: `axis=0` gives one a column.",
        ),
        Mistake(
            lambda x, train: x - train.mean(axis=0),
            "You centred x and did not scale it: divide by `train.std(axis=0)`.",
        ),
        Mistake(
            lambda x, train: x / train.std(axis=0),
            "You scaled x and did not centre it: subtract `train.mean(axis=0)` first.",
        ),
        Mistake(
            lambda x, train: x - train.mean(axis=0) / train.std(axis=0),
            "You divided the mean alone: the difference needs parentheses.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / train.var(axis=0),
            "You divided by the variance: its root, the standard deviation, is `std`.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / train.std(axis=0, ddof=1),
            "You divided by n − 1 inside the standard deviation: use NumPy's `std` as it is"
            " (torch's divides by n − 1).",
        ),
        Mistake(
            lambda x, train: (x - train.min(axis=0)) / (train.max(axis=0) - train.min(axis=0)),
            "You squeezed x between 0 and 1: that is another scaling; use mean and standard"
            " deviation.",
        ),
        Mistake(
            lambda x, train: (train.mean(axis=0) - x) / train.std(axis=0),
            "You subtracted the wrong way round: x minus the mean.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) * train.std(axis=0),
            "You multiplied by the standard deviation: divide by it.",
        ),
        Mistake(
            lambda x, train: scale(train, train),
            "You returned the training set scaled: scale x.",
        ),
        Mistake(
            lambda x, train: (x - x.mean(axis=0)) / train.std(axis=0),
            "You subtracted the mean of x: new students are measured from the mean of train.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / x.std(axis=0),
            "You divided by the spread of x: new students are measured in the spread of train.",
        ),
        Mistake(
            lambda x, train: (x - train.mean(axis=0)) / train.std(),
            "You took one spread for the whole table: `train.std(axis=0)` gives one a column, as"
            " it does for the mean.",
        ),
        Mistake(
            lambda x, train: (x - train.mean()) / train.std(axis=0),
            "You took one mean for the whole table: `train.mean(axis=0)` gives one a column, as"
            " it does for the spread.",
        ),
        Mistake(
            lambda x, train: (x - np.median(train, axis=0)) / train.std(axis=0),
            "You subtracted the median: subtract the mean.",
        ),
        Mistake(
            _rowwise,
            "You took each student's own mean, `axis=1`: a feature is a column, so `axis=0`, and of"
            " train.",
        ),
        Mistake(
            lambda x, train: (x - 9.404) / 5.92,
            "You used the numbers of the lesson's hours: take mean and spread of train.",
        ),
    ),
)


# 6.5 updates


def _updates_cases(rng: np.random.Generator) -> list[tuple]:
    """A batch that divides n, one that does not, one that a rounding would get wrong, one larger
    than n."""
    batch, full, epochs = (rng.integers(low, high) for low, high in ((6, 12), (3, 9), (3, 9)))
    n = int(batch * full)
    batch, epochs = int(batch), int(epochs)
    return [
        (n, batch, epochs),
        (n + 1, batch, epochs),
        (n + batch - 1, batch, epochs + 1),
        (n, n + 5, epochs),
        (n, 1, 2),
    ]


UPDATES = Exercise(
    id="6.5",
    title="Updates per epoch",
    reference=updates,
    example=(100, 30, 2),
    cases=_updates_cases,
    whole=True,
    right="The small last batch counts as an update of its own, and with the mean it moves the"
    " weights as far as a full one: few students with a loud voice.",
    hints=(
        "A hundred students sit in rows of 30. How many rows are needed for all of them?",
        "Full batches: n // batch. What is left over, n % batch, makes one more if it is not 0."
        " Every epoch begins anew.",
        "def updates(n, batch, epochs):\n    full, rest = divmod(n, batch)\n"
        "    if rest > 0:\n        ...\n    return ...",
    ),
    mistakes=(
        Mistake(
            lambda n, batch, epochs: n // batch * epochs,
            "You dropped the incomplete last batch: it is an update too.",
        ),
        Mistake(
            lambda n, batch, epochs: (n // batch + 1) * epochs,
            "You always added one batch: add it only where something is left over.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(n * epochs / batch),
            "You let batches run on from one epoch into the next: round up within each epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: n * epochs // batch,
            "You let batches run on from one epoch into the next, and dropped the last: round up"
            " within each epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: n // batch * epochs + (n % batch > 0),
            "You added the incomplete batch once: it comes in every epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: (n // batch + n % batch) * epochs,
            "You added the students left over: together they make one batch, one update.",
        ),
        Mistake(
            lambda n, batch, epochs: n // batch * epochs + 1,
            "You added one batch in all: add one an epoch, and only where something is left over.",
        ),
        Mistake(
            lambda n, batch, epochs: round(n / batch) * epochs,
            "You rounded to the nearest number: an incomplete batch counts however small it is.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(n / batch),
            "You counted one epoch: multiply by the number of epochs.",
        ),
        Mistake(
            lambda n, batch, epochs: n * epochs,
            "You counted one update for every student: a whole batch makes one update.",
        ),
        Mistake(
            lambda n, batch, epochs: n / batch * epochs,
            "You counted a part of an update: round up within each epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: epochs,
            "You counted one update an epoch: that holds for the full batch alone.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(n / batch) + epochs,
            "You added the epochs: every epoch makes all its updates, so multiply.",
        ),
        Mistake(
            lambda n, batch, epochs: batch * epochs,
            "You multiplied by the batch size: divide n by it to count the batches.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(batch / n) * epochs,
            "You divided the wrong way round: n students in batches are n / batch batches.",
        ),
    ),
)

EXERCISES = (SWEEP, CHOOSE_LR, MATCHING_LR, SCALE, UPDATES)
