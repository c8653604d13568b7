"""Where the numerals of lesson 2 come from.  See `numerals`."""

from functools import cache

import numpy as np

from course_utils import data
from course_utils.descent import (
    descend,
    gradient,
    largest_stable_lr,
    partial_derivatives,
    path,
    step,
    train,
)
from course_utils.search import best_w, cost, evaluations
from lessons.lesson0 import land
from tests.notebooks.numerals import GIVEN

x, y = data.study_scores()
x_quadratic, y_quadratic = data.quadratic()
grid = np.linspace(0, 4, 41)
errors = x - y  # at w = 1
slopes = 2 * errors * x
CURVATURE = 2 * np.mean(x**2)
START = np.array([1.0, 0.0, -1.0])
POINT = np.array([0.5]), np.array([2 * 0.5**2 + 3 * 0.5 + 4])
columns = np.stack([x_quadratic**2, x_quadratic, np.ones(100)], axis=1)
eigenvalues = np.linalg.eigvalsh(2 * columns.T @ columns / 100)
lines = np.stack([x, np.ones(3)], axis=1)  # of w · x + b
centred = np.stack([x - x.mean(), np.ones(3)], axis=1)
bends = 2 * lines.T @ lines / 3
curvatures, directions = np.linalg.eigh(bends)
steepest = directions[:, 1] / directions[0, 1]
centred_curvatures = np.linalg.eigvalsh(2 * centred.T @ centred / 3)
flat = 3 - y  # the errors at w = 0, b = 3
valleys = [land.curvature(*place)[1] for place in land.VALLEYS]


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


def rise(h: float) -> float:
    """Of x² from 1 to 1 + h."""
    return (1 + h) ** 2 - 1


def walk(lr: float, epochs: int) -> np.ndarray:
    """w from 1, on the cost of the three students."""
    return path(lambda w: CURVATURE * (w - 2), 1.0, lr, epochs)


def on_square(steps: int) -> float:
    """x after steps on x² from 1 at learning rate 0.1."""
    return path(lambda x: 2 * x, 1.0, 0.1, steps)[-1]


def factor(lr: float) -> float:
    return 1 - CURVATURE * lr


def steps_to_2(lr: float) -> int:
    """Steps until w is within 1e-6 of 2."""
    return int(np.argmax(np.abs(walk(lr, 200) - 2) < 1e-6))


@cache
def explosion(kind: str) -> tuple[int, int, int]:
    """The steps at which the cost is inf, w is inf, and w is nan, at learning rate 1."""
    hours, points, one = x.astype(kind), y.astype(kind), np.dtype(kind).type(1)
    with np.errstate(over="ignore", invalid="ignore"):
        ws = path(lambda w: gradient(w, hours, points), one, one, 400)
        costs = np.array([cost(w, hours, points) for w in ws])
    return tuple(int(np.argmax(now)) for now in (np.isinf(costs), np.isinf(ws), np.isnan(ws)))


@cache
def trained(batch: int) -> tuple[np.ndarray, list[float]]:
    return train(START, x_quadratic, y_quadratic, batch, 0.1, 1000)


w, taken = descend(1.0, 0.05, x, y, 0.1, 100)

