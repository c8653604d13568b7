"""The report's pictures: SVG that Matplotlib draws, in the colour of the text around them.  A table
beside each says the same."""

import io
import re
from collections.abc import Mapping, Sequence
from html import escape

from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from course_utils.pictures import COLORS

INK = "#010203"  # stands for the colour of the text, whatever it is on the page
LOOK = {
    "right": (COLORS["green"], ""),
    "not yet": (COLORS["red"], "///"),
    "blank": ("none", ""),
    "to review": (COLORS["sky"], "..."),
}
STYLE = {
    "svg.hashsalt": "classroom",  # the same picture, the same bytes
    "font.size": 11,
    "hatch.linewidth": 0.6,
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def marks(counts: Mapping[str, int], label: str) -> str:
    """Bars of how many students have which marks.  counts: by the bin's name, in order."""
    with rc_context(STYLE):
        figure = Figure(figsize=(5, 2.3), layout="constrained")
        axes = figure.subplots()
        names = list(counts)
        axes.bar(range(len(names)), list(counts.values()), color=COLORS["blue"], width=0.9)
        axes.set_xticks(range(len(names)), names)
        axes.set_xlabel("points")
        axes.set_ylabel("students")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=4))
        return _svg(figure, label, "marks")


def exercises(states: Mapping[str, Mapping[str, int]], label: str) -> str:
    """A bar for each exercise: how many answers are in which state, in the order of `LOOK`."""
    with rc_context(STYLE):
        figure = Figure(figsize=(5, 0.75 + 0.32 * len(states)), layout="constrained")
        axes = figure.subplots()
        rows: Sequence[str] = list(states)
        left = [0] * len(rows)
        for state, (colour, hatch) in LOOK.items():
            widths = [states[id][state] for id in rows]
            axes.barh(
                range(len(rows)), widths, left=left, height=0.7, label=state, color=colour,
                hatch=hatch, edgecolor=INK, linewidth=0.6,
            )  # fmt: skip
            left = [a + b for a, b in zip(left, widths, strict=True)]
        axes.set_yticks(range(len(rows)), rows)
        axes.invert_yaxis()
        axes.set_xlabel("students")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        figure.legend(loc="outside upper center", ncols=4, frameon=False, columnspacing=1)
        return _svg(figure, label, "exercises")


def _svg(figure: Figure, label: str, name: str) -> str:
    """A figure as an element of a page that loads nothing.  label: what is seen; name: begins the
    ids in it, for two figures of a page may share none."""
    out = io.StringIO()
    empty = {"Creator": None, "Date": None, "Format": None, "Type": None}
    figure.savefig(out, format="svg", transparent=True, metadata=empty)
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :].strip().replace(INK, "currentColor")
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    # The page gives the size; what Matplotlib says of all elements would be said of the page's too.
    svg = re.sub(r"<defs>\s*<style[^>]*>[^<]*</style>\s*</defs>\s*", "", svg)
    svg = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", svg, count=1)
    svg = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", svg)
    return svg.replace("<svg", f'<svg role="img" aria-label="{escape(label)}"', 1)
