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
    if notes["remembers"] and same(value, encode(sweep(*copy.deepcopy(case))), EXERCISE.tolerance):
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
    tolerance=1e-4,
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
