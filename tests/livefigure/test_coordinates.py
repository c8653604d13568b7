"""Where the moving parts of a live figure stand: against Matplotlib's own transformation."""

import io
import itertools
import math
from base64 import b64decode

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from livefigure import LiveFigure
from livefigure.fixed import TWIN_DPI
from livefigure.geometry import FARTHEST, STEPS_PER_POINT
from tests.livefigure.live_examples import everything, positions, sent
from tests.thorough import thinned

PIXEL = 72 / 96  # points
CLOSE = PIXEL / 16
LIMIT = FARTHEST / STEPS_PER_POINT

LRS = (0.001, 0.01, 0.1, 1.0)
EPOCHS = (1, 10, 100)
XS = (1.0, 2.0, 4.0, 8.0, 9.5)


def height(lr, epoch, x):
    """Some positive function of both controls and of x that no order of axes leaves alone."""
    return 0.5 + lr**0.5 * x + math.log(epoch) / 3


def table(*rows, of):
    """of(...) at every combination of the rows, one axis of the array for each row."""
    values = [of(*combination) for combination in itertools.product(*rows)]
    return np.array(values, dtype=float).reshape([len(row) for row in rows])


def on_page(axes, x, y):
    """A point of the data in points from the figure's top left corner, by Matplotlib alone."""
    figure = axes.figure
    px, py = axes.transData.transform((x, y))
    return px * 72 / figure.dpi, figure.get_size_inches()[1] * 72 - py * 72 / figure.dpi


def assert_at(seen, axes, data):
    """The points of a shape stand where Matplotlib puts the data: [(x, y), …]."""
    assert len(seen) == len(data)
    for (sx, sy), (x, y) in zip(seen, data, strict=True):
        ex, ey = on_page(axes, x, y)
        assert abs(sx - ex) <= CLOSE and abs(sy - ey) <= CLOSE, (x, y)


AXES = {
    "linear": dict(xlim=(0, 10), ylim=(0, 12)),
    "log y": dict(xlim=(0, 10), ylim=(0.1, 100), yscale="log"),
    "log x": dict(xlim=(0.5, 20), ylim=(0, 12), xscale="log"),
    "log both": dict(xlim=(0.5, 20), ylim=(0.1, 100), xscale="log", yscale="log"),
    "symlog": dict(xlim=(-20, 20), ylim=(-5, 50), xscale="symlog", yscale="symlog"),
    "inverted": dict(xlim=(10, 0), ylim=(12, 0)),
    "inverted log": dict(xlim=(20, 0.5), ylim=(100, 0.1), xscale="log", yscale="log"),
    "equal aspect": dict(xlim=(0, 10), ylim=(0, 12), aspect=0.7),
}


def figure_with(limits, layout="constrained"):
    """A LiveFigure over lr and epoch, its second axes set as told."""
    figure, (_, axes) = plt.subplots(1, 2, figsize=(7, 3), layout=layout)
    axes.set(xlabel="hours", ylabel="score", title="A title", **limits)
    return LiveFigure(figure, lr=LRS, epoch=EPOCHS), axes


def bare():
    """The same without ticks and labels, which take most of the time to lay out and to draw."""
    live, axes = figure_with(AXES["linear"], layout=None)
    for own in axes.figure.axes:
        own.set_axis_off()
    return live, axes


@pytest.mark.slow
@pytest.mark.parametrize("limits", AXES.values(), ids=AXES)
def test_lines_markers_and_rectangles_stand_where_matplotlib_puts_them(limits):
    live, axes = figure_with(limits, layout=None)
    heights = table(LRS, EPOCHS, XS, of=height)
    live.line(axes, XS, heights, along=("lr", "epoch"))
    live.marker(axes, XS, heights, along=("lr", "epoch"))
    live.rectangles(axes, XS, 1, np.array(XS) + 0.3, heights, along=("lr", "epoch"))

    for _, at in positions(live):
        (line,), (marker,), (boxes,) = live.shapes_at(**at)
        data = [(x, height(**at, x=x)) for x in XS]
        assert_at(line["points"], axes, data)
        assert_at(marker["points"], axes, data)
        assert_at([(x0, y0) for x0, y0, _, _ in boxes["points"]], axes, [(x, 1) for x in XS])
        assert_at([p[2:] for p in boxes["points"]], axes, [(x + 0.3, y) for x, y in data])


