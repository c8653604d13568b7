"""Lesson 4's figures: what they say and draw is true at every position.

Everything is trained afresh here, by a loop of its own.  Large learning rates jump to and fro at
first, but hardly magnify rounding (a hundredfold at most), so they are compared like all others.
"""

import re
from functools import cache

import numpy as np
import pytest
from matplotlib.path import Path

from course_utils import data
from lessons.lesson4 import figures
from lessons.misconceptions import BELIEFS
from tests.lessons.built import built as shared
from tests.lessons.built import check_as_reviewed
from tests.livefigure.live_examples import groups, in_data, positions, readable, right_option, sent

FIGURES = {
    "three_students": figures.three_students,
    "decision_threshold": figures.decision_threshold,
    "two_sides": figures.two_sides,
    "three_gradients": figures.three_gradients,
    "forgotten_zero": figures.forgotten_zero,
    "tumours": figures.tumours,
}
X, Y = data.study_passed()
HOURS = X[:, 0]


def built(name):
    """A figure as it goes to the browser."""
    return shared(FIGURES[name])


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, float)))


def mean_bce(z, y):
    return np.logaddexp(0, np.where(y == 1, -z, z)).mean()


@cache
def run(kind, lr, epochs):
    """[(w, b)] of every epoch, the start first: full batches along the mean."""
    x, y = data.two_features() if kind == "two" else (X, Y)
    w, b = data.two_features_start() if kind == "two" else (np.zeros(1), 0.0)
    visited = [(w, b)]
    for _ in range(epochs):
        error = sigmoid(x @ w + b) - y
        w, b = w - lr * (error @ x) / len(x), b - lr * error.mean()
        visited.append((w, b))
    return visited


def reads(text, true):
    """Whether a written number is the true one: to its digits, or beyond the bound it names.

    Half a digit more is allowed, because another order of operations may round elsewhere.
    """
    bound = re.fullmatch(r"(below|above) (\S+)", text)
    if bound:
        way, limit = bound.groups()
        return true < float(limit) if way == "below" else float(limit) < true <= 1
    digits = len(text.partition(".")[2])
    return abs(float(text) - true) <= 0.6 * 10.0**-digits


def regime(live, **at):
    """The phrase beside the slider of the learning rate."""
    from livefigure.geometry import look_up

    live_regime = live._regimes["lr"]
    place = live._position_of(at)
    return live_regime["texts"][look_up(live._buffer.array(), live_regime["ref"], place)]


@pytest.mark.parametrize("name", FIGURES)
def test_it_is_built_without_a_warning_and_within_budget(name):
    pytest.importorskip("torch")
    _, sent_data, _ = sent(built(name))
    assert len(sent_data) <= 400_000


@pytest.mark.parametrize("name", FIGURES)
def test_it_asks_first_about_a_belief_and_says_something_at_every_position(name):
    live = built(name)
    assert live.misconception is None or "4" in BELIEFS[live.misconception].lessons
    for _, at in positions(live):
        text = live.text_at(**at)
        assert re.fullmatch(r"[^{}]+\.", text) and not re.search(r"\b(nan|inf)\b", text)


def test_names_are_different_and_the_lessons():
    names = [built(name).name for name in FIGURES]
    assert len(set(names)) == len(names) and all(name.startswith("4-") for name in names)


# Three students

THREE = re.compile(
    r"After (\S+) (epochs?) at learning rate (\S+) the loss is ((?:below |above )?[\d.]+?)"
    r"(, above the picture)?\. (None|One|Two|All) of the three students (is|are) on the right side "
    r"of p = 0\.5, which the curve (.+)\. For 4 hours the model says ((?:below |above )?[\d.]+)\."
)
MANY = {"None": 0, "One": 1, "Two": 2, "All": 3}


