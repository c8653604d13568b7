"""How soon a slider answers: `interact` with inline Matplotlib, Playground and LiveFigure.

The same content in one run, real keys and real drags in a real browser: with nothing in the way,
with 200 ms added to every kernel message, with the kernel busy in a long cell, and on an exported
page without kernel or network.  Then the figure of each lesson that holds most, on such a page,
dragged in its picture too, as fast as the machine is and with the processor throttled four times,
beside a bare page: one slider that moves one line, the least a browser can be asked for.
`python -m benchmarks.latency` prints a table.

Each key or move is followed until the picture has changed.  It changed *in the first frame* when
the new picture is in place at the end of the first animation frame after the event; the latency
is from the event's own time to just after the frame that shows the change; the work is what
listeners did meanwhile, handling and drawing, from the page's first to its last.  Inputs come
singly, some seven a second, and meet a page at rest; in a drag without a pause an input waits for
the next frame as well, up to 16.7 ms.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from pathlib import Path

import nbformat
import numpy as np
from matplotlib.image import imread
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from lessons.catalogue import builders
from livefigure import LiveFigure
from tests.browser.conftest import find_browser
from tests.browser.lab import Lab, serve
from tests.browser.page import LISTEN, App, Notebook, differ
from tests.browser.sheet import put_together

from . import ROOT, ways

SCRIPT = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
INTERACT, PLAYGROUND, LIVE = "interact + inline", "Playground", "LiveFigure"
WAYS = {INTERACT: "interact_inline()", PLAYGROUND: "playground()", LIVE: "live_figure()"}
QUIET, SLOW, BUSY = "quiet", "200 ms a message", "kernel busy"
OFFLINE = "exported, no network"
THROTTLED = "four times slower"
# ms, p95: one frame; with a slow processor also the handler's work, and in JupyterLab what it does
# with each event.  An event may come just after a frame has begun, and be answered in the next at
# best: so a figure is also held against what a bare page takes in the same run.
FRAME = {OFFLINE: 16.7, THROTTLED: 30}
IN_LAB_TOO = 4
BEYOND = {OFFLINE: 5, THROTTLED: 15}
IN_LAB = "the heaviest figure, in JupyterLab"
BARE = "bare page"
BARE_PAGE = """<!doctype html><div class=live><div class=live-picture></div>
<input type=range max=40 value=0></div><script>
const picture = document.querySelector(".live-picture").attachShadow({ mode: "open" });
picture.innerHTML = "<svg viewBox='0 0 400 300'><g class=moving><path stroke=black /></g></svg>";
document.querySelector("input").addEventListener("input", (event) =>
  picture.querySelector("path").setAttribute("d", `M${10 * event.target.value} 0V300`));