@pytest.mark.slow
@pytest.mark.parametrize("limits", AXES.values(), ids=AXES)
def test_segments_texts_and_shading_stand_where_matplotlib_puts_them(limits):
    live, axes = figure_with(limits, layout=None)
    heights = table(LRS, EPOCHS, XS, of=height)
    along = ("lr", "epoch")
    live.segments(axes, XS, 1, np.array(XS) + 0.3, heights, along=along)
    live.write(axes, 3, table(LRS, EPOCHS, of=lambda a, b: height(a, b, 3)), "here", along=along)
    live.shade(axes, [[0, 1]], ["red", "blue"], extent=(1, 9, 2, 11))

    for _, at in positions(live):
        (pieces,), (text,), (shade,) = live.shapes_at(**at)
        data = [(x, height(**at, x=x)) for x in XS]
        assert_at([p[:2] for p in pieces["points"]], axes, [(x, 1) for x in XS])
        assert_at([p[2:] for p in pieces["points"]], axes, [(x + 0.3, y) for x, y in data])
        assert_at(text["points"], axes, [(3, height(**at, x=3))])
        assert_at(shade["points"], axes, [(1, 2), (9, 11)])


@pytest.mark.slow
@pytest.mark.parametrize("layout", [None, "constrained", "tight"])
def test_coordinates_belong_to_the_final_layout_and_to_the_fixed_picture(layout):
    live, axes = figure_with(AXES["linear"], layout)
    axes.set_ylabel("a label of\nseveral lines\nthat moves the axes")
    live.line(axes, XS, XS)
    (shape,) = live.shapes_at()[0]
    before = axes.get_position().bounds
    live._repr_mimebundle_()  # draws at another resolution
    assert axes.get_position().bounds == before
    assert_at(shape["points"], axes, [(x, x) for x in XS])


def test_limits_left_to_matplotlib_take_in_everything_that_moves():
    figure, axes = plt.subplots()
    live = LiveFigure(figure, lr=LRS)
    ys = table(LRS, XS, of=lambda lr, x: lr * x - 3)
    ys[0, 0] = np.nan
    live.line(axes, XS, ys, along="lr")
    live.segments(axes, 0, 0, -30, 3)
    live.line(axes, [1, 2], [-20, 30])
    live.write(axes, 5, 60, "high")
    live.rectangles(axes, 0, 0, 40, 1)
    live.shade(axes, [[0]], ["w"], extent=(50, 60, 0, 1))
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    assert left < -30 and right > 60 and low < -20 and high > 60
    for lr in LRS:
        (shape,) = live.shapes_at(lr=lr)[0]
        assert not [mark for mark in shape["marks"] if mark[0] != "end"]
        data = [(x, lr * x - 3) for x in XS]
        assert_at(shape["points"][1:], axes, data[1:])


# Which array belongs to which position

CASES = {
    "along the first control": ("lr", lambda: table(LRS, XS, of=lambda a, x: height(a, 1, x))),
    "along the second control": (
        "epoch",
        lambda: table(EPOCHS, XS, of=lambda b, x: height(1, b, x)),
    ),
    "along both": (("lr", "epoch"), lambda: table(LRS, EPOCHS, XS, of=height)),
    "along both, turned": (
        ("epoch", "lr"),
        lambda: table(EPOCHS, LRS, XS, of=lambda b, a, x: height(a, b, x)),
    ),
    "a tuple of one": (("epoch",), lambda: table(EPOCHS, XS, of=lambda b, x: height(1, b, x))),
    "along none": ((), lambda: table(XS, of=lambda x: height(1, 1, x))),
    "broadcast over one": (
        ("lr", "epoch"),
        lambda: table(LRS, [1], XS, of=lambda a, b, x: height(a, 1, x)),
    ),
    "broadcast over the points": (
        ("lr", "epoch"),
        lambda: table(LRS, EPOCHS, [3.0], of=height),
    ),
}


