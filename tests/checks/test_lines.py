"""The lines in which a wrong answer is to be changed: found by trying, and named only if true."""

import itertools
import linecache
import random
import time
from dataclasses import replace
from pathlib import Path
from textwrap import dedent, indent

import numpy as np
import pytest
import torch

import checks.lines.search as search
import lessons
from checks import Exercise, Mistake
from checks.checking import Judge
from checks.lines import changes, find
from checks.trying import run
from lessons import check, course, hint
from tests.lessons import blind
from tests.lessons.answers import SCOPES, STYLES, WRONG
from tests.lessons.judged import judge
from tests.thorough import thinned

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong answers overflow
CELLS = itertools.count(1)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """On a busy machine computing takes longer on the clock, which is not tested here."""
    monkeypatch.setattr(search, "PATIENCE", 100)


def cell(source, name, **scope):
    """What a cell makes for a name; its lines are found as those of a cell are."""
    file, text = f"<ipython-input-{next(CELLS)}-lines>", dedent(source).strip() + "\n"
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    scope = {"np": np, **scope}
    exec(compile(text, file, "exec"), scope)
    return scope[name]


def f(body, given="a, b"):
    """The function f of some parameters with this body, from line 2 on."""
    return cell(f"def f({given}):\n{indent(dedent(body).strip(), '    ')}", "f")


def judging(right, *cases):
    """The judge of an exercise on these cases, of which a right answer is given."""

    def f(a, b):
        return right(a, b)

    exercise = Exercise("9.9", "f", f, cases[0], lambda rng: list(cases[1:]), "", ("", "", ""), ())
    return Judge(exercise, list(cases))


A, B, C = np.array([1.5, -2.0, 4.0]), np.array([3.0, 0.5, 2.5]), np.array([[1.0, 2, 4], [8, 5, 7]])
MANY = (A, B), (B, A), (A * B, A), (2 * A[:2], B[1:])

# kind, what is right, a wrong answer, the line
FOUND = [
    (changes.OPERATOR, lambda a, b: (a - b) ** 2, "c = a + b\nreturn c ** 2", 2),
    (changes.COMPARISON, lambda a, b: (a < b).mean(), "return np.mean(a > b)", 2),
    (changes.PARENTHESES, lambda a, b: ((a + b) * a).sum(), "return np.sum(a + b * a)", 2),
    (changes.ORDER, lambda a, b: a - b, "return np.subtract(b, a)", 2),
    (changes.NUMBER, lambda a, b: a * 2 + b, "c = 3 * a\nreturn c + b", 2),
    (changes.SIGN, lambda a, b: -np.exp(a) * b, "return np.exp(a) * b", 2),
    (changes.TEXT, lambda a, b: b, "c = {'p': b}\nreturn c[p]", 3),
    (changes.NAME, lambda a, b: a * a + 3 * b, "c = 3 * b\nreturn a * b + c", 3),
    (changes.FUNCTION, lambda a, b: np.mean(a * b), "return np.sum(a * b)", 2),
    (changes.AROUND, lambda a, b: sum(a), "t = 0\nfor i in len(a):\n    t += a[i]\nreturn t", 3),
    (changes.TOO_MUCH, lambda a, b: a + b, "return [a + b]", 2),
    (changes.MISSING, lambda a, b: np.exp(a) + b, "return exp(a) + b", 2),
    (changes.KEYWORD, lambda a, b: np.sum(a, axis=0), "return np.sum(a)", 2),
    (changes.INDEX, lambda a, b: a[1:] - a[:-1], "return a[1:] - a[1:]", 2),
    (changes.ASSIGNED, lambda a, b: sum(a), "t = 0\nfor c in a:\n    t = c\nreturn t", 4),
    (changes.RETURNED, lambda a, b: (a, b), "return a", 2),
    (
        changes.PLACE,
        lambda a, b: sum(a),
        "t = 0\nfor c in a:\n    t = t + c\n    return t",
        5,
    ),
    (changes.SEQUENCE, lambda a, b: a + 2 * b, "c = a + b\nb = b * 2\nreturn c", 2),
    (changes.LOOP, lambda a, b: np.maximum(a, b) + 1, "return max(a, b) + 1", 1),
    (changes.COPY, lambda a, b: (a < b) + b, "a[a < b] = -9\nreturn (a == -9) + b", 2),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "right", "body", "line"), FOUND, ids=[row[0] for row in FOUND])
def test_each_kind_of_change_is_found_in_its_line(kind, right, body, line):
    cases = [(C, C), (2 * C, C), (C[:, :2], C)] if kind == changes.KEYWORD else MANY
    known = judging(right, *cases)
    found = find(known, judging(right, *cases[::-1]), f(body))
    assert (list(found.lines), found.kinds) == ([f"line {line}"], (kind,)), found
    assert found.sentence == f"Line {line}: one small change here makes it right."
    assert found.about == f"It is about {kind}."


