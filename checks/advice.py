"""What to do about an error of Python's: said where the failing line holds what it speaks of."""

import re
from collections.abc import Iterable

import numpy as np

_POWER = ((r"\^", "A power is `**` in Python, not `^`."),)
_ROW_AND_COLUMN = "In `a @ b` a row of a meets a column of b: "
_MATRICES = (
    (r"\.T\b", f"{_ROW_AND_COLUMN}is the `.T` in its place?"),
    (r"@|\bdot\(|matmul\(|\bmm\(", f"{_ROW_AND_COLUMN}`.T` turns rows into columns."),
)
_NO_MATRIX = ((r"@", "`@` is for arrays alone: `*` multiplies numbers, and element by element."),)
_ONE_NUMBER = (
    "This is one number, where you expect several: operators and NumPy's functions do one number"
    " and a whole array alike."
)
_POSITIONS = ((r"\[", "Positions count from 0: the last of n is n - 1."),)
_CALLED = (
    (
        r"[\w)\]]\s*\(",
        "What stands before `(` is called like a function: is a `*` missing, or is a function's"
        " name used for a value too?",
    ),
)
_NONE = (
    ("", "This `None` came out of a function that returned nothing: is its `return` missing?"),
)
_LIST = (("", "A list does not compute: `np.array(…)` does, element by element."),)
_CALL = ("", "Compare the call with the first line of that function.")
_TOO_FEW = (
    (r"\bkey\s*=\s*\w+\s*[,)]", "`key=` hands over one argument: `lambda w: …` can add others."),
    _CALL,
)

# Part of a message -> what the failing line holds (a pattern), and then what to do about it.
ADVICE: dict[str, tuple[tuple[str, str], ...]] = {
    "bitwise_xor": _POWER,
    "for ^": _POWER,
    "truth value of an array": (
        (
            r"\b(if|while)\b",
            "An `if` decides once, not for each element: use a function such as `np.where`.",
        ),
        (
            r"(?<![.\w])(max|min)\(",
            "`max` and `min` decide once: `np.maximum` and `np.minimum` take each element.",
        ),
        (r"\b(and|or|not)\b", "`and`, `or` and `not` decide once, not for each element."),
    ),
    "converted to Python scalars": (
        (
            r"\bmath\.|(?<![.\w])(exp|log|sqrt|tanh)\(",
            "Functions of `math` take one number: those of `np` take a whole array.",
        ),
        (
            r"(?<![.\w])(int|float)\(",
            "`int` and `float` make one number: leave a whole array as it is.",
        ),
        (r"\]\s*[-+*/]?=(?!=)", "One place of an array takes one number, and this is several."),
    ),
    "doesn't define __round__": (("", "`round` takes one number, and this is an array."),),
    "mismatch in its core dimension": _MATRICES,
    "shapes cannot be multiplied": _MATRICES,
    "operand type(s) for @": _NO_MATRIX,
    "does not have enough dimensions": _NO_MATRIX,
    "inhomogeneous": (
        (
            r"\breturn\b.*\barray\(\s*[\[(]",
            "One array cannot hold parts of different shapes: return `a, b` instead.",
        ),
        ("", "One array cannot hold parts of different shapes: they should all have one."),
    ),
    "could not be broadcast together": (
        (
            r"axis\s*=\s*-?1(?!.*keepdims)",
            "What is taken along `axis=1` has one entry a row: with `keepdims=True` it stays a"
            " column, which goes with the table.",
        ),
        (
            r"axis\s*=\s*0",
            "What is taken along `axis=0` has one entry a column, along `axis=1` one a row.",
        ),
        (
            r"\w\([^()]*,",
            "Arrays of different lengths meet here: does one of them have to be"
            " handed over entry by entry, in a loop?",
        ),
        ("", "Arrays of different lengths meet here: look at the `.shape` of each."),
    ),
    "indexing arrays could not be broadcast": (
        (r"\[", "`[rows, columns]` takes pairs: one row number for each, `np.arange(len(…))`."),
    ),
    "is out of bounds": _POSITIONS,
    "index out of range": _POSITIONS,
    "'int' object is not iterable": (
        (
            r"\bfor\b.*\bin\s+len\(",
            "`len` gives one number: `range(len(…))` goes through all positions.",
        ),
        (r"\bfor\b", "One number is nothing to go through: `range(n)` counts from 0 to n - 1."),
    ),
    "float' object is not iterable": (
        (r"\bfor\b|(?<![.\w])(sum|max|min|list|zip|enumerate|map)\(", _ONE_NUMBER),
    ),
    "float64' object is not iterable": (("", _ONE_NUMBER),),
    "'float' object is not subscriptable": ((r"\[", _ONE_NUMBER),),
    "has no len": ((r"\blen\(", _ONE_NUMBER),),
    "'float' object has no attribute": ((r"\.\w", _ONE_NUMBER),),
    "'function' object is not subscriptable": (
        (r"\[", "`[ ]` picks from an array, `( )` calls a function."),
    ),
    "object is not callable": _CALLED,
    "'function'": (
        ("", "A function's name alone is not its result: call it, with arguments in parentheses."),
    ),
    "NoneType": _NONE,
    "'list'": _LIST,
    "multiply sequence by non-int": _LIST,
    "required positional argument": _TOO_FEW,
    "positional argument": (_CALL,),
    "unexpected keyword argument": (_CALL,),
    "division by zero": ((r"/|%|\*\*", "What this line divides by is 0 for these inputs."),),
    "cannot access local variable": (
        ("", "A name that a function assigns is its own: give it a value first, before a loop."),
    ),
}


def advice(message: str, line: str, parameters: Iterable[str]) -> str:
    """What to do about an error whose text and line tell; "" where they do not.

    line: the learner's line; parameters: the names that the answer is given.
    """
    undefined = re.match(r"name '(\w+)' is not defined", message)
    if undefined:
        return _undefined(undefined[1], line, parameters)
    for part, causes in ADVICE.items():
        if part in message:
            return next((what for pattern, what in causes if re.search(pattern, line)), "")
    return ""


def _undefined(name: str, line: str, parameters: Iterable[str]) -> str:
    """What to do about a name that stands for nothing."""
    if re.search(rf"[=!]=\s*{name}\b(?!\s*[.(])|\b{name}\s*[=!]=", line):
        return f'If it is a text, it stands in quotes: `"{name}"`.'
    if close := next((p for p in parameters if p.lower() == name.lower()), None):
        return f"Did you mean `{close}`? Capitals and small letters make different names."
    if callable(vars(np).get(name)) and re.search(rf"(?<![.\w]){name}\(", line):
        return f"Did you mean `np.{name}`?"
    return ""
