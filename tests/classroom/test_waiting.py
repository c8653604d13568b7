"""Which of several files counts, what waits for the instructor, and what was refused."""

import os

import pytest

from classroom import waiting
from classroom.folder import ClassError
from classroom.intake import collect, dismiss, missing, origin, take
from tests.classroom.downloads import DUE, LATER, NOON, make_class, notebook, tree, zipped

BLANK = notebook("a", "b", "c", "d")
RIGHT = notebook("a", "b", "c", "d", text="right = 1 ")
OTHER = notebook("a", "b", "c", "d", text="other = 1 ")
MOODLE = "Student Two_900_assignsubmission_file_/{}"
STEM = "04_lesson"
FILES = (MOODLE.format(f"{STEM}.ipynb"), MOODLE.format(f"{STEM}-Copy1.ipynb"))
TWO_SECONDS_ON = (2026, 11, 21, 12, 0, 2)
AN_HOUR_BEFORE = (2026, 11, 21, 11, 0, 0)


@pytest.fixture
def folder(tmp_path):
    return make_class(tmp_path / "class", DUE)


@pytest.fixture
def collected(folder, tmp_path):
    """Collect a zip of these members: the state of each file."""

    def run(*members):
        rows = collect(folder, zipped(*members, path=tmp_path / "download.zip"))
        return {row.file: row.state for row in rows}

    return run


def counts(folder, student="s02"):
    path = folder.submitted(student, folder.assignment("04"))
    return path.read_bytes() if path.exists() else None


def waits(folder, student="s02"):
    return [one.file for one in waiting.several(waiting.load(folder), student, "04")]


def older(folder, student="s02"):
    files = folder.older(student, folder.assignment("04")).glob("*.ipynb")
    return {path.read_bytes() for path in files}


# Several files of one student

PAIRS = {
    "Moodle, packed apart": [(FILES[0], RIGHT, NOON), (FILES[1], BLANK, TWO_SECONDS_ON)],
    "Moodle, packed together": [(FILES[0], BLANK, NOON), (FILES[1], RIGHT, NOON)],
    "the blank one packed first": [(FILES[0], BLANK, NOON), (FILES[1], RIGHT, LATER)],
    "both answered": [(FILES[0], RIGHT, NOON), (FILES[1], OTHER, LATER)],
    "Moodle without folders": [
        (f"Student Two_900_assignsubmission_file_{STEM}{end}.ipynb", content)
        for end, content in (("", BLANK), (" (1)", RIGHT))
    ],
    "Canvas, one attempt": [
        (f"twostudent_900_55{n}_{STEM}{end}.ipynb", content)
        for n, end, content in ((5, "", RIGHT), (6, "-Copy1", BLANK))
    ],
    "Canvas, a blank second attempt": [
        (f"twostudent_900_555_{STEM}.ipynb", RIGHT),
        (f"twostudent_900_556_{STEM}-1.ipynb", BLANK),
    ],
    "folders": [("s02/a.ipynb", RIGHT, LATER), ("s02/b.ipynb", BLANK, NOON)],
    "folders in a folder": [("s02/04/a.ipynb", RIGHT), ("s02/old/a.ipynb", OTHER)],
}


@pytest.mark.parametrize("case", PAIRS)
def test_files_whose_answers_differ_wait(folder, collected, case):
    names = [name for name, *_ in PAIRS[case]]
    assert collected(*PAIRS[case]) == dict.fromkeys(names, "waits")
    assert counts(folder) is None and sorted(waits(folder)) == sorted(names)
    assert missing(folder, "04") == [id for id in folder.students if id != "s02"]
    before = tree(folder.path)
    assert set(collected(*PAIRS[case]).values()) == {"waits"} and tree(folder.path) == before
    for name, content, *_ in PAIRS[case]:  # also by the end of the name
        assert take(folder, ["s02"], name.split("/", 1)[-1])[0].state == "collected"
        assert counts(folder) == content and waits(folder) == []
        settled = collected(*PAIRS[case])
        assert settled.pop(name) == "unchanged" and set(settled.values()) == {"older"}
        assert counts(folder) == content
        folder.submitted("s02", folder.assignment("04")).unlink()
        for path in folder.older("s02", folder.assignment("04")).iterdir():
            path.unlink()
        collected(*PAIRS[case])


