"""Where the numerals of lesson 5 come from.  See `numerals`."""

from functools import cache

import numpy as np
import torch
from torch import nn

from course_utils import data
from course_utils.sigmoid import bce_from_logits, sigmoid
from course_utils.training import linear
from lessons import course
from lessons.lesson5.figures.capacity import WIDTHS, logits, scaled, trained_networks
from tests.notebooks.numerals import GIVEN


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


hours, passed = data.students()
four = data.four_questions()
BY_HAND = linear(*course["5.1"].example)
WEIGHT, BIAS, X = course["5.2"].example
Z = linear(X, WEIGHT, BIAS)[0, 0]


@cache
def trained(lr: float, updates: int, start: str = "seed 0", kind: str = "") -> dict:
    """The pass model after training on all students, in float64: "twice" with a sigmoid too many,
    "not zeroed" and "zeroed late" with that mistake."""
    torch.manual_seed(0)
    layer = nn.Linear(1, 1).double()
    if start == "zero":
        nn.init.zeros_(layer.weight)
        nn.init.zeros_(layer.bias)
    x, y = torch.tensor(hours)[:, None], torch.tensor(passed)[:, None]
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    loss_function = nn.BCEWithLogitsLoss()

    def loss() -> torch.Tensor:
        z = layer(x)
        return loss_function(torch.sigmoid(z) if kind == "twice" else z, y)

    if not kind:  # by hand, which takes a tenth of the time
        w, b = layer.weight.item(), layer.bias.item()
        for _ in range(updates):
            error = sigmoid(w * hours + b) - passed
            w, b = w - lr * np.mean(error * hours), b - lr * np.mean(error)
        nn.init.constant_(layer.weight, w)
        nn.init.constant_(layer.bias, b)
        updates = 0
    for _ in range(updates):
        now = loss()
        if kind != "not zeroed":
            optimizer.zero_grad()
        now.backward()
        if kind == "zeroed late":
            optimizer.zero_grad()
        optimizer.step()
    w, b = layer.weight.item(), layer.bias.item()
    right = ((w * hours + b >= 0) == passed).mean()
    return {"loss": loss().item(), "threshold": -b / w if w else np.nan, "accuracy": right}


@cache
def best() -> tuple[float, float]:
    """w and b with the lowest loss, by Newton's method."""
    rows, parameters = np.column_stack([hours, np.ones(100)]), np.zeros(2)
    for _ in range(50):
        p = sigmoid(rows @ parameters)
        hessian = rows.T @ (rows * (p * (1 - p))[:, None])
        parameters = parameters - np.linalg.solve(hessian, rows.T @ (p - passed))
    return tuple(parameters)


def standard_error() -> float:
    """Of the threshold −b/w, from the curvature of the likelihood at its top."""
    w, b = best()
    rows = np.column_stack([hours, np.ones(100)])
    p = sigmoid(w * hours + b)
    covariance = np.linalg.inv(rows.T @ (rows * (p * (1 - p))[:, None]))
    slope = np.array([b / w**2, -1 / w])
    return float(np.sqrt(slope @ covariance @ slope))


@cache
def judged() -> list[tuple[float, float]]:
    """Loss and accuracy on new students of the networks of all widths, after 600 epochs."""
    new, passed = data.tired_students(1000, seed=4)
    [parameters] = trained_networks(np.array([600]))
    z = logits(scaled(torch.tensor(new, dtype=torch.float32)[:, None]), parameters)[..., 0].numpy()
    return [(bce_from_logits(row, passed), ((row >= 0) == passed).mean()) for row in z]


def float32_sigmoid(z: float) -> float:
    return torch.sigmoid(torch.tensor(z)).item()


