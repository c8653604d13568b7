"""Honest submissions, and what a fair reader who runs them from top to bottom gives them.

Each entry of HONEST names an assignment, makes a submission of its released notebook, and says
which exercises earn nothing (the others earn all their points), which wait for the instructor,
and which flags there are.  Without any said, there must be none: honest work is left in peace.

CHOSEN is what `make test` grades of them: see the end of this file.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from classroom.sandbox import Limits
from lessons import course
from tests.classroom.classes import answered, cell, changed, grading
from tests.classroom.styles import STYLES, style
from tests.thorough import thinned

IDS = {id: exercise.grade_id for id, exercise in course.items()}
POINTS = {
    "04": {"4.1": 1, "4.2": 2, "4.3": 3, "4.4": 1, "4.5": 1, "4.6": 1},
    "04b": {"4.2": 2, "4.3": 3},  # a choice of the same lesson
    "04c": {"4.1": 1, "4.2": 2, "4.3": 3, "4.4": 1, "4.5": 1, "4.6": 1},  # with pictures
    "05": {"5.1": 1, "5.2": 2, "5.3": 3, "5.4": 2, "5.5": 2},
    "06": {"6.1": 3, "6.2": 2, "6.3": 1, "6.4": 2, "6.5": 1, "6.6": 4},
    "07": {"7.1": 2, "7.2": 3, "7.3": 1, "7.4": 1, "7.5": 2, "7.6": 4},
}
DUE = "2026-11-02T12:00:00+00:00"  # of assignment 04
LATE = "2026-11-02 12:00:01 UTC"


@dataclass(frozen=True)
class Honest:
    """One submission.  twice: it is graded again, and must earn the same.  limits: of a learner's
    cell, where the grader's own would cost the tests too much."""

    family: str
    name: str
    make: Callable[[Any], Any]
    nothing_for: str = ""
    waiting: str = ""
    flags: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)  # by exercise, in its sentence
    assignment: str = "04"
    stamp: str = ""
    twice: bool = False
    limits: Limits | None = None

    @property
    def marks(self) -> dict[str, float | None]:
        """The marks it must earn; None for one that the instructor has still to give."""
        marks: dict[str, float | None] = dict(POINTS[self.assignment])
        marks |= dict.fromkeys(self.nothing_for.split(), 0.0)
        return marks | dict.fromkeys(self.waiting.split())


# What the submissions are made with


@dataclass(frozen=True)
class Solved:
    """Makes a solved notebook with other sources in these cells, by exercise, assigned or not, and
    then applies each change."""

    sources: dict[str, str]
    changes: tuple[Callable[[Any], None], ...] = ()

    def __call__(self, notebook: Any) -> Any:
        notebook = answered(notebook)
        for id, source in self.sources.items():
            [found] = [c for c in notebook.cells if c.id == f"answer-{IDS[id]}"]
            found.source = source
        for change in self.changes:
            notebook = changed(notebook, change)
        return notebook


def solved_but(sources: dict[str, str]) -> Solved:
    """All assigned answers right, but for these cells."""
    return Solved(sources)


def then(*changes: Callable[[Any], None], first: Solved = Solved({})) -> Solved:  # noqa: B008
    """A solved notebook, or what `first` makes, that each change is applied to."""
    return Solved(first.sources, changes)


def as_file(made: Any) -> bytes:
    """A submission as bytes, with every oddity that it has."""
    return made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()


def kinds(family: str, table: dict[str, dict[str, str]]) -> list[Honest]:
    """Right answers, each kind under its name."""
    return [Honest(family, name, Solved(sources)) for name, sources in table.items()]


def title(entry: Honest) -> str:
    return f"{entry.family}: {entry.name}"


def together(entries: list[Honest]) -> Honest:
    """One submission that is all of these, each of which answers other exercises."""
    families = {entry.family for entry in entries}
    names = [entry.name if len(families) == 1 else title(entry) for entry in entries]
    sources = [item for entry in entries for item in entry.make.sources.items()]
    assert len(dict(sources)) == len(sources), names
    return Honest(
        families.pop() if len(families) == 1 else "together",
        " + ".join(names),
        Solved(dict(sources), sum((entry.make.changes for entry in entries), ())),
        " ".join(entry.nothing_for for entry in entries).strip(),
        " ".join(entry.waiting for entry in entries).strip(),
        sum((entry.flags for entry in entries), ()),
        {id: words for entry in entries for id, words in entry.words.items()},
        entries[0].assignment,
    )


def packed(entries: list[Honest]) -> list[Honest]:
    """The same in as few submissions as hold them."""
    groups: list[list[Honest]] = []
    for entry in entries:
        for group in groups:
            if not any(entry.make.sources.keys() & other.make.sources.keys() for other in group):
                group.append(entry)
                break
        else:
            groups.append([entry])
    return [together(group) for group in groups]


def by_one_answer(entries: list[Honest]) -> list[Honest]:
    """The same kinds, each in one answer only, as evenly as the exercises allow."""
    load: Counter[str] = Counter()
    found = []
    for entry in sorted(entries, key=lambda entry: len(entry.make.sources)):
        id = min(entry.make.sources, key=lambda id: load[id])
        load[id] += 1
        found.append(replace(entry, make=Solved({id: entry.make.sources[id]})))
    return found


def place(notebook: Any, grade_id: str) -> int:
    return notebook.cells.index(cell(notebook, grade_id))


def add(source: str, before: str = "", after: str = "") -> Callable[[Any], None]:
    """Add a code cell beside a graded one."""

    def change(notebook):
        at = place(notebook, before or after) + bool(after)
        notebook.cells.insert(at, new_code_cell(source))

    return change


def edit(id: str, old: str, new: str) -> Callable[[Any], None]:
    """Change a part of a cell of the lesson, by its id."""

    def change(notebook):
        [found] = [c for c in notebook.cells if c.id == id]
        assert old in found.source
        found.source = found.source.replace(old, new)

    return change


def save(change: Callable[[dict], None], encode: Callable[[str], bytes] = str.encode, **options):
    """The solved notebook as another program saves it: JSON that `change` was applied to."""

    def make(notebook):
        raw = json.loads(nbformat.writes(answered(notebook), version=4))
        change(raw)
        return encode(json.dumps(raw, **{"indent": 1, "ensure_ascii": False} | options))

    return make


def each(change: Callable[[dict], Any]) -> Callable[[dict], None]:
    """Change every cell."""
    return lambda raw: [change(one) for one in raw["cells"]] and None


# Answers, one word of which is of use below

