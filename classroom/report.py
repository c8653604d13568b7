"""The instructor's report: a page of an assignment and one of everybody, each with its data.

The pages hold no script and load nothing.  All that students wrote, their names too, is escaped;
who is who stands in the last section alone.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from lessons.misconceptions import BELIEFS

from . import people, places, plots, policies
from .alike import FEW, LEAST, PUBLIC
from .folder import Assignment, Folder, write
from .page import code, count, framed, mark, table, who
from .reporting import ENOUGH, STATES, ClassReport, Group, Topic

BINS = 12  # bars of marks at most, about
DISCRIMINATION = (
    "Discrimination is the correlation (Pearson's r) between the points x on an exercise and the"
    " points R on all the others together, r = cov(x, R) / (s(x) · s(R)), over the students who"
    " wait for no points of yours: above 0, who did well elsewhere did well here. Near 0 or below,"
    " read the exercise again, and its task. As in J. P. Guilford, <cite>The correlation of an item"
    " with a composite of the remaining items in a test</cite>, Educational and Psychological"
    f" Measurement 13 (1953), 87–93. A dash stands where there are fewer than {ENOUGH} such"
    " students, or all have the same. In a class of 40 it is uncertain by about 0.3 either way."
)
ALIKE = (
    "A hint, never a verdict. The code of a function is compared without names, comments, texts"
    f" and annotations. Groups of {FEW[0]} to {FEW[-1]} students are named where it has {LEAST}"
    " parts or more (nodes of its syntax tree), and is neither in the lesson nor among the answers,"
    " right and wrong, that the course knows. Students who sat together, asked the same person or"
    " thought alike look the same here: talk to them before you think of more. Who is not named is"
    " not cleared: shorter answers are not compared."
)


def report(folder: Folder, assignment: Assignment) -> tuple[ClassReport, Path]:
    """Write an assignment's page and its data, and those of everybody; returns the numbers behind
    the page, and where it is.  Raises ClassError where the gradebook or a file is damaged."""
    found = ClassReport(folder, assignment)
    path = folder.path / "report" / f"{assignment.name}.html"
    write(path, page(found).encode())
    write(path.with_suffix(".csv"), found.csv().encode())
    assignments, rows = people.everybody(folder)
    write(path.with_name("students.html"), people.page(folder, assignments, rows).encode())
    write(path.with_name("students.csv"), people.data(assignments, rows).encode())
    return found, path


def page(found: ClassReport) -> str:
    """The page of an assignment."""
    parts = [
        _summary(found),
        _teach(found.teach_again),
        _marks(found),
        _exercises(found),
        _mistakes(found),
        _beliefs(found),
        _others(found),
        _undiagnosed(found),
        _named(found),
    ]
    title = f"Assignment {found.assignment.name}: how the class did"
    return framed(title, "\n".join(parts))


def _summary(found: ClassReport) -> str:
    counts = Counter(row.status for row in found.rows.values())
    told = ", ".join(f"{n} {status}" for status, n in counts.most_common())
    late = sum("Late." in row.flags or bool(row.off) for row in found.rows.values())
    due = found.assignment.due
    when = f" Due {due[:10]} {due[11:16]}; {late} late." if due else ""
    return (
        f"<p>{count(len(found.rows), 'student')}: {escape(told)}.{when}"
        f"{_policy(found)}</p>\n<p class='small'>Names stand in the last section alone. Before you"
        " show the rest in class: an example of code is a student's, who will know it again.</p>"
    )


def _policy(found: ClassReport) -> str:
    policy = policies.of(found.folder, found.assignment)
    told = []
    if policy.per_day:
        told.append(f"{count(policy.per_day, 'point')} off for each day late")
    if policy.best:
        told.append("the best of several hand-ins counts")
    if policy.extensions:
        told.append(count(len(policy.extensions), "extension"))
    return f" Policies: {'; '.join(told)}." if told else ""


def _teach(topics: list[Topic]) -> str:
    lines = ["<h2>Teach again</h2>"]
    if not topics:
        lines.append("<p>Nothing stands out: no known mistake cost two students points.</p>")
        return "\n".join(lines)
    lines.append(
        f"<p>{'Three things' if len(topics) == 3 else count(len(topics), 'thing')} worth ten"
        " minutes of the next class: the known mistakes that cost the most points, over all"
        " students who made them.</p><ol>"
    )
    for topic in topics:
        [belief] = {group.belief for group in topic.groups}
        title = f"Misconception {belief}: “{topic.title}”" if belief else topic.title
        lines.append(f"<li class='item'><p><strong>{code(title)}</strong></p>")
        lines.append(f"<p>{count(topic.students, 'student')}, {topic.lost:g} points lost.</p>")
        if belief:
            lines.append(f"<p>What shows otherwise: {escape(BELIEFS[belief].otherwise)}</p>")
        for group in topic.groups:
            if belief:
                made = f"{group.exercise}, {count(group.students, 'student')}"
                lines.append(f"<p class='small'>{made}: {code(group.sentence)}</p>")
        if topic.place:
            lines.append(f"<p>Show: {topic.place.html}{_beside(topic)}.</p>")
        lines.append("</li>")
    return "\n".join([*lines, "</ol>"])


def _beside(topic: Topic) -> str:
    """Where no figure asks about a mistake: the exercise, and the figure that comes next to it."""
    if topic.place is None or topic.place.figure:
        return ""
    id = topic.groups[0].exercise
    near = places.near(id)
    figure = f". No figure asks about it; the next one is in {near.html}" if near else ""
    return f", exercise {id}{figure}"


def _marks(found: ClassReport) -> str:
    marks, lines = found.marks, ["<h2>Marks</h2>"]
    if not marks:
        return "\n".join([*lines, "<p>Nobody has a mark yet.</p>"])
    most = found.assignment.maximum
    middle = (marks[(len(marks) - 1) // 2] + marks[len(marks) // 2]) / 2
    after = " after what lateness takes off" if any(r.off for r in found.rows.values()) else ""
    label = (
        f"{count(len(marks), 'student')} with a mark{after}: from {marks[0]:g} to {marks[-1]:g} of"
        f" {most:g}, median {middle:g}, {sum(marks) / len(marks):.1f} on average."
    )
    counts = _bins(marks, most)
    lines += [f"<p>{label}</p>", plots.marks(counts, f"Bars: {label}")]
    rows = [["students", *map(str, counts.values())]]
    return "\n".join([*lines, table("marks", ["points", *counts], rows, first="th")])


def _bins(marks: Sequence[float], most: float) -> dict[str, int]:
    """How many marks are in each bin of whole points, by the bin's name; what lies between two
    points belongs to the lower one."""
    wide = max(1, math.ceil(most / BINS))
    starts = range(0, math.floor(max(most, *marks)) + 1, wide)
    names = {a: f"{a}" if wide == 1 else f"{a}–{a + wide - 1}" for a in starts}
    counts = Counter(max(0, math.floor(mark)) // wide * wide for mark in marks)
    return {names[a]: counts[a] for a in starts}


def _exercises(found: ClassReport) -> str:
    states = {id: found.states(id) for id in found.exercises}
    rows = []
    for id in found.exercises:
        r = found.discrimination(id)
        told = "–" if r is None else f"{r:.2f}".replace("-", "−")
        points = found.assignment.points[id]
        name = f"{id} {found.title(id)}, {points:g} point{'s' * (points != 1)}"
        rows.append([name, *map(str, states[id].values()), told])
    label = "Bars of how many answers to each exercise are " + ", ".join(STATES) + "."
    header = ["exercise", *STATES, "discrimi\u00adnation"]
    picture = plots.exercises(states, label) if found.attempts else ""
    text = f"<p class='small'>{DISCRIMINATION}</p>"
    return "\n".join(["<h2>Exercises</h2>", picture, table("exercises", header, rows), text])


def _mistakes(found: ClassReport) -> str:
    lines = ["<h2>Known mistakes</h2>"]
    if not found.mistakes:
        return "\n".join([*lines, "<p>None was made.</p>"])
    lines.append(
        "<p>The sentences are those of the students' pages; what makes the same mistake has the"
        " same sentence, whatever led to it. Code is one student's, without"
        f" comments, docstrings, texts and names of their own, and shown from {PUBLIC} students"
        " on.</p>"
    )
    return "\n".join([*lines, *_by_exercise(found, found.mistakes, _group)])


def _by_exercise(
    found: ClassReport, groups: Iterable[Group], told: Callable[[Group], str]
) -> Iterator[str]:
    """What is told of each group, below its exercise's title."""
    for id in found.exercises:
        own = [group for group in groups if group.exercise == id]
        yield from [f"<h3>{id} {escape(found.title(id))}</h3>"] if own else []
        yield from map(told, own)


