"""The exercises of lesson 1, exhaustive search."""

from __future__ import annotations

import math

import numpy as np

from ..data import study_scores, study_scores_with_bias
from ..search import best_w, best_w_b, cost, cost_b, evaluations, predict
from .record import Exercise, Mistake

X, Y = study_scores()
X_BIAS, Y_BIAS = study_scores_with_bias()
GRID = np.linspace(0, 4, 41)  # what the lesson searches


# 1.1 predict


def _predict_cases(rng: np.random.Generator) -> list[tuple]:
    hours = rng.uniform(0.5, 6, (2, 4)).round(1)
    ws = rng.uniform(2.5, 5, 3).round(1).tolist()
    return [(ws[2], 4.0), (ws[0], hours[0]), (-ws[1], hours[1]), (1.5, X)]


PREDICT = Exercise(
    id="1.1",
    title="The model",
    reference=predict,
    example=(1.5, 2.0),
    cases=_predict_cases,
    right="One multiplication serves one number of hours and a whole array of them alike.",
    hints=(
        "A student scores w points for every hour. How many points are that in 4 hours?",
        "The model is ŷ = w · x. NumPy multiplies every element of an array at once.",
        "def predict(w, x):\n    y_hat = ...\n    return y_hat",
    ),
    mistakes=(
        Mistake(
            lambda w, x: w + x,
            "You added w and x: w is points per hour, so multiply it by the hours.",
        ),
        Mistake(
            lambda w, x: x,
            "You handed the hours back as they came: multiply them by w.",
        ),
        Mistake(
            lambda w, x: w,
            "You returned w, the points for one hour: multiply it by the hours x.",
        ),
        Mistake(
            lambda w, x: x**w,
            "You raised x to the power w: `**` is a power, `*` multiplies.",
        ),
        Mistake(
            lambda w, x: x / w,
            "You divided the hours by w: w is points per hour, so multiply by it.",
        ),
        Mistake(
            lambda w, x: 2 * x,
            "You multiplied by 2 whatever w is: use the w your function is given.",
        ),
        Mistake(
            lambda w, x: 1.5 * x,
            "You multiplied by 1.5 whatever w is: use the w your function is given.",
        ),
        Mistake(
            lambda w, x: w * X,
            "You used the three students of the lesson: use the x your function is given.",
        ),
        Mistake(
            lambda w, x: np.sum(w * x),
            "You added the predictions up: return one prediction for every x, without a sum.",
        ),
    ),
)


# 1.2 cost


