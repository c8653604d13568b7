"""Write tests/lessons/lessonN/figures.txt: all that stands still in the figures of a lesson.

    python tools/figures.py --write

Of what moves it says the look, and the words: controls, regimes, captions, questions.  Where the
moving parts are is tested from the data.  Without --write it says which files would change; tests
compare each of them.  Read the difference before you commit it: it is what learners will see.
"""

import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from inspect import unwrap
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import Collection
from matplotlib.colors import CSS4_COLORS, to_hex
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run as a script, it finds the packages beside it

from course_utils.pictures import COLORS  # noqa: E402
from lessons import LiveFigure  # noqa: E402
from lessons.catalogue import builders  # noqa: E402
from livefigure.artists import DASHES  # noqa: E402

HEAD = """What stands still in the figures of lesson {}, and how what moves looks and speaks.
`python tools/figures.py --write` makes this file; read what it changes.
"""
NAMES = {code.lower(): name for name, code in CSS4_COLORS.items() if "grey" not in name}
NAMES |= {code.lower(): name for name, code in COLORS.items()} | {"currentColor": "ink"}
DASH = {"-": "solid", "--": "dashed", ":": "dotted", "-.": "dash-dotted"}
LOCATIONS = {code: name for name, code in Legend.codes.items()}
ACROSS, UPWARDS = " (x of the axes)", " (y of the axes)"
MOST_PHRASES = 8


class Picture(NamedTuple):
    """A static figure that a notebook shows with a caption."""

    name: str
    figure: Figure
    alt: str


def picture_of(name: str, draw: Callable[[], Any]) -> Picture:
    """What a function shows that ends in `picture(figure, alt)`.

    name: of the figure; draw: the call, whose function is named by `draw.func`.
    """
    shown = []
    own = unwrap(draw.func).__globals__
    with patch.dict(own, picture=lambda figure, alt: shown.append(Picture(name, figure, alt))):
        draw()
    return shown[0]


def path(lesson: str) -> Path:
    """The file of a lesson, given by its digit."""
    return ROOT / "tests" / "lessons" / f"lesson{lesson}" / "figures.txt"


def lessons() -> list[str]:
    """The digits of all lessons."""
    return sorted(folder.name[-1] for folder in (ROOT / "lessons").glob("lesson[0-9]"))


def figures_of(
    lesson: str, built: Callable[[Callable[[], LiveFigure]], LiveFigure] = lambda build: build()
) -> list[LiveFigure | Picture]:
    """All figures of a lesson.  Those that need arguments are called in examples of its tests.

    built: what calls the functions of the others.
    """
    found = builders()
    own = [built(build) for build in found if build.__module__.split(".")[1] == f"lesson{lesson}"]
    if path(lesson).with_name("examples.py").exists():
        examples = import_module(f"tests.lessons.lesson{lesson}.examples")
        own += [build() for build in examples.FIGURES.values()]
    return own


def page(lesson: str, figures: Iterable[LiveFigure | Picture]) -> str:
    """The text of a lesson's file, in the order of the figures' names."""
    ordered = sorted(figures, key=lambda one: one.name)
    return "\n\n".join([HEAD.format(lesson), *map(_figure, ordered)]) + "\n"


def _figure(one: LiveFigure | Picture) -> str:
    if isinstance(one, LiveFigure):
        one._finish()
        for limits in one._follows.values():
            limits.set(one._position)
        return "\n".join([*_still(one.name, one._figure), *_moving(one)])
    one.figure.draw_without_rendering()
    return "\n".join([*_still(one.name, one.figure), f"  caption: {one.alt}"])


# What stands still ------------------------------------------------------------------------------


def _still(name: str, figure: Figure) -> list[str]:
    width, height = figure.get_size_inches()
    lines = [f"{name}, {width:g} × {height:g} inches"]
    own = (figure._suptitle, *figure.texts, *figure.legends)
    lines += [f"  {said}" for one in own if one for said in _artist(one, figure)]
    for number, axes in enumerate(figure.axes, 1):
        lines += [f"  axes {number}{_place(axes)}", *(f"    {line}" for line in _axes(axes))]
    return lines


