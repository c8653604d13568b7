"""Lesson 1's figures and the start page's: what they say and draw is true at every position.

Everything is computed afresh here, from the data, in exact fractions where the data are.
"""

import re
from fractions import Fraction
from functools import cache

import numpy as np
import pytest

from course_utils.data import study_scores, study_scores_with_bias
from lessons.lesson0.figures import hello
from lessons.lesson1.figures import one_weight, weight_and_bias
from tests.lessons.built import built, check_as_reviewed
from tests.livefigure.live_examples import (
    close,
    from_browser,
    groups,
    in_data,
    positions,
    right_option,
    sent,
)


def exact(values):
    """Numbers as the fractions they stand for: 0.30000000000000004 is 3/10."""
    return [Fraction(value).limit_denominator(1000) for value in values]


def rounds_to(text, true):
    """Whether a written number is the true one, rounded to the digits written."""
    digits = len(text.partition(".")[2])
    return abs(Fraction(text) - true) <= Fraction(1, 2 * 10**digits) + Fraction(1, 10**12)


FIGURES = {"one_weight": one_weight, "weight_and_bias": weight_and_bias, "hello": hello}


@pytest.fixture(scope="module", params=FIGURES)
def any_figure(request):
    return FIGURES[request.param]()  # not the shared one: it is moved


@pytest.mark.slow
def test_every_position_is_driven_from_python_and_from_the_browser(any_figure):
    live, said = any_figure, set()
    for place, at in positions(live):
        from_browser(live, *place)
        assert {key: getattr(live, key) for key in at} == at
        said.add(live.text)
        assert live.text == live.text_at(**at)
        for key, value in at.items():
            setattr(live, key, value)
        assert tuple(live._position) == place
    assert len(said) == len(list(positions(live)))


def test_every_caption_is_one_plain_sentence(any_figure):
    for _, at in positions(any_figure):
        text = any_figure.text_at(**at)
        assert re.fullmatch(r"With [^{}]*[^.{}]\.", text) and "nan" not in text


def test_figures_are_within_budget(any_figure):
    _, data, _ = sent(any_figure)
    assert len(data) <= 400_000


def test_names_are_different():
    names = [build().name for build in FIGURES.values()]
    assert all(names) and len(set(names)) == len(names)


# One weight


def one():
    """The figure as it goes to the browser, with nothing measured."""
    live = built(one_weight)
    live._measured = []
    return live


X, Y = exact(study_scores()[0]), exact(study_scores()[1])
WS = [Fraction(i, 10) for i in range(41)]
AT_W = list(enumerate(WS))


def errors(w):
    return [w * x - y for x, y in zip(X, Y, strict=True)]


def cost(w):
    return sum(e * e for e in errors(w)) / len(X)


def test_the_weights_are_the_lessons_41():
    assert exact(one()._controls["w"].values) == WS


PHRASES = {
    "runs below all three points": lambda w: all(e < 0 for e in errors(w)),
    "runs above all three points": lambda w: all(e > 0 for e in errors(w)),
    "goes through all three points": lambda w: all(e == 0 for e in errors(w)),
}


def test_the_caption_says_how_the_line_runs_and_what_it_predicts():
    live, seen = one(), set()
    top = live._figure.axes[0].get_ylim()[1]
    form = re.compile(
        r"With w = (\S+) the line (.+) and predicts (\S+) points for 4 hours"
        r"(, above the picture)?\."
    )
    for i, w in AT_W:
        from_browser(live, i)
        shown, phrase, score, above = form.fullmatch(live.text).groups()
        assert Fraction(shown) == w
        assert PHRASES[phrase](w), live.text
        assert rounds_to(score, 4 * w), live.text
        assert bool(above) == (4 * w > top), live.text
        seen.add(phrase)
    assert seen == set(PHRASES)


