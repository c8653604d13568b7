"""Every known mistake of every exercise: nothing for it, and its own sentence on the page.

Each link of the way from a cell to a page is walked with as many mistakes as it can be:
    a class of each lesson        solved, blank, and a few mistakes: through everything
    the sandbox                   the mistakes that people wrote down in `tests/lessons/answers.py`
    from outcomes to the page     all of them

A sandbox with torch costs as much as six without.  So `make test` leaves lessons 5 to 7 out of the
second link, and 5 and 6 out of the first: `honest.py` has them right, and `hostile.py` has each of
lesson 5 wrong.  Who solves a lesson there makes a mistake in every second exercise, and in the
first one somebody does nothing.  It takes every second mistake that was written down, and of the
third link two an exercise: outside of any sandbox, `tests/lessons` tries all of them.
"""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import inspect
from functools import cache
from html.parser import HTMLParser

import nbformat
import numpy as np
import pytest

from classroom import feedback, judging, package
from classroom.grading import grade, read
from classroom.judging import Bench, Mark
from classroom.release import release
from classroom.sandbox import Limits, Sandbox
from lessons import course
from tests.classroom.classes import answered, hand_in, make, released
from tests.classroom.styles import WRONG, wrong
from tests.classroom.tries import asked, tried
from tests.thorough import THOROUGH, thinned

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # wrong answers overflow

SECRET = b"a class of synthetic students..."
EXERCISES = course
LESSONS = sorted({id.split(".")[0] for id in EXERCISES})
# The mistakes that are written down as bodies, by exercise: (source of a cell, words).
ALL_WRITTEN = {
    id: [(wrong(id, body), words) for i, body, kind, words in WRONG if (i, kind) == (id, "mistake")]
    for id in EXERCISES
}
WRITTEN = thinned(ALL_WRITTEN, {id: found[::2] for id, found in ALL_WRITTEN.items()})
TORCH = "import torch\nfrom torch import nn\n"
A_FEW = 2  # mistakes of each exercise that go through everything
UNTOUCHED = thinned(LESSONS, ["1"])  # lessons in which somebody does nothing
THROUGH = thinned(LESSONS, [lesson for lesson in LESSONS if lesson not in "56"])
LIGHT = thinned(LESSONS, [lesson for lesson in LESSONS if lesson not in "567"])
PLENTY = Limits(120, 600)  # on a loaded machine
# The mistakes, by number, that leave no number behind: advice, and no part of the mark.
MANNER = {"5.4": {2}, "5.5": {9, 10, 11, 12, 13}}

of_light_lessons = pytest.mark.parametrize("lesson", LIGHT)
of_exercises = pytest.mark.parametrize("id", EXERCISES)


class Text(HTMLParser):
    """The visible text of HTML."""

    def __init__(self, html):
        super().__init__()
        self.words, self.tags = [], set()
        self.feed(html)

    def handle_starttag(self, tag, _):
        self.tags.add(tag)

    def handle_data(self, data):
        self.words.append(data)

    def __str__(self):
        return "".join(self.words)


def shown(sentence):
    """A sentence as one reads it on a page, where code is set in another face."""
    return sentence.replace("`", "")


def is_advice(id, state, sentence):
    """Whether a mistake that leaves no number behind was told, and no mark taken for it."""
    told = sentence.partition(" Not part of the mark: ")[2]
    numbers = {n for n, m in enumerate(EXERCISES[id].mistakes, 1) if m.sentence == told}
    return state == "right" and bool(numbers & MANNER.get(id, set()))


def ids_of(lesson):
    return [id for id in EXERCISES if id.startswith(f"{lesson}.")]


@cache
def bench(lesson):
    return Bench(SECRET, ids_of(lesson))


def section(id, verdict):
    """What a page says of an answer with this verdict."""
    mark = Mark(verdict.state, 0.0, 1.0, verdict.kind, verdict.sentence, {}).as_json()
    answer = nbformat.v4.new_code_cell("<b>an answer</b>")
    graded = {"score": 0.0, "points": 1.0, "manual": False, "pending": False, "comment": ""}
    return Text(feedback._section(id, answer, mark, graded))


# Through everything


def mistaken(lesson):
    """By student, the exercises of a lesson in which they make a mistake, and which one each."""
    ids = ids_of(lesson)
    if THOROUGH:
        return {"solved": {}} | {f"wrong{n}": dict.fromkeys(ids, n) for n in range(A_FEW)}
    return {"half": dict.fromkeys(ids[::2], 0)}


STUDENTS = [(lesson, student) for lesson in THROUGH for student in mistaken(lesson)]


@pytest.fixture(scope="module")
def school(plain, once, tmp_path_factory):
    """A class with these lessons: some make mistakes, and one did nothing."""
    students = dict.fromkeys(["blank", *(student for _, student in STUDENTS)])
    path = tmp_path_factory.mktemp("mistakes") / "class"
    folder, first = make(path, [*students], f"0{THROUGH[0]}")
    assignments = [first, *(release(folder, f"0{lesson}")[0] for lesson in THROUGH[1:])]
    for lesson, assignment in zip(THROUGH, assignments, strict=True):
        notebook = released(folder, assignment)
        if lesson in UNTOUCHED:
            hand_in(folder, assignment, "blank", notebook)
        for student, mistakes in mistaken(lesson).items():
            sources = {EXERCISES[id].grade_id: nth(id, n)[0] for id, n in mistakes.items()}
            hand_in(folder, assignment, student, answered(notebook, sources))
        grade(folder, assignment)
        feedback.feedback(folder, assignment)
    return folder, dict(zip(THROUGH, assignments, strict=True))


