"""What the sandbox holds of the course: the names of both editions, no solution, and nothing whose
patching changes a verdict."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import ast
import site
import tomllib
from pathlib import Path

import nbformat
import pytest

from classroom import judging, package, sandbox
from classroom.grading import grade, read
from classroom.judging import LESSON, Bench
from classroom.release import NOTEBOOKS
from classroom.sandbox import Sandbox
from lessons import course
from tests.classroom.classes import answered, hand_in, make, released
from tests.classroom.hostile import own
from tests.classroom.tries import asked
from tests.thorough import THOROUGH, thinned

FIRST = Path(__file__).resolve().parents[1] / "first_edition" / "notebooks"
LESSONS = sorted({id.split(".")[0] for id in course})
SHOWN = [name for name in package.modules() if name.split(".")[0] != "classroom"]
HELPERS = [p.stem for p in (package.HERE / "boxed").glob("*.py") if p.name != package.FINDER]


def ids_of(lesson):
    return [id for id in course if id.split(".")[0] == lesson]


@pytest.fixture(scope="module")
def boxes(tmp_path_factory):
    """Each lesson's box, all of its exercises assigned, when it is first asked for."""
    made = {}

    def box(lesson):
        if lesson not in made:
            made[lesson] = tmp_path_factory.mktemp("boxes") / lesson
            package.build(made[lesson], ids_of(lesson))
        return made[lesson]

    return box


@pytest.fixture(scope="module")
def session(boxes):
    """Open a lesson's sandbox, loaded, and run cells in it: each must go well.  It is the one that
    others ran in before, unless it must be fresh."""
    opened = {}

    def start(lesson, fresh=THOROUGH):
        if fresh or lesson not in opened:
            close(lesson)
            one = opened[lesson] = Sandbox(boxes(lesson))
            probes = Bench(b"1" * 32, ids_of(lesson)).probes
            assert one.ask({"do": "load", "probes": probes}, LESSON) == {}

        def run(source):
            reply = opened[lesson].ask({"do": "run", "source": source}, LESSON)
            assert reply == {"error": None}, source

        return run, opened[lesson].ask

    def close(lesson):
        if one := opened.pop(lesson, None):
            one.__exit__()

    yield start
    for lesson in [*opened]:
        close(lesson)


# Names


# A sandbox with torch takes long: without THOROUGH=1 the set-ups of lessons 5 to 7 share one.
@pytest.mark.parametrize("lesson", thinned(LESSONS, LESSONS[:5]))
def test_of_ours_nothing_is_loaded_when_the_set_up_of_either_edition_runs(session, lesson):
    """Nor does what is imported then do anything, where it is no code for answers."""
    run, _ = session(lesson, fresh=True)
    tops = sorted({*package.PACKAGES, *HELPERS})
    run(
        "import sys\n"
        f"left = [n for n in sys.modules if n.partition('.')[0] in {tops!r}]\n"
        "assert left == ['withheld'], left"
    )
    lessons = thinned(lesson, "567" if lesson == "5" else lesson)
    places = [(top, one) for one in lessons for top in (FIRST, NOTEBOOKS)]
    paths = [path for top, one in places for path in top.glob(f"0{one}_*.ipynb")]
    assert len(paths) == 2 * len(lessons) - ("7" in lessons)  # the first edition had six
    for path in paths:
        cells = nbformat.read(path, as_version=4).cells
        [cell] = [c for c in cells if "setup" in c.metadata.get("tags", ())]
        run(cell.source)
        run("figures.anything(1, x=2).more\nhint('1.1')\nprogress()\n"
            "assert check('1.1', figures) is figures")  # fmt: skip


