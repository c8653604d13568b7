"""Submissions that try to gain, learn or break something, and what must come of each.

Attacks that need only one answer share a submission with others, see `packed`.  @FOLDER@ and
@REPOSITORY@ in a submission become the paths of the class folder and of the course.

CHOSEN is what `make test` grades of them: see the end of this file.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from textwrap import indent
from typing import Any

import nbformat

from checks import Exercise
from classroom.sandbox import Limits
from lessons import course
from tests.classroom.classes import answered, cell, changed, grading
from tests.thorough import thinned

P, G, B, A = "4-1-probabilities", "4-2-gradient", "4-4-boundary", "4-5-accuracy"
LAST = course["4.6"]
LOGITS = "def probabilities(x, w, b):\n    return x @ w + b"
ACCURACY = "def accuracy(p, y, threshold):\n    return float(np.mean((p >= threshold) == y))"
# What a cell may take, so that a busy machine changes nothing: what ends by itself has plenty of
# both, what computes without an end is stopped by its computing, and what waits by the clock.
PLENTY = Limits(computing=60.0, clock=600.0)
COMPUTING = Limits(computing=0.3, clock=600.0)
TRAINING = Limits(computing=6.0, clock=600.0)  # to train, as 5.3 does, takes a second
WAITING = Limits(computing=60.0, clock=thinned(30.0, 5.0))


@dataclass(frozen=True)
class Hostile:
    """One submission: make(released notebook) is a notebook, or a file's bytes.

    states: of the exercises that must not be right; words: what an exercise's sentence must hold;
    flags: what one flag each must hold; reason: why there is no mark, then nothing else counts;
    limits: of a learner's cell.
    """

    name: str
    family: str
    make: Callable[[Any], Any]
    states: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    reason: str = ""
    limits: Limits = PLENTY


@dataclass(frozen=True)
class Answers:
    """Makes a solved notebook with other sources in these cells, by grade id, and with cells of the
    student's own before everything else."""

    sources: dict[str, str]
    own: tuple[str, ...] = ()

    def __call__(self, notebook: Any) -> Any:
        notebook = answered(notebook, self.sources)
        notebook.cells[1:1] = map(nbformat.v4.new_code_cell, self.own)
        return notebook


def answers(sources: dict[str, str]) -> Answers:
    """All solved, but for these."""
    return Answers(sources)


def own(source: str, sources: dict[str, str] | None = None) -> Answers:
    """A cell of the student's own before everything else."""
    return Answers(sources or {}, (source,))


def together(*entries: Hostile) -> Hostile:
    """One submission that is all of these, each of which has other answers."""
    sources = [item for entry in entries for item in entry.make.sources.items()]
    assert len(dict(sources)) == len(sources), [entry.name for entry in entries]
    return Hostile(
        "; ".join(entry.name for entry in entries),
        entries[0].family,
        Answers(dict(sources), sum((entry.make.own for entry in entries), ())),
        {id: state for entry in entries for id, state in entry.states.items()},
        {id: words for entry in entries for id, words in entry.words.items()},
    )


def tampered(change: Callable, sources: dict[str, str] | None = None) -> Callable:
    """Solved, but for 4.1, which returns logits, and then changed."""
    return lambda notebook: changed(answered(notebook, sources or {P: LOGITS}), change)


def raw(old: str, new: str, first: Callable = answered) -> Callable:
    """All solved, or what `first` makes, with a text of the file replaced."""

    def make(notebook: Any) -> bytes:
        text = nbformat.writes(first(notebook))
        assert old in text
        return text.replace(old, new).encode()

    return make


@dataclass(frozen=True)
class Part:
    """One exercise's share of a submission: source(exercise) is the answer, see `packed`."""

    name: str
    source: Callable[[Exercise], str]
    state: str = "wrong"
    words: str = ""


def packed(family: str, parts: list[Part], limits: Limits = PLENTY) -> list[Hostile]:
    """As few submissions as hold all parts, one to an exercise: each is judged by itself."""
    exercises = [e for id, e in course.items() if id.startswith("4.")]
    made = []
    for first in range(0, len(parts), len(exercises)):
        pairs = list(zip(exercises, parts[first : first + len(exercises)], strict=False))
        made.append(
            Hostile(
                "; ".join(f"{e.id} {part.name}" for e, part in pairs),
                family,
                answers({e.grade_id: part.source(e) for e, part in pairs}),
                {e.id: part.state for e, part in pairs if part.state != "right"},
                {e.id: part.words for e, part in pairs},
                limits=limits,
            )
        )
    return made


def refused(attacks: list[tuple[str, str]]) -> Part:
    """An answer that is right as long as each attack, by its name, fails before it."""

    def source(e: Exercise) -> str:
        lines = ["reached = []"]
        for name, attack in attacks:
            lines += ["try:", indent(f"{attack}\nreached.append({name!r})", "    ")]
            lines += ["except BaseException:", "    pass"]
        return "\n".join([*lines, e.solution, "if reached:", f"    {e.name} = 'reached'"])

    return Part(", ".join(name for name, _ in attacks), source, "right")


