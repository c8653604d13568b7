"""LiveFigure as a whole: what it sends, what it leaves behind, and what it refuses."""

import copy
import gc
import io
import json
import re
import subprocess
import sys
import weakref
from base64 import b64decode

import comm
import matplotlib.pyplot as plt
import numpy as np
import pytest
from comm.base_comm import BaseComm
from ipywidgets.widgets.widget import _instances

from livefigure import LiveFigure, Playground, cells, choice, slider
from livefigure.errors import InputError, InputTypeError
from livefigure.fixed import TWIN_DPI
from livefigure.geometry import look_up
from livefigure.panels import box
from livefigure.widget import Controlled
from tests.livefigure.live_examples import everything, one_sentence, positions, sent, small
from tests.thorough import thinned

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def example():
    """A small figure with everything a lesson uses."""
    live, axes = small(w=[1, 2, 3], kind=["sum", "mean"])
    live.name = "example"
    live.line(axes, [0, 1], np.array([1, 2, 3])[:, None] * [0, 0.4], along="w")
    live.marker(axes, 0.5, [0.1, 0.2, 0.3], along="w", reveal="measured")
    live.caption("With w = {w} it {does}.", does=np.array(["grows", "stays", "leaves"])[:, None])
    live.predict("What happens?", ["It grows", "It leaves"], answer=1, because="It does.")
    live.measure(probes=2, goal={"w": 2, "kind": "sum"})
    return live


# What reaches the browser


class Comm(BaseComm):
    """A line to a browser that notes what is sent."""

    sent: list = []

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):
        self.sent.append((self.comm_id, msg_type, data or {}, buffers or []))


@pytest.fixture
def messages(monkeypatch):
    """Every comm message, as (comm id, type, data, buffers)."""
    monkeypatch.setattr(Comm, "sent", [])
    monkeypatch.setattr(comm, "create_comm", Comm)
    return Comm.sent


def from_browser(live, **state):
    """What the browser's message does."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    live._handle_msg({"content": {"data": data}, "buffers": []})


def of(live, messages):
    """The messages of a figure itself, not of its layout."""
    return [message for message in messages if message[0] == live.model_id]


def test_a_figure_opens_with_one_message_that_carries_everything(messages):
    live = example()
    assert not [data for _, _, data, _ in messages if "_spec" in data.get("state", {})]
    live._repr_mimebundle_()
    live._repr_mimebundle_()
    ((_, kind, data, buffers),) = of(live, messages)
    state = data["state"]
    assert kind == "comm_open"
    assert {"_spec", "_svg", "_position", "_measured", "prediction", "_esm", "_css"} <= set(state)
    assert data["buffer_paths"] == [["_data"]] and bytes(buffers[0]) == live._data
    assert len(state["_spec"]["artists"]) == 2 and state["_svg"].startswith("<svg")
    assert (state["_position"], state["_measured"], state["prediction"]) == ([0, 0], [], None)


@pytest.mark.slow
def test_what_is_sent_is_plain_json_without_nan(messages):
    live = everything()
    sent(live)
    json.dumps(of(live, messages)[0][2], allow_nan=False)  # raises where it is not


def test_python_moves_the_slider_with_one_message(messages):
    live = example()
    sent(live)
    del messages[:]
    live.w = 3
    ((_, _, data, _),) = messages
    assert data["method"] == "update" and data["state"] == {"_position": [2, 0]}


def test_nothing_the_browser_says_comes_back(messages):
    live = example()
    sent(live)
    del messages[:]
    from_browser(live, _position=[2, 1])
    from_browser(live, _measured=[3, 5])
    from_browser(live, prediction=0)
    assert (live.w, live.kind, live._measured, live.prediction) == (3, "mean", [3, 5], 0)
    assert messages == []


def test_a_playgrounds_picture_and_words_arrive_in_one_message(messages):
    playground = tiny_playground()
    sent_before = playground._image
    del messages[:]
    from_browser(playground, _position=[2])
    ((_, _, data, buffers),) = messages
    assert set(data["state"]) == {"_shown"} and data["state"]["_shown"]["position"] == [2]
    assert data["buffer_paths"] == [] and playground._image == sent_before
    playground._function = lambda axes, w: axes.plot([0, w])
    del messages[:]
    from_browser(playground, _position=[1])
    ((_, _, data, buffers),) = messages
    assert data["buffer_paths"] == [["_image"]] and bytes(buffers[0]) == playground._image
    assert data["state"]["_shown"]["position"] == [1]


def test_measured_places_are_told_as_values():
    live = example()
    from_browser(live, _measured=[0, 5])
    assert live.measured == [{"w": 1, "kind": "sum"}, {"w": 3, "kind": "mean"}]


def test_a_figure_without_controls_shows_too():
    figure, axes = plt.subplots()
    live = LiveFigure(figure)
    live.line(axes, [0, 1], [0, 1])
    live.caption("A line.")
    assert live.text == "A line." and len(live.shapes_at()) == 1


# Predictions


@pytest.fixture
def kept(monkeypatch):
    """What figures asked to be remembered."""
    calls = []
    write = lambda *told: calls.append(told)  # noqa: E731
    monkeypatch.setattr(LiveFigure, "remember", (lambda name: None, write))
    return calls


@pytest.mark.parametrize(
    "choice, option, right", [(1, "It leaves", True), (0, "It grows", False), (-1, None, None)]
)
def test_a_prediction_is_handed_on_to_be_kept(kept, choice, option, right):
    from_browser(example(), prediction=choice)
    assert kept == [("example", "What happens?", option, right)]


def test_python_may_answer_too_and_taking_it_back_is_no_prediction(kept):
    live = example()
    live.prediction = 0
    live.prediction = None
    assert kept == [("example", "What happens?", "It grows", False)]


@pytest.fixture
def remembering(monkeypatch):
    """Figures that keep predictions, and these: (question, option) by the figure's name."""
    kept = {}
    write = lambda name, question, option, right: kept.update({name: (question, option)})  # noqa: E731
    monkeypatch.setattr(LiveFigure, "remember", (kept.get, write))
    return kept


