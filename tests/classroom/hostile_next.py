"""What people try next: the observer is forged, the grader itself is weighed down, its pages and
files are written to.

As `hostile`, of which this is more: NEXT is graded with what is CHOSEN there.
"""

from textwrap import indent

import nbformat

from lessons import course
from tests.classroom.classes import answered, changed
from tests.classroom.hostile import (
    ALL_WRONG,
    CAUGHT,
    LAST,
    LOGITS,
    PATCHED_AT_LAST,
    SESSION,
    WAITING,
    WORDS,
    A,
    Answers,
    B,
    G,
    Hostile,
    P,
    Part,
    answers,
    busy,
    carried,
    five,
    own,
    packed,
    together,
)
from tests.thorough import thinned

# Forging the observer: answers that do not do what is asked, and say that they did

GRADIENT = """\
def gradient(x, y, p):
    error = p - y
    dw = x.T @ error / len(x)
    x[:] = 0
    return dw, np.mean(error)
"""
NO_EVAL = """\
def evaluate(model, x, y):
    with torch.no_grad():
        p = model(x)
    return ((p >= 0.5) == y).float().mean().item()
"""
NO_TRAIN = course["5.3"].solution.replace("    model.train()\n", "")
OLD_MODEL = """\
def save_and_predict(model, path, x):
    torch.save(model.state_dict(), path)
    torch.load(path, weights_only=True)
    model.eval()
    with torch.no_grad():
        return model(x)
"""
WITHOUT_A_FILE = """\
def save_and_predict(model, path, x):
    fresh = Classifier(x.shape[1])
    fresh.load_state_dict(model.state_dict())
    torch.save(fresh.state_dict(), path)
    fresh.eval()
    with torch.no_grad():
        return fresh(x)
"""
ONLY_ONCE = f"""\
asked = []
{WITHOUT_A_FILE.replace("    fresh = ", '''    asked.append(x)
    assert len(asked) % 2, "compares what it loads with what it saved"
    fresh = ''')}"""
CUT_OFF = """\
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x)).detach()
"""
ALWAYS_BACK = "torch.Tensor.requires_grad = property(lambda self: True, lambda self, value: None)\n"
HALF_BACK = CUT_OFF.replace(
    "torch.sigmoid(self.linear(x)).detach()",
    "torch.sigmoid(self.linear(x).detach()) + 0 * self.linear(x)",
)
NO_COPIES = """\
import copy
copy.deepcopy = copy.copy = lambda x, *_, **__: x
for kind in list(copy._deepcopy_dispatch):
    copy._deepcopy_dispatch[kind] = lambda x, *_: x
"""
NO_MODES = """\
import torch
from torch import nn
nn.Module.eval = lambda self: self
nn.Module.train = lambda self, mode=True: self
nn.Dropout.forward = lambda self, x: x
"""
ONE_MODE = """\
import torch
from torch import nn
set_it = nn.Module.__setattr__
nn.Module.__setattr__ = lambda self, name, value: set_it(
    self, name, {mode} if name == "training" else value)
nn.Module.training = property(lambda self: {mode}, lambda self, value: None)
"""
SEEN = f"""{SESSION}
def forge(name, *seen):
    key, old = f"lessons.probes_torch.{{name}}", session.tried[f"lessons.probes_torch.{{name}}"]
    def forged(answer, case):
        found = old(answer, case)
        found.value[-len(seen):] = seen
        return found
    session.tried[key] = forged
"""
FORGED = f"""{SEEN}
forge("watch_evaluation", "evaluation mode", "no gradients")
forge("watch_training", "training mode", "6 × backward, 6 × step")
forge("watch_keeping", "loaded with weights_only=True", "a fresh model was asked",
      "no gradients", "evaluation mode")
"""
FRAMES = """\
import sys
def up(name):
    frame = sys._getframe(1)
    while frame and name not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals[name] if frame else None
"""
FROM_FRAMES = f"""{FRAMES}
def evaluate(model, x, y):
    with torch.no_grad():
        p = model(x)
    calls = up("calls")
    calls[:] = [(module, False, False) for module, *_ in calls]
    return ((p >= 0.5) == y).float().mean().item()
"""
MODES = {five("5.3"): NO_TRAIN, five("5.4"): f"torch.is_grad_enabled = lambda: False\n{NO_EVAL}"}

