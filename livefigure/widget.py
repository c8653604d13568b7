"""What LiveFigure and Playground share: controls in the browser, a trait for each in Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from threading import RLock
from typing import Any

import anywidget
import traitlets as t

from .cells import replace_earlier_run
from .controls import Control, ControlValue, complete
from .errors import InputError


def text_of(name: str, package: str = __package__) -> str:
    """A file of a package without its comments and indentation: every widget carries a copy."""
    return bare(files(package).joinpath(name).read_text(encoding="utf-8"))


def bare(text: str) -> str:
    """A script or style without its comments and indentation."""
    kept = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in kept if line and not line.startswith(("//", "/*", "*")))


def joined(first: str, second: str) -> str:
    """Two modules as one, both `bare`: the second one's imports are what the first one names."""
    names = [line for line in first.splitlines() if not line.startswith("export default")]
    own = [line for line in second.splitlines() if not line.startswith("import ")]
    return "\n".join(names + own)


class Controlled(anywidget.AnyWidget):
    """A widget with named controls.  `widget.speed` is the current value of the control
    speed; setting it moves the control, and `widget.observe(f, "speed")` hears of it."""

    # Read once and passed as text: anywidget keeps a watcher alive for each file path.
    _esm = text_of("live.mjs")
    _css = text_of("live.css")

    # How controls are written that are given without a label, by their names; "_" becomes " ".
    labels: Mapping[str, str] = {}

    # The browser decides where the controls stand.  Echoes of what it said would arrive late and
    # throw a slider back that has moved on.
    _position = t.List(t.Int()).tag(sync=True, echo_update=False)
    _spec = t.Dict().tag(sync=True)

    def _complete(self, controls: dict[str, Control | Iterable]) -> None:
        """Check the controls, before anything is made."""
        for key in controls:
            if key.startswith("_") or hasattr(type(self), key):
                raise InputError(f"{key}: this name is taken by the figure itself; use another.")
        self._controls = {
            key: complete(key, given, self.labels.get(key, key.replace("_", " ")))
            for key, given in controls.items()
        }
        self._sizes = tuple(len(c.values) for c in self._controls.values())
        self._moving = RLock()  # a cell and a callback's thread may move controls at once

    def _connect(self) -> None:
        """Add a trait for each control, once the widget itself is made."""
        self.add_traits(**{key: ControlValue(key, c) for key, c in self._controls.items()})
        self._position = [c.index(c.start) for c in self._controls.values()]
        self.observe(self._from_browser, "_position")
        for key in self._controls:
            self.observe(self._from_python, key)
        replace_earlier_run(self)

    @property
    def position(self) -> dict[str, Any]:
        """The present value of each control; given some of them, the others stay.

        Setting it raises InputError for a control that there is not, or for a value it does not
        have, and then moves nothing.
        """
        return {key: getattr(self, key) for key in self._controls}

    @position.setter
    def position(self, values: Mapping[str, Any]) -> None:
        places = list(self._position)
        for key, value in values.items():
            if key not in self._controls:
                raise InputError(f"position: the figure has no control {key!r}.")
            index = self._controls[key].index(value)
            if index is None:
                raise InputError(f"position: {value!r} is not a value of {key}.")
            places[list(self._controls).index(key)] = index
        self._position = places  # in one message

    def _from_browser(self, change: dict) -> None:
        with self._moving:
            for place, (key, control) in enumerate(self._controls.items()):
                setattr(self, key, control.values[self._position[place]])

    def _from_python(self, change: dict) -> None:
        place = list(self._controls).index(change["name"])
        index = self._controls[change["name"]].index(change["new"])
        with self._moving:
            if self._position[place] != index:
                self._position = [*self._position[:place], index, *self._position[place + 1 :]]

    def close(self) -> None:
        """Leave the page, and ipywidgets' table of living widgets, layout included."""
        super().close()
        if self.trait_has_value("layout"):
            self.layout.close()
