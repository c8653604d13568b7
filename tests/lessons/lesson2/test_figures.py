"""Lesson 2's figures: what they say and draw is true at every position.

Everything is computed afresh here, one step after the other, from the data.
"""

import itertools
import math
import re
from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest

from course_utils.data import quadratic, study_scores
from course_utils.descent import partial_derivatives, train
from lessons import course
from lessons.lesson2 import figures
from lessons.lesson2.figures.quadratic_fit import epoch_maps
from lessons.lesson2.figures.shared import ARROWS, FAR
from tests.lessons.built import built as shared
from tests.lessons.built import check_as_reviewed
from tests.livefigure.live_examples import (
    at_limits,
    in_data,
    positions,
    readable,
    sent,
    some_positions,
)
from tests.thorough import thinned

FIGURES = {
    "search": figures.search_and_descent,
    "rate": figures.learning_rate,
    "curvature": figures.curvature,
    "overflow": figures.overflow,
    "fit": figures.quadratic_fit,
    "valley": figures.valley,
    "well": figures.double_well,
}
X, Y = (values.tolist() for values in study_scores())


def built(name):
    """A figure as it goes to the browser."""
    return shared(FIGURES[name])


def number(text):
    """A number as a figure writes it."""
    return float(readable(text))


def said(live, form, **at):
    """The groups of a caption that must have this form."""
    text = live.text_at(**at)
    found = re.fullmatch(form, text)
    assert found, text
    return found.groups()


def regime(live, **at):
    """What stands beside the learning rate's slider."""
    return live._say(live._regimes["lr"], live._position_of(at))


def question(live):
    """(the belief its question meets, the option that is true)."""
    asked = live.question
    return live.misconception, asked["options"][asked["answer"]]


