"""Where the numerals of lesson 6 come from.  See `numerals`."""

from functools import cache

import numpy as np
import torch

from course_utils import data
from course_utils.descent import path
from course_utils.sigmoid import sigmoid
from course_utils.sweep import matching_lr, scale, sweep, updates
from tests.notebooks.numerals import GIVEN

hours, passed = data.students()
scaled = scale(hours, hours)
NEAR = 0.001


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


@cache
def losses(lr: float, epochs: int, on: str = "raw") -> np.ndarray:
    """The losses of one run in float64."""
    feature = {"raw": hours, "scaled": scaled}[on]
    x, y, rate = (torch.tensor(v, dtype=torch.float64) for v in (feature, passed, [lr]))
    return sweep(x, y, rate, epochs)[:, 0].numpy()


def end(lr: float, epochs: int, on: str = "raw") -> float:
    return losses(lr, epochs, on)[-1]


def curvatures(x: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Eigenvalues of the loss's Hessian at (w, b)."""
    rows = np.stack([x, np.ones_like(x)])
    p = sigmoid(at @ rows)
    return np.linalg.eigvalsh(rows * p * (1 - p) @ rows.T / len(x))


@cache
def optimum(on: str) -> np.ndarray:
    """(w, b) of the lowest loss, by Newton's method."""
    x = {"raw": hours, "scaled": scaled}[on]
    rows, at = np.stack([x, np.ones_like(x)]), np.zeros(2)
    for _ in range(15):
        p = sigmoid(at @ rows)
        at = at - np.linalg.solve(rows * p * (1 - p) @ rows.T, rows @ (p - passed))
    return at


def slopes(w: float, b: float) -> np.ndarray:
    """Of the loss by w and by b, on raw hours."""
    errors = sigmoid(w * hours + b) - passed
    return np.array([np.mean(errors * hours), np.mean(errors)])


def bends(on: str) -> np.ndarray:
    return curvatures({"raw": hours, "scaled": scaled}[on], optimum(on))


@cache
def smallest(epochs: int) -> float:
    """The smallest of the products lr · epochs in the lesson that is enough."""
    products = torch.linspace(40, 70, 61, dtype=torch.float64)
    x, y = torch.tensor(scaled), torch.tensor(passed)
    final = sweep(x, y, products / epochs, epochs)[-1]
    return products[final <= end(0.3, 3000) + NEAR][0].item()


@cache
def stuck(epochs: int) -> tuple[float, float, float]:
    """w, b and the accuracy after descent on the squared error from w = −10 at rate 10."""
    w, b = -10.0, 0.0
    for _ in range(epochs):
        p = sigmoid(w * scaled + b)
        pull = 2 * (p - passed) * p * (1 - p)
        w, b = w - 10 * np.mean(pull * scaled), b - 10 * np.mean(pull)
    return w, b, np.mean((w * scaled + b >= 0) == passed)


def second(step: float, tiny: float = 1e-3) -> float:
    """How much the slope of one student's loss grows per 1, at z = 0, where z goes so far per 1."""
    low, middle, high = np.logaddexp(0, step * np.array([-tiny, 0, tiny]))
    return (low - 2 * middle + high) / tiny**2


@cache
def settled(momentum: float) -> int:
    """The first epoch from which on the loss stays within 0.001 of the lowest: raw hours, 0.1."""
    at, velocity, above = np.zeros(2), np.zeros(2), []
    rows = np.stack([hours, np.ones_like(hours)])
    for _ in range(1000):
        z = at @ rows
        above.append(np.mean(np.logaddexp(0, z) - passed * z) - end(0.3, 3000))
        velocity = momentum * velocity + rows @ (sigmoid(z) - passed) / len(hours)
        at = at - 0.1 * velocity
    return int(np.flatnonzero(np.array(above) > NEAR)[-1]) + 1


def chance(hours_of_one: float, ruler: np.ndarray) -> float:
    """P(pass) as the lesson's cell computes it, by a ruler."""
    return sigmoid(2.613 * scale(np.array([hours_of_one]), ruler)[0] + 1.390)


@cache
def clamped() -> float:
    """What PyTorch's BCELoss takes for log(0)."""
    return -torch.nn.functional.binary_cross_entropy(torch.zeros(1), torch.ones(1)).item()


def after_100(lr: float) -> float:
    """How far above the lowest loss plain descent ends on raw hours."""
    return end(lr, 100) - end(0.3, 3000)


def row(epoch: int, rate: float) -> float:
    x, y = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 0.0, 1.0])
    return sweep(x, y, torch.tensor([rate]), 2)[epoch, 0].item()