</script>"""
LONG_CELL = """from pathlib import Path
from time import monotonic
end = monotonic() + 60
while not Path("release").exists() and monotonic() < end:
    sum(range(100_000))"""
CELLS = ["from benchmarks.ways import *", *WAYS.values(), LONG_CELL, "heaviest()"]
INPUTS = 30  # keys, and as many moves of a drag
HOPELESS = 3  # keys and moves where each waits in vain: the kernel is busy and has to draw
LAST = (40, 39)  # positions of the two sliders
FRAMES = 100  # ms, more than the slowest live figure takes
LOOKS = 3  # of the keys are checked against pixels
DELAY = 200  # ms
PAUSES = np.random.default_rng(0)
REST = 250  # ms without a change before the kernel hears of it


@dataclass(frozen=True)
class Measured:
    """One way under one condition, with one kind of input.

    first: share of the inputs answered in the first frame, 0 to 1; work, median and p95 in ms (nan
    where nothing was answered); unanswered: inputs without an answer within 3 s; during, after:
    widget messages during and after a drag; rest: ms from its last change to the message after it.
    """

    way: str
    condition: str
    inputs: str
    count: int
    first: float
    work: float
    median: float
    p95: float
    unanswered: int
    during: int | None = None
    after: int | None = None
    rest: float | None = None


def run() -> list[dict]:
    """Rows for everything that is claimed, and the latencies it is compared with."""
    return rows(measure())


def measure() -> list[Measured]:
    """Every way under every condition, with keys and with a drag."""
    path = find_browser(whole=True)
    if path is None:
        sys.exit("latency: a Chromium browser is needed (on the PATH, or named by COURSE_BROWSER)")
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path)
        with serve(Path(home)) as lab:
            found = _in_jupyterlab(browser, lab)
        found += _exported(browser, Path(home))
        found += _lessons(browser, Path(home))
        browser.close()
    return found


def _in_jupyterlab(browser: Browser, lab: Lab) -> list[Measured]:
    lab.write("latency.ipynb", CELLS)
    context = browser.new_context()
    context.add_init_script(SCRIPT)
    app = App(context, lab)
    notebook = Notebook(app, "latency.ipynb")
    notebook.run(0)
    conditions = {
        QUIET: nullcontext,
        SLOW: lambda: _slow(notebook.page),
        BUSY: lambda: _busy(notebook, lab.folder / "release"),
    }
    found = []
    for condition, within in conditions.items():
        for cell, way in enumerate(WAYS, start=1):
            root = notebook.run(cell)
            root.get_by_role("slider").nth(1).wait_for()
            notebook.still()
            count = HOPELESS if condition == BUSY and way != LIVE else INPUTS
            with within():
                found += _keys_and_drag(root, way, condition, count)
    root = notebook.run(len(CELLS) - 1)
    if (ask := root.get_by_role("button", name="Show me", exact=True)).count():
        ask.click()
    notebook.still()
    with throttled(notebook.page):
        inputs = moved(root, *_where_to_move(ways.heaviest()))
    found += _measured(IN_LAB, THROTTLED, inputs)
    assert notebook.errors == [], notebook.errors
    notebook.close()
    app.close()
    return found


def _exported(browser: Browser, home: Path) -> list[Measured]:
    """The same figure on a page made by tools/export.py, cut off from everything."""
    notebook, html = home / "live.ipynb", home / "live.html"
    cells = [nbformat.v4.new_code_cell(source) for source in (CELLS[0], WAYS[LIVE])]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    subprocess.run(
        [sys.executable, ROOT / "tools" / "export.py", notebook, html],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
    )
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.add_init_script(SCRIPT + LISTEN)
    page.context.set_offline(True)
    page.goto(html.as_uri())
    page.get_by_role("slider").nth(1).wait_for()
    found = _keys_and_drag(page.locator("body"), LIVE, OFFLINE, INPUTS)
    page.close()
    return found


def _lessons(browser: Browser, home: Path) -> list[Measured]:
    """A bare page, and of each lesson the figure that sends the most arrays, exported."""
    html = home / "bare.html"
    html.write_text(BARE_PAGE, encoding="utf-8")
    found = _as_fast_and_slower(browser, html, BARE, 0, 40, False)
    for lesson, own in groupby(builders(), key=lambda build: build.__module__.split(".")[1]):
        live = ways.heaviest(own)
        html = home / f"{lesson}.html"
        put_together([], [live], html)
        name = f"{lesson}, {live.name}"
        found += _as_fast_and_slower(browser, html, name, *_where_to_move(live))
    return found


def _where_to_move(live: LiveFigure) -> tuple[int, int, bool]:
    """Which slider of a figure is moved, its last position, and whether something in the picture
    can be dragged for it: what its first marker that can be dragged moves, or the longest."""
    spots = [a for a in live._spec["artists"] if a["drag"] and a["kind"] == "marker"]
    sizes = [len(c.values) if c.kind == "slider" else 0 for c in live._controls.values()]
    control = sizes.index(max(sizes))
    if spots:
        control = min(spots, key=lambda artist: artist["axes"])["drag"][0]
    return sum(size > 0 for size in sizes[:control]), sizes[control] - 1, bool(spots)


def _as_fast_and_slower(
    browser: Browser, html: Path, name: str, which: int, last: int, dragged: bool
) -> list[Measured]:
    """The one figure on a page, as fast as the machine is and throttled."""
    page = browser.new_page(viewport={"width": 1300, "height": 1000})
    page.add_init_script(SCRIPT + LISTEN)
    page.goto(html.as_uri())
    root = page.locator(".live")
    page.get_by_role("slider").first.wait_for()
    if (ask := root.get_by_role("button", name="Show me", exact=True)).count():
        ask.click()
    found = _measured(name, OFFLINE, moved(root, which, last, dragged))
    with throttled(page):
        found += _measured(name, THROTTLED, moved(root, which, last, dragged))
    page.close()
    return found


def _measured(name: str, condition: str, moved: dict[str, list[dict]]) -> list[Measured]:
    return [
        Measured(name, condition, inputs, len(answers), **summary(answers))
        for inputs, answers in moved.items()
    ]


@contextmanager
def throttled(page: Page) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    yield
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})


def moved(root: Locator, which: int, last: int, dragged: bool) -> dict[str, list[dict]]:
    """Keys, a drag of a slider, and, where something in the picture moves it, a drag of that.

    which: the slider, which is moved from 0 to `last`; dragged: by what stands in the picture, too.
    """
    page, slider = root.page, root.get_by_role("slider").nth(which)

    def heard(to: Callable[[int, int], None]) -> list[int]:
        """The places that change the picture on the way from the first to the last; and back."""
        looks = [root.evaluate("root => latency.signature(root)")]
        for place in range(1, last + 1):
            to(place - 1, place)
            looks.append(root.evaluate("root => latency.signature(root)"))
        back(to)
        return [i for i in range(1, last + 1) if looks[i] != looks[i - 1]]

    def back(to: Callable[[int, int], None]) -> None:
        for place in range(last, 0, -1):
            to(place, place - 1)

    def answers(event: str, to: Callable[[int, int], None], places: list[int]) -> list[dict]:
        """To each step to one of these places; again and again until there are enough: of ten
        answers no 95th percentile can be told."""
        found = []
        while len(found) < INPUTS:
            for place in range(1, last + 1):
                if place in places and len(found) < INPUTS:
                    found.append(_answer(root, event, lambda i=place: to(i - 1, i)))
                else:
                    to(place - 1, place)
            back(to)
        return found

    def press(start: int, end: int) -> None:
        page.keyboard.press("ArrowRight" if end > start else "ArrowLeft")

    def drag(way: list, places: list[int] | None) -> list[dict]:
        to = _hand(page)

        def move(_: int, place: int) -> None:
            to(*way[place])

        page.keyboard.press("Home")
        page.mouse.move(*way[0])
        page.mouse.down()
        if places is None:  # what is dragged may leave its panel on the way
            places = heard(move)
            assert len(places) > 0.5 * len(changes), f"of {changes} only {places} are heard"
        found = answers("pointermove", move, places)
        page.mouse.up()
        return found

    slider.focus()
    page.keyboard.press("Home")
    changes = heard(press)
    assert changes, "no key changes the picture"
    found = {"keys": answers("keydown", press, changes)}
    thumbs = slider.evaluate("(slider, last) => latency.places(slider, last)", last)
    found["drag"] = drag(thumbs, changes)
    if dragged:
        page.keyboard.press("Home")
        way = []
        for place in range(last + 1):
            way.append(root.evaluate("root => latency.grip(root)"))
            press(place, place + 1)
        found["in it"] = drag(way, None)
    return found


@contextmanager
def _slow(page: Page) -> Iterator[None]:
    page.evaluate("delay => { latency.delay = delay; }", DELAY)
    yield
    page.evaluate("() => { latency.delay = 0; }")
    page.wait_for_timeout(2 * DELAY)


@contextmanager
def _busy(notebook: Notebook, release: Path) -> Iterator[None]:
    cell = CELLS.index(LONG_CELL)
    active = notebook.active()
    before = notebook.start(cell)
    notebook.wait("the kernel is busy", "kernel.status === 'busy'")
    notebook.cell(active)
    yield
    assert notebook.read("kernel.status") == "busy", "the long cell was not long enough"
    release.touch()
    notebook.ran(cell, before + 1)
    release.unlink()


def _keys_and_drag(root: Locator, way: str, condition: str, count: int) -> list[Measured]:
    """Press a key on the first slider, then drag the second, an input for each position."""
    page = root.page
    first, second = root.get_by_role("slider").all()
    first.focus()
    looks = LOOKS if condition == QUIET else 0
    keys = [
        _checked(root, lambda: page.keyboard.press("ArrowRight"))
        if i < looks
        else _answer(root, "keydown", lambda: page.keyboard.press("ArrowRight"))
        for i in range(count)
    ]
    page.wait_for_timeout(2 * REST)  # the kernel hears of the keys

    second.scroll_into_view_if_needed()
    places = second.evaluate("(slider, last) => latency.places(slider, last)", LAST[1])
    page.mouse.move(*places[0])
    page.mouse.down()
    to = _hand(page)
    moves = [
        _answer(root, "pointermove", lambda place=place: to(*place))
        for place in places[1 : count + 1]
    ]
    page.mouse.move(*places[count])  # where the hand is, of which Playwright has not heard
    page.mouse.up()
    page.wait_for_timeout(4 * REST)
    messages, changes, down, up = page.evaluate(
        "[course.messages, course.changes, latency.down, latency.up]"
    )
    during = sum(down < sent < up for sent in messages)
    after = [sent for sent in messages if sent > up]
    rest = after[0] - changes[-1] if after and changes else None
    return [
        Measured(way, condition, "keys", count, **summary(keys)),
        Measured(
            way, condition, "drag", count, **summary(moves),
            during=during, after=len(after), rest=rest,
        ),
    ]  # fmt: skip


def _hand(page: Page) -> Callable[[float, float], object]:
    """Moves the mouse, its button down.  Playwright's own move runs scripts in the page, to see
    whether something is dropped: a millisecond, four with the processor throttled, in the very
    frame that is measured."""
    session = page.context.new_cdp_session(page)
    event = {"type": "mouseMoved", "button": "left", "buttons": 1}
    return lambda x, y: session.send("Input.dispatchMouseEvent", event | {"x": x, "y": y})


def _answer(root: Locator, event: str, act: Callable[[], None]) -> dict:
    """Do it, and wait for the picture to change or for the page to give up."""
    # Frames come at a steady beat; a person's keys do not keep to it.
    root.page.wait_for_timeout(PAUSES.uniform(10, 40))
    root.evaluate("(root, type) => latency.expect(root, type)", event)
    act()
    # Not at once: to ask is work for the page, too, and would come into its frame.
    root.page.wait_for_timeout(FRAMES)
    return root.page.evaluate("latency.answer")


def _checked(root: Locator, act: Callable[[], None]) -> dict:
    """A key's answer, after making sure that what counts as a change changes the pixels."""
    picture = root.locator(".live-picture, img").first
    before = _pixels(picture)
    answer = _answer(root, "keydown", act)
    assert differ(before, _pixels(picture)) > 0, "counted as an answer, and no pixel changed"
    return answer


