"""The instructor's report: its numbers are those of the class, and it gives nobody away."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import ast
import csv
import io
import re
import shutil
from html.parser import HTMLParser

import numpy as np
import pytest

from checks.values import encode
from classroom import alike, places
from classroom.export import as_csv
from classroom.folder import Folder, read_json, write, write_json
from classroom.gradebook import gradebook
from classroom.grading import grade
from classroom.recording import enrol
from classroom.reporting import ClassReport
from classroom.returned import returned
from classroom.waiting import Waiting, put
from lessons import course
from lessons.misconceptions import BELIEFS
from tests.classroom.classes import answered, cell, changed, hand_in, make, released
from tests.classroom.styles import STYLES

GRADIENT, BOUNDARY, ACCURACY = "4-2-gradient", "4-4-boundary", "4-5-accuracy"
SUMMED = '''def gradient(x, y, p):
    """Zoe wrote this docstring."""
    zoe{0} = "Zoe's text"  # Zoe's comment
    return x.T @ (p - y), np.sum(p - y)'''
ODD = "def gradient(x, y, p):\n    return x.T @ (p - y) * 7.3 + 1, np.sum(p - y) * 3"
HALF = "def boundary(w, b, p):\n    return -b / w"
ROUNDED = "def accuracy(p, y, threshold):\n    return np.mean(np.round(p) == y)"
LONG = '''def accuracy(p, y, threshold):
    {0} = 0
    for k in range(len(p)):
        if p[k] >= threshold and y[k] == 1 or p[k] < threshold and y[k] == 0:
            {0} += 1
        else:
            {0} += 0  # {0}
    return {0} / max(len(p), 1)'''
STOPPED = "def accuracy(p, y, threshold):\n    return secret_of_zoe"
ANSWERS = {
    "s01": {GRADIENT: SUMMED.format(1)},
    "s02": {GRADIENT: SUMMED.format(2), BOUNDARY: HALF},
    "s03": {GRADIENT: SUMMED.format(3), ACCURACY: ROUNDED},
    "s04": {GRADIENT: ODD, BOUNDARY: HALF, ACCURACY: ROUNDED},
    "s05": {GRADIENT: ODD},
    "s06": {ACCURACY: LONG.format("mine")},
    "s07": {ACCURACY: LONG.format("hers").replace("k", "row")},
    "s08": {BOUNDARY: HALF, ACCURACY: STOPPED},
    "s09": {},
    "s10": {},
    "s11": {},
}
LAST = "s12"  # has handed in nothing
SCRIPT = "<script>document.title='ran'</script>"
pytestmark = pytest.mark.usefixtures("plain", "here")


@pytest.fixture(scope="module")
def template(plain, here, tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "class"
    ids = [*ANSWERS, LAST]
    folder, assignment = make(path, ids, "04", exercises=["4.2", "4.4", "4.5"])
    roster = (path / "roster.csv").read_text().replace("Student,s06", f'"{SCRIPT}","=1+1"')
    write(path / "roster.csv", roster.encode())
    folder = Folder(path)
    enrol(folder)
    notebook = released(folder, assignment)
    for student, answers in ANSWERS.items():
        made = answered(notebook, answers)
        if student == "s09":
            cell(made, ACCURACY).source = cell(notebook, ACCURACY).source
        if student == "s10":
            made = changed(made, lambda nb: cell(nb, "4-5-accuracy-check").update(source="1/0"))
        hand_in(folder, assignment, student, made)
    grade(folder, assignment)
    return path


@pytest.fixture(scope="module")
def written(template):
    """The report's numbers, its page, and what the command printed."""
    folder = Folder(template)
    found = ClassReport(folder, folder.assignment("04"))
    from classroom.report import report

    return found, report(folder, folder.assignment("04"))[1]


def groups(some):
    return [(group.exercise, group.students) for group in some]


def test_each_exercise_is_counted(written):
    found, _ = written
    assert [tuple(found.states(id).values()) for id in found.exercises] == [
        (6, 5, 0, 0),
        (8, 3, 0, 0),
        (7, 3, 1, 0),
    ]
    assert found.marks == [0, 1, 1, 2, 2, 2, 3, 4, 4, 4, 4]


def test_discrimination_is_the_correlation_with_the_rest(written):
    found, path = written
    table = np.array([[a.score for a in found.attempts if a.exercise == id] for id in
                      found.exercises])  # fmt: skip
    for id, own in zip(found.exercises, table, strict=True):
        rest = table.sum(axis=0) - own
        assert found.discrimination(id) == pytest.approx(np.corrcoef(own, rest)[0, 1])
    told = f"{found.discrimination('4.4'):.2f}".replace("-", "−")
    assert f">{told}</td>" in path.read_text()


