"""Axes whose limits follow controls: what is drawn, and what stands on them, goes along."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefigure import LiveFigure
from livefigure.errors import InputError
from tests.livefigure.live_examples import at_limits, follows, in_data, positions, readable, sent


@pytest.fixture(scope="module")
def live():
    made = follows()
    sent(made)
    return made


def test_what_grows_stays_in_the_picture_at_its_true_place(live):
    both, log = live._figure.axes
    for _, at in positions(live):
        (line,), (marker,), (scaled,), *_ = live.shapes_at(**at)
        at_limits(live, both, at)
        at_limits(live, log, at)
        size = at["growth"] ** np.arange(6)
        for n, (first, second) in enumerate(zip(line["points"], scaled["points"], strict=True)):
            near = np.ptp(both.get_xlim()) / 500
            assert in_data(live, both, first) == pytest.approx([size[n]] * 2, abs=2 * near)
            x, y = in_data(live, log, second)
            assert x == pytest.approx(n, abs=0.02)
            assert y == pytest.approx(at["times"] * size[n], rel=0.2)
        assert not line["marks"] and not marker["marks"] and not scaled["marks"]
        assert both.get_xlim()[1] == max(2, size.max())


def limits_at(live, panel, at):
    """The number of the set of limits that an axes has at a position."""
    return np.frombuffer(live._data, "<i2")[panel["limits"].start(live._position_of(at))]


def still_at(live, panel, column, at):
    """A column of what stands on an axes, at a position."""
    start = column.start([limits_at(live, panel, at)])
    return np.frombuffer(live._data, "<i2")[start : start + column.n] / 16


def test_ticks_lines_and_words_stand_where_the_limits_put_them(live):
    both, log = live._figure.axes
    texts = set()
    for _, at in positions(live):
        for axes in (both, log):
            panel = live._spec["panels"][live._figure.axes.index(axes)]
            at_limits(live, axes, at)
            ticks = panel["y"]["ticks"][limits_at(live, panel, at)]
            texts.add(tuple(text for _, text in ticks))
            _, top, _, bottom = panel["box"]
            assert len(ticks) >= 2
            assert all(top - 0.5 <= place <= bottom + 0.5 for place, _ in ticks)
            for place, text in ticks:
                value = in_data(live, axes, (panel["box"][0] + 1, place))[1]
                near = np.ptp(axes.get_ylim()) / 500 if axes is both else abs(value) / 100
                assert float(readable(text)) == pytest.approx(value, abs=near)
        panel = live._spec["panels"][0]
        at_limits(live, both, at)
        _, heights = (still_at(live, panel, c, at) for c in panel["lines"][0]["columns"])
        near = np.ptp(both.get_ylim()) / 500
        assert in_data(live, both, (100, heights[0]))[1] == pytest.approx(1, abs=near)
        x, y = (still_at(live, panel, column, at)[0] for column in panel["texts"][0]["columns"])
        assert in_data(live, both, (x, y)) == pytest.approx([0, 1], abs=near)
    assert len(texts) > 4, "another set of ticks for other limits"


def test_a_point_of_one_set_of_limits_has_its_place_at_every_other(live):
    """Of axes in which something is dragged that their limits follow."""
    for axes, panel in zip(live._figure.axes, live._spec["panels"], strict=True):
        left, top, right, bottom = panel["box"]
        places = [(left, bottom), (right, top), (left + 20, top + 30)]
        first, *others = sorted(positions(live), key=lambda one: limits_at(live, panel, one[1]))
        for _, at in others:
            at_limits(live, axes, at)
            data = [in_data(live, axes, place) for place in places]
            at_limits(live, axes, first[1])
            for place, value in zip(places, data, strict=True):
                pairs = zip(place, panel["scales"][limits_at(live, panel, at)], strict=True)
                there = in_data(live, axes, [factor * v + shift for v, (factor, shift) in pairs])
                assert there == pytest.approx(value, rel=1e-6)
    assert len(panel["scales"]) == 6


def test_what_nothing_dragged_moves_is_not_sent():
    figure, (one, two) = plt.subplots(1, 2)
    live = LiveFigure(figure, growth=[1, 2], rate=[3, 4])
    live.follow(one, x=[[0, 1], [0, 2]], along="growth")
    live.marker(one, 0.5, 0.5)
    live.marker(two, [0.2, 0.4], 0.5, along="rate", drag="rate")
    assert [panel["scales"] for panel in sent(live)[0]["panels"]] == [None, None]


def test_large_ticks_are_powers_as_people_write_them(live):
    texts = [text for ticks in live._spec["panels"][0]["y"]["ticks"] for _, text in ticks]
    assert any("·10⁷" in text for text in texts) and not any("e+" in text for text in texts)


def test_ticks_are_named_along_the_page():
    """The browser leaves room for the last one, and leaves out what would meet the one before."""
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 4), xticks=[1, 4, 3, 0], ylim=(-2e4, 2e4), yticks=[-2e4, 5000, 2e4])
    live = LiveFigure(figure, k=[0, 1])
    live.caption("{k}")
    sent(live)
    panel = live._spec["panels"][0]
    assert [text for _, text in panel["x"]["ticks"][0]] == ["0", "1", "3", "4"]
    assert {text for _, text in panel["y"]["ticks"][0]} == {"20,000", "5000", "−20,000"}


@pytest.mark.slow
def test_the_twin_has_the_limits_of_its_position(live):
    seen = set()
    for growth in (0.5, 2.0, 30.0):
        live.growth = growth
        live._repr_mimebundle_()
        seen.add(live._figure.axes[0].get_xlim())
    assert seen == {(-2, 2), (-32, 32), (-(30.0**5), 30.0**5)}


@pytest.mark.parametrize(
    "limits",
    [
        {"x": [[0, 1], [0, 2]]},
        {"x": [0, 1, 2]},
        {"y": [[0, 1], [2, 1], [0, 1]]},
        {"y": [[0, 1], [1, 1], [0, 1]]},
        {"y": [[0, 1], [0, np.nan], [0, 1]]},
        {"x": [[0, np.inf]] * 3},
    ],
)
def test_limits_that_are_none_are_refused(limits):
    figure, axes = plt.subplots()
    live = LiveFigure(figure, w=[1, 2, 3])
    with pytest.raises(InputError, match=r"^follow: [xy] "):
        live.follow(axes, along="w", **limits)


def test_another_figures_axes_cannot_follow():
    live = LiveFigure(plt.figure().add_subplot().figure, w=[1, 2])
    with pytest.raises(InputError, match="own axes"):
        live.follow(plt.figure().add_subplot(), x=[[0, 1], [0, 2]], along="w")
