"""What is collected from a download, what is refused and why, and what counts."""

import json
import os
import random
import shutil
import stat
import struct
import time
import unicodedata
import zipfile
from datetime import UTC, datetime

import pytest

from classroom import download, intake, whose
from classroom.folder import ClassError, Student
from classroom.intake import collect, late
from tests.classroom.downloads import DUE, LATER, NOON, make_class, notebook, tree, zipped
from tests.thorough import thinned

FOUR = notebook("a", "b", "c", "d")
FIVE = notebook("x", "y")


@pytest.fixture(autouse=True)
def utc(monkeypatch):
    """A zip's times are in the computer's zone."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def folder(tmp_path):
    return make_class(tmp_path / "class")


@pytest.fixture
def due(tmp_path):
    return make_class(tmp_path / "class", DUE)


@pytest.fixture
def take(tmp_path):
    """Collect a zip of these members."""

    def run(folder, *members, assignment=None, name="download.zip"):
        return collect(folder, zipped(*members, path=tmp_path / name), assignment)

    return run


def only(rows):
    assert len(rows) == 1, rows
    return rows[0]


def stored(folder, student="s01", name="04"):
    return folder.submitted(student, folder.assignment(name)).read_bytes()


# Whose a file is


@pytest.mark.parametrize(
    "name, student",
    [
        ("Any Body_201_assignsubmission_file_/n.ipynb", "s01"),
        ("Any Body_202_assignsubmission_file_/deep/er/n.ipynb", "s01"),
        ("Student Two_999_assignsubmission_file_/n.ipynb", "s02"),
        ("Student Two_999_assignsubmission_file/n.ipynb", "s02"),
        ("Student Two_999_assignsubmission_file_n.ipynb", "s02"),
        ("STUDENT  two_999_assignsubmission_file_/n.IPYNB", "s02"),
        ("Two Student_999_assignsubmission_file_/n.ipynb", "s02"),
        ("Zoë Größe_999_assignsubmission_file_/n.ipynb", "s03"),
        ("Zoe\u0308 Gro\u0308ße_999_assignsubmission_file_/n.ipynb", "s03"),
        ("Student 07, B_999_assignsubmission_file_/n.ipynb", "s07"),
        ("anybody_101_555_n.ipynb", "s01"),
        ("anybody_LATE_101_555_n.ipynb", "s01"),
        ("twostudent_999_555_n.ipynb", "s02"),
        ("Participant_202_assignsubmission_file_/n.ipynb", "s01"),
        ("Participant_202_assignsubmission_file_n.ipynb", "s01"),
        ("Group A-Student Two_999_assignsubmission_file_/n.ipynb", "s02"),
        ("Co-op 3-Anna Maria de la Example_9_assignsubmission_file_n.ipynb", "s04"),
        ("twostudent_LATE_999_555_n.ipynb", "s02"),
        ("größezoë_999_555_n.ipynb", "s03"),
        ("grossezoe_999_555_n.ipynb", "s03"),
        ("grezo_999_555_n.ipynb", "s03"),
        ("delaexampleannamaria_999_555_n.ipynb", "s04"),
        ("exampleannamariadela_999_555_n.ipynb", "s04"),
        ("bstudent07_999_555_my_1_2_n-3.ipynb", "s07"),
        ("s01/n.ipynb", "s01"),
        ("s01/04/n.ipynb", "s01"),
        ("S01.ipynb", "s01"),
        ("around/it/s02/n.ipynb", "s02"),
        ("around/it/Student Two_9_assignsubmission_file_/n.ipynb", "s02"),
        ("around/it/twostudent_999_555_n.ipynb", "s02"),
    ],
)
def test_a_student_is_found_by_number_by_name_or_by_id(folder, take, name, student):
    row = only(take(folder, (name, FOUR)))
    assert (row.student, row.assignment, row.state) == (student, "04", "collected")
    assert stored(folder, student) == FOUR


@pytest.mark.parametrize(
    "name, reason",
    [
        ("Some Body_999_assignsubmission_file_/n.ipynb", "called 'Some Body'"),
        ("Participant_999_assignsubmission_file_/n.ipynb", "moodle_id 999"),
        ("bodysome_998_555_n.ipynb", "canvas_id 998"),
        ("onestudent_998_555_n.ipynb", "canvas_id 998"),  # s01's number is another
        ("anon_Ab1Cd_555_n.ipynb", "turn anonymous grading off"),
        ("anon_12345_555_n.ipynb", "turn anonymous grading off"),
        ("LATE_anon_Ab1Cd_555_n.ipynb", "turn anonymous grading off"),
        ("Participant_999_assignsubmission_file/n.ipynb", "reveal the identities"),
        ("Group A_17_assignsubmission_file/n.ipynb", "--take s01,s02"),
        ("Default group_assignsubmission_file/n.ipynb", "no student of the roster"),
        ("s99.ipynb", "no student of the roster"),
    ],
)
def test_a_stranger_is_refused_by_name(folder, take, name, reason):
    row = only(take(folder, (name, FOUR)))
    assert (row.file, row.student, row.state) == (name, "", "refused")
    assert reason in row.reason and row.reason.endswith(".")
    assert not (folder.path / "submitted").exists()


@pytest.mark.parametrize(
    "name, column",
    [
        ("Same Name_9_assignsubmission_file_/n.ipynb", "moodle_id"),
        ("namesame_9_8_n.ipynb", "canvas_id"),
    ],
)
def test_namesakes_need_a_number_in_the_roster(folder, take, name, column):
    row = only(take(folder, (name, FOUR)))
    assert row.state == "refused"
    assert "2 students" in row.reason and f"the roster needs their {column}" in row.reason
    place = {"moodle_id": "column Identifier has it beside the e-mail", "canvas_id": "column ID"}
    assert place[column] in row.reason


def test_a_name_without_letters_is_nobody_s():
    students = {"s01": Student("s01", "漢", "字"), "s02": Student("s02")}
    assert whose.named(students, "?!") == whose.named(students, "") == []
    assert whose.named(students, "字漢") == [students["s01"]]


@pytest.mark.parametrize(
    "name, student",
    [
        (
            "Student Two_7_assignsubmission_file_Student One_201_assignsubmission_file_n.ipynb",
            "s02",
        ),
        ("Student Two_7_assignsubmission_file_/One_201_assignsubmission_file_/n.ipynb", "s02"),
        ("Student Two_7_assignsubmission_file_/s01/s01.ipynb", "s02"),
        ("twostudent_77_8_onestudent_101_555_n.ipynb", "s02"),
        ("s02/One_201_assignsubmission_file_/s01.ipynb", "s02"),
        ("s99/s01.ipynb", ""),
    ],
)
def test_a_file_name_of_ones_own_choice_cannot_name_somebody_else(folder, take, name, student):
    rows = take(folder, (name, FOUR), ("s04/n.ipynb", FOUR))
    assert [row.student for row in rows if row.file == name] == [student]
    assert not folder.submitted("s01", folder.assignment("04")).exists()


def test_a_folder_and_a_single_notebook_are_downloads_too(folder, tmp_path):
    path = tmp_path / "in" / "s01" / "04" / "n.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(FOUR)
    os.utime(path, (1_800_000_000,) * 2)
    assert only(collect(folder, tmp_path / "in")).state == "collected"
    assert folder.timestamp("s01", folder.assignment("04")).read_text().endswith("UTC")
    single = tmp_path / "s02.ipynb"
    single.write_bytes(FOUR)
    assert only(collect(folder, single)).student == "s02"


def unflagged(folder, *members):
    """Collect a zip whose names are UTF-8 without the flag that says so."""
    path = zipped(*members, path=folder.path.parent / "mac.zip")
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = raw.find(signature)
        while at >= 0:
            flags = int.from_bytes(raw[at + offset : at + offset + 2], "little") & ~0x800
            raw[at + offset : at + offset + 2] = flags.to_bytes(2, "little")
            at = raw.find(signature, at + 4)
    path.write_bytes(raw)
    return collect(folder, path)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "name", ["Zoë Größe_9_assignsubmission_file_/n.ipynb", "größezoë_999_555_n.ipynb"]
)
def test_names_that_are_utf_8_are_read_so_without_the_flag(folder, name, form):
    row = only(unflagged(folder, (unicodedata.normalize(form, name), FOUR)))
    assert (row.file, row.student, row.state) == (name, "s03", "collected")


def test_names_in_the_code_of_old_zips_are_read_too(folder, tmp_path):
    path = zipped(("Zo1 Gr23e_9_assignsubmission_file_/n.ipynb", FOUR), path=tmp_path / "d.zip")
    path.write_bytes(path.read_bytes().replace(b"Zo1 Gr23e", "Zoë Größe".encode("cp437")))
    assert only(collect(folder, path)).student == "s03"


def test_backslashes_of_windows_are_slashes(folder, take):
    rows = take(
        folder,
        ("class\\Student Two_9_assignsubmission_file_\\n.ipynb", FOUR),
        ("class\\s01\\04\\n.ipynb", FOUR),
        ("class\\s01\\04\\", b""),
    )
    assert {row.file: (row.student, row.state) for row in rows} == {
        "class/Student Two_9_assignsubmission_file_/n.ipynb": ("s02", "collected"),
        "class/s01/04/n.ipynb": ("s01", "collected"),
    }


def test_what_was_unpacked_with_backslashes_or_broken_names_is_read(folder, tmp_path):
    top = tmp_path / "in"
    top.mkdir()
    (top / "s01\\n.ipynb").write_bytes(FOUR)
    (top / "s02\\..\\n.ipynb").write_bytes(FOUR)
    (top / os.fsdecode(b"Zo\xeb_9_8_n.ipynb")).write_bytes(FOUR)
    rows = {row.file: row for row in collect(folder, top)}
    assert rows["s01/n.ipynb"].student == "s01"
    assert "leads out" in rows["s02/../n.ipynb"].reason
    assert any(name.startswith("Zo") and row.state == "refused" for name, row in rows.items())


def test_a_team_s_file_is_taken_for_each_of_them(folder, take):
    name = "Group A_17_assignsubmission_file/n.ipynb"
    take(folder, (name, FOUR))
    rows = intake.take(folder, ["s02", "s03"], name)
    assert {row.student: row.state for row in rows} == dict.fromkeys(["s02", "s03"], "collected")
    assert stored(folder, "s02") == stored(folder, "s03") == FOUR


@pytest.mark.parametrize(
    "other",
    [
        "Student Two_9_assignsubmission_onlinetext_/onlinetext.html",
        "Student Two_9_assignsubmission_onlinetext/onlinetext.html",
        "Student Two_9_assignsubmission_onlinetext_onlinetext.html",
    ],
)
def test_text_typed_into_moodle_is_told_of(folder, take, other):
    row = only(take(folder, (other, b"<p>")))
    assert (row.student, row.state) == ("s02", "refused") and "only other files" in row.reason
    name = "Student Two_9_assignsubmission_file_/n.ipynb"
    assert only(take(folder, (name, FOUR), (other, b"<p>"))).flags == ("1 other file ignored",)


@pytest.mark.parametrize("end", ["_text.html", "_link.html", "_LATE_9_text.html"])
def test_text_and_links_typed_into_canvas_are_told_of(folder, take, end):
    name = f"twostudent{end}" if "LATE" in end else f"twostudent_9{end}"
    row = only(take(folder, (name, b"<p>")))
    assert (row.student, row.state) == ("s02", "refused") and "only other files" in row.reason


# Which assignment


def test_the_cells_decide_which_assignment_it_is(folder, take):
    rows = take(folder, ("s01/04_lesson.ipynb", FIVE), ("s02/05_lesson.ipynb", FOUR))
    assert [(row.student, row.assignment) for row in rows] == [("s01", "05"), ("s02", "04")]


def test_one_student_may_hand_in_two_assignments_at_once(folder, take):
    rows = take(folder, ("s01/one.ipynb", FOUR), ("s01/two.ipynb", FIVE))
    assert [row.state for row in rows] == ["collected"] * 2
    assert stored(folder, "s01", "05") == FIVE


def test_no_known_cell_is_refused(folder, take):
    row = only(take(folder, ("s01/n.ipynb", notebook("q"))))
    assert row.state == "refused" and row.reason.startswith("no cell of an assignment of this")


def test_the_notebook_of_another_assignment_is_refused(folder, take):
    row = only(take(folder, ("s01/n.ipynb", FIVE), assignment="04"))
    assert row.reason == "the notebook of another assignment: expected 04, got 05."
    row = only(take(folder, ("s01/n.ipynb", FOUR), assignment="04b"))
    assert "another assignment" in row.reason  # it has c and d as well


def test_on_a_tie_the_command_the_metadata_or_the_file_name_decides(folder, take):
    both = notebook("a", "b")
    row = only(take(folder, ("s01/n.ipynb", both)))
    assert row.state == "refused" and "any of 04, 04b: pass --assignment" in row.reason
    assert only(take(folder, ("s01/n.ipynb", both), assignment="04b")).assignment == "04b"
    noted = notebook("a", "b", course={"assignment": "04b"})
    assert only(take(folder, ("s02/04_lesson.ipynb", noted))).assignment == "04b"
    for name in ["s03/04_choice.ipynb", "s03/04_lesson.ipynb", "s04/04_choice-2.ipynb"]:
        expected = "04" if "lesson" in name else "04b"
        assert only(take(folder, (name, both))).assignment == expected
    name = "twostudent_9_8_04_choice-1.ipynb"
    assert only(take(folder, (name, both))).assignment == "04b"


def test_an_assignment_that_was_not_released_is_an_error(folder, take):
    with pytest.raises(ClassError, match="06"):
        take(folder, ("s01/n.ipynb", FOUR), assignment="06")


# What is refused, each with its sentence and never stopping the others


BOMB = b'{"cells": [], "pad": "' + b" " * 3_000_000 + b'"}'
REFUSED = {
    "parent": (("../s01.ipynb", FOUR), "leads out of it"),
    "parent inside": (("s01/../../n.ipynb", FOUR), "leads out of it"),
    "absolute": (("/s01/n.ipynb", FOUR), "leads out of it"),
    "backslash": (("s01\\..\\n.ipynb", FOUR), "leads out of it"),
    "backslash first": (("\\s01.ipynb", FOUR), "leads out of it"),
    "drive and backslash": (("C:\\s01\\n.ipynb", FOUR), "leads out of it"),
    "drive": (("C:s01.ipynb", FOUR), "leads out of it"),
    "unsafe though no notebook": (("../../start-up", b"x"), "leads out of it"),
    "link": (
        ("s01/n.ipynb", b"/etc/hostname", NOON, {"external_attr": (stat.S_IFLNK | 0o777) << 16}),
        "got a link",
    ),
    "fifo": (
        ("s01/n.ipynb", b"", NOON, {"external_attr": (stat.S_IFIFO | 0o666) << 16}),
        "device",
    ),
    "bomb": (("s01/n.ipynb", BOMB), "swells"),
    "too large": (("s01/n.ipynb", os.urandom(2_600_000).hex().encode()), "at most 5 MB"),
    "lzma": (("s01/n.ipynb", FOUR), "another compression"),
    "empty": (("s01/n.ipynb", b""), "an empty file"),
    "blank": (("s01/n.ipynb", b" \n"), "an empty file"),
    "text": (("s01/n.ipynb", b"print(1)"), "not JSON"),
    "half": (("s01/n.ipynb", FOUR[:100]), "not JSON"),
    "binary": (("s01/n.ipynb", b"\xff\xfe\x00"), "not JSON"),
    "deep": (("s01/n.ipynb", b"[" * 200_000), "nested too deeply"),
    "deep object": (("s01/n.ipynb", b'{"a":' * 200_000), "nested too deeply"),
    "list": (("s01/n.ipynb", b"[]"), "JSON that is none"),
    "number": (("s01/n.ipynb", b"NaN"), "JSON that is none"),
    "no cells": (("s01/n.ipynb", b'{"nbformat": 4}'), "JSON that is none"),
    "odd cells": (("s01/n.ipynb", b'{"nbformat": 4, "cells": [1]}'), "no cell of an assignment"),
    "odd version": (("s01/n.ipynb", b'{"nbformat": "4", "cells": []}'), "got nbformat '4'"),
    "nbformat 3": (("s01/n.ipynb", b'{"nbformat": 3, "worksheets": []}'), "save it in JupyterLab"),
    "merge": (
        ("s01/n.ipynb", b'{\n<<<<<<< HEAD\n "a": 1\n=======\n "a": 2\n>>>>>>> b\n}'),
        "merge-conflict",
    ),
    "nbformat 5": (("s01/n.ipynb", b'{"nbformat": 5, "cells": []}'), "got nbformat 5"),
    "odd metadata": (
        ("s01/n.ipynb", b'{"nbformat": 4, "cells": [{"metadata": {"nbgrader": [1]}}]}'),
        "no cell of an assignment",
    ),
    "odd id": (
        (
            "s01/n.ipynb",
            b'{"nbformat":4,"cells":[{"metadata":{"nbgrader":{"grade_id":["a"]}}}]}',
        ),
        "no cell of an assignment",
    ),
    "no notebook": (("s01/report.pdf", b"%PDF"), "got only other files"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_has_its_row_and_stops_nobody(folder, take, case):
    member, reason = REFUSED[case]
    if case == "lzma":
        member = (*member, NOON, {"compress_type": zipfile.ZIP_LZMA})
    rows = take(folder, member, ("s02/n.ipynb", FOUR))
    refused = only([row for row in rows if row.state == "refused"])
    assert refused.file == member[0].replace("\\", "/")
    assert reason in refused.reason and refused.reason.endswith(".")
    assert refused.student == ("" if "leads out" in reason else "s01")
    assert stored(folder, "s02") == FOUR
    assert {path.split("/")[1] for path in tree(folder.path) if "submitted" in path} == {"s02"}


def test_an_encrypted_notebook_is_refused(folder, take, tmp_path):
    path = zipped(("s01/n.ipynb", FOUR), ("s02/n.ipynb", FOUR), path=tmp_path / "d.zip")
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):  # the first member's flags
        raw[raw.index(signature) + offset] |= 1
    path.write_bytes(raw)
    assert [row.state for row in collect(folder, path)] == ["refused", "collected"]
    assert collect(folder, path)[0].reason == "expected a readable file, got one that is encrypted."


def test_a_member_that_lies_about_its_size_is_refused(folder, tmp_path):
    path = zipped(("s01/n.ipynb", FOUR * 3), ("s02/n.ipynb", FOUR), path=tmp_path / "d.zip")
    raw = bytearray(path.read_bytes())
    struct.pack_into("<I", raw, raw.index(b"PK\1\2") + 24, 50)
    path.write_bytes(raw)
    rows = collect(folder, path)
    assert [row.state for row in rows] == ["refused", "collected"]
    assert "damaged inside the zip" in rows[0].reason


def test_a_damaged_member_is_refused(folder, tmp_path):
    path = zipped(("s01/n.ipynb", FOUR), ("s02/n.ipynb", FOUR), path=tmp_path / "d.zip")
    raw = bytearray(path.read_bytes())
    raw[60:70] = b"\0" * 10
    path.write_bytes(raw)
    assert [row.state for row in collect(folder, path)] == ["refused", "collected"]


def test_too_many_members_or_bytes_are_not_read(folder, take, monkeypatch):
    members = [(f"s0{n}/n.ipynb", FOUR) for n in (1, 2, 3)]
    monkeypatch.setattr(download, "MEMBERS", 2)
    row = only(take(folder, *members))
    assert row.file == "download.zip" and "at most 2 files" in row.reason
    monkeypatch.setattr(download, "MEMBERS", 3)
    monkeypatch.setattr(download, "DOWNLOAD_BYTES", 2 * len(FOUR))
    rows = take(folder, *members)
    assert sorted(row.state for row in rows) == ["collected", "collected", "refused"]
    assert any("s03/n.ipynb" in row.reason for row in rows)


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\3\4 cut off"])
def test_no_zip_is_an_error(folder, tmp_path, content):
    (tmp_path / "d.zip").write_bytes(content)
    with pytest.raises(ClassError, match="expected a zip"):
        collect(folder, tmp_path / "d.zip")


def test_a_missing_download_is_an_error(folder, tmp_path):
    with pytest.raises(ClassError, match="found nothing"):
        collect(folder, tmp_path / "none.zip")


def test_a_zip_of_random_bytes_is_an_error_or_rows_and_nothing_else(folder, tmp_path):
    good = zipped(("s01/n.ipynb", FOUR), ("s02/n.ipynb", FIVE), path=tmp_path / "d.zip")
    whole, seeded = good.read_bytes(), random.Random(1)
    for _ in range(thinned(300, 100)):
        raw = bytearray(whole)
        for _ in range(seeded.randint(1, 4)):
            raw[seeded.randrange(len(raw))] = seeded.randrange(256)
        good.write_bytes(raw)
        try:
            collect(folder, good)
        except ClassError as error:
            assert str(error).startswith("d.zip")


def test_links_and_devices_in_a_folder_are_refused(folder, tmp_path):
    top = tmp_path / "in"
    for student in ("s01", "s02", "s03"):
        (top / student).mkdir(parents=True)
    (tmp_path / "outside.ipynb").write_bytes(FOUR)
    (top / "s01" / "n.ipynb").symlink_to(tmp_path / "outside.ipynb")
    os.mkfifo(top / "s02" / "n.ipynb")
    (top / "s03" / "n.ipynb").write_bytes(FOUR)
    (top / "s04").symlink_to(top / "s03")
    rows = collect(folder, top)
    reasons = {row.file: row.reason for row in rows}
    assert "link" in reasons["s01/n.ipynb"] and "link" in reasons["s04"]
    assert "device" in reasons["s02/n.ipynb"] and reasons["s03/n.ipynb"] == ""


def test_a_mac_s_own_files_are_ignored(folder, take):
    rows = take(
        folder,
        ("__MACOSX/s01/._n.ipynb", b"x"),
        ("__MACOSX/s01/n.ipynb", FIVE),
        ("s01/._n.ipynb", b"x"),
        ("s01/.DS_Store", b"x"),
        (".DS_Store", b"x"),
        ("s01/.ipynb_checkpoints/n-checkpoint.ipynb", FIVE),
        ("s01/n.ipynb", FOUR),
    )
    assert only(rows).flags == () and only(rows).file == "s01/n.ipynb"


def test_other_files_are_ignored_and_told_of(folder, take):
    row = only(take(folder, ("s01/n.ipynb", FOUR), ("s01/numpy.py", b""), ("s01/data", b"")))
    assert row.state == "collected" and row.flags == ("2 other files ignored",)
    row = only(take(folder, ("twostudent_9_8_n.ipynb", FOUR), ("twostudent_9_text.html", b"")))
    assert row.flags == ("1 other file ignored",)
    assert not list(folder.path.rglob("numpy.py"))


def test_a_stray_file_beside_the_folder_around_all_is_no_matter(folder, take):
    rows = take(folder, ("around/s01/n.ipynb", FOUR), ("marks.csv", b""), (".", b"x"))
    assert [row.state for row in rows] == ["collected"] and only(rows).student == "s01"


def test_names_in_rows_do_not_steer_a_terminal(folder, take):
    assert "\x1b" not in only(take(folder, ("s01/\x1b[2Jn.ipynb", FOUR))).file


def saved_by(colab=False, code=False, minor=5, ids=True):
    """04's notebook as another program saves it."""
    made = json.loads(FOUR)
    made["nbformat_minor"] = minor
    for number, cell in enumerate(made["cells"]):
        cell["source"] = [cell["source"]]
        if not ids:
            del cell["id"]
        if ids == "twice":
            cell["id"] = "same"
        if colab:
            cell["metadata"] |= {"id": f"Ab{number}", "colab": {"base_uri": "https://localhost"}}
        if code:
            cell["metadata"]["vscode"] = {"languageId": "python"}
    if colab:
        made["metadata"] |= {"colab": {"provenance": []}}
    return json.dumps(made).encode()


