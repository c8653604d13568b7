"""Exercise 6.1: every learning rate at once."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from checks import Exercise, Mistake
from checks.values import Told, encode, same
from course_utils.sweep import sweep
from lessons.probes_torch import call_twice

from .shared import HOURS, PASSED


def _class(rng: np.random.Generator, n: int, spread: float) -> tuple[torch.Tensor, torch.Tensor]:
    """n students whose hours are not centred, the first half of whom failed; in float32, as all
    tensors of the lesson: an answer may train an nn.Linear on them."""
    hours = np.sort(rng.normal(spread / 3, spread, n)).round(2)
    return torch.tensor(hours).float(), torch.arange(n).ge(n // 2).float()


def _sure(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """A class of which a long first step is sure, so that a sigmoid is exactly 0 or 1 in float32,
    and of some of whom wrongly."""
    hours = np.array([-4, -3, -2, 2, 3, 4]) + rng.uniform(-0.2, 0.2, 6).round(2)
    return torch.tensor(hours).float(), torch.tensor([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])


def _sweep_cases(rng: np.random.Generator) -> list[tuple]:
    rates = torch.tensor(rng.uniform(0.02, 0.3, 3).round(3)).float()
    return [
        (*_class(rng, 6, 1.5), rates[1:], 2),
        (*_class(rng, 7, 2.0), rates, 4),
        (*_class(rng, 4, 3.0), rates[:2] / 2, 6),
        (*_class(rng, 5, 1.0), torch.tensor([0.1, 0.4]), 1),
        (*_sure(rng), torch.tensor([0.1, 100.0]), 1),
    ]


def _weigh_sweep(value: dict, notes: dict, case: tuple) -> dict:
    """The losses, unless a second call returned others, or right ones cannot be drawn because
    they remember how they were computed."""
    if not same(value, notes["again"], EXERCISE.tolerance):
        return encode(
            Told(
                "Two calls on the same input gave different losses: start every run at w = 0 and"
                " b = 0; a new `nn.Linear` starts at random numbers."
            )
        )
    if notes["remembers"] and same(value, encode(sweep(*copy.deepcopy(case))), EXERCISE.tolerance):
        return encode(Told("The losses remember how they were computed: append `losses.detach()`."))
    return value


def _sweep(
    x: torch.Tensor,
    y: torch.Tensor,
    lrs: torch.Tensor,
    epochs: int,
    *,
    rates: Callable[[torch.Tensor], tuple] = lambda lrs: (lrs, lrs),
    ascent: bool = False,
    total: bool = False,
    squared: bool | str = False,
    once: bool = False,
    twice: bool = False,
    kept: str = "",
    shared: bool = False,
    across: bool = False,
    start: tuple[float, float] = (0.0, 0.0),
) -> torch.Tensor:
    """The sweep with slips that people make, each switched on by its name."""
    w, b = (torch.full_like(lrs, value) for value in start)
    lrs_w, lrs_b = rates(lrs)
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
            losses = ((z if squared == "logits" else p) - own) ** 2
        history.append(losses.mean(1) if across else losses.sum(0) if total else losses.mean(0))
        pull = (p - own) * (2 * p * (1 - p) if squared else steepness)
        pull = 2 * (z - own) if squared == "logits" else pull
        size = len(lrs) if across else 1 if total else len(x)
        new_w, new_b = (x @ pull) / size, pull.sum(0) / size
        if not (once and len(history) > 1):
            dw, db = new_w + dw * ("w" in kept), new_b + db * ("b" in kept)
        if shared:
            dw, db = dw / len(lrs), db / len(lrs)
        sign = -1 if ascent else 1
        w = w - sign * lrs_w * dw
        b = b - sign * lrs_b * db
    return torch.stack(history)


def _slip(**switched: Any) -> Callable[..., torch.Tensor]:
    return lambda x, y, lrs, epochs: _sweep(x, y, lrs, epochs, **switched)


def _through_p(
    x: torch.Tensor, y: torch.Tensor, lrs: torch.Tensor, epochs: int
) -> torch.Tensor:
    w, b = (torch.zeros_like(lrs, requires_grad=True) for _ in range(2))
    history, labels = [], y[:, None].expand(-1, len(lrs))
    for _ in range(epochs + 1):
        p = torch.sigmoid(x[:, None] * w + b)
        losses = torch.nn.functional.binary_cross_entropy(p, labels, reduction="none").mean(0)
        history.append(losses.detach())
        slopes = torch.autograd.grad(losses.sum(), (w, b))
        with torch.no_grad():
            w -= lrs * slopes[0]
            b -= lrs * slopes[1]
    return torch.stack(history)


EXERCISE = Exercise(
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
    manner=("remembers",),
    tolerance=1e-4,
    array="`torch.stack(…)` makes a table of a list of rows",
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
        "        w.grad, b.grad = None, None\n"
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
            lambda *given: sweep(*given)[:1],
            "You returned the losses of the start alone: is `return` inside the loop?",
        ),
        Mistake(
            lambda *given: sweep(*given)[-1:],
            "You kept the losses of the last epoch alone: indent `append` into the loop.",
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
            _slip(rates=lambda lrs: (lrs, 0)),
            "You never moved b: update it as you update w.",
        ),
        Mistake(
            _slip(rates=lambda lrs: (0, lrs)),
            "You never moved w: update it as you update b.",
        ),
        Mistake(
            _slip(rates=lambda lrs: (1, 1)),
            "You left out the learning rates: a step is `lrs` times the gradient.",
        ),
        Mistake(
            _slip(rates=lambda lrs: (lrs, 1)),
            "You left `lrs` out of b's step: it is `b -= lrs * b.grad`.",
        ),
        Mistake(
            _slip(rates=lambda lrs: (1, lrs)),
            "You left `lrs` out of w's step: it is `w -= lrs * w.grad`.",
        ),
        Mistake(
            _slip(rates=lambda lrs: (lrs.mean(), lrs.mean())),
            "You used the mean of the rates for every run: multiply by the whole of `lrs`.",
        ),
        Mistake(
            _slip(once=True),
            "You followed the gradient of the start in every epoch: compute losses and `backward`"
            " inside the loop.",
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
            _slip(squared="logits"),
            "You took the squared error of the logits: the loss is the cross-entropy,"
            " `nn.BCEWithLogitsLoss`.",
            misconception=13,
        ),
        Mistake(
            _through_p,
            "You took the sigmoid before the loss, and where p is exactly 0 or 1 in float32"
            " `nn.BCELoss` cuts its logarithm off at −100: `nn.BCEWithLogitsLoss` takes z itself.",
        ),
        Mistake(
            _slip(start=(1.0, 1.0)),
            "You started at 1: w and b start at 0, `torch.zeros_like(lrs)`.",
        ),
        Mistake(
            _slip(start=(1.0, 0.0)),
            "You started w at 1: it starts at 0, `torch.zeros_like(lrs)`.",
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
