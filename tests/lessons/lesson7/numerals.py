"""Where the numerals of lesson 7 come from.  See `numerals`.

What trains for long is stored, and `test_experiments.py` computes it again; what hangs on seeds
and threads is a range, and `test_claims.py` tries it.
"""

import math
from functools import cache

import numpy as np

from course_utils import data, digits
from lessons.lesson7 import experiments
from lessons.lesson7.experiments import stored
from tests.notebooks.numerals import GIVEN

LEARN, CHOOSE, JUDGE = (data.digits(part) for part in ("learn", "choose", "judge"))


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


SIZES = {
    "1797": lambda: len(data.digits()[1]),
    "1097": lambda: len(LEARN[1]),
    "300": lambda: len(CHOOSE[1]),
    "400": lambda: len(JUDGE[1]),
}


def sizes(*numerals: str) -> dict:
    return {numeral: SIZES[numeral] for numeral in numerals}


@cache
def nearest_mean(part: str) -> int:
    """How many of a part the nearest mean names rightly."""
    x, y = LEARN
    means = np.array([x[y == k].mean(axis=0) for k in range(10)])
    new, truth = data.digits(part)
    return int((((new[:, None] - means) ** 2).sum(axis=2).argmin(axis=1) == truth).sum())


@cache
def most_similar() -> int:
    return int((LEARN[1][closest(LEARN[0], CHOOSE[0])] == CHOOSE[1]).sum())


def closest(known: np.ndarray, new: np.ndarray) -> np.ndarray:
    """The position of the most similar known picture, for each new one."""
    return np.array([((known - one) ** 2).sum(axis=1).argmin() for one in new])


def most_similar_of_the_file() -> float:
    """Share right of the last 400 of the file, by the most similar of its first 1097."""
    x, y = data.digits()
    return float((y[closest(x[:1097], x[-400:])] == y[-400:]).mean())


def usual() -> int:
    return int(np.bincount(LEARN[1]).argmax())


def worked(k: int, row: int = 0) -> float:
    """Softmax of one of the task's two rows of logits."""
    z = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]][row])
    return float((np.exp(z) / np.exp(z).sum())[k])


@cache
def both() -> tuple[float, np.ndarray]:
    z = np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    return digits.loss_and_gradient(z, np.array([1, 2]))


def limit_at(lr: float, name: str, k: int) -> float:
    return float(stored(f"limit_{name}")[list(experiments.LIMIT_RATES).index(lr), k])


@cache
def first_rise() -> int:
    """The epoch at whose end the loss at rate 3 has risen for the first time."""
    p = [experiments.softmax(experiments.with_ones(LEARN[0]) @ w)
         for w in experiments.linear(3.0, 10, batch=1097)]  # fmt: skip
    losses = np.array([experiments.cross_entropy(one, LEARN[1]) for one in p])
    return int(np.flatnonzero(np.diff(losses) > 0)[0]) + 1


def trembles() -> float:
    """1/16 where from this quotient on, and not at half of it, every run rises near its end."""
    rises = (np.diff(stored("batches")[..., -6:]) > 0).any(axis=-1)
    quotient = experiments.BATCH_RATES / experiments.BATCHES[:, None]
    from_here, below = rises[quotient >= 1 / 16], rises[quotient < 1 / 16]
    return 1 / 16 if from_here.all() and not below.all() else math.nan


def few(pictures: int, decay: float, what: str = "loss") -> np.ndarray:
    """The loss on the 300, or the share right of them, by epoch."""
    i = list(experiments.PICTURES).index(pictures)
    return stored("few")[i, list(experiments.DECAYS).index(decay), :, {"loss": 2, "right": 3}[what]]


def lowest_epoch(pictures: int) -> int:
    return int(experiments.FEW_EPOCHS[few(pictures, 0).argmin()])


def first_of_the_file() -> float:
    """Percent right of the last 400 of the file, learned from the first 1097."""
    x, y = data.digits()
    rows, w, order = experiments.with_ones(x), np.zeros((65, 10)), np.random.default_rng(0)
    for _ in range(20):
        for own in np.split(order.permutation(1097), range(32, 1097, 32)):
            p = experiments.softmax(rows[own] @ w)
            w = w - 0.5 * rows[own].T @ (p - np.eye(10)[y[own]]) / len(own)
    return 100 * float(((rows[-400:] @ w).argmax(axis=1) == y[-400:]).mean())


