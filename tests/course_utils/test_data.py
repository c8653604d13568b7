"""The data sets: fixed numbers, fresh arrays."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from course_utils import data
from course_utils.digits import split
from course_utils.errors import InputError
from tests.needs import need

SETS = [
    data.study_scores,
    data.study_scores_off_grid,
    data.study_scores_noisy,
    data.study_scores_with_bias,
    data.students,
    lambda: data.tired_students(20, seed=3),
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


def test_the_rule_is_kept_by_every_sample():
    x, y = data.first_exceeds_last(2000, seed=1)
    assert (x.shape, y.shape) == ((2000, 5), (2000,)) and x.dtype == y.dtype == float
    assert 0 <= x.min() and x.max() < 1
    np.testing.assert_array_equal(y, x[:, 0] > x[:, 4])
    np.testing.assert_array_equal(data.first_exceeds_last(2000, seed=1)[0], x)
    assert not np.array_equal(data.first_exceeds_last(2000, seed=0)[0], x)


def test_tired_students_pass_mostly_in_the_middle():
    hours, passed = data.tired_students(20_000, seed=0)
    assert set(passed) == {0, 1} and 0 <= hours.min() and hours.max() < 20
    middle = (hours > 5) & (hours < 14)
    assert abs(passed[middle].mean() - 0.9) < 0.01
    assert abs(passed[~middle].mean() - 0.1) < 0.01


def test_nobody_elses_random_numbers_are_moved():
    np.random.seed(7)
    expected = np.random.rand()
    np.random.seed(7)
    data.students()
    assert np.random.rand() == expected


def test_noise_depends_on_the_seed_alone():
    x, y = data.study_scores_noisy()
    assert len(x) == 20
    assert 0 < np.std(y - 2 * x) < 1
    assert not np.array_equal(y, data.study_scores_noisy(seed=1)[1])


# Labels and tables, from lesson 4 on

TABLES = [
    (data.study_passed, (3, 1)),
    (data.study_passed_middle, (3, 1)),
    (data.study_passed_unseen, (10, 1)),
    (data.two_features, (1000, 2)),
    (data.tumours, (569, 3)),
]


@pytest.mark.parametrize(("make", "shape"), TABLES)
def test_a_table_and_labels_0_and_1_the_same_each_time_and_not_shared(make, shape):
    x, y = make()
    assert x.dtype == y.dtype == float
    assert x.shape == shape and y.shape == shape[:1]
    assert set(y) == {0, 1}
    first = x.copy(), y.copy()
    x += 1
    y += 1
    for again, before in zip(make(), first, strict=True):
        np.testing.assert_array_equal(again, before)


def test_the_students_who_passed():
    assert data.study_passed()[0].ravel().tolist() == [1, 2, 3]
    assert data.study_passed()[1].tolist() == [0, 0, 1]
    assert data.study_passed_middle()[1].tolist() == [0, 1, 0]


def test_the_unseen_students_cannot_be_separated_by_their_hours():
    x, y = data.study_passed_unseen()
    assert (np.diff(x[:, 0]) > 0).all()
    assert min(x[y == 1]) < max(x[y == 0])


def test_the_small_start_is_what_torch_draws_for_a_layer_with_one_input():
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    layer = torch.nn.Linear(1, 1)
    w, b = data.small_start()
    assert w.shape == (1,) and w[0] == layer.weight.item()
    assert b == layer.bias.item()


def test_the_two_features_and_their_start_are_torchs_draws():
    torch = pytest.importorskip("torch")
    torch.manual_seed(123)
    drawn, start = torch.randn(1000, 2), torch.randn(2)
    x, y = data.two_features()
    np.testing.assert_array_equal(x, drawn.numpy().astype(float))
    np.testing.assert_array_equal(y, 0.5 * x[:, 0] - 1.5 * x[:, 1] > 0)
    w, b = data.two_features_start()
    np.testing.assert_array_equal(w, start.numpy().astype(float))
    assert b == 0


def test_the_tumours_are_all_there_with_malignant_as_1():
    x, y = data.tumours()
    assert (int(y.sum()), int((y == 0).sum())) == (212, 357)
    np.testing.assert_allclose(x.sum(axis=0), [10975.81, 27.834994, 8038.429], rtol=1e-12)
    assert x[0].tolist() == [10.38, 0.1471, 17.99] and y[0] == 1
    # What is malignant has the larger, more dented nuclei: the label is not turned round.
    assert (x[y == 1].mean(axis=0) > x[y == 0].mean(axis=0)).all()


@pytest.mark.slow
def test_the_tumours_are_three_columns_of_scikit_learns():
    need("scikit-learn", find_spec("sklearn"))
    from sklearn.datasets import load_breast_cancer

    whole = load_breast_cancer()
    names = list(whole.feature_names)
    columns = [names.index(f"mean {name}") for name in ("texture", "concave points", "radius")]
    x, y = data.tumours()
    np.testing.assert_array_equal(x, whole.data[:, columns])
    np.testing.assert_array_equal(y, 1 - whole.target)


def test_origin_and_licence_of_the_tumours_stand_beside_them():
    text = Path(data.__file__).with_name("tumours.txt").read_text("utf-8")
    assert all(name in text for name in ("Wolberg", "Mangasarian", "N. Street", "W. Street"))
    assert "UCI" in text and "https://creativecommons.org/licenses/by/4.0/" in text
    assert "malignant is 1" in text


@pytest.mark.slow
def test_the_digits_are_scikit_learns():
    need("scikit-learn", find_spec("sklearn"))
    from sklearn.datasets import load_digits

    whole = load_digits()
    x, y = data.digits()
    np.testing.assert_array_equal(x * 16, whole.data)
    np.testing.assert_array_equal(y, whole.target)


def test_the_digits_are_all_there_and_fresh_each_time():
    x, y = data.digits()
    assert (x.shape, x.dtype, y.shape, y.dtype) == ((1797, 64), float, (1797,), np.int64)
    assert (x.min(), x.max(), set(y)) == (0, 1, set(range(10)))
    assert np.bincount(y).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert x.sum() * 16 == 561718
    x += 1
    y += 1
    assert data.digits()[0].max() == 1 and data.digits()[1].min() == 0


def test_the_three_parts_are_those_of_the_split_and_share_no_picture():
    x, y = data.digits()
    parts = split(np.random.default_rng(0).permutation(1797), 1097, 300)
    assert sorted(np.concatenate(parts)) == list(range(1797))
    for part, rows in zip(("learn", "choose", "judge"), parts, strict=True):
        pictures, labels = data.digits(part)
        np.testing.assert_array_equal(pictures, x[rows])
        np.testing.assert_array_equal(labels, y[rows])
    with pytest.raises(InputError, match="part: 'test' is none of all, learn, choose, judge"):
        data.digits("test")


def test_origin_and_licence_of_the_digits_stand_beside_them():
    text = Path(data.__file__).with_name("digits.txt").read_text("utf-8")
    assert all(name in text for name in ("Alpaydin", "Kaynak", "UCI", "What was changed"))
    assert "https://creativecommons.org/licenses/by/4.0/" in text
