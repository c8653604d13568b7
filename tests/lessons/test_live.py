"""What the course adds to live figures and playgrounds: its style, its labels, its memory."""

import json
import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import pytest

from course_utils.pictures import COLORS
from lessons import LiveFigure, Playground, live

PALETTE = [COLORS[name] for name in ("blue", "red", "green", "purple", "orange", "sky")]


@pytest.fixture(autouse=True)
def as_a_learner(monkeypatch):
    """Without the setting that makes test runs strict."""
    monkeypatch.delenv("COURSE_STRICT")


# The style


def cycled(axes):
    """The colours that six lines take by themselves."""
    return [axes.plot([0, i])[0].get_color() for i in range(6)]


@pytest.fixture
def plain():
    """Matplotlib's colours when a test begins, which must be the same when it ends."""
    before = matplotlib.rcParams["axes.prop_cycle"]
    yield before.by_key()["color"][:6]
    assert matplotlib.rcParams["axes.prop_cycle"] == before


def test_a_figure_of_the_course_is_built_in_its_colours(plain):
    seen = []

    @live.course_figure
    def build(dash):
        """What it is."""
        figure, axes = plt.subplots()
        seen.extend(cycled(axes))
        return LiveFigure(figure, w=[1, 2]), dash

    made, dash = build(dash="solid")
    assert seen == PALETTE != plain and isinstance(made, LiveFigure) and dash == "solid"
    assert (build.__name__, build.__doc__) == ("build", "What it is.")


def test_a_playground_draws_in_the_courses_colours_whenever_it_is_moved(plain):
    seen = []
    made = Playground(lambda axes, w: seen.append(cycled(axes)), w=[1, 2])
    made.w = 2
    assert seen == [PALETTE, PALETTE] and plain != PALETTE


@pytest.mark.slow
def test_importing_sets_nothing_in_matplotlib():
    modules = ["course_utils", "lessons", "lessons.lesson1.figures"]
    code = "import matplotlib as m; import matplotlib.pyplot; before = dict(m.rcParams)\n"
    look = "import {0}; print('{0}', dict(m.rcParams) == before)\n"
    code += "".join(look.format(one) for one in modules)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [f"{one} True" for one in modules]


# Labels and memory


def test_a_learning_rate_is_written_out():
    figure, _ = plt.subplots()
    made = LiveFigure(figure, lr=[0.1, 1])
    assert made._controls["lr"].label == "learning rate"
    drawn = Playground(lambda axes, lr: axes.set_axis_off(), lr=[0.1, 1])
    assert drawn.text == "Drawn for learning rate 0.1."


def asking():
    figure, _ = plt.subplots()
    made = LiveFigure(figure, name="9-example", w=[1, 2])
    made.predict("What happens?", ["It grows", "It leaves"], answer=1, because=".", misconception=3)
    return made


@pytest.mark.parametrize(
    "choice, option, right", [(1, "It leaves", True), (0, "It grows", False), (-1, None, None)]
)
def test_a_prediction_is_kept_in_the_progress_file(progress_file, choice, option, right):
    made = asking()
    assert made.misconception == 3 and not progress_file.exists()
    made.prediction = choice
    kept = json.loads(progress_file.read_text(encoding="utf-8"))["predictions"]
    assert kept == {"9-example": {"question": "What happens?", "choice": option, "right": right}}


def test_an_error_in_a_playground_is_raised_as_well_in_a_strict_run(monkeypatch):
    made = Playground(lambda axes, w: 1 / (w - 2), w=[1, 2])
    monkeypatch.setenv("COURSE_STRICT", "1")
    with pytest.raises(ZeroDivisionError):
        made.w = 2


# Functions that are not written yet


def unwritten(w):
    """What a learner has still to write."""
    ...


def calls_it(axes, w):
    axes.plot(unwritten(w))


def calls_it_inside(axes, w):
    axes.plot([unwritten(v) for v in range(w)])


def calls_it_further_down(axes, w):
    calls_it(axes, w)


def takes_no_notice(axes, w):
    unwritten(w)
    return "Drawn all the same."


def not_begun(axes, w):
    pass


DRAWS = {
    "called": (calls_it, "unwritten"),
    "called in a comprehension": (calls_it_inside, "unwritten"),
    "called by a function that draw calls": (calls_it_further_down, "unwritten"),
    "called by a lambda": (lambda axes, w: unwritten(w), "unwritten"),
    "called in vain": (takes_no_notice, "unwritten"),
    "draw itself": (not_begun, "not_begun"),
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("draw, name", DRAWS.values(), ids=DRAWS)
def test_a_function_not_written_yet_is_named_and_passes(monkeypatch, draw, name, strict):
    if strict:
        monkeypatch.setenv("COURSE_STRICT", "1")
    playground = Playground(draw, w=[1, 2])
    playground.w = 2
    assert playground._shown["trouble"].startswith(f"Not written yet: `{name}`.")
    assert playground._shown["caption"] == "Nothing is drawn for w 2."


def test_once_written_it_is_drawn(monkeypatch):
    playground = Playground(calls_it, w=[1, 2])
    monkeypatch.setitem(globals(), "unwritten", lambda w: [w, w])
    playground.w = 2
    assert playground.text == "Drawn for w 2."


def test_a_function_that_calls_itself_is_looked_at_once():
    assert Playground(count_down, w=[3, 4]).text == "0"


def count_down(axes, w):
    return count_down(axes, w - 1) if w else "0"