def _place(axes: Axes) -> str:
    """Where in its grid an axes stands."""
    cells = axes.get_subplotspec()
    if cells is None:
        return " (beside)"
    rows, columns = (
        f"{run.start + 1}" if len(run) == 1 else f"{run.start + 1} to {run.stop}"
        for run in (cells.rowspan, cells.colspan)
    )
    return f" (row {rows}, column {columns})"


def _axes(axes: Axes) -> list[str]:
    titles = [(place, axes.get_title(place)) for place in ("left", "center", "right")]
    lines = [f"title {place}: {_quoted(text)}" for place, text in titles if text]
    lines += [f"x: {_axis(axes.xaxis)}", f"y: {_axis(axes.yaxis)}"]
    if axes.get_aspect() != "auto":
        lines.append(f"aspect: {_number(axes.get_aspect())}")
    if axes.get_facecolor() != (1, 1, 1, 1):
        lines.append(f"paper {_color(axes.get_facecolor())}")
    if hidden := [side for side, spine in axes.spines.items() if not spine.get_visible()]:
        lines.append(f"without frame: {', '.join(hidden)}")
    titles = (axes.title, axes._left_title, axes._right_title)
    usual = {axes.patch, axes.xaxis, axes.yaxis, *axes.spines.values(), *titles}
    for artist in axes.get_children():
        if artist not in usual and artist.get_visible():
            lines += _artist(artist, axes)
    return lines


def _axis(axis: Any) -> str:
    low, high = axis.get_view_interval()
    scale = "" if axis.get_scale() == "linear" else f", {axis.get_scale()}"
    ends = sorted((low, high))
    major = sorted(axis.get_major_ticks(), key=lambda tick: tick.get_loc())
    span = [tick for tick in major if ends[0] <= tick.get_loc() <= ends[1]]
    ticks = [_tick(t.get_loc(), t.label1.get_text() or t.label2.get_text()) for t in span]
    minor = [loc for loc in axis.get_minorticklocs() if ends[0] <= loc <= ends[1]]
    more = f", {len(minor)} minor ticks" if minor else ""
    drawn = "" if axis.get_visible() else " (not drawn)"
    return (
        f"{_quoted(axis.get_label_text())}, {_number(low)} to {_number(high)}{scale}, "
        f"ticks {', '.join(ticks) or 'none'}{more}{drawn}"
    )


def _tick(at: float, label: str) -> str:
    label = re.sub(r"\\mathdefault|[${}]", "", label)
    try:
        value = float(label.replace("−", "-").replace(",", "").replace("10^", "1e"))
    except ValueError:
        value = np.nan
    return label if np.isclose(value, at, rtol=1e-6) else f"{_quoted(label)} at {_number(at)}"


