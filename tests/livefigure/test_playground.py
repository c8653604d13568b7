"""Playground: sliders on the learner's own code, in one thread and in several."""

import io
import sys
import threading
from base64 import b64decode

import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets import HBox, VBox
from PIL import Image

from livefigure import LiveFigure, Playground, choice, slider
from livefigure.errors import InputError, InputTypeError
from livefigure.fixed import drawing
from livefigure.playground import MOST_POSITIONS
from tests.gallery.gallery import play_wave
from tests.livefigure.live_examples import one_sentence, small
from tests.thorough import thinned

PATIENCE = 600  # seconds after which a test that waits for another thread has failed


@pytest.fixture(autouse=True)
def as_a_learner(monkeypatch):
    """Without the setting that makes test runs strict."""
    monkeypatch.delenv("LIVEFIGURE_STRICT")


def nothing(axes, w):
    """Draw nothing, quickly."""
    axes.set_axis_off()


def values(**sliders):
    """The values of the only slider given."""
    (name,) = sliders
    made = Playground(lambda axes, **at: axes.set_axis_off(), **sliders)
    return made._controls[name].values


def texts(playground):
    (control,) = playground._controls.values()
    return [control.text(i) for i in range(len(control.values))]


def from_browser(playground, *position):
    """What the browser's message does."""
    message = {"method": "update", "state": {"_position": list(position)}, "buffer_paths": []}
    playground._handle_msg({"content": {"data": message}, "buffers": []})


# How a slider is given


def test_two_whole_numbers_are_the_ends_of_every_one_between():
    assert values(w=(1, 8)) == (1, 2, 3, 4, 5, 6, 7, 8)
    assert values(w=(-2, 1)) == (-2, -1, 0, 1)
    assert values(w=(np.int64(1), np.int64(3))) == (1, 2, 3)
    assert all(type(v) is int for v in values(w=(np.int64(1), np.int64(3))))


def test_too_many_whole_numbers_are_thinned_and_keep_both_ends():
    for low, high in [(0, 999), (0, 1000), (7, 100_003), (-(10**30), 10**30)]:
        made = values(w=(low, high))
        assert (made[0], made[-1]) == (low, high)
        assert len(made) == min(high - low + 1, MOST_POSITIONS)


def test_two_real_numbers_are_the_ends_of_an_even_row():
    made = np.array(values(w=(0.0, 2)))
    assert (made[0], made[-1]) == (0, 2) and len(made) > 20
    assert np.allclose(np.diff(made), made[1])


@pytest.mark.parametrize("low, high", [(0.001, 1), (1, 1000), (0.5, 0.6), (1e-100, 1e100)])
def test_log_goes_up_in_small_factors_from_end_to_end(low, high):
    made = np.array(values(w=(low, high, "log")))
    assert (made[0], made[-1]) == pytest.approx((low, high)) and 20 <= len(made) <= MOST_POSITIONS
    factors = made[1:] / made[:-1]
    assert 1 < factors.min() and factors.max() < 1.6


def test_log_stops_at_the_numbers_that_people_name():
    made = values(w=(0.007, 0.4, "log"))
    assert made[:5] == (0.007, 0.008, 0.009, 0.01, 0.012) and made[-2:] == (0.3, 0.4)
    assert {0.02, 0.1, 0.15, 0.2, 0.25} <= set(made)


def test_a_range_starts_in_the_middle():
    playground = Playground(
        lambda axes, lr, epochs, w: None, lr=(0.01, 1, "log"), epochs=(0, 50), w=(-1.0, 1.0)
    )
    assert (playground.lr, playground.epochs, playground.w) == (0.1, 25, 0)


@pytest.mark.slow
def test_other_sequences_are_the_values_themselves():
    assert values(w=[1, 10]) == (1, 10)
    assert values(w=(1, 10, 100)) == (1, 10, 100)
    assert values(w=np.array([0.1, 0.2])) == (0.1, 0.2)
    assert values(w=range(3)) == (0, 1, 2)
    assert values(w=("sum", "mean")) == ("sum", "mean")
    assert values(w=slider([3, 4], start=4)) == (3, 4)
    assert values(w=choice([4, 3, 9])) == (4, 3, 9)


