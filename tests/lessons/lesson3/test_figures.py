"""Lesson 3's figures: what they say and draw is true at every position.

Everything is computed afresh here: with fractions where that is possible, with fifty decimal
places where exponentials are needed.
"""

import math
import re
from decimal import Decimal, getcontext
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from lessons.lesson3.figures import sum_or_mean, three_logits, two_losses, weight_and_bias
from tests.lessons.built import built, check_as_reviewed
from tests.livefigure.live_examples import (
    close,
    from_browser,
    groups,
    in_data,
    positions,
    right_option,
    sent,
    some_positions,
)

getcontext().prec = 50
FIGURES = (weight_and_bias, two_losses, sum_or_mean, three_logits)


def sigma(z):
    return 1 / (1 + (-Decimal(z)).exp())


def softmax(z):
    raised = [Decimal(v).exp() for v in z]
    return [v / sum(raised) for v in raised]


def says(text, true):
    """Whether a written number is the true one, rounded to the digits written."""
    digits = len(text.partition(".")[2])
    return abs(Decimal(text) - Decimal(true)) <= Decimal("0.5000001") * Decimal(10) ** -digits


every_figure = pytest.mark.parametrize("build", FIGURES, ids=lambda build: build.__name__)


@pytest.mark.slow
@every_figure
def test_every_position_is_driven_from_python_and_from_the_browser(build):
    live, said = build(), set()
    for place, at in positions(live):
        from_browser(live, *place)
        assert {key: getattr(live, key) for key in at} == at
        assert live.text == live.text_at(**at)
        said.add(live.text)
    assert len(said) == len(list(positions(live)))


@every_figure
def test_captions_are_plain_sentences(build):
    live = built(build)
    for _, at in positions(live):
        text = live.text_at(**at)
        assert text[0].isupper() and text.endswith(".") and ".." not in text and "  " not in text
        assert not re.search(r"[{}]|-0\.0+\b(?!\d)", text), text


@every_figure
def test_figures_are_within_budget_and_silent(build):
    _, data, _ = sent(built(build))
    assert len(data) <= 400_000
    assert len(built(build)._controls) <= 2


def test_names_are_different():
    assert len({built(build).name for build in FIGURES}) == len(FIGURES)
    assert all(built(build).name.startswith("3-") for build in FIGURES)


@every_figure
def test_every_figure_asks_first_about_a_belief(build):
    belief = {weight_and_bias: 12, two_losses: 13, sum_or_mean: 8, three_logits: 16}[build]
    assert built(build).misconception == belief


# Weight and bias

CROSSES = re.compile(
    r"With w = (\S+) and b = (\S+) the probability (rises|falls) through 0\.5 at (\S+) hours, "
    r"where z = 0; there it is steepest, with a slope of (\S+) per hour\."
)
OUTSIDE = re.compile(
    r"With w = (\S+) and b = (\S+) the probability (rises|falls) (all the way|too little to be "
    r"seen); it is 0\.5 at (\S+) hours, (left|right) of the picture\."
)
LEVEL = re.compile(
    r"With w = 0 and b = (\S+) the probability is (?:level at (\S+) and never crosses 0\.5|"
    r"(0\.5 everywhere)): the hours do not matter\."
)


def fractions(control):
    return [Fraction(v).limit_denominator(100) for v in control.values]


