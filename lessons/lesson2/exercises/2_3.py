"""Exercise 2.3: the loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.descent import descend, gradient, step
from course_utils.search import cost

from .shared import X, Y, steps


def _descend_cases(rng: np.random.Generator) -> list[tuple]:
    """Students exactly on a line, so that each step multiplies the error by 1 − rate: from below
    and from above, overshooting, too few epochs, a first move that is short already, and a best w
    near 0; then one with all of it below 0.  The tolerance lies halfway between two moves, so that
    rounding decides nothing; in the last one it is one of the moves, and nothing is rounded."""
    cases = []
    middle = rng.integers(31, 49) / 10
    for side, rate, stop, epochs, best in (
        (1, rng.uniform(0.3, 0.5), rng.integers(4, 8), 100, middle),
        (-1, rng.uniform(0.3, 0.5), rng.integers(8, 11), 60, middle + 0.3),
        (-1, rng.uniform(1.5, 1.7), rng.integers(5, 8), 50, middle - 0.3),
        (1, rng.uniform(0.2, 0.4), 30, int(rng.integers(3, 6)), middle),
        (1, rng.uniform(0.3, 0.4), 1, int(rng.integers(12, 20)), middle),
        (1, rng.uniform(0.3, 0.35), rng.integers(3, 5), 40, 0.1),
        (1, rng.uniform(0.3, 0.5), rng.integers(6, 9), 70, -middle),
    ):
        x = rng.uniform(1, 2, 4).round(1) + np.arange(4) / 2
        start = best + side * rng.integers(21, 29) / 10
        lr = rate / (2 * np.mean(x**2))
        first_move = rate * abs(start - best)
        tolerance = first_move * abs(1 - rate) ** (stop - 1.5)
        cases.append((float(start), float(lr), x, best * x, float(tolerance), epochs))
    best, x = float(rng.integers(3, 6)), np.array([1.0, 1.0])  # the error is halved in each step
    return [*cases, (best - 2.0, 0.25, x, best * x, 0.5 ** int(rng.integers(2, 5)), 30)]


def _until(stops: Callable, w, lr, x, y, epochs) -> tuple[float, int]:
    """The walk that ends where stops(before, now) is true."""
    visited = steps(w, lr, x, y, epochs)
    for taken in range(1, epochs + 1):
        if stops(visited[taken - 1], visited[taken]):
            return visited[taken], taken
    return visited[-1], epochs


def _one_step_behind(w, lr, x, y, tolerance, epochs):
    _, taken = descend(w, lr, x, y, tolerance, epochs)
    stopped = taken < epochs
    return steps(w, lr, x, y, epochs)[taken - stopped], taken


def _counted_from_zero(w, lr, x, y, tolerance, epochs):
    w, taken = descend(w, lr, x, y, tolerance, epochs)
    return w, taken - (taken < epochs)


def _by_cost(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: cost(now, x, y) < tolerance, w, lr, x, y, epochs)


def _by_gradient(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(gradient(now, x, y)) < tolerance, w, lr, x, y, epochs)


def _by_gradient_before(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(gradient(before, x, y)) < tolerance, w, lr, x, y, epochs)


def _by_signed_move(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: now - before < tolerance, w, lr, x, y, epochs)


def _by_signed_move_back(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: before - now < tolerance, w, lr, x, y, epochs)


def _by_distance_to_2(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(now - 2) < tolerance, w, lr, x, y, epochs)


def _by_w(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(now) < tolerance, w, lr, x, y, epochs)


def _by_way_from_start(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(now - w) < tolerance, w, lr, x, y, epochs)


def _while_either(w, lr, x, y, tolerance, epochs):
    _, taken = descend(w, lr, x, y, tolerance, 1000)
    taken = max(taken, epochs)
    return steps(w, lr, x, y, taken)[-1], taken


def _one_round_fewer(w, lr, x, y, tolerance, epochs):
    w, taken = descend(w, lr, x, y, tolerance, epochs - 1)
    return w, taken + (taken == epochs - 1)


def _returned_in_the_loop(w, lr, x, y, tolerance, epochs):
    now = step(w, lr, x, y)
    return now, 1 if abs(now - w) < tolerance else epochs


def _new_w_as_the_move(w, lr, x, y, tolerance, epochs):
    for taken in range(1, epochs + 1):
        move = step(w, lr, x, y)
        w = w - move
        if abs(move) < tolerance:
            return w, taken
    return w, epochs


def _by_long_moves(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(now - before) >= tolerance, w, lr, x, y, epochs)


def _by_absolute_values(w, lr, x, y, tolerance, epochs):
    return _until(lambda before, now: abs(now) - abs(before) < tolerance, w, lr, x, y, epochs)


def _stopped_before(w, lr, x, y, tolerance, epochs):
    last, taken = descend(w, lr, x, y, tolerance, epochs)
    visited = steps(w, lr, x, y, taken)
    short = abs(visited[-1] - visited[-2]) < tolerance
    return visited[taken - short], taken - short


def _looked_ahead(w, lr, x, y, tolerance, epochs):
    visited = steps(w, lr, x, y, epochs + 1)
    for taken in range(1, epochs + 1):
        if abs(visited[taken + 1] - visited[taken]) < tolerance:
            return visited[taken], taken
    return visited[epochs], epochs


EXERCISE = Exercise(
    id="2.3",
    title="The loop",
    reference=descend,
    example=(1.0, 0.05, X, Y, 0.1, 100),
    cases=_descend_cases,
    right="Two ways to stop: w has settled, or the patience is used up. Neither needs to know"
    " where the bottom is.",
    hints=(
        "After a step, what must you still know of the time before it?",
        "In each round keep the old w, take a step, and compare: a move shorter than the tolerance"
        " ends the loop. `abs` makes a move to the left count like one to the right.",
        "def descend(w, lr, x, y, tolerance, epochs):\n"
        "    for taken in range(1, epochs + 1):\n"
        "        before = ...\n"
        "        w = ...\n"
        "        if abs(...) < tolerance:\n"
        "            return ...\n"
        "    return ...",
    ),
    mistakes=(
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, x, y, tolerance, epochs)[0],
            "You returned w alone: return w and the number of steps, `return w, taken`.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, x, y, tolerance, epochs)[::-1],
            "You returned the two results in the other order: first w, then the number of steps.",
        ),
        Mistake(
            _counted_from_zero,
            "You stopped in the right place but counted one step too few there: count a step before"
            " you test it (`range(epochs)` begins at 0).",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (
                (found := descend(w, lr, x, y, tolerance, epochs))[0],
                found[1] - 1,
            ),
            "You counted one step too few: a loop over `range(epochs)` begins at 0.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (
                (found := descend(w, lr, x, y, tolerance, epochs))[0],
                found[1] + 1,
            ),
            "You counted one step too many: begin at 0 and add 1 after each step.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (
                descend(w, lr, x, y, tolerance, epochs)[0],
                epochs,
            ),
            "You stopped in the right place but returned epochs there: return how many steps were"
            " taken.",
        ),
        Mistake(
            _returned_in_the_loop,
            "You returned the w of the first step: is a `return` inside the loop that belongs after"
            " it, or does `w = …` come in no round?",
        ),
        Mistake(
            _new_w_as_the_move,
            "You took what `step` returns for the length of the step: it is the new w, so write"
            " `w = step(…)`.",
        ),
        Mistake(
            _one_step_behind,
            "You returned w as it was before the last step: return the new one.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (step(w, lr, x, y), 1),
            "You stopped after the first step: is the `return` outside the `if`, or w compared with"
            " itself?",
        ),
        Mistake(
            _by_long_moves,
            "You turned the comparison round: a move below the tolerance ends the walk.",
        ),
        Mistake(
            _by_signed_move,
            "You compared a move with its sign, and every move to the left is below the tolerance:"
            " use `abs`.",
        ),
        Mistake(
            _by_signed_move_back,
            "You compared a move with its sign, and every move to the right counts as below the"
            " tolerance: use `abs`.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (steps(w, lr, x, y, epochs)[-1], epochs),
            "You took all the epochs: stop as soon as a step moves w by less than the tolerance.",
        ),
        Mistake(
            _by_way_from_start,
            "You compared w with where the walk began: compare it with the w before this step.",
        ),
        Mistake(
            _by_w,
            "You compared w itself with the tolerance: compare how far the step moved it.",
        ),
        Mistake(
            _while_either,
            "You went on while one of the two conditions held: go on while both do, so join them"
            " with `and`.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, x, y, tolerance, 1000),
            "You went on until w settled, however long that takes: at some learning rates it never"
            " does, so stop after so many epochs.",
            misconception=4,
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, x, y, tolerance, epochs + 1),
            "You allowed one step too many: `range(1, epochs + 1)` makes as many rounds as epochs.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, x, y, tolerance, epochs - 1),
            "You allowed one step too few: `range(1, epochs)` ends before epochs.",
        ),
        Mistake(
            _one_round_fewer,
            "You allowed one step too few and counted it all the same: `range(1, epochs)` ends"
            " before epochs.",
        ),
        Mistake(
            _by_cost,
            "You compared the cost with the tolerance: here the tolerance is for the move of w.",
        ),
        Mistake(
            _by_gradient,
            "You compared the gradient with the tolerance: the move is lr times the gradient.",
            misconception=5,
        ),
        Mistake(
            _by_gradient_before,
            "You compared the gradient before the step with the tolerance: the move is lr times"
            " the gradient.",
            misconception=5,
        ),
        Mistake(
            _by_distance_to_2,
            "You compared w with 2, the answer of one class: the loop must not know the answer,"
            " so compare w with the w before.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (w, 1),
            "You stopped where you began, for w never moved: keep the step, `w = step(…)`.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (w, epochs),
            "You counted the epochs but w never moved: in every round write `w = step(…)`.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, X, Y, tolerance, epochs),
            "You used the three students of the lesson: use the x and y your function is given.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(1.0, lr, x, y, tolerance, epochs),
            "You began at 1 whatever w is: begin at the w your function is given.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, 0.05, x, y, tolerance, epochs),
            "You used 0.05 whatever lr is: use the lr your function is given.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, -lr, x, y, tolerance, epochs),
            "You went uphill: call `step`, which subtracts.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (
                round((found := descend(w, lr, x, y, tolerance, epochs))[0], 1),
                found[1],
            ),
            "You rounded w as if it stood on a grid: the search could be no finer than its grid,"
            " descent can.",
            misconception=7,
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (
                round((found := descend(w, lr, x, y, tolerance, epochs))[0], 3),
                found[1],
            ),
            "You rounded w to three digits: return it as it is.",
        ),
        Mistake(
            _by_absolute_values,
            "You compared the size of w before and after: take `abs` of the difference, the move.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: _until(
                lambda before, now: abs(now - before) <= tolerance, w, lr, x, y, epochs
            ),
            "You stopped at a move just as long as the tolerance: it has to be less, `<`.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: _until(
                lambda before, now: abs(now - before) < abs(now) * tolerance, w, lr, x, y, epochs
            ),
            "You divided the move by w: compare the move itself with the tolerance.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: _until(
                lambda before, now: abs(cost(now, x, y) - cost(before, x, y)) < tolerance,
                w, lr, x, y, epochs,
            ),
            "You compared how far the cost fell: here the tolerance is for the move of w.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: descend(w, lr, x, y, lr, epochs),
            "You compared the move with lr: compare it with the tolerance.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (descend(w, lr, x, y, tolerance, epochs)[0], 1),
            "You set the count to 0 anew in each round: set it once, before the loop.",
        ),
        Mistake(
            _stopped_before,
            "You stopped before the short step: take it, count it, and then stop.",
        ),
        Mistake(
            _looked_ahead,
            "You looked at the step to come: compare w with the w before this step.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (w, 0),
            "You took no step at all: the loop ends before its first round, so look at what its"
            " condition compares at the start.",
        ),
        Mistake(
            lambda w, lr, x, y, tolerance, epochs: (
                steps(w, lr, x, y, taken := descend(w, lr, x, y, tolerance, epochs)[1])[-2],
                taken,
            ),
            "You returned the old w: return the one after the last step.",
        ),
    ),
)
