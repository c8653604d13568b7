"""What a class's submissions to an assignment say: the numbers behind the instructor's report."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from checks.exercise import exercise_id
from lessons import course
from lessons.misconceptions import BELIEFS

from . import places
from .alike import alike, example, identifiers
from .export import as_csv
from .folder import Assignment, Folder, read_json
from .places import Place
from .returned import UNDIAGNOSED
from .standing import Standing, read, scores, standing
from .suggested import suggested

STATES = ("right", "not yet", "blank", "to review")
ENOUGH = 10  # students, from whom on a correlation is told
TEACH, TOGETHER = 3, 2  # things to teach again; students from whom on one is worth it


@dataclass(frozen=True)
class Attempt:
    """One student's answer to one exercise.

    state: one of STATES; score: None where it waits; kind and sentence: of the verdict, "" where
    there is none; by_hand: whether the instructor's mark counts; source: of the answer's cell.
    """

    student: str
    exercise: str
    state: str
    score: float | None
    points: float
    kind: str = ""
    sentence: str = ""
    by_hand: bool = False
    returned: dict[str, str] = field(default_factory=dict)
    expected: str = ""
    source: str = ""

    @property
    def lost(self) -> float:
        """The points that are missing; 0 while it waits."""
        return 0.0 if self.score is None else max(self.points - self.score, 0.0)

    @property
    def mistake(self) -> bool:
        """Whether a known mistake explains it."""
        return self.state == "not yet" and self.kind.startswith("mistake ")

    @property
    def unexplained(self) -> bool:
        """Whether nothing says why it is wrong."""
        no_function = self.kind == "value" and ": start with `" in self.sentence
        return self.state == "not yet" and self.kind in UNDIAGNOSED and not no_function

    @property
    def belief(self) -> int | None:
        """The number of the misconception behind a known mistake, if there is one."""
        if not self.mistake or self.exercise not in course:
            return None
        mistakes = course[self.exercise].mistakes
        found = [one.misconception for one in mistakes if one.sentence == self.sentence]
        return found[0] if found else None


@dataclass(frozen=True)
class Group:
    """Answers to one exercise that went wrong in one way: what is said of it, and code of one."""

    exercise: str
    sentence: str
    attempts: tuple[Attempt, ...]
    belief: int | None = None
    example: str = ""
    expected: str = ""

    @property
    def students(self) -> int:
        """How many they are."""
        return len({one.student for one in self.attempts})

    @property
    def lost(self) -> float:
        """The points that they lost by it, together."""
        return sum(one.lost for one in self.attempts)


@dataclass(frozen=True)
class Topic:
    """Something to teach again: mistakes that have one belief in common, or one mistake."""

    title: str
    groups: tuple[Group, ...]
    place: Place | None

    @property
    def students(self) -> int:
        """How many are affected."""
        return len({one.student for group in self.groups for one in group.attempts})

    @property
    def lost(self) -> float:
        """The points lost by it."""
        return sum(group.lost for group in self.groups)


class ClassReport:
    """The report's numbers.  Raises ClassError where the gradebook or a file is damaged."""

    def __init__(self, folder: Folder, assignment: Assignment):
        self.folder, self.assignment = folder, assignment
        self.rows: dict[str, Standing] = standing(folder, assignment)
        self.attempts = list(self._attempts(scores(folder, assignment)))
        self.exercises = list(assignment.exercises)
        self._shown = _cells(folder.released(assignment))
        self._suggested: dict[str, list[str]] = {}

    @property
    def marks(self) -> list[float]:
        """The marks that there are, in order."""
        return sorted(row.score for row in self.rows.values() if row.score is not None)

    def title(self, id: str) -> str:
        """An exercise's title."""
        return course[id].title if id in course else "Answer in words"

    def states(self, id: str) -> dict[str, int]:
        """How many answers to an exercise are in each of STATES."""
        found = Counter(one.state for one in self.attempts if one.exercise == id)
        return {state: found[state] for state in STATES}

    def discrimination(self, id: str) -> float | None:
        """The correlation between the points on an exercise and those on all others together, over
        the students who have all their points; None for few of them, or where all have the same."""
        points: dict[str, dict[str, float | None]] = defaultdict(dict)
        for one in self.attempts:
            points[one.student][one.exercise] = one.score
        whole = [given for given in points.values() if None not in given.values()]
        own = [given[id] for given in whole if id in given]
        rest = [sum(given.values()) - given[id] for given in whole if id in given]
        if len(own) < ENOUGH or len(set(own)) < 2 or len(set(rest)) < 2:
            return None
        return statistics.correlation(own, rest)

    @cached_property
    def mistakes(self) -> list[Group]:
        """The known mistakes, by exercise, the most frequent first."""
        return self._groups([one for one in self.attempts if one.mistake], lambda one: one.sentence)

    @cached_property
    def other_reasons(self) -> list[Group]:
        """What else went wrong and was told: errors, wrong forms, slips.  By kind where the
        sentence may hold a line of one student's code."""
        told = [
            one
            for one in self.attempts
            if one.state == "not yet" and not one.mistake and not one.unexplained
        ]
        return self._groups(told, _reason)

    @cached_property
    def undiagnosed(self) -> list[Group]:
        """What nothing explained, grouped by what it returns."""
        found = [one for one in self.attempts if one.unexplained]
        return self._groups(found, lambda one: one.returned.get("all", ""))

    @cached_property
    def beliefs(self) -> list[tuple[int, list[Group]]]:
        """The misconceptions behind known mistakes, the most frequent first."""
        found: dict[int, list[Group]] = defaultdict(list)
        for group in self.mistakes:
            if group.belief:
                found[group.belief].append(group)
        return sorted(found.items(), key=lambda one: (-_affected(one[1]), one[0]))

    @cached_property
    def teach_again(self) -> list[Topic]:
        """At most three things worth ten minutes: by students affected times points lost by each,
        that is the points lost together; of at least two students."""
        topics = []
        for number, groups in self.beliefs:
            first = max(groups, key=lambda group: group.lost)
            place = places.of_mistake(first.exercise, number)
            topics.append(Topic(BELIEFS[number].text, tuple(groups), place))
        for group in self.mistakes:
            if not group.belief:
                topics.append(Topic(group.sentence, (group,), places.of_exercise(group.exercise)))
        topics = [one for one in topics if one.students >= TOGETHER and one.lost > 0]
        return sorted(topics, key=lambda one: (-one.lost, -one.students, one.title))[:TEACH]

    @cached_property
    def alike(self) -> list[tuple[str, list[str]]]:
        """Exercises, and students whose answers to them are alike beyond what they force."""
        found = []
        for id in self.exercises:
            answers = {o.student: o.source for o in self.attempts if o.exercise == id and o.source}
            if id in course:
                found += [(id, group) for group in alike(answers, self._forced(id))]
        return found

    @cached_property
    def flags(self) -> list[Standing]:
        """Where something is unusual, late, refused or waiting."""
        return [
            row
            for row in self.rows.values()
            if row.flags or row.policy or row.refused or row.reason
        ]

    def csv(self) -> str:
        """A row for each student and exercise."""
        header = "student exercise state points maximum by_hand kind sentence misconception"
        rows: list[list[str | float | None]] = [header.split()]
        for one in self.attempts:
            by_hand = "yes" if one.by_hand else "no"
            row = [one.student, one.exercise, one.state, one.score, one.points, by_hand]
            rows.append([*row, one.kind, one.sentence, one.belief])
        return as_csv(rows)

    def _attempts(self, kept: dict[str, dict[str, Any]]) -> Iterable[Attempt]:
        for student, row in self.rows.items():
            if row.status not in ("graded", "to review"):
                continue
            result = read(self.folder, self.assignment, student) or {"marks": {}}
            sources = _answers(self.folder.graded(student, self.assignment))
            cells = {exercise_id(name): cell for name, cell in kept.get(student, {}).items()}
            for id in self.assignment.exercises:
                if id in cells:
                    yield _attempt(student, id, cells[id], result["marks"], sources.get(id, ""))

    def _groups(self, attempts: list[Attempt], by) -> list[Group]:
        def key(one: Attempt) -> tuple[str, str]:
            return one.exercise, by(one)

        names = {id: self._names(id) for id in {one.exercise for one in attempts}}
        found = []
        order = {id: n for n, id in enumerate(self.exercises)}
        for (id, told), some in groupby(sorted(attempts, key=key), key):
            group = tuple(some)
            known = names[id]
            expected = next((one.expected for one in group if one.expected), "")
            shown = example([one.source for one in group], known)
            found.append(Group(id, told, group, group[0].belief, shown, expected))
        return sorted(found, key=lambda g: (order[g.exercise], -g.students, g.sentence))

    def _forced(self, id: str) -> list[str]:
        """Code that an exercise suggests: the course's answers, right and wrong, as people write
        them, and what the lesson shows."""
        if id not in self._suggested:
            self._suggested[id] = [*self._shown, *suggested(id)]
        return self._suggested[id]

    def _names(self, id: str) -> set[str]:
        """Names that are no student's own."""
        if id not in course:
            return set()
        import numpy as np

        libraries = {*dir(np), *dir(np.ndarray), *dir(str), *dir(list), *dir(dict)}
        return identifiers(self._forced(id)) | libraries | {"numpy", "math", "torch", "self"}


