"""Marks as CSV, and the one column of a downloaded grade file that is filled in."""

import csv
import io
import random
import re

import pytest

from classroom.export import fill, to_csv
from classroom.folder import Assignment, ClassError, Student, read_roster
from tests.classroom.downloads import CANVAS, GRADEBOOK, ROSTER, WORKSHEET
from tests.thorough import thinned

FOUR = Assignment("04", "04_lesson", ("a", "b"), {"a": 3.0, "b": 1.0}, "", "")
FIVE = Assignment("05", "05_lesson", ("x",), {"x": 2.0}, "", "")


@pytest.fixture
def students(tmp_path):
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return read_roster(tmp_path / "roster.csv")


@pytest.fixture
def filled(students):
    """Fill marks of the class into a file, for 04 with 4 points if nothing else is said."""

    def run(content, marks, maximum=4.0, **options):
        return fill(content, students, marks, maximum, **({"assignment": FOUR} | options))

    return run


def kinds(rows):
    """Each row's kind, and whom its sentence names: by a quoted name, or an id at its beginning."""
    whose = (re.match(r"(s\d+)\b|.*?(['\"])(.*)\2", row.sentence) for row in rows)
    return [(row.kind, who[1] or who[3]) for row, who in zip(rows, whose, strict=True)]


def read(content, delimiter=","):
    text = content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


# CSV


def test_csv_has_a_row_a_student_and_three_columns_an_assignment(students):
    marks = {
        ("s01", "04"): (3.5, "graded"),
        ("s01", "05"): (2.0, "graded"),
        ("s02", "04"): (None, "not judged"),
        ("s03", "04"): (0.0, "graded"),
    }
    text = to_csv(students, [FOUR, FIVE], marks)
    assert text.startswith(
        "id,first_name,last_name,email,"
        "04 mark,04 maximum,04 status,05 mark,05 maximum,05 status\r\n"
        "s01,Student,One,s01@example.org,3.5,4,graded,2,2,graded\r\n"
        "s02,Student,Two,s02@example.org,,4,not judged,,2,\r\n"
        "s03,Zoë,Größe,,0,4,graded,,2,\r\n"
    )
    assert 's07,"Student 07,","""B""",' in text
    assert len(list(csv.reader(io.StringIO(text, newline="")))) == 8


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\t=1", "\rx", " =1", "\n=1", "\u00a0=1", "\ufeff=1", "＝1", "﹦1"]
    + ["\u2066=1", "\u180e=1", "\u3164=1", "\ufe0f=1", "\u2028=1", "\U000e0020=1", "\x00=1"],
)
def test_csv_defuses_formulas_and_leaves_numbers_alone(text):
    students = {"s01": Student("s01", first_name=text, last_name="a=b")}
    out = to_csv(students, [FOUR], {("s01", "04"): (-1.0, text)})
    row = list(csv.reader(io.StringIO(out, newline="")))[1]
    assert row == ["s01", f"'{text}", "a=b", "", "-1", "4", f"'{text}"]


def test_csv_refuses_a_mark_that_is_no_number(students):
    with pytest.raises(ClassError, match="nan"):
        to_csv(students, [FOUR], {("s01", "04"): (float("nan"), "")})


# Canvas


def test_canvas_gets_the_one_column_and_nothing_else(filled):
    new, rows = filled(CANVAS, {"s01": 4.0, "s02": 2.5})
    expected = CANVAS.replace(b'"A, B",,', b'"A, B",4,').replace(b'A,"3.00"', b'A,"2.5"')
    assert new == expected
    assert kinds(rows) == [("unknown", "Stranger, A")]
    assert all(row.sentence.endswith(".") for row in rows)


def test_canvas_finds_by_number_by_login_or_by_name(filled):
    new, rows = filled(CANVAS, {"s01": 1.0, "s02": 1.0, "s03": 1.5})
    assert [row[5] for row in read(new)[3:6]] == ["1", "1", "1.5"]
    assert read(filled(CANVAS.replace(b"s02@example.org", b"S02"), {"s02": 1.0})[0])[4][5] == "1"


