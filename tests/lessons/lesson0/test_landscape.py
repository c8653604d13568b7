"""The start page's landscape: its valleys, where balls end, and that the browser says the same."""

import json
import os
import re
import shutil
import subprocess
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.image import imread

from course_utils.pictures import COLORS
from lessons.lesson0 import figures, land
from lessons.lesson0.landscape import SAYS, Landscape, sentences
from lessons.lesson0.stored import WIDTH, png
from tests.needs import need
from tests.thorough import thinned

HERE = Path(__file__).parent
SECONDS = 600
rng = np.random.default_rng(0)
PLACES = rng.uniform((-7, -4.5), (7, 4.5), (100, 2))
# Where the browser is compared: below, between and above the limits, of which some are chaotic.
SEEN = thinned(PLACES, PLACES[:40])
COMPARED = (0.005, 0.0145, 0.016, 0.0235, 0.026)
RATES = thinned(land.RATES, land.RATES[::4])
H = 1e-5


def walk(x, y, lr, steps):
    """So many steps more, without a look at what land.ends makes of them."""
    with np.errstate(all="ignore"):
        for _ in range(steps):
            a, b = x**2 + y - 11, x + y**2 - 7
            x, y = x - lr * (4 * a * x + 2 * b), y - lr * (2 * a + 4 * b * y)
    return x, y


# The land


def test_the_slope_is_the_heights_and_the_curvature_the_slopes():
    x, y = PLACES.T
    across = (land.height(x + H, y) - land.height(x - H, y)) / (2 * H)
    up = (land.height(x, y + H) - land.height(x, y - H)) / (2 * H)
    np.testing.assert_allclose(land.slope(x, y), (across, up), rtol=1e-6, atol=1e-4)
    for x, y in PLACES[:20]:
        along_x = np.subtract(land.slope(x + H, y), land.slope(x - H, y)) / (2 * H)
        along_y = np.subtract(land.slope(x, y + H), land.slope(x, y - H)) / (2 * H)
        fresh = np.linalg.eigvals([along_x, along_y])
        np.testing.assert_allclose(land.curvature(x, y), np.sort(fresh.real), rtol=1e-5, atol=1e-4)


def test_the_four_valleys_are_its_lowest_places_and_go_out_one_after_the_other():
    x, y = land.VALLEYS.T
    assert np.abs(land.slope(x, y)).max() < 1e-10 and land.height(x, y).max() < 1e-20
    assert land.quarter(x, y).tolist() == [0, 1, 2, 3]
    steepest = [land.curvature(*valley)[1] for valley in land.VALLEYS]
    np.testing.assert_allclose(steepest, [133.8, 105.4, 82.3, 80.6], atol=0.06)
    np.testing.assert_allclose(land.LIMITS, np.divide(2, steepest), rtol=1e-12)
    assert [f"{limit:.4f}" for limit in land.LIMITS] == ["0.0149", "0.0190", "0.0243", "0.0248"]
    # On the slider each goes out at a step of its own.
    assert len({sum(lr < limit for lr in land.RATES) for limit in land.LIMITS}) == 4


@pytest.mark.slow
def test_a_ball_beside_a_bottom_comes_back_below_the_limit_and_not_above():
    x, y = (land.VALLEYS + (0.02, -0.03)).T
    below = [sum(lr < limit for lr in land.RATES) for limit in land.LIMITS]
    ends = sorted({land.RATES[n + k] for n in below for k in (-1, 0)})
    for lr in thinned(land.RATES, [land.RATES[0], *ends, land.RATES[-1]]):
        later = walk(x, y, lr, 3000)
        back = np.abs(np.subtract(later, land.VALLEYS.T)).max(axis=0) < 1e-6
        np.testing.assert_array_equal(back, lr < land.LIMITS)
        np.testing.assert_array_equal(land.ends(x, y, lr)[0] == range(4), back)


# Where balls end


@pytest.mark.parametrize("lr", RATES)
def test_a_ball_ends_as_is_said(lr):
    x, y = np.concatenate([PLACES, [(-7.45, 4.45), (7.45, -4.45)]]).T
    end, steps = land.ends(x, y, lr)
    later = np.array(walk(x, y, lr, 2500))
    at_rest = np.abs(later[:, None] - land.VALLEYS.T[..., None]).max(axis=0) < 1e-6  # valley, ball
    for valley in range(4):
        assert (at_rest[valley] == (end == valley)).all()
    assert not np.isfinite(later[:, end == land.LOST]).any()
    restless = np.flatnonzero(end == land.RESTLESS)
    assert (steps[restless] == land.STEPS).all() and (steps[end != land.RESTLESS] > 0).all()
    assert not restless.size or lr >= land.LIMITS[0], "no ball is merely slow"
    here = walk(x[restless], y[restless], lr, land.STEPS - 20)
    leaps = []
    for _ in range(20):
        there = walk(*here, lr, 1)
        leaps.append(np.hypot(*np.subtract(there, here)))
        here = there
    far = np.max(leaps, axis=0) > 0.1
    assert (far | (leaps[-1] > leaps[0])).all(), "it would be at rest to the eye"


@pytest.mark.slow
def test_no_start_that_can_be_reached_stands_still_or_is_slow():
    x, y = np.meshgrid(*land.STARTS)
    assert np.hypot(*land.slope(x, y)).min() > 0.2
    for lr in land.RATES:
        if lr < land.LIMITS[0]:
            assert (land.ends(x, y, lr)[0] != land.RESTLESS).all(), lr


