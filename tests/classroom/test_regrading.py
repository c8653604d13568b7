"""An update of the course takes no mark back: it is said which marks an older check made, shown
what would change, and changed where that is wanted."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import ast
import json
from dataclasses import replace
from importlib.metadata import version

import pytest

from classroom import deciding, package, rebuild
from classroom.deciding import Keys
from classroom.folder import read_json, write, write_json
from classroom.gradebook import gradebook
from classroom.grading import by_older_checks, grade, read, standing
from classroom.regrading import regrade
from classroom.standing import scores
from lessons import course
from tests.classroom import known
from tests.classroom.classes import answered, cell, changed, hand_in, make, opened, released

BOUNDARY, ACCURACY = "4-4-boundary", "4-5-accuracy"
HALF = {BOUNDARY: "def boundary(w, b, p):\n    return -b / w"}
OLDER = "Made by an older check, and left as they are: "


@pytest.fixture(scope="module")
def template(plain, here, unsought, tmp_path_factory):
    """A graded class: s01 is right, s02 wrong in 4.4, s03 handed in no notebook."""
    path = tmp_path_factory.mktemp("template") / "class"
    folder, assignment = make(path, ["s01", "s02", "s03"], "04", exercises=["4.4", "4.5"])
    notebook = released(folder, assignment)
    hand_in(folder, assignment, "s01", answered(notebook))
    hand_in(folder, assignment, "s02", answered(notebook, HALF))
    hand_in(folder, assignment, "s03", b"no notebook")
    grade(folder, assignment)
    return path


@pytest.fixture
def school(template, tmp_path):
    return opened(template, tmp_path / "class")


@pytest.fixture(scope="module")
def present():
    """The keys of all exercises, as the course is."""
    return all_keys()


@pytest.fixture
def update(monkeypatch):
    """Change a file of the course, as the keys see it."""
    real, changes = deciding.content, {}

    def content(path):
        name = path.relative_to(package.ROOT).as_posix()
        return real(path) + changes.get(name, b"")

    monkeypatch.setattr(deciding, "content", content)

    def change(name):
        assert (package.ROOT / name).is_file()
        changes[name] = b"# changed"

    return change


@pytest.fixture
def stricter(monkeypatch, update):
    """Another edition of 4.4, whose reference is what s02 wrote: now s01 is wrong."""
    wrong = next(m.answer for m in course["4.4"].mistakes if m.answer(2.0, -5.0, 0.9) == 2.5)

    def change():
        update("lessons/lesson4/exercises/4_4.py")
        edition = replace(course["4.4"], mistakes=())
        monkeypatch.setattr("checks.checking.Judge.outcomes", property(
            lambda judge: [
                judge._try(wrong if judge.exercise is edition else judge.exercise.reference, case)
                for case in judge.cases
            ]
        ))
        monkeypatch.setitem(course._loaded, "4.4", edition)

    return change


def all_keys():
    keys = Keys()
    return {id: keys.key(id) for id in course}


def files(folder):
    """What of a class says what was graded."""
    paths = [p for top in ("results", "autograded") for p in (folder.path / top).rglob("*")]
    return {path: path.read_bytes() for path in paths if path.is_file()}


def marks(folder, assignment):
    return {id: row.score for id, row in standing(folder, assignment).items()}


# What decides a mark


def test_a_verdict_names_what_decided_each_exercise(school):
    folder, assignment = school
    kept = read(folder, assignment, "s01")
    now = Keys()
    assert kept["uses"] == ["course_utils.data", "course_utils.sigmoid"]
    assert kept["keys"] == {id: now.key(id, tuple(kept["uses"])) for id in ("4.4", "4.5")}
    assert kept["keys"]["4.4"] != kept["keys"]["4.5"]


@pytest.mark.parametrize("id", course)
def test_behind_an_exercise_stands_what_its_imports_lead_to(id):
    lesson, number = id.split(".")
    files = {str(path.relative_to(package.ROOT)) for path in Keys().files(id)}
    home = course[id].reference.__module__.replace(".", "/")
    probe = course[id].probe.__module__.replace(".", "/")
    own = f"lessons/lesson{lesson}/exercises/{lesson}_{number}.py"
    assert {own, f"{home}.py", f"{probe}.py"} < files
    assert {f for f in files if "/exercises/" in f and not f.endswith("shared.py")} == {own}
    assert ("lessons/probes_torch.py" in files) == (probe == "lessons/probes_torch")
    assert ("course_utils/two_features.npy" in files) == ("course_utils/data.py" in files)


# Of ours, what decides no mark: what is new must be put here, or be reached by imports.
NO_MARK = {
    "checks": {"", "course", "errors", "examples.two_exercises", "map", "messages", "store"}
    | {"lines", "lines.aligning", "lines.changes", "lines.search"},
    "classroom": {"", "__main__", "deciding", "export", "feedback", "folder", "gradebook"}
    | {"grading", "intake", "record", "regrading", "release", "lines", "boxed.finder"}
    | {"certificates", "cluster", "counting", "desk", "download", "entering", "fitness", "machine"}
    | {"recording", "serving", "standing", "waiting", "whose"}
    | {"alike", "best", "page", "people", "places", "plots", "policies", "report", "reporting"}
    | {"homes", "hub", "hub.__main__", "hub.collector", "hub.jupyterhub_config", "hub.repository"}
    | {"screen", "suggested"},
    "course_utils": {"", "compare", "exercises", "figures", "figures.start", "live", "pictures"},
    "lessons": {"", "catalogue", "desk", "drawing", "live", "misconceptions", "names"}
    | {"not_set_up", "regimes"},
}


def test_every_module_is_behind_an_exercise_or_decides_no_mark():
    keys = Keys()
    behind = {path for id in course for path in keys.files(id)}
    for module, path in package.modules().items():
        top, _, rest = module.partition(".")
        parts = rest.split(".")
        if parts[0].startswith("lesson") and top == "lessons":
            counts = len(parts) == 3 and parts[1] == "exercises"
        else:
            counts = top != "livefigure" and rest not in NO_MARK[top]
        assert (path in behind) == counts, module


def test_an_exercise_s_file_is_behind_its_own_marks_alone(present, update):
    update("lessons/lesson4/exercises/4_4.py")
    after = all_keys()
    assert [id for id in course if present[id] != after[id]] == ["4.4"]


@pytest.mark.parametrize(
    ("file", "lessons"),
    [
        ("course_utils/sweep.py", "6"),
        ("course_utils/sigmoid.py", "34"),
        ("course_utils/two_features.npy", "1246"),
        ("lessons/probes_torch.py", "567"),
        ("lessons/lesson5/exercises/shared.py", "5"),
        ("checks/values.py", "1234567"),
        ("classroom/boxed/runner.py", "1234567"),
        ("classroom/cleaning.py", "1234567"),
        ("classroom/seccomp.py", "1234567"),
        ("lessons/lesson4/figures/two_sides.py", ""),
        ("classroom/feedback.py", ""),
    ],
)
def test_a_module_is_behind_the_marks_of_those_who_import_it(present, update, file, lessons):
    update(file)
    after = all_keys()
    assert {id[0] for id in course if present[id] != after[id]} == set(lessons)


@pytest.mark.parametrize("name", ["numpy", "torch", "ipython", "matplotlib", "python"])
def test_a_library_is_behind_all_marks(present, monkeypatch, name):
    monkeypatch.setattr(deciding, "version", lambda one: "0.0" if one == name else version(one))
    if name == "python":
        monkeypatch.setattr("platform.python_version", lambda: "3.99.0")
    after = all_keys()
    assert [id for id in course if present[id] == after[id]] == []


def test_what_a_submission_imports_is_behind_its_marks(update):
    uses = Keys().uses(
        [
            "%matplotlib inline\nfrom course_utils.descent import step as s\nimport numpy",
            "def f():\n    import course_utils.search",
            "from lessons.lesson4 import figures\nfrom course_utils import Playground, errors",
            "from lessons import check\nimport checks.checking, livefigure",
            "no Python",
        ]
    )
    assert uses == ("course_utils", "course_utils.descent", "course_utils.errors",
                    "course_utils.search")  # fmt: skip
    before = Keys().key("4.4", uses)
    assert before != Keys().key("4.4")
    update("course_utils/descent.py")
    assert before != Keys().key("4.4", uses)


def test_one_thread_parses_at_a_time(monkeypatch):
    """Python 3.11 counts for all threads together how deep its parser is, and fails."""
    real, alone = ast.parse, []

    def watched(*arguments, **options):
        alone.append(rebuild._PARSING.locked())
        return real(*arguments, **options)

    deciding._statements.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(ast, "parse", watched)
        keys = Keys()
        keys.key("4.3", keys.uses(["import course_utils.descent"]))
    assert len(alone) > 10 and all(alone)


# After a change of the course


def test_a_change_of_one_exercise_leaves_all_marks_and_names_it(school, run, update):
    folder, assignment = school
    before = files(folder)
    assert OLDER not in run("grade", folder.path, "04")[1]
    update("lessons/lesson4/exercises/4_4.py")
    for _ in range(2):
        status, printed = run("grade", folder.path, "04")
        # s03, who has no mark, was tried again.
        assert status == 1 and printed.count(OLDER) == 1
        assert f"{OLDER}4.4 of s01, s02. `regrade` shows what would change." in printed
    changed = {path for path, content in files(folder).items() if content != before[path]}
    assert changed == {folder.result("s03", assignment)}
    assert OLDER not in run("grade", folder.path, "04", "--student", "s03")[1]


def test_another_lesson_s_change_is_no_matter(school, run, update):
    folder, _ = school
    before = files(folder)
    update("lessons/lesson6/exercises/6_1.py")
    assert OLDER not in run("grade", folder.path, "04")[1]
    assert files(folder) == before


def test_another_version_of_torch_is_behind_all_of_it(school, run, monkeypatch):
    folder, _ = school
    monkeypatch.setattr(deciding, "version", lambda one: "0.0" if one == "torch" else version(one))
    assert f"{OLDER}4.4, 4.5 of s01, s02." in run("grade", folder.path, "04")[1]


def test_a_changed_submission_is_graded_by_the_present_check(school, run, update):
    folder, assignment = school
    update("lessons/lesson4/exercises/4_4.py")
    hand_in(folder, assignment, "s02", answered(released(folder, assignment)))
    printed = run("grade", folder.path, "04")[1]
    assert f"{OLDER}4.4 of s01." in printed
    assert marks(folder, assignment) == {"s01": 2, "s02": 2, "s03": None}


def test_what_would_change_is_shown_and_not_changed(school, run, stricter):
    folder, assignment = school
    assert run("regrade", folder.path, "04") == (0, "No mark was made by an older check.\n")
    stricter()
    before, in_book = files(folder), scores(folder, assignment)
    status, printed = run("regrade", folder.path, "04")
    assert status == 1
    rows = [line.split() for line in printed.splitlines()]
    assert ["s01", "4.4", "1", "0"] in rows and ["s02", "4.4", "0", "1"] in rows
    assert not [row for row in rows if "4.5" in row or "s03" in row]
    assert "Nothing was changed" in printed
    assert files(folder) == before and scores(folder, assignment) == in_book
    assert marks(folder, assignment) == {"s01": 2, "s02": 1, "s03": None}


def test_new_marks_are_taken_over_where_that_is_wanted(school, run, stricter):
    folder, assignment = school
    stricter()
    assert run("regrade", folder.path, "04", "--student", "s02", "--apply")[0] == 0
    assert marks(folder, assignment) == {"s01": 2, "s02": 2, "s03": None}
    assert f"{OLDER}4.4 of s01." in run("grade", folder.path, "04")[1]
    status, printed = run("regrade", folder.path, "04", "--apply")
    assert status == 0 and "taken over" in printed
    assert marks(folder, assignment) == {"s01": 1, "s02": 2, "s03": None}
    assert run("regrade", folder.path, "04") == (0, "No mark was made by an older check.\n")
    assert OLDER not in run("grade", folder.path, "04")[1]
    run("feedback", folder.path, "04")
    assert "<strong>1</strong> of 2 points" in folder.feedback("s01", assignment).read_text()


def test_one_exercise_alone_is_taken_over(school, run, stricter, update):
    folder, assignment = school
    stricter()
    update("lessons/lesson4/exercises/4_5.py")
    assert f"{OLDER}4.4, 4.5 of s01, s02." in run("grade", folder.path, "04")[1]
    status, printed = run("regrade", folder.path, "04", "--exercises", "4.5", "--apply")
    assert status == 0 and "graded by an older check: 2, of which 0" in printed
    assert marks(folder, assignment) == {"s01": 2, "s02": 1, "s03": None}
    assert f"{OLDER}4.4 of s01, s02." in run("grade", folder.path, "04")[1]
    of_it = "regrade", folder.path, "04", "--exercises", "4.5"
    assert run(*of_it) == (0, "No mark of 4.5 was made by an older check.\n")
    assert run("regrade", folder.path, "04", "--exercises", "4.4,4.5", "--apply")[0] == 0
    assert marks(folder, assignment) == {"s01": 1, "s02": 2, "s03": None}
    assert OLDER not in run("grade", folder.path, "04")[1]
    status, printed = run("regrade", folder.path, "04", "--exercises", "4.4,4.9")
    assert (status, printed) == (2, "exercises: expected some of 4.4, 4.5, got 4.9.\n")


def test_a_mark_and_a_comment_by_hand_stay_whatever_the_computer_says(school, run, stricter):
    folder, assignment = school
    with gradebook(folder) as book:
        found = book.find_grade(f"{BOUNDARY}-check", assignment.notebook, "04", "s02")
        found.manual_score, found.needs_manual_grade = 0.5, False
        note = book.find_comment(BOUNDARY, assignment.notebook, "04", "s02")
        note.manual_comment = "Nearly"
        book.db.commit()
    stricter()
    for more in ([], ["--apply"]):
        printed = run("regrade", folder.path, "04", *more)[1]
        [row] = [line for line in printed.splitlines() if line.startswith("s02")]
        assert row.endswith("your own mark stays")
    assert marks(folder, assignment) == {"s01": 1, "s02": 1.5, "s03": None}
    assert scores(folder, assignment)["s02"][f"{BOUNDARY}-check"]["comment"] == "Nearly"
    run("feedback", folder.path, "04")
    assert "Nearly" in folder.feedback("s02", assignment).read_text()


def test_only_what_an_older_check_made_is_taken_over(school, run, stricter):
    """What else comes out otherwise this time, by chance or a fault, is not the course's doing."""
    folder, assignment = school
    kept = read_json(folder.result("s01", assignment))
    kept["marks"]["4.5"]["score"] = 0.25
    write_json(folder.result("s01", assignment), kept)
    stricter()
    run("regrade", folder.path, "04", "--apply")
    after = read(folder, assignment, "s01")["marks"]
    assert (after["4.4"]["score"], after["4.5"]["score"]) == (0, 0.25)