def test_the_row_says_which_is_blank_and_how_to_settle_it(folder, tmp_path):
    members = PAIRS["Moodle, packed together"]
    rows = collect(folder, zipped(*members, path=tmp_path / "d.zip"))
    [told] = [row.reason for row in rows if row.reason]
    assert f"{FILES[0]} (blank)" in told and FILES[1] in told and f"{FILES[1]} (blank)" not in told
    assert "--take s02 FILE" in told
    assert {row.file: "blank" in row.flags for row in rows} == {FILES[0]: True, FILES[1]: False}


def test_the_same_answers_in_two_files_are_one_hand_in(folder, collected):
    again = RIGHT.replace(b'"outputs": []', b'"outputs": [1]')
    assert sorted(collected((FILES[0], RIGHT), (FILES[1], again)).values()) == [
        "collected",
        "older",
    ]


def test_own_cells_make_a_difference(folder, collected):
    own = b'{"cells": [{"cell_type": "code", "metadata": {}, "source": "helper = 1"}, '
    collected((FILES[0], RIGHT), (FILES[1], RIGHT.replace(b'{"cells": [', own)))
    assert len(waits(folder)) == 2


def test_canvas_s_attempt_tells_the_newer(folder, collected):
    names = [f"twostudent_900_{n}_{STEM}{end}.ipynb" for n, end in ((556, ""), (555, "-1"))]
    assert collected((names[0], OTHER, LATER), (names[1], RIGHT, NOON)) == {
        names[0]: "older",
        names[1]: "collected",
    }


def test_a_later_download_tells_the_newer(folder, collected):
    collected((FILES[0], OTHER))
    assert collected((FILES[0], RIGHT, LATER)) == {FILES[0]: "collected"}
    assert counts(folder) == RIGHT and older(folder) == {OTHER}
    assert collected((FILES[0], OTHER)) == {FILES[0]: "older"}  # the first zip once more
    assert counts(folder) == RIGHT
    last = (2026, 11, 21, 14, 0, 0)
    assert collected((FILES[0], OTHER, last)) == {FILES[0]: "collected"}  # handed in anew
    assert counts(folder) == OTHER


def test_a_later_download_settles_what_waited(folder, collected):
    collected((FILES[0], OTHER), (FILES[1], RIGHT))
    assert collected((FILES[1], RIGHT, LATER)) == {FILES[1]: "collected"}  # the other was removed
    assert waits(folder) == [] and counts(folder) == RIGHT and older(folder) == {OTHER}


def test_a_third_file_in_a_later_download_is_the_newest(folder, collected):
    collected((FILES[0], BLANK), (FILES[1], OTHER))
    third = MOODLE.format("new.ipynb")
    states = collected((FILES[0], BLANK, LATER), (FILES[1], OTHER, LATER), (third, RIGHT, LATER))
    assert states == {FILES[0]: "older", FILES[1]: "older", third: "collected"}
    assert counts(folder) == RIGHT


def test_a_later_blank_file_takes_no_answered_one_s_place_in_silence(folder, collected):
    collected((FILES[0], RIGHT, NOON))
    assert collected((FILES[0], BLANK, LATER)) == {FILES[0]: "waits"}
    assert sorted(waits(folder)) == [FILES[0], f"{FILES[0]} (before)"] and counts(folder) is None
    assert collected((FILES[0], BLANK, LATER)) == {FILES[0]: "waits"}
    take(folder, ["s02"], f"{STEM}.ipynb (before)")
    assert counts(folder) == RIGHT
    collected((FILES[0], OTHER, (2026, 11, 21, 15, 0, 0)))
    assert counts(folder) == OTHER


def test_a_download_collected_later_and_packed_before_is_not_surely_newer(folder, collected):
    collected((FILES[0], RIGHT, NOON))
    assert collected((FILES[0], OTHER, AN_HOUR_BEFORE)) == {FILES[0]: "waits"}
    assert len(waits(folder)) == 2


