"""A sheet to draw a digit on, and what a model answers to it.

The drawing is prepared as the data were: 32 × 32 cells, counted in blocks of 4 × 4.  Where the
model is made of linear layers and ReLU, the browser answers by itself, in `drawing.mjs`, also with
no kernel; any other model is asked here.
"""

from __future__ import annotations

import io
from base64 import b64encode
from typing import Any

import anywidget
import numpy as np
import torch
import traitlets as t
from matplotlib.figure import Figure
from torch import nn

from course_utils.errors import InputError, InputTypeError
from course_utils.pictures import COLORS
from livefigure.cells import replace_earlier_run
from livefigure.widget import text_of

from ..live import as_the_course

SIZE, BLOCK, PEN = 32, 4, 2.5  # cells a side, cells a side of a pixel, half the pen's width
NONE = -1  # in the place of a typed pixel
# A drawing to begin with.
EXAMPLE = [[[8.0, 5.0], [14.0, 3.0], [20.0, 5.0], [21.0, 10.0], [18.0, 14.0], [13.0, 15.0],
            [19.0, 17.0], [22.0, 22.0], [20.0, 27.0], [14.0, 29.0], [8.0, 27.0]]]  # fmt: skip

# What is said, to the eye and to a screen reader.
SAYS = {
    "sheet": "Your drawing, 32\u00a0×\u00a032 cells",
    "sees": "What the model sees, 8\u00a0×\u00a08",
    "bars": "What it answers",
    "undo": "Undo",
    "clear": "Clear",
    "pixels": "Pixels that the model sees, 8 rows of 8",
    "keys": "By keyboard: arrows move, 0 to 9 put ink and go on to the next pixel.",
    "pixel": "Row {row}, column {column}: ink {ink} of 9.",
    "empty": "Draw a digit, as high as the square.",
    "waiting": "This model is asked in its kernel.",
    "answer": "The model says {first}. Next comes {second}.",
    "small": " It has ink in {rows} of 8 rows, those of the data in all.",
    "moved": " To stand in the middle, your drawing moved {ways}.",
}

PLAIN = (nn.Flatten, nn.Identity, nn.Dropout)  # what changes nothing in evaluation mode
Strokes = list[list[list[float]]]


def ink(strokes: Strokes) -> np.ndarray:
    """The cells that a pen five cells wide inks on its way along each stroke, a list of [x, y].

    Returns shape (32, 32), True where there is ink.
    """
    middle = np.arange(SIZE) + 0.5
    cells = np.zeros((SIZE, SIZE), dtype=bool)
    for points in strokes:
        for (a, b), (u, v) in zip([points[0], *points], points, strict=False):
            x, y, du, dv = middle - a, middle[:, None] - b, u - a, v - b
            far = du * du + dv * dv
            along = np.clip((x * du + y * dv) / far, 0, 1) if far else 0.0
            cells |= (x - along * du) ** 2 + (y - along * dv) ** 2 <= PEN * PEN
    return cells


