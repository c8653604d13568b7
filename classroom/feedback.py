"""One page a student: what each answer earned, and why.

The page holds no script and loads nothing; all that a student wrote is escaped.  It shows neither
hidden cases nor the reference, and nobody else's work.
"""

from html import escape
from typing import Any

import nbformat

from checks.exercise import exercise_id
from lessons import course

from . import places
from .folder import Assignment, Folder, write
from .lines import sentences
from .page import framed
from .standing import Standing, read, scores, standing

MARKS = {
    "right": "✔ Right",
    "wrong": "✘ Not right",
    "blank": "○ Not attempted",
    "review": "… Waits to be read",
}
ADVICE = "The lesson's own checks say more, and `hint(…)` there leads on."
STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 1rem;
  overflow-wrap: anywhere; }
pre { padding: .6rem .8rem; border: 1px solid #8a8a8a; overflow-x: auto; }
section { border-left: .35rem solid #8a8a8a; padding-left: 1rem; margin: 2rem 0; }
section.right { border-color: #009e73; }
section.wrong { border-color: #d55e00; }
h2 { font-size: 1.2rem; margin: 0; }
th { text-align: left; vertical-align: top; padding-right: 1rem; }
"""


def feedback(folder: Folder, assignment: Assignment, lines: bool = True) -> list[Standing]:
    """Write the pages of all who were graded, or wait for marks; returns where everybody stands.

    lines: whether the lines that `lines.look` found are named.  A page that was written for an
    older submission is removed.
    """
    rows = standing(folder, assignment)
    kept = scores(folder, assignment)
    named = sentences(folder, assignment) if lines and assignment.lines else {}
    for id, row in rows.items():
        path = folder.feedback(id, assignment)
        if row.status in ("graded", "to review"):
            write(path, page(folder, assignment, row, kept[id], named.get(id)).encode())
        else:
            path.unlink(missing_ok=True)
    return list(rows.values())


def page(
    folder: Folder,
    assignment: Assignment,
    row: Standing,
    cells: dict[str, dict],
    named: dict[str, str] | None = None,
) -> str:
    """The HTML page of one student.  cells: what `gradebook.scores` says of their graded cells;
    named: a sentence about the lines that are to be changed, by exercise."""
    notebook = nbformat.read(folder.graded(row.student, assignment), as_version=4)
    marks = read(folder, assignment, row.student)["marks"]
    most = f"{assignment.maximum:g} points"
    total = f"<strong>{row.score or 0:g}</strong> of {most}."
    if row.score is None:
        why = "one answer is unread" if any(c["pending"] for c in cells.values()) else (
            "how late this came is not known yet"
        )
        total = f"<strong>Your total is still to come</strong>, of {most}: {why}."
    states = {mark["state"] for mark in marks.values()}
    advice = f"<p>{_code(ADVICE)}</p>" if states & {"wrong", "blank"} else ""
    late = "<p>This came in after the due date.</p>" if "Late." in row.flags or row.off else ""
    policy = f"<p>{escape(' '.join(row.policy))}</p>" if row.policy else ""
    parts = [f"<p>{total}</p>{late}{policy}{advice}"]
    for cell in notebook.cells:
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("solution"):
            id = exercise_id(grading["grade_id"])
            graded = grading["grade_id"] + ("" if grading["grade"] else "-check")
            line = (named or {}).get(id, "")
            parts.append(_section(id, cell, marks.get(id), cells[graded], line))
    title = f"Assignment {assignment.name} · {folder.students[row.student].name}"
    return framed(title, "\n".join(parts), STYLE)


def _section(id: str, answer: Any, mark: dict | None, graded: dict, named: str = "") -> str:
    """What is said about one exercise; named: which lines are to be changed, or ""."""
    exercise = course.get(id)
    name = exercise.title if exercise else "Answer in words"
    state = mark["state"] if mark else "review"
    score = "still to come" if graded["pending"] else f"{graded['score']:g}"
    lines = [f'<section class="{state}">', f"<h2>{id} {escape(name)}</h2>"]
    by_hand = graded["manual"] and not graded["pending"]
    word = "Marked by your instructor" if by_hand else MARKS[state]
    lines.append(f"<p><strong>{word}</strong> · points: {score} of {graded['points']:g}</p>")
    if mark and not by_hand:
        lines.append(f"<p>{_code(mark['sentence'])}</p>")
        lines.append(_treated(id, mark))
        facts = (f"<tr><th>{k}</th><td>{escape(v)}</td></tr>" for k, v in mark["facts"].items())
        lines.append(f"<table>{''.join(facts)}</table>" if mark["facts"] else "")
        lines.append(f"<p>{_code(named)}</p>" if named else "")
    if graded["comment"]:
        lines.append(f"<p><strong>Your instructor:</strong> {escape(graded['comment'])}</p>")
    if answer.source.strip() and state != "blank":
        code = f"<pre tabindex='0'><code>{escape(answer.source)}</code></pre>"
        lines.append(f"<details><summary>What you handed in for {id}</summary>{code}</details>")
    return "\n".join([line for line in [*lines, "</section>"] if line])


def _treated(id: str, mark: dict) -> str:
    """Where the lesson treats a known mistake."""
    if not mark["kind"].startswith("mistake ") or id not in course:
        return ""
    found = [m.misconception for m in course[id].mistakes if m.sentence == mark["sentence"]]
    place = places.of_mistake(id, found[0] if found else None)
    return f"<p>Treated in {place.html}.</p>" if place else ""


def _code(sentence: str) -> str:
    """A sentence in which backticks mark code."""
    parts = escape(sentence).split("`")
    return "".join(f"<code>{p}</code>" if n % 2 else p for n, p in enumerate(parts))
