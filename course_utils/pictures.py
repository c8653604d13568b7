"""Static pictures with words: for eyes that see them, and for those that do not."""

from __future__ import annotations

import html
import io
from base64 import b64encode

import matplotlib.pyplot as plt
from cycler import cycler
from IPython.display import display
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
SHADES = 128  # of a stored picture: as many as its edges need, and a third of the bytes
# On a dark page a picture is turned to light on dark, and its hues are turned back.
DARK = (
    '[data-jp-theme-light="false"] img.jp-needs-light-background'
    "{filter:invert(0.93) hue-rotate(180deg)}"
)
# What is plotted without a colour of its own takes these, in this order.  Matplotlib's settings,
# for `plt.style.use(STYLE)` in a notebook and `plt.style.context(STYLE)` around what we draw:
# importing this module sets nothing.
ORDER = ("blue", "red", "green", "purple", "orange", "sky")
STYLE = {
    "axes.prop_cycle": cycler(color=[COLORS[name] for name in ORDER]),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": "medium",
    "axes.titleweight": "bold",
}


def picture(figure: plt.Figure, alt: str) -> None:
    """Show a Matplotlib figure as a picture with a caption.

    figure: drawn and labelled; it is closed.  alt: one or two sentences that say what is seen;
    they are the caption, and what a screen reader says in the picture's place.
    Raises InputTypeError if figure is not a Matplotlib figure, InputError if alt is empty.
    """
    if not isinstance(figure, plt.Figure):
        raise InputTypeError(f"figure: expected a Matplotlib figure, got {type(figure).__name__}.")
    if not isinstance(alt, str) or not alt.strip():
        raise InputError(f"alt: expected a sentence that says what is seen, got {alt!r}.")
    out = io.BytesIO()
    with plt.style.context(STYLE):
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    plt.close(figure)
    image = Image.open(out).convert("RGB").quantize(SHADES, dither=Image.Dither.NONE)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
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
    display(
        {"image/png": encoded, "text/html": twin, "text/plain": alt},
        # JupyterLab marks such a picture, where it shows one without its words, with the class.
        metadata={"needs_background": "light", "image/png": {"width": width}},
        raw=True,
    )
