"""The kernel is the learner's own: whatever is set there, the course computes and draws as always,
and leaves the setting as it was."""

import decimal
import locale
import signal
import sys
import tempfile
import threading
import types
import warnings
from contextlib import ExitStack
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from lessons import Playground, course
from lessons import settings as own_settings
from lessons.catalogue import builders
from lessons.live import as_the_course, course_figure
from lessons.settings import course_settings
from tests.lessons import settings
from tests.lessons.answers import SCOPES
from tests.notebooks.rules import is_lesson, lesson_paths
from tests.notebooks.test_solved import check_cells
from tests.thorough import THOROUGH, thinned
from tools.notebooks import read

pytestmark = pytest.mark.slow

LESSONS = [path for path in lesson_paths() if is_lesson(path)]
IN_CELLS = {name: one for name, one in (settings.MORE | settings.SEEN).items() if one.cell}
# Everything at once, but what makes tensors of no numbers, and what counts the calls of a test.
AT_ONCE = [one.cell for name, one in IN_CELLS.items() if name not in ("device", "recursion")]


@pytest.fixture
def learners():
    """What a learner's cells define.  All that they set is taken back after the test."""
    names = {"np": np, "plt": plt, "torch": torch}
    exec("import decimal, locale, os, random, sys, warnings", names)
    digits, numbers, recursion = (
        sys.get_int_max_str_digits(), locale.setlocale(locale.LC_ALL), sys.getrecursionlimit()
    )  # fmt: skip
    with ExitStack() as afterwards:
        afterwards.callback(sys.set_int_max_str_digits, digits)
        afterwards.callback(locale.setlocale, locale.LC_ALL, numbers)
        afterwards.callback(sys.setrecursionlimit, recursion)
        afterwards.callback(torch.set_default_device, torch.get_default_device())
        afterwards.callback(torch.set_deterministic_debug_mode, 0)
        for context in (
            warnings.catch_warnings(), np.errstate(), np.printoptions(), decimal.localcontext(),
            course_settings(), plt.rc_context(),
        ):  # fmt: skip
            afterwards.enter_context(context)
        warnings.resetwarnings()
        yield names
        if "mode" in names:
            names["mode"].__exit__(None, None, None)


@pytest.fixture(scope="module")
def german():
    """Python knows German numbers: the locale is made for these tests."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        for name, value in settings.compiled_locale(Path(folder)).items():
            patch.setenv(name, value)
        yield


def set_up(cell, names):
    try:
        exec(cell, names)
    except locale.Error:
        pytest.skip("`localedef` is not installed, which makes a locale")


@pytest.mark.parametrize("stop", thinned([None, ValueError, KeyboardInterrupt], [ValueError]))
@pytest.mark.parametrize("setting", IN_CELLS.values(), ids=IN_CELLS)
def test_the_course_has_its_own_and_the_learners_comes_back(setting, stop, learners, german):
    with as_the_course():
        always = str(plt.rcParams)
    set_up(setting.cell, learners)
    before = repr(eval(setting.look, learners))
    with ExitStack() as caught:
        if stop:
            caught.enter_context(pytest.raises(stop))
        with as_the_course():
            if setting.own:
                assert eval(f"{setting.look} == {setting.own}", learners)
            assert str(plt.rcParams) == always
            assert locale.localeconv()["decimal_point"] == "."
            spoil()
            if stop:
                raise stop
    assert repr(eval(setting.look, learners)) == before


@pytest.fixture
def interrupt():
    """What Python does when it is interrupted: a shell has its background jobs ignore that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield signal.default_int_handler
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_waits_until_all_is_set_or_all_is_as_it_was(learners, monkeypatch, interrupt):
    set_up(settings.SEEN["NumPy raises"].cell + "\ntorch.set_grad_enabled(False)", learners)
    python, done = list(own_settings._of_python()), []

    def put(value):
        done.append(value)
        assert signal.getsignal(signal.SIGINT) is not interrupt
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(own_settings, "_of_python", lambda: [(lambda: 1, put, 2), *python])
    with pytest.raises(KeyboardInterrupt):
        with course_settings():
            pytest.fail("it was interrupted before")
    assert done == [2, 1] and signal.getsignal(signal.SIGINT) is interrupt
    assert np.geterr()["over"] == "raise" and not torch.is_grad_enabled()


