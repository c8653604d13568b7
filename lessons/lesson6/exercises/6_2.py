"""Exercise 6.2: thirty epochs must do."""

from __future__ import annotations

import math

import numpy as np
import torch

from checks import Exercise, Mistake
from checks.values import Told, encode
from course_utils.sweep import choose_lr, scale, sweep
from lessons.probes_torch import call_for_number

from .shared import HOURS, PASSED

SCALED = (HOURS - 9.404) / 5.92  # as in the lesson
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
        return "This whole number is beyond the limit: is it a position?"
    if lr > 2 / steepest:
        return "The loss jumps: this rate is beyond the limit."
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


EXERCISE = Exercise(
    id="6.2",
    title="Thirty epochs must do",
    reference=choose_lr,
    example=(SCALED, PASSED, 30),
    cases=_choose_cases,
    probe=call_for_number,
    weigh=_weigh_by_the_loss,
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
            "You chose a rate beyond the limit: every step jumps across the valley.",
            misconception=1,
        ),
        Mistake(
            lambda x, y, epochs: 40,
            "You returned a whole number beyond the limit. If `argmin()` made it, it is a position:"
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
