"""Sliders on the learner's own function, with a second thread for callbacks and without one."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.thorough import THOROUGH, thinned

from .cells import AT
from .page import THEMES, Figure, Notebook, differ

pytestmark = pytest.mark.usefixtures("quiet")

SEEN = 50  # pixels that must differ for a change to be seen


# The picture is there.  One that takes its place meanwhile ends the decoding of the one before.
IN_PLACE = """async (image) => {
  await new Promise(requestAnimationFrame);
  for (let seen = null; seen !== image.src;) {
    seen = image.src;
    const ended = await image.decode().then(() => null, (error) => error);
    if (ended && seen === image.src) throw ended;
  }
}"""


class Shown(Figure):
    """The parts of a playground: as those of a figure, but the picture is an image."""

    def __init__(self, root: Locator):
        super().__init__(root)
        self.picture = root.locator(".live-image")
        self.trouble = root.get_by_role("alert")
        self.printed = root.locator(".live-printed")

    def drawn(self, words: str, after: str = "") -> None:
        """Wait until the caption says this and its picture is in place.  after: the source of the
        picture before, if there is one."""
        expect(self.caption).to_contain_text(words)
        # The words come with the picture, which is decoded before it is shown.
        expect(self.picture).not_to_have_attribute("src", after)
        expect(self.picture).to_have_attribute("src", re.compile("^blob:"))
        self.picture.evaluate(IN_PLACE)


@pytest.fixture
def notebook(opened, request):
    """As JupyterLab's setting commsOverSubshells says: callbacks wait for cells, or run beside."""
    opened.read("void (kernel.commsOverSubshells = argument)", request.param)
    opened.beside = request.param != "disabled"
    return opened


WAYS = ["disabled", "perCommTarget"]  # as the course sets it, and as JupyterLab comes
in_one_way = pytest.mark.parametrize("notebook", thinned(WAYS, ["disabled"]), indirect=True)
in_both_ways = pytest.mark.parametrize("notebook", WAYS, indirect=True)


def show(notebook: Notebook, name: str, anew: bool = THOROUGH) -> Shown:
    """A playground: one that is there already, perhaps elsewhere than where it starts, or anew."""
    shown = notebook.outputs(AT[name]).locator(".live")
    if anew or not shown.count():
        notebook.run(AT[name])
        shown.wait_for()
    notebook.still()
    return Shown(shown)


@in_one_way
def test_keys_move_it(notebook):
    wave = show(notebook, "wave", anew=True)
    wave.drawn("rises and falls 1 times")
    looks, before = wave.look(), wave.picture.get_attribute("src")
    wave.sliders.first.focus()
    notebook.press("ArrowRight")
    wave.drawn("rises and falls 2 times", after=before)
    expect(wave.printed).to_have_text("2 turns a second")
    expect(wave.picture).to_have_attribute("alt", "Picture for frequency 2, phase 0.")
    assert differ(looks, wave.look()) > SEEN
    expect(wave.sliders.first).to_be_focused()


@in_one_way
def test_a_drag_moves_it(notebook):
    wave = show(notebook, "wave")
    wave.drawn("rises and falls")
    mouse = notebook.page.mouse
    mouse.move(*wave.thumb(0))
    mouse.down()
    for place in (4, 7):
        mouse.move(*wave.thumb(place), steps=5)
        expect(wave.sliders.first).to_have_value(str(place))
        wave.drawn(f"rises and falls {place + 1} times")
    mouse.up()


@in_one_way
def test_an_error_is_shown_in_place_with_the_learners_line(notebook):
    shown = show(notebook, "raising", anew=True)
    expect(shown.trouble).to_be_hidden()
    shown.sliders.first.focus()
    notebook.press("End")
    expect(shown.trouble).to_contain_text("IndexError: list index out of range")
    expect(shown.trouble).to_contain_text("axes.plot([0, table[k]])")
    notebook.press("Home")
    expect(shown.trouble).to_be_hidden()
    shown.drawn("Drawn for k 0.")


@in_one_way
def test_a_function_not_written_yet_is_no_error(notebook):
    shown = show(notebook, "unwritten")
    expect(shown.trouble).to_contain_text("Not written yet: `train`.")
    shown.sliders.first.focus()
    notebook.press("End")
    expect(shown.caption).to_contain_text("k 2")


@in_both_ways
def test_a_slow_function_says_so_and_skips_to_the_newest_value(notebook, lab):
    shown = show(notebook, "slow", anew=True)
    shown.drawn("Drawn for k 0.")
    go = lab.folder / "go"
    go.unlink()
    try:
        shown.sliders.first.focus()
        notebook.press(*["ArrowRight"] * 20)
        expect(shown.sliders.first).to_have_value("20")
        expect(shown.caption).to_have_text("Computing …")
    finally:
        go.touch()
    shown.drawn("Drawn for k 20.")
    expect(shown.trouble).to_be_hidden()
    calls = eval(notebook.run(AT["scratch"], "calls").inner_text().partition(":")[2])
    assert [k for k, _ in calls][0] == 0 and calls[-1][0] == 20
    assert len(calls) <= 5, f"it did not skip: {calls}"
    assert calls[-1][1] is not notebook.beside, "the callback ran in the wrong thread"


@in_one_way
def test_no_state_of_it_is_too_wide_or_hard_to_read(notebook):
    show(notebook, "wave").drawn("rises and falls")
    show(notebook, "unwritten")
    raising = show(notebook, "raising")
    raising.sliders.first.focus()
    notebook.press("End")
    expect(raising.trouble).to_contain_text("IndexError")
    try:
        for theme in thinned(THEMES, ["dark"]):
            notebook.set_theme(theme)
            notebook.show_all(700)
            assert notebook.too_wide() == []
            assert notebook.violations() == []
    finally:
        notebook.set_theme("light")
        notebook.set_size()