@pytest.mark.parametrize("along, array", CASES.values(), ids=CASES)
@pytest.mark.parametrize("kind", ["line", "marker"])
def test_each_position_shows_its_own_entries(kind, along, array):
    live, axes = bare()
    getattr(live, kind)(axes, XS, array(), along=along)
    names = (along,) if isinstance(along, str) else along
    for place, at in positions(live):
        own = dict(zip(live._controls, place, strict=True))
        entry = array()
        for name in names:
            entry = entry[own[name] if len(entry) > 1 else 0]
        (shape,) = live.shapes_at(**at)[0]
        assert_at(shape["points"], axes, list(zip(XS, np.broadcast_to(entry, 5), strict=True)))


def test_a_scalar_is_the_same_everywhere():
    live, axes = bare()
    live.line(axes, XS, 7.0, along="lr")
    live.marker(axes, 3, 7.0, along=("lr", "epoch"))
    for _, at in positions(live):
        (line,), (marker,) = live.shapes_at(**at)
        assert_at(line["points"], axes, [(x, 7) for x in XS])
        assert_at(marker["points"], axes, [(3, 7)])


def test_one_marker_a_position_needs_no_axis_for_points():
    live, axes = bare()
    live.marker(axes, 4, table(EPOCHS, LRS, of=lambda b, a: height(a, b, 4)), along=("epoch", "lr"))
    live.marker(axes, np.log10(EPOCHS), 2, along="epoch")
    live.rectangles(axes, 1, 1, 2, table(LRS, of=lambda a: 1 + a), along="lr")
    for _, at in positions(live):
        (both,), (across,), (box,) = live.shapes_at(**at)
        assert_at(both["points"], axes, [(4, height(**at, x=4))])
        assert_at(across["points"], axes, [(math.log10(at["epoch"]), 2)])
        assert_at([box["points"][0][2:]], axes, [(2, 1 + at["lr"])])


WORDS = ["low", "middle", "high", "out"]


@pytest.mark.parametrize(
    "texts, expected",
    [
        ("a word", lambda i, k: "a word"),
        ([[word] for word in WORDS], lambda i, k: WORDS[i]),
        (WORDS[:3], lambda i, k: WORDS[k]),
        (np.add.outer([1, 2, 3, 4], [10, 20, 30]), lambda i, k: f"{i + 1 + 10 * (k + 1)}"),
    ],
)
def test_each_position_shows_its_own_text(texts, expected):
    live, axes = bare()
    live.write(axes, 3, table(LRS, of=lambda a: 1 + a), texts, along="lr")
    for place, at in positions(live):
        (shape,) = live.shapes_at(**at)[0]
        assert shape["text"] == expected(*place)
        assert_at(shape["points"], axes, [(3, 1 + at["lr"])])


@pytest.mark.parametrize(
    "rows, columns", thinned([(1, 1), (2, 2), (3, 5), (1, 7)], [(1, 1), (3, 5)])
)
@pytest.mark.parametrize("along", [(), "lr", "epoch", ("lr", "epoch"), ("epoch", "lr")])
def test_each_position_shows_its_own_cells(along, rows, columns):
    live, axes = bare()
    names = (along,) if isinstance(along, str) else along
    sizes = [len(live._controls[name].values) for name in names]
    cells = np.arange(np.prod([*sizes, rows, columns], dtype=int)) % 251
    cells = cells.reshape(*sizes, rows, columns)
    colors = [(i / 255, 0, 0) for i in range(256)]
    live.shade(axes, cells, colors, extent=(0, 10, 0, 12), along=along)
    live.shade(axes, cells[..., ::-1, :], colors, extent=(0, 10, 0, 12), along=along)
    for place, at in positions(live):
        own = dict(zip(live._controls, place, strict=True))
        entry = cells[tuple(own[name] for name in names)]
        (first,), (turned,) = live.shapes_at(**at)
        assert first["cells"] == entry.ravel().tolist() and first["marks"] == []
        assert turned["cells"] == entry[::-1].ravel().tolist()


