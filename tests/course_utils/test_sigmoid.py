"""Lesson 3: sigmoid and cross-entropy, its numbers, and every gradient it teaches.

A gradient is right when the formula of the lesson, finite differences and torch agree.
"""

import math
from functools import partial
from importlib import import_module

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_expit

from course_utils.sigmoid import bce, bce_from_logits, cross_entropy, sigmoid, sigmoid_slope
from lessons import course
from tests.lessons import judged

SIGMOID = import_module("lessons.lesson3.exercises.3_1")
LOGITS, CLASSES = course["3.5"].example
SCORES = np.linspace(-20, 20, 81)
FAR = np.array([-1000.0, -700.0, -40.0, 0.0, 40.0, 700.0, 1000.0])


def softmax(z):
    raised = np.exp(z)
    return raised / raised.sum(axis=-1, keepdims=True)


def measured(f, z, tiny=1e-5):
    """The slope of f by each element of z, from two points close together."""
    z = np.asarray(z, float)
    slopes = np.zeros(z.shape)
    for place in np.ndindex(z.shape):
        step = np.zeros(z.shape)
        step[place] = tiny
        slopes[place] = (f(z + step) - f(z - step)) / (2 * tiny)
    return slopes


def autograd(f, z):
    """The gradient of f by z that torch computes; f gets torch itself as well."""
    torch = pytest.importorskip("torch")
    z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    f(torch, z).backward()
    return z.grad.numpy()


def agree(by_hand, f, f_torch, z):
    """Whether a gradient by hand, finite differences and torch say the same."""
    assert np.allclose(by_hand, measured(f, z), rtol=1e-6, atol=1e-9)
    assert np.allclose(by_hand, autograd(f_torch, z), rtol=1e-12, atol=1e-15)


# Sigmoid


def test_the_lessons_probabilities():
    assert sigmoid(0) == 0.5
    assert np.allclose(sigmoid(np.array([2, -2])), [0.881, 0.119], atol=5e-4)
    assert sigmoid(-8) == pytest.approx(0.000335, abs=5e-7)


def test_it_takes_numbers_lists_and_arrays_of_any_shape():
    table = np.array([[-1.0, 0.0], [2.0, 1000.0]])
    assert np.array_equal(sigmoid(table), [[sigmoid(v) for v in row] for row in table])
    assert np.array_equal(sigmoid([-1, 2]), sigmoid(np.array([-1.0, 2.0])))
    assert isinstance(sigmoid(2), float) and sigmoid(np.zeros((2, 3, 4))).shape == (2, 3, 4)


def test_it_is_right_and_silent_however_far():
    with np.errstate(all="raise", under="ignore"):
        p = sigmoid(FAR)
    assert np.allclose(p, expit(FAR), rtol=1e-14, atol=0)
    assert p[0] == 0 and p[-1] == 1 and sigmoid(40.0) == 1
    assert np.allclose(sigmoid(SCORES), expit(SCORES), rtol=1e-14)


def test_the_plain_forms_fail_where_the_lesson_says():
    z = np.array([-1000.0, 1000.0])
    with np.errstate(all="ignore"):
        first, second = 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))
    assert np.array_equal(first, [0, 1])
    assert second[0] == 0 and np.isnan(second[1])
    for form in (lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(z) / (1 + np.exp(z))):
        with np.errstate(over="raise"), pytest.raises(FloatingPointError, match="overflow"):
            form(z)


def test_tanh_is_a_stretched_sigmoid_and_the_family_has_one_shape():
    z = np.linspace(-5, 5, 101)
    assert np.allclose(np.tanh(z), 2 * sigmoid(2 * z) - 1)
    erf = np.vectorize(math.erf)
    for curve in (sigmoid(z) - 0.5, np.tanh(z), np.arctan(z), z / np.sqrt(1 + z**2), erf(z)):
        assert (np.diff(curve) > 0).all() and np.allclose(curve, -curve[::-1])
        assert np.diff(curve).argmax() in (49, 50)  # steepest in the middle


def test_straight_layers_collapse_and_bent_ones_do_not():
    x = np.array([0, 1, 2])
    assert np.array_equal(3 * (2 * x + 1) - 2, 6 * x + 1)
    assert np.allclose(np.diff(3 * sigmoid(2 * x + 1) - 2), [0.665, 0.122], atol=5e-4)


# Its slope


def test_the_slope_is_that_of_the_sigmoid():
    for z in SCORES:
        agree(sigmoid_slope(z), sigmoid, lambda torch, z: torch.sigmoid(z), z)


def test_the_slope_is_a_bell_with_its_top_at_a_quarter():
    slope = sigmoid_slope(SCORES)
    assert slope.max() == sigmoid_slope(0) == 0.25
    assert (np.diff(slope[:41]) > 0).all() and np.allclose(slope, slope[::-1])
    assert (slope[np.abs(SCORES) >= 5] < 0.007).all()
    assert sigmoid_slope(2) == pytest.approx(0.105, abs=5e-4)


