"""From a submission to verdicts, in the grader's own process.

What comes out of the sandbox is cleaned and compared with the reference.  Nothing in it is
believed.
"""

import hashlib
import hmac
import inspect
import textwrap
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from checks import Exercise
from checks.checking import Judge, Verdict
from lessons import course

from .boxed.wire import pack
from .cleaning import clean, clean_error
from .flags import LOOK, bounded, quoted
from .package import home
from .rebuild import Rebuilt, Step
from .returned import UNDIAGNOSED, returned
from .sandbox import Limits, Sandbox, SandboxError, Stopped

LESSON = Limits(computing=60.0, clock=120.0)  # for cells of our own, which may train
LEARNER = Limits(computing=10.0, clock=40.0)  # for a cell, or all the cases of an exercise
OPEN = 0  # the seed of the lesson's own check
WHOLE_SECONDS = 300.0  # on the clock, for a submission

STOPPED = {
    "time": "Still running after {:g} seconds of computing, or waiting for {:g}, so it was stopped:"
    " does a loop never end?",
    "died": "Python ended while your code ran: `exit()`, a crash, or too much memory does that.",
    "files": "Thousands of files were made while your code ran, so it was stopped.",
    "unreadable": "What came back could not be read as a result.",
}
BLANK = "Not attempted."
LOST = "The answer's cell could not be found; your instructor looks for it."
ADVICE = "Not part of the mark: {}"
# What is said of an error on a hidden case, or after one: its own words might hold a part of it.
ERROR = "Your code stopped with an error on an input that is not the printed example."
BLIND = {"type": "an error", "message": "", "line": ""}
OWN = "This uses the course's own function: write the code yourself."


class TookTooLong(Exception):
    """A whole submission went beyond its time."""


class Cancelled(Exception):
    """Nobody waits for the marks any more."""


@dataclass(frozen=True)
class Mark:
    """What one exercise earned: state is "right", "wrong", "blank" or "review", of which the last
    has no score yet."""

    state: str
    score: float | None
    points: float
    kind: str
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)
    returned: dict[str, str] = field(default_factory=dict)  # for the instructor alone

    def as_json(self) -> dict:
        return asdict(self)


class Bench:
    """The judges of an assignment: the hidden cases of a class, and what is right on them.

    secret: the class's; exercises: ids of those that are checked; seeds: in place of a secret, what
    comes of it for each of them.  May be used by many threads.
    """

    def __init__(
        self, secret: bytes, exercises: Iterable[str], seeds: dict[str, int] | None = None
    ):
        self.cancelled = threading.Event()
        self._lock = threading.Lock()  # probes of torch's functions are not for two threads
        self.judges = {}
        for id in exercises:
            exercise = course[id]
            drawn_with = seed(secret, id) if seeds is None else seeds[id]
            self.judges[id] = Judge(exercise, exercise.trials(drawn_with))
        self.requests = {id: _requests(judge) for id, judge in self.judges.items()}
        self.probes = sorted({requests[0]["probe"] for requests in self.requests.values()})
        self._open: dict[str, Bench] = {}

    def open(self, id: str) -> "Bench":
        """The same for one exercise, with the cases of the lesson's own check, which are no
        secret."""
        with self._lock:
            if id not in self._open:
                self._open[id] = Bench(b"", [id], {id: OPEN})
                self._open[id]._lock = self._lock
            return self._open[id]

    def clean(self, id: str, outcomes: Any, source: str) -> list[dict] | None:
        """See `clean`."""
        with self._lock:
            return clean(outcomes, self.judges[id], source)

    def verdict(self, id: str, outcomes: list[dict]) -> Verdict:
        """The verdict on outcomes of the right form.

        What was seen of the manner was seen where a learner's code could forge it: it takes no
        mark, and gives none.
        """
        with self._lock:
            judge = self.judges[id]
            verdict = judge.verdict(outcomes)
            if verdict.state == "wrong" and judge.exercise.manner:
                by_values = judge.verdict(judge.without_manner(outcomes))
                if by_values.state == "right":
                    advice = ADVICE.format(verdict.sentence)
                    return replace(by_values, sentence=f"{by_values.sentence} {advice}")
            return verdict


def seed(secret: bytes, id: str) -> int:
    """What the hidden cases of an exercise are drawn with: the same for a whole class."""
    return int.from_bytes(hmac.digest(secret, id.encode(), hashlib.sha256)[:8], "big")


def _requests(judge: Judge) -> list[dict]:
    """What is asked of the sandbox, one case after another: none is in it before its turn."""
    exercise = judge.exercise
    request = {
        "do": "attempt",
        "name": exercise.name,
        "probe": f"{exercise.probe.__module__}.{exercise.probe.__name__}",
        "parameters": list(exercise.parameters),
    }
    return [request | {"case": [pack(value) for value in case]} for case in judge.cases]


