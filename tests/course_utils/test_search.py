"""Lesson 1's functions: closed forms, and what the lesson says about them."""

import numpy as np
import pytest

from course_utils.data import (
    study_scores,
    study_scores_noisy,
    study_scores_off_grid,
    study_scores_with_bias,
)
from course_utils.search import best_w, best_w_b, cost, cost_b, evaluations, predict

WS = np.linspace(0, 4, 41)


def test_the_line_predicts_w_points_for_each_hour():
    assert predict(1.5, 2.0) == 3.0
    np.testing.assert_array_equal(predict(2.0, np.array([1.0, 4.0])), [2.0, 8.0])


def test_the_cost_of_the_study_scores_is_a_parabola_with_its_bottom_at_2():
    x, y = study_scores()
    for w in np.linspace(-3, 7, 101):
        assert cost(w, x, y) == pytest.approx(14 / 3 * (w - 2) ** 2, rel=1e-9, abs=1e-12)


def test_costs_are_plain_floats_which_a_notebook_shows_without_their_type():
    x, y = study_scores()
    assert type(cost(np.float64(1), x, y)) is float
    assert type(cost_b(np.float64(1), 0, x, y)) is float


def test_of_41_values_2_is_best_and_predicts_8():
    best = best_w(WS, *study_scores())
    assert (best, type(best), predict(best, 4)) == (2.0, float, 8.0)


def test_the_first_of_several_best_values_is_taken():
    assert best_w(np.array([3.0, 1.0]), *study_scores()) == 3.0
    assert best_w(np.array([1.0, 3.0]), *study_scores()) == 1.0


def test_the_answer_is_never_finer_than_the_grid():
    x, y = study_scores_off_grid()
    assert best_w(WS, x, y) == 2.0
    assert best_w(np.linspace(0, 4, 401), x, y) == pytest.approx(2.03)


def test_with_noise_the_lowest_cost_is_not_zero_and_the_best_w_not_on_the_grid():
    x, y = study_scores_noisy()
    exact = np.sum(x * y) / np.sum(x**2)
    assert cost(exact, x, y) > 0.01
    assert np.min(np.abs(WS - exact)) > 0.001
    assert best_w(WS, x, y) == WS[np.argmin(np.abs(WS - exact))]


def test_a_bias_of_zero_changes_nothing():
    x, y = study_scores_noisy()
    assert cost_b(1.7, 0.0, x, y) == cost(1.7, x, y)


def test_the_search_for_two_parameters_finds_the_line_and_its_bias():
    found = best_w_b(WS, WS, *study_scores_with_bias())
    assert found == (1.5, 1.0)
    assert [type(value) for value in found] == [float, float]


def test_the_first_of_several_best_pairs_is_taken():
    x, y = study_scores()
    assert best_w_b(np.array([1.0, 3.0]), np.array([0.0]), x, y) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("width", "precision", "parameters", "count"),
    [
        (4, 0.1, 1, 41),
        (4, 0.1, 2, 1681),
        (4, 0.1, 10, 41**10),
        (4, 0.001, 1, 4001),
        (4, 0.001, 2, 4001**2),
        (4, 0.001, 3, 4001**3),
        (0.3, 0.1, 1, 4),
    ],
)
def test_evaluations_counts_both_ends_in_every_parameter(width, precision, parameters, count):
    assert evaluations(width, precision, parameters) == count
    assert type(evaluations(width, precision, parameters)) is int
