"""The browser's half of a live figure shows what Python says: at every position, to the last bit.

The figures go to a JSON file with all that Python expects of them, and `live.test.mjs` compares.
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
from live_examples import edges, everything, positions, sent
from needs import need

from course_utils.figures.search import one_weight, weight_and_bias
from course_utils.figures.start import hello
from course_utils.live import LiveFigure

HERE = Path(__file__).parent
LIVE = HERE.parents[1] / "course_utils" / "live"
SECONDS = 60


def without_controls():
    """A figure that has nothing to move."""
    figure, axes = plt.subplots()
    live = LiveFigure(figure)
    live.line(axes, [0, 1, 2], [0, 1, np.nan])
    live.caption("Nothing moves.")
    return live


FIGURES = {
    "one_weight": (one_weight, [[], [20], [0, 7, 40, 20]]),
    "weight_and_bias": (weight_and_bias, [[]]),
    "hello": (hello, [[]]),
    "edges": (edges, [[]]),
    "everything": (everything, [[], [3], [39, 0, 17, 16, 8]]),
    "without_controls": (without_controls, [[], [0]]),
}


def plain(value):
    """The same with None for nan, which JSON does not have."""
    if isinstance(value, dict):
        return {key: plain(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return None if value != value else value


def expected(live, measurements):
    """What Python says is seen: at every position, with each of the lists of measured places."""
    sizes = tuple(len(control.values) for control in live._controls.values())
    for measured in measurements:
        live._measured = measured
        for place, at in positions(live):
            yield {
                "position": place,
                "flat": int(np.ravel_multi_index(place, sizes)) if sizes else 0,
                "measured": measured,
                "shapes": plain(live.shapes_at(**at)),
                "caption": live.text_at(**at),
            }


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The file with every figure, and how many cases it holds."""
    figures = {}
    for name, (build, measurements) in FIGURES.items():
        live = build()
        spec, data, _ = sent(live)
        cases = list(expected(live, measurements))
        figures[name] = {"spec": spec, "data": b64encode(data).decode(), "cases": cases}
    path = tmp_path_factory.mktemp("javascript") / "figures.json"
    path.write_text(json.dumps(figures, allow_nan=False), encoding="utf-8")
    return path, sum(len(figure["cases"]) for figure in figures.values())


def test_javascript_shows_what_python_says_at_every_position(exported):
    node = shutil.which("node")
    need("Node", node)
    path, cases = exported
    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / "live.test.mjs")],
        env=os.environ | {"LIVE_FIGURES": str(path)},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    compared = sum(int(n) for n in re.findall(r"compared (\d+) positions", run.stdout))
    assert compared == cases > 1681, run.stdout[-4000:]


def test_the_hard_figure_is_hard():
    """It holds what the comparison above is to prove."""
    live = everything()
    live._measured = [39, 0, 17]
    shapes = [s for _, at in positions(live) for many in live.shapes_at(**at) for s in many]
    marks = {mark[0] for shape in shapes for mark in shape["marks"]}
    numbers = [v for shape in shapes for point in shape["points"] for v in point]
    assert marks == {"up", "down", "left", "right", "end"}
    assert any(v != v for v in numbers) and max(numbers) == 1000 and min(numbers) == -1000
    assert len({live.text_at(**at) for _, at in positions(live)}) == 40
    assert "nan" not in live.text and "{really}" in live.text


def test_the_script_is_small_and_needs_no_network():
    source = (LIVE / "live.mjs").read_text(encoding="utf-8")
    assert len(source.encode()) <= 25_000
    assert not re.search(r"\bimport\b", re.sub(r"//.*|/\*.*?\*/", "", source))
    assert re.findall(r"\w+://[^\"'`\s]*", source) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval|require)\b", source)
    assert "url(" not in (LIVE / "live.css").read_text(encoding="utf-8")