def _group(group: Group, aside: str = "") -> str:
    belief = f" · misconception {group.belief}" if group.belief else ""
    shown = f"<pre tabindex='0'><code>{escape(group.example)}</code></pre>" if group.example else ""
    told = f"<strong>{count(group.students, 'student')}</strong>{belief}: "
    return f"<div class='item'><p>{told}{aside or code(group.sentence)}</p>{shown}</div>"


def _beliefs(found: ClassReport) -> str:
    lines = ["<h2>Misconceptions that may be behind them</h2>"]
    if not found.beliefs:
        return "\n".join([*lines, "<p>None of the course's list.</p>"])
    rows = []
    for belief, groups in found.beliefs:
        students = len({one.student for group in groups for one in group.attempts})
        ids = ", ".join(dict.fromkeys(group.exercise for group in groups))
        rows.append([f"{belief}. {BELIEFS[belief].text}", str(students), ids])
    listed = table("misconceptions", ["belief", "students", "exercises"], rows)
    return "\n".join([*lines, listed])


def _others(found: ClassReport) -> str:
    if not found.other_reasons:
        return ""
    rows = [[g.exercise, str(g.students), g.sentence] for g in found.other_reasons]
    listed = table("other reasons", ["exercise", "students", "what was told"], rows)
    return f"<h2>Other reasons</h2>\n{listed}"