@pytest.mark.slow
def test_three_students_at_every_position():
    live = built("three_students")
    seen = set()
    for _, at in positions(live):
        w, b = run("three", at["lr"], 10_000)[at["epoch"]]
        z = w * HOURS + b
        epoch, noun, lr, loss, above, right, verb, crossing, p = THREE.fullmatch(
            readable(live.text_at(**at))
        ).groups()
        assert (float(epoch), float(lr)) == (at["epoch"], at["lr"])
        assert (noun == "epoch") == (epoch == "1")
        assert reads(loss, mean_bce(z, Y)), live.text_at(**at)
        assert bool(above) == (mean_bce(z, Y) > 1.2)
        assert MANY[right] == ((z >= 0) == Y).sum()
        assert (verb == "is") == (right == "One")
        assert reads(p, sigmoid(4 * w[0] + b)), live.text_at(**at)
        crosses = re.fullmatch(r"crosses at (\S+) hours", crossing)
        half = -b / w[0] if w[0] else np.inf
        if crosses:
            assert 0 <= half <= 10 and reads(crosses[1], half)
        elif crossing == "nowhere crosses":
            assert w[0] == 0
        else:
            assert crossing == "crosses outside the picture" and not 0 <= half <= 10
        seen.add(crossing.split(" at")[0])
        phrase = regime(live, **at)
        assert (phrase == "loss above its start") == (mean_bce(z, Y) > np.log(2))
        assert phrase != "all three right" or right == "All"
        assert phrase != "not all three right yet" or right != "All"
    assert seen == {"crosses", "nowhere crosses", "crosses outside the picture"}


def test_the_curve_the_boundary_and_both_courses_are_drawn_where_they_belong():
    live = built("three_students")
    curve, course = live._figure.axes
    for at in ({"lr": 0.01, "epoch": 10_000}, {"lr": 0.1, "epoch": 100}, {"lr": 1.0, "epoch": 10}):
        w, b = run("three", at["lr"], 10_000)[at["epoch"]]
        (line,), (half,), (four,), _, _, (loss,), (right,) = live.shapes_at(**at)
        points = np.array([in_data(live, curve, p) for p in line["points"]])
        assert np.allclose(points[:, 1], sigmoid(w[0] * points[:, 0] + b), atol=0.01)
        assert in_data(live, curve, half["points"][0]) == pytest.approx(
            (-b / w[0], 0.5), abs=0.02
        )
        assert in_data(live, curve, four["points"][0]) == pytest.approx(
            (4, sigmoid(4 * w[0] + b)), abs=0.02
        )
        z = w * HOURS + b
        assert in_data(live, course, loss["points"][0]) == pytest.approx(
            (at["epoch"], mean_bce(z, Y)), rel=0.01
        )
        assert in_data(live, course, right["points"][0])[1] == pytest.approx(
            ((z >= 0) == Y).mean(), abs=0.01
        )


@pytest.mark.parametrize("lr", [0.01, 1.0, 3.0, 10.0])
def test_the_accuracy_is_drawn_in_steps_at_the_epochs_in_which_it_jumps(lr):
    """Three students have no accuracy between thirds."""
    live = built("three_students")
    course = live._figure.axes[1]
    line = live.shapes_at(lr=lr, epoch=10)[4][0]
    corners = np.array([in_data(live, course, point) for point in line["points"]])
    true = [((w * HOURS + b >= 0) == Y).mean() for w, b in run("three", lr, 10_000)[1:]]
    jumps = np.flatnonzero(np.diff(true)) + 2  # the epochs that a new share begins with
    inner = corners[1:][: 2 * len(jumps)]
    assert np.allclose(inner[:, 0], np.repeat(jumps, 2), rtol=0.01)
    assert np.allclose(corners[0::2, 1], corners[1::2, 1], atol=1e-6)  # flat from jump to jump
    before_and_after = [true[k + step] for k in jumps - 1 for step in (-1, 0)]
    assert np.allclose(inner[:, 1], before_and_after, atol=0.01)
    assert np.allclose(corners[2 * len(jumps) + 1 :], (10_000, true[-1]), rtol=0.01)


def test_the_slider_stops_at_the_epoch_in_which_all_three_are_right():
    live = built("three_students")
    epochs = {at["epoch"] for _, at in positions(live)}
    assert 359 in epochs and regime(live, lr=0.01, epoch=359) == "all three right"
    before = max(epoch for epoch in epochs if epoch < 359)
    assert regime(live, lr=0.01, epoch=before) == "not all three right yet"