FORGING_4 = [
    Hostile("copies that are none", "forging", own(NO_COPIES, {G: GRADIENT}),
            {"4.2": "wrong"}, {"4.2": "changes its input"}),
]
FORGING_5 = [
    Hostile("modes that are not set", "forging", own(NO_MODES, MODES),
            {"5.3": "wrong", "5.4": "wrong"}),
    Hostile("always in training mode", "forging", own(ONE_MODE.format(mode=True), {
        five("5.3"): NO_TRAIN}), {"5.3": "wrong", "5.4": "wrong"}),
    Hostile("never in training mode", "forging", own(ONE_MODE.format(mode=False), {
        five("5.4"): NO_EVAL}), {"5.3": "wrong", "5.4": "wrong"}),
    Hostile("what was seen is forged", "forging", own(FORGED, MODES | {
        five("5.5"): OLD_MODEL}), {"5.3": "wrong", "5.4": "wrong", "5.5": "wrong"}),
    Hostile("what was seen is forged in its frame", "forging", answers({
        five("5.4"): FROM_FRAMES}), {"5.4": "wrong"}),
    Hostile("the old model is asked twice", "forging", answers({five("5.5"): OLD_MODEL}),
            {"5.5": "wrong"}),
    Hostile("a file that nobody reads", "forging", answers({five("5.5"): WITHOUT_A_FILE}),
            {"5.5": "wrong"}),
    Hostile("a file that nobody reads, once", "forging", answers({five("5.5"): ONLY_ONCE}),
            {"5.5": "wrong"}),
    Hostile("a way back that is none", "forging", own(f"import torch\n{ALWAYS_BACK}", {
        five("5.2"): CUT_OFF}), {"5.2": "wrong", "5.3": "wrong"}),
    Hostile("half a way back", "forging", answers({five("5.2"): HALF_BACK}), {"5.2": "wrong"}),
]

# Carrying the hidden cases out by an error

NAMES = f"lambda: ({', '.join(f'x{n}' for n in range(1296))})"
BY_ERRORS = [
    carried("by one of many names", f"(eval(f'x{{n % 1296}}'),\n{NAMES})"),
    carried("by the kind of an error", "import builtins\nkinds = [k for k in"
            " vars(builtins).values() if isinstance(k, type) and issubclass(k, Exception)]\n"
            "raise kinds[n % len(kinds)]"),
    carried("by the line of an error", "if n % 2:\n    raise ValueError\nif n % 3:\n"
            "    raise ValueError\nraise ValueError"),
    carried("by the words of Python's", "if n % 2:\n    [][0]\nif n % 3:\n    1 / 0\nNone()"),
    carried("in which case it stops", "if n % 5 == 0:\n    raise ValueError\nreturn 1"),
]
KEEPS = "def boundary(w, b, p):\n    global kept\n    kept = abs(b)\n    return 1"
BY_LINES = "".join(f"if int(kept * 1000) % 7 == {n}:\n    x{n}\n" for n in range(7))
# It keeps the first hidden case of all, and stops there.
KEEPS_X = """\
def probabilities(x, w, b):
    global kept, calls
    kept, calls = abs(x).sum(), globals().get("calls", 0) + 1
    return 1 if calls == 1 else missing"""
STOPS = f"def gradient(x, y, p):\n{indent(BY_LINES, '    ')}"
TOLD_LATER = Hostile("by the line of an error, an exercise later", "carrying out", answers({
    B: KEEPS,
    A: "def accuracy(p, y, threshold):\n"
       + "".join(f"    if int(kept * 1000) % 7 == {n}:\n        return x{n}\n" for n in range(7)),
    LAST.grade_id: BY_LINES}), {"4.4": "wrong", "4.5": "wrong", "4.6": "wrong"})