def _artist(artist: Artist, axes: Axes | Figure) -> list[str]:
    if isinstance(artist, Legend):
        return _legend(artist)
    over = artist.get_zorder()
    order = "" if over == type(artist).zorder else f", order {over:g}"
    if isinstance(artist, Text):
        place = artist.xy if isinstance(artist, Annotation) else artist.get_position()
        beside = ", beside" if isinstance(artist, Annotation) else _units(artist, axes)
        at = f"{_points(*([v] for v in place))[0]}{beside}"
        return [f"text {_quoted(artist.get_text())} at {at}: {_letters(artist)}{order}"]
    if isinstance(artist, Line2D):
        x, y = (np.asarray(v, dtype=float) for v in artist.get_data())
        if not x.size:
            return []  # it is there for the legend, which says how it looks
        units = _units(artist, axes)
        run = _run(x, y) + units
        if units == ACROSS and x.tolist() == [0, 1] and y[0] == y[1]:
            run = f"all across at y = {_number(y[0])}"
        if units == UPWARDS and y.tolist() == [0, 1] and x[0] == x[1]:
            run = f"all the way up at x = {_number(x[0])}"
        return [f"{_look(artist)}: {run}{order}"]
    if isinstance(artist, AxesImage):
        values, norm = np.asarray(artist.get_array(), dtype=float), type(artist.norm).__name__
        return [
            f"image of {' × '.join(map(str, values.shape))}, {artist.get_cmap().name}, {norm} "
            f"from {_number(artist.norm.vmin)} to {_number(artist.norm.vmax)}, over "
            f"{', '.join(map(_number, artist.get_extent()))}: corners "
            f"{', '.join(_numbers(values[[0, 0, -1, -1], [0, -1, 0, -1]]))}{order}"
        ]
    if isinstance(artist, Patch):
        corners = artist.get_path().transformed(artist.get_patch_transform()).vertices
        reach = _reach(*corners.T) + _units(artist, axes)
        return [f"{type(artist).__name__.lower()}, {_look(artist)}: {reach}{order}"]
    return [f"{type(artist).__name__}, {_look(artist)}{order}"]


def _legend(legend: Legend) -> list[str]:
    texts = legend.get_texts()
    frame = "" if legend.get_frame_on() else ", without frame"
    at = LOCATIONS.get(legend._loc, legend._loc)
    return [f"legend {at}, {legend._ncols} wide, {_letters(texts[0])}{frame}"] + [
        f"  {_quoted(text.get_text())}: {_look(handle)}"
        for text, handle in zip(texts, legend.legend_handles, strict=True)
    ]


def _look(artist: Artist) -> str:
    """Colour, dash, width, marker … of a line, a bar or of anything with colours."""
    opacity = "" if artist.get_alpha() in (None, 1) else f", opacity {artist.get_alpha():g}"
    if isinstance(artist, Line2D):
        parts, dash = [], DASH.get(artist.get_linestyle())
        if dash:
            parts.append(f"{dash} line, {_color(artist.get_color())}, {artist.get_linewidth():g}")
        if artist.get_marker() not in ("None", "", " ", None):
            face, edge = artist.get_markerfacecolor(), artist.get_markeredgecolor()
            parts.append(
                f"marker {artist.get_marker()}, size {artist.get_markersize():g}, {_color(face)}, "
                f"edge {_color(edge)} {artist.get_markeredgewidth():g}"
            )
        return "; ".join(parts) + opacity
    if isinstance(artist, Patch):
        hatch = f", hatch {artist.get_hatch()}" if artist.get_hatch() else ""
        edge = f"edge {_color(artist.get_edgecolor())} {artist.get_linewidth():g}"
        return f"{_color(artist.get_facecolor())}, {edge}{hatch}{opacity}"
    if isinstance(artist, Collection):
        faces = dict.fromkeys(map(_color, artist.get_facecolor()))
        count = len(artist.get_paths())
        return f"{count} paths in {len(faces)} colours, {artist.get_cmap().name}{opacity}"
    return f"with its own look{opacity}"


def _letters(text: Text) -> str:
    """How a text is set."""
    family = "" if text.get_family() == ["sans-serif"] else f", {' '.join(text.get_family())}"
    return (
        f"{_color(text.get_color())}, size {text.get_size():g}, "
        f"{text.get_ha()} {text.get_va()}{family}"
    )


def _units(artist: Artist, axes: Axes | Figure) -> str:
    """In what coordinates an artist is given, unless in those of the data."""
    if isinstance(axes, Figure):
        return " of the figure"
    known = (
        (axes.transAxes, " of the axes"),
        (axes.get_xaxis_transform("grid"), UPWARDS),
        (axes.get_yaxis_transform("grid"), ACROSS),
    )
    own = artist.get_transform()
    special = next((words for transform, words in known if own == transform), "")
    return special or ("" if own.contains_branch(axes.transData) else " (moved)")