def _pixels(picture: Locator) -> np.ndarray:
    return imread(BytesIO(picture.screenshot()))[..., :3]


def summary(answers: list[dict]) -> dict:
    times = [a["latency"] for a in answers if a["latency"] is not None]
    median, p95 = np.percentile(times, [50, 95]) if times else (np.nan, np.nan)
    return {
        "first": float(np.mean([a["latency"] is not None and a["frames"] == 1 for a in answers])),
        "work": float(np.percentile([a["work"] for a in answers], 95)),
        "median": float(median),
        "p95": float(p95),
        "unanswered": len(answers) - len(times),
    }


def rows(found: list[Measured]) -> list[dict]:
    """What was measured, with the limits of the live figures."""
    out = []

    def row(what: str, value: float, unit: str, limit: float | None = None, bound="at most"):
        out.append({"what": what, "value": value, "unit": unit, "limit": limit, "bound": bound})

    bare = {(m.condition, m.inputs): m.p95 for m in found if m.way == BARE}
    for m in found:
        live = m.way not in (INTERACT, PLAYGROUND, BARE)
        name = f"{m.way}, {m.condition}, {m.inputs}"
        row(f"{name}: in the first frame", 100 * m.first, "%", 95 if live else None, "at least")
        row(f"{name}: work, p95", m.work, "ms", 4 if live and m.condition != THROTTLED else None)
        row(f"{name}: no answer in 3 s", m.unanswered, f"of {m.count}", 0 if live else None)
        if m.unanswered < m.count:
            row(f"{name}: median", m.median, "ms")
            lesson = live and m.way not in WAYS
            limit = FRAME[m.condition] + IN_LAB_TOO * (m.way == IN_LAB) if lesson else None
            row(f"{name}: p95", m.p95, "ms", limit)
            if lesson and m.way != IN_LAB:
                # What is dragged in the picture comes as the slider's own thumb does.
                least = bare[m.condition, "keys" if m.inputs == "keys" else "drag"]
                row(f"{name}: p95 beyond a bare page", m.p95 - least, "ms", BEYOND[m.condition])
        if m.during is not None and m.condition != OFFLINE:
            row(f"{name}: messages during it", m.during, "", 0 if live else None)
        # A busy kernel acknowledges nothing, and until then no second message leaves.
        if live and m.after is not None and m.condition in (QUIET, SLOW):
            row(f"{name}: messages after it", m.after, "", 1, "exactly")
            row(f"{name}: rest before that", m.rest or 0.0, "ms", REST - 1, "at least")
    for inputs in ("keys", "drag"):
        median = {m.way: m.median for m in found if (m.condition, m.inputs) == (QUIET, inputs)}
        times = median[INTERACT] / median[LIVE]
        row(f"{LIVE}, {QUIET}, {inputs}: faster than interact", times, "times", 10, "at least")
    return out


def table(found: list[Measured]) -> str:
    """All that was measured, for a person to read."""
    form = "{:<18} {:<21} {:<5} {:>4} {:>6} {:>6} {:>7} {:>7} {:>5} {:>8} {:>6}"
    lines = [
        form.format(
            *("way", "condition", "with", "n", "first", "work", "median", "p95", "never"),
            *("during", "after"),
        ),
        form.format(*("", "", "", "", "frame", "p95 ms", "ms", "ms", "", "messages", "")),
    ]
    for m in found:
        times = [f"{t:.1f}" if t == t else "-" for t in (m.work, m.median, m.p95)]
        messages = ["" if n is None else n for n in (m.during, m.after)]
        first = f"{m.first:.0%}"
        lines.append(
            form.format(
                *(m.way, m.condition, m.inputs, m.count, first), *times, m.unanswered, *messages
            )
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(measure()))
