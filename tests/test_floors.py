"""The floors of the house: which package may know which, and how small the small one stays."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.notebooks import read

ROOT = Path(__file__).resolve().parents[1]
GROUND = {"course_utils", "livefigure", "checks"}  # beside each other: none knows another
MAY_IMPORT = {
    **dict.fromkeys(sorted(GROUND), set()),
    "lessons": GROUND,
    "notebooks": {"course_utils", "lessons"},
    "classroom": {"course_utils", "checks", "lessons"},
    "tools": GROUND | {"lessons", "tests"},  # it writes what tests compare
    "benchmarks": GROUND | {"classroom", "lessons", "tests", "tools"},
}
OURS = {*MAY_IMPORT, "tests"}
# The one arrow up: names of the first edition, fetched when they are asked for.
ARROW_UP = "course_utils.moved"
IMPORTERS = {"import_module", "__import__", "find_spec", "resolve_name"}


def modules(package: str) -> dict[str, str]:
    """The source of each module of a package by its name; of each notebook, its code cells'."""
    folder = ROOT / package
    if package == "notebooks":
        paths = [path for path in folder.glob("*.ipynb") if "_my_copy" not in path.name]
        return {
            f"notebooks.{path.stem}": "\n".join(
                cell["source"] for cell in read(path).cells if cell["cell_type"] == "code"
            )
            for path in paths
        }
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            path.read_text("utf-8")
        )
        for path in sorted(folder.rglob("*.py"))
    }


def imported(source: str, name: str, is_package: bool = False) -> Iterator[str]:
    """The modules of ours that a module's source names in imports, at the top or inside a function,
    in calls that import by name, and in texts that are a module's name and nothing else."""
    here = name.split(".") if is_package else name.split(".")[:-1]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level + 1] if node.level else []
            whole = ".".join([*base, *filter(None, [node.module])])
            names = [f"{whole}.{alias.name}" for alias in node.names]
            # Submodules of a package are had without what the package itself defines.
            found = [module for module in names if is_module(module)]
            found += [whole] if len(found) < len(names) else []
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = [node.value] if re.fullmatch(r"[a-z]\w*(\.\w+)+", node.value) else []
        elif isinstance(node, ast.Call) and _called(node.func) in IMPORTERS:
            constants = (a.value for a in node.args[:1] if isinstance(a, ast.Constant))
            found = [value for value in constants if isinstance(value, str)]
        else:
            continue
        yield from (module for module in found if module.split(".")[0] in OURS)


def _called(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def forbidden(package: str, name: str, source: str, is_package: bool = False) -> set[str]:
    """The modules that a module of the package names and may not."""
    allowed = MAY_IMPORT[package] | {package}
    found = set(imported(source, name, is_package))
    return {module for module in found if module.split(".")[0] not in allowed}


def is_package(name: str) -> bool:
    return ROOT.joinpath(*name.split("."), "__init__.py").exists()


def is_module(name: str) -> bool:
    return is_package(name) or ROOT.joinpath(*name.split(".")).with_suffix(".py").exists()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_a_package_knows_only_the_floors_below_it(package):
    found = {
        name: wrong
        for name, source in modules(package).items()
        if name != ARROW_UP and (wrong := forbidden(package, name, source, is_package(name)))
    }
    assert found == {}


def test_the_one_arrow_up_leads_to_the_lessons_and_is_one():
    source = modules("course_utils")[ARROW_UP]
    known = {name.split(".")[0] for name in imported(source, ARROW_UP)} - {"course_utils"}
    assert known <= {"lessons"} and '"lessons"' in source


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("checks", "import lessons"),
        ("checks", "def later():\n    from course_utils.data import quadratic"),
        ("checks", "from importlib import import_module\nimport_module('livefigure')"),
        ("livefigure", "HOME = 'lessons.lesson2.figures'"),
        ("course_utils", "from .. import checks\nfrom checks import Course"),
        ("lessons", "import classroom.folder"),
        ("notebooks", "from checks import Course"),
        ("notebooks", "from livefigure import LiveFigure"),
        ("classroom", "from tests.needs import need"),
        ("tools", "import benchmarks"),
    ],
)
def test_a_forbidden_import_is_noticed(package, source):
    assert forbidden(package, f"{package}.module", source)


def circle(arrows: dict[str, set[str]]) -> list[str]:
    """The names along a circle of arrows; empty where there is none."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        found = next(
            filter(None, (walk(next_, [*way, name]) for next_ in arrows.get(name, ()))), []
        )
        done.add(name)
        return found

    return next(filter(None, (walk(name, []) for name in arrows)), [])


def test_no_modules_import_each_other_in_a_circle():
    sources = {name: text for package in MAY_IMPORT for name, text in modules(package).items()}
    arrows = {
        name: {to for to in imported(text, name, is_package(name)) if to in sources and to != name}
        for name, text in sources.items()
        if name != ARROW_UP
    }
    assert sum(map(len, arrows.values())) > 200, "the arrows are seen"
    assert circle(arrows) == []


def test_a_circle_is_noticed():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_course_utils_is_small_and_holds_no_javascript():
    files = [path for path in (ROOT / "course_utils").rglob("*") if path.is_file()]
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in files if path.suffix == ".py")
    assert lines <= 1200
    suffixes = {path.suffix for path in files if "__pycache__" not in path.parts}
    assert suffixes == {".py", ".npy", ".npz", ".txt"}


MOVED = ("moved", "compare", "exercises", "live", "figures/__init__", "figures/start")


def test_the_names_of_the_first_edition_take_forty_lines():
    texts = [(ROOT / "course_utils" / f"{name}.py").read_text("utf-8") for name in MOVED]
    lines = [line for text in texts for line in text.splitlines()]
    assert sum(bool(line.strip()) and not line.startswith(('"""', "#")) for line in lines) <= 40
