"""The course as the sandbox holds it: without the solutions of what is assigned.

Every module of ours is there under its own name, in one of four ways: as it is (an assigned
exercise's function is withheld until its exercise is judged), playing the part of `lessons`, doing
nothing, or refused.  What is new in a package falls under its package's rule.
"""

import ast
import shutil
from collections.abc import Collection
from pathlib import Path

from lessons import course

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# Ours: what grading keeps out of the sandbox where it is installed.
PACKAGES = ("checks", "classroom", "course_utils", "lessons", "livefigure")
# How a module is there: by the longest of these names that it has or lies in.  Exercises and
# answers are refused wherever they are.
RULES = {
    "checks": "refused",
    "checks.learner": "whole",
    "checks.probes": "whole",
    "checks.trying": "whole",
    "checks.values": "whole",
    "course_utils": "whole",
    "course_utils.misconceptions": "inert",
    "course_utils.pictures": "picture",
    "lessons": "inert",
    "lessons.cases": "refused",
    "lessons.probes_torch": "whole",
    "lessons.settings": "whole",
    "livefigure": "inert",
}
# Modules of the first edition that are no more, and whose names are refused or do nothing.
FORMER = (
    "course_utils.misconceptions",
    "course_utils.exercises",
    *(f"course_utils.exercises.lesson0{n}" for n in range(1, 7)),
    "course_utils.exercises.lesson05_torch",
    "course_utils.exercises.lesson06_torch",
)

LESSONS = '''"""The lessons, in the sandbox: figures do nothing; `check` hands back the answer, or
the course's own where the exercise is not assigned."""

from importlib import import_module

from withheld import CoursesOwn, Inert

LiveFigure = Playground = choice = hint = progress = yours = Inert()
OWN = {own!r}


def check(id, answer):
    if id not in OWN:
        return answer
    module, name = OWN[id]
    return getattr(import_module(module), name)


def __getattr__(name):
    if name == "course":
        raise CoursesOwn("the course's own answers are not here")
    raise AttributeError(name)
'''
INERT = '''"""Nothing here does anything in the sandbox."""

from withheld import Inert


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Inert()
'''
PICTURE = f"{INERT}\n\nSTYLE = {{}}  # for which Matplotlib is not loaded, see `boxed/later.py`\n"
REFUSED = '''"""The exercises' solutions are not in the sandbox."""

from withheld import CoursesOwn


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise CoursesOwn("the course's own answers are not here")
'''
PLAYED = {"inert": INERT, "picture": PICTURE, "refused": REFUSED}


FINDER = "finder.py"  # for boxes in which no mark is made


def build(box: Path, assigned: Collection[str], whole: bool = False) -> None:
    """Write into the folder box what the sandbox shows its Python as /course.

    assigned: ids of exercises that are checked; whole: for the finder of lines, also the course as
    it is, with its solutions: no mark is made in such a box.
    """
    shutil.rmtree(box, ignore_errors=True)
    for name, path in modules().items():
        if name.split(".")[0] != "classroom":
            _write(box / path.relative_to(ROOT), _shown(name, path, assigned))
    for name in FORMER:
        _write(box.joinpath(*name.split("."), "__init__.py"), PLAYED[rule(name)])
    for path in (ROOT / "course_utils").glob("*.np[yz]"):
        shutil.copyfile(path, box / "course_utils" / path.name)
    for path in (HERE / "boxed").glob("*.py"):
        if whole or path.name != FINDER:
            shutil.copyfile(path, box / path.name)
    for name in PACKAGES if whole else ():
        if name != "classroom":
            waste = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, box / "whole" / name, ignore=waste)
    _list_fonts(box / "fonts")


def modules() -> dict[str, Path]:
    """The files of all modules of ours, by the modules' whole names."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def rule(module: str) -> str:
    """How the sandbox shows a module of ours."""
    parts = module.split(".")
    if {"exercises", "answers"} & set(parts):
        return "refused"
    names = (".".join(parts[:n]) for n in range(len(parts), 0, -1))
    return next(RULES[name] for name in names if name in RULES)


def home(id: str) -> str:
    """The whole name of the course's module that holds an exercise's reference."""
    return course[id].reference.__module__


def withhold(source: str, names: set[str]) -> str:
    """A module's source with these functions and classes withheld."""
    tree = ast.parse(source)
    tree.body = [
        ast.parse(f"{node.name} = Withheld()").body[0]
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names
        else node
        for node in tree.body
    ]
    futures = [n for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "__future__"]
    rest = [node for node in tree.body if node not in futures]
    tree.body = [*futures, *ast.parse("from withheld import Withheld").body, *rest]
    return ast.unparse(tree)


def _shown(module: str, path: Path, assigned: Collection[str]) -> str:
    """A module's source as it is in the sandbox."""
    if module == "lessons":
        lessons = {id.split(".")[0] for id in assigned}  # others' checks no notebook here calls
        rest = [id for id in course if id.split(".")[0] in lessons and id not in assigned]
        return LESSONS.format(own={id: (home(id), course[id].name) for id in rest})
    if (how := rule(module)) != "whole":
        return PLAYED[how]
    source = path.read_text(encoding="utf-8")
    hidden = {course[id].name for id in assigned if home(id) == module}
    return withhold(source, hidden) if hidden else source


def _write(path: Path, source: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, encoding="utf-8")


def _list_fonts(folder: Path) -> None:
    """Copy Matplotlib's list of fonts, which would take each sandbox seconds to make."""
    import matplotlib.font_manager  # noqa: F401, it makes the list where there is none

    folder.mkdir()
    for path in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copyfile(path, folder / path.name)