def test_other_names_of_both_editions_are_there(session):
    run, _ = session("4")
    run(
        "from course_utils import LiveFigure, Playground, errors, picture, yours\n"
        "from course_utils.errors import InputError\n"
        "from course_utils.live import LiveFigure, choice, slider\n"
        "from course_utils.figures import descent, lab, logistic, pipeline, search, sigmoid\n"
        "from course_utils.logistic import bce_from_logits, cross_entropy, sigmoid_slope\n"
        "from course_utils.training import choose_lr, matching_lr, scale, sweep, updates\n"
        "from course_utils.misconceptions import Belief\n"
        "from course_utils.pictures import COLORS, picture\n"
        "from livefigure import LiveFigure\n"
        "from lessons import LiveFigure, choice\n"
        "from lessons.live import slider\n"
        "from lessons.lesson2.figures import learning_rate\n"
        "from course_utils.data import digits, tumours\n"
        "assert digits('judge')[0].shape == (400, 64) and tumours()[0].shape == (569, 3)\n"
        "assert sigmoid_slope(0.0) == 0.25 and updates(10, 3, 1) == 4"
    )


SLOW = "\nimport sys\nslow = sys.modules.keys() & {'matplotlib.colors', 'torch._dynamo.config'}"
STYLE = """
import inspect
import matplotlib as mpl
import matplotlib.pyplot as plt
plt.style.use({})
inspect.getmodule(inspect.stack()[0].frame)
"""
OPTIMIZERS = f"""{STYLE}
import torch
w = torch.zeros(2, requires_grad=True)
for make in (torch.optim.SGD, torch.optim.Adam):
    optimizer = make([w], lr=0.1)
    optimizer.zero_grad()
    (w - 1).square().sum().backward()
    optimizer.step()
    optimizer.load_state_dict(optimizer.state_dict())
assert w[0].item() > 0.2"""
ASKED = [
    "assert type(plt.subplots()[0]).__name__ == 'Figure'",
    "import matplotlib.figure\nfrom matplotlib import pyplot\nassert pyplot is plt is mpl.pyplot",
    "plt.style.use({'font.size': 9})\nassert mpl.rcParams['font.size'] == 9",
    "plt.style.use(style='ggplot')\nwith plt.style.context('default'): plt.plot([1])",
    "from matplotlib import style\nplt.figure()\nstyle.use('ggplot')\n"
    "assert plt.rcParams['axes.grid']",
    "from matplotlib.pyplot import *\nplot([1, 2])",
    "shown = []\nplt.show = lambda: shown.append(1)\nplt.plot([1])\nplt.show()\nassert shown",
    "import importlib\nimportlib.reload(plt).plot([1])\nassert 'plot' in dir(plt)",
    "import importlib.util\nassert importlib.util.find_spec('matplotlib').origin == mpl.__file__",
    "%matplotlib inline\nimport matplotlib.backends.registry as backends\n"
    "assert backends is mpl.backends.registry",
    "from torch._dynamo.config import verbose\nassert not torch._dynamo.is_compiling()\n"
    "assert torch._dynamo.utils.config is torch._dynamo.config\noptimizer.step()",
    "@torch.compiler.disable(recursive=False)\ndef f(x): return x\nassert f(1) == 1",
]


def test_slow_modules_are_loaded_only_when_asked_for(session):
    """Matplotlib, of which a set-up cell wants a style, and PyTorch's compiler, which an optimizer
    asks for two functions that do nothing where nothing is compiled."""
    run, _ = session("5")
    run(f"{OPTIMIZERS}{SLOW}\nassert not slow, slow")
    for source in ASKED:
        run(f"{source}\noptimizer.step()")
    run(f"{SLOW}\nassert len(slow) == 2, slow")


@pytest.mark.parametrize("source", thinned(ASKED, ASKED[3:5]))
def test_whatever_is_asked_first_is_answered_as_ever(session, source):
    """Where nothing of torch is asked, nothing of it has to be there."""
    lesson, before = thinned(("5", OPTIMIZERS), ("1", STYLE))
    run, _ = session(lesson, fresh=True)
    run(before)
    run(source)


def test_an_exercise_that_is_not_assigned_is_given_by_check(session, tmp_path, boxes):
    package.build(tmp_path / "box", ["4.5"])
    with Sandbox(tmp_path / "box") as sandbox:
        sandbox.ask({"do": "load", "probes": []}, LESSON)
        source = (
            "from lessons import check\nimport course_utils\n"
            "assert check is course_utils.check and check('4.5', 3) == 3\n"
            "assert check('4.4', None)(2.0, -5.0, 0.5) == 2.5"
        )
        assert sandbox.ask({"do": "run", "source": source}, LESSON) == {"error": None}