def test_where_nothing_comes_out_the_old_mark_stays(school, run, stricter, monkeypatch):
    folder, assignment = school
    stricter()
    monkeypatch.setattr("classroom.judging.marks", known.real)
    monkeypatch.setattr("classroom.judging.WHOLE_SECONDS", 0.0)
    status, printed = run("regrade", folder.path, "04", "--apply")
    assert status == 1 and "s01 keeps its marks: All of it took more than" in printed
    assert marks(folder, assignment) == {"s01": 2, "s02": 1, "s03": None}
    assert [row.student for row in regrade(folder, assignment)] == ["s01", "s02"]


def test_a_notebook_that_is_gone_is_made_anew_without_judging(school, run, update):
    folder, assignment = school
    notebook = folder.graded("s01", assignment)
    before = notebook.read_bytes(), folder.result("s01", assignment).read_bytes()
    notebook.unlink()
    update("lessons/lesson4/exercises/4_4.py")
    assert f"{OLDER}4.4 of s01, s02." in run("grade", folder.path, "04")[1]
    assert (notebook.read_bytes(), folder.result("s01", assignment).read_bytes()) == before


# Verdicts of the first edition


@pytest.fixture
def first(school):
    """The same class, with verdicts as the first edition wrote them."""
    folder, assignment = school
    for path in folder.path.glob("results/*/*.json"):
        kept = read_json(path)
        del kept["keys"], kept["uses"]
        write_json(path, kept | {"schema": 1, "key": "0" * 64})
    return folder, assignment