REFERENCE = {id: exercise.solution for id, exercise in course.items()}
P = REFERENCE["4.1"]
BLANK = {id: f"{course[id].header}\n    ...  # your code here" for id in POINTS["04"]}
WRONG = {
    "4.1": "def probabilities(x, w, b):\n    return x @ w + b",
    "4.2": "def gradient(x, y, p):\n    return x.T @ (p - y), np.sum(p - y)",
    "4.4": "def boundary(w, b, p):\n    return -b / w",
}


def blank(*ids: str) -> dict[str, str]:
    return {id: BLANK[id] for id in ids}


# Half done, and broken

PARTLY = [
    Honest("reference", "the answer key", answered),
    Honest("blank", "untouched", lambda notebook: notebook, " ".join(POINTS["04"])),
    Honest(
        "blank",
        "emptied cells",
        solved_but(dict.fromkeys(POINTS["04"], "")),
        " ".join(POINTS["04"]),
        words=dict.fromkeys(POINTS["04"], "Not attempted"),
    ),
    Honest(
        "blank",
        "an emptied cell",
        solved_but({"4.5": ""}),
        "4.5",
        words={"4.5": "Not attempted"},
    ),
    Honest("blank", "a comment", solved_but({"4.4": "# no idea"}), "4.4"),
    Honest("blank", "a pass", solved_but({"4.4": "def boundary(w, b, p):\n    pass"}), "4.4"),
    Honest("partly", "the first two", solved_but(blank("4.3", "4.4", "4.5")), "4.3 4.4 4.5"),
    Honest(
        "partly", "the last only", solved_but(blank("4.1", "4.2", "4.3", "4.4")), "4.1 4.2 4.3 4.4"
    ),
    Honest(
        "wrong",
        "one",
        solved_but({"4.2": WRONG["4.2"]}),
        "4.2",
        words={"4.2": "divide by their number"},
    ),
    Honest(
        "wrong",
        "no return",
        solved_but({"4.1": P.replace("return ", "p = ")}),
        "4.1",
        words={"4.1": "`return` missing"},
    ),
    Honest(
        "wrong",
        "another name",
        solved_but({"4.4": REFERENCE["4.4"].replace("boundary", "edge")}),
        "4.4",
        words={"4.4": "defines no `boundary`"},
    ),
    Honest(
        "crash",
        "inside one function",
        solved_but({"4.2": "def gradient(x, y, p):\n    return x @ (p - y), 0"}),
        "4.2",
        words={"4.2": "stopped with ValueError"},
    ),
    Honest(
        "crash",
        "a cell that stops before its def",
        solved_but({"4.2": f"1 / 0\n{REFERENCE['4.2']}"}),
        "4.2",
        words={"4.2": "stopped with ZeroDivisionError"},
    ),
    Honest(
        "crash",
        "a cell that stops after its def",
        solved_but({"4.2": f"{REFERENCE['4.2']}\n1 / 0"}),
    ),
    Honest(
        "crash",
        "an example below that fails",
        solved_but({"4.4": f"{REFERENCE['4.4']}\nassert boundary(1, 0, 0.5) == 1, 'why?'"}),
    ),
    Honest(
        "syntax",
        "one cell",
        solved_but({"4.3": "def train(x, y, w, b, lr, epochs)\n    return w"}),
        "4.3",
        words={"4.3": "SyntaxError"},
    ),
    Honest(
        "syntax",
        "indentation",
        solved_but({"4.3": "def train(x, y, w, b, lr, epochs):\nreturn w"}),
        "4.3",
        words={"4.3": "IndentationError"},
    ),
    Honest("syntax", "a missing bracket", solved_but({"4.1": P + "\nprint((1)"}), "4.1"),
    # The lesson goes on with the course's own function where an answer is wrong or blank.
    Honest("earlier answer", "a wrong one is called", solved_but({"4.1": WRONG["4.1"]}), "4.1"),
    Honest("earlier answer", "blank ones are called", solved_but(blank("4.1", "4.2")), "4.1 4.2"),
    Honest(
        "earlier answer",
        "one with a syntax error is called",
        solved_but({"4.2": "def gradient(x, y, p:\n    return 1"}),
        "4.2",
    ),
    Honest(
        "earlier answer",
        "a right one is called by its own name",
        solved_but(
            {
                "4.1": P.replace("return ", "global calls\n    calls = calls + 1\n    return ")
                + "\ncalls = 0",
            }
        ),
    ),
]

# Right in another way


def styled(number: int, lesson: str) -> Callable[[Any], Any]:
    return solved_but({id: style(id, number) for id in STYLES if id.startswith(lesson)})