def _scatter(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n hours, and n errors of alternating sign, none of them near zero."""
    return rng.uniform(1, 6, n).round(1), rng.uniform(0.5, 3, n).round(1) * (-1) ** np.arange(n)


def _cost_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n in (3, 4, 6):
        w = round(rng.uniform(1.5, 4), 1)
        x, errors = _scatter(rng, n)
        cases.append((w, x, w * x - errors))
    return cases


COST = Exercise(
    id="1.2",
    title="The cost",
    reference=cost,
    example=(1.5, X, Y),
    cases=_cost_cases,
    right="Squares let no error cancel another and make large ones count most;"
    " the mean does not grow with the number of points.",
    hints=(
        "How far off is the line at one point, and how do three such errors become one number?",
        "cost = mean of (ŷ − y)², with ŷ = w · x: error, then square, then mean.",
        "def cost(w, x, y):\n    errors = ... - y\n    return float(np.mean(...))",
    ),
    mistakes=(
        Mistake(
            lambda w, x, y: np.sum((w * x - y) ** 2),
            "You added the squared errors up: divide by the number of points to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y),
            "You took the mean of the errors themselves, and those above and below the line"
            " cancel: square each error first.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) * 2),
            "You doubled the errors: `* 2` doubles, `** 2` squares.",
        ),
        Mistake(
            lambda w, x, y: np.mean(np.abs(w * x - y)),
            "You took the mean of the absolute errors: square each error instead.",
        ),
        Mistake(
            lambda w, x, y: np.sqrt(np.mean((w * x - y) ** 2)),
            "You took the root at the end, which gives the RMSE: leave the root out.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) ** 2) / 2,
            "You halved the mean of the squared errors: here the cost is the whole mean.",
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y) ** 2,
            "You squared the mean of the errors: square each error first, then take the mean.",
        ),
        Mistake(
            lambda w, x, y: np.sum(w * x - y) ** 2 / len(x),
            "You squared the sum of the errors: square each error first, then add them up.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x + y) ** 2),
            "You added y to the prediction: an error is their difference, `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w + x - y) ** 2),
            "Your line adds w and x: the prediction is w times x.",
        ),
        Mistake(
            lambda w, x, y: np.mean((x - y) ** 2),
            "You compared the hours with the points: multiply x by w first.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x) ** 2),
            "You squared the predictions: subtract y from them before you square.",
        ),
        Mistake(
            lambda w, x, y: (w * x[-1] - y[-1]) ** 2,
            "You returned the squared error of the last point: take the mean over all points.",
        ),
        Mistake(
            lambda w, x, y: (w * x[-1] - y[-1]) ** 2 / len(x),
            "You divided the squared error of the last point alone: add up all of them with `+=`.",
        ),
        Mistake(
            lambda w, x, y: (w * x[0] - y[0]) ** 2,
            "You returned the squared error of the first point: is `return` inside a loop?",
        ),
        Mistake(
            lambda w, x, y: np.sum((w * x - y) ** 2) / (len(x) - 1),
            "You divided by one less than the number of points: divide by their number.",
        ),
        Mistake(
            lambda w, x, y: np.sum((w * x - y) ** 2) / 3,
            "You divided by 3 whatever comes: divide by the number of points given, `len(x)`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) ** 2) / len(x),
            "You divided by the number of points twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda w, x, y: round(cost(w, x, y), 2),
            "You rounded the cost: return it as it is.",
        ),
        Mistake(
            lambda w, x, y: (w * x - y) ** 2 / len(x),
            "You divided each squared error by the number of points: add them up as well.",
        ),
        Mistake(
            lambda w, x, y: (w * x - y) ** 2,
            "You returned the squared error of every point: take their mean, one number.",
        ),
    ),
)


# 1.3 best_w


def _costs(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[float]:
    return [cost(w, x, y) for w in ws]


def _near(rng: np.random.Generator) -> np.ndarray:
    """Nine rising values 0.5 apart, off whole numbers, so that none equals an index."""
    return rng.integers(1, 4) / 2 + 0.25 + 0.5 * np.arange(9)


def _far(rng: np.random.Generator) -> np.ndarray:
    """Three rising values so large that 0 beats them all, whatever the cost of 0."""
    return rng.integers(2000, 9000) + 0.25 + 0.5 * np.arange(3)


def _best_w_cases(rng: np.random.Generator) -> list[tuple]:
    """Two values that share the lowest cost.  Then, each in rising and in falling order: values
    with the best inside, where the mean of the squared errors and the square of their sum are
    lowest at different ones; and values far off, the best of them first or last."""
    cases = [(np.array([1.0, 3.0]), X, Y)]
    for order in (1, -1):
        ws, far = order * _near(rng), _far(rng)
        # Errors at right angles to x leave the best w where it is; their sum is not 0.
        x, errors = np.array([0.5, 0.5, 1.0, 2.0]), np.array([-1.0, -1.0, -1.0, 1.0])
        cases.append((ws, x, ws[rng.integers(2, 5)] * x + rng.uniform(0.7, 0.95) * errors))
        cases.append((far[::order], *_scatter(rng, 5)))
    return cases


def _from_zero(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    return best_w([0.0, *ws], x, y)


def _cost_against_w(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    best = ws[0]
    for w in ws:
        if cost(w, x, y) < best:
            best = w
    return best


def _without_squares(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    return min(ws, key=lambda w: np.sum(w * x - y) ** 2)


def _last_below_the_first(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    below = [w for w in ws if cost(w, x, y) < cost(ws[0], x, y)]
    return below[-1] if below else ws[0]


BEST_W = Exercise(
    id="1.3",
    title="The search",
    reference=best_w,
    example=(np.array([1.0, 2.0, 3.0]), X, Y),
    cases=_best_w_cases,
    right="The answer is one of the values tried: never finer than their spacing.",
    hints=(
        "You may look at one w after another. What do you have to remember on the way?",
        "Go through ws and keep two things: the lowest cost so far and the w it belongs to.",
        "def best_w(ws, x, y):\n"
        "    best = ws[0]\n"
        "    lowest = cost(best, x, y)\n"
        "    for w in ws:\n"
        "        c = ...\n"
        "        if c < ...:\n"
        "            best = ...\n"
        "            lowest = ...\n"
        "    return float(best)",
    ),
    mistakes=(
        Mistake(
            lambda ws, x, y: min(_costs(ws, x, y)),
            "You returned the lowest cost: return the w it belongs to.",
        ),
        Mistake(
            lambda ws, x, y: int(np.argmin(_costs(ws, x, y))),
            "You returned the position in ws: return the value there, `ws[i]`.",
        ),
        Mistake(
            lambda ws, x, y: _costs(ws, x, y),
            "You returned all the costs: return the w whose cost is lowest.",
        ),
        Mistake(
            lambda ws, x, y: ws[0],
            "You returned the first w tried: is `return` inside the loop, or `best` never updated?",
        ),
        Mistake(
            lambda ws, x, y: ws[-1],
            "You returned the last w tried: remember w only `if` its cost is the lowest so far.",
        ),
        Mistake(
            lambda ws, x, y: ws[np.argmax(_costs(ws, x, y))],
            "You returned the w with the highest cost: turn the comparison round, to `<`.",
        ),
        Mistake(
            lambda ws, x, y: np.sum(x * y) / np.sum(x**2),
            "You computed a w finer than the values given: return the best one out of ws.",
        ),
        Mistake(
            lambda ws, x, y: best_w(ws[::-1], x, y),
            "Of several values that share the lowest cost you kept the last: use `<`, not `<=`.",
        ),
        Mistake(
            lambda ws, x, y: best_w(ws[1:], x, y),
            "You left out the first w: positions begin at 0, and `for w in ws` misses none.",
        ),
        Mistake(
            lambda ws, x, y: best_w(ws[:-1], x, y),
            "You left out the last w: `range(n)` ends at n - 1 already, and `for w in ws`"
            " misses none.",
        ),
        Mistake(
            _from_zero,
            "You returned 0, which is not in ws: begin with `ws[0]` and its cost.",
        ),
        Mistake(
            lambda ws, x, y: 0.0,
            "You returned 0 every time: no cost is below 0, so nothing was kept; begin with"
            " `ws[0]` and its cost.",
        ),
        Mistake(
            _last_below_the_first,
            "You kept a better w but not its cost: update both, or a later and worse w replaces"
            " it.",
        ),
        Mistake(
            _cost_against_w,
            "You compared a cost with a w: keep the lowest cost so far in a variable of its own.",
        ),
        Mistake(
            _without_squares,
            "You squared the sum of the errors, in which they cancel: call `cost` for each w.",
        ),
        Mistake(
            lambda ws, x, y: best_w(GRID, x, y),
            "You searched 0.0 to 4.0 whatever comes: search the ws your function is given.",
        ),
        Mistake(
            lambda ws, x, y: best_w(ws, X, Y),
            "You searched with the three students of the lesson: use the x and y given.",
        ),
    ),
)


# 1.4 best_w_b


def _best_w_b_cases(rng: np.random.Generator) -> list[tuple]:
    """Rising and falling values again, near and far off; near, a bias too large to leave the
    best w unmoved, and 0.2 off bs so that at other pairs the errors cancel better."""
    cases = []
    for order in (1, -1):
        ws, bs, far = _near(rng), -0.75 + 0.5 * np.arange(10), _far(rng)
        x = np.array([1.0, 1.5, 2.0, 3.0])
        noise = rng.uniform(-0.05, 0.05, x.size)
        y = ws[rng.integers(2, 4)] * x + bs[rng.integers(6, 8)] + 0.2 + noise
        cases.append((ws[::order], bs[::order], x, y))
        cases.append((far[::order], 1 + far[::order], x, noise))
    return cases


def _costs_b(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The cost of every pair, shape (len(ws), len(bs))."""
    return np.mean((np.multiply.outer(ws, x)[:, None] + np.array(bs)[:, None] - y) ** 2, axis=-1)


def _lowest(costs: np.ndarray) -> list[int]:
    return [int(i) for i in np.unravel_index(np.argmin(costs), costs.shape)]


def _pair(ws: np.ndarray, bs: np.ndarray, costs: np.ndarray) -> tuple:
    """The pair with the lowest of these costs."""
    i, k = _lowest(costs)
    return ws[i], bs[k]


def _search(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple:
    return _pair(ws, bs, _costs_b(ws, bs, x, y))


def _one_after_the_other(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple:
    return _search([best_w(ws, x, y)], bs, x, y)


def _side_by_side(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple:
    return min(zip(ws, bs, strict=False), key=lambda pair: cost_b(*pair, x, y))


def _from_zeros(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple:
    return min((0.0, 0.0), _search(ws, bs, x, y), key=lambda pair: cost_b(*pair, x, y))


def _squared_sums(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.add.outer(ws * np.sum(x), bs * x.size - np.sum(y)) ** 2


BEST_W_B = Exercise(
    id="1.4",
    title="The search with two numbers",
    reference=best_w_b,
    example=(np.array([1.0, 1.5, 2.0]), np.array([0.0, 1.0]), X_BIAS, Y_BIAS),
    cases=_best_w_b_cases,
    right="Every w was tried with every b: 41 values of each make 1681 costs.",
    hints=(
        "With 3 values of w and 4 of b, how many lines are there to try?",
        "Try every b for every w, a loop inside a loop, and keep the best pair so far.",
        "def best_w_b(ws, bs, x, y):\n"
        "    best = (ws[0], bs[0])\n"
        "    lowest = cost_b(ws[0], bs[0], x, y)\n"
        "    for w in ws:\n"
        "        for b in ...:\n"
        "            c = ...\n"
        "            if c < lowest:\n"
        "                best = ...\n"
        "                lowest = ...\n"
        "    return float(best[0]), float(best[1])",
    ),
    mistakes=(
        Mistake(
            lambda ws, bs, x, y: _search(ws, bs, x, y)[::-1],
            "You returned (b, w): return w first, then b.",
        ),
        Mistake(
            _one_after_the_other,
            "You looked for the best w without a bias and then for a b to go with it:"
            " the two depend on each other, so try every b for every w.",
        ),
        Mistake(
            _side_by_side,
            "You tried the first w with the first b, the second with the second, and so on:"
            " put one loop inside the other to try every pair.",
        ),
        Mistake(
            lambda ws, bs, x, y: _lowest(_costs_b(ws, bs, x, y)),
            "You returned the positions in ws and bs: return the values there.",
        ),
        Mistake(
            lambda ws, bs, x, y: _pair(ws, bs, -_costs_b(ws, bs, x, y)),
            "You returned the pair with the highest cost: turn the comparison round, to `<`.",
        ),
        Mistake(
            lambda ws, bs, x, y: (ws[0], bs[0]),
            "You returned the first pair: is `return` inside a loop, or `best` never updated?",
        ),
        Mistake(
            lambda ws, bs, x, y: (ws[-1], bs[-1]),
            "You returned the last pair: remember a pair only `if` its cost is the lowest so far.",
        ),
        Mistake(
            lambda ws, bs, x, y: np.min(_costs_b(ws, bs, x, y)),
            "You returned the lowest cost: return the pair (w, b) it belongs to.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(ws, bs, x, y)[0],
            "You returned w alone: return both, `w, b`.",
        ),
        Mistake(
            lambda ws, bs, x, y: (*_search(ws, bs, x, y), np.min(_costs_b(ws, bs, x, y))),
            "You returned the cost along with the pair: return w and b alone.",
        ),
        Mistake(
            lambda ws, bs, x, y: (best_w(ws, x, y), bs[0]),
            "Your search does not depend on b: call `cost_b(w, b, x, y)`, not `cost`.",
        ),
        Mistake(
            lambda ws, bs, x, y: (best_w(ws, x, y), 0.0),
            "You searched w alone and left the bias at 0: try every b in bs as well.",
        ),
        Mistake(
            lambda ws, bs, x, y: (best_w(ws, x, y), best_w(bs, x, y)),
            "You searched bs as if they were slopes: try every b with every w, and `cost_b`.",
        ),
        Mistake(
            lambda ws, bs, x, y: (best_w(ws, x, y), min(bs)),
            "You added b to the cost: it belongs in the line, so call `cost_b(w, b, x, y)`.",
        ),
        Mistake(
            lambda ws, bs, x, y: _pair(ws, bs, _costs_b(bs, ws, x, y).T),
            "You swapped w and b in the call: it is `cost_b(w, b, x, y)`.",
        ),
        Mistake(
            lambda ws, bs, x, y: _pair(ws, bs, _squared_sums(ws, bs, x, y)),
            "You squared the sum of the errors, in which they cancel: call `cost_b` for each pair.",
        ),
        Mistake(
            lambda ws, bs, x, y: (_search(ws, bs, x, y)[0], bs[-1]),
            "You returned the last b whatever its cost: remember b inside the `if`, next to w.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(ws[:1], bs, x, y),
            "You tried the first w alone: move `return` out of both loops.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(ws[-1:], bs, x, y),
            "You returned the best pair of the last w: set the lowest cost once, before both"
            " loops, not anew for every w.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(ws[1:], bs[1:], x, y),
            "You left out the first w and b: positions begin at 0.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(ws[:-1], bs[:-1], x, y),
            "You left out the last w and b: `range(n)` ends at n - 1 already.",
        ),
        Mistake(
            _from_zeros,
            "You returned 0 and 0, which are not in ws and bs: begin with the first pair and"
            " its cost.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(GRID, GRID, x, y),
            "You searched 0.0 to 4.0 whatever comes: search the ws and bs given.",
        ),
    ),
)


# 1.5 evaluations


def _evaluations_cases(rng: np.random.Generator) -> list[tuple]:
    """The lesson's range; 0.3 / 0.1 and 4.2 / 0.3, which floating point puts below 3 and
    above 14; two drawn ranges; a power that floating point gets wrong in the last digit."""
    steps = rng.integers(10, 60, 2).tolist()
    return [
        (4.0, 0.001, 1),
        (4.0, 0.001, 2),
        (4.0, 0.001, 3),
        (0.3, 0.1, 2),
        (4.2, 0.3, 2),
        (float(steps[0]), 0.5, 4),
        (steps[1] / 4, 0.25, 1),
        (4.0, 0.1, 10),
    ]


EVALUATIONS = Exercise(
    id="1.5",
    title="Count before you run",
    reference=evaluations,
    example=(4.0, 0.1, 1),
    cases=_evaluations_cases,
    whole=True,
    right="Each further parameter multiplies the work by the number of values:"
    " ten parameters with 41 values each take 425 years at a million evaluations a second.",
    hints=(
        "How many fence posts does a fence of 4 metres need, one at every metre?",
        "One parameter takes width / precision steps, and one value more than steps."
        " Every value goes with every value of the next parameter: a power.",
        "def evaluations(width, precision, parameters):\n"
        "    values = round(...) + ...\n"
        "    return values ** ...",
    ),
    mistakes=(
        Mistake(
            lambda width, precision, parameters: round(width / precision) ** parameters,
            "You counted the steps: both ends are tried, so there is one value more than steps.",
        ),
        Mistake(
            lambda width, precision, parameters: round((width / precision + 1) ** parameters),
            "You rounded after the power, which is no longer exact then: round the steps first.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1) * parameters,
            "You multiplied by the number of parameters: every value goes with every value of"
            " the others, so raise to the power `** parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: round(width / precision) * parameters,
            "You multiplied the steps by the number of parameters: add 1 for the values, and raise"
            " them to the power `** parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width / precision) + 1) ^ parameters,
            "You wrote `^`, which is no power in Python: a power is `**`.",
        ),
        Mistake(
            lambda width, precision, parameters: parameters ** (round(width / precision) + 1),
            "You swapped base and exponent: raise the number of values to the power `parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: round(width / precision) ** parameters + 1,
            "You added 1 after the power: add it to the steps first, with parentheses.",
        ),
        Mistake(
            lambda width, precision, parameters: round(width / precision) + 1,
            "You counted one parameter alone: raise the whole sum to the power, with"
            " parentheses, `(...) ** parameters`.",
        ),
        Mistake(
            lambda width, precision, parameters: int(width / precision) + 1,
            "You counted one parameter alone, and cut its steps off: take `round`, and raise the"
            " whole sum to the power, with parentheses.",
        ),
        Mistake(
            lambda width, precision, parameters: (int(width / precision) + 1) ** parameters,
            "You cut the steps off to a whole number, and 0.3 / 0.1 is 2.9999999999999996 for a"
            " computer: use `round`.",
        ),
        Mistake(
            lambda width, precision, parameters: (math.ceil(width / precision) + 1) ** parameters,
            "You rounded up, and 4.2 / 0.3 is 14.000000000000002 for a computer: use `round`.",
        ),
        Mistake(
            lambda width, precision, parameters: int(width // precision + 1) ** parameters,
            "You divided with `//`, which cuts off, and 4 // 0.1 is 39 for a computer: use `/` and"
            " `round`.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(precision / width) + 1) ** parameters,
            "You divided the precision by the width: the steps are width / precision.",
        ),
        Mistake(
            lambda width, precision, parameters: (round(width * precision) + 1) ** parameters,
            "You multiplied width and precision: the steps are width / precision.",
        ),
    ),
)

EXERCISES = (PREDICT, COST, BEST_W, BEST_W_B, EVALUATIONS)
