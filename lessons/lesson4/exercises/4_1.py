"""Exercise 4.1: probabilities for a table."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.logistic import probabilities
from course_utils.sigmoid import sigmoid

from .shared import away_from_zero


def _probabilities_cases(rng: np.random.Generator) -> list[tuple]:
    """Tables of two features, of one and of more; never as many rows as columns."""
    cases = []
    for n, features in ((3, 2), (5, 2), (4, 1), (5, 3)):
        x, w = away_from_zero(rng, n, features), away_from_zero(rng, features)
        cases.append((x, w, rng.integers(3, 12) / 10 + 0.005))  # so that no z is 0
    return cases


EXERCISE = Exercise(
    id="4.1",
    title="Probabilities for a table",
    reference=probabilities,
    example=(np.array([[2.0, 1.0], [4.0, 1.0], [0.0, 3.0]]), np.array([1.0, -2.0]), 0.5),
    cases=_probabilities_cases,
    array=True,
    right="`@` multiplies each row with the weights and adds up: one line for any number of rows"
    " and features.",
    hints=(
        "Take the first row of the example. Which products do you add up before the sigmoid?",
        "First z = x @ w + b, one logit for each row; then the sigmoid of every logit.",
        "def probabilities(x, w, b):\n    z = ...\n    return sigmoid(...)",
    ),
    mistakes=(
        Mistake(
            lambda x, w, b: x @ w + b,
            "You returned the logits z: put them through `sigmoid`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w),
            "You left out the bias: add b to every z before the sigmoid.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x) @ w + b,
            "You put x through the sigmoid: first z = x @ w + b, then the sigmoid of z.",
        ),
        Mistake(
            lambda x, w, b: np.exp(x @ w + b) / np.sum(np.exp(x @ w + b)),
            "You took the softmax over the rows: each row has a probability of its own, by the"
            " sigmoid.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w - b),
            "You subtracted the bias: z is the sum of the products plus b.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w) + b,
            "You added b after the sigmoid: it belongs in z, before.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(-(x @ w + b)),
            "You turned the sign of z round: a high z must give a high probability.",
        ),
        Mistake(
            lambda x, w, b: (sigmoid(x @ w + b) >= 0.5).astype(float),
            "You returned decisions, 0 or 1: the model gives probabilities, and somebody decides"
            " later.",
            misconception=11,
        ),
        Mistake(
            lambda x, w, b: sigmoid(sigmoid(x @ w + b)),
            "You applied the sigmoid twice: z goes through it once.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x * w + b),
            "You kept one number for each feature: add the products of a row up, as `x @ w` does.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w, axis=0) + b),
            "You added up down the columns: add the products along each row, `axis=1`, or use"
            " `x @ w`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w) + b),
            "You added up the whole table: each row has a sum of its own, as in `x @ w`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w + b, axis=1)),
            "You added b once for each feature: add it once to the sum of a row.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w + b)),
            "You added up the whole table, b and all: each row has a sum of its own, as in"
            " `x @ w + b`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.mean(x * w, axis=1) + b),
            "You took the mean of the products: z is their sum.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[:, 0] * w[0] + b),
            "You used the first feature alone: every feature has its weight.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[:, -1] * w[-1] + b),
            "You used the last feature alone: is the sum overwritten instead of added to?",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w[::-1] + b),
            "You gave each feature another one's weight: column 0 goes with `w[0]`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[0] @ w + b),
            "You returned the probability of the first row: is `return` inside a loop?",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[-1] @ w + b),
            "You returned the probability of the last row: collect one for every row.",
        ),
        Mistake(
            lambda x, w, b: np.mean(sigmoid(x @ w + b)),
            "You took the mean over the rows: return one probability for each row.",
        ),
        Mistake(
            lambda x, w, b: np.exp(x @ w + b),
            "You raised e to the power z: the sigmoid also divides, call `sigmoid(z)`.",
        ),
        Mistake(
            lambda x, w, b: 1 + np.exp(-(x @ w + b)),
            "You added e^−z to 1 / 1: the division needs parentheses, 1 / (1 + e^−z), or call"
            " `sigmoid(z)`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.cumsum(x @ w) + b),
            "You went on adding from row to row: begin each row anew.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[:, :-1] @ w[:-1] + b),
            "You left out the last feature: `range(len(w))` goes through all of them.",
        ),
        Mistake(
            lambda x, w, b: np.round(sigmoid(x @ w + b), 2),
            "You rounded the probabilities: return them as they are.",
        ),
    ),
)
