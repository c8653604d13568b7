"""Exercise 5.4: evaluate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from checks import Exercise, Mistake
from course_utils.training import evaluate
from lessons.cases import four_counts
from lessons.probes_torch import (
    watch_evaluation,
)

from .shared import TOLERANCE, weights


def _evaluate_cases(rng: np.random.Generator) -> list[tuple]:
    """Cases whose right and wrong decisions, of both kinds, are of different numbers; then one
    with a p of exactly 0.5."""
    cases = [_decisions(rng, features, four_counts(rng)) for features in (1, 2, 1)]
    weight, bias, x, y = _decisions(rng, 1, four_counts(rng))
    x = np.concatenate([[[0.0]], x + bias / weight])  # the same z, without a bias
    return [*cases, (weight, 0 * bias, x, np.concatenate([[[1.0]], y]))]


def _decisions(rng: np.random.Generator, features: int, counts: tuple[int, ...]) -> tuple:
    """A case with these numbers of right 1, wrong 1, wrong 0 and right 0, in any order."""
    weight, bias = weights(rng, features)
    z = np.repeat([1.0, 1.0, -1.0, -1.0], counts) * rng.uniform(0.5, 2, sum(counts))
    y = np.repeat([1.0, 0.0, 1.0, 0.0], counts)
    order = rng.permutation(len(z))
    x = rng.uniform(-1, 1, (len(z), features))
    x[:, 0] += (z[order] - bias - x @ weight[0]) / weight[0, 0]
    return weight, bias, x, y[order, None]


def _measured(measure: Callable, evaluation: bool = True, gradients: bool = False) -> Callable:
    """An evaluation that returns measure(p, y)."""

    def answer(model, x, y):
        if evaluation:
            model.eval()
        with torch.set_grad_enabled(gradients):
            p = model(x)
        return measure(p.detach(), y)

    return answer


def _right(p: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return ((p >= 0.5) == y).float()


def _per_feature(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    return evaluate(model, x, y) * len(x) / x.shape[1]


EXERCISE = Exercise(
    id="5.4",
    title="Evaluate",
    reference=evaluate,
    example=(
        np.array([[1.0]]),
        np.array([-6.0]),
        np.array([[2.0], [5.0], [7.0], [9.0]]),
        np.array([[0.0], [1.0], [1.0], [1.0]]),
    ),
    cases=_evaluate_cases,
    right="Evaluation mode, no gradients, then count: the model is the same before and after.",
    hints=(
        "Two things about the model have to change before you ask it. Which, and why?",
        "model.eval(), then under torch.no_grad() decide p >= 0.5, compare with y, and take the"
        " mean of what is right.",
        "def evaluate(model, x, y):\n"
        "    ...  # the mode\n"
        "    with torch.no_grad():\n"
        "        decided = ...\n"
        "    return (decided == ...).float().mean().item()",
    ),
    mistakes=(
        Mistake(
            _measured(lambda p, y: _right(p, y).mean(), evaluation=False),
            "You left the model in training mode, where dropout still drops: call `model.eval()`,"
            " brackets included.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y).mean(), gradients=True),
            "You let torch record the way for gradients that nobody needs: ask the model under"
            " `with torch.no_grad():`.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y).mean(), evaluation=False, gradients=True),
            "You asked the model as in training: call `model.eval()`, and ask it under"
            " `with torch.no_grad():`.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y).sum()),
            "You counted the right decisions: divide by the number of cases.",
        ),
        Mistake(
            _measured(lambda p, y: 100 * _right(p, y).mean()),
            "You returned percent: return the share, between 0 and 1.",
        ),
        Mistake(
            _measured(lambda p, y: 1 - _right(p, y).mean()),
            "You returned the share of wrong decisions: return that of the right ones.",
        ),
        Mistake(
            _measured(lambda p, y: (p == y).float().mean()),
            "You compared probabilities with labels, which are hardly ever equal: decide first,"
            " `p >= 0.5`.",
        ),
        Mistake(
            _measured(lambda p, y: ((p >= 0) == y).float().mean()),
            "You decided 1 for every case. Was it at 0, or after a sigmoid too many? The model"
            " returns probabilities already: decide at 0.5.",
        ),
        Mistake(
            _measured(lambda p, y: ((p > 0.5) == y).float().mean()),
            "You decided 0 at exactly 0.5, as `>` and `round` do: p of 0.5 or more means 1.",
        ),
        Mistake(
            _measured(lambda p, y: ((p >= 0.5) & (y == 1)).float().mean()),
            "You counted the right 1s alone: a 0 decided as 0 is right, too.",
        ),
        Mistake(
            _measured(lambda p, y: ((p >= 0.5) == y[:, 0]).float().mean()),
            "You compared shape (n, 1) with shape (n,), which pairs every case with every other:"
            " keep both (n, 1).",
        ),
        Mistake(
            _measured(lambda p, y: (p >= 0.5).float().mean()),
            "You returned the share decided as 1: compare with y.",
        ),
        Mistake(
            _measured(lambda p, y: y[p >= 0.5].mean()),
            "You returned the precision, the share of right ones among those decided as 1:"
            " accuracy counts all cases.",
        ),
        Mistake(
            _measured(lambda p, y: (p >= 0.5).float()[y == 1].mean()),
            "You looked at the cases with label 1 alone: accuracy counts all cases.",
        ),
        Mistake(
            _measured(lambda p, y: 1 - (p - y).abs().mean()),
            "You averaged how close p is to y: decide at 0.5, and count what is right.",
        ),
        Mistake(
            _measured(nn.functional.binary_cross_entropy),
            "You returned the loss: accuracy is the share of right decisions.",
        ),
        Mistake(
            _measured(lambda p, y: p.mean()),
            "You took the mean of the probabilities: decide at 0.5, and compare with y.",
        ),
        Mistake(
            _measured(lambda p, y: (y == 0).float().mean()),
            "You decided 0 for every case, as `argmax` does where there is one output: decide with"
            " `p >= 0.5`.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y)[0, 0] / len(y)),
            "You looked at the first case alone: is `return` inside the loop?",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y)[-1, 0] / len(y)),
            "You looked at the last case alone: is the count overwritten instead of added to?",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y)[:-1].sum() / len(y)),
            "You left out the last case: `range(len(x))` goes through all of them.",
        ),
        Mistake(
            _per_feature,
            "You divided by the number of features: divide by the number of cases, `len(x)`.",
        ),
        Mistake(
            _measured(_right),
            "You returned right or wrong for every case: take the mean.",
        ),
    ),
    tolerance=TOLERANCE,
    probe=watch_evaluation,
    inputs=("weight", "bias", "x", "y"),
    seen=("mode", "gradients"),
    manner=("mode", "gradients"),
)