def test_what_was_late_is_late_when_it_is_taken(folder, collected):
    names = [f"twostudent_LATE_900_55{n}_{STEM}{end}.ipynb" for n, end in ((5, ""), (6, "-b"))]
    collected((names[0], OTHER), (names[1], RIGHT))
    assert take(folder, ["s02"], names[1])[0].flags == ("late",)
    marker = folder.submitted("s02", folder.assignment("04")).with_name("late.txt")
    assert marker.read_text() == "late"


def test_any_file_may_be_taken_also_what_was_replaced(folder, collected):
    collected((FILES[0], OTHER), (FILES[1], RIGHT))
    take(folder, ["s02"], FILES[0])
    [path] = folder.older("s02", folder.assignment("04")).iterdir()
    assert take(folder, ["s02"], str(path))[0].state == "collected" and counts(folder) == RIGHT


def test_what_was_taken_stays_when_the_same_files_come_again(folder, collected, tmp_path):
    collected((FILES[0], OTHER, NOON))
    mended = tmp_path / "mended.ipynb"
    mended.write_bytes(RIGHT)
    os.utime(mended, (0, 0))
    take(folder, ["s02"], str(mended))
    assert collected((FILES[0], OTHER, LATER)) == {FILES[0]: "older"} and counts(folder) == RIGHT


def test_a_file_whose_name_alone_told_its_assignment_is_taken_for_it(folder, collected):
    names = [MOODLE.format(f"04_choice{end}.ipynb") for end in ("", "-1")]
    both = [notebook("a", "b", text=text) for text in ("", "x = 1 ")]
    assert set(collected(*zip(names, both, strict=True)).values()) == {"waits"}
    assert take(folder, ["s02"], names[1])[0].assignment == "04b"


@pytest.mark.parametrize(
    "student, file, words",
    [("s99", FILES[0], "s99"), ("s02", "none.ipynb", f"those that wait .*{FILES[0]}")],
)
def test_what_cannot_be_taken_is_told(folder, collected, student, file, words):
    collected((FILES[0], OTHER), (FILES[1], RIGHT))
    with pytest.raises(ClassError, match=words):
        take(folder, [student], file)


# Two senders of one name

NAMESAKES = [f"Student Two_{n}_assignsubmission_file_/{STEM}.ipynb" for n in (700, 999)]


@pytest.mark.parametrize("second", [OTHER, RIGHT], ids=["other answers", "the same answers"])
@pytest.mark.parametrize(
    "names", [NAMESAKES, [f"twostudent_{n}_{n}1_{STEM}.ipynb" for n in (700, 999)]]
)
def test_two_senders_of_one_name_wait(folder, collected, names, second):
    members = [(names[0], RIGHT, NOON), (names[1], second + b" ", LATER)]
    assert set(collected(*members).values()) == {"waits"} and counts(folder) is None
    told = waiting.undecided(waiting.several(waiting.load(folder), "s02", "04"))
    assert "two senders of one name" in told and "700" in told and "999" in told
    take(folder, ["s02"], names[0])
    assert counts(folder) == RIGHT and older(folder) == set()  # the other's is not the student's
    assert [one.file for one in waiting.nobodys(waiting.load(folder), ["04"])] == [names[1]]
    assert collected(*members) == {names[0]: "unchanged", names[1]: "refused"}
    take(folder, ["s03"], names[1])
    assert counts(folder, "s03") == second + b" " and counts(folder) == RIGHT


def test_the_same_bytes_of_two_senders_wait(folder, collected):
    members = [(name, RIGHT) for name in NAMESAKES]
    for _ in range(2):
        assert set(collected(*members).values()) == {"waits"} and waits(folder) == NAMESAKES
    take(folder, ["s02"], NAMESAKES[0])
    take(folder, ["s03"], NAMESAKES[1])
    assert counts(folder) == counts(folder, "s03") == RIGHT and waiting.load(folder) == []