@pytest.mark.parametrize("choice", [0, 1, -1])
def test_a_prediction_comes_back_when_the_cell_runs_again(remembering, choice):
    from_browser(example(), prediction=choice)
    again = example()
    sent(again)
    assert (again.prediction, again._remembered) == (choice, True)
    from_browser(again, _remembered=False, prediction=None)
    assert set(remembering) == {"example"}, "to be asked again forgets nothing"
    from_browser(again, prediction=1)
    assert remembering == {"example": ("What happens?", "It leaves")}


@pytest.mark.parametrize("old", [("What happens now?", "It leaves"), ("What happens?", "It left")])
def test_to_another_question_nothing_is_remembered(remembering, old):
    remembering["example"] = old
    live = example()
    sent(live)
    assert (live.prediction, live._remembered) == (None, False)


def test_what_is_remembered_is_not_told_anew(remembering, monkeypatch):
    remembering["example"] = ("What happens?", "It grows")
    monkeypatch.setattr(
        LiveFigure, "remember", (remembering.get, lambda *told: pytest.fail("told anew"))
    )
    live = example()
    sent(live)
    assert live.prediction == 0


def test_a_prediction_from_python_is_no_earlier_one(remembering):
    remembering["example"] = ("What happens?", "It grows")
    live = example()
    live.prediction = 1
    sent(live)
    assert (live.prediction, live._remembered) == (1, False)


def test_without_a_memory_a_figure_remembers_nothing():
    live = example()
    assert LiveFigure.remember is None
    from_browser(live, prediction=1)
    assert live.prediction == 1


def test_a_figure_without_a_name_keeps_no_prediction(kept):
    live = example()
    live.name = ""
    from_browser(live, prediction=1)
    assert live.prediction == 1 and kept == []


def test_a_figure_without_a_question_keeps_no_prediction(kept):
    live, _ = small()
    live.name = "no question"
    from_browser(live, prediction=1)
    assert kept == []


# Captions


def test_a_caption_has_one_sentence_a_call_and_the_measured_ones_where_measured():
    live, _ = small(a=[1, 2], b=slider([0.5, 1], format=".2f"))
    live.caption("a is {a}, b is {b}.")
    live.caption("Together {both:.1f}.", reveal="measured", both=np.add.outer([1, 2], [0.5, 1]))
    live._measured = [3]
    texts = [live.text_at(**at) for _, at in positions(live)]
    assert texts == [
        "a is 1, b is 0.50.",
        "a is 1, b is 1.00.",
        "a is 2, b is 0.50.",
        "a is 2, b is 1.00. Together 3.0.",
    ]


@pytest.mark.parametrize(
    "values, texts",
    [
        (7, ["7", "7", "7", "7", "7", "7"]),
        ([1, 2, 3], ["1", "2", "3", "1", "2", "3"]),
        ([[1], [2]], ["1", "1", "1", "2", "2", "2"]),
        (np.arange(6).reshape(2, 3), ["0", "1", "2", "3", "4", "5"]),
        (["low", "mid", "low"], ["low", "mid", "low"] * 2),
    ],
)
def test_a_caption_field_broadcasts_to_all_controls(values, texts):
    live, _ = small(a=[1, 2], b=[1, 2, 3])
    live.caption("{field}", field=values)
    assert [live.text_at(**at) for _, at in positions(live)] == texts


def test_a_field_of_many_texts_is_written_right_to_the_last():
    live, _ = small(a=range(180), b=range(180))
    live.caption("{n}", n=np.arange(180 * 180).reshape(180, 180))
    assert [live.text_at(a=a, b=a) for a in (0, 90, 179)] == ["0", "16,290", "32,399"]


def test_nan_and_infinity_are_written_as_words_that_python_uses():
    live, _ = small()
    live.caption("loss {loss:.2f}", loss=[np.nan, np.inf, -np.inf])
    assert [live.text_at(w=w) for w in (1, 2, 3)] == ["loss nan", "loss inf", "loss −inf"]


# Regimes, play and a pinned run


def regime(live, place):
    """The phrase and the colour of the track of `w` at a position, given as indices."""
    spec, data, _ = sent(live)
    field = spec["controls"][0]["regimes"]
    which = look_up(np.frombuffer(data, "<i2"), field["ref"], place)
    return field["texts"][which], field["colors"][which]


def test_a_track_is_coloured_by_what_it_says():
    live, _ = small(w=[1, 2, 3], kind=["sum", "mean"])
    live.regimes("w", [["slow"], ["good"], ["slow"]], colors=["red", "#0f0", "C0"])
    slow, good = ("slow", "#ff0000"), ("good", "#00ff00")
    seen = [regime(live, place) for place, _ in positions(live)]
    assert seen == [slow, slow, good, good, slow, slow]


def test_a_track_may_depend_on_another_control():
    live, _ = small(w=[1, 2, 3], kind=["sum", "mean"])
    live.regimes("w", [["a", "b"], ["b", "b"], ["b", "c"]])
    seen = [regime(live, place) for place, _ in positions(live)]
    assert [text for text, _ in seen] == ["a", "b", "b", "b", "b", "c"]
    assert len({color for _, color in seen}) == 3
    assert sent(live)[0]["controls"][1]["regimes"] is None


def test_a_control_that_is_not_played_has_no_buttons():
    live, _ = small(w=[1, 2, 3], kind=["sum", "mean"])
    live.play("w", seconds=1.5)
    assert [control["play"] for control in sent(live)[0]["controls"]] == [1.5, None]
    still, _ = small()
    assert sent(still)[0]["controls"][0]["play"] is None and sent(still)[0]["pin"] is None


def with_pin(along):
    live, axes = small(a=[1, 2, 3], b=slider([4, 5], "the second"), c=["x", "y"])
    live.line(axes, [0, 1], [0, 1])
    live.caption("a {a}, b {b}, c {c}.")
    live.caption("Measured.", reveal="measured")
    live.pin(along)
    return live


PINS = {
    "the first": ("a", {"a": 3}, "a 3", dict(a=3)),
    "the middle one": (("b",), {"b": 5}, "the second 5", dict(b=5)),
    "the last": ("c", {"c": "y"}, "c y", dict(c="y")),
    "first and last, turned": (("c", "a"), {"a": 3, "c": "y"}, "a 3, c y", dict(a=3, c="y")),
}


