"""The exercises: `check` an answer, climb the ladder of `hint`s, see your `progress`."""

import copy
from collections.abc import Callable
from itertools import groupby
from typing import Any

from ..errors import InputError, InputTypeError
from ..learner import explain, time_limit
from . import lesson01, lesson02, lesson03, lesson04, lesson05, lesson06, store
from .checking import Verdict, judge
from .messages import say
from .record import Exercise, Mistake
from .trying import SECONDS, run

__all__ = [
    "Exercise",
    "Mistake",
    "all_exercises",
    "check",
    "hint",
    "progress",
    "solution_source",
    "yours",
]

LESSONS = (lesson01, lesson02, lesson03, lesson04, lesson05, lesson06)
SEED = 0  # of the cases of `check`: the same answer gets the same verdict
HEADINGS = {"right": ("✔", "Right"), "wrong": ("✘", "Not yet"), "blank": ("○", "Not attempted yet")}

_failures: dict[str, tuple[str, int]] = {}  # the last kind of failure, and how often in a row
_answers: dict[str, Callable[..., Any]] = {}  # the last answer to each, for `yours`
_rungs: dict[str, int] = {}  # hints shown so far


def all_exercises() -> dict[str, Exercise]:
    """Every exercise of the course by its id, in order."""
    return {exercise.id: exercise for lesson in LESSONS for exercise in lesson.EXERCISES}


def solution_source(id: str) -> str:
    """The solution of an exercise as code.  Raises InputError for an unknown id."""
    return _find(id).solution


def check(id: str, answer: Any) -> Callable[..., Any]:
    """Try an answer, display what is right or wrong with it, and return what to go on with:
    the answer if it is right, else the course's own function.

    Whatever the answer does is caught.  Raises InputError or InputTypeError for an unknown id.
    """
    exercise = _find(id)
    cases = exercise.trials(SEED)
    theirs = answer is not exercise.reference
    verdict = judge(exercise, cases, run(exercise, answer if theirs else None, cases))
    right = verdict.state == "right"
    if verdict.state != "blank":
        store.record_check(id, right)
    if theirs:
        _answers[id] = None if verdict.state == "blank" else answer
    owner = "your" if right else "the course's own"
    mark, heading = HEADINGS[verdict.state]
    say(
        mark,
        f"{heading} · {id} {exercise.title}",
        verdict.sentence if theirs else _not_yours(exercise),
        verdict.facts,
        _first_hint(exercise, verdict),
        f"The lesson goes on with {owner} `{exercise.name}`.",
        store.take_notice(),
    )
    return answer if right else exercise.reference


def yours(id: str, *arguments: Any) -> Any:
    """What your own last answer to an exercise returns for these arguments, right or wrong.

    After a wrong answer its name stands for the course's function; this is still yours.  None
    where nothing has been checked yet, and where your answer fails, which is then displayed.
    Raises InputError or InputTypeError for an unknown id.
    """
    exercise = _find(id)
    answer = _answers.get(id)
    if answer is None:
        return None
    try:
        with time_limit(SECONDS):
            return answer(*copy.deepcopy(arguments))
    except BaseException as error:  # a learner's sys.exit() must not end the kernel
        told = explain(error)
        message = f"{told['type']}: {told['message']}".rstrip(": ")
        say("✘", f"Your {exercise.name} stopped · {id}", message, {"where": told["line"]})
        return None


def hint(id: str) -> None:
    """Display the next hint: a question, the idea, a skeleton, and at last the solution.

    Raises InputError or InputTypeError for an unknown id.
    """
    exercise = _find(id)
    ladder = [*exercise.hints, exercise.solution]
    rung = _rungs[id] = min(_rungs.get(id, 0) + 1, len(ladder))
    more = f'`hint("{id}")` once more shows the next.' if rung < len(ladder) else None
    heading = "Solution" if rung == len(ladder) else f"Hint {rung} of {len(ladder)}"
    say("◆", f"{heading} · {id} {exercise.title}", ladder[rung - 1], more)


def progress() -> None:
    """Display which exercises are solved and what was predicted, lesson by lesson."""
    kept = store.read()
    table = [("Lesson", "Solved", "Not yet right", "Not tried", "Predictions")]
    for lesson, group in groupby(all_exercises(), key=lambda id: id.split(".")[0]):
        ids = list(group)
        states = [kept["exercises"].get(id, {}).get("solved") for id in ids]
        lists = [
            ", ".join(id for id, s in zip(ids, states, strict=True) if s is state) or "none"
            for state in (True, False, None)
        ]
        named = kept["predictions"].items()
        made = [p for name, p in named if name.split("-")[0] == lesson and p["choice"] is not None]
        right = sum(p["right"] is True for p in made)
        table.append((lesson, *lists, f"{len(made)} made, {right} right"))
    solved = sum(entry["solved"] for entry in kept["exercises"].values())
    say(
        "◆",
        f"Progress · {solved} of {len(all_exercises())} exercises solved",
        table,
        f"Kept in `{store.location().name}`.",
        store.take_notice(),
    )


def _find(id: Any) -> Exercise:
    if not isinstance(id, str):
        raise InputTypeError(f'id: expected text like "1.2", got {type(id).__name__}.')
    if id not in all_exercises():
        ids = ", ".join(all_exercises())
        raise InputError(f"id: expected one of the exercises {ids}, got {id[:40]!r}.")
    return all_exercises()[id]


def _not_yours(exercise: Exercise) -> str:
    """After a wrong answer its name stands for the course's function: that is no answer."""
    return f"`{exercise.name}` is the course's own: run the cell with yours again, then this one."


def _first_hint(exercise: Exercise, verdict: Verdict) -> str | None:
    """The first hint, from the second failure of the same kind in a row."""
    before, times = _failures.pop(exercise.id, ("", 0))
    if verdict.state != "wrong":
        return None
    times = times + 1 if verdict.kind == before else 1
    _failures[exercise.id] = (verdict.kind, times)
    if times < 2:
        return None
    _rungs.setdefault(exercise.id, 1)
    return f'A hint: {exercise.hints[0]} `hint("{exercise.id}")` shows more.'