def test_ten_sigmoid_layers_leave_less_than_a_millionth():
    assert 0.25**10 < 1e-6


def test_the_slope_by_the_hours_is_w_quarters_where_p_is_a_half():
    w, b = 2.0, -6.0
    assert measured(lambda x: sigmoid(w * x + b), -b / w) == pytest.approx(w / 4)


# Binary cross-entropy


def one(f, a, y):
    return f(np.array([a], float), np.array([y]))


def test_the_lessons_losses():
    assert one(bce, 0.8, 1) == pytest.approx(0.223, abs=5e-4)
    assert one(bce, 0.8, 0) == pytest.approx(1.609, abs=5e-4)
    assert bce(np.array([0.8, 0.4]), np.array([1, 0])) == pytest.approx(0.367, abs=5e-4)
    assert one(bce_from_logits, 2, 1) == pytest.approx(0.127, abs=5e-4)
    assert one(bce_from_logits, 2, 0) == pytest.approx(2.127, abs=5e-4)
    assert one(bce_from_logits, -1, 0) == pytest.approx(0.313, abs=5e-4)
    both = bce_from_logits(np.array([2.0, -1.0]), np.array([1, 0]))
    assert both == pytest.approx(0.220, abs=5e-4)
    for y in (0, 1):
        assert one(bce, 0.5, y) == pytest.approx(math.log(2))


def test_it_is_the_mean_not_the_sum():
    p, y = np.array([0.8, 0.4, 0.3]), np.array([1, 0, 1])
    assert bce(np.tile(p, 4), np.tile(y, 4)) == pytest.approx(bce(p, y))


def test_the_score_and_the_probability_have_the_same_loss():
    torch = pytest.importorskip("torch")
    y = (np.arange(SCORES.size) % 3 == 0).astype(int)
    want = bce(sigmoid(SCORES), y)
    assert bce_from_logits(SCORES, y) == pytest.approx(want, rel=1e-8)
    F, z, t = torch.nn.functional, torch.tensor(SCORES), torch.tensor(y, dtype=torch.float64)
    logits = F.binary_cross_entropy_with_logits(z, t).item()
    assert bce_from_logits(SCORES, y) == pytest.approx(logits, rel=1e-12)
    assert want == pytest.approx(F.binary_cross_entropy(torch.sigmoid(z), t).item(), rel=1e-12)


def test_the_score_knows_the_loss_where_the_probability_does_not():
    for z in FAR:
        for y in (0, 1):
            with np.errstate(all="raise", under="ignore"):
                loss = one(bce_from_logits, z, y)
            assert loss == pytest.approx(-log_expit(z if y else -z), rel=1e-12)
    assert one(bce_from_logits, 1000, 0) == 1000
    with np.errstate(all="ignore"):
        assert one(bce, sigmoid(40), 0) == math.inf
        assert math.isnan(one(bce, sigmoid(40), 1))
        assert one(bce, 0, 1) == math.inf
        assert math.isnan(one(bce, 0, 0))


def test_a_clipped_probability_caps_the_loss_and_its_slope_is_0():
    def clipped(z):
        return one(bce, np.clip(sigmoid(z), 1e-15, 1 - 1e-15), 1)

    assert clipped(-1000.0) == pytest.approx(34.5, abs=0.05)
    assert measured(clipped, -40.0) == 0
    assert measured(lambda z: one(bce_from_logits, z, 1), -40.0) == pytest.approx(-1)


# What a step feels: the slopes by z


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", [-8.0, -1.5, 0.0, 2.0, 8.0])
def test_the_slope_of_cross_entropy_is_p_minus_y(z, y):
    agree(
        sigmoid(z) - y,
        lambda z: one(bce_from_logits, float(z), y),
        lambda torch, z: torch.nn.functional.binary_cross_entropy_with_logits(
            z, torch.tensor(float(y), dtype=z.dtype)
        ),
        z,
    )


@pytest.mark.parametrize("y", [0, 1])
@pytest.mark.parametrize("z", [-8.0, -1.5, 0.0, 2.0, 8.0])
def test_the_slope_of_the_squared_error_keeps_the_flat_ends(z, y):
    agree(
        2 * (sigmoid(z) - y) * sigmoid_slope(z),
        lambda z: (sigmoid(z) - y) ** 2,
        lambda torch, z: (torch.sigmoid(z) - y) ** 2,
        z,
    )