@pytest.mark.parametrize(
    "content",
    [
        saved_by(colab=True, minor=0, ids=False),
        saved_by(code=True, minor=2),
        *(saved_by(minor=minor, ids=minor > 4) for minor in range(6)),
        saved_by(ids=False),
        saved_by(ids="twice"),
    ],
)
def test_whatever_saved_a_notebook_it_is_collected(folder, take, content):
    name = "Student Two_9_assignsubmission_file_/n.ipynb"
    assert only(take(folder, (name, content))).state == "collected"
    assert only(take(folder, (name, FOUR, LATER))).state == "collected"  # the same answers
    assert stored(folder, "s02") == FOUR


# What is stored


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + FOUR,
        json.dumps(json.loads(FOUR), indent=1).replace("\n", "\r\n").encode(),
        FOUR.replace(b"# a", "# é 漢字".encode()),
        FOUR.replace(b'"outputs": []', b'"outputs": [NaN]'),
    ],
    ids=["BOM", "CRLF", "not ASCII", "NaN"],
)
def test_bytes_are_stored_as_given(folder, take, content):
    assert only(take(folder, ("s01/n.ipynb", content))).state == "collected"
    assert stored(folder) == content


def test_the_timestamp_is_one_that_nbgrader_reads(folder, take):
    parse_utc = pytest.importorskip("nbgrader.utils").parse_utc
    take(folder, ("s01/n.ipynb", FOUR))
    text = folder.timestamp("s01", folder.assignment("04")).read_text()
    assert text == "2026-11-21 12:00:00 UTC"
    assert parse_utc(text) == datetime(2026, 11, 21, 12)


