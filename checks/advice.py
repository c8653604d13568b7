"""What to do about an error of Python's: said where the failing line holds what it speaks of."""

import re
from collections.abc import Iterable

import numpy as np

_POWER = ((r"\^", "A power is `**` in Python, not `^`."),)
_ROW_AND_COLUMN = "In `a @ b` a row of a meets a column of b: "
_MATRICES = (
    (r"\.T\b", f"{_ROW_AND_COLUMN}is the `.T` in its place?"),
    (
        r"@|\bdot\(|matmul\(|\bmm\(",
        f"{_ROW_AND_COLUMN}`.T` turns rows into columns, where the `.shape` of each calls for it.",
    ),
)
_NO_MATRIX = ((r"@", "`@` is for arrays alone: `*` multiplies numbers, and element by element."),)
_ONE_NUMBER = (
    "This is one number, where you expect several: operators and NumPy's functions do one number"
    " and a whole array alike."
)
_POSITIONS = (
    (
        r"\[\w+, *\w+\]",
        "`a[i, j]` is in row i and column j, and positions count from 0: the last of n is n - 1.",
    ),
    (
        r"\[",
        "Positions count from 0: the last of n is n - 1. Does your code count on more than there"
        " are here?",
    ),
)
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

_CALL_IT = (
    (
        r"\.\w+(?![\w(])",
        "A method's name alone is not its result: brackets after it call it, as in `loss.item()`.",
    ),
)

# As `ADVICE` below: what torch says, and what Python says of classes and files.
TORCH: dict[str, tuple[tuple[str, str], ...]] = {
    "does not require grad": (
        (
            r"backward",
            "`backward` finds no way back to a weight: was the output cut off by `detach` or"
            " `no_grad`, is `requires_grad=True` missing, or was a weight made anew, `w = w - …`"
            " for `w -= …`?",
        ),
    ),
    "and 'NoneType'": (
        (
            r"\.grad\b",
            "`.grad` is None until `backward` has filled it, after it was set to None, and of a"
            " tensor that was itself computed, `w = w - …` for `w -= …`.",
        ),
    ),
    "'NoneType' object has no attribute 'append'": (
        (
            r"=.*\.append\(",
            "`append` changes the list and returns nothing: write it without `… =` before it.",
        ),
    ),
    "builtin_function_or_method": _CALL_IT,
    "'method'": _CALL_IT,
    "before Module.__init__() call": (
        ("", "`super().__init__()` comes first in `__init__`, with nothing between its brackets."),
    ),
    "of 'super' object needs": ((r"super\.", "`super` is called, too: `super().__init__()`."),),
    'missing the required "forward"': (
        (
            "",
            "torch calls `forward`: is it spelled so, and indented like `__init__`, beside it and"
            " not inside?",
        ),
    ),
    "Loss.forward() missing": (
        ("", "A loss takes both at once, the prediction first: `loss_function(y_hat, y)`."),
    ),
    "forward() takes 1 positional": (
        ("", "A model is called with x, and is handed over itself: `def forward(self, x):`."),
    ),
    "forward() missing": (("", "A model is called with x alone: `def forward(self, x):`."),),
    "__init__() takes 1 positional": (
        (
            r"nn\.[A-Z]\w*\(",
            "A name with a capital makes a layer, and the layer takes z: `nn.Sigmoid()(z)`, or at"
            " once `torch.sigmoid(z)`.",
        ),
        ("^$", "`__init__` has two underscores on either side, and `self` comes first in it."),
    ),
    "__init__() missing": (
        (
            r"\b[A-Z]\w*\(\s*\)",
            "What this class is made with goes between the brackets, as the first line of its"
            " `__init__` says: here the number of features.",
        ),
    ),
    "maximum recursion depth": (
        (
            r"self\.forward\(",
            "`forward` calls itself, on and on: call the layer that `__init__` made.",
        ),
        ("", "A function calls itself, on and on: which one did you mean?"),
    ),
    "has no attribute 'sigmoid'": (
        (
            r"\bnp\.sigmoid",
            "NumPy has no sigmoid: call the lesson's own, `sigmoid(…)`, or `torch.sigmoid(…)`.",
        ),
    ),
    "between 0 and 1": (
        (
            r"\(",
            "This loss takes probabilities, as a model with a sigmoid returns them: was the model"
            " asked? For logits there is `nn.BCEWithLogitsLoss`.",
        ),
    ),
    "Target size": (
        (
            "",
            "A loss takes predictions and labels of one shape: `y[:, None]` makes a column of"
            " labels, and `.expand(-1, k)` repeats it k times.",
        ),
    ),
    "must match the size of tensor b": (
        (
            "",
            "These two shapes do not go together: look at the `.shape` of each; `[:, None]` makes a"
            " column of a row of numbers.",
        ),
    ),
    "only for scalar outputs": (
        (r"backward", "`backward` starts from one number: add the losses up, `.sum().backward()`."),
    ),
    "leaf Variable": (
        ("", "A step is no part of the chain: change weights under `with torch.no_grad():`."),
    ),
    "Boolean value of Tensor": (
        (
            r"\b(if|while)\b",
            "An `if` decides once, not for each element: compare whole tensors, or use"
            " `torch.where`.",
        ),
    ),
    "could not infer output dtype": (
        (r"mean", "A mean needs numbers: `.float()` makes 1 and 0 of True and False."),
    ),
    "cannot be converted to Scalar": (
        (
            r"item\(|float\(|int\(",
            "`.item()` takes a tensor with one number in it: take the mean first, or pick an entry,"
            " whose position `argmin()` may tell.",
        ),
    ),
    "No such file or directory": (
        ("", "No file has this name: is it saved before it is loaded, and to the same `path`?"),
    ),
    "cannot pickle 'generator'": (
        (r"parameters\(", "What a model keeps in a file is its `model.state_dict()`."),
    ),
    "to be dict-like": (
        (
            r"load_state_dict",
            "`load_state_dict` takes a state dict: save `model.state_dict()`, and hand over what"
            " `torch.load(path, weights_only=True)` returns.",
        ),
    ),
    "size mismatch for": (
        (
            "",
            "The fresh model has another number of features than the saved one: take it from the"
            " data, `x.shape[1]`.",
        ),
    ),
    "save() missing": ((r"save\(", "It takes what to keep, and where: `torch.save(what, path)`."),),
    "argument: 'state_dict'": (
        (
            r"load_state_dict",
            "A class cannot be filled, a fresh model of it can: brackets make one,"
            " `Classifier(x.shape[1])`.",
        ),
    ),
    "context manager": (
        (r"\bwith\b", "Brackets are missing: `with torch.no_grad():`."),
    ),
    "'collections.OrderedDict' object": (
        ("", "A state dict holds numbers and is no model: `load_state_dict` puts them into one."),
    ),
    "type must be tuple of ints": (
        (r"\.shape(?!\[)", "`.shape` holds all sizes: `x.shape[1]` is the number of columns."),
    ),
    "keyword argument 'weights_only'": (
        ("", "`weights_only` belongs to `torch.load(path, weights_only=True)`."),
    ),
    "must be Tensor, not": (
        (r"\bmodel\(", "A model takes a tensor: is this the x of a batch, `for x, y in batches`?"),
        ("", "A tensor is wanted here: `torch.tensor(…)` makes one of a list of numbers."),
    ),
    "0-d tensor": (
        ("", "One number has no length: in a list, `torch.tensor([…])`, it is a row of one."),
    ),
    "mat1 and mat2 shapes cannot": (
        (
            r"^(?!.*(@|matmul|mm\())",
            "A layer takes a table with as many columns as it has inputs: is this the x that your"
            " function is given?",
        ),
    ),
    "'DataLoader' object is not subscriptable": (
        ("", "A DataLoader has no positions: `for x, y in batches` goes through it."),
    ),
    "out of bounds for dimension 0": (
        (
            r"argmin|argmax",
            "`argmin()` of a table counts through all its entries: take one row first, as `[-1]`"
            " takes the last.",
        ),
    ),
    "out of bounds for array of dimension 1": (
        (r"axis", "An array of shape (n,) has one axis, 0; in a table `axis=0` goes down columns."),
    ),
    "tuple index out of range": (
        (r"shape\[1\]", "An array of shape (n,) has no columns, and so no `shape[1]`."),
    ),
    "as a data type": (
        (
            r"(zeros|ones|empty)\(",
            "The shape goes into brackets of its own: `np.zeros((rows, columns))`.",
        ),
    ),
}