def nth(id, n):
    return WRITTEN[id][n % len(WRITTEN[id])]


def found(school, lesson, student):
    """By exercise, what the result says; and the text of the page."""
    folder, assignments = school
    html = folder.feedback(student, assignments[lesson]).read_text(encoding="utf-8")
    return read(folder, assignments[lesson], student), str(Text(html))


@pytest.mark.parametrize(("lesson", "student"), STUDENTS)
def test_what_is_solved_earns_everything_and_a_mistake_nothing_and_is_told_why(
    school, lesson, student
):
    result, text = found(school, lesson, student)
    assert [*result["marks"]] == ids_of(lesson) and not result["flags"]
    for id, mark in result["marks"].items():
        if id not in mistaken(lesson)[student]:
            assert (mark["state"], mark["score"]) == ("right", mark["points"]), mark
            assert shown(EXERCISES[id].right) in text
            continue
        if not is_advice(id, mark["state"], mark["sentence"]):
            assert (mark["state"], mark["score"]) == ("wrong", 0), (id, mark)
        assert nth(id, mistaken(lesson)[student][id])[1] in mark["sentence"], (id, mark)
        assert shown(mark["sentence"]) in text


@pytest.mark.parametrize("lesson", UNTOUCHED)
def test_a_blank_lesson_earns_nothing_and_is_called_not_attempted(school, lesson):
    result, text = found(school, lesson, "blank")
    assert [*result["marks"]] == ids_of(lesson) and not result["flags"]
    assert {(m["state"], m["score"]) for m in result["marks"].values()} == {("blank", 0)}
    assert text.count("○ Not attempted") == len(ids_of(lesson))


# The sandbox


@pytest.fixture(scope="module")
def boxes(tmp_path_factory):
    """For each lesson, what its sandbox holds."""

    @cache
    def box(lesson):
        path = tmp_path_factory.mktemp("box") / "box"
        package.build(path, ids_of(lesson))
        return path

    return box


@of_light_lessons
def test_mistakes_as_people_write_them_come_out_of_the_sandbox_as_such(boxes, lesson):
    """All of a lesson in one sandbox; after each, the course's own stands there again."""
    judges, wrongly = bench(lesson), []
    with Sandbox(boxes(lesson)) as sandbox:

        def ask(**request):
            return sandbox.ask(request, PLENTY)

        def own(id):
            exercise = EXERCISES[id]
            source = inspect.getsource(exercise.reference)
            ask(do="put", name=exercise.name, module=package.home(id), source=source, replace=True)

        ask(do="load", probes=judges.probes)
        ask(do="run", source="import numpy as np\n" + TORCH * (lesson in "567"))
        for id in ids_of(lesson):
            own(id)
        for id in ids_of(lesson):
            for source, words in WRITTEN[id]:
                ask(do="forget", name=EXERCISES[id].name)
                assert ask(do="run", source=source) == {"error": None}, source
                outcomes = asked(lambda one: sandbox.ask(one, PLENTY), judges.requests[id])
                verdict = judges.verdict(id, judges.clean(id, outcomes, source))
                told = verdict.state == "wrong" and verdict.kind.startswith("mistake")
                told = told or is_advice(id, verdict.state, verdict.sentence)
                if not told or shown(verdict.sentence) not in str(section(id, verdict)):
                    wrongly.append((id, source, verdict))
                if words not in verdict.sentence:
                    wrongly.append((id, source, words, verdict))
                own(id)
    assert not wrongly


# From outcomes to the page


def numbered(exercise):
    """An exercise's known mistakes with their numbers: all, or the first, the last, and one of
    which there is advice alone."""
    found = list(enumerate(exercise.mistakes, 1))
    advised = [found[number - 1] for number in sorted(MANNER.get(exercise.id, ()))[:1]]
    return thinned(found, found[:: len(found) - 1] + advised)


@of_exercises
def test_every_known_mistake_has_its_sentence_on_the_page(id):
    exercise, judges = EXERCISES[id], bench(id.split(".")[0])
    requests, wrongly = judges.requests[id], []
    assert len(exercise.mistakes) >= 3
    for number, mistake in numbered(exercise):
        with np.errstate(all="ignore"):
            outcomes = tried(exercise, mistake.answer, requests)
        cleaned = judges.clean(id, outcomes, inspect.getsource(mistake.answer))
        if cleaned is None:
            wrongly.append((number, "did not survive cleaning"))
            continue
        verdict = judges.verdict(id, cleaned)
        page = section(id, verdict)
        advice = number in MANNER.get(id, ())
        expected = ("right", "right") if advice else ("wrong", f"mistake {number}")
        if (verdict.state, verdict.kind) != expected or advice != ("Not part of" in str(page)):
            wrongly.append((number, verdict))
        if shown(mistake.sentence) not in str(page) or "b" in page.tags:
            wrongly.append((number, str(page)))
    assert not wrongly


@of_exercises
def test_the_reference_is_right_on_the_hidden_cases(id):
    exercise, judges = EXERCISES[id], bench(id.split(".")[0])
    outcomes = tried(exercise, exercise.reference, judges.requests[id])
    cleaned = judges.clean(id, outcomes, exercise.solution)
    verdict = judges.verdict(id, cleaned)
    assert (verdict.state, verdict.sentence) == ("right", exercise.right)


@of_exercises
def test_hidden_cases_are_the_same_for_a_class_and_others_for_another(id):
    lesson = id.split(".")[0]
    one, other = bench(lesson).requests[id], judging.Bench(SECRET[::-1], [id]).requests[id]
    assert one == judging.Bench(SECRET, [id]).requests[id]
    assert one[0] == other[0]  # the printed example is everybody's
    assert one[1:] != other[1:]
