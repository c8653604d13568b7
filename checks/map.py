"""A map of a course: its parts in order, how far each of their exercises is, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

# By state: its mark, and its chip's border, Okabe-Ito where it has a colour.  The text keeps the
# theme's own.
STATES = {
    "solved": ("✔", "solid #009E73"),
    "tried": ("◐", "dashed #D55E00"),
    "open": ("○", "dotted #8A8A8A"),
}
LEGEND = " · ".join(f"{mark} {state}" for state, (mark, _) in STATES.items())

LIST = "list-style:none;margin:0;padding:0"
ROW = (
    "display:flex;flex-wrap:wrap;gap:.3em 1em;align-items:baseline;margin:0;padding:.4em 0;"
    "border-top:1px solid var(--jp-border-color2,#8A8A8A)"
)
CHIPS = f"{LIST};display:flex;flex-wrap:wrap;gap:.3em .4em;flex:0 1 29em"
CHIP = "border:2px {};border-radius:1em;margin:0;padding:0 .6em;white-space:nowrap"


@dataclass(frozen=True)
class Stretch:
    """A part of the course.  link: where it is, "" where it cannot be reached from here;
    exercises: the state of each by its id; made, right: how many predictions."""

    title: str
    link: str
    exercises: dict[str, str]
    made: int = 0
    right: int = 0

    def predictions(self) -> str:
        """What was predicted, in words; "" for nothing."""
        if not self.made:
            return ""
        return f"{self.made} prediction{'s' * (self.made != 1)}, {self.right} right"


@dataclass(frozen=True)
class Map:
    """What `progress` shows of a course: its parts in order."""

    stretches: tuple[Stretch, ...]

    def solved(self) -> int:
        """How many exercises are."""
        return sum(list(one.exercises.values()).count("solved") for one in self.stretches)

    def next(self) -> tuple[str, Stretch] | None:
        """The first exercise that is not solved, and where it is; None if all are."""
        found = (
            (id, stretch)
            for stretch in self.stretches
            for id, state in stretch.exercises.items()
            if state != "solved"
        )
        return next(found, None)

    def plain(self) -> str:
        """The map as lines of text."""
        first = "All of them are solved."
        if after := self.next():
            first = f"Next: exercise {after[0]}, in {after[1].title}."
        rows = [
            (stretch.title, " ".join(_marks(stretch)), stretch.predictions())
            for stretch in self.stretches
        ]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
        return "\n".join([first, *(f"  {line}" for line in lines), f"  {LEGEND}"])

    def html(self) -> str:
        """The map as a list of lists."""
        first = "All of them are solved."
        if after := self.next():
            first = f"<strong>Next:</strong> exercise {escape(after[0])}, in {_linked(after[1])}."
        rows = "".join(map(_row, self.stretches))
        legend = f'<p style="margin:.6em 0">{LEGEND}</p>'
        return f'<p>{first}</p><ol role="list" style="{LIST}">{rows}</ol>{legend}'


def _marks(stretch: Stretch) -> Iterator[str]:
    return (f"{STATES[state][0]} {id}" for id, state in stretch.exercises.items())


def _row(stretch: Stretch) -> str:
    chips = "".join(
        f'<li style="{CHIP.format(STATES[state][1])}">'
        f'<span role="img" aria-label="{state}">{STATES[state][0]}</span> {escape(id)}</li>'
        for id, state in stretch.exercises.items()
    )
    return (
        f'<li style="{ROW}"><span style="flex:0 0 17em">{_linked(stretch)}</span>'
        f'<ul role="list" style="{CHIPS}">{chips}</ul><span>{stretch.predictions()}</span></li>'
    )


def _linked(stretch: Stretch) -> str:
    title = escape(stretch.title)
    return f'<a href="{quote(stretch.link)}">{title}</a>' if stretch.link else title
