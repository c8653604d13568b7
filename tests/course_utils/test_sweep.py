"""Lesson 6's functions, and the numbers the lesson states: computed afresh, against torch's own
optimizers and against SciPy."""

from functools import cache

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from torch import nn
from torch.utils.data import DataLoader

from course_utils import data
from course_utils.sweep import choose_lr, matching_lr, scale, sweep, updates
from course_utils.training import train
from tests.thorough import thinned

HOURS, PASSED = data.students()
SCALED = (HOURS - HOURS.mean()) / HOURS.std()
FEATURES = {"raw": HOURS, "scaled": SCALED}


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def tensors(on="raw", dtype=torch.float64):
    return torch.tensor(FEATURES[on], dtype=dtype), torch.tensor(PASSED, dtype=dtype)


def swept(lrs, epochs, on="raw", dtype=torch.float64):
    return sweep(*tensors(on, dtype), torch.tensor(lrs, dtype=dtype), epochs).numpy()


def from_zero(optimizer, epochs, loss_function=None, on="raw", dtype=torch.float32, **settings):
    """The losses of a plain run in torch: before each epoch."""
    x, y = tensors(on, dtype)
    model = nn.Linear(1, 1, dtype=dtype)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    steps = optimizer(model.parameters(), **settings)
    loss_function = loss_function or nn.BCEWithLogitsLoss()
    return np.array(train(model, [(x[:, None], y[:, None])], loss_function, steps, epochs))


def loss(at, x):
    z = at[0] * x + at[1]
    return np.mean(np.logaddexp(0, z) - PASSED * z)


@cache
def optimum(on):
    """The maximum likelihood: SciPy's lowest loss and where it is."""
    found = minimize(loss, [0, 0], args=(FEATURES[on],), method="BFGS", options={"gtol": 1e-10})
    return found.fun, found.x


def curvatures(on, at):
    """Eigenvalues of the loss's second derivatives, measured by finite differences."""
    h, x = 1e-3, FEATURES[on]
    table = np.empty((2, 2))
    for i, j in np.ndindex(2, 2):
        e, f = h * np.eye(2)[i], h * np.eye(2)[j]
        around = [loss(at + s * e + t * f, x) * s * t for s in (1, -1) for t in (1, -1)]
        table[i, j] = sum(around) / (4 * h**2)
    return np.linalg.eigvalsh(table)


# The sweep


@pytest.mark.slow
@pytest.mark.parametrize(
    ("dtype", "largest"), [(torch.float32, 0.2), (torch.float64, 0.34)], ids=["float32", "float64"]
)
def test_a_sweep_is_the_loop_over_single_runs(dtype, largest):
    lrs = np.geomspace(0.001, largest, thinned(6, 3)).tolist()
    losses = swept(lrs, 1000, dtype=dtype)
    for column, lr in zip(losses.T, lrs, strict=True):
        single = from_zero(torch.optim.SGD, 1001, dtype=dtype, lr=lr)
        assert np.abs(column - single).max() <= 1e-5, lr


def test_a_rate_does_not_depend_on_its_neighbours():
    among = swept([0.01, 0.1, 50.0], 200)
    assert np.array_equal(among[:, :2], swept([0.01, 0.1], 200))


def test_the_losses_begin_at_the_start_and_end_after_the_last_epoch():
    losses = swept([0.05, 0.1], 3)
    assert losses.shape == (4, 2)
    assert losses[0] == pytest.approx(np.log(2))


def test_one_step_follows_the_slope_that_finite_differences_measure():
    h, lr = 1e-6, 0.01
    slope = [(loss(h * e, HOURS) - loss(-h * e, HOURS)) / (2 * h) for e in np.eye(2)]
    assert swept([lr], 1)[1, 0] == pytest.approx(loss(-lr * np.array(slope), HOURS), rel=1e-9)


def test_its_slope_is_the_one_by_hand():
    x, y = tensors()
    w = torch.tensor([0.3, -0.2], dtype=torch.float64, requires_grad=True)
    z = x[:, None] * w
    losses = nn.functional.binary_cross_entropy_with_logits(
        z, y[:, None].expand(-1, 2), reduction="none"
    ).mean(dim=0)
    losses.sum().backward()
    for own, slope in zip(w.detach().numpy(), w.grad.numpy(), strict=True):
        p = 1 / (1 + np.exp(-own * HOURS))
        assert slope == pytest.approx(np.mean((p - PASSED) * HOURS), rel=1e-9)


