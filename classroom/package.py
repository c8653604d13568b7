"""The course as the sandbox holds it: without the solutions of what is assigned.

Figures, checks and pictures are inert there.  Of the modules that the lessons build, an assigned
exercise's function is withheld until its exercise is judged.
"""

import ast
import inspect
import shutil
from collections.abc import Collection
from pathlib import Path

import course_utils
from lessons import course

HERE = Path(__file__).resolve().parent
COURSE = Path(course_utils.__file__).resolve().parent
BUILT = ("search", "descent", "logistic", "training")  # what the lessons build
WHOLE = (
    "data.py",
    "two_features.npy",
    "errors.py",
    "learner.py",
    "exercises/values.py",
    "exercises/probes.py",
    "exercises/probes_torch.py",
    "exercises/trying.py",
)
INERT = ("figures", "live", "pictures", "compare", "misconceptions")

TOP = '''"""The course, in the sandbox: figures do nothing, and checks hand the answer back, or the
course's own where the exercise is not assigned."""

from importlib import import_module

from .withheld import Inert

LiveFigure = Playground = hint = picture = progress = yours = Inert()
OWN = {own!r}


def check(id, answer):
    if id not in OWN:
        return answer
    module, name = OWN[id]
    return getattr(import_module(f"course_utils.{{module}}"), name)
'''
NOTHING = '''"""Nothing here does anything in the sandbox."""

from course_utils.withheld import Inert


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return Inert()
'''
REFUSED = '''"""The exercises' solutions are not in the sandbox."""

from course_utils.withheld import CoursesOwn


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise CoursesOwn("the course's own answers are not here")
'''


def build(box: Path, assigned: Collection[str]) -> None:
    """Write into the folder box what the sandbox shows its Python as /course.

    assigned: ids of exercises that are checked.
    """
    shutil.rmtree(box, ignore_errors=True)
    inside = box / "course_utils"
    (inside / "exercises").mkdir(parents=True)
    for name in WHOLE:
        shutil.copyfile(COURSE / name, inside / name)
    exercises = course
    for module in BUILT:
        hidden = {exercises[id].name for id in assigned if home(id) == module}
        source = (COURSE / f"{module}.py").read_text(encoding="utf-8")
        (inside / f"{module}.py").write_text(withhold(source, hidden), encoding="utf-8")
    for name in INERT:
        (inside / name).mkdir()
        (inside / name / "__init__.py").write_text(NOTHING, encoding="utf-8")
    lessons = {id.split(".")[0] for id in assigned}  # others' checks no notebook here calls
    rest = [id for id in exercises if id.split(".")[0] in lessons and id not in assigned]
    own = {id: (home(id), exercises[id].name) for id in rest}
    (inside / "__init__.py").write_text(TOP.format(own=own), encoding="utf-8")
    for name in ("__init__", *(path.stem for path in (COURSE / "exercises").glob("lesson*.py"))):
        (inside / "exercises" / f"{name}.py").write_text(REFUSED, encoding="utf-8")
    shutil.copyfile(HERE / "boxed" / "withheld.py", inside / "withheld.py")
    for name in ("runner.py", "wire.py"):
        shutil.copyfile(HERE / "boxed" / name, box / name)
    _list_fonts(box / "fonts")


def home(id: str) -> str:
    """The module of the course that holds an exercise's reference."""
    return inspect.getmodule(course[id].reference).__name__.rpartition(".")[2]


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
    tree.body = [*futures, *ast.parse("from .withheld import Withheld").body, *rest]
    return ast.unparse(tree)


def _list_fonts(folder: Path) -> None:
    """Copy Matplotlib's list of fonts, which would take each sandbox seconds to make."""
    import matplotlib.font_manager  # noqa: F401, it makes the list where there is none

    folder.mkdir()
    for path in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        shutil.copyfile(path, folder / path.name)