def test_an_exact_time_in_the_zip_is_believed(folder, take):
    moment = int(datetime(2026, 11, 20, 8, tzinfo=UTC).timestamp())
    extra = struct.pack("<HHBi", 0x5455, 5, 1, moment)
    take(folder, ("s01/n.ipynb", FOUR, NOON, {"extra": extra}))
    text = folder.timestamp("s01", folder.assignment("04")).read_text()
    assert text == "2026-11-20 08:00:00 UTC"


def test_collecting_twice_changes_nothing(due, take):
    members = [
        ("onestudent_LATE_101_7_n.ipynb", FOUR),
        ("onestudent_LATE_101_8_n-1.ipynb", FOUR + b" "),
        ("s02/n.ipynb", FOUR, LATER),
        ("s02/m.ipynb", FOUR + b"\n", NOON),
        ("Zoë Größe_9_assignsubmission_file_/n.ipynb", FOUR),
    ]
    first = take(due, *members)
    before = tree(due.path)
    again = take(due, *members)
    assert tree(due.path) == before
    assert [row.state for row in first].count("collected") == 3
    assert [row.state for row in again] == [
        row.state.replace("collected", "unchanged") for row in first
    ]
    assert [row.flags for row in again] == [row.flags for row in first]


def test_the_newest_counts_and_older_ones_are_kept(folder, take):
    new, old = FOUR + b"\n", FOUR + b" "
    four = folder.assignment("04")
    assert only(take(folder, ("s01/n.ipynb", FOUR))).state == "collected"
    assert only(take(folder, ("s01/n.ipynb", new, LATER))).state == "collected"
    assert stored(folder) == new
    assert folder.timestamp("s01", four).read_text() == "2026-11-21 13:00:00 UTC"
    row = only(take(folder, ("s01/n.ipynb", old, (2026, 11, 20, 0, 0, 0))))
    assert row.state == "older" and stored(folder) == new
    kept = {path.name: path.read_bytes() for path in folder.older("s01", four).iterdir()}
    assert sorted(kept.values()) == sorted([FOUR, old])
    assert {name[:18] for name in kept} == {"2026-11-20T000000Z", "2026-11-21T120000Z"}
    assert all(len(name) == len("2026-11-20T000000Z-01234567.ipynb") for name in kept)
    assert only(take(folder, ("s01/n.ipynb", FOUR + b"  ", LATER))).state == "collected"  # as new