def velocity(*gradients: float) -> float:
    v = 0.0
    for gradient in gradients:
        v = 0.9 * v + gradient
    return v


RULER = np.array([2.0, 4.0, 6.0])

TABLE = {
    "title": given("6", "100", "2", "4", "5"),
    "one": given("5", "0"),
    "vector": given("2") | {"0.693": lambda: losses(0.1, 1000)[0], "0.343": lambda: end(0.1, 1000)},
    "columns": given("31", "1")
    | {"0.22": lambda: 0.22 if abs(path(lambda w: 28 / 3 * w, 1.0, 0.22, 100)[-1]) > 100 else 0},
    "trick": given("1", "5", "2", "²")
    | {
        "-2": lambda: 2 * (1 - 2),
        "6": lambda: 2 * (5 - 2),
        "3.29": lambda: np.mean((passed - 0.5) * hours),  # one step at rate 1
        "0.14": lambda: np.mean(passed - 0.5),
        "-100": clamped,
    },
    "task-6-1-sweep": given("0", "1", "2", "3", "0.1", "1.0", "-1")
    | {
        "-2": lambda: 2 * (1 - 2),
        "6": lambda: 2 * (5 - 2),
        "0.693": lambda: row(0, 0.1),
        "0.690": lambda: row(1, 0.1),
        "0.669": lambda: row(1, 1.0),
        "0.688": lambda: row(2, 0.1),
        "0.647": lambda: row(2, 1.0),
    },
    "u": given("0.001", "1", "50", "0.9", "0.3") | {"0.4": lambda: np.median([0.9, 0.3, 0.4])},
    "u-seen": given("0.1", "0.2", "0.001", "100")
    | {
        "0.34327": lambda: end(0.1, 1000),
        "0.343051": lambda: end(0.2, 3000),
        "0.3": lambda: 0.3 if end(0.3, 1000) < 0.3430515 else 0,
        "0.478": lambda: end(0.001, 1000),
        "0.135": lambda: end(0.001, 1000) - end(0.3, 3000),
        "0.0014": lambda: losses(0.001, 1000)[900] - end(0.001, 1000),
    },
    "nan": given("0", "1"),
    "edge": given("0", "0.001", "1", "2", "4")
    | {
        "0.5": lambda: 2 / 4,
        "0.03087": lambda: (slopes(0.001, 0) - slopes(0, 0))[0],
        "0.00235": lambda: (slopes(0.001, 0) - slopes(0, 0))[1],
        "30.87": lambda: (slopes(0.001, 0) - slopes(0, 0))[0] / 0.001,
        "2.35": lambda: (slopes(0, 0.001) - slopes(0, 0))[0] / 0.001,
        "0.25": lambda: (slopes(0, 0.001) - slopes(0, 0))[1] / 0.001,
    },
    "edge-seen": given("2", "0.3")
    | {
        "5.786": lambda: bends("raw")[1],
        "0.3457": lambda: 2 / bends("raw")[1],
        "0.025": lambda: bends("raw")[0],
        "1": lambda: 1 if 0.5 < 100 * 0.3 * bends("raw")[0] < 1 else 0,
        "0.064": lambda: 2 / curvatures(hours, np.zeros(2))[1],
    },
    "ravine": given("0.15", "0.2", "1", "8", "2", "4", "6")
    | {
        "0.80": lambda: losses(0.15, 1000)[1],
        "1.01": lambda: losses(0.2, 1000)[1],
        "0.1": lambda: 0.1 if losses(0.1, 1000)[1:20].max() < losses(0.1, 1000)[0] else 0,
        "0.693": lambda: losses(0.2, 1000)[0],
        "31": lambda: curvatures(hours, np.zeros(2))[1],
        "-2": lambda: RULER[0] - RULER.mean(),
        "0": lambda: RULER[1] - RULER.mean(),
        "8/3": lambda: np.mean((RULER - RULER.mean()) ** 2),
        "1.63": lambda: RULER.std(),
        "5.950": lambda: torch.tensor(hours).std().item(),
        "9": lambda: hours.mean(),
        "81": lambda: second(9) / second(1),
        "123.5": lambda: np.mean(hours**2),
        "30.87": lambda: (slopes(0.001, 0) - slopes(0, 0))[0] / 0.001,
        "0.25": lambda: (slopes(0, 0.001) - slopes(0, 0))[1] / 0.001,
        "9.404": lambda: hours.mean(),
        "5.920": lambda: hours.std(),
        "5.92": lambda: hours.std(),
        "-0.24": lambda: scale(np.array([8.0]), hours)[0],
    },
    "product": given("0.001") | {"0.028": lambda: bends("scaled")[0]},
    "saturation": given("30", "3000", "-10", "0", "3", "10")
    | {
        "1.73": lambda: smallest(30) / 30,
        "0.0185": lambda: smallest(3000) / 3000,
        "52": lambda: min(smallest(epochs) for epochs in (30, 100, 300, 1000, 3000)),
        "56": lambda: max(smallest(epochs) for epochs in (30, 100, 300, 1000, 3000)),
    },
    "task-6-2-choose-lr": given("100", "1000", "0.1", "30", "0.001", "0.3")
    | {
        "1": lambda: 1 if end(1.0, 100, "scaled") < end(0.1, 1000) else 0,
        "5": lambda: bends("scaled")[1] / bends("scaled")[0],
        "230": lambda: round(bends("raw")[1] / bends("raw")[0], -1),
        "0.028": lambda: bends("scaled")[0],
        "0.147": lambda: bends("scaled")[1],
        "0.025": lambda: bends("raw")[0],
        "5.786": lambda: bends("raw")[1],
        "0.3457": lambda: 2 / bends("raw")[1],
        "13.6": lambda: 2 / bends("scaled")[1],
        "0.046": lambda: end(0.3, 30, "scaled") - end(0.3, 3000),
    },
    "saturation-seen": given("30", "100", "1000", "1", "20", "0.3", "2", "0")
    | {
        "0.002": lambda: 2 * 0.999 * 0.999 * (1 - 0.999),
        "0.999": lambda: 0.999 - 0,
        "-4.1": lambda: stuck(30)[0],
        "8.1": lambda: stuck(30)[1],
        "-3.2": lambda: stuck(100)[0],
        "8.7": lambda: stuck(100)[1],
        "-2.5": lambda: stuck(1000)[0],
        "64": lambda: 100 * stuck(1000)[2],
    },
    "batch-seen": given("1"),
    "task-6-3-matching-lr": given("100", "0.3") | {"0.003": lambda: matching_lr(0.3, 100, "mean")},
    "ruler": given("0.1", "2", "6")
    | {
        "100": lambda: len(hours),
        "4": lambda: RULER.mean(),
        "0": lambda: scale(np.array([4.0]), RULER)[0],
        "9.404": lambda: hours.mean(),
        "5.92": lambda: hours.std(),
        "-0.91": lambda: scale(np.array([4.0]), hours)[0],
    },
    "task-6-4-scale": given("8", "2", "6")
    | {
        "4": lambda: RULER.mean(),
        "1.63": lambda: RULER.std(),
        "2.45": lambda: scale(np.array([8.0, 2.0]), RULER)[0],
        "-1.22": lambda: scale(np.array([8.0, 2.0]), RULER)[1],
    },
    "task-6-5-updates": given("100", "30", "2", "4")
    | {
        "0.80": lambda: chance(4, RULER),
        "0.27": lambda: chance(4, hours),
        "10": lambda: 100 % 30,
        "8": lambda: updates(100, 30, 2),
    },
    "momentum": given("0.9", "2", "-2", "0.001")
    | {
        "3.8": lambda: velocity(2, 2),
        "5.42": lambda: velocity(2, 2, 2),
        "20": lambda: velocity(*[2] * 1000),
        "-0.2": lambda: velocity(2, -2),
        "1.82": lambda: velocity(2, -2, 2),
        "-1.05": lambda: velocity(*[2, -2] * 500),
        "1.05": lambda: velocity(*[-2, 2] * 500),
        "-3.29": lambda: slopes(0, 0)[0],
        "-0.14": lambda: slopes(0, 0)[1],
        "3.29": lambda: -slopes(0, 0)[0],
        "0.14": lambda: -slopes(0, 0)[1],
        "-1": lambda: np.mean(slopes(0, 0) / abs(slopes(0, 0))),
        "0.1": lambda: 0.1 if settled(0) == 720 else 0,
    },
    "race-seen": given("100", "0.9", "0.99", "0.1", "0.001", "0.003", "1", "10", "0", "1.5", "20")
    | {
        "720": lambda: settled(0),
        "57": lambda: settled(0.9),
        "695": lambda: settled(0.99),
        "0.02": lambda: 0.02 if min(map(after_100, (0.003, 0.01, 0.03, 0.1, 0.3))) > 0.02 else 0,
    },
    "summary": given("2"),
    "transfer": given("50", "60", "7", "0")
    | {"3600": lambda: 60**2, "1/3600": lambda: 60**-2},
    "navigation": given("5", "7"),
}
