"""Where the numerals of lesson 3 come from.  See `numerals`."""

import math
import sys

import numpy as np
from scipy.special import ndtr

from course_utils.sigmoid import bce, bce_from_logits, cross_entropy, sigmoid, sigmoid_slope
from tests.notebooks.numerals import GIVEN

LOGITS = np.array([[1.3, 0.1, 0.3], [0.9, 1.2, 0.9], [0.5, 1.4, 0.2]])
CLASSES = np.array([1, 2, 0])
SOFTMAX = np.exp(LOGITS) / np.exp(LOGITS).sum(axis=1, keepdims=True)


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


def loss(p: float, y: int) -> float:
    """Cross-entropy of one student."""
    return bce(np.array([p]), np.array([y]))


def from_score(z: float, y: int) -> float:
    return bce_from_logits(np.array([z]), np.array([y]))


def row(k: int) -> float:
    """Cross-entropy of one row of the table."""
    return cross_entropy(LOGITS[k : k + 1], CLASSES[k : k + 1])


def one_hot(*z: float) -> float:
    """Cross-entropy of one row whose first class is true."""
    return cross_entropy(np.array([z]), np.array([0]))


def passes(lr: float, squared: bool) -> int:
    """The first epoch with p above 0.5, from z = −8, for a student who passed."""
    z, epoch = -8.0, 0
    while sigmoid(z) <= 0.5:
        slope = sigmoid(z) - 1
        z -= lr * (2 * slope * sigmoid_slope(z) if squared else slope)
        epoch += 1
    return epoch


def farthest_from_gelu() -> float:
    """The largest distance of z σ(1.702 z) from GELU, z times the normal distribution's Φ(z)."""
    z = np.linspace(-10, 10, 20_001)
    return np.abs(z * sigmoid(1.702 * z) - z * ndtr(z)).max()


