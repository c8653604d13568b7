"""What lesson 4 says and no number shows: each sentence is run."""

from importlib.util import find_spec
from time import perf_counter

import numpy as np
import pytest

from course_utils import data
from course_utils.logistic import accuracy, boundary, counts, gradient, probabilities, train
from course_utils.sigmoid import bce, sigmoid
from tests.lessons.lesson4.numerals import shuffled_tumours, unseen_tumours
from tests.needs import need
from tests.notebooks.rules import ROOT
from tools.notebooks import read

LESSON = ROOT / "notebooks" / "04_logistic_regression_by_hand.ipynb"
X, Y = data.study_passed()


# The closing questions


@pytest.mark.parametrize("t", [0.1, 0.3, 0.8])
def test_raising_b_makes_the_same_decisions_as_the_threshold_and_false_probabilities(t):
    """Question B."""
    x, y = data.study_passed_unseen()
    ws, bs = train(X, Y, *data.small_start(), 0.03, 1000)
    w, b = ws[-1], bs[-1]
    raised = b + np.log((1 - t) / t)
    assert ((probabilities(x, w, b) >= t) == (probabilities(x, w, raised) >= 0.5)).all()
    at_t = boundary(w[0], b, t)
    assert sigmoid(w[0] * at_t + raised) == pytest.approx(0.5)
    better, worse = bce(probabilities(X, w, b), Y), bce(probabilities(X, w, raised), Y)
    assert better < worse


def test_a_lower_threshold_finds_more_who_are_ill_and_alarms_more_who_are_not():
    x, y, p = scaled_tumours()
    found, alarms = zip(*(counts(p, y, t)[:2] for t in np.linspace(0.9, 0.02, 30)), strict=True)
    assert all(np.diff(found) >= 0) and all(np.diff(alarms) >= 0)
    assert found[0] < found[-1] and alarms[0] < alarms[-1]


def test_two_models_of_one_boundary_are_right_about_the_same_cases():
    """Question A."""
    hours = np.linspace(0, 5, 51)
    assert ((1 * (hours - 2.5) >= 0) == (10 * (hours - 2.5) >= 0)).all()


def test_copying_each_row_doubles_the_sum_and_leaves_the_mean():
    """Question C: twice the rows, half the rate."""
    x, y = np.repeat(X, 2, axis=0), np.repeat(Y, 2)
    w, b = np.array([0.3]), -0.2

    def summed(x, y):
        error = probabilities(x, w, b) - y
        return np.array([*(x.T @ error), error.sum()])

    np.testing.assert_allclose(summed(x, y), 2 * summed(X, Y))
    mean = gradient(x, y, probabilities(x, w, b))
    np.testing.assert_allclose(mean[0], gradient(X, Y, probabilities(X, w, b))[0])


# Two features


def test_row_by_row_an_epoch_goes_about_as_far_as_one_step_along_the_sum():
    x, y = data.two_features()
    w, b = start_w, start_b = data.two_features_start()
    for row, label in zip(x, y, strict=True):
        error = sigmoid(row @ w + b) - label
        w, b = w - 0.001 * error * row, b - 0.001 * error
    ws, bs = train(x, y, start_w, start_b, 0.001 * len(x), 1)
    by_rows, by_sum = (np.array([*v, c]) - [*start_w, start_b] for v, c in ((w, b), (ws[1], bs[1])))
    assert np.linalg.norm(by_rows - by_sum) < 0.2 * np.linalg.norm(by_sum)


def test_the_line_drawn_is_where_the_logit_is_0():
    w, b, x0 = np.array([0.7, -2.1]), 0.15, np.linspace(-3, 3, 7)
    x1 = -(w[0] * x0 + b) / w[1]
    np.testing.assert_allclose(w[0] * x0 + w[1] * x1 + b, 0, atol=1e-12)


# PyTorch