def busy(name: str, body: str, words: str = "", state: str = "wrong") -> Part:
    """An answer that does this whenever it is called, and then returns what is right."""

    def source(e: Exercise) -> str:
        call = f"return right_{e.name}({', '.join(e.parameters)})"
        lines = f"{e.solution}\nright_{e.name} = {e.name}\n{e.header}\n"
        return lines + indent(f"{body}\n{call}", "    ")

    return Part(name, source, state, words)


def imported(name: str, source: str, words: str = "", state: str = "wrong") -> Part:
    """An answer that is the course's own function, NAME in the source."""

    def make(e: Exercise) -> str:
        return source.replace("NAME", e.name).replace("ID", e.id)

    return Part(name, make, state, words)


# Tampering


def check_of(notebook: Any, grade_id: str = P) -> Any:
    return cell(notebook, f"{grade_id}-check")


def nbgrader_says(**values: Any) -> Callable:
    def change(notebook: Any) -> None:
        for one in notebook.cells:
            if grading(one).get("grade_id", "").startswith(P):
                one.metadata["nbgrader"].update(values)

    return change


def swap_ids(notebook: Any) -> None:
    one, other = cell(notebook, B), cell(notebook, A)
    one.metadata, other.metadata = other.metadata, one.metadata


def id_on_prose(notebook: Any) -> None:
    answer = cell(notebook, P)
    prose = next(c for c in notebook.cells[2:] if c.cell_type == "markdown" and not grading(c))
    prose.metadata["nbgrader"] = answer.metadata.pop("nbgrader")


def foreign(notebook: Any) -> None:
    extra = nbformat.v4.new_code_cell("probabilities = None")
    extra.metadata["nbgrader"] = {"grade_id": "9-9-free", "grade": True, "points": 50}
    notebook.cells.append(extra)


def doubled(notebook: Any) -> None:
    notebook.cells.insert(0, json.loads(json.dumps(check_of(notebook, A))))


def strange_metadata(notebook: Any) -> bytes:
    raw = json.loads(nbformat.writes(answered(notebook)))
    raw["cells"][2]["metadata"] = {"nbgrader": ["x" * 1_000_000]}
    raw["cells"][3]["metadata"] = 7
    raw["metadata"] = {"kernelspec": {"name": "../../x", "language": ["rust"]}}
    return json.dumps(raw).encode()


def typed(kind: str) -> Callable:
    def make(notebook: Any) -> bytes:
        raw = json.loads(nbformat.writes(answered(notebook)))
        for one in raw["cells"]:
            if one["metadata"].get("nbgrader", {}).get("grade_id") == P:
                one["cell_type"] = kind
        return json.dumps(raw).encode()

    return make


def many_copies(notebook: Any) -> Any:
    """Answer cells that are too much for one parser, with parameters that make it read them."""
    notebook = answered(notebook)
    place = next(n for n, c in enumerate(notebook.cells) if grading(c).get("grade_id") == A)
    # It is the length that counts: the sandbox reads a few long names sooner than many short ones.
    source = "def accuracy(p):\n    pass\n    " + thinned("p," * 20_000, f"{'p' * 999}," * 40)
    copies = [json.loads(json.dumps(notebook.cells[place])) for _ in range(6)]
    for copy in copies:
        copy["source"] = source
    notebook.cells[place + 1 : place + 1] = map(nbformat.from_dict, copies)
    return notebook


WRONG = {"4.1": "wrong"}
NESTED = "lambda:" * 7000 + "1"
TAMPERING = [
    Hostile("a check without asserts", "tampering",
            tampered(lambda n: check_of(n).update(source="pass")), WRONG, flags=("edited",)),
    Hostile("a check deleted", "tampering",
            tampered(lambda n: n.cells.remove(check_of(n))), WRONG, flags=("deleted",)),
    Hostile("a check doubled", "tampering", tampered(doubled), WRONG, flags=("2 times", "moved")),
    Hostile("a check moved", "tampering",
            tampered(lambda n: n.cells.append(n.cells.pop(n.cells.index(check_of(n))))),
            WRONG, flags=("moved",)),
    Hostile("a check that is text now", "tampering",
            tampered(lambda n: check_of(n).update(cell_type="raw")), WRONG),
    Hostile("a check with another's id", "tampering",
            tampered(lambda n: check_of(n).metadata["nbgrader"].update(grade_id=f"{A}-check")),
            WRONG, flags=("deleted", "edited", "2 times", "moved")),
    Hostile("flipped metadata", "tampering",
            tampered(nbgrader_says(grade=False, solution=True, locked=False, task=True)), WRONG),
    Hostile("a hundred points", "tampering", tampered(nbgrader_says(points=100)), WRONG),
    Hostile("a foreign id", "tampering", tampered(foreign), WRONG, flags=("not released",)),
    Hostile("the ids of two answers swapped", "tampering", tampered(swap_ids, {A: ACCURACY}),
            {"4.4": "wrong", "4.5": "wrong"}, flags=("moved",)),
    Hostile("an answer's id on prose", "tampering", tampered(id_on_prose), WRONG,
            flags=("a markdown cell now",)),
    Hostile("strange metadata", "tampering", strange_metadata),
    Hostile("lone surrogates", "tampering", raw("z = x @ w + b", "z = x @ w + b  # \\ud800")),
    Hostile("a type that is no text", "tampering", typed("\ud800\n# x"), flags=("cell now",)),
    Hostile("too many cells", "tampering",
            lambda n: changed(n, lambda n: n.cells.extend([nbformat.v4.new_code_cell("1")] * 1001)),
            reason="more than 1000 cells"),
    Hostile("JSON without a bottom", "tampering", lambda _: b'{"cells": ' + b"[" * 100_000,
            reason="nested too deeply"),
    Hostile("parentheses for the parser", "tampering", own(NESTED)),
    Hostile("an answer too long to parse", "tampering", many_copies, {"4.5": "wrong"}),
]

