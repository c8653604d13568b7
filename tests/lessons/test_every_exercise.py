"""What holds for every exercise of the course, whoever adds one."""

import inspect
import re
import subprocess
import sys
from itertools import combinations, count

import numpy as np
import pytest

import checks.course
from checks.lines import search
from checks.probes import call
from checks.values import encode, same
from lessons import check, course, hint
from lessons.misconceptions import BELIEFS
from tests.lessons import blind
from tests.lessons.answers import STYLES
from tests.lessons.judged import judge, verdict
from tests.thorough import THOROUGH, thinned

EXERCISES = course.values()
FUNCTIONS = [exercise for exercise in EXERCISES if exercise.probe is call]
# 0 draws the cases of `check`.  Of exercises with spoilt cases (one left out, all rounded), those
# which some seeds show and others do not were shown by 0, 2 or 6.
SEEDS = thinned(range(50), (0, 2, 6))
FEWER = thinned(range(10), (0,))  # for whatever a probe tries: training, files

CALLED = [exercise for exercise in EXERCISES if not isinstance(exercise.reference, type)]

every = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
every_function = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda e: e.id)


def draws(seeds):
    return pytest.mark.parametrize(
        ("exercise", "seed"),
        [
            pytest.param(exercise, seed, id=f"{exercise.id}-{seed}", marks=marks)
            for exercise in EXERCISES
            for seed in (seeds if exercise.probe is call else FEWER)
            for marks in ([] if seed == 0 else pytest.mark.slow,)
        ],
    )


every_draw = draws(SEEDS)
# That a mistake shows on the cases of the other seeds is seen where mistakes are told apart.
every_sentence = draws(thinned(SEEDS, (0,)))
every_called = pytest.mark.parametrize("exercise", CALLED, ids=lambda e: e.id)


def disguised(exercise, change):
    """The reference, with `change(result, arguments)` returned in place of its result."""
    def answer(*arguments):
        return change(exercise.reference(*arguments), arguments)

    return answer


def through(kind, result):
    """A result made anew by `kind`; of a tuple, each part, since their shapes may differ."""
    if isinstance(result, tuple):
        return tuple(through(kind, part) for part in result)
    return kind(result)


def stub(exercise, body):
    scope = {}
    exec(f"def {exercise.name}({', '.join(exercise.parameters)}):\n    {body}", scope)
    return scope[exercise.name]


# The record


@every
def test_the_record_is_complete(exercise):
    assert exercise.title and exercise.right.endswith(".")
    assert len(exercise.hints) == 3 and all(exercise.hints)
    assert len(exercise.example) == len(exercise.given)
    lesson, _, number = exercise.id.partition(".")
    assert lesson.isdigit() and number.isdigit()
    assert exercise.grade_id.startswith(f"{lesson}-{number}-")


@every
def test_hints_lead_from_a_question_to_a_skeleton_that_is_code(exercise):
    question, _, skeleton = exercise.hints
    assert question.endswith("?")
    compile(skeleton, "skeleton", "exec")
    assert "..." in skeleton
    assert max(map(len, skeleton.splitlines())) <= 78


@every
def test_the_solution_runs_in_a_cell(exercise):
    source = course[exercise.id].solution
    assert max(map(len, source.splitlines())) <= 78
    assert source.splitlines()[0] == exercise.header
    scope = {"np": np} | vars(inspect.getmodule(exercise.reference))
    exec(source, scope)
    assert scope[exercise.name] is not exercise.reference
    assert scope[exercise.name].__doc__ == exercise.reference.__doc__
    assert verdict(exercise, scope[exercise.name]).state == "right"