def test_a_second_sender_in_a_later_download_waits(folder, collected):
    collected((NAMESAKES[0], RIGHT))
    assert collected((NAMESAKES[1], OTHER, LATER)) == {NAMESAKES[1]: "waits"}
    assert sorted(waits(folder)) == NAMESAKES and counts(folder) is None


def roster(folder, **columns):
    """The roster with this number for s02."""
    line = f"s02,Student,Two,s02@example.org,{columns.get('canvas', '')},{columns['moodle']}"
    path = folder.path / "roster.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("s02,Student,Two,s02@example.org,,", line), encoding="utf-8")
    return type(folder)(folder.path)


def test_a_number_in_the_roster_settles_whose_it_is(folder, tmp_path):
    path = zipped((NAMESAKES[0], RIGHT), (NAMESAKES[1], OTHER, LATER), path=tmp_path / "d.zip")
    collect(folder, path)
    folder = roster(folder, moodle="700")
    states = {row.file: row.state for row in collect(folder, path)}
    assert states == {NAMESAKES[0]: "collected", NAMESAKES[1]: "refused"}
    assert counts(folder) == RIGHT and waits(folder) == [] and older(folder) == set()
    dismiss(folder, NAMESAKES[1])
    states = {row.file: row.state for row in collect(folder, path)}
    assert states == {NAMESAKES[0]: "unchanged", NAMESAKES[1]: "dismissed"}
    assert OTHER not in tree(folder.path).values()


def test_numbers_of_two_students_settle_both(tmp_path):
    folder = make_class(tmp_path / "class")
    path = zipped((NAMESAKES[0], RIGHT), (NAMESAKES[1], OTHER, LATER), path=tmp_path / "d.zip")
    collect(folder, path)
    text = (folder.path / "roster.csv").read_text(encoding="utf-8")
    text = text.replace("s02@example.org,,", "s02@example.org,,700") + "s08,Student,Two,,,999\n"
    (folder.path / "roster.csv").write_text(text, encoding="utf-8")
    folder = type(folder)(folder.path)
    assert {row.state for row in collect(folder, path)} == {"collected"}
    assert (counts(folder), counts(folder, "s08")) == (RIGHT, OTHER)
    assert waiting.load(folder) == []


def test_a_file_collected_by_name_goes_where_its_number_belongs(tmp_path):
    folder = make_class(tmp_path / "class")
    assert collect_one(folder, NAMESAKES[0]).student == "s02"
    with open(folder.path / "roster.csv", "a", encoding="utf-8") as file:
        file.write("s08,Student,Two,,,700\n")
    folder = type(folder)(folder.path)
    assert collect_one(folder, NAMESAKES[0]).student == "s08"
    assert counts(folder) is None and counts(folder, "s08") == RIGHT


def test_a_number_of_another_assignment_says_nothing(folder, collected):
    folder = roster(folder, moodle="12")
    assert collect_one(folder, NAMESAKES[0]).state == "collected"


def test_number_and_name_of_two_students_wait(folder, collected):
    name = f"Student Two_201_assignsubmission_file_/{STEM}.ipynb"  # s01's number
    assert collected((name, RIGHT)) == {name: "refused"}
    [record] = waiting.load(folder)
    assert record.students == ("s01", "s02") and counts(folder, "s01") is counts(folder) is None
    take(folder, ["s01"], name)
    assert counts(folder, "s01") == RIGHT and waiting.load(folder) == []


def collect_one(folder, name, content=RIGHT):
    [row] = collect(folder, zipped((name, content), path=folder.path.parent / "one.zip"))
    return row


# What was refused

BROKEN = b'{"cells": ['


def refused(folder, student="s02", name="04"):
    there = folder.submitted(student, folder.assignment(name)).exists()
    since = origin(folder, student, folder.assignment(name))["collected"] if there else None
    return [one.file for one in waiting.refused(waiting.load(folder), student, name, since)]


def test_what_was_refused_is_kept_until_something_newer_counts(folder, collected):
    assert collected((FILES[0], BROKEN)) == {FILES[0]: "refused"}
    assert refused(folder) == [FILES[0]] and "s02" not in missing(folder, "04")
    before = tree(folder.path)
    collected((FILES[0], BROKEN, LATER))
    assert tree(folder.path) == before
    collected((FILES[1], RIGHT, LATER))
    assert refused(folder) == [] and counts(folder) == RIGHT


