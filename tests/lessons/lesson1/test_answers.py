"""What lesson 1 answers to its closing questions, tried."""

import numpy as np

from course_utils.data import study_scores, study_scores_noisy
from course_utils.search import best_w, cost

GRID = np.linspace(0, 4, 41)


def test_scores_in_percent_make_the_best_w_ten_times_and_the_cost_a_hundred_times_as_large():
    x, y = study_scores()
    assert best_w(10 * GRID, x, 10 * y) == 10 * best_w(GRID, x, y) == 20
    np.testing.assert_allclose(cost(15, x, 10 * y), 100 * cost(1.5, x, y))


def test_a_best_w_at_the_end_of_the_grid_asks_for_a_wider_one():
    x, _ = study_scores()
    y = 5 * x
    assert best_w(GRID, x, y) == GRID[-1]
    assert best_w(np.linspace(0, 8, 81), x, y) == 5


def test_the_root_of_the_cost_has_its_lowest_point_at_the_same_w():
    x, y = study_scores_noisy()
    costs = np.array([cost(w, x, y) for w in GRID])
    assert (np.argsort(costs) == np.argsort(np.sqrt(costs))).all()
    assert GRID[np.argmin(np.sqrt(costs))] == best_w(GRID, x, y)