# The study hours, raw


@pytest.mark.slow
def test_the_lowest_loss_is_the_maximum_likelihood():
    lowest, (w, b) = optimum("raw")
    assert lowest == pytest.approx(0.343051, abs=5e-7)
    assert -b / w == pytest.approx(6.2547, abs=5e-5)
    for lr in (0.2, 0.3):
        assert abs(swept([lr], 1000)[-1, 0] - lowest) < 5e-6, "five digits"


def test_slow_rates_creep_and_look_flat():
    losses = swept([0.001, 0.1], 1000)
    assert losses[-1] == pytest.approx([0.478, 0.34327], abs=5e-4)
    assert losses[-1, 1] == pytest.approx(0.34327, abs=5e-6)
    assert losses[900, 0] - losses[1000, 0] == pytest.approx(0.0014, abs=5e-5)


@pytest.mark.slow
def test_the_steepest_curvature_at_the_lowest_point_is_the_limit():
    low, high = curvatures("raw", optimum("raw")[1])
    assert (low, high) == pytest.approx((0.025, 5.786), rel=2e-3)
    assert 2 / high == pytest.approx(0.3457, abs=1e-4)
    lowest = optimum("raw")[0]
    assert swept([0.34], 3000)[-1, 0] < lowest + 1e-6
    assert swept([0.36], 3000)[-50:].max() > lowest + 0.001


def test_at_the_start_it_is_steeper_and_the_loss_rises_first():
    assert 2 / curvatures("raw", np.zeros(2))[1] == pytest.approx(0.064, abs=5e-4)
    losses = swept([0.06, 0.1, 0.15, 0.2], 1000)
    assert (losses[1:20, :2] < np.log(2)).all()
    assert losses[1, 2:] == pytest.approx([0.80, 1.01], abs=5e-3)
    assert (losses[2:, 2:] < np.log(2)).all(), "only the first step lands higher"
    assert (losses[-1, 2:] < optimum("raw")[0] + 1e-4).all()


@pytest.mark.slow
@pytest.mark.parametrize("lr", [100.0, 1000.0])
def test_sigmoid_and_bce_freeze_where_the_logits_form_moves_on(lr):
    x, y = tensors(dtype=torch.float32)
    model = nn.Sequential(nn.Linear(1, 1), nn.Sigmoid())
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    sgd = torch.optim.SGD(model.parameters(), lr=lr)
    losses = train(model, [(x[:, None], y[:, None])], nn.BCELoss(), sgd, 50)
    assert len(set(losses[5:])) == 1 and 35 <= losses[-1] <= 36
    assert len(set(swept([lr], 50, dtype=torch.float32)[5:, 0].tolist())) > 10


# Scaled


def test_scaling_moves_the_limit_and_not_the_lowest_loss():
    assert optimum("scaled")[0] == pytest.approx(optimum("raw")[0], abs=1e-9)
    low, high = curvatures("scaled", optimum("scaled")[1])
    assert (low, high) == pytest.approx((0.028, 0.147), abs=5e-4)
    assert 2 / high == pytest.approx(13.6, abs=0.05)


def test_a_hundred_epochs_do_what_a_thousand_could_not():
    assert (swept([1.0, 10.0], 100, "scaled")[-1] < swept([0.1], 1000)[-1, 0]).all()
    assert swept([10.0], 100, "scaled")[-1, 0] < optimum("raw")[0] + 1e-6


@pytest.mark.slow
@pytest.mark.parametrize(
    ("epochs", "smallest"), [(30, 1.74), (100, 0.545), (300, 0.184), (1000, 0.0555), (3000, 0.0187)]
)
def test_the_smallest_rate_that_is_enough_belongs_to_the_budget(epochs, smallest):
    enough = optimum("scaled")[0] + 0.001
    below, above = swept([0.97 * smallest, 1.01 * smallest], epochs, "scaled")[-1]
    assert above <= enough < below
    assert 48 <= smallest * epochs <= 60