# Fooling the check

# What runs the cells: what is patched in it has an effect, unlike a copy that is imported.
SESSION = """
import gc
session = next(o for o in gc.get_objects() if type(o).__name__ == "Session")
trying = session.trying
"""
FORGE = f"""{SESSION}
import json, os, stat
def reply(*_):
    number = dict(kind="float", shape=[], data=[1.0])
    yes = dict(state="right", value=number, notes=dict(), lists=[False], given=[], printed="")
    text = json.dumps(dict(outcome=yes, marks=dict(probabilities=99), state="right"))
    for handle in range(3, 4096):
        try:
            if stat.S_ISFIFO(os.fstat(handle).st_mode):
                os.write(handle, text.encode() + b"\\n")
        except OSError:
            pass
"""
OWN, DIED = "course's own", "Python ended"
UNREADABLE = "could not be read"
ALL_WRONG = {f"4.{n}": "wrong" for n in range(1, 7)}
# What takes the place of the session's own ways, and what is said of it then.
PATCHES = {
    "a forged reply": (f"{FORGE}\ntrying.once = reply", ""),
    "a verdict in place of outcomes": (
        f"{SESSION}\ntrying.once = lambda *_: dict(state='right', score=1)", UNREADABLE),
    "more outcomes than cases": (
        f"{SESSION}\nold = trying.once\ntrying.once = lambda *a: [old(*a)] * 2", UNREADABLE),
    "the probe replaced": (
        f"{SESSION}\nseen = session.probes.Seen\n"
        "session.tried = dict.fromkeys(session.tried, lambda answer, case: seen(0.5))", ""),
}
PATCHED = [
    Hostile(name, "fooling", own(source), ALL_WRONG, {"4.1": words})
    for name, (source, words) in PATCHES.items()
]
PATCHED_AT_LAST = {
    name: Hostile(f"{name}, at last", "fooling", answers({
        LAST.grade_id: f"{source}\n{LAST.solution}"}), {"4.6": "wrong"}, {"4.6": words})
    for name, (source, words) in PATCHES.items()
}
EXITS = [
    busy("sys.exit", "import sys\nsys.exit(0)", "SystemExit"),
    busy("os._exit", "import os\nos._exit(0)", DIED),
    busy("abort", "import os\nos.abort()", DIED),
    busy("a crash", "import ctypes\nctypes.string_at(0)", DIED),
    busy("another program", "import os\nos.execv('/bin/cat', ['cat'])", "PermissionError"),
    busy("pipes closed", "import os\nos.closerange(0, 4096)", DIED),
    busy("signals to itself", "import os, signal\nfor n in (signal.SIGSTOP, signal.SIGTERM):\n"
         "    os.kill(os.getpid(), n)", "", "right"),
]
FOOLING = [
    *PATCHED,
    Hostile("patched builtins", "fooling", own(
        "import builtins\nbuiltins.abs = lambda _: 0\nbuiltins.all = builtins.any = lambda *_: True"
        "\nbuiltins.isinstance = lambda *_: True", {P: LOGITS}), WRONG),
    Hostile("patched NumPy", "fooling", own(
        "import numpy as np\nfor name in ('isclose', 'allclose', 'array_equal', 'equal'):\n"
        "    setattr(np, name, lambda *_, **__: True)", {P: LOGITS}), WRONG),
    Hostile("a transformer that removes asserts", "fooling", own(
        "import ast\nclass Remove(ast.NodeTransformer):\n    def visit_Assert(self, node):\n"
        "        return ast.Pass()\nget_ipython().ast_transformers.append(Remove())\n"
        "get_ipython().input_transformers_cleanup.append(lambda lines: [])", {P: LOGITS}),
        ALL_WRONG),
    Hostile("an object equal to everything", "fooling", answers({A: (
        "class Yes(float):\n    def __eq__(self, other): return True\n    __hash__ = None\n"
        "    __lt__ = __le__ = __gt__ = __ge__ = __eq__\n"
        "def accuracy(p, y, threshold):\n    return Yes(0.5)")}), {"4.5": "wrong"}),
    Hostile("an array that lies", "fooling", answers({P: (
        "class Lie(np.ndarray):\n    def __array__(self, *_, **__): raise SystemExit\n"
        "    def tolist(self): return [Lie]\n"
        "def probabilities(x, w, b):\n    return (x @ w + b).view(Lie)")}), WRONG),
    Hostile("a number that is a text", "fooling", answers({A: (
        "def accuracy(p, y, threshold):\n    return 'nan'")}), {"4.5": "wrong"}),
    Hostile("a reply too early", "fooling", answers({LAST.grade_id: (
        f"{FORGE}\nreply()\ndef counts(p, y, threshold):\n    return 1.0")}), {"4.6": "wrong"}),
    Hostile("the course's modules patched", "fooling", own(
        "import checks.probes as probes, checks.trying as trying\n"
        "import checks.values as values, checks.learner as learner\n"
        "trying.once = trying.run = probes.call = values.encode = lambda *_: exit()\n"
        "learner.explain = trying.once")),
    Hostile("looks for what is expected in frames and in all objects", "fooling", answers({A: """\
import gc, sys, types
def accuracy(p, y, threshold):
    frame, names = sys._getframe(), {}
    while frame:
        names.update(frame.f_locals | frame.f_globals)
        frame = frame.f_back
    for key in ("expected", "known", "want", "reference", "judge"):
        if key in names:
            return names[key]
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__name__ == "accuracy":
            if thing.__code__ is not accuracy.__code__:
                return thing(p, y, threshold)
"""}), {"4.5": "wrong"}),
    Hostile("looks for the solution in files", "fooling", answers({P: """\
import ast, os, site, sys
found = []
for top in {*sys.path, *site.getsitepackages(), sys.prefix, "/course", "@REPOSITORY@"}:
    for folder, _, names in os.walk(top):
        for name in names:
            if name in ("4_1.py", "answers.py") or name.startswith("logistic."):
                text = open(os.path.join(folder, name), errors="ignore").read()
                if "def probabilities(" in text:
                    found += [ast.unparse(node) for node in ast.parse(text).body
                              if getattr(node, "name", "") == "probabilities"]
def probabilities(x, w, b):
    exec(found[0], globals())
    return globals()["probabilities"](x, w, b)
"""}), {"4.1": "wrong"}),
    *packed("the course's own", [
        imported("import", "from course_utils.logistic import NAME", OWN),
        imported("getattr", "import course_utils.logistic as m\nNAME = getattr(m, 'NAME')", OWN),
        imported("importlib", "import importlib\ndef NAME(*given):\n    return importlib."
                 "import_module('course_utils.logistic').NAME(*given)"),
        imported("all names", "from course_utils.logistic import *"),
        imported("another module", "from course_utils import descent, logistic as m\n"
                 "other = vars(m)\nNAME = other['NAME']", OWN),
        imported("the exercises", "from course_utils.exercises.lesson04 import EXERCISES\n"
                 "NAME = EXERCISES[0].reference", OWN),
        imported("all exercises", "from course_utils.exercises import all_exercises\n"
                 "NAME = all_exercises()['ID'].reference", OWN),
        imported("check", "from course_utils import check\nNAME = check('ID', None)",
                 "Not attempted", "blank"),
        imported("figures", "from course_utils.figures.logistic import NAME"),
        imported("an exercise's file", "from importlib import import_module\nNAME = import_module("
                 "'lessons.lesson4.exercises.' + 'ID'.replace('.', '_')).EXERCISE.reference", OWN),
        imported("the lessons' exercises", "from lessons import course\n"
                 "NAME = course['ID'].reference", OWN),
        imported("the lessons' check", "from lessons import check\nNAME = check('ID', None)",
                 "Not attempted", "blank"),
        imported("right answers", "from lessons.lesson4.answers import STYLES\n"
                 "NAME = STYLES['ID'][0]", OWN),
        imported("comparing", "from lessons.lesson4.compare import NAME", OWN),
        imported("reloaded", "import importlib, course_utils.logistic as m\nimportlib.reload(m)\n"
                 "NAME = m.NAME", OWN),
    ]),
    Hostile("the example alone", "fooling", answers({A: (
        "def accuracy(p, y, threshold):\n    return 0.75")}), {"4.5": "wrong"}),
    Hostile("the lesson's own cases by heart", "fooling", answers({A: "\n".join([
        "def accuracy(p, y, threshold):",
        "    known = " + repr({
            (len(p), t): course["4.5"].reference(p, y, t)
            for p, y, t in course["4.5"].trials(0)}),
        "    return known.get((len(p), threshold), 0.5)"])}), {"4.5": "wrong"}),
    Hostile("another answer when graded", "fooling", answers({G: (
        "import sys\ndef gradient(x, y, p):\n    if 'ipykernel' not in sys.modules:\n"
        "        return x[0], 0.0\n    return x.T @ (p - y) / len(y), np.mean(p - y)")}),
        {"4.2": "wrong"}),
    Hostile("right the first time only", "fooling", answers({B: (
        "calls = []\ndef boundary(w, b, p):\n    calls.append(p)\n"
        "    return (np.log(p / (1 - p)) - b) / w if len(calls) == 1 else 0.5")}),
        {"4.4": "wrong"}),
    Hostile("planted start-up files", "fooling", answers({B: """\
import os, pathlib, site, sys
code = "raise SystemExit"
for top in {".", os.environ["HOME"], "/course", "/tmp/ipython/profile_default/startup",
            *sys.path, *site.getsitepackages(), site.getusersitepackages()}:
    for name in ("sitecustomize.py", "usercustomize.py", "numpy.py", "random.py", "a.pth",
                 "00-start.py", "course_utils.py"):
        try:
            os.makedirs(top, exist_ok=True)
            pathlib.Path(top, name).write_text(code)
        except OSError:
            pass
os._exit(0)
"""}), {"4.4": "wrong"}, {"4.4": DIED}),
    *packed("exits in mid-check", EXITS),
    # In the last answer: begun anew, it may end what comes after it as well.
    Hostile("a thread that ends everything later", "fooling", answers({LAST.grade_id: (
        "import os, threading\nthreading.Timer(0.05, os._exit, [0]).start()\n"
        "def counts(p, y, threshold):\n    import time\n    time.sleep(60)")}),
        {"4.6": "wrong"}, {"4.6": DIED}),
]