def test_the_caption_says_where_the_probability_is_a_half():
    live, seen = built(weight_and_bias), set()
    ws, bs = (fractions(live._controls[key]) for key in "wb")
    assert len(ws) == len(bs) == 41
    for (i, k), at in positions(live):
        w, b, text = ws[i], bs[k], live.text_at(**at)
        if w == 0:
            shown, level, everywhere = groups(LEVEL.fullmatch(text))
            assert Fraction(shown) == b
            assert bool(everywhere) == (b == 0)
            if level:
                p = sigma(Decimal(b.numerator) / b.denominator)
                assert abs(Decimal(level) / p - 1) < Decimal("0.006") and p != Decimal("0.5")
            seen.add("everywhere" if everywhere else "level")
            continue
        x = -b / w
        inside = 0 <= x <= 10
        found = (CROSSES if inside else OUTSIDE).fullmatch(text)
        assert found, text
        shown_w, shown_b, way, *how, hours, last = groups(found)
        assert (Fraction(shown_w), Fraction(shown_b)) == (w, b)
        assert way == ("rises" if w > 0 else "falls")
        assert abs(Fraction(hours) - x) <= Fraction(1, 200), text
        assert not hours.startswith("-0.00")
        if inside:
            assert abs(Fraction(last) - w / 4) <= Fraction(1, 2000) + Fraction(1, 10**9), text
        else:
            assert last == ("left" if x < 0 else "right")
            ends = (sigma(Decimal(v.numerator) / v.denominator) for v in (b, 10 * w + b))
            visible = abs(next(ends) - next(ends)) > Decimal("0.01")  # 2 points on the page
            assert how == ["all the way" if visible else "too little to be seen"], text
            seen.add(how[0])
        seen.add("inside" if inside else last)
    assert seen == {"everywhere", "level", "inside", "left", "right", "all the way",
                    "too little to be seen"}  # fmt: skip


@pytest.mark.slow
def test_the_curves_the_tangent_and_the_diamonds_stand_where_they_belong():
    live = built(weight_and_bias)
    logit, chance = live._figure.axes
    for _, at in some_positions(live, 150):
        w, b = at["w"], at["b"]
        (line,), (curve,), (tangent,), (low,), (high,) = live.shapes_at(**at)
        ends = [in_data(live, logit, p) for p in (line["points"][0], line["points"][-1])]
        assert close(ends, [(0, b), (10, 10 * w + b)], 0.1)
        x, p = np.array([in_data(live, chance, q) for q in curve["points"]]).T
        assert np.allclose(p, 1 / (1 + np.exp(-(w * x + b))), atol=0.01)
        if w == 0:
            assert not any(shape["marks"] for shape in (tangent, low, high))
            continue
        where = -b / w
        if 0 <= where <= 10:
            assert close(in_data(live, logit, low["points"][0]), (where, 0), 0.02)
            assert close(in_data(live, chance, high["points"][0]), (where, 0.5), 0.02)
            (x0, y0), (x1, y1) = (in_data(live, chance, q) for q in tangent["points"])
            assert (y1 - y0) / (x1 - x0) == pytest.approx(w / 4, abs=0.005)
        else:
            side = "left" if where < 0 else "right"
            assert [mark[0] for mark in low["marks"]] == [side]
            assert [mark[0] for mark in high["marks"]] == [side]


def test_belief_12_the_middle_is_at_minus_b_over_w_not_at_0():
    live = built(weight_and_bias)
    live.w, live.b = 2.0, -6.0
    assert "Set w = 2 and b = −6" in live._predict["question"]
    assert sigma(2 * 3 - 6) == Decimal("0.5") and sigma(2 * 0 - 6) < Decimal("0.003")
    assert right_option(live) == "3 hours"
    assert "through 0.5 at 3.00 hours" in live.text
    live.w, live.b = 2.0, -8.0  # as steep, elsewhere
    assert "through 0.5 at 4.00 hours" in live.text and "0.500 per hour" in live.text
    live.w, live.b = 1.0, -6.0  # the weight alone moves it too
    assert "through 0.5 at 6.00 hours" in live.text


# Two losses

