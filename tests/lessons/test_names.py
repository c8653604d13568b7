"""Names that have been given another value, and files that stand in a module's way."""

import ast
import sys
from types import ModuleType

import numpy as np
import pytest

import lessons
from lessons import course, names
from tests.notebooks.rules import lesson_paths
from tools.notebooks import read

GIVEN = "A cell has given the name {} another value: run {}, and call that value something else."


def imports():
    """What the imports of the lessons' set-up cells make."""
    found = {}
    for path in lesson_paths():
        (cell,) = [c for c in read(path).cells if "setup" in c.metadata.get("tags", [])]
        body = ast.parse(cell.source).body
        body = [line for line in body if isinstance(line, ast.Import | ast.ImportFrom)]
        exec(compile(ast.Module(body, []), path.name, "exec"), found)
    del found["__builtins__"]
    return found


def test_each_name_of_a_set_up_cell_is_of_its_kind():
    made = imports()
    assert {name for name in made if isinstance(made[name], ModuleType)} == names.MODULES
    from_lessons = {name for name in made if made[name] is vars(lessons).get(name)}
    assert from_lessons == names.COMMANDS
    assert {name for name in made if callable(made[name])} == names.COMMANDS | names.FUNCTIONS
    assert names.overwritten(made, made) == ""


@pytest.mark.parametrize(
    ("values", "told", "cure"),
    [
        ({"check": 3}, "`check`", "the set-up cell again"),
        ({"check": lambda id, answer: answer}, "`check`", "the set-up cell again"),
        ({"figures": [1]}, "`figures`", "the set-up cell again"),
        ({"data": {}}, "`data`", "the set-up cell again"),
        ({"np": None}, "`np`", "the set-up cell again"),
        ({"picture": "a.png"}, "`picture`", "the set-up cell again"),
        ({"sum": 0}, "`sum`", "`del sum`"),
        ({"list": []}, "`list`", "`del list`"),
        ({"max": 3}, "`max`", "`del max`"),
    ],
)
def test_a_name_that_holds_something_else_is_told(values, told, cure):
    assert names.overwritten(values, values) == GIVEN.format(told, cure)
    assert names.overwritten(["x"], values) == "", "it is not used"


def test_several_are_told_together():
    values = {"sum": 0, "check": 3, "max": 1}
    assert names.overwritten(values, values) == (
        "A cell has given the names `check` and `sum` and `max` another value: run "
        "`del sum, max` and the set-up cell again, and call those values something else."
    )


@pytest.mark.parametrize(
    "values",
    [
        {"np": np, "check": lessons.check, "sum": np.sum},
        {"cost": lambda w, x, y: 0, "train": print, "path": abs},  # a learner's own, or an answer
        {"x": 3, "hours": None, "STYLE": {}},
        {"__name__": None, "id_": 3},
    ],
)
def test_what_does_as_well_is_left_in_peace(values):
    assert names.overwritten(values, values) == ""


ANSWERS = {
    "in the answer": "def cost(w, x, y):\n    return sum((w * x - y) ** 2) / len(x)",
    "in a helper": "def total(v):\n    return sum(v)\n\n\n"
    "def cost(w, x, y):\n    return total((w * x - y) ** 2) / len(x)",
    "in a comprehension": "def cost(w, x, y):\n    return [sum((w * x - y) ** 2) for _ in x][0]",
}


@pytest.mark.parametrize("source", ANSWERS.values(), ids=ANSWERS)
def test_a_check_says_which_name_its_answer_misses(source, notes):
    learners = {"sum": 0, "np": np}
    exec(source, learners)
    course.check("1.2", learners["cost"])
    told = str(notes[-1])
    assert told.startswith(f"✘ Not yet · 1.2 The cost\n{GIVEN.format('`sum`', '`del sum`')}\n")
    assert "where" in told and len(notes) == 1, "no line of the answer is to be changed"


def test_a_class_is_looked_into():
    learners = {"nn": None}
    exec("class Classifier:\n    def __init__(self):\n        self.layer = nn.Linear", learners)
    assert "`nn`" in names.used_and_overwritten(learners["Classifier"])


def test_another_failure_of_the_answer_is_told_as_always(notes):
    learners = {"sum": 0, "np": np}
    exec("def cost(w, x, y):\n    return (w * x).no_such", learners)
    course.check("1.2", learners["cost"])
    assert "AttributeError" in str(notes[-1])
    exec("def cost(w, x, y):\n    return np.mean(w * x - y)", learners)
    course.check("1.2", learners["cost"])
    assert "another value" not in str(notes[-1])


# Files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A notebook's folder, where Python looks first."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend("")
    return tmp_path


def test_a_file_or_folder_in_the_way_is_found(folder, monkeypatch):
    for name in ("numpy", "torch", "secrets"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    for name in ("numpy.py", "lesson.py", "secrets.py", "filelock.py"):
        (folder / name).touch()
    (folder / "torch").mkdir()
    (folder / "torch" / "__init__.py").touch()
    (folder / "PIL").mkdir()  # without it a folder comes last
    found = [path.name for path in names.in_the_way()]
    assert found == ["numpy.py", "secrets.py", "torch"], "filelock has been loaded from its place"
    assert names.blocked(folder / name for name in found[:1]) == (
        "Beside this notebook Python finds `numpy.py` in place of `numpy`: "
        "give it another name, then restart the kernel."
    )
    assert "`numpy.py` and `torch` in place of `numpy` and `torch`: give them other names" in (
        names.blocked([folder / "numpy.py", folder / "torch"])
    )
    assert names.blocked([]) == ""


def test_where_python_does_not_look_nothing_is_in_the_way(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "numpy.py").touch()
    monkeypatch.setattr(sys, "path", [place for place in sys.path if place not in ("", ".")])
    monkeypatch.delitem(sys.modules, "numpy")
    assert names.in_the_way() == []