def test_elsewhere_than_in_the_main_thread_it_does_the_same(learners):
    torch.set_default_dtype(torch.float64)
    found = []

    def within():
        with course_settings():
            found.append(torch.get_default_dtype())

    thread = threading.Thread(target=within)
    thread.start()
    thread.join()
    assert found == [torch.float32] and torch.get_default_dtype() is torch.float64


def spoil():
    """What an answer sets, too, is gone after its check."""
    np.seterr(over="print")
    np.random.seed(1)
    np.random.rand(3)
    torch.set_default_dtype(torch.float64)
    torch.set_grad_enabled(False)
    torch.set_num_threads(1)
    plt.rcParams["font.size"] = 7
    warnings.simplefilter("always")


def test_each_setting_is_one(learners, german):
    """The tests above would say nothing of a setting that sets nothing."""
    last = ("inference",)  # it turns gradients off as well
    for name, setting in sorted(IN_CELLS.items(), key=lambda pair: pair[0] in last):
        before = repr(eval(setting.look, learners)) if name != "own names" else ""
        set_up(setting.cell, learners)
        assert repr(eval(setting.look, learners)) != before, name


@pytest.mark.parametrize("found", [None, types.ModuleType("torch")], ids=["none", "a torch.py"])
def test_torch_is_touched_where_it_is_there(monkeypatch, found):
    monkeypatch.delitem(sys.modules, "torch")
    if found:
        monkeypatch.setitem(sys.modules, "torch", found)
    with course_settings():
        assert sys.modules.get("torch") is found


def test_random_numbers_go_on_as_if_nothing_had_been_checked():
    def drawn(between):
        np.random.seed(5)
        torch.manual_seed(5)
        between()
        return np.random.rand(), torch.rand(1).item()

    def draws(w, x):
        np.random.rand(9)
        torch.manual_seed(0)
        return w * x

    assert drawn(lambda: course.check("1.1", draws)) == drawn(lambda: None)


def solution(exercise):
    """The answer of a learner who has written the solution."""
    scope = {"np": np, **SCOPES[exercise.id[0]]}
    exec(exercise.solution, scope)
    return scope[exercise.name]


def test_every_check_is_green_with_all_set_at_once(learners, german, notes):
    answers = {id: solution(exercise) for id, exercise in course.items()}
    set_up("\n".join(AT_ONCE), learners)
    for id, answer in answers.items():
        assert course.check(id, answer) is answer, notes[-1]
    assert len(notes) == len(answers)


def shown(build):
    """What a figure sends to the browser, and what stands in its place in a file."""
    live = build()
    live.shapes_at()
    data, _ = live._repr_mimebundle_()
    texts = {key: value for key, value in data.items() if "widget" not in key}
    return texts, live._svg, live._spec, live._data


EVERY = builders()
FEW = [build for build in EVERY if build.__name__ in ("hello", "one_step")]


@pytest.mark.parametrize("build", thinned(EVERY, FEW), ids=lambda build: build.__name__)
def test_a_figure_is_as_always_with_all_set_at_once(build, learners, german):
    always = shown(build)
    set_up("\n".join(AT_ONCE), learners)
    assert shown(build) == always


def test_yours_computes_under_the_courses_settings(learners, notes):
    answer = solution(course["3.4"])
    course.check("3.4", answer)
    set_up('import numpy as np\nnp.seterr(all="raise")', learners)
    assert course.yours("3.4", np.array([-800.0]), np.array([0.0])) == 0


def test_a_playgrounds_axes_are_the_courses_and_its_function_is_the_learners(learners, german):
    """The axes in the course's style; what is computed, under the learner's own settings."""
    seen = []

    def draw(axes, w):
        axes.plot([1, 2], [w, 2])
        axes.set_title("名")  # Matplotlib's font has no such sign, of which it warns
        seen.append((torch.get_default_dtype(), np.geterr()["over"], torch.is_grad_enabled()))

    always = Playground(draw, w=[1, 2])
    set_up("\n".join(AT_ONCE), learners)
    under = Playground(draw, w=[1, 2])
    under.w = 2
    always.w = 2
    assert under._image == always._image and under._shown == always._shown
    assert seen[0] != seen[1] and seen[1:] == [(torch.float64, "raise", False)] * 3