@pytest.mark.parametrize(
    "names, newest",
    [
        (["onestudent_101_7_n.ipynb", "onestudent_101_7_n-1.ipynb"], 1),
        ([f"onestudent_101_7_n-{n}.ipynb" for n in (2, 10)], 1),
        (["onestudent_101_12_a.ipynb", "onestudent_101_9_b-2.ipynb"], 0),  # upload 12 is later
    ],
)
def test_canvas_numbers_resubmissions(folder, take, names, newest):
    contents = [FOUR + b" " * n for n in range(2)]
    times = [LATER, NOON]  # which say nothing here
    rows = take(folder, *zip(names, contents, times, strict=True))
    assert {row.file: row.state for row in rows} == {
        name: "collected" if i == newest else "older" for i, name in enumerate(names)
    }
    assert stored(folder) == contents[newest]
    assert {row.flags for row in rows} == {()}


def test_without_numbers_the_time_orders_and_then_the_name(folder, take):
    take(folder, ("s01/a.ipynb", FOUR, LATER), ("s01/b.ipynb", FOUR + b" ", NOON))
    assert stored(folder) == FOUR
    rows = take(folder, ("s02/a.ipynb", FOUR), ("s02/b.ipynb", FOUR + b" "))
    assert [row.state for row in rows] == ["older", "collected"]
    assert rows[1].flags == ("several files",) and stored(folder, "s02") == FOUR + b" "


