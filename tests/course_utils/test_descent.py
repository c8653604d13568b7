"""Lesson 2's functions: closed forms, other ways to the same slopes, and the lesson's numbers."""

import numpy as np
import pytest
from scipy.optimize import approx_fprime, minimize, minimize_scalar

from course_utils.data import quadratic, study_scores, study_scores_noisy
from course_utils.descent import (
    descend,
    gradient,
    largest_stable_lr,
    partial_derivatives,
    path,
    step,
    train,
)
from course_utils.search import cost

X, Y = study_scores()
CURVATURE = 28 / 3
START = np.array([1.0, 0.0, -1.0])


def cost_of_three(w, x, y):
    return np.mean((w[0] * x**2 + w[1] * x + w[2] - y) ** 2)


def walk(lr, epochs, start=1.0):
    """w on the cost of the three students, by the learner's own functions."""
    return path(lambda w: gradient(w, X, Y), start, lr, epochs)


# The gradients


@pytest.mark.parametrize("data", [study_scores, study_scores_noisy])
@pytest.mark.parametrize("w", [-3.0, 0.0, 1.0, 1.97, 5.5])
def test_by_hand_by_differences_and_by_autograd_the_gradient_is_the_same(data, w):
    torch = pytest.importorskip("torch")
    x, y = data()
    by_hand = gradient(w, x, y)
    h = 1e-4
    assert by_hand == pytest.approx((cost(w + h, x, y) - cost(w - h, x, y)) / (2 * h), abs=1e-6)
    leaf = torch.tensor(w, dtype=torch.float64, requires_grad=True)
    torch.mean((leaf * torch.tensor(x) - torch.tensor(y)) ** 2).backward()
    assert by_hand == pytest.approx(leaf.grad.item(), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("points", [quadratic, study_scores_noisy])
@pytest.mark.parametrize("w", [START, np.array([2.0, 3.0, 4.0]), np.array([-0.3, 2.5, 7.0])])
def test_the_three_partial_derivatives_agree_with_differences_and_autograd(points, w):
    torch = pytest.importorskip("torch")
    x, y = points()
    by_hand = partial_derivatives(w, x, y)
    np.testing.assert_allclose(
        by_hand, approx_fprime(w, cost_of_three, 1e-7, x, y), rtol=1e-4, atol=1e-3
    )
    leaf = torch.tensor(w, requires_grad=True)
    columns = torch.tensor(np.stack([x**2, x, np.ones(len(x))], axis=1))
    torch.mean((columns @ leaf - torch.tensor(y)) ** 2).backward()
    np.testing.assert_allclose(by_hand, leaf.grad.numpy(), rtol=1e-9, atol=1e-12)


def test_the_gradient_of_the_three_students_is_28_thirds_of_the_error():
    for w in np.linspace(-3, 7, 41):
        assert gradient(w, X, Y) == pytest.approx(CURVATURE * (w - 2), rel=1e-9, abs=1e-12)


def test_a_gradient_is_a_plain_float_which_a_notebook_shows_without_its_type():
    assert type(gradient(np.float64(1), X, Y)) is float


def test_where_the_gradients_vanish_scipy_finds_the_optimum():
    x, y = study_scores_noisy()
    best = minimize_scalar(cost, args=(x, y)).x
    assert gradient(best, x, y) == pytest.approx(0, abs=1e-6)
    w, _ = descend(0.0, 0.05, x, y, 1e-9, 1000)
    assert w == pytest.approx(best, abs=1e-6)
    x, y = quadratic()
    best = minimize(cost_of_three, START, (x, y), jac=partial_derivatives, tol=1e-12).x
    np.testing.assert_allclose(best, [2, 3, 4], atol=1e-4)
    np.testing.assert_allclose(partial_derivatives(np.array([2.0, 3, 4]), x, y), 0, atol=1e-12)


# One weight


def test_each_step_multiplies_the_error_by_the_same_factor():
    for lr in (0.001, 0.05, 0.107, 0.2, 0.22, 1.0):
        for w in (-4.0, 1.0, 2.5):
            factor = 1 - CURVATURE * lr
            assert step(w, lr, X, Y) - 2 == pytest.approx(factor * (w - 2), abs=1e-12)


def test_at_3_28_one_step_arrives_and_at_3_14_w_swings_for_ever():
    assert step(1.0, 3 / 28, X, Y) == pytest.approx(2, abs=1e-12)
    np.testing.assert_allclose(walk(3 / 14, 5), [1, 3, 1, 3, 1, 3], rtol=1e-12)


def test_after_100_epochs():
    assert walk(0.01, 100)[-1] == pytest.approx(1.9999, abs=5e-5)
    assert walk(0.001, 100)[-1] == pytest.approx(1.608, abs=5e-4)
    costs = [cost(w, X, Y) for w in walk(0.001, 100)[-2:]]
    assert 1 - costs[1] / costs[0] == pytest.approx(0.02, abs=0.005)
    for lr in (0.15, 0.2):
        assert walk(lr, 150)[-1] == pytest.approx(2, abs=1e-6)
    assert abs(walk(0.22, 100)[-1] - 2) > 100


@pytest.mark.parametrize(("lr", "steps"), [(0.05, 22), (0.107, 3), (0.2, 97), (3 / 14, None)])
def test_steps_to_a_millionth(lr, steps):
    close = np.abs(walk(lr, 2000) - 2) < 1e-6
    assert (int(np.argmax(close)) if close.any() else None) == steps


@pytest.mark.parametrize(
    ("kind", "moments"), [("float32", (21, 42, 43)), ("float64", (167, 335, 336))]
)
def test_at_learning_rate_1_the_numbers_run_out(kind, moments):
    x, y, one = X.astype(kind), Y.astype(kind), np.dtype(kind).type(1)
    with np.errstate(over="ignore", invalid="ignore"):
        ws = path(lambda w: gradient(w, x, y), one, one, 340)
        costs = np.array([cost(w, x, y) for w in ws])
    assert ws.dtype == kind
    assert tuple(np.argmax(m) for m in (np.isinf(costs), np.isinf(ws), np.isnan(ws))) == moments


def test_the_sum_makes_every_threshold_three_times_smaller():
    def by_sum(w):
        return len(X) * gradient(w, X, Y)

    np.testing.assert_allclose(path(by_sum, 1.0, 1 / 14, 3), [1, 3, 1, 3], rtol=1e-12)
    assert path(by_sum, 1.0, 1 / 28, 1)[1] == pytest.approx(2)
    np.testing.assert_allclose(path(by_sum, 1.0, 0.2 / 3, 50), walk(0.2, 50), rtol=1e-9)


def test_descend_stops_after_the_first_short_move():
    assert descend(1.0, 0.05, X, Y, 0.1, 100) == (pytest.approx(walk(0.05, 4)[-1]), 4)
    for lr, start in ((0.05, 1.0), (0.05, 9.0), (0.2, 1.0)):
        w, taken = descend(start, lr, X, Y, 1e-3, 1000)
        moves = np.abs(np.diff(walk(lr, taken, start)))
        assert (moves[:-1] >= 1e-3).all() and moves[-1] < 1e-3
        assert w == pytest.approx(walk(lr, taken, start)[-1], rel=1e-12)


def test_descend_gives_up_after_so_many_epochs():
    assert descend(1.0, 3 / 14, X, Y, 1e-6, 7) == (pytest.approx(3), 7)
    assert descend(1.0, 0.001, X, Y, 1e-6, 1)[1] == 1
    assert descend(1.0, 0.05, X, Y, 1e-6, 0) == (1.0, 0)


# Any function


def test_a_path_begins_at_the_start_and_follows_the_slope():
    visited = path(lambda x: 2 * x, 1.0, 0.1, 3)
    np.testing.assert_allclose(visited, [1, 0.8, 0.64, 0.512], rtol=1e-12)
    assert path(lambda x: 2 * x, 1.0, 0.1, 0).tolist() == [1.0]


def test_a_vector_of_learning_rates_is_one_path_a_rate():
    lrs = np.array([0.001, 0.05, 0.2, 3 / 14, 0.22])
    together = path(lambda w: CURVATURE * (w - 2), 1.0, lrs, 60)
    assert together.shape == (61, 5)
    for k, lr in enumerate(lrs):
        alone = path(lambda w: CURVATURE * (w - 2), 1.0, lr, 60)
        np.testing.assert_allclose(together[:, k], alone, rtol=1e-12)


def test_starts_may_be_a_vector_too():
    starts = np.array([-3.0, 0.5, 4.0])
    together = path(lambda w: CURVATURE * (w - 2), starts, 0.05, 10)
    np.testing.assert_allclose(together[:, 2], walk(0.05, 10, start=4.0), rtol=1e-12)


@pytest.mark.parametrize("a", [0.1, 1.0, 14 / 3, 20.0])
def test_below_the_limit_it_converges_above_it_diverges(a):
    limit = largest_stable_lr(a)
    shares = np.array([0.02, 0.98, 1.0, 1.02])
    ends = np.abs(path(lambda x: 2 * a * x, 1.0, shares * limit, 400)[-1])
    assert ends[0] < 1e-3 and ends[1] < 1e-3 and ends[3] > 1e3
    assert ends[2] == pytest.approx(1, rel=1e-9)


# Three weights


@pytest.mark.parametrize(
    ("batch", "epoch", "weights"),
    [
        (20, 888, (2.036, 2.961, 4.007)),
        (100, 999, (2.328, 2.663, 4.059)),
        (30, 999, (2.15, 2.86, 4.02)),
    ],
)
def test_training_the_quadratic_fit(batch, epoch, weights):
    w, losses = train(START, *quadratic(), batch, 0.1, 1000)
    assert len(losses) - 1 == epoch
    np.testing.assert_allclose(w, weights, atol=0.005 if batch == 30 else 0.0005)
    assert (losses[-1] < 1e-5) == (batch == 20)
    assert min(losses[:-1]) >= 1e-5


def test_the_loss_is_tiny_while_a_weight_is_off_by_two_percent():
    w, losses = train(START, *quadratic(), 20, 0.1, 1000)
    assert losses[-1] < 1e-5
    assert np.max(np.abs(w / [2, 3, 4] - 1)) == pytest.approx(0.02, abs=0.005)


def test_the_loss_of_an_epoch_is_what_its_steps_saw():
    x, y = quadratic()
    seen, w = 0.0, START
    for first in range(0, 100, 20):
        part = slice(first, first + 20)
        seen += 20 * cost_of_three(w, x[part], y[part])
        w = w - 0.1 * partial_derivatives(w, x[part], y[part])
    end, losses = train(START, x, y, 20, 0.1, 1)
    assert losses == [pytest.approx(seen / 100)]
    np.testing.assert_allclose(end, w, rtol=1e-12)


def test_evaluated_at_the_epochs_end_it_would_stop_in_epoch_856():
    x, y = quadratic()
    w, losses = START, []
    while not losses or losses[-1] >= 1e-5:
        w, _ = train(w, x, y, 20, 0.1, 1)
        losses.append(cost_of_three(w, x, y))
    assert len(losses) - 1 == 856


def test_points_that_fill_no_last_batch_are_never_used():
    x, y = quadratic()
    spoilt = np.where(np.arange(100) < 90, y, np.nan)
    w, _ = train(START, x, y, 30, 0.1, 50)
    np.testing.assert_array_equal(train(START, x, spoilt, 30, 0.1, 50)[0], w)
    assert np.isnan(train(START, x, spoilt, 20, 0.1, 50)[0]).all()


def test_training_leaves_the_weights_it_was_given_alone():
    w = START.copy()
    train(w, *quadratic(), 20, 0.1, 3)
    np.testing.assert_array_equal(w, START)


def test_the_bowl_is_a_long_valley():
    x, _ = quadratic()
    columns = np.stack([x**2, x, np.ones(100)], axis=1)
    values = np.linalg.eigvalsh(2 * columns.T @ columns / 100)
    np.testing.assert_allclose(values, [0.00543, 0.2437, 2.798], rtol=5e-4)
    assert values[2] / values[0] == pytest.approx(515, abs=0.5)
    assert 2 / values[2] == pytest.approx(0.7148, abs=1e-4)
    below, _ = train(START, *quadratic(), 100, 0.713, 3000)
    above, _ = train(START, *quadratic(), 100, 0.717, 3000)
    assert np.abs(below - [2, 3, 4]).max() < 0.1 and np.abs(above).max() > 1e3
