"""From data to points on the figure, and what is seen of them at one position of the controls.

Coordinates are in points (1/72 inch) from the figure's top left corner, y downwards, as in SVG.
They travel as 16-bit integers in steps of 1/16 point.  `live.mjs` computes the same shapes from
the same integers; the tests compare the two at every position.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

STEPS_PER_POINT = 16
MISSING = -32768  # nan or infinite: nothing is drawn there
FARTHEST = 32000  # 2000 points: far outside any figure, still a 16-bit integer
SLACK = 0.5  # points by which something may lie beyond the edge and still count as inside
SIDES = ("up", "down", "left", "right")


class Ref(NamedTuple):
    """Where an array lies in the shared buffer: entry k at a position p of the controls is
    buffer[at + sum(strides * p) + k], for k < n.  A stride of 0: does not depend on it."""

    at: int
    strides: tuple[int, ...]
    n: int

    def start(self, position: Sequence[int]) -> int:
        """Where the entries of one position begin."""
        return self.at + sum(s * p for s, p in zip(self.strides, position, strict=True))


@dataclass
class Buffer:
    """All arrays of a figure, end to end, as 16-bit integers."""

    parts: list[np.ndarray] = field(default_factory=list)
    length: int = 0

    def add(self, integers: np.ndarray, controls: int) -> Ref:
        """Append an array whose first `controls` axes belong to the controls (length 1 where it
        does not depend on one) and whose last axis runs over the entries of one position.  What
        turns out to be the same all along a control is kept once."""
        for axis in range(controls):
            first = integers[(slice(None),) * axis + (slice(1),)]
            if (integers == first).all():
                integers = first
        flat = np.ascontiguousarray(integers, dtype="<i2")
        steps = np.array(flat.strides) // flat.itemsize
        strides = tuple(
            int(step) if size > 1 else 0
            for size, step in zip(flat.shape[:controls], steps[:controls], strict=True)
        )
        ref = Ref(self.length, strides, flat.shape[-1])
        self.parts.append(flat.ravel())
        self.length += flat.size
        return ref

    def array(self) -> np.ndarray:
        return np.concatenate(self.parts) if self.parts else np.zeros(0, "<i2")


def to_steps(
    values: np.ndarray, axes, which: str, height: float, limits: np.ndarray | None = None
) -> np.ndarray:
    """Data coordinates along one axis ("x" or "y") as 16-bit steps.

    values: shape (…, n); height: of the figure, in points; limits: lower and upper one, shape
    (…, 2), those that the axes have by default.  The result has the shape to which values and
    limits broadcast, and n.
    """
    axis, ends = (
        (axes.xaxis, axes.bbox.intervalx) if which == "x" else (axes.yaxis, axes.bbox.intervaly)
    )
    limits = np.asarray(axis.get_view_interval() if limits is None else limits, dtype=float)
    values = np.asarray(values, dtype=float)

    def scaled(numbers: np.ndarray) -> np.ndarray:
        return axis.get_transform().transform(numbers.ravel()).reshape(numbers.shape)

    with np.errstate(all="ignore"):
        low, high = np.split(scaled(limits), 2, axis=-1)
        pixels = ends[0] + (scaled(values) - low) / (high - low) * (ends[1] - ends[0])
    points = pixels * 72 / axes.figure.dpi
    if which == "y":
        points = height - points
    # A log axis sends 0 far below itself: that is beyond the axis, not missing.
    return as_steps(np.where(np.isfinite(values), points, np.nan))


def as_steps(points: np.ndarray) -> np.ndarray:
    """Coordinates in points as 16-bit steps; nan is missing, infinity as far as can be told."""
    limited = np.clip(np.nan_to_num(points * STEPS_PER_POINT, nan=0), -FARTHEST, FARTHEST)
    return np.where(np.isnan(points), MISSING, limited.round()).astype("<i2")


def read(buffer: np.ndarray, ref: Ref, position: tuple[int, ...]) -> list[float]:
    """The coordinates (points) of one position; nan where missing."""
    start = ref.start(position)
    entries = buffer[start : start + ref.n]
    return [math.nan if e == MISSING else float(e) / STEPS_PER_POINT for e in entries]


@dataclass(frozen=True)
class Box:
    """The inside of an axes, in points; top < bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return max(self.beyond(x, y).values()) <= SLACK

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def beyond(self, x: float, y: float) -> dict[str, float]:
        """How far a point lies outside each side, in points; negative inside."""
        return {
            "up": self.top - y,
            "down": y - self.bottom,
            "left": self.left - x,
            "right": x - self.right,
        }

    def direction(self, x: float, y: float) -> str:
        """The side on which a point lies outside."""
        beyond = self.beyond(x, y)
        return max(beyond, key=beyond.get)

    def exit(self, inside: tuple, outside: tuple) -> tuple[str, float, float]:
        """The side through which the way from a point inside to one outside leaves, and where."""
        start, end = self.beyond(*inside), self.beyond(*outside)
        shares = {s: -start[s] / (end[s] - start[s]) for s in end if end[s] > SLACK}
        side = min(shares, key=shares.get)
        share = max(0.0, shares[side])
        (ax, ay), (bx, by) = inside, outside
        return side, *self.nearest(ax + share * (bx - ax), ay + share * (by - ay))


