"""What LiveFigure and Playground share: controls in the browser, a trait for each in Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from threading import RLock

import anywidget
import traitlets as t

from .cells import replace_earlier_run
from .controls import Control, ControlValue, complete
from .errors import InputError


def sent_text(name: str) -> str:
    """A file of this folder without its comments and indentation: every widget carries a copy."""
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()
    kept = (line.strip() for line in lines)
    return "\n".join(line for line in kept if line and not line.startswith(("//", "/*", "*")))


class Controlled(anywidget.AnyWidget):
    """A widget with named controls.  `widget.speed` is the current value of the control
    speed; setting it moves the control, and `widget.observe(f, "speed")` hears of it."""

    # Read once and passed as text: anywidget keeps a watcher alive for each file path.
    _esm = sent_text("live.mjs")
    _css = sent_text("live.css")

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
