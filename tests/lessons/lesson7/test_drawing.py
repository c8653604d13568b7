"""The sheet to draw on: what the model is given, what it answers, and that the browser agrees."""

import json
import os
import re
import shutil
import subprocess
from base64 import b64decode
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.image import imread
from torch import nn

from course_utils import data
from course_utils.digits import train_epoch
from course_utils.errors import InputError, InputTypeError
from lessons.lesson7 import drawing
from lessons.lesson7.drawing import NONE, SAYS, Drawing, draw, ink, layers, prepared, sentence
from tests.lessons.lesson7.strokes import STROKES
from tests.needs import need

HERE = Path(__file__).parent
NOTHING = [NONE] * 64


@cache
def linear_model() -> nn.Linear:
    """As the lesson trains it: from zeros, rate 0.5, batches of 32, 20 epochs, shuffle seed 0."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    x, y = (torch.tensor(part) for part in data.digits("learn"))
    model = nn.Linear(64, 10)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    shuffle = torch.Generator().manual_seed(0)
    for _ in range(20):
        order = torch.randperm(len(x), generator=shuffle)
        train_epoch(model, x.float(), y, nn.CrossEntropyLoss(), optimizer, order, 32)
    torch.set_num_threads(threads)
    return model


def network() -> nn.Sequential:
    torch.manual_seed(1)
    hidden = nn.Sequential(nn.Linear(64, 12), nn.ReLU(), nn.Dropout())
    return nn.Sequential(nn.Flatten(), hidden, nn.Linear(12, 10))


class Filters(nn.Module):
    """A model that the browser cannot compute."""

    def __init__(self):
        super().__init__()
        self.filters = nn.Conv2d(1, 2, 3, padding=1)
        self.last = nn.Linear(128, 10)

    def forward(self, x):
        return self.last(self.filters(x.view(-1, 1, 8, 8)).flatten(1))


# What the model is given


def test_a_pen_is_five_cells_wide():
    across = ink([[[16.5, 4.5], [16.5, 28.5]]])
    assert across[16].nonzero()[0].tolist() == [14, 15, 16, 17, 18]
    point = ink([[[10.5, 10.5]]])
    assert point.sum(axis=1).tolist()[8:13] == [3, 5, 5, 5, 3] and point.sum() == 21


def test_a_drawing_is_put_into_the_middle_and_counted_in_blocks():
    for strokes in STROKES.values():
        pixels, (right, down) = prepared(strokes, NOTHING)
        cells = ink(strokes)
        rows, columns = np.nonzero(cells)
        counted = np.zeros((8, 8))
        for row, column in zip(rows + down, columns + right, strict=True):
            counted[row // 4, column // 4] += 1
        assert counted.ravel().tolist() == pixels.tolist()
        for at, moved in ((rows, down), (columns, right)):
            before, after = at.min() + moved, 31 - (at.max() + moved)
            assert after - before in (0, 1)
    shifted = [[[x - 5, y + 1] for x, y in points] for points in STROKES[3]]
    np.testing.assert_array_equal(prepared(shifted, NOTHING)[0], prepared(STROKES[3], NOTHING)[0])


def test_a_key_puts_ninths_of_ink_in_place_of_what_was_drawn():
    typed = [*NOTHING]
    typed[:10] = range(10)
    pixels, _ = prepared(STROKES[8], typed)
    assert pixels[:10].tolist() == pytest.approx([k * 16 / 9 for k in range(10)])
    assert pixels[10:].tolist() == prepared(STROKES[8], NOTHING)[0][10:].tolist()
    assert (prepared([], NOTHING)[0] == 0).all() and prepared([], NOTHING)[1] == (0, 0)


def test_the_lesson_s_linear_model_reads_what_a_hand_draws():
    sheet = draw(linear_model())
    right = 0
    for digit, strokes in STROKES.items():
        sheet.strokes = strokes
        right += int(np.argmax(sheet.p)) == digit
    assert right >= 8
    sheet.close()


@pytest.mark.parametrize(
    ("size", "aside", "pen", "least", "most"),
    [(1, 0, 1.5, 8, 10), (1, 0, 0.75, 8, 10), (1, 4, 2.5, 8, 10), (0.5, 0, 2.5, 0, 3)],
    ids=["a pen of three cells", "a thin pen", "aside", "half as large"],
)
def test_size_is_what_matters(monkeypatch, size, aside, pen, least, most):
    """Where the drawing stands does not, for it is centred; nor does the pen."""
    monkeypatch.setattr(drawing, "PEN", pen)
    sheet = draw(linear_model())
    right = 0
    for digit, strokes in STROKES.items():
        sheet.strokes = [
            [[16 + aside + size * (x - 16), 16 + size * (y - 16)] for x, y in points]
            for points in strokes
        ]
        right += int(np.argmax(sheet.p)) == digit
        assert ("of 8 rows" in sheet.text) == (size < 1)
    assert least <= right <= most  # the lesson says what becomes of one half as high
    sheet.close()


def test_every_picture_of_the_data_has_ink_in_all_rows():
    assert data.digits()[0].reshape(-1, 8, 8).any(axis=2).all()


# The model


def test_layers_are_those_that_the_browser_can_compute():
    linear = linear_model()
    assert [one["relu"] for one in layers(linear)] == [False]
    assert [one["relu"] for one in layers(network())] == [True, False]
    weight = np.frombuffer(b64decode(layers(linear)[0]["weight"]), "<f4").reshape(10, 64)
    np.testing.assert_array_equal(weight, linear.weight.detach().numpy())
    tanh = nn.Sequential(nn.Linear(64, 10), nn.Tanh())
    for other in (Filters(), tanh, nn.Linear(64, 10, bias=False), nn.ReLU(), nn.Sequential()):
        assert layers(other) is None


def test_another_model_is_asked_in_the_kernel_and_keeps_its_mode():
    model = Filters().train()
    sheet = draw(model)
    assert model.training
    sheet.set_state({"strokes": STROKES[4], "_turn": 7})
    z = model(torch.tensor(sheet.pixels[None], dtype=torch.float32))
    expected = torch.softmax(z, dim=1)[0].tolist()
    assert sheet._answer == {"turn": 7, "p": pytest.approx(expected, abs=1e-5)}
    model.last = None  # as after an edit that went wrong
    sheet.set_state({"strokes": STROKES[5], "_turn": 8})
    assert sheet._answer["turn"] == 8 and sheet._answer["p"].startswith("The model stopped with")
    sheet.close()


@pytest.mark.parametrize(
    ("model", "error", "words"),
    [
        ("model.pt", InputTypeError, "give a module of torch, not a str"),
        ({"weight": 1}, InputTypeError, "not a dict"),
        (nn.Linear(5, 10), InputError, r"pictures of shape \(n, 64\)"),
        (nn.Linear(64, 1), InputError, r"returns shape \(2, 1\)"),
    ],
)
def test_what_is_no_model_of_digits_is_refused_in_a_sentence(model, error, words):
    with pytest.raises(error, match=words):
        draw(model)


# What it says


def test_what_is_said_is_true():
    sheet = draw(linear_model())
    for digit, strokes in STROKES.items():
        sheet.strokes = [[[x - 2, y + 1] for x, y in points] for points in strokes]
        pixels, (right, down) = prepared(sheet.strokes, sheet.typed)
        order = np.argsort(sheet.p)[::-1]
        assert re.search(rf"says {order[0]}, with (> )?0\.\d\d\. ", sheet.text)
        assert f"Next comes {order[1]}, with " in sheet.text
        assert ("right" in sheet.text) == (right > 0) and ("left" in sheet.text) == (right < 0)
        assert ("up" in sheet.text) == (down < 0) and f"{abs(right)} cell" in sheet.text, digit
    sheet.strokes = []
    assert sheet.text == SAYS["empty"]
    sheet.typed = [9] * 64
    assert "moved" not in sheet.text and "says" in sheet.text
    sheet.close()


@pytest.mark.parametrize(
    ("p", "said"), [(1.0, "> 0.99"), (0.9951, "> 0.99"), (0.994, "0.99"), (0.0, "< 0.01"),
                    (0.004, "< 0.01"), (0.006, "0.01"), (0.5, "0.50")]
)  # fmt: skip
def test_no_probability_is_said_to_be_0_or_1(p, said):
    assert drawing.number(p) == said


def test_a_model_is_asked_in_numbers_of_its_own_kind():
    for model in (Filters(), network()):
        single = draw(model).p
        assert draw(model.double()).p == pytest.approx(single, abs=1e-5)


def test_its_stored_picture_is_the_courses_in_any_style():
    sheet = draw(network())
    always, _ = sheet._repr_mimebundle_()
    with plt.rc_context({"figure.facecolor": "black", "font.size": 22, "savefig.dpi": 40}):
        styled, _ = sheet._repr_mimebundle_()
    assert styled["image/png"] == always["image/png"]


def test_a_stored_notebook_keeps_a_picture_and_a_sentence():
    sheet = draw(linear_model())
    stored, metadata = sheet._repr_mimebundle_()
    picture = imread(BytesIO(b64decode(stored["image/png"])))
    assert picture.shape[1] > drawing.WIDTH == metadata["image/png"]["width"]
    assert len(stored["image/png"]) < 40_000
    assert stored["text/plain"] == f"{sheet.text} Run this cell, and you can draw."
    assert stored["image/png"] == sheet._repr_mimebundle_()[0]["image/png"]
    sheet.close()


# The browser


@pytest.mark.slow
def test_the_browser_prepares_answers_and_says_the_same(tmp_path):
    node = shutil.which("node")
    need("Node", node)
    rng = np.random.default_rng(0)
    strokes = [*STROKES.values(), [], [[[0.1, 31.9]]], [[[3, 3]], [[30.2, 7.7], [3, 3]]]]
    strokes += [[rng.uniform(0, 32, (12, 2)).round(1).tolist()] for _ in range(20)]
    cases = []
    for k, model in enumerate((linear_model(), network())):
        sheet = draw(model)
        for number, drawn in enumerate(strokes):
            typed = NOTHING if number % 3 else rng.integers(-1, 10, 64).tolist()
            sheet.strokes, sheet.typed = drawn, typed
            pixels, moved = prepared(drawn, typed)
            cases.append({
                "model": k, "strokes": drawn, "typed": typed, "pixels": pixels.tolist(),
                "moved": moved, "p": sheet.p, "says": sentence(sheet.p, pixels, moved),
            })  # fmt: skip
        sheet.close()
    pads = [{"says": SAYS, "layers": layers(model)} for model in (linear_model(), network())]
    script, told = tmp_path / "drawing.mjs", tmp_path / "cases.json"
    script.write_text(Drawing._esm, encoding="utf-8")
    told.write_text(json.dumps({"pads": pads, "cases": cases}), encoding="utf-8")
    run = subprocess.run(
        [node, "--test", "--test-reporter=tap", str(HERE / "drawing.test.mjs")],
        env=os.environ | {"PAD_SCRIPT": script.as_uri(), "PAD_CASES": str(told)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr[-1000:]
    assert f"compared {len(cases)} drawings" in run.stdout


def test_the_script_is_small_and_needs_no_network():
    script, style = Drawing._esm, Drawing._css
    assert 4_000 < len(script.encode()) <= 8_192
    assert not re.search(r"\bimport\b|\w+://", script)
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|eval|require)\b", script)
    assert style and not re.search(r"url\(|@import|://", style)
    assert all(f"says.{key}" in script for key in SAYS)
