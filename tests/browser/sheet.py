"""A page without a kernel, as tools/export.py makes it: what figures do by themselves shows on it
as it does in JupyterLab, at a tenth of the price."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from ipywidgets import Widget
from nbformat import NotebookNode
from playwright.sync_api import Browser, expect

from tools import export
from tools.notebooks import WIDGET_STATE, WIDGET_VIEW

from .axe import violations
from .lab import ROOT
from .page import Figure, Keyboard, too_wide

NARROW = 356  # CSS pixels: as much room as JupyterLab leaves an output in a window of 700
# Draw one figure anew, by the page's own script, as for someone who has never been here.
AFRESH = """async (index) => {
  localStorage.clear();
  const old = document.querySelectorAll("[data-live]")[index];
  const place = old.cloneNode(false);
  place.append(old.querySelector("script").cloneNode(true));
  place.classList.add("afresh");
  old.replaceWith(place);
  const drawing = [...document.querySelectorAll("script[type=module]")].at(-1).textContent;
  const only = drawing.replace('"[data-live]"', '".afresh"');
  await import(URL.createObjectURL(new Blob([only], { type: "text/javascript" })));
  place.classList.remove("afresh");
}"""

# Give the page a clock that stands still until it is told how many ms pass up to the next frame.
# Timers are still the browser's.
CLOCK = """() => {
  const [request, cancel] = [requestAnimationFrame, cancelAnimationFrame];
  const asked = new Map();
  let [now, id] = [0, 0];
  performance.now = () => now;
  window.requestAnimationFrame = (act) => { asked.set(++id, act); return id; };
  window.cancelAnimationFrame = (id) => asked.delete(id);
  window.clock = {
    asked,
    frame(ms) {
      now += ms;
      for (const id of [...asked.keys()]) {
        const act = asked.get(id);
        asked.delete(id);
        act?.(now);
      }
    },
    end() {
      delete performance.now;
      [window.requestAnimationFrame, window.cancelAnimationFrame] = [request, cancel];
      asked.forEach((act) => request(act));
    },
  };
}"""

# Show a figure once more, with a model that counts how often it saves; do something in it, by an
# event of one element, and leave at once: how often it has saved before that, and after.
LEAVE = """async ([script, element, event]) => {
  const { default: widget } = await import(URL.createObjectURL(
    new Blob([document.getElementById(script).textContent], { type: "text/javascript" })));
  const place = document.querySelector(`[data-live="${script}"] script`);
  const state = JSON.parse(place.textContent);
  let saved = 0;
  const model = {
    get: (name) => state[name], set(name, value) { state[name] = value; }, on() {}, off() {},
    save_changes() { saved++; },
  };
  const el = document.body.appendChild(document.createElement("div"));
  const end = widget.render({ model, el });
  el.querySelector(element).dispatchEvent(new Event(event));
  const before = saved;
  end();
  el.remove();
  return [before, saved];
}"""


def exported(notebook: Path, html: Path) -> Path:
    """Execute a notebook and make a page of it, as the command line does: in this process runs
    the event loop of a browser."""
    command = [sys.executable, ROOT / "tools" / "export.py", notebook, html]
    subprocess.run(command, check=True)
    return html


def put_together(
    cells: list[NotebookNode], figures: Iterable[Widget], html: Path, close: bool = True
) -> None:
    """Make a page of live figures, which are closed then or go onto another page as well, and of
    these cells after them."""
    figures = list(figures)
    views = [{WIDGET_VIEW: {"model_id": live.model_id}} for live in figures]
    outputs = [nbformat.v4.new_output("display_data", view) for view in views]
    shown = [nbformat.v4.new_code_cell(outputs=[output]) for output in outputs]
    notebook = nbformat.v4.new_notebook(cells=[*shown, *cells])
    notebook.metadata["widgets"] = {WIDGET_STATE: Widget.get_manager_state(widgets=figures)}
    html.write_text(export.page(notebook), encoding="utf-8")
    for live in figures if close else ():
        live.close()


class Sheet(Keyboard):
    """Such a page in a window of its own, cut off from the network.

    html: its file; names: of its live figures, in order; window: Playwright's options for it.
    """

    def __init__(self, browser: Browser, html: Path, names: Iterable[str], **window):
        self.names = list(names)
        size = {"width": 1300, "height": 1000}
        self.context = browser.new_context(**{"viewport": size, "offline": True} | window)
        self.page = self.context.new_page()
        self.heard: list[str] = []  # what the console says, and requests
        self.page.on("console", lambda message: self.heard.append(message.text))
        # Some the console keeps to itself: that a layout had to be done twice, for one.
        self.page.add_init_script("addEventListener('error', (e) => console.error(e.message))")
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("request", lambda request: self.heard.append(request.url))
        self.page.on("websocket", lambda socket: self.heard.append(socket.url))
        self.page.goto(html.as_uri())
        self.ready()

    def ready(self) -> None:
        """Wait until every figure is there."""
        expect(self.page.locator(".live-controls")).to_have_count(len(self.names))

    def close(self) -> None:
        self.context.close()

    def complaints(self) -> list[str]:
        """What the console says, and what was asked of others: there must be none of either."""
        own = ("data:", "blob:", self.page.url)
        return [heard for heard in self.heard if not heard.startswith(own)]

    def figure(self, name: str) -> Figure:
        """A figure by its name, as it is now."""
        return Figure(self.page.locator(".live").nth(self.names.index(name)))

    def show(self, name: str, *, answered: bool = True) -> Figure:
        """A figure by its name, drawn anew, and its question answered."""
        self.page.evaluate(AFRESH, self.names.index(name))
        figure = self.figure(name)
        if answered and figure.question.count():
            figure.button("Show me").click()
        figure.root.scroll_into_view_if_needed()
        # What lies under the mouse by chance would show what it is dragged by.
        self.page.mouse.move(0, 0)
        return figure

    def answer(self) -> None:
        """Answer every question that is open, at once."""
        buttons = self.page.get_by_role("button", name="Show me", exact=True)
        buttons.evaluate_all("all => all.forEach((button) => button.click())")

    @contextmanager
    def clock(self) -> Iterator[Callable[..., None]]:
        """What moves sees no other time than that which a test lets pass, however busy the machine
        is: a function of the ms up to each of the next frames."""
        self.page.evaluate(CLOCK)
        try:
            yield lambda *steps: self.page.evaluate("(steps) => steps.forEach(clock.frame)", steps)
        finally:
            self.page.evaluate("clock.end()")

    def afresh(self, theme: str = "light") -> None:
        """Begin again in the "light" or "dark" theme: nothing has been answered or moved."""
        self.page.emulate_media(color_scheme=theme)
        self.page.evaluate("localStorage.clear()")
        self.reload()

    def set_theme(self, theme: str) -> None:
        """Change to the "light" or "dark" theme, as a reader does who has the page open."""
        self.page.emulate_media(color_scheme=theme)
        light = str(theme == "light").lower()
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", light)

    def reload(self) -> None:
        """Load the page again: what has been answered is remembered."""
        self.page.reload()
        self.ready()

    def set_width(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 1000})
        # What follows the width does so within a frame.
        frame = "requestAnimationFrame"
        self.page.evaluate(f"new Promise((done) => {frame}(() => {frame}(done)))")

    def too_wide(self) -> list[str]:
        return too_wide(self.page)

    def violations(self) -> list[str]:
        return violations(self.page)
