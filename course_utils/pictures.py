"""Static pictures with words: for eyes that see them, and for those that do not."""

from __future__ import annotations

import html
import io
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.display import display
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.text import Text
from PIL import Image

from .errors import InputError, InputTypeError

# Okabe and Ito's palette: told apart with every common kind of colour blindness.
COLORS = {
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "red": "#D55E00",
    "purple": "#CC79A7",
}
# One colour, one meaning: what becomes of a run, wherever the course shows it.
REGIMES = {
    "too slow": COLORS["sky"],
    "arrives": COLORS["green"],
    "overshoots": COLORS["orange"],
    "swings": COLORS["purple"],
    "diverges": COLORS["red"],
}
DPI = 192  # two for each pixel that a page gives it, for screens that have them
# On a dark page a picture is turned to light on dark, and its hues are turned back.
DARK = (
    '[data-jp-theme-light="false"] img.jp-needs-light-background'
    "{filter:invert(0.93) hue-rotate(180deg)}"
)
# What is plotted without a colour of its own takes these, in this order.  Matplotlib's settings,
# for `plt.style.use(STYLE)` in a notebook; around what we draw ourselves stands `course_style`.
# Importing this module sets nothing.
ORDER = ("blue", "red", "green", "purple", "orange", "sky")
STYLE = {
    "axes.prop_cycle": cycler(color=[COLORS[name] for name in ORDER]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": "medium",
    "axes.titleweight": "bold",
}
# A style's settings of the ground, and of what is written on it without a colour of its own.
GROUNDS = ("axes.facecolor", "figure.facecolor", "text.color", "axes.labelcolor", "xtick.color")
LETTERS = ("font.size", "axes.labelsize", "legend.fontsize", "font.family")
SEEN = 1.2  # contrast from which something is seen at all, as WCAG measures it
BACK = '`plt.style.use(["default", STYLE])` brings the course\'s style back.'


@contextmanager
def course_style() -> Iterator[None]:
    """In the block Matplotlib draws as the course does, and afterwards as a learner has set it."""
    shown = plt.isinteractive()
    try:
        with plt.style.context(["default", STYLE]):
            try:
                yield
            finally:  # by a kernel's first picture Matplotlib learns how it is to show all others
                shown = plt.isinteractive()
    finally:
        plt.interactive(shown)


def picture(figure: plt.Figure, alt: str) -> None:
    """Show a Matplotlib figure as a picture with a caption.

    figure: drawn and labelled; it is closed.  alt: one or two sentences that say what is seen;
    they are the caption, and what a screen reader says in the picture's place.  It is saved in
    the style it was drawn in, the learner's or the course's; where that makes something invisible,
    or needs a LaTeX that is not there, a sentence beside the words names the setting.
    Raises InputTypeError if figure is not a Matplotlib figure, InputError if alt is empty.
    """
    if not isinstance(figure, plt.Figure):
        raise InputTypeError(f"figure: expected a Matplotlib figure, got {type(figure).__name__}.")
    if not isinstance(alt, str) or not alt.strip():
        raise InputError(f"alt: expected a sentence that says what is seen, got {alt!r}.")
    try:
        out, aside = _png(figure)
    finally:
        plt.close(figure)
    drawn = Image.open(out).convert("RGBA")
    image = Image.new("RGBA", drawn.size, "white")  # where a learner's style leaves out the paper
    image.alpha_composite(drawn)
    # A palette takes a third of the bytes; Pillow's truest way is faster than its usual one.
    truest = {"method": Image.Quantize.MAXCOVERAGE, "dither": Image.Dither.NONE}
    image = image.convert("RGB").quantize(**truest)
    out = io.BytesIO()
    image.save(out, "PNG")
    encoded = b64encode(out.getvalue()).decode()
    width = round(figure.get_figwidth() * 96)
    words = html.escape(alt, quote=True)
    # JupyterLab shows an image/png without any alternative text, and prefers HTML to it.  The
    # caption repeats the alternative text, so a screen reader is spared the second time.
    twin = (
        f"<style>{DARK}</style>"
        f'<figure style="margin:0"><img alt="{words}" style="width:100%;max-width:{width}px" '
        f'class="jp-needs-light-background" src="data:image/png;base64,{encoded}">'
        f'<figcaption aria-hidden="true">{words}</figcaption></figure>'
    )
    if aside:
        code = re.sub("`(.+?)`", r"<code>\1</code>", html.escape(aside))
        twin, alt = f"{twin}<p>{code}</p>", f"{alt}\n{aside}"
    display(
        {"image/png": encoded, "text/html": twin, "text/plain": alt},
        # JupyterLab marks such a picture, where it shows one without its words, with the class.
        metadata={"needs_background": "light", "image/png": {"width": width}},
        raw=True,
    )


def _png(figure: plt.Figure) -> tuple[io.BytesIO, str]:
    """A figure as PNG, and a sentence where a learner's setting has spoilt it, "" elsewhere."""

    def saved() -> io.BytesIO:
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
        return out

    try:
        return saved(), _spoilt(figure)
    except RuntimeError:
        if not plt.rcParams["text.usetex"]:
            raise
    for text in figure.findobj(Text):
        text.set_usetex(False)
    with plt.rc_context({"text.usetex": False}):
        why = "Drawn without LaTeX: `text.usetex` is on here, and LaTeX does not answer."
        return saved(), f"{why} {BACK}"


def _spoilt(figure: plt.Figure) -> str:
    """A sentence on what cannot be seen or does not fit for a learner's style, "" for nothing."""
    own, standard = plt.rcParams, plt.rcParamsDefault
    faults = (
        (GROUNDS, "Something here has its ground's own colour", _is_seen),
        (LETTERS, "Not all words fit here", _fits),
    )
    for settings, fault, well in faults:
        changed = [name for name in settings if own[name] != standard[name]]
        if changed and not all(map(well, figure.axes)):
            told = " and ".join(f"`{name}` to {own[name]}" for name in changed[:2])
            return f"{fault}: this kernel has set {told}. {BACK}"
    return ""


def _fits(axes: plt.Axes) -> bool:
    """Whether all words around axes, and in them, lie on the paper and beside one another."""
    axes.figure.draw_without_rendering()  # labels stand where the last drawing's pixels were
    around = [axes.title, axes._left_title, axes._right_title, axes.xaxis.label, axes.yaxis.label]
    boxes = [t.get_window_extent() for t in (*around, *axes.texts) if t.get_text().strip()]
    paper = axes.figure.bbox.padded(1)
    inside = all(paper.contains(*corner) for box in boxes for corner in (box.min, box.max))
    return inside and not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def _is_seen(axes: plt.Axes) -> bool:
    """Whether all that is drawn stands out from what is under it."""
    return all(_stands_out(colors, layers) for colors, layers in _drawn(axes))


def _drawn(axes: plt.Axes) -> Iterator[tuple[list, list]]:
    """What is drawn: its colours, and those of the layers under it, the lowest first."""
    paper = ["white", axes.figure.get_facecolor()]
    ground = [*paper, axes.get_facecolor()]
    legend = axes.get_legend()
    under = dict.fromkeys(axes.texts, ground)
    if legend:
        under |= dict.fromkeys(legend.texts, [*ground, legend.get_frame().get_facecolor()])
    for line in axes.lines:
        if line.get_linestyle() != "None":
            yield [line.get_color()], ground
        if line.get_marker() != "None":
            yield [line.get_markerfacecolor(), line.get_markeredgecolor()], ground
    for text in axes.findobj(Text):
        if text.get_text().strip():
            yield [text.get_color()], under.get(text, paper)


def _stands_out(colors: list, layers: list) -> bool:
    """Whether one of the colours stands out from what is under it."""
    ground = np.zeros(3)
    for *rgb, opacity in map(to_rgba, layers):
        ground += opacity * (rgb - ground)
    inks = [to_rgb(color) for color in colors if to_rgba(color)[3]]
    lights = [_luminance(rgb) for rgb in (ground, *inks)]
    return (max(lights) + 0.05) / (min(lights) + 0.05) >= SEEN


def _luminance(rgb: Iterable[float]) -> float:
    rgb = np.asarray(rgb)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