def test_a_figure_whose_input_no_cell_could_make_says_so(monkeypatch, notes):
    monkeypatch.delenv("COURSE_STRICT")
    fit, rule = (import_figure(name) for name in ("fit", "rule"))
    assert rule({"MSE": []}) is None
    assert str(notes[-1]) == (
        "✘ Nothing is drawn · rule\n"
        "The cells that make `runs` have not run to their end: mend those first, then run this one."
    )
    assert fit(None, []) is None and "`model` and `history`" in str(notes[-1])
    monkeypatch.setenv("COURSE_STRICT", "1")
    with pytest.raises(IndexError):
        rule({})


def import_figure(name):
    from lessons.lesson5 import figures

    return getattr(figures, name)


def test_a_figure_of_a_model_in_float64_is_drawn(learners, notes):
    set_up(settings.SEEN["float64"].cell, learners)
    model = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Sigmoid())
    import_figure("fit")(model, [0.5, 0.4])
    assert "image/png" in notes[-1]


def test_what_fails_without_an_input_is_ours():
    @course_figure
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()


# Whole lessons

IN_TESTS = settings.together("print options", "random seeds", "recursion", "own names")
OURS = ("figure", "picture(", "Playground(")


@pytest.mark.slow
def test_a_lesson_that_is_set_like_nothing_else(tmp_path):
    """One short lesson in a kernel, against its stored outputs; the grid takes THOROUGH."""
    one = settings.SEEN["NumPy raises"]
    setting = settings.Setting(
        f"{IN_TESTS.cell}\n{one.cell}",
        f"{IN_TESTS.look}, {one.look}",
        files={"matplotlibrc": "axes.facecolor: black\nfont.size: 15\n"},
    )
    shown, first, last = settings.run(course.solved(read(LESSONS[0])), setting, tmp_path)
    assert first == last
    for cell in read(LESSONS[0]).cells:
        outputs = "\n".join(one.get("text/plain", "") for one in shown.get(cell.id, ()))
        if cell.id.startswith("check-"):
            assert outputs.startswith("✔ Right"), outputs
        elif "picture(" in cell.source:
            assert "this kernel has set `axes.facecolor` to black" in outputs
        elif cell.id in ("hunt-figure", "pairs-figure"):
            assert outputs == cell.outputs[0].data["text/plain"]
            assert alike(shown[cell.id][0]["image/png"], cell.outputs[0].data["image/png"])


def alike(png, other):
    """Whether two pictures show the same, whatever their bytes say of the software."""
    from base64 import b64decode

    from tools.notebooks import strip_png

    return strip_png(b64decode(png)) == strip_png(b64decode(other))


@pytest.fixture(scope="module")
def unset(tmp_path_factory):
    """What the cells of a solved lesson show where nothing is set."""
    found = {}

    def shown(path):
        if path not in found:
            folder = tmp_path_factory.mktemp(path.stem)
            found[path] = settings.run(course.solved(read(path)), settings.Setting(), folder)[0]
        return found[path]

    return shown


@pytest.mark.slow
@pytest.mark.skipif(not THOROUGH, reason="an hour: THOROUGH=1 runs it")
@pytest.mark.parametrize("name", settings.GRID)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_solved_lesson_is_as_always_under_each_setting(path, name, unset, tmp_path):
    always, setting = unset(path), settings.GRID[name]
    shown, first, last = settings.run(course.solved(read(path)), setting, tmp_path)
    assert first == last, "the learner's own setting has changed"
    for cell in check_cells(read(path)):
        words = "\n".join(one.get("text/plain", "") for one in shown[cell.id])
        assert words.startswith("✔ Right"), f"{cell.id}: {words}"
    for cell in read(path).cells:
        if cell.cell_type == "code":
            settings.compare(cell, shown[cell.id], always[cell.id], setting)