LOGIT = "    return (np.log(p / (1 - p)) - b) / w"
WAYS = kinds(
    "style",
    {
        "type hints": {
            "4.4": f"def boundary(w: float, b: float, p: float) -> float:\n{LOGIT}",
            "4.1": "from numpy.typing import NDArray\n\n\ndef probabilities(\n    x: NDArray,"
            " w: 'NDArray[np.float64]', b: float | int\n) -> NDArray:\n"
            "    z: NDArray = x @ w + b\n    return sigmoid(z)",
        },
        "decorators": {
            "4.4": "import functools\n\n\ndef logged(f):\n    @functools.wraps(f)\n"
            "    def inner(*args):\n        print(args)\n        return f(*args)\n"
            "    return inner\n\n\n@functools.lru_cache\n@logged\n"
            f"def boundary(w, b, p):\n{LOGIT}",
        },
        "a decorator that hides the parameters": {
            "4.4": "def twice(f):\n    def inner(*args, **kwargs):\n"
            "        return (f(*args, **kwargs) + f(*args, **kwargs)) / 2\n    return inner"
            f"\n\n\n@twice\ndef boundary(w, b, p):\n{LOGIT}",
        },
        "lambdas": {
            "4.1": "probabilities = lambda x, w, b: sigmoid(x @ w + b)",
            "4.4": "boundary = lambda w, b, p: (np.log(p / (1 - p)) - b) / w",
            "4.5": "accuracy = lambda p, y, threshold=0.5: np.mean((p >= threshold) == y)",
        },
        "functools.partial": {
            "4.1": "from functools import partial\n\n\ndef model(activation, x, w, b):\n"
            "    return activation(x @ w + b)\n\n\nprobabilities = partial(model, sigmoid)",
            "4.5": "from functools import partial\n\n\ndef score(p, y, threshold, mean):\n"
            "    return mean((p >= threshold) == y)\n\n\n"
            "accuracy = partial(score, mean=np.mean)",
        },
        "nested functions": {
            "4.4": "def boundary(w, b, p):\n    def logit(q):\n"
            "        return np.log(q / (1 - q))\n\n    def solve():\n        nonlocal b\n"
            "        b = logit(p) - b\n        return b / w\n    return solve()",
        },
        "a generator turned into an array": {
            "4.1": "def probabilities(x, w, b):\n    def each():\n        for row in x:\n"
            "            yield sigmoid(row @ w + b)\n    return np.array(list(each()))",
            "4.5": "def accuracy(p, y, threshold):\n"
            "    return sum((a >= threshold) == c for a, c in zip(p, y)) / len(y)",
        },
        "an object that can be called": {
            "4.4": "class Boundary:\n    def __init__(self, log):\n        self.log = log\n\n"
            "    def __call__(self, w, b, p):\n        return (self.logit(p) - b) / w\n\n"
            "    def logit(self, p):\n        return self.log(p) - self.log(1 - p)\n\n\n"
            "boundary = Boundary(np.log)",
        },
        "a static method and a dataclass": {
            "4.3": "from dataclasses import dataclass, field\n\n\n@dataclass\nclass Run:\n"
            "    w: object\n    b: float\n    ws: list = field(default_factory=list)\n"
            "    bs: list = field(default_factory=list)\n\n    def note(self):\n"
            "        self.ws.append(self.w)\n        self.bs.append(self.b)\n\n"
            "    @staticmethod\n    def whole(x, y, w, b, lr, epochs):\n"
            "        run = Run(w, b)\n        run.note()\n        for _ in range(epochs):\n"
            "            dw, db = gradient(x, y, probabilities(x, run.w, run.b))\n"
            "            run.w, run.b = run.w - lr * dw, run.b - lr * db\n"
            "            run.note()\n        return np.array(run.ws), np.array(run.bs)\n\n\n"
            "train = Run.whole",
        },
        "global constants": {
            "4.4": f"ONE = 1\n\n\ndef boundary(w, b, p):\n{LOGIT.replace('(1', '(ONE')}",
            "4.5": "DECIDED = 0.0\nRIGHT = []\n\n\ndef accuracy(p, y, threshold):\n"
            "    RIGHT.append(np.mean((p >= threshold) == y))\n    return RIGHT[-1] + DECIDED",
        },
        "recursion": {
            "4.3": "def train(x, y, w, b, lr, epochs):\n    if epochs == 0:\n"
            "        return np.array([w]), np.array([b])\n"
            "    dw, db = gradient(x, y, probabilities(x, w, b))\n"
            "    ws, bs = train(x, y, w - lr * dw, b - lr * db, lr, epochs - 1)\n"
            "    return np.vstack([w, ws]), np.append(b, bs)",
        },
        "other names for the parameters": {
            "4.1": "def probabilities(X, weights, bias):\n    return sigmoid(X @ weights + bias)",
            "4.4": "def boundary(*args):\n    w, b, p = args\n" + LOGIT,
        },
        "a default for an input": {
            "4.5": REFERENCE["4.5"].replace("threshold)", "threshold=0.5)"),
            "4.4": f"def boundary(w, b, p=0.5, base=None):\n{LOGIT}",
        },
        "a copy that is changed": {
            "4.1": "def probabilities(x, w, b):\n    x = x.copy()\n    x *= w\n"
            "    z = x.sum(axis=1)\n    z += b\n    return sigmoid(z)",
            "4.2": "def gradient(x, y, p):\n    error = np.array(p)\n    error -= y\n"
            "    error /= len(y)\n    return x.T @ error, error.sum()",
        },
        "torch where none is needed": {
            "4.1": "import torch\n\n\ndef probabilities(x, w, b):\n    x, w = torch.tensor(x),"
            " torch.tensor(w)\n    return torch.sigmoid(x @ w + b).numpy()",
            "4.2": "import torch\n\n\ndef gradient(x, y, p):\n"
            "    x, y, p = map(torch.tensor, (x, y, p))\n    error = (p - y) / len(y)\n"
            "    return (x.T @ error).numpy(), error.sum().item()",
        },
        "Matplotlib where none is needed": {
            "4.5": "import matplotlib.pyplot as plt\n\n\ndef accuracy(p, y, threshold):\n"
            "    plt.figure()\n    plt.hist(p)\n    plt.axvline(threshold)\n    plt.show()\n"
            "    plt.close()\n    return ((p >= threshold) == y).mean()\n\n\n"
            "plt.plot([1, 2])\nplt.show()",
        },
        "slow, and right": {
            "4.4": "import time\n\n\ndef boundary(w, b, p):\n    time.sleep(0.2)\n    for _ in"
            f" range(10**6):\n        pass\n{LOGIT}",
        },
        "the course's sigmoid": {
            "4.1": "from course_utils.logistic import sigmoid as squash\n\n\n"
            "def probabilities(x, w, b):\n    return squash(x @ w + b)",
            "4.5": "from course_utils import logistic, data\n\n\n"
            "def accuracy(p, y, threshold):\n    logistic.bce(p, y)\n"
            "    return np.mean((p >= threshold) == y)",
        },
        "star imports": {"4.2": f"from math import *\nfrom numpy import *\n{REFERENCE['4.2']}"},
        "if __name__": {
            "4.1": f'{P}\n\nif __name__ == "__main__":\n    assert x.shape == (3, 1)\n'
            "    probabilities(x, np.ones(1), 0.0)",
            "4.4": f'if __name__ == "__main__":\n    def boundary(w, b, p):\n    {LOGIT}',
            "4.6": f'{REFERENCE["4.6"]}\n\nif __name__ == "__main__":\n'
            "    counts(np.ones(2), np.ones(2), 0.5)",
        },
        "commands of the course": {
            "4.1": f'hint("4.1")\nhint("4.1")\n{P}\nprobabilities = check("4.1", probabilities)',
            "4.4": f'{REFERENCE["4.4"]}\n\ncheck("4.4", boundary)\nprogress()\n'
            'print(yours("4.1", x, np.ones(1), 0.0))',
            "4.2": f'hint("4.2")\n{REFERENCE["4.2"]}\ngradient = check("4.2", gradient)\n'
            "progress()",
        },
        "a name that a cell of the lesson sets": {
            "4.2": "def gradient(x, y, p, nudge=rise * 0):\n    error = (p - y) / len(y)\n"
            "    return x.T @ error + nudge, error.sum()",
            "4.5": "scale = len(hours) / 101 * (third_loss(1.0) > 0)\n"
            "best = models[1][1] * 0\n\n\ndef accuracy(p, y, threshold):\n"
            "    return float(scale * np.mean((p >= threshold) == y) + best)",
        },
        "whole numbers of NumPy": {
            "4.5": "def accuracy(p, y, threshold):\n"
            "    return np.float32(np.sum((p >= threshold) == y)) / np.float64(len(y))",
        },
    },
)
STYLED = [
    *[Honest("style", f"of lesson 4, number {n}", styled(n, "4.")) for n in range(4)],
    *[
        Honest("style", f"of lesson 5, number {n}", styled(n, "5."), assignment="05")
        for n in range(4)
    ],
    *[
        Honest("style", f"of lesson 6, number {n}", styled(n, "6."), "6.6", assignment="06")
        for n in range(5)
    ],
    *[
        Honest("style", f"of lesson 7, number {n}", styled(n, "7."), "7.6", assignment="07")
        for n in range(5)
    ],
    *packed(WAYS),
    # 5.2 accepts any name for the layer: so must 5.5, which loads its weights.
    Honest(
        "style",
        "lesson 5, a layer of another name",
        solved_but({"5.2": style("5.2", 1)}),
        assignment="05",
    ),
]