def test_verdicts_of_the_first_edition_are_kept_and_named(first, run):
    folder, assignment = first
    before = files(folder)
    assert marks(folder, assignment) == {"s01": 2, "s02": 1, "s03": None}
    assert f"{OLDER}4.4, 4.5 of s01, s02." in run("grade", folder.path, "04")[1]
    changed = {path for path, content in files(folder).items() if content != before[path]}
    assert changed == {folder.result("s03", assignment)}
    assert by_older_checks(folder, assignment, ["s02"]) == {"s02": ["4.4", "4.5"]}


def test_verdicts_of_the_first_edition_are_taken_to_the_present_one(first, run):
    folder, assignment = first
    status, printed = run("regrade", folder.path, "04")
    assert status == 0 and "graded by an older check: 2, of which 0 with other marks" in printed
    assert run("regrade", folder.path, "04", "--apply")[0] == 0
    assert OLDER not in run("grade", folder.path, "04")[1]
    assert marks(folder, assignment) == {"s01": 2, "s02": 1, "s03": None}


def test_another_submission_than_the_first_edition_s_is_graded(first, run):
    folder, assignment = first
    again = changed(
        answered(released(folder, assignment)),
        lambda notebook: cell(notebook, ACCURACY).update(source="accuracy = None"),
    )
    hand_in(folder, assignment, "s01", again)
    assert f"{OLDER}4.4, 4.5 of s02." in run("grade", folder.path, "04")[1]
    assert marks(folder, assignment) == {"s01": 1, "s02": 1, "s03": None}


@pytest.mark.parametrize(
    "change", [{"keys": 3}, {"uses": "course_utils"}, {"schema": 3}, {"keys": None}]
)
def test_a_damaged_result_is_no_result(school, change):
    folder, assignment = school
    kept = read_json(folder.result("s01", assignment))
    write(folder.result("s01", assignment), json.dumps(kept | change).encode())
    assert read(folder, assignment, "s01") is None
