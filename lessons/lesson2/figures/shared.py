"""What several figures of lesson 2 share."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np

from course_utils.pictures import COLORS
from lessons.drawing import written
from lessons.live import LiveFigure

CLOSE = 1e-6  # how near to the bottom counts as arrived
FLOOR = 1e-30  # an error so small counts as none
FAR = 30  # starts away from the bottom: as far as a walk that grows is shown
ZOOM = 1.2  # by so much the limits of a walk that grows go out at once, for few are sent
ARROWS = 6  # of the first steps of a walk: the others would lie over one another
NEVER = 1e9  # stands for "no number of steps"
REGIMES = {
    "one": "arrives in one step",
    "monotone": "comes closer from one side",
    "oscillating": "changes sides and converges",
    "for ever": "swings for ever",
    "diverging": "changes sides and diverges",
}


def regime_of(factor: np.ndarray) -> np.ndarray:
    """The name of what happens when each step multiplies the error by this factor, below 1."""
    return np.select(
        [np.isclose(factor, 0, atol=1e-9), factor > 0, np.isclose(factor, -1), factor > -1],
        [REGIMES["one"], REGIMES["monotone"], REGIMES["for ever"], REGIMES["oscillating"]],
        REGIMES["diverging"],
    )


def first_index(true: np.ndarray) -> np.ndarray:
    """The first index along the first axis at which something holds; NEVER if it never does."""
    return np.where(true.any(axis=0), true.argmax(axis=0), NEVER).astype(int)


def until_out(values: np.ndarray, axes: plt.Axes) -> np.ndarray:
    """Values along the last axis up to the first beyond the y axis, nan after it: a run that has
    left the picture would otherwise cross it again and again."""
    low, high = axes.get_ylim()
    with np.errstate(invalid="ignore"):
        out = ~((values >= low) & (values <= high))
    return np.where(np.cumsum(out, axis=-1) - out > 0, np.nan, values)


def steps_on(
    live: LiveFigure, axes: plt.Axes, x: np.ndarray, y: np.ndarray, along: str
) -> None:
    """The places of walks (last axis) as dots, the first as a square to be dragged along a slider
    of starts, and an arrow for each step long enough to carry one, up to where a walk leaves the
    axes.

    That last step is cut a little beyond the border, on its way: far outside, a figure would limit
    x and y one by one, and so turn the step.
    """
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    wide, tall = right - left, high - low
    with np.errstate(all="ignore"):
        out = (x < left) | (x > right) | ~((y >= low) & (y <= high))
        inside = np.cumsum(out, axis=-1) == 0
        x0, y0, dx, dy = x[..., :-1], y[..., :-1], np.diff(x), np.diff(y)
        to_x = (np.where(dx > 0, right + 0.1 * wide, left - 0.1 * wide) - x0) / dx
        to_y = (np.where(dy > 0, high + 0.1 * tall, low - 0.1 * tall) - y0) / dy
        share = np.minimum(1, np.minimum(np.abs(to_x), np.abs(to_y)))
        drawn = inside[..., :-1] & (np.hypot(dx / wide, dy / tall) > 0.03)
        ends = x0 + share * dx, y0 + share * dy
    arrows = [np.where(drawn, side, np.nan) for side in (x0, y0, *ends)]
    steps = {"along": along, "replay": True}
    live.segments(axes, *arrows, **steps, color=COLORS["blue"], width=1.5, arrow=True)
    dots = [np.where(inside, side, np.nan) for side in (x, y)]
    live.marker(axes, *dots, **steps, color=COLORS["blue"], size=4)
    live.marker(
        axes, x[..., 0], y[..., 0], along=along, drag=along, color=COLORS["blue"], symbol="s",
        filled=False,
    )  # fmt: skip


def first_swings(errors: np.ndarray, most: int = 10) -> np.ndarray:
    """Of walks that grow, shape (…, steps), the first steps, up to the first that is FAR times as
    far from the bottom as the start; nan after it.  Of all others the first `most` steps."""
    with np.errstate(all="ignore"):
        far = ~(np.abs(errors) <= FAR * np.abs(errors[..., :1]))
    shown = np.cumsum(far, axis=-1) - far == 0
    return np.where(shown, errors, np.nan)[..., : most + 1]


def walk_on(
    live: LiveFigure,
    axes: plt.Axes,
    errors: np.ndarray,
    curves: np.ndarray,
    factors: np.ndarray,
    along: tuple[str, str],
    bottom: float = 0.0,
) -> None:
    """Walks on parabolas curve / 2 · (w − bottom)², whose axes go out with a walk that grows: the
    parabola, dots, the start, which can be dragged, an arrow for each step long enough to carry
    one, and by what a step multiplies the error.

    errors: w − bottom, shape (controls of along …, starts, steps); curves: of the last control of
    along; factors: of the controls of along.  The figure has a slider named start beside these.
    """
    seen = first_swings(errors)
    curve = curves[:, None, None] / 2
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    half, along = (right - left) / 2, (*along, "start")
    # Twice as wide is four times as high: so the parabola looks the same however far they go out.
    needed = np.nanmax(np.abs(seen), axis=-1) * np.maximum(
        1.15 / half, np.sqrt(1.2 * curve[..., 0] / high)
    )
    zoom = ZOOM ** np.ceil(np.log(np.maximum(needed, 1)) / np.log(ZOOM) - 1e-9)
    reach, top = half * zoom, high * zoom**2
    live.follow(
        axes,
        x=np.stack([bottom - reach, bottom + reach], axis=-1),
        y=np.stack([low / high * top, top], axis=-1),
        along=along,
    )
    wide, tall = reach[..., None], top[..., None]
    side = np.minimum(wide, np.sqrt(tall / curve)) * np.linspace(-1, 1, 49)
    live.line(axes, bottom + side, curve * side**2, along=along, color=None, width=1)
    x, y = bottom + seen, curve * seen**2
    dx, dy = np.diff(x)[..., :ARROWS], np.diff(y)[..., :ARROWS]
    with np.errstate(invalid="ignore"):
        drawn = np.hypot(dx / (2 * wide), dy / tall) > 0.03
    ends = [side[..., k : ARROWS + k] for k in (0, 1) for side in (x, y)]
    arrows = [np.where(drawn, end, np.nan) for end in ends]
    steps = {"along": along, "replay": True}
    live.segments(axes, *arrows, **steps, color=COLORS["blue"], width=1.5, arrow=True)
    live.marker(axes, x, y, **steps, color=COLORS["blue"], size=5)
    live.marker(
        axes, x[..., 0], y[..., 0], along=along, drag="start", color=COLORS["blue"], symbol="s",
        filled=False,
    )  # fmt: skip
    longest = np.argmax(np.abs(np.where(np.isnan(dx), 0, dx)), axis=-1)[..., None] + [0, 1]
    away, height = _clear_of(np.take_along_axis(seen, longest, -1), curve[..., 0], reach, top)
    said = written(factors.round(9), ".3g", "× {}")[..., None]
    live.write(axes, bottom + away, height, said, along=along)


def _clear_of(
    ends: np.ndarray, curve: np.ndarray, reach: np.ndarray, top: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where to write the factor of an arrow so that neither it nor the parabola curve · x² runs
    through: over one that crosses to the other side, else beside it, on the inner side.

    ends: of the arrow, from the parabola's bottom, shape (…, 2); reach, top: half the axes' width,
    and their height.
    """
    wide, high = 0.45 * reach, 0.08 * top  # of what is written, where the axes are small
    middle, crosses = np.abs(ends.mean(axis=-1)), ends.prod(axis=-1) < 0
    near, far = np.abs(ends).min(axis=-1), np.abs(ends).max(axis=-1)
    inwards = np.where(crosses, middle + wide / 2 - 0.9 * far, 0.1 * reach + wide / 2)
    centre = middle - np.clip(inwards, 0, middle)
    outer = centre + wide / 2
    # An arrow is as high at its farther end as the parabola, and between its ends higher.
    met = np.where(crosses, far, np.clip(outer + 0.08 * reach, near, far))
    arrow = curve * (near**2 + (met - near) * (near + far))
    free = np.maximum(arrow, curve * outer**2) + 0.05 * top
    beside = curve * (near**2 + far**2) / 2 - high / 2
    left = np.sign(ends.mean(axis=-1)) * centre - wide / 2
    return left, np.where(crosses, free, np.maximum(free, beside))


