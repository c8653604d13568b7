"""The picture of the landscape that a notebook stores, for where nothing runs."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from . import land

WIDTH, HEIGHT = 576, 360  # CSS pixels, as in landscape.css
SCALE = 1.5  # crisp on a fine screen
LEVELS = 40  # of light
MOST = 72  # steps: where a ball is not at rest by then, the eye sees no difference
DARK, GREY = "#16191f", "#9b9ba0"
SAID = "Run this cell, and the ball rolls."


def png(x: float, y: float, lr: float, said: str = SAID) -> bytes:
    """The land at this rate, and the way of a ball from x, y, as a PNG; said: what stands on it."""
    (left, right), (bottom, top) = land.VIEW
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100 * SCALE)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(left, right), ylim=(bottom, top))
    axes.set_axis_off()
    width, height = round(WIDTH * SCALE), round(HEIGHT * SCALE)
    axes.imshow(
        _colors(
            (np.arange(width) + 0.5) / width * (right - left) + left,
            top - (np.arange(height)[:, None] + 0.5) / height * (top - bottom),
            lr,
        ),
        extent=(left, right, bottom, top), aspect="auto", interpolation="nearest",
    )  # fmt: skip
    rim = [withStroke(linewidth=4, foreground="white")]
    for name, (u, v), limit in zip(land.NAMES, land.VALLEYS, land.LIMITS, strict=True):
        axes.plot(u, v, "D", color="white", markeredgecolor="black", markersize=5)
        text = name if lr < limit else f"{name} out"
        axes.text(u, v + 0.35, text, ha="center", weight="bold", path_effects=rim)
    path, end = land.follow(x, y, lr)
    axes.plot(*path.T, "o-", color="black", linewidth=1.4, markersize=3, path_effects=rim)
    start = {"markerfacecolor": "none", "markeredgecolor": "black", "markeredgewidth": 2}
    axes.plot(x, y, "o", markersize=13, path_effects=rim, **start)
    if end != land.LOST:
        axes.plot(*path[-1], "o", color="#e8ecf0", markeredgecolor="black", markersize=10)
    axes.text(0, bottom + 0.3, said, ha="center", path_effects=rim)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _colors(x: np.ndarray, y: np.ndarray, lr: float) -> np.ndarray:
    """Red, green and blue of each place, shape (height, width, 3), as `landscape.mjs` has them.
    x: of the columns, shape (width,); y: of the rows, shape (height, 1)."""
    end, _ = land.ends(*np.broadcast_arrays(x, y), lr, MOST)
    rise = land.height(x, y) + 3
    across, up = (k / rise for k in land.slope(x, y))
    steep = np.hypot(across, up)
    level = 2 * np.log(rise)
    per = x[1] - x[0]
    light = 0.86 - 0.0375 * level + 0.2 * (across - up) / np.sqrt(0.4 + steep * steep)
    light -= 0.09 * (np.abs(level - np.round(level)) < 1.5 * per * steep)
    light = np.round(np.clip(light, 0, 1) * LEVELS)[..., None] / LEVELS  # few colours, a small file
    out = np.array(to_rgb(GREY)) * (0.6 + 0.6 * light)
    stripe = np.add.outer(np.arange(len(y)), np.arange(len(x))) % 12 < 3
    out[stripe] *= 0.7
    for k, colors in enumerate(land.COLORS_OF):
        dark, hue, bright = (np.array(to_rgb(color)) for color in colors)
        of = np.where(light < 0.5, dark + (hue - dark) * 2 * light,
                      hue + (bright - hue) * (2 * light - 1))  # fmt: skip
        out = np.where((end == k)[..., None], of, out)
    return np.clip(np.where((end == land.LOST)[..., None], to_rgb(DARK), out), 0, 1)