@pytest.mark.parametrize("along, kept, run, own", PINS.values(), ids=PINS)
def test_a_pinned_run_keeps_its_values_and_follows_the_others(along, kept, run, own):
    live = with_pin(along)
    texts = {place: live.text_at(**at) for place, at in positions(live)}
    assert live.pinned is None
    from_browser(live, _pinned=[2, 1, 1])
    assert live.pinned == kept
    for place, at in positions(live):
        there = live.text_at(**at).removeprefix(f"{texts[place]} Pinned, {run}: ")
        wanted = at | own
        assert there == f"a {wanted['a']}, b {wanted['b']}, c {wanted['c']}."
    from_browser(live, _pinned=[])
    assert live.pinned is None and {p: live.text_at(**at) for p, at in positions(live)} == texts


def test_a_pinned_run_says_what_was_measured_where_it_stands():
    live = with_pin("a")
    live._pinned, live._measured = [2, 0, 0], [0, 8]  # (1, 4, "x") and (3, 4, "x")
    text = "a 1, b 4, c x. Measured. Pinned, a 3: a 3, b 4, c x. Measured."
    assert live.text_at(a=1, b=4, c="x") == text
    assert live.text_at(a=1, b=5, c="x") == "a 1, b 5, c x. Pinned, a 3: a 3, b 5, c x."


def test_pinning_moves_nothing_and_comes_back_as_no_echo(messages):
    live = with_pin("a")
    sent(live)
    before = live.shapes_at()
    del messages[:]
    from_browser(live, _pinned=[2, 0, 0])
    assert messages == [] and live.shapes_at() == before and live._position == [0, 0, 0]
    assert live._spec["pin"] == [True, False, False]


# The picture under it, and the static twin


@pytest.mark.slow
def test_pyplot_forgets_the_figure():
    before = plt.get_fignums()
    live = everything()
    assert plt.get_fignums() == before
    live._repr_mimebundle_()
    assert plt.get_fignums() == before


def test_the_bundle_holds_the_widget_a_picture_and_the_caption():
    live = example()
    live.prediction = 0
    data, _ = live._repr_mimebundle_()
    assert set(data) == {WIDGET_VIEW, "image/png", "text/plain"}
    assert data[WIDGET_VIEW]["model_id"] == live.model_id
    assert data["text/plain"] == live.text == "With w = 1 it grows."
    png = b64decode(data["image/png"])
    assert png.startswith(b"\x89PNG\r\n\x1a\n") and png.endswith(b"IEND\xaeB`\x82")
    assert b"Software" not in png and b"tEXt" not in png and b"tIME" not in png
    live.w = 2
    assert live._repr_mimebundle_()[0]["text/plain"] == "With w = 2 it stays."


def test_a_figure_without_a_caption_has_words_too():
    live, _ = small()
    assert live._repr_mimebundle_()[0]["text/plain"] == "A figure with sliders."


def pixels(data):
    return plt.imread(io.BytesIO(b64decode(data["image/png"])), format="png")


def test_the_twin_shows_the_moving_parts_where_they_stand():
    def blue_rows(live):
        red, green, blue = pixels(live._repr_mimebundle_()[0])[..., :3].transpose(2, 0, 1)
        return np.flatnonzero(((blue - red > 0.5) & (green < 0.6)).any(axis=1))

    live, axes = small(w=[0.25, 0.75])
    live.line(axes, [0, 1], [[0.25], [0.75]], along="w")
    low = blue_rows(live)
    live.w = 0.75
    high = blue_rows(live)
    heights = np.array([axes.bbox.y0 + axes.bbox.height * v for v in (0.25, 0.75)])
    rows = pixels(live._repr_mimebundle_()[0]).shape[0] - heights * TWIN_DPI / axes.figure.dpi
    assert np.allclose([low.mean(), high.mean()], rows, atol=1.5)


@pytest.mark.slow
def test_the_twin_of_a_hard_figure_is_drawn_at_every_kind_of_position():
    live = everything()
    live._measured = [0, 39]
    live.prediction = 0
    seen = set()
    for values in (dict(lr=0.001, epoch=1), dict(lr=1.0, epoch=1000), dict(lr=10.0)):
        for key, value in values.items():
            setattr(live, key, value)
        seen.add(live._repr_mimebundle_()[0]["image/png"])
    assert len(seen) == 3
    assert [len(axes.lines) for axes in live._figure.axes] == [0, 0, 0]


@pytest.mark.slow
def test_the_same_figure_gives_the_same_bytes():
    first, again = everything(), everything()
    assert sent(first) == sent(again)
    for key in ("image/png", "text/plain"):
        assert first._repr_mimebundle_()[0][key] == again._repr_mimebundle_()[0][key]


def test_the_fixed_picture_follows_the_theme_and_says_nothing_about_its_making():
    figure, axes = plt.subplots(facecolor="white")
    axes.fill([1, 2, 2], [1, 1, 2], color="black", edgecolor="white")
    axes.imshow([[1, 2], [3, 4]], extent=(0, 1, 0, 1))
    axes.set_title("A title")
    _, _, svg = sent(LiveFigure(figure, w=[1, 2]))
    assert svg.startswith("<svg") and svg.rstrip().endswith("</svg>")
    assert not re.search(r"#000000|#ffffff|#262626|\bblack\b", svg)
    assert "currentColor" in svg and "var(--live-paper)" in svg
    assert "<dc:date>" not in svg and "<dc:creator>" not in svg
    assert not re.search(r"20\d\d-\d\d-\d\d", svg)
    assert not re.search(r'<svg[^>]* (width|height)="', svg)
    assert re.search(r'<svg[^>]* viewBox="0 0 460\.8 345\.6"', svg)
    for image in re.findall(r"base64,([^\"]+)", svg):
        assert b"tEXt" not in b64decode(image)