def _undiagnosed(found: ClassReport) -> str:
    lines = ["<h2>Not explained</h2>"]
    if not found.undiagnosed:
        return "\n".join([*lines, "<p>Every wrong answer has a reason.</p>"])
    lines.append(
        "<p>Wrong values that nothing explains, grouped by what they return. A large group is a"
        " mistake that the course does not know yet.</p>"
    )
    return "\n".join([*lines, *_by_exercise(found, found.undiagnosed, _unknown)])


def _unknown(group: Group) -> str:
    if not (returned := group.attempts[0].returned):
        return _group(group, "what it returned was not kept; an older edition graded it.")
    expected = escape(group.expected)
    other = f" instead of <code>{expected}</code>" if expected else ", which is right there"
    example = f"<code>{escape(returned['example'])}</code>"
    return _group(group, f"on the printed example it returns {example}{other}.")


def _named(found: ClassReport) -> str:
    names = found.folder.students
    lines = ["<section class='named'>", "<h2>With names</h2>", "<h3>Late, flagged, waiting</h3>"]
    rows = [
        [who(names[row.student]), row.status, mark(row, found.assignment), " ".join(_notes(row))]
        for row in found.flags
    ]
    header = ["student", "status", "mark", "notes"]
    lines.append(table("late and flagged", header, rows) if rows else "<p>Nothing.</p>")
    lines.append("<h3>Alike</h3>")
    alike = [[id, ", ".join(who(names[s]) for s in group)] for id, group in found.alike]
    header = ["exercise", "students"]
    lines.append(table("alike", header, alike) if alike else "<p>None.</p>")
    lines.append(f"<p class='small'>{ALIKE}</p>")
    if gone := [id for id, row in found.rows.items() if row.status == "nothing handed in"]:
        lines.append("<h3>Nothing handed in</h3>")
        lines.append(f"<p>{escape(', '.join(who(names[id]) for id in gone))}</p>")
    return "\n".join([*lines, "</section>"])


def _notes(row) -> Iterable[str]:
    refused = f"Refused: {row.refused}" if row.refused else ""
    told = [text for text in row.policy if " off: " not in text]
    return filter(None, [row.reason, *row.flags, *told, refused])