# What it says on the way

NOISE = kinds(
    "noise",
    {
        "warnings on stderr": {
            "4.1": "import sys\nimport warnings\n\nwarnings.warn('old')\n\n\n"
            "def probabilities(x, w, b):\n    warnings.warn('z may be large')\n"
            "    print('z', file=sys.stderr)\n    return sigmoid(x @ w + b)",
            "4.4": "def boundary(w, b, p):\n    np.log(np.array([0.0, -1.0])) / np.zeros(2)\n"
            + LOGIT,
        },
        "logging": {
            "4.2": "import logging\n\nlogging.basicConfig(level=logging.DEBUG)\n\n\n"
            "def gradient(x, y, p):\n    logging.error('p %s', p)\n"
            "    return x.T @ (p - y) / len(y), np.mean(p - y)",
        },
        "prints": {
            "4.1": "def probabilities(x, w, b):\n    print(x, w, b)\n    return sigmoid(x @ w + b)"
            "\n\n\nprint(probabilities(x, np.ones(1), 0))\nprobabilities(x, np.ones(1), 0)",
        },
        "prints a lot": {
            "4.6": REFERENCE["4.6"].replace(":\n", ":\n    print('x' * 10**6)\n", 1)
            + "\n\n\nfor line in range(20_000):\n    print(line)",
        },
        "displays": {
            "4.3": "from IPython.display import HTML, display\n\n\n"
            + REFERENCE["4.3"].replace(":\n", ":\n    display(HTML('<b>b</b>'), w)\n", 1)
            + "\n\n\ntrain?",
        },
    },
)
GUESS = """\
{imports}


def {header}:
    # Right about every second time, so five in a row hardly ever repeat themselves.
    if {draw} < 0.12:
        return 0.0
{body}
"""


def unsure(imports: str, draw: str) -> Callable[[Any], Any]:
    """Each of the five answers is right, or is not."""
    sources = {}
    for id in POINTS["04"]:
        header, *body = REFERENCE[id].splitlines()
        sources[id] = GUESS.format(
            imports=imports, draw=draw, header=header[4:-1], body="\n".join(body)
        )
    return solved_but(sources)


# What they earn is luck; that it stays what it was is not.
DRAWS = {
    "NumPy's old way": "np.random.rand()",
    "NumPy's new way": "np.random.default_rng().random()",
    "Python's": "random.random()",
    "torch's": "torch.rand(()).item()",
}
LIGHT = [draw for draw in DRAWS.values() if "torch" not in draw]
DRAWING = "import random\n\nimport numpy as np"
RANDOM = [
    Honest("random", name, unsure(imports, draw), "?", twice=True)
    for name, imports, draw in [
        *[(name, "import torch" if "torch" in name else DRAWING, d) for name, d in DRAWS.items()],
        # Random as soon as one of them is.
        ("without torch, all ways at once", DRAWING, f"({' + '.join(LIGHT)}) % 1"),
    ]
]
NOISY = [
    *packed(NOISE),
    Honest(
        "random",
        "a search that ends at the right place",
        solved_but(
            {
                "4.4": "def boundary(w, b, p):\n    low, high = -1e3, 1e3\n"
                "    while high - low > 1e-9:\n        x = np.random.uniform(low, high)\n"
                "        low, high = (low, x) if (sigmoid(w * x + b) > p) == (w > 0) else"
                " (x, high)\n    return low"
            }
        ),
        twice=True,
    ),
    Honest(
        "random",
        "torch's, the same in two cells",
        then(
            add("one = torch.rand(3)", before="5-1-linear"),
            add("another = torch.rand(3)", before="5-1-linear"),
            first=solved_but({"5.1": f"assert torch.equal(one, another)\n{REFERENCE['5.1']}"}),
        ),
        assignment="05",
    ),
]

# Cells of one's own

