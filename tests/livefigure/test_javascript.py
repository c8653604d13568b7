"""The browser's half of a live figure shows what Python says: at every position, to the last bit.

The script, as it is sent, goes to a file, and the figures to another with all that Python expects
of them; `live.test.mjs` compares.
"""

import json
import os
import re
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest

from lessons.lesson0.figures import hello
from lessons.lesson1.figures import one_weight, weight_and_bias
from livefigure import LiveFigure, Playground
from livefigure.geometry import FARTHEST, MARKS, STEPS_PER_POINT
from tests.gallery.gallery import LIVE as GALLERY
from tests.livefigure.live_examples import (
    edges,
    everything,
    follows,
    positions,
    sent,
    some_positions,
)
from tests.needs import need
from tests.thorough import thinned

HERE = Path(__file__).parent
SECONDS = 600


def without_controls():
    """A figure that has nothing to move."""
    figure, axes = plt.subplots()
    live = LiveFigure(figure)
    live.line(axes, [0, 1, 2], [0, 1, np.nan])
    live.caption("Nothing moves.")
    return live


def few():
    """Three positions of one control, the smallest figure that can keep a run."""
    figure, axes = plt.subplots()
    live = LiveFigure(figure, w=[1, 2, 3])
    live.line(axes, [0, 1], [[0, 1], [0, 2], [0, 3]], along="w")
    live.caption("The line rises to {w}.")
    live.pin("w")
    return live


# For each figure the measured places and the pinned position it is looked at with.
PLAIN = ([], [])
FIGURES = {
    "one_weight": (one_weight, [PLAIN, ([20], []), ([0, 7, 40, 20], [])]),
    "weight_and_bias": (weight_and_bias, [PLAIN]),
    "hello": (hello, [PLAIN]),
    "edges": (edges, [PLAIN]),
    "everything": (
        everything,
        [PLAIN, ([3], []), ([39, 0, 17, 16, 8], []), ([], [4, 1, 0]), ([9, 2, 1], [0, 3, 1])],
    ),
    "few": (few, [PLAIN, ([], [0]), ([], [2])]),
    "without_controls": (without_controls, [PLAIN, ([0], [])]),
    "follows": (follows, [PLAIN]),
    "descent": (GALLERY["descent"], [PLAIN]),
    "boundary": (GALLERY["boundary"], [PLAIN, ([], [0, 3]), ([], [8, 0])]),
    "switch": (GALLERY["switch"], [PLAIN]),
    "grab": (GALLERY["grab"], [PLAIN]),
    "hunt": (GALLERY["hunt"], [PLAIN, ([0], []), ([80, 3, 40, 41], [])]),
}


def plain(value):
    """The same with None for nan, which JSON does not have."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return None if value != value else value


def expected(live, states):
    """What Python says is seen: at the positions, with each of the measured and pinned places."""
    sizes = tuple(len(control.values) for control in live._controls.values())
    for measured, pinned in states:
        live._measured, live._pinned = measured, pinned
        for place, at in some_positions(live, 700):
            yield {
                "position": place,
                "flat": int(np.ravel_multi_index(place, sizes)) if sizes else 0,
                "measured": measured,
                "pinned": pinned,
                "shapes": plain(live.shapes_at(**at)),
                "kept": plain(live.shapes_at(**at | (live.pinned or {}))) if pinned else None,
                "caption": live.text_at(**at),
                "seen": live._caption_at(place, seen=True),
            }


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The files with the script and with every figure, and how many cases there are."""
    figures = {}
    for name, (build, states) in FIGURES.items():
        live = build()
        spec, data, _ = sent(live)
        cases = list(expected(live, states))
        figures[name] = {"spec": spec, "data": b64encode(data).decode(), "cases": cases}
    folder = tmp_path_factory.mktemp("javascript")
    script, path = folder / "live.mjs", folder / "figures.json"
    script.write_text(LiveFigure._esm, encoding="utf-8")
    path.write_text(json.dumps(figures, allow_nan=False), encoding="utf-8")
    return script, path, sum(len(figure["cases"]) for figure in figures.values())


@pytest.mark.slow
def test_javascript_shows_what_python_says_at_every_position(exported):
    node = shutil.which("node")
    need("Node", node)
    script, path, cases = exported
    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / "live.test.mjs")],
        env=os.environ | {"LIVE_SCRIPT": script.as_uri(), "LIVE_FIGURES": str(path)},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    compared = sum(int(n) for n in re.findall(r"compared (\d+) positions", run.stdout))
    assert compared == cases > thinned(3000, 2000), run.stdout[-4000:]


@pytest.mark.slow
def test_the_hard_figure_is_hard():
    """It holds what the comparison above is to prove."""
    live = everything()
    live._measured = [39, 0, 17]
    edge = FARTHEST / STEPS_PER_POINT
    shapes = [s for _, at in positions(live) for many in live.shapes_at(**at) for s in many]
    marks = {mark[0] for shape in shapes for mark in shape["marks"]}
    numbers = [v for shape in shapes for point in shape["points"] for v in point]
    assert marks == {"up", "down", "left", "right", "end"}
    assert any(v != v for v in numbers) and max(numbers) == edge == -min(numbers)
    kinds = {artist["kind"] for artist in live._spec["artists"]}
    assert kinds == set(MARKS) and {s["text"] for s in shapes if "text" in s} >= {"left", "b"}
    assert len({live.text_at(**at) for _, at in positions(live)}) == 40
    assert "nan" not in live.text and "{really}" in live.text


def test_the_gallery_is_compared_whole():
    assert set(GALLERY) <= set(FIGURES)


def test_the_script_is_small_and_needs_no_network():
    """As it is sent: a copy goes with every widget."""
    assert 10_000 < len(LiveFigure._esm.encode()) <= 40_000
    for script in (LiveFigure._esm, Playground._esm):
        assert not re.search(r"\bimport\b", script)
        assert script.count("export default") == 1
        assert re.findall(r"\w+://[^\"'`\s]*", script) == ["http://www.w3.org/2000/svg"]
        assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|eval)\b", script)
        assert "require" not in script
    style = LiveFigure._css
    assert style and not re.search(r"url\((?!#)|@import|://", style)
    assert Playground._css is style
    shared = LiveFigure._esm.rpartition("\n")[0]
    assert Playground._esm.startswith(shared), "a playground has the controls of every figure"