@pytest.mark.parametrize(("y", "slope"), [(1, lambda p: -1 / p), (0, lambda p: 1 / (1 - p))])
def test_the_chain_rule_of_the_lesson(y, slope):
    for z in (-1.7, 0.0, 1.7):
        p = sigmoid(z)
        by_p = measured(lambda p: one(bce, float(p), y), p)
        assert by_p == pytest.approx(slope(p))
        assert by_p * sigmoid_slope(z) == pytest.approx(p - y)


def test_why_the_slope_is_p_times_1_minus_p():
    u = np.exp(-SCORES)
    assert np.allclose(1 / (1 + u), sigmoid(SCORES)) and np.allclose(u / (1 + u), sigmoid(-SCORES))
    assert np.allclose(u / (1 + u) ** 2, sigmoid_slope(SCORES))
    tiny = 1e-6
    assert np.allclose((u - np.exp(-SCORES - tiny)) / (tiny * u), 1, atol=1e-5)


def test_confident_and_wrong_the_squared_error_stalls_and_cross_entropy_moves():
    p = sigmoid(-8)
    assert p - 1 == pytest.approx(-0.99966, abs=5e-6)
    assert 2 * (p - 1) * p * (1 - p) == pytest.approx(-0.00067, abs=5e-6)
    bce_z = mse_z = -8.0
    passed = {}
    for epoch in range(1, 1508):
        bce_z -= sigmoid(bce_z) - 1
        mse_z -= 2 * (sigmoid(mse_z) - 1) * sigmoid_slope(mse_z)
        if bce_z > 0:
            passed.setdefault("bce", epoch)
        if mse_z > 0:
            passed.setdefault("mse", epoch)
    assert passed == {"bce": 9, "mse": 1507}


def test_the_gradient_of_a_sum_is_n_times_that_of_the_mean():
    z, y = np.array([0.5, -1.0, 2.0, 0.3]), np.array([1, 0, 0, 1])
    mean = (sigmoid(z) - y) / len(z)
    agree(
        mean,
        lambda z: bce_from_logits(z, y),
        lambda torch, z: torch.nn.functional.binary_cross_entropy_with_logits(
            z, torch.tensor(y, dtype=z.dtype)
        ),
        z,
    )
    total = autograd(
        lambda torch, z: torch.nn.functional.binary_cross_entropy_with_logits(
            z, torch.tensor(y, dtype=z.dtype), reduction="sum"
        ),
        z,
    )
    assert np.allclose(total, len(z) * mean)


def test_the_best_common_score_of_ten_students_is_where_the_mean_slope_is_0():
    y = np.array([1] * 8 + [0] * 2)
    found = minimize_scalar(lambda b: bce_from_logits(np.full(10, b), y), bracket=(0, 3))
    assert found.x == pytest.approx(math.log(4), abs=1e-5)
    assert sigmoid(math.log(4)) == pytest.approx(0.8)


# Several classes


def test_the_table_of_the_lesson():
    losses = [cross_entropy(LOGITS[k : k + 1], CLASSES[k : k + 1]) for k in range(3)]
    assert np.allclose(losses, [1.712, 1.209, 1.435], atol=5e-4)
    assert cross_entropy(LOGITS, CLASSES) == pytest.approx(1.4521, abs=5e-5)
    torch = pytest.importorskip("torch")
    theirs = torch.nn.functional.cross_entropy(torch.tensor(LOGITS), torch.tensor(CLASSES))
    assert cross_entropy(LOGITS, CLASSES) == pytest.approx(theirs.item(), rel=1e-12)


def test_softmax_shares_one_probability_and_sigmoids_do_not():
    assert np.allclose(softmax(LOGITS[0]), [0.599, 0.180, 0.220], atol=5e-4)
    assert softmax(LOGITS).sum(axis=1) == pytest.approx(1)
    assert sigmoid(LOGITS[0]).sum() == pytest.approx(1.885, abs=5e-4)


def test_against_a_one_hot_target_only_one_term_counts():
    q = np.array([0.5, 0.4, 0.1])
    assert cross_entropy(np.log([q]), np.array([0])) == pytest.approx(0.693, abs=5e-4)
    assert -np.sum(np.array([1, 0, 0]) * np.log(q)) == pytest.approx(-math.log(0.5))


def test_softmax_twice_gives_a_smaller_number_that_cannot_reach_0():
    assert cross_entropy(softmax(LOGITS), CLASSES) == pytest.approx(1.2051, abs=5e-5)
    floor = cross_entropy(np.array([[1.0, 0.0, 0.0]]), np.array([0]))
    assert floor == pytest.approx(0.5514, abs=5e-5)
    assert floor == pytest.approx(-math.log(math.e / (math.e + 2)))
    rng = np.random.default_rng(0)
    for z in rng.uniform(-30, 30, (200, 1, 3)):
        assert cross_entropy(softmax(z), np.array([0])) >= floor - 1e-12