TABLE = {
    "title": given("5", "120", "4"),
    "layer": given("2", "3", "1", "4", "5") | {"24": lambda: 4 * 2 + 5 * 3 + 1},
    "task-5-1-linear": given("3", "5", "2", "1", "0", "-1", "0.5", "0.1", "0.2")
    | {"-1.9": lambda: BY_HAND[0, 0], "3.2": lambda: BY_HAND[0, 1]},
    "activations": given("3"),
    "module": given("0"),
    "task-5-2-Classifier": given("1", "-1", "0.5", "2")
    | {"1.5": lambda: Z, "0.82": lambda: float(sigmoid(Z))},
    "bugs-models": given("1", "2", "3", "4", "5", "0"),
    "students": given("0", "20", "0.5", "6", "1") | {"100": lambda: len(hours)},
    "steps": given("4"),
    "task-5-3-train": given("2", "0.6", "1", "0.9", "3")
    | {"0.7": lambda: (2 * 0.6 + 1 * 0.9) / 3},
    # The range is asserted over ten starts in tests/course_utils/test_training.py.
    "fit-seen": given("0", "1", "19", "6", "6.15", "6.21"),
    "pass-seen": given("0.01", "1000", "20,000", "6", "300")
    | {
        "3.08": lambda: trained(0.01, 1000)["threshold"],
        "6.25": lambda: trained(0.01, 20_000)["threshold"],
        "0.343": lambda: bce_from_logits(best()[0] * hours + best()[1], passed),
        "0.69": standard_error,
    },
    "logits": given("200", "0.5", "3", "-100") | {"1": lambda: float32_sigmoid(200.0)},
    "bugs-training": given("6", "7", "8", "9", "10", "11", "0", "0.1", "1000", "1", "2")
    | {
        "100": lambda: len(hours),
        "1.05": lambda: trained(0.1, 100, "zero", "not zeroed")["loss"],
        "9.1": lambda: trained(0.1, 100, "zero", "not zeroed")["threshold"],
        "0.6931": lambda: trained(0.1, 1000, "zero", "zeroed late")["loss"],
        "0.554": lambda: trained(0.1, 1000, "zero", "twice")["loss"],
        "0.450": lambda: bce_from_logits(passed, passed),
        "0.82": lambda: trained(0.1, 1000, "zero", "twice")["accuracy"],
        "10,000": GIVEN,
        "8.1": lambda: trained(0.1, 10_000, "zero", "twice")["threshold"],
    },
    "modes": given("0"),
    "task-5-4-evaluate": given("0.5", "1", "0", "3", "4")
    | {
        "0.02": lambda: float(sigmoid(-4.0)),
        "0.27": lambda: float(sigmoid(-1.0)),
        "0.73": lambda: float(sigmoid(1.0)),
        "0.95": lambda: float(sigmoid(3.0)),
        "0.75": lambda: 3 / 4,
    },
    "rule": given("0", "1", "5000", "2000", "20") | {"250": lambda: 5000 / 20},
    "rule-seen": given("6", "3", "-3", "0", "4", "1", "100")
    | {"1.4": lambda: 100 * np.sqrt(0.98 * 0.02 / 100)},
    "task-5-5-save-and-predict": given("1", "-1", "0.5", "2")
    | {"0.82": lambda: float(sigmoid(Z))},
    "four-seen": {
        "40": lambda: 20 + 20,
        "1": lambda: four[0, 0] > four[0, 4],
        "0": lambda: (four[1:, 0] > four[1:, 4]).sum(),
        "-0.042": lambda: four[3, 0] - four[3, 4],
    },
    "capacity": given("5", "14"),
    "cures": given("64")
    | {
        "69": lambda: 100 * judged()[WIDTHS.index(1)][1],
        "76": lambda: 100 * judged()[WIDTHS.index(64)][1],
        "2.4": lambda: judged()[WIDTHS.index(64)][0],
    },
    "bugs-after": given("12", "13", "14", "15", "30", "0", "20", ".3", "-1")
    | {
        "100": lambda: len(hours),
        "3": lambda: 100 // 30,
        "10": lambda: 100 - 3 * 30,
        "1": lambda: float32_sigmoid(20.0),
    },
    "further": given("28", "10", "32", "50,000", "10,000"),
    "transfer": given("99", "70"),
    "navigation": given("4", "6"),
}
