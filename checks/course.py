"""A course's exercises, and what a learner does with them: `check` an answer, climb the ladder of
`hint`s, see one's `progress`, try one's own answer once more with `yours`."""

import contextlib
import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import wraps
from itertools import groupby
from typing import Any, Concatenate, ParamSpec, TypeVar

from .checking import Judge, Verdict
from .errors import InputError, InputTypeError
from .exercise import Exercise
from .learner import explain, load_the_rest, time_limit, unreadable
from .lines import Found, find
from .map import Map, Stretch
from .messages import Ladder, say
from .store import Progress
from .trying import LIMITS, run

SEED = 0  # of the cases of `check`: the same answer gets the same verdict
RUNGS = ("A hint", "The idea", "A skeleton", "The solution")
LINES = ("What kind of change", "The change")
P, T = ParamSpec("P"), TypeVar("T")
HEADINGS = {"right": ("✔", "Right"), "wrong": ("✘", "Not yet"), "blank": ("○", "Not attempted yet")}


def _in_its_settings(
    method: Callable[Concatenate["Course", P], T],
) -> Callable[Concatenate["Course", P], T]:
    """A method of a course that computes under the course's settings."""

    @wraps(method)
    def within(self: "Course", *arguments: P.args, **options: P.kwargs) -> T:
        with self._settings():
            return method(self, *arguments, **options)

    return within