def test_canvas_may_give_names_in_two_columns(filled):
    content = (
        b"LastName,FirstName,ID,SIS Login ID,Section,04 Lesson (1)\n"
        b"    Points Possible,,,,,4\nTwo,Student,,,A,\n"
    )
    assert filled(content, {"s02": 3.0})[0] == content.replace(b"A,\n", b"A,3\n")


def test_a_namesake_with_another_canvas_number_is_somebody_else(filled):
    content = CANVAS.replace(b",101,", b",999,")
    new, rows = filled(content, {"s01": 4.0})
    assert new == content
    assert kinds(rows)[-1] == ("missing", "s01") and ("unknown", "One, Student") in kinds(rows)


def test_namesakes_are_not_guessed(filled):
    content = CANVAS.replace("Größe, Zoë".encode(), b"Name, Same")
    new, rows = filled(content, {"s05": 4.0})
    assert new == content and "needs their canvas_id" in rows[0].sentence
    assert kinds(rows)[-1] == ("missing", "s05")


def test_two_rows_of_one_student_are_left(filled):
    again = CANVAS + b'"Two, Student",106,,,A,,,\r\n'
    new, rows = filled(again, {"s02": 4.0})
    assert new == again.replace(b'"3.00"', b'"4"')  # the login is surer than the name
    assert kinds(rows)[-1] == ("unknown", "Two, Student")
    twice = again.replace(b"106,,", b"106,,s02")
    new, rows = filled(twice, {"s02": 4.0})
    assert new == twice and kinds(rows)[-1] == ("twice", "s02")


def test_marks_without_a_row_are_told_of_and_rows_without_a_mark_are_not_touched(filled):
    new, rows = filled(CANVAS, {"s04": 4.0, "s99": 1.0})
    assert new == CANVAS
    assert kinds(rows)[1:] == [("missing", "s04"), ("missing", "s99")]


@pytest.mark.parametrize("there", [b"EX", b"N/A"])
def test_excused_students_stay_excused(filled, there):
    content = CANVAS.replace(b'"3.00"', there)
    new, rows = filled(content, {"s02": 4.0})
    assert new == content and kinds(rows)[-1] == ("excused", "s02")


def test_a_row_that_ends_early_is_left(filled):
    content = CANVAS.replace(b'A,"3.00",,', b"A")
    new, rows = filled(content, {"s02": 4.0})
    assert new == content and kinds(rows)[-1] == ("short", "s02")


def test_a_file_in_which_numbers_have_commas_gets_commas(filled):
    content = CANVAS.replace(b"4.00", b'"4,00"')
    assert b'"A, B","2,5",1.00' in filled(content, {"s01": 2.5})[0]
    semicolons = (
        b"Student;ID;SIS Login ID;Section;04 Lesson, new (1)\r\n"
        b"    Points Possible;;;;4,00\r\nTwo, Student;;;A;\r\n"
    )
    assert filled(semicolons, {"s02": 2.5})[0] == semicolons.replace(b"A;\r", b"A;2,5\r")


# Moodle


def test_a_moodle_worksheet_gets_its_grades(filled):
    new, rows = filled(WORKSHEET, {"s01": 2.5, "s02": 3.0, "s03": 1.0})
    expected = WORKSHEET.replace(b'grading",,', b'grading","2,5",').replace(b'"1,00"', b'"3"')
    assert new == expected
    assert kinds(rows) == [("locked", "s03")]


def test_empty_lines_are_nobody_s(filled):
    assert filled(WORKSHEET + b"\n\n", {}) == (WORKSHEET + b"\n\n", [])


def test_a_moodle_gradebook_is_matched_by_id_and_email(filled):
    new, rows = filled(GRADEBOOK, {"s01": 2.5, "s02": 3.0})
    assert [row[4] for row in read(new)] == ["Assignment: 04 Lesson (Real)", "2.5", "3"]
    assert new == GRADEBOOK.replace(b"s01,,-", b"s01,,2.5").replace(b"org,-", b"org,3")
    assert rows == []