def test_every_kind_is_tried():
    assert {row[0] for row in FOUND} == changes.KINDS


# kind of a change that is right on the first case alone, what is right, a wrong answer, that case
TEMPTING = [
    (changes.OPERATOR, lambda a, b: a * b, "return a - b", (2.0, 2.0)),
    (changes.COMPARISON, lambda a, b: a != b, "return a == b", (1.0, 2.0)),
    (changes.PARENTHESES, lambda a, b: a * 4 + 12 * b, "return a * (1 + 2 + b)", (2.0, 0.0)),
    (changes.ORDER, lambda a, b: b - 3 * a + 2, "return a - b", (1.0, 2.0)),
    (changes.NUMBER, lambda a, b: a + b, "return a + 1", (5.0, 2.0)),
    (changes.SIGN, lambda a, b: b - 3 * a, "return a * b", (2.0, 2.0)),
    (changes.NAME, lambda a, b: a * b, "return a + a", (1.5, 3.0)),
    (changes.FUNCTION, lambda a, b: np.median(a), "return np.sum(a)", (np.array([1.0, 2, 3]), 0)),
    (changes.AROUND, lambda a, b: a ** 2 * b, "return a", (-1.0, 1.0)),
    (changes.TOO_MUCH, lambda a, b: b ** 3, "return a + b", (4.0, 1.0)),
    (changes.KEYWORD, lambda a, b: a[0] * b, "return np.sum(a)", (np.eye(2)[:1] + 1, 1.0)),
    (changes.INDEX, lambda a, b: a.max() - 0 * b, "return a", (np.array([3.0, 1.0]), 1.0)),
    (changes.ASSIGNED, lambda a, b: a * b, "c = a\nc = b\nreturn c", (2.0, 2.0)),
    (changes.RETURNED, lambda a, b: (a, b * b), "return a", (2.0, 1.0)),
    (changes.PLACE, lambda a, b: a.max(), "for c in a:\n    d = c\n    return d", (A, B)),
    (changes.SEQUENCE, lambda a, b: a + b * b, "c = a + b\nb = b * 2\nreturn c", (1.0, 2.0)),
]


@pytest.fixture
def short(monkeypatch):
    """A search that is over soon."""
    monkeypatch.setattr(search, "BUDGET", 0.4)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "right", "body", "case"), TEMPTING, ids=[row[0] for row in TEMPTING]
)
def test_a_change_that_is_right_on_one_seed_alone_is_not_named(
    kind, right, body, case, monkeypatch
):
    a, b = (np.flip(np.square(part) * 1.3 + 0.4) for part in case)
    few, more = judging(right, case), judging(right, case, (a[()], b[()]), (b[()] + a, a[()]))
    begun = time.process_time()
    tempted = find(few, few, f(body))
    took = time.process_time() - begun
    monkeypatch.setattr(search, "BUDGET", 0.05 + 2 * took)  # nothing is right: it is all spent
    held = find(few, more, f(body))
    assert tempted, "no change is right on the one case"
    assert not held or held.after != tempted.after
    if held:
        outcomes = run(more.exercise, cell(held.after, "f"), more.cases)
        assert more.verdict(outcomes).state == "right"


def body_of(id, body):
    exercise = course[id]
    source = f"{exercise.header}\n{indent(dedent(body).strip(), '  ')}"
    return cell(source, exercise.name, **SCOPES[id[0]])


@pytest.mark.slow
@pytest.mark.parametrize("id", thinned([*course], ("1.2",)))
def test_no_line_is_named_whose_change_is_not_right(id, monkeypatch):
    """Of all wrong answers that are held: what is said to be right is, on both seeds."""
    for limit in ("BUDGET", "OF_SLOW_ONES"):
        monkeypatch.setattr(search, limit, 0.5)
    named, exercise = 0, course[id]
    held = [blind.answer(id, body) for other, body, *_ in WRONG if other == id]
    held += [blind.answer(id, source) for other, *_, source in blind.WRONG if other == id]
    held = thinned(held, held[::6])
    for answer in held:
        found = find(judge(id, 0), judge(id, 1), answer, STYLES.get(id, ()))
        if found is None:
            continue
        named += 1
        source = search.Source.of(answer)
        changed = cell(found.after, source.name, **source.scope)
        for seed in (0, 1):
            known = judge(id, seed)
            assert known.verdict(run(exercise, changed, known.cases)).state == "right", found
        assert found.lines or found.missing
        for line, text in found.lines.items():
            assert source.lines[int(line.split()[1]) - 1].strip() == text
    assert named


SUM = (1.0, 2.0), (3.0, 5.0), (0.5, 4.0)