@every
def test_the_same_seed_draws_the_same_cases_and_another_seed_others(exercise):
    def drawn(seed):
        return [[encode(value) for value in case] for case in exercise.trials(seed)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert len(drawn(1)) >= 3
    assert drawn(1)[0] == drawn(2)[0] == [encode(value) for value in exercise.example]


# Right answers


@every_draw
def test_the_reference_is_right(exercise, seed):
    assert verdict(exercise, exercise.reference, seed).state == "right"


@every_draw
def test_other_styles_are_right(exercise, seed):
    for answer in STYLES[exercise.id]:
        found = verdict(exercise, answer, seed)
        assert found.state == "right", (answer.__name__, found)


def test_float32_keeps_enough_digits_of_a_cost():
    in_float32 = next(answer for answer in STYLES["1.2"] if "float32" in answer.__name__)
    for seed in (17, 131, 257):  # some of the few draws that could cost too many
        assert verdict(course["1.2"], in_float32, seed).state == "right"


@every
def test_every_exercise_is_tried_in_at_least_two_styles(exercise):
    assert len(STYLES[exercise.id]) >= 2


@every_function
def test_numpy_lists_and_tensors_are_the_same_values(exercise):
    torch = pytest.importorskip("torch")
    for kind in (
        np.array,
        (lambda result: result) if exercise.array else (lambda result: np.array(result).tolist()),
        torch.tensor,
        lambda result: torch.tensor(result, requires_grad=np.asarray(result).dtype.kind == "f"),
    ):
        answer = disguised(exercise, lambda result, _, kind=kind: through(kind, result))
        assert verdict(exercise, answer).state == "right"


@pytest.mark.parametrize("exercise", [e for e in FUNCTIONS if e.array], ids=lambda e: e.id)
def test_a_list_where_the_lesson_needs_an_array_is_told_from_an_array(exercise):
    def listed(part):
        return np.array(part).tolist()

    for kind in (listed, lambda part: list(part) if np.ndim(part) else part):
        answer = disguised(exercise, lambda result, _, kind=kind: through(kind, result))
        found = verdict(exercise, answer)
        assert (found.state, found.kind) == ("wrong", "list")
        assert "return an array" in found.sentence


@pytest.mark.parametrize(
    "exercise",
    [e for e in FUNCTIONS if isinstance(e.reference(*e.example), tuple)],
    ids=lambda e: e.id,
)
def test_several_results_unpack_from_a_list_as_from_a_tuple(exercise):
    assert verdict(exercise, disguised(exercise, lambda result, _: list(result))).state == "right"


# Wrong answers


@every
def test_at_least_four_mistakes_are_known_each_with_a_sentence_of_its_own(exercise):
    sentences = [mistake.sentence for mistake in exercise.mistakes]
    assert len(set(sentences)) == len(sentences) >= 4
    assert all(s.startswith(("You", "Of ")) and s[-1] in ".?" for s in sentences)
    beliefs = {mistake.misconception for mistake in exercise.mistakes}
    assert beliefs <= {None, *BELIEFS}


@every_sentence
def test_a_known_mistake_is_met_with_its_sentence(exercise, seed):
    missed = []
    for number, mistake in enumerate(exercise.mistakes, 1):
        found = verdict(exercise, mistake.answer, seed)
        wanted = ("wrong", f"mistake {number}", mistake.sentence)
        told = {"given", "returned", "expected"} <= set(found.facts)
        if (found.state, found.kind, found.sentence) != wanted or not told:
            missed.append((number, found))
    assert missed == []


@every_draw
def test_known_mistakes_are_told_apart_whatever_is_drawn(exercise, seed):
    known = judge(exercise.id, seed)
    answers = [known.known(number) for number in range(len(exercise.mistakes) + 1)]
    for (one, values), (other, others) in combinations(enumerate(answers), 2):
        pairs = zip(values, others, strict=True)  # as `alike`, up to the first that differs
        assert not all(same(*pair, exercise.tolerance) for pair in pairs), (one, other)


@every_function
def test_a_wrong_type_is_named(exercise):
    for result, word in (
        ("2.0", "a text"),
        (object(), "an object of type object"),
        (True, "True or False"),
    ):
        found = verdict(exercise, disguised(exercise, lambda *_, result=result: result))
        assert (found.state, found.kind) == ("wrong", "type")
        assert f"yours returned {word}." in found.sentence


@every_function
def test_a_wrong_shape_is_named(exercise):
    found = verdict(exercise, disguised(exercise, lambda *_: np.zeros((7, 3))))
    assert (found.state, found.kind) == ("wrong", "type")
    assert "numbers of shape (7, 3)" in found.sentence


@every_function
def test_nan_is_named(exercise):
    answer = disguised(
        exercise, lambda result, _: through(lambda part: np.array(part) * np.nan, result)
    )
    assert verdict(exercise, answer).kind == "nan"


@every_function
def test_a_missing_return_is_asked_for(exercise):
    found = verdict(exercise, disguised(exercise, lambda result, _: print("so it is", result)))
    assert (found.state, found.kind) == ("wrong", "none")
    assert "`return`" in found.sentence and found.facts["printed"].startswith("so it is")


@every_called
def test_an_exception_is_shown_with_their_line(exercise):
    found = verdict(exercise, disguised(exercise, lambda *_: 1 / 0))
    assert found.state == "wrong"
    assert "ZeroDivisionError: division by zero" in found.sentence
    assert "1 / 0" in found.facts["where"]


@every_function
def test_changing_an_input_is_noticed_even_if_the_result_is_right(exercise):
    arrays = [k for k, value in enumerate(exercise.example) if isinstance(value, np.ndarray)]
    for k in arrays:
        def change(result, arguments, k=k):
            arguments[k][0] += 1
            return result

        found = verdict(exercise, disguised(exercise, change))
        assert (found.state, found.kind) == ("wrong", "changed")
        assert f"`{exercise.parameters[k]}`" in found.sentence
    again = verdict(exercise, exercise.reference)
    assert again.state == "right", "the cases themselves must not have changed"


@every_function
def test_right_on_the_printed_example_alone_is_noticed(exercise):
    rng, calls = np.random.default_rng(0), count()

    def change(result, _):
        if next(calls) == 0:
            return result
        return through(lambda part: (part + 1) * rng.uniform(2, 3, np.shape(part)), result)

    found = verdict(exercise, disguised(exercise, change))
    assert (found.state, found.kind) == ("wrong", "example")


@every_function
def test_the_same_result_every_time_is_noticed(exercise):
    only = exercise.reference(*exercise.example)
    found = verdict(exercise, disguised(exercise, lambda *_: only))
    assert found.state == "wrong"
    assert re.search("every time|whatever|printed example only", found.sentence), found.sentence


# Answers that cannot be tried


@every_called
def test_a_stub_is_not_attempted(exercise):
    for body in ("...", "pass", "return", "return None", "'Doc.'", "'Doc.'; ..."):
        assert verdict(exercise, stub(exercise, body)).state == "blank", body


@pytest.mark.parametrize("body", ["...", "pass", "'Doc.'; ..."])
def test_a_class_whose_methods_do_nothing_is_not_attempted(body):
    methods = {}
    exec(f"def __init__(self, n):\n  self.n = n\ndef forward(self, x): {body}", methods)
    answer = type("Classifier", (), methods)
    assert verdict(course["5.2"], answer).state == "blank"
    answer.forward = lambda self, x: x
    assert verdict(course["5.2"], answer).state == "wrong"


@every
def test_nothing_is_not_attempted(exercise):
    for answer in (None, ...):
        assert verdict(exercise, answer).state == "blank"


@every_function
def test_an_answer_that_is_no_such_function_is_wrong(exercise):
    for answer in (3.5, "text", np.ones(3), type("Answer", (), {}), lambda: 1):
        found = verdict(exercise, answer)
        assert found.state == "wrong"
        assert f"`{exercise.header}`" in found.sentence


@pytest.mark.parametrize("answer", [3.5, "text", lambda features: features, lambda: 1])
def test_an_answer_that_is_no_class_is_wrong(answer):
    assert verdict(course["5.2"], answer).state == "wrong"


# What the learner meets


def alone(code, *arguments):
    """What a fresh interpreter prints that runs this, as a fresh kernel would."""
    command = [sys.executable, "-X", "utf8", "-c", code, *arguments]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=600)
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.slow
def test_the_first_lessons_do_without_torch():
    said = alone("""
import sys
sys.modules["torch"] = None  # an import of it fails
from lessons import check, hint, progress
progress()
hint("1.1")
check("1.1", lambda w, x: w * x)
""")
    assert "Right" in said and "5.5" in said


