"""LiveFigure: a Matplotlib figure whose moving parts are drawn in the browser.

Matplotlib draws what does not move, once.  What follows the controls is computed beforehand for
every position and sent once, as arrays; `live.mjs` draws it.  So a slider answers at once: while
a cell is running, over a slow line, and on an exported page with no kernel at all.
"""

from __future__ import annotations

import string
from base64 import b64encode
from collections.abc import Iterable
from typing import Any

import matplotlib.colors
import matplotlib.pyplot as plt
import numpy as np
import traitlets as t

from ..errors import InputError, InputTypeError
from . import fixed
from .controls import Control
from .geometry import Box, Buffer, Ref, look_up, shape, to_steps
from .widget import Controlled

BUDGET = 400_000  # bytes of arrays in one figure
MAX_TEXTS = 2**15  # of a caption field: what a 16-bit integer can count
DASHES = {"solid": (), "dashed": (6, 4), "dotted": (1.5, 3)}
POINTS = ("line", "band", "shade")  # kinds whose arrays always have an axis of points
UPRIGHT = ("y", "y0", "y1", "low", "high", "bottom", "top")  # arrays measured along y
REGIMES = ("#009E73", "#56B4E9", "#E69F00", "#D55E00", "#CC79A7", "#0072B2")
SYMBOLS = ("o", "s", "^", "D", "x", "+")