def found_for(answer, right=lambda a, b: a + b):
    known = judging(right, *SUM)
    return find(known, known, answer)


@pytest.mark.slow
def test_several_lines_are_taken_over_from_a_right_answer():
    found = find(judge("4.3", 0), judge("4.3", 1), body_of("4.3", """
  ws, bs = [w], [b]
  for _ in range(epochs):
      p = probabilities(x, w, b)
      slope, other = gradient(x, y, p)
      w = -lr * slope
      b = -lr * other
      ws.append(w)
      bs.append(b)
  return np.array(ws), np.array(bs)
"""), STYLES["4.3"])  # fmt: skip
    assert found.sentence == "Lines 6 and 7 need a change." and found.kinds == ()
    assert "+         w = w - lr * slope" in found.change


@pytest.mark.slow
def test_more_than_half_is_not_told(short):
    assert found_for(f("c = np.cos(a)\nreturn np.tan(c * a) / 7")) is None


def test_helpers_in_the_same_cell_are_changed_too():
    answer = cell("def h(a, b):\n    return a - b\n\ndef f(a, b):\n    return h(a, b)\n", "f")
    assert list(found_for(answer).lines) == ["line 2"]


def test_a_class_is_read_as_a_function_is(monkeypatch):
    body = "def __init__(self, features):\n    self.linear = nn.Linear(features, 1)\n"
    body += "def forward(self, x):\n    return torch.sigmoid(self.linear(x))\n"
    known = judge("5.2", 0), judge("5.2", 1)
    for slow in (search.SLOW, 0):  # also where the statements of a right answer are tried first
        monkeypatch.setattr(search, "SLOW", slow)
        found = find(*known, body_of("5.2", body), STYLES["5.2"])
        assert list(found.lines) == ["line 3"] and "super().__init__()" in found.change


def test_where_there_is_no_source_nothing_is_said():
    scope = {}
    exec("def f(a, b):\n    return a - b", scope)
    assert found_for(scope["f"]) is None
    assert found_for(np.subtract) is None and found_for(3) is None


@pytest.mark.parametrize("reach", ["open('x', 'w')", "input()", "os.remove('x')", "plt.plot(a)"])
def test_code_that_does_more_than_compute_is_left_alone(reach):
    assert found_for(f(f"if a > 99:\n    {reach}\nreturn a - b")) is None


@pytest.mark.slow
def test_the_budget_is_kept(monkeypatch):
    monkeypatch.setattr(search, "BUDGET", 0.0)
    assert found_for(f("return a - b")) is None
    monkeypatch.setattr(search, "BUDGET", 0.4)
    begun = time.process_time()
    found_for(f("while a < 1e9:\n    c = a * b\n    while True:\n        c = c + 1\nreturn c"))
    assert time.process_time() - begun < search.BUDGET + 0.2


@pytest.mark.slow
def test_the_budget_holds_for_what_weighs_an_answer_and_for_its_known_mistakes(short):
    def spin(*_):
        while True:
            pass

    def weigh(value, notes, case):
        return value if value["data"][0] < 20 else spin()

    right = judging(lambda a, b: a + b, *SUM)
    for more in ({"weigh": weigh}, {"mistakes": (Mistake(spin, "You spun."),)}):
        known = Judge(replace(right.exercise, **more), right.cases)
        begun = time.process_time()
        assert list(find(known, known, f("c = 9 * a\nreturn a - b")).lines) == ["line 3"]
        assert find(known, known, f("c = 30 + a\nreturn c / b + c")) is None
        assert time.process_time() - begun < 2 * search.BUDGET + 0.2


@pytest.mark.slow
def test_what_is_stopped_while_it_is_weighed_leaves_torch_its_gradients(short):
    def weigh(value, notes, case):
        torch.set_grad_enabled(False)  # as a stopped `with torch.no_grad():` may
        while value["data"][0] > 20:
            pass
        torch.set_grad_enabled(True)
        return value

    right = judging(lambda a, b: a + b, *SUM)
    known = Judge(replace(right.exercise, weigh=weigh), right.cases)
    assert find(known, known, f("c = 30 + a\nreturn c / b + c")) is None
    assert torch.is_grad_enabled()


def test_a_right_value_in_a_list_is_not_right():
    known = judging(lambda a, b: np.array([a, b]), *SUM)
    known = Judge(replace(known.exercise, array=True), known.cases)
    found = find(known, known, f("c = a\nreturn [c, b]"))
    assert list(found.lines) == ["line 3"] and "np.array([c, b])" in found.change