def test_the_layout_is_that_of_a_drawing_and_the_paper_is_left_out():
    def wide():
        figure, axes = plt.subplots(figsize=(3, 2), layout="constrained", facecolor="#123456")
        axes.set(ylabel="so many\nlines\nthat it is wide", aspect="equal")
        return figure

    live, drawn = LiveFigure(wide(), w=[1, 2]), wide()
    drawn.draw_without_rendering()
    spec, _, svg = sent(live)
    assert spec["panels"][0]["box"] == pytest.approx(box(drawn.axes[0], 2 * 72))
    assert "123456" not in svg and live._figure.get_facecolor() == drawn.get_facecolor()


def test_a_picture_drawn_in_between_changes_nothing():
    calm, disturbed = example(), example()
    disturbed._repr_mimebundle_()
    disturbed.w = 3
    disturbed._repr_mimebundle_()
    disturbed.w = 1
    assert sent(calm) == sent(disturbed)
    assert calm._repr_mimebundle_()[0]["image/png"] == disturbed._repr_mimebundle_()[0]["image/png"]


# Running a cell again


def answer(widget, *content):
    """The front end has the widget whole, and answers what it was asked."""
    message = {"method": "custom", "content": {}}
    widget._handle_msg({"content": {"data": message}, "buffers": []})


@pytest.fixture
def kernel(monkeypatch):
    """run(cell, *builders): a notebook runs a cell that shows what these functions make, in a
    front end that answers at once."""
    runs = iter(range(10**6))
    monkeypatch.setattr(Controlled, "send", answer)
    monkeypatch.setattr(cells, "_leaving", [])

    def run(cell, *builders):
        name = f"run {next(runs)}"
        monkeypatch.setattr(cells, "_running_cell", lambda: (cell, name))
        made = [build() for build in builders]
        for live in made:
            live.model_id  # noqa: B018 - what showing it does
        return made

    monkeypatch.setattr(cells, "_by_cell", {})
    return run


def tiny():
    live, axes = small()
    axes.set_axis_off()
    live.line(axes, [0, 1], [0, 1])
    return live


def tiny_playground():
    return Playground(lambda axes, w: axes.set_axis_off(), w=[1, 2, 3])


@pytest.mark.slow
@pytest.mark.parametrize("build", [tiny, tiny_playground])
def test_a_cell_run_many_times_leaves_one_figure_behind(kernel, build):
    kernel("a", build)
    gc.collect()
    before, open_figures = len(_instances), plt.get_fignums()
    alive, figures = weakref.WeakSet(), weakref.WeakSet()
    for _ in range(thinned(200, 12)):
        (made,) = kernel("a", build)
        alive.add(made), figures.add(made._figure)
    assert len(_instances) == before and plt.get_fignums() == open_figures
    gc.collect()
    assert len(alive) == len(figures) == 1


def test_figures_and_playgrounds_of_one_cell_leave_together(kernel):
    before = set(_instances)
    kernel("a", tiny, tiny_playground)
    one_run = len(set(_instances) - before)
    kernel("a", tiny, tiny_playground)
    assert len(set(_instances) - before) == one_run


@pytest.mark.slow
def test_a_figure_that_was_replaced_keeps_no_matplotlib_figure(kernel):
    (kept,) = kernel("a", tiny)  # as IPython keeps what it displayed, in Out
    figure = weakref.ref(kept._figure)
    kernel("a", tiny)
    gc.collect()
    assert figure() is None
    assert kept.text_at(w=2) == "" and len(kept.shapes_at(w=2)) == 1


def test_what_was_never_shown_is_let_go_too(kernel, monkeypatch):
    before = set(_instances)
    for i in range(3):
        monkeypatch.setattr(cells, "_running_cell", lambda i=i: ("a", f"run {i}"))
        tiny()
    assert len(set(_instances) - before) <= 1


def test_figures_of_one_run_stay_together_and_leave_together(kernel):
    first = kernel("a", tiny, tiny)
    elsewhere = kernel("b", tiny)
    assert all(live.comm is not None for live in first + elsewhere)
    second = kernel("a", tiny, tiny, tiny)
    assert all(live.comm is None for live in first)
    assert all(live.comm is not None for live in second + elsewhere)


def test_a_figure_is_closed_once_the_front_end_answers_and_not_before(kernel, monkeypatch):
    asked = []
    monkeypatch.setattr(Controlled, "send", lambda widget, content: asked.append(widget))
    figure, playground = kernel("a", tiny, tiny_playground)
    assert asked == []
    kernel("a", tiny)
    kernel("a", tiny)
    assert asked[:2] == [figure, playground] and len(asked) == 3
    assert figure.comm is not None and playground.comm is not None
    answer(playground)
    assert figure.comm is not None and playground.comm is None
    answer(figure)
    assert figure.comm is None and cells._leaving == asked[2:]


@pytest.mark.slow
def test_a_front_end_that_never_answers_keeps_a_few(kernel, monkeypatch):
    monkeypatch.setattr(Controlled, "send", lambda widget, content: None)
    made = [live for _ in range(30) for live in kernel("a", tiny)]
    kept = [live for live in made if live.comm is not None]
    assert kept == made[-1 - cells.MOST_LEAVING :]


def test_outside_a_notebook_nothing_is_closed(monkeypatch):
    monkeypatch.setattr(cells, "_by_cell", {})
    one, other = tiny(), tiny()
    sent(one), sent(other)
    assert one.comm is not None and other.comm is not None and cells._by_cell == {}


@pytest.mark.parametrize(
    "parent, expected",
    [
        ({"metadata": {"cellId": "c1"}, "header": {"msg_id": "m1"}}, ("c1", "m1")),
        ({"metadata": {}, "header": {"msg_id": "m1"}}, (None, "m1")),
        ({}, (None, "")),
        (None, (None, "")),
    ],
)
def test_the_running_cell_is_read_from_the_kernels_request(monkeypatch, parent, expected):
    class Shell:
        class kernel:  # noqa: N801 - as IPython names it
            @staticmethod
            def get_parent(channel):
                return parent if channel == "shell" else {"metadata": {"cellId": "wrong"}}

    monkeypatch.setattr("IPython.get_ipython", lambda: Shell)
    assert cells._running_cell() == expected


def test_closing_twice_does_no_harm():
    live = tiny()
    sent(live)
    live.close()
    live.close()
    assert live.layout.comm is None