# Reaching out: right as long as the attack fails

ATTACKS = [
    ("the gradebook", "open('@FOLDER@/gradebook.db', 'r+b')"),
    ("the class's secret", "open('@FOLDER@/secret', 'rb').read()"),
    ("others' work", "import os\nos.listdir('@FOLDER@/submitted')"),
    ("the repository", "import os\nos.listdir('@REPOSITORY@/course_utils')"),
    ("the environment", "import os\nos.environ['CANARY']"),
    ("another process's environment", "open('/proc/1/environ').read()"),
    ("the box itself", "open('/course/course_utils/logistic.py', 'a')"),
    ("the system", "import os\nfor top in ('/', '/etc', '/work', '/dev', '/usr', '/root'):\n"
     "    try:\n        open(os.path.join(top, 'left'), 'w').write('x')\n        break\n"
     "    except OSError:\n        pass\nelse:\n    raise OSError"),
    ("the network", "import socket\nsocket.create_connection(('127.0.0.1', 22), 1)\n"),
    ("a socket that leaves the machine", "import socket\nsocket.socket(socket.AF_VSOCK)"),
    ("an internet socket", "import socket\nsocket.socket()"),
    ("another process", "import os\nif os.fork() == 0:\n    os._exit(0)"),
    ("a program", "import subprocess\nsubprocess.run(['true'])"),
    # By a thread of which no signal would tell that the grader is gone.
    ("a program in a thread's place", "import os, threading, time\none = threading.Thread("
     "target=lambda: os.execv('/usr/bin/sleep', ['sleep', '4321']))\none.start()\none.join()\n"
     "raise OSError"),
    ("outliving the grader", "import ctypes\nassert ctypes.CDLL(None).prctl(1, 0) == 0"),
    ("memory that is a file", "import os\nos.memfd_create('x')"),
]
AT_ONCE = thinned(1, 3)  # attacks to an answer: they are no more than lines in it
READING = packed(
    "reaching out", [refused(ATTACKS[n : n + AT_ONCE]) for n in range(0, len(ATTACKS), AT_ONCE)]
)