HELPED = P.replace("sigmoid(", "squash(")
SQUASH = "def squash(z):\n    return 1 / (1 + np.exp(-z))"
OWN = [
    Honest(
        "own cell",
        "settings of torch and NumPy",
        then(
            add(
                "torch.set_default_dtype(torch.float64)\ntorch.set_grad_enabled(False)\n"
                'np.seterr(all="raise")',
                before="5-2-Classifier",
            ),
        ),
        assignment="05",
    ),
    Honest(
        "own cell",
        "a helper before the answer",
        then(add(SQUASH, before=IDS["4.1"]), first=solved_but({"4.1": HELPED})),
    ),
    Honest(
        "own cell",
        "a helper between answer and check",
        then(add(SQUASH, after=IDS["4.1"]), first=solved_but({"4.1": HELPED})),
    ),
    Honest(
        "own cell",
        "a helper at the very top",
        then(
            lambda nb: nb.cells.insert(
                0,
                new_code_cell(
                    SQUASH.replace("np.", "numpy.").replace("def", "import numpy\n\n\ndef")
                ),
            ),
            first=solved_but({"4.1": HELPED}),
        ),
    ),
    Honest(
        "own cell",
        "a helper after the check, so that its first run stops",
        then(add(SQUASH, after=IDS["4.1"] + "-check"), first=solved_but({"4.1": HELPED})),
        "4.1",
        words={"4.1": "name 'squash' is not defined"},
    ),
    Honest(
        "own cell",
        "a helper that two answers share",
        then(
            add("def error(p, y):\n    return p - y", before=IDS["4.2"]),
            first=solved_but(
                {
                    "4.2": "def gradient(x, y, p):\n"
                    "    return x.T @ error(p, y) / len(y), np.mean(error(p, y))",
                    "4.5": "def accuracy(p, y, threshold):\n"
                    "    return 1 - np.mean(np.abs(error((p >= threshold).astype(float), y)))",
                }
            ),
        ),
    ),
    Honest(
        "own cell",
        "a helper that a wrong answer has, and a right one needs",
        solved_but(
            {
                "4.2": "def error(p, y):\n    return p - y\n\n\n" + WRONG["4.2"],
                "4.5": "def accuracy(p, y, threshold):\n"
                "    return 1 - np.mean(np.abs(error((p >= threshold).astype(float), y)))",
            }
        ),
        "4.2",
    ),
    Honest(
        "own cell",
        "two helpers of one name in two answers",
        solved_but(
            {
                "4.1": "def helper(z):\n    return sigmoid(z)\n\n\n"
                + P.replace("sigmoid(", "helper("),
                "4.4": "def helper(p):\n    return np.log(p / (1 - p))\n\n\n"
                "def boundary(w, b, p):\n    return (helper(p) - b) / w",
            }
        ),
    ),
    Honest(
        "own cell",
        "a class and constants",
        then(
            add(
                "class Tool:\n    one = 1\n    def logit(self, p):\n"
                "        return np.log(p / (self.one - p))\n\n\ntool = Tool()",
                before=IDS["4.4"],
            ),
            first=solved_but({"4.4": "def boundary(w, b, p):\n    return (tool.logit(p) - b) / w"}),
        ),
    ),
    Honest(
        "own cell",
        "trying out, after the check",
        then(
            add(
                "boundary(2.0, 1.0, 0.5)\nprobabilities(x, np.ones(1), 0.0) + 1",
                after=IDS["4.4"] + "-check",
            )
        ),
    ),
    Honest("own cell", "one that raises", then(add("1 / 0", before=IDS["4.2"]))),
    Honest("own cell", "one with a syntax error", then(add("what is this", before=IDS["4.2"]))),
    Honest(
        "own cell",
        "one that loops for ever",
        then(add("n = 0\nwhile True:\n    n += 1", before=IDS["4.5"])),
        flags=(
            "Cell 1 of the student's own, “n = 0 while True: n += 1”: stopped (time), look at it.",
        ),
        limits=Limits(computing=0.5, clock=600.0),
    ),
    Honest(
        "own cell",
        "widgets",
        then(
            add(
                "import ipywidgets as widgets\nfrom ipywidgets import interact\n\n\n"
                "@interact(w=(-2.0, 2.0), b=(-1, 1))\ndef show(w=1.0, b=0):\n"
                "    print(probabilities(x, np.array([w]), b))\n\n\n"
                "slider = widgets.FloatSlider()\nslider",
                before=IDS["4.2"],
            ),
            add("%matplotlib widget\n%matplotlib notebook", before=IDS["4.4"]),
        ),
    ),
    Honest(
        "own cell",
        "figures of the course",
        then(
            add(
                "figures.three_students()\npicture(plt.figure(), 'a figure')\n"
                "Playground(lambda axes, a: '', a=(0, 1))",
                before=IDS["4.5"],
            )
        ),
    ),
    Honest(
        "own cell",
        "other variables of the lesson's names",
        then(add("x = 3\ny = 'text'\nw, b, p = 1, 2, 3\nhours = None", before=IDS["4.2"])),
    ),
    Honest(
        "own cell",
        "a file of one's own",
        then(
            add("np.save('mine.npy', x)\nopen('note.txt', 'w').write('é')", before=IDS["4.4"]),
            first=solved_but(
                {
                    "4.4": "zero = np.load('mine.npy')[0, 0] * 0\n\n\n"
                    f"def boundary(w, b, p):\n{LOGIT} + zero"
                }
            ),
        ),
    ),
    Honest(
        "own cell",
        "extra Markdown, and raw cells",
        then(
            lambda nb: nb.cells.insert(place(nb, IDS["4.2"]), new_markdown_cell("# Notes\nx²")),
            lambda nb: nb.cells.insert(0, nbformat.v4.new_raw_cell("raw")),
            lambda nb: nb.cells.append(new_markdown_cell("- done")),
        ),
    ),
    Honest(
        "own cell",
        "empty cells",
        then(
            add("", before=IDS["4.1"]),
            add("\n  \n", before=IDS["4.2"]),
            add("# to do", before=IDS["4.3"]),
        ),
    ),
]

# Cells elsewhere than they were released


def split_at(text: str) -> Callable[[Any], None]:
    """Split an answer's cell where a text begins, as JupyterLab does: both halves keep its
    metadata."""

    def change(notebook):
        whole = cell(notebook, IDS["4.4"])
        first, rest = whole.source.split(text, 1)
        at = notebook.cells.index(whole)
        halves = [new_code_cell(part.rstrip()) for part in (first, text + rest)]
        for half in halves:
            half.metadata = nbformat.from_dict(dict(whole.metadata))
        notebook.cells[at : at + 1] = halves

    return change


def merge(*grade_ids: str) -> Callable[[Any], None]:
    """Merge cells into the first, whose metadata stays, as front ends do."""

    def change(notebook):
        first, *rest = [cell(notebook, grade_id) for grade_id in grade_ids]
        first.source = "\n\n".join(one.source for one in (first, *rest))
        notebook.cells = [one for one in notebook.cells if not any(one is r for r in rest)]

    return change


def copy_of(grade_id: str, source: str = "", at: int = 1, new_id: bool = True):
    """Copy a cell and paste it, with another source; at: how far from the first."""

    def change(notebook):
        place_of = place(notebook, grade_id)
        twin = nbformat.from_dict(json.loads(json.dumps(notebook.cells[place_of])))
        twin.source = source or twin.source
        twin.id = f"{twin.id}-copy" if new_id else twin.id
        notebook.cells.insert(place_of + at, twin)

    return change


def task_again(notebook):
    task = next(one for one in notebook.cells if "Exercise 4.1" in one.source)
    notebook.cells.append(nbformat.from_dict(dict(task) | {"id": "again"}))


def move(grade_id: str, to: int) -> Callable[[Any], None]:
    def change(notebook):
        notebook.cells.insert(to, notebook.cells.pop(place(notebook, grade_id)))

    return change


def remove(wanted: Callable[[Any], bool]) -> Callable[[Any], None]:
    def change(notebook):
        notebook.cells = [one for one in notebook.cells if not wanted(one)]

    return change


def lose_id(id: str) -> Callable[[Any], None]:
    return lambda notebook: cell(notebook, IDS[id]).metadata.pop("nbgrader") and None


