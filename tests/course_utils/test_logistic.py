"""What lesson 4 builds: probabilities of a table, their gradient, training, decisions."""

import numpy as np
import pytest
from scipy.optimize import minimize

from course_utils import data
from course_utils.logistic import accuracy, boundary, counts, gradient, probabilities, train
from course_utils.sigmoid import bce, bce_from_logits, sigmoid

X, Y = data.study_passed()
X2, Y2 = data.two_features()


def last(history):
    ws, bs = history
    return ws[-1], bs[-1]


def table(seed, n=7, features=3):
    """A table, labels of both kinds, weights and a bias."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(n, features)), (np.arange(n) % 2).astype(float)
    return x, y, rng.normal(size=features), rng.normal()


def loss(x, y, w, b):
    return bce_from_logits(x @ w + b, y)


# Probabilities


def test_each_row_has_its_sum_of_products_plus_b_put_through_the_sigmoid():
    x = np.array([[2.0, 1.0], [4.0, 1.0], [0.0, 3.0]])
    p = probabilities(x, np.array([1.0, -2.0]), 0.5)
    np.testing.assert_allclose(p, 1 / (1 + np.exp([-0.5, -2.5, 5.5])), rtol=1e-12)


def test_huge_logits_stay_silent():
    with np.errstate(over="raise", invalid="raise"):
        p = probabilities(np.array([[1000.0], [-1000.0]]), np.array([1.0]), 0.0)
    assert p.tolist() == [1, 0]


# The gradient


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("features", [1, 3])
def test_the_gradient_is_what_nudging_measures(seed, features):
    x, y, w, b = table(seed, features=features)
    dw, db = gradient(x, y, probabilities(x, w, b))
    h = 1e-6
    for k, nudge in enumerate(h * np.eye(features)):
        measured = (loss(x, y, w + nudge, b) - loss(x, y, w - nudge, b)) / (2 * h)
        assert dw[k] == pytest.approx(measured, abs=1e-8)
    assert db == pytest.approx((loss(x, y, w, b + h) - loss(x, y, w, b - h)) / (2 * h), abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("features", [1, 3])
def test_the_gradient_is_autograds(seed, features):
    torch = pytest.importorskip("torch")
    x, y, w, b = table(seed, features=features)
    dw, db = gradient(x, y, probabilities(x, w, b))
    w_t = torch.tensor(w, requires_grad=True)
    b_t = torch.tensor(b, dtype=torch.float64, requires_grad=True)
    p = torch.sigmoid(torch.tensor(x) @ w_t + b_t)
    y_t = torch.tensor(y)
    (-(y_t * torch.log(p) + (1 - y_t) * torch.log(1 - p))).mean().backward()
    np.testing.assert_allclose(dw, w_t.grad.numpy(), rtol=1e-9, atol=1e-12)
    assert db == pytest.approx(b_t.grad.item(), rel=1e-9, abs=1e-12)


def test_one_student_alone_the_errors_times_the_hours():
    dw, db = gradient(X, Y, np.array([0.2, 0.4, 0.6]))
    assert dw == pytest.approx([(0.2 * 1 + 0.4 * 2 - 0.4 * 3) / 3])
    assert db == pytest.approx((0.2 + 0.4 - 0.4) / 3)


# Training


def test_the_history_begins_with_the_start_and_has_one_entry_more_than_epochs():
    x, y, w, b = table(0)
    ws, bs = train(x, y, w, b, 0.5, 4)
    assert ws.shape == (5, 3) and bs.shape == (5,)
    assert ws[0].tolist() == w.tolist() and bs[0] == b
    nothing = train(x, y, w, b, 0.5, 0)
    assert nothing[0].tolist() == [w.tolist()] and nothing[1].tolist() == [b]


def test_one_step_by_hand():
    ws, bs = train(X, Y, np.array([1.0]), -2.5, 0.5, 1)
    error = 1 / (1 + np.exp([1.5, 0.5, -0.5])) - [0, 0, 1]
    assert ws[1, 0] == pytest.approx(1 - 0.5 * (error[0] + 2 * error[1] + 3 * error[2]) / 3)
    assert bs[1] == pytest.approx(-2.5 - 0.5 * error.mean())


@pytest.mark.parametrize("features", [1, 3])
def test_several_learning_rates_at_once_are_the_single_ones_side_by_side(features):
    x, y, w, b = table(1, features=features)
    lrs = np.array([0.001, 0.1, 2.0])
    ws, bs = train(x, y[:, None], np.tile(w[:, None], 3), np.full(3, b), lrs, 30)
    assert ws.shape == (31, features, 3) and bs.shape == (31, 3)
    for k, lr in enumerate(lrs):
        one_ws, one_bs = train(x, y, w, b, lr, 30)
        np.testing.assert_allclose(ws[..., k], one_ws, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(bs[:, k], one_bs, rtol=1e-9, atol=1e-12)


def test_where_a_minimum_exists_training_arrives_where_an_optimiser_does():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(60, 2))
    y = (x[:, 0] - x[:, 1] + rng.logistic(size=60) > 0).astype(float)
    w, b = last(train(x, y, np.zeros(2), 0.0, 1.0, 3000))
    best = minimize(lambda v: loss(x, y, v[:2], v[2]), np.zeros(3), tol=1e-10)
    np.testing.assert_allclose([*w, b], best.x, atol=1e-4)


def test_the_loop_on_tensors_is_the_same_training():
    torch = pytest.importorskip("torch")
    w0, b0 = data.small_start()
    x, y = torch.tensor(X), torch.tensor(Y)
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, dtype=torch.float64, requires_grad=True)
    for _ in range(50):
        p = torch.sigmoid(x @ w + b)
        loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
        w.grad = b.grad = None
        loss.backward()
        with torch.no_grad():
            w -= 0.5 * w.grad
            b -= 0.5 * b.grad
    w_hand, b_hand = last(train(X, Y, w0, b0, 0.5, 50))
    assert w.item() == pytest.approx(w_hand[0], rel=1e-9)
    assert b.item() == pytest.approx(b_hand, rel=1e-9)


# Three students


@pytest.mark.parametrize(
    ("rows", "w", "b", "p"), [(3, 1.109, -2.683, 0.852), (1, 0.339, -0.892, 0.614)]
)
def test_three_students_with_the_sum_and_with_the_mean(rows, w, b, p):
    """The sum over three rows takes the steps of the mean at three times the learning rate."""
    w_end, b_end = last(train(X, Y, *data.small_start(), 0.01 * rows, 1000))
    assert w_end[0] == pytest.approx(w, abs=5e-4)
    assert b_end == pytest.approx(b, abs=5e-4)
    assert sigmoid(4 * w_end[0] + b_end) == pytest.approx(p, abs=5e-4)


@pytest.fixture(scope="module")
def long_run():
    return train(X, Y, np.zeros(1), 0.0, 0.01, 100_000)


@pytest.mark.slow
def test_on_separable_students_w_grows_for_ever(long_run):
    ws, bs = long_run
    for epoch, w in ((1000, 0.486), (10_000, 2.463), (100_000, 6.273)):
        assert ws[epoch, 0] == pytest.approx(w, abs=5e-4)
    assert (np.diff(ws[1:, 0]) > 0).all()


@pytest.mark.slow
def test_accuracy_is_full_from_epoch_359_on_and_the_loss_still_falls(long_run):
    ws, bs = long_run
    z = ws * X[:, 0] + bs[:, None]
    right = ((z >= 0) == Y).all(axis=1)
    assert np.argmax(right) == 359 and right[359:].all()
    losses = np.logaddexp(0, np.where(Y == 1, -z, z)).mean(axis=1)
    assert (np.diff(losses) < 0).all() and losses[-1] < 0.1 * losses[359]


@pytest.mark.slow
def test_from_epoch_1000_on_the_boundary_stays_near(long_run):
    ws, bs = long_run
    places = -bs[1000:] / ws[1000:, 0]
    assert 2.4 < places.min() and places.max() < 2.6


def test_ten_times_the_learning_rate_takes_a_tenth_of_the_epochs():
    ws, bs = train(X, Y, np.zeros(1), 0.0, 0.1, 100)
    right = (((ws * X[:, 0] + bs[:, None]) >= 0) == Y).all(axis=1)
    assert np.argmax(right) == 36 and right[36:].all()


def test_the_step_of_the_worked_number_lowers_the_loss():
    ws, bs = train(X, Y, np.array([1.0]), -2.5, 0.5, 1)
    before, after = (loss(X, Y, *now) for now in zip(ws, bs, strict=True))
    assert (before, after) == (pytest.approx(0.383, abs=5e-4), pytest.approx(0.379, abs=5e-4))


def test_a_steeper_curve_with_the_same_boundary_always_has_a_lower_loss():
    losses = [loss(X, Y, np.array([w]), -2.5 * w) for w in (1, 2, 4, 8, 16)]
    assert all(b < a for a, b in zip(losses, losses[1:], strict=False))


@pytest.mark.slow
def test_unseen_students_see_no_better_accuracy_and_in_the_end_a_higher_loss(long_run):
    x, y = data.study_passed_unseen()
    ws, bs = long_run
    p = [probabilities(x, ws[e], bs[e]) for e in (1000, 10_000, 100_000)]
    assert [accuracy(one, y, 0.5) for one in p] == [0.8, 0.8, 0.8]
    first, middle, end = (bce(one, y) for one in p)
    assert middle < first < end


def test_no_curve_is_high_in_the_middle_alone():
    x, y = data.study_passed_middle()
    best = minimize(lambda v: loss(x, y, v[:1], v[1]), [0.3, 0.1], tol=1e-10).x
    np.testing.assert_allclose(best, [0, -np.log(2)], atol=1e-5)
    w, b = last(train(x, y, *data.small_start(), 0.5, 1000))
    assert w[0] == pytest.approx(0, abs=5e-4) and b == pytest.approx(-0.693, abs=5e-4)
    np.testing.assert_allclose(probabilities(x, w, b), 1 / 3, atol=5e-4)


# Two features


def test_one_step_a_row():
    w, b = data.two_features_start()
    for _ in range(100):
        losses = []
        for row, label in zip(X2, Y2, strict=True):
            p = 1 / (1 + np.exp(-(row @ w + b)))
            losses.append(-np.log(p if label else 1 - p))
            w = w - 0.001 * (p - label) * row
            b = b - 0.001 * (p - label)
    assert accuracy(probabilities(X2, w, b), Y2, 0.5) == 0.991
    assert w[1] / w[0] == pytest.approx(-2.945, abs=2e-3)
    assert losses[-1] == pytest.approx(0.311, abs=2e-3)
    assert np.mean(losses) == pytest.approx(0.112, abs=1e-3)


@pytest.mark.parametrize(
    ("lr", "right", "ratio"), [(0.001, 0.829, 5.516), (0.001 * 1000, 0.991, -2.945)]
)
def test_full_batches_with_the_mean_and_with_the_sum(lr, right, ratio):
    w, b = last(train(X2, Y2, *data.two_features_start(), lr, 100))
    assert accuracy(probabilities(X2, w, b), Y2, 0.5) == right
    assert w[1] / w[0] == pytest.approx(ratio, abs=2e-3)


def test_all_wrong_ones_among_the_unseen_are_0_called_1_and_b_is_why():
    x = np.random.default_rng(0).normal(size=(1000, 2))
    y = 0.5 * x[:, 0] - 1.5 * x[:, 1] > 0
    w, b = last(train(X2, Y2, *data.two_features_start(), 1.0, 100))
    called = probabilities(x, w, b) >= 0.5
    assert b == pytest.approx(0.15, abs=5e-3)
    assert (called & ~y).sum() == 17 and (~called & y).sum() == 0
    without = probabilities(x, w, 0.0) >= 0.5
    assert (without != y).sum() <= 3


# Boundary and accuracy


@pytest.mark.parametrize(("w", "b"), [(2.0, -5.0), (-1.5, 0.3), (0.4, 2.0)])
def test_at_the_boundary_p_is_one_half_however_steep_the_curve(w, b):
    at = boundary(w, b, 0.5)
    assert at == pytest.approx(-b / w)
    assert probabilities(np.array([[at]]), np.array([w]), b)[0] == pytest.approx(0.5)
    assert boundary(7 * w, 7 * b, 0.5) == pytest.approx(at)


@pytest.mark.parametrize("p", [0.01, 0.3, 0.8, 0.999])
@pytest.mark.parametrize(("w", "b"), [(2.0, -5.0), (-1.5, 0.3), (0.4, 2.0)])
def test_where_the_model_says_p_it_says_p(w, b, p):
    at = boundary(w, b, p)
    assert probabilities(np.array([[at]]), np.array([w]), b)[0] == pytest.approx(p)


def test_accuracy_is_the_share_of_right_decisions_at_or_above_the_threshold():
    p, y = np.array([0.2, 0.6, 0.5, 0.9]), np.array([0.0, 0.0, 1.0, 1.0])
    assert accuracy(p, y, 0.5) == 0.75
    assert accuracy(p, y, 0.65) == 0.75
    assert accuracy(p, y, 0.55) == 0.5
    assert type(accuracy(p, y, 0.5)) is float


def test_the_four_counts_sort_every_case_and_make_the_accuracy():
    p = np.array([0.1, 0.2, 0.2, 0.3, 0.6, 0.7, 0.4, 0.5, 0.8, 0.9])
    y = np.array([0.0] * 6 + [1.0] * 4)
    assert counts(p, y, 0.5) == (3, 2, 1, 4)
    assert counts(p, y, 0.0) == (4, 6, 0, 0) and counts(p, y, 1.0) == (0, 0, 4, 6)
    for threshold in p:
        tp, fp, fn, tn = four = counts(p, y, threshold)
        assert sum(four) == 10 and (tp + tn) / 10 == accuracy(p, y, threshold)
        assert all(type(count) is int for count in four)
