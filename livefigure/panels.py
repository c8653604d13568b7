"""What stands still in each axes, for the browser to draw: the axes themselves, words, plain lines.

The browser draws these so that text keeps its size and panels stack where a page is narrow.  What
Matplotlib draws better (fills, bars, pictures, contours) stays in the SVG that `fixed` makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from .artists import DASHES, SYMBOLS

NARROW = 0.15  # of the figure's width: an axes below that is a scale beside another
PATTERNS = {"-": "solid", "--": "dashed", ":": "dotted"}
SUPERSCRIPTS = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
Keep = Callable[[np.ndarray], list]


def panel(axes: Axes, height: float, keep: Keep) -> tuple[dict, list[Artist]]:
    """What the browser draws of an axes whose layout is settled, and the artists which that takes
    over from Matplotlib.

    height: of the figure, in points; keep: puts points, shape (n, 2), into the figure's buffer and
    returns a Ref for x and one for y.
    """
    lines = [line for line in sorted(axes.lines, key=Artist.get_zorder) if _plain(line)]
    texts = [text for text in axes.texts if type(text) is Text and text.get_visible()]
    legend = axes.get_legend()
    own: list[Artist] = [axes.xaxis, axes.yaxis, axes.patch, axes.title, axes._left_title]
    own += [*axes.spines.values(), *lines, *texts, *([legend] if legend else [])]
    made = {
        "title": axes.get_title() or axes.get_title("left"),
        "x": _axis(axes.xaxis, height) if axes.axison else None,
        "y": _axis(axes.yaxis, height) if axes.axison else None,
        "narrow": bool(axes.bbox.width < NARROW * axes.figure.bbox.width),
        "equal": axes.get_aspect() == 1.0,
        "lines": [
            artist
            for line in lines
            for artist in _look(line, keep(_points(axes.figure, line.get_transform(), _xy(line))))
        ],
        "texts": [_word(text, height) for text in texts],
        "legend": _legend(legend) if legend else [],
    }
    return made, own


def rows(figure: Figure) -> list[list[int]]:
    """The indices of the axes that stand beside one another, from the left, row by row."""
    found: list[list[int]] = []
    order = sorted(range(len(figure.axes)), key=lambda i: (-figure.axes[i].bbox.y1, i))
    for i in order:
        box = figure.axes[i].bbox
        for row in found:
            first = figure.axes[row[0]].bbox
            if min(box.y1, first.y1) - max(box.y0, first.y0) > 0.5 * min(box.height, first.height):
                row.append(i)
                break
        else:
            found.append([i])
    return [sorted(row, key=lambda i: figure.axes[i].bbox.x0) for row in found]


def _axis(axis: Axis, height: float) -> dict | None:
    """Label, ticks (place in points, text) and whether these stand at the right; None if hidden."""
    if not axis.get_visible():
        return None
    axes, across = axis.axes, axis.axis_name == "x"
    right = not across and axis.get_ticks_position() == "right"
    ends = (axes.bbox.x0, axes.bbox.x1) if across else (axes.bbox.y0, axes.bbox.y1)
    middle = np.mean(axes.get_ylim() if across else axes.get_xlim())
    ticks = []
    for place, tick in zip(axis.get_majorticklocs(), axis.get_major_ticks(), strict=False):
        pair = (place, middle) if across else (middle, place)
        pixel = axes.transData.transform(pair)[0 if across else 1]
        if ends[0] - 0.5 <= pixel <= ends[1] + 0.5:
            point = float(pixel * 72 / axes.figure.dpi)
            label = tick.label2 if right else tick.label1
            text = _spelled(label.get_text()) if label.get_visible() else ""
            ticks.append([round(point if across else height - point, 2), text])
    return {"label": axis.get_label_text(), "ticks": ticks, "right": right}


def _spelled(text: str) -> str:
    """Matplotlib's mathematics as plain text: 10⁻⁶ for $\\mathdefault{10^{-6}}$."""
    text = re.sub(r"\$|\\mathdefault", "", text)
    text = re.sub(r"\^\{([^}]*)\}", lambda found: found[1].translate(SUPERSCRIPTS), text)
    return {"10⁰": "1", "10¹": "10"}.get(text := re.sub("[{}]", "", text), text)


