"""Where the numerals of lesson 5 come from.  See `numerals`."""

from functools import cache

import numpy as np
import torch
from torch import nn

from course_utils import data
from course_utils.sigmoid import bce_from_logits, sigmoid
from course_utils.training import linear
from lessons import course
from lessons.lesson5.figures.calibration import logits_by_epoch
from lessons.lesson5.figures.graph import recorded
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
    return {"loss": loss().item(), "boundary": -b / w if w else np.nan, "accuracy": right}


@cache
def best() -> tuple[float, float]:
    """w and b with the lowest loss, by Newton's method."""
    rows, parameters = np.column_stack([hours, np.ones(100)]), np.zeros(2)
    for _ in range(50):
        p = sigmoid(rows @ parameters)
        hessian = rows.T @ (rows * (p * (1 - p))[:, None])
        parameters = parameters - np.linalg.solve(hessian, rows.T @ (p - passed))
    return tuple(parameters)


@cache
def judged(epoch: int) -> dict[str, float]:
    """What the network of 64 hidden units does for a thousand new students."""
    _, passed = data.tired_students(1000, seed=4)
    z = logits_by_epoch(np.array([epoch]))[1][0]
    sure = sigmoid(z) >= 0.9
    return {
        "loss": bce_from_logits(z, passed),
        "training loss": bce_from_logits(*on_the_twenty(epoch)),
        "right": 100 * ((z >= 0) == passed).mean(),
        "sure": sure.sum(),
        "promised": sigmoid(z[sure]).sum() / max(sure.sum(), 1),
        "kept": 100 * passed[sure].sum() / max(sure.sum(), 1),
    }


def on_the_twenty(epoch: int) -> tuple[np.ndarray, np.ndarray]:
    """Its logits for the students it is trained on, and who of them passed."""
    return logits_by_epoch(np.array([epoch]))[0][0], data.tired_students(20, seed=3)[1]


def line(name: str, net: str = "one layer"):
    """The line of backward that gives a number its gradient."""
    return next(line for line in recorded(net)[1] if line.name == name)


def one_step(order: str, lines: int, what: str) -> float:
    """w or its gradient after so many lines of the figure `one_step`, by lesson 4's formula."""
    from tests.lessons.lesson5.test_figures import moments

    _, w, gradient, *_ = moments(order)[lines]
    return {"w": w, "gradient": gradient}[what]


def float32_sigmoid(z: float) -> float:
    return torch.sigmoid(torch.tensor(z)).item()


