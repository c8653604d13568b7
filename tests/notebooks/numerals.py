"""Every numeral in a lesson's prose, and the table that says where each comes from.

A table is `TABLE: dict[cell id, dict[numeral, GIVEN or function]]`: GIVEN for a number that is
data or a choice, else a function without arguments that computes it.  The result must equal the
numeral to the digits shown.

One numeral is, in this order:
    a power       41^{10}, 41^10, 41**2, 41², 10⁻⁶      its value is the power's
    a fraction    14/3, \\frac{14}{3} (listed as 14/3)   its value is the quotient
    a version     2.13.0                                only ever GIVEN
    a number      3, -1, 0.25, .5, 1e-6, 1,681, 41\\,000
    an exponent   the ² of x², (w - 2)²                 listed as ²; x^2 lists 2
The minus sign belongs to it where no operand stands before it, and is listed as "-".  Formulas,
listings and inline code count like text.  Not counted: comments, HTML tags, link targets, list
markers, "Exercise 1.2" and check("1.2"…), file names of lessons, and digits
inside names (w1, w_1, float32).
"""

import html
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import isfinite

GIVEN = "given"

_IGNORED = re.compile(
    r"<!--.*?-->"
    r"|(?<=\])\([^)\s]*\)"
    r"|</?[a-zA-Z][\w-]*(?:\s+[a-zA-Z][\w-]*(?:=(?:\"[^\"]*\"|'[^']*'|[^\s>]+))?)*\s*/?>"
    r"|\bExercises?[ \xa0]\d+\.\d+"
    r"|\b(?:check|hint)\(\s*[\"']\d+\.\d+[\"']"
    r"|\b\d\d_[a-z]\w*(?:\.ipynb)?",
    re.DOTALL,
)
_MARKER = re.compile(r"[ \t>]*(\d+)[.)][ \t]")
_FRAC = re.compile(r"\\[dt]?frac\{\s*(-?[\d.]+)\s*\}\{\s*([\d.]+)\s*\}")
_GROUP = re.compile(r"(?<=\d)(?:\\,|\{,\}|[\u2009\u202f])(?=\d{3}(?!\d))")
_COMMAND = re.compile(r"\\[A-Za-z]+")

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_DIGITS = str.maketrans(_RAISED, "0123456789-")
_PLAIN = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+(?!\w))?"
_NUMERAL = re.compile(
    rf"(?<![\w.])(?<![\w.]\{{)(?<!_\{{)(?:(?<![\w)\]}}|])-)?"
    rf"(?:(?P<power>{_PLAIN}(?:(?:\^|\*\*)(?:\{{-?\d+\}}|-?\d+)|[{_RAISED}]+))"
    rf"|(?P<fraction>{_PLAIN}/{_PLAIN}(?![\w/]))"
    rf"|(?P<version>\d+(?:\.\d+){{2,}})"
    rf"|(?P<number>{_PLAIN}))"
    rf"|(?P<exponent>[{_RAISED}]+)"
)
_POWER = re.compile(rf"(-?)([\d.].*?)(?:\^|\*\*)?(\{{-?\d+\}}|(?<=[*^])-?\d+|[{_RAISED}]+)")


def numerals(markdown: str) -> list[str]:
    """The numerals of a Markdown cell as a table lists them, each once, in order of appearance."""
    text = _FRAC.sub(r" \1/\2 ", html.unescape(_IGNORED.sub(" ", _without_markers(markdown))))
    text = text.replace("\N{MINUS SIGN}", "-")
    text = _COMMAND.sub(" ", _GROUP.sub(",", text))
    return list(dict.fromkeys(match.group() for match in _NUMERAL.finditer(text)))


def _without_markers(markdown: str) -> str:
    """Text without the numbers of its numbered lists.  A line that happens to begin with "4. " in
    the middle of a paragraph starts no list in Markdown, and keeps its number."""
    lines, possible = [], True
    for line in markdown.split("\n"):
        marker = _MARKER.match(line)
        if marker and (possible or marker[1] == "1"):
            line, possible = line[marker.end() :], True
        else:
            possible = not line.strip(" \t>") or (possible and line.startswith("  "))
        lines.append(line)
    return "\n".join(lines)


def value(numeral: str) -> tuple[Fraction, Fraction]:
    """A numeral's value and how far the true number may be from it: half of the last digit shown.

    Powers and fractions are exact.  Raises ValueError for a version, which has no value.
    """
    power = _POWER.fullmatch(numeral)
    if power:
        sign, base, exponent = power.groups()
        exponent = int(exponent.strip("{}").translate(_DIGITS))
        return (-1 if sign else 1) * Fraction(base.replace(",", "")) ** exponent, Fraction(0)
    if "/" in numeral:
        top, bottom = numeral.replace(",", "").split("/")
        return Fraction(top) / Fraction(bottom), Fraction(0)
    plain = numeral.replace(",", "").translate(_DIGITS)
    mantissa, _, ten = plain.lower().partition("e")
    decimals = len(mantissa.partition(".")[2])
    return Fraction(plain), Fraction(10) ** (int(ten or 0) - decimals) / 2


def agrees(numeral: str, computed: float) -> bool:
    """Whether a computed number is the numeral, to the digits shown (1e-9 where it is exact)."""
    if not isfinite(computed):
        return False
    shown, slack = value(numeral)
    rounding = abs(shown) / 10**9 or Fraction(1, 10**12)
    return abs(Fraction(float(computed)) - shown) <= slack + rounding


def faults(
    cells: Mapping[str, str], table: Mapping[str, Mapping[str, str | Callable[[], float]]]
) -> list[str]:
    """What is wrong between prose and table.  cells: id -> Markdown of every Markdown cell."""
    found = [f"the table has {name}, which is no Markdown cell" for name in table.keys() - cells]
    for name, markdown in cells.items():
        present, listed = numerals(markdown), table.get(name, {})
        found += [
            f"cell {name}: {numeral} is not in the table"
            for numeral in present
            if numeral not in listed
        ]
        for numeral, source in listed.items():
            if numeral not in present:
                found.append(f"cell {name}: the table lists {numeral}, the prose does not have it")
            elif source != GIVEN and not agrees(numeral, computed := source()):
                found.append(f"cell {name}: it says {numeral}, computed is {float(computed)!r}")
    return found
