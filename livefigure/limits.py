"""Axes whose limits follow controls: what grows without bound stays in the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes


@dataclass(frozen=True)
class Limits:
    """x, y: the lower and the upper limit, shape (controls …, 2), of length 1 for a control they do
    not depend on; None where the axis stands still."""

    axes: Axes
    controls: int
    x: np.ndarray | None = None
    y: np.ndarray | None = None

    @cached_property
    def _distinct(self) -> tuple[np.ndarray, np.ndarray]:
        known = [array for array in (self.x, self.y) if array is not None]
        shape = np.broadcast_shapes((1,) * self.controls, *(array.shape[:-1] for array in known))
        if not known:
            return np.zeros((1, 0)), np.zeros(shape, int)
        every = np.concatenate([np.broadcast_to(array, (*shape, 2)) for array in known], axis=-1)
        flat = every.reshape(-1, every.shape[-1])
        rows, which = np.unique(flat, axis=0, return_inverse=True)
        return rows, which.reshape(shape)

    @property
    def which(self) -> np.ndarray:
        """The number of the set of limits that holds at each position, shape (controls …), of
        length 1 for a control they do not depend on."""
        return self._distinct[1]

    def sets(self) -> Iterator[int]:
        """The number of each different set of limits, with the axes set to it."""
        for number, row in enumerate(self._distinct[0]):
            pairs = iter(row.reshape(-1, 2))
            for name, array in (("x", self.x), ("y", self.y)):
                if array is not None:
                    getattr(self.axes, f"set_{name}lim")(*next(pairs))
            yield number

    def set(self, position: Sequence[int]) -> None:
        """Give the axes the limits of a position."""
        for name, array in (("x", self.x), ("y", self.y)):
            if array is not None:
                own = tuple(min(p, n - 1) for p, n in zip(position, array.shape, strict=False))
                getattr(self.axes, f"set_{name}lim")(*array[own])