TABLE = {
    "title": given("5", "100", "4"),
    "layer": given("2", "3", "1", "4", "5") | {"24": lambda: 4 * 2 + 5 * 3 + 1},
    "task-5-1-linear": given("3", "5", "2", "1", "0", "-1", "0.5", "0.1", "0.2")
    | {"-1.9": lambda: BY_HAND[0, 0], "3.2": lambda: BY_HAND[0, 1]},
    "activations": given("3"),
    "class": given("0", "2", "1"),
    "module": given("2", "1", "4") | {"9": lambda: 2 * 4 + 1},
    "task-5-2-Classifier": given("1", "-1", "0.5", "2")
    | {"1.5": lambda: Z, "0.82": lambda: float(sigmoid(Z))},
    "bugs-models": given("1", "2", "3", "5"),
    "students": given("0", "20", "0.5", "6", "1", "3") | {"100": lambda: len(hours)},
    "task-5-3-train": given("2", "0.6", "1", "0.9", "3")
    | {"0.7": lambda: (2 * 0.6 + 1 * 0.9) / 3},
    # The range is asserted over ten starts in tests/course_utils/test_training.py.
    "fit-seen": given("0", "1", "19", "6", "6.15", "6.21")
    | {"6.2": lambda: trained(0.1, 1000)["boundary"]},
    "pass-seen": given("0.01", "1000", "20,000", "6", "300")
    | {
        "3.08": lambda: trained(0.01, 1000)["boundary"],
        "6.25": lambda: trained(0.01, 20_000)["boundary"],
        "0.343": lambda: bce_from_logits(best()[0] * hours + best()[1], passed),
    },
    # The playground's answers are in tests/course_utils/test_training.py.
    "logits": given("0.3", "0.11", "0.12", "200", "3", "-100", "3.5", "0")
    | {"1": lambda: float32_sigmoid(200.0)},
    "bugs-training": given("4", "5", "6", "7", "0", "0.1", "1000", "1", "2")
    | {
        "100": lambda: len(hours),
        "1.05": lambda: trained(0.1, 100, "zero", "not zeroed")["loss"],
        "9.1": lambda: trained(0.1, 100, "zero", "not zeroed")["boundary"],
        "0.554": lambda: trained(0.1, 1000, "zero", "twice")["loss"],
        "0.450": lambda: bce_from_logits(passed, passed),
        "0.5": lambda: sigmoid(0.0),
        "0.73": lambda: sigmoid(1.0),
        "0.82": lambda: trained(0.1, 1000, "zero", "twice")["accuracy"],
        "10,000": GIVEN,
        "8.1": lambda: trained(0.1, 10_000, "zero", "twice")["boundary"],
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
    "rule-seen": given(*"3 -3 0 4 1 100 98 0.98 0.02 2.6".split())
    | {"1.4": lambda: 100 * np.sqrt(0.98 * 0.02 / 100)},
    "task-5-5-save-and-predict": given("1", "-1", "0.5", "2")
    | {"0.82": lambda: float(sigmoid(Z))},
    "four-seen": {
        "40": lambda: 20 + 20,
        "-0.042": lambda: four[3, 0] - four[3, 4],
    },
    "graph": given("4", "3")
    | {"-0.378": lambda: line("z").gradient, "-1.13": lambda: line("w").gradient},
    "sure": given("7", "0", "0.9", "5", "14", "64", "1", "3", "0.03", "-2", "2"),
    "sure-seen": given("29", "0.9", "600", "7", "0.99")
    | {
        "0.95": lambda: judged(29)["promised"],
        "271": lambda: judged(29)["sure"],
        "92": lambda: judged(29)["kept"],
        "445": lambda: judged(600)["sure"],
        "1.00": lambda: judged(600)["promised"],
        "74": lambda: judged(600)["kept"],
        "0.39": lambda: judged(29)["loss"],
        "2.4": lambda: judged(600)["loss"],
    },
    "bugs-more": given(
        "8", "9", "10", "11", "12", "13", "14", "15", "0", "3", "5", "30", "20", ".3", "-1"
    )
    | {
        "100": lambda: len(hours),
        "0.6931": lambda: trained(0.1, 1000, "zero", "zeroed late")["loss"],
        "1": lambda: float32_sigmoid(20.0),
    },
    "transfer": given("99", "70"),
    "navigation": given("4", "6"),
}

UNIT = "one hidden unit"
# What docs/teaching.md says of this lesson.
TEACHING = (
    given(
        *"5 5.1 5.2 5.3 5.4 5.5 90 15 10 20 1 3 4 7 2 9 11 16 18 6 29 600 0.9 1000 100".split(),
        *"10,000 20,000 0.01".split(),
    )
    # Answers to 5.1, 5.2 and 5.3, which the tests of the exercises check.
    | given("-2", "0", "0.69", "0.82", "0.7")
    | {
        "271": lambda: judged(29)["sure"],
        "0.95": lambda: judged(29)["promised"],
        "92": lambda: judged(29)["kept"],
        "0.45": lambda: judged(29)["training loss"],
        "0.39": lambda: judged(29)["loss"],
        "87": lambda: judged(29)["right"],
        "0.11": lambda: judged(600)["training loss"],
        "2.4": lambda: judged(600)["loss"],
        "76": lambda: judged(600)["right"],
        "445": lambda: judged(600)["sure"],
        "1.00": lambda: judged(600)["promised"],
        "74": lambda: judged(600)["kept"],
        "0.65": lambda: judged(1)["training loss"],
        "0.75": lambda: judged(1)["loss"],
        "46": lambda: judged(1)["right"],
        "-1.358": lambda: one_step("nowhere", 9, "gradient"),
        "0.220": lambda: one_step("nowhere", 9, "w"),
        "0.356": lambda: one_step("nowhere", 10, "w"),
        "0.917": lambda: one_step("before backward", 9, "gradient"),
        "0.128": lambda: one_step("before backward", 10, "w"),
        "-0.007": lambda: one_step("between backward and step", 15, "w"),
        "0.554": lambda: trained(0.1, 1000, "zero", "twice")["loss"],
        "0.450": lambda: bce_from_logits(passed, passed),
        "82": lambda: 100 * trained(0.1, 1000, "zero", "twice")["accuracy"],
        "8.14": lambda: trained(0.1, 10_000, "zero", "twice")["boundary"],
        "-0.791": lambda: line("h", UNIT).gradient,
        "0.786": lambda: line("z₁", UNIT).slope,
        "2.995": lambda: line("h", UNIT).gradient + line("z₁", UNIT).slope + 3,
        "-1.866": lambda: line("w₁", UNIT).gradient,
        "-1.133": lambda: line("w").gradient,
        "3.08": lambda: trained(0.01, 1000)["boundary"],
        "6.25": lambda: trained(0.01, 20_000)["boundary"],
    }
)