def _plain(line: Line2D) -> bool:
    """Whether the browser can draw a line as Matplotlib would."""
    marker = line.get_marker()
    return (
        line.get_visible()
        and line.get_drawstyle() == "default"
        and (line.get_linestyle() in (*PATTERNS, "None") or not line.get_linewidth())
        and (marker in SYMBOLS or marker in ("None", None, "", " "))
    )


def _xy(line: Line2D) -> np.ndarray:
    return np.ma.filled(np.ma.asarray(line.get_xydata(), dtype=float), np.nan)


def _points(figure: Figure, transform: Any, xy: np.ndarray) -> np.ndarray:
    """Places as points from the figure's top left corner; nan where there is none."""
    with np.errstate(all="ignore"):
        points = transform.transform(xy) * 72 / figure.dpi
    points[:, 1] = figure.get_figheight() * 72 - points[:, 1]
    points[~np.isfinite(xy).all(axis=1)] = np.nan
    return points


def _look(line: Line2D, columns: list) -> list[dict]:
    """How a line and its markers look; each an artist that never moves."""
    opacity = 1.0 if line.get_alpha() is None else float(line.get_alpha())
    made = []
    if line.get_linestyle() in PATTERNS and line.get_linewidth():
        dash = list(DASHES[PATTERNS[line.get_linestyle()]])
        style = _style(line.get_color(), line.get_linewidth(), dash, "none")
        made.append({"kind": "line", "style": style, "columns": columns, "opacity": opacity})
    if line.get_marker() in SYMBOLS:
        fill = _css(line.get_markerfacecolor()) if line.get_marker() not in "x+" else "none"
        style = _style(line.get_markeredgecolor(), line.get_markeredgewidth(), [], fill)
        style |= {"symbol": line.get_marker(), "size": float(line.get_markersize())}
        made.append({"kind": "marker", "style": style, "columns": columns, "opacity": opacity})
    return made


def _style(color: Any, width: float, dash: list, fill: str) -> dict:
    look = {"stroke": _css(color), "width": float(width), "dash": dash}
    return look | {"fill": fill, "fill_opacity": 1.0}


def _css(color: Any) -> str:
    """A colour as CSS spells it: what is black or white on paper follows the theme."""
    if isinstance(color, str) and color == "none":
        return "none"
    code = to_hex(color)
    theme = {"#000000": "currentColor", "#262626": "currentColor", "#ffffff": "var(--live-paper)"}
    return theme.get(code, code)


def _word(text: Text, height: float) -> dict:
    """A text inside an axes: where, what, and how it hangs there."""
    x, y = text.get_transform().transform(text.get_unitless_position()) * 72 / text.figure.dpi
    anchor = {"left": "start", "center": "middle", "right": "end"}[text.get_horizontalalignment()]
    return {
        "x": round(float(x), 2),
        "y": round(float(height - y), 2),
        "text": _spelled(text.get_text()),
        "anchor": anchor,
        "up": {"top": 1.0, "center": 0.35, "center_baseline": 0.35}.get(
            text.get_verticalalignment(), 0.0
        ),
        "color": _css(text.get_color()),
        "code": "monospace" in text.get_fontfamily(),
    }


def _legend(legend: Any) -> list[dict]:
    """The entries of a legend: a swatch and a text each."""
    made = []
    for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
        if isinstance(handle, Line2D):
            looks = [{k: one[k] for k in ("kind", "style")} for one in _look(handle, [])]
        else:
            face = handle.get_facecolor()
            fill = _css(face[0] if np.ndim(face) > 1 else face)
            style = _style("none", 0.0, [], fill) | {"symbol": "s", "size": 9.0}
            looks = [{"kind": "marker", "style": style}]
        made.append({"text": text.get_text(), "looks": looks})
    return made