def test_what_was_refused_with_or_after_what_counts_is_shown_beside_it(folder, collected):
    assert collected((FILES[0], RIGHT), (FILES[1], BROKEN)) == {
        FILES[0]: "collected",
        FILES[1]: "refused",
    }
    assert refused(folder) == [FILES[1]]
    collected((FILES[0], RIGHT), (FILES[1], BROKEN))
    assert refused(folder) == [FILES[1]]
    dismiss(folder, f"{STEM}-Copy1.ipynb")
    assert collected((FILES[0], RIGHT), (FILES[1], BROKEN))[FILES[1]] == "dismissed"
    assert refused(folder) == []
    assert collected((FILES[0], RIGHT), (FILES[1], BROKEN + b" "))[FILES[1]] == "refused"


def test_a_file_of_no_known_assignment_is_shown_for_each_that_lacks_one(folder, collected):
    name = MOODLE.format("homework.ipynb")
    collected((name, BROKEN))
    assert refused(folder) == refused(folder, name="05") == [name]
    collected((FILES[0], RIGHT))
    assert refused(folder) == [] and refused(folder, name="05") == [name]


def test_other_files_alone_are_handed_in_too(folder, collected):
    name = MOODLE.format("report.pdf")
    assert collected((name, b"%PDF")) == {name: "refused"}
    assert refused(folder) == [name]


def test_a_mended_file_of_the_same_name_settles_it(folder, collected):
    collected((FILES[0], BROKEN))
    collected((FILES[0], RIGHT, LATER))
    assert waiting.load(folder) == []


def test_a_broken_file_in_place_of_one_that_waited_loses_no_other(folder, collected):
    collected((FILES[0], RIGHT), (FILES[1], BLANK))
    collected((FILES[0], BROKEN, LATER), (FILES[1], BLANK, LATER))
    assert sorted(waits(folder)) == sorted(FILES) and refused(folder) == [FILES[0]]
    take(folder, ["s02"], FILES[0])
    assert counts(folder) == RIGHT


def test_a_stranger_s_file_is_nobody_s_until_it_is_taken_or_dismissed(folder, collected):
    name = f"Some Body_5_assignsubmission_file_/{STEM}.ipynb"
    collected((name, RIGHT))
    assert [one.file for one in waiting.nobodys(waiting.load(folder), ["04"])] == [name]
    take(folder, ["s03"], name)
    assert counts(folder, "s03") == RIGHT and waiting.load(folder) == []


def test_a_namesake_s_file_is_in_both_rows(folder, collected):
    name = f"Same Name_5_assignsubmission_file_/{STEM}.ipynb"
    collected((name, RIGHT))
    assert refused(folder, "s05") == refused(folder, "s06") == [name]
    take(folder, ["s06"], name)
    assert refused(folder, "s05") == [] and counts(folder, "s06") == RIGHT


def test_a_damaged_record_is_told(folder, collected):
    collected((FILES[0], BROKEN))
    [path] = (folder.path / "waiting" / "s02").glob("*.json")
    for damage in (b"", b"[]", b"{}", b'{"students": 1}'):
        path.write_bytes(damage)
        with pytest.raises(ClassError, match=f"{path.name}: the file is damaged"):
            waiting.load(folder)


@pytest.mark.parametrize("steps", [0, 1])
def test_a_crash_before_the_last_step_is_mended_by_collecting_again(
    folder, collected, monkeypatch, steps
):
    members = PAIRS["both answered"]
    put, left = waiting.put, [1] * steps

    def crash(*given):
        if not left:
            raise ClassError("disk full")
        left.pop()
        put(*given)

    monkeypatch.setattr(waiting, "put", crash)
    with pytest.raises(ClassError, match="disk full"):
        collected(*members)
    monkeypatch.undo()
    assert set(collected(*members).values()) == {"waits"}
    assert len(waits(folder)) == 2
