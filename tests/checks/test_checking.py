"""Trying an answer and judging it: whatever the learner's code does, and without trusting it."""

import functools
import json
import signal
import sys
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from checks import checking, trying
from checks.checking import Judge
from checks.exercise import Exercise, Mistake
from checks.learner import Limits
from checks.probes import Callee, Seen, call
from checks.trying import run


def double(x):
    """Twice x."""
    return 2 * x


EXERCISE = Exercise(
    id="9.1",
    title="Double",
    reference=double,
    example=(np.array([1.0, 2.0]),),
    cases=lambda rng: [(rng.uniform(1, 2, 3),), (rng.uniform(1, 2, 4),)],
    right="Twice as much.",
    hints=("What is twice?", "2 · x", "def double(x):\n    return ..."),
    mistakes=(Mistake(lambda x: x / 2, "You halved."), Mistake(lambda x: x**2, "You squared.")),
)
CASES = EXERCISE.trials(0)
needs_alarm = pytest.mark.skipif(not hasattr(signal, "SIGPROF"), reason="no alarm signal here")


def verdict(answer, exercise=EXERCISE, cases=CASES):
    return Judge(exercise, cases).verdict(json.loads(json.dumps(run(exercise, answer, cases))))


# Two halves


def test_running_needs_of_the_exercise_no_solution():
    outcomes = run(Callee(call, ("x",)), double, CASES)
    assert Judge(EXERCISE, CASES).verdict(outcomes).state == "right"


def test_missing_outcomes_are_not_taken_for_right():
    with pytest.raises(ValueError):
        Judge(EXERCISE, CASES).verdict(run(EXERCISE, double, CASES)[:1])


def test_the_cases_are_lent_as_copies():
    def spoil(x):
        x[:] = 0
        return 2 * x

    before = [case[0].copy() for case in CASES]
    verdict(spoil)
    assert all(np.array_equal(case[0], old) for case, old in zip(CASES, before, strict=True))


@pytest.mark.parametrize(
    "answer",
    [functools.partial(np.multiply, 2), np.vectorize(double), (2.0).__mul__, lambda *a: 2 * a[0]],
)
def test_whatever_can_be_called_like_the_function_is_tried(answer):
    assert verdict(answer).kind in ("right", "TypeError", "type")


def test_a_probe_reduces_what_is_no_function():
    exercise = replace(
        EXERCISE,
        probe=lambda model, case: Seen((getattr(model, "weight", 2) * case[0]).tolist()),
        mistakes=(Mistake(SimpleNamespace(weight=0.5), "You halved."),),
    )
    assert verdict(SimpleNamespace(weight=2.0), exercise).state == "right"
    assert verdict(SimpleNamespace(weight=0.5), exercise).sentence == "You halved."
    assert verdict(SimpleNamespace(weight="?"), exercise).state == "wrong"
    assert verdict(None, exercise).state == "blank"


def test_what_a_probe_saw_is_told_beside_the_result_and_not_as_a_part_of_it():
    def watched(answer, case):
        return Seen([answer(case[0].copy()), "hummed" if answer.__name__ == "hum" else "silent"])

    def hum(x):
        return 2 * x

    def total(x):
        return 2 * x.sum()

    exercise = replace(EXERCISE, probe=watched, seen=("manner",))
    assert verdict(double, exercise).state == "right"
    facts = verdict(hum, exercise).facts
    assert facts["returned"] == facts["expected"] == "[2, 4]"
    assert facts["manner"] == "hummed, not silent"
    assert verdict(total, exercise).sentence == (
        "`double` should return 2 numbers here; yours returned one number."
    )
    assert "manner" not in verdict(total, exercise).facts


def test_a_right_result_that_came_about_in_another_way_is_told_as_such():
    def watched(answer, case):
        return Seen([answer(*case), answer.__name__])

    exercise = replace(EXERCISE, probe=watched, seen=("name",))
    found = verdict(lambda x: 2 * x, exercise)
    assert found.kind == "way"
    assert "The result is right" in found.sentence
    assert "The name was: <lambda>, not double." in found.sentence


