"""What a learner may call says what it takes, what it returns and what it raises."""

import ast
from pathlib import Path

import pytest

import course_utils

ARRAYS = ("ndarray", "Tensor", "Points", "Batches")


def public_functions() -> dict[str, ast.FunctionDef]:
    """`module.function` -> its definition, of every module of the package."""
    return {
        f"{file.stem}.{node.name}": node
        for file in sorted(Path(course_utils.__file__).parent.glob("*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def errors(function: ast.FunctionDef) -> set[str]:
    """The names of the errors that a function raises itself."""
    raised = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise) and node.exc)
    return {error.func.id if isinstance(error, ast.Call) else error.id for error in raised}


def missing(function: ast.FunctionDef) -> list[str]:
    """The words that its docstring lacks."""
    said = ast.get_docstring(function) or ""
    arguments = [ast.unparse(a.annotation) for a in function.args.args if a.annotation]
    result = ast.unparse(function.returns) if function.returns else ""
    takes = any(kind in one for one in arguments for kind in ARRAYS)
    returns = any(kind in result for kind in ARRAYS)
    wanted = {"a docstring": bool(said)}
    if takes or returns:
        wanted["shape"] = "shape" in said
    if returns and arguments:
        wanted["Returns"] = "Returns" in said
    wanted |= {f"Raises {name}": "Raises" in said and name in said for name in errors(function)}
    return [words for words, found in wanted.items() if not found]


FUNCTIONS = public_functions()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_says_what_matters(name):
    assert missing(FUNCTIONS[name]) == []


def test_the_functions_are_found():
    assert len(FUNCTIONS) > 40
    assert {"search.best_w", "logistic.accuracy", "training.evaluate"} <= set(FUNCTIONS)


@pytest.mark.parametrize(
    ("source", "lacks"),
    [
        ("def f(x: np.ndarray) -> float: ...", ["a docstring", "shape"]),
        ('def f(x: np.ndarray) -> float: "x: shape (n,)."', []),
        ('def f(n: int) -> Points: "Points."', ["shape", "Returns"]),
        ('def f() -> Points: "Points, of shape (3,)."', []),
        ('def f(x):\n "Raises KeyError."\n raise InputError(x)', ["Raises InputError"]),
    ],
)
def test_a_poor_docstring_is_noticed(source, lacks):
    [function] = ast.parse(source).body
    assert missing(function) == lacks
