"""Playground: sliders on the learner's own code, with the kernel in the loop."""

from __future__ import annotations

import inspect
import math
import os
import reprlib
import sys
from base64 import b64encode
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from numbers import Integral, Real
from threading import get_ident
from typing import Any

import ipywidgets
import numpy as np
import traitlets as t
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from .controls import Control, slider
from .errors import InputError, InputTypeError
from .fixed import drawing, pixels, small
from .learner import Printed, explain
from .widget import Controlled, joined, text_of

SIZE = (8.0, 3.6)  # inches
STEPS = 40  # of a slider over real numbers given by its ends
NAMED = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)  # a decade of a "log" slider
MOST_POSITIONS = 1000
LARGEST = 1e308


class Playground(Controlled):
    """Sliders that call the learner's function and show what it draws.

        def draw(axes, step, count):
            axes.plot(walk(step, count))

        Playground(draw, step=(0.001, 1, "log"), count=(1, 200))

    draw is called with fresh Matplotlib axes and the sliders' values by name; what it prints is
    shown under the picture, and a text it returns becomes the caption.  A slider is given by its
    ends (two whole numbers: every one between them; "log": 0.1, 0.12, 0.15 …), and starts in the
    middle; or by a sequence of values, by `slider(…)` or `choice(…)`, or as one of ipywidgets'
    own sliders.

    Any error is shown in place of the picture with the learner's line where it happened, and
    raised as well when the environment sets LIVEFIGURE_STRICT (`strict_when` names it).  Raises
    InputError or InputTypeError for a draw or a slider it cannot use.
    """

    strict_when = "LIVEFIGURE_STRICT"

    _esm = joined(text_of("live.mjs"), text_of("playground.mjs"))
    _image = t.Bytes().tag(sync=True)
    _shown = t.Dict().tag(sync=True)

    def __init__(self, draw: Callable[..., Any], /, **sliders: Any):
        if not callable(draw):
            raise InputTypeError(f"draw: expected a function, got {type(draw).__name__}.")
        if not sliders:
            raise InputError("Playground: expected at least one slider, got none.")
        self._complete({key: _control(key, given) for key, given in sliders.items()})
        _check_parameters(draw, sliders)
        self._function = draw
        self._figure = Figure(figsize=SIZE, layout="constrained")
        FigureCanvasAgg(self._figure)
        self._drawn: tuple | None = None
        super().__init__()
        controls = [c.spec() | {"regimes": None, "play": None} for c in self._controls.values()]
        self._spec = {"kind": "playground", "width": SIZE[0] * 72, "controls": controls}
        self._connect()
        self.observe(self._update, "_position")
        self._update()

    def not_ready(self, draw: Callable[..., Any]) -> str:
        """A sentence on why draw cannot be called yet, "" where it can; for a subclass to say."""
        return ""

    @property
    def text(self) -> str:
        """What stands under the picture: the caption, and what went wrong or was printed."""
        parts = [self._shown[key] for key in ("caption", "trouble", "printed")]
        return "\n".join(part for part in parts if part)

    def _update(self, change: dict | None = None) -> None:
        """Draw the newest position.  A slow function skips those passed while it ran."""
        with drawing:
            if self._drawn != tuple(self._position):
                self._drawn = tuple(self._position)
                self._draw(self._drawn)

    def _draw(self, position: tuple[int, ...]) -> None:
        pairs = list(zip(self._controls.items(), position, strict=True))
        values = {key: c.values[i] for (key, c), i in pairs}
        where = ", ".join(f"{c.label} {c.text(i)}" for (_, c), i in pairs)
        self._figure.clear()
        said, trouble, failure = None, "", None
        printed = _Heard()
        with redirect_stdout(printed):
            try:
                trouble = self.not_ready(self._function)
                if not trouble:
                    said = self._function(self._figure.subplots(), **values)
                image = self._png()
            except BaseException as error:  # a learner's sys.exit() must not end the kernel
                trouble, failure = _told(error), error
                self._figure.clear()
                image = self._png()
        caption = said if isinstance(said, str) else f"Drawn for {where}."
        if trouble:
            caption = f"Nothing is drawn for {where}."
        shown = {"position": list(position), "caption": caption, "alt": f"Picture for {where}."}
        with self.hold_sync():  # picture and words arrive together
            self._image = image
            self._shown = shown | {"printed": printed.text, "trouble": trouble}
        if failure and os.environ.get(self.strict_when):
            raise failure

    def _png(self) -> bytes:
        return small(pixels(self._figure))

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        size = {"width": round(SIZE[0] * 96)}
        return data | {
            "image/png": b64encode(self._image).decode(),
            "text/plain": self.text,
        }, metadata | {"needs_background": "light", "image/png": size}