def in_torch(epochs, lr, between=lambda w, b: None, x=X, y=Y):
    """The lesson's loop, after each step of which `between` is called; returns w, b and w.grad."""
    torch = pytest.importorskip("torch")
    start_w, start_b = data.small_start()
    w = torch.tensor(start_w, requires_grad=True)
    b = torch.tensor(start_b, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(x), torch.tensor(y)
    for _ in range(epochs):
        p = torch.sigmoid(x @ w + b)
        loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        between(w, b)
    return w, b


def test_backward_adds_to_grad_and_none_throws_the_old_away():
    slopes = []

    def look(w, b):
        slopes.append(w.grad.item())

    def zero(w, b):
        look(w, b)
        w.grad = b.grad = None

    in_torch(2, 0.0, look)
    first, second = slopes
    assert second == pytest.approx(2 * first)
    slopes.clear()
    in_torch(2, 0.0, zero)
    assert slopes == [pytest.approx(first)] * 2


def test_zeroed_before_every_backward_torch_trains_as_by_hand():
    def zero(w, b):
        w.grad = b.grad = None

    w, b = in_torch(1000, 0.01, zero)
    ws, bs = train(X, Y, *data.small_start(), 0.01, 1000)
    assert w.item() == pytest.approx(ws[-1, 0]) and b.item() == pytest.approx(bs[-1])


def test_after_a_new_w_the_next_backward_leaves_no_grad_and_the_step_stops():
    """The lesson's own loop, with one line of it changed."""
    torch = pytest.importorskip("torch")
    loop = next(cell["source"] for cell in read(LESSON)["cells"] if cell["id"] == "loop-code")
    names = {"torch": torch, "data": data, "x_t": torch.tensor(X), "y_t": torch.tensor(Y)}
    assert loop.count("w -= 0.01 * w.grad") == 1
    with pytest.raises(TypeError, match="NoneType"):
        exec(loop.replace("w -= 0.01 * w.grad", "w = w - 0.01 * w.grad"), names)
    assert names["epoch"] == 1 and not names["w"].requires_grad
    assert names["w"].grad is None and names["b"].grad is not None  # backward went through


def test_w_takes_float64_from_its_array_and_a_number_alone_becomes_float32():
    torch = pytest.importorskip("torch")
    w, b = map(torch.tensor, data.small_start())
    assert w.dtype == torch.float64 and b.dtype == torch.float32


@pytest.mark.slow
def test_confidence_grows_in_every_epoch_once_all_are_right():
    ws, bs = train(X, Y, np.zeros(1), 0.0, 0.01, 100_000)
    confidence = np.abs(sigmoid(ws @ X.T + bs[:, None]) - 0.5)
    assert (np.diff(confidence[359:], axis=0) > 0).all()


def test_in_place_every_row_of_the_history_is_the_last_w():
    w, history = np.array([1.0]), []
    for _ in range(3):
        history.append(w)
        w -= 0.25
    assert history == [pytest.approx(0.25)] * 3
    w, history = np.array([1.0]), []
    for _ in range(3):
        history.append(w)
        w = w - 0.25
    assert history == [1.0, 0.75, 0.5]


def test_a_step_outside_no_grad_is_refused():
    torch = pytest.importorskip("torch")
    w = torch.tensor([1.0], requires_grad=True)
    (w * 2).sum().backward()
    with pytest.raises(RuntimeError):
        w -= 0.1 * w.grad


def test_float32_is_torchs_usual_kind_and_keeps_7_digits_float64_16():
    torch = pytest.importorskip("torch")
    assert torch.tensor([1.0]).dtype == torch.float32 and torch.tensor(X).dtype == torch.float64
    assert torch.finfo(torch.float32).eps == pytest.approx(1e-7, rel=0.3)
    assert torch.finfo(torch.float64).eps == pytest.approx(2e-16, rel=0.2)


def test_a_step_a_row_makes_an_epoch_over_ten_times_as_slow():
    torch = pytest.importorskip("torch")
    whole = tuple(map(torch.tensor, data.two_features()))
    rows = [(row[None], label[None]) for row, label in zip(*whole, strict=True)]

    def seconds(batches):
        w = torch.zeros(2, dtype=torch.float64, requires_grad=True)
        begin = perf_counter()
        for x, y in batches:
            p = torch.sigmoid(x @ w)
            loss = -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
            w.grad = None
            loss.backward()
            with torch.no_grad():
                w -= 0.001 * w.grad
        return perf_counter() - begin

    seconds(rows[:20])
    assert seconds(rows) > 10 * min(seconds([whole]) for _ in range(5))


# Tumours


def scaled_tumours(*columns):
    x, y = data.tumours()
    x = x[:, columns or (0, 1)]
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    ws, bs = train(x, y, np.zeros(2), 0.0, 1.0, 1000)
    return x, y, probabilities(x, ws[-1], bs[-1])


def test_raw_the_model_says_benign_to_everybody_and_scaled_it_beats_the_baseline():
    x, y = data.tumours()
    ws, bs = train(x[:, :2], y, np.zeros(2), 0.0, 0.01, 1000)
    raw = probabilities(x[:, :2], ws[-1], bs[-1])
    assert raw.max() < 0.5 and accuracy(raw, y, 0.5) == np.mean(y == 0)
    _, _, p = scaled_tumours()
    assert accuracy(p, y, 0.5) > 0.93 and counts(p, y, 0.5) == (192, 17, 20, 340)


def test_benign_for_everybody_has_a_recall_of_0_and_of_one_in_100_is_right_for_99_percent():
    rare = np.array([1.0] + [0.0] * 99)
    tp, _, fn, tn = counts(np.zeros(100), rare, 0.5)
    assert tp / (tp + fn) == 0 and tn / 100 == 0.99


@pytest.mark.slow
def test_unseen_tumours_cost_little_after_a_shuffle_and_the_files_order_costs_more():
    known, new = shuffled_tumours()
    assert abs(known.mean() - new.mean()) < 1, "being unseen costs less than a point"
    assert unseen_tumours()[0] < new.min(), "as the file stands, it costs more"
    _, y = data.tumours()
    assert np.mean(y[:400]) > 1.5 * np.mean(y[400:]), "the two parts differ"


@pytest.mark.slow
@pytest.mark.parametrize("columns", [(0, 1), (2, 1)])
def test_scikit_learn_finds_the_same_model(columns):
    need("scikit-learn", find_spec("sklearn"))
    from sklearn.linear_model import LogisticRegression

    x, y, p = scaled_tumours(*columns)
    found = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000).fit(x, y)
    ws, bs = train(x, y, np.zeros(2), 0.0, 1.0, 10_000)
    np.testing.assert_allclose(found.coef_[0], ws[-1], rtol=1e-5)
    assert found.intercept_[0] == pytest.approx(bs[-1], rel=1e-5)
    usual = LogisticRegression(tol=1e-10, max_iter=10_000).fit(x, y)
    assert np.abs(usual.coef_[0] - ws[-1]).max() > 0.1, "its usual penalty moves them"
    if columns == (0, 1):
        assert found.coef_[0] == pytest.approx([1.4130, 4.6402], abs=5e-5)
        np.testing.assert_allclose(ws[1000], [1.4129, 4.6399], atol=5e-5)
    assert counts(found.predict_proba(x)[:, 1], y, 0.5) == counts(p, y, 0.5)