FIRST_CHECK = """
import sys
from contextlib import contextmanager
from checks import trying
from lessons import course

limited, blocks = trying.time_limit, []

@contextmanager
def watched(limits):
    before = set(sys.modules)
    with limited(limits):
        yield
    blocks.append(set(sys.modules) - before)

trying.time_limit = watched
exercise = course[sys.argv[1]]
scope = dict(vars(sys.modules[exercise.reference.__module__]))
exec(exercise.solution, scope)
own = scope[exercise.name]
assert course.check(exercise.id, own) is own
assert blocks
print("Loaded meanwhile:", *sorted(set.union(*blocks)))
"""
WITH_TORCH = [id for id in course if id[0] in "567"]


@pytest.mark.slow
@pytest.mark.skipif(not THOROUGH, reason="its parts are tested below: THOROUGH=1 runs it")
@pytest.mark.parametrize("id", WITH_TORCH)
def test_the_first_check_in_a_fresh_kernel_loads_nothing_in_the_learners_time(id):
    """Torch loads some 800 modules at its first training: seconds, in which a right answer would be
    told that its loop never ends, and of which an alarm leaves half."""
    pytest.importorskip("torch")
    loaded = alone(FIRST_CHECK, id).partition("Loaded meanwhile:")[2].split()
    assert [name for name in loaded if name.startswith(("torch", "sympy"))] == []


