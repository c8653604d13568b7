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
from .controls import SUPERSCRIPTS, grouped, written
from .limits import Limits

NARROW = 0.15  # of the figure's width: an axes below that is a scale beside another
PATTERNS = {"-": "solid", "--": "dashed", ":": "dotted"}
Keep = Callable[[np.ndarray], list]


def panel(limits: Limits, height: float, keep: Keep) -> tuple[dict, list[Artist]]:
    """What the browser draws of an axes whose layout is settled, and the artists which that takes
    over from Matplotlib.

    limits: the axes and what its limits follow; height: of the figure, in points; keep: puts
    points, shape (sets of limits, n, 2), into the figure's buffer and returns a Ref for x and one
    for y.
    """
    axes = limits.axes
    lines = [line for line in sorted(axes.lines, key=Artist.get_zorder) if _plain(line)]
    texts = [text for text in axes.texts if type(text) is Text and text.get_visible()]
    legend = axes.get_legend()
    own: list[Artist] = [axes.xaxis, axes.yaxis, axes.patch, axes.title, axes._left_title]
    own += [*axes.spines.values(), *lines, *texts, *([legend] if legend else [])]
    places = [[] for _ in (*lines, *texts)]
    ticks: dict[str, list] = {"x": [], "y": []}
    ends = []
    for number in limits.sets():
        for found, artist in zip(places, (*lines, *texts), strict=True):
            found.append(_points(axes.figure, artist))
        for name, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
            if not number or getattr(limits, name) is not None:
                ticks[name].append(_ticks(axis, height))
        ends.append([_scaled_limits(axis) for axis in (axes.xaxis, axes.yaxis)])
    columns = [keep(np.array(found)) for found in places]
    made = {
        "box": box(axes, height),
        "scales": _scales(box(axes, height), np.array(ends)),
        "title": axes.get_title() or axes.get_title("left"),
        "x": _axis(axes.xaxis, ticks["x"]),
        "y": _axis(axes.yaxis, ticks["y"]),
        "narrow": bool(axes.bbox.width < NARROW * axes.figure.bbox.width),
        "equal": axes.get_aspect() == 1.0,
        "lines": [
            look | {"columns": refs}
            for line, refs in zip(lines, columns, strict=False)
            for look in _looks(line)
        ],
        "texts": [
            _word(text) | {"columns": refs}
            for text, refs in zip(texts, columns[len(lines) :], strict=True)
        ],
        "legend": _legend(legend) if legend else [],
    }
    return made, own


def box(axes: Axes, height: float) -> list[float]:
    """left, top, right, bottom of an axes, in points from the top left corner."""
    scale = 72 / axes.figure.dpi
    ends = axes.bbox
    return [ends.x0 * scale, height - ends.y1 * scale, ends.x1 * scale, height - ends.y0 * scale]


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


def _scaled_limits(axis: Axis) -> np.ndarray:
    return axis.get_transform().transform(np.array(axis.get_view_interval()))


def _scales(inside: list[float], limits: np.ndarray) -> list:
    """For each set of limits, shape (sets, x and y, 2) as the axes scale them, and for x and y the
    factor and the shift, in points along the page, which take a point to its place at the first.

    inside: the `box` of the axes."""
    left, top, right, bottom = inside
    corner, size = np.array([left, bottom]), np.array([right - left, top - bottom])
    low, span = limits[..., 0], limits[..., 1] - limits[..., 0]
    factor = span / span[0]
    return np.stack([factor, (low - low[0]) / span[0] * size + (1 - factor) * corner], -1).tolist()


def _axis(axis: Axis, ticks: list) -> dict | None:
    """Label, ticks of each set of limits, and whether they stand at the right; None if hidden."""
    if not axis.axes.axison or not axis.get_visible():
        return None
    return {
        "label": axis.get_label_text(),
        "ticks": ticks,
        "right": axis.axis_name == "y" and axis.get_ticks_position() == "right",
    }


