"""Where the numerals of lesson 1 come from.  See `numerals`."""

import numpy as np

from course_utils import data
from course_utils.search import best_w, best_w_b, cost, evaluations, predict
from tests.notebooks.numerals import GIVEN

x, y = data.study_scores()
off_grid = data.study_scores_off_grid()
noisy = data.study_scores_noisy()
with_bias = data.study_scores_with_bias()

grid = np.linspace(0, 4, 41)
fine_grid = np.linspace(0, 4, 401)
losses = (predict(1.5, x) - y) ** 2
SECONDS_A_YEAR = 365.25 * 24 * 3600


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


TABLE = {
    "title": given("50")
    | {
        "1": lambda: x[0],
        "2": lambda: x[1],
        "3": lambda: x[2],
        "4": lambda: y[1],
        "6": lambda: y[2],
    },
    "data-seen": given("4", "1.5", "2") | {"3": lambda: predict(1.5, 2)},
    "task-1-1-predict": given("1.5", "2") | {"3.0": lambda: predict(1.5, 2)},
    "errors": given("1.5")
    | {
        "3": lambda: predict(1.5, x[1]),
        "4": lambda: y[1],
        "-1": lambda: predict(1.5, x[1]) - y[1],
    },
    "square": given("-2", "2", "3", "1")
    | {
        "0": lambda: -2 + 2,
        "4": lambda: (-2) ** 2,
        "8": lambda: (-2) ** 2 + 2**2,
        "9": lambda: 3**2,
    },
    "square-seen": given("²", "0")
    | {
        "1.5": lambda: abs(predict(1.5, x[2]) - y[2]),
        "2.25": lambda: losses[2],
        "0.25": lambda: losses[0],
        "1": lambda: losses[1],
        "3": lambda: len(x),
        "3.5": lambda: losses.sum(),
        "1.17": lambda: cost(1.5, x, y),
    },
    "task-1-2-cost": given("1.5")
    | {"3.5": lambda: losses.sum(), "3": lambda: len(x), "1.17": lambda: cost(1.5, x, y)},
    "relatives-seen": {
        "1.08": lambda: cost(1.5, x, y) ** 0.5,
        "3.5": lambda: cost(1.5, x, y) * len(x),
    },
    "hunt-seen": given("1", "3")
    | {
        "2": lambda: best_w(grid, x, y),
        "0.0": lambda: grid[0],
        "0.1": lambda: grid[1],
        "0.2": lambda: grid[2],
        "4.0": lambda: grid[-1],
        "4.67": lambda: cost(1, x, y),
        "0": lambda: cost(2, x, y),
    },
    "task-1-3-best-w": given("1.0", "3.0") | {"2.0": lambda: best_w([1.0, 2.0, 3.0], x, y)},
    "answer-seen": {
        "8": lambda: predict(best_w(grid, x, y), 4),
        "41": lambda: len(grid),
    },
    "curve-seen": given("²", "3")
    | {
        "2": lambda: best_w(grid, x, y),
        "1": lambda: x[0] ** 2,
        "4": lambda: x[1] ** 2,
        "9": lambda: x[2] ** 2,
        "14/3": lambda: np.mean(x**2),
        "4.67": lambda: cost(3, x, y),
        "41": lambda: len(grid),
    },
    "grid": {"2.03": lambda: off_grid[1][0] / off_grid[0][0]},
    "grid-seen": given("5")
    | {
        "4.0": lambda: best_w(grid, x, 5 * x),
        "41": lambda: len(grid),
        "2.0": lambda: best_w(grid, *off_grid),
        "2.03": lambda: best_w(fine_grid, *off_grid),
        "401": lambda: len(fine_grid),
        "0.01": lambda: fine_grid[1] - fine_grid[0],
    },
    "noise-seen": given("1")
    | {
        "401": lambda: len(fine_grid),
        "1.97": lambda: best_w(fine_grid, *noisy),
        "0.11": lambda: cost(best_w(fine_grid, *noisy), *noisy),
        "0": lambda: cost(2, x, y),
        "2": lambda: with_bias[0][1],
        "3": lambda: with_bias[0][2],
        "2.5": lambda: with_bias[1][0],
        "4": lambda: with_bias[1][1],
        "5.5": lambda: with_bias[1][2],
    },
    "bias-seen": given("1", "2")
    | {
        "1.9": lambda: best_w(grid, *with_bias),
        "0.147": lambda: cost(best_w(grid, *with_bias), *with_bias),
    },
    "task-1-4-best-w-b": given("2.0", "0.0")
    | {
        "1.0": lambda: best_w_b([1.0, 1.5, 2.0], [0.0, 1.0], *with_bias)[1],
        "1.5": lambda: best_w_b([1.0, 1.5, 2.0], [0.0, 1.0], *with_bias)[0],
    },
    "pairs-seen": {
        "41": lambda: evaluations(4, 0.1, 1),
        "41²": lambda: evaluations(4, 0.1, 2),
        "1681": lambda: evaluations(4, 0.1, 2),
        "41¹⁰": lambda: evaluations(4, 0.1, 10),
    },
    "price-seen": {"425": lambda: evaluations(4, 0.1, 10) / 1e6 / SECONDS_A_YEAR},
    "task-1-5-evaluations": given("4", "0.1", "0.001", "0.3")
    | {
        "41": lambda: evaluations(4, 0.1, 1),
        "4001": lambda: evaluations(4, 0.001, 1),
        "16": lambda: evaluations(4, 0.001, 2) / 1e6,
        "64": lambda: evaluations(4, 0.001, 3) / 1e9,
        "2.9999999999999996": lambda: 0.3 / 0.1,
    },
    "further": given("5")
    | {
        "5¹⁰": lambda: 5**10,
        "9,765,625": lambda: 5**10,
        "41": lambda: evaluations(4, 0.1, 1),
        "1681": lambda: evaluations(4, 0.1, 2),
        "41¹⁰": lambda: evaluations(4, 0.1, 10),
    },
    "transfer": given("0.0", "0.1", "4.0")
    | {
        "1.5": lambda: 0.75 * best_w(grid, x, y),
        "15": lambda: 0.75 * 10 * best_w(grid, x, y),
        "1.17": lambda: cost(1.5, x, y),
        "116.67": lambda: cost(15, x, 10 * y),
        "20": lambda: 10 * y[0],
        "40": lambda: 10 * y[1],
        "60": lambda: 10 * y[2],
    },
    "navigation": given("2"),
}