# Carrying the hidden cases out: what is said must be the same whatever they are

CAUGHT = f"""{SESSION}
old, secret = trying.once, 0
def caught(callee, answer, given):
    global secret
    if len(given) == 3 and isinstance(given[1], float):
        secret = int(abs(given[1]) * 1000)
    return old(callee, answer, given)
trying.once = caught
"""
WORDS = "#" + " ".join(f"n{n}" for n in range(5000))
CARRYING = [
    Hostile("by which inputs changed, in which order", "carrying out", answers({B: SESSION + """
old, last = trying.once, [0]
def once(callee, answer, given):
    outcome = old(callee, answer, given)
    now = {"kind": "float", "shape": [], "data": [1.0]}
    for digit in str(given[1]).replace("-", "")[2:]:
        outcome["given"][int(digit) % len(given)] = now
    return outcome | {"value": now}
trying.once = once
def boundary(w, b, p):
    return 1.0"""}), {"4.4": "wrong", "4.5": "wrong", "4.6": "wrong"}),
    Hostile("by a shape", "carrying out", answers({B: (
        "def boundary(w, b, p):\n    return 3.193147180559945 if w == 2 and b == -5 else"
        " np.zeros((int(abs(b) * 1000), 0))")}), {"4.4": "wrong"}),
    Hostile("by a number of numbers in lists", "carrying out", answers({B: (
        "def boundary(w, b, p):\n    n = int(abs(b) * 1000)\n    return 3.193147180559945 if"
        " w == 2 and b == -5 else [[np.zeros(n), 1], 'x', [np.zeros(n + 1), (2, 'y')]]")}),
        {"4.4": "wrong"}),
    Hostile("by the name of a type", "carrying out", answers({B: (
        "def boundary(w, b, p):\n    return 3.193147180559945 if w == 2 and b == -5 else"
        " type(f'n{b}', (), {})()")}), {"4.4": "wrong"}),
    Hostile("by the words of an error", "carrying out", answers({B: (
        "def boundary(w, b, p):\n    if w == 2 and b == -5:\n        return 3.193147180559945\n"
        "    raise ValueError(f'{b}')")}), {"4.4": "wrong"}),
    Hostile("by a missing name", "carrying out", answers({B: (
        f"{CAUGHT}\ndef boundary(w, b, p):\n    if w == 2 and b == -5:\n"
        "        return 3.193147180559945\n"
        f"    return eval(f'n{{secret}}')\n{WORDS}")}), {"4.4": "wrong"}),
    Hostile("by a missing name, an exercise later", "carrying out", answers({
        B: f"{CAUGHT}\ndef boundary(w, b, p):\n    return 1", A: f"eval(f'n{{secret}}')\n{WORDS}"}),
        {"4.4": "wrong", "4.5": "wrong"}),
    Hostile("by a line's number, an exercise later", "carrying out", answers({
        B: f"{CAUGHT}\ndef boundary(w, b, p):\n    return 1",
        A: "session.learner.explain = lambda _: {'type': 'ValueError', 'message': '', 'line':"
           " f'line {secret}: pass'}\n1 / 0\n"
           + "pass\n" * 5000}), {"4.4": "wrong", "4.5": "wrong"}),
    Hostile("by what is printed", "carrying out", answers({B: (
        "def boundary(w, b, p):\n    print(w, b, p)")}), {"4.4": "wrong"}),
]