# Bad input


def other_axes():
    figure, axes = plt.subplots()
    plt.close(figure)
    return axes


POINTS = ([0, 1], [0, 1])


def shade(live, axes, cells=((0, 1),), colors=("r", "b"), extent=(0, 1, 0, 1), **others):
    live.shade(axes, cells, colors, extent=extent, **others)


BAD_CALLS = {
    # arrays
    "rows of another length": (
        lambda live, ax: live.line(ax, [0, 1], np.zeros((4, 2)), along="w"),
        InputError,
        r"line: y has shape \(4, 2\), expected \(3, 2\) \(3 of w\)",
    ),
    "two controls in the other order": (
        lambda live, ax: live.line(ax, [0, 1], np.zeros((2, 3, 2)), along=("w", "kind")),
        InputError,
        r"line: y has shape \(2, 3, 2\), expected \(3, 2, 2\) \(3 of w, 2 of kind\)",
    ),
    "points that do not match": (
        lambda live, ax: live.line(ax, [0, 1, 2], [0, 1]),
        InputError,
        r"line: y has shape \(2,\), expected \(3,\) or",
    ),
    "too many axes": (
        lambda live, ax: live.marker(ax, 0, np.zeros((3, 2, 2)), along="w"),
        InputError,
        r"marker: y has shape \(3, 2, 2\), expected \(3, 2\)",
    ),
    "sides that do not match": (
        lambda live, ax: live.rectangles(ax, 0, 0, 1, np.zeros(5), along="w"),
        InputError,
        r"rectangles: top has shape \(5,\), expected \(3,\)",
    ),
    "empty": (lambda live, ax: live.line(ax, [], []), InputError, "line: x is empty"),
    "texts": (lambda live, ax: live.line(ax, [0, 1], ["a", "b"]), InputTypeError, "line: y is not"),
    "None": (lambda live, ax: live.line(ax, [0, 1], {}), InputTypeError, "line: y is not"),
    "ragged": (lambda live, ax: live.line(ax, 0, [[0, 1], [0]]), InputTypeError, "line: y is not"),
    "complex": (lambda live, ax: live.line(ax, [0, 1], [0, 1j]), InputTypeError, "line: y is not"),
    "segments of other lengths": (
        lambda live, ax: live.segments(ax, [0, 1], 0, 1, [0, 1, 2]),
        InputError,
        r"segments: x0 has shape \(2,\), expected \(3,\)",
    ),
    "segments of texts": (
        lambda live, ax: live.segments(ax, 0, 0, 1, "a"),
        InputTypeError,
        "segments: y1 is not an array of numbers",
    ),
    "several places for a text": (
        lambda live, ax: live.write(ax, [0, 1], 0, "a"),
        InputError,
        r"write: x has shape \(2,\), expected \(\)",
    ),
    "several places for a text at each position": (
        lambda live, ax: live.write(ax, np.zeros((3, 2)), 0, "a", along="w"),
        InputError,
        r"write: x has shape \(3, 2\), expected \(3,\) \(3 of w\)",
    ),
    "mis-shaped texts": (
        lambda live, ax: live.write(ax, 0, 0, ["a", "b", "c"], along="w"),
        InputError,
        r"write: texts has shape \(3,\), expected \(3, 2\)",
    ),
    "ragged texts": (
        lambda live, ax: live.write(ax, 0, 0, [["a", "b"], ["c"]]),
        InputTypeError,
        "write: texts is not an array",
    ),
    "a text nowhere": (
        lambda live, ax: live.write(ax, "here", 0, "a"), InputTypeError, "write: x is not an array"
    ),
    "cells by no row": (
        lambda live, ax: shade(live, ax, cells=[0, 1]),
        InputError,
        r"shade: cells has shape \(2,\) of int64, expected whole numbers by control, row and col",
    ),
    "cells that are no whole numbers": (
        lambda live, ax: shade(live, ax, cells=[[0.5]]), InputError, "shade: cells has shape .* of"
    ),
    "no cells": (lambda live, ax: shade(live, ax, cells=[[]]), InputError, "shade: cells has shap"),
    "ragged cells": (
        lambda live, ax: shade(live, ax, cells=[[0, 1], [0]]), InputTypeError, "shade: cells is not"
    ),
    "cells by another control": (
        lambda live, ax: shade(live, ax, cells=np.zeros((2, 4, 5), int), along="w"),
        InputError,
        r"shade: cells has shape \(2, 4, 5\), expected \(3, 4, 5\) \(3 of w\)",
    ),
    "cells by no control": (
        lambda live, ax: shade(live, ax, cells=np.zeros((3, 4, 5), int)),
        InputError,
        r"shade: cells has shape \(3, 4, 5\), expected \(4, 5\)",
    ),
    "a cell without a color": (
        lambda live, ax: shade(live, ax, cells=[[0, 2]]),
        InputError,
        "shade: cells goes from 0 to 2, expected indices of the 2 colors",
    ),
    "a negative cell": (
        lambda live, ax: shade(live, ax, cells=[[-1]]), InputError, "shade: cells goes from -1 to"
    ),
    "a color of cells": (
        lambda live, ax: shade(live, ax, colors=["r", "bleu"]), InputError, "colors: 'bleu' is not"
    ),
    "one color of cells": (
        lambda live, ax: shade(live, ax, colors="red"), InputTypeError, "colors: expected a sequenc"
    ),
    "a number of colors": (
        lambda live, ax: shade(live, ax, colors=8), InputTypeError, "colors: expected a sequence"
    ),
    "three sides": (
        lambda live, ax: shade(live, ax, extent=(0, 1, 2)), InputError, r"shade: extent is \(0, 1,"
    ),
    "no extent": (lambda live, ax: shade(live, ax, extent=None), InputError, "shade: extent is No"),
    "a side at nan": (
        lambda live, ax: shade(live, ax, extent=(0, 1, 0, np.nan)), InputError, "shade: extent is"
    ),
    "sides in words": (
        lambda live, ax: shade(live, ax, extent=("a", "b", 0, 1)),
        InputTypeError,
        "shade: extent is not an array of numbers",
    ),
    "cells on foreign axes": (
        lambda live, ax: shade(live, other_axes()), InputError, "axes: expected the figure's own"
    ),
    "a text on foreign axes": (
        lambda live, ax: live.write(other_axes(), 0, 0, "a"), InputError, "axes: expected"
    ),
    # tracks and buttons
    "regimes of no control": (
        lambda live, ax: live.regimes("lr", "a"),
        InputError,
        "control: no slider 'lr'; the figure has w",
    ),
    "regimes of a choice": (
        lambda live, ax: live.regimes("kind", "a"), InputError, "control: no slider 'kind'; the"
    ),
    "regimes of two controls": (
        lambda live, ax: live.regimes(("w", "kind"), "a"), InputError, "control: no slider"
    ),
    "regimes of a list": (lambda live, ax: live.regimes(["w"], "a"), InputError, "control: no sl"),
    "mis-shaped regimes": (
        lambda live, ax: live.regimes("w", ["a", "b", "c"]),
        InputError,
        r"regimes: phrases has shape \(3,\), expected \(3, 2\)",
    ),
    "ragged regimes": (
        lambda live, ax: live.regimes("w", [["a"], ["b", "c"]]),
        InputTypeError,
        "regimes: phrases is not an array",
    ),
    "fewer colors than regimes": (
        lambda live, ax: live.regimes("w", [["a"], ["b"], ["c"]], colors=["r", "b"]),
        InputError,
        "regimes: 3 phrases need as many colors, got 2",
    ),
    "a color of regimes": (
        lambda live, ax: live.regimes("w", "a", colors=["bleu"]), InputError, "colors: 'bleu' is no"
    ),
    "one color of regimes": (
        lambda live, ax: live.regimes("w", "a", colors="red"), InputTypeError, "colors: expected a"
    ),
    "play of no control": (lambda live, ax: live.play("lr"), InputError, "control: no slider 'lr'"),
    "play of a choice": (lambda live, ax: live.play("kind"), InputError, "control: no slider 'kin"),
    "play at once": (
        lambda live, ax: live.play("w", seconds=0), InputError, "seconds: expected a number above 0"
    ),
    "play backwards": (lambda live, ax: live.play("w", seconds=-1), InputError, "seconds: expecte"),
    "play for ever": (
        lambda live, ax: live.play("w", seconds=np.inf), InputError, "seconds: expected a number"
    ),
    "play in words": (lambda live, ax: live.play("w", seconds="6"), InputError, "seconds: expecte"),
    "pin of no control": (lambda live, ax: live.pin(()), InputError, "pin: expected at least one"),
    "pin of an unknown control": (
        lambda live, ax: live.pin("lr"), InputError, "along: no control 'lr'; the figure has w, kin"
    ),
    "pin of a number": (lambda live, ax: live.pin(3), InputTypeError, "along: expected names of"),
    # controls
    "an unknown control": (
        lambda live, ax: live.line(ax, *POINTS, along="lr"),
        InputError,
        "along: no control 'lr'; the figure has w, kind",
    ),
    "dragging along an unknown control": (
        lambda live, ax: live.marker(ax, 1, [1, 2, 3], along="w", drag="lr"),
        InputError,
        "along: no control 'lr'; the figure has w, kind",
    ),
    "dragging along what it does not depend on": (
        lambda live, ax: live.marker(ax, 1, 1, drag="w"),
        InputError,
        "drag: expected sliders among none, on which",
    ),
    "dragging a choice": (
        lambda live, ax: live.marker(ax, 1, [1, 2], along="kind", drag="kind"),
        InputError,
        "drag: expected sliders among kind, on which",
    ),
    "dragging what is measured": (
        lambda live, ax: live.marker(
            ax, 1, [1, 2, 3], along="w", drag="w", reveal="measured"
        ),
        InputError,
        "drag: expected sliders among w, on which",
    ),
    "a control twice": (
        lambda live, ax: live.line(ax, *POINTS, along=("w", "w")),
        InputError,
        "along: expected each control once",
    ),
    "a number for a control": (
        lambda live, ax: live.line(ax, *POINTS, along=3),
        InputTypeError,
        "along: expected names",
    ),
    # axes
    "foreign axes": (lambda live, ax: live.line(other_axes(), *POINTS), InputError, "axes: "),
    "no axes": (lambda live, ax: live.line(None, *POINTS), InputError, "axes: "),
    "an array of axes": (
        lambda live, ax: live.line(np.array([ax, ax]), *POINTS),
        InputError,
        "axes: expected the figure's own axes",
    ),
    # looks
    "color": (lambda live, ax: live.line(ax, *POINTS, color="bleu"), InputError, "color: 'bleu'"),
    "color of a kind": (lambda live, ax: live.line(ax, *POINTS, color=3), InputError, "color: 3"),
    "fill": (
        lambda live, ax: live.rectangles(ax, 0, 0, 1, 1, fill="rainbow"),
        InputError,
        "fill: 'rainbow'",
    ),
    "fill_opacity": (
        lambda live, ax: live.rectangles(ax, 0, 0, 1, 1, fill="red", fill_opacity="half"),
        InputError,
        "fill_opacity: ",
    ),
    "color of a text": (
        lambda live, ax: live.write(ax, 0, 0, "a", color="bleu"), InputError, "color: 'bleu' is not"
    ),
    "size of a text": (
        lambda live, ax: live.write(ax, 0, 0, "a", size="big"), InputError, "size: expected a numbe"
    ),
    "dash of segments": (
        lambda live, ax: live.segments(ax, 0, 0, 1, 1, dash="wavy"), InputError, "dash: expected"
    ),
    "reveal of cells": (
        lambda live, ax: shade(live, ax, reveal="later"), InputError, "reveal: expected"
    ),
    "dash": (lambda live, ax: live.line(ax, *POINTS, dash="wavy"), InputError, "dash: expected"),
    "dash of a kind": (lambda live, ax: live.line(ax, *POINTS, dash=[1]), InputError, "dash: "),
    "width": (lambda live, ax: live.line(ax, *POINTS, width="thick"), InputError, "width: "),
    "negative width": (lambda live, ax: live.line(ax, *POINTS, width=-1), InputError, "width: "),
    "symbol": (lambda live, ax: live.marker(ax, 0, 0, symbol="*"), InputError, "symbol: expected"),
    "symbol of a kind": (lambda live, ax: live.marker(ax, 0, 0, symbol=1), InputError, "symbol: "),
    "size": (lambda live, ax: live.marker(ax, 0, 0, size=np.nan), InputError, "size: expected"),
    "reveal": (lambda live, ax: live.line(ax, *POINTS, reveal="later"), InputError, "reveal: "),
    "reveal of a kind": (lambda live, ax: live.line(ax, 0, 0, reveal=[]), InputError, "reveal: "),
    # captions
    "a field without values": (
        lambda live, ax: live.caption("{w} and {loss}"),
        InputError,
        r"caption: {loss} is not among its fields \(w, kind\)",
    ),
    "a field without a name": (lambda live, ax: live.caption("{}"), InputError, "caption: {} is"),
    "an unused field": (
        lambda live, ax: live.caption("{w}", loss=1),
        InputError,
        "caption: loss is not used",
    ),
    "a mis-shaped field": (
        lambda live, ax: live.caption("{loss} {bad}", loss=[1, 2], bad=[1, 2, 3]),
        InputError,
        r"caption: bad has shape \(3,\), expected \(3, 2\)",
    ),
    "a bad format": (
        lambda live, ax: live.caption("{loss} {kinds:.2f}", loss=[1, 2], kinds=["a", "b"]),
        InputError,
        "caption: kinds cannot be written with '.2f'",
    ),
    "a format for a control": (
        lambda live, ax: live.caption("{w:.2f}"),
        InputError,
        "caption: {w} is a control",
    ),
    "an open brace": (lambda live, ax: live.caption("{w"), InputError, "caption: the template"),
    "no template": (lambda live, ax: live.caption(3), InputError, "caption: the template"),
    "a caption's reveal": (lambda live, ax: live.caption("a", reveal=1), InputError, "reveal: "),
    # predictions and measurements
    "one option": (
        lambda live, ax: live.predict("?", ["a"], answer=0, because="."),
        InputError,
        "options: expected at least two, got 1",
    ),
    "a text for options": (
        lambda live, ax: live.predict("?", "yes", answer=0, because="."),
        InputTypeError,
        "options: expected a sequence",
    ),
    "an answer out of range": (
        lambda live, ax: live.predict("?", ["a", "b"], answer=2, because="."),
        InputError,
        "answer: expected an index from 0 to 1, got 2",
    ),
    "a negative answer": (
        lambda live, ax: live.predict("?", ["a", "b"], answer=-1, because="."),
        InputError,
        "answer: ",
    ),
    "a text for an answer": (
        lambda live, ax: live.predict("?", ["a", "b"], answer="b", because="."),
        InputError,
        "answer: ",
    ),
    "a cover from elsewhere": (
        lambda live, ax: live.predict("?", ["a", "b"], answer=0, because=".", covers=other_axes()),
        InputError,
        "covers: expected the figure's own axes",
    ),
    "own and foreign covers": (
        lambda live, ax: live.predict(
            "?", ["a", "b"], answer=0, because=".", covers=(ax, other_axes())
        ),
        InputError,
        "covers: expected the figure's own axes",
    ),
    "None for a cover": (
        lambda live, ax: live.predict("?", ["a", "b"], answer=0, because=".", covers=None),
        InputError,
        "covers: expected the figure's own axes",
    ),
    "a number for a cover": (
        lambda live, ax: live.predict("?", ["a", "b"], answer=0, because=".", covers=3),
        InputError,
        "covers: expected the figure's own axes",
    ),
    "no probes": (
        lambda live, ax: live.measure(probes=0, goal={"w": 1, "kind": "sum"}),
        InputError,
        "probes: expected a positive whole number, got 0",
    ),
    "half a goal": (
        lambda live, ax: live.measure(probes=3, goal={"w": 1}),
        InputError,
        "goal: expected a value for each of w, kind",
    ),
    "no goal": (lambda live, ax: live.measure(probes=3, goal=None), InputError, "goal: "),
    "a goal that cannot be reached": (
        lambda live, ax: live.measure(probes=3, goal={"w": 1.5, "kind": "sum"}),
        InputError,
        "goal: 1.5 is not a value of w",
    ),
    # looking
    "shapes_at of an unknown control": (lambda live, ax: live.shapes_at(z=1), InputError, "z: "),
    "text_at of an unknown control": (lambda live, ax: live.text_at(lr=1), InputError, "lr: "),
    "text_at of an unknown value": (lambda live, ax: live.text_at(w=9), InputError, "w: 9 is not"),
}  # fmt: skip


