"""What the script puts on a page, and what it tells the kernel: in Node, on a page that is not
there.  A real page is the matter of tests/browser."""

import json
import os
import re
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from livefigure import LiveFigure, Playground, slider
from tests.gallery.gallery import LIVE, play_wave
from tests.livefigure.live_examples import follows, sent, small, still
from tests.livefigure.protocol import tables
from tests.needs import need

HERE = Path(__file__).parent
SECONDS = 600


def marks():
    """One of each thing that is drawn, alone enough to be measured."""
    figure = Figure(figsize=(5, 4))
    axes = figure.add_subplot(xlim=(0, 10), ylim=(0, 10))
    live = LiveFigure(figure, w=slider([1, 2], unit="m"))
    live.line(axes, [1, 2, 3, 4, 5], [1, 2, float("nan"), 4, 5], dash="dashed", width=3)
    for x, symbol in enumerate("os^Dx+", start=1):
        live.marker(axes, x, 8, symbol=symbol, size=12, color="#009E73")
    live.segments(axes, 1, 6, 4, 6, dash="dotted")
    live.segments(axes, 6, 6, 9, 4, arrow=True, color="#E69F00")
    live.rectangles(axes, 6, 1, 8, 3, fill="#56B4E9", fill_opacity=0.5)
    live.write(axes, 2, 5, ["first", "second"], size=11)
    live.write(axes, [5, 20], 2, "gone", along="w")
    live.area(axes, [1, 4, float("nan"), 4], [1, 1, 1, 3], color="#E69F00", opacity=0.5)
    live.shade(axes, [[0, 0], [1, 1]], ["#F0E442", "#CC79A7"], extent=(0, 10, 0, 10))
    live.pin("w")  # of what does not move nothing is kept
    return live


def steep():
    """A loss that falls by half in each epoch."""
    live, axes = small(epoch=range(21))
    epochs = np.arange(21)
    live.marker(axes, epochs / 20, 0.9 * 0.5**epochs, along="epoch", drag="epoch")
    return live


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The files with the script, and with figures and tables."""
    figures = {}
    own = {"marks": marks, "still": still, "follows": follows, "steep": steep}
    for name, build in {**LIVE, **own}.items():
        live = build()
        spec, data, svg = sent(live)
        svg = "".join(re.findall(r'<g id="axes_\d+">', svg))  # all that the page looks for
        data = b64encode(data).decode()
        figures[name] = {"spec": spec, "data": data, "svg": svg, "position": live._position}
    wave = play_wave()
    playground = {"spec": wave._spec, "shown": wave._shown, "position": wave._position}
    schema = {
        table: {name: field.type for name, field in fields.items()}
        for table, fields in tables().items()
    }
    folder = tmp_path_factory.mktemp("render")
    script, path = folder / "live.mjs", folder / "figures.json"
    script.write_text(LiveFigure._esm, encoding="utf-8")
    script.with_name("playground.mjs").write_text(Playground._esm, encoding="utf-8")
    told = {"figures": figures, "playground": playground, "schema": schema}
    path.write_text(json.dumps(told, allow_nan=False), encoding="utf-8")
    return script, path


@pytest.mark.slow
def test_the_page_in_node(exported):
    node = shutil.which("node")
    need("Node", node)
    script, path = exported
    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / "render.test.mjs")],
        env=os.environ | {"LIVE_SCRIPT": script.as_uri(), "LIVE_FIGURES": str(path)},
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    assert run.returncode == 0, run.stdout[-12000:] + run.stderr[-1000:]
    assert int(re.search(r"^# pass (\d+)$", run.stdout, re.M).group(1)) > 20