def test_the_way_of_one_ball_is_that_of_many():
    x, y = PLACES.T
    end, steps = land.ends(x, y, 0.016)
    assert set(end) == {1, 2, 3, land.LOST, land.RESTLESS}
    for ball in range(len(PLACES)):
        path, one = land.follow(x[ball], y[ball], 0.016)
        assert (one, len(path) - 1) == (end[ball], steps[ball])
        np.testing.assert_array_equal(path[1], walk(x[ball], y[ball], 0.016, 1))


# The browser


@pytest.mark.slow
def test_the_browser_computes_the_same(tmp_path):
    node = shutil.which("node")
    need("Node", node)
    balls = []
    for lr in COMPARED:
        for x, y in SEEN.tolist():
            path, end = land.follow(x, y, lr)
            says = sentences(path, end, lr)
            balls.append(
                {"start": [x, y], "lr": lr, "path": path.tolist(), "end": end, "says": says}
            )
    assert {ball["end"] for ball in balls} == set(range(6))
    script, told = tmp_path / "landscape.mjs", tmp_path / "balls.json"
    script.write_text(Landscape._esm, encoding="utf-8")
    told.write_text(json.dumps({"land": Landscape()._land, "balls": balls}), encoding="utf-8")
    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / "landscape.test.mjs")],
        env=os.environ | {"LAND_SCRIPT": script.as_uri(), "LAND_BALLS": str(told)},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    assert f"compared {len(COMPARED) * len(SEEN)} balls" in run.stdout


def test_the_script_is_small_and_needs_no_network():
    script, style = Landscape._esm, Landscape._css
    assert 5_000 < len(script.encode()) <= 14_000
    assert not re.search(r"\bimport\b|\w+://", script)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|eval|require)\b", script)
    assert style and not re.search(r"url\(|@import|://", style)


# What it says, and its picture


@pytest.mark.parametrize("lr", RATES)
def test_what_is_said_is_true_and_short(lr):
    out = [name for name, limit in zip("ABCD", land.LIMITS, strict=True) if lr * 2 >= limit * 2]
    for x, y in [(0.45, -0.75), (7.45, 4.45), (-3.05, -2.95), (3.05, 2.05), *PLACES[:20]]:
        path, end = land.follow(x, y, lr)
        first, second = sentences(path, end, lr)
        assert len(f"{first} {second}") <= 140
        assert re.findall(r"\d+", first) == [str(len(path) - 1)]
        assert ("rest in valley " + "ABCD"[end] in first) if end < 4 else "valley" not in first
        assert ("lost" in first) == (end == land.LOST)
        assert ("to and fro" in first) == (end == land.RESTLESS)
        if len(out) in (1, 2, 3):
            assert re.findall(r"\b[A-D]\b", second) == out and "out" in second
        else:
            assert ("All four" in second) == (len(out) == 4) and ("out" in second) == bool(out)


def test_a_single_step_is_one_step():
    assert sentences(np.zeros((2, 2)), land.LOST, 0.01)[0].endswith("lost after 1 step.")


def test_its_traits_are_where_its_controls_can_stand():
    live = figures.landscape()
    assert live.lr in land.RATES
    assert live.start[0] in land.STARTS[0] and live.start[1] in land.STARTS[1]
    live.lr, live.start = 0.01621, (-3.02, 99)
    assert (live.lr, live.start) == (0.016, [-3.05, 4.45])
    assert live.text == " ".join(sentences(*land.follow(-3.05, 4.45, 0.016), 0.016))


@pytest.mark.slow
def test_a_stored_notebook_keeps_a_picture_and_a_sentence():
    live = figures.landscape()
    data, metadata = live._repr_mimebundle_()
    picture = imread(BytesIO(b64decode(data["image/png"])))
    assert picture.shape[1] == 1.5 * WIDTH and metadata["image/png"] == {"width": WIDTH}
    assert len(data["image/png"]) < 200_000
    assert data["text/plain"].startswith(live.text) and "Run this cell" in data["text/plain"]


@pytest.mark.slow
@pytest.mark.parametrize("lr", thinned([0.016, 0.026], [0.016]))
def test_the_picture_has_the_colours_of_the_ends(lr):
    picture = imread(BytesIO(png(0.45, -0.75, lr)))[..., :3]
    looks = [to_rgb(COLORS[name]) for name in ("purple", "orange", "blue", "green")]
    tried = rng.uniform((-7.8, -4.2), (7.8, 4.8), (400, 2))
    end, _ = land.ends(*tried.T, lr)
    size = np.array(picture.shape[1::-1])
    at = ((tried * (1, -1) + (8, 5)) / (16, 10) * size).astype(int)
    seen = picture[at[:, 1], at[:, 0]]
    coloured = (np.ptp(seen, axis=1) > 0.15) & (end < 4)
    assert coloured.sum() > 100 or lr > 0.0248
    # The hue, without the light that lies on it; a name, or the ball's way, may hide it.
    right = [
        np.argmax([np.corrcoef(pixel, look)[0, 1] for look in looks]) == valley
        for pixel, valley in zip(seen[coloured], end[coloured], strict=True)
    ]
    assert sum(right) >= 0.93 * len(right)
    assert seen[end == land.LOST].max(axis=1).mean() < 0.25


def test_what_the_browser_writes_is_all_there():
    assert set(SAYS) == {"rate", "start", "ends", "bars", "out", "from", "rest", "lost", "restless",
                         "dark", "land"}  # fmt: skip
    script = Landscape._esm
    assert all(re.search(rf"says(\.{key}\b|\[kind\])", script) for key in SAYS)