class _Heard(Printed):
    """What draw prints; what a cell prints meanwhile, in another thread, goes on as always."""

    def __init__(self) -> None:
        self._thread, self._others = get_ident(), sys.stdout

    def write(self, text: str) -> int:
        if get_ident() != self._thread:
            return self._others.write(text)
        return super().write(text)


def _told(error: BaseException) -> str:
    """What happened, and the learner's own line where it did."""
    told = explain(error)
    message = f"{told['type']}: {told['message']}".rstrip(": ")
    return f"{message}\n{told['line']}" if told["line"] else message


def _check_parameters(draw: Callable[..., Any], sliders: Iterable[str]) -> None:
    """Whether draw can be called with axes and these names."""
    try:
        inspect.signature(draw).bind(None, **dict.fromkeys(sliders))
    except ValueError:  # some callables written in C have no signature: let the call show
        return
    except TypeError:
        expected = ", ".join(["axes", *sliders])
        raise InputError(
            f"draw: expected a function of ({expected}), got {inspect.signature(draw)}."
        ) from None


def _control(name: str, given: Any) -> Any:
    """The control for one slider, however it was given; it is checked when it is completed."""
    if isinstance(given, ipywidgets.Widget):
        return _from_ipywidgets(name, given)
    if isinstance(given, tuple) and given[2:] in ((), ("log",)) and _numbers(given[:2]):
        return _between(name, *given)
    return given


def _between(name: str, low: Real, high: Real, scale: str = "") -> Control:
    """A slider from low to high, both included."""
    least = 0 if scale else -LARGEST
    if not least < low < high < LARGEST:
        got = reprlib.repr((low, high))
        raise InputError(f"{name}: a range needs {least:g} < low < high < {LARGEST:g}, got {got}.")
    if scale:
        return _from_the_middle(_log_values(low, high), ".3g")
    if isinstance(low, Integral) and isinstance(high, Integral):
        steps = int(min(high - low, MOST_POSITIONS - 1))
        return _from_the_middle([low + (high - low) * i // steps for i in range(steps + 1)])
    return _from_the_middle(np.linspace(low, high, STEPS + 1), ".4g")


def _from_the_middle(values: Iterable, format: str = ".6g") -> Control:
    """A slider that starts where ipywidgets' `interact` would."""
    return slider(values, start=values[len(values) // 2], format=format)


def _log_values(low: float, high: float) -> Iterable:
    """Both ends, and between them the numbers that people name: 0.1, 0.12, 0.15, 0.2 …"""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)))
    named = [float(f"{m}e{decade}") for decade in decades for m in NAMED]
    inside = [value for value in named if low * 1.05 < value < high / 1.05]
    if 5 <= len(inside) < MOST_POSITIONS - 1:
        return [low, *inside, high]
    return np.geomspace(low, high, STEPS + 1 if len(inside) < 5 else MOST_POSITIONS)


def _numbers(values: tuple) -> bool:
    real = (isinstance(v, Real) and not isinstance(v, bool) for v in values)
    return len(values) == 2 and all(real)


def _from_ipywidgets(name: str, widget: ipywidgets.Widget) -> Control:
    """Our accessible slider over the values of one of theirs."""
    kinds = (ipywidgets.IntSlider, ipywidgets.FloatSlider, LOG, ipywidgets.SelectionSlider)
    if not isinstance(widget, kinds):
        raise InputTypeError(f"{name}: expected a slider, got {type(widget).__name__}.")
    label, start = widget.description, widget.value
    if isinstance(widget, ipywidgets.SelectionSlider):
        return slider([value for _, value in widget._options_full], label, start=start)
    if not widget.step or widget.step < 0:
        raise InputError(f"{name}: expected a slider with a step above 0, got {widget.step!r}.")
    # Not past its end where the step does not divide its range.
    count = math.floor((widget.max - widget.min) / widget.step + 1e-9) + 1
    if count > MOST_POSITIONS:
        raise InputError(f"{name}: {count} positions are more than {MOST_POSITIONS}.")
    values = widget.min + widget.step * np.arange(count)
    if isinstance(widget, LOG):
        values = widget.base**values
    # Their start may lie between two steps.
    start = values[np.abs(values - start).argmin()]
    whole = isinstance(widget, ipywidgets.IntSlider)
    return slider(values, label, start=start, format=".6g" if whole else ".4g")


LOG = ipywidgets.FloatLogSlider
