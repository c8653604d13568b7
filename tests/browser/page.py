"""JupyterLab in a window, a notebook open in it, and the figures on a page.

A notebook is driven as a person would, and read through JupyterLab's own model.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from uuid import uuid4

import numpy as np
from matplotlib.image import imread
from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from .axe import OURS, violations
from .lab import NOTEBOOKS, Lab

PATIENCE = 60_000  # ms that a slow machine may take for one thing
SIZE = {"width": 1100, "height": 750}  # of the window, in CSS pixels
POLLING = 40  # ms from one look at a condition to the next; at every frame would cost a lot
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# What every expression about the notebook may name.
PREFIX = """(argument) => {
  const app = window.jupyterapp;
  const panel = app?.shell.currentWidget;
  const notebook = panel?.content;
  const kernel = panel?.sessionContext?.session?.kernel;
  const outputs = ({ outputs }) =>
    Array.from({ length: outputs?.length ?? 0 }, (_, i) => outputs.get(i));
  return (%s);
}"""

# Kept from the start, in ms: when a slider changed, and when a widget's new state left for the
# kernel.
LISTEN = """
window.course = { runs: {}, changes: [], messages: [] };
addEventListener("input", () => course.changes.push(performance.now()), true);
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  const text = typeof data === "string" ? data : new TextDecoder().decode(data);
  const update = text.includes('"comm_msg"') && text.includes('"update"');
  if (update) course.messages.push(performance.now());
  return send.call(this, data);
};
"""

# End every open notebook and its kernel, saving nothing.
CLOSE = """Promise.all([...app.shell.widgets("main")].filter((one) => one.sessionContext)
  .map((one) => one.sessionContext.shutdown().then(() => one.dispose())))
  .then(() => null)"""

# JupyterLab's spinners and its cursor make the browser paint all the time, for nothing here.
CALM = """
addEventListener("DOMContentLoaded", () => {
  const style = document.head.appendChild(document.createElement("style"));
  style.textContent = `*, *::before, *::after {
    animation: none !important; transition: none !important; caret-color: transparent !important;
  }`;
});
"""

# How often each cell has run to its end: its execution count, stored beforehand, does not tell.
COUNT_RUNS = """(() => {
  const cells = {};
  panel.sessionContext.session.anyMessage.connect((_, { msg, direction }) => {
    const { header, parent_header: parent, content } = msg;
    if (direction === "send" && header.msg_type === "execute_request")
      cells[header.msg_id] = msg.metadata.cellId;
    const cell = cells[parent.msg_id];
    if (cell && header.msg_type === "status" && content.execution_state === "idle")
      course.runs[cell] = (course.runs[cell] ?? 0) + 1;
  });
})()"""

TOO_WIDE = """(selector) => [...document.querySelectorAll(selector)].flatMap((element) => {
  const scroller = element.closest(".jp-WindowedPanel-outer") ?? document.documentElement;
  const page = scroller.getBoundingClientRect();
  // A listing may be scrolled sideways, as code cells are.
  element.querySelectorAll("pre").forEach((pre) => { pre.style.overflowX = "auto"; });
  const [room, needed] = [element.clientWidth, element.scrollWidth];
  const right = element.getBoundingClientRect().right;
  const what = element.textContent.trim().slice(0, 60) || element.innerHTML.slice(0, 60);
  if (needed > room + 1) return [`${needed} px in ${room} px: ${what}`];
  if (right > page.right + 1) return [`${right - page.right} px beyond the page: ${what}`];
  return [];
})"""

# The height in view, and where the last cell ends: JupyterLab scrolls on beyond it.
ROOM_AND_END = """(scroller) => {
  const last = [...scroller.querySelectorAll(".jp-Cell")].at(-1).getBoundingClientRect();
  const top = scroller.getBoundingClientRect().top - scroller.scrollTop;
  return [scroller.clientHeight, last.bottom - top];
}"""

FOCUSED = """(({ tagName, className, ariaLabel, textContent }) =>
  `${tagName}.${className} ${ariaLabel ?? textContent.slice(0, 30)}`)(document.activeElement)"""

# Of the kernel, and of where keys go.
STATE = f"""kernel && `kernel ${{kernel.status}}, ${{kernel.connectionStatus}}, cell ${{
  notebook.activeCellIndex}} active, ${{notebook.mode}} mode, focus on ${{{FOCUSED}}}`"""

STILL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const scroller = document.querySelector(".jp-WindowedPanel-outer");
  let [height, same] = [0, 0];
  for (let i = 0; i < 60 && same < 3; i++) {
    await frame();
    same = scroller.scrollHeight === height ? same + 1 : 0;
    height = scroller.scrollHeight;
  }
}"""