def test_belief_14_the_loss_falls_on_while_the_accuracy_stays_full():
    live = built("three_students")
    losses = []
    for epoch in (422, 1000, 10_000):
        live.lr, live.epoch = 0.01, epoch
        assert regime(live, lr=0.01, epoch=epoch) == "all three right"
        assert "All of the three students are on the right side" in live.text
        w, b = run("three", 0.01, 10_000)[epoch]
        assert ((w * HOURS + b >= 0) == Y).all()
        loss = mean_bce(w * HOURS + b, Y)
        assert f"the loss is {loss:.3f}" in live.text
        losses.append(loss)
    assert losses[0] > losses[1] > losses[2] and losses[2] < losses[0] / 3


def test_belief_15_the_model_gets_surer_with_the_epochs_alone():
    live = built("three_students")
    sure = []
    for epoch in (1000, 10_000):
        live.lr, live.epoch = 0.01, epoch
        w, b = run("three", 0.01, 10_000)[epoch]
        sure.append(sigmoid(4 * w[0] + b))
        assert live.text.endswith(f"For 4 hours the model says {sure[-1]:.3f}.")
    assert sure[0] == pytest.approx(0.671, abs=1e-3) and sure[1] == pytest.approx(0.980, abs=1e-3)
    assert live.misconception == 15
    assert right_option(live) == "It goes on towards 1"


@pytest.mark.parametrize("lr", [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0])
def test_from_the_epoch_in_which_all_are_right_p_at_4_hours_only_rises(lr):
    models = run("three", lr, 10_000)
    right = [((w * HOURS + b >= 0) == Y).all() for w, b in models]
    if not any(right):
        return
    first = right.index(True)
    p = np.array([4 * w[0] + b for w, b in models[first:]])
    assert all(right[first:]) and (np.diff(p[::10]) > 0).all()


# The threshold


@cache
def trained_with_the_sum():
    w, b = data.small_start()
    for _ in range(1000):
        error = sigmoid(HOURS * w[0] + b) - Y
        w, b = w - 0.01 * (error * HOURS).sum(), b - 0.01 * error.sum()
    return w[0], b


CUT = re.compile(
    r"With a threshold of (\S+) the model calls a pass from (\S+) hours on(, which is −b/w)?\. Of "
    r"the ten students (\d+) are called rightly; (\d+) who passed (is|are) called a fail, (\d+) "
    r"who failed (is|are) called a pass\. w = 1\.109 and b = −2\.683 have not moved\."
)


def test_the_threshold_at_every_position():
    live = built("decision_threshold")
    w, b = trained_with_the_sum()
    assert (round(w, 3), round(b, 3)) == (1.109, -2.683)
    hours, passed = data.study_passed_unseen()
    p = sigmoid(w * hours[:, 0] + b)
    for _, at in positions(live):
        cut = at["threshold"]
        shown, place, name, right, missed, is_missed, false, is_false = CUT.fullmatch(
            live.text_at(**at)
        ).groups()
        assert float(shown) == pytest.approx(cut)
        assert sigmoid(w * float(place) + b) == pytest.approx(cut, abs=2e-3)
        assert bool(name) == (cut == 0.5)
        called = p >= cut
        assert int(missed) == (~called & (passed == 1)).sum()
        assert int(false) == (called & (passed == 0)).sum()
        assert int(right) == (called == passed).sum()
        assert (is_missed == "is") == (missed == "1") and (is_false == "is") == (false == "1")


def test_the_bars_count_the_ten_students():
    live = built("decision_threshold")
    bars = live._figure.axes[1]
    for _, at in positions(live):
        shapes = [shape for (shape,) in live.shapes_at(**at)]
        heights = []
        for k in range(4):
            x0, y0, x1, y1 = shapes[3 + 2 * k]["points"][0]
            heights.append(in_data(live, bars, (x0, min(y0, y1)))[1])
        assert np.allclose(heights, np.round(heights), atol=0.02)
        assert sum(heights) == pytest.approx(10, abs=0.05)
        text = live.text_at(**at)
        assert f"{round(heights[0] + heights[1])} are called rightly" in text