def test_the_first_row_of_cells_is_the_lowest():
    figure, axes = plt.subplots()
    axes.set_axis_off()
    live = LiveFigure(figure, w=[1, 2])
    live.shade(axes, [[0, 1], [2, 3]], ["r", "lime", "b", "k"], extent=(0, 1, 0, 1))
    image = plt.imread(io.BytesIO(b64decode(live._repr_mimebundle_()[0]["image/png"])))
    image = image[-round(figure.get_figheight() * TWIN_DPI) :]  # below the words above it
    corners = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)]
    for (x, y), color in zip(corners, ["r", "lime", "b", "k"], strict=True):
        px, py = np.array(on_page(axes, x, y)) * TWIN_DPI / 72
        assert image[int(py), int(px), :3].tolist() == list(matplotlib.colors.to_rgb(color))


def test_x_may_move_too():
    live, axes = bare()
    live.line(axes, table(LRS, XS, of=lambda a, x: x + a), XS, along="lr")
    for lr in LRS:
        assert_at(live.shapes_at(lr=lr)[0][0]["points"], axes, [(x + lr, x) for x in XS])


def test_arrays_of_three_controls_in_any_order():
    rows = {"a": (0, 1), "b": (0, 1, 2), "c": (0, 1, 2, 3)}
    for order in itertools.permutations(rows):
        figure, axes = plt.subplots()
        axes.set(xlim=(0, 30), ylim=(0, 30))
        live = LiveFigure(figure, **rows)
        ys = table(
            *(rows[k] for k in order),
            of=lambda *at, order=order: digits(**dict(zip(order, at, strict=True))),
        )
        live.marker(axes, 5, ys, along=order)
        for _, at in positions(live):
            assert_at(live.shapes_at(**at)[0][0]["points"], axes, [(5, digits(**at))])


def digits(a, b, c):
    return a * 12 + b * 4 + c


def test_what_cannot_be_drawn_is_missing_and_what_is_far_keeps_its_side():
    live, axes = figure_with(AXES["log y"])
    live.marker(axes, XS, [np.nan, np.inf, -np.inf, 1e300, 0.0])
    live.marker(axes, 5, -3.0)
    (shape,), (negative,) = live.shapes_at()
    xs, ys = zip(*shape["points"], strict=True)
    assert [math.isnan(y) for y in ys] == [True, True, True, False, False]
    assert not any(math.isnan(x) for x in xs)
    box = axes.get_window_extent()
    assert ys[3] < 0 and ys[4] > figure_height(axes) and box.height > 0
    assert negative["points"][0][1] > figure_height(axes)
    assert max(map(abs, ys[3:])) <= LIMIT


def figure_height(axes):
    return axes.figure.get_size_inches()[1] * 72


# Marks: what leaves the axes, and what ends


@pytest.fixture(params=[False, True], ids=["upright", "inverted"])
def square(request):
    """shown(kind, …): the shape of one artist on axes from 0 to 10; and its axes."""
    figure, axes = plt.subplots(figsize=(4, 4))
    axes.set(xlim=(10, 0) if request.param else (0, 10), ylim=(0, 10))
    axes.set_axis_off()  # ticks take most of the time to draw
    axes.upside = request.param

    def shown(kind, *arrays):
        live = LiveFigure(figure)
        getattr(live, kind)(axes, *arrays)
        (shape,) = live.shapes_at()[0]
        return shape

    return shown, axes


