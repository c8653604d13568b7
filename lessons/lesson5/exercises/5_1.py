"""Exercise 5.1: a linear layer by hand."""

from __future__ import annotations

import numpy as np

from checks import Exercise, Mistake
from course_utils.training import linear


def _linear_cases(rng: np.random.Generator) -> list[tuple]:
    # Rows, inputs, outputs: one row or as many as outputs, so that wrong products fit and are
    # named.
    sizes = [(1, 3, 2), (2, 3, 2), (4, 5, 4)]
    return [
        (
            rng.uniform(0.5, 3, (n, inputs)).round(1),
            # Rows of opposite signs: some outputs are negative.
            rng.uniform(0.5, 2, (outputs, inputs)).round(1) * (-1.0) ** np.arange(outputs)[:, None],
            rng.permutation(np.arange(5, 21))[:outputs] / 10,  # none twice
        )
        for n, inputs, outputs in sizes
    ]


def _last_input(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return x[:, -1:] * weight[:, -1] + bias


EXERCISE = Exercise(
    id="5.1",
    title="A linear layer by hand",
    reference=linear,
    example=(
        np.array([[1.0, 2.0, 3.0]]),
        np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]]),
        np.array([0.1, 0.2]),
    ),
    cases=_linear_cases,
    right="One product for all rows at once, and the bias is added to each row: this is all that"
    " `nn.Linear` computes.",
    hints=(
        "A row of x has one number for each input. Which row of weights does one output need?",
        "Output j of a row is its product with row j of weight, summed, plus bias j: in one go"
        " x @ weight.T + bias.",
        "def linear(x, weight, bias):\n    z = x @ ...\n    return z + ...",
    ),
    mistakes=(
        Mistake(
            lambda x, weight, bias: x @ weight.T,
            "You forgot the bias: add it to every row.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.reshape(weight.shape[::-1]) + bias,
            "You reshaped the weights, which puts them in another order: `weight.T` turns rows"
            " into columns.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T - bias,
            "You subtracted the bias: add it.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T * bias,
            "You multiplied by the bias: add it.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + bias.sum(),
            "You added the whole bias to every output: output j gets bias j alone.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + bias[0],
            "You added the first bias to every output: output j gets bias j.",
        ),
        Mistake(
            lambda x, weight, bias: weight @ x.T + bias[:, None],
            "You returned one row for each output: a row stands for a case, so turn it round.",
        ),
        Mistake(
            lambda x, weight, bias: weight @ x.T + bias,
            "You put the weights on the left, which makes a row for each output: a row stands for"
            " a case, so x comes first.",
        ),
        Mistake(
            lambda x, weight, bias: (x * weight).sum(axis=1) + bias,
            "You multiplied each case with one row of weights alone: every case meets every row,"
            " as in a matrix product, `@`.",
        ),
        Mistake(
            lambda x, weight, bias: weight @ x[0] + bias,
            "You used the first row of x alone: return one row for every row of x.",
        ),
        Mistake(
            lambda x, weight, bias: (x @ weight.T + bias).sum(axis=1),
            "You added the outputs of each row up: leave them apart.",
        ),
        Mistake(
            lambda x, weight, bias: (x @ weight.T + bias).sum(),
            "You added everything up to one number: return one row for every row of x.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T / x.shape[1] + bias,
            "You took the mean over the inputs: their products are summed.",
        ),
        Mistake(
            _last_input,
            "You kept the last input's product alone: add the products up, with `+=`.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + bias - _last_input(x, weight, bias) + bias,
            "You left out the last input: add a product for each of them.",
        ),
        Mistake(
            lambda x, weight, bias: x[:, :3] @ weight[:, :3].T + bias,
            "You used three inputs, however many there are: `range(x.shape[1])` counts all.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + x.shape[1] * bias,
            "You added the bias once for each input: add it once to the sum.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + bias[np.arange(len(x)) % len(bias), None],
            "You gave each case a bias of its own: the bias belongs to the output, `bias[j]`.",
        ),
        Mistake(
            lambda x, weight, bias: np.vstack(
                [x[:1] @ weight.T + bias, np.zeros((len(x) - 1, len(bias)))]
            ),
            "You filled the first row alone: is `return` inside the loop?",
        ),
        Mistake(
            lambda x, weight, bias: np.tile(x.sum(axis=0) @ weight.T + bias, (len(x), 1)),
            "You added the cases up: each case has outputs of its own.",
        ),
        Mistake(
            lambda x, weight, bias: 1 / (1 + np.exp(-(x @ weight.T + bias))),
            "You added a sigmoid: a linear layer ends before it.",
        ),
        Mistake(
            lambda x, weight, bias: np.maximum(x @ weight.T + bias, 0),
            "You cut negative numbers off, which is ReLU: a linear layer ends before it.",
        ),
    ),
)
