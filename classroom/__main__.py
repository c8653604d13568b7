"""The commands: `python -m classroom COMMAND DIR …`, from `new` to `export`.

Each prints a table.  The exit status is 0; 1 where something needs your attention; 2 where the
command could not be carried out.
"""

import argparse
import logging
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from .folder import Assignment, ClassError, Folder, create
from .screen import SCREEN, carry_out, fitted, progress, shown, table, wrapped

SHOWN = 10  # ids that a line names
ELSEWHERE = re.compile(r"tls://[^/\s]+:[0-9]+|local:[1-9][0-9]{0,2}")
NEEDS_YOU = ("to settle", "refused", "not judged", "to review")

# A second wall around what students wrote, beside `gradebook.Harmless`.
HEADERS = {
    "Content-Security-Policy": "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:;"
    " connect-src 'self' ws: data: blob:; frame-ancestors 'self'; form-action 'self'"
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return the exit status."""
    return carry_out(_parser().parse_args(arguments))


def _interrupted(*_: object) -> NoReturn:
    """Ctrl-C.  A KeyboardInterrupt would be lost where it strikes in a callback or a finalizer; and
    nothing waits for what still runs, which ends with this process."""
    os.write(2, b"Interrupted: give the command again to go on.\n")
    os._exit(2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m classroom", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, run, purpose: str) -> argparse.ArgumentParser:
        # No option may be shortened: one of them takes all protection away.
        made = commands.add_parser(name, help=purpose, description=purpose, allow_abbrev=False)
        made.set_defaults(run=run)
        what = "a new folder" if name == "certificates" else "the class folder"
        made.add_argument("folder", type=Path, metavar="DIR", help=what)
        return made

    new = command("new", _new, "Make a class folder, or bring its roster up to date.")
    new.add_argument("--roster", type=Path, required=True, help="a CSV file with a column id")

    release = command("release", _release, "Make an assignment from a lesson.")
    release.add_argument("assignment", metavar="LESSON", help="such as 04, or 04b for a second one")
    release.add_argument("--exercises", default="", help="such as 4.1,4.3; all if left out")
    release.add_argument("--due", default="", help="such as 2027-01-31T23:59+01:00")
    release.add_argument("--no-lines", action="store_true", help="feedback names no lines")

    collect = command("collect", _collect, "Take in what was handed in.")
    collect.add_argument(
        "download", metavar="DOWNLOAD", help="a zip from Moodle or Canvas, or a folder"
    )
    collect.add_argument("--assignment", help="refuse the notebooks of others")
    settle = collect.add_mutually_exclusive_group()
    settle.add_argument(
        "--take",
        metavar="STUDENT",
        help="DOWNLOAD is the name of a file that waits or was refused: it counts for this student",
    )
    settle.add_argument(
        "--dismiss",
        action="store_true",
        help="DOWNLOAD is the name of a file that was refused: it is no matter any more",
    )
    settle.add_argument(
        "--from-homes",
        action="store_true",
        help="DOWNLOAD is the folder of a hub's home folders",
    )

    grade = command("grade", _grade, "Grade what was handed in and is not graded yet.")
    regrade = command(
        "regrade",
        _regrade,
        "After an update of the course: show which marks would change, and change none.",
    )
    for one in (grade, regrade):
        one.add_argument("assignment", metavar="ASSIGNMENT")
        one.add_argument("--student", action="append", default=[], help="only this one")
        one.add_argument("--jobs", type=_number, help="how many at a time")
        one.add_argument(
            "--run-submissions-without-any-protection",
            action="store_true",
            help="grade without bubblewrap: a submission can then read and change whatever you can",
        )
    grade.add_argument(
        "--on",
        metavar="WORKERS",
        help="judge elsewhere: tls://HOST:PORT of a dask scheduler, or local:N for N processes",
    )
    grade.add_argument(
        "--certificates", type=Path, metavar="DIR", help="with --on tls://…: as `certificates` made"
    )
    grade.add_argument(
        "--lines", action="store_true", help="then look for the lines that feedback names"
    )
    command(
        "certificates", _certificates, "Make what the machines of `grade --on` know each other by."
    )
    regrade.add_argument("--apply", action="store_true", help="take the new marks over")
    regrade.add_argument("--exercises", default="", help="such as 4.1,4.3; all if left out")

    review = command("review", _review, "Look, and mark by hand, in nbgrader's formgrader.")
    review.add_argument("--port", type=_number, help="where JupyterLab listens")
    review.add_argument("--no-browser", action="store_true", help="print the address only")

    feedback = command("feedback", _feedback, "Write a page for each student.")
    feedback.add_argument("assignment", metavar="ASSIGNMENT")
    feedback.add_argument("--no-lines", action="store_true", help="name no lines to be changed")
    feedback.add_argument("--jobs", type=_number, help="submissions at a time; else one a core")

    report = command("report", _report, "Write a page for you: how the class did, what to teach.")
    report.add_argument("assignment", metavar="ASSIGNMENT")

    export = command("export", _export, "Write marks as CSV, or into a platform's own file.")
    what = export.add_mutually_exclusive_group(required=True)
    what.add_argument("--to", choices=["csv"], help="all marks, on standard output")
    what.add_argument("--fill", type=Path, metavar="FILE", help="a grade file of Canvas or Moodle")
    export.add_argument("--assignment", help="with --fill: whose marks, if there are several")
    export.add_argument("--column", help="with --fill: the column's title, where it is not plain")
    export.add_argument("--scale", action="store_true", help="with --fill: to the file's maximum")
    export.add_argument("--output", type=Path, help="a file to write instead of standard output")
    return parser


def _number(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, got {text!r}")
    return int(text)


def _new(options: argparse.Namespace) -> int:
    from .recording import enrol

    folder = create(options.folder, options.roster)
    with folder.alone():
        enrol(folder)
    rows = [(s.id, s.name, s.email) for s in folder.students.values()]
    table(("id", "name", "email"), rows)
    print(f"{len(rows)} students in {folder.path}")
    return 0


def _release(options: argparse.Namespace) -> int:
    from .release import release

    folder = Folder(options.folder)
    exercises = [id.strip() for id in options.exercises.split(",") if id.strip()]
    with folder.alone():
        assignment, handout, key = release(
            folder, options.assignment, exercises, options.due, not options.no_lines
        )
    table(("exercise", "points"), [(id, f"{n:g}") for id, n in assignment.points.items()])
    print(f"{assignment.maximum:g} points in all")
    print(f"for students: {folder.released(assignment)}")
    print(f"the same, zipped: {handout}")
    if (repository := handout.with_suffix(".git")).exists():
        print(f"the same, to pull on a hub: {repository}")
    print(f"answer key: {key}")
    return 0


def _collect(options: argparse.Namespace) -> int:
    from . import intake

    folder, download = Folder(options.folder), options.download
    if options.dismiss:
        print(f"dismissed: {intake.dismiss(folder, download).name}")
        return 0
    if options.take:
        students = [id.strip() for id in options.take.split(",")]
        rows = intake.take(folder, students, download, options.assignment)
    elif options.from_homes:
        from . import homes

        rows = homes.collect(folder, Path(download), options.assignment)
    else:
        rows = intake.collect(folder, Path(download), options.assignment)
    notes = (_notes(", ".join(row.flags).capitalize(), row.reason) for row in rows)
    table(
        ("file", "student", "assignment", "state", ""),
        [(r.file, r.student, r.assignment, r.state, next(notes)) for r in rows],
    )
    states = Counter(row.state for row in rows)
    counts = [f"{states[state]} {state}" for state in intake.STATES if states[state]]
    late = sum("late" in row.flags for row in rows)
    print(", ".join([*counts, *([f"{late} late"] if late else [])]) or "no files")
    for name in sorted({row.assignment for row in rows} - {""}):
        if ids := intake.missing(folder, name):
            more = ", …" if len(ids) > SHOWN else ""
            print(f"missing from {name}: {len(ids)} ({', '.join(ids[:SHOWN])}{more})")
    return int(bool(states.keys() & {"refused", "waits"}))


def _notes(*parts: str) -> str:
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts if part)


def _grade(options: argparse.Namespace) -> int:
    from .grading import by_older_checks, grade

    folder = Folder(options.folder)
    assignment = folder.assignment(options.assignment)
    isolated = not options.run_submissions_without_any_protection
    given = folder, assignment, options.student, options.jobs, isolated, progress
    with _engine(options) as engine:
        rows = grade(*given, engine)
    status = _stand(rows, assignment.maximum) | _nobodys(folder, assignment)
    if older := by_older_checks(folder, assignment, options.student, isolated):
        print(
            f"Made by an older check, and left as they are: {_whose(older)}."
            f" `regrade` shows what would change."
        )
    if options.lines:
        with folder.alone():
            _look(folder, assignment, options)
    return status


@contextmanager
def _engine(options: argparse.Namespace) -> Iterator[Any]:
    """What judges, for `grade`; None for sandboxes of this process.  Raises ClassError."""
    where, files = options.on, options.certificates
    if where is None and files is None:
        yield None
        return
    if not ELSEWHERE.fullmatch(where or ""):
        raise ClassError(f"--on: expected tls://HOST:PORT or local:N, got {where!r}.")
    if where.startswith("tls") != (files is not None):
        raise ClassError("--on: tls://… needs --certificates DIR, local:N must not have it.")
    if options.jobs or options.run_submissions_without_any_protection:
        raise ClassError("--on: workers judge one submission at a time, and in a sandbox.")
    from .cluster import Judges, client

    logging.disable()  # dask's: what matters is said by us
    try:
        with client(where, files) as found:
            yield lambda *given: Judges(found, _say).judge(*given)
    finally:
        logging.disable(logging.NOTSET)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _certificates(options: argparse.Namespace) -> int:
    from .certificates import make

    for path in make(options.folder):
        print(path)
    return 0


def _look(folder: Folder, assignment: Assignment, options: argparse.Namespace) -> None:
    """Look for the lines that feedback names, where the assignment has them; without a sandbox
    there are none, which is no reason for anything else to fail."""
    from .lines import look

    students = getattr(options, "student", [])
    try:
        if assignment.lines:
            look(folder, assignment, students, options.jobs, progress)
    except ClassError as error:
        print(error, file=sys.stderr)


def _regrade(options: argparse.Namespace) -> int:
    from .regrading import regrade

    folder = Folder(options.folder)
    assignment = folder.assignment(options.assignment)
    isolated = not options.run_submissions_without_any_protection
    exercises = [id.strip() for id in options.exercises.split(",") if id.strip()]
    done = regrade(
        folder,
        assignment,
        options.student,
        options.jobs,
        isolated,
        options.apply,
        progress,
        exercises,
    )
    if not done:
        of = f" of {', '.join(exercises)}" if exercises else ""
        print(f"No mark{of} was made by an older check.")
        return 0
    changed = [(row, id, *points) for row in done for id, points in row.changes.items()]
    table(
        ("student", "exercise", "mark", "new mark", ""),
        [
            (row.student, id, *map(_points, (old, new)), _stays(id in row.by_hand))
            for row, id, old, new in changed
        ],
    )
    failed = [row for row in done if row.reason]
    for row in failed:
        print(f"{row.student} keeps its marks: {row.reason}")
    other = len({row.student for row, *_ in changed})
    print(f"graded by an older check: {len(done)}, of which {other} with other marks now")
    print(
        "The new marks are taken over; give `feedback` and `export` again."
        if options.apply
        else "Nothing was changed: `--apply` takes the new marks over."
    )
    return int(bool(failed) or bool(changed) and not options.apply)


def _whose(exercises: dict[str, list[str]]) -> str:
    """Students with the same exercises in one breath: "4.1, 4.2 of s01, s02; 4.2 of s03"."""
    groups: dict[str, list[str]] = {}
    for student, ids in exercises.items():
        groups.setdefault(", ".join(ids), []).append(student)
    return "; ".join(f"{ids} of {', '.join(students)}" for ids, students in groups.items())


def _points(score: float | None) -> str:
    return "to review" if score is None else f"{score:g}"


def _stays(by_hand: bool) -> str:
    return "your own mark stays" if by_hand else ""


def _feedback(options: argparse.Namespace) -> int:
    from .feedback import feedback

    folder = Folder(options.folder)
    assignment = folder.assignment(options.assignment)
    with folder.alone():
        if not options.no_lines:
            _look(folder, assignment, options)
        rows = feedback(folder, assignment, not options.no_lines)
        status = _stand(rows, assignment.maximum, flagged=False)
    status |= _nobodys(folder, assignment)
    print(f"pages: {folder.path / 'feedback'}")
    return status


def _report(options: argparse.Namespace) -> int:
    from .report import report

    folder = Folder(options.folder)
    assignment = folder.assignment(options.assignment)
    with folder.alone():
        found, path = report(folder, assignment)
    rows = []
    for id in found.exercises:
        r = found.discrimination(id)
        counts = map(str, found.states(id).values())
        rows.append((id, *counts, "–" if r is None else f"{r:.2f}"))
    table(("exercise", "right", "not yet", "blank", "to review", "discrimination"), rows)
    for number, topic in enumerate(found.teach_again, 1):
        who = f"{topic.students} students, {topic.lost:g} points lost"
        for line in wrapped(f"Teach again, {number}: {shown(topic.title)} ({who})"):
            print(line)
    if not found.teach_again:
        print("Teach again: nothing stands out.")
    print(f"page: {path}")
    return int(any(row.status in NEEDS_YOU or row.refused for row in found.rows.values()))


def _stand(rows: Iterable, maximum: float, flagged: bool = True) -> int:
    """Print where submissions stand, and last those that need attention; 1 if there are any.

    flagged: whether a flag is a reason.
    """
    from .flags import to_look_at

    lines, looks = [], []
    for row in rows:
        score = "" if row.score is None else f"{row.score:g} of {maximum:g}"
        refused = f"Refused: {row.refused}" if row.refused else ""
        notes = " ".join(filter(None, [row.reason, *row.flags, *row.policy, refused]))
        lines.append((row.student, row.status, score, notes))
        status = f"{row.status}." if row.status in NEEDS_YOU else ""
        looked_at = to_look_at(row.flags) if flagged else []
        if why := " ".join(filter(None, [status, refused, *looked_at])):
            looks.append(fitted(shown(f"{row.student}: {why}"), SCREEN - 2))
    table(("student", "status", "mark", ""), lines)
    if looks:
        print("Needs your attention:", *looks, sep="\n  ")
    return int(bool(looks))


def _nobodys(folder: Folder, *assignments: Assignment) -> int:
    """Name what was refused and is in no student's row; 1 if there is any."""
    from . import waiting

    found = waiting.nobodys(waiting.load(folder), [one.name for one in assignments])
    for one in found:
        print(f"Refused, and nobody's: {one.name}: {one.reason}", file=sys.stderr)
    if found:
        print("`collect DIR --take STUDENT FILE` or `--dismiss FILE` settles it.", file=sys.stderr)
    return int(bool(found))


def _review(options: argparse.Namespace) -> int:
    from .recording import configure

    folder = Folder(options.folder)
    configure(folder)
    command = [sys.executable, "-m", "jupyterlab", "--LabApp.default_url=/formgrader/gradebook"]
    command += [f"--ServerApp.root_dir={folder.path}"]
    command += [f"--ServerApp.tornado_settings={{'headers': {HEADERS}}}"]
    command += [f"--ServerApp.port={options.port}"] if options.port else []
    command += ["--no-browser"] if options.no_browser else []
    return subprocess.run(command, cwd=folder.path).returncode


def _export(options: argparse.Namespace) -> int:
    from . import export
    from .standing import standing

    folder = Folder(options.folder)
    names = [options.assignment] if options.assignment else folder.assignments()
    assignments = [folder.assignment(name) for name in names]
    rows = {a.name: standing(folder, a) for a in assignments}
    waiting = [
        f"{id}, assignment {name}: {row.status}. {row.reason}".strip()
        for name, stands in rows.items()
        for id, row in stands.items()
        if row.status in (*NEEDS_YOU, "not graded yet")
    ]
    waiting += [
        f"{id}, assignment {name}: something else was refused. {row.refused}"
        for name, stands in rows.items()
        for id, row in stands.items()
        if row.refused
    ]
    off = [
        f"{id}, assignment {name}: {row.score:g} of {folder.assignment(name).maximum:g}."
        f" {' '.join(row.policy)}"
        for name, stands in rows.items()
        for id, row in stands.items()
        if row.off
    ]
    if options.to:
        marks = {
            (id, name): (row.score, _status(row))
            for name, stands in rows.items()
            for id, row in stands.items()
        }
        content = export.to_csv(folder.students, assignments, marks).encode("utf-8")
    else:
        if len(assignments) != 1:
            raise ClassError("--assignment: say whose marks to fill in, as there are several.")
        [assignment] = assignments
        marks = {id: r.score for id, r in rows[assignment.name].items() if r.score is not None}
        content, found = export.fill(
            _read(options.fill),
            folder.students,
            marks,
            assignment.maximum,
            options.column,
            assignment,
            options.scale,
        )
        waiting += [row.sentence for row in found]
    if options.output:
        from .folder import write

        write(options.output.resolve(), content)
        print(f"written: {options.output}")
    else:
        sys.stdout.buffer.write(content)
    for sentence in [*waiting, *off]:
        print(sentence, file=sys.stderr)
    return int(bool(waiting)) | _nobodys(folder, *assignments)


def _status(row: Any) -> str:
    """A standing's status; where files have to be settled, which; and what policies did."""
    if row.status in ("to settle", "refused"):
        return f"{row.status}: {row.reason}"
    return ". ".join([row.status, " ".join(row.policy)]) if row.policy else row.status


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ClassError(f"{path}: could not be read ({error.strerror}).") from None


if __name__ == "__main__":
    signal.signal(signal.SIGINT, _interrupted)
    sys.exit(main())
