"""The start page's figure: four valleys, a learning rate, and a ball that goes downhill.

Every place of the land has the colour of the valley where a ball from there comes to rest.  The
browser computes it in `landscape.mjs`, so the land is redrawn while a hand moves the rate, also
with no kernel.  It is no LiveFigure: there are too many places to send them all.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import anywidget
import numpy as np
import traitlets as t

from lessons.live import as_the_course
from livefigure.cells import replace_earlier_run
from livefigure.widget import text_of

from . import land
from .stored import WIDTH, png

# What is said, to the eye and to a screen reader; `land` by how many valleys hold no ball.
SAYS: dict[str, Any] = {
    "rate": "learning rate",
    "start": ["Start of the ball, from west to east", "Start of the ball, from south to north"],
    "ends": "Where the balls end",
    "bars": ["no rest", "lost"],
    "out": "out",
    "from": [f"from {limit:.4f}" for limit in land.LIMITS],
    "rest": "The ball comes to rest in valley {valley} after {steps}.",
    "lost": "The ball leaps ever higher and is lost after {steps}.",
    "restless": "After {steps} the ball still leaps to and fro.",
    "dark": "Where the land is dark, every ball is lost.",
    "land": [
        "Each place has the colour of the valley where its ball ends.",
        "Valley A is out: no ball comes to rest there.",
        "Valleys A and B are out: no ball comes to rest there.",
        "Valleys A, B and C are out: no ball comes to rest there.",
        "All four valleys are out: no ball comes to rest anywhere.",
    ],
}


def sentences(path: np.ndarray, end: int, lr: float) -> tuple[str, str]:
    """What the figure says of a ball, and of the land at this rate."""
    n = len(path) - 1
    steps = f"{n} {'step' if n == 1 else 'steps'}"
    out = int((lr >= land.LIMITS).sum())
    kind = "rest" if end < land.LOST else "lost" if end == land.LOST else "restless"
    valley = land.NAMES[end] if end < land.LOST else ""
    first = SAYS[kind].format(steps=steps, valley=valley)
    return first, SAYS["dark"] if end == land.LOST and not out else SAYS["land"][out]


class Landscape(anywidget.AnyWidget):
    """The figure.  `lr` and `start` are where its controls stand; setting them moves the ball."""

    _esm = text_of("landscape.mjs", __package__)
    _css = text_of("landscape.css", __package__)

    lr = t.Float(0.01, help="the learning rate, one of land.RATES: the nearest is taken").tag(
        sync=True, echo_update=False
    )
    start = t.List(t.Float(), [0.45, -0.75], 2, 2, help="x and y, among land.STARTS").tag(
        sync=True, echo_update=False
    )
    _land = t.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(_land=_told())
        replace_earlier_run(self)

    @t.validate("lr")
    def _to_a_rate(self, proposal: dict) -> float:
        return _nearest(land.RATES, proposal["value"])

    @t.validate("start")
    def _to_a_start(self, proposal: dict) -> list[float]:
        return [_nearest(k, v) for k, v in zip(land.STARTS, proposal["value"], strict=True)]

    @property
    def text(self) -> str:
        """What the figure says now."""
        return " ".join(sentences(*land.follow(*self.start, self.lr), self.lr))

    def close(self) -> None:
        """Leave the page, and ipywidgets' table of living widgets, layout included."""
        super().close()
        if self.trait_has_value("layout"):
            self.layout.close()

    @as_the_course()
    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**kwargs)
        data["image/png"] = b64encode(png(*self.start, self.lr)).decode()
        metadata["image/png"] = {"width": WIDTH}
        data["text/plain"] = f"{self.text} Run this cell, and you can move the ball."
        return data, metadata


def landscape() -> Landscape:
    """Four valleys, a learning rate, and a ball."""
    return Landscape()


def _nearest(values: list[float], value: float) -> float:
    return min(values, key=lambda one: abs(one - value))


def _told() -> dict[str, Any]:
    """What the browser has to agree on with this file."""
    return {
        "names": list(land.NAMES),
        "valleys": land.VALLEYS.tolist(),
        "limits": land.LIMITS.tolist(),
        "colors": land.COLORS_OF,
        "rates": land.RATES,
        "ticks": [0.005, 0.01, 0.015, 0.02, 0.025, 0.03],
        "starts": land.STARTS,
        "x": land.VIEW[0],
        "y": land.VIEW[1],
        "steps": land.STEPS,
        "far": land.FAR,
        "near": land.NEAR,
        "says": SAYS,
    }