IPYWIDGETS = {
    "whole": (
        ipywidgets.IntSlider(min=10_000, max=10_020, step=5, value=10_010, description="n"),
        (10_000, 10_005, 10_010, 10_015, 10_020),
        10_010,
    ),
    "whole, a step too long at the end": (
        ipywidgets.IntSlider(min=0, max=10, step=6, value=10),
        (0, 6),
        6,
    ),
    "real": (
        ipywidgets.FloatSlider(min=0, max=1, step=0.25, value=0.5),
        (0, 0.25, 0.5, 0.75, 1),
        0.5,
    ),
    "real, of a step that binary cannot write": (
        ipywidgets.FloatSlider(min=0, max=0.3, step=0.1, value=0.3),
        (0, 0.1, 0.2, 0.3),
        0.3,
    ),
    "real, standing between two steps": (
        ipywidgets.FloatSlider(min=0, max=1, step=0.5, value=0.7),
        (0, 0.5, 1),
        0.5,
    ),
    "log": (
        ipywidgets.FloatLogSlider(min=-2, max=1, step=1, base=10, value=0.1),
        (0.01, 0.1, 1, 10),
        0.1,
    ),
    "selection": (
        ipywidgets.SelectionSlider(options=["low", "high"], value="high"),
        ("low", "high"),
        "high",
    ),
    "selection of labelled values": (
        ipywidgets.SelectionSlider(options=[("one", 1), ("ten", 10)], value=10),
        (1, 10),
        10,
    ),
}  # fmt: skip


@pytest.mark.parametrize("widget, expected, start", IPYWIDGETS.values(), ids=IPYWIDGETS)
def test_sliders_of_ipywidgets_keep_values_start_and_label(widget, expected, start):
    made = Playground(nothing, w=widget)
    own = made._controls["w"].values
    assert own == expected if isinstance(expected[0], str) else own == pytest.approx(expected)
    assert made.w == pytest.approx(start) if not isinstance(start, str) else made.w == start
    assert made._spec["controls"][0]["label"] == (widget.description or "w")


def test_whole_numbers_are_written_out_with_commas_from_ten_thousand_on():
    assert texts(Playground(nothing, w=IPYWIDGETS["whole"][0]))[1] == "10,005"
    assert texts(Playground(nothing, w=(0, 20_000)))[-1] == "20,000"


# What it shows


def seen_at(playground, **at):
    """What draw was last called with, after the sliders were moved there one by one."""
    for name, value in at.items():
        setattr(playground, name, value)
    return playground.text


def test_draw_is_called_with_fresh_axes_and_the_values_by_name():
    calls = []

    def draw(axes, lr, epochs=5, *, kind):
        assert not axes.lines and len(axes.figure.axes) == 1
        axes.plot([1, 2])
        calls.append((axes, dict(lr=lr, epochs=epochs, kind=kind)))

    playground = Playground(draw, kind=choice(["sum", "mean"]), lr=(0.1, 1, "log"), epochs=(1, 3))
    playground.epochs = 3
    assert [at for _, at in calls] == [
        {"kind": "sum", "lr": 0.4, "epochs": 2},
        {"kind": "sum", "lr": 0.4, "epochs": 3},
    ]
    assert calls[0][0] is not calls[1][0] and playground._shown["trouble"] == ""