@pytest.mark.slow
def test_the_squared_error_stays_stuck_where_cross_entropy_recovers():
    ends = {}
    for name, epochs in (("squared", 1000), ("bce", 100)):
        w = torch.tensor([-10.0, 0.0], dtype=torch.float64, requires_grad=True)
        x, y = tensors("scaled")
        sgd = torch.optim.SGD([w], lr=10.0)
        for _ in range(epochs):
            z = w[0] * x + w[1]
            squared = (torch.sigmoid(z) - y).square().mean()
            bce = nn.functional.binary_cross_entropy_with_logits(z, y)
            sgd.zero_grad()
            (squared if name == "squared" else bce).backward()
            sgd.step()
        with torch.no_grad():
            ends[name] = w[0].item(), ((w[0] * x + w[1] >= 0) == y.bool()).double().mean().item()
    assert ends["squared"][0] < -2 and ends["squared"][1] == 0.64
    assert ends["bce"][0] == pytest.approx(2.613, abs=0.01) and ends["bce"][1] > 0.8


# Methods on the same budget


def test_momentum_and_adam_arrive_where_plain_descent_does_not():
    """After 100 updates: the 101st loss, since each is noted before its update."""
    lowest, rates = optimum("raw")[0], (0.003, 0.01, 0.03, 0.1, 0.3)
    plain = [from_zero(torch.optim.SGD, 101, lr=lr)[-1] for lr in rates]
    assert plain == pytest.approx(swept(rates, 100)[-1], abs=1e-4)
    assert min(plain) > lowest + 0.02
    assert from_zero(torch.optim.SGD, 101, lr=0.1, momentum=0.9)[-1] < lowest + 0.001
    assert from_zero(torch.optim.Adam, 101, lr=0.1)[-1] < lowest + 0.001
    for optimizer, settings in ((torch.optim.SGD, {"momentum": 0.9}), (torch.optim.Adam, {})):
        assert from_zero(optimizer, 101, lr=0.003, **settings)[-1] > lowest + 0.1


@pytest.mark.parametrize("lr", [0.003, 0.1, 0.3])
def test_the_matching_rate_takes_the_same_steps(lr):
    mean = from_zero(torch.optim.SGD, 50, dtype=torch.float64, lr=lr)
    summed = from_zero(
        torch.optim.SGD, 50, nn.BCEWithLogitsLoss(reduction="sum"), dtype=torch.float64,
        lr=matching_lr(lr, len(HOURS), "mean"),
    )  # fmt: skip
    assert summed / len(HOURS) == pytest.approx(mean, rel=1e-9)
    assert matching_lr(matching_lr(lr, 7, "mean"), 7, "sum") == pytest.approx(lr)


def test_the_chosen_rate_is_good_enough():
    x, y = tensors("scaled", torch.float32)
    for epochs in (30, 60):
        lr = choose_lr(x, y, epochs)
        assert swept([lr], epochs, "scaled")[-1, 0] < optimum("scaled")[0] + 0.001


@pytest.mark.slow
def test_classes_of_10_have_no_lowest_loss_and_classes_of_20_do():
    lrs, lowest = torch.logspace(-2, 2, 25), {}
    for students in (10, 20):
        ends = []
        for seed in range(5):
            rng = np.random.default_rng(seed)
            hours = 20 * rng.random(students)
            labels = rng.random(students) < 1 / (1 + np.exp(-0.5 * (hours - 6)))
            x, y = torch.tensor(scale(hours, hours)).float(), torch.tensor(labels).float()
            ends.append(sweep(x, y, lrs, 300)[[100, 300]].numpy())
        lowest[students] = np.median(ends, axis=0).min(axis=1)
    assert lowest[20][0] - lowest[20][1] < 0.001
    assert lowest[10][0] - lowest[10][1] > 0.01


# Tables and batches


def test_scaled_columns_have_mean_0_and_deviation_1():
    table = np.random.default_rng(0).normal((5, 60), (2, 15), (50, 2))
    own = scale(table, table)
    assert own.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert own.std(axis=0) == pytest.approx([1, 1])


def test_new_rows_are_scaled_as_the_training_set():
    table = np.random.default_rng(0).normal((5, 60), (2, 15), (50, 2))
    assert np.array_equal(scale(table[:3], table), scale(table, table)[:3])
    assert scale(table[:, 0], table[:, 0]) == pytest.approx(scale(table, table)[:, 0])


@pytest.mark.parametrize("n", [1, 30, 99, 100, 101])
@pytest.mark.parametrize("batch", [1, 7, 30, 100])
def test_updates_are_counted_as_a_data_loader_makes_them(n, batch):
    loader = DataLoader(range(n), batch_size=batch)
    assert updates(n, batch, 3) == sum(1 for _ in range(3) for _ in loader)