def _ticks(axis: Axis, height: float) -> list:
    """Place, in points, and text of the ticks at the present limits, along the page."""
    axes, across = axis.axes, axis.axis_name == "x"
    ends = (axes.bbox.x0, axes.bbox.x1) if across else (axes.bbox.y0, axes.bbox.y1)
    middle = np.mean(axes.get_ylim() if across else axes.get_xlim())
    with np.errstate(over="ignore"):  # some that it looks at lie beyond the limits, and all numbers
        places = axis.get_majorticklocs()
    texts = axis.get_major_formatter().format_ticks(places)
    if axis.get_major_formatter().get_offset():
        texts = [written(float(f"{place:.6e}"), "g") for place in places]
    named = any(tick.label1.get_visible() or tick.label2.get_visible() for tick in axis.majorTicks)
    found = []
    for place, text in zip(places, texts, strict=True):
        pair = (place, middle) if across else (middle, place)
        pixel = axes.transData.transform(pair)[0 if across else 1]
        if ends[0] - 0.5 <= pixel <= ends[1] + 0.5:
            point = float(pixel * 72 / axes.figure.dpi)
            text = _spelled(text) if named else ""
            found.append([round(point if across else height - point, 2), text])
    return sorted(found)  # those set by hand come in any order


def _spelled(text: str) -> str:
    """Matplotlib's mathematics as plain text: 10⁻⁶ for $\\mathdefault{10^{-6}}$."""
    text = re.sub(r"\$|\\mathdefault", "", text)
    text = re.sub(r"\^\{([^}]*)\}", lambda found: found[1].translate(SUPERSCRIPTS), text)
    return {"10⁰": "1", "10¹": "10"}.get(text := re.sub("[{}]", "", text), grouped(text))


def _plain(line: Line2D) -> bool:
    """Whether the browser can draw a line as Matplotlib would."""
    marker = line.get_marker()
    return (
        line.get_visible()
        and line.get_drawstyle() == "default"
        and (line.get_linestyle() in (*PATTERNS, "None") or not line.get_linewidth())
        and (marker in SYMBOLS or marker in ("None", None, "", " "))
    )


def _points(figure: Figure, artist: Line2D | Text) -> np.ndarray:
    """Where a line goes, or a text stands, in points from the figure's top left corner; nan where
    there is nothing."""
    if isinstance(artist, Text):
        xy = np.array([artist.get_unitless_position()], dtype=float)
    else:
        xy = np.ma.filled(np.ma.asarray(artist.get_xydata(), dtype=float), np.nan)
    with np.errstate(all="ignore"):
        points = artist.get_transform().transform(xy) * 72 / figure.dpi
    points[:, 1] = figure.get_figheight() * 72 - points[:, 1]
    points[~np.isfinite(xy).all(axis=1)] = np.nan
    return points


def _looks(line: Line2D) -> list[dict]:
    """How a line and its markers look."""
    opacity = 1.0 if line.get_alpha() is None else float(line.get_alpha())
    made = []
    if line.get_linestyle() in PATTERNS and line.get_linewidth():
        dash = list(DASHES[PATTERNS[line.get_linestyle()]])
        style = _style(line.get_color(), line.get_linewidth(), dash, "none")
        made.append({"kind": "line", "style": style, "opacity": opacity})
    if line.get_marker() in SYMBOLS:
        fill = _css(line.get_markerfacecolor()) if line.get_marker() not in "x+" else "none"
        style = _style(line.get_markeredgecolor(), line.get_markeredgewidth(), [], fill)
        style |= {"symbol": line.get_marker(), "size": float(line.get_markersize())}
        made.append({"kind": "marker", "style": style, "opacity": opacity})
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


def _word(text: Text) -> dict:
    """A text inside an axes: what, and how it hangs where it stands."""
    anchor = {"left": "start", "center": "middle", "right": "end"}[text.get_horizontalalignment()]
    hangs = {"top": 1.0, "center": 0.35, "center_baseline": 0.35}
    return {
        "text": _spelled(text.get_text()),
        "anchor": anchor,
        "up": hangs.get(text.get_verticalalignment(), 0.0),
        "color": _css(text.get_color()),
        "code": "monospace" in text.get_fontfamily(),
    }


def _legend(legend: Any) -> list[dict]:
    """The entries of a legend: a swatch and a text each."""
    made = []
    for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True):
        if isinstance(handle, Line2D):
            looks = [{k: one[k] for k in ("kind", "style")} for one in _looks(handle)]
        else:
            face = handle.get_facecolor()
            fill = _css(face[0] if np.ndim(face) > 1 else face)
            style = _style("none", 0.0, [], fill) | {"symbol": "s", "size": 9.0}
            looks = [{"kind": "marker", "style": style}]
        made.append({"text": text.get_text(), "looks": looks})
    return made