def carried(name: str, last: str) -> Part:
    """An answer that is right on the printed example; after it n is made of a hidden case."""

    def source(e: Exercise) -> str:
        given = ", ".join(e.parameters)
        return (
            f"{e.solution}\nright_{e.name}, calls_{e.name} = {e.name}, []\n{e.header}\n"
            f"    calls_{e.name}.append(0)\n    if len(calls_{e.name}) == 1:\n"
            f"        return right_{e.name}({given})\n"
            f"    n = sum(float(np.sum(np.abs(part))) for part in ({given}))\n"
            f"    n = int(n * 1000) % 5000\n{indent(last, '    ')}"
        )

    return Part(name, source)


CARRIED = packed("carrying out", [
    carried("by a shape", "return np.zeros((n, 0))"),
    carried("by a number of numbers in lists",
            "return [[np.zeros(n), 1], 'x', [np.zeros(n + 1), (2, 'y')]]"),
    carried("by the name of a type", "return type(f'n{n}', (), {})()"),
    carried("by the words of an error", "raise ValueError(f'{n}')"),
    carried("by a missing name", f"raise NameError(f\"name 'n{{n}}' is not defined\")\n{WORDS}"),
    carried("by what is printed", "print(n)"),
])

# Resources

STILL = "Still running"

ENDLESS = [
    busy("a loop", "while True:\n    pass", STILL),
    busy("a loop that swallows what interrupts it", "import signal\nfor n in range(1, 32):\n"
         "    try:\n        signal.signal(n, signal.SIG_IGN)\n    except OSError:\n        pass\n"
         "while True:\n    try:\n        while True:\n            pass\n"
         "    except BaseException:\n        pass", STILL),
    busy("a power in C", "10 ** 10 ** 8", STILL),
    busy("an expression without an end", "import re\nre.match('(a+)+b', 'a' * 60)", STILL),
    busy("a huge matrix", "np.linalg.svd(np.random.rand(5000, 5000))", STILL),
    busy("threads that compute", "import threading\ndef spin():\n    while True:\n        pass\n"
         "for _ in range(30):\n    threading.Thread(target=spin).start()\nspin()", STILL),
    busy("output without an end", "while True:\n    print('x' * 10_000)", STILL),
    busy("errors without an end", "import os\nwhile True:\n    os.write(2, b'x' * 10_000)", STILL),
]
ASLEEP = [
    busy("sleeping", "import time\ntime.sleep(1000)", STILL),
    busy("a reply by drops", "import os, time\nwhile True:\n    for h in range(3, 4096):\n"
         "        try:\n            os.write(h, b' ')\n        except OSError:\n            pass\n"
         "    time.sleep(0.5)", STILL),
]
ENDING = [
    busy("lists without an end", "x = [0]\nwhile True:\n    x += x"),
    busy("an array that does not fit", "np.ones(1 << 40)", "MemoryError"),
    busy("shared memory", "import mmap\nmmap.mmap(-1, 1 << 40)", "OSError"),
    busy("recursion in C", "import sys\nsys.setrecursionlimit(10**9)\n"
         "x = []\nfor _ in range(200_000):\n    x = [x]\nrepr(x)", DIED),
    busy("a fork bomb", "import os\nwhile True:\n    os.fork()", "PermissionError"),
    busy("a thread that survives", "import threading, time\n"
         "threading.Thread(target=time.sleep, args=(60,)).start()", "", "right"),
    busy("a full disk", "import os\nfor top in ('/tmp', '/dev/shm', '/'):\n    try:\n"
         "        for n in range(1000):\n            with open(f'{top}/{n}', 'wb') as file:\n"
         "                file.write(bytes(8 << 20))\n    except OSError:\n        pass\n"
         "    else:\n        return None", "", "right"),  # a disk that is not full is wrong
    busy("a sparse file", "open('/tmp/x', 'wb').truncate(1 << 40)", "OSError"),
    busy("asking", "input()", "EOFError"),
    busy("a flood of replies", "import os, stat\nfor h in range(3, 4096):\n    try:\n"
         "        while stat.S_ISFIFO(os.fstat(h).st_mode):\n"
         "            os.write(h, b'x' * 65536)\n    except OSError:\n        pass"),
    busy("a reply without a bottom", "import os\nfor h in range(3, 4096):\n    try:\n"
         "        os.write(h, b'[' * 5_000_000 + b'\\n')\n    except OSError:\n        pass",
         UNREADABLE),
    busy("a reply in no encoding, with endless numbers", "import os\nfor h in range(3, 4096):\n"
         "    try:\n        os.write(h, b'{\"\\xff\\xfe\": ' + b'9' * 9999 + b'}\\n')\n"
         "    except OSError:\n        pass", UNREADABLE),
]
RESOURCES = [
    *packed("resources", ENDLESS, COMPUTING),
    *packed("resources", ASLEEP, WAITING),
    *packed("resources", ENDING),
]