def _attempt(student: str, id: str, cell: dict, marks: dict, source: str) -> Attempt:
    mark = marks.get(id, {})
    by_hand = cell["manual"] and not cell["pending"]
    score = None if cell["pending"] else cell["score"]
    if score is None:
        state = "to review"
    elif by_hand:
        state = "right" if score >= cell["points"] else "not yet"
    elif mark:
        state = {"right": "right", "blank": "blank", "review": "to review"}.get(
            mark["state"], "not yet"
        )
    else:  # in words, and not attempted
        state = "blank"
    told = {} if not mark or state in ("right", "blank") else mark
    return Attempt(
        student,
        id,
        state,
        score,
        cell["points"],
        told.get("kind", ""),
        told.get("sentence", ""),
        by_hand,
        told.get("returned") or {},
        (told.get("facts") or {}).get("expected", ""),
        source,
    )


def _answers(path: Any) -> dict[str, str]:
    """The sources of a graded notebook's answers, by exercise."""
    if not path.exists():
        return {}
    found = {}
    for one in read_json(path)["cells"]:
        grading = one["metadata"].get("nbgrader", {})
        if grading.get("solution"):
            found[exercise_id(grading["grade_id"])] = "".join(one["source"])
    return found


def _reason(one: Attempt) -> str:
    """What is said of the kind of a verdict, without a word of the student's."""
    if one.kind in PLAIN:
        return one.sentence
    return REASONS.get(one.kind, f"The code stopped with {one.kind}.")


# Kinds of verdicts whose sentences are the course's alone.
PLAIN = frozenset({"slip", "none", "told", "type", "changed", "whole", "list", "own", "missing"})
REASONS = {
    "parameters": "It takes other parameters.",
    "order": "It takes its parameters in another order.",
    "class": "A class where a function is asked for, or the other way round.",
    "value": "A value stands where a function is asked for.",
    "cell": "The cell stopped before it defined the function.",
    "time": "It ran for too long: a loop that never ends, say.",
    "TimeUp": "It ran for too long: a loop that never ends, say.",
    "died": "Python ended while it ran.",
    "unreadable": "What came back could not be read.",
    "": "Marked by hand.",
}


def _affected(groups: list[Group]) -> int:
    return len({one.student for group in groups for one in group.attempts})


def _cells(path: Any) -> list[str]:
    """The sources of the code cells of a notebook."""
    cells = read_json(path)["cells"] if path.exists() else []
    return ["".join(one["source"]) for one in cells if one["cell_type"] == "code"]
