"""The lines that feedback names: looked for apart from all marks, and nothing else gets out."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import shutil

import nbformat
import pytest

from checks.lines import changes
from classroom import lines, package, sandbox
from classroom.__main__ import main
from classroom.grading import grade, read
from lessons import course
from tests.classroom.classes import answered, cell, hand_in, make, opened, released

pytestmark = pytest.mark.usefixtures("plain", "once")

TRAIN, BOUNDARY, ACCURACY = "4-3-train", "4-4-boundary", "4-5-accuracy"
CHOSEN = ["4.3", "4.4", "4.5"]
WRONG = course["4.3"].solution.replace("range(epochs)", "range(epochs - 2)")
ODD = {  # answers that no known mistake explains
    TRAIN: WRONG,
    BOUNDARY: "def boundary(w, b, p):\n    return np.log(p / (1 - p)) - b / w + 1",
    ACCURACY: "def accuracy(p, y, threshold):\n    return np.mean((p >= threshold) == y) + 1",
}
# Takes the finder's own ways over, where there is one, and says what it likes in its place.
FORGED = {
    "4.3": {"lines": [1], "kind": "<script>gained</script>", "marks": {"4.3": 99}},
    "4.4": {"lines": ["gained"], "kind": changes.SIGN},
    "4.5": {"lines": [1, 2, 10**6], "kind": changes.SIGN, "outcomes": [{"state": "right"}]},
}
HOSTILE = f"""
import gc
for session in gc.get_objects():
    if type(session).__name__ == "Finder":
        session.find = lambda id, cell: {FORGED!r}[id]
