"""What pages are made of: their frame, and for the instructor tables of escaped text."""

import re
from collections.abc import Iterable, Sequence
from html import escape

from .folder import Assignment, Student
from .standing import Standing

DIGITS = "0123456789.−–"
# Nothing runs in such a page, and nothing is loaded.
POLICY = """\
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
"""
FRAME = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{policy}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
STYLE = """\
:root { color-scheme: light dark; --line: #8a8a8a; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 50rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p, li, td, th { overflow-wrap: break-word; }
svg { display: block; width: 100%; max-width: 34rem; height: auto; margin: .5rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .2rem 1rem .2rem 0; }
thead th, tbody tr { border-bottom: 1px solid color-mix(in srgb, var(--line) 50%, transparent); }
.n { text-align: right; white-space: nowrap; }
pre { padding: .5rem .8rem; border: 1px solid var(--line); overflow-x: auto; font-size: .85rem;
  line-height: 1.4; margin: .5rem 0; }
.item { border-left: .25rem solid var(--line); padding-left: .8rem; margin: 1rem 0; }
.item > p { margin: .2rem 0; }
.small { font-size: .9em; }
@media (max-width: 34rem) {
  table { font-size: .85rem; }
  th, td { padding-right: .4rem; }
  ol, ul { padding-left: 1.2rem; }
  th.n { white-space: normal; font-size: .75rem; }
}
@page { margin: 15mm; }
@media print {
  svg { max-width: 12cm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h2, h3 { break-after: avoid; }
  .item, svg, tr { break-inside: avoid; }
  .wide, pre { overflow: visible; }
  pre { white-space: pre-wrap; }
  .named { break-before: page; }
}
"""


def framed(title: str, body: str, style: str = STYLE) -> str:
    """A page; title: a text, body: HTML in which all that others wrote is escaped."""
    return FRAME.format(title=escape(title), body=body, style=style, policy=POLICY)


def mark(row: Standing, assignment: Assignment) -> str:
    """A mark and what is off it; "" where there is none."""
    if row.score is None:
        return ""
    off = f", {next(t for t in row.policy if ' off: ' in t).rstrip('.')}" if row.off else ""
    return f"{row.score:g} of {assignment.maximum:g}{off}"


def who(student: Student) -> str:
    """A student's name and id."""
    return student.id if student.name == student.id else f"{student.name} ({student.id})"


def count(n: float, noun: str) -> str:
    """A number of things: "1 student"."""
    return f"{n:g} {noun}{'s' * (n != 1)}"


def table(
    name: str, header: Sequence[str], rows: Iterable[Sequence[str]], first: str = "td"
) -> str:
    """A table, all of whose texts are escaped; what looks like numbers stands at the right."""
    rows = list(rows)
    counts = [
        k > 0 and any(row[k] for row in rows) and not any(row[k].strip(DIGITS) for row in rows)
        for k in range(len(header))
    ]
    head = "".join(
        f"<th scope='col'{' class=n' if n else ''}>{code(text)}</th>"
        for text, n in zip(header, counts, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<{first} scope='row'>{code(t)}</{first}>"
            if first == "th" and k == 0
            else f"<td{' class=n' if counts[k] else ''}>{code(t)}</td>"
            for k, t in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return (
        f"<div class='wide' tabindex='0' role='region' aria-label='{name}'><table><thead><tr>{head}"
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )


def code(sentence: str) -> str:
    """A sentence in which backticks mark code and stars a word."""
    parts = escape(sentence).split("`")
    if len(parts) % 2 == 0:
        return escape(sentence)
    return "".join(
        f"<code>{p}</code>" if n % 2 else re.sub(r"\*(\w+)\*", r"<em>\1</em>", p)
        for n, p in enumerate(parts)
    )