class Course(Mapping[str, Exercise]):
    """The exercises of a course by their ids, in order, each loaded when it is first asked for.

    ids: of all exercises; load: from an id to its exercise; part: from the id of an exercise, or
    the name under which a prediction is kept, to the lesson it belongs to; withheld: whether hints
    end before the solution, asked whenever there are some; place: a part's title, and a link to it
    from where the learner is, or ""; styles: right answers to an exercise beside its reference;
    settings: a context in which all this computes; overwritten: a sentence on names that an answer
    uses and that stand for something else in the notebook by now, or "".
    """

    def __init__(
        self,
        ids: Iterable[str],
        load: Callable[[str], Exercise],
        part: Callable[[str], str],
        withheld: Callable[[], bool] = lambda: False,
        place: Callable[[str], tuple[str, str]] = lambda part: (part, ""),
        styles: Callable[[str], Iterable[Callable[..., Any]]] = lambda id: (),
        settings: Callable[[], contextlib.AbstractContextManager] = contextlib.nullcontext,
        overwritten: Callable[[Any], str] = lambda answer: "",
    ):
        self._loaded: dict[str, Exercise | None] = dict.fromkeys(ids)
        self._load, self._part, self._withheld, self._place = load, part, withheld, place
        self.styles = styles
        self._settings, self._overwritten = settings, overwritten
        self.kept = Progress()
        self._failures: dict[str, tuple[str, int]] = {}  # the last kind, and how often in a row
        self._answers: dict[str, Callable[..., Any] | None] = {}  # the last to each, for `yours`
        self._rungs: dict[str, int] = {}  # hints shown so far
        self._found: dict[str, Found] = {}  # lines that the last answer is to be changed in

    def __getitem__(self, id: str) -> Exercise:
        if self._loaded[id] is None:
            self._loaded[id] = self._load(id)
        return self._loaded[id]

    def __contains__(self, id: object) -> bool:  # the mixin's would load it
        return id in self._loaded

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)

    @_in_its_settings
    def check(self, id: str, answer: Any) -> Callable[..., Any]:
        """Try an answer, display what is right or wrong with it, and return what to go on with:
        the answer if it is right, else the course's own function.

        Whatever the answer does is caught.  Raises InputError or InputTypeError for an unknown id.
        """
        exercise = self._find(id)
        judge = Judge(exercise, exercise.trials(SEED))
        theirs = answer is not exercise.reference
        if broken := unreadable(exercise.name):
            verdict = Verdict("wrong", "syntax", *broken)
        else:
            # First what must not be loaded in the answer's time, also by the reference.
            load_the_rest()
            judge.known(0)
            verdict = judge.verdict(run(exercise, answer if theirs else None, judge.cases))
            if verdict.kind in ("AttributeError", "TypeError"):
                if sentence := self._overwritten(answer):
                    verdict = replace(verdict, kind="overwritten", sentence=sentence, case=None)
        right = verdict.state == "right"
        if verdict.state != "blank":
            self.kept.record_check(id, right)
        if theirs and verdict.kind != "syntax":
            self._answers[id] = None if verdict.state == "blank" else answer
        owner = "your" if right else "the course's own"
        mark, heading = HEADINGS[verdict.state]
        say(
            mark,
            f"{heading} · {id} {exercise.title}",
            verdict.sentence if theirs or verdict.state == "wrong" else _not_yours(exercise),
            verdict.facts,
            self._ladder(exercise, verdict),
            f"The lesson goes on with {owner} `{exercise.name}`.",
            self.kept.take_notice(),
        )
        self._find_lines(exercise, judge, verdict, answer)
        return answer if right else exercise.reference

    @_in_its_settings
    def yours(self, id: str, *arguments: Any) -> Any:
        """What your own last answer to an exercise returns for these arguments, right or wrong.

        After a wrong answer its name stands for the course's function; this is still yours.  None
        where nothing has been checked yet, and where your answer fails, which is then displayed.
        Raises InputError or InputTypeError for an unknown id.
        """
        exercise = self._find(id)
        answer = self._answers.get(id)
        if answer is None:
            return None
        try:
            with time_limit(LIMITS):
                return answer(*copy.deepcopy(arguments))
        except BaseException as error:  # a learner's sys.exit() must not end the kernel
            told = explain(error)
            message = f"{told['type']}: {told['message']}".rstrip(": ")
            say("✘", f"Your {exercise.name} stopped · {id}", message, {"where": told["line"]})
            return None

    @_in_its_settings
    def hint(self, id: str) -> None:
        """Display the next hint: a question, the idea, a skeleton, and at last the solution, where
        it is not withheld.

        Raises InputError or InputTypeError for an unknown id.
        """
        exercise = self._find(id)
        ladder = self._rungs_of(exercise)
        rung = self._rungs[id] = min(self._rungs.get(id, 0) + 1, len(ladder))
        more = f'`hint("{id}")` once more shows the next.' if rung < len(ladder) else None
        if rung == len(exercise.hints) == len(ladder):
            more = "This is the last hint: in a graded assignment the solution is not shown."
        found = self._found.get(id) if rung > 1 else None
        lines = found and f"{found.sentence} {found.about}".strip()
        heading = "Solution" if rung > len(exercise.hints) else f"Hint {rung} of {len(ladder)}"
        say("◆", f"{heading} · {id} {exercise.title}", ladder[rung - 1], lines, more)

    @_in_its_settings
    def progress(self, broken: str = "") -> None:
        """Display a map of the course: which exercises are solved, what was predicted, what to do
        next.

        broken: the name of a progress file that was set aside; what can be read of it is added.
        """
        found = self.kept.bring_back(broken) if broken else 0
        kept = self.kept.read()
        parts = groupby(self, key=self._part)
        shown = Map(tuple(self._stretch(part, list(ids), kept) for part, ids in parts))
        say(
            "◆",
            f"Progress · {shown.solved()} of {len(self)} exercises solved",
            shown,
            f"Entries that could be read in `{broken}`: {found}." if broken else None,
            f"Kept in `{self.kept.location().name}`.",
            self.kept.take_notice(),
        )

    def _stretch(self, part: str, ids: list[str], kept: dict) -> Stretch:
        """How far a part of the course is, by what was kept."""
        states = {True: "solved", False: "tried", None: "open"}
        exercises = {id: states[kept["exercises"].get(id, {}).get("solved")] for id in ids}
        here = [p for name, p in kept["predictions"].items() if self._part(name) == part]
        made = [prediction for prediction in here if prediction["choice"] is not None]
        right = sum(prediction["right"] is True for prediction in made)
        return Stretch(*self._place(part), exercises, len(made), right)

    def solved(self, notebook: Any) -> Any:
        """A copy of an nbformat notebook with every answer cell holding the solution."""
        solutions = {exercise.grade_id: exercise.solution for exercise in self.values()}
        notebook = copy.deepcopy(notebook)
        for cell in notebook["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if grade_id in solutions:
                cell["source"] = solutions[grade_id]
        return notebook

    def _find(self, id: Any) -> Exercise:
        if not isinstance(id, str):
            raise InputTypeError(f'id: expected text like "1.2", got {type(id).__name__}.')
        if id not in self:
            ids = ", ".join(self)
            raise InputError(f"id: expected one of the exercises {ids}, got {id[:40]!r}.")
        return self[id]

    def _find_lines(
        self, exercise: Exercise, judge: Judge, verdict: Verdict, answer: Any
    ) -> None:
        """After a wrong answer that no known mistake explains: in which lines a change makes it
        right, where that is found.  What kind of change unfolds, and is open from the second
        failure of the same kind in a row; the change itself, where the solution may be seen."""
        id = exercise.id
        self._found.pop(id, None)
        if verdict.state != "wrong" or verdict.case is None or verdict.kind.startswith("mistake"):
            return
        again = Judge(exercise, exercise.trials(SEED + 1))
        found = None
        with contextlib.suppress(Exception):  # the verdict has been shown: a lesson goes on
            found = find(judge, again, answer, self.styles(id))
        if not found:
            return
        self._found[id] = found
        kind = [(LINES[0], found.about)] if found.about else []
        change = [] if self._withheld() else [(LINES[1], found.change)]
        twice = self._failures[id][1] > 1
        otherwise = found.about if twice and kind else f'`hint("{id}")` says more.'
        ladder = Ladder((*kind, *change), otherwise, twice and bool(kind))
        say("◆", found.sentence, found.lines, ladder if ladder.rungs else None)

    def _ladder(self, exercise: Exercise, verdict: Verdict) -> Ladder | None:
        """The hints under a wrong answer, the first one open from the second failure of the same
        kind in a row."""
        before, times = self._failures.pop(exercise.id, ("", 0))
        if verdict.state != "wrong":
            return None
        times = times + 1 if verdict.kind == before else 1
        self._failures[exercise.id] = (verdict.kind, times)
        again = times > 1
        more = f'`hint("{exercise.id}")` shows {"more" if again else "a hint"}.'
        if again:
            self._rungs.setdefault(exercise.id, 1)
            more = f"A hint: {exercise.hints[0]} {more}"
        rungs = zip(RUNGS, self._rungs_of(exercise), strict=False)
        return Ladder(tuple(rungs), more, again)

    def _rungs_of(self, exercise: Exercise) -> list[str]:
        """The texts of an exercise's hints in order, and the solution's where it may be seen."""
        return [*exercise.hints, *([] if self._withheld() else [exercise.solution])]


def _not_yours(exercise: Exercise) -> str:
    """After a wrong answer its name stands for the course's function: that is no answer."""
    return f"`{exercise.name}` is the course's own: run the cell with yours again, then this one."
