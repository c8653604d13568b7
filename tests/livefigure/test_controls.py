"""The sliders: their values, texts and ticks, and the traits that Python sees."""

import re

import numpy as np
import pytest
from ipywidgets import HBox, VBox

from livefigure import choice, controls, slider
from livefigure.errors import InputError, InputTypeError
from tests.livefigure.live_examples import one_sentence, positions, small


def complete(name, given):
    """The control as a figure completes it, labelled by its name."""
    return controls.complete(name, given, name.replace("_", " "))


def texts(control):
    return [control.text(i) for i in range(len(control.values))]


# Values and their texts


def test_a_plain_sequence_becomes_a_slider_that_starts_at_its_first_value():
    control = complete("w", np.linspace(0, 4, 41))
    assert control.start == 0 and control.label == "w"
    assert texts(control) == [f"{i / 10:.6g}" for i in range(41)]
    assert all(type(value) is float for value in control.values)


def test_labels_are_words():
    assert complete("lr", [0.1]).label == "lr"
    assert complete("batch_size", [1]).label == "batch size"
    assert complete("w", slider([1], "weight")).label == "weight"


def test_a_format_writes_the_numbers():
    assert texts(complete("p", slider([0, 0.5], format=".0%"))) == ["0%", "50%"]
    assert texts(complete("n", range(3))) == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (-1.5, ".1f", "−1.5"),
        (1.5, "+.1f", "+1.5"),
        (-0.04, ".1f", "0.0"),
        (0.04, "+.1f", "0.0"),
        (-0.0, ".6g", "0"),
        (-1e-05, ".6g", "−10⁻⁵"),
        (-np.inf, ".2f", "−inf"),
        (-3, "", "−3"),
        (-1.369e143, ".4g", "−1.369·10¹⁴³"),
        (1.0e12, ".1e", "1.0·10¹²"),
        (9999, "", "9999"),
        (10_000, "", "10,000"),
        (-1234567.8912, ".3f", "−1,234,567.891"),
        (0.00012345, ".8f", "0.00012345"),
        (12, "06d", "000012"),
        ("two-sided -1", "", "two-sided -1"),
    ],
)
def test_a_number_has_a_true_minus_sign_and_nothing_has_none(value, form, text):
    assert controls.written(value, form) == text


def test_a_generator_of_values_is_read_once():
    assert complete("n", (i for i in range(3))).values == (0, 1, 2)


def test_falling_values_and_texts_are_sliders_too():
    assert complete("w", [3, 2, 1]).start == 3
    assert texts(complete("kind", ["sum", "mean"])) == ["sum", "mean"]
    assert complete("kind", slider(["sum", "mean"], start="mean")).start == "mean"


# Ticks


def tick_texts(values):
    return [text for _, text in complete("c", values).ticks()]


def test_few_positions_carry_a_label_each():
    assert tick_texts([1, 2, 3, 4, 5, 6, 7]) == ["1", "2", "3", "4", "5", "6", "7"]
    assert tick_texts(["a", "b"]) == ["a", "b"]
    assert tick_texts([5]) == ["5"]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        (np.linspace(0, 4, 41), "0 1 2 3 4"),
        (np.linspace(4, 0, 41), "4 3 2 1 0"),
        (range(51), "0 10 20 30 40 50"),
        (range(16), "0 5 10 15"),
        (range(37), "0 10 20 30"),
        (np.linspace(-1.8, 1.8, 37), "−1.5 −1 −0.5 0 0.5 1 1.5"),
        (np.linspace(0.05, 0.95, 19), "0.2 0.4 0.6 0.8"),
        (np.linspace(-1000, 1000, 41), "−1000 −500 0 500 1000"),
    ],
)
def test_an_even_row_is_labelled_at_round_numbers(values, labels):
    assert tick_texts(values) == labels.split()


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.4], "0.01 0.02 0.03 0.05 0.1 0.2 0.4"),
        (np.geomspace(1e-4, 10, 41), "0.0001 0.001 0.01 0.1 1 10"),
        ([1, 2, 4, 6, 7, 10, 13, 18, 24, 32, 42, 56, 75, 100, 133, 178, 316, 359], "1 10 100 359"),
        ([-1000, -40, *range(-8, 9), 40, 1000], "−1000 −5 −3 0 3 5 1000"),
        ([*range(-8, 9), 10, 20, 40, 1000], "−8 −5 −3 0 3 5 10 1000"),
        ([0, *range(1, 9), 12, 20, 38, 83, 100, 178, 464, 1000], "0 3 5 20 100 1000"),
        ([7, 7.5, 8, 11, 13, 17, 19, 23.0], "7 23"),
    ],
)
def test_an_uneven_row_is_labelled_at_its_roundest_numbers(values, labels):
    assert tick_texts(values) == labels.split()
    assert tick_texts(values[::-1]) == labels.split()[::-1]