def test_too_few_students_make_no_correlation(written, monkeypatch):
    found, _ = written
    monkeypatch.setattr("classroom.reporting.ENOUGH", 12)
    assert found.discrimination("4.4") is None


def test_mistakes_are_named_with_their_sentences_and_beliefs(written):
    found, path = written
    assert groups(found.mistakes) == [("4.2", 3), ("4.4", 3), ("4.5", 2)]
    [summed, *_] = found.mistakes
    assert (summed.sentence, summed.belief) == (course["4.2"].mistakes[0].sentence, 8)
    page = path.read_text()
    assert summed.sentence in page and BELIEFS[8].text in page
    assert groups(found.other_reasons) == [("4.5", 1)]


def test_an_example_of_code_gives_nobody_away(written):
    found, path = written
    by_exercise = {group.exercise: group.example for group in found.mistakes}
    assert "return (x.T @ (p - y), np.sum(p - y))" in by_exercise["4.2"]
    assert "name1 = '…'" in by_exercise["4.2"]
    assert by_exercise["4.4"].endswith("return -b / w")
    assert by_exercise["4.5"] == ""  # of two students
    assert not re.search("zoe", path.read_text(), re.IGNORECASE)


def test_what_nothing_explains_is_grouped_by_what_it_returns(written):
    found, path = written
    [odd] = found.undiagnosed
    assert (odd.exercise, odd.students, odd.example) == ("4.2", 2, "")
    returned = odd.attempts[0].returned["example"]
    assert returned.startswith("[[") and f"<code>{returned}</code>" in path.read_text()


def test_texts_are_no_part_of_what_is_kept():
    value = encode([1.5, "Zoe", ["Zoe", {"zoe": 1}]])
    kept = returned([{"value": value}, {"error": {}}])
    assert kept["example"] == "[1.5, '…', ['…', an object of type dict]]"
    long = [0.1] * 50
    for other in (long[:25] + [0.2] + long[26:], [*long, 0.1]):
        assert returned([{"value": encode(other)}]) != returned([{"value": encode(long)}])
    near = [value + 1e-9 for value in long]
    assert returned([{"value": encode(near)}]) == returned([{"value": encode(long)}])
    assert returned([{"error": {}}]) == {}
    assert len(returned([{"value": encode(list("ab" * 999))}])["example"]) < 300


def test_what_was_returned_reaches_no_page_of_a_student(template, tmp_path, run):
    folder, assignment = copied(template, tmp_path)
    run("feedback", folder.path, "04", "--no-lines")
    kept = read_json(folder.result("s04", assignment))["marks"]["4.2"]["returned"]
    assert set(kept) == {"example", "all"} and len(kept["example"]) <= 201
    page = folder.feedback("s04", assignment).read_text()
    assert kept["example"] not in page and kept["all"] not in page


def test_alike_beyond_what_the_exercise_forces(written):
    found, path = written
    assert found.alike == [("4.5", ["s06", "s07"])]
    assert "A hint, never a verdict." in path.read_text()


def test_three_things_to_teach_again(written):
    found, path = written
    topics = found.teach_again
    assert [(t.students, t.lost) for t in topics] == [(3, 6), (3, 3), (2, 2)]
    assert topics[0].title == BELIEFS[8].text
    assert topics[0].place.figure == "4-two-features"
    assert "figure 4-two-features" in path.read_text()
    assert topics[1].place.section == "Will the student with 4 hours pass?"


def test_names_stand_in_the_last_section_alone_and_run_nothing(written):
    _, path = written
    page = path.read_text()
    before, named = page.split("<section class='named'>")
    for student in [*ANSWERS, LAST]:
        assert student not in before
    assert "s06" in named and "s07" in named and LAST in named
    printed = before.partition("@media print")[2]
    assert ".named { break-before: page; }" in printed  # the sheets before it may be handed round
    everybody = path.with_name("students.html").read_text()
    for text in (page, everybody):
        assert SCRIPT not in text and "&lt;script&gt;" in text
        assert "default-src 'none'" in text
        tags = Tags()
        tags.feed(text)
        assert not tags.names & {"script", "link", "img", "iframe", "object", "image"}
        assert not [v for v in tags.values if re.match(r"\s*(https?:|//|javascript:)", v)]
        assert len(tags.ids) == len(set(tags.ids))


class Tags(HTMLParser):
    """The elements of a page, and what they load or lead to."""

    def __init__(self):
        super().__init__()
        self.names, self.values, self.ids = set(), [], []

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        found = dict(attrs)
        self.values += [v or "" for k, v in found.items() if k in ("src", "href", "xlink:href")]
        self.ids += [found["id"]] if "id" in found else []
        assert not [name for name in found if name.startswith("on")]