def too_wide(page: Page) -> list[str]:
    """Outputs and texts on the page that need more width than they have, in words."""
    return page.evaluate(TOO_WIDE, ", ".join(OURS))


class Keyboard:
    """What is done by the keyboard alone."""

    page: Page

    def press(self, *keys: str) -> None:
        """Press these keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_into(self, target: Locator, most: int = 20) -> None:
        """Press Tab until the focus is in the target."""
        seen = []
        for _ in range(most):
            if target.evaluate("(element) => element.contains(document.activeElement)"):
                return
            self.press("Tab")
            seen.append(self.page.evaluate(FOCUSED))
        raise AssertionError(f"Tab does not lead to {target}; it led to {seen}")


class App:
    """JupyterLab in a window of its own.  To load it costs as much computing as to open five
    notebooks in it, so it is loaded once.

    context: a browser's; the windows of one share what they have loaded.
    """

    def __init__(self, context: BrowserContext, lab: Lab):
        self.page = context.new_page()
        self.page.set_viewport_size(SIZE)
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []  # what the browser's console complained of
        self.page.on("pageerror", lambda error: self.errors.append(error.stack or str(error)))
        self.page.on("console", self._hear)
        self.page.add_init_script(LISTEN + CALM)
        # A workspace of its own, so that nothing is restored from another run.
        self.page.goto(f"{lab.url}lab/workspaces/{uuid4().hex}")
        self.opened: Notebook | None = None

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def notebook(self, path: str) -> "Notebook":
        """A notebook, as whoever looked at it last has left it, or opened."""
        if self.opened is None or self.opened.path != path:
            return Notebook(self, path)
        self.opened.set_size()
        self.opened.set_theme("light")
        return self.opened

    def close(self) -> None:
        self.page.close()


class Notebook(Keyboard):
    """A notebook open in JupyterLab, the only one at a time, with a kernel that is ready.

    path: below the folder of the notebooks.  What a test that failed has left open is closed.
    """

    folder = NOTEBOOKS  # below the one that is served

    def __init__(self, app: App, path: str):
        self.page, self.errors, self.path, self.app = app.page, app.errors, path, app
        self.all_ran = False  # by one command
        app.opened = None
        self.wait("JupyterLab is there", "app && document.body.dataset.jpThemeName")
        self.read("app.restored.then(() => null)")
        self.read(CLOSE)
        self.errors.clear()
        self.page.set_viewport_size(SIZE)
        self.read(
            "app.commands.execute('docmanager:open', { path: argument, factory: 'Notebook' })"
            ".then(() => null)",
            f"{self.folder}/{path}",
        )
        self.ready()
        self.read("void (course.runs = {}), " + COUNT_RUNS)
        self.set_theme("light")
        app.opened = self

    def close(self) -> None:
        """End the kernel and close the notebook."""
        self.app.opened = None
        self.read(CLOSE)

    # Reading and waiting -----------------------------------------------------------------------

    def read(self, expression: str, argument: Any = None) -> Any:
        """What a JavaScript expression over app, panel, notebook, kernel and argument says."""
        return self.page.evaluate(PREFIX % expression, argument)

    def wait(self, what: str, expression: str, argument: Any = None) -> None:
        """Wait until an expression as in `read` is true; `what` names it should it stay false."""
        try:
            self.page.wait_for_function(PREFIX % expression, arg=argument, polling=POLLING)
        except TimeoutError:
            seen = self.read(STATE)
            raise AssertionError(
                f"{what}: not within {PATIENCE // 1000} s ({seen}; console: {self.errors})"
            ) from None

    def ready(self) -> None:
        """Wait for the notebook and its kernel: a run requested earlier, or a key pressed, would
        be dropped."""
        self.wait(
            "the notebook and its kernel are ready",
            "kernel?.connectionStatus === 'connected' && kernel.status === 'idle'"
            " && notebook.widgets?.length > 0 && notebook.node.contains(document.activeElement)"
            " && document.body.dataset.jpThemeName"
            " && !document.getElementById('jupyterlab-splash')",
        )

    def runs(self, i: int) -> int:
        """How often cell i has run to its end since the notebook was opened."""
        return self.read("course.runs[notebook.widgets[argument].model.id] ?? 0", i)

    def ran(self, i: int, runs: int) -> None:
        """Wait until cell i has run to its end this often, without an error."""
        self.wait(
            f"cell {i} has run {runs} times",
            "course.runs[notebook.widgets[argument[0]].model.id] >= argument[1]",
            [i, runs],
        )
        self.raised_nothing()

    def raised_nothing(self) -> None:
        """Refuse a notebook in which a cell shows an error."""
        raised = self.read(
            "notebook.widgets.flatMap(({ model }, i) => outputs(model)"
            ".filter((output) => output.type === 'error').map((output) => output.toJSON())"
            ".map(({ ename, evalue }) => `cell ${i}: ${ename}: ${evalue}`))"
        )
        assert not raised, raised

    def told(self) -> None:
        """Wait until the kernel has been told of the last change of a slider."""
        self.wait("the kernel is told", "course.messages.at(-1) > course.changes.at(-1)")

    def active(self) -> int:
        """The index of the active cell."""
        return self.read("notebook.activeCellIndex")

    def mode(self) -> str:
        """ "command" or "edit"."""
        return self.read("notebook.mode")

    def source(self, i: int) -> str:
        """What stands in cell i."""
        return self.read("notebook.widgets[argument].model.sharedModel.getSource()", i)

    def write(self, i: int, source: str) -> None:
        """Have this stand in cell i."""
        model = "notebook.widgets[argument[0]].model.sharedModel"
        self.read(f"{model}.setSource(argument[1])", [i, source])

    # Doing, through JupyterLab's commands --------------------------------------------------------

    def run_all(self) -> None:
        """Run every cell and wait for the last."""
        self.read(
            "void app.commands.execute('notebook:run-all-cells')"
            ".finally(() => { course.ranAll = true; })"
        )
        self.wait("all cells have run", "course.ranAll")
        self.read("void delete course.ranAll")
        self.raised_nothing()
        self.all_ran = True

    def run(self, i: int, source: str | None = None) -> Locator:
        """Run cell i, with this source if given, wait for it, and return what it shows."""
        self.ran(i, self.start(i, source) + 1)
        return self.outputs(i)

    def start(self, i: int, source: str | None = None) -> int:
        """Run cell i without waiting for it; how often it had run before."""
        if source is not None:
            self.write(i, source)
        before = self.runs(i)
        self.read("void (notebook.activeCellIndex = argument)", i)
        self.read("void app.commands.execute('notebook:run-cell')")
        return before

    def set_theme(self, theme: str) -> None:
        """Change to the "light" or "dark" theme and wait until it is there."""
        name = THEMES[theme]
        if self.read("document.body.dataset.jpThemeName") == name:
            return
        self.read("void app.commands.execute('apputils:change-theme', {theme: argument})", name)
        # JupyterLab's splash screen stumbles when the next one comes while it fades away.
        self.wait(
            f"{name} is there",
            "document.body.dataset.jpThemeName === argument"
            " && !document.getElementById('jupyterlab-splash')",
            name,
        )
        self.still()

    @contextmanager
    def without_code(self) -> Iterator[None]:
        """Nothing is to be seen but texts and outputs."""
        self.read("app.commands.execute('notebook:hide-all-cell-code').then(() => null)")
        yield
        self.read("app.commands.execute('notebook:show-all-cell-code').then(() => null)")

    def show_all(self, width: int) -> None:
        """Give the window this width, and such a height that all of the notebook is in view."""
        self.set_size(width, 1000)
        for _ in self.screens():
            pass  # so that all of it has been rendered
        scroller = self.page.locator(".jp-WindowedPanel-outer")
        for _ in range(5):  # what comes into view may grow
            needed = scroller.evaluate("(element) => element.scrollHeight")
            self.set_size(width, needed + 200)
            if len(list(self.screens())) == 1:
                return
        raise AssertionError("it does not stop growing")

    def set_size(self, width: int = SIZE["width"], height: int = SIZE["height"]) -> None:
        """Give the window this size, in CSS pixels, or the usual one."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.still()

    # Looking -------------------------------------------------------------------------------------

    def still(self) -> None:
        """Wait until the page has stopped growing."""
        self.page.evaluate(STILL)

    def cell(self, i: int) -> Locator:
        """Cell i, scrolled into view: out of it, JupyterLab leaves cells unrendered."""
        self.page.evaluate(PREFIX % "notebook.scrollToItem(argument, 'smart')", i)
        found = self.page.locator(f'.jp-Notebook [data-windowed-list-index="{i}"]')
        found.wait_for()
        return found

    def outputs(self, i: int) -> Locator:
        """What cell i shows, scrolled into view."""
        return self.cell(i).locator(".jp-Cell-outputArea")

    def screens(self) -> Iterator[int]:
        """Scroll from the top to the end of the notebook; the number of each screenful."""
        scroller = self.page.locator(".jp-WindowedPanel-outer")
        top, number = 0, 0
        while True:
            scroller.evaluate("(element, top) => { element.scrollTop = top; }", top)
            self.still()
            yield number
            room, end = scroller.evaluate(ROOM_AND_END)
            top, number = top + room, number + 1
            if top >= end:
                return

    def too_wide(self) -> list[str]:
        """Outputs and texts on this screen that need more width than they have, in words."""
        return too_wide(self.page)

    def violations(self) -> list[str]:
        """What axe finds wrong in the outputs and texts on this screen, in words."""
        return violations(self.page)

    def figures(self) -> list["Figure"]:
        """Every live figure of the notebook."""
        return [Figure(root) for root in self.page.locator(".live").all()]