"""
NUMBER = "one small change here makes it right on the lesson's own cases. It is about a number."


@pytest.fixture(scope="module")
def template(plain, once, tmp_path_factory):
    """A class: one with a slip, one whose answer is there twice, one who forges, one who is right;
    graded and looked at."""
    path = tmp_path_factory.mktemp("lines") / "class"
    folder, assignment = make(path, ["s01", "s02", "s03", "s04"], "04", exercises=CHOSEN)
    blank = released(folder, assignment)
    hand_in(folder, assignment, "s01", answered(blank, {TRAIN: f"\n\n{WRONG}"}))
    twice = answered(blank, {TRAIN: WRONG})
    twice.cells.insert(1, nbformat.from_dict({**cell(twice, TRAIN), "id": "again"}))
    hand_in(folder, assignment, "s02", twice)
    forging = answered(blank, ODD)
    forging.cells.insert(1, nbformat.v4.new_code_cell(HOSTILE))
    hand_in(folder, assignment, "s03", forging)
    hand_in(folder, assignment, "s04", answered(blank))
    grade(folder, assignment)
    before = results(folder)
    assert not (path / "lines").exists()  # grading looks for none
    lines.look(folder, assignment)
    return path, before


def results(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.path.glob("results/*/*"))}


@pytest.fixture
def school(template, tmp_path):
    """The same class, to be changed."""
    return opened(template[0], tmp_path / "class")


@pytest.fixture
def no_sandbox(monkeypatch):
    """Whatever starts a sandbox fails."""

    def missing():
        raise sandbox.SandboxError("bubblewrap is missing.")

    monkeypatch.setattr(sandbox, "find_bubblewrap", missing)


def pages(folder):
    """Write the pages by the command, and read them."""
    assert main(["feedback", str(folder.path), "04"]) == 0
    return {path.parts[-3]: path.read_text() for path in folder.path.glob("feedback/*/*/*.html")}


def test_a_page_names_the_line_of_the_cell_as_it_was_handed_in(school, no_sandbox):
    folder, _ = school
    number = WRONG.splitlines().index("    for _ in range(epochs - 2):") + 3
    found = pages(folder)  # what was found is kept: no sandbox is needed again
    assert f"Line {number}: {NUMBER}" in found["s01"].replace("&#x27;", "'")
    assert not any("small change" in found[student] for student in ("s02", "s03", "s04"))


def test_no_mark_is_made_where_lines_are_looked_for(template, school):
    folder, assignment = school
    assert results(folder) == template[1]
    marks = read(folder, assignment, "s03")["marks"]
    assert [mark["score"] for mark in marks.values()] == [0, 0, 0]


def test_a_forged_reply_gains_nothing(school, no_sandbox):
    folder, assignment = school
    assert lines.sentences(folder, assignment)["s03"] == {}
    assert "gained" not in folder.lines("s03", assignment).read_text()
    [page] = [text for student, text in pages(folder).items() if student == "s03"]
    said = page.replace("gained</script>", "")
    assert "<script" not in page and "gained" not in said and "99" not in said


@pytest.mark.parametrize(
    "reply",
    [
        {"lines": [3, 3], "kind": changes.SIGN},
        {"lines": [4, 2], "kind": changes.SIGN},
        {"lines": [0], "kind": changes.SIGN},
        {"lines": [-1], "kind": changes.SIGN},
        {"lines": [5], "kind": changes.SIGN},
        {"lines": [True], "kind": changes.SIGN},
        {"lines": [2.0], "kind": changes.SIGN},
        {"lines": ["2"], "kind": changes.SIGN},
        {"lines": [[2]], "kind": changes.SIGN},
        {"lines": [], "kind": changes.SIGN},
        {"lines": {"2": 2}, "kind": changes.SIGN},
        {"lines": 2, "kind": changes.SIGN},
        {"lines": [2], "kind": "a sign "},
        {"lines": [2], "kind": ["a sign"]},
        {"lines": [2]},
        {"lines": None, "kind": None},
        {},
        {"failed": "KeyError"},
    ],
    ids=str,
)
def test_what_comes_out_has_one_form_or_is_nothing(reply):
    assert lines.told(reply, "\n\na\nb\nc\nd") is None


def test_a_line_and_a_phrase_come_out():
    reply = {"lines": [1, 4], "kind": changes.SIGN}
    assert lines.told(reply, "\n\na\nb\nc\nd") == ([3, 6], "a sign")
    assert lines.told({"lines": [2], "kind": ""}, "a\nb") == ([2], "")
    assert lines.told({"lines": [*range(1, 7)], "kind": ""}, "a\n" * 9) is None
    assert lines.sentence([3], "").startswith("Line 3 needs a change")
    assert lines.sentence([3, 6], "a sign").startswith("Lines 3 and 6: one small change in each")


def test_no_hidden_case_is_where_lines_are_looked_for(school):
    folder, assignment = school
    finder = lines._Finder(folder, assignment)
    finder.prepare()
    assert all(judge.cases == [] for judge in finder.bench.judges.values())
    for path in finder.box.rglob("*"):
        assert not path.is_file() or folder.secret not in path.read_bytes()
    box = folder.path / "box" / "04"
    assert (finder.box / "whole/checks/lines").is_dir() and not (box / "whole").exists()
    assert not (box / package.FINDER).exists()


def test_it_can_be_switched_off_for_an_assignment(school, no_sandbox, capsys):
    folder, assignment = school
    chosen = ["--exercises", ",".join(CHOSEN)]
    assert main(["release", str(folder.path), "04", *chosen, "--no-lines"]) == 0
    shutil.rmtree(folder.path / "lines")
    assert "small change" not in pages(folder)["s01"]
    assert "bubblewrap" not in capsys.readouterr().err  # none was started
    assert main(["release", str(folder.path), "04", *chosen]) == 0
    pages(folder)
    assert "bubblewrap is missing. No lines are named." in capsys.readouterr().err


def test_once_it_can_be_left_out(school, no_sandbox, capsys):
    folder, _ = school
    assert main(["feedback", str(folder.path), "04", "--no-lines"]) == 0
    [page] = folder.path.glob("feedback/s01/*/*.html")
    assert "small change" not in page.read_text() and capsys.readouterr().err == ""


def test_grading_looks_for_lines_where_that_is_asked_for(school, monkeypatch):
    folder, _ = school
    seen = []
    monkeypatch.setattr(lines, "look", lambda *given: seen.append(given[2]))
    assert main(["grade", str(folder.path), "04"]) == 1 and seen == []  # one names gc
    assert main(["grade", str(folder.path), "04", "--lines", "--student", "s01"]) == 0
    assert seen == [["s01"]]