def test_a_ring_marks_each_student_about_whom_the_decision_is_wrong():
    live = built("decision_threshold")
    curve = live._figure.axes[0]
    hours, passed = data.study_passed_unseen()
    w, b = trained_with_the_sum()
    for _, at in positions(live):
        called = 1 / (1 + np.exp(-w * hours[:, 0] - b)) >= at["threshold"]
        for (ring,), fate in zip(live.shapes_at(**at)[-2:], (1, 0), strict=True):
            seen = [tuple(in_data(live, curve, p)) for p in ring["points"] if p[0] == p[0]]
            wrong = [(h, fate) for h in hours[(passed == fate) & (called != passed), 0]]
            assert np.allclose(sorted(seen), sorted(wrong), atol=0.02), at


def test_belief_11_the_threshold_moves_the_decision_and_not_the_model():
    live = built("decision_threshold")
    w, b = trained_with_the_sum()
    said = []
    for cut in (0.5, 0.8):
        live.threshold = cut
        said.append(live.text)
        from_hours = (np.log(cut / (1 - cut)) - b) / w
        assert f"calls a pass from {from_hours:.2f} hours on" in live.text
        assert live.text.endswith("w = 1.109 and b = −2.683 have not moved.")
    assert said[0] != said[1]
    assert live.misconception == 11
    assert right_option(live) == "More who passed are called a fail; w and b stay"
    missed = [re.search(r"(\d+) who passed", text)[1] for text in said]
    false = [re.search(r"(\d+) who failed", text)[1] for text in said]
    assert (missed, false) == (["1", "3"], ["1", "0"])


def test_the_diamond_stands_on_the_curve_where_the_threshold_cuts_it():
    live = built("decision_threshold")
    w, b = trained_with_the_sum()
    curve = live._figure.axes[0]
    for _, at in positions(live):
        cut = at["threshold"]
        diamond = live.shapes_at(**at)[2][0]
        place = in_data(live, curve, diamond["points"][0])
        assert place == pytest.approx(((np.log(cut / (1 - cut)) - b) / w, cut), abs=0.02)
        assert 0 <= place[0] <= 7


def test_belief_12_the_boundary_is_minus_b_over_w():
    """Neither 0, nor wherever one cuts: the curve is steep in other places too."""
    live = built("decision_threshold")
    w, b = trained_with_the_sum()
    live.threshold = 0.5
    assert f"from {-b / w:.2f} hours on, which is −b/w" in live.text
    assert abs(-b / w) > 1
    live.threshold = 0.6
    p = 0.6
    assert p * (1 - p) > 0.9 * 0.25  # almost as steep as at the boundary
    assert "−b/w" not in live.text


# Two features

TWO = re.compile(
    r"After (\S+) (epochs?) of full batches at learning rate (\S+), with the mean, the accuracy is "
    r"(\S+)% and the loss ((?:below )?[\d.]+?)(, above the picture)?\. w₁/w₀ is (\S+), "
    r"(within 0\.1 of|of the same sign as|of the other sign than) the true −3\."
)


def test_two_features_at_every_position():
    live = built("two_sides")
    x, y = data.two_features()
    for _, at in positions(live):
        w, b = run("two", at["lr"], 100)[at["epoch"]]
        z = x @ w + b
        text = live.text_at(**at)
        epoch, noun, lr, right, loss, above, ratio, side = groups(TWO.fullmatch(text))
        assert (noun == "epoch") == (epoch == "1")
        assert (float(epoch), float(lr)) == (at["epoch"], at["lr"])
        assert (side == "of the other sign than") == (float(ratio) > 0)
        assert float(right) == pytest.approx(100 * ((z >= 0) == y).mean(), abs=0.11)
        assert reads(loss, mean_bce(z, y)), text
        assert bool(above) == (mean_bce(z, y) > 1.2)
        assert float(ratio) == pytest.approx(w[1] / w[0], abs=0.006 + 1e-3 * abs(float(ratio)))
        assert side != "within 0.1 of" or abs(w[1] / w[0] + 3) < 0.1
        assert side != "of the same sign as" or abs(w[1] / w[0] + 3) >= 0.1


def test_the_regimes_say_how_near_the_rule_it_is():
    live = built("two_sides")
    x, y = data.two_features()
    start_w, start_b = data.two_features_start()
    start = mean_bce(x @ start_w + start_b, y)
    for _, at in positions(live):
        w, b = run("two", at["lr"], 100)[at["epoch"]]
        z = x @ w + b
        right = ((z >= 0) == y).mean()
        wanted = "far from the rule" if right < 0.9 else "near the rule"
        wanted = "at the rule" if right >= 0.98 else wanted
        if mean_bce(z, y) > start:
            wanted = "loss above its start"
        assert regime(live, **at) == wanted