def test_pictures_have_text_twins(written):
    found, path = written
    page = path.read_text()
    assert page.count('<svg role="img" aria-label="Bars') == 2
    rows = re.findall(r"<tr>(.*?)</tr>", page)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in rows]
    assert ["points", "0", "1", "2", "3", "4"] in cells
    assert ["students", "1", "2", "3", "1", "4"] in cells
    assert [c for c in cells if c[0].startswith("4.5 Acc") and c[1:5] == ["7", "3", "1", "0"]]


def test_the_data_stand_beside_it(written):
    found, path = written
    rows = list(csv.DictReader(io.StringIO(path.with_suffix(".csv").read_text())))
    assert len(rows) == 3 * len(ANSWERS)
    [row] = [r for r in rows if (r["student"], r["exercise"]) == ("s02", "4.2")]
    assert (row["state"], row["points"], row["maximum"]) == ("not yet", "0", "2")
    assert (row["kind"], row["misconception"]) == ("mistake 1", "8")
    people = list(csv.reader(io.StringIO(path.with_name("students.csv").read_text())))
    assert [len(row) for row in people] == [9] * 13
    [row] = [row for row in people if row[0] == "s06"]
    assert row[1].startswith("<script>") and row[2:5] == ["4", "4", "graded"]
    assert people[0][2:5] == ["04 mark", "04 maximum", "04 status"]
    [row] = [row for row in people if row[0] == "s02"]
    assert row[2:5] == ["1", "4", "graded"]
    assert [row[5] for row in people[1:]].count("") == 1 and people[-1][5] == ""  # never 0


def test_no_formula_and_no_file_name_comes_through(template, tmp_path, run):
    assert as_csv([["=1+1", 2.5, None, -3, 'a,"b']]) == "'=1+1,2.5,,-3,\"a,\"\"b\"\r\n"
    folder, assignment = copied(template, tmp_path)
    name, since = '<img src="x" onerror="ran()">.ipynb', "2026-11-02T10:00:00+00:00"
    put(folder, Waiting(name, (LAST,), "04", f"expected another one, got {SCRIPT}.", since))
    assert run("report", folder.path, "04")[0] == 1
    for page in ("04", "students"):
        text = (folder.path / "report" / f"{page}.html").read_text()
        assert "<img" not in text and SCRIPT not in text and ">refused</td>" in text
    assert "&lt;img src=" in (folder.path / "report" / "04.html").read_text()


def test_the_same_class_makes_the_same_bytes(template, written):
    from classroom.report import report

    before = {path.name: path.read_bytes() for path in written[1].parent.iterdir()}
    folder = Folder(template)
    report(folder, folder.assignment("04"))
    assert {path.name: path.read_bytes() for path in written[1].parent.iterdir()} == before
    assert set(before) == {"04.html", "04.csv", "students.html", "students.csv"}


def copied(template, tmp_path):
    shutil.copytree(template, tmp_path / "class")
    folder = Folder(tmp_path / "class")
    return folder, folder.assignment("04")


def test_marks_by_hand_older_verdicts_and_a_class_where_nothing_stands_out(
    template, tmp_path, run
):
    folder, assignment = copied(template, tmp_path)
    status, printed = run("report", folder.path, "04")
    assert status == 0 and "Teach again, 1: Sum or mean" in printed
    with gradebook(folder) as book:
        for student in ("s01", "s02"):
            found = book.find_grade(f"{GRADIENT}-check", assignment.notebook, "04", student)
            found.manual_score, found.needs_manual_grade = (2 if student == "s01" else 1), False
        book.db.commit()
    for student in ("s04", "s05"):
        kept = read_json(folder.result(student, assignment))
        for mark in kept["marks"].values():
            del mark["returned"]
        write_json(folder.result(student, assignment), kept)
    found = ClassReport(folder, assignment)
    assert list(found.states("4.2").values()) == [7, 4, 0, 0]
    assert (found.mistakes[0].students, found.mistakes[0].lost) == (2, 3)  # one is right by hand
    run("report", folder.path, "04")
    page = (folder.path / "report" / "04.html").read_text()
    assert "was not kept" in page and not found.undiagnosed[0].attempts[0].returned

    for student in ANSWERS:
        if student not in ("s01", "s09", "s10", "s11"):  # one student is not enough
            hand_in(folder, assignment, student, answered(released(folder, assignment)))
    grade(folder, assignment)
    with gradebook(folder) as book:
        for student in ("s01", "s02"):
            found = book.find_grade(f"{GRADIENT}-check", assignment.notebook, "04", student)
            found.manual_score, found.needs_manual_grade = None, False
        book.db.commit()
    status, printed = run("report", folder.path, "04")
    assert "Teach again: nothing stands out." in printed
    assert "Nothing stands out" in (folder.path / "report" / "04.html").read_text()