# Part of a message -> what the failing line holds (a pattern), and then what to do about it.
ADVICE: dict[str, tuple[tuple[str, str], ...]] = TORCH | {
    "bitwise_xor": _POWER,
    "for ^": _POWER,
    "truth value of an array": (
        (
            r"\b(if|while)\b",
            "An `if` decides once, not for each element: use a function such as `np.where`, if you"
            " expect an array there.",
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
        (
            "",
            "One array cannot hold parts of different shapes: has a number become an array on the"
            " way?",
        ),
    ),
    "indexing arrays could not be broadcast": (
        (r"\[", "`[rows, columns]` takes pairs: one row number for each, `np.arange(len(…))`."),
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


def advice(message: str, line: str, parameters: Iterable[str], of_class: bool = False) -> str:
    """What to do about an error whose text and line tell; "" where they do not.

    line: the learner's line; parameters: the names that the answer is given; of_class: whether the
    answer is a class.
    """
    undefined = re.match(r"name '(\w+)' is not defined", message)
    if undefined:
        in_self = f"What `__init__` keeps is found through `self`: `self.{undefined[1]}`."
        return _undefined(undefined[1], line, parameters) or in_self * of_class
    causes = (cause for part in ADVICE if part in message for cause in ADVICE[part])
    return next((what for pattern, what in causes if re.search(pattern, line)), "")


def _undefined(name: str, line: str, parameters: Iterable[str]) -> str:
    """What to do about a name that stands for nothing."""
    if re.search(rf"[=!]=\s*{name}\b(?!\s*[.(])|\b{name}\s*[=!]=", line):
        return f'If it is a text, it stands in quotes: `"{name}"`.'
    if close := next((p for p in parameters if p.lower() == name.lower()), None):
        return f"Did you mean `{close}`? Capitals and small letters make different names."
    if callable(vars(np).get(name)) and re.search(rf"(?<![.\w]){name}\(", line):
        return f"Did you mean `np.{name}`?"
    return ""