def test_the_shading_is_the_probability_and_the_line_its_half():
    live = built("two_sides")
    plane = live._figure.axes[0]
    for at in ({"lr": 0.1, "epoch": 100}, {"lr": 1.0, "epoch": 100}, {"lr": 0.001, "epoch": 1}):
        w, b = run("two", at["lr"], 100)[at["epoch"]]
        *areas, (line,) = live.shapes_at(**at)[:12]
        across, up = np.meshgrid(*[np.linspace(-2.99, 2.99, 60)] * 2)
        places = np.column_stack([across.ravel(), up.ravel()])
        z = places @ w + b
        levels = np.arange(0.05, 1, 0.1)
        borders = np.log(levels / (1 - levels))
        # How many colours lie on a place, one over the other: the sixth, white, where p is 0.5.
        over = np.zeros(z.size, int)
        for (area,) in areas:
            corners = [in_data(live, plane, p) for p in area["points"] if not np.isnan(p).any()]
            if corners:
                over += Path(corners).contains_points(places)
        clear = np.abs(z[:, None] - borders).min(axis=1) > 0.01 * np.hypot(*w)
        assert (over == 1 + (z[:, None] > borders).sum(axis=1))[clear].all()
        assert clear.mean() > 0.9 and over.min() < 6 < over.max()
        for point in line["points"]:
            x0, x1 = in_data(live, plane, point)
            assert abs(w[0] * x0 + w[1] * x1 + b) < 0.03 * np.hypot(*w)


def test_belief_8_the_mean_needs_a_learning_rate_n_times_as_large():
    live = built("two_sides")
    x, y = data.two_features()
    for lr, words, phrase in (
        (0.001, "accuracy is 82.9%", "far from the rule"),
        (0.001 * len(x), "accuracy is 99.1%", "at the rule"),
    ):
        live.lr, live.epoch = lr, 100
        w, b = run("two", lr, 100)[100]
        assert f"accuracy is {((x @ w + b >= 0) == y).mean():.1%}" in live.text
        assert words in live.text and regime(live, lr=lr, epoch=100) == phrase
    assert "w₁/w₀ is −2.95, within 0.1 of the true −3" in live.text
    assert live.misconception == 8
    assert right_option(live) == "Hardly anywhere"


# Three ways to a slope

SLOPES = re.compile(
    r"At w = (\S+) the slope by hand is (\S+)\. Autograd says (\S+): (the same|another number)\. "
    r"Two nudges of (\S+) say (\S+), which (agrees to four decimals|is not exact: the loss is "
    r"curved)\."
)


def fresh_slope(w):
    return ((sigmoid(w * HOURS - 2.5) - Y) * HOURS).mean()


def fresh_nudge(w, h):
    low, high = (mean_bce(v * HOURS - 2.5, Y) for v in (w - h, w + h))
    return (high - low) / (2 * h)


def test_three_gradients_at_every_position():
    live = built("three_gradients")
    for _, at in positions(live):
        text = live.text_at(**at)
        w, hand, auto, same, h, nudged, verdict = groups(SLOPES.fullmatch(text))
        assert float(w) == pytest.approx(at["w"], abs=1e-9) and float(h) == at["nudge"]
        assert reads(hand, fresh_slope(at["w"])) and hand == auto and same == "the same"
        assert reads(nudged, fresh_nudge(at["w"], at["nudge"]))
        assert (verdict == "agrees to four decimals") == (nudged == hand)


def test_the_three_marks_stand_where_they_belong():
    live = built("three_gradients")
    bowl, slopes = live._figure.axes
    for at in ({"w": 1.0, "nudge": 1.0}, {"w": -1.0, "nudge": 0.1}, {"w": 3.0, "nudge": 0.001}):
        _, (low,), (high,), (auto,), (nudged,) = live.shapes_at(**at)
        w, h = at["w"], at["nudge"]
        for mark, v in ((low, w - h), (high, w + h)):
            wanted = (v, mean_bce(v * HOURS - 2.5, Y))
            assert in_data(live, bowl, mark["points"][0]) == pytest.approx(wanted, abs=0.02)
        for mark, slope in ((auto, fresh_slope(w)), (nudged, fresh_nudge(w, h))):
            wanted = (w, slope)
            assert in_data(live, slopes, mark["points"][0]) == pytest.approx(wanted, abs=0.02)