FOUR = [*TAMPERING, *FOOLING, *READING, *CARRYING, *RESOURCES]

# Lessons 5 to 7, where the course watches what torch does


def five(id: str) -> str:
    return course[id].grade_id


EQUAL = (
    "torch.equal = torch.allclose = torch.Tensor.__eq__ = torch.isclose = lambda *_, **__: True\n"
)
FIVE = [
    Hostile("patched comparisons of torch", "fooling", own(
        f"import torch\n{EQUAL}", {five("5.1"): (
            "def linear(x, weight, bias):\n    return x @ weight.T")}), {"5.1": "wrong",
        "5.4": "wrong"}),
    Hostile("imports the course's class", "fooling", answers(
        {five("5.2"): "from course_utils.training import Classifier"}), {"5.2": "wrong"},
        {"5.2": "course's own"}),
    Hostile("inherits from the course's class", "fooling", answers(
        {five("5.2"): "import course_utils.training as t\nclass Classifier(t.Classifier):\n"
                      "    pass"}), {"5.2": "wrong"}, {"5.2": "course's own"}),
    Hostile("trains by the course's other function", "fooling", answers({five("5.3"): (
        "from course_utils.training import train as other\n"
        "def train(model, batches, loss_function, optimizer, epochs):\n"
        "    rows = [other(model, batches, loss_function, optimizer, 1) for _ in range(epochs)]\n"
        "    return [row[0] for row in rows]")}), {"5.3": "wrong"}, {"5.3": "course's own"}),
    Hostile("a tensor that lies", "fooling", answers({five("5.4"): (
        "class Lie(torch.Tensor):\n    def item(self): return 0.75\n"
        "    def tolist(self): return 0.75\n"
        "def evaluate(model, x, y):\n    return torch.zeros(()).as_subclass(Lie)")}),
        {"5.4": "wrong"}),
    Hostile("a file that runs code where it is read", "fooling", answers({five("5.5"): (
        "import os\nclass Run:\n    def __reduce__(self): return os._exit, (0,)\n"
        "def save_and_predict(model, path, x):\n    torch.save(Run(), path)\n"
        "    return torch.zeros(len(x), 1)")}), {"5.5": "wrong"}),
    Hostile("torch in an endless loop", "resources", answers({five("5.4"): (
        "def evaluate(model, x, y):\n    m = torch.rand(3000, 3000)\n    while True:\n"
        "        m = m @ m")}), {"5.4": "wrong"}, {"5.4": STILL}, limits=TRAINING),
    Hostile("torch's processes", "resources", answers({five("5.4"): (
        "def evaluate(model, x, y):\n    data = torch.utils.data.DataLoader([1], num_workers=2)\n"
        "    return list(data)")}), {"5.4": "wrong"}),
]
SIX = [
    Hostile("one rate for all, which the task allows", "fooling", answers({five("6.2"): (
        "def choose_lr(x, y, epochs):\n    return 5.0")})),
    Hostile("notes that are no notes", "fooling", own(SESSION + """
seen, key = session.probes.Seen, "lessons.probes_torch.call_twice"
session.tried[key] = lambda answer, case: seen(answer(*case), {"repeats": [], "x": {}})
"""), {"6.1": "wrong"}, {"6.1": UNREADABLE}),
    Hostile("notes that are missing", "fooling", own(SESSION + """
seen, key = session.probes.Seen, "lessons.probes_torch.call_twice"
session.tried[key] = lambda answer, case: seen(answer(*case))
"""), {"6.1": "wrong"}, {"6.1": UNREADABLE}),
    Hostile("a rate that is a text", "fooling", answers({five("6.2"): (
        "def choose_lr(x, y, epochs):\n    return 'nan'")}), {"6.2": "wrong"}),
    Hostile("seeds that chance does not obey", "fooling", own(
        "import torch\ntorch.manual_seed = lambda *_: None\n")),
]

SEVEN = [
    Hostile("calls the course's epoch", "fooling", answers({five("7.2"): (
        "import course_utils.digits as d\n"
        "def train_epoch(model, x, y, loss_function, optimizer, order, batch):\n"
        "    return d.train_epoch(model, x, y, loss_function, optimizer, order, batch)")}),
        {"7.2": "wrong"}, {"7.2": "course's own"}),
    Hostile("a loss that is patched", "fooling", answers({five("7.1"): (
        "nn.CrossEntropyLoss.forward = lambda self, z, y: (z * 0).sum() + 1.0986123\n"
        "def loss_and_gradient(z, y):\n    z = torch.tensor(z, requires_grad=True)\n"
        "    loss = nn.CrossEntropyLoss()(z, torch.tensor(y))\n    loss.backward()\n"
        "    return loss.item(), z.grad")}), {"7.1": "wrong", "7.2": "wrong"}),
    Hostile("an order that is sorted under the grader's eyes", "fooling", answers({five("7.3"): (
        "def split(order, learn, choose):\n    order.sort()\n"
        "    return order[:learn], order[learn:learn + choose], order[learn + choose:]")}),
        {"7.3": "wrong"}),
    Hostile("a matrix that lies", "fooling", answers({five("7.4"): (
        "class Lie(np.ndarray):\n    def __eq__(self, other): return True\n"
        "    def tolist(self): return [[1, 1, 0], [0, 1, 0], [0, 2, 1]]\n"
        "def confusion_matrix(y, y_hat, classes):\n"
        "    return np.zeros((classes, classes)).view(Lie)")}), {"7.4": "wrong"}),
    Hostile("imports the course's calibration", "fooling", answers(
        {five("7.5"): "from course_utils.digits import calibration"}), {"7.5": "wrong"},
        {"7.5": "course's own"}),
]