@pytest.mark.parametrize("values", [range(50), np.geomspace(1e-4, 10, 41), [1, 2], range(9, 0, -1)])
def test_a_tick_says_the_value_at_its_place(values):
    control = complete("c", values)
    ticks = control.ticks()
    assert [text for _, text in ticks] == [control.text(i) for i, _ in ticks]
    assert [i for i, _ in ticks] == sorted({i for i, _ in ticks})
    assert all(0 <= i < len(control.values) for i, _ in ticks)


def test_a_landmark_is_one_of_the_values():
    made = complete("lr", slider([0.1, 0.2, 0.3], landmarks={0.2: "a fifth"}))
    assert made.spec()["landmarks"] == [(1, "a fifth")]
    with pytest.raises(InputError, match="^lr: the landmark 0.4 is not one of its values.$"):
        complete("lr", slider([0.1, 0.2, 0.3], landmarks={0.4: "two fifths"}))


# Choices


def test_a_choice_takes_values_in_any_order():
    control = complete("batch", choice([32, 1, 800], start=1))
    assert (control.values, control.start, control.label) == ((32, 1, 800), 1, "batch")
    assert control.spec()["kind"] == "choice" and control.spec()["texts"] == ["32", "1", "800"]
    assert complete("r", choice(["sum", "mean"], "reduction")).label == "reduction"
    assert complete("w", slider([1, 2])).spec()["kind"] == "slider"


def test_a_choice_moves_what_depends_on_it():
    live, axes = small(kind=choice(["sum", "mean", "max"]), w=[1, 2])
    live.marker(axes, 0.5, [0.3, 0.1, 0.2], along="kind")
    live.caption("{kind} {w}")
    heights = []
    for place, at in positions(live):
        live.kind, live.w = at["kind"], at["w"]
        assert live.text == f"{at['kind']} {at['w']}" and tuple(live._position) == place
        heights.append(live.shapes_at()[0][0]["points"][0][1])
        from_browser(live, _position=[0, 0])
        assert (live.kind, live.w) == ("sum", 1)
    assert heights[0] == heights[1] < heights[4] == heights[5] < heights[2] == heights[3]


# Traits


@pytest.fixture
def live():
    """Two controls, a caption that names their values."""
    live, axes = small(w=np.linspace(0, 4, 41), kind=["sum", "mean"])
    live.line(axes, [0, 1], np.linspace(0, 1, 41)[:, None] * [0, 1], along="w")
    live.caption("w is {w}, {kind}.")
    return live


def from_browser(live, **state):
    """What the browser's message does."""
    message = {"method": "update", "state": state, "buffer_paths": []}
    live._handle_msg({"content": {"data": message}, "buffers": []})


def test_a_trait_holds_the_current_value(live):
    assert (live.w, live.kind) == (0.0, "sum")
    live.w = 2.5
    assert live.text == "w is 2.5, sum." and live._position == [25, 0]
    live.kind = "mean"
    assert live.text == "w is 2.5, mean." and live._position == [25, 1]


def test_every_position_is_reached_from_both_sides(live):
    for place, at in positions(live):
        live.w, live.kind = at["w"], at["kind"]
        assert tuple(live._position) == place
        from_python = live.text, live.shapes_at()
        from_browser(live, _position=[0, 0])
        from_browser(live, _position=list(place))
        assert (live.w, live.kind) == (at["w"], at["kind"])
        assert (live.text, live.shapes_at()) == from_python


def test_a_value_next_to_one_of_its_own_is_that_one(live):
    live.w = 0.1 + 0.2
    assert live.w == live._controls["w"].values[3]
    live.w = np.float64(1)
    assert live.w == 1.0


def test_observe_hears_python_and_browser_and_nothing_else(live):
    heard = []
    live.observe(lambda change: heard.append((change["old"], change["new"])), "w")
    live.w = 1.0
    live.w = 1.0
    from_browser(live, _position=[20, 0])
    from_browser(live, _position=[20, 1])
    assert heard == [(0.0, 1.0), (1.0, 2.0)]


@pytest.mark.parametrize(
    "value", [0.05, 5, -1, "2", None, [1], np.array([1.0, 2.0]), np.nan, np.inf, 2j]
)
def test_a_value_that_is_none_of_its_own_is_refused_and_nothing_moves(live, value):
    live.w = 1.0
    heard = []
    live.observe(heard.append, ["w", "_position"])
    with pytest.raises(InputError) as caught:
        live.w = value
    assert one_sentence(str(caught.value)) and str(caught.value).startswith("w: expected one of ")
    assert (live.w, live._position, heard) == (1.0, [10, 0], [])


def test_a_text_that_is_none_of_its_own_is_refused(live):
    with pytest.raises(InputError, match="^kind: .* 2 values from sum to mean, got 'max'"):
        live.kind = "max"
    with pytest.raises(InputError):
        live.kind = 0
    assert live.kind == "sum"


