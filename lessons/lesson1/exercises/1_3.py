"""Exercise 1.3: the search."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.search import best_w, cost

from .shared import GRID, X, Y, far_values, near_values, scatter


def _costs(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> list[float]:
    return [cost(w, x, y) for w in ws]


def _best_w_cases(rng: np.random.Generator) -> list[tuple]:
    """Two values that share the lowest cost, the smaller first and the larger first.  Then, each in
    rising and in falling order: values with the best inside, where the mean of the squared errors
    and the square of their sum are lowest at different ones; and values far off, the best of them
    first or last.  At last values in no order, the best of them among the last."""
    cases = [(np.array([1.0, 3.0]), X, Y), (np.array([3.0, 1.0]), X, Y)]
    for order in (1, -1):
        ws, far = order * near_values(rng), far_values(rng)
        # Errors at right angles to x leave the best w where it is; their sum is not 0.
        x, errors = np.array([0.5, 0.5, 1.0, 2.0]), np.array([-1.0, -1.0, -1.0, 1.0])
        cases.append((ws, x, ws[rng.integers(2, 5)] * x + rng.uniform(0.7, 0.95) * errors))
        cases.append((far[::order], *scatter(rng, 5)))
    ws, x, y = cases[2]
    return [*cases, (ws[[1, 7, 0, 5, 8, 3, 6, 2, 4]], x, y)]


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


def _until(stops: Callable, ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """The last w before one whose cost stops the search."""
    best = ws[0]
    for w in ws[1:]:
        if stops(cost(w, x, y), cost(best, x, y)):
            break
        best = w
    return best


EXERCISE = Exercise(
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
            "You returned the first w tried: is `return` inside the loop, or `best` never updated,"
            " as where the lowest cost begins at 0?",
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
        Mistake(
            lambda ws, x, y: np.min(ws),
            "You returned the smallest w: the one with the lowest cost is asked for, so compare"
            " costs.",
        ),
        Mistake(
            lambda ws, x, y: np.max(ws),
            "You returned the largest w: the one with the lowest cost is asked for, so compare"
            " costs.",
        ),
        Mistake(
            lambda ws, x, y: min((cost(w, x, y), w) for w in ws)[1],
            "Of several values that share the lowest cost you took the smallest: the first is asked"
            " for, so leave ws in its order.",
        ),
        Mistake(
            lambda ws, x, y: _until(lambda new, lowest: new >= lowest, ws, x, y),
            "You stopped at the first w that is no better: a lower cost may come later, so look at"
            " every w.",
        ),
        Mistake(
            lambda ws, x, y: _until(lambda new, lowest: new > lowest, ws, x, y),
            "You stopped at the first w that is worse: a lower cost may come later, so look at"
            " every w.",
        ),
        Mistake(
            lambda ws, x, y: best_w(ws, x, y) if min(_costs(ws, x, y)) < 100 else ws[0],
            "You began with a lowest cost that every w exceeds, so nothing was kept: begin with"
            " `ws[0]` and its cost.",
        ),
        Mistake(
            lambda ws, x, y: best_w([1.0, *ws], x, y),
            "You returned 1, which is not in ws: begin with `ws[0]` and its cost.",
        ),
        Mistake(
            lambda ws, x, y: best_w(np.arange(len(ws)), x, y),
            "You searched the positions 0, 1, 2 …: hand `cost` the value there, `ws[i]`.",
        ),
        Mistake(
            lambda ws, x, y: ws[np.argmin(_costs(ws, x, y)) - 1],
            "You returned the w one place before the best: positions begin at 0.",
        ),
        Mistake(
            lambda ws, x, y: cost(min(_costs(ws, x, y)), x, y),
            "You took the lowest cost for a w: keep the w it belongs to.",
        ),
        Mistake(
            lambda ws, x, y: best_w(ws, y, x),
            "You exchanged x and y in the call: it is `cost(w, x, y)`.",
        ),
    ),
)