LINEAR = 64 * 10 + 10
TABLE = {
    "title": given("7", "100", "3", "5", "6", "4.0") | sizes("1797"),
    "look": given("8", "64", "0", "1", "4", "16")
    | {"32": lambda: 8 * 4}
    | sizes("1797", "1097", "300", "400"),
    "baseline": given("4")
    | {"7": usual, "26": lambda: int((CHOOSE[1] == usual()).sum())}
    | sizes("300", "1097"),
    "task-7-1-loss-and-gradient": given("3", "1", "64", "10", "2", "0", "90", "1000")
    | sizes("300", "1097")
    | {
        "265": lambda: nearest_mean("choose"),
        "88": lambda: nearest_mean("choose") / 3,
        "297": most_similar,
        "70,208": lambda: LEARN[0].size,
        "650": lambda: LINEAR,
        "0.665": lambda: worked(0),
        "0.245": lambda: worked(1),
        "0.2447": lambda: worked(1),
        "0.090": lambda: worked(2),
        "1.408": lambda: -math.log(worked(1)),
        "-0.755": lambda: worked(1) - 1,
        "1.099": lambda: math.log(3),
        "0.333": lambda: worked(0, 1),
        "-0.667": lambda: worked(2, 1) - 1,
        "1.253": lambda: both()[0],
    },
    "ten": given("0", "1") | {"0.1": lambda: 1 / 10},
    "task-7-2-train-epoch": given("10", "3", "1", "5", "0", "4", "2", "2.0", "1.5", "1.0", "0.1")
    | {
        "9": lambda: 10 - 1,
        "2.303": lambda: math.log(10),
        "1.461": lambda: math.log(1 + 9 / math.e),
        "1.6": lambda: (2 * 2.0 + 2 * 1.5 + 1.0) / 5,
    },
    "trained": given("64", "10", "2.303")
    | sizes("300")
    | {
        "700": lambda: 20 * math.ceil(1097 / 32),
        "35": lambda: 300 - nearest_mean("choose"),
        "95": GIVEN,  # about: test_claims.py tries several seeds
    },
    "weights-seen": given("0", "2", "6", "1", "0.9")
    | {"650": lambda: LINEAR, "0.1": lambda: 0.1 * 0.9 + 0.1 * 0.1, "65": lambda: LINEAR / 10},
    "limit-seen": given("2", "500", "3", "6", "32")
    | {
        "1.75": lambda: limit_at(2, "limit", 0),
        "11": lambda: limit_at(3, "rises", -1),
        "4": first_rise,
        "7.9": lambda: limit_at(3, "limit", -1),
        "35": lambda: math.ceil(1097 / 32),
    },
    "task-7-3-split": given("4", "0", "5", "2", "1", "3") | sizes("1797") | {"1/16": trembles},
    "tries": sizes("300"),
    "tries-seen": sizes("300", "400"),
    "judge-seen": given("96", "97", "5", "0.001", "0", "²")  # 96 and 97: test_claims.py
    | sizes("300", "400")
    | {"91": lambda: nearest_mean("judge") / 4}
    | {"0.9": lambda: 100 * math.sqrt(0.97 * 0.03 / len(JUDGE[1]))},
    "few-seen": given("20", "100", "0.001", "0.1", "256", "200", "5")
    | sizes("300", "1097")
    | {
        "2": lambda: lowest_epoch(20),
        "34": lambda: 100 * few(20, 0, "right")[few(20, 0).argmin()],
        "61": lambda: 100 * few(20, 0, "right")[-1],
        "3.7": lambda: few(20, 0)[-1],
        "0.09": lambda: few(1097, 0).min(),
        "0.12": lambda: few(1097, 0)[-1],
        "0.41": lambda: few(100, 0)[-1],
        "0.30": lambda: few(100, 0.001)[-1],
        "1.5": lambda: few(100, 0.1)[-1],
        "11": lambda: 100 * stored("shuffled")[1],
    },
    "task-7-4-confusion-matrix": given("96", "97", "3", "0", "1", "8", "2", "128", "98", "10")
    | sizes("300", "400")
    | {
        "2410": lambda: 64 * 32 + 32 + 32 * 10 + 10,
        "650": lambda: LINEAR,
        "1370": lambda: 8 * 9 + 8 + 128 * 10 + 10,
    },
    "confusion-seen": given("8", "0", "1"),
    "task-7-5-calibration": given("1", "0", "0.2", "0.4", "0.5", "0.7", "0.9", "2", "3")
    | {"0.3": lambda: (0.2 + 0.4) / 2, "0.667": lambda: 2 / 3},
    "calibrated-seen": given("0.7", "0.9", "20"),  # test_claims.py
    "shift-seen": given("1", "5")
    | sizes("1097", "400")
    | {
        "42": lambda: 100 * stored("moved")[0, 3, 2],
        "89": first_of_the_file,
        "95": lambda: 100 * most_similar_of_the_file(),
        "98": lambda: 100 * np.mean(LEARN[1][closest(LEARN[0], JUDGE[0])] == JUDGE[1]),
        "97": lambda: 100 * stored("moved")[0, 2, 2],
    },
    "drawn": given("4", "16", "300") | {"32": lambda: 8 * 4},
    "box-mnist": given("70,000", "28", "0", "255", "1", "10", "0.1", "32", "5", "3", "10,000"),
    "task-7-6-experiment": sizes("300", "400"),
    "summary": given("10")
    | sizes("300")
    | {"88": lambda: nearest_mean("choose") / 3, "99": lambda: most_similar() / 3}
    | {"95": lambda: 100 * most_similar_of_the_file()},
    "transfer": given("99", "200", "400", "20", "0") | {"2.3": lambda: math.log(10)},
    "navigation": {"41": lambda: len(np.linspace(0, 4, 41))} | given("6"),
}