def with_axes():
    live, axes = small(w=[1, 2, 3], kind=choice(["sum", "mean"]))
    live.line(axes, [0, 1], [0, 1])
    live.caption("{w}, {kind}.")
    return live, axes


@pytest.fixture(scope="module")
def whole():
    """A figure that all bad input is tried on, and its axes."""
    return with_axes()


@pytest.mark.parametrize("call, error, opening", BAD_CALLS.values(), ids=BAD_CALLS)
def test_bad_input_is_refused_with_one_sentence(call, error, opening, whole):
    with pytest.raises(error) as caught:
        call(*whole)
    assert type(caught.value) is error
    assert re.match(opening, str(caught.value)), str(caught.value)
    assert one_sentence(str(caught.value)), str(caught.value)


def test_of_bad_input_nothing_is_half_added():
    undisturbed = sent(with_axes()[0])

    def disturbed(names):
        live, axes = with_axes()
        for name in names:
            call, error, _ = BAD_CALLS[name]
            with pytest.raises(error):
                call(live, axes)
        return sent(live) != undisturbed

    assert not disturbed(BAD_CALLS), [name for name in BAD_CALLS if disturbed([name])]


@pytest.mark.parametrize("projection", ["polar", "3d", "mollweide"])
def test_axes_that_are_not_straight_are_refused(projection):
    figure = plt.figure()
    axes = figure.add_subplot(projection=projection)
    live = LiveFigure(figure, w=[1, 2])
    with pytest.raises(InputError, match="^axes: expected straight axes") as caught:
        live.line(axes, [0, 1], [0, 1])
    assert one_sentence(str(caught.value)) and live.shapes_at() == []