def test_belief_18_autograd_computes_the_gradient_by_hand():
    torch = pytest.importorskip("torch")
    live = built("three_gradients")
    live.w, live.nudge = 1.0, 0.001
    w = torch.tensor([1.0], dtype=torch.float64, requires_grad=True)
    p = torch.sigmoid(torch.tensor(X) @ w - 2.5)
    y = torch.tensor(Y)
    (-(y * torch.log(p) + (1 - y) * torch.log(1 - p))).mean().backward()
    assert w.grad.item() == pytest.approx(fresh_slope(1.0), rel=1e-12)
    by_hand, auto = f"{fresh_slope(1.0):.4f}", f"{w.grad.item():.4f}"
    said = f"by hand is {by_hand}. Autograd says {auto}: the same"
    assert said.replace("-", "−") in live.text
    assert live.misconception == 18
    assert right_option(live) == "The −0.065, up to rounding"
    assert w.grad.item() == pytest.approx(-0.065, abs=5e-4)
    assert fresh_nudge(1.0, 1.0) == pytest.approx(-0.089, abs=5e-4)
    assert "nudges of 1 measure a slope of −0.089, and your formula says −0.065" in (
        live.question["question"]
    )


# A forgotten zero


@cache
def by_torch(zeroed):
    """(loss, true slope by w, w.grad) at the start and after each epoch, from a real torch run."""
    torch = pytest.importorskip("torch")
    x, y = (torch.tensor(values) for values in data.study_passed_middle())
    w = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    b = torch.zeros((), dtype=torch.float64, requires_grad=True)
    recorded = []
    for _ in range(41):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ w + b, y)
        if zeroed:
            w.grad = b.grad = None
        (slope,) = torch.autograd.grad(loss, w, retain_graph=True)
        loss.backward()
        recorded.append((loss.item(), slope.item(), w.grad.item()))
        with torch.no_grad():
            w -= 0.1 * w.grad
            b -= 0.1 * b.grad
    return recorded


FORGOTTEN = re.compile(
    r"(?:At the start, w = 0 and b = 0,|After (\d+) (epochs?) at learning rate 0\.1) the loss is "
    r"([\d.]+)(, above its lowest so far|, the lowest so far)?\. The slope by w is (\S+) here, and "
    r"\.grad holds (\S+): (this slope alone|the sum of this slope and of all those before it)\."
)


def test_what_grad_holds_is_what_torch_recorded():
    live = built("forgotten_zero")
    for _, at in positions(live):
        recorded = by_torch(at["gradients"] == "zeroed")
        loss, slope, grad = recorded[at["epoch"]]
        text = live.text_at(**at)
        epoch, noun, shown, trend, own, held, what = groups(FORGOTTEN.fullmatch(text))
        assert int(epoch or 0) == at["epoch"]
        assert noun == {0: None, 1: "epoch"}.get(at["epoch"], "epochs")
        assert reads(shown, loss) and reads(own, slope) and reads(held, grad), text
        lowest = min(r[0] for r in recorded[: at["epoch"] + 1])
        above = ", above its lowest so far" if loss > lowest + 5e-4 else ", the lowest so far"
        assert trend == (above if at["epoch"] else None)
        assert (what == "this slope alone") == (at["gradients"] == "zeroed")
        if at["gradients"] == "zeroed":
            assert grad == slope
        else:
            assert grad == pytest.approx(sum(r[1] for r in recorded[: at["epoch"] + 1]))