def test_a_cell_that_fails_costs_no_traceback_that_nobody_reads(session):
    run, ask = session("1")
    run(
        "asked = []\n"
        "for tb in (get_ipython().InteractiveTB, get_ipython().SyntaxTB):\n"
        "    tb.structured_traceback = lambda *_, **__: asked.append(1) or []"
    )
    for source in ("1 / 0", "1 +", "import nowhere"):
        assert ask({"do": "run", "source": source}, LESSON)["error"]["type"]
    run("assert not asked")


def test_every_module_of_ours_has_its_way_of_being_there(boxes):
    known = {"whole", "inert", "picture", "refused"}
    assert {package.rule(name) for name in SHOWN} == known
    for name in SHOWN:
        assert (boxes("4") / package.modules()[name].relative_to(package.ROOT)).is_file()
    whole = {name for name in SHOWN if package.rule(name) == "whole"}
    assert {n for n in whole if not n.startswith("course_utils")} == {
        *("checks.learner", "checks.probes", "checks.trying", "checks.values"),
        *("lessons.probes_torch", "lessons.settings"),
    }


# Solutions


@pytest.mark.parametrize("lesson", LESSONS)
def test_no_file_in_the_box_holds_a_solution_or_words_about_one(boxes, lesson):
    texts = {p: p.read_text("utf-8") for p in boxes(lesson).rglob("*.py")}
    defined = {
        ast.unparse(_bare(node))
        for text in texts.values()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    for id in ids_of(lesson):
        exercise = course[id]
        [node] = ast.parse(judging._source(exercise)).body
        assert ast.unparse(_bare(node)) not in defined, id
        words = [exercise.right, *exercise.hints[:2]]
        for text in texts.values():
            assert not [word for word in words if word in text], id
    whole = "\n".join(texts.values())
    assert "EXERCISE = " not in whole and "Mistake(" not in whole and "STYLES" not in whole


def _bare(node):
    """A definition without its annotations and words."""
    for one in ast.walk(node):
        if isinstance(one, ast.arg):
            one.annotation = None
        if isinstance(one, ast.FunctionDef):
            one.returns = None
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(one):
            one.body = one.body[1:] or [ast.Pass()]
    return node


@pytest.mark.parametrize("lesson", ["3", "5"])
def test_no_module_gives_the_function_that_is_asked_for(session, lesson):
    run, ask = session(lesson)
    run(f"""
from importlib import import_module
found = []
for name in {SHOWN!r}:
    module = import_module(name)
    for key, value in list(vars(module).items()):
        if key in {[course[id].name for id in ids_of(lesson)]!r}:
            found.append((name, key, type(value).__name__))
homes = {sorted({package.home(id) for id in ids_of(lesson)})!r}
assert {{(kind) for name, _, kind in found if name in homes}} == {{"Withheld"}}, found
others = [one for one in found if one[0] not in homes]
assert all(kind == "Withheld" or name.startswith("course_utils") for name, _, kind in others)
""")


def test_what_is_withheld_leaks_by_no_other_module_and_comes_back_to_all(session):
    run, ask = session("3")
    ways = {
        "sigmoid": ["course_utils.sigmoid", "course_utils.logistic"],
        "bce": ["course_utils.sigmoid", "course_utils.logistic"],
        "cross_entropy": ["course_utils.sigmoid", "course_utils.logistic"],  # its old home
    }
    for name, modules in ways.items():
        id = next(id for id in ids_of("3") if course[id].name == name)
        attempt = Bench(b"1" * 32, [id]).requests[id]
        for module in modules:
            run(f"from {module} import {name}")
            [outcome] = asked(lambda one: ask(one, LESSON), attempt)
            assert outcome["error"]["type"] == "CoursesOwn", (name, module)
        source = judging._source(course[id])
        put = {"do": "put", "name": name, "module": package.home(id), "source": source}
        assert ask(put | {"replace": False}, LESSON) == {}
        for module in modules:
            run(f"import {module}\nfrom {module} import {name}")
            outcomes = asked(lambda one: ask(one, LESSON), attempt)
            assert len(outcomes) == len(attempt)
            assert not [outcome for outcome in outcomes if "error" in outcome]


def test_a_name_alone_makes_nothing_the_course_s_own(session):
    run, ask = session("4")
    attempt = Bench(b"1" * 32, ["4.5"]).requests["4.5"]
    run(
        "import numpy as np\n"
        "class Withheld:\n    __module__ = 'withheld'\n"
        "    def __call__(self, p, y, threshold):\n"
        "        return float(np.mean((p >= threshold) == y))\n"
        "accuracy = Withheld()"
    )
    outcomes = asked(lambda one: ask(one, LESSON), attempt)
    assert not [outcome for outcome in outcomes if "error" in outcome]


# Patching

PATCH = f"""
from importlib import import_module
def boom(*_, **__):
    raise SystemExit
patched = 0
for name in {[*SHOWN, *HELPERS]!r}:
    module = import_module(name)
    for key in [key for key in vars(module) if not key.startswith("__")]:
        setattr(module, key, boom)
    patched += 1
"""


@pytest.mark.parametrize("lesson", thinned(LESSONS, ["5"]))
def test_patching_all_that_is_ours_has_no_effect(tmp_path, lesson):
    ids = {"5": ["5.2", *thinned(["5.3"], []), "5.5"]}.get(lesson, ids_of(lesson)[:2])
    folder, assignment = make(tmp_path / "class", ["s01"], f"0{lesson}", exercises=ids)
    last = course[ids[-1]]
    count = len(SHOWN) + len(HELPERS)
    sources = {last.grade_id: f"{last.solution}\nassert patched == {count}"}
    sources[last.grade_id] += f"\n{last.name} = {last.name} if patched == {count} else None"
    notebook = own(PATCH, sources)(released(folder, assignment))
    hand_in(folder, assignment, "s01", notebook)
    [row] = grade(folder, assignment)
    marks = read(folder, assignment, "s01")["marks"]
    assert row.score == assignment.maximum, marks


# Installations


LOOK = """
import os
raise ValueError(sorted(name for name in os.listdir({top!r}) if os.listdir({top!r} + "/" + name)))
"""


@pytest.mark.parametrize("base", [False, True], ids=["of the environment", "of its Python"])
def test_all_packages_of_ours_are_hidden_where_they_are_installed(tmp_path, monkeypatch, base):
    settings = tomllib.loads((package.ROOT / "pyproject.toml").read_text("utf-8"))
    ours = settings["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {name.removesuffix("*") for name in ours} == set(package.PACKAGES)
    top = tmp_path / "packages"
    for name in (*package.PACKAGES, "numpy"):
        (top / name).mkdir(parents=True)
        (top / name / "__init__.py").write_text("")
    shown = [*sandbox.readable(), str(top)]
    monkeypatch.setattr(sandbox, "readable", lambda: shown)
    # Python asks for its own folders, or for those of the Python that it was made from.
    monkeypatch.setattr(
        site, "getsitepackages", lambda prefixes=None: [str(top)] if bool(prefixes) == base else []
    )
    package.build(tmp_path / "box", [])
    with Sandbox(tmp_path / "box") as inside:
        told = inside.ask({"do": "run", "source": LOOK.format(top=str(top))}, LESSON)["error"]
    assert told["message"] == "['numpy']"


def test_a_box_that_does_not_load_is_a_fault_of_ours_and_no_mark(tmp_path, monkeypatch):
    folder, assignment = make(tmp_path / "class", ["s01"], "05", exercises=["5.4"])
    hand_in(folder, assignment, "s01", answered(released(folder, assignment)))
    monkeypatch.setitem(package.RULES, "lessons.probes_torch", "refused")
    [row] = grade(folder, assignment)
    assert (row.status, row.score) == ("not judged", None)
    assert row.reason == "The course does not load in the sandbox (CoursesOwn)."