def test_a_student_s_page_says_where_the_lesson_treats_a_mistake(template, tmp_path, run):
    folder, assignment = copied(template, tmp_path)
    run("feedback", folder.path, "04", "--no-lines")
    page = folder.feedback("s01", assignment).read_text()
    assert "Treated in lesson 4, “Two features, a thousand rows”, figure 4-two-features." in page
    assert "Treated" not in folder.feedback("s05", assignment).read_text()


# Where the lessons treat what


def test_figures_ask_about_what_the_index_says():
    text = (places.ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| .*\| (.*) \|$", text, re.MULTILINE)
    assert len(rows) == len(BELIEFS)
    for number, met in rows:
        told = set(re.findall(r"figure ([\w-]+)", met))
        assert {name for name, asked in places.asked().items() if int(number) in asked} == told


def test_every_mistake_has_its_place():
    for id, exercise in course.items():
        assert places.near(id).lesson == id[0]
        for belief in {mistake.misconception for mistake in exercise.mistakes}:
            place = places.of_mistake(id, belief)
            assert place.lesson == id[0] and place.section and place.anchor


def test_a_place_is_a_link_where_the_course_has_an_address(monkeypatch):
    place = places.of_exercise("4.2")
    assert place.html == "lesson 4, “How does the loss respond to w?”"
    monkeypatch.setattr(places, "site", lambda: "https://example.org/course/")
    page = "https://example.org/course/notebooks/04_logistic_regression_by_hand.html"
    assert place.html == (
        f'<a href="{page}#exercise-4-2-the-gradient-of-the-loss">lesson 4, “How does the loss'
        " respond to w?”</a>"
    )


# Code as trees


def test_names_comments_texts_and_annotations_make_no_difference():
    one = LONG.format("mine")
    other = LONG.format("hers").replace("k", "row").replace("p, y,", "p: 'floats', y,")
    other = other.replace("0  # hers", "0") + "\n# done"
    groups = alike.alike({"s01": one, "s02": other, "s03": one.replace(">=", ">")}, [])
    assert groups == [["s01", "s02"]]


@pytest.mark.parametrize("count", [1, 2, 4, 5])
def test_two_to_four_are_named(count):
    answers = {f"s{n}": LONG.format(f"a{n}") for n in range(count)}
    assert bool(alike.alike(answers, [])) == (2 <= count <= 4)
    assert alike.alike(answers, [LONG.format("b")]) == []


def test_small_code_is_alike_by_chance():
    small = {"s1": HALF, "s2": HALF, "s3": "no Python(", "s4": "no Python("}
    assert alike.alike(small, []) == []


def test_no_right_answer_of_the_course_is_alike(written):
    found, _ = written
    from tests.classroom.styles import style

    for id in found.exercises:
        answers = {
            f"{k}{n}": style(id, n) for n in range(len(STYLES[id])) for k in "ab"
        }
        assert alike.alike(answers, found._forced(id)) == [], id


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("x = f'Zoe {p}'", "name1"),
        ("x = b'Zoe'", "'…'"),
        ("global zoe", "global name1"),
        ("def zoe(zoe): pass", "def name1(name1)"),
        ("x.zoe = zoe.zoe", "name2.name1 = name1.name1"),
        ("import zoe.zoe as zoe", "import name1.name1 as name1"),
        ("from zoe import zoe", "from name1 import name1"),
        ("try: pass\nexcept E as zoe: pass", "as name"),
        ("match p:\n case [*zoe]: pass", "case"),
        ("match p:\n case {1: 2, **zoe}: pass", "case"),
        ("match p:\n case zoe(zoe=1): pass", "case"),
        ("f(zoe=1)", "name"),
    ],
)
def test_nothing_of_one_s_own_is_left_in_an_example(line, left):
    shown = alike._Anonymous({"p"}).visit(alike.tree(line))
    told = ast.unparse(ast.fix_missing_locations(shown))
    assert "zoe" not in told.lower() and left in told


def test_an_example_is_the_most_usual_answer_of_three():
    one = "def f(zoe):\n    return zoe"
    other = "def f(x):\n    '''Zoe'''\n    return x * 2  # Zoe"
    assert alike.example([other, other], set()) == ""
    shown = alike.example([one, other, other, "no Python("], {"f", "x"})
    assert shown == "def f(x):\n    return x * 2"
    assert alike.example([one] * 3, set()) == one  # a name that three have is nobody's
    assert alike.example(["\n".join(["x = 1"] * 99)] * 3, set()) == ""