def test_a_moodle_number_of_another_assignment_says_nothing(filled):
    content = WORKSHEET.replace(b"Participant 202", b"Participant 999")
    assert kinds(filled(content, {"s01": 1.0})[1]) == [
        ("unknown", "Somebody Else"),
        ("missing", "s01"),
    ]


# Which column


@pytest.mark.parametrize(
    "column, index", [("05 Lesson (12346)", 6), ("05 Lesson", 6), (" 04 Lesson ", 5)]
)
def test_a_column_may_be_named(filled, column, index):
    new, _ = filled(CANVAS, {"s01": 1.0}, 2.0 if index == 6 else 4.0, column=column)
    assert read(new)[3][index] == "1"


@pytest.mark.parametrize(
    "header, found",
    [
        ("04", True),
        ("04: of lines (12345)", True),
        ("04_lesson (12345)", True),
        ("Homework 04 (12345)", True),
        ("The 04 lesson (12345)", True),
        ("104 (12345)", False),
        ("041 (12345)", False),
        ("04.5 (12345)", False),
        ("Homework 1.04 (12345)", False),
        ("Something else (04)", False),
    ],
)
def test_the_column_of_the_assignment_is_found_by_its_name(filled, header, found):
    content = CANVAS.replace(b"04 Lesson (12345)", header.encode())
    if found:
        assert read(filled(content, {"s01": 1.0})[0])[3][5] == "1"
    else:
        with pytest.raises(ClassError, match="expected one column for '04 or 04_lesson', got 0"):
            filled(content, {"s01": 1.0})


@pytest.mark.parametrize(
    "change, options, message",
    [
        ((b"05 Lesson", b"04 Lesson, new"), {}, "got 2; there are '04 Lesson .12345.'"),
        ((b"05 Lesson", b"04 Lesson"), {"column": "04 Lesson"}, "got 2"),
        ((b"", b""), {"column": "06"}, "expected one column for '06', got 0; there are '04"),
        ((b"", b""), {"column": "Section"}, "got 0"),
        ((b"", b""), {"column": "ID"}, "got 0"),
        ((b"", b""), {"column": "Current Score"}, "got 0"),
        ((b"4.00", b"(read only)"), {}, "got 0"),
        ((b"", b""), {"assignment": None}, "a column's name"),
    ],
)
def test_a_column_in_doubt_is_an_error_that_names_the_candidates(filled, change, options, message):
    with pytest.raises(ClassError, match=message) as error:
        filled(CANVAS.replace(*change), {"s01": 1.0}, **options)
    assert "'Section'" not in str(error.value).split("there are")[1]


def test_feedback_letters_and_totals_are_no_columns_for_marks(filled):
    for column in ["Course total (Real)", "Assignment: 04 Lesson (Feedback)"]:
        with pytest.raises(ClassError, match="got 0"):
            filled(GRADEBOOK, {"s01": 1.0}, column=column)
    with pytest.raises(ClassError, match="got 0; there are 'Grade'"):
        filled(WORKSHEET, {"s01": 1.0}, column="Feedback comments")


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b'Student,ID,"open\n1,2', b"Kennung,Bewertung\n"],
)
def test_another_file_is_an_error(filled, content):
    with pytest.raises(ClassError, match="^grade file: "):
        filled(content, {"s01": 1.0})


# The maximum


@pytest.mark.parametrize("content", [CANVAS, WORKSHEET])
def test_another_maximum_is_an_error_unless_marks_are_scaled(filled, content):
    with pytest.raises(ClassError, match="expected a maximum of 3 in the file, got 4"):
        filled(content, {"s01": 1.0}, 3.0)
    new, _ = filled(content, {"s01": 1.0}, 3.0, scale=True)
    cells = [cell for row in read(new) for cell in row]
    assert "1.33" in cells or "1,33" in cells