def test_a_measured_caption_says_the_area_of_the_squares_and_the_cost():
    form = re.compile(
        r".*(?: a total area of (\S+)| shrunk to nothing); the cost, their mean, is (\S+)\."
    )
    live = one()
    for i, w in AT_W:
        from_browser(live, i)
        live._measured = [i]
        total, mean = form.fullmatch(live.text).groups()
        assert cost(w) == Fraction(14, 3) * (w - 2) ** 2
        assert rounds_to(mean, cost(w)), live.text
        assert rounds_to(total, 14 * (w - 2) ** 2) if total else w == 2, live.text
        live._measured = [(i + 1) % 41]
        assert "cost" not in live.text


def test_the_line_its_prediction_and_its_squares_are_drawn_where_they_belong():
    live = one()
    fit = live._figure.axes[0]
    for i, w in AT_W:
        from_browser(live, i)
        (squares,), (line,), (forecast,) = live.shapes_at()[:3]
        ends = [in_data(live, fit, point) for point in line["points"]]
        assert close(ends, [(0, 0), (6.5, 6.5 * float(w))], 0.03)
        assert close(in_data(live, fit, forecast["points"][0]), (4, 4 * float(w)), 0.03)
        assert not squares["marks"]
        for (x0, y0, x1, y1), x, y in zip(squares["points"], X, Y, strict=True):
            # Square on the page, one corner on the point, the opposite one level with the line.
            assert abs(abs(x1 - x0) - abs(y1 - y0)) <= 1 / 16
            assert close(in_data(live, fit, (x0, y0)), (x, y), 0.03)
            assert abs(in_data(live, fit, (x1, y1))[1] - float(w * x)) <= 0.03
        assert {mark[0] for mark in line["marks"]} <= {"up"}
        assert bool(line["marks"]) == (6.5 * w > 13)
        assert bool(forecast["marks"]) == (4 * w > 13)


def test_the_cost_is_drawn_only_where_it_was_measured():
    live = one()
    bowl = live._figure.axes[1]
    from_browser(live, 5)
    assert live.shapes_at()[3] == []
    live._measured = [40, 0, 20]
    points = [in_data(live, bowl, p) for shape in live.shapes_at()[3] for p in shape["points"]]
    assert close(points, [(w, cost(w)) for w in (4, 0, 2)], 0.03)
    live._measured = list(range(41))
    assert all(not shape["marks"] for shape in live.shapes_at()[3])


def test_the_hidden_curve_is_drawn_when_the_last_probe_is_spent():
    live = one()
    bowl = live._figure.axes[1]
    live._measured = [3, 10, 28, 38]
    assert live.shapes_at()[4] == []
    live._measured = [3, 10, 28, 38, 15]
    (curve,) = live.shapes_at()[4]
    points = [in_data(live, bowl, p) for p in curve["points"]]
    assert close(points, [(w, cost(w)) for w in WS], 0.03)
    live._measured = [20]
    assert len(live.shapes_at()[4]) == 1, "found at once"


def test_the_goal_is_the_lowest_cost():
    live = one()
    assert WS[live._measure["goal"]] == min(WS, key=cost) == 2
    assert live._measure["probes"] == 5


def test_the_cost_falls_then_rises():
    costs = [cost(w) for w in WS]
    low = costs.index(min(costs))
    assert 0 < low < 40
    assert all(a > b for a, b in zip(costs[:low], costs[1 : low + 1], strict=True))
    assert all(a < b for a, b in zip(costs[low:-1], costs[low + 1 :], strict=True))
    assert right_option(one()) == "It falls, then rises again"


def test_the_flat_line_of_the_question_is_flat():
    assert "At w = 0 the line lies flat" in one()._predict["question"]
    assert all(e == -y for e, y in zip(errors(Fraction(0)), Y, strict=True))


# Weight and bias

X2, Y2 = exact(study_scores_with_bias()[0]), exact(study_scores_with_bias()[1])
BS = [Fraction(j - 20, 10) for j in range(41)]


def two():
    return built(weight_and_bias)


@cache
def costs_b():
    """The cost of every cell, exactly: {(i, j): cost}."""
    return {
        (i, j): sum((w * x + b - y) ** 2 for x, y in zip(X2, Y2, strict=True)) / len(X2)
        for i, w in enumerate(WS)
        for j, b in enumerate(BS)
    }


