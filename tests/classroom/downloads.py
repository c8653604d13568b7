"""Class folders, notebooks and downloads as Canvas and Moodle make them, all synthetic."""

import io
import json
import zipfile
from pathlib import Path

from classroom import folder as class_folder
from classroom.folder import Assignment, Folder

NOON = (2026, 11, 21, 12, 0, 0)
LATER = (2026, 11, 21, 13, 0, 0)
DUE = "2026-11-21T12:30:00+00:00"
ROSTER = """id,first_name,last_name,email,canvas_id,moodle_id
s01,Student,One,s01@example.org,101,201 202
s02,Student,Two,s02@example.org,,
s03,Zoë,Größe,,,
s04,Anna Maria,de la Example,,,
s05,Same,Name,,,
s06,Same,Name,,,
s07,"Student 07,","""
ROSTER += '"""B""",,,\n'


def notebook(*ids: str, text: str = "", **metadata) -> bytes:
    """A notebook with these grade_ids; `text` makes two of them differ."""
    cells = [
        {
            "cell_type": "code",
            "execution_count": None,
            "id": f"cell-{id}",
            "metadata": {"nbgrader": {"grade_id": id, "solution": True}},
            "outputs": [],
            "source": f"{text}# {id}",
        }
        for id in ids
    ]
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False).encode()


def make_class(path: Path, due: str = "", roster: str = ROSTER) -> Folder:
    """A class with 04 (cells a to d), 04b (a and b, of the same lesson) and 05 (x and y)."""
    (path.parent / "roster.csv").write_text(roster, encoding="utf-8")
    made = class_folder.create(path, path.parent / "roster.csv")
    for name, stem, ids in [
        ("04", "04_lesson", "abcd"),
        ("04b", "04_choice", "ab"),
        ("05", "05_lesson", "xy"),
    ]:
        points = dict.fromkeys(ids, 1.0)
        one = Assignment(name, stem, tuple(ids), points, due, "")
        class_folder.write_json(path / "assignments" / f"{name}.json", vars(one))
        class_folder.write(made.released(one), notebook(*ids))
    return made


def zipped(*members: tuple, path: Path) -> Path:
    """A zip of (name, content[, time[, changes to its ZipInfo]])."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content, *rest in members:
            info = zipfile.ZipInfo(name, rest[0] if rest else NOON)
            info.compress_type = zipfile.ZIP_DEFLATED
            for key, value in (rest[1] if len(rest) > 1 else {}).items():
                setattr(info, key, value)
            archive.writestr(info, content)
    path.write_bytes(out.getvalue())
    return path


def tree(path: Path) -> dict[str, bytes]:
    """Every file below a folder, but for its lock."""
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,04 Lesson (12345),05 Lesson (12346),Current Score"
    "\r\n,,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,4.00,2.00,(read only)\r\n"
    '"One, Student",101,x1,login1,"A, B",,1.00,50.00\r\n'
    '"Two, Student",102,,s02@example.org,A,"3.00",,\r\n'
    '"Größe, Zoë",103,,,A,2.00,,\r\n'
    '"Stranger, A",104,,,A,1.00,,\r\n'
    '"Student, Test",105,,,A,,,\r\n'
).encode()
WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (grade)","Feedback comments"\n'
    'Participant 202,"Somebody Else",,"Submitted for grading",,"4,00",Yes,-,"two\nlines, ""so"""\n'
    'Participant 900,"Two Student",other@example.org,"No submission","1,00","4,00",Yes,-,\n'
    'Participant 901,"Zoë Größe",,"Submitted",,"4,00",No,-,\n'
).encode()
GRADEBOOK = (
    b"First name,Last name,ID number,Email address,Assignment: 04 Lesson (Real),"
    b"Assignment: 04 Lesson (Feedback),Assignment: 05 Lesson (Real),Course total (Real)\n"
    b"Nobody,Known,s01,,-,,-,-\n"
    b"Nobody,Known,,S02@example.org,-,,-,-\n"
)
