"""The static twin of a live figure is the picture that Matplotlib would draw of the same data."""

import io
from base64 import b64decode

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

from livefigure import LiveFigure, choice, slider
from livefigure.fixed import TWIN_DPI


def blank():
    figure = Figure(figsize=(3, 2))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 30), ylim=(0, 20))
    axes.set_axis_off()
    return figure, axes


def read(png):
    return plt.imread(io.BytesIO(png), format="png")[..., :3]


def drawn(by):
    """The picture Matplotlib makes of what by(axes) draws."""
    figure, axes = blank()
    by(axes)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=TWIN_DPI)
    return read(out.getvalue())


def twin(by):
    """The twin of what by(live, axes) draws."""
    figure, axes = blank()
    live = LiveFigure(figure, w=[1, 2])
    by(live, axes)
    whole = read(b64decode(live._repr_mimebundle_()[0]["image/png"]))
    return whole[-round(2 * TWIN_DPI) :]  # below the words above it


def arrow(axes, style):
    axes.add_patch(
        FancyArrowPatch(
            (4, 10), (14, 14), arrowstyle=style, mutation_scale=12, color="#E69F00", lw=2,
            shrinkA=0, shrinkB=0,
        )
    )  # fmt: skip


X, Y = [3, 9, 20], [4, 15, 7]
SAME = {
    "a line": (
        lambda live, axes: live.line(axes, X, Y, color="#0072B2", width=3, dash="dashed"),
        lambda axes: axes.plot(X, Y, color="#0072B2", lw=3, ls=(0, (6, 4))),
    ),
    "a line that stops": (
        lambda live, axes: live.line(axes, [*X, 25, 28], [*Y, 15, 16], color=None),
        lambda axes: axes.plot([*X, 25, 28], [*Y, 15, 16], color="black", lw=2),
    ),
    **{
        f"markers {symbol}": (
            lambda live, axes, s=symbol: live.marker(axes, X, Y, color="C2", symbol=s),
            lambda axes, s=symbol: axes.plot(X, Y, s, color="C2", ms=9, mew=1.5),
        )
        for symbol in "os^Dx+"
    },
    "hollow markers": (
        lambda live, axes: live.marker(axes, X, Y, color="#009E73", size=20, filled=False),
        lambda axes: axes.plot(X, Y, "o", color="#009E73", ms=20, mew=1.5, mfc="none"),
    ),
    "a segment": (
        lambda live, axes: live.segments(axes, 4, 10, 14, 14, color="#E69F00"),
        lambda axes: arrow(axes, "-"),
    ),
    "an arrow": (
        lambda live, axes: live.segments(axes, 4, 10, 14, 14, color="#E69F00", arrow=True),
        lambda axes: arrow(axes, "-|>"),
    ),
    "a rectangle": (
        lambda live, axes: live.rectangles(axes, 3, 4, 20, 15, fill="#56B4E9", fill_opacity=0.5),
        lambda axes: axes.add_patch(
            Rectangle((3, 4), 17, 11, edgecolor="#D55E00", facecolor=("#56B4E9", 0.5), lw=1.5)
        ),
    ),
    "a text": (
        lambda live, axes: live.write(axes, 4, 9, ["here", "there"], color="#D55E00", size=16),
        lambda axes: axes.text(4, 9, "here", color="#D55E00", size=16),
    ),
}


def difference(one, other):
    """The ink that two pictures do not share, as a part of the second one's."""
    return np.abs(one - other).sum() / (1 - other).sum()


@pytest.mark.slow
@pytest.mark.parametrize("ours, theirs", SAME.values(), ids=SAME)
def test_the_twin_is_what_matplotlib_draws(ours, theirs):
    assert difference(twin(ours), drawn(theirs)) < 0.03


def test_pictures_that_differ_are_told_apart():
    """Without a head, at half the size, with another text: else the test above says nothing."""
    pairs = [("an arrow", "a segment"), ("markers o", "markers s"), ("a text", "a line")]
    for one, other in pairs:
        assert difference(twin(SAME[one][0]), drawn(SAME[other][1])) > 0.1
    half = drawn(lambda axes: axes.plot(X, Y, "o", color="C2", ms=4.5, mew=1.5))
    assert difference(twin(SAME["markers o"][0]), half) > 0.5


