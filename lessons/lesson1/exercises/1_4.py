"""Exercise 1.4: the search with two numbers."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.data import study_scores_with_bias
from course_utils.search import best_w, best_w_b, cost_b

from .shared import GRID, far_values, near_values

X_BIAS, Y_BIAS = study_scores_with_bias()


def _best_w_b_cases(rng: np.random.Generator) -> list[tuple]:
    """Rising and falling values again, near and far off, and near ones in no order; near, a bias
    too large to leave the best w unmoved, and 0.2 off bs so that at other pairs the errors cancel
    better."""
    cases = []
    for order in (1, -1):
        ws, bs, far = near_values(rng), -0.75 + 0.5 * np.arange(10), far_values(rng)
        x = np.array([1.0, 1.5, 2.0, 3.0])
        noise = rng.uniform(-0.05, 0.05, x.size)
        y = ws[rng.integers(2, 4)] * x + bs[rng.integers(6, 8)] + 0.2 + noise
        cases.append((ws[::order], bs[::order], x, y))
        cases.append((far[::order], 1 + far[::order], x, noise))
    ws, bs, x, y = cases[0]
    mixed = [1, 5, 0, 7, 8, 3, 6, 2, 4]
    return [*cases, (ws[mixed], bs[[9, *mixed]], x, y)]


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


def _until_it_rises(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple:
    best = ws[0], bs[0]
    for w, b in [(w, b) for w in ws for b in bs][1:]:
        if cost_b(w, b, x, y) >= cost_b(*best, x, y):
            break
        best = w, b
    return best


EXERCISE = Exercise(
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
            "You returned the first pair: is `return` inside a loop, or `best` never updated, as"
            " where the lowest cost begins at 0?",
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
        Mistake(
            lambda ws, bs, x, y: _search(ws, bs[-1:], x, y),
            "You compared after the inner loop, so only the last b of each w: move the `if` into"
            " it.",
        ),
        Mistake(
            lambda ws, bs, x, y: (_search(ws, bs, x, y)[0], _search([0.0], bs, x, y)[1]),
            "You looked for b with another w than the best one: the two belong together, so keep"
            " them as a pair.",
        ),
        Mistake(
            lambda ws, bs, x, y: tuple(np.polyfit(x, y, 1)),
            "You computed a line finer than the values given: return the best w and b out of ws"
            " and bs.",
        ),
        Mistake(
            lambda ws, bs, x, y: _until_it_rises(ws, bs, x, y),
            "You stopped at the first pair that is no better: a lower cost may come later, so look"
            " at every pair.",
        ),
        Mistake(
            lambda ws, bs, x, y: _search(ws, bs, y, x),
            "You exchanged x and y in the call: it is `cost_b(w, b, x, y)`.",
        ),
    ),
)
