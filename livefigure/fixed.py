"""The pictures Matplotlib makes of a live figure: its fixed part, and its static twin."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterable
from threading import RLock

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Affine2D
from PIL import Image

TWIN_DPI = 192  # two for each pixel that a page gives it, for screens that have them
# Matplotlib's text layout is shared by all figures and not safe for two threads, and JupyterLab
# may run callbacks beside the cells.
drawing = RLock()
MARK_SYMBOLS = {"up": "^", "down": "v", "left": "<", "right": ">", "end": "x"}


def settle(figure: Figure) -> None:
    """Lay the figure out and fix its limits, as drawing it does, but nothing is drawn."""
    engine = figure.get_layout_engine()
    with drawing:
        if engine is None:
            figure.draw_without_rendering()
        else:
            engine.execute(figure)
            for axes in figure.axes:
                axes.apply_aspect()
    figure.set_layout_engine("none")  # which another resolution would move again


def svg(figure: Figure, taken: Iterable[Artist] = ()) -> str:
    """The figure as SVG that follows the page's theme: black becomes the text colour, white the
    paper, and the paper itself is left out.  The same figure gives the same text.

    taken: artists that the browser draws itself, left out.
    """
    hidden = [artist for artist in taken if artist.get_visible()]
    for artist in hidden:
        artist.set_visible(False)
    try:
        return _svg(figure)
    finally:
        for artist in hidden:
            artist.set_visible(True)


def _svg(figure: Figure) -> str:
    # The salt makes the ids inside reproducible; each figure is drawn in its own shadow root,
    # so equal ids of two figures do not meet.
    with drawing, matplotlib.rc_context({"svg.hashsalt": "livefigure", "svg.fonttype": "path"}):
        out = io.StringIO()
        nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
        kept, dpi, paper = figure.canvas, figure.dpi, figure.get_facecolor()
        try:
            figure.set_facecolor("none")
            FigureCanvasSVG(figure).print_svg(out, metadata=nothing)  # savefig draws twice
        finally:
            figure.set_facecolor(paper)
            figure.dpi = dpi
            figure.set_canvas(kept)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r'\1 fill="currentColor"', text, count=1)
    text = re.sub(r"(fill|stroke): #(?:000000|262626)", r"\1: currentColor", text)
    text = re.sub(r"(fill|stroke): #ffffff", r"\1: var(--live-paper)", text)
    lifted = r"\1: color-mix(in oklab, \2, white var(--live-lift))"
    text = re.sub(r"(fill|stroke): (#[0-9a-f]{6})", lifted, text)
    return re.sub(r"\n\s*", "\n", text)


def png(
    figure: Figure,
    artists: Iterable[tuple[dict, dict]] = (),
    *,
    above: Iterable[str] = (),
    covered: Iterable[Axes] = (),
) -> bytes:
    """The figure with the moving artists drawn in, as PNG bytes.

    artists: pairs (artist of the specification, its shape), in points as in `geometry`; above:
    paragraphs written over it, the first in bold; covered: axes of which only the place is shown.
    """
    points = Affine2D().scale(1 / 72, -1 / 72).translate(0, figure.get_figheight())
    drawn = []
    try:
        for artist, shape in artists:
            axes = figure.axes[artist["axes"]]
            for made in _matplotlib_artists(artist, shape):
                made.set_transform(points + figure.dpi_scale_trans)
                axes.add_artist(made)
                made.set_clip_path(axes.patch)
                drawn.append(made)
        for axes in covered:
            cover = Rectangle((0, 0), 1, 1, transform=axes.transAxes, fc="white", ec="0.7")
            drawn.append(axes.add_artist(cover))
            cover.set_zorder(100)
        return _stacked(*map(pixels, [*_written(figure, list(above)), figure]))
    finally:
        for made in drawn:
            made.remove()


def _written(figure: Figure, paragraphs: list[str]) -> list[Figure]:
    """A figure as wide as another that holds nothing but these paragraphs; none for none."""
    if not paragraphs:
        return []
    width = figure.get_figwidth()
    room = [int((12 if number else 10) * width) for number in range(len(paragraphs))]
    blocks = [textwrap.wrap(text, most) for text, most in zip(paragraphs, room, strict=True)]
    page = Figure(figsize=(width, 0.15 + 0.21 * sum(map(len, blocks)) + 0.06 * len(blocks)))
    below = page.get_figheight() - 0.08
    for number, lines in enumerate(blocks):
        for line in lines:
            weight = "normal" if number else "bold"
            at = below / page.get_figheight()
            page.text(0.01, at, line, va="top", fontsize=10.5, weight=weight, parse_math=False)
            below -= 0.21
        below -= 0.06
    return [page]


def pixels(figure: Figure) -> Image.Image:
    """The figure at the twin's resolution."""
    kept, dpi = figure.canvas, figure.dpi
    with drawing:
        try:
            figure.dpi = TWIN_DPI
            canvas = FigureCanvasAgg(figure)
            canvas.draw()  # once, where savefig draws twice, packs, and has to be unpacked
            return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
        finally:
            figure.dpi = dpi
            figure.set_canvas(kept)