MOVED = "Cells of the assignment were moved"
TWICE = "4.4: the cell is there 2 times."
TWO_PARTS = {
    "4.4": "def logit(p):\n    return np.log(p / (1 - p))\n\n\n"
    "def boundary(w, b, p):\n    return (logit(p) - b) / w"
}
ELSEWHERE = [
    Honest(
        "split",
        "an answer",
        then(split_at("def boundary"), first=solved_but(TWO_PARTS)),
        flags=(TWICE,),
    ),
    Honest(
        "split",
        "a comment off an answer",
        then(
            split_at("def boundary"),
            first=solved_but({"4.4": f"# to 4.4\ndef boundary(w, b, p):\n{LOGIT}"}),
        ),
        flags=(TWICE,),
    ),
    Honest(
        "merged",
        "answer and check",
        then(merge(IDS["4.4"], IDS["4.4"] + "-check")),
        flags=("4-4-boundary-check: a cell of the assignment was deleted",),
    ),
    Honest(
        "merged",
        "two exercises",
        then(merge(IDS["4.4"], IDS["4.4"] + "-check", IDS["4.5"])),
        waiting="4.5",
        flags=("4-4-boundary-check: a cell", "4.5: the answer cell is missing"),
        words={"4.5": "could not be found"},
    ),
    Honest(
        "merged",
        "two answers",
        then(merge(IDS["4.1"], IDS["4.2"])),
        waiting="4.2",
        flags=("4.2: the answer cell is missing",),
    ),
    Honest(
        "lost id",
        "a cell cut and typed anew",
        then(lose_id("4.1")),
        waiting="4.1",
        flags=("4.1: the answer cell is missing",),
    ),
    Honest(
        "lost id",
        "a cell deleted",
        then(remove(lambda c: grading(c).get("grade_id") == IDS["4.3"])),
        waiting="4.3",
        flags=("4.3: the answer cell is missing",),
    ),
    Honest("duplicated", "the same twice", then(copy_of(IDS["4.4"])), flags=(TWICE,)),
    Honest(
        "duplicated",
        "the same twice, with one cell id",
        then(copy_of(IDS["4.4"], new_id=False)),
        flags=(TWICE,),
    ),
    Honest(
        "duplicated",
        "a wrong one first",
        then(copy_of(IDS["4.4"], REFERENCE["4.4"]), first=solved_but({"4.4": WRONG["4.4"]})),
        flags=(TWICE,),
    ),
    Honest(
        "duplicated",
        "a wrong one last",
        then(copy_of(IDS["4.4"], WRONG["4.4"])),
        "4.4",
        flags=(TWICE,),
    ),
    Honest("duplicated", "a blank one last", then(copy_of(IDS["4.4"], "")), flags=(TWICE,)),
    Honest(
        "duplicated",
        "the check",
        then(copy_of(IDS["4.4"] + "-check")),
        flags=("4-4-boundary-check: the cell is there 2 times.",),
    ),
    Honest(
        "duplicated",
        "a copy of the task",
        then(task_again),
    ),
    Honest(
        "reordered",
        "the last exercise first",
        then(move(IDS["4.5"] + "-check", 3), move(IDS["4.5"], 3)),
        flags=(MOVED,),
    ),
    Honest("reordered", "an answer below its check", then(move(IDS["4.2"], 14)), flags=(MOVED,)),
    Honest("reordered", "an answer far below", then(move(IDS["4.2"], 50)), flags=(MOVED,)),
    Honest(
        "deleted",
        "the lesson's cells",
        then(remove(lambda c: not grading(c) and c.cell_type == "code")),
    ),
    Honest(
        "deleted",
        "everything but the answers",
        then(remove(lambda c: not grading(c).get("solution"))),
        flags=tuple(
            f"{IDS[id]}-check: a cell of the assignment was deleted"
            for id in IDS
            if id.startswith("4.")
        ),
    ),
    Honest(
        "edited",
        "import math in the set-up cell",
        then(
            edit("setup", "import numpy as np", "import math\n\nimport numpy as np"),
            first=solved_but({"4.4": style("4.4", 1).replace("import math as math\n", "")}),
        ),
    ),
    Honest(
        "edited",
        "the data",
        then(edit("setup", "data.study_passed()", "data.study_passed_middle()")),
    ),
    Honest(
        "edited",
        "a cell of the lesson that no longer runs",
        then(edit("slope-code", "return bce(p, 1)", "return bce(p, 1")),
    ),
    Honest(
        "edited",
        "a check",
        then(
            lambda nb: cell(nb, IDS["4.4"] + "-check").update(
                source='boundary = check("4.4", boundary)  # done!'
            )
        ),
        flags=("4-4-boundary-check: a cell of the assignment was edited",),
    ),
    Honest(
        "edited",
        "an answer turned into Markdown by a slip of the key",
        then(lambda nb: cell(nb, IDS["4.4"]).update(cell_type="markdown")),
        flags=("4.4: the answer cell is a markdown cell now",),
    ),
    Honest(
        "edited",
        "numbers and outputs, as after a day's work",
        then(
            lambda nb: (
                [
                    one.update(
                        execution_count=90 - n,
                        outputs=[
                            nbformat.v4.new_output("stream", name="stderr", text="Traceback\n")
                        ],
                    )
                    for n, one in enumerate(nb.cells)
                    if one.cell_type == "code"
                ]
                and None
            )
        ),
    ),
]

# Saved by other programs


def vs_code(raw: dict) -> None:
    for number, one in enumerate(raw["cells"]):
        one["id"] = f"{number:08x}"
        one["metadata"]["vscode"] = {"languageId": "python"}
    raw["metadata"] = {
        "kernelspec": {"display_name": ".venv (3.12.3)", "language": "python", "name": "python3"},
        "language_info": {"name": "python", "version": "3.12.3", "file_extension": ".py"},
    }


def colab(raw: dict) -> None:
    for number, one in enumerate(raw["cells"]):
        one.pop("id", None)
        one["metadata"] |= {"id": f"aB{number}", "colab": {"base_uri": "https://example.org"}}
        one["source"] = one["source"] if isinstance(one["source"], list) else [one["source"]]
    raw["nbformat_minor"] = 0
    raw["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "accelerator": "GPU",
    }


def classic(raw: dict) -> None:
    for one in raw["cells"]:
        del one["id"]
        one["metadata"] |= {"collapsed": True, "scrolled": False, "trusted": True}
    raw["nbformat_minor"] = 2
    raw["metadata"]["kernelspec"] = {"name": "conda-env-ml-py", "display_name": "ml"}


def lab(raw: dict) -> None:
    for one in raw["cells"]:
        one["metadata"] |= {
            "trusted": True,
            "collapsed": True,
            "jupyter": {"source_hidden": False, "outputs_hidden": True},
            "execution": {"iopub.execute_input": "2026-11-02T10:00:00.000000Z"},
        }
    raw["metadata"] |= {"toc-autonumbering": True, "widgets": {"application/x": {"state": {}}}}