AT = re.compile(
    r"At z = (\S+) the model says p = (\S+) for a student "
    r"who (passed|failed) \(y = ([01])\): "
    r"(.+?)\. Cross-entropy is (\S+) with slope (\S+), the squared error (\S+) with slope (\S+?)\."
    r"(?: Computed from p, which the computer rounds to ([01]) here, cross-entropy would be "
    r"(nan|inf)\.)?"
)
STATES = {
    "confident and wrong, the squared error is almost level and cross-entropy is steep":
        lambda gap, flat: gap > 0.99 and flat < 0.02,
    "wrong, and both losses are sloping": lambda gap, flat: 0.5 < gap <= 0.99 and flat > 0.02,
    "not sure, both losses are sloping": lambda gap, flat: 0.2 <= gap <= 0.5 and flat > 0.06,
    "right, both losses are levelling out": lambda gap, flat: 0.01 <= gap < 0.2 and flat < 0.07,
    "confident and right, both losses are almost level": lambda gap, flat: gap < 0.01,
}  # fmt: skip


def label(at):
    return 1 if at["y"].startswith("passed") else 0


def exact(z, y):
    """p, both losses, both slopes, with fifty decimal places."""
    z = Decimal(str(z))
    p, missed = sigma(z), sigma(-z)
    right = p if y else missed
    gap = -missed if y else p
    return p, -right.ln(), gap**2, gap, 2 * gap * p * missed


def test_the_caption_says_both_losses_and_their_slopes():
    live, seen = built(two_losses), set()
    for _, at in positions(live):
        text, y = live.text_at(**at), label(at)
        found = AT.fullmatch(text)
        assert found, text
        z, p, word, shown, state, bce, gap, mse, flat, rounded, lost = groups(found)
        true = exact(at["z"], y)
        assert float(z) == at["z"] and int(shown) == y and (word == "passed") == bool(y)
        for number, value in zip((p, bce, mse, gap, flat), true, strict=True):
            assert says(number, value), text
        for number, value in ((gap, true[3]), (flat, true[4])):  # a sign where there is something
            sign = "-" if value < 0 else "+"
            assert number == "0.0000" or (number.startswith(sign) and number[1:] != "0.0000"), text
        assert STATES[state](abs(true[3]), abs(true[4])), text
        seen.add(state)
        assert (lost, rounded) == through_p(at["z"], y), text
    assert seen == set(STATES)


def through_p(z, y):
    """What a computer's numbers make of the loss when they go through p; None where it is right."""
    p = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
    terms = [y * -math.log(p) if p else y * math.inf, None]
    terms[1] = (1 - y) * -math.log(1 - p) if p < 1 else (1 - y) * math.inf
    loss = sum(terms)  # 0 · inf is nan
    if math.isfinite(loss):
        return None, None
    return ("nan" if math.isnan(loss) else "inf"), f"{p:g}"


def test_the_gap_is_drawn_once_as_a_gap_and_once_as_a_slope_of_the_same_length():
    live = built(two_losses)
    chance, _, slope = live._figure.axes
    for _, at in positions(live):
        y = label(at)
        p, _, _, gap, _ = map(float, exact(at["z"], y))
        drawn = [shapes[0]["points"][0] for shapes in live.shapes_at(**at)[8:10]]
        (x0, y0, x1, y1), (u0, v0, u1, v1) = drawn
        assert close(in_data(live, chance, (x0, y0))[1], y, 0.01)
        assert close(in_data(live, chance, (x1, y1))[1], p, 0.01)
        assert close(in_data(live, slope, (u0, v0))[1], 0, 0.01)
        assert close(in_data(live, slope, (u1, v1))[1], gap, 0.01)
        assert abs((y1 - y0) - (v1 - v0)) <= 2 / 16  # points on the page
        if y:  # at the same height, too: the panels stand side by side
            assert abs((y0 - v0) + (chance.bbox.y0 - slope.bbox.y0)) <= 2 / 16
        x = in_data(live, chance, (x1, y1))[0]
        assert x == pytest.approx(at["z"], abs=0.05, rel=0.03)
        *_, written = live.shapes_at(**at)
        (text,) = written
        assert text["text"] == f"p − y = {AT.fullmatch(live.text_at(**at)).group(7)}"