def _stacked(*images: Image.Image) -> bytes:
    """Images one below the other, as the bytes of a PNG with a palette."""
    whole = Image.new("RGB", (images[-1].width, sum(one.height for one in images)), "white")
    top = 0
    for one in images:
        whole.paste(one, (0, top))
        top += one.height
    return small(whole)


def small(image: Image.Image) -> bytes:
    """An image as the bytes of a PNG with a palette, to be stored or sent."""
    out = io.BytesIO()
    # Pillow's truest way is also twice as fast as its usual one.  To pack tighter saves a tenth of
    # the bytes, and takes longer than all of this.
    image.quantize(method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _matplotlib_artists(artist: dict, shape: dict) -> list:
    style = artist["style"]
    color = "black" if style["stroke"] == "currentColor" else style["stroke"]
    fill = (
        "none"
        if style["fill"] == "none"
        else matplotlib.colors.to_rgba(
            "black" if style["fill"] == "currentColor" else style["fill"], style["fill_opacity"]
        )
    )
    look = {"lw": style["width"], "ls": (0, style["dash"]) if style["dash"] else "-"}
    points = [p for p in shape["points"] if not np.isnan(p).any()]
    made: list = []
    if artist["kind"] == "rectangles":
        made = [
            Rectangle((x0, y0), x1 - x0, y1 - y0, edgecolor=color, facecolor=fill, **look)
            for x0, y0, x1, y1 in points
        ]
    elif artist["kind"] == "segments":
        heads = "-|>" if style["arrow"] else "-"
        look = {"lw": style["width"], "ls": look["ls"], "shrinkA": 0, "shrinkB": 0}
        made = [
            FancyArrowPatch(p[:2], p[2:], arrowstyle=heads, mutation_scale=12, color=color, **look)
            for p in points
        ]
    elif artist["kind"] == "text":
        look = {"color": fill, "size": style["size"]}
        look |= {"family": "monospace"} if style["code"] else {}
        made = [Text(x, y, shape["text"], **look) for x, y in points]
    elif artist["kind"] == "area":
        made = [Polygon(points, facecolor=fill, edgecolor="none", zorder=0.5)] if points else []
    elif artist["kind"] == "shade":
        made = _cells(artist, shape)
    else:
        x, y = zip(*shape["points"], strict=True)
        if artist["kind"] == "marker":
            look = {"ls": "", "marker": style["symbol"], "ms": style["size"], "mfc": fill}
            look["mew"] = style["width"]
        made = [Line2D(x, y, color=color, **look)]
    for side, x, y in shape["marks"]:
        made.append(Line2D([x], [y], color=color, marker=MARK_SYMBOLS[side], ms=8, ls=""))
    return made


def _cells(artist: dict, shape: dict) -> list:
    """The rectangles of a shaded grid, under everything else; the first row is the lowest."""
    rows, columns = artist["grid"]
    (left, bottom), (right, top) = shape["points"]
    w, h = (right - left) / columns, (top - bottom) / rows
    return [
        Rectangle(
            (left + w * (i % columns), bottom + h * (i // columns)), w, h,
            facecolor=artist["colors"][cell], edgecolor="none", antialiased=False, zorder=0.5,
        )
        for i, cell in enumerate(shape["cells"])
    ]  # fmt: skip
