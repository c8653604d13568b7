"""The exercises of lesson 2, gradient descent on a quadratic."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..data import quadratic, study_scores
from ..descent import descend, gradient, largest_stable_lr, partial_derivatives, step
from ..search import cost
from .record import Exercise, Mistake

X, Y = study_scores()


def _students(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """n hours, and errors: the second below zero and small, so that the others outweigh it."""
    errors = rng.uniform(1, 3, n).round(1)
    errors[1] = -rng.uniform(0.3, 0.6)
    return rng.uniform(1, 4, n).round(1) + np.arange(n), errors


# 2.1 gradient


def _gradient_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n in (3, 4, 6):
        w = round(rng.uniform(2.5, 5), 1)
        x, errors = _students(rng, n)
        cases.append((w, x, w * x - errors))
        cases.append((-w, x, -w * x + errors))
    # So large that w + h is w: there no measured slope is right.
    return [*cases, (1e17, x, 2 * x - errors)]


def _measured_slope(w: float, x: np.ndarray, y: np.ndarray) -> float:
    return (cost(w + 0.001, x, y) - cost(w, x, y)) / 0.001


GRADIENT = Exercise(
    id="2.1",
    title="The gradient of the cost",
    reference=gradient,
    example=(1.0, X, Y),
    cases=_gradient_cases,
    right="Its sign says which way is uphill, and it is 0 at the bottom:"
    " nothing else is needed to find the way down.",
    hints=(
        "What is the slope of each student's loss, and how do several losses become one cost?",
        "`w * x - y` is the errors of all students at once. Their slopes, too, are one line of code"
        " on whole arrays, and `np.mean` makes one number of them.",
        "def gradient(w, x, y):\n    errors = ...\n    return float(np.mean(...))",
    ),
    mistakes=(
        Mistake(
            lambda w, x, y: np.sum(2 * (w * x - y) * x),
            "You added the slopes up: the cost is a mean, so its slope is the mean of the slopes.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: np.mean((w * x - y) * x),
            "You lost the factor 2: the slope of a square is twice what is squared.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (y - w * x) * x),
            "You turned the sign round: an error is what the model says minus what is true,"
            " `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean((y - w * x) * x),
            "You turned the sign round and lost the factor 2: begin with `errors = w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y)),
            "You left out the factor x: when w grows by 1, the prediction grows by x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(w * x - y),
            "You returned the mean error: each error still has to be multiplied by 2 and by its x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) * w),
            "You multiplied the errors by w: when w grows by 1, the prediction grows by x.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y)) * np.mean(x),
            "You multiplied the mean of the errors by the mean of x: multiply each error by its"
            " own x first, then take the mean.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) ** 2 * x),
            "You kept the square: the slope of error² is 2 · error, without a square.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * np.abs(w * x - y) * x),
            "You dropped the signs of the errors: they say which way is down.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x + y) * x),
            "You added y to the prediction: an error is their difference, `w * x - y`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * w * x * x),
            "You left y out: the slope depends on the errors, `w * x - y`.",
        ),
        Mistake(
            cost,
            "You returned the cost, the height of the curve: its slope is asked for.",
        ),
        Mistake(
            lambda w, x, y: gradient(w, X, Y),
            "You used the three students of the lesson: use the x and y your function is given.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x - y) * x,
            "You returned the slope for every student: return their mean, one number.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x - y) * x / len(x),
            "You divided each slope by the number of students: add them up as well.",
        ),
        Mistake(
            lambda w, x, y: np.sum(2 * (w * x - y) * x) / 3,
            "You divided by 3 whatever comes: divide by the number of students given, `len(x)`.",
        ),
        Mistake(
            lambda w, x, y: np.mean(2 * (w * x - y) * x) / len(x),
            "You divided by the number of students twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[0] - y[0]) * x[0],
            "You returned the slope for the first student: is `return` inside a loop?",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[-1] - y[-1]) * x[-1],
            "You returned the slope for the last student: take the mean over all of them.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[-1] - y[-1]) * x[-1] / len(x),
            "You divided the slope for the last student alone: add up all of them with `+=`.",
        ),
        Mistake(
            _measured_slope,
            "You measured the slope with a step of 0.001, which is near but not exact:"
            " use 2 · error · x.",
        ),
        Mistake(
            lambda w, x, y: gradient(w, x, y) if abs(w) < 1e15 else 0.0,
            "You measured the slope, which fails for a large w: a computer cannot tell w + h from"
            " it. Use 2 · error · x.",
        ),
        Mistake(
            lambda w, x, y: 2 * (w * x[0] - y[0]) * x[0] / len(x),
            "You returned after the first student: move the `return` out of the loop.",
        ),
        Mistake(
            lambda w, x, y: -9.33,
            "You returned the number of the example: compute it from w, x and y.",
        ),
        Mistake(
            lambda w, x, y: -np.sum(2 * (w * x - y) * x),
            "You turned the sign round and added the slopes up: an error is `w * x - y`, and the"
            " cost is a mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: round(gradient(w, x, y), 2),
            "You rounded the slope: return it as it is.",
        ),
    ),
)


# 2.2 step


def _step_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n, side in ((3, 1), (4, -1), (5, 1)):
        w, lr = round(rng.uniform(2.5, 5), 1), rng.integers(11, 40) / 1000
        x, errors = _students(rng, n)
        cases.append((w, lr, x, w * x - side * errors))
    w, lr, x, y = cases[0]
    return [*cases, (-w, lr, x, -w * x - errors[:3])]


STEP = Exercise(
    id="2.2",
    title="One step",
    reference=step,
    example=(1.0, 0.05, X, Y),
    cases=_step_cases,
    right="The minus sign makes it go down, whichever side w is on; the slope makes the step"
    " long where it is steep and short near the bottom.",
    hints=(
        "The gradient points uphill. Which way do you go, and how far?",
        "`gradient(w, x, y)` is the slope at w. In the example it is −9.33: what makes 1.47 of 1,"
        " 0.05 and −9.33?",
        "def step(w, lr, x, y):\n    slope = ...\n    return w - ...",
    ),
    mistakes=(
        Mistake(
            lambda w, lr, x, y: w + lr * gradient(w, x, y),
            "You went uphill: the gradient points up, so subtract.",
        ),
        Mistake(
            lambda w, lr, x, y: w - gradient(w, x, y),
            "You took the gradient itself as the step: multiply it by the learning rate first.",
            misconception=5,
        ),
        Mistake(
            lambda w, lr, x, y: w + gradient(w, x, y),
            "You added the whole gradient, which goes uphill and far: subtract lr times the"
            " gradient.",
            misconception=5,
        ),
        Mistake(
            lambda w, lr, x, y: w - lr,
            "You moved by lr whatever the slope is: the step is lr times the gradient.",
            misconception=5,
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * np.sign(gradient(w, x, y)),
            "You used the sign of the gradient alone, so every step is equally long: multiply lr by"
            " the gradient itself.",
            misconception=5,
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * abs(gradient(w, x, y)),
            "You dropped the sign of the gradient, and it says which way is down.",
        ),
        Mistake(
            lambda w, lr, x, y: w + lr * abs(gradient(w, x, y)),
            "You went to the right wherever w is: keep the sign of the gradient, and subtract.",
        ),
        Mistake(
            lambda w, lr, x, y: abs(step(w, lr, x, y)),
            "You dropped the sign of the new w: the best w may lie below 0.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(x, y, w),
            "You handed w, x and y to `gradient` in another order: call `gradient(w, x, y)`.",
        ),
        Mistake(
            lambda w, lr, x, y: (1 - 28 / 3 * lr) * w,
            "You multiplied w by the factor of the three students: subtract lr times the gradient,"
            " for any class.",
        ),
        Mistake(
            lambda w, lr, x, y: round(step(w, lr, x, y), 2),
            "You rounded w: return it as it is, for small steps would round to none.",
        ),
        Mistake(
            lambda w, lr, x, y: gradient(w, x, y),
            "You returned the gradient at w: return the new w.",
        ),
        Mistake(
            lambda w, lr, x, y: lr * gradient(w, x, y),
            "You returned the length of the step: subtract it from w and return the new w.",
        ),
        Mistake(
            lambda w, lr, x, y: -lr * gradient(w, x, y),
            "You returned the move: add it to w and return the new w.",
        ),
        Mistake(
            lambda w, lr, x, y: lr * gradient(w, x, y) - w,
            "You subtracted the other way round: the new w is w minus the step.",
        ),
        Mistake(
            lambda w, lr, x, y: lr * (w - gradient(w, x, y)),
            "You multiplied w by lr as well: only the gradient is multiplied by lr.",
        ),
        Mistake(
            lambda w, lr, x, y: (w - lr) * gradient(w, x, y),
            "You subtracted lr before multiplying: leave out the parentheses.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(w, x, y) * w,
            "You multiplied the step by w as well: the step is lr times the gradient.",
        ),
        Mistake(
            lambda w, lr, x, y: w * (lr * gradient(w, x, y)),
            "You multiplied w by the step: subtract the step from w.",
        ),
        Mistake(
            lambda w, lr, x, y: w - gradient(w, x, y) / lr,
            "You divided by the learning rate: multiply by it, so that a small one makes small"
            " steps.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * cost(w, x, y),
            "You stepped by the cost, the height of the curve: step by its slope, `gradient`.",
        ),
        Mistake(
            lambda w, lr, x, y: w - 0.05 * gradient(w, x, y),
            "You used 0.05 whatever lr is: use the lr your function is given.",
        ),
        Mistake(
            lambda w, lr, x, y: step(w, lr, X, Y),
            "You used the three students of the lesson: use the x and y your function is given.",
        ),
        Mistake(
            lambda w, lr, x, y: step(1.0, lr, x, y),
            "You began at 1 whatever w is: begin at the w your function is given.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(w, x, y) * len(x),
            "You used the sum of the slopes, so each step is as many times too long as there are"
            " students: call `gradient`, which takes the mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(w, x, y) / 2,
            "You lost the factor 2 of the slope: call `gradient`.",
        ),
        Mistake(
            lambda w, lr, x, y: step(step(w, lr, x, y), lr, x, y),
            "You took two steps: one is asked for.",
        ),
        Mistake(
            lambda w, lr, x, y: _steps(w, lr, x, y, 4)[-1],
            "You took four steps: one is asked for, without a loop.",
        ),
    ),
)


# 2.3 descend


def _descend_cases(rng: np.random.Generator) -> list[tuple]:
    """Students exactly on a line, so that each step multiplies the error by 1 − rate: from below
    and from above, overshooting, too few epochs, a first move that is short already, and a best w
    near 0.  The tolerance lies halfway between two moves, so that rounding decides nothing."""
    cases = []
    middle = rng.integers(31, 49) / 10
    for side, rate, stop, epochs, best in (
        (1, rng.uniform(0.3, 0.5), rng.integers(4, 8), 100, middle),
        (-1, rng.uniform(0.3, 0.5), rng.integers(8, 11), 60, middle + 0.3),
        (-1, rng.uniform(1.5, 1.7), rng.integers(5, 8), 50, middle - 0.3),
        (1, rng.uniform(0.2, 0.4), 30, int(rng.integers(3, 6)), middle),
        (1, rng.uniform(0.3, 0.4), 1, int(rng.integers(12, 20)), middle),
        (1, rng.uniform(0.3, 0.35), rng.integers(3, 5), 40, 0.1),
    ):
        x = rng.uniform(1, 2, 4).round(1) + np.arange(4) / 2
        start = best + side * rng.integers(21, 29) / 10
        lr = rate / (2 * np.mean(x**2))
        first_move = rate * abs(start - best)
        tolerance = first_move * abs(1 - rate) ** (stop - 1.5)
        cases.append((float(start), float(lr), x, best * x, float(tolerance), epochs))
    return cases


def _steps(w: float, lr: float, x: np.ndarray, y: np.ndarray, epochs: int) -> list[float]:
    """w after 0, 1 … epochs steps."""
    visited = [w]
    for _ in range(epochs):
        visited.append(step(visited[-1], lr, x, y))
    return visited


def _until(stops: Callable, w, lr, x, y, epochs) -> tuple[float, int]:
    """The walk that ends where stops(before, now) is true."""
    visited = _steps(w, lr, x, y, epochs)
    for taken in range(1, epochs + 1):
        if stops(visited[taken - 1], visited[taken]):
            return visited[taken], taken
    return visited[-1], epochs


def _one_step_behind(w, lr, x, y, tolerance, epochs):
    _, taken = descend(w, lr, x, y, tolerance, epochs)
    stopped = taken < epochs
    return _steps(w, lr, x, y, epochs)[taken - stopped], taken


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
    return _steps(w, lr, x, y, taken)[-1], taken


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


DESCEND = Exercise(
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
            "You stopped after the first step: the last `return` stands inside the loop, so move it"
            " to the left.",
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
            lambda w, lr, x, y, tolerance, epochs: (_steps(w, lr, x, y, epochs)[-1], epochs),
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
    ),
)


# 2.4 largest_stable_lr


def _largest_stable_lr_cases(rng: np.random.Generator) -> list[tuple]:
    # 1 / a is no whole number of thousandths, where a search would end exactly
    small, large = rng.integers(23, 46) / 100 + 0.003, rng.integers(51, 90) / 10 + 0.03
    return [(float(small),), (float(large),), (int(rng.integers(11, 20)),)]


LARGEST_STABLE_LR = Exercise(
    id="2.4",
    title="The limit of the learning rate",
    reference=largest_stable_lr,
    example=(1.7,),
    cases=_largest_stable_lr_cases,
    right="Twice as steep a curve allows half the learning rate: the limit belongs to the curve,"
    " not to the method.",
    hints=(
        "What does one step multiply w by, and when is that factor between −1 and 1?",
        "A step goes from w to w − lr · slope. Put the slope of a · w² in, and write what you get"
        " as (…) · w: in the brackets stands the factor.",
        "def largest_stable_lr(a):\n    # 1 - lr * 2 * a = -1, so lr * 2 * a = ...\n    return ...",
    ),
    mistakes=(
        Mistake(
            lambda a: 2 / a,
            "You gave the limit for ½ · a · x²: here there is no ½, and the slope is 2 · a · w.",
        ),
        Mistake(
            lambda a: 1 / (2 * a),
            "You gave the rate that arrives in one step, with a factor of 0: beyond it a step"
            " overshoots, and still converges until the factor is −1.",
            misconception=2,
        ),
        Mistake(
            lambda a: 4 / a,
            "You multiplied by the 2 of the slope: 1 − 2 · a · lr = −1 has lr = 2 / (2 · a).",
        ),
        Mistake(
            lambda a: a,
            "You returned a: the larger a, the smaller the learning rate must be.",
        ),
        Mistake(
            lambda a: 2 * a,
            "You returned the factor of the slope: the limit is where lr times it is 2.",
        ),
        Mistake(
            lambda a: 1 - 2 * a,
            "You returned the factor for lr = 1: find the lr that makes the factor −1.",
        ),
        Mistake(
            lambda a: 1 / a**2,
            "You squared a: it is w that is squared in a · w².",
        ),
        Mistake(
            lambda a: a / 2,
            "You divided a by 2: the larger a, the smaller the learning rate must be.",
        ),
        Mistake(
            lambda a: 0.5,
            "You cancelled a: the limit depends on it.",
        ),
        Mistake(
            lambda a: 3 / 14,
            "You returned the limit for the cost of the three students: use the a given.",
        ),
        Mistake(
            lambda a: 1.0,
            "You returned 1 whatever a is: use the a your function is given.",
        ),
        Mistake(
            lambda a: -1 / a,
            "You returned a negative learning rate, which would go uphill: look at the sign when"
            " you solve 1 − 2 · a · lr = −1.",
        ),
        Mistake(
            lambda a: 0.0,
            "You returned 0: the factor is 1 there, and nothing moves.",
        ),
        Mistake(
            lambda a: 1 // a,
            "You divided with `//`, which drops what follows the point: use `/`.",
        ),
        Mistake(
            lambda a: round(1 / a, 2),
            "You rounded the limit: return it as it is.",
        ),
        Mistake(
            lambda a: round(1 / a, 3),
            "You rounded the limit to three digits: return it as it is.",
        ),
        Mistake(
            lambda a: 0.588,
            "You returned the number of the example: compute it from a.",
        ),
        Mistake(
            lambda a: np.ceil(1000 / a) / 1000,
            "You searched in steps of 0.001, which comes no closer than that: solve"
            " 1 − 2 · a · lr = −1 for lr.",
            misconception=7,
        ),
    ),
)


# 2.5 partial_derivatives


def _partial_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n in (3, 4, 6):
        w = rng.uniform(0.5, 4, 3).round(1) * np.array([1, -1, 1])
        x = rng.uniform(0.2, 0.8, n).round(1) + np.arange(n) / 2
        cases.append((w, x, _quadratic(w, x) - _students(rng, n)[1]))
    return cases


def _quadratic(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    return w[0] * x**2 + w[1] * x + w[2]


def _partials(errors: np.ndarray, *factors: np.ndarray | float) -> np.ndarray:
    """The mean of 2 * errors * factor for each factor."""
    return np.array([np.mean(2 * errors * factor) for factor in factors])


def _of_errors(answer: Callable) -> Callable:
    """An answer to 2.5, given the errors too."""
    return lambda w, x, y: answer(w, x, y, _quadratic(w, x) - y)


PARTIAL_DERIVATIVES = Exercise(
    id="2.5",
    title="Three partial derivatives",
    reference=partial_derivatives,
    example=(np.array([1.0, 0.0, -1.0]), np.array([0.5]), np.array([6.0])),
    cases=_partial_cases,
    array=True,
    right="Error, times what the weight is multiplied by in the model: every linear model's"
    " gradient looks like this.",
    hints=(
        "If w3 alone grows by 1, by how much does ŷ grow? And the loss of a point?",
        "Each partial derivative is the mean of 2 · error · (what this weight is multiplied by):"
        " x² for w1, x for w2, and for w3 … ?",
        "def partial_derivatives(w, x, y):\n"
        "    errors = w[0] * x**2 + ...\n"
        "    first = np.mean(2 * errors * x**2)\n"
        "    second = ...\n"
        "    third = ...\n"
        "    return np.array([first, second, third])",
    ),
    mistakes=(
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y) * len(x),
            "You added up: the cost is a mean, so each partial derivative is a mean.",
            misconception=8,
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y) / 2,
            "You lost the factor 2: the slope of error² is 2 · error.",
        ),
        Mistake(
            lambda w, x, y: -partial_derivatives(w, x, y),
            "You turned the sign round: an error is what the model says minus what is true.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y)[::-1],
            "You returned the three in the other order: w[0] belongs to x².",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 1, 1, 1)),
            "You left out x² and x: how fast ŷ grows with a weight is what the weight is"
            " multiplied by.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x, x, 1)),
            "You multiplied by x for w[0] too: it is multiplied by x² in the model.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x, x, x)),
            "You multiplied by x three times: use what each weight is multiplied by in the model.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x**2, x, 0)),
            "You took 0 for w[2]: it is no fixed number but a weight, and ŷ grows by 1 with it.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, x**2, x, w[2])),
            "You multiplied by w[2] in the third: when w[2] grows by 1, ŷ grows by 1.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, *w)),
            "You multiplied by the weights: multiply by what stands beside each, x², x and 1.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, w[0] * x**2, w[1] * x, w[2])),
            "You multiplied by whole terms of the model: leave the weight itself out of each.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 2 * x, 1, 0)),
            "You took the slope by x: here the weights change, and x stays as it is.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 2 * w[0] * x, w[1], 0)),
            "You took the slope by x, with its weights: here the weights change, and x stays.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e, 2 * x, x, 1)),
            "You took 2 · x for w[0]: x² is a fixed number here, and w[0] is multiplied by it.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: _partials(e**2, x**2, x, 1)),
            "You kept the square: the slope of error² is 2 · error, without a square.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w[::-1], x, y),
            "You used the weights in the other order in the model: w[0] belongs to x².",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w * [1, 1, 0], x, y),
            "You left w[2] out of the model: ŷ = w[0] · x² + w[1] · x + w[2].",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, 0 * y),
            "You left y out: the slope depends on the errors, ŷ − y.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: 2 * e * np.array([x**2, x, np.ones(len(x))])),
            "You returned the slopes for every point: take the mean over the points for each"
            " weight.",
        ),
        Mistake(
            _of_errors(lambda w, x, y, e: np.sum(_partials(e, x**2, x, 1))),
            "You added the three partial derivatives up: return them side by side, three numbers.",
        ),
        Mistake(
            _of_errors(
                lambda w, x, y, e: np.mean(2 * e) * np.array([np.mean(x**2), np.mean(x), 1])
            ),
            "You multiplied means: multiply each error by its own x² or x first, then take the"
            " mean.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y) * len(x) / 100,
            "You divided by 100 whatever comes: divide by the number of points given, `len(x)`.",
        ),
        Mistake(
            lambda w, x, y: np.array(
                [
                    np.mean(2 * (w[0] * x**2 - y) * x**2),
                    np.mean(2 * (w[1] * x - y) * x),
                    np.mean(2 * (w[2] - y)),
                ]
            ),
            "You gave each weight an error of its own: a point has one error, that of the whole"
            " model.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, x, y).round(3),
            "You rounded the three: return them as they are.",
        ),
        Mistake(
            lambda w, x, y: partial_derivatives(w, *quadratic()),
            "You used the hundred points of the lesson: use the x and y your function is given.",
        ),
    ),
)

EXERCISES = (GRADIENT, STEP, DESCEND, LARGEST_STABLE_LR, PARTIAL_DERIVATIVES)