CHANGING = f"""{SESSION}
before = trying.once
def changing(callee, answer, given):
    outcome = before(callee, answer, given)
    now = {{"kind": "float", "shape": [], "data": [1.0]}}
    for digit in str(float(np.sum(given[0]))).replace(".", ""):
        outcome["given"][int(digit) % len(given)] = now
    return outcome | {{"value": now}}
trying.once = changing
def accuracy(p, y, threshold):
    return 1.0"""
BY_A_LINE = """\
session.learner.explain = lambda _: {
    "type": "ValueError", "message": "", "line": f"line {secret}: pass"}
1 / 0
""" + "pass\n" * 5000
# Each error costs another sandbox, in which it is told: so these share the sandboxes before it.
LATER = [
    together(*packed("carrying out", BY_ERRORS[:2]), Hostile(
        "by a missing name, an exercise later, and by a line's number, two later", "carrying out",
        answers({B: f"{CAUGHT}\ndef boundary(w, b, p):\n    return 1",
                 A: f"eval(f'n{{secret}}')\n{WORDS}", LAST.grade_id: BY_A_LINE}),
        {"4.4": "wrong", "4.5": "wrong", "4.6": "wrong"})),
    Hostile("by which inputs changed, and by the line where an answer stops, and where a cell does,"
            " exercises later", "carrying out",
            answers({P: KEEPS_X, G: STOPS, A: CHANGING, LAST.grade_id: BY_LINES}),
            {"4.1": "wrong", "4.2": "wrong", "4.5": "wrong", "4.6": "wrong"}),
]
CARRYING_4 = thinned([*packed("carrying out", BY_ERRORS), TOLD_LATER, LATER[1]], LATER)

# Ways to the session that need no search among all objects

