"""The data sets: fixed numbers, fresh arrays."""

import numpy as np
import pytest

from course_utils import data

SETS = [
    data.study_scores,
    data.study_scores_off_grid,
    data.study_scores_noisy,
    data.study_scores_with_bias,
]


@pytest.mark.parametrize("make", SETS)
def test_two_float_arrays_of_one_length_the_same_each_time_and_not_shared(make):
    x, y = make()
    assert x.dtype == y.dtype == float
    assert x.shape == y.shape == (x.size,)
    first = x.copy(), y.copy()
    x += 1
    y += 1
    np.testing.assert_array_equal(make(), first)


def test_the_three_students():
    x, y = data.study_scores()
    assert (x.tolist(), y.tolist()) == ([1, 2, 3], [2, 4, 6])


def test_a_slope_between_two_values_of_the_grid():
    x, y = data.study_scores_off_grid()
    np.testing.assert_allclose(y / x, 2.03, rtol=1e-12)


def test_a_line_with_a_bias():
    x, y = data.study_scores_with_bias()
    np.testing.assert_array_equal(y, [2.5, 4.0, 5.5])


def test_noise_depends_on_the_seed_alone():
    x, y = data.study_scores_noisy()
    assert len(x) == 20
    assert 0 < np.std(y - 2 * x) < 1
    assert not np.array_equal(y, data.study_scores_noisy(seed=1)[1])