def errors_on(
    live: LiveFigure,
    axes: plt.Axes,
    starts: np.ndarray,
    factors: np.ndarray,
    along: tuple[str, str],
    last: int,
    every: int,
) -> None:
    """By how much walks miss the bottom, from step 0 to the last, on a log axis that goes out with
    one that grows: a straight line, and a dot at every so manieth step.

    starts: the first error, of the slider named start; factors: of the controls of along.
    """
    low, high = axes.get_ylim()
    size, first = np.abs(factors)[..., None], np.abs(starts)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        # Far below the axis nothing is drawn: there the line ends, and has no turn.
        end = np.log(FLOOR / first) / np.log(size)
    end = np.where((size < 1) & (end < last), np.maximum(end, 1), last)
    top = np.maximum(high, 2 * first.max() * size[..., 0] ** last)
    live.follow(axes, y=np.stack([np.full_like(top, low), top], axis=-1), along=along)
    look = {"along": (*along, "start"), "replay": True, "color": COLORS["blue"]}
    steps = np.stack([0 * end, end], axis=-1)
    missed = np.maximum(first[:, None] * size[..., None] ** steps, FLOOR)
    live.line(axes, steps, missed, **look)
    dots = np.arange(0, last + 1, every)
    missed = first[:, None] * size[..., None] ** dots
    live.marker(axes, dots, np.where(missed > low, missed, np.nan), **look, size=5)


def step_by_step(
    live: LiveFigure, axes: plt.Axes, values: np.ndarray, along: str | tuple[str, ...]
) -> None:
    """Values (last axis) against the number of the step, up to where they leave the axes."""
    number, seen = np.arange(values.shape[-1]), until_out(values, axes)
    look = {"along": along, "replay": True, "color": COLORS["blue"]}
    live.line(axes, number, seen, **look, width=1, dash="dotted")
    live.marker(axes, number, seen, **look, size=4)
