"""The gallery is true: every phrase it shows, against data computed afresh, at every position."""

import math
import re

import numpy as np
import pytest

from livefigure.geometry import look_up
from tests.gallery.gallery import LIVE
from tests.livefigure.live_examples import positions, sent

pytestmark = pytest.mark.slow


def numbers(text):
    text = text.replace("\N{MINUS SIGN}", "-")
    return [float(found) for found in re.findall(r"[-+]?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def regime(live, control, place):
    """The phrase beside a slider at a position, given as indices."""
    spec, data, _ = sent(live)
    field = spec["controls"][list(live._controls).index(control)]["regimes"]
    return field["texts"][look_up(np.frombuffer(data, "<i2"), field["ref"], place)]


# The descent

STEPS = 30


def walked(lr, a):
    """Every point of a descent on a·x²/2 from x = 2, step by step."""
    x = [2.0]
    for _ in range(STEPS):
        x.append(x[-1] - lr * a * x[-1])
    return x


def shrinks(x):
    return all(abs(b) < abs(a) for a, b in zip(x, x[1:], strict=False))


def grows(x):
    return all(abs(b) > abs(a) for a, b in zip(x, x[1:], strict=False))


def swings(x):
    return all(a * b < 0 for a, b in zip(x, x[1:], strict=False))


REGIMES = {
    "arrives in one step": lambda x: abs(x[0]) > 1 and all(abs(v) < 1e-12 for v in x[1:]),
    "falls steadily": lambda x: shrinks(x) and all(v > 0 for v in x) and x[1] > 1e-9,
    "overshoots and converges": lambda x: shrinks(x) and swings(x) and abs(x[1]) < 2 * (1 - 1e-9),
    "swings for ever": lambda x: swings(x) and np.allclose(np.abs(x), 2, rtol=1e-9),
    "diverges": lambda x: grows(x) and swings(x) and abs(x[1]) > 2 * (1 + 1e-9),
}


def test_the_descent_does_what_its_regime_says():
    live = LIVE["descent"]()
    seen = set()
    for place, at in positions(live):
        x = walked(**at)
        said = regime(live, "lr", place)
        seen.add(said)
        assert REGIMES[said](x), at
        assert [name for name, holds in REGIMES.items() if holds(x)] == [said]
        text = live.text_at(**at)
        assert text.endswith(f": it {said}.")
        shown_lr, shown_a, factor = numbers(text)
        assert shown_lr == pytest.approx(at["lr"], rel=0.005) and shown_a == at["a"]
        assert factor == pytest.approx(x[1] / x[0], abs=0.0005001)
        assert "−0.000" not in text
    assert seen == set(REGIMES)


def test_the_descents_regimes_depend_on_the_other_slider():
    live = LIVE["descent"]()
    tracks = {}
    for (i, k), _ in positions(live):
        tracks.setdefault(k, []).append(regime(live, "lr", (i, k)))
    assert len({tuple(track) for track in tracks.values()}) == len(tracks) == 4


def test_the_descents_arrows_go_step_by_step_until_they_leave():
    live = LIVE["descent"]()
    bowl = live._figure.axes[0]
    sent(live)
    for _, at in positions(live):
        _, (arrows,), (last,), (error,) = live.shapes_at(**at)
        x = walked(**at)
        for k, (x0, y0, x1, y1) in enumerate(arrows["points"]):
            for (px, py), v in [((x0, y0), x[k]), ((x1, y1), x[k + 1])]:
                if abs(v) < 3:
                    place = on_page(bowl, v, at["a"] * v * v / 2)
                    assert (px, py) == pytest.approx(place, abs=1 / 24)
        overflowed = not abs(x[-1]) < 1e30
        assert math.isnan(last["points"][0][0]) == overflowed
        if "up" in [mark[0] for mark in error["marks"]]:
            assert "diverges" in live.text_at(**at)


def on_page(axes, x, y):
    """A point of the data in points from the figure's top left corner."""
    px, py = axes.transData.transform((x, y)) * 72 / axes.figure.dpi
    return px, axes.figure.get_figheight() * 72 - py


# The boundary


def trained(lr):
    """Points, labels and the weights after each of 200 epochs, one row at a time."""
    rng = np.random.default_rng(0)
    points = rng.normal(size=(40, 2))
    label = points[:, 0] + 0.3 * rng.normal(size=40) > 0.2
    w, weights = np.zeros(3), []
    for _ in range(200):
        slope = np.zeros(3)
        for point, y in zip(points, label, strict=True):
            row = np.array([*point, 1])
            slope += (sigmoid(w @ row) - y) * row / 40
        w = w - lr * slope
        weights.append(w)
    return points, label, weights


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def test_the_boundary_says_its_loss_and_share_and_shades_what_the_model_says():
    live = LIVE["boundary"]()
    lrs = live._controls["lr"].values
    runs = {lr: trained(lr) for lr in lrs}
    middle = np.arange(24) * 0.25 - 3 + 0.125  # of each of 24 cells from -3 to 3
    x0, x1 = np.meshgrid(middle, middle)
    for _, at in positions(live):
        points, label, weights = runs[at["lr"]]
        w = weights[at["epoch"] - 1]
        p = sigmoid(points @ w[:2] + w[2])
        loss = -np.mean(np.where(label, np.log(p), np.log(1 - p)))
        right = np.mean((p > 0.5) == label)
        epoch, lr, shown_loss, shown_right = numbers(live.text_at(**at))
        assert epoch == at["epoch"] and lr == pytest.approx(at["lr"], rel=0.005)
        assert shown_loss == pytest.approx(loss, abs=0.0005001)
        assert shown_right == pytest.approx(100 * right, abs=0.5001)

        cells = np.array(live.shapes_at(**at)[0][0]["cells"]).reshape(24, 24)
        exact = sigmoid(w[0] * x0 + w[1] * x1 + w[2]) * 8
        clear = np.abs(exact[..., None] - np.arange(1, 8)).min(axis=-1) > 1e-6
        assert (cells == np.minimum(np.floor(exact), 7))[clear].all() and clear.mean() > 0.99


@pytest.mark.slow
def test_the_boundarys_curves_stay_on_their_axes_and_fall():
    live = LIVE["boundary"]()
    for _, at in positions(live):
        _, _, (line,), (marker,) = live.shapes_at(**at)
        assert not line["marks"] + marker["marks"]
        heights = [y for _, y in line["points"]]
        assert heights == sorted(heights)  # downwards on the page
        assert marker["points"][0] in line["points"]


# The switch


def test_the_switch_says_the_probability_and_the_gap():
    live = LIVE["switch"]()
    for _, at in positions(live):
        p = sigmoid(at["z"])
        gap = p - {"passed": 1, "failed": 0}[at["y"]]
        text = live.text_at(**at)
        z, shown_p, shown_gap = numbers(text)
        assert z == pytest.approx(at["z"]) and f"the student {at['y']}," in text
        assert shown_p == pytest.approx(p, abs=0.005001)
        assert shown_gap == pytest.approx(gap, abs=0.005001) and "0.00" not in text.split("gap")[1]
        written = live.shapes_at(**at)[3][0]
        assert written["text"] == f"gap {gap:+.2f}" and not written["marks"]
        (x0, y0, x1, y1), axes = live.shapes_at(**at)[1][0]["points"][0], live._figure.axes[0]
        assert (x0, y0) == pytest.approx(on_page(axes, at["z"], p), abs=1 / 24)
        assert (x1, y1) == pytest.approx(on_page(axes, at["z"], p - gap), abs=1 / 24)


def test_the_switchs_text_has_room_at_every_position():
    live = LIVE["switch"]()
    spec, _, _ = sent(live)
    for _, at in positions(live):
        shape = live.shapes_at(**at)[3][0]
        right = spec["panels"][spec["artists"][3]["axes"]]["box"][2]
        wide = 0.6 * 10 * len(shape["text"])  # a generous width for ten points of size
        assert shape["points"][0][0] + wide < right, at


def test_the_switchs_question_has_the_answer_it_gives():
    live = LIVE["switch"]()
    asked = sent(live)[0]["predict"]
    z = live._controls["z"].values
    distance = [abs(sigmoid(v) - 1) for v in z]
    assert "closest to 0" in asked["question"] and "passed" in asked["question"]
    assert asked["options"][asked["answer"]] == "At large z"
    assert int(np.argmin(distance)) == len(z) - 1
    assert all(b < a for a, b in zip(distance, distance[1:], strict=False))  # "the larger z …"
    assert asked["covers"] == [1]


# The hunt


def test_the_hunt_says_where_you_stand_and_what_was_measured():
    live = LIVE["hunt"]()
    live._measured = list(range(81))
    values = {}
    for _, at in positions(live):
        x, y, value = numbers(live.text_at(**at))
        assert (x, y) == (at["x"], at["y"])
        values[x, y] = (x - 1) ** 2 + (y - 0.5) ** 2
        assert value == pytest.approx(values[x, y], abs=0.005001)
    live._measured = []
    assert all("value" not in live.text_at(**at) for _, at in positions(live))
    goal = np.unravel_index(sent(live)[0]["measure"]["goal"], (9, 9))
    place = tuple(c.values[i] for c, i in zip(live._controls.values(), goal, strict=True))
    assert place == min(values, key=values.get) == (1, 0.5)


def test_the_hunt_leaves_its_axes_on_three_sides_and_a_line_ends():
    live = LIVE["hunt"]()
    sides = {mark[0] for _, at in positions(live) for mark in live.shapes_at(**at)[0][0]["marks"]}
    assert sides == {"left", "up", "down"}
    assert [mark[0] for mark in live.shapes_at()[3][0]["marks"]] == ["end"]


# All of it


@pytest.mark.parametrize("name", LIVE)
def test_each_figure_speaks_whole_sentences_of_its_own_at_every_position(name):
    live = LIVE[name]()
    texts = [live.text_at(**at) for _, at in positions(live)]
    assert len(set(texts)) == len(texts)
    for text in texts:
        assert text.endswith(".") and "nan" not in text and "inf" not in text.split()


def test_every_ability_is_in_the_gallery():
    specs = [sent(build())[0] for build in LIVE.values()]
    kinds = {artist["kind"] for spec in specs for artist in spec["artists"]}
    assert kinds == {"line", "marker", "rectangles", "segments", "text", "area", "shade"}
    controls = [control for spec in specs for control in spec["controls"]]
    assert {control["kind"] for control in controls} == {"slider", "choice"}
    assert any(control["regimes"] for control in controls)
    assert any(control["play"] for control in controls)
    for ability in ("pin", "predict", "measure"):
        assert any(spec[ability] for spec in specs), ability
    artists = [artist for spec in specs for artist in spec["artists"]]
    assert any(artist["reveal"] for artist in artists)
    assert any(artist["style"].get("arrow") for artist in artists)
