"""What lesson 6 says of PyTorch, and each answer to its closing questions, is run here: a test
that is to tell two causes apart is tried on each of them."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import data
from course_utils.sweep import scale
from course_utils.training import train
from lessons.drawing import descend, mean_bce
from tests.notebooks.rules import ROOT
from tools.notebooks import read

pytestmark = pytest.mark.slow  # trains

HOURS, PASSED = data.students()
X, Y = (torch.tensor(values, dtype=torch.float32) for values in (HOURS, PASSED))
SCALED = torch.tensor(scale(HOURS, HOURS), dtype=torch.float32)
LOWEST, LIMIT = 0.343051, 0.3457  # numerals.py computes them
NOTEBOOK = read(ROOT / "notebooks" / "06_learning_rate_lab.ipynb")
SOURCES = {cell["id"]: cell["source"] for cell in NOTEBOOK["cells"]}


def made_by(*cells, **given):
    """The names that these cells of the lesson make."""
    names = {"torch": torch, "nn": nn, "np": np, "x": X, "y": Y} | given
    for cell in cells:
        exec(SOURCES[cell], names)
    return names


# nan: the rate, or the loss?


def until_nan(loss_function, x, y, lr, steps=4000):
    """The last w and b that are not nan, and whether nan came within so many steps."""
    at = torch.zeros(2, requires_grad=True)
    last = [0.0, 0.0]
    for _ in range(steps):
        loss = loss_function(at[0] * x + at[1], y)
        (slope,) = torch.autograd.grad(loss, at)
        if loss.isnan() or at.isnan().any():
            return last if at.isnan().any() else at.tolist(), True
        last = at.tolist()
        at = (at - lr * slope).detach().requires_grad_()
    return last, False


def separable(n, seed=0):
    """n students of whom those from 6 hours on pass."""
    x = torch.tensor(20 * np.random.default_rng(seed).random(n)).float()
    return x, (x >= 6).float()


THREE = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([0.0, 0.0, 1.0])
BY_LOSS = [((X, Y), 1.0), (separable(200), 1.0), (separable(200), 0.1), (THREE, 100.0), (THREE, 10)]


def squared_error(y_hat, y):
    return ((y_hat - y) ** 2).mean()


def relative_error(y_hat, y):
    return (((y_hat - y) / y) ** 2).mean()


def ordinary(values):
    return all(abs(value) < 1000 for value in values)


@pytest.mark.parametrize(("points", "lr"), BY_LOSS)
def test_nan_by_a_log_of_0_comes_at_ordinary_numbers_and_goes_with_the_logits_form(points, lr):
    by_hand = made_by("nan-code")["by_hand"]
    last, came = until_nan(by_hand, *points, lr)
    assert came and ordinary(last)
    assert until_nan(nn.BCEWithLogitsLoss(), *points, lr, 1000)[1] is False


def test_nan_by_a_division_by_0_comes_at_ordinary_numbers():
    scores = torch.tensor([0.0, 4.0, 6.0])  # one student got no point, and is predicted to
    last, came = until_nan(relative_error, torch.tensor([0.0, 2.0, 3.0]), scores, 0.01)
    assert came and ordinary(last)


@pytest.mark.parametrize("lr", [0.3, 1.0, 100.0])
def test_nan_by_the_rate_comes_after_inf(lr):
    x, y = (torch.tensor(values).float() for values in data.study_scores())
    last, came = until_nan(squared_error, x, y, lr)
    assert came and any(math.isinf(value) or abs(value) > 1e30 for value in last)


def test_a_nan_in_the_data_comes_at_ordinary_numbers_and_stays_with_the_logits_form():
    x = torch.cat([X[:-1], torch.tensor([math.nan])])
    last, came = until_nan(nn.BCEWithLogitsLoss(), x, Y, 1.0)
    assert came and ordinary(last)


def test_a_smaller_rate_delays_both_and_tells_nothing():
    by_hand = made_by("nan-code")["by_hand"]
    x, y = (torch.tensor(values).float() for values in data.study_scores())
    assert until_nan(by_hand, X, Y, 1.0)[1] and not until_nan(by_hand, X, Y, 0.1, 1000)[1]
    assert until_nan(squared_error, x, y, 0.3)[1]
    assert not until_nan(squared_error, x, y, 0.03, 1000)[1]


def test_the_cell_shows_ordinary_numbers_before_the_nan_and_a_loss_that_jumps_and_goes_on():
    [output] = next(c for c in NOTEBOOK["cells"] if c["id"] == "nan-code")["outputs"]
    lines = output["text"].splitlines()
    assert lines[1] == "by hand: w 3.29, b 0.14, loss nan" and "w nan" in lines[2]
    assert lines[4].startswith("logits form: w 3.29, b 0.14, loss 4.7")
    assert not any("nan" in line for line in lines[3:])


@pytest.mark.parametrize("lr", [1.0, 100.0])
def test_bceloss_gives_no_nan_because_it_stops_its_log(lr):
    def loss_function(z, y):
        return nn.BCELoss()(torch.sigmoid(z), y)

    assert not until_nan(loss_function, X, Y, lr, 1000)[1]
    assert nn.BCELoss()(torch.zeros(1), torch.ones(1)).item() == 100


def test_float32_rounds_a_sure_p_to_1_and_0_times_inf_is_nan():
    p = torch.sigmoid(torch.tensor(3.29 * 20 + 0.14))
    assert p == 1 and torch.log(1 - p) == -math.inf and (0 * torch.log(1 - p)).isnan()


# Every rate in one backward pass


def test_backward_wants_one_number_and_a_sum_gives_each_run_its_own_slope():
    w = torch.tensor([1.0, 5.0], requires_grad=True)
    with pytest.raises(RuntimeError, match="scalar"):
        ((w - 2) ** 2).backward()
    ((w - 2) ** 2).sum().backward()
    assert w.grad.tolist() == [-2, 6]


def test_without_a_reduction_every_entry_keeps_its_loss_and_wants_a_label():
    z, labels = X[:, None] * torch.ones(3), Y[:, None]
    bce = nn.BCEWithLogitsLoss(reduction="none")
    with pytest.raises(ValueError, match="same"):
        bce(z, labels)
    each = bce(z, labels.expand(-1, 3))
    assert each.shape == (100, 3) and each.mean(dim=0).shape == (3,)
    assert torch.allclose(each[:, 0].mean(), nn.BCEWithLogitsLoss()(z[:, :1], labels))
    assert each.requires_grad is False and torch.stack([each[0], each[1]]).shape == (2, 3)


def test_detach_lets_go_of_how_a_row_was_computed():
    losses = torch.ones(2, requires_grad=True) * 2
    assert losses.requires_grad and not losses.detach().requires_grad


# The limit


def test_second_derivatives_are_the_growth_of_the_slopes_per_1():
    def slopes(w, b):
        at = torch.tensor([w, b], dtype=torch.float64, requires_grad=True)
        z = at[0] * torch.tensor(HOURS) + at[1]
        loss = nn.functional.binary_cross_entropy_with_logits(z, torch.tensor(PASSED))
        return torch.autograd.grad(loss, at)[0].numpy()

    here, tiny = np.array([0.44147, -2.76124]), 1e-5
    growth = [(slopes(*(here + tiny * one)) - slopes(*here)) / tiny for one in np.eye(2)]
    shown = made_by("edge-code")["curvatures"](X, Y, *here.tolist())
    assert np.linalg.eigvalsh(growth) == pytest.approx(shown.numpy(), rel=1e-3)
    bends = [way @ growth @ way for way in np.array([[np.cos(t), np.sin(t)] for t in angles()])]
    assert (min(bends), max(bends)) == pytest.approx(tuple(np.linalg.eigvalsh(growth)), rel=1e-3)


def angles():
    return np.linspace(0, np.pi, 20001)


def test_the_first_step_at_a_tenth_leads_where_the_curvature_is_2_and_lands_lower():
    def highest(w, b):
        return made_by("edge-code")["curvatures"](X, Y, w, b)[-1].item()

    w, b = 0.1 * np.mean((PASSED - 0.5) * HOURS), 0.1 * np.mean(PASSED - 0.5)
    way = [highest(share * w, share * b) for share in np.linspace(0, 1, 11)]
    assert way == sorted(way, reverse=True) and round(way[0]) == 31 and round(way[-1]) == 2
    losses = swept(X, 0.1, 20)
    assert losses[1:].max() < losses[0]


def test_numpys_standard_deviation_divides_by_n_and_pytorchs_by_n_minus_1():
    squares = np.sum((HOURS - HOURS.mean()) ** 2)
    assert HOURS.std() == pytest.approx(np.sqrt(squares / 100))
    assert torch.tensor(HOURS).std().item() == pytest.approx(np.sqrt(squares / 99))


# Optimizers


def trained(optimizer, epochs, x=X, **settings):
    """Losses, and w and b after every epoch, from zero."""
    model = nn.Linear(1, 1)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    steps = optimizer(model.parameters(), **settings)
    history, places = [], []
    for _ in range(epochs):
        history += train(model, [(x[:, None], Y[:, None])], nn.BCEWithLogitsLoss(), steps, 1)
        places.append([model.weight.item(), model.bias.item()])
    return np.array(history), np.array(places)


def test_train_notes_each_loss_before_its_update():
    history, places = trained(torch.optim.SGD, 3, lr=0.1)
    assert history[0] == pytest.approx(math.log(2))
    w, b = places[0]
    assert history[1] == pytest.approx(nn.BCEWithLogitsLoss()(w * X + b, Y).item(), rel=1e-5)


def test_momentum_is_the_formula():
    _, places = trained(torch.optim.SGD, 20, lr=0.1, momentum=0.9)
    at, v, rows = np.zeros(2), np.zeros(2), np.stack([HOURS, np.ones(100)])
    for place in places:
        v = 0.9 * v + rows @ (1 / (1 + np.exp(-at @ rows)) - PASSED) / 100
        at = at - 0.1 * v
        assert place == pytest.approx(at, rel=1e-3)


@pytest.mark.parametrize("lr", [0.003, 0.1])
def test_adam_begins_with_steps_of_lr_however_different_the_gradients(lr):
    _, places = trained(torch.optim.Adam, 1, lr=lr)
    assert np.abs(places[0]) == pytest.approx(lr, rel=1e-4)
    slopes = np.abs([np.mean((0.5 - PASSED) * HOURS), np.mean(0.5 - PASSED)])
    assert slopes.max() > 20 * slopes.min()


def test_the_race():
    for optimizer, settings in ((torch.optim.SGD, {"momentum": 0.9}), (torch.optim.Adam, {})):
        assert trained(optimizer, 101, lr=0.1, **settings)[0][-1] < LOWEST + 0.001
        assert trained(optimizer, 101, lr=0.003, **settings)[0][-1] > LOWEST + 0.02
    assert trained(torch.optim.SGD, 101, lr=0.003)[0][-1] > LOWEST + 0.02


def rates_of(schedule, epochs, **settings):
    sgd = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    plan, rates = schedule(sgd, **settings), []
    for _ in range(epochs):
        rates.append(sgd.param_groups[0]["lr"])
        sgd.step()
        plan.step()
    return [*rates, sgd.param_groups[0]["lr"]]


def test_the_two_schedules():
    steps = rates_of(torch.optim.lr_scheduler.StepLR, 20, step_size=10)
    assert steps[9:11] == pytest.approx([1, 0.1]) and steps[20] == pytest.approx(0.01)
    glide = rates_of(torch.optim.lr_scheduler.CosineAnnealingLR, 20, T_max=20)
    assert glide == sorted(glide, reverse=True) and glide[-1] == pytest.approx(0, abs=1e-9)


def test_a_range_test_falls_flattens_and_explodes():
    at, rate, losses = torch.zeros(2, requires_grad=True), 0.001, []
    order = np.random.default_rng(0)
    while rate < 3000:
        rows = torch.tensor(order.permutation(100)[:20])
        loss = nn.BCEWithLogitsLoss()(at[0] * SCALED[rows] + at[1], Y[rows])
        losses.append(loss.item())
        (slope,) = torch.autograd.grad(loss, at)
        at, rate = (at - rate * slope).detach().requires_grad_(), 1.05 * rate
    smooth = np.convolve(losses, np.ones(20) / 20, "valid")
    lowest = smooth.argmin()
    assert smooth[0] > 0.65 and smooth[lowest] < 0.4
    assert np.ptp(smooth[lowest - 20 : lowest + 20]) < 0.1 and smooth[-1] > 10 * smooth[lowest]


# Classes


def is_separable(hours, labels):
    return labels.all() or not labels.any() or hours[labels].min() > hours[~labels].max()


def drawn(students, seed):
    made = made_by("class-code", scale=scale)["new_class"](students, seed)
    return made[0].numpy(), made[1].numpy() == 1


def test_one_class_of_20_in_seven_is_separable_and_those_of_the_playground_are_not():
    assert np.mean([is_separable(*drawn(20, seed)) for seed in range(1000)]) == pytest.approx(
        1 / 7, abs=0.02
    )
    assert "students=[20, 30, 50, 100, 200]" in SOURCES["play-code"]
    for students in (20, 30, 50, 100, 200):
        assert not any(is_separable(*drawn(students, seed)) for seed in range(5))


# The closing questions


def swept(x, lr, epochs):
    """The losses of one run, in float64."""
    w, b = descend(x.double().numpy(), PASSED, 0, 0, np.array([lr]), epochs)
    return mean_bce(w * x.double().numpy() + b, PASSED)


def flat(losses):
    return np.ptp(losses[-50:]) < 0.002


@pytest.mark.parametrize(
    ("x", "lr", "kind"),
    [(X, 0.001, "creeps"), (X, 0.003, "creeps"), (SCALED, 1.0, "arrived"), (X, 0.2, "arrived"),
     (SCALED, 8.0, "arrived")],
)  # fmt: skip
def test_a_flat_curve_is_told_by_ten_times_the_epochs_and_by_three_times_the_rate(x, lr, kind):
    epochs = 1500
    first = swept(x, lr, epochs)
    longer, larger = swept(x, lr, 10 * epochs)[-1], swept(x, 3 * lr, epochs)
    assert flat(first)
    assert (longer < first[-1] - 0.02) == (kind == "creeps")
    if 3 * lr > (LIMIT if x is X else 13.64):
        assert np.ptp(larger[-50:]) > 0.01 and kind == "arrived"  # it jumps
    else:
        assert (larger[-1] < first[-1] - 0.02) == (kind == "creeps")
    if kind == "creeps":  # as far as three times the epochs
        assert larger[-1] == pytest.approx(swept(x, lr, 3 * epochs)[-1], abs=1e-3)


def test_hours_stored_as_minutes():
    minutes = 60 * X
    curvatures = made_by("edge-code")["curvatures"]
    hours_limit = 2 / curvatures(X, Y, 0.44147, -2.76124)[-1]
    limit = 2 / curvatures(minutes, Y, 0.44147 / 60, -2.76124)[-1]
    assert 3500 < hours_limit / limit < 3600
    assert np.ptp(swept(minutes, 0.1, 1000)[-50:]) > 1  # it jumps
    assert scale(60 * HOURS, 60 * HOURS) == pytest.approx(scale(HOURS, HOURS))
    _, places = trained(torch.optim.SGD, 1000, x=minutes, lr=0.1 / 3600)
    assert abs(places[-1][1]) < 0.01 * 2.76  # b has hardly moved


def test_saturated_b_moves_more_and_then_w_until_no_slope_is_left():
    x, w, b = SCALED.double().numpy(), -10.0, 0.0
    for epoch in range(101):
        p = 1 / (1 + np.exp(-(w * x + b)))
        slopes = np.abs(2 * (p - PASSED) * p * (1 - p))
        near = np.abs(w * x + b) < 3
        if epoch == 0:
            assert slopes[near].sum() > 0.8 * slopes.sum() and near.sum() < 20
            assert np.abs(x[near]).max() < 0.3 and PASSED[near].mean() > 0.7
        if epoch == 10:
            assert 3 * (w + 10) < b
        if epoch == 20:  # z is 0 at longer hours, where w moves
            assert -b / w > 0.5 and np.mean(x[near]) > 0.4
        pull = 2 * (p - PASSED) * p * (1 - p)
        w, b = w - 10 * np.mean(pull * x), b - 10 * np.mean(pull)
    assert p.min() > 0.9 and slopes.max() < 0.02 and b > 8