def test_a_shift_changes_nothing_and_rows_may_lie_far_apart():
    with np.errstate(all="raise", under="ignore"):
        shifted = cross_entropy(LOGITS + np.array([[1000.0], [-1000.0], [0.0]]), CLASSES)
        assert cross_entropy(np.array([[1000.0, 0, 0]]), np.array([1])) == 1000
    assert shifted == pytest.approx(cross_entropy(LOGITS, CLASSES), rel=1e-12)


def test_two_classes_are_the_binary_case():
    z, y = np.array([1.5, -0.3, 0.0]), np.array([1, 0, 1])
    two = np.column_stack([0 * z, z])
    assert cross_entropy(two, y) == pytest.approx(bce_from_logits(z, y))


def test_the_gradient_for_several_classes_is_p_minus_one_hot():
    row = softmax(LOGITS[0]) - np.eye(3)[1]
    assert np.allclose(row, [0.599, -0.820, 0.220], atol=5e-4)
    agree(
        (softmax(LOGITS) - np.eye(3)[CLASSES]) / 3,
        lambda z: cross_entropy(z, CLASSES),
        lambda torch, z: torch.nn.functional.cross_entropy(z, torch.tensor(CLASSES)),
        LOGITS,
    )


def test_one_number_less_in_all_scores_of_a_row_is_one_less_in_the_logarithm_of_the_sum():
    z = LOGITS[0]
    assert np.log(np.exp(z - 5).sum()) == pytest.approx(np.log(np.exp(z).sum()) - 5)


# Exercise 3.1, whose probe listens for warnings: what every plain function gets, it gets too


verdict = partial(judged.verdict, course["3.1"])


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (lambda z: print("p"), "none", "is a `return` missing?"),
        (lambda z: np.zeros((7, 3)), "type", "numbers of shape (7, 3)"),
        (lambda z: sigmoid(z) * np.nan, "nan", "holds nan"),
        (lambda z: 1 / 0, "ZeroDivisionError", "division by zero"),
        (lambda: 1, "parameters", "Start with `def sigmoid(z):`"),
        (3.5, "TypeError", "not callable"),
        (lambda z: sigmoid(2.0), "slip", "every time: compute it from `z`"),
        (lambda z: sigmoid(2.0) + 0 * np.abs(z), "example", "printed example only"),
    ],
)
def test_an_answer_that_is_no_sigmoid_is_told_why(answer, kind, words):
    found = verdict(answer)
    assert (found.state, found.kind) == ("wrong", kind)
    assert words in found.sentence


def changing(z):
    p = sigmoid(z)
    if isinstance(z, np.ndarray):
        z[0] += 1
    return p


def test_a_sigmoid_that_changes_its_input_is_noticed():
    assert verdict(changing).kind == "changed"


def test_a_warning_counts_only_beside_right_values():
    def loud_and_wrong(z):
        return 1 / (1 + np.exp(z))

    found = verdict(loud_and_wrong)
    assert "lost a minus sign" in found.sentence
    assert verdict(lambda z: 1 / (1 + np.exp(-z))).facts["returned"] == repr(SIGMOID.NOISE)


def test_what_a_check_demands_keeps_the_lesson_true():
    """An accepted sigmoid is 1 at 40 for the computer; a cut that spoils this is refused."""
    for cut, state in ((20, "wrong"), (30, "wrong"), (36, "wrong"), (40, "right"), (500, "right")):
        def answer(z, cut=cut):
            return 1 / (1 + np.exp(-np.clip(z, -cut, cut)))

        assert verdict(answer).state == state
        assert (answer(40.0) == 1) == (state == "right")
    rounded = verdict(lambda z: np.round(sigmoid(z), 7))
    assert rounded.facts["returned"] == repr(SIGMOID.COARSE)
    assert "cut z off too early" in verdict(lambda z: sigmoid(np.clip(z, -30, 30))).sentence


@pytest.mark.parametrize("text", [SIGMOID.TEXT, SIGMOID.COARSE, SIGMOID.NOISE])
def test_what_the_probe_says_is_a_sentence(text):
    assert text.startswith("You ") and text.endswith(".")


@pytest.mark.parametrize("text", ["0.5", SIGMOID.NOISE[:-1]])
def test_a_text_in_place_of_a_number_is_named(text):
    found = verdict(lambda z: text)
    assert (found.state, found.facts["returned"]) == ("wrong", repr(SIGMOID.TEXT))
    assert "text" in found.sentence


def test_underflow_is_harmless():
    with np.errstate(under="raise"):
        assert verdict(sigmoid).state == "right"


def test_tensors_are_values_too():
    torch = pytest.importorskip("torch")
    assert verdict(lambda z: torch.sigmoid(torch.as_tensor(z, dtype=torch.float64))).state == (
        "right"
    )