def test_what_cannot_be_scaled_or_read_is_an_error(filled):
    for content in (CANVAS.replace(b"4.00", b""), GRADEBOOK, CANVAS.replace(b"4.00", b"0")):
        with pytest.raises(ClassError, match="to scale marks"):
            filled(content, {"s01": 1.0}, scale=True)
    with pytest.raises(ClassError, match="expected a number as maximum in the file, got 'many'"):
        filled(CANVAS.replace(b"4.00", b"many"), {"s01": 1.0})
    with pytest.raises(ClassError, match="expected a number"):
        filled(CANVAS, {"s01": float("inf")})


def test_a_file_without_a_maximum_is_filled(filled):
    assert read(filled(CANVAS.replace(b"4.00", b""), {"s01": 1.0})[0])[3][5] == "1"


# The very same bytes


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content,
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\r\n", b"\n"),
        lambda content: content.replace(b"\r\n", b"\r"),
        lambda content: content.replace(b"\r\n", b"\n", 2),
        lambda content: content.rstrip(),
        lambda content: content + b"\r\n\r\n",
        lambda content: content.decode().encode("latin-1"),
        lambda content: ("\ufeff" + content.decode()).encode("utf-16-le"),
        lambda content: ("\ufeff" + content.decode()).encode("utf-16-be"),
        lambda content: content.replace(b"    Points Possible,,", b",Points Possible,"),
        lambda content: content.replace(b",,,,,Manual Posting,,\r\n", b""),
        lambda content: content.replace(b"Student,ID", b'"Student", ID '),
        lambda content: content.replace(b",", b"\t"),
    ],
    ids="as it is,BOM,LF,CR,mixed,no end,empty lines,latin-1,utf-16-le,utf-16-be,points elsewhere,"
    "not muted,quotes and spaces,tabs".split(","),
)
def test_form_and_encoding_are_kept(filled, change):
    content = change(CANVAS)
    assert filled(content, {})[0] == content
    mark = "4".encode("utf-16-le").strip(b"\0") if b"S\0" in content else b"4"
    new, rows = filled(content, {"s01": 4.0, "s03": 4.0})
    assert ("missing", "s03") not in kinds(rows) and len(new) < len(content)
    assert new.count(mark) == content.count(mark) + 2
    assert filled(new, {"s01": 4.0, "s03": 4.0})[0] == new


def excel(content, encoding="cp1252", delimiter=";", commas=2):
    """A grade file as a spreadsheet saves it: semicolons, fewer quotes, empty fields at the end."""
    out = io.StringIO(newline="")
    rows = [row for row in read(content) if row]
    wide = max(map(len, rows)) + commas
    text = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    text.writerows(row + [""] * (wide - len(row)) for row in [*rows, []])
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("file", [CANVAS, WORKSHEET, GRADEBOOK])
def test_what_a_spreadsheet_saved_is_filled_in(filled, file, encoding, delimiter):
    content = excel(file, encoding, delimiter)
    new, rows = filled(content, {"s01": 4.0})
    there, then = (read(one.decode(encoding).encode(), delimiter) for one in (content, new))
    changed = [
        (a, b) for old, now in zip(there, then, strict=True) for a, b in zip(old, now, strict=True)
        if a != b
    ]
    assert [b for _, b in changed] == ["4"]
    assert not any("''" in row.sentence for row in rows)


def test_names_that_only_windows_writes_are_found(students):
    students = {"s01": Student("s01", "Œž", "Š")}
    content = "Student,ID,04 Lesson (1)\r\n\"Š, Œž\",7,\r\n".encode("cp1252")
    new, rows = fill(content, students, {"s01": 1.0}, 1.0, assignment=FOUR)
    assert rows == [] and new.decode("cp1252").endswith(",7,1\r\n")


