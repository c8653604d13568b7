"""Every numeral in a hint is one that the exercise gives, or is computed here; and a skeleton, once
its gaps are filled, is right."""

import math
import re

import pytest

from course_utils.descent import gradient
from course_utils.sigmoid import sigmoid
from lessons import course
from tests.lessons.blind import judged
from tests.notebooks.numerals import GIVEN, faults, numerals


def given(*some: str) -> dict:
    return dict.fromkeys(some, GIVEN)


# By exercise and number of the hint: the question and the idea.  The third is a skeleton, code.
TABLE = {
    "1.1 1": given("4"),
    "1.2 2": given("²"),
    "1.4 1": given("3", "4"),
    "1.5 1": given("4"),
    "2.2 2": {
        "1": lambda: course["2.2"].example[0],
        "0.05": lambda: course["2.2"].example[1],
        "-9.33": lambda: gradient(*course["2.1"].example),
        "1.47": lambda: course["2.2"].reference(*course["2.2"].example),
    },
    "2.4 1": given("-1", "1"),
    "2.4 2": given("²"),
    "2.5 1": given("1"),
    "2.5 2": given("2", "²"),
    "3.1 1": given("-1000", "1000"),
    "3.1 2": given("1", "0"),
    "3.2 1": given("0", "2") | {
        "0.5": lambda: sigmoid(0.0),
        "0.25": lambda: _slope(0.0),
        "0.881": lambda: sigmoid(2.0),
        "0.119": lambda: 1 - sigmoid(2.0),
        "0.105": lambda: _slope(2.0),
    },
    "3.2 2": given("1"),
    "3.3 1": given("1", "0"),
    "3.3 2": given("0"),
    "3.4 1": given("1"),
    "3.4 2": given("1", "0"),
    "3.5 1": given("5"),
    "4.4 2": given("1"),
    "4.5 1": given("1"),
    "4.5 2": given("1"),
    "4.6 2": given("1"),
    "5.2 2": given("1"),
    "5.4 2": given("0.5"),
    "5.5 2": given("1"),
    "6.1 2": given("1", "0"),
    "6.2 1": given("1"),
    "6.2 2": given("0.01", "30"),
    "6.4 2": given("0"),
    "6.5 1": given("30"),
    "6.5 2": given("0"),
    "7.2 1": given("0", "1", "2", "3", "4"),
    "7.2 2": given("0"),
    "7.4 1": given("1", "8"),
    "7.4 2": given("1"),
    "7.5 1": given("0", "0.6", "1"),
    "7.5 2": given("1"),
}  # fmt: skip


def _slope(z: float) -> float:
    return math.exp(-z) / (1 + math.exp(-z)) ** 2


def hints() -> dict[str, str]:
    """The hints in words that hold a numeral."""
    texts = {
        f"{id} {number}": text
        for id, exercise in course.items()
        for number, text in enumerate(exercise.hints[:2], 1)
    }
    return {key: text for key, text in texts.items() if numerals(text)}


def test_every_numeral_of_a_hint_is_given_or_computed():
    assert faults(hints(), TABLE) == []


@pytest.mark.parametrize("change", [("1.47", "1.57"), ("−9.33", "−9.43")])
def test_another_number_would_be_found(change):
    assert faults({"2.2 2": hints()["2.2 2"].replace(*change)}, {"2.2 2": TABLE["2.2 2"]})


# What belongs in the gaps of each skeleton, the third hint, in order.
GAPS = {
    "1.1": ["w * x"],
    "1.2": ["w * x", "errors**2"],
    "1.3": ["cost(w, x, y)", "lowest", "w", "c"],
    "1.4": ["bs", "cost_b(w, b, x, y)", "(w, b)", "c"],
    "1.5": ["width / precision", "1", "parameters"],
    "2.1": ["w * x - y", "2 * errors * x"],
    "2.2": ["gradient(w, x, y)", "lr * slope"],
    "2.3": ["w", "step(w, lr, x, y)", "w - before", "w, taken", "w, epochs"],
    "2.4": ["2", "1 / a"],
    "2.5": ["w[1] * x + w[2] - y", "np.mean(2 * errors * x)", "np.mean(2 * errors)"],
    "3.1": ["z", "0", "-np.abs(z)"],
    "3.2": ["sigmoid(z)", "(1 - p)"],
    "3.3": ["np.log(p)", "np.log(1 - p)", "if_passed + if_failed"],
    "3.4": ["-z", "z", "against"],
    "3.5": ["1", "classes", "1", "np.log(sums)"],
    "4.1": ["x @ w + b", "z"],
    "4.2": ["p - y", "error", "np.mean(error)"],
    "4.3": ["probabilities(x, w, b)", "gradient(x, y, p)", "lr * dw", "lr * db"],
    "4.4": ["p / (1 - p)", "(z - b)"],
    "4.5": ["p >= threshold", "(y == 1)"],
    "4.6": ["~happened", "np.sum(~called & happened)", "np.sum(~called & ~happened)"],
    "5.1": ["weight.T", "bias"],
    "5.2": ["features", "1", "self.linear(x)", "z"],
    "5.3": [
        "y_hat = model(x); loss = loss_function(y_hat, y); optimizer.zero_grad(); loss.backward();"
        " optimizer.step()",
        "loss.item() * len(x)", "len(x)", "total / count",
    ],
    "5.4": ["model.eval()", "model(x) >= 0.5", "y"],
    "5.5": ["model.state_dict()", "x.shape[1]", "True", "fresh(x)"],
    "6.1": [
        "torch.zeros_like(lrs, requires_grad=True)", "x[:, None] * w + b", "0",
        "losses.sum().backward()", "lrs * w.grad", "lrs * b.grad",
    ],
    "6.2": ["-2, 1, 50", "-1", "final.argmin()"],
    "6.3": ["lr / n", "lr * n"],
    "6.4": ["train.mean(axis=0)", "train.std(axis=0)", "mean", "spread"],
    "6.5": ["full += 1", "full * epochs"],
    "7.1": ["1", "1", "np.log(sums)", "y", "n", "np.exp(log_p)", "n"],
    "7.2": [
        "start : start + batch", "x[rows]", "y[rows]",
        "optimizer.zero_grad(); loss.backward(); optimizer.step()",
        "loss.item() * len(rows)", "len(order)",
    ],
    "7.3": ["learn + choose", "learn", "end:"],
    "7.4": ["(classes, classes)", "truth, guess", "1"],
    "7.5": [
        "(p * bins).astype(int)", "k", "inside.sum()", "p[inside].mean()", "right[inside].mean()",
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    "id", [pytest.param(id, marks=[pytest.mark.slow] * (id >= "5")) for id in course]
)
def test_a_skeleton_whose_gaps_are_filled_is_right(id):
    skeleton, gaps = course[id].hints[2], iter(GAPS[id])
    assert skeleton.count("...") == len(GAPS[id])
    filled = re.sub(r"\.\.\.", lambda _: next(gaps), skeleton)
    assert judged(id, filled)[0].state == "right", filled
