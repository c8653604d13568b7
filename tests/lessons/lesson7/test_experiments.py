"""The stored runs of lesson 7 are what its experiments compute; scikit-learn agrees with them."""

from functools import cache

import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from course_utils import data
from course_utils.digits import loss_and_gradient
from lessons.lesson7 import experiments
from lessons.lesson7.experiments import stored
from tests.needs import need
from tests.thorough import THOROUGH, thinned

pytestmark = pytest.mark.slow  # trains

LEARN, CHOOSE, JUDGE = (data.digits(part) for part in ("learn", "choose", "judge"))
CLOSE = {"rtol": 1e-3, "atol": 1e-4}


def places(*axes, few):
    """Every place on these axes under THOROUGH, else the few."""
    return thinned([*np.ndindex(*map(len, axes))], few)


# The linear model, and its limit


@pytest.mark.parametrize(
    "i", thinned(range(len(experiments.LIMIT_RATES)), [list(experiments.LIMIT_RATES).index(3)])
)
def test_a_full_batch_run_is_as_stored(i):
    run = experiments.full_batch(experiments.LIMIT_RATES[i], thinned(500, 28))
    for name, values in run.items():
        np.testing.assert_allclose(stored(f"limit_{name}")[i, : len(values)], values, **CLOSE)


def test_the_limit_at_the_start_has_a_closed_form():
    rows = experiments.with_ones(LEARN[0])
    steepest = 0.1 * np.linalg.eigvalsh(rows.T @ rows / len(rows))[-1]
    np.testing.assert_allclose(stored("limit_limit")[:, 0], 2 / steepest, rtol=1e-4)


def test_the_largest_curvature_is_the_hessians_own():
    rows = experiments.with_ones(LEARN[0][:200, 18:30])
    w = np.random.default_rng(0).normal(size=(13, 10))
    y = torch.tensor(LEARN[1][:200])

    def loss(flat):
        z = torch.tensor(rows) @ flat.reshape(13, 10)
        return torch.nn.functional.cross_entropy(z, y)

    table = torch.autograd.functional.hessian(loss, torch.tensor(w.ravel()))
    p = experiments.softmax(rows @ w)
    steepest = torch.linalg.eigvalsh(table)[-1].item()
    assert experiments.largest_curvature(rows, p) == pytest.approx(steepest, rel=1e-4)


@pytest.mark.parametrize(
    ("i", "j"),
    places(experiments.BATCHES, experiments.BATCH_RATES, few=[(2, 4), (4, 6)]),
)
def test_a_run_in_batches_is_as_stored(i, j):
    run = experiments.in_batches(experiments.BATCHES[i], experiments.BATCH_RATES[j])
    np.testing.assert_allclose(stored("batches")[i, j], run, **CLOSE)


# Networks, in float64: the digits hang neither on threads nor on the order of sums


@pytest.mark.parametrize("seed", thinned(range(experiments.TRIES), [5]))
def test_a_network_decides_as_stored(seed):
    np.testing.assert_array_equal(stored("tries")[seed], experiments.right_of_300(seed))


@pytest.mark.parametrize(
    ("i", "j"), places(experiments.PICTURES, experiments.DECAYS, few=[(0, 0), (1, 4)])
)
def test_a_run_on_few_pictures_is_as_stored(i, j):
    run = experiments.few(experiments.PICTURES[i], experiments.DECAYS[j])
    np.testing.assert_allclose(stored("few")[i, j], run, rtol=1e-2, atol=1e-3)


@pytest.mark.skipif(not THOROUGH, reason="half a minute of training: THOROUGH=1")
def test_shuffled_labels_are_learned_by_heart():
    np.testing.assert_allclose(stored("shuffled"), experiments.shuffled_labels(), atol=0.011)


def test_what_was_learned_by_heart_is_worth_nothing_on_new_pictures():
    learned, new = stored("shuffled")
    assert learned == 1 and new < 0.15


@pytest.mark.skipif(not THOROUGH, reason="trains the eight filters: THOROUGH=1")
def test_the_models_of_the_lesson_when_moved_are_as_stored():
    for k, model in enumerate(experiments.models().values()):
        np.testing.assert_allclose(stored("moved")[k], experiments.right_when_moved(model))


def test_moving_pictures_loses_what_leaves_and_brings_in_nothing():
    picture = torch.arange(1.0, 65).reshape(1, 64)
    square = picture.reshape(8, 8)
    moved = experiments.moved(picture, 1, -2).reshape(8, 8)
    assert torch.equal(moved[:6, 1:], square[2:, :7])
    assert not moved[6:].any() and not moved[:, 0].any()
    assert torch.equal(experiments.moved(picture, 0, 0), picture)


# Against scikit-learn, on the same split


@cache
def regularised() -> np.ndarray:
    """Weights (65, 10) of the lowest sum of the course's own loss and scikit-learn's charge at
    C = 1: half the sum of the squared weights, the biases apart, divided by the number of
    pictures."""
    x, y = LEARN
    rows = experiments.with_ones(x)
    charged = np.ones((65, 1)) / len(x)
    charged[64] = 0

    def charged_loss(flat):
        w = flat.reshape(65, 10)
        loss, slopes = loss_and_gradient(rows @ w, y)
        return loss + (charged * w**2).sum() / 2, (rows.T @ slopes + charged * w).ravel()

    found = minimize(charged_loss, np.zeros(650), jac=True, method="L-BFGS-B", tol=1e-10)
    return found.x.reshape(65, 10)


def test_scikit_learns_logistic_regression_differs_by_one_picture_of_400_at_most():
    need("scikit-learn", pytest.importorskip("sklearn"))
    from sklearn.linear_model import LogisticRegression

    theirs = LogisticRegression(C=1, max_iter=2000).fit(*LEARN)
    np.testing.assert_allclose(regularised()[:64].T, theirs.coef_, atol=0.06)
    ours = (experiments.with_ones(JUDGE[0]) @ regularised()).argmax(axis=1)
    assert (ours != theirs.predict(JUDGE[0])).sum() <= 1
    assert abs((ours == JUDGE[1]).sum() - 400 * theirs.score(*JUDGE)) <= 1


def test_the_lessons_linear_model_is_close_to_it_without_a_charge():
    *_, w = experiments.linear(0.5, 20)
    right = ((experiments.with_ones(JUDGE[0]) @ w).argmax(axis=1) == JUDGE[1]).sum()
    charged = (experiments.with_ones(JUDGE[0]) @ regularised()).argmax(axis=1)
    assert abs(right - (charged == JUDGE[1]).sum()) <= 8