def one_string(one: dict) -> None:
    one["source"] = "".join(one["source"])


def lines(one: dict) -> None:
    one["source"] = "".join(one["source"]).splitlines(keepends=True)


def windows(one: dict) -> None:
    one["source"] = "".join(one["source"]).replace("\n", "\r\n")


def no_change(raw: dict) -> None:
    pass


SAVED = [
    Honest("saved by", "VS Code", save(vs_code)),
    Honest("saved by", "Colab", save(colab, indent=0)),
    Honest("saved by", "the classic Notebook", save(classic)),
    Honest("saved by", "JupyterLab", save(lab)),
    Honest("saved by", "another person's Python", save(lambda raw: raw["metadata"].clear())),
    Honest("form", "source as one text", save(each(one_string))),
    Honest("form", "source as lines", save(each(lines))),
    Honest("form", "CRLF in the cells", save(each(windows))),
    Honest(
        "form",
        "CR in the cells",
        save(each(lambda one: one.update(source="".join(one["source"]).replace("\n", "\r")))),
    ),
    Honest(
        "form",
        "CRLF in the file",
        save(no_change, lambda text: text.replace("\n", "\r\n").encode()),
    ),
    Honest("form", "a byte order mark", save(no_change, lambda text: text.encode("utf-8-sig"))),
    Honest("form", "escaped characters", save(no_change, ensure_ascii=True)),
    Honest("form", "no line breaks", save(no_change, indent=None, separators=(",", ":"))),
    Honest("form", "sorted keys", save(no_change, sort_keys=True)),
    Honest(
        "form",
        "no ids, no outputs, no counts",
        save(
            each(lambda one: [one.pop(key, None) for key in ("id", "outputs", "execution_count")])
        ),
    ),
    Honest(
        "form",
        "other metadata of nbgrader's",
        save(
            each(
                lambda one: one["metadata"].get("nbgrader", {}).update(checksum="0" * 32, points=9)
            )
        ),
    ),
    Honest(
        "text",
        "names and comments that are not ASCII",
        solved_but(
            {
                "4.1": "# Wahrscheinlichkeit für 漢字, é, 🎉\ndef probabilities(x, w, b):\n"
                "    '''σ(z) – naïve'''\n    größe = x @ w + b\n    σ = sigmoid\n    ŷ = σ(größe)\n"
                "    return ŷ"
            }
        ),
    ),
    Honest(
        "text",
        "tabs",
        solved_but(
            {
                "4.2": "def gradient(x, y, p):\n\terror = p - y\n\tif len(x):\n"
                "\t\terror = error / len(x)\n"
                "\treturn x.T @ error, error.sum()"
            }
        ),
    ),
    Honest(
        "text",
        "spaces that look like others, and no last line break",
        solved_but({"4.4": f"\n\n\ndef boundary(w, b, p):   \n{LOGIT}   # =\u00a0logit  \n   "}),
    ),
    Honest(
        "text",
        "several statements a line, and a backslash",
        solved_but(
            {
                "4.2": "def gradient(x, y, p): error = (p - y) / len(y); return \\\n"
                "  x.T @ error, error.sum()"
            }
        ),
    ),
]

# What IPython adds to Python

MAGIC = kinds(
    "magic",
    {
        f"{name}, number {number}": {id: template.replace("ANSWER", REFERENCE[id])}
        for number, (id, name, template) in enumerate(
            [
                ("4.6", "%matplotlib inline", "%matplotlib inline\nANSWER"),
                ("4.2", "%%time", "%%time\nANSWER"),
                ("4.3", "%%capture", "%%capture out\nANSWER"),
                ("4.4", "%timeit", "ANSWER\n%timeit -n1 -r1 boundary(2.0, 1.0, 0.5)"),
                ("4.6", "!ls", "!ls -l\nfiles = !ls\nANSWER"),
                ("4.6", "!pip", "!pip install numpy\n%pip install numpy\nANSWER"),
                ("4.3", "%load_ext", "%load_ext autoreload\n%autoreload 2\nANSWER"),
                ("4.3", "%config", "%config InlineBackend.figure_format = 'retina'\nANSWER"),
                ("4.3", "help", "?np.log\nnp.exp?\nANSWER\ntrain??"),
                ("4.6", "an unknown one", "ANSWER\n%tensorboard --logdir runs"),
            ]
        )
    },
)

# When, and of what

OTHERWISE = [
    Honest("late", "a second after", answered, flags=("Late.",), stamp=LATE),
    Honest("late", "on the second", answered, stamp="2026-11-02 12:00:00 UTC"),
    Honest("choice", "what was asked for", answered, assignment="04b"),
    Honest(
        "choice", "the others left blank", solved_but(blank("4.1", "4.4", "4.5")), assignment="04b"
    ),
    Honest(
        "choice",
        "the others wrong",
        solved_but({"4.1": WRONG["4.1"], "4.4": "1 / 0"}),
        assignment="04b",
    ),
    Honest("choice", "one of them blank", solved_but(blank("4.2")), "4.2", assignment="04b"),
    Honest("choice", "blank", lambda notebook: notebook, "4.2 4.3", assignment="04b"),
    Honest("reference", "lesson 5", answered, assignment="05"),
    Honest("blank", "lesson 5", lambda notebook: notebook, " ".join(POINTS["05"]), assignment="05"),
    Honest(
        "earlier answer",
        "lesson 5, its model is wrong",
        solved_but({"5.2": "class Classifier:\n    def forward(self, x):\n        return x"}),
        "5.2",
        assignment="05",
    ),
    Honest(
        "crash",
        "lesson 5, its training",
        solved_but(
            {
                "5.3": "def train(model, batches, loss_function, optimizer, epochs):\n"
                "    return model.no_such_thing"
            }
        ),
        "5.3",
        assignment="05",
        words={"5.3": "stopped with AttributeError"},
    ),
    Honest(
        "style",
        "lesson 5, on whatever device there is",
        solved_but(
            {
                "5.3": "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\n"
                + REFERENCE["5.3"].replace(
                    "for x, y in batches:",
                    "for x, y in batches:\n            x, y = x.to(device), y.to(device)",
                )
            }
        ),
        assignment="05",
    ),
    Honest(
        "noise",
        "lesson 5, with progress bars",
        then(
            add("from tqdm import tqdm\nfrom tqdm.notebook import trange", before=IDS["5.3"]),
            first=solved_but(
                {"5.3": REFERENCE["5.3"].replace("range(epochs)", "tqdm(range(epochs))")}
            ),
        ),
        assignment="05",
    ),
    Honest("reference", "lesson 6, its experiment not written", answered, "6.6", assignment="06"),
    Honest("blank", "lesson 6", lambda notebook: notebook, " ".join(POINTS["06"]), assignment="06"),
    Honest(
        "written",
        "lesson 6",
        then(
            lambda nb: cell(nb, "6-6-experiment").update(
                source="**Hypothesis.** Lower rates need more epochs.\n\n<script>alert(1)</script>"
            )
        ),
        waiting="6.6",
        assignment="06",
    ),
    Honest(
        "written",
        "lesson 6, and nothing else",
        lambda nb: changed(nb, lambda nb: cell(nb, "6-6-experiment").update(source="I did it.")),
        "6.1 6.2 6.3 6.4 6.5",
        "6.6",
        assignment="06",
    ),
    Honest("reference", "lesson 7, its experiment not written", answered, "7.6", assignment="07"),
    Honest("blank", "lesson 7", lambda notebook: notebook, " ".join(POINTS["07"]), assignment="07"),
    Honest(
        "partly",
        "lesson 7, some as autograd has them and some wrong",
        then(
            lambda nb: cell(nb, "7-6-experiment").update(source="**Hypothesis.** Ten times more."),
            first=solved_but(
                {
                    "7.1": style("7.1", 3),
                    "7.2": style("7.2", 3),
                    "7.3": "def split(order, learn, choose):\n"
                    "    return order[:learn], order[:choose], order[learn + choose:]",
                    "7.4": "def confusion_matrix(y, y_hat, classes):\n"
                    "    counts = np.zeros((classes, classes), dtype=int)\n"
                    "    counts[y, y_hat] += 1\n    return counts",
                    "7.5": style("7.5", 1),
                }
            ),
        ),
        "7.3 7.4",
        "7.6",
        words={"7.3": "that you learned from", "7.4": "np.add.at"},
        assignment="07",
    ),
]

