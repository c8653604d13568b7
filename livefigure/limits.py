"""Axes whose limits follow controls: what grows without bound stays in the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from .geometry import to_steps


@dataclass(frozen=True)
class Limits:
    """x, y: the lower and the upper limit, shape (controls …, 2), of length 1 for a control they do
    not depend on; None where the axis stands still."""

    axes: Axes
    controls: int
    x: np.ndarray | None = None
    y: np.ndarray | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """By control, how many limits there are."""
        known = [array.shape[:-1] for array in (self.x, self.y) if array is not None]
        return np.broadcast_shapes((1,) * self.controls, *known)

    def places(self) -> Iterator[tuple[int, ...]]:
        """Each place that has limits of its own, with the axes set to these."""
        for place in np.ndindex(self.shape):
            self.set(place)
            yield place

    def set(self, position: Sequence[int]) -> None:
        """Give the axes the limits of a position."""
        for which, array in (("x", self.x), ("y", self.y)):
            if array is not None:
                own = tuple(min(p, n - 1) for p, n in zip(position, array.shape, strict=False))
                getattr(self.axes, f"set_{which}lim")(*array[own])

    def to_steps(self, values: np.ndarray, which: str, height: float) -> np.ndarray:
        """As `geometry.to_steps`, at the limits that hold at each position.

        values: shape (controls …, n), of length 1 for a control they do not depend on.
        """
        if getattr(self, which) is None:
            return to_steps(values, self.axes, which, height)
        lead = np.broadcast_shapes(values.shape[:-1], self.shape)
        values = np.broadcast_to(values, (*lead, values.shape[-1]))
        steps = np.empty(values.shape, "<i2")
        for place in self.places():
            at = tuple(
                slice(None) if n == 1 else p for p, n in zip(place, self.shape, strict=True)
            )
            steps[at] = to_steps(values[at], self.axes, which, height)
        return steps