class Figure:
    """The parts of one live figure on the page.  root: its `.live` element."""

    def __init__(self, root: Locator):
        self.root = root
        self.question = root.locator(".live-predict")
        self.verdict = root.locator(".live-verdict")
        self.picture = root.locator(".live-picture")
        self.moving = root.locator(".moving").first  # of the panels
        self.caption = root.locator(".live-caption")
        self.labels = root.locator("label")
        self.sliders = root.get_by_role("slider")
        self.status = root.locator(".live-measuring").get_by_role("status")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def reveal(self) -> bool:
        """Show what the question hides; whether it was hidden, and no earlier answer remembered."""
        hidden = self.question.count() > 0 and self.button("Show me").is_visible()
        if hidden:
            self.button("Show me").click()
        return hidden

    def drag(self, places: list[int]) -> Iterator[int]:
        """Take the thumb at the first place, move to each of the others, let go; stops at each."""
        mouse = self.root.page.mouse
        mouse.move(*self.thumb(places[0]))
        mouse.down()
        for place in places[1:]:
            mouse.move(*self.thumb(place), steps=5)
            yield place
        mouse.up()

    def look(self) -> np.ndarray:
        """The picture as it looks now: red, green, blue from 0 to 1, shape (height, width, 3)."""
        return imread(BytesIO(self.picture.screenshot()))[..., :3]

    def says(self) -> str:
        """The caption now."""
        return self.caption.text_content()

    def thumb(self, index: int, which: int = 0) -> tuple[float, float]:
        """Where on the page the thumb of a slider stands at this index, in CSS pixels."""
        slider = self.sliders.nth(which)
        slider.scroll_into_view_if_needed()
        box, last = slider.bounding_box(), float(slider.get_attribute("max"))
        thumb = 16  # its width: the centre stays half of it inside the ends
        x = box["x"] + thumb / 2 + (box["width"] - thumb) * index / last
        return x, box["y"] + box["height"] / 2