def test_two_figures_move_apart():
    (one, _), (other, _) = small(w=[1, 2]), small(w=[1, 2])
    one.w = 2
    assert (one.w, other.w, other._position) == (2, 1, [0])


def test_a_control_of_one_figure_is_no_trait_of_another():
    small(lr=[1, 2])
    other, _ = small(w=[1, 2])
    assert not hasattr(other, "lr")


def test_figures_compose_in_boxes(live):
    other, _ = small()
    box = VBox([HBox([live]), other])
    assert box.children[0].get_state("children")["children"] == [f"IPY_MODEL_{live.model_id}"]
    assert live._spec["width"] == 3 * 72


# Bad input

BAD = {
    "no values": ([], InputError, "w: expected at least one value"),
    "no sequence": (3, InputTypeError, "w: expected a sequence"),
    "None": (None, InputTypeError, "w: expected a sequence"),
    "a text for a sequence": ("0123", InputTypeError, "w: expected a sequence"),
    "not monotone": ([1, 3, 2], InputError, "w: expected values that only rise or only fall"),
    "a log range that turns": ([0.1, 1, 0.5], InputError, "w: expected values that only rise"),
    "repeated": ([1, 1, 2], InputError, "w: expected values that only rise"),
    "repeated texts": (["a", "b", "a"], InputError, "w: expected texts that differ"),
    "nan": ([1, np.nan], InputError, "w: expected finite values"),
    "infinite": ([1, np.inf], InputError, "w: expected finite values"),
    "too large": ([1, 10**400], InputError, "w: expected numbers below"),
    "a mixture": ([1, "a"], InputTypeError, "w: expected numbers only or texts only"),
    "truth values": ([False, True], InputTypeError, "w: expected numbers only"),
    "complex numbers": ([1, 2j], InputTypeError, "w: expected numbers only"),
    "a table": (np.zeros((2, 2)), InputTypeError, "w: expected numbers only"),
    "a start of another slider": (slider([1, 2], start=3), InputError, "w: start=3 is not one of"),
    "a choice of nothing": (choice([]), InputError, "w: expected at least one value"),
    "a choice repeated": (choice([2, 1, 2]), InputError, "w: expected values that differ"),
    "a text repeated": (choice(["a", "a"]), InputError, "w: expected texts that differ"),
    "a choice of nan": (choice([2, np.nan]), InputError, "w: expected finite values"),
    "a mixed choice": (choice([2, "a"]), InputTypeError, "w: expected numbers only or texts only"),
    "a start of another choice": (choice(["a"], start="b"), InputError, "w: start='b' is not one"),
    "a huge number": ([1, 10**30, 10**400], InputError, "w: expected numbers below"),
    "a format for texts": (slider([1, 2], format="%d"), InputError, "w: format='%d'"),
}


@pytest.mark.parametrize("given, error, opening", BAD.values(), ids=BAD)
def test_bad_values_are_refused_with_one_sentence(given, error, opening):
    with pytest.raises(error) as caught:
        small(w=given)
    assert type(caught.value) is error
    assert str(caught.value).startswith(opening) and one_sentence(str(caught.value))


@pytest.mark.parametrize("kind", [slider, choice])
@pytest.mark.parametrize("values", [3, None, "0123"])
def test_what_is_no_sequence_is_refused_at_once(kind, values):
    with pytest.raises(InputTypeError) as caught:
        kind(values)
    assert one_sentence(str(caught.value))


def test_numbers_beyond_64_bits_are_values_too():
    control = complete("n", [0, 10**30])
    assert texts(control) == ["0", "10³⁰"] and control.index(10**30) == 1


@pytest.mark.parametrize("name", ["text", "line", "layout", "observe", "comm", "_figure", "_spec"])
def test_a_control_cannot_take_a_name_of_the_figure(name):
    with pytest.raises(InputError, match=f"^{name}: this name is taken") as caught:
        small(**{name: [1, 2]})
    assert one_sentence(str(caught.value))


# The position of all


def test_a_position_is_read_and_set_as_a_whole():
    live, _ = small(w=[1, 2, 3], kind=choice(["a", "b"]))
    live.position = {"kind": "b", "w": 3}
    assert (live.w, live.kind, live.position) == (3, "b", {"w": 3, "kind": "b"})
    live.position = {"w": 2}
    assert live.position == {"w": 2, "kind": "b"}


@pytest.mark.parametrize(
    "values, said",
    [
        ({"kind": "a", "w": 9}, "position: 9 is not a value of w."),
        ({"w": 1, "lr": 1}, "position: the figure has no control 'lr'."),
    ],
)
def test_a_position_that_is_none_moves_nothing(values, said):
    live, _ = small(w=[1, 2, 3], kind=choice(["a", "b"], start="b"))
    with pytest.raises(InputError, match=re.escape(said)):
        live.position = values
    assert live.position == {"w": 1, "kind": "b"}
