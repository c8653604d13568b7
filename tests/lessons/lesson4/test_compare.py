"""Compare with my code: where a history parts from the course's, and which mistake makes it."""

import re
from unittest.mock import patch

import matplotlib.pyplot as plt
import numpy as np
import pytest

from checks.checking import Judge
from checks.trying import run
from course_utils.errors import InputError
from lessons import check, course, yours
from lessons.lesson4.compare import Finding, compare, compare_training, diagnose

STEPS = np.arange(6.0)
STRAIGHT = {"w": STEPS, "b": np.zeros(6)}
BENT = {"w": STEPS, "b": np.where(STEPS < 3, 0.0, STEPS)}
CAUSES = [("You bent b.", BENT), ("You turned round.", {"w": -STEPS, "b": np.zeros(6)})]


# The general tool


def test_a_history_like_the_reference_has_no_cause():
    assert diagnose(STRAIGHT, STRAIGHT, CAUSES) == Finding(None)
    rounding = {name: values * (1 + 1e-9) for name, values in STRAIGHT.items()}
    assert diagnose(rounding, STRAIGHT, CAUSES) == Finding(None)


def test_the_first_step_that_differs_is_named_with_its_parameters_and_cause():
    assert diagnose(BENT, STRAIGHT, CAUSES) == Finding(3, ("b",), "You bent b.")
    turned = diagnose(CAUSES[1][1], STRAIGHT, CAUSES)
    assert turned == Finding(1, ("w",), "You turned round.")


def test_a_difference_that_no_mistake_makes_has_no_cause():
    odd = {"w": STEPS**2, "b": np.zeros(6)}
    assert diagnose(odd, STRAIGHT, CAUSES) == Finding(2, ("w",), None)


def test_nan_is_a_difference_and_the_same_nan_is_none():
    with_nan = {"w": STEPS, "b": np.where(STEPS < 4, 0.0, np.nan)}
    assert diagnose(with_nan, STRAIGHT, CAUSES).step == 4
    assert diagnose(with_nan, with_nan, CAUSES).step is None


def test_a_run_that_ends_early_or_late_parts_where_one_of_them_ends():
    short = {name: values[:3] for name, values in STRAIGHT.items()}
    assert diagnose(short, STRAIGHT, CAUSES) == Finding(3)
    assert diagnose(STRAIGHT, short, CAUSES) == Finding(3)
    assert diagnose(short, STRAIGHT, [("You stopped.", short)]) == Finding(3, (), "You stopped.")


def test_a_mistake_of_another_length_is_not_the_cause():
    start_of_bent = {name: values[:2] for name, values in BENT.items()}
    odd = {"w": STEPS**2, "b": np.zeros(6)}
    assert diagnose(odd, STRAIGHT, [("You stopped.", start_of_bent)]).cause is None


def test_other_parameters_are_refused_by_name():
    with pytest.raises(InputError, match="expected values of w and b, got w."):
        diagnose({"w": STEPS}, STRAIGHT, [])


def test_the_overlay_says_what_it_shows(notes):
    found = compare(BENT, STRAIGHT, CAUSES, unit="epoch")
    assert found.cause == "You bent b."
    (bundle,) = notes
    assert "image/png" in bundle
    assert bundle["text/plain"] == (
        "Your run parts from the course's after epoch 3, in b. The likely cause: You bent b."
    )
    assert "<img alt" in bundle["text/html"]


@pytest.mark.slow
@pytest.mark.parametrize("values", [1e300 * STEPS, np.full(6, np.nan), np.full(6, -np.inf)])
def test_runs_that_cannot_be_drawn_to_scale_are_drawn(values, notes):
    with np.errstate(all="raise"):
        compare({"w": values, "b": np.zeros(6)}, STRAIGHT, [])
    assert len(notes) == 1


# In lesson 4: the learner's train, its history, and the course's

RNG = np.random.default_rng(4)
X = RNG.normal(size=(8, 2))
Y = (X[:, 0] + 0.5 * X[:, 1] + 0.6 * RNG.normal(size=8) > 0).astype(float)
W, B, LR, EPOCHS = np.array([0.4, -0.7]), 0.3, 0.5, 60
ARGUMENTS = (X, Y, W, B, LR, EPOCHS)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def trained(step):
    """A train function whose epochs are made by `step(x, y, w, b, lr, memory)`."""

    def train(x, y, w, b, lr, epochs):
        ws, bs, memory = [w], [b], {"dw": 0 * w, "db": 0.0}
        for _ in range(epochs):
            w, b = step(x, y, w, b, lr, memory)
            ws.append(w)
            bs.append(b)
        return np.array(ws), np.array(bs)

    return train


def slopes(x, y, w, b):
    error = sigmoid(x @ w + b) - y
    return x.T @ error / len(x), error.mean()


def right(x, y, w, b, lr, memory):
    dw, db = slopes(x, y, w, b)
    return w - lr * dw, b - lr * db


def right_in_loops(x, y, w, b, lr, memory):
    dw, db = [0.0] * len(w), 0.0
    for row, label in zip(x, y, strict=True):
        z = b + sum(wi * xi for wi, xi in zip(w, row, strict=True))
        p = 1 / (1 + np.exp(-z))
        db += (p - label) / len(x)
        for i, xi in enumerate(row):
            dw[i] += (p - label) * xi / len(x)
    return np.array([wi - lr * d for wi, d in zip(w, dw, strict=True)]), b - lr * db


def wrong_sign(x, y, w, b, lr, memory):
    dw, db = slopes(x, y, w, b)
    return w + lr * dw, b + lr * db


def without_1_over_n(x, y, w, b, lr, memory):
    dw, db = slopes(x, y, w, b)
    return w - lr * dw * len(x), b - lr * db * len(x)