# Wrong everywhere: whether a second reply is heard or not, it must not make them right.
HALVES = {
    e.grade_id: f"{e.header}\n    return 0.5" for id, e in course.items() if id.startswith("4.")
}
PRYING_4 = [
    Hostile("replies written anew where they become text", "prying", own("""\
import json
text = json.dumps
def dumps(reply, *given, **options):
    if isinstance(reply, dict) and isinstance(reply.get("outcome"), dict):
        reply["outcome"]["value"] = {"kind": "float", "shape": [], "data": [0.5]}
        reply["state"] = "right"
    return text(reply, *given, **options)
json.dumps = dumps
"""), ALL_WRONG),
    Hostile("each reply twice", "prying", own("""\
import os
write = os.write
def twice(handle, data):
    write(handle, data)
    return write(handle, data)
os.write = twice
""", HALVES), ALL_WRONG),
    Hostile("requests read by a thread", "prying", answers({LAST.grade_id: """\
import os, stat, threading
def steal():
    while True:
        for handle in range(3, 4096):
            try:
                if stat.S_ISFIFO(os.fstat(handle).st_mode):
                    os.read(handle, 1 << 20)
            except OSError:
                pass
def counts(p, y, threshold):
    threading.Thread(target=steal, daemon=True).start()
    return 1.0"""}), {"4.6": "wrong"}, limits=WAITING),
    Hostile("the course's own module in its place", "prying", own("""\
import sys, types
class Grabbing(dict):
    def __setitem__(self, name, value):
        super().__setitem__("accuracy", value)
        super().__setitem__(name, value)
import course_utils.logistic as real
fake = types.ModuleType("course_utils.logistic")
fake.__dict__.update({n: v for n, v in vars(real).items() if not n.startswith("__")})
sys.modules["course_utils.logistic"] = fake
""", {P: LOGITS, A: "from course_utils.logistic import accuracy"}),
            {"4.1": "wrong", "4.5": "wrong"}, flags=("sys.modules",)),
    Hostile("a tracer that hears the cases", "prying", answers({B: """\
import sys
heard = []
def trace(frame, event, value):
    heard.append({k: v for k, v in frame.f_locals.items() if k in ("case", "given", "known")})
    return trace
def boundary(w, b, p):
    sys.setprofile(trace)
    cases = [one for one in heard if "expected" in one or "known" in one]
    return cases[0] if cases else 0.5"""}), {"4.4": "wrong"}, flags=("setprofile",)),
    Hostile("all cases at the first", "prying", answers({B: """\
import sys
def boundary(w, b, p):
    frame, found = sys._getframe(), []
    while frame:
        found += [v for k, v in frame.f_locals.items() if k in ("cases", "requests", "lines")]
        found += [v for k, v in frame.f_locals.items() if k == "case" and isinstance(v, list)]
        frame = frame.f_back
    hidden = [one for one in found if isinstance(one, list) and len(one) > 3]
    right = (np.log(p / (1 - p)) - b) / w
    return 0.5 if hidden else right"""}), flags=("_getframe",)),
    Hostile("a name in other letters", "prying", answers({B: (
        "import \uff47\uff43\n" + course["4.4"].solution)}), flags=("4.4: it names gc",)),
    Hostile("a flag with markup", "prying", own(
        "'<img src=x onerror=alert(1)>\x1b[2J'\nimport gc\n"), flags=("names gc",)),
]
ODD = packed("odd values", [
    Part("numbers with an imaginary part", lambda e: (
        f"{e.solution}\nright = {e.name}\n{e.header}\n"
        f"    return np.asarray(right({', '.join(e.parameters)})) + 0j")),
    Part("objects that are numbers", lambda e: (
        f"{e.solution}\nright_2 = {e.name}\n{e.header}\n    return tuple(np.asarray(part,"
        f" dtype=object) for part in right_2({', '.join(e.parameters)}))")),
    Part("a list that holds itself", lambda e: (
        f"{e.header}\n    found = []\n    found.append(found)\n    return found")),
    Part("says that it is an array", lambda e: (
        f"class Array:\n    __class__ = np.ndarray\n    dtype, shape, size = np.dtype(float), (),"
        f" 1\n{e.header}\n    return Array()")),
    Part("lists of lists of the same lists", lambda e: (
        f"{e.header}\n    found = [1.0]\n    for _ in range(6):\n        found = [found] * 9999"
        "\n    return found")),
    Part("ends the others", lambda e: (
        f"import os, signal\ntry:\n    os.kill(-1, signal.SIGKILL)\nexcept OSError:\n    pass\n"
        f"{e.solution}"), "right"),
])
HEAVY = [
    Hostile("dots in a row", "heavy", Answers({A: "import " + "a." * 20_000 + "a"}, tuple(
        "import " + "a." * 20_000 + f"a{n}" for n in range(5))), {"4.5": "wrong"}),
    *packed("heavy", [
        busy("files without an end", "for n in range(10**6):\n    open(f'/tmp/{n}', 'w').close()",
             "Thousands of files"),
        busy("links without an end", "import os\nopen('/tmp/x', 'w').close()\n"
             "for n in range(10**6):\n    os.link('/tmp/x', f'/tmp/{n}')", "Thousands of files"),
        busy("folders in folders", "import os\nfor n in range(10**6):\n    os.mkdir('d')\n"
             "    os.chdir('d')", "Thousands of files"),
    ]),
    Hostile("ids without an end", "heavy", lambda notebook: changed(answered(notebook), lambda n: (
        n.cells.extend(
            nbformat.v4.new_code_cell("1", metadata={"nbgrader": {"grade_id": f"x{k}" * 50}})
            for k in range(500)))), flags=("And 490 more", "not released")),
]

ALL = {
    "04": [*FORGING_4, *CARRYING_4, *PRYING_4, *ODD, *HEAVY],
    "05": FORGING_5,
}

# Left out of what `make test` grades is what meets a wall that something else meets, too: `hostile`
# has the forged replies, `test_walls` counts files, dots, ids and words.

BY_NAME = {entry.name: entry for entries in ALL.values() for entry in entries}
NEXT = thinned(ALL, {
    "04": [
        together(*(BY_NAME[name] for name in (
            "copies that are none",
            "the course's own module in its place",
            "a tracer that hears the cases",
        )), PATCHED_AT_LAST["a forged reply"]),
        *CARRYING_4,
    ],
    "05": [together(*(BY_NAME[name] for name in (
        "modes that are not set", "half a way back", "a file that nobody reads, once")))],
})
