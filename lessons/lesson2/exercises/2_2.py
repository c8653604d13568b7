"""Exercise 2.2: one step."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.descent import gradient, step
from course_utils.search import cost

from .shared import X, Y, steps, students


def _step_cases(rng: np.random.Generator) -> list[tuple]:
    cases = []
    for n, side in ((3, 1), (4, -1), (5, 1)):
        w, lr = round(rng.uniform(2.5, 5), 1), rng.integers(11, 40) / 1000
        x, errors = students(rng, n)
        cases.append((w, lr, x, w * x - side * errors))
    w, lr, x, y = cases[0]
    return [*cases, (-w, lr, x, -w * x - errors[:3])]


EXERCISE = Exercise(
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
            lambda w, lr, x, y: steps(w, lr, x, y, 4)[-1],
            "You took four steps: one is asked for, without a loop.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(x, w, y),
            "You called `gradient(x, w, y)`: w comes first, then x and y.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(w, y, x),
            "You called `gradient(w, y, x)`: x comes before y.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(lr, x, y),
            "You took the slope at lr: stand at w, `gradient(w, x, y)`.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(0, x, y),
            "You took the slope at 0: stand at w, `gradient(w, x, y)`.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(1.0, x, y),
            "You took the slope at 1 whatever w is: stand at w, `gradient(w, x, y)`.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * w,
            "You took a part of w away: the step is lr times the gradient.",
        ),
        Mistake(
            lambda w, lr, x, y: lr - w * gradient(w, x, y),
            "You exchanged w and lr: from w, take lr times the gradient.",
        ),
        Mistake(
            lambda w, lr, x, y: gradient(w, x, y) - lr * w,
            "You exchanged w and the gradient: from w, take lr times the gradient.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr + gradient(w, x, y),
            "You subtracted lr and added the gradient: multiply the two, and subtract that.",
        ),
        Mistake(
            lambda w, lr, x, y: w - (lr + gradient(w, x, y)),
            "You added lr to the gradient: multiply the two.",
        ),
        Mistake(
            lambda w, lr, x, y: w - 2 * lr * gradient(w, x, y),
            "You took twice the step: the gradient has the factor 2 already.",
        ),
        Mistake(
            lambda w, lr, x, y: w - lr * gradient(w, x, y) * w,
            "You multiplied the step by w as well: the step is lr times the gradient.",
        ),
        *(
            Mistake(
                lambda w, lr, x, y, n=n: steps(w, lr, x, y, n)[-1],
                f"You took {n} steps: one is asked for, without a loop.",
            )
            for n in (3, 5, 10, 100)
        ),
        Mistake(
            lambda w, lr, x, y: w - lr ** gradient(w, x, y),
            "You raised lr to a power: `**` is a power, `*` multiplies.",
        ),
    ),
)