def _run(x: np.ndarray, y: np.ndarray) -> str:
    """Points: how many, the first and the last, and how far they reach."""
    shown = list(dict.fromkeys(_points(x, y)))
    if len(shown) <= 4:
        return " ".join(_points(x, y)) if len(x) <= 4 else f"{len(x)} points: {' '.join(shown)}"
    first, *_, last = _points(x, y)
    lost = int(np.isnan(x + y).sum())
    missing = f", {lost} of them missing" if lost else ""
    return f"{len(x)} points{missing}, {first} to {last}; {_reach(x, y)}"


def _reach(x: np.ndarray, y: np.ndarray) -> str:
    (left, right), (low, high) = (_numbers([np.nanmin(v), np.nanmax(v)]) for v in (x, y))
    return f"x {left} to {right}, y {low} to {high}"


# What moves -------------------------------------------------------------------------------------


def _moving(live: LiveFigure) -> list[str]:
    spec = live._spec
    names = list(live._controls)
    lines = [
        f"  axes {live._figure.axes.index(axes) + 1} follows "
        + ", ".join(name for name, n in zip(names, limits.which.shape, strict=True) if n > 1)
        for axes, limits in live._follows.items()
    ]
    lines.append("  moving, from the lowest:")
    for artist in spec["artists"]:
        along = [name for name, own in zip(names, artist["along"], strict=True) if own]
        reveal = f", {artist['reveal']} only" if artist["reveal"] else ""
        where = f"on axes {artist['axes'] + 1}, along {', '.join(along) or 'nothing'}{reveal}"
        lines.append(f"    {artist['kind']} {where}: {_style(artist)}")
    for (name, own), control in zip(live._controls.items(), spec["controls"], strict=True):
        lines += _control(name, control, own.index(own.start))
    if spec["pin"]:
        frozen = [name for name, own in zip(names, spec["pin"], strict=True) if own]
        lines.append(f"  pins {', '.join(frozen)}")
    if measure := spec["measure"]:
        place = np.unravel_index(measure["goal"], live._sizes)
        goal = [c["texts"][i] for c, i in zip(spec["controls"], place, strict=True)]
        lines.append(f"  measures: {_quoted(measure['label'])}, {measure['probes']} times, "
                     f"to find {', '.join(goal)}")  # fmt: skip
    for caption in spec["captions"]:
        said = "".join(_part(part, names) for part in caption["parts"])
        reveal = f", {caption['reveal']} only" if caption["reveal"] else ""
        lines.append(f"  caption{reveal}: {said}")
        if caption["aloud"]:
            lines.append(f"    aloud: {''.join(_part(part, names) for part in caption['aloud'])}")
    if asked := spec["predict"]:
        beliefs = " and ".join(map(str, live.beliefs))
        about = f", about belief {beliefs}" if beliefs else ""
        lines.append(f"  asks{about}: {asked['question']}")
        lines += [
            f"    {'*' if k == asked['answer'] else '-'} {option}"
            for k, option in enumerate(asked["options"])
        ]
        lines.append(f"    because: {asked['because']}")
        if asked["covers"]:
            lines.append(f"    covers axes {', '.join(str(n + 1) for n in asked['covers'])}")
    return lines