def marks(
    rebuilt: Rebuilt, points: dict[str, float], bench: Bench, box: Path, isolated: bool = True
) -> tuple[dict[str, Mark], list[str]]:
    """The marks of the exercises that a submission's steps check, and what an instructor may want
    to know.

    Raises SandboxError where nothing can be run, TookTooLong, and Cancelled.
    """
    with Run(bench, box, isolated, rebuilt.began) as run:
        for step in rebuilt.steps:
            run.do(step)
    found = {
        id: replace(mark, points=points[id], score=mark.score * points[id])
        for id, mark in run.marks.items()
    }
    for id in rebuilt.lost & found.keys():
        found[id] = Mark("review", None, points[id], "lost", LOST)
    return found, bounded(run.flags)


class Run:
    """One submission's way through sandboxes: a new one, brought to the same point, after each
    step that had to be stopped."""

    program = "runner.py"  # of the box

    def __init__(self, bench: Bench, box: Path, isolated: bool, began: float | None = None):
        self.bench, self.box, self.isolated = bench, box, isolated
        self.marks: dict[str, Mark] = {}
        self.flags: list[str] = []
        self._sources: dict[str, str] = {}
        self._errors: dict[str, dict] = {}
        self._ended: dict[str, str] = {}
        self._knows = False  # whether a hidden case has been in this sandbox
        self._unsure: set[str] = set()  # of whose errors a sandbox told that knew one
        self._returned: dict[str, dict[str, str]] = {}
        self._done: list[tuple[dict, Limits]] = []
        self._began = time.monotonic() if began is None else began
        self._sandbox = Sandbox(box, isolated, self.program)
        if failed := self._keep({"do": "load", "probes": bench.probes}).get("failed"):
            raise SandboxError(f"The course does not load in the sandbox ({failed}).")

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, *_: Any) -> None:
        self._sandbox.__exit__()

    def do(self, step: Step) -> None:
        """Take a step.  Raises TookTooLong, and Cancelled."""
        if self.bench.cancelled.is_set():
            raise Cancelled
        self._in_time()
        if step.kind == "check":
            if step.id in self.bench.judges:
                self.check(step.id)
            return
        limits = LESSON if step.kind in ("lesson", "setup") else LEARNER
        try:
            if step.kind == "answer" and step.id not in self._sources:
                self._keep({"do": "forget", "name": self.bench.judges[step.id].exercise.name})
            if step.kind == "answer":
                self._sources[step.id] = self._sources.get(step.id, "") + step.source + "\n\n"
            reply = self._keep({"do": "run", "source": step.source}, limits)
        except Stopped as stopped:
            if step.kind == "answer":
                self._ended[step.id] = stopped.why
            else:
                where = step.name or f"A cell of the lesson, “{quoted(step.source)}”"
                self.flags.append(f"{where}: stopped ({stopped.why}), {LOOK}")
            return
        if step.kind == "answer" and isinstance(reply.get("error"), dict):
            self._errors[step.id] = reply["error"]
            self._unsure |= {step.id} if self._knows else set()

    def _in_time(self) -> None:
        """Raises TookTooLong where the whole submission has."""
        if time.monotonic() - self._began > WHOLE_SECONDS:
            raise TookTooLong

    def check(self, id: str) -> None:
        """Judge an exercise, then give the course's own function back, as the lesson does."""
        try:
            verdict = self._verdict(id)
        except Stopped as stopped:
            self._ended[id] = stopped.why
            verdict = self._verdict(id)
        right = verdict.state == "right"
        self.marks[id] = Mark(
            verdict.state, float(right), 1.0, verdict.kind, verdict.sentence, verdict.facts or {},
            self._returned.get(id, {}),
        )  # fmt: skip
        self.give_back(id, right)

    def give_back(self, id: str, right: bool) -> None:
        """Put the course's own function into its module, and in the answer's place if it is not
        right."""
        exercise = self.bench.judges[id].exercise
        own = {"name": exercise.name, "module": home(id), "source": _source(exercise)}
        try:
            self._keep({"do": "put", **own, "replace": not right})
        except Stopped:
            self.flags.append(f"{id}: after it, the course's own did not fit in, {LOOK}")

    def _verdict(self, id: str) -> Verdict:
        """Raises Stopped."""
        exercise, source = self.bench.judges[id].exercise, self._sources.get(id, "")
        if id in self._ended:
            why = self._ended[id]
            words = STOPPED[why].format(LEARNER.computing, LEARNER.clock)
            return Verdict("wrong", why, words)
        if not source.strip():
            return Verdict("blank", "blank", BLANK)
        knew = self._knows
        outcomes = self._outcomes(id)
        if outcomes is None:
            error = self._errors.get(id)
            error = self._in_the_open(id)[0] if id in self._unsure else error
            return _nothing(exercise, error, source)
        outcomes = self.bench.clean(id, outcomes, source)
        if outcomes is None:
            raise Stopped("unreadable")
        error = outcomes[-1].get("error")
        if error and error["type"] == "CoursesOwn":
            return Verdict("wrong", "own", OWN)
        if error and (knew or len(outcomes) > 1):
            outcomes = [*outcomes[:-1], {"error": BLIND, "printed": ""}]
        verdict = self.bench.verdict(id, outcomes)
        if verdict.kind == BLIND["type"]:
            verdict = self._in_the_open(id)[1] or Verdict("wrong", "error", ERROR)
        if verdict.kind in UNDIAGNOSED:
            self._returned[id] = returned(outcomes)
        if verdict.state == "blank":
            return replace(verdict, sentence=BLANK)
        facts = verdict.facts or {}
        shown = ("given", "expected") if verdict.case == 0 else ()
        return replace(verdict, facts={key: facts[key] for key in shown if key in facts})

    def _in_the_open(self, id: str) -> tuple[dict | None, Verdict | None]:
        """The error of an answer's cell, and what is to be said of an error of the answer itself,
        both as a new sandbox tells it in which no hidden case has ever been: what it says can hold
        nothing of one.  None for what does not happen there."""
        bench, source, error = self.bench.open(id), self._sources[id], None
        outcomes: list = []
        with Sandbox(self.box, self.isolated, self.program) as sandbox, suppress(Stopped):
            for request, limits in self._done:
                self._in_time()
                reply = sandbox.ask(request, limits)
                if request["do"] == "run" and request["source"] in source and reply.get("error"):
                    error = reply["error"]
            for request in bench.requests[id]:
                self._in_time()
                outcomes.append(sandbox.ask(request, LEARNER).get("outcome"))
                if type(outcomes[-1]) is not dict or "error" in outcomes[-1]:
                    break
        cleaned = bench.clean(id, outcomes, source)
        if cleaned and "error" in cleaned[-1] and len(cleaned) == len(outcomes):
            return error, bench.verdict(id, cleaned)
        return error, None

    def _outcomes(self, id: str) -> list | None:
        """What the sandbox says of each case, to the first that is no result; None if there is
        nothing of that name.  Raises Stopped where all of them take longer than they may."""
        found, began = [], self._sandbox.used()
        for number, request in enumerate(self.bench.requests[id]):
            self._knows |= number > 0
            outcome = self._ask(request, LEARNER.without(began, self._sandbox.used()))
            found.append(outcome.get("outcome"))
            if found[-1] is None:
                return None
            if type(found[-1]) is not dict or found[-1].keys() & {"error", "unfit"}:
                break
        return found

    def _keep(self, request: dict, limits: Limits = LESSON) -> dict:
        """Ask, and remember to ask again in a new sandbox.  Raises Stopped."""
        reply = self._ask(request, limits)
        self._done.append((request, limits))
        return reply

    def _ask(self, request: dict, limits: Limits) -> dict:
        try:
            return self._sandbox.ask(request, limits)
        except Stopped:
            if self.bench.cancelled.is_set():
                raise Cancelled from None
            while not self._begin_anew():
                pass
            raise

    def _begin_anew(self) -> bool:
        """Bring a new sandbox to where this one was.  False if what went well before did not do so
        again, and will be left out."""
        self._sandbox.__exit__()
        self._sandbox, self._knows = Sandbox(self.box, self.isolated, self.program), False
        for number, done in enumerate(self._done):
            self._in_time()
            try:
                self._sandbox.ask(*done)
            except Stopped:
                del self._done[number]
                return False
        return True


def _source(exercise: Exercise) -> str:
    """The reference as it stands in its module."""
    return textwrap.dedent(inspect.getsource(exercise.reference))


def _nothing(exercise: Exercise, error: dict | None, source: str) -> Verdict:
    """The verdict where the answer's cells define nothing of that name."""
    try:
        told = clean_error(error, source) if error else None
    except (ValueError, TypeError, KeyError):
        told = None
    if told is None:
        return Verdict("wrong", "missing", f"Your cell defines no `{exercise.name}`.")
    if told["type"] == "CoursesOwn":
        return Verdict("wrong", "own", OWN)
    where = f" ({told['line']})" if told["line"] else ""
    message = f": {told['message']}" if told["message"] else ""
    sentence = (
        f"Your cell stopped with {told['type']}{message}{where} before it defined"
        f" `{exercise.name}`."
    )
    return Verdict("wrong", "cell", sentence)