def test_the_grid_is_the_lessons_1681_cells():
    controls = two()._controls
    assert (exact(controls["w"].values), exact(controls["b"].values)) == (WS, BS)
    assert (controls["w"].start, controls["b"].start) == (2, 0)
    assert two()._figure.axes[1].get_title("left") == f"All {41**2} cells"


@pytest.mark.slow
def test_the_caption_says_the_cost_and_how_many_cells_are_lower():
    form = re.compile(
        r"With w = (\S+) and b = (\S+) the cost is (\S+); "
        r"(no cell of the grid has|1 cell has|(\d+) cells have) a lower cost\."
    )
    ordered = sorted(costs_b().values())
    for (i, j), own in costs_b().items():
        text = two().text_at(w=two()._controls["w"].values[i], b=two()._controls["b"].values[j])
        w, b, price, rank, many = groups(form.fullmatch(text))
        assert (Fraction(w), Fraction(b)) == (WS[i], BS[j])
        assert rounds_to(price, own), text
        lower = int(np.searchsorted(ordered, own)) if own else 0
        assert rank.startswith({0: "no cell", 1: "1 cell has"}.get(lower, f"{lower} cells")), text
        assert ("no cell" in text) == ((WS[i], BS[j]) == (Fraction(3, 2), 1)), text


def test_the_line_and_the_cell_are_drawn_where_they_belong():
    live = two()
    fit, heat = live._figure.axes[:2]
    for (i, j), at in positions(live):
        w, b = float(WS[i]), float(BS[j])
        (line,), (white,), (red,) = live.shapes_at(**at)
        ends = [in_data(live, fit, point) for point in line["points"]]
        assert close(ends, [(0, b), (4, 4 * w + b)], 0.05)
        assert {mark[0] for mark in line["marks"]} == ({"up"} if 4 * w + b > 14.05 else set())
        assert white == red and not red["marks"]
        x0, y0, x1, y1 = red["points"][0]
        low, high = in_data(live, heat, (x0, y0)), in_data(live, heat, (x1, y1))
        assert close([*low, *high], [w - 0.05, b - 0.05, w + 0.05, b + 0.05], 0.01)


def test_the_heat_map_has_each_cost_at_its_place():
    image = two()._figure.axes[1].images[0]
    left, right, bottom, top = image.get_extent()
    assert image.origin == "lower"
    assert np.allclose((left, right, bottom, top), (-0.05, 4.05, -2.05, 2.05))
    shown = image.get_array()
    assert all(abs(shown[j, i] - float(c)) < 1e-9 for (i, j), c in costs_b().items())
    colours = image.norm(np.sort(shown, axis=None))
    assert (colours[0], colours[-1]) == (0, 1) and (np.diff(colours) >= 0).all()


def test_a_higher_bias_wants_a_smaller_weight():
    best = [min(range(41), key=lambda i, j=j: costs_b()[i, j]) for j in range(41)]
    assert all(a >= b for a, b in zip(best, best[1:], strict=False)) and best[0] > best[-1]
    assert right_option(two()) == "w must fall"


def test_the_heat_map_is_hidden_until_the_question_is_answered():
    heat, bar = two()._figure.axes[1:]
    assert two()._predict["covers"] == [1, 2]
    assert heat.images and bar.get_ylabel().startswith("cost")


# The start page


def test_the_start_pages_line_turns_as_it_says():
    live = hello()
    axes = live._figure.axes[0]
    ways = {-1: "falls", 0: "stays level", 1: "rises"}
    for place, at in positions(live):
        from_browser(live, *place)
        slope = at["slope"]
        way = ways[int(np.sign(slope))]
        shown = f"{slope:g}".replace("-", "−")
        assert live.text == f"With a slope of {shown} the line {way} from left to right."
        (line,) = live.shapes_at()[0]
        ends = [in_data(live, axes, point) for point in line["points"]]
        assert close(ends, [(-3, -3 * slope), (3, 3 * slope)], 0.05)
        assert not line["marks"]


def test_what_stands_still_is_as_reviewed():
    check_as_reviewed("0")
    check_as_reviewed("1")