# What `make test` grades.  Each wall is run against at least once.  Attacks on different exercises
# share a submission; what replaces the session's own ways does so in the last answer alone, which
# leaves one sandbox to restart and not five; what carries hidden cases out is tried on all six
# exercises at once.  An error on the printed example costs a sandbox of its own once a hidden case
# is known, so answers that stop there come first, and those that end a sandbox last.  Left out is
# what meets a wall that something else here meets, too:
#     a reply too early                                   a forged reply
#     the example alone                                   the lesson's own cases by heart
#     os._exit, abort, a crash, another program           planted files; recursion in C
#     a loop, a power, an expression, a matrix, errors    a loop that swallows; threads; output
#     torch in a loop, torch's processes                  the same; a fork bomb
#     a class that inherits from the course's             its import
#     more outcomes than cases, notes that are none       `test_cleaning`
#     a rate that is a text                               a number that is a text
#     all else of lessons 6 and 7                         lessons 4 and 5
# and for lesson 6 that any rate which does is right, which `tests/unit` knows.

BY_NAME = {entry.name: entry for entry in [*TAMPERING, *FOOLING, *CARRYING, *FIVE, *SIX]}
AT_ONCE_TAMPERED = (
    *("the ids of two answers swapped", "an answer's id on prose"),
    *("lone surrogates", "parentheses for the parser"),
)


def tampered_at_once() -> Hostile:
    """One submission that is all of these."""

    def change(notebook: Any) -> None:
        swap_ids(notebook)
        id_on_prose(notebook)
        notebook.cells.insert(1, nbformat.v4.new_code_cell(NESTED))

    sources = {P: LOGITS, A: ACCURACY, G: f"{course['4.2'].solution}  # no text"}
    entries = [BY_NAME[name] for name in AT_ONCE_TAMPERED]
    return Hostile(
        "; ".join(AT_ONCE_TAMPERED),
        "tampering",
        raw("# no text", "# \\ud800", tampered(change, sources)),
        {id: state for entry in entries for id, state in entry.states.items()},
        flags=tuple(flag for entry in entries for flag in entry.flags),
    )


def shared(*names: str) -> Hostile:
    """One submission that is all of these; see PATCHED_AT_LAST."""
    return together(*[PATCHED_AT_LAST.get(name, BY_NAME[name]) for name in names])


def some(parts: list[Part], *names: str) -> list[Part]:
    by_name = {part.name: part for part in parts}
    return [by_name[name] for name in names]


OWN_WAYS = [entry for entry in FOOLING if entry.family == "the course's own"]
CHOSEN = thinned({"04": FOUR, "05": FIVE, "06": SIX, "07": SEVEN}, {
    "04": [
        *(entry for entry in TAMPERING if entry.name not in AT_ONCE_TAMPERED),
        tampered_at_once(),
        shared("patched builtins", "another answer when graded", "right the first time only",
               "an object equal to everything"),
        shared("patched NumPy", "a thread that ends everything later", "planted start-up files",
               "the lesson's own cases by heart"),
        shared("an array that lies", "a number that is a text", "a verdict in place of outcomes"),
        shared("looks for the solution in files", "the course's modules patched",
               "looks for what is expected in frames and in all objects"),
        shared("a transformer that removes asserts"),
        *OWN_WAYS[:-1],
        together(OWN_WAYS[-1], PATCHED_AT_LAST["the probe replaced"]),
        *READING,
        *CARRIED,
        *packed("resources", [
            *some(EXITS, "sys.exit"),
            *some(ENDING, "lists without an end", "an array that does not fit", "shared memory",
                  "a fork bomb", "a sparse file"),
            *some(ENDING, "asking"),
            *some(EXITS, "signals to itself"),
            *some(ENDING, "a thread that survives", "a full disk"),
            *some(EXITS, "pipes closed"),
            *some(ENDING, "recursion in C"),
            *some(ENDING, "a flood of replies", "a reply without a bottom",
                  "a reply in no encoding, with endless numbers")]),
        *packed("resources", some(
            ENDLESS, "a loop that swallows what interrupts it", "threads that compute",
            "output without an end"), COMPUTING),
        *packed("resources", ASLEEP, WAITING),
    ],
    "05": [shared("patched comparisons of torch", "seeds that chance does not obey",
                  "imports the course's class", "trains by the course's other function",
                  "a tensor that lies", "a file that runs code where it is read")],
})
