"""Lesson 6's figures: what they say and draw is true at every position.

Everything is computed afresh here, from the data.  Where a run jumps for ever its numbers are
chaotic: of those runs only inequalities are asserted.
"""

import re
from functools import cache

import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from course_utils import data
from lessons.lesson6 import figures as lab
from livefigure.geometry import look_up
from tests.lessons.built import built, check_as_reviewed
from tests.livefigure.live_examples import at_limits, groups, in_data, positions, right_option, sent
from tests.thorough import thinned

HOURS, PASSED = data.students()
SCALED = (HOURS - HOURS.mean()) / HOURS.std()
FIGURES = {
    name: getattr(lab, name)
    for name in lab.__all__
}


def figure(name):
    return built(FIGURES[name])


def texts(name):
    """(values of the controls, caption) at every position."""
    return [(at, figure(name).text_at(**at)) for _, at in positions(figure(name))]


def regime(live, control, **at):
    """What stands beside a slider at these values."""
    field = live._spec["controls"][list(live._controls).index(control)]["regimes"]
    place = tuple(own.index(at[key]) for key, own in live._controls.items())
    return field["texts"][look_up(np.frombuffer(live._data, "<i2"), field["ref"], place)]


def nearest(live, control, value):
    """The control's own value nearest to this one."""
    return min(live._controls[control].values, key=lambda own: abs(np.log(own / value)))