def test_the_loss_and_both_slopes_are_drawn_where_they_belong():
    live = built("forgotten_zero")
    course, slopes = live._figure.axes
    ends = ({"gradients": "not zeroed", "epoch": 0}, {"gradients": "not zeroed", "epoch": 36})
    inner = ({"gradients": "zeroed", "epoch": 7}, {"gradients": "not zeroed", "epoch": 20})
    for at in (*ends, *inner):
        loss, slope, grad = by_torch(at["gradients"] == "zeroed")[at["epoch"]]
        marks = live.shapes_at(**at)
        k = at["epoch"]
        for (mark,), axes, value in (
            (marks[1], course, loss), (marks[4], slopes, slope), (marks[5], slopes, grad),
        ):  # fmt: skip
            assert in_data(live, axes, mark["points"][0]) == pytest.approx((k, value), abs=0.02)
        every = by_torch(at["gradients"] == "zeroed")[:37]
        lines = zip((marks[0], marks[2], marks[3]), (course, slopes, slopes), strict=True)
        for column, ((line,), axes) in enumerate(lines):
            seen = [in_data(live, axes, point) for point in line["points"]]
            assert np.allclose(seen, [(i, row[column]) for i, row in enumerate(every)], atol=0.02)
        for artist in marks:
            assert not any(shape["marks"] for shape in artist)


def test_belief_9_gradients_that_are_not_zeroed_drive_past_the_best_model():
    live = built("forgotten_zero")
    live.gradients = "not zeroed"
    losses = [loss for loss, _, _ in by_torch(False)]
    low, high = 4, 9
    assert losses[low] < losses[0] and losses[high] > losses[low] + 0.04
    live.epoch = high
    assert f"the loss is {losses[high]:.3f}, above its lowest so far" in live.text
    assert "the sum of this slope and of all those before it" in live.text
    live.gradients = "zeroed"
    calm = [loss for loss, _, _ in by_torch(True)]
    assert all(b < a for a, b in zip(calm, calm[1:], strict=False))
    assert "the lowest so far" in live.text
    assert live.misconception == 9
    assert right_option(live).startswith("It runs past the best model")


def test_at_the_last_position_forgetting_has_the_higher_loss():
    last = max(at["epoch"] for _, at in positions(built("forgotten_zero")))
    assert by_torch(False)[last][0] > by_torch(True)[last][0] + 0.04


def test_on_separable_labels_the_same_mistake_looks_like_progress():
    """Why the figure has the labels 0, 1, 0: the lesson says that 0, 0, 1 would hide it."""
    ends = []
    for keep in (False, True):
        w, b, dw, db = np.zeros(1), 0.0, 0.0, 0.0
        for _ in range(60):
            error = sigmoid(X @ w + b) - Y
            own = error @ X / 3, error.mean()
            dw, db = (dw + own[0], db + own[1]) if keep else own
            w, b = w - 0.1 * dw, b - 0.1 * db
        ends.append(mean_bce(X @ w + b, Y))
    assert ends == [pytest.approx(0.57, abs=5e-3), pytest.approx(0.03, abs=5e-3)]


# Tumours

TUMOURS = re.compile(
    r"With a threshold of (\S+) the model finds (\d+) of the 212 cancers and misses (\d+); of the "
    r"357 benign tumours (\d+) (is|are) called malignant\. Recall is (\S+)%, precision (has no "
    r"value|\S+%)\. It is right for (\S+)%, (exactly as often as|less often than|more often than) "
    r"“benign” for every tumour\."
)


@cache
def radius_and_points():
    """The features as measured, the labels, and p of a model trained on them by Newton's steps."""
    x, y = data.tumours()
    x = x[:, [2, 1]]
    rows = np.column_stack([(x - x.mean(axis=0)) / x.std(axis=0), np.ones(len(x))])
    w = np.zeros(3)
    for _ in range(20):
        p = sigmoid(rows @ w)
        w = w - np.linalg.solve((rows.T * (p * (1 - p))) @ rows, rows.T @ (p - y))
    return x, y, sigmoid(rows @ w)


def mistakes(threshold):
    """(missed cancers, false alarms)"""
    _, y, p = radius_and_points()
    return ((y == 1) & (p < threshold)).sum(), ((y == 0) & (p >= threshold)).sum()


