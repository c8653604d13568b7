"""Where the numerals of lesson 4 come from.  See `numerals`."""

from functools import cache

import numpy as np

from course_utils import data
from course_utils.logistic import accuracy, boundary, gradient, probabilities, train
from course_utils.sigmoid import bce, sigmoid
from tests.notebooks.numerals import GIVEN

x, y = data.study_passed()
middle = data.study_passed_middle()
new = data.study_passed_unseen()
x2, y2 = data.two_features()

W, B = np.array([1.0]), -2.5  # the model of the worked numbers
p = probabilities(x, W, B)
dw, db = gradient(x, y, p)
stepped = train(x, y, W, B, 0.5, 1)
P = np.array([0.2, 0.4, 0.6])  # the probabilities of exercise 4.2's worked number
TABLE_P = probabilities(np.array([[2.0, 1], [4, 1], [0, 3]]), np.array([1.0, -2.0]), 0.5)


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


@cache
def small(lr: float):
    """w and b after 1000 epochs from the small start."""
    ws, bs = train(x, y, *data.small_start(), lr, 1000)
    return ws[-1, 0], bs[-1]


@cache
def from_zero():
    return train(x, y, np.zeros(1), 0.0, 0.01, 100_000)


def at_4(epoch: int) -> float:
    ws, bs = from_zero()
    return sigmoid(4 * ws[epoch, 0] + bs[epoch])


def first_all_right(lr: float = 0.01) -> int:
    """The first epoch in which all three students are on their right side."""
    ws, bs = train(x, y, np.zeros(1), 0.0, lr, 1000)
    right = [accuracy(probabilities(x, *model), y, 0.5) == 1 for model in zip(ws, bs, strict=True)]
    first = right.index(True)
    assert all(right[first:])
    return first


def late_boundaries() -> np.ndarray:
    """The boundary after each epoch from the thousandth on."""
    ws, bs = from_zero()
    return boundary(ws[1000:, 0], bs[1000:], 0.5)


def unseen(epoch: int) -> tuple[float, float]:
    """Accuracy and loss on the ten unseen students."""
    ws, bs = from_zero()
    p = probabilities(new[0], ws[epoch], bs[epoch])
    return accuracy(p, new[1], 0.5), bce(p, new[1])


@cache
def centre() -> tuple[float, float]:
    """w and b of the best model where only the student in the middle passed."""
    ws, bs = train(*middle, *data.small_start(), 0.5, 1000)
    return ws[-1, 0], bs[-1]


@cache
def by_rows():
    """w, b and the last epoch's losses, one step a row."""
    w, b = data.two_features_start()
    for _ in range(100):
        losses = []
        for row, label in zip(x2, y2, strict=True):
            p = 1 / (1 + np.exp(-(row @ w + b)))
            losses.append(-np.log(p if label else 1 - p))
            w = w - 0.001 * (p - label) * row
            b = b - 0.001 * (p - label)
    return w, b, losses


@cache
def full(lr: float):
    """w and b after 100 epochs of full batches."""
    ws, bs = train(x2, y2, *data.two_features_start(), lr, 100)
    return ws[-1], bs[-1]


def percent(w: np.ndarray, b: float, x: np.ndarray = x2, y: np.ndarray = y2) -> float:
    return 100 * accuracy(probabilities(x, w, b), y, 0.5)


def ratio(w: np.ndarray) -> float:
    return w[1] / w[0]


def fresh_percent() -> float:
    """Accuracy on a thousand unseen points of two features."""
    x = np.random.default_rng(0).normal(size=(1000, 2))
    return percent(*full(1.0), x, (0.5 * x[:, 0] - 1.5 * x[:, 1] > 0).astype(float))


def after_60_epochs(keep: bool) -> float:
    """Loss of the three students at the forgotten zero's learning rate, from zero."""
    w, b, kept_w, kept_b = np.zeros(1), 0.0, 0.0, 0.0
    for _ in range(60):
        dw, db = gradient(x, y, probabilities(x, w, b))
        kept_w, kept_b = (kept_w + dw, kept_b + db) if keep else (dw, db)
        w, b = w - 0.1 * kept_w, b - 0.1 * kept_b
    return bce(probabilities(x, w, b), y)