def on_border(axes, start, end):
    """Where the straight way from a place inside an axes to one outside crosses its border."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    (x, y), (dx, dy) = start, np.subtract(end, start)
    shares = [(left - x) / dx, (right - x) / dx, (low - y) / dy, (high - y) / dy]
    share = min(share for share in shares if share > 0)
    return x + share * dx, y + share * dy


def check_steps_on_the_curve(live, axes, places, shapes):
    """The arrows, dots and square of a walk through these places, up to where it leaves the axes;
    where it does, it leaves on the straight way to the place outside."""
    (arrows,), (dots,), (square,) = shapes
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    assert np.allclose(in_data(live, axes, square["points"][0]), places[0], atol=0.05)
    inside = True
    for n, place in enumerate(places[: len(dots["points"])]):
        before, inside = inside, inside and left <= place[0] <= right and low <= place[1] <= high
        dot = dots["points"][n]
        if inside:
            assert np.allclose(in_data(live, axes, dot), place, atol=0.05)
        else:
            assert math.isnan(dot[0])
        if not n:
            continue
        arrow = arrows["points"][n - 1]
        if not before:
            assert math.isnan(arrow[0]), "nothing is drawn of a walk that has left"
        elif math.isnan(arrow[0]):
            length = np.subtract(place, places[n - 1]) / (right - left, high - low)
            assert np.hypot(*length) < 0.031, "only a short step has no arrow"
        else:
            tail, head = in_data(live, axes, arrow[:2]), in_data(live, axes, arrow[2:])
            assert np.allclose(tail, places[n - 1], atol=0.05)
            if inside:
                assert np.allclose(head, place, atol=0.05)
            else:
                mark = next(mark for mark in arrows["marks"])
                border = on_border(axes, places[n - 1], place)
                assert np.allclose(in_data(live, axes, mark[1:]), border, atol=0.05)
    assert len(arrows["marks"]) == (0 if inside else 1)


def walk(slope, start, lr, steps):
    """The places visited, by plain numbers."""
    visited = [start]
    for _ in range(steps):
        visited.append(visited[-1] - lr * slope(visited[-1]))
    return visited


def kind(errors):
    """What a walk does, told from its errors alone."""
    if abs(errors[1]) < 1e-9:
        return "arrives in one step"
    errors = [e for e in errors[:12] if abs(e) > 1e-12]  # what is smaller is rounding
    sizes = [abs(e) for e in errors]
    sides = [e > 0 for e in errors]
    if len(set(sides)) == 1 and sizes[1] < sizes[0]:
        return "comes closer from one side"
    assert all(a != b for a, b in zip(sides, sides[1:], strict=False))
    if math.isclose(sizes[-1], sizes[0], rel_tol=1e-9):
        return "swings for ever"
    return f"changes sides and {'converges' if sizes[-1] < sizes[0] else 'diverges'}"


def arrived(errors):
    """The first step whose error is below a millionth, None if there is none."""
    return next((n for n, e in enumerate(errors) if abs(e) < 1e-6), None)


# Every figure


@pytest.mark.parametrize("name", FIGURES)
def test_every_position_has_a_caption_that_is_a_sentence(name):
    live = built(name)
    for _, at in some_positions(live, 100):
        text = live.text_at(**at)
        assert re.fullmatch(r"[A-Z][^{}]*\.", text), text
        assert name in ("overflow", "fit") or not re.search("nan|inf", text), text


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_within_budget_and_are_built_without_a_warning(name):
    _, data, _ = sent(built(name))
    assert len(data) <= 400_000


def test_names_are_different_and_of_this_lesson():
    names = [built(name).name for name in FIGURES]
    assert len(set(names)) == len(names) and all(name.startswith("2-") for name in names)


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_asks_first(name):
    assert built(name).question["question"].endswith("?")


def test_every_belief_of_the_lesson_is_met_by_a_question_or_a_mistake():
    asked = {question(built(name))[0] for name in FIGURES}
    mistaken = {
        mistake.misconception
        for exercise in course.values()
        if exercise.id.startswith("2.")
        for mistake in exercise.mistakes
    }
    assert asked | mistaken >= {1, 2, 3, 4, 5, 6, 7, 8, 19}
    assert asked >= {1, 2, 3, 5, 6, 19}


# Search and descent

SEARCH = (
    r"The best w is (\S+)\. The search evaluates 41 costs and answers (\S+), (.+); descent from "
    r"w = 1 evaluates (\d+) slopes and answers (\S+), less than 0\.000001 off\."
)


def class_with(best):
    """(w that the search finds, the walk of descent) where the scores are best * hours."""

    def cost(w):
        return sum((w * x - best * x) ** 2 for x in X) / 3

    found = min((i / 10 for i in range(41)), key=cost)
    slope = lambda w: sum(2 * (w * x - best * x) * x for x in X) / 3  # noqa: E731
    return found, walk(slope, 1.0, 0.05, 40)


def test_search_and_descent_answer_as_the_caption_says():
    live = built("search")
    for _, at in positions(live):
        best = at["best"]
        found, visited = class_with(best)
        shown, answer, off, steps, end = said(live, SEARCH, best=best)
        assert float(shown) == pytest.approx(best)
        assert float(answer) == pytest.approx(found)
        if abs(found - best) < 1e-9:
            assert off == "which lies on its grid"
        else:
            assert off == f"{abs(found - best):.2f} off"
        assert int(steps) == arrived([w - best for w in visited])
        assert float(end) == pytest.approx(visited[int(steps)], abs=6e-7)


def test_both_methods_look_where_it_is_drawn():
    live = built("search")
    axes = live._figure.axes[0]
    for _, at in positions(live):
        best = at["best"]
        _, visited = class_with(best)
        places = [in_data(live, axes, p) for p in live.shapes_at(**at)[2][0]["points"]]
        for (w, height), own in zip(places, visited, strict=False):
            cost = sum((own * x - best * x) ** 2 for x in X) / 3
            assert abs(w - own) < 0.01 and abs(height - cost) < 0.05
        assert not live.shapes_at(**at)[2][0]["marks"]


def test_the_distances_of_both_methods_are_drawn():
    live = built("search")
    axes = live._figure.axes[1]
    for best in (1.9, 2.03, 2.07):
        _, visited = class_with(best)
        search, descent = (live.shapes_at(best=best)[k][0]["points"] for k in (3, 4))
        for n, point in enumerate(descent[:35]):
            x, y = in_data(live, axes, point)
            assert (x, y) == (pytest.approx(n, abs=0.1), pytest.approx(abs(visited[n] - best), 0.1))
        for n, point in enumerate(search[::2], 1):
            x, y = in_data(live, axes, point)
            nearest = min(abs(i / 10 - best) for i in range(n))
            if nearest > 1e-9:
                assert (x, y) == (pytest.approx(n, abs=0.1), pytest.approx(nearest, rel=0.1))
        assert [x for x, _ in search[1::2]] == [x for x, _ in search[2::2]], "upright at a new best"
        assert [y for _, y in search[1::2]] == [y for _, y in search[:-1:2]], "level before it"


def test_belief_6_gradient_descent_does_not_try_all_w():
    live = built("search")
    _, _, _, steps, _ = said(live, SEARCH, best=2.03)
    assert int(steps) == 23 < 41
    assert question(live) == (6, "23, one more")
    assert int(said(live, SEARCH, best=2.0)[3]) == 22
    assert "evaluates 22 slopes" in live.text, "at first, the class that the question compares with"


def test_belief_7_search_and_descent_differ_by_the_grid_alone():
    live = built("search")
    _, answer, off, _, end = said(live, SEARCH, best=2.0)
    assert (answer, off) == ("2.0", "which lies on its grid")
    assert float(end) == pytest.approx(2, abs=1.1e-6)
    _, answer, off, _, end = said(live, SEARCH, best=2.03)
    assert (answer, off) == ("2.0", "0.03 off")
    values = round(4 / (2 * 0.000001))  # no w is farther than half a gap from one of them
    assert values == 2_000_000 and "needs two million values" in live.question["question"]
    assert float(end) == pytest.approx(2.03, abs=1.1e-6)
    agree = [
        best for best in live._controls["best"].values
        if round(float(said(live, SEARCH, best=best)[4]), 4) == class_with(best)[0]
    ]  # fmt: skip
    assert agree == pytest.approx([1.9, 2.0, 2.1])
    for _, at in positions(live):
        assert abs(float(said(live, SEARCH, **at)[1]) - at["best"]) <= 0.05 + 1e-9


# The learning rate

RATE = (
    r"From w = (\S+) at learning rate (\S+) on the (mean|sum) each step multiplies the error by "
    r"(\S+): w (.+)\. The first three moves are (\S+), (\S+) and (\S+) long\. (.+?), and after "
    r"100 epochs w is (\S+)\."
)


@cache
def on_the_cost(lr, cost, steps=2000, start=1.0):
    """w from the start on the cost of the three students."""
    many = {"mean": 3, "sum": 1}[cost]
    return walk(lambda w: sum(2 * (w * x - y) * x for x, y in zip(X, Y, strict=True)) / many,
                start, lr, steps)  # fmt: skip


def from_some_starts(live):
    """The positions of a figure, from three of its starts: both ends, and where it begins."""
    starts = live._controls["start"]
    some = {starts.values[0], starts.start, starts.values[-1]}
    return [at for _, at in positions(live) if at["start"] in some]


@pytest.mark.slow
def test_the_caption_says_factor_regime_moves_steps_and_end():
    live, seen = built("rate"), set()
    for at in from_some_starts(live):
        start, shown, cost, factor, phrase, *moves, steps, end = said(live, RATE, **at)
        assert float(start) == at["start"]
        visited = on_the_cost(at["lr"], cost, 100 if at["lr"] > 0.3 else 1700, at["start"])
        errors = [w - 2 for w in visited]
        assert float(shown) == pytest.approx(at["lr"], rel=1e-3) and cost == at["cost"]
        assert number(factor) == pytest.approx(errors[1] / errors[0], rel=5e-3, abs=1e-9)
        assert phrase == regime(live, **at) == kind(errors)
        for move, before, after in zip(moves, visited, visited[1:], strict=False):
            assert number(move) == pytest.approx(abs(after - before), abs=6e-4)
        if "diverges" in phrase or "for ever" in phrase:
            assert steps == "No number of steps brings it within 0.000001 of 2"
        else:
            needed = arrived(errors)
            assert steps == f"It is within 0.000001 of 2 from step {needed} on"
        assert number(end) == pytest.approx(visited[100], rel=1e-3)
        seen.add(phrase)
    assert len(seen) == 5


def check_walk(live, axes, at, places, shapes):
    """A walk through these places, parabola first: it stays in the picture, however it grows."""
    (curve,), (arrows,), (dots,), (square,), (factor,) = shapes
    at_limits(live, axes, at)
    bottom = axes.get_xlim()[0] / 2 + axes.get_xlim()[1] / 2
    errors = [w - bottom for w, _ in places]
    far = next((n for n, e in enumerate(errors) if abs(e) > FAR * abs(errors[0])), 10)
    wide, tall = np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())
    tolerance = np.array([wide, tall]) / 500
    for n, place in enumerate(places[:11]):
        if n > far:
            assert math.isnan(dots["points"][n][0])
            continue
        seen = in_data(live, axes, dots["points"][n])
        assert (np.abs(seen - place) < tolerance).all()
        if 0 < n <= ARROWS and not math.isnan(arrows["points"][n - 1][0]):
            ends = [in_data(live, axes, arrows["points"][n - 1][k : k + 2]) for k in (0, 2)]
            assert (np.abs(np.subtract(ends, places[n - 1 : n + 1])) < tolerance).all()
        elif 0 < n <= ARROWS:
            assert np.hypot(*(np.subtract(place, places[n - 1]) / (wide, tall))) < 0.04
    start = in_data(live, axes, square["points"][0])
    assert (np.abs(start - places[0]) < tolerance).all()
    slope = places[0][1] / errors[0] ** 2
    for point in curve["points"]:
        w, height = in_data(live, axes, point)
        assert abs(height - slope * (w - bottom) ** 2) < 0.02 * tall
    assert not any(shape["marks"] for shape in (arrows, dots, square, factor))
    assert number(factor["text"].removeprefix("× ")) == pytest.approx(
        errors[1] / errors[0], rel=5e-3, abs=1e-9
    )
    if abs(errors[1]) > abs(errors[0]) * 1.001:  # it diverges, and the picture is full of it
        across, up = np.ptp([p for p in dots["points"] if not math.isnan(p[0])], axis=0)
        left, top, right, bottom = live._spec["panels"][live._figure.axes.index(axes)]["box"]
        assert across > (right - left) / 3 or up > (bottom - top) / 3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["rate", "curvature"])
def test_the_factor_stands_clear_of_curve_arrows_and_start(name):
    live = built(name)
    left, top, right, bottom = live._spec["panels"][0]["box"]
    every = list(positions(live))
    for _, at in thinned(every, every[::7]):
        (curve,), (arrows,), _, (square,), (factor,) = live.shapes_at(**at)[:5]
        [(first, below)] = factor["points"]
        # As large as it is in the lowest panel that any layout has.
        last = first + (right - left) / 37 * len(factor["text"])
        above = below - 0.07 * (bottom - top)
        assert left < first and last < right and above > top, at
        lines = [(*a, *b) for a, b in pairwise(curve["points"])] + arrows["points"]
        for x0, y0, x1, y1 in lines:
            x, y = np.linspace(x0, x1, 30), np.linspace(y0, y1, 30)
            assert not ((first < x) & (x < last) & (above < y) & (y < below)).any(), at
        [(x, y)] = square["points"]
        assert not (first - 5 < x < last + 5 and above - 5 < y < below + 5), at


def check_errors(live, axes, at, errors, shapes):
    """Their size on a log axis that goes out with them, epoch by epoch."""
    (line,), (dots,) = shapes
    at_limits(live, axes, at)
    low, high = axes.get_ylim()
    assert low == pytest.approx(1e-8) and high >= max(map(abs, errors))
    near = math.log10(high / low) / 200
    (x0, y0), (x1, y1) = (in_data(live, axes, point) for point in line["points"])
    assert (x0, y0) == (pytest.approx(0, abs=0.2), pytest.approx(abs(errors[0]), rel=10**near - 1))
    rise = (math.log10(y1) - math.log10(y0)) / (x1 - x0)
    for n, error in enumerate(errors):
        if n and abs(error) > max(low, 1e-12):  # what is smaller is rounding
            assert math.log10(y0) + rise * n == pytest.approx(math.log10(abs(error)), abs=2 * near)
    every = (len(errors) - 1) // (len(dots["points"]) - 1)
    for error, point in zip(errors[::every], dots["points"], strict=True):
        seen = not math.isnan(point[1])
        if abs(error) > 1.1 * low or seen:
            height = math.log10(in_data(live, axes, point)[1])
            assert height == pytest.approx(math.log10(abs(error)), abs=near)
    assert not dots["marks"]


@pytest.mark.slow
def test_what_is_drawn_follows_the_walk_wherever_it_goes():
    live = built("rate")
    bowl, course = live._figure.axes
    for at in from_some_starts(live):
        visited = on_the_cost(at["lr"], at["cost"], 100, at["start"])
        shapes = live.shapes_at(**at)
        curve = sum(x * x for x in X) / (3 if at["cost"] == "mean" else 1)
        places = [(w, curve * (w - 2) ** 2) for w in visited]
        check_walk(live, bowl, at, places, shapes[:5])
        check_errors(live, course, at, [w - 2 for w in visited], shapes[5:])


def steps_at(lr, cost="mean"):
    found = re.search(r"from step (\d+) on", built("rate").text_at(lr=lr, cost=cost))
    return found and int(found[1])


def test_belief_1_a_larger_learning_rate_is_not_always_faster():
    for lr, steps in ((0.05, 22), (0.107, 3), (0.2, 97), (3 / 14, None)):
        assert steps_at(lr) == steps == arrived([w - 2 for w in on_the_cost(lr, "mean")])
    assert steps_at(3 / 28) == 1
    assert question(built("rate")) == (1, "About 97, four times as many")


def test_belief_2_overshooting_is_not_diverging():
    live = built("rate")
    for lr in (0.15, 0.2):
        assert regime(live, lr=lr, cost="mean") == "changes sides and converges"
        errors = [w - 2 for w in on_the_cost(lr, "mean", 100)]
        assert kind(errors) == "changes sides and converges" and abs(errors[-1]) < 1e-5
    live = built("curvature")
    assert regime(live, lr=1.5, a=1.0) == "changes sides and converges"
    assert question(live) == (2, "Yes: 1.5")


def test_belief_4_more_epochs_do_not_mend_every_learning_rate():
    live = built("rate")
    for lr, phrase in ((3 / 14, "swings for ever"), (0.22, "changes sides and diverges")):
        assert regime(live, lr=lr, cost="mean") == phrase
        errors = [w - 2 for w in on_the_cost(lr, "mean", 1000)]
        assert min(map(abs, errors)) > 0.999
        assert "No number of steps" in live.text_at(lr=lr, cost="mean")


def test_belief_5_the_steps_shrink_at_a_constant_learning_rate():
    _, _, _, _, _, *moves, _, _ = said(built("rate"), RATE, lr=0.05, cost="mean")
    visited = on_the_cost(0.05, "mean", 3)
    assert [float(m) for m in moves] == [
        pytest.approx(b - a, abs=6e-4) for a, b in zip(visited, visited[1:], strict=False)
    ]
    assert moves == ["0.467", "0.249", "0.133"]


def test_belief_8_on_the_sum_every_threshold_is_three_times_smaller():
    live = built("rate")
    for threshold in (3 / 28, 0.2, 3 / 14, 0.22):
        mean = regime(live, lr=threshold, cost="mean")
        assert regime(live, lr=threshold / 3, cost="sum") == mean
        assert kind([w - 2 for w in on_the_cost(threshold / 3, "sum", 20)]) == mean
    assert regime(live, lr=0.1, cost="mean") == "comes closer from one side"
    assert regime(live, lr=0.1, cost="sum") == "changes sides and diverges"


# Any parabola

CURVATURE = (
    r"From w = (\S+) at learning rate (\S+) and curvature (\S+) each step multiplies w by "
    r"1 − \2 · \3 = (\S+): it (.+)\. Steps until \|w\| < 0\.000001: predicted (\S+), "
    r"observed (\S+)\. From another start the factor is the same\."
)


def test_the_factor_the_regime_and_the_number_of_steps_are_right_for_every_curve():
    live, seen = built("curvature"), set()
    for at in from_some_starts(live):
        start, lr, a, factor, phrase, predicted, observed = said(live, CURVATURE, **at)
        assert (number(start), float(lr), float(a)) == (at["start"], at["lr"], at["a"])
        steps = 60 if at["lr"] > 0.5 else 3100
        visited = walk(lambda x, a=at["a"]: a * x, at["start"], at["lr"], steps)
        assert number(factor) == pytest.approx(visited[1] / at["start"], abs=1e-9, rel=1e-3)
        assert phrase == regime(live, **at) == kind(visited)
        assert predicted == observed
        if "diverges" in phrase or "for ever" in phrase:
            assert observed == "never"
        elif arrived(visited):
            assert int(observed) == arrived(visited)
        else:
            assert int(observed) > 60
        seen.add((phrase, at["a"]))
    assert len(seen) == 5 * 4, "every regime is there for every curve"


def test_another_start_changes_the_error_and_not_the_factor():
    for start in (-7.0, 0.5, 100.0):
        visited = walk(lambda x: 2 * x, start, 0.3, 5)
        assert all(b / a == pytest.approx(0.4) for a, b in zip(visited, visited[1:], strict=False))
    for name in ("rate", "curvature"):
        live = built(name)
        place = {"start": live._controls["start"].values[11]}
        square = next(a for a in live._spec["artists"] if a["style"].get("symbol") == "s")
        assert square["drag"] == [list(live._controls).index("start")]
        there = live.text_at(**place).partition("multiplies")[2].partition(":")[0]
        assert there and there in live.text, "the factor hangs on the start"
        steps = re.compile(r"observed \d+|from step \d+")
        assert steps.findall(live.text_at(**place)) != steps.findall(live.text)


@pytest.mark.slow
def test_the_steps_are_drawn_on_the_parabola():
    live = built("curvature")
    bowl, error = live._figure.axes
    for at in from_some_starts(live):
        visited = walk(lambda w, a=at["a"]: a * w, at["start"], at["lr"], 30)
        places = [(w, at["a"] / 2 * w * w) for w in visited]
        shapes = live.shapes_at(**at)
        check_walk(live, bowl, at, places, shapes[:5])
        check_errors(live, error, at, visited, shapes[5:])


# Too large a number


@cache
def explosion(name):
    """(w, cost) after every step at learning rate 1, one number after the other."""
    number = np.dtype(name).type
    xs, ys, three = [number(x) for x in X], [number(y) for y in Y], number(3)
    w, run = number(1), []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(341):
            losses = [(w * x - y) * (w * x - y) for x, y in zip(xs, ys, strict=True)]
            run.append((w, (losses[0] + losses[1] + losses[2]) / three))
            slopes = [number(2) * (w * x - y) * x for x, y in zip(xs, ys, strict=True)]
            w = w - (slopes[0] + slopes[1] + slopes[2]) / three
    return run


STATE = r"(w = \S+ and the cost is \S+|w and the cost are inf|w and the cost are nan)"
OVERFLOW = (
    rf"After step (\d+): in float32 {STATE}, in float64 {STATE}(; the left .+ 45)?\."
    r"( A line ends .+)?"
)


def holds(phrase, w, cost):
    """Whether a phrase says what has become of w and its cost."""
    if phrase.endswith("are nan"):
        return np.isnan(w) and np.isnan(cost)
    if phrase.endswith("are inf"):
        return np.isinf(w) and np.isinf(cost)
    shown = re.fullmatch(r"w = (\S+) and the cost is (\S+)", phrase).groups()
    right = math.isclose(number(shown[0]), w, rel_tol=0.01)
    return right and (
        np.isinf(cost) if shown[1] == "inf" else math.isclose(number(shown[1]), cost, rel_tol=0.01)
    )


def test_the_caption_says_when_the_numbers_run_out():
    live = built("overflow")
    for _, at in positions(live):
        step, single, double, beyond, cross = said(live, OVERFLOW, **at)
        assert int(step) == at["step"]
        assert holds(single, *explosion("float32")[at["step"]]), single
        assert holds(double, *explosion("float64")[at["step"]]), double
        assert bool(beyond) == (at["step"] > 45)
        marks = [mark[0] for many in live.shapes_at(**at) for mark in many[0]["marks"]]
        assert bool(cross) == ("end" in marks)


def test_the_lines_grow_with_the_steps_and_end_where_the_numbers_run_out():
    live = built("overflow")
    for (_, at), (panel, name), (k, which) in product(
        positions(live),
        enumerate(("float32", "float64")),
        ((0, 0), (2, 1)),  # |w|, then the cost
    ):
        axes = live._figure.axes[panel]
        (line,), (dot,) = live.shapes_at(**at)[4 * panel + k : 4 * panel + k + 2]
        sizes = [abs(run[which]) for run in explosion(name)]
        steps = [step for step in live._controls["step"].values if step <= at["step"]]
        ends = [point for point in line["points"] if not math.isnan(point[1])]
        last = max(step for step in steps if np.isfinite(sizes[step]))
        for step, point in ((0, ends[0]), (last, ends[-1])):
            wanted = (step, math.log10(float(sizes[step])))
            assert np.allclose(in_data(live, axes, point), wanted, atol=0.5)
        assert bool(np.isfinite(sizes[at["step"]])) == (last == at["step"])
        if last < at["step"]:
            assert not np.isfinite(sizes[last + 1]), "the last that is drawn is the last finite one"
            assert math.isnan(dot["points"][0][1])
            assert [mark[0] for mark in line["marks"]] == ["end"]
        elif dot["marks"]:
            assert panel == 0 and at["step"] > 45
        else:
            assert dot["points"][0] == ends[-1] and not line["marks"]


def test_belief_19_nan_comes_from_the_learning_rate_in_numpy_too():
    live = built("overflow")
    moments = {"float32": (21, 42, 43), "float64": (167, 335, 336)}
    for place, (name, (cost, w, nan)) in enumerate(moments.items(), 1):
        run = explosion(name)
        assert [np.isinf(run[n][1]) for n in (cost - 1, cost)] == [False, True]
        assert [np.isinf(run[n][0]) for n in (w - 1, w)] == [False, True]
        assert [np.isnan(run[n][0]) for n in (nan - 1, nan)] == [False, True]
        assert said(live, OVERFLOW, step=cost)[place].endswith("the cost is inf")
        assert said(live, OVERFLOW, step=w)[place] == "w and the cost are inf"
        assert said(live, OVERFLOW, step=nan)[place] == "w and the cost are nan"
    assert not said(live, OVERFLOW, step=20)[1].endswith("inf")
    assert question(live) == (19, "nan as well")


# Three weights

BEST, START = np.array([2.0, 3.0, 4.0]), np.array([1.0, 0.0, -1.0])


@cache
def trainings():
    """The loss of each epoch and the weights after it, for every learning rate, step by step."""
    lrs = np.array(built("fit")._controls["lr"].values)
    x, y = quadratic()
    w = np.tile(START, (len(lrs), 1))
    losses, weights = [], [w]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(1000):
            total = 0
            for first in range(0, 100, 20):
                part = slice(first, first + 20)
                columns = np.stack([x[part] ** 2, x[part], np.ones(20)])
                errors = w @ columns - y[part]
                total = total + np.sum(errors**2, axis=1)
                w = w - lrs[:, None] * 2 * errors @ columns.T / 20
            losses.append(total / 100)
            weights.append(w)
    return lrs.tolist(), np.array(losses), np.array(weights)


def after(lr, epochs):
    """(loss of the last epoch, weights)."""
    lrs, losses, weights = trainings()
    k = lrs.index(lr)
    return losses[epochs - 1, k], weights[epochs, k]


FIT = (
    r"Epochs done: (\d+), at learning rate (\S+)\. "
    r"(?:The weights are \((\S+), (\S+), (\S+)\)\. The worst weight is off by (?:less than )?"
    r"(\S+?)(%| times its value), and the loss is (?:below )?([^\s,;]+?)"
    r"(?:, for it overflows first)?"
    r"(?:; it fell below 0\.00001 after (\d+) epochs)?"
    r"|(The weights have grown beyond all numbers, to inf and nan))\. "
    r"(?:From here the steepest way down of the loss of all points misses the best weights by "
    r"(\d+)°|(From the best weights no way leads down)|(No way leads back))\."
)


def test_the_closed_form_is_the_loop():
    lrs = np.array([0.05, 0.1, 0.7])
    for batch in (20, 30, 100):
        maps, losses = epoch_maps(lrs, batch)
        for k, lr in enumerate(lrs):
            w, seen = train(START, *quadratic(), batch, lr, 12)
            error = np.linalg.matrix_power(maps[k], 12) @ (START - BEST)
            before = np.linalg.matrix_power(maps[k], 11) @ (START - BEST)
            np.testing.assert_allclose(error + BEST, w, rtol=1e-9)
            assert before @ losses[k] @ before == pytest.approx(seen[-1], rel=1e-9)


@pytest.mark.slow
def test_the_caption_says_weights_loss_and_when_training_would_have_stopped():
    live = built("fit")
    seen = set()
    for _, at in positions(live):
        found, text = said(live, FIT, **at), live.text_at(**at)
        loss, w = after(at["lr"], at["epoch"])
        assert (int(found[0]), float(found[1])) == (at["epoch"], at["lr"])
        known = bool(np.isfinite(w).all())
        assert (found[9] is None) == known == (found[12] is None), text
        assert bool(found[11]) == bool(np.abs(w - BEST).max() < 1e-9)
        seen.add((known, bool(np.isfinite(loss))))
        if not known:
            continue
        np.testing.assert_allclose([number(v) for v in found[2:5]], w, rtol=2e-3, atol=1e-3)
        worst = np.max(np.abs(w - BEST) / BEST)
        scale = {"%": 100, " times its value": 1}[found[6]]
        assert number(found[5]) == pytest.approx(scale * worst, rel=0.06, abs=0.01)
        assert ("off by less than" in text) == (worst < 0.0001)
        assert number(found[7]) == pytest.approx(loss, rel=0.006, abs=1e-8)
        assert ("loss is below" in text) == (loss < 1e-8)
        assert ("the loss is inf, for it overflows first" in text) == np.isinf(loss)
        _, losses, _ = trainings()
        below = np.flatnonzero(losses[: at["epoch"], trainings()[0].index(at["lr"])] < 1e-5)
        assert found[8] == (str(below[0] + 1) if below.size else None), text
    assert seen == {(True, True), (True, False), (False, False)}


def test_the_angle_is_between_the_gradient_and_the_way_to_the_minimum():
    live = built("fit")
    for lr in (0.001, 0.1, 0.5):
        for epoch in live._controls["epoch"].values:
            _, w = after(lr, epoch)
            down, way = -partial_derivatives(w, *quadratic()), BEST - w
            cosine = down @ way / np.linalg.norm(down) / np.linalg.norm(way)
            shown = said(live, FIT, lr=lr, epoch=epoch)[10]
            assert int(shown) == pytest.approx(np.degrees(np.arccos(cosine)), abs=0.6)


def test_the_track_says_which_learning_rates_converge():
    live = built("fit")
    lrs, _, weights = trainings()
    for k, lr in enumerate(lrs):
        end = np.abs(weights[1000, k] - BEST).max()
        grows = not np.isfinite(end) or end > np.abs(weights[100, k] - BEST).max()
        assert regime(live, lr=lr, epoch=1) == ("diverges" if grows else "converges")


def test_the_curve_the_loss_and_the_weights_are_drawn_where_they_belong():
    live = built("fit")
    fit, curve, weights = live._figure.axes
    for lr, epoch in ((0.1, 1), (0.1, 889), (0.01, 100), (0.7, 10), (0.8, 32), (1.0, 68)):
        loss, w = after(lr, epoch)
        at = {"lr": lr, "epoch": epoch}
        shapes = live.shapes_at(**at)
        at_limits(live, fit, at)
        near = np.ptp(fit.get_ylim()) / 140
        for point in shapes[0][0]["points"]:
            x, y = in_data(live, fit, point)
            assert y == pytest.approx(w @ [x * x, x, 1], abs=near)
        at_limits(live, curve, at)
        x, y = in_data(live, curve, shapes[4][0]["points"][0])
        assert (x, y) == (pytest.approx(epoch, rel=0.02), pytest.approx(loss, rel=0.8))
        at_limits(live, weights, at)
        near = np.ptp(weights.get_ylim()) / 240
        for i in range(3):
            (line,), (dot,) = shapes[5 + 2 * i], shapes[6 + 2 * i]
            assert in_data(live, weights, dot["points"][0])[1] == pytest.approx(w[i], abs=near)
            known = [point for point in line["points"] if not np.isnan(point).any()]
            shown = [e for e in live._controls["epoch"].values if lr < 0.73 or e <= epoch]
            assert len(known) == len(shown)


def test_every_loss_that_the_computer_can_hold_is_drawn():
    live = built("fit")
    ends = [live._controls["lr"].values[-2:], live._controls["epoch"].values]
    for lr, epoch in itertools.product(*ends):
        point = live.shapes_at(lr=lr, epoch=epoch)[4][0]["points"]
        assert np.isfinite(point).all() == np.isfinite(after(lr, epoch)[0]), (lr, epoch)


@pytest.mark.slow
def test_what_the_computer_cannot_hold_is_said_in_the_picture():
    live = built("fit")
    for _, at in positions(live):
        words = [word["text"] for (word,) in live.shapes_at(**at)[1:3]]
        y_hat = after(at["lr"], at["epoch"])[1]
        lost = not (np.abs(y_hat) < 1e200).all()
        assert words == (["too large for", "the computer"] if lost else ["", ""]), at


def test_belief_3_a_tiny_loss_does_not_mean_exact_weights():
    live = built("fit")
    loss, w = after(0.1, 889)
    assert loss < 1e-5 <= after(0.1, 888)[0]
    found = said(live, FIT, lr=0.1, epoch=889)
    assert found[8] == "889"
    np.testing.assert_allclose(w, [2.036, 2.961, 4.007], atol=0.0005)
    assert found[2:7] == ("2.036", "2.961", "4.007", "1.8", "%")
    assert question(live) == (3, "About 2%")


def test_belief_5_in_a_long_valley_the_gradient_points_past_the_minimum():
    _, w = after(0.1, 889)
    down, way = -partial_derivatives(w, *quadratic()), BEST - w
    cosine = down @ way / np.linalg.norm(down) / np.linalg.norm(way)
    assert np.degrees(np.arccos(cosine)) == pytest.approx(66, abs=0.5)
    assert said(built("fit"), FIT, lr=0.1, epoch=889)[10] == "66"


def test_on_the_floor_of_the_valley_the_gradient_points_along_it():
    off = {}
    for epochs in (10, 500):
        w, _ = train(START, *quadratic(), 100, 0.1, epochs)
        down, way = -partial_derivatives(w, *quadratic()), BEST - w
        cosine = down @ way / np.linalg.norm(down) / np.linalg.norm(way)
        off[epochs] = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    assert off[10] > 60 and off[500] < 0.1


def test_a_weight_that_comes_back_is_drawn_all_the_way():
    live = built("fit")
    _, _, weights = live._figure.axes
    at_limits(live, weights, {"lr": 0.1, "epoch": 1})
    for lr in live._controls["lr"].values:
        if regime(live, lr=lr, epoch=1) == "converges":
            for i in range(3):
                (line,) = live.shapes_at(lr=lr, epoch=1)[5 + 2 * i]
                assert not line["marks"]
                for epoch, point in zip(
                    live._controls["epoch"].values, line["points"], strict=True
                ):
                    y = in_data(live, weights, point)[1]
                    assert y == pytest.approx(after(lr, epoch)[1][i], abs=0.05)


# The valley from above

VALLEY = (
    r"With (raw|centred) hours the steepest way down, an arrow, misses the best by (\d+)°\. At "
    r"learning rate (\S+) a step multiplies the error by (\S+) across the valley, in the steepest "
    r"direction, and by (\S+) along it, in the flattest; the loss of step 40 is (\S+)\."
)
BESTS = {"raw": (0, 2), "centred": (4, 2)}  # b, w


def errors_of(hours, b, w):
    """(hour, error) of each student, of the line b + w * hour."""
    own = [x - 2 if hours == "centred" else x for x in X]
    return [(x, b + w * x - y) for x, y in zip(own, Y, strict=True)]


def land(hours, b, w):
    """The loss there, and its slopes by b and by w."""
    errors = errors_of(hours, b, w)
    slopes = sum(2 * e for _, e in errors) / 3, sum(2 * e * x for x, e in errors) / 3
    return sum(e * e for _, e in errors) / 3, slopes


def on_the_land(hours, lr, steps=40):
    """The places (b, w) of a walk from b = 3, w = 0."""
    visited = [(3.0, 0.0)]
    for _ in range(steps):
        _, slopes = land(hours, *visited[-1])
        visited.append(tuple(np.subtract(visited[-1], np.multiply(lr, slopes))))
    return visited


@cache
def main_directions(hours):
    """(curvature, direction) of the flattest and of the steepest, from how much the slopes grow
    where b alone and w alone are 1 more than best."""
    b, w = BESTS[hours]
    curves, ways = np.linalg.eigh([land(hours, b + 1, w)[1], land(hours, b, w + 1)[1]])
    return list(zip(curves, ways.T, strict=True))


def test_the_two_lands_have_the_curvatures_of_the_text():
    (flat, along), (steep, across) = main_directions("raw")
    assert (flat, steep) == (pytest.approx(0.2404, abs=1e-4), pytest.approx(11.093, abs=1e-3))
    assert steep / flat == pytest.approx(46, abs=0.2) and 2 / steep == pytest.approx(0.180, 0.002)
    assert along @ across == pytest.approx(0, abs=1e-4)
    (flat, _), (steep, _) = main_directions("centred")
    assert (flat, steep) == (pytest.approx(4 / 3), pytest.approx(2))
    for hours, best in BESTS.items():
        assert land(hours, *best) == (0, (0, 0))


def test_the_caption_says_angle_factors_and_loss():
    live = built("valley")
    for _, at in positions(live):
        hours, off, lr, steep, flat, loss = said(live, VALLEY, **at)
        assert hours == at["hours"] and number(lr) == pytest.approx(at["lr"], rel=3e-3)
        visited = on_the_land(hours, at["lr"])
        _, slopes = land(hours, *visited[0])
        way = np.subtract(BESTS[hours], visited[0])
        cosine = -way @ slopes / np.linalg.norm(way) / np.linalg.norm(slopes)
        assert int(off) == pytest.approx(np.degrees(np.arccos(cosine)), abs=0.6)
        for shown, (_, way) in zip((flat, steep), main_directions(hours), strict=True):
            before, after = (np.subtract(place, BESTS[hours]) @ way for place in visited[:2])
            assert number(shown) == pytest.approx(after / before, rel=0.01, abs=3e-4)
        assert number(loss) == pytest.approx(land(hours, *visited[40])[0], rel=0.01, abs=1e-12)


def test_the_track_says_where_the_walk_on_the_land_has_come():
    live, seen = built("valley"), set()
    for _, at in positions(live):
        visited = on_the_land(at["hours"], at["lr"])
        way = main_directions(at["hours"])[1][1]
        across = [np.subtract(place, BESTS[at["hours"]]) @ way for place in visited]
        phrase = regime(live, **at)
        seen.add((at["hours"], phrase))
        assert (phrase == "changes sides and diverges") == (abs(across[40]) > 1.1 * abs(across[0]))
        if phrase == "swings for ever":
            assert abs(across[40]) == pytest.approx(abs(across[0]), rel=1e-2)
        elif "diverges" not in phrase:
            assert phrase == (
                "arrives" if land(at["hours"], *visited[40])[0] < 0.01 else "not there yet"
            )
    assert ("raw", "arrives") not in seen and len(seen) == 7


@pytest.mark.slow
def test_the_walk_is_drawn_on_the_land_and_its_axes_go_out_with_it():
    live = built("valley")
    axes, course = live._figure.axes
    for _, at in positions(live):
        visited = on_the_land(at["hours"], at["lr"])
        shapes = [shape for (shape,) in live.shapes_at(**at)]
        steps, dots, square, first, steep, flat, *factors = shapes[-8:]
        caption = said(live, VALLEY, **at)
        assert [factor["text"] for factor in factors] == [f"× {times}" for times in caption[3:5]]
        at_limits(live, axes, at)
        near = np.array([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())]) / 400
        known = [point for point in dots["points"] if not math.isnan(point[0])]
        assert len(known) == 41 or (len(known) > 2 and "diverges" in regime(live, **at))
        for point, place in zip(known, visited, strict=False):
            assert (np.abs(in_data(live, axes, point) - place) < near).all()
        for piece, begin, end in zip(steps["points"], visited, visited[1:], strict=False):
            if not math.isnan(piece[0]):
                for point, place in ((piece[:2], begin), (piece[2:], end)):
                    assert (np.abs(in_data(live, axes, point) - place) < near).all()
        assert sum(not math.isnan(piece[0]) for piece in steps["points"]) == len(known) - 1
        assert (np.abs(in_data(live, axes, square["points"][0]) - (3, 0)) < near).all()
        assert first["points"][0] == known[1]
        at_limits(live, course, at)
        for line, (_, way) in zip((flat, steep), main_directions(at["hours"]), strict=True):
            for n in (0, 1, 5, 40):
                error = np.subtract(visited[n], BESTS[at["hours"]])
                distance = abs(error @ way)
                x, y = in_data(live, course, line["points"][n])
                if distance > max(1e-3, 1e-10 * abs(error).max()):  # else it is rounding
                    assert (x, y) == (pytest.approx(n, abs=0.2), pytest.approx(distance, rel=0.2))
        assert not any(shape["marks"] for shape in shapes[:-4]), "the land stays in the picture"


def test_no_line_runs_through_what_stands_beside_it():
    live = built("valley")
    for _, at in positions(live):
        *_, steep, flat, across, along = [shape for (shape,) in live.shapes_at(**at)]
        for word in (across, along):
            [[left, below]] = word["points"]
            for line in (steep, flat):
                points = np.array(line["points"])
                x = np.linspace(left, left + 5.5 * len(word["text"]))
                y = np.interp(x, *points[~np.isnan(points[:, 0])].T)
                inside = (y > below - 7) & (y < below - 2)  # of its letters
                assert inside.mean() < 0.2, (at, word["text"])
                for _, mark, down in line["marks"]:
                    beside = mark < left - 4 or mark > x[-1] + 4
                    assert beside or abs(down - below + 5) > 14, (at, word["text"])


@pytest.mark.slow
def test_rings_join_places_of_equal_loss_and_are_seen_from_however_far():
    live = built("valley")
    axes = live._figure.axes[0]
    sizes = [0.5, 1, 1.5, 2, 2.5, 3, 6, 12, 24, 48, 96, 192]
    between = np.linspace(0, 1, 9)[:, None]
    for _, at in positions(live):
        at_limits(live, axes, at)
        low, high = np.array([axes.get_xlim(), axes.get_ylim()]).T
        wide, seen = (high - low)[0], 0
        for size, (ring,) in zip(sizes, live.shapes_at(**at)[:12], strict=True):
            places = np.array([in_data(live, axes, point) for point in ring["points"]])
            # Also what joins two of its points far outside, where coordinates are cut off.
            moves = np.diff(places, axis=0)
            way = (places[:-1, None] + between * moves[:, None]).reshape(-1, 2)
            inside = way[((way > low) & (way < high)).all(axis=1)]
            seen += len(inside) > 0 and np.ptp(inside[:, 0]) > wide / 4
            for place in inside:
                cost, slopes = land(at["hours"], *place)
                near = 0.01 * size**2 + wide / 400 * np.hypot(*slopes)
                assert cost == pytest.approx(size**2, abs=near)
        assert seen >= 2, at


def test_the_arrow_points_steepest_down_and_the_dashes_to_the_best():
    live = built("valley")
    axes = live._figure.axes[0]
    for hours, best in BESTS.items():
        at = {"hours": hours, "lr": 0.1}
        at_limits(live, axes, at)
        (plus,), _, (sight,), (arrow,), (angle,) = live.shapes_at(**at)[12:17]
        assert np.allclose(in_data(live, axes, plus["points"][0]), best, atol=0.02)
        assert np.allclose(in_data(live, axes, sight["points"][0][2:]), best, atol=0.02)
        tail, head = (in_data(live, axes, arrow["points"][0][k : k + 2]) for k in (0, 2))
        _, slopes = land(hours, 3.0, 0.0)
        down, drawn = -np.array(slopes), head - tail
        assert drawn @ down == pytest.approx(np.linalg.norm(down) * np.linalg.norm(drawn), rel=1e-3)
        assert angle["text"] == said(live, VALLEY, **at)[1] + "°"


def test_belief_5_downhill_is_not_the_way_to_the_best():
    live = built("valley")
    cost, (by_b, by_w) = land("raw", 3.0, 0.0)
    assert (cost, by_b, by_w) == (pytest.approx(11 / 3), pytest.approx(-2), pytest.approx(-20 / 3))
    assert BESTS["raw"][0] < 3 < 3 - 0.1 * by_b, "b must fall, and rises"
    assert question(live) == (5, "It raises b, away from 0")
    assert said(live, VALLEY, hours="raw", lr=0.1)[1] == "73"
    assert said(live, VALLEY, hours="centred", lr=0.1)[1] == "10"
    assert said(live, VALLEY, hours="raw", lr=0.17)[5] == "0.054", "it goes from side to side"
    assert number(said(live, VALLEY, hours="centred", lr=0.6)[5]) < 1e-9


# Two valleys

WELL = (
    r"From w = (\S+) at learning rate 0\.05 descent goes into the (left|right) valley; after (\d+) "
    r"steps it is within 0\.001 of its bottom at w = (\S+), where f is (\S+?)"
    r"(, the lowest there is|; the left valley is deeper)\."
)


def f(w):
    return w**4 - 2 * w**2 + 0.3 * w


# Where the hill between the two valleys is highest.
TOP = sorted(np.roots([4, 0, -4, 0.3]), key=abs)[0]


def test_at_a_larger_rate_the_first_step_leaps_over_the_hill():
    visited = walk(lambda w: 4 * w**3 - 4 * w + 0.3, 1.8, 0.12, 300)
    assert visited[1] < TOP and visited[-1] < 0


def test_the_start_decides_in_which_valley_it_ends():
    live, ends = built("well"), set()
    grid = np.linspace(-2, 2, 400_001)
    bottoms = {"left": grid[grid < 0], "right": grid[grid > 0.5]}
    bottoms = {side: part[np.argmin(f(part))] for side, part in bottoms.items()}
    for _, at in positions(live):
        start, side, steps, bottom, height, deeper = said(live, WELL, **at)
        visited = walk(lambda w: 4 * w**3 - 4 * w + 0.3, at["start"], 0.05, 300)
        assert number(start) == at["start"]
        assert side == ("left" if visited[-1] < 0 else "right")
        assert len({w < TOP for w in visited}) == 1, "no step leaps over the hill"
        assert visited[-1] == pytest.approx(bottoms[side], abs=1e-4)
        near = next(n for n, x in enumerate(visited) if abs(x - bottoms[side]) < 0.001)
        assert abs(int(steps) - near) <= 1
        assert number(bottom) == pytest.approx(bottoms[side], abs=6e-3)
        assert number(height) == pytest.approx(f(bottoms[side]), abs=6e-3)
        assert ("lowest" in deeper) == (f(bottoms[side]) == min(map(f, bottoms.values())))
        ends.add(side)
    assert ends == {"left", "right"}
    assert said(live, WELL, start=1.8)[1] == "right"
    assert "at learning rate 0.05" in live.question["question"]
    assert " 1.8," in live.question["question"]
    assert "into the left valley" in live.text, "the first position does not tell"
    assert question(live) == (None, "In the right valley")


def test_the_steps_are_drawn_on_the_curve_and_beside_it():
    live = built("well")
    wells, course = live._figure.axes
    for _, at in positions(live):
        visited = walk(lambda w: 4 * w**3 - 4 * w + 0.3, at["start"], 0.05, 60)
        *steps, (end,), (line,), (dots,) = live.shapes_at(**at)
        check_steps_on_the_curve(live, wells, [(w, f(w)) for w in visited], steps)
        last = in_data(live, wells, end["points"][0])
        assert np.allclose(last, (visited[-1], f(visited[-1])), atol=0.02)
        assert line["points"] == dots["points"]
        for n, point in enumerate(line["points"]):
            assert np.allclose(in_data(live, course, point), (n, visited[n]), atol=0.1)
        assert not any(shape["marks"] for shape in (end, line, dots))


def test_the_slope_of_the_two_valleys_is_that_of_the_curve():
    for x in np.linspace(-1.8, 1.8, 13):
        assert 4 * x**3 - 4 * x + 0.3 == pytest.approx((f(x + 1e-5) - f(x - 1e-5)) / 2e-5, abs=1e-6)


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("2")