def sigma(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


def loss(x, w, b):
    z = np.multiply.outer(w, x) + np.asarray(b)[..., None]
    return np.mean(np.logaddexp(0, z) - PASSED * z, axis=-1)


@cache
def run(on, lr, epochs, start=0.0, squared=False):
    """w and b at the start and after every epoch of one plain run: shape (epochs + 1,) each."""
    x = {"raw": HOURS, "scaled": SCALED}[on]
    w, b = start, 0.0
    visited = [(w, b)]
    for _ in range(epochs):
        p = sigma(w * x + b)
        pull = (p - PASSED) * (2 * p * (1 - p) if squared else 1)
        w, b = w - lr * np.mean(pull * x), b - lr * np.mean(pull)
        visited.append((w, b))
    return np.array(visited).T


@cache
def losses(on, lr, epochs):
    return loss({"raw": HOURS, "scaled": SCALED}[on], *run(on, lr, epochs))


@cache
def lowest():
    found = minimize(lambda at: loss(HOURS, *at), [0, 0], method="BFGS", options={"gtol": 1e-9})
    return found.fun, found.x


BEST = lowest()[0]
LIMITS = {"raw": 0.34566, "scaled": 13.6419}  # test_sweep.py derives them
NEAR = 0.001


@pytest.mark.parametrize("name", FIGURES)
def test_every_position_has_a_caption_of_whole_sentences(name):
    said = [text for _, text in texts(name)]
    assert len(set(said)) == len(said)
    for text in said:
        assert re.fullmatch(r"[A-Z][^{}]*\.", text) and "  " not in text
        assert "nan" not in text or name == "overflow"


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_within_budget_and_named_after_the_lesson(name):
    live = figure(name)
    assert len(sent(live)[1]) <= 400_000
    assert live.name == f"6-{name.replace('_', '-')}"
    assert live._predict


# overflow

X, Y = data.study_scores()


@cache
def in_float32(library, lr):
    """w and cost for 50 steps, in NumPy or in torch: shape (51,) each."""
    with np.errstate(over="ignore", invalid="ignore"):
        if library == "torch":
            x, y = (torch.tensor(values, dtype=torch.float32) for values in (X, Y))
            w, rate = torch.tensor(1.0), torch.tensor(lr, dtype=torch.float32)
        else:
            x, y = X.astype("f4"), Y.astype("f4")
            w, rate = np.float32(1), np.float32(lr)
        ws, costs = [w], [((w * x - y) ** 2).mean()]
        for _ in range(50):
            w = w - rate * (2 * (w * x - y) * x).mean()
            ws.append(w)
            costs.append(((w * x - y) ** 2).mean())
        return np.array([float(w) for w in ws]), np.array([float(c) for c in costs])


def close_in_float32(text, true):
    """Whether three written digits are a float32's, whose last digits depend on the order of
    additions, and near the bottom of the cost are all there is."""
    if np.isfinite(float(text)) and np.isfinite(true):
        return abs(float(text) - true) <= 0.02 * abs(true) + 1e-6
    return text == str(true)


def test_overflow_says_w_cost_and_how_many_are_left():
    form = re.compile(
        r"At step (\d+) of the run at learning rate (\S+) w is (\S+) and the loss is (\S+?)"
        r"(: [^.]+)?\. Of the 31 rates (\d+) still have a finite loss\."
    )
    notes = {": infinity minus": np.isnan, ": w has left": np.isinf}
    rates = figure("overflow")._controls["lr"].values
    for at, text in texts("overflow"):
        step, shown, w, cost, note, left = groups(form.fullmatch(text))
        for library in ("numpy", "torch"):
            ws, costs = in_float32(library, at["lr"])
            assert close_in_float32(w, ws[at["step"]]), text
            assert close_in_float32(cost, costs[at["step"]]), text
        assert shown == f"{at['lr']:.3g}" and int(step) == at["step"]
        finite = sum(np.isfinite(in_float32("numpy", lr)[1][at["step"]]) for lr in rates)
        assert int(left) == finite
        for begin, holds in notes.items():
            assert (note or "").startswith(begin) == holds(ws[at["step"]]), text
        assert bool(note) == (not np.isfinite(costs[at["step"]]))


def test_belief_19_nan_is_arithmetic_in_numpy_and_in_torch_alike():
    live = figure("overflow")
    for library in ("numpy", "torch"):
        w, cost = in_float32(library, 1.0)
        assert np.argmax(~np.isfinite(cost)) == 21 and np.isinf(cost[21])
        assert np.argmax(~np.isfinite(w)) == 42 and np.isinf(w[42])
        assert np.isnan(w[43]) and np.isnan(cost[43])
    assert regime(live, "lr", lr=1.0, step=43) == "diverges"
    assert "w is nan and the loss is nan" in live.text_at(lr=1.0, step=43)
    assert "the loss is inf: a square" in live.text_at(lr=1.0, step=21)
    assert "w is inf" in live.text_at(lr=1.0, step=42) or "w is −inf" in live.text_at(
        lr=1.0, step=42
    )
    assert "untouched" in right_option(live)


def test_overflow_names_regimes_by_the_factor():
    live = figure("overflow")
    for at, _ in texts("overflow"):
        factor = 1 - 28 / 3 * at["lr"]
        name = "diverges" if abs(factor) > 1 else "overshoots and converges"
        assert regime(live, "lr", **at) == ("falls steadily" if factor > 0 else name)


def test_overflow_draws_a_floor_and_a_place_for_what_is_no_number():
    live = figure("overflow")
    axis = live._figure.axes[0].yaxis
    names = [label.get_text() for label in axis.get_ticklabels()]
    ticks = dict(zip(names, axis.get_ticklocs(), strict=True))
    for lr, step in ((0.1, 10), (1.0, 10), (1.0, 21), (1.0, 43)):
        lr = nearest(live, "lr", lr)
        cost = in_float32("numpy", lr)[1][step]
        _, point, _, same = live.shapes_at(lr=lr, step=step)
        wanted = max(cost, ticks["10⁻¹⁰ or less"]) if np.isfinite(cost) else ticks["inf or nan"]
        for axes, shown in zip(live._figure.axes, (point, same), strict=True):
            at_limits(live, axes, {"lr": lr, "step": step})
            height = np.log10(in_data(live, axes, shown[0]["points"][0])[1])
            assert height == pytest.approx(np.log10(wanted), abs=0.3)


# budget


@pytest.mark.slow
def test_budget_says_how_each_run_ends():
    live, seen = figure("budget"), set()
    longest = max(live._controls["epochs"].values)
    for at, text in texts("budget"):
        lr, epochs = at["lr"], at["epochs"]
        state = regime(live, "lr", **at)
        seen.add(state)
        if lr > LIMITS["raw"]:
            assert state == "beyond the limit"
            assert text.endswith(
                "keeps jumping, and more epochs do not mend it; the curve joins some of its "
                "losses, the point marks the median of the last."
            )
            continue
        own = losses("raw", lr, longest)[: epochs + 1]
        tenth = own[9 * epochs // 10] - own[-1]
        wanted = "arrived" if own[-1] <= BEST + NEAR else "still falling"
        if wanted != "arrived" and tenth <= 0:
            wanted = "still swinging"
        assert state == wanted, text
        if wanted == "arrived":
            assert "has arrived, within 0.001 of the best loss 0.343" in text
        else:
            assert f"its loss is {own[-1]:.3f}" in text
        if wanted == "still falling":
            assert f"the last tenth of its epochs took off {tenth:.4f}." in text
    assert seen == {"beyond the limit", "arrived", "still falling", "still swinging"}


@pytest.mark.parametrize("lr", [0.4, 0.5, 1.0])
def test_belief_4_more_epochs_do_not_mend_a_rate_beyond_the_limit(lr):
    live = figure("budget")
    lr = nearest(live, "lr", lr)
    for epochs in (30, 300, 3000):
        assert regime(live, "lr", lr=lr, epochs=epochs) == "beyond the limit"
        assert "more epochs do not mend it" in live.text_at(lr=lr, epochs=epochs)
        assert losses("raw", lr, epochs)[-20:].max() > BEST + 0.01
    assert right_option(live) == "It goes on jumping"


def test_belief_3_a_flat_loss_is_not_done():
    live = figure("budget")
    own = losses("raw", 0.001, 1000)
    assert 0 < own[900] - own[1000] < 0.002 and own[1000] > BEST + 0.1
    assert regime(live, "lr", lr=0.001, epochs=1000) == "still falling"
    assert live.text_at(lr=0.001, epochs=1000) == (
        "After 1000 epochs the run at learning rate 0.001 is still falling: its loss is 0.478, and "
        "the last tenth of its epochs took off 0.0014."
    )


def test_the_left_arm_moves_with_the_budget_and_the_limit_does_not():
    live = figure("budget")
    rates = live._controls["lr"].values
    first, beyond = [], []
    for epochs in live._controls["epochs"].values:
        states = [regime(live, "lr", lr=lr, epochs=epochs) for lr in rates]
        first.append(states.index("arrived") if "arrived" in states else len(rates))
        beyond.append(states.index("beyond the limit"))
    assert first == sorted(first, reverse=True) and first[0] > first[-1]
    assert len(set(beyond)) == 1


def test_the_u_and_the_run_are_drawn_where_they_belong():
    live = figure("budget")
    arms, own = live._figure.axes
    for lr, epochs in ((0.01, 100), (0.1, 1000), (0.001, 10)):
        lr = nearest(live, "lr", lr)
        u, point, curve, end = live.shapes_at(lr=lr, epochs=epochs)
        final = losses("raw", lr, epochs)[-1]
        at_limits(live, own, {"lr": lr, "epochs": epochs})
        assert in_data(live, arms, point[0]["points"][0]) == pytest.approx([lr, final], rel=0.01)
        assert in_data(live, own, end[0]["points"][0]) == pytest.approx([epochs, final], rel=0.02)
        x, y = in_data(live, own, curve[0]["points"][-1])
        assert (x, y) == pytest.approx((epochs, final), rel=0.02)
        k = live._controls["lr"].values.index(lr)
        assert in_data(live, arms, u[0]["points"][k]) == pytest.approx([lr, final], rel=0.01)


# two_runs


def test_two_runs_says_loss_and_curve():
    form = re.compile(
        r"At epoch (\d+) of the run at learning rate (\S+) the loss is (\S+), (.+); "
        r"the probability (.+)\."
    )
    seen = set()
    for at, text in texts("two_runs"):
        _, _, shown, place, course = form.fullmatch(text).groups()
        own = losses("raw", at["lr"], 1000)[at["epoch"]]
        w, b = run("raw", at["lr"], 1000)[:, at["epoch"]]
        assert float(shown) == pytest.approx(own, abs=6e-4)
        if at["epoch"] == 0:
            assert place == "the start" and own == pytest.approx(np.log(2))
        elif own > np.log(2):
            assert place == "higher than before the first step"
        elif own > BEST + NEAR:
            assert place == "above the best, 0.343"
        else:
            assert place == "as low as it can be"
        p = sigma(w * np.array([0, 20]) + b)
        if (p == 0.5).all():
            assert course == "is 0.5 throughout"
        elif p.min() > 0.5 or p.max() < 0.5:
            assert p.min() > 0.5 and course == "stays above 0.5 throughout"
        else:
            assert course == f"crosses 0.5 at {-b / w:.1f} hours"
        seen |= {place, course.split()[0]}
    assert {"higher than before the first step", "as low as it can be", "crosses"} <= seen


def test_belief_1_the_larger_rate_is_behind_at_first_and_ahead_later():
    live = figure("two_runs")
    for epoch, ahead in ((1, 0.02), (2, 0.02), (1000, 0.2)):
        own = {lr: losses("raw", lr, 1000)[epoch] for lr in (0.02, 0.2)}
        assert min(own, key=own.get) == ahead
    assert "higher than before the first step" in live.text_at(lr=0.2, epoch=1)
    assert "above the best" in live.text_at(lr=0.02, epoch=1)
    assert right_option(live) == "The one at 0.02"


# scaling


def test_scaling_says_shape_and_end():
    live, seen = figure("scaling"), set()
    for at, text in texts("scaling"):
        hours, lr = at["hours"], at["lr"]
        assert f"With {hours} hours the loss is a {'ravine' if hours == 'raw' else 'bowl'};" in text
        state = regime(live, "lr", **at)
        seen.add((hours, state))
        if lr > LIMITS[hours]:
            assert state == "beyond the limit" and "does not arrive" in text
            assert losses(hours, lr, 100)[-10:].max() > BEST + NEAR
            continue
        above = losses(hours, lr, 100)[-1] - BEST
        assert state == ("arrives" if above <= NEAR else "not there yet")
        text = text.removesuffix(" Part of the path is outside the picture.")
        end = "within 0.001 of the best." if above <= NEAR else f"is {above:.3f} above the best."
        assert text.endswith(end), text
    assert ("raw", "arrives") not in seen and ("scaled", "arrives") in seen
    assert right_option(live) == "It becomes larger"


@cache
def bottom(hours):
    """w and b of the lowest loss."""
    x = {"raw": HOURS, "scaled": SCALED}[hours]
    return minimize(lambda at: loss(x, *at), [0, 0], options={"gtol": 1e-9}).x


def test_the_path_stays_in_the_picture_and_the_rings_are_level():
    live = figure("scaling")
    plane = live._figure.axes[0]
    for _, at in positions(live):
        at_limits(live, plane, at)
        best, shapes = bottom(at["hours"]), live.shapes_at(**at)
        near = np.ptp(plane.get_ylim()) / 300
        path = np.array([in_data(live, plane, p) for p in shapes[3][0]["points"]])
        wanted = run(at["hours"], at["lr"], 60) - best[:, None]
        assert path.T == pytest.approx(wanted, abs=near), at
        assert not shapes[3][0]["marks"] and not shapes[4][0]["marks"]
        x = HOURS if at["hours"] == "raw" else SCALED
        if plane.get_xlim() == (-5, 5):
            for ring, height in zip(shapes[:3], (0.15, 0.05, 0.01), strict=True):
                points = np.array([in_data(live, plane, p) for p in ring[0]["points"]])
                level = loss(x, *(points + best).T) - BEST
                assert level == pytest.approx(height, rel=0.25, abs=0.005)


# saturation


def test_saturation_says_weight_course_and_accuracy():
    form = re.compile(
        r"At epoch (\d+) with the (.+) w is (\S+), the curve (.+), and (\d+)% of the students "
        r"are decided rightly\."
    )
    for _, text in texts("saturation"):
        epoch, name, w, course, right = groups(form.fullmatch(text))
        path = run("scaled", 10.0, 1000, start=-10.0, squared=name == "squared error")
        own = path[:, int(epoch)]
        assert float(w) == pytest.approx(own[0], abs=0.06)
        assert course == ("still falls" if own[0] < 0 else "rises") + " with the hours"
        assert int(right) == round(100 * np.mean((own[0] * SCALED + own[1] >= 0) == PASSED))


def test_belief_13_the_squared_error_is_stuck_where_cross_entropy_is_done():
    live = figure("saturation")
    stuck = run("scaled", 10.0, 1000, start=-10.0, squared=True)[:, 1000]
    done = run("scaled", 10.0, 1000, start=-10.0)[:, 100]
    assert stuck[0] < -2 and loss(SCALED, *done) < BEST + 1e-4
    assert "still falls with the hours, and 64%" in live.text_at(loss="squared error", epoch=1000)
    assert "rises with the hours, and 82%" in live.text_at(loss="cross-entropy", epoch=100)
    assert right_option(live) == "Only the one with cross-entropy"


@pytest.mark.parametrize(
    ("name", "panel", "other"),
    [("two_runs", 0, {"lr": 0.2}), ("saturation", 1, {"loss": "squared error"})],
)
def test_epoch_0_has_a_place_of_its_own_within_the_logarithmic_axis(name, panel, other):
    live = figure(name)
    axes = live._figure.axes[panel]
    names = [label.get_text() for label in axes.get_xticklabels()]
    for epoch in (0, 1, 100):
        markers = [shape for drawn in live.shapes_at(epoch=epoch, **other) for shape in drawn]
        places = [in_data(live, axes, m["points"][0])[0] for m in markers if len(m["points"]) == 1]
        assert places == [pytest.approx(axes.get_xticks()[names.index(str(epoch))], rel=0.03)]


# batch_size


@cache
def in_batches(batch, reduction):
    """w and b after every update of 20 epochs at rate 0.3."""
    rng = np.random.default_rng(0)
    w, b = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(SCALED), torch.tensor(PASSED)
    bce = torch.nn.BCEWithLogitsLoss(reduction=reduction)
    visited = [(0.0, 0.0)]
    for _ in range(20):
        for own in torch.tensor(rng.permutation(100)).split(batch):
            dw, db = torch.autograd.grad(bce(w * x[own] + b, y[own]), (w, b))
            w, b = w - 0.3 * dw, b - 0.3 * db
            visited.append((w.item(), b.item()))
    return np.array(visited).T


@pytest.mark.slow
def test_batch_size_says_updates_step_and_course():
    form = re.compile(
        r"In batches of (\d+) with the (mean|sum) there (?:are|is) (\d+) updates? an epoch, each "
        r"as long as at learning rate (\S+) with the mean(, the last, of 10, at 3)?\. "
        r"The loss (.+)\."
    )
    seen = set()
    for _, text in texts("batch_size"):
        batch, reduction, count, step, last, way = form.fullmatch(text).groups()
        batch = int(batch)
        assert int(count) == len(range(0, 100, batch))
        assert bool(last) == (100 % batch == 10 and reduction == "sum")
        assert float(step) == pytest.approx(0.3 * (batch if reduction == "sum" else 1))
        own = loss(SCALED, *in_batches(batch, reduction)) - BEST
        if float(step) > LIMITS["scaled"]:
            assert way == "keeps jumping, because the limit is at 13.6"
            assert own[-5:].max() > 0.01
            seen.add("keeps")
            continue
        last = own[-len(own) // 3 :]
        rise = np.diff(last).max()
        words = {0: "falls without a tremor", 0.002: "falls almost smoothly", 0.02: "trembles a l"}
        words = [words[limit] for limit in words if rise < limit or rise == limit == 0]
        assert way.startswith([*words, "trembles s"][0])
        assert float(re.search(r"ends (\S+) above the best$", way)[1]) == pytest.approx(
            own[-1], abs=6e-4
        )
        seen.add(" ".join(way.split()[:2]))
    assert seen == {"keeps", "falls without", "falls almost", "trembles a", "trembles strongly,"}


def test_belief_8_the_sum_is_another_learning_rate():
    live = figure("batch_size")
    for batch in (1, 2, 5, 10, 20, 30, 100):
        same = live.text_at(batch=batch, reduction="mean") == live.text_at(
            batch=batch, reduction="sum"
        ).replace("sum", "mean", 1)
        assert same == (batch == 1)
    assert "as long as at learning rate 30 " in live.text_at(batch=100, reduction="sum")
    assert "keeps jumping" in live.text_at(batch=100, reduction="sum")
    assert "falls without a tremor" in live.text_at(batch=100, reduction="mean")
    after_one = in_batches(100, "sum")[:, 1]
    assert after_one == pytest.approx(100 * in_batches(100, "mean")[:, 1])
    assert right_option(live) == "It jumps about"


# momentum


@cache
def rolled(beta):
    """The loss above the best and (w, b), epoch by epoch, by PyTorch's own momentum at rate 0.1."""
    at = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor(HOURS), torch.tensor(PASSED)
    sgd = torch.optim.SGD([at], lr=0.1, momentum=beta)
    visited = [(0.0, 0.0)]
    for _ in range(1000):
        sgd.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(at[0] * x + at[1], y).backward()
        sgd.step()
        visited.append(at.tolist())
    path = np.array(visited).T
    return loss(HOURS, *path) - BEST, path


def settled(beta):
    """The first epoch from which on the loss stays within 0.001 of the best."""
    return int(np.flatnonzero(rolled(beta)[0] > NEAR)[-1]) + 1


MOMENTA = [0, *[k / 10 for k in range(1, 8)], 0.75, 0.8, 0.85, 0.88, 0.9]
MOMENTA += [k / 100 for k in (92, 93, 94, 95, 96, 97, 98, 99)]


@pytest.mark.slow
@pytest.mark.parametrize("beta", thinned(MOMENTA, [0, 0.9, 0.93, 0.99]))
def test_momentum_says_when_and_how_a_run_settles(beta):
    live, (above, path) = figure("momentum"), rolled(beta)
    n, past = settled(beta), path[1].min() < bottom("raw")[1] - 0.5
    ways = {
        "settles within 100 epochs": "it rolls along the floor, and settles soon",
        "rolls past": "it rolls past the best, and has to come back",
        "creeps along the floor": "it creeps along the floor of the ravine",
    }
    name = [*ways][0 if n <= 100 else 1 if past else 2]
    assert regime(live, "momentum", momentum=beta) == name
    assert live.text_at(momentum=beta) == (
        f"With momentum {beta:g} the loss stays within 0.001 of the best from epoch {n} on: "
        f"{ways[name]}."
    )
    plane, fall = live._figure.axes
    way, curve, diamond, text = live.shapes_at(momentum=beta)
    at_limits(live, plane, {"momentum": beta})
    near = np.ptp(plane.get_ylim()) / 300
    points = np.array([in_data(live, plane, p) for p in way[0]["points"]])
    assert points.T == pytest.approx(path[:, :301], abs=near)
    assert not way[0]["marks"] and not curve[0]["marks"] and not text[0]["marks"]
    for place, height in (in_data(live, fall, p) for p in curve[0]["points"]):
        assert height == pytest.approx(max(above[round(place)], 1e-5), rel=0.1)
    assert in_data(live, fall, diamond[0]["points"][0]) == pytest.approx((n, NEAR), rel=0.02)


@pytest.mark.slow
def test_belief_22_more_momentum_is_faster_only_up_to_a_point():
    live = figure("momentum")
    assert list(live._controls["momentum"].values) == MOMENTA
    said = {0: 720, 0.5: 357, 0.9: 57, 0.99: 695}
    for beta, epochs in said.items():
        assert settled(beta) == epochs
        assert f"from epoch {epochs} on" in live.text_at(momentum=beta)
    all_of_them = [int(re.search(r"epoch (\d+) on", text)[1]) for _, text in texts("momentum")]
    least = MOMENTA.index(0.9)
    assert all_of_them[: least + 1] == sorted(all_of_them[: least + 1], reverse=True)
    assert all_of_them[least:] == sorted(all_of_them[least:])
    assert right_option(live) == "After about 700"


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("6")