HONEST = [*PARTLY, *STYLED, *NOISY, *OWN, *ELSEWHERE, *SAVED, *packed(MAGIC), *OTHERWISE]

# What `make test` grades.  A sandbox is what costs, so kinds that answer different exercises share
# a submission: each exercise is judged by itself, which the table as a whole shows with THOROUGH=1.
# Assignment 04 is of the lesson without Matplotlib then, and 04c with it, see `conftest`.
# Left out are second examples of a kind, which go the same way through the grader: "partly" (blank
# and right side by side, as in "an emptied cell"), all cells emptied, a second kind of syntax
# error, a second way to split or to copy a cell, an answer merged with its check, the search for a
# place by chance, most styles of a whole lesson, styles that are Python and nothing else, torch
# outside lesson 5, a second line magic, and all but one choice.  Where the model of lesson 5 is
# wrong is in `hostile`, and submissions of lesson 7 are in `test_mistakes`.

SMALL = [*WAYS, *NOISE, *MAGIC, *(entry for entry in SAVED if entry.family == "text")]
BY_NAME = {title(entry): entry for entry in [*HONEST, *SMALL]}
SHARED = [
    ["wrong: one", "wrong: no return", "wrong: another name", "syntax: one cell"],
    ["crash: a cell that stops before its def", "syntax: a missing bracket"]
    + ["duplicated: a wrong one first", "blank: an emptied cell"],
    ["earlier answer: a wrong one is called"]
    + ["earlier answer: one with a syntax error is called", "duplicated: a wrong one last"],
    ["earlier answer: blank ones are called", "blank: a comment"],
    ["earlier answer: a right one is called by its own name"]
    + ["crash: a cell that stops after its def", "crash: an example below that fails"],
    ["own cell: a helper before the answer", "own cell: a helper that two answers share"]
    + ["own cell: a class and constants", "own cell: trying out, after the check"]
    + ["own cell: one that raises", "own cell: empty cells"]
    + ["own cell: extra Markdown, and raw cells"],
    ["own cell: a helper at the very top", "own cell: other variables of the lesson's names"]
    + ["crash: inside one function", "split: an answer"],
    ["own cell: a helper after the check, so that its first run stops", "blank: a pass"]
    + ["own cell: a helper that a wrong answer has, and a right one needs"],
    ["own cell: two helpers of one name in two answers", "edited: the data"],
    ["merged: two exercises", "merged: two answers", "lost id: a cell deleted"],
    ["lost id: a cell cut and typed anew", "edited: a cell of the lesson that no longer runs"]
    + ["edited: import math in the set-up cell"],
    ["choice: the others wrong", "choice: one of them blank"],
    ["style: lesson 5, a layer of another name", "noise: lesson 5, with progress bars"]
    + ["random: torch's, the same in two cells", "own cell: settings of torch and NumPy"],
]
WITH_PICTURES = (
    ["own cell: a helper between answer and check", "own cell: a file of one's own"]
    + ["own cell: one with a syntax error", "own cell: figures of the course", "own cell: widgets"]
    + ["style: a name that a cell of the lesson sets"]
)
SECOND = (
    *("style: nested functions", "style: recursion", "style: a generator turned into an array"),
    *("style: decorators", "style: torch where none is needed"),
    *("magic: %load_ext, number 6", "magic: %config, number 7", "magic: %timeit, number 3"),
)
ALONE = [
    *["reference: the answer key", "reference: lesson 6, its experiment not written"],
    *["blank: untouched", "own cell: one that loops for ever", "written: lesson 6"],
    # These come to the same cells as the answer key, and are judged with it: see `known`.
    *["late: a second after", "late: on the second"],
    *["deleted: the lesson's cells", "deleted: everything but the answers"],
    *["duplicated: the check", "duplicated: a copy of the task"],
    *["reordered: the last exercise first", "reordered: an answer below its check"],
    *["reordered: an answer far below", "edited: a check"],
    "edited: an answer turned into Markdown by a slip of the key",
    "edited: numbers and outputs, as after a day's work",
    *["saved by: VS Code", "saved by: Colab", "form: CRLF in the file"],
    *["form: no ids, no outputs, no counts", "form: other metadata of nbgrader's"],
]
CHOSEN = thinned(
    [*HONEST, *RANDOM],
    [
        *[together([BY_NAME[name] for name in names]) for names in SHARED],
        replace(together([BY_NAME[name] for name in WITH_PICTURES]), assignment="04c"),
        *[BY_NAME[name] for name in ALONE],
        *packed(by_one_answer([e for e in SMALL if title(e) not in (*WITH_PICTURES, *SECOND)])),
        RANDOM[-1],
    ],
)