def test_the_tumours_at_every_position():
    live = built("tumours")
    _, y, p = radius_and_points()
    for _, at in positions(live):
        cut = at["threshold"]
        shown, found, missed, alarms, verb, recall, precision, right, compared = groups(
            TUMOURS.fullmatch(live.text_at(**at))
        )
        assert float(shown) == pytest.approx(cut)
        assert (int(missed), int(alarms)) == mistakes(cut) and int(found) + int(missed) == 212
        assert (verb == "is") == (alarms == "1")
        assert float(recall) == pytest.approx(100 * int(found) / 212, abs=0.051)
        called = int(found) + int(alarms)
        if called:
            assert float(precision[:-1]) == pytest.approx(100 * int(found) / called, abs=0.051)
        else:
            assert precision == "has no value"
        share = 100 * np.mean((p >= cut) == y)
        assert float(right) == pytest.approx(share, abs=0.051)
        base = 100 * np.mean(y == 0)
        way = "more" if share > base else "less"
        assert compared == ("exactly as often as" if share == base else f"{way} often than")
        noun = "alarm" if alarms == "1" else "alarms"
        assert live._caption_at(live._position_of(at), seen=True) == (
            f"It finds {found} of the 212 cancers, with {alarms} false {noun}. "
            f"Recall is {recall}%, precision {precision}; "
            f"right for {right}% (“benign”: {base:.1f}%)."
        )


def test_the_bars_the_rings_and_the_line_show_the_same_decisions():
    live = built("tumours")
    plane, bars = live._figure.axes
    x, y, p = radius_and_points()
    far, logits = np.array([23, 0.22]), np.log(p / (1 - p))  # how far the axes reach
    for _, at in positions(live):
        cut = at["threshold"]
        shapes = [shape for (shape,) in live.shapes_at(**at)]
        missed, alarms = mistakes(cut)
        heights = []
        for k in range(4):
            _, y0, _, y1 = shapes[3 + 2 * k]["points"][0]
            heights.append(in_data(live, bars, (0, min(y0, y1)))[1])
        assert np.allclose(heights, [212 - missed, 357 - alarms, missed, alarms], atol=0.6)
        for ring, label in zip(shapes[1:3], (1, 0), strict=True):
            seen = [in_data(live, plane, place) for place in ring["points"] if place[1] == place[1]]
            wrong = x[(y == label) & ((p >= cut) != label)]
            assert len(seen) == len(wrong)
            assert not len(wrong) or np.allclose(seen / far, wrong / far, atol=0.003)
        if 0 < cut < 1:
            assert not any(shape["marks"] for shape in shapes[:1])
            (r0, c0), (r1, c1) = (in_data(live, plane, end) for end in shapes[0]["points"])
            above = x[:, 1] - (c0 + (c1 - c0) * (x[:, 0] - r0) / (r1 - r0))
            clear = np.abs(logits - np.log(cut / (1 - cut))) > 0.1
            assert ((above > 0) == (p >= cut))[clear].all()
        else:
            assert all(np.isnan(place).any() for place in np.array(shapes[0]["points"], float))


def test_belief_21_the_threshold_that_is_right_more_often_misses_twelve_times_the_cancers():
    live = built("tumours")
    _, y, p = radius_and_points()
    said = {}
    for cut in (0.1, 0.9, 1.0):
        live.threshold = cut
        missed, alarms = mistakes(cut)
        assert f"misses {missed}; of the 357 benign tumours {alarms} " in live.text
        assert f"right for {np.mean((p >= cut) == y):.1%}" in live.text
        said[cut] = live.text
    assert mistakes(0.1) == (5, 69) and mistakes(0.9) == (61, 1) and 61 > 12 * 5
    # "Benign" for everybody: above one half, and it finds nobody.
    assert "finds 0 of the 212 cancers" in said[1.0]
    assert "right for 62.7%, exactly as often as “benign” for every tumour" in said[1.0]
    question = live.question
    shares = [f"{np.mean((p >= cut) == y):.1%}" for cut in (0.9, 0.1)]
    assert f"With a threshold of 0.9 the model is right for {shares[0]}" in (
        question["question"]
    )
    assert f"with 0.1 for {shares[1]}" in question["question"]
    assert live.misconception == 21
    assert right_option(live) == "0.1, though it is right less often"
    because = "With 0.9 it misses 61 cancers, with 0.1 only 5, for 69 false alarms instead of 1."
    assert because in question["because"]


def test_at_a_threshold_of_three_tenths_even_the_accuracy_is_higher():
    _, y, p = radius_and_points()
    shares = [np.mean((p >= cut) == y) for cut in (0.5, 0.3)]
    assert shares[1] > shares[0] and mistakes(0.3) == (17, 29)


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("4")