def line_marks(points: list[tuple], box: Box) -> list[tuple]:
    """Marks of one line: ("end", x, y) where nan or infinity ends it, and ("up" … "right", x, y)
    at the first and the last place where it leaves the axes, or at the middle of a line that lies
    beyond one side altogether."""
    ends, exits = [], []
    for a, b in zip(points, points[1:], strict=False):
        a_known, b_known = not math.isnan(a[0] + a[1]), not math.isnan(b[0] + b[1])
        if a_known and not b_known and box.holds(*a):
            ends.append(("end", *a))
        if a_known and b_known and box.holds(*a) != box.holds(*b):
            exits.append(box.exit(a, b) if box.holds(*a) else box.exit(b, a))
    seen = [p for p in points if not math.isnan(p[0] + p[1])]
    for side in SIDES:
        if seen and all(box.beyond(*p)[side] > SLACK for p in seen):
            exits.append((side, *box.nearest(*seen[len(seen) // 2])))
            break
    return ends + exits[:1] + exits[1:][-1:]


def marker_marks(points: list[tuple], box: Box) -> list[tuple]:
    """A mark at the edge for each marker that lies outside the axes."""
    return [
        (box.direction(x, y), *box.nearest(x, y))
        for x, y in points
        if not math.isnan(x + y) and not box.holds(x, y)
    ]


def rectangle_marks(corners: list[tuple], box: Box) -> list[tuple]:
    """A mark at the edge of the axes for each side on which a rectangle is cut off."""
    marks = []
    for x0, y0, x1, y1 in corners:
        if math.isnan(x0 + y0 + x1 + y1):
            continue
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        x, y = box.nearest((left + right) / 2, (top + bottom) / 2)
        if top < box.top - SLACK:
            marks.append(("up", x, box.top))
        if bottom > box.bottom + SLACK:
            marks.append(("down", x, box.bottom))
        if left < box.left - SLACK:
            marks.append(("left", box.left, y))
        if right > box.right + SLACK:
            marks.append(("right", box.right, y))
    return marks


def segment_marks(ends: list[tuple], box: Box) -> list[tuple]:
    """Marks where segments (x0, y0, x1, y1) leave the axes."""
    return [m for x0, y0, x1, y1 in ends for m in line_marks([(x0, y0), (x1, y1)], box)]


MARKS = {
    "line": line_marks,
    "marker": marker_marks,
    "rectangles": rectangle_marks,
    "segments": segment_marks,
    "text": marker_marks,
    "area": lambda points, box: [],
    "shade": lambda corners, box: [],
}


def shape(artist: dict, buffer: np.ndarray, position: tuple[int, ...], box: Box) -> dict:
    """What one artist of the specification shows at one position: its points, one tuple of
    coordinates each, and the marks for what cannot be shown; a text besides, or colour indices."""
    sides = [read(buffer, ref, position) for ref in artist["columns"]]
    points = list(zip(*sides, strict=True))
    shown = {"points": points, "marks": MARKS[artist["kind"]](points, box)}
    if "texts" in artist:
        shown["text"] = artist["texts"][look_up(buffer, artist["ref"], position)]
    if "colors" in artist:
        start = artist["ref"].start(position)
        pairs = buffer[start : start + artist["ref"].n]
        rows, columns = artist["grid"]
        shown["cells"] = pairs.view("u1")[: rows * columns].tolist()
    return shown


def look_up(buffer: np.ndarray, ref: Ref, position: tuple[int, ...]) -> int:
    """The index of the text that holds at a position."""
    return int(buffer[ref.start(position)])