@pytest.mark.parametrize("figure", [None, "figure", 3, plt])
def test_only_a_figure_becomes_live(figure):
    with pytest.raises(InputTypeError, match="^figure: expected a Matplotlib figure") as caught:
        LiveFigure(figure, w=[1, 2])
    assert one_sentence(str(caught.value))


def test_axes_or_pairs_for_a_figure_are_refused():
    pair = plt.subplots()
    plt.close(pair[0])
    for given in (pair, pair[1]):
        with pytest.raises(InputTypeError, match="^figure: "):
            LiveFigure(given, w=[1, 2])


def test_a_figure_without_axes_is_refused():
    figure = plt.figure()
    plt.close(figure)
    with pytest.raises(InputError, match="^figure: expected .* at least one axes") as caught:
        LiveFigure(figure, w=[1, 2])
    assert one_sentence(str(caught.value))


def test_too_large_arrays_are_refused_when_shown_and_again():
    live, axes = small(w=range(300))
    every = np.random.default_rng(0).random((300, 1000))
    live.line(axes, np.linspace(0, 1, 1000), every, along="w")
    told = []
    for _ in range(2):
        with pytest.raises(InputError, match="602 kB, more than 400 kB; thin") as caught:
            live.model_id  # noqa: B018
        told.append(str(caught.value))
    assert told[0] == told[1] and one_sentence(told[0])