def b_before_w(x, y, w, b, lr, memory):
    b = b - lr * slopes(x, y, w, b)[1]
    return w - lr * slopes(x, y, w, b)[0], b


def no_bias(x, y, w, b, lr, memory):
    return w - lr * slopes(x, y, w, b)[0], b


def not_zeroed(x, y, w, b, lr, memory):
    dw, db = slopes(x, y, w, b)
    memory["dw"] = memory["dw"] + dw
    memory["db"] += db
    return w - lr * memory["dw"], b - lr * memory["db"]


def right_at_first(x, y, w, b, lr, memory):
    """Goes astray from its second epoch on, as no known mistake does."""
    memory["slower"] = memory.get("slower", 1.0) * 0.9
    return right(x, y, w, b, lr * memory["slower"] / 0.9, memory)


def wrong_in_its_own_way(x, y, w, b, lr, memory):
    dw, db = slopes(x, y, w, b)
    return w - lr * dw * 1.7, b - lr * db * 0.3


def told(train, notes):
    """What a learner reads who checks this train and then compares it.  The words of a picture; it
    is drawn above."""
    check("4.3", train)
    notes.clear()
    with patch("lessons.lesson4.compare.picture", lambda figure, words: notes.append(words)):
        compare_training(yours("4.3", *ARGUMENTS), *ARGUMENTS)
    plt.close("all")
    (shown,) = notes
    return shown if isinstance(shown, str) else repr(shown)


@pytest.mark.slow
@pytest.mark.parametrize("step", [right, right_in_loops])
def test_right_code_agrees_at_every_step_and_no_cause_is_named(step, notes):
    assert told(trained(step), notes) == (
        "Your run and the course's agree at the start and after each of 60 epochs."
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("step", "epoch", "word"),
    [
        (wrong_sign, 1, "uphill|added|sign|minus|subtract"),
        (without_1_over_n, 1, "sum|mean|divide"),
        (b_before_w, 1, "before|first|old"),
        (no_bias, 1, "b"),
        (not_zeroed, 2, "accumul|kept|zero|anew|added up"),
    ],
)
def test_each_known_mistake_is_named_where_it_shows_first(step, epoch, word, notes):
    said = told(trained(step), notes)
    assert f"after epoch {epoch}," in said
    cause = said.partition("The likely cause: ")[2]
    assert cause == sentence_of(step), said
    assert re.search(word, cause), cause


def sentence_of(step):
    """The check's own sentence for the same mistake: both name it alike."""
    exercise = course["4.3"]
    cases = exercise.trials(0)
    return Judge(exercise, cases).verdict(run(exercise, trained(step), cases)).sentence


def test_the_five_mistakes_have_five_causes():
    steps = (wrong_sign, without_1_over_n, b_before_w, no_bias, not_zeroed)
    assert len({sentence_of(step) for step in steps}) == 5


@pytest.mark.slow
@pytest.mark.parametrize(("step", "epoch"), [(wrong_in_its_own_way, 1), (right_at_first, 2)])
def test_a_mistake_of_ones_own_is_shown_without_a_cause(step, epoch, notes):
    said = told(trained(step), notes)
    assert f"after epoch {epoch}," in said and "No known mistake makes this run" in said


@pytest.mark.slow
@pytest.mark.parametrize(("epochs", "entries"), [(EPOCHS - 1, 60), (EPOCHS + 1, 62), (1, 2)])
def test_a_run_of_another_length_is_not_praised(epochs, entries, notes):
    def train(x, y, w, b, lr, _):
        return trained(right)(x, y, w, b, lr, epochs)

    assert f"holds {entries} entries, expected the start and 60 epochs" in told(train, notes)


def test_the_same_array_kept_every_time_is_named(notes):
    def train(x, y, w, b, lr, epochs):
        ws, bs = [w], [b]
        for _ in range(epochs):
            dw, db = slopes(x, y, w, b)
            w -= lr * dw
            b -= lr * db
            ws.append(w)
            bs.append(b)
        return np.array(ws), np.array(bs)

    assert "The likely cause: " in told(train, notes)


def test_nothing_is_compared_before_there_is_something(notes):
    def train(x, y, w, b, lr, epochs):
        ...

    assert "Nothing to compare yet" in told(train, notes)


def test_code_that_stops_is_shown_with_its_line(notes):
    def train(x, y, w, b, lr, epochs):
        return x @ nothing  # noqa: F821

    check("4.3", train)
    notes.clear()
    assert yours("4.3", *ARGUMENTS) is None
    assert "NameError" in repr(notes[0]) and "x @ nothing" in repr(notes[0])


@pytest.mark.parametrize(
    ("history", "words"),
    [
        (3, "expected two arrays of numbers"),
        ((np.zeros((5, 2)), np.zeros(4)), "got (5, 2) and (4,)"),
        (([], []), "got (0,) and (0,)"),
        ((np.zeros((5, 3)), np.zeros(5)), "expected values of w₀ and w₁ and b, got w₀ and"),
        (("one", "two"), "expected two arrays of numbers"),
    ],
)
def test_what_is_no_history_is_answered_in_one_sentence(history, words, notes):
    compare_training(history, *ARGUMENTS)
    assert words in repr(notes[0])


def test_yours_is_the_answer_even_when_it_is_wrong_and_its_inputs_stay(notes):
    def cost(w, x, y):
        x *= 2
        return 7.0

    x = np.ones(3)
    check("1.2", cost)
    assert yours("1.2", 1.0, x, x) == 7.0
    assert x.tolist() == [1, 1, 1]
    check("1.2", check("1.2", cost))  # the course's own, back again: no answer of yours
    assert yours("1.2", 1.0, x, x) == 7.0
    check("1.2", lambda w, x, y: ...)
    assert yours("1.2", 1.0, x, x) is None