EVERY = {
    "whole": (1, 8),
    "real": (0.0, 2.0),
    "log_scale": (0.001, 1, "log"),
    "sequence": [1, 2, 5],
    "texts": ["sum", "mean", "max"],
    "switch": choice([3, 1, 2]),
    "made": slider(range(5), "made by slider", start=2),
    "int_slider": ipywidgets.IntSlider(min=0, max=9),
    "float_slider": ipywidgets.FloatSlider(min=-1, max=1, step=0.5, value=0),
    "log_slider": ipywidgets.FloatLogSlider(min=-3, max=0, step=0.5, value=0.1),
    "selection_slider": ipywidgets.SelectionSlider(options=["a", "b", "c"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY)
def test_every_slider_is_driven_to_its_ends_and_between(name):
    def draw(axes, **at):
        axes.set_axis_off()
        return f"{at[name]!r}"

    playground = Playground(draw, **{name: EVERY[name]})
    own = playground._controls[name].values
    assert playground.text == repr(getattr(playground, name))
    for index in (0, len(own) - 1, len(own) // 2):
        setattr(playground, name, own[index])
        assert playground.text == repr(own[index]) and playground._position == [index]
    for index in (0, len(own) - 1, len(own) // 2):
        from_browser(playground, index)
        assert playground.text == repr(own[index]) and getattr(playground, name) == own[index]
        assert playground._shown["position"] == [index]
    with pytest.raises(InputError, match=f"^{name}: expected one of its {len(own)} values"):
        setattr(playground, name, "nowhere")
    assert playground.text == repr(own[len(own) // 2])


@pytest.mark.slow
def test_the_gallerys_playground_says_what_its_wave_does():
    playground = play_wave()
    frequencies = playground._controls["frequency"].values
    for frequency in thinned(frequencies, frequencies[::3]):
        phases = playground._controls["phase"].values
        for phase in thinned(phases[::10], phases[:: len(phases) // 2]):
            playground.frequency, playground.phase = frequency, phase
            (line,) = playground._figure.axes[0].lines
            height = line.get_ydata()[:-1]  # the last moment is the first of the next second
            tops = (height >= np.roll(height, 1)) & (height > np.roll(height, -1))
            assert tops.sum() == frequency
            caption = f"A wave that rises and falls {frequency} times."
            printed = f"{frequency} turns a second\n"
            assert playground.text == f"{caption}\n{printed}"


def test_a_text_it_returns_is_the_caption_and_anything_else_is_not():
    assert Playground(lambda axes, w: f"w is {w}.", w=[1, 2]).text == "w is 1."
    for returned in (None, 3, [1], np.zeros(3)):
        made = Playground(lambda axes, w, r=returned: r, w=slider([1, 2], "weight"))
        assert made.text == "Drawn for weight 1."
        assert made._shown["alt"] == "Picture for weight 1."


def test_what_it_prints_is_shown_and_bounded():
    def draw(axes, w):
        print("w is", w)
        if w == 2:
            print("x" * 10**6)

    playground = Playground(draw, w=[1, 2, 3])
    assert playground._shown["printed"] == "w is 1\n"
    playground.w = 2
    assert playground._shown["printed"].startswith("w is 2\nxxx")
    assert len(playground._shown["printed"]) <= 500
    playground.w = 3
    assert playground._shown["printed"] == "w is 3\n"


def test_what_a_cell_prints_meanwhile_is_not_the_playgrounds(capsys):
    began, told = threading.Event(), threading.Event()

    def draw(axes, w):
        if w == 2:
            began.set()
            assert told.wait(PATIENCE)
        print("from draw")

    playground = Playground(draw, w=[1, 2])
    other = threading.Thread(target=setattr, args=(playground, "w", 2))
    other.start()
    assert began.wait(PATIENCE)
    print("from a cell")
    told.set()
    other.join(PATIENCE)
    assert playground._shown["printed"] == "from draw\n"
    assert capsys.readouterr().out == "from a cell\n"


def rainbow(axes, w):
    """A picture whose colour says where it was drawn."""
    axes.set_axis_off()
    axes.figure.set_facecolor((w / 255, 0, 0))
    return f"w is {w}."


def redness(png):
    return round(float(plt.imread(io.BytesIO(png), format="png")[0, 0, 0]) * 255)


def test_picture_and_words_belong_together_at_every_position():
    playground = Playground(rainbow, w=range(0, 256, 51))
    for w in playground._controls["w"].values:
        playground.w = w
        assert redness(playground._image) == w and playground.text == f"w is {w}."


@pytest.mark.slow
def test_no_pyplot_figure_is_made():
    before = plt.get_fignums()
    playground = play_wave()
    playground.frequency = 3
    playground._repr_mimebundle_()
    assert plt.get_fignums() == before


@pytest.mark.slow
def test_the_same_sliders_give_the_same_bytes():
    first, again = play_wave(), play_wave()
    image = first._image
    assert image == again._image
    again.frequency = 8
    assert again._image != image
    again.frequency = first.frequency
    assert again._image == image
    assert b"Software" not in image and b"tEXt" not in image and b"tIME" not in image


def test_the_bundle_holds_the_widget_a_picture_and_the_words():
    playground = Playground(rainbow, w=[51, 102])
    playground.w = 102
    data, metadata = playground._repr_mimebundle_()
    assert set(data) == {"application/vnd.jupyter.widget-view+json", "image/png", "text/plain"}
    view = data["application/vnd.jupyter.widget-view+json"]
    assert view["model_id"] == playground.model_id
    assert redness(b64decode(data["image/png"])) == 102
    assert data["text/plain"] == "w is 102."
    # Two pixels of it for each that a page gives it, live and stored, for screens that have them.
    wide = metadata["image/png"]["width"]
    assert wide == playground._spec["width"] * 96 / 72
    for png in (playground._image, b64decode(data["image/png"])):
        assert plt.imread(io.BytesIO(png), format="png").shape[1] == 2 * wide
        assert Image.open(io.BytesIO(png)).mode == "P", "the bytes of three colours for each"


def test_it_composes_in_boxes():
    playground = Playground(nothing, w=[1, 2])
    box = VBox([HBox([playground]), Playground(nothing, w=[1, 2])])
    name = f"IPY_MODEL_{playground.model_id}"
    assert box.children[0].get_state("children")["children"] == [name]


def test_observe_hears_of_a_move_once():
    playground, heard = Playground(nothing, w=[1, 2, 3]), []
    playground.observe(lambda change: heard.append(change["new"]), "w")
    playground.w = 2
    from_browser(playground, 2)
    assert heard == [2, 3]


# What goes wrong in the learner's code


def fragile(axes, w):
    print("about to divide")
    if w == 2:
        return helper(w)
    return "All is well."


def helper(w):
    return w / 0


@pytest.mark.parametrize("strict", [False, True])
def test_an_error_shows_the_learners_own_line_and_message(monkeypatch, strict):
    playground = Playground(fragile, w=[1, 2, 3])
    well = playground._image
    if strict:
        monkeypatch.setenv("LIVEFIGURE_STRICT", "1")
        with pytest.raises(ZeroDivisionError):
            playground.w = 2
    else:
        playground.w = 2
    first = helper.__code__.co_firstlineno
    trouble = f"ZeroDivisionError: division by zero\nline {first + 1}: return w / 0"
    assert playground._shown["trouble"] == trouble
    assert playground.text == f"Nothing is drawn for w 2.\n{trouble}\nabout to divide\n"
    assert playground._image != well and playground.w == 2
    playground.w = 3
    assert playground.text == "All is well.\nabout to divide\n" and playground._image == well


def test_an_error_at_once_shows_too_and_is_raised_when_strict(monkeypatch):
    playground = Playground(fragile, w=[2, 1])
    assert "division by zero" in playground._repr_mimebundle_()[0]["text/plain"]
    monkeypatch.setenv("LIVEFIGURE_STRICT", "1")
    with pytest.raises(ZeroDivisionError):
        Playground(fragile, w=[2, 1])


def test_an_error_inside_matplotlib_shows_the_learners_line():
    playground = Playground(lambda axes, w: axes.plot([1, 2], [1, 2, 3]), w=[1, 2])
    message, line = playground._shown["trouble"].split("\n")
    assert message.startswith("ValueError: x and y must have same first dimension")
    assert "axes.plot([1, 2], [1, 2, 3])" in line


def test_an_error_that_only_shows_when_the_picture_is_made_is_shown_too():
    playground = Playground(lambda axes, w: axes.set_title(r"$\nonsense$") and None, w=[1, 2])
    assert playground._shown["trouble"].startswith("ValueError")
    assert playground._image.startswith(b"\x89PNG")


@pytest.mark.parametrize("end", [sys.exit, lambda: sys.exit("enough"), quit])
def test_sys_exit_ends_nothing(end):
    playground = Playground(lambda axes, w: end(), w=[1, 2])
    assert playground._shown["trouble"].startswith("SystemExit")
    playground.w = 2
    assert playground.text.startswith("Nothing is drawn for w 2.")


def test_stdout_is_as_before_whatever_happens():
    before = sys.stdout
    Playground(fragile, w=[2, 1])
    Playground(lambda axes, w: sys.exit(), w=[2, 1])
    assert sys.stdout is before


# Several threads


@pytest.fixture
def restless():
    """Threads take turns after every few instructions."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_a_slow_function_skips_to_the_newest():
    began, moved, drawn = threading.Event(), threading.Event(), []

    def draw(axes, w):
        axes.set_axis_off()
        drawn.append(w)
        if w == 1:
            began.set()
            assert moved.wait(PATIENCE)

    playground = Playground(draw, w=range(20))
    first = threading.Thread(target=from_browser, args=(playground, 1))
    first.start()
    assert began.wait(PATIENCE)
    others = [threading.Thread(target=from_browser, args=(playground, w)) for w in range(2, 20)]
    for other in others:
        other.start()
        while playground._position != [others.index(other) + 2]:  # its message has arrived
            pass
    moved.set()
    for thread in [first, *others]:
        thread.join(PATIENCE)
    assert drawn == [0, 1, 19]
    assert (playground.w, playground._shown["position"]) == (19, [19])


@pytest.mark.slow
def test_threads_move_and_draw_at_once_and_the_last_position_wins(restless):
    failures, pairs = [], []

    def draw(axes, a, b):
        axes.set_axis_off()
        axes.figure.set_facecolor((a / 255, b / 255, 0))
        return f"{a} {b}"

    many = thinned(40, 12)
    playground = Playground(draw, a=range(many), b=range(many))
    playground.observe(
        lambda change: pairs.append((playground._image, change["new"]["caption"])), "_shown"
    )
    start = threading.Barrier(3)

    def move(name):
        for value in range(1, many):
            setattr(playground, name, value)

    def draw_others():
        for w in range(0, 100, 100 // (many // 4)):
            assert redness(Playground(rainbow, w=[w, 255])._image) == w

    def guarded(work, *arguments):
        try:
            start.wait(PATIENCE)
            work(*arguments)
        except BaseException as error:
            failures.append(error)

    threads = [
        threading.Thread(target=guarded, args=arguments)
        for arguments in [(move, "a"), (move, "b"), (draw_others,)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert failures == []
    last = many - 1
    assert (playground.a, playground.b, playground._position) == (last, last, [last, last])
    assert playground.text == f"{last} {last}" and playground._shown["position"] == [last, last]
    for image, caption in pairs[-10:]:
        red, green, _, _ = plt.imread(io.BytesIO(image), format="png")[0, 0] * 255
        assert f"{red:.0f} {green:.0f}" == caption


def test_no_move_is_lost_between_two_threads(restless):
    """A cell may move one control while a callback's thread moves another."""
    for _ in range(5):
        live, _ = small(a=range(100), b=range(100))
        start = threading.Barrier(2)

        def move(name, live=live, start=start):
            start.wait(PATIENCE)
            for value in range(1, 100):
                setattr(live, name, value)

        threads = [threading.Thread(target=move, args=(name,)) for name in "ab"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert (live.a, live.b, live._position) == (99, 99, [99, 99])


@pytest.mark.parametrize(
    "move, heard",
    [
        (lambda live: setattr(live, "a", 2), "_position"),
        (lambda live: from_browser(live, 1, 0), "a"),
    ],
    ids=["from Python", "from the browser"],
)
def test_whatever_moves_a_control_holds_the_lock(move, heard):
    """Or a move from another thread, between reading and writing all positions, would be lost."""
    live, _ = small(a=[1, 2], b=[1, 2])
    free = []

    def look(change):
        def ask():
            free.append(live._moving.acquire(blocking=False))
            if free[-1]:
                live._moving.release()

        other = threading.Thread(target=ask)
        other.start()
        other.join(PATIENCE)

    live.observe(look, heard)
    move(live)
    assert free and not any(free)


def test_whatever_draws_holds_the_lock(monkeypatch):
    """Matplotlib's text layout is shared: a live figure and a playground never draw at once."""
    free = []

    def look(*_, **__):
        def ask():
            free.append(drawing.acquire(blocking=False))
            if free[-1]:
                drawing.release()

        other = threading.Thread(target=ask)
        other.start()
        other.join(PATIENCE)

    figure, axes = plt.subplots()
    monkeypatch.setattr(axes, "draw", look)  # Matplotlib calls it whenever it draws the figure
    live = LiveFigure(figure, w=[1, 2])
    live._repr_mimebundle_()
    times = len(free)
    Playground(lambda axes, w: monkeypatch.setattr(axes, "draw", look), w=[1, 2])
    assert times >= 3 and len(free) > times and not any(free)


# Bad input

RANGE = r"a range needs -1e\+308 < low < high < 1e\+308, got \("
LOG_RANGE = r"a range needs 0 < low < high < 1e\+308, got \("

BAD = {
    "no function": (lambda: Playground(3, w=[1, 2]), InputTypeError, "draw: expected a function"),
    "no slider": (lambda: Playground(nothing), InputError, "Playground: expected at least one"),
    "another name": (
        lambda: Playground(nothing, v=[1, 2]),
        InputError,
        r"draw: expected a function of \(axes, v\), got \(axes, w\)",
    ),
    "one name more": (
        lambda: Playground(nothing, w=[1], v=[1]),
        InputError,
        r"draw: expected a function of \(axes, w, v\), got \(axes, w\)",
    ),
    "one name too few": (
        lambda: Playground(lambda axes, w, v: None, w=[1, 2]),
        InputError,
        r"draw: expected a function of \(axes, w\), got \(axes, w, v\)",
    ),
    "no axes": (lambda: Playground(lambda w: None, w=[1, 2]), InputError, "draw: expected a"),
    "a taken name": (lambda: Playground(nothing, text=[1, 2]), InputError, "text: this name is"),
    "a number": (lambda: Playground(nothing, w=3), InputTypeError, "w: expected a sequence"),
    "a text": (lambda: Playground(nothing, w="abc"), InputTypeError, "w: expected a sequence"),
    "None": (lambda: Playground(nothing, w=None), InputTypeError, "w: expected a sequence"),
    "nothing": (lambda: Playground(nothing, w=()), InputError, "w: expected at least one"),
    "truth values": (lambda: Playground(nothing, w=(False, True)), InputTypeError, "w: expected n"),
    "ends turned": (lambda: Playground(nothing, w=(8, 1)), InputError, r"w: a range .* \(8, 1\)"),
    "equal ends": (lambda: Playground(nothing, w=(1, 1)), InputError, f"w: {RANGE}"),
    "nan": (lambda: Playground(nothing, w=(0, np.nan)), InputError, f"w: {RANGE}"),
    "infinite": (lambda: Playground(nothing, w=(0, np.inf)), InputError, f"w: {RANGE}"),
    "infinitely low": (lambda: Playground(nothing, w=(-np.inf, 0)), InputError, f"w: {RANGE}"),
    "huge": (lambda: Playground(nothing, w=(0, 10**400)), InputError, f"w: {RANGE}"),
    "log from 0": (lambda: Playground(nothing, w=(0, 1, "log")), InputError, f"w: {LOG_RANGE}"),
    "log from below": (
        lambda: Playground(nothing, w=(-1, 1, "log")), InputError, f"w: {LOG_RANGE}"
    ),
    "log turned": (lambda: Playground(nothing, w=(1, 0.1, "log")), InputError, f"w: {LOG_RANGE}"),
    "log infinite": (
        lambda: Playground(nothing, w=(1, np.inf, "log")), InputError, f"w: {LOG_RANGE}"
    ),
    "log huge": (
        lambda: Playground(nothing, w=(1, 10**400, "log")), InputError, f"w: {LOG_RANGE}"
    ),
    "another word": (lambda: Playground(nothing, w=(1, 2, "exp")), InputTypeError, "w: expected n"),
    "turning values": (lambda: Playground(nothing, w=(0, 10, 2)), InputError, "w: expected values"),
    "a button": (
        lambda: Playground(nothing, w=ipywidgets.Button()),
        InputTypeError,
        "w: expected a slider, got Button",
    ),
    "a slider of two handles": (
        lambda: Playground(nothing, w=ipywidgets.IntRangeSlider()),
        InputTypeError,
        "w: expected a slider, got IntRangeSlider",
    ),
    "a step of 0": (
        lambda: Playground(nothing, w=ipywidgets.FloatSlider(step=0)),
        InputError,
        r"w: expected a slider with a step above 0, got 0\.0",
    ),
    "no step": (
        lambda: Playground(nothing, w=ipywidgets.FloatSlider(step=None)),
        InputError,
        "w: expected a slider with a step above 0, got None",
    ),
    "steps without number": (
        lambda: Playground(nothing, w=ipywidgets.FloatSlider(min=0, max=1, step=1e-5)),
        InputError,
        "w: 100001 positions are more than 1000",
    ),
    "options that are no values": (
        lambda: Playground(nothing, w=ipywidgets.SelectionSlider(options=[("a", [1]), ("b", [2])])),
        InputTypeError,
        "w: expected numbers only or texts only",
    ),
    "a choice repeated": (
        lambda: Playground(nothing, w=choice([1, 2, 1])), InputError, "w: expected values that diff"
    ),
    "a start of nowhere": (
        lambda: Playground(nothing, w=slider([1, 2], start=3)), InputError, "w: start=3 is not one"
    ),
}  # fmt: skip


@pytest.mark.parametrize("make, error, opening", BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_one_sentence_and_makes_nothing(make, error, opening, living):
    with pytest.raises(error, match=f"^{opening}") as caught:
        make()
    assert type(caught.value) is error
    assert one_sentence(str(caught.value)), str(caught.value)
    assert len(str(caught.value)) < 300
    assert not [made for made in living() if isinstance(made, Playground)]


@pytest.fixture
def living():
    """The widgets made since the test began that are still alive."""
    from ipywidgets.widgets.widget import _instances

    before = set(_instances)
    return lambda: [widget for key, widget in _instances.items() if key not in before]