def test_a_known_mistake_before_an_error_comes_first_where_no_other_explains_it():
    def stops(x, wrong=lambda x: x / 2):
        if len(x) > 3:
            raise ValueError("too long")
        return wrong(x)

    cases = [*CASES[:2], *CASES[1:]]
    assert verdict(stops, cases=cases).sentence == "You halved."
    assert verdict(stops).kind == "ValueError", "two cases alike may be by chance"
    assert verdict(lambda x: stops(x, double), cases=cases).kind == "ValueError"
    assert verdict(lambda x: stops(x, np.zeros_like), cases=cases).kind == "ValueError"
    twice_known = replace(EXERCISE, mistakes=(*EXERCISE.mistakes, Mistake(
        lambda x: x / 2 if len(x) < 4 else x, "You stopped halving."
    )))
    assert verdict(stops, twice_known, cases).kind == "ValueError"


# Exceptions


def helper(x):
    return np.linalg.inv(x)


def exits(x):
    sys.exit("bye")


def interrupts(x):
    raise KeyboardInterrupt


def recurses(x):
    return recurses(x)


class Mute(Exception):
    def __str__(self):
        raise RuntimeError


def raises_mute(x):
    raise Mute


@pytest.mark.parametrize(
    ("answer", "kind", "line"),
    [
        (exits, "SystemExit", 'sys.exit("bye")'),
        (interrupts, "KeyboardInterrupt", "raise KeyboardInterrupt"),
        (recurses, "RecursionError", "return recurses(x)"),
        (raises_mute, "Mute", "raise Mute"),
        (lambda x: helper(x), "LinAlgError", "return np.linalg.inv(x)"),
    ],
    ids=["exit", "interrupt", "recursion", "mute", "library"],
)
def test_exceptions_are_caught_and_shown_with_the_last_line_of_theirs(answer, kind, line):
    found = verdict(answer)
    assert (found.state, found.kind) == ("wrong", kind)
    assert f"stopped with {kind}" in found.sentence
    assert found.facts["where"].endswith(line)
    assert found.facts["given"] == "x = [1, 2]"


def test_an_exception_on_a_later_case_shows_that_case():
    def only_two(x):
        if len(x) > 2:
            raise ValueError("two\n  only")
        return 2 * x

    found = verdict(only_two)
    assert found.sentence.endswith("ValueError: two only"), "one line"
    assert found.facts["given"].count(",") == 2


def test_an_exception_from_code_without_a_file_is_still_shown():
    scope = {}
    exec("def double(x):\n    return undefined", scope)
    assert "name 'undefined' is not defined" in verdict(scope["double"]).sentence


# Time


def spins(x):
    while True:
        pass


def swallows(x):
    try:
        while True:
            pass
    except BaseException:
        for _ in range(10**8):
            pass


@needs_alarm
@pytest.mark.parametrize("answer", [spins, swallows])
def test_a_loop_without_end_is_stopped_and_the_alarm_put_back(answer, monkeypatch):
    monkeypatch.setattr(trying, "LIMITS", Limits(0.1, 60))
    handlers = [signal.getsignal(number) for number in (signal.SIGPROF, signal.SIGALRM)]
    found = verdict(answer)
    assert (found.state, found.kind) == ("wrong", "TimeUp")
    assert "does a loop never end?" in found.sentence
    assert [signal.getsignal(number) for number in (signal.SIGPROF, signal.SIGALRM)] == handlers
    for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
        assert signal.getitimer(timer) == (0.0, 0.0)


@needs_alarm
def test_code_that_waits_is_stopped_by_the_clock(monkeypatch):
    monkeypatch.setattr(trying, "LIMITS", Limits(60, 0.1))
    found = verdict(lambda x: time.sleep(60))
    assert (found.state, found.kind) == ("wrong", "TimeUp")


@needs_alarm
def test_what_weighs_an_answer_s_values_is_stopped_as_the_answer_is(monkeypatch):
    def weigh(value, notes, case):
        while value["data"][0] > 10:
            pass
        return value

    monkeypatch.setattr(checking, "LIMITS", Limits(0.1, 60))
    exercise = replace(EXERCISE, weigh=weigh)
    assert verdict(double, exercise).state == "right"
    found = verdict(lambda x: 100 * x, exercise)
    assert (found.state, found.kind) == ("wrong", "TimeUp")


@pytest.mark.slow
@needs_alarm
def test_waiting_for_a_busy_machine_is_no_computing(monkeypatch):
    monkeypatch.setattr(trying, "LIMITS", Limits(0.2, 60))

    def waits(x):
        time.sleep(0.3)
        return 2 * x

    assert verdict(waits).state == "right"