def test_a_broken_newest_file_leaves_the_one_before(folder, take):
    rows = take(folder, ("s01/a.ipynb", FOUR, NOON), ("s01/b.ipynb", b"", LATER))
    assert [row.state for row in rows] == ["collected", "refused"] and stored(folder) == FOUR


# What is late


def test_a_timestamp_after_the_due_date_is_late(due, take):
    assert only(take(due, ("s01/n.ipynb", FOUR, NOON))).flags == ()
    assert only(take(due, ("s02/n.ipynb", FOUR, LATER))).flags == ("late",)
    four = due.assignment("04")
    assert not late(due, "s01", four) and late(due, "s02", four) and not late(due, "s03", four)


def test_canvas_alone_says_what_is_late_there(due, take):
    """The times in its zip are those of the download."""
    rows = take(
        due,
        ("onestudent_LATE_101_7_n.ipynb", FOUR, NOON),
        ("twostudent_9_8_n.ipynb", FOUR, LATER),
    )
    assert [row.flags for row in rows] == [("late",), ()]
    four = due.assignment("04")
    assert late(due, "s01", four) and not late(due, "s02", four)
    take(due, ("onestudent_101_9_n.ipynb", FOUR + b" ", LATER))  # an extension, and a new version
    assert not late(due, "s01", four)
    take(due, ("s02/n.ipynb", FOUR + b" ", LATER))  # by hand: the time counts again
    assert late(due, "s02", four)


