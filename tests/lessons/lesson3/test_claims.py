"""What lesson 3 says and no number shows: each sentence is run."""

import numpy as np
import pytest

from course_utils.sigmoid import bce, bce_from_logits, cross_entropy, sigmoid
from lessons.lesson3.answers import STYLES

LABELS = np.array([1.0, 1.0, 0.0, 1.0])


def test_a_model_that_knows_nothing_has_the_loss_0_693_whoever_passes():
    for passed in (LABELS, np.ones(4), np.zeros(4)):
        assert bce(np.full(4, 0.5), passed) == pytest.approx(np.log(2))


def test_later_a_model_that_is_mostly_right_and_too_sure_can_have_that_loss_too():
    """Nine of ten right at p = 0.999; the tenth, at the same p, costs them all."""
    y = np.array([1.0] * 9 + [0.0])
    loss = bce(np.full(10, 0.999), y)
    assert abs(loss - np.log(2)) < 0.01


def test_with_ordinary_weights_the_loss_in_one_line_is_nan_and_from_the_logit_it_is_not():
    """Question B: w and b are ordinary, one logit is large."""
    x, y = np.array([1.0, 40.0]), np.array([0.0, 1.0])
    z = 1.0 * x - 2.0
    p = sigmoid(z)
    assert p[1] == 1
    with np.errstate(divide="ignore", invalid="ignore"):
        assert np.isnan(np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p))))
    assert np.isfinite(bce_from_logits(z, y))


def test_a_sigmoid_by_its_second_form_makes_nan_too_and_from_the_logit_there_is_none():
    """Question B's other cause."""
    z, y = np.array([2.0, 1000.0]), np.array([0.0, 1.0])
    with np.errstate(over="ignore", invalid="ignore"):
        p = np.exp(z) / (1 + np.exp(z))
    assert np.isnan(bce(p, y)) and np.isfinite(bce_from_logits(z, y))


def test_only_the_one_line_formula_gives_nan_for_a_case_that_is_right():
    """With np.where, as many write 3.3, a sure and right case costs 0: so B says "in one line"."""
    p, y = np.array([1.0]), np.array([1.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        assert np.isnan(bce(p, y))
        assert np.mean(-np.log(np.where(y == 1, p, 1 - p))) == 0
        assert any(style(p, y) == 0 for style in STYLES["3.3"])


def test_a_logit_of_40_is_rounded_to_1_and_minus_40_not_to_0():
    assert sigmoid(40.0) == 1 and 0 < sigmoid(-40.0) < 1e-17
    assert sigmoid(-1000.0) == 0


def test_a_clipped_loss_does_not_answer_to_p_any_more():
    def clipped(p):
        return bce(np.clip(np.array([p]), 1e-15, 1 - 1e-15), np.array([1.0]))

    assert clipped(1e-30) == clipped(1e-17) == clipped(0.0) == pytest.approx(34.5, abs=0.05)


def test_minus_log_of_1_minus_p_has_the_slope_1_by_1_minus_p():
    for p in (0.2, 0.5, 0.9):
        rise = -np.log(1 - p - 1e-6) + np.log(1 - p + 1e-6)
        assert rise / 2e-6 == pytest.approx(1 / (1 - p))


def test_numpys_usual_numbers_end_near_10_to_the_308():
    assert np.array([1.0]).dtype == np.float64
    assert np.log10(np.finfo(np.float64).max) == pytest.approx(308.25, abs=0.01)


def test_the_gradient_of_the_softmax_s_loss_is_p_minus_one_hot():
    z, one_hot, h = np.array([[1.3, 0.1, 0.3]]), np.array([0, 1, 0]), 1e-6
    p = np.exp(z[0]) / np.exp(z[0]).sum()
    for k, nudge in enumerate(h * np.eye(3)):
        rise = cross_entropy(z + nudge, np.array([1])) - cross_entropy(z - nudge, np.array([1]))
        assert rise / (2 * h) == pytest.approx((p - one_hot)[k], abs=1e-8)


def test_with_softmax_a_second_animal_makes_the_first_less_likely_with_sigmoids_it_does_not():
    before, after = np.array([2.0, -2.0, 0.0]), np.array([2.0, 3.0, 0.0])
    assert np.exp(after[0]) / np.exp(after).sum() < np.exp(before[0]) / np.exp(before).sum()
    assert sigmoid(after)[0] == sigmoid(before)[0]


def test_what_is_said_of_names_in_pytorch():
    torch = pytest.importorskip("torch")
    nn, F = torch.nn, torch.nn.functional
    z = torch.tensor([[1.3, 0.1, 0.3], [0.9, 1.2, 0.9]], dtype=torch.float64)
    p = torch.softmax(z, dim=1)
    assert torch.equal(nn.Softmax(dim=1)(z), p)
    rows = np.exp(z.numpy()) / np.exp(z.numpy()).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(p.numpy(), rows)

    z, y = torch.tensor([2.0, -1.0, 0.5]), torch.tensor([1.0, 0.0, 0.0])
    own = bce(sigmoid(z.numpy().astype(float)), y.numpy())
    for loss in (nn.BCELoss(), F.binary_cross_entropy):
        assert loss(torch.sigmoid(z), y).item() == pytest.approx(own, rel=1e-6)
    for loss in (nn.BCEWithLogitsLoss(), F.binary_cross_entropy_with_logits):
        assert loss(z, y).item() == pytest.approx(own, rel=1e-6)
    for kind in (nn.BCELoss, nn.BCEWithLogitsLoss):
        inputs = torch.sigmoid(z) if kind is nn.BCELoss else z
        assert kind(reduction="sum")(inputs, y).item() == pytest.approx(3 * own, rel=1e-6)


def test_cross_entropy_in_pytorch_takes_logits_and_whole_numbers():
    torch = pytest.importorskip("torch")
    F = torch.nn.functional
    z = torch.tensor([[1.3, 0.1, 0.3], [0.9, 1.2, 0.9], [0.5, 1.4, 0.2]], dtype=torch.float64)
    classes = torch.tensor([1, 2, 0])
    own = cross_entropy(z.numpy(), classes.numpy())
    assert torch.nn.CrossEntropyLoss()(z, classes).item() == pytest.approx(own)
    assert F.cross_entropy(z, classes).item() == pytest.approx(own)
    assert F.cross_entropy(z, classes, reduction="sum").item() == pytest.approx(3 * own)
    with pytest.raises((RuntimeError, ValueError)):
        F.cross_entropy(z, classes.double())