def operate(figure: Figure, window: Keyboard) -> int:
    """Tab into a figure, predict, move each control, and measure where there is something to
    measure; how many predictions that were."""
    window.tab_into(figure.root)
    asked = figure.question.count()
    if asked:
        window.press("Enter")
        expect(figure.verdict).to_contain_text("You said")
    for control in figure.root.locator("input[type=range], [role=radiogroup]").all():
        window.tab_into(control)
        said = figure.says()
        if control.get_attribute("role") == "radiogroup":
            choose_another(control, window)
        else:
            move(control, window)
            if figure.says() == said:  # as it may be one step on: not so at the far end
                window.press(far_end(control))
        expect(figure.caption).not_to_have_text(said)
        if figure.status.count():
            window.press("Enter")
            expect(figure.status).to_contain_text("Probes used: 1")
    return asked


def move(slider: Locator, window: Keyboard) -> None:
    """Two positions on and one back, away from the nearer end."""
    value, last = (int(slider.evaluate(f"(input) => input.{name}")) for name in ("value", "max"))
    there, back, sign = ("Right", "Left", 1) if value + 2 <= last else ("Left", "Right", -1)
    window.press(f"Arrow{there}", f"Arrow{there}", f"Arrow{back}")
    expect(slider).to_have_value(str(value + sign))


def far_end(slider: Locator) -> str:
    """The key to the end of a slider that is farther away."""
    value, last = (int(slider.evaluate(f"(input) => input.{name}")) for name in ("value", "max"))
    return "End" if value < last / 2 else "Home"


def choose_another(group: Locator, window: Keyboard) -> None:
    """The next option, or the first after the last."""
    chosen = group.locator("input:checked").get_attribute("id")
    window.press("ArrowDown")
    expect(group.locator("input:checked")).not_to_have_id(chosen)


def differ(before: np.ndarray, after: np.ndarray) -> int:
    """How many pixels of two looks differ to the eye; the last rounding of a colour does not."""
    if before.shape != after.shape:
        return max(before.size, after.size)
    return int((np.abs(before - after) > 0.15).any(axis=-1).sum())
