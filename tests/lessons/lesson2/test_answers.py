"""What lesson 2 answers to its closing questions, and says one should do, tried."""

import re

import numpy as np
import pytest

from course_utils.data import quadratic, study_scores
from course_utils.descent import gradient, path, train
from course_utils.search import cost
from tests.notebooks.rules import lesson_paths, markdown_cells
from tools.notebooks import read

X, Y = study_scores()
START = np.array([1.0, 0.0, -1.0])


def costs(lr, epochs, x=X, start=1.0, kind="float64"):
    """The cost of the three students after 0, 1, … epochs."""
    x, y, lr, start = (np.asarray(value, kind) for value in (x, Y, lr, start))
    with np.errstate(over="ignore", invalid="ignore"):
        visited = path(lambda w: gradient(w, x, y), start, lr, epochs)
        return np.array([cost(w, x, y) for w in visited])


def loss_of_all(w):
    x, y = quadratic()
    return np.mean((w[0] * x**2 + w[1] * x + w[2] - y) ** 2)


def test_hours_in_minutes_make_the_limit_3600_times_smaller():
    limit = 3 / 14 / 3600
    assert limit == pytest.approx(0.00006, abs=5e-7)
    near, beyond = (costs(share * limit, 500, 60 * X, start=0.01) for share in (0.99, 1.01))
    assert near[-1] < 1e-3 * near[0] and beyond[-1] > 1e3 * beyond[0]


def test_a_third_or_a_tenth_of_the_rate_mends_a_run_that_diverges_and_more_epochs_do_not():
    lr = (1 + np.sqrt(1.9)) / (28 / 3)  # the cost becomes 1.9 times as large, as 5, 9, 17, 33
    run = costs(lr, 60)
    np.testing.assert_allclose(run[1:] / run[:-1], 1.9)
    assert run[60] > run[3] > run[0]
    for share in (3, 10):
        assert (np.diff(costs(lr / share, 20)) < 0).all()
        assert costs(lr / share, 60)[-1] < 1e-4
    assert np.isnan(costs(1, 60, kind="float32")[-1]) and costs(0.1, 60, kind="float32")[-1] < 1e-4


def test_a_run_that_falls_by_a_five_hundredth_an_epoch_is_slow_and_wants_a_larger_rate():
    lr = 0.0001
    run = costs(lr, 3)
    np.testing.assert_allclose(run / run[0], np.array([5.00, 4.99, 4.98, 4.97]) / 5, atol=2e-3)
    assert costs(lr, 10_000)[-1] < 1e-3 * run[0], "slow is not done"
    assert costs(100 * lr, 100)[-1] < 1e-3 * run[0]
    w = path(lambda w: gradient(w, X, Y), 1.0, 0.15, 1)
    assert w[0] < 2 < w[1], "the first sign of swinging"


def test_two_runs_that_no_longer_improve_may_lie_on_one_flat_floor():
    data = quadratic()
    ends = [train(start, *data, 20, 0.1, 1000) for start in (START, np.array([3.0, 6.0, 9.0]))]
    assert all(losses[-1] < 1e-5 for _, losses in ends)
    assert np.abs(ends[0][0] - ends[1][0]).max() > 0.03


def test_or_in_two_valleys():
    left, right = path(lambda w: 4 * w**3 - 4 * w + 0.3, np.array([-1.8, 1.8]), 0.05, 500)[-1]
    assert (left, right) == (pytest.approx(-1.04, abs=5e-3), pytest.approx(0.96, abs=5e-3))


def test_or_one_only_creeps():
    slow, done = costs(0.0001, 100), costs(0.05, 100)
    assert slow[-2] - slow[-1] < 0.01 and slow[-1] > 1 > 1e-9 > done[-1]


def test_or_they_took_other_batches():
    data = quadratic()
    ends = [train(START, *data, batch, 0.1, 1000) for batch in (20, 100)]
    falls = [1 - losses[-1] / losses[-2] for _, losses in ends]
    assert max(falls) < 0.01 and np.abs(ends[0][0] - ends[1][0]).max() > 0.25


def test_dropped_points_make_the_reported_loss_too_small_by_a_third():
    w, losses = train(START, *quadratic(), 30, 0.1, 1000)
    assert 1 - losses[-1] / loss_of_all(w) == pytest.approx(1 / 3, abs=0.02)


def test_the_largest_rate_is_called_its_limit_and_nothing_else():
    for lesson in lesson_paths()[:3]:
        prose = " ".join(cell["source"] for cell in markdown_cells(read(lesson)))
        assert not re.findall(r"\b(?:edges?|thresholds?)\b", prose), lesson.stem