def test_the_markers_stand_on_the_losses_and_their_slopes():
    live = built(two_losses)
    loss, slope = live._figure.axes[1:]
    for _, at in positions(live):
        _, *values = map(float, exact(at["z"], label(at)))
        shapes = live.shapes_at(**at)
        places = ((loss, 1, 0), (loss, 3, 1), (slope, 5, 2), (slope, 7, 3))
        for axes, artist, k in places:
            point = in_data(live, axes, shapes[artist][0]["points"][0])
            assert point == pytest.approx((at["z"], values[k]), abs=0.05, rel=0.03)
            assert not shapes[artist][0]["marks"], "out of the picture"
        for axes, artist, k in ((loss, 0, 0), (loss, 2, 1), (slope, 4, 2), (slope, 6, 3)):
            middle = in_data(live, axes, shapes[artist][0]["points"][30])
            assert middle[1] == pytest.approx(
                float(exact(middle[0], label(at))[k + 1]), abs=0.03
            )


def test_every_logit_has_its_own_place_as_far_from_the_next_as_on_the_track():
    live = built(two_losses)
    places = [live.shapes_at(z=z)[1][0]["points"][0][0] for z in live._controls["z"].values]
    steps = np.diff(places)
    assert steps.min() > 0.9 * steps.max() > 0
    assert live._spec["controls"][0]["axis"], "the track does not stand under its axis"
    # And cross-entropy, which grows as the logit does, is a straight line beyond the bend.
    line = np.array(live.shapes_at(y="passed (y = 1)")[0][0]["points"])[: len(places) // 3]
    rise = np.diff(line[:, 1]) / np.diff(line[:, 0])
    assert rise == pytest.approx(np.full(len(rise), rise.mean()), rel=0.06)


def test_belief_13_confident_and_wrong_the_squared_error_stalls():
    live = built(two_losses)
    live.z, live.y = -8.0, "passed (y = 1)"
    assert right_option(live) == "Next to none" and "z = −8" in live._predict["question"]
    p, _, mse, gap, flat = exact(-8, 1)
    middle = exact(0, 1)[4]
    assert abs(gap) > 1000 * abs(flat) and abs(middle) > 300 * abs(flat)
    assert "p is 0.0003" in live._predict["question"] and says("0.0003", p)
    assert "error is 0.9993" in live._predict["question"] and says("0.9993", mse)
    because = live._predict["because"].replace("−", "-")
    for number, value in (("-0.0007", flat), ("-0.25", middle), ("-0.9997", gap)):
        assert number in because and says(number, value)
    assert "confident and wrong, the squared error is almost level" in live.text
    assert "with slope −0.9997, the squared error 0.9993 with slope −0.0007." in live.text


@pytest.mark.parametrize(
    ("z", "y", "lost", "loss"),
    [(40, 0, "inf", "40.0000"), (40, 1, "nan", "0.0000"), (-1000, 1, "inf", "1000.0000"),
     (-1000, 0, "nan", "0.0000")],
)  # fmt: skip
def test_belief_17_the_logarithm_of_0_is_met_in_mathematics_and_avoided_by_the_score(
    z, y, lost, loss
):
    live = built(two_losses)
    live.z, live.y = float(z), "passed (y = 1)" if y else "failed (y = 0)"
    with np.errstate(all="ignore"):
        p = 1 / (1 + np.exp(-np.float64(z)))
        from_p = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    assert str(from_p) == lost
    assert live.text.endswith(f"cross-entropy would be {lost}.")
    assert f"Cross-entropy is {loss} " in live.text


# Sum or mean

RATES = [10 ** (Fraction(k, 12) - 2) for k in range(37)]


@cache
def path(effective):
    """p after each of 40 epochs, with the steps of the mean at this learning rate."""
    b, found = 0.0, []
    for _ in range(41):
        p = 1 / (1 + math.exp(-b)) if b > -700 else 0.0
        found.append(p)
        b -= effective * (p - 0.8)
    return found


def off(p):
    """The largest distance from 0.8 in the last three epochs."""
    return max(abs(v - 0.8) for v in p[-3:])


WENT = {
    "has arrived at 0.8": lambda p: off(p) < 0.0005 and max(p) < 0.8005,
    "has arrived at 0.8 after overshooting": lambda p: off(p) < 0.0005 and max(p) > 0.8005,
    "is still on its way": lambda p: p[-1] < 0.7995 and off(p) > 0.0005 and p == sorted(p),
    "jumps past 0.8 and has not settled": lambda p: off(p) > 0.0005 and max(p) > 0.8005,
}
SHORT = dict(zip(WENT, ["arrives", "arrives", "too slow", "too far"], strict=True))
RUN = re.compile(
    r"At learning rate (\S+), after 40 epochs, the mean (.+?)(?:, at (\S+))?; the sum (.+?)"
    r"(?:, at (\S+))?\. The sum takes the steps that the mean would take at learning rate (\S+)\."
)


def test_the_caption_says_how_both_runs_went():
    live, seen = built(sum_or_mean), set()
    rates = live._controls["lr"].values
    assert np.allclose(rates, [float(r) for r in RATES])
    for lr in rates:
        shown, mean, at_mean, total, at_sum, tenfold = RUN.fullmatch(live.text_at(lr=lr)).groups()
        assert float(shown) == pytest.approx(lr, rel=0.006)
        assert float(tenfold) == pytest.approx(10 * lr, rel=0.006)
        for words, at, effective in ((mean, at_mean, lr), (total, at_sum, 10 * lr)):
            p = path(effective)
            assert WENT[words](p), (lr, words, p)
            assert at is None or says(at, p[-1])
            seen.add(words)
    assert seen == set(WENT)


def test_the_track_is_named_as_the_runs_went():
    live = built(sum_or_mean)
    for k, lr in enumerate(live._controls["lr"].values):
        regimes = live._regimes["lr"]
        _, mean, _, total, _, _ = RUN.fullmatch(live.text_at(lr=lr)).groups()
        want = f"mean {SHORT[mean]}, sum {SHORT[total]}"
        assert want in regimes["texts"]
        live.lr = lr
        assert live._say({"texts": regimes["texts"], "ref": regimes["ref"]}, (k,)) == want


def test_no_outcome_hangs_on_a_rounding_error():
    for rate in map(float, RATES):
        for effective in (rate, 10 * rate):
            p = path(effective)
            assert abs(off(p) - 0.0005) > 1e-4
            assert abs(max(p) - 0.8005) > 1e-4


def test_the_runs_are_drawn_epoch_by_epoch():
    live = built(sum_or_mean)
    (axes,) = live._figure.axes
    for lr in live._controls["lr"].values:
        shapes = live.shapes_at(lr=lr)
        for artist, effective in ((0, lr), (1, lr), (2, 10 * lr), (3, 10 * lr)):
            points = [in_data(live, axes, q) for q in shapes[artist][0]["points"]]
            assert len(points) == 41 and not shapes[artist][0]["marks"]
            # Far above the limit a rounding error may grow: there only the first steps count.
            count = 41 if effective < 12 else 8
            want = list(enumerate(path(effective)))
            assert close(points[:count], want[:count], 0.06)


def test_belief_8_the_sum_takes_ten_times_the_step_and_goes_too_far_sooner():
    live = built(sum_or_mean)
    rates = live._controls["lr"].values
    assert right_option(live) == "Each step of the sum is longer, and too long sooner"
    # The same steps at a tenth of the rate …
    for k in range(25):
        tenth, whole = live.shapes_at(lr=rates[k]), live.shapes_at(lr=rates[k + 12])
        assert rates[k + 12] == pytest.approx(10 * rates[k])
        assert np.allclose(tenth[2][0]["points"], whole[0][0]["points"], atol=0.1)
    # … faster at a small one, lost at a large one.
    live.lr = rates[12]
    assert path(0.1)[-1] < 0.795 and abs(path(1.0)[-1] - 0.8) < 0.005
    assert "the mean is still on its way, at 0.684; the sum has arrived at 0.8." in live.text
    live.lr = rates[36]
    assert "the sum jumps past 0.8 and has not settled" in live.text
    assert "the mean has arrived" in live.text


# Three logits

BARS = re.compile(
    r"With logits (\S+), 1 and 0, applied (once|twice), the softmax adds up to 1 and the sigmoids "
    r"to (\S+)\. If A is true, the loss −log p is (\S+?)(, and never below 0\.5514)?; p of class A "
    r"cannot exceed the dashed line at (\S+)\."
    r"( A sigmoid of a sigmoid lies between 0\.5 and 0\.73, whatever the logit\.)?"
)


def bars(z, times):
    """Softmax and sigmoids of the three logits."""
    soft, own = softmax([str(z), 1, 0]), [sigma(str(z)), sigma(1), sigma(0)]
    return (softmax(soft), [sigma(p) for p in own]) if times == "twice" else (soft, own)


FLOOR = (1 + 2 / Decimal(1).exp()).ln()  # of the loss after two: softmax of 1, 0, 0


def test_the_caption_says_the_sums_the_loss_and_its_floor():
    live = built(three_logits)
    for _, at in positions(live):
        text = live.text_at(**at)
        z, times, total, loss, floor, most, flat = groups(BARS.fullmatch(text))
        soft, own = bars(at["z"], at["times"])
        assert float(z) == at["z"] and times == at["times"]
        assert abs(sum(soft) - 1) < Decimal("1e-40")
        assert says(total, sum(own)) and says(loss, -soft[0].ln()), text
        assert bool(floor) == bool(flat) == (times == "twice")
        assert not flat or all(Decimal("0.5") < p < Decimal("0.7311") for p in own)
        assert says(most, (-FLOOR).exp() if floor else 1) and soft[0] <= Decimal(1)
        assert not floor or (-soft[0].ln() >= FLOOR and says("0.5514", FLOOR))


def test_the_bars_are_as_high_as_their_probabilities():
    live = built(three_logits)
    left, right = live._figure.axes
    for _, at in positions(live):
        shapes = live.shapes_at(**at)
        for axes, artist, p in zip((left, right), (0, 5), bars(at["z"], at["times"]), strict=True):
            tops = shapes[artist][0]["points"]
            [held] = shapes[artist + 4][0]["points"]
            assert close(in_data(live, axes, held), [0.35, p[0]], 0.01), "on the top of A's bar"
            for k, (x0, y0, x1, y1) in enumerate(tops):
                low, high = in_data(live, axes, (x0, y0)), in_data(live, axes, (x1, y1))
                assert close([*low, *high], [k - 0.35, 0, k + 0.35, p[k]], 0.01)


def test_the_dashed_line_runs_through_no_number():
    live = built(three_logits)
    axes = live._figure.axes[0]
    for _, at in positions(live):
        shapes = live.shapes_at(**at)
        (dashed,) = (s for a, s in zip(live._spec["artists"], shapes, strict=True)
                     if a["kind"] == "segments")  # fmt: skip
        line, foot = (in_data(live, axes, shape[0]["points"][0][:2])[1]
                      for shape in (dashed, shapes[1]))  # fmt: skip
        assert line < foot or line > foot + 0.1, at  # as high as a number is


def test_belief_16_a_second_softmax_leaves_the_loss_above_a_floor():
    live = built(three_logits)
    assert right_option(live) == "Near 0.55" and says("0.55", FLOOR)
    zs = live._controls["z"].values
    for times in ("once", "twice"):
        losses = [-bars(z, times)[0][0].ln() for z in zs]
        assert losses == sorted(losses, reverse=True)
    live.z, live.times = 20.0, "twice"
    assert "the loss −log p is 0.5514, and never below 0.5514" in live.text
    assert "0.576" in live.text and "0.576 at most" in live._predict["because"]
    live.times = "once"
    assert "the loss −log p is 0.0000;" in live.text


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("3")