class LiveFigure(Controlled):
    """A figure with a slider for each keyword.

        live = LiveFigure(figure, lr=lrs, epoch=epochs)
        live.line(axes, epochs, loss, along="lr")        # loss: (len(lrs), len(epochs))

    figure: a Matplotlib figure with at least one axes; it is closed for pyplot and must not be
    changed once the live figure is shown.  Each keyword names a control and gives its values:
    a sequence, or `slider(values, label, …)`.  `live.lr` is the current value; setting it moves
    the slider, and `live.observe(f, "lr")` hears of it.

    `along` names the controls an array depends on; its first axes run over them, in that order.
    Raises InputError or InputTypeError, one sentence each, for anything it cannot draw.
    """

    _measured = t.List(t.Int()).tag(sync=True, echo_update=False)
    prediction = t.Int(None, allow_none=True, help="chosen option; -1: shown without one").tag(
        sync=True, echo_update=False
    )
    _pinned = t.List(t.Int()).tag(sync=True, echo_update=False)
    _data = t.Bytes().tag(sync=True)
    _svg = t.Unicode().tag(sync=True)
    _ready = False

    def __init__(self, figure: plt.Figure, /, *, name: str = "", **controls: Control | Iterable):
        if not isinstance(figure, plt.Figure):
            raise InputTypeError(
                f"figure: expected a Matplotlib figure, got {type(figure).__name__}."
            )
        if not figure.axes:
            raise InputError("figure: expected a figure with at least one axes, got one without.")
        self._complete(controls)
        self.name = name
        self._figure = figure
        self._artists: list[dict] = []
        self._captions: list[dict] = []
        self._predict: dict | None = None
        self._measure: dict | None = None
        self._regimes: dict[str, dict] = {}
        self._play: dict[str, float] = {}
        self._frozen: tuple[str, ...] = ()
        self._buffer = Buffer()
        plt.close(figure)
        super().__init__()
        self._connect()
        self.observe(self._keep_prediction, "prediction")

    # What can be drawn -------------------------------------------------------------------------

    def line(
        self,
        axes: plt.Axes,
        x: Any,
        y: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = "#0072B2",
        width: float = 2,
        dash: str = "solid",
        reveal: str | None = None,
    ) -> None:
        """A line through points.  x: shape (n,) or as y; y: shape (controls of along …, n).

        Where it leaves the axes a triangle stands at the edge; nan or infinity ends it with a
        cross.  color: any Matplotlib colour, None for the text colour; width in points; dash:
        "solid", "dashed" or "dotted"; reveal="measured" draws it for each measured position.
        """
        style = self._style(color, width=width, dash=dash)
        self._add("line", axes, along, reveal, style, x=x, y=y)

    def marker(
        self,
        axes: plt.Axes,
        x: Any,
        y: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = "#D55E00",
        symbol: str = "o",
        size: float = 9,
        filled: bool = True,
        reveal: str | None = None,
    ) -> None:
        """Markers.  x, y: shape (controls of along …) or (controls of along …, n).

        A marker beyond the axes becomes a triangle at the edge.  size in points; symbol: one of
        "o", "s", "^", "D", "x", "+".  The other arguments: as for `line`.
        """
        if symbol not in SYMBOLS:
            raise InputError(f"symbol: expected one of {', '.join(SYMBOLS)}, got {symbol!r}.")
        _check_size("size", size)
        fill = color if filled and symbol not in "x+" else "none"
        style = self._style(color, width=1.5, fill=fill) | {"symbol": symbol, "size": size}
        self._add("marker", axes, along, reveal, style, x=x, y=y)

    def rectangles(
        self,
        axes: plt.Axes,
        left: Any,
        bottom: Any,
        right: Any,
        top: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = "#D55E00",
        width: float = 1.5,
        fill: Any = "none",
        fill_opacity: float = 0.25,
        reveal: str | None = None,
    ) -> None:
        """Rectangles by their sides, in data coordinates (residual squares, heat-map cells).

        left, bottom, right, top: shape (controls of along …) or (controls of along …, n).
        fill: a colour or "none"; fill_opacity: 0 to 1.  The other arguments: as for `line`.
        """
        style = self._style(color, width=width, fill=fill, fill_opacity=fill_opacity)
        self._add(
            "rectangles", axes, along, reveal, style, left=left, bottom=bottom, right=right, top=top
        )

    def segments(
        self,
        axes: plt.Axes,
        x0: Any,
        y0: Any,
        x1: Any,
        y1: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = None,
        width: float = 2,
        dash: str = "solid",
        arrow: bool = False,
        reveal: str | None = None,
    ) -> None:
        """Straight pieces from (x0, y0) to (x1, y1), with a head at the end if arrow is true.

        x0, y0, x1, y1: shape (controls of along …) or (controls of along …, n).  The other
        arguments: as for `line`.
        """
        style = self._style(color, width=width, dash=dash) | {"arrow": bool(arrow)}
        self._add("segments", axes, along, reveal, style, x0=x0, y0=y0, x1=x1, y1=y1)

    def band(
        self,
        axes: plt.Axes,
        x: Any,
        low: Any,
        high: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = "#0072B2",
        fill_opacity: float = 0.25,
        reveal: str | None = None,
    ) -> None:
        """The area between two curves.  x, low, high: as x and y of `line`, and so the rest."""
        style = self._style(color, width=0, fill=color, fill_opacity=fill_opacity)
        self._add("band", axes, along, reveal, style, x=x, low=low, high=high)

    def write(
        self,
        axes: plt.Axes,
        x: Any,
        y: Any,
        texts: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = None,
        size: float = 10,
        reveal: str | None = None,
    ) -> None:
        """A text that begins at (x, y).  x, y: shape (controls of along …); texts: a text, or
        texts that broadcast to the shape of all controls; size in points."""
        _check_size("size", size)
        self._open_for_changes()
        phrases = self._phrases("write", "texts", texts, "")
        style = self._style(None, width=0) | {"size": size, "fill": _css_color("color", color)}
        self._add("text", axes, along, reveal, style, x=x, y=y)
        self._artists[-1] |= self._kept(phrases)

    def shade(
        self,
        axes: plt.Axes,
        cells: Any,
        colors: Iterable[Any],
        *,
        extent: tuple[float, float, float, float],
        along: str | tuple[str, ...] = (),
        reveal: str | None = None,
    ) -> None:
        """A grid of coloured cells under everything else (a probability, a decision).

        cells: whole numbers, shape (controls of along …, rows, columns), indices into colors,
        the first row at the bottom; extent: left, right, bottom, top in data coordinates.
        """
        self._open_for_changes()
        palette = _palette(colors)
        grid = _array("shade", "cells", cells)
        if grid.ndim < 2 or grid.dtype.kind not in "iu" or not grid.size:
            raise InputError(
                f"shade: cells has shape {grid.shape} of {grid.dtype}, expected whole numbers "
                "by control, row and column."
            )
        if not 0 <= grid.min() <= grid.max() < min(len(palette), 256):
            raise InputError(
                f"shade: cells goes from {grid.min()} to {grid.max()}, expected indices of the "
                f"{len(palette)} colors."
            )
        rows, columns = grid.shape[-2:]
        along, expected = self._along(along)
        _check_shape("shade", "cells", grid, expected + (rows, columns), along, expected)
        flat = grid.reshape(*grid.shape[:-2], rows * columns)
        sides = _array("shade", "extent", extent, float)
        if sides.shape != (4,) or not np.isfinite(sides).all():
            raise InputError(f"shade: extent is {extent!r}, expected four finite numbers.")
        left, right, bottom, top = sides
        style = self._style(None, width=0)
        self._add("shade", axes, along, reveal, style, x=[left, right], y=[bottom, top])
        # Two cells travel in one 16-bit integer.
        by_control = self._by_control(flat, along, expected + flat.shape[-1:]).astype("u1")
        if by_control.shape[-1] % 2:
            by_control = np.concatenate([by_control, by_control[..., :1]], axis=-1)
        pairs = np.ascontiguousarray(by_control).view("<i2")
        ref = self._buffer.add(pairs, len(self._sizes)).plain()
        self._artists[-1] |= {"colors": palette, "grid": [rows, columns], "ref": ref}

    def regimes(self, control: str, phrases: Any, *, colors: Iterable[Any] = REGIMES) -> None:
        """Name and colour the stretches of a slider's track: "converges", "diverges" …

        phrases: texts that broadcast to the shape of all controls, so a track may depend on
        where another control stands; each new phrase takes the next colour.  The phrase of the
        current position stands beside the slider and is spoken with its value.
        """
        self._open_for_changes()
        self._check_slider(control)
        field = self._phrases("regimes", "phrases", phrases, "")
        colors = _palette(colors)
        if len(field["texts"]) > len(colors):
            raise InputError(
                f"regimes: {len(field['texts'])} phrases need as many colors, got {len(colors)}."
            )
        self._regimes[control] = self._kept(field) | {"colors": colors}

    def play(self, control: str, *, seconds: float = 6) -> None:
        """Buttons beside a slider that play it to its end in so many seconds, pause, step and
        go back to its start.  Nothing ever plays by itself."""
        self._open_for_changes()
        self._check_slider(control)
        _check_size("seconds", seconds)
        if not seconds:
            raise InputError("seconds: expected a number above 0, got 0.")
        self._play[control] = float(seconds)

    def pin(self, along: str | tuple[str, ...]) -> None:
        """A button that keeps the present run, dashed, for comparison: the controls of `along`
        stay at their present values for it, while it follows all the others."""
        self._open_for_changes()
        frozen, _ = self._along(along)
        if not frozen:
            raise InputError("pin: expected at least one control, got none.")
        self._frozen = frozen

    def caption(self, template: str, *, reveal: str | None = None, **fields: Any) -> None:
        """The sentence under the figure, true at every position; several calls add sentences.

        template: text with {control} or {field:format}; a field is an array of numbers or
        phrases that broadcasts to the shape of all controls.  Numbers are written here, by
        Python, once for each position, so the browser cannot write them differently.
        reveal="measured": the sentence appears only where the learner has measured.
        """
        self._open_for_changes()
        self._check_reveal(reveal)
        try:
            pieces = list(string.Formatter().parse(template))
        except (TypeError, ValueError) as error:
            raise InputError(f"caption: the template cannot be read, {error}.") from None
        parts: list = []
        used = set()
        for literal, name, spec, conversion in pieces:
            if literal:
                parts.append(literal)
            if name is None:
                continue
            used.add(name)
            if name in self._controls:
                if spec or conversion:
                    raise InputError(f"caption: {{{name}}} is a control and takes no format.")
                parts.append({"control": list(self._controls).index(name)})
            elif name in fields:
                parts.append(self._phrases("caption", name, fields[name], spec))
            else:
                known = ", ".join([*self._controls, *fields]) or "none"
                raise InputError(f"caption: {{{name}}} is not among its fields ({known}).")
        if unused := set(fields) - used:
            raise InputError(f"caption: {', '.join(sorted(unused))} is not used in its template.")
        parts = [self._kept(p) if isinstance(p, dict) and "index" in p else p for p in parts]
        self._captions.append({"parts": parts, "reveal": reveal})

    def predict(
        self,
        question: str,
        options: Iterable[str],
        *,
        answer: int,
        because: str,
        misconception: int | None = None,
        covers: tuple[plt.Axes, ...] = (),
    ) -> None:
        """Ask before showing: the moving parts stay veiled until the learner has chosen.

        answer: the index of the true option; because: the reason, shown beside the choice;
        misconception: the number of the belief this question meets, in the course's table;
        covers: axes hidden until then, because they would give the answer away.
        """
        self._open_for_changes()
        if isinstance(options, str) or not isinstance(options, Iterable):
            raise InputTypeError(
                f"options: expected a sequence of texts, got {type(options).__name__}."
            )
        options = [str(option) for option in options]
        if len(options) < 2:
            raise InputError(f"options: expected at least two, got {len(options)}.")
        if not isinstance(answer, int) or not 0 <= answer < len(options):
            raise InputError(
                f"answer: expected an index from 0 to {len(options) - 1}, got {answer!r}."
            )
        covers = covers if isinstance(covers, (tuple, list)) else (covers,)
        self._check_axes("covers", *covers)
        self._predict = {
            "question": question,
            "options": options,
            "answer": answer,
            "because": because,
            "misconception": misconception,
            "covers": [self._figure.axes.index(axes) for axes in covers],
        }

    def measure(self, label: str = "Measure", *, probes: int, goal: dict[str, Any]) -> None:
        """A button (or Enter) that measures at the current position and counts one probe.

        What was given `reveal="measured"` shows only there.  probes: how many measurements the
        learner has; goal: the position to be found, a value for each control.
        """
        self._open_for_changes()
        if not isinstance(probes, int) or probes < 1:
            raise InputError(f"probes: expected a positive whole number, got {probes!r}.")
        if not isinstance(goal, dict) or set(goal) != set(self._controls):
            raise InputError(
                f"goal: expected a value for each of {', '.join(self._controls)}, got {goal!r}."
            )
        place = [self._index(key, goal[key], "goal") for key in self._controls]
        self._measure = {"label": label, "probes": probes, "goal": self._flat(place)}

    # What it shows now -------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The caption at the current position."""
        return self.text_at(**{key: getattr(self, key) for key in self._controls})

    def text_at(self, **values: Any) -> str:
        """The caption at the given values of the controls (the current one where not given)."""
        position = self._position_of(values)
        said = self._caption_at(position)
        if not self._pinned:
            return said
        run = ", ".join(
            f"{c.label} {c.text(i)}"
            for (key, c), i in zip(self._controls.items(), self._pinned, strict=True)
            if key in self._frozen
        )
        return f"{said} Pinned, {run}: {self._caption_at(self._pinned_place(position))}"

    def _caption_at(self, position: tuple[int, ...]) -> str:
        measured = self._flat(position) in self._measured
        return " ".join(
            "".join(self._say(part, position) for part in caption["parts"])
            for caption in self._captions
            if caption["reveal"] is None or measured
        )

    def _pinned_place(self, position: tuple[int, ...]) -> tuple[int, ...]:
        """Where the pinned run stands: at its own values, and with the others."""
        places = zip(self._controls, self._pinned, position, strict=True)
        return tuple(own if key in self._frozen else now for key, own, now in places)

    @property
    def pinned(self) -> dict[str, Any] | None:
        """The values the pinned run keeps, None where nothing is pinned."""
        if not self._pinned:
            return None
        places = zip(self._controls.items(), self._pinned, strict=True)
        return {key: c.values[i] for (key, c), i in places if key in self._frozen}

    @property
    def measured(self) -> list[dict[str, Any]]:
        """The measured positions, in order: the value of each control."""
        places = [np.unravel_index(flat, self._sizes) for flat in self._measured]
        return [
            {key: c.values[i] for (key, c), i in zip(self._controls.items(), place, strict=True)}
            for place in places
        ]

    def shapes_at(self, **values: Any) -> list[list[dict]]:
        """What each artist shows at the given values: for each artist a list of shapes, with
        points and marks in points from the top left corner (what `live.mjs` draws too)."""
        self._finish()
        position = self._position_of(values)
        buffer = np.frombuffer(self._data, "<i2")
        measured = [np.unravel_index(flat, self._sizes) for flat in self._measured]
        out = []
        for artist in self._spec["artists"]:
            box = Box(*self._spec["axes"][artist["axes"]])
            shown = {}
            for place in measured if artist["reveal"] else [position]:
                where = tuple(
                    p if dep else 0 for p, dep in zip(place, artist["along"], strict=True)
                )
                shown[where] = shape(artist, buffer, tuple(place), box)
            out.append(list(shown.values()))
        return out

    # Inside ------------------------------------------------------------------------------------

    def _open_for_changes(self) -> None:
        if self._ready:
            raise InputError("The figure is already shown; add everything before showing it.")

    def _check_axes(self, argument: str, *axes: plt.Axes) -> None:
        if not all(any(one is own for own in self._figure.axes) for one in axes):
            raise InputError(f"{argument}: expected the figure's own axes, got something else.")

    def _check_slider(self, name: str) -> None:
        control = self._controls.get(name) if isinstance(name, str) else None
        if control is None or control.kind != "slider":
            known = ", ".join(k for k, c in self._controls.items() if c.kind == "slider") or "none"
            raise InputError(f"control: no slider {name!r}; the figure has {known}.")

    def _check_reveal(self, reveal: str | None) -> None:
        if reveal not in (None, "measured"):
            raise InputError(f'reveal: expected "measured" or None, got {reveal!r}.')

    def _style(
        self, color, *, width, dash="solid", fill="none", fill_opacity=1.0
    ) -> dict[str, Any]:
        for argument, number in {"width": width, "fill_opacity": fill_opacity}.items():
            _check_size(argument, number)
        if dash not in tuple(DASHES):
            raise InputError(f"dash: expected one of {', '.join(DASHES)}, got {dash!r}.")
        return {
            "stroke": _css_color("color", color),
            "width": width,
            "dash": list(DASHES[dash]),
            "fill": "none" if fill == "none" else _css_color("fill", fill),
            "fill_opacity": fill_opacity,
        }

    def _add(self, kind, axes, along, reveal, style, **columns) -> None:
        """Check the shapes of an artist's arrays and keep them until the axes are final."""
        self._open_for_changes()
        self._check_reveal(reveal)
        self._check_axes("axes", axes)
        if axes.name != "rectilinear":
            raise InputError(f"axes: expected straight axes, got {type(axes).__name__}.")
        along, expected = self._along(along)
        method = "write" if kind == "text" else kind
        arrays = {}
        for name, values in columns.items():
            array = _array(method, name, values, float)
            if not array.size:
                raise InputError(f"{method}: {name} is empty.")
            arrays[name] = array
        # Beyond the controls an array may have one axis more: the points of one position.
        most = max(a.ndim for a in arrays.values())
        has_points = kind in POINTS or (kind != "text" and most > len(along))
        last = [a.shape[-1] for a in arrays.values() if a.ndim]
        full = expected + ((max(last),) if has_points and last else ())
        for name, array in arrays.items():
            _check_shape(method, name, array, full, along, expected)
            arrays[name] = self._by_control(array, along, full)
        which = {name: "y" if name in UPRIGHT else "x" for name in arrays}
        _widen(axes, *(
            np.concatenate([a.ravel() for n, a in arrays.items() if which[n] == w]) for w in "xy"
        ))  # fmt: skip
        self._artists.append(
            {
                "kind": kind,
                "axes": self._figure.axes.index(axes),
                "along": [key in along for key in self._controls],
                "reveal": reveal,
                "style": style,
                "arrays": [(which[name], array) for name, array in arrays.items()],
            }
        )

    def _along(self, along: str | tuple[str, ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The names of the controls an array depends on, checked, and their sizes."""
        if not isinstance(along, (str, tuple, list)):
            raise InputTypeError(f"along: expected names of controls, got {along!r}.")
        along = (along,) if isinstance(along, str) else tuple(along)
        if unknown := [key for key in along if key not in tuple(self._controls)]:
            known = ", ".join(self._controls) or "none"
            raise InputError(f"along: no control {unknown[0]!r}; the figure has {known}.")
        if len(set(along)) < len(along):
            raise InputError(f"along: expected each control once, got {along!r}.")
        return along, tuple(len(self._controls[key].values) for key in along)

    def _by_control(self, array: np.ndarray, along: tuple, full: tuple) -> np.ndarray:
        """The array with one axis for each control of the figure, in order, then the points;
        of length 1 for a control it does not depend on."""
        array = array.reshape((1,) * (len(full) - array.ndim) + array.shape)
        if len(full) == len(along):
            array = array[..., None]
        else:
            array = np.broadcast_to(array, (*array.shape[:-1], full[-1]))
        array = array.transpose(*(along.index(k) for k in self._controls if k in along), -1)
        absent = [i for i, key in enumerate(self._controls) if key not in along]
        for axis in absent:
            array = np.expand_dims(array, axis)
        return array

    def _phrases(self, method: str, name: str, values: Any, spec: str) -> dict:
        """A field of texts: the distinct ones, and for each position which of them."""
        array = _array(method, name, values)
        if not _broadcasts(array.shape, self._sizes):
            raise InputError(f"{method}: {name} has shape {array.shape}, expected {self._sizes}.")
        own = array.reshape((1,) * (len(self._sizes) - array.ndim) + array.shape)
        try:
            texts = [format(v, spec) for v in own.ravel().tolist()]
        except (TypeError, ValueError):
            raise InputError(f"{method}: {name} cannot be written with {spec!r}.") from None
        distinct = list(dict.fromkeys(texts))
        lookup = {text: i for i, text in enumerate(distinct)}
        if len(distinct) > MAX_TEXTS:
            raise InputError(
                f"{method}: {name} has {len(distinct)} different texts, more than {MAX_TEXTS}."
            )
        index = np.array([lookup[text] for text in texts]).reshape(*own.shape, 1)
        return {"texts": distinct, "index": index}

    def _kept(self, phrases: dict) -> dict:
        """The same field with its indices moved into the figure's buffer."""
        ref = self._buffer.add(phrases["index"], len(self._sizes))
        return {"texts": phrases["texts"], "ref": ref.plain()}

    def _say(self, part: Any, position: tuple[int, ...]) -> str:
        if isinstance(part, str):
            return part
        if "control" in part:
            control = list(self._controls.values())[part["control"]]
            return control.text(position[part["control"]])
        return part["texts"][look_up(self._buffer.array(), Ref.of(part["ref"]), position)]

    def _index(self, key: str, value: Any, argument: str) -> int:
        index = self._controls[key].index(value)
        if index is None:
            raise InputError(f"{argument}: {value!r} is not a value of {key}.")
        return index

    def _position_of(self, values: dict[str, Any]) -> tuple[int, ...]:
        if unknown := set(values) - set(self._controls):
            raise InputError(f"{unknown.pop()}: the figure has no such control.")
        now = zip(self._controls, self._position, strict=True)
        return tuple(self._index(k, values[k], k) if k in values else i for k, i in now)

    def _flat(self, position: Iterable[int]) -> int:
        return int(np.ravel_multi_index(tuple(position), self._sizes)) if self._sizes else 0

    def _keep_prediction(self, change: dict) -> None:
        if self._predict is None or change["new"] is None or not self.name:
            return
        from ..exercises.store import record_prediction

        chosen = change["new"]
        option = self._predict["options"][chosen] if chosen >= 0 else None
        right = chosen == self._predict["answer"] if chosen >= 0 else None
        record_prediction(self.name, self._predict["question"], option, right)

    # To the browser ----------------------------------------------------------------------------

    def _finish(self) -> None:
        """Fix the axes, turn the arrays into coordinates, and write the specification."""
        if self._ready:
            return
        figure = self._figure
        width, height = (side * 72 for side in figure.get_size_inches())
        with fixed.drawing:
            figure.draw_without_rendering()  # settles layout and limits …
        figure.set_layout_engine("none")  # … which another resolution would move again
        artists = []
        buffer = Buffer([*self._buffer.parts], self._buffer.length)
        for artist in self._artists:
            axes = figure.axes[artist["axes"]]
            columns = [
                buffer.add(to_steps(array, axes, which, height), len(self._sizes))
                for which, array in artist["arrays"]
            ]
            artists.append({k: v for k, v in artist.items() if k != "arrays"})
            artists[-1]["columns"] = [ref.plain() for ref in columns]
        data = buffer.array()
        if data.nbytes > BUDGET:
            raise InputError(
                f"The figure's arrays hold {data.nbytes / 1000:.0f} kB, more than "
                f"{BUDGET / 1000:.0f} kB; thin the controls (to 41 × 40 positions, say) "
                "or the lines (to 60 points)."
            )
        self._ready = True
        self._data = data.tobytes()
        self._svg = fixed.svg(figure)
        self._spec = {
            "width": width,
            "height": height,
            "axes": [_box(axes, height) for axes in figure.axes],
            "controls": [
                c.spec() | {"regimes": self._regimes.get(key), "play": self._play.get(key)}
                for key, c in self._controls.items()
            ],
            "artists": artists,
            "captions": self._captions,
            "pin": [key in self._frozen for key in self._controls] if self._frozen else None,
            "predict": self._predict,
            "measure": self._measure,
        }

    def open(self) -> None:
        """Reach the browser complete, in one message, when first shown; not piece by piece."""
        if self._ready:
            super().open()

    def close(self) -> None:
        """Leave the page, and let go of what only drawing needs."""
        super().close()
        if self._ready:
            # IPython keeps every result it displayed (`Out`); Matplotlib's part takes megabytes.
            self._figure = None
            self._artists = []

    @property
    def model_id(self) -> str:
        if self.comm is None:
            self._finish()
            self.open()
        return super().model_id

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        shapes = zip(self._spec["artists"], self.shapes_at(), strict=True)
        picture = fixed.png(self._figure, [(artist, s) for artist, many in shapes for s in many])
        data["image/png"] = b64encode(picture).decode()
        data["text/plain"] = self.text or "A figure with sliders."
        return data, metadata


def _array(kind: str, name: str, values: Any, dtype: type | None = None) -> np.ndarray:
    try:
        return np.asarray(values, dtype=dtype)
    except (TypeError, ValueError, OverflowError):
        of_numbers = " of numbers" if dtype else ""
        raise InputTypeError(f"{kind}: {name} is not an array{of_numbers}.") from None


def _check_shape(kind, name, array, full, along, expected=None) -> None:
    if _broadcasts(array.shape, full):
        return
    sizes = ", ".join(f"{n} of {key}" for key, n in zip(along, expected or full, strict=False))
    raise InputError(
        f"{kind}: {name} has shape {array.shape}, expected {full}"
        f"{f' ({sizes})' if sizes else ''} or one that broadcasts to it."
    )


def _broadcasts(shape: tuple, full: tuple) -> bool:
    """Whether an array of this shape stands for one of the full shape."""
    try:
        return np.broadcast_shapes(shape, full) == full
    except ValueError:
        return False


def _box(axes: plt.Axes, height: float) -> list[float]:
    """left, top, right, bottom of an axes, in points from the top left corner."""
    scale = 72 / axes.figure.dpi
    box = axes.bbox
    return [box.x0 * scale, height - box.y1 * scale, box.x1 * scale, height - box.y0 * scale]


def _widen(axes: plt.Axes, x: np.ndarray, y: np.ndarray) -> None:
    """Let axes without limits of their own take in what will move on them."""
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    if x.size and y.size:
        axes.update_datalim([(x.min(), y.min()), (x.max(), y.max())])
        axes.autoscale_view()


def _check_size(argument: str, number: Any) -> None:
    if not isinstance(number, (int, float, np.number)) or not 0 <= number < np.inf:
        raise InputError(f"{argument}: expected a number from 0 on, got {number!r}.")


def _palette(colors: Iterable[Any]) -> list[str]:
    if isinstance(colors, str) or not isinstance(colors, Iterable):
        raise InputTypeError(f"colors: expected a sequence, got {type(colors).__name__}.")
    return [_css_color("colors", color) for color in colors]


def _css_color(argument: str, color: Any) -> str:
    if color is None:
        return "currentColor"
    try:
        return matplotlib.colors.to_hex(color)
    except ValueError:
        raise InputError(f"{argument}: {color!r} is not a colour Matplotlib knows.") from None
