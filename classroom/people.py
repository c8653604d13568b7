"""All students over all assignments, as a page and as data."""

from collections import defaultdict
from html import escape

from lessons.misconceptions import BELIEFS

from .export import as_csv
from .folder import Assignment, Folder
from .page import framed, mark, table, who
from .reporting import ClassReport


def everybody(folder: Folder) -> tuple[list[Assignment], list[dict]]:
    """All assignments, and for each student {"student", "name", "rows": by assignment, "sum",
    "maximum", "late", "beliefs"}: maximum counts the assignments that have a mark, and
    where none has there is no sum."""
    assignments = [folder.assignment(name) for name in folder.assignments()]
    reports = [ClassReport(folder, one) for one in assignments]
    people = []
    beliefs: dict[str, set[int]] = defaultdict(set)
    for attempt in (one for report in reports for one in report.attempts if one.mistake):
        if attempt.belief:
            beliefs[attempt.student].add(attempt.belief)
    for id, student in folder.students.items():
        rows = {report.assignment.name: report.rows[id] for report in reports}
        marked = [one for one in assignments if rows[one.name].score is not None]
        people.append(
            {
                "student": id,
                "name": student.name,
                "rows": rows,
                "sum": sum(rows[one.name].score for one in marked) if marked else None,
                "maximum": sum(one.maximum for one in marked),
                "late": sum("Late." in row.flags or bool(row.off) for row in rows.values()),
                "beliefs": sorted(beliefs[id]),
            }
        )
    return assignments, people


def page(folder: Folder, assignments: list[Assignment], people: list[dict]) -> str:
    """The page.  people: see `everybody`."""
    header = ["student", *(a.name for a in assignments), "sum", "late", "misconceptions met"]
    rows = []
    for one in people:
        marks = [mark(one["rows"][a.name], a) or one["rows"][a.name].status for a in assignments]
        total = f"{one['sum']:g} of {one['maximum']:g}" if one["maximum"] else ""
        beliefs = ", ".join(map(str, one["beliefs"]))
        student = who(folder.students[one["student"]])
        rows.append([student, *marks, total, str(one["late"] or ""), beliefs])
    met = sorted({number for one in people for number in one["beliefs"]})
    legend = "".join(f"<li>{n}. {escape(BELIEFS[n].text)}</li>" for n in met)
    body = (
        "<p>The sum counts the assignments that have a mark; what is waiting or missing is not in"
        f" it.</p>\n{table('all students', header, rows)}"
        + (f"<h2>The misconceptions</h2><ul>{legend}</ul>" if met else "")
    )
    return framed("All students, all assignments", body)


def data(assignments: list[Assignment], people: list[dict]) -> str:
    """The same as CSV, a row for each student."""
    header = ["id", "name"]
    for one in assignments:
        header += [f"{one.name} mark", f"{one.name} maximum", f"{one.name} status"]
    rows: list[list] = [[*header, "sum", "maximum", "late", "misconceptions"]]
    for one in people:
        row = [one["student"], one["name"]]
        for assignment in assignments:
            stands = one["rows"][assignment.name]
            status = ". ".join(filter(None, [stands.status, " ".join(stands.policy)]))
            row += [stands.score, assignment.maximum, status]
        beliefs = " ".join(map(str, one["beliefs"]))
        rows.append([*row, one["sum"], one["maximum"], one["late"], beliefs])
    return as_csv(rows)