def prepared(strokes: Strokes, typed: list[int]) -> tuple[np.ndarray, tuple[int, int]]:
    """What the model is given: the drawing in the middle, counted in blocks of 4 × 4 cells, and k
    sixteen-ninths where k was typed, 0 to 9.

    typed: of each of the 64 pixels; NONE where nothing was.
    Returns ink from 0 to 16, shape (64,); and by how many cells the drawing was moved, to the right
    and down.
    """
    cells, moved = ink(strokes), (0, 0)
    if cells.any():
        rows, columns = (np.flatnonzero(cells.any(axis=axis)) for axis in (1, 0))
        moved = tuple(int(SIZE - 1 - one[0] - one[-1]) // 2 for one in (columns, rows))
        cells = np.roll(cells, moved[::-1], (0, 1))
    counts = cells.reshape(8, BLOCK, 8, BLOCK).sum(axis=(1, 3)).ravel()
    keyed = np.array(typed)
    return np.where(keyed == NONE, counts, keyed * 16 / 9), moved


def layers(model: nn.Module) -> list[dict[str, Any]] | None:
    """Weights and biases of a model that is made of linear layers and ReLU, float32 in base64, and
    behind which of them a ReLU stands; None for any other model."""
    found: list[dict[str, Any]] = []
    for part in _parts(model):
        if type(part) is nn.Linear and part.bias is not None:
            weight, bias = (_text(values) for values in (part.weight, part.bias))
            found.append({"weight": weight, "bias": bias, "relu": False})
        elif type(part) is nn.ReLU and found:
            found[-1]["relu"] = True
        elif type(part) not in PLAIN:
            return None
    return found or None


def _parts(model: nn.Module) -> list[nn.Module]:
    if type(model) is not nn.Sequential:
        return [model]
    return [part for child in model for part in _parts(child)]


def _text(values: torch.Tensor) -> str:
    return b64encode(values.detach().cpu().numpy().astype("<f4").tobytes()).decode()


def number(p: float) -> str:
    """A probability in words."""
    return "> 0.99" if p > 0.995 else "< 0.01" if p < 0.005 else f"{p:.2f}"


def sentence(p: list[float], pixels: np.ndarray, moved: tuple[int, int]) -> str:
    """What is said of an answer, and of the way to it."""
    if not pixels.any():
        return SAYS["empty"]
    order = np.argsort(-np.array(p), kind="stable")
    first, second = (f"{k}, with {number(p[k])}" for k in order[:2])
    right, down = moved
    ways = [(right, "right"), (-right, "left"), (down, "down"), (-down, "up")]
    ways = [f"{by} cell{'s' * (by > 1)} {way}" for by, way in ways if by > 0]
    rows = int(pixels.reshape(8, 8).any(axis=1).sum())
    told = SAYS["answer"] + SAYS["moved"] * bool(ways) + SAYS["small"] * (rows < 8)
    return told.format(first=first, second=second, rows=rows, ways=" and ".join(ways))


class Drawing(anywidget.AnyWidget):
    """The sheet.  `strokes` is what has been drawn, `typed` what the keyboard put in its place."""

    _esm = text_of("drawing.mjs", __package__)
    _css = text_of("drawing.css", __package__)

    strokes = t.List().tag(sync=True, echo_update=False)
    typed = t.List(t.Int(), minlen=64, maxlen=64).tag(sync=True, echo_update=False)
    fresh = t.Bool(True, help="whether nobody has drawn yet").tag(sync=True, echo_update=False)
    _turn = t.Int(0).tag(sync=True, echo_update=False)
    _answer = t.Dict().tag(sync=True)
    _pad = t.Dict().tag(sync=True)

    def __init__(self, model: nn.Module) -> None:
        self._model = model
        super().__init__(
            strokes=EXAMPLE,
            typed=[NONE] * 64,
            _pad={"says": SAYS, "layers": layers(model)},
        )
        self._reply()
        self.observe(self._reply, ["strokes", "typed", "_turn"])
        replace_earlier_run(self)

    @property
    def pixels(self) -> np.ndarray:
        """What the model is given, ink from 0 to 1, shape (64,)."""
        return prepared(self.strokes, self.typed)[0] / 16

    @property
    def p(self) -> list[float]:
        """The model's ten probabilities."""
        return _ask(self._model, self.pixels[None])

    @property
    def text(self) -> str:
        """What the sheet says now."""
        return sentence(self.p, *prepared(self.strokes, self.typed))

    def _reply(self, change: Any = None) -> None:
        """Answer the browser where it cannot by itself."""
        if self._pad["layers"]:
            return
        try:
            p: Any = self.p
        except Exception as error:  # of the learner's own model
            p = f"The model stopped with {type(error).__name__}: {error}"
        self._answer = {"turn": self._turn, "p": p}

    def close(self) -> None:
        """Leave the page, and ipywidgets' table of living widgets, layout included."""
        super().close()
        if self.trait_has_value("layout"):
            self.layout.close()

    @as_the_course()
    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["image/png"] = b64encode(_png(self)).decode()
        metadata["image/png"] = {"width": WIDTH}
        data["text/plain"] = f"{self.text} Run this cell, and you can draw."
        return data, metadata


def draw(model: nn.Module) -> Drawing:
    """A sheet to draw on, and what this model answers.

    model: takes ink from 0 to 1, shape (n, 64), and returns ten logits each, shape (n, 10).
    Raises InputTypeError if it is no module, InputError if it does not take or return that.
    """
    if not isinstance(model, nn.Module):
        raise InputTypeError(f"model: give a module of torch, not a {type(model).__name__}.")
    try:
        shape = np.shape(_ask(model, np.zeros((2, 64)), one=False))
    except Exception as error:  # of many types
        raise InputError(f"model: it does not take pictures of shape (n, 64): {error}") from None
    if shape != (2, 10):
        raise InputError(f"model: it returns shape {shape} for two pictures, not (2, 10).")
    return Drawing(model)


def _ask(model: nn.Module, pixels: np.ndarray, one: bool = True) -> list:
    """Probabilities of pictures of shape (n, 64), or of the only one, given to the model as numbers
    of its own kind; the model keeps its mode."""
    training, x = model.training, torch.tensor(pixels, dtype=torch.float32, device="cpu")
    model.eval()
    try:
        with torch.no_grad():
            z = model(x.to(next(model.parameters(), x)))
            p = torch.softmax(z.double(), dim=-1).tolist()
    finally:
        model.train(training)
    return p[0] if one else p


WIDTH = 640  # CSS pixels of the stored picture


def _png(sheet: Drawing) -> bytes:
    """The drawing, what the model sees and what it answers, as a PNG."""
    figure = Figure(figsize=(WIDTH / 100, 2.6), dpi=144, layout="constrained")
    drawn, seen, bars = figure.subplots(1, 3)
    for axes, picture, title in (
        (drawn, ink(sheet.strokes), SAYS["sheet"]),
        (seen, sheet.pixels.reshape(8, 8), SAYS["sees"]),
    ):
        axes.imshow(picture, cmap="Greys", vmin=0, vmax=1)
        axes.set(xticks=[], yticks=[])
        axes.set_title(title, fontsize=9)
    p = sheet.p
    colors = [COLORS["blue"] if one == max(p) else "#9a9a9a" for one in p]
    bars.barh(range(10), p, color=colors)
    bars.set(xlim=(0, 1), yticks=range(10), xlabel="probability")
    bars.invert_yaxis()
    bars.spines[["top", "right"]].set_visible(False)
    bars.set_title(SAYS["bars"], fontsize=9)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()