def assert_marks(shape, axes, expected):
    """expected: [(side, x, y in data coordinates), …], in any order."""
    turned = {"left": "right", "right": "left"} if axes.upside else {}
    seen = sorted(shape["marks"])
    wanted = sorted((turned.get(side, side), *on_page(axes, x, y)) for side, x, y in expected)
    assert [mark[0] for mark in seen] == [mark[0] for mark in wanted]
    for (_, sx, sy), (_, x, y) in zip(seen, wanted, strict=True):
        # Coordinates are rounded before the crossing is computed: allow a quarter of a pixel.
        assert math.dist((sx, sy), (x, y)) <= PIXEL / 4


LINES = {
    "stays inside": ([1, 9], [1, 9], []),
    "touches the edges": ([0, 10], [0, 10], []),
    "leaves through the top": ([0, 10], [0, 20], [("up", 5, 10)]),
    "leaves through the bottom": ([0, 10], [5, -15], [("down", 2.5, 0)]),
    "leaves to the right": ([5, 15], [5, 6], [("right", 10, 5.5)]),
    "comes in from the left": ([-5, 5], [5, 6], [("left", 0, 5.5)]),
    "crosses from bottom to top": ([1, 5, 9], [-5, 5, 15], [("down", 3, 0), ("up", 7, 10)]),
    "leaves steeply at a corner's side": ([9, 11], [5, 45], [("up", 9.25, 10)]),
    "leaves gently at a corner's side": ([5, 25], [9, 11], [("right", 10, 9.5)]),
    "ends farther up than it leaves to the right": ([9, 12], [1, 19], [("right", 10, 7)]),
    "goes straight up": ([5, 5], [5, 20], [("up", 5, 10)]),
    "goes straight up along the edge": ([10, 10], [5, 20], [("up", 10, 10)]),
    "goes along the edge to the side": ([5, 20], [10, 10], [("right", 10, 10)]),
    "leaves many times": ([1, 2, 3, 4, 5, 6], [5, 15] * 3, [("up", 1.5, 10), ("up", 5.5, 10)]),
    "nan ends it": ([1, 2, 3, 4], [1, 2, np.nan, np.nan], [("end", 2, 2)]),
    "infinity ends it": ([1, 2, 3], [1, 2, np.inf], [("end", 2, 2)]),
    "nan in x ends it": ([1, 2, np.nan], [1, 2, 3], [("end", 2, 2)]),
    "leaves, then nan": ([1, 3, 4], [5, 15, np.nan], [("up", 2, 10)]),
    "two gaps": ([1, 2, 3, 4, 5], [1, np.nan, 3, np.nan, 5], [("end", 1, 1), ("end", 3, 3)]),
    "nothing but nan": ([1, 2], [np.nan, np.nan], []),
    "all of it above": ([2, 4, 6], [30, 20, 40], [("up", 4, 10)]),
    "all of it to the right": ([15, 20], [3, 4], [("right", 10, 4)]),
}


@pytest.mark.parametrize("x, y, expected", LINES.values(), ids=LINES)
def test_a_line_is_marked_where_it_leaves_the_axes_and_where_it_ends(square, x, y, expected):
    shown, axes = square
    assert_marks(shown("line", x, y), axes, expected)


MARKERS = {
    "inside": (5, 5, []),
    "on the edge": (10, 0, []),
    "above": (4, 12, [("up", 4, 10)]),
    "below": (4, -2, [("down", 4, 0)]),
    "left": (-3, 6, [("left", 0, 6)]),
    "right": (13, 6, [("right", 10, 6)]),
    "far above": (4, 1e300, [("up", 4, 10)]),
    "beyond a corner": (11, 30, [("up", 10, 10)]),
    "nan": (np.nan, 5, []),
    "infinite": (5, np.inf, []),
    "several": ([1, 2, 3], [11, 5, -1], [("up", 1, 10), ("down", 3, 0)]),
}


@pytest.mark.parametrize("x, y, expected", MARKERS.values(), ids=MARKERS)
def test_a_marker_beyond_the_axes_is_a_mark_at_the_nearest_edge(square, x, y, expected):
    shown, axes = square
    assert_marks(shown("marker", x, y), axes, expected)