TABLE = {
    "title": given("3", "75", "2"),
    "score": given("1.5", "-3", "1", "4")
    | {"-1.5": lambda: 1.5 * 1 - 3, "3": lambda: 1.5 * 4 - 3},
    "score-seen": given("0", "2", "-2", "²", "⁻²", "⁰")
    | {
        "-3": lambda: 1.5 * 0 - 3,
        "12": lambda: 1.5 * 10 - 3,
        "1": lambda: sigmoid(1000),
        "2.718": lambda: math.e,
        "7.389": lambda: math.exp(2),
        "0.135": lambda: math.exp(-2),
        "1.135": lambda: 1 + math.exp(-2),
        "0.881": lambda: sigmoid(2),
        "8.389": lambda: 1 + math.exp(2),
        "0.119": lambda: sigmoid(-2),
    },
    "task-3-1-sigmoid": given("2", "-2", "⁻²", "⁰", "1000", "-1000", "5", "3")
    | {
        "0.881": lambda: sigmoid(2),
        "10³⁰⁸": lambda: 10.0**sys.float_info.max_10_exp,
        "0": lambda: sigmoid(-1000),
        "1": lambda: sigmoid(1000),
    },
    "naive-seen": {"1": GIVEN, "0": lambda: 1 / math.inf, "0.5": lambda: sigmoid(0)},
    "hours-seen": given("2", "-6", "1", "0")
    | {
        "3": lambda: 6 / 2,
        "6": lambda: 6 / 1,
        "0.5": lambda: sigmoid(2 * 3 - 6),
    },
    "task-3-2-sigmoid-slope": given("1", "0", "2")
    | {
        "0.5": lambda: sigmoid(0),
        "0.25": lambda: 0.5 * 0.5,
        "0.881": lambda: sigmoid(2),
        "0.119": lambda: 1 - sigmoid(2),
        "0.105": lambda: sigmoid_slope(2),
    },
    "slope-seen": given("5", "10", "1", "-1", "²")
    | {
        "1/4": lambda: sigmoid_slope(0),
        "0.007": lambda: sigmoid_slope(5),
        "10⁻⁶": lambda: 1e-6 if 0.25**10 < 1e-6 else math.nan,
    },
    "family-seen": given("2", "0", "1.702")
    | {
        "1": GIVEN,
        "0.881": lambda: sigmoid(2),
        "0.762": lambda: math.tanh(1),
        "0.021": lambda: np.ceil(1000 * farthest_from_gelu()) / 1000,
    },
    "layers": given("2", "3") | {"6": lambda: 3 * 2, "1": lambda: 3 * 1 - 2},
    "layers-seen": given("2", "100", "1", "0", "0.01", "0.0001")
    | {
        "0.665": lambda: 3 * (sigmoid(3) - sigmoid(1)),
        "0.122": lambda: 3 * (sigmoid(5) - sigmoid(3)),
        "0.8": GIVEN,
        "80": lambda: 0.8 * 100,
        "0.223": lambda: loss(0.8, 1),
        "-0.223": lambda: -loss(0.8, 1),
        "4.6": lambda: loss(0.01, 1),
        "9.2": lambda: loss(0.0001, 1),
        "0.2": lambda: 1 - 0.8,
        "1.609": lambda: loss(0.8, 0),
    },
    "task-3-3-bce": given("1", "0", "0.8", "0.4")
    | {
        "0.223": lambda: loss(0.8, 1),
        "0.511": lambda: loss(0.4, 0),
        "0.367": lambda: bce(np.array([0.8, 0.4]), np.array([1, 0])),
    },
    "bce-seen": {"1": lambda: max(1**2, (0 - 1) ** 2), "0": lambda: 1 - 1},
    "log-zero-seen": given("0", "40", "-40", "-1000", "1e-15", "2", "²", "⁻²")
    | {
        "1": lambda: 1 / (1 + math.exp(-40)),
        "34.5": lambda: -math.log(1e-15),
        "-2": lambda: math.log(1 / math.e**2),
        "1.135": lambda: 1 + math.exp(-2),
        "0.127": lambda: from_score(2, 1),
        "8.389": lambda: 1 + math.exp(2),
        "2.127": lambda: from_score(2, 0),
    },
    "task-3-4-bce-from-logits": given("2", "-1", "1", "0", "⁰")
    | {
        "0.127": lambda: from_score(2, 1),
        "0.313": lambda: from_score(-1, 0),
        "0.220": lambda: bce_from_logits(np.array([2.0, -1.0]), np.array([1, 0])),
        "1000": lambda: from_score(1000, 0),
    },
    "race": given("-40", "40", "1000"),
    "gradient": given("1", "-1", "0", "2", "-8", "0.5", "0.2")
    | {
        "-2": lambda: -1 / 0.5,
        "0.25": lambda: sigmoid_slope(0),
        "-0.5": lambda: sigmoid_slope(0) * -1 / sigmoid(0),
        "-5": lambda: -1 / 0.2,
        "0.000335": lambda: sigmoid(-8),
        "-0.99966": lambda: sigmoid(-8) - 1,
        "-0.00067": lambda: 2 * (sigmoid(-8) - 1) * sigmoid_slope(-8),
    },
    "play": given("-8", "0.5", "1", "10"),
    "reduction": given("1", "10")
    | {
        "0.5": lambda: sigmoid(0),
        "9": lambda: passes(1, squared=False),
        "1507": lambda: passes(1, squared=True),
        "154": lambda: passes(10, squared=True),
        "0.8": lambda: 8 / 10,
    },
    "reduction-seen": given("0", "2")
    | {
        "0.5": lambda: sigmoid(0),
        "0.8": lambda: 8 / 10,
        "-0.3": lambda: 0.5 - 0.8,
        "-3": lambda: 10 * (0.5 - 0.8),
        "0.1": GIVEN,
        "1": lambda: 10 * 0.1,
    },
    "softmax-seen": given("⁵", "²", "³", "1", "0", "0.1", "0.4", "0.5", "1.3", "0.3", "1000")
    | {
        "1.885": lambda: sigmoid(LOGITS[0]).sum(),
        "2": lambda: np.argmax([0.1, 0.4, 0.5]),
        "0.693": lambda: one_hot(*np.log([0.5, 0.4, 0.1])),
        "6.124": lambda: np.exp(LOGITS[0]).sum(),
        "1.812": lambda: np.log(np.exp(LOGITS[0]).sum()),
        "0.512": lambda: np.log(np.exp(LOGITS[0] - 1.3).sum()),
        "1.712": lambda: row(0),
    },
    "task-3-5-cross-entropy": given(
        "1000", "1.3", "0.1", "0.3", "0.9", "1.2", "0.5", "1.4", "0.2", "1", "2", "0"
    )
    | {
        "1.712": lambda: row(0),
        "1.209": lambda: row(1),
        "1.435": lambda: row(2),
        "1.4521": lambda: cross_entropy(LOGITS, CLASSES),
    },
    "twice": given("0"),
    "further": given("1", "0")
    | {
        "1.2051": lambda: cross_entropy(SOFTMAX, CLASSES),
        "1.4521": lambda: cross_entropy(LOGITS, CLASSES),
        "0.5514": lambda: one_hot(1.0, 0.0, 0.0),
        "0.599": lambda: SOFTMAX[0, 0],
        "0.180": lambda: SOFTMAX[0, 1],
        "0.220": lambda: SOFTMAX[0, 2],
        "-0.820": lambda: SOFTMAX[0, 1] - 1,
        "0.5": lambda: sigmoid(0),
    },
    "transfer": given("1", "0")
    | {"0.5": lambda: sigmoid(0), "0.693": lambda: loss(0.5, 1)},
    "navigation": given("2", "4"),
}