def _style(artist: dict) -> str:
    style, kind = artist["style"], artist["kind"]
    dashes = {tuple(dash): name for name, dash in DASHES.items()}
    parts = {
        "": _color(style["stroke"]),
        "width": f"{style['width']:g}",
        "dash": dashes[tuple(style["dash"])],
        "fill": "hollow"
        if style["fill"] == "none"
        else f"filled {_color(style['fill'])} {style['fill_opacity']:g}",
        "letters": _color(style["fill"]),
        "symbol": f"{style.get('symbol', '')} {style.get('size', 0):g}",
        "size": f"{style.get('size', 0):g}",
        "arrow": "with heads" if style.get("arrow") else "without heads",
    }
    wanted = {
        "line": ("", "width", "dash"),
        "marker": ("symbol", "", "fill", "width"),
        "rectangles": ("", "width", "fill"),
        "segments": ("", "width", "dash", "arrow"),
        "text": ("letters", "size"),
        "area": ("fill",) if style["stroke"] == "none" else ("", "width", "fill"),
        "shade": (),
    }[kind]
    said = [
        f"{name} {parts[name]}" if name in ("width", "size") else parts[name] for name in wanted
    ]
    if "texts" in artist:
        said.append(f"says {_phrases(artist['texts'])}")
    if "colors" in artist:
        shades = artist["colors"]
        rows, columns = artist["grid"]
        said.append(f"{rows} × {columns} in {len(shades)} colours, {shades[0]} to {shades[-1]}")
    return ", ".join(said)


def _control(name: str, control: dict, place: int) -> list[str]:
    texts = control["texts"]
    unit = f" {control['unit']}" if control["unit"] else ""
    values = ", ".join(texts) if len(texts) <= 4 else f"{texts[0]} to {texts[-1]}"
    ticks = ", ".join(text for _, text in control["ticks"])
    play = f", plays in {control['play']:g} s" if control["play"] else ""
    lines = [
        f"  {control['kind']} {name}, {_quoted(control['label'])}: {len(texts)} values, {values}"
        f"{unit}, begins at {texts[place]}, ticks {ticks}{play}"
    ]
    if regimes := control["regimes"]:
        for text, color in zip(regimes["texts"], regimes["colors"], strict=False):
            lines.append(f"    {_color(color)}: {text}")
    return lines


def _part(part: Any, names: list[str]) -> str:
    if isinstance(part, str):
        return part
    return f"{{{names[part['control']]}}}" if "control" in part else _phrases(part["texts"])


def _phrases(texts: list[str]) -> str:
    """Texts that a field takes, their numbers left out."""
    power = "10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+"
    number = rf"[+−-]?\b\d+([.,]\d+)*(·{power})?|{power}"
    plain = (re.sub(number, "#", text) for text in texts)
    distinct = list(dict.fromkeys(plain))
    more = f" | and {len(distinct) - MOST_PHRASES} more" if len(distinct) > MOST_PHRASES else ""
    return f"{{{' | '.join(distinct[:MOST_PHRASES])}{more}}}"


# Numbers and colours in writing -----------------------------------------------------------------


def _numbers(values: Iterable[float]) -> list[str]:
    """Four digits of each; what is nothing beside the largest is 0."""
    values = np.asarray(values, dtype=float)
    finite = np.abs(values[np.isfinite(values)])
    least = 1e-12 * finite.max() if finite.size else 0
    return [f"{0 if abs(v) <= least else v:.4g}" for v in values.tolist()]


def _number(value: Any) -> str:
    return value if isinstance(value, str) else _numbers([value])[0]


def _points(x: Iterable[float], y: Iterable[float]) -> list[str]:
    return [f"({a}, {b})" for a, b in zip(_numbers(x), _numbers(y), strict=True)]


def _color(color: Any) -> str:
    if isinstance(color, str) and color in ("none", "currentColor"):
        return NAMES.get(color, color)
    code = to_hex(color, keep_alpha=True).removesuffix("ff")
    return "none" if code.endswith("00") and len(code) == 9 else NAMES.get(code, code)


def _quoted(text: str) -> str:
    return '"' + text.replace("\n", " ⏎ ") + '"'


def main(arguments: list[str]) -> int:
    """The exit status: 1 where a stored file is out of date."""
    old = False
    for lesson in lessons():
        file, text = path(lesson), page(lesson, figures_of(lesson))
        if file.exists() and file.read_text(encoding="utf-8") == text:
            continue
        if arguments == ["--write"]:
            file.write_text(text, encoding="utf-8")
        else:
            old = True
            print(f"{file.relative_to(ROOT)} is out of date: `python tools/figures.py --write`")
    return int(old)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
