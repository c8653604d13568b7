"""What a live figure draws: the artists, checked and kept as arrays until the axes are final."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import matplotlib.colors
import matplotlib.pyplot as plt
import numpy as np

from .controls import Control, written
from .errors import InputError, InputTypeError
from .geometry import Buffer
from .limits import Limits
from .widget import Controlled

MAX_TEXTS = 2**15  # of a caption field: what a 16-bit integer can count
DASHES = {"solid": (), "dashed": (6, 4), "dotted": (1.5, 3)}
POINTS = ("line", "area", "shade")  # kinds whose arrays always have an axis of points
UPRIGHT = ("y", "y0", "y1", "bottom", "top")  # arrays measured along y
SYMBOLS = ("o", "s", "^", "D", "x", "+")


class Artists(Controlled):
    """The drawing half of a live figure: `LiveFigure` says what else it does.

    `along` names the controls an array depends on; its first axes run over them, in that order.
    """

    _ready = False

    def _take(self, figure: plt.Figure, controls: dict[str, Control | Iterable]) -> None:
        """Check figure and controls, before the widget itself is made."""
        if not isinstance(figure, plt.Figure):
            raise InputTypeError(
                f"figure: expected a Matplotlib figure, got {type(figure).__name__}."
            )
        if not figure.axes:
            raise InputError("figure: expected a figure with at least one axes, got one without.")
        self._complete(controls)
        self._figure = figure
        self._artists: list[dict] = []
        self._buffer = Buffer()
        self._follows: dict[plt.Axes, Limits] = {}

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
        drag: str | tuple[str, ...] = (),
        reveal: str | None = None,
        replay: bool = False,
    ) -> None:
        """A line through points.  x: shape (n,) or as y; y: shape (controls of along …, n).

        Where it leaves the axes a triangle stands at the edge; nan or infinity ends it with a
        cross.  color: any Matplotlib colour, None for the text colour; width in points; dash:
        "solid", "dashed" or "dotted"; reveal="measured" draws it for each measured position.
        reveal="finished" once there is nothing left to measure.  drag: sliders of `along` that
        dragging it moves, to where it comes nearest to the pointer.  replay: its points are steps,
        which are played once when the learner's hand rests.
        """
        style = self._style(color, width=width, dash=dash)
        self._add("line", axes, along, reveal, style, drag, replay, x=x, y=y)

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
        drag: str | tuple[str, ...] = (),
        reveal: str | None = None,
        replay: bool = False,
    ) -> None:
        """Markers.  x, y: shape (controls of along …) or (controls of along …, n).

        A marker beyond the axes becomes a triangle at the edge.  size in points; symbol: one of
        "o", "s", "^", "D", "x", "+".  The other arguments: as for `line`.
        """
        if symbol not in SYMBOLS:
            raise InputError(f"symbol: expected one of {', '.join(SYMBOLS)}, got {symbol!r}.")
        check_size("size", size)
        fill = color if filled and symbol not in "x+" else "none"
        style = self._style(color, width=1.5, fill=fill) | {"symbol": symbol, "size": size}
        self._add("marker", axes, along, reveal, style, drag, replay, x=x, y=y)

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
        drag: str | tuple[str, ...] = (),
        reveal: str | None = None,
    ) -> None:
        """Rectangles by their sides, in data coordinates (residual squares, heat-map cells).

        left, bottom, right, top: shape (controls of along …) or (controls of along …, n).
        fill: a colour or "none"; fill_opacity: 0 to 1.  The other arguments: as for `line`.
        """
        style = self._style(color, width=width, fill=fill, fill_opacity=fill_opacity)
        self._add(
            "rectangles", axes, along, reveal, style, drag,
            left=left, bottom=bottom, right=right, top=top,
        )  # fmt: skip

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
        drag: str | tuple[str, ...] = (),
        reveal: str | None = None,
        replay: bool = False,
    ) -> None:
        """Straight pieces from (x0, y0) to (x1, y1), with a head at the end if arrow is true.

        x0, y0, x1, y1: shape (controls of along …) or (controls of along …, n).  The other
        arguments: as for `line`.
        """
        style = self._style(color, width=width, dash=dash) | {"arrow": bool(arrow)}
        self._add("segments", axes, along, reveal, style, drag, replay, x0=x0, y0=y0, x1=x1, y1=y1)

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
        code: bool = False,
        reveal: str | None = None,
    ) -> None:
        """A text that begins at (x, y).  x, y: shape (controls of along …); texts: a text, or
        texts that broadcast to the shape of all controls; size in points; code: set it as code."""
        check_size("size", size)
        self._open_for_changes()
        phrases = self._phrases("write", "texts", texts, "")
        style = self._style(None, width=0) | {"size": size, "fill": _css_color("color", color)}
        style["code"] = bool(code)
        self._add("text", axes, along, reveal, style, x=x, y=y)
        self._artists[-1] |= self._kept(phrases)

    def area(
        self,
        axes: plt.Axes,
        x: Any,
        y: Any,
        *,
        along: str | tuple[str, ...] = (),
        color: Any = "#0072B2",
        opacity: float = 1.0,
        edge: Any = "none",
        width: float = 1.0,
        reveal: str | None = None,
    ) -> None:
        """A coloured area under everything else, by its corners: what lies on one side of a line,
        or a ring on a map.

        x: shape (n,) or as y; y: shape (controls of along …, n); nan leaves a corner out, and
        where all are nan there is no area.  color, edge: a colour, or "none"; opacity: of the
        area, 0 to 1; width: of its edge, in points.
        """
        check_size("opacity", opacity)
        style = self._style(edge, width=width, fill=color, fill_opacity=opacity)
        self._add("area", axes, along, reveal, style, x=x, y=y)

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
        shades = palette(colors)
        grid = _array("shade", "cells", cells)
        if grid.ndim < 2 or grid.dtype.kind not in "iu" or not grid.size:
            raise InputError(
                f"shade: cells has shape {grid.shape} of {grid.dtype}, expected whole numbers "
                "by control, row and column."
            )
        if not 0 <= grid.min() <= grid.max() < min(len(shades), 256):
            raise InputError(
                f"shade: cells goes from {grid.min()} to {grid.max()}, expected indices of the "
                f"{len(shades)} colors."
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
        ref = self._buffer.add(pairs, len(self._sizes))
        self._artists[-1] |= {"colors": shades, "grid": [rows, columns], "ref": ref}

    def follow(
        self, axes: plt.Axes, *, x: Any = None, y: Any = None, along: str | tuple[str, ...]
    ) -> None:
        """Let the limits of an axes follow controls, so that what grows stays in the picture.

        x, y: lower and upper limit, shape (controls of along …, 2); None: that axis stands still.
        Ticks, and all that stands on the axes, go along.
        """
        self._open_for_changes()
        self._check_axes("axes", axes)
        along, expected = self._along(along)
        found = {}
        for which, values in {"x": x, "y": y}.items():
            if values is None:
                continue
            array = _array("follow", which, values, float)
            _check_shape("follow", which, array, (*expected, 2), along, expected)
            if not (np.isfinite(array).all() and (array[..., 0] < array[..., 1]).all()):
                raise InputError(
                    f"follow: {which} must hold finite limits, each lower one below its upper one."
                )
            found[which] = self._by_control(array, along, (*expected, 2))
        self._follows[axes] = Limits(axes, len(self._sizes), **found)

    # Inside ------------------------------------------------------------------------------------

    def _open_for_changes(self) -> None:
        if self._ready:
            raise InputError("The figure is already shown; add everything before showing it.")

    def _check_axes(self, argument: str, *axes: plt.Axes) -> None:
        if not all(any(one is own for own in self._figure.axes) for one in axes):
            raise InputError(f"{argument}: expected the figure's own axes, got something else.")

    def _check_reveal(self, reveal: str | None, *moments: str) -> None:
        if reveal not in (None, *moments):
            known = ", ".join(f'"{moment}"' for moment in moments)
            raise InputError(f"reveal: expected {known} or None, got {reveal!r}.")

    def _style(
        self, color, *, width, dash="solid", fill="none", fill_opacity=1.0
    ) -> dict[str, Any]:
        for argument, number in {"width": width, "fill_opacity": fill_opacity}.items():
            check_size(argument, number)
        if dash not in tuple(DASHES):
            raise InputError(f"dash: expected one of {', '.join(DASHES)}, got {dash!r}.")
        return {
            "stroke": _css_color("color", color),
            "width": width,
            "dash": list(DASHES[dash]),
            "fill": _css_color("fill", fill),
            "fill_opacity": fill_opacity,
        }

    def _add(self, kind, axes, along, reveal, style, drag=(), replay=False, **columns) -> None:
        """Check the shapes of an artist's arrays and keep them until the axes are final."""
        self._open_for_changes()
        self._check_reveal(reveal, "measured", "finished")
        self._check_axes("axes", axes)
        if axes.name != "rectilinear":
            raise InputError(f"axes: expected straight axes, got {type(axes).__name__}.")
        along, expected = self._along(along)
        drag = self._drag(drag, along, reveal)
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
                "drag": drag,
                "replay": bool(replay),
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

    def _drag(self, drag: str | tuple[str, ...], along: tuple, reveal: str | None) -> list[int]:
        """The indices of the controls that dragging an artist moves, checked."""
        names, _ = self._along(drag)
        for name in names:
            if name not in along or self._controls[name].kind != "slider" or reveal:
                raise InputError(
                    f"drag: expected sliders among {', '.join(along) or 'none'}, on which what is "
                    f"drawn depends at every position, got {name!r}."
                )
        return [list(self._controls).index(name) for name in names]

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
            texts = [written(v, spec) for v in own.ravel().tolist()]
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
        return {"texts": phrases["texts"], "ref": ref}


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


def _widen(axes: plt.Axes, x: np.ndarray, y: np.ndarray) -> None:
    """Let axes without limits of their own take in what will move on them."""
    x, y = x[np.isfinite(x)], y[np.isfinite(y)]
    if x.size and y.size:
        axes.update_datalim([(x.min(), y.min()), (x.max(), y.max())])
        axes.autoscale_view()


def check_size(argument: str, number: Any) -> None:
    """Refuse what is no finite number from 0 on."""
    if not isinstance(number, (int, float, np.number)) or not 0 <= number < np.inf:
        raise InputError(f"{argument}: expected a number from 0 on, got {number!r}.")


def palette(colors: Iterable[Any]) -> list[str]:
    """Matplotlib's colours as CSS spells them."""
    if isinstance(colors, str) or not isinstance(colors, Iterable):
        raise InputTypeError(f"colors: expected a sequence, got {type(colors).__name__}.")
    return [_css_color("colors", color) for color in colors]


def _css_color(argument: str, color: Any) -> str:
    if color is None:
        return "currentColor"
    if isinstance(color, str) and color == "none":
        return color
    try:
        return matplotlib.colors.to_hex(color)
    except ValueError:
        raise InputError(f"{argument}: {color!r} is not a colour Matplotlib knows.") from None