def test_what_fits_the_budget_is_shown():
    live, axes = small(lr=range(41), epoch=range(40))
    every = np.random.default_rng(0).random((41, 40, 60))
    live.line(axes, np.linspace(0, 1, 60), every, along=("lr", "epoch"))
    assert 41 * 40 * 60 * 2 <= len(sent(live)[1]) <= 400_000


def test_what_is_the_same_all_along_a_control_is_sent_once():
    live, axes = small(lr=range(41), epoch=range(40))
    level = np.arange(40)[:, None] / 40 + np.zeros((41, 40, 60))
    live.line(axes, np.linspace(0, 1, 60), level, along=("lr", "epoch"))
    assert len(sent(live)[1]) < 2 * (40 * 60 + 60 + 10)
    (low,), (same,), (high,) = (
        live.shapes_at(lr=lr, epoch=epoch)[0] for lr, epoch in ((3, 5), (40, 5), (3, 30))
    )
    assert low == same and low["points"][0][1] > high["points"][0][1]


def test_more_texts_than_can_be_counted_are_refused():
    live, _ = small(a=range(200), b=range(200))
    with pytest.raises(InputError, match="^caption: n has 40000 different texts") as caught:
        live.caption("{n}", n=np.arange(40_000).reshape(200, 200))
    assert one_sentence(str(caught.value))


LATE = {
    "segments": lambda live, axes: live.segments(axes, 0, 0, 1, 1),
    "write": lambda live, axes: live.write(axes, 0, 0, "a"),
    "area": lambda live, axes: live.area(axes, *POINTS),
    "shade": lambda live, axes: live.shade(axes, [[0]], ["r"], extent=(0, 1, 0, 1)),
    "regimes": lambda live, axes: live.regimes("w", "a"),
    "play": lambda live, axes: live.play("w"),
    "pin": lambda live, axes: live.pin("w"),
    "line": lambda live, axes: live.line(axes, *POINTS),
    "marker": lambda live, axes: live.marker(axes, 0, 0),
    "rectangles": lambda live, axes: live.rectangles(axes, 0, 0, 1, 1),
    "caption": lambda live, axes: live.caption("{w}"),
    "predict": lambda live, axes: live.predict("?", ["a", "b"], answer=0, because="."),
    "measure": lambda live, axes: live.measure(probes=1, goal={"w": 1, "kind": "sum"}),
}


@pytest.fixture(scope="module")
def shown():
    """A figure that is shown, its axes, and what was sent."""
    live, axes = with_axes()
    return live, axes, copy.deepcopy(sent(live))


@pytest.mark.parametrize("call", LATE.values(), ids=LATE)
def test_nothing_is_added_to_a_figure_that_is_shown(call, shown):
    live, axes, before = shown
    with pytest.raises(InputError, match="already shown") as caught:
        call(live, axes)
    assert one_sentence(str(caught.value)) and sent(live) == before


def test_an_error_in_a_notebook_is_one_line():
    with pytest.raises(InputError) as caught:
        small(w=[])
    assert caught.value._render_traceback_() == [
        "InputError: w: expected at least one value, got none."
    ]


# The package


@pytest.mark.slow
def test_importing_the_package_does_not_import_torch():
    code = "import sys, livefigure; print('torch' in sys.modules, livefigure.__all__)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("False ") and "LiveFigure" in run.stdout


def test_a_slider_knows_the_axis_along_which_it_moves_something():
    figure, (left, right) = plt.subplots(1, 2)
    left.set_xlim(0, 4)
    right.set(xlim=(1, 100), xscale="log")
    values, rates, odd = [0, 1, 2, 3, 4], [1, 10, 100], [0, 1, 5]
    live = LiveFigure(figure, w=values, lr=rates, odd=odd, short=[0, 1], still=[0, 1])
    live.marker(left, values, 0, along="w")
    live.marker(right, rates, 5, along="lr")
    live.marker(left, odd, 0, along="odd")  # not evenly
    live.marker(left, [0, 1], 0, along="short")  # a quarter of the axis
    live.marker(left, 1, [0, 1], along="still")  # up and down
    live.model_id  # noqa: B018 - what showing it does
    boxes = [panel["box"] for panel in live._spec["panels"]]
    first, second, *others = [control["axis"] for control in live._spec["controls"]]
    assert first == (0, pytest.approx(boxes[0][0], abs=0.1), pytest.approx(boxes[0][2], abs=0.1))
    assert second == (1, pytest.approx(boxes[1][0], abs=0.1), pytest.approx(boxes[1][2], abs=0.1))
    assert others == [None, None, None]
    live.close()