RECTANGLES = {
    "inside": ((1, 1, 2, 2), []),
    "cut at the top": ((1, 5, 3, 20), [("up", 2, 10)]),
    "its sides in the other order": ((3, 20, 1, 5), [("up", 2, 10)]),
    "cut at the bottom": ((1, -20, 3, 5), [("down", 2, 0)]),
    "cut left and right": ((-5, 2, 15, 4), [("left", 0, 3), ("right", 10, 3)]),
    "nan": ((1, 1, 2, np.nan), []),
}


@pytest.mark.parametrize("sides, expected", RECTANGLES.values(), ids=RECTANGLES)
def test_a_rectangle_is_marked_on_each_side_where_it_is_cut(square, sides, expected):
    shown, axes = square
    assert_marks(shown("rectangles", *sides), axes, expected)


SEGMENTS = {
    "inside": ((1, 1, 9, 9), []),
    "leaves on each side": (
        ([5, 5, 5, 5], [5, 5, 5, 5], [5, 5, -5, 15], [15, -5, 5, 5]),
        [("up", 5, 10), ("down", 5, 0), ("left", 0, 5), ("right", 10, 5)],
    ),
    "comes in": ((5, 15, 5, 5), [("up", 5, 10)]),
    "all of it above": ((4, 12, 6, 14), [("up", 6, 10)]),
    "ends in nan": ((1, 2, np.nan, 3), [("end", 1, 2)]),
    "ends in infinity": ((1, 2, 3, np.inf), [("end", 1, 2)]),
    "is a point": ((5, 5, 5, 5), []),
}


@pytest.mark.parametrize("ends, expected", SEGMENTS.values(), ids=SEGMENTS)
def test_a_segment_is_marked_where_it_leaves_and_where_it_ends(square, ends, expected):
    shown, axes = square
    assert_marks(shown("segments", *ends), axes, expected)


@pytest.mark.parametrize("name", sorted(set(MARKERS) - {"several"}))
def test_a_text_beyond_the_axes_is_a_mark_at_the_nearest_edge(square, name):
    shown, axes = square
    x, y, expected = MARKERS[name]
    assert_marks(shown("write", x, y, "here"), axes, expected)


@pytest.mark.slow
def test_every_mark_of_a_hard_figure_stands_on_the_edge_it_names():
    live = everything()
    live._measured = [0, 17, 39]
    edges = {"left": 0, "up": 1, "right": 2, "down": 3}
    seen = set()
    spec, _, _ = sent(live)
    for _, at in positions(live):
        for artist, shapes in zip(spec["artists"], live.shapes_at(**at), strict=True):
            left, top, right, bottom = box = spec["panels"][artist["axes"]]["box"]
            for side, x, y in (mark for shape in shapes for mark in shape["marks"]):
                seen.add(side)
                assert left - 0.5 <= x <= right + 0.5 and top - 0.5 <= y <= bottom + 0.5
                if side != "end":
                    across = x if side in ("left", "right") else y
                    assert across == pytest.approx(box[edges[side]])
    assert seen == {"left", "up", "right", "down", "end"}


# Measured places


def test_what_is_revealed_by_measuring_stands_at_every_measured_place_once():
    figure, axes = plt.subplots()
    axes.set(xlim=(0, 10), ylim=(0, 10))
    live = LiveFigure(figure, a=[1, 2, 3], b=[4, 5])
    live.marker(axes, [1, 2, 3], 5, along="a", reveal="measured")
    live.marker(axes, 7, 7)
    assert live.shapes_at(a=1, b=4)[0] == []
    live._measured = [0, 1, 5]  # (1, 4), (1, 5), (3, 5): the first two look the same
    for _, at in positions(live):
        measured, always = live.shapes_at(**at)
        assert_at([p for shape in measured for p in shape["points"]], axes, [(1, 5), (3, 5)])
        assert len(always) == 1
    assert live.measured == [{"a": 1, "b": 4}, {"a": 1, "b": 5}, {"a": 3, "b": 5}]