@pytest.mark.parametrize("number", ["1.23E+05", "1,23E+05", "2E+11"])
def test_ids_that_a_spreadsheet_has_rounded_are_told(filled, students, tmp_path, number):
    for content, own in [(CANVAS, b",101,"), (WORKSHEET, b"Participant 202,")]:
        rounded = f'"{number}"'.encode()
        new = content.replace(own, (b"," + rounded + b",")[1 if own[:1] != b"," else 0 :])
        with pytest.raises(ClassError, match=re.escape(f"{number}: a spreadsheet has rounded it")):
            filled(new, {})
    (tmp_path / "r.csv").write_text(f'id;moodle_id\ns01;"201 {number}"\n', encoding="utf-8")
    with pytest.raises(ClassError, match="row 2: moodle_id reads .* rounded"):
        read_roster(tmp_path / "r.csv")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_roster_that_a_spreadsheet_saved_is_read(students, tmp_path, encoding, delimiter):
    path = tmp_path / "saved.csv"
    path.write_bytes(excel(ROSTER.encode(), encoding, delimiter))
    assert read_roster(path) == students


def test_csv_is_harmless_where_semicolons_separate(students):
    nasty = {"s01": Student("s01", ";=1+1", "\u200b=2", "a\t@x", "", "")}
    text = to_csv(nasty, [FOUR], {})
    assert '";=1+1"' in text and "'\u200b=2" in text and '"a\t@x"' in text
    [_, row] = csv.reader(io.StringIO(text, newline=""))
    assert row[1] == ";=1+1"


def _random_file(seeded, delimiter):
    """A grade file as no platform would write it, and its students' ids by row."""
    nasty = ["", " ", "a", 'say "so"', "a,b", "c;d", "e\tf", "x\ny", "p\r\nq", "é", "'", "=1"]

    def written(value):
        special = any(c in value for c in ',;\t"\r\n')
        if special or seeded.random() < 0.3:
            return '"' + value.replace('"', '""') + '"'
        return value + seeded.choice(["", "", "", ' "', '"']) * bool(value.strip())

    width = seeded.randint(1, 3)
    before = [f"Note {k}" for k in range(width)]
    header = ["Student", "ID", *before, "04 Lesson (1)", "Other, one", "Final Score"]
    people = [f"{n}" for n in range(seeded.randint(0, 8))]
    end = seeded.choice(["\n", "\r\n", "\r"])
    lines = [delimiter.join(f'"{name}"' for name in header)]
    points = ["    Points Possible", "", *[""] * width, "4", "", ""]
    lines.append(delimiter.join(points))
    for person in people:
        cells = [seeded.choice(nasty) for _ in header]
        fields = [written(cell) for cell in cells]
        fields[1] = seeded.choice(['"{}"', "{}", " {} "]).format(f"9{person}")
        fields[-3] = seeded.choice(['""', "", "3.5", '"2"', " "])
        lines.append(delimiter.join(fields))
    text = end.join(lines) + seeded.choice(["", end, end * 2])
    return seeded.choice(["", "\ufeff"]) + text, people, len(header) - 3


@pytest.mark.parametrize("seed", thinned(range(300), range(40)))
def test_random_files_are_read_as_python_reads_them_and_only_the_column_changes(seed):
    seeded = random.Random(seed)
    delimiter = seeded.choice(",;\t")
    text, people, target = _random_file(seeded, delimiter)
    content = text.encode()
    students = {f"s{n}": Student(f"s{n}", canvas_id=f"9{n}") for n in people}
    assert fill(content, students, {}, 4.0, assignment=FOUR)[0] == content
    marks = {id: seeded.choice([0.0, 1.0, 2.5, 4.0]) for id in students if seeded.random() < 0.6}
    new, rows = fill(content, students, marks, 4.0, assignment=FOUR)
    assert rows == []
    expected = read(content, delimiter)
    for row in expected[2:]:
        id = f"s{row[1].strip()[1:]}" if row else ""
        if id in marks:
            row[target] = f"{marks[id]:g}"
    assert read(new, delimiter) == expected
    blind = fill(new, students, dict.fromkeys(marks, 3.0), 4.0, assignment=FOUR)[0]
    assert blind == fill(content, students, dict.fromkeys(marks, 3.0), 4.0, assignment=FOUR)[0]