@pytest.mark.slow
def test_of_a_line_alone_a_part_may_stay(short):
    found = find(judge("4.1", 0), judge("4.1", 1), body_of("4.1", """
  return sigmoid(w[0] * x[:, 0] + w[1] * x[:, 1] + b)
"""), STYLES["4.1"])  # fmt: skip
    assert found.sentence == "Line 2 needs a change, and a part of it may stay."
    assert "+     return sigmoid(x @ w + b)" in found.change
    known = judge("4.1", 0), judge("4.1", 1)
    assert find(*known, body_of("4.1", "  return 0.25"), STYLES["4.1"]) is None


@pytest.mark.slow
def test_one_or_two_differences_alone_are_tried():
    body = """
    k = len(lrs)
    w = torch.zeros(k, requires_grad=True)
    b = torch.zeros(k, requires_grad=True)
    labels = y[:, None].expand(-1, k)
    bce = nn.BCEWithLogitsLoss(reduction="none")
    rows = []
    for epoch in range(epochs + 1):
        z = x[:, None] * w + b
        losses = bce(z, labels).mean(dim=0)
        rows.append(losses.detach())
        w.grad = b.grad = None
        losses.backward()
        with torch.no_grad():
            w -= lrs * w.grad
            b -= lrs * b.grad
    print(torch.stack(rows))
    """
    found = find(judge("6.1", 0), judge("6.1", 1), body_of("6.1", body), STYLES["6.1"])
    assert list(found.lines) == ["line 13", "line 17"]


def test_nothing_is_touched(capsys, monkeypatch, folders):
    folder = next(folders)
    monkeypatch.chdir(folder)
    random.seed(3)
    np.random.seed(3)
    torch.manual_seed(3)
    expected = random.random(), np.random.rand(), torch.rand(1)
    seen, rng = [], np.random.default_rng(3)
    source = """
    def note(value):
        print("noted", value)
        seen.append(value)

    def f(a, b):
        note(random.random() + np.random.rand() + torch.rand(1) + rng.random())
        np.save("x.npy", a)
        torch.set_grad_enabled(False)
        return a - b
    """
    scope = {"seen": seen, "random": random, "torch": torch, "rng": rng}
    answer = cell(source, "f", **scope)
    before = dict(answer.__globals__)
    random.seed(3)
    np.random.seed(3)
    torch.manual_seed(3)
    assert list(found_for(answer).lines) == ["line 9"]
    assert torch.is_grad_enabled()
    assert (random.random(), np.random.rand(), torch.rand(1)) == expected
    assert answer.__globals__ == before and seen == []
    assert rng.random() == np.random.default_rng(3).random()
    assert capsys.readouterr() == ("", "") and list(Path().iterdir()) == []


def test_an_interrupt_ends_the_search():
    begun = time.process_time()
    assert found_for(f("raise KeyboardInterrupt\nreturn a - b")) is None
    assert time.process_time() - begun < 0.5


# In a check

WRONG_COST = """
def cost(w, x, y):
    total = 0
    for i in range(1, len(x)):
        total += (w * x[i] - y[i]) ** 2
    return total / len(x)
"""


def test_a_check_names_the_line_after_the_verdict_and_hints_say_more(notes):
    for _ in range(2):
        check("1.2", cell(WRONG_COST, "cost"))
    first, line, _, again = notes
    assert repr(first).startswith("✘") and "Line" not in repr(first)
    assert repr(line).splitlines() == [
        "◆ Line 3: one small change here makes it right.",
        "  line 3  for i in range(1, len(x)):",
        '`hint("1.2")` says more.',
    ]
    assert "<details style=\"margin:.4em 0\"><summary" in line._repr_html_()
    assert repr(again).endswith("It is about a number.")
    assert "open><summary" in again._repr_html_() and "+     for i in range" in again._repr_html_()
    hint("1.2")
    assert "Line 3: one small change here makes it right. It is about a number." in repr(notes[-1])
    check("1.2", lambda w, x, y: 0.0)
    hint("1.2")
    assert "Line 3" not in repr(notes[-1])


def test_the_first_hint_says_nothing_of_the_line(notes):
    check("1.2", cell(WRONG_COST, "cost"))
    hint("1.2")
    assert "Line" not in repr(notes[-1])


def test_a_graded_assignment_holds_the_change_back(notes, monkeypatch):
    monkeypatch.setattr(lessons, "assignment", "01", raising=False)
    check("1.2", cell(WRONG_COST, "cost"))
    assert "It is about a number." in notes[-1]._repr_html_()
    assert "+     for" not in notes[-1]._repr_html_()


@pytest.mark.parametrize(
    "source",
    [
        "def cost(w, x, y):\n    return np.sum((w * x - y) ** 2)",  # a known mistake
        "def cost(w, x, y):\n    return np.mean((w * x - y) ** 2)",
        "def cost(w, x, y):\n    ...",
    ],
)
def test_of_other_answers_no_line_is_named(source, notes):
    check("1.2", cell(source, "cost"))
    assert len(notes) == 1