def test_moodle_s_times_count_unless_they_are_those_of_packing(due, take):
    name = "{}_9_assignsubmission_file_/n.ipynb"
    people = ["Student One", "Student Two", "Zoë Größe"]
    packed = [(2026, 11, 22, 9, 0, second) for second in (0, 2, 4)]
    stamped = zip(people, packed, strict=True)
    rows = take(due, *[(name.format(who), FOUR, when) for who, when in stamped])
    assert {row.flags for row in rows} == {("hand-in time unknown",)}
    four = due.assignment("04")
    assert not late(due, "s01", four)
    times = [NOON, LATER, (2026, 11, 21, 11, 0, 0)]
    stamped = zip(people, times, strict=True)
    fresh = [(name.format(who), FOUR, when) for who, when in stamped]
    shutil.rmtree(due.path / "submitted")
    assert [row.flags for row in take(due, *fresh)] == [(), ("late",), ()]
    assert late(due, "s02", four)


def test_an_instructor_s_own_late_txt_counts(due, take):
    take(due, ("s01/n.ipynb", FOUR))
    four = due.assignment("04")
    due.submitted("s01", four).with_name("late.txt").write_text("")
    assert late(due, "s01", four)


def test_a_late_txt_of_the_instructor_s_outlives_collecting_the_same_again(due, take):
    member = ("onestudent_LATE_101_7_n.ipynb", FOUR)
    assert take(due, member)[0].flags == ("late",)
    marker = due.submitted("s01", due.assignment("04")).with_name("late.txt")
    marker.write_text("on time")
    take(due, member)
    assert marker.read_text() == "on time" and not late(due, "s01", due.assignment("04"))


def test_without_a_due_date_nothing_is_late(folder, take):
    assert only(take(folder, ("s01/n.ipynb", FOUR, (2099, 1, 1, 0, 0, 0)))).flags == ()


def test_another_command_at_work_keeps_it_out(folder, take):
    with folder.alone(), pytest.raises(ClassError, match="another command"):
        take(folder, ("s01/n.ipynb", FOUR))