def test_all_is_loaded_before_an_answer_s_time_begins(monkeypatch, notes):
    """Also where the reference trains nothing, and the answer, or a right one beside it, does."""
    order, tried, looked = [], checks.course.run, search._Search
    for module in (checks.course, search):
        monkeypatch.setattr(module, "load_the_rest", lambda: order.append("load"))
    monkeypatch.setattr(checks.course, "run", lambda *a: order.append("try") or tried(*a))
    monkeypatch.setattr(search, "_Search", lambda *a: order.append("look") or looked(*a))
    check("1.1", blind.answer("1.1", "return w * x - 3.7 * w"))
    assert order == ["load", "try", "load", "look"]


@pytest.mark.slow
def test_a_first_training_loads_nothing_more():
    """Also where a reference does without: an alarm in the middle leaves torch half loaded."""
    pytest.importorskip("torch")
    said = alone("""
import sys
import torch
from checks.learner import load_the_rest
load_the_rest()
before = set(sys.modules)
model = torch.nn.Linear(3, 1)
for optimizer in (torch.optim.SGD(model.parameters(), 0.1), torch.optim.Adam(model.parameters())):
    torch.nn.BCEWithLogitsLoss()(model(torch.ones(4, 3)), torch.ones(4, 1)).backward()
    optimizer.step()
print(len(before), *(set(sys.modules) - before))
""")
    loaded = said.split()
    assert int(loaded[0]) > 1000, "it loads nothing at all"
    assert [name for name in loaded if name.startswith(("torch._", "sympy"))] == []


@every_called
def test_check_hands_back_theirs_if_right_and_else_the_course_s(exercise, notes):
    theirs = disguised(exercise, lambda result, _: result)
    assert check(exercise.id, theirs) is theirs
    assert "goes on with your" in repr(notes[-1])
    for answer in (None, stub(exercise, "..."), lambda *_: "wrong"):
        assert check(exercise.id, answer) is exercise.reference
        assert "goes on with the course's own" in repr(notes[-1])


@every
def test_the_ladder_ends_at_the_solution(exercise, notes):
    for _ in range(5):
        hint(exercise.id)
    shown = [repr(note) for note in notes]
    assert all(rung in text for rung, text in zip(exercise.hints, shown, strict=False))
    assert exercise.solution in shown[3] == shown[4]


@every
def test_the_reference_is_what_the_package_offers(exercise):
    module = inspect.getmodule(exercise.reference)
    assert getattr(module, exercise.name) is exercise.reference