def test_what_stands_still_is_in_the_twin_as_it_was_drawn():
    def fixed(axes):
        axes.plot(X, Y, "D", color="#CC79A7", ms=8, label="a label")
        axes.text(10, 5, "a text")
        axes.legend()

    def nothing_more(live, axes):
        fixed(axes)

    assert difference(twin(nothing_more), drawn(fixed)) < 0.002


def asked():
    figure, (seen, covered) = plt.subplots(1, 2, figsize=(8, 3))
    live = LiveFigure(figure, w=[1, 2])
    live.line(seen, X, Y, along=(), color="#0072B2")
    covered.plot(X, Y, color="#D55E00")
    live.caption("It falls.")
    live.predict("Why?", ["because", "so"], answer=0, because="So.", covers=(covered,))
    return live


def colours(image):
    """How much blue and how much red there is."""
    red, _, blue = image.transpose(2, 0, 1)
    return (blue - red > 0.4).sum(), (red - blue > 0.4).sum()


def test_the_stored_picture_keeps_its_answer_to_itself():
    live = asked()
    data, metadata = live._repr_mimebundle_()
    veiled = read(b64decode(data["image/png"]))
    assert colours(veiled) == (0, 0)
    assert data["text/plain"].splitlines() == [
        "Predict first. Why?",
        "because · so",
        "Run this cell (Shift+Enter): it asks this question, and then the picture moves.",
    ]
    live.prediction = 1
    data, _ = live._repr_mimebundle_()
    open_ = read(b64decode(data["image/png"]))
    assert min(colours(open_)) > 100 and data["text/plain"] == "It falls."
    assert metadata == {"needs_background": "light", "image/png": {"width": 768}}
    assert veiled.shape[1] == 2 * 768, "two dots for each pixel of the page"
    words = veiled[: veiled.shape[0] - 3 * TWIN_DPI]
    assert words.shape[0] > 100 and (words < 0.5).any(), "nothing is written above it"


def test_long_words_wrap_within_the_picture():
    live = asked()
    live._predict["question"] = "Many words are asked here, one after the other, " * 6
    image = read(b64decode(live._repr_mimebundle_()[0]["image/png"]))
    assert (image[:, -8:] > 0.95).all(), "a word runs out of the picture"


def test_a_still_shows_the_middle_where_a_slider_starts_at_its_end_and_moves_nothing():
    figure, axes = blank()
    live = LiveFigure(figure, w=slider([1, 2, 3], "weight", unit="kg"), kind=choice(["a", "b"]))
    live.line(axes, [3, 20], np.array([[4, 4], [15, 15], [18, 18]]), along="w", color="black")
    live.caption("It is {w}.", aloud="It weighs {w}, of kind {kind}.")
    live.predict("Which?", ["low", "high"], answer=0, because="So.", covers=axes)
    still = live.still_picture()
    assert still[1:] == ("weight 2 kg, kind a", "It is 2.", "It weighs 2, of kind a.")
    assert np.allclose(
        read(still.picture), drawn(lambda axes: axes.plot([3, 20], [15, 15], "k", lw=2)), atol=0.1
    )
    assert live.position == {"w": 1, "kind": "a"} and live.prediction is None
    live.w = 3
    assert live.still_picture().position == "weight 2 kg, kind a"
    live.w = 2
    assert live.still_picture().position == "weight 2 kg, kind a"


def test_a_still_has_measured_as_often_as_one_may_and_at_the_goal():
    figure, axes = blank()
    live = LiveFigure(figure, w=list(range(10)))
    live.marker(axes, np.arange(10.0)[:, None] * 3, [10.0], along="w", reveal="measured")
    live.line(axes, [0, 30], [15, 15], reveal="finished")
    live.caption("Here it is.", reveal="measured")
    live.measure(probes=4, goal={"w": 7})
    still = live.still_picture()
    assert still.caption == "Here it is." and live.measured == []
    places = live._spread()
    assert 7 in places and len(places) == 4
    row = read(still.picture)[round(TWIN_DPI)]  # half-way up, through the markers
    assert all((row[round(3 * place / 30 * 3 * TWIN_DPI) - 1] < 0.9).any() for place in places)
    assert (read(still.picture)[round(0.5 * TWIN_DPI), 100] < 0.9).any(), "the line is not there"