TABLE = {
    "title": given("2", "1", "95") | {"41": lambda: len(grid)},
    "slope": given("²", "1", "0.001", "1.001")
    | {
        "1.002001": lambda: 1 + rise(0.001),
        "0.002001": lambda: rise(0.001),
        "2.001": lambda: rise(0.001) / 0.001,
    },
    "slope-seen": given("²", "-1", "1", "0.1")
    | {
        "-2": lambda: errors[1],
        "2": lambda: 2 * 1,
        "0.2": lambda: 0.1 * 2,
        "0.8": lambda: on_square(1),
        "1.6": lambda: 2 * on_square(1),
        "0.16": lambda: on_square(1) - on_square(2),
        "0.64": lambda: on_square(2),
        "1.28": lambda: 2 * on_square(2),
        "0.128": lambda: on_square(2) - on_square(3),
        "0.512": lambda: on_square(3),
        "3": lambda: x[2],
        "4": lambda: y[1],
        "6": lambda: y[2],
        "9": lambda: errors[2] ** 2,
        "-6": lambda: 2 * errors[2],
        "-8": lambda: slopes[1],
        "-3": lambda: errors[2],
        "-18": lambda: slopes[2],
    },
    "task-2-1-gradient": given("1") | {"-9.33": lambda: gradient(1.0, x, y)},
    "gradient-seen": given("²", "1")
    | {
        "2": lambda: best_w(grid, x, y),
        "0": lambda: gradient(2.0, x, y),
        "14/3": lambda: np.mean(x**2),
        "28/3": lambda: gradient(3.0, x, y),
    },
    "task-2-2-step": given("1", "0.05")
    | {
        "-9.33": lambda: gradient(1.0, x, y),
        "-0.47": lambda: 0.05 * gradient(1.0, x, y),
        "1.47": lambda: step(1.0, 0.05, x, y),
    },
    "stopping": {
        "0.467": lambda: np.diff(walk(0.05, 4))[0],
        "0.249": lambda: np.diff(walk(0.05, 4))[1],
        "0.133": lambda: np.diff(walk(0.05, 4))[2],
        "0.071": lambda: np.diff(walk(0.05, 4))[3],
    },
    "task-2-3-descend": given("1", "0.05", "0.1", "100")
    | {
        "1.919": lambda: w,
        "4": lambda: taken,
        "0.071": lambda: np.diff(walk(0.05, 4))[3],
    },
    "search": given("1", "1.90", "2.10"),
    "rate": given("2")
    | {
        "2.0": lambda: grid[20],
        "2.1": lambda: grid[21],
        "2.03": lambda: data.study_scores_off_grid()[1][0],
        "41": lambda: evaluations(4, 0.1, 2) / evaluations(4, 0.1, 1),
    },
    "rate-seen": given("0.001", "100")
    | {
        "1.6085": lambda: walk(0.001, 100)[-1],
        "2": lambda: 100 * (1 - factor(0.001) ** 2),
        "1": lambda: walk(3 / 14, 2)[2],
        "3": lambda: walk(3 / 14, 1)[1],
    },
    "rate-why": given("0.15", "0.2", "0.05", "0.107", "0.22", "0.000001")
    | {
        "2": lambda: best_w(grid, x, y),
        "1": lambda: factor(0),
        "28/3": lambda: CURVATURE,
        "1.4": lambda: CURVATURE * 0.15,
        "-0.4": lambda: factor(0.15),
        "0.4": lambda: -factor(0.15),
        "3/28": lambda: 1 / CURVATURE,
        "1/28": lambda: 1 / (3 * CURVATURE),
        "1/14": lambda: 2 / (3 * CURVATURE),
        "0.1071": lambda: 3 / 28,
        "0": lambda: factor(3 / 28),
        "-0.87": lambda: factor(0.2),
        "97": lambda: steps_to_2(0.2),
        "22": lambda: steps_to_2(0.05),
        "3": lambda: steps_to_2(0.107),
        "102": lambda: descend(1.0, 0.2, x, y, 1e-6, 1000)[1],
        "3/14": lambda: 2 / CURVATURE,
        "0.2143": lambda: 3 / 14,
        "-1": lambda: factor(3 / 14),
        "-1.05": lambda: factor(0.22),
    },
    "parabola": given("²", "2", "4", "0.1", "3", "1", "0.000001", "10")
    | {
        "28/3": lambda: CURVATURE,
        "12": lambda: 4 * 3,
        "1.2": lambda: 0.1 * 4 * 3,
        "1.8": lambda: 3 - 0.1 * 4 * 3,
        "0.6": lambda: 1 - 0.1 * 4,
        "100": lambda: 10**2,
        "10²": lambda: 10**2,
        "10⁰": lambda: 10**0,
        "10⁻¹": lambda: 10**-1,
        "0": lambda: np.log10(1),
        "-1": lambda: np.log10(0.1),
        "10³": lambda: 10**3,
        "10⁵": lambda: 10**2 * 10**3,
        "-0.2218": lambda: np.log10(0.6),
        "-6.477": lambda: np.log10(1e-6 / 3),
        "29.2": lambda: np.log10(1e-6 / 3) / np.log10(0.6),
        "30": lambda: np.argmax(path(lambda w: 4 * w, 3.0, 0.1, 50) < 1e-6),
    },
    "task-2-4-largest-stable-lr": given("-1", "0", "1", "²", "2", "1.7")
    | {"3.4": lambda: 2 * 1.7, "0.588": lambda: largest_stable_lr(1.7)},
    "overflow": given("2", "²", "1", "32", "64", "3", "4", "0/0")
    | {
        "14/3": lambda: np.mean(x**2),
        "3/14": lambda: largest_stable_lr(14 / 3),
        "28/3": lambda: CURVATURE,
        "-8.33": lambda: factor(1),
        "3.4e38": lambda: np.finfo("float32").max,
        "38": lambda: np.floor(np.log10(np.finfo("float32").max)),
    },
    "three": given("1", "2", "3", "²", "4", "0.00", "0.01", "0", "-1", "0.5", "0.0001", "0.1")
    | given("0/0", "6", "10")
    | {
        "59,049": lambda: 3**10,
        "21": lambda: explosion("float32")[0],
        "42": lambda: explosion("float32")[1],
        "43": lambda: explosion("float32")[2],
        "167": lambda: explosion("float64")[0],
        "335": lambda: explosion("float64")[1],
        "336": lambda: explosion("float64")[2],
        "100": lambda: len(x_quadratic),
        "0.99": lambda: x_quadratic[-1],
        "0.25": lambda: POINT[0][0] ** 2,
        "-0.75": lambda: POINT[0][0] ** 2 - 1,
        "-6.75": lambda: partial_derivatives(START, *POINT)[1],
        "-3.38": lambda: partial_derivatives(START, *POINT)[0],
    },
    "task-2-5-partial-derivatives": given("²", "0", "1", "2", "-1")
    | {
        "-3.375": lambda: partial_derivatives(START, *POINT)[0],
        "-6.75": lambda: partial_derivatives(START, *POINT)[1],
        "-13.5": lambda: partial_derivatives(START, *POINT)[2],
    },
    "train": given("20", "1e-5", "5"),
    "fit": given("1000"),
    "fit-seen": given("0.00001")
    | {
        "889": lambda: len(trained(20)[1]),
        "888": lambda: len(trained(20)[1]) - 1,
        "2.036": lambda: trained(20)[0][0],
        "2.961": lambda: trained(20)[0][1],
        "4.007": lambda: trained(20)[0][2],
        "2": lambda: 100 * (trained(20)[0][0] / 2 - 1),
        "-1": lambda: centred[0, 0],
        "0": lambda: centred[1, 0],
        "1": lambda: centred[2, 0],
    },
    "valley-seen": given("0", "3")
    | {
        "1": lambda: flat[0],
        "-1": lambda: flat[1],
        "-3": lambda: flat[2],
        "-2": lambda: 2 * flat.mean(),
        "28/3": lambda: bends[0, 0],
        "4": lambda: bends[0, 1],
        "2": lambda: bends[1, 1],
        "0.43": lambda: bends[1, 0] / bends[0, 0],
        "11.05": lambda: (bends @ [1, 0.43])[0],
        "4.86": lambda: (bends @ [1, 0.43])[1],
        "2.27": lambda: -directions[1, 0] / directions[0, 0],
        # The steepest direction, 1 by w, and how the slopes grow in it.
        "0.44": lambda: steepest[1],
        "11.09": lambda: (bends @ steepest)[0],
        "4.88": lambda: (bends @ steepest)[1],
    },
    "eigen-seen": given("0.1")
    | {
        "11.09": lambda: curvatures[1],
        "0.240": lambda: curvatures[0],
        "46": lambda: curvatures[1] / curvatures[0],
        "0.180": lambda: 2 / curvatures[1],
        "2": lambda: centred_curvatures[1],
        "1.33": lambda: centred_curvatures[0],
        "1": lambda: 2 / centred_curvatures[1],
        "133.8": lambda: valleys[0],
        "105.4": lambda: valleys[1],
        "82.3": lambda: valleys[2],
        "80.6": lambda: valleys[3],
        "0.0149": lambda: 2 / valleys[0],
        "0.0190": lambda: 2 / valleys[1],
        "0.0243": lambda: 2 / valleys[2],
        "0.0248": lambda: 2 / valleys[3],
        "2.798": lambda: eigenvalues[2],
        "0.00543": lambda: eigenvalues[0],
        "0.715": lambda: 2 / eigenvalues[2],
        "0.9995": lambda: 1 - 0.1 * eigenvalues[0],
        "515": lambda: eigenvalues[2] / eigenvalues[0],
    },
    "wells": given("30", "⁴", "2", "²", "0.3", "32")
    | {
        "100": lambda: len(x_quadratic),
        "1000": lambda: len(trained(100)[1]),
        "2.328": lambda: trained(100)[0][0],
        "2.663": lambda: trained(100)[0][1],
        "4.059": lambda: trained(100)[0][2],
        "0": lambda: 0 * 30,
        "89": lambda: 3 * 30 - 1,
        "2.15": lambda: trained(30)[0][0],
        "2.86": lambda: trained(30)[0][1],
        "4.02": lambda: trained(30)[0][2],
    },
    "summary": {"1": lambda: factor(0)},
    "transfer": given("1", "2", "²", "3", "10", "5", "9", "17", "33")
    | given("5.00", "4.99", "4.98", "4.97")
    | {
        "60": lambda: 60 * x[0],
        "120": lambda: 60 * x[1],
        "180": lambda: 60 * x[2],
        "60²": lambda: 2 * np.mean((60 * x) ** 2) / CURVATURE,
        "3600": lambda: 2 * np.mean((60 * x) ** 2) / CURVATURE,
        "0.00006": lambda: 2 / (2 * np.mean((60 * x) ** 2)),
    },
    "navigation": given("1", "3"),
}