TABLE = {
    "title": given("4", "80") | {"1": lambda: x[0, 0], "2": lambda: x[1, 0], "3": lambda: x[2, 0]},
    "data": given("1")
    | {
        "0": lambda: y[0],
        "3": lambda: x[2, 0],
        "-2.5": lambda: B,
        "2.5": lambda: -B,
        "0.5": lambda: x[2, 0] * W[0] + B,
        "0.62": lambda: p[2],
    },
    "task-4-1-probabilities": given("1", "-2", "2", "4", "0", "3")
    | {
        "0.5": lambda: 1 * 2 - 2 * 1 + 0.5,
        "0.62": lambda: TABLE_P[0],
        "0.92": lambda: TABLE_P[1],
        "0.004": lambda: TABLE_P[2],
    },
    "slope": given("0.001", "2")
    | {
        "3": lambda: x[2, 0],
        "1": lambda: y[2],
        "0.622": lambda: p[2],
        "-0.378": lambda: p[2] - y[2],
        "-1.13": lambda: (p[2] - y[2]) * x[2, 0],
    },
    "task-4-2-gradient": {
        "0.2": lambda: (P - y)[0],
        "0.4": lambda: (P - y)[1],
        "0.6": lambda: P[2],
        "-0.4": lambda: (P - y)[2],
        "1": lambda: x[0, 0],
        "2": lambda: x[1, 0],
        "3": lambda: x[2, 0],
        "0.8": lambda: (P - y)[1] * x[1, 0],
        "-1.2": lambda: (P - y)[2] * x[2, 0],
        "-0.067": lambda: gradient(x, y, P)[0][0],
        "0.067": lambda: gradient(x, y, P)[1],
    },
    "task-4-3-train": given("0.5")
    | {
        "1": lambda: W[0],
        "-2.5": lambda: B,
        "0.18": lambda: p[0],
        "0.38": lambda: p[1],
        "0.62": lambda: p[2],
        "-0.065": lambda: dw[0],
        "0.065": lambda: -dw[0],
        "0.061": lambda: db,
        "1.033": lambda: stepped[0][1, 0],
        "-2.530": lambda: stepped[1][1],
        "0.383": lambda: bce(p, y),
        "0.379": lambda: bce(probabilities(x, stepped[0][1], stepped[1][1]), y),
        "2": lambda: len(stepped[1]),
    },
    "compare": given("60"),
    "train": given("4", "1000", "0.01")
    | {
        "-0.007": lambda: data.small_start()[0][0],
        "0.536": lambda: data.small_start()[1],
        "0.03": lambda: len(x) * 0.01,
    },
    "task-4-4-boundary": given("0.5", "0.8", "0", "1", "2", "-5", "3", "4")
    | {
        "0.614": lambda: sigmoid(4 * small(0.01)[0] + small(0.01)[1]),
        "0.852": lambda: sigmoid(4 * small(0.03)[0] + small(0.03)[1]),
        "2.5": lambda: boundary(2, -5, 0.5),
        "3.19": lambda: boundary(2, -5, 0.8),
    },
    "curve-seen": given("0.5", "4", "0")
    | {
        "2.64": lambda: boundary(*small(0.01), 0.5),
        "2.42": lambda: boundary(*small(0.03), 0.5),
    },
    "separable": given("0.01", "100", "0.5", "1000")
    | {
        "359": first_all_right,
        "2": lambda: x[1, 0],
        "3": lambda: x[2, 0],
        "2.4": lambda: np.floor(10 * min(late_boundaries())) / 10,
        "2.6": lambda: np.ceil(10 * max(late_boundaries())) / 10,
    },
    "play": given("0.01", "0.1")
    | {
        "359": first_all_right,
        "0.67": lambda: at_4(1000),
        "0.98": lambda: at_4(10_000),
        "0.9999": lambda: at_4(100_000),
    },
    "middle": given("1", "0")
    | {"36": lambda: first_all_right(0.1), "1/3": lambda: np.mean(middle[1])},
    "task-4-5-accuracy": given("0.5", "0.2", "0.6", "0.9", "1")
    | {
        "0": lambda: centre()[0],
        "-0.693": lambda: centre()[1],
        "1/3": lambda: sigmoid(np.log(1 / 2)),
        "0.75": lambda: accuracy(np.array([0.2, 0.6, 0.5, 0.9]), np.array([0, 0, 1, 1]), 0.5),
    },
    "unseen-seen": given("0", "10,000", "100,000")
    | {
        "80": lambda: 100 * unseen(100_000)[0],
        "0.427": lambda: unseen(10_000)[1],
        "0.692": lambda: unseen(100_000)[1],
    },
    "rows": given("1", "0.5", "1.5", "0", "0.001", "100")
    | {
        "1000": lambda: len(x2),
        "-1.5/0.5": lambda: -3,
        "-3": lambda: -1.5 / 0.5,
        "100,000": lambda: 100 * len(x2),
    },
    "rows-seen": {
        "99.1": lambda: percent(*by_rows()[:2]),
        "-2.945": lambda: ratio(by_rows()[0]),
        "0.311": lambda: by_rows()[2][-1],
        "0.112": lambda: np.mean(by_rows()[2]),
    },
    "mean-sum": given("0.001") | {"1000": lambda: len(x2), "1": lambda: len(x2) * 0.001},
    "wrong": given("0.001", "1", "1000", "100")
    | {
        "82.7": lambda: percent(*data.two_features_start()),
        "99.9": lambda: percent(*full(100.0)),
        "82.9": lambda: percent(*full(0.001)),
        "5.5": lambda: ratio(full(0.001)[0]),
        "99.1": lambda: percent(*full(1.0)),
        "-2.945": lambda: ratio(full(1.0)[0]),
    },
    "torch": given("-2.5", "0", "1")
    | {"98.3": fresh_percent, "0.15": lambda: full(1.0)[1]},
    "loop": given("16", "7"),
    "zero-seen": given("0", "1", "60", "100")
    | {
        "0.339": lambda: small(0.01)[0],
        "-0.892": lambda: small(0.01)[1],
        "0.03": lambda: after_60_epochs(keep=True),
        "0.57": lambda: after_60_epochs(keep=False),
        "10,000": lambda: 10 * len(x2),
    },
    "summary": given("0", "1", "3", "0.8", "0.5") | {"80": lambda: 100 * 0.8},
    "transfer": given("2.5", "1", "10", "2.6", "0.5", "2")
    | {
        "0.52": lambda: sigmoid(1 * (2.6 - 2.5)),
        "0.73": lambda: sigmoid(10 * (2.6 - 2.5)),
    },
    "navigation": given("3", "5"),
}
