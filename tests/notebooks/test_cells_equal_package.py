"""What a lesson writes out is what the package holds: same name, same parameters, same body."""

import ast
import inspect
from types import ModuleType

import pytest

from course_utils import descent, digits, logistic, search, sigmoid, sweep, training
from tests.notebooks.rules import code_cells, grading, lesson_paths
from tools.notebooks import read

# The module of what each lesson builds; lessons without functions of their own have none.
MODULES = {
    "01": search,
    "02": descent,
    "03": sigmoid,
    "04": logistic,
    "05": training,
    "06": sweep,
    "07": digits,
}


def functions(source: str) -> dict[str, str]:
    """name -> parameters and body of each function in the source, in one spelling; docstrings
    and annotations may differ.  A method's name is `Class.method`."""
    found = {}
    for owner in ast.walk(ast.parse(source)):
        prefix = f"{owner.name}." if isinstance(owner, ast.ClassDef) else ""
        for node in ast.iter_child_nodes(owner):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                names = [argument.arg for argument in node.args.args]
                found[prefix + node.name] = "\n".join([", ".join(names), *map(ast.unparse, body)])
    return found


def differences(notebook: dict, module: ModuleType) -> list[str]:
    """The functions of teaching cells that the module has in another form."""
    own = functions(inspect.getsource(module))
    return [
        f"cell {cell['id']}: {name} is not as in {module.__name__}"
        for cell in code_cells(notebook)
        if not grading(cell)
        for name, text in functions(cell["source"]).items()
        if own.get(name, text) != text
    ]


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
def test_a_lessons_functions_are_the_packages(path):
    notebook = read(path)
    module = MODULES.get(path.stem[:2])
    assert (module is None) == path.stem.startswith("00")
    assert module is None or differences(notebook, module) == []


def test_lesson_1_writes_out_what_it_builds():
    lesson = next(path for path in lesson_paths() if path.stem.startswith("01"))
    written = {
        name
        for cell in code_cells(read(lesson))
        if not grading(cell)
        for name in functions(cell["source"])
    }
    assert "cost_b" in written


BODY = "    errors = w * x + b - y\n    return float(np.mean(errors**2))"


@pytest.mark.parametrize(
    "source, same",
    [
        (f"def cost_b(w, b, x, y):\n{BODY}", True),
        (f"def cost_b(w: float, b, x, y) -> float:\n    'Other words.'\n{BODY}", True),
        (f"def cost_b(w, b, x, y):\n{BODY}".replace(" * ", "*"), True),
        (f"def cost_b(b, w, x, y):\n{BODY}", False),
        ("def cost_b(w, b, x, y):\n    return float(np.mean((w * x + b - y) ** 2))", False),
        ("def unknown(x):\n    return x", True),
    ],
)
def test_words_and_spaces_may_differ_and_nothing_else(source, same):
    cell = {"cell_type": "code", "id": "c", "source": source, "metadata": {}}
    assert (differences({"cells": [cell]}, search) == []) == same