@needs_alarm
@pytest.mark.parametrize("own", [Limits(60, 19), Limits(4, 60)])  # one of each below the usual
def test_the_limits_are_those_in_force_when_an_answer_is_tried(own, monkeypatch):
    monkeypatch.setattr(trying, "LIMITS", own)  # as the classroom's sandbox does
    limits, real = [], trying.time_limit
    monkeypatch.setattr(trying, "time_limit", lambda left: limits.append(left) or real(left))
    assert verdict(double).state == "right"
    assert limits and all(left.computing <= own[0] and left.clock <= own[1] for left in limits)


@needs_alarm
def test_the_limit_is_for_all_cases_together(monkeypatch):
    computing, clock = iter([0.0, 0.0, 4.0, 4.5]), iter([0.0, 0.0, 6.0, 16.0])
    fake = SimpleNamespace(process_time=lambda: next(computing), monotonic=lambda: next(clock))
    monkeypatch.setattr(trying, "time", fake)
    limits = []
    real = trying.time_limit
    monkeypatch.setattr(trying, "time_limit", lambda s: limits.append(s) or real(s))
    assert verdict(double).state == "right"
    assert limits == [(5.0, 20.0), (1.0, 14.0), (0.5, 4.0)]


def test_another_thread_has_no_limit_and_the_same_verdict():
    found = []
    thread = threading.Thread(target=lambda: found.append(verdict(double)))
    thread.start()
    thread.join()
    assert found == [verdict(double)]


# Output


def test_prints_are_kept_back_and_shown_only_where_something_is_wrong(capsys):
    def talks(x):
        print("x is", x)
        return 2 * x if len(x) == 2 else x

    assert verdict(talks).facts["printed"].startswith("x is [1.")
    assert capsys.readouterr().out == ""


def test_prints_are_bounded():
    def shouts(x):
        for _ in range(10_000):
            print("a" * 100)

    assert len(verdict(shouts).facts["printed"]) == 500


def test_output_is_restored_whatever_happens(capsys):
    verdict(exits)
    print("still here")
    assert capsys.readouterr().out == "still here\n"


# Diagnosis


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda x: x / 2, "mistake 1"),
        (lambda x: x + 1, "value"),
        (lambda x: np.array([2.0, 4.0]) if len(x) == 2 else x, "example"),
        (lambda x: 2 * x if len(x) < 4 else x, "some"),
        (lambda x: 2 * x if len(x) < 4 else None, "none"),
        (lambda x: (2 * x)[:1], "slip"),
        (lambda x: np.outer(x, x), "type"),
        (lambda x: x * np.nan, "nan"),
        (lambda x: x.__imul__(2), "changed"),
    ],
)
def test_each_kind_of_failure_has_its_own_name(answer, kind):
    assert (verdict(answer).state, verdict(answer).kind) == ("wrong", kind)


def test_a_verdict_is_the_same_the_second_time():
    for answer in (double, exits, lambda x: x / 2, lambda x: x + 1):
        assert verdict(answer) == verdict(answer)


def test_close_numbers_are_shown_with_the_digits_that_differ():
    found = verdict(lambda x: 2 * x + 1e-8, replace(EXERCISE, tolerance=1e-9))
    assert found.facts["expected"] == "[2, 4]"
    assert found.facts["returned"].startswith("[2.00000001")


def test_an_object_whose_repr_raises_is_named_by_its_type():
    class Hostile:
        def __repr__(self):
            raise AssertionError("looked at")

        __eq__ = __len__ = __array__ = item = __repr__

    assert "an object of type Hostile" in verdict(lambda x: Hostile()).sentence
    assert "an object of type Hostile" in verdict(Hostile()).sentence


@pytest.mark.parametrize(
    "answer",
    [
        lambda x: x,
        lambda x: 0,
        lambda x: (),
        lambda x: print(),
        lambda x: (yield),
    ],
)
def test_a_function_that_does_anything_is_an_attempt(answer):
    assert verdict(answer).state == "wrong"


# Warnings


def test_no_warning_of_an_answer_s_stands_above_its_verdict(recwarn):
    with np.errstate(all="warn"):
        found = verdict(lambda x: np.exp(1000 * x) + np.mean([]))
    assert found.state == "wrong" and list(recwarn) == []


def test_numpy_told_to_raise_raises_neither_in_an_answer_nor_in_the_reference():
    with np.errstate(all="raise"):
        found = verdict(lambda x: 2 * x + 0 * np.exp(-1000 * x))
        assert found.state == "right"
        assert np.geterr()["over"] == "raise"


def test_infinity_is_named_where_a_number_is_expected():
    found = verdict(lambda x: np.where(x > 1.5, np.inf, x))
    assert (found.kind, found.sentence[:20]) == ("inf", "The result holds inf")
