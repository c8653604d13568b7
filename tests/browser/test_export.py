"""A page made by tools/export.py, opened from a file: no kernel, no network."""

import subprocess
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from .lab import ROOT
from .page import Figure, differ

GALLERY = ROOT / "tests" / "gallery" / "gallery.ipynb"
FIGURES = ("descent", "boundary", "switch", "hunt")  # the playground needs its kernel
SEEN = 50  # pixels that must differ for a change to be seen


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory):
    html = tmp_path_factory.mktemp("export") / "gallery.html"
    # In a process of its own, as on the command line: a browser's event loop runs in this one.
    subprocess.run([sys.executable, ROOT / "tools" / "export.py", GALLERY, html], check=True)
    context = browser.new_context(viewport={"width": 1300, "height": 1000}, offline=True)
    page = context.new_page()
    page.heard = []  # what must not come: complaints, and requests that leave the page
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("request", lambda request: page.heard.append(request.url))
    page.on("websocket", lambda socket: page.heard.append(socket.url))
    page.goto(html.as_uri())
    expect(page.locator(".live")).to_have_count(len(FIGURES))
    yield page
    context.close()


@pytest.fixture(autouse=True)
def by_itself(page):
    """Whatever a test does, nothing is asked of anyone and nothing complained of."""
    yield
    own = ("data:", "blob:", page.url)
    assert [heard for heard in page.heard if not heard.startswith(own)] == []


def figure(page: Page, name: str) -> Figure:
    return Figure(page.locator(".live").nth(FIGURES.index(name)))


@pytest.mark.parametrize("name", FIGURES)
def test_keys_move_every_control(page, name):
    shown = figure(page, name)
    if shown.button("Show me").is_visible():
        shown.button("Show me").click()
    for slider in shown.sliders.all():
        said, looked = shown.says(), shown.look()
        slider.focus()
        page.keyboard.press("End")
        expect(slider).to_have_value(slider.get_attribute("max"))
        assert shown.says() != said
        assert differ(looked, shown.look()) > SEEN


def test_a_prediction_opens_the_figure(page):
    page.reload()
    shown = figure(page, "switch")
    expect(shown.sliders).to_be_disabled()
    veiled = shown.look()
    shown.button("At small z").click()
    expect(shown.verdict).to_contain_text("✗ You predicted: At small z. The answer: At large z.")
    expect(shown.sliders).to_be_enabled()
    assert differ(veiled, shown.look()) > SEEN
    shown.labels.filter(has_text="failed").click()
    expect(shown.caption).to_contain_text("the student failed")


def test_measuring_reveals(page):
    shown = figure(page, "hunt")
    shown.sliders.first.fill("3")
    said, looked = shown.says(), shown.look()
    shown.sliders.first.focus()
    page.keyboard.press("Enter")
    expect(shown.status).to_contain_text("Probes used: 1 of 4.")
    expect(shown.caption).to_contain_text("The value here is")
    assert shown.says() != said
    assert differ(looked, shown.look()) > 0


def test_the_playground_is_a_picture(page):
    picture = page.get_by_role("img", name="Picture for frequency 1, phase 0.")
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] > 300


def test_no_address_is_named_that_would_be_loaded(page):
    loading = "[src]:not([src^='data:']):not([src^='blob:']), link[href]:not([href^='data:'])"
    assert page.locator(loading).evaluate_all("all => all.map(e => e.outerHTML)") == []


DRAW_200_TIMES = """async () => {
  const text = document.getElementById("live-script").textContent;
  const script = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const { default: widget } = await import(script);
  const state = JSON.parse(document.querySelector("[data-live] script").textContent);
  const bytes = Uint8Array.from(atob(state._data), (c) => c.charCodeAt(0));
  state._data = new DataView(bytes.buffer);
  let [held, most] = [0, 0];
  const model = {
    get: (name) => state[name], set() {}, save_changes() {},
    on() { held++; }, off() { held--; },
  };
  const add = EventTarget.prototype.addEventListener;
  let global = 0;
  EventTarget.prototype.addEventListener = function (...given) {
    if (this === window || this === document || this === document.body) global++;
    return add.apply(this, given);
  };
  const before = document.querySelectorAll(".live").length;
  for (let i = 0; i < 200; i++) {
    const el = document.body.appendChild(document.createElement("div"));
    const stop = widget.render({ model, el });
    most = Math.max(most, held);
    stop();
    if (el.childElementCount) throw new Error("something stays on the page");
    el.remove();
  }
  EventTarget.prototype.addEventListener = add;
  return { held, most, global, more: document.querySelectorAll(".live").length - before };
}"""


def test_200_views_leave_no_listener_behind(page):
    left = page.evaluate(DRAW_200_TIMES)
    assert left["most"] > 0, "a view listens to its model"
    assert (left["held"], left["global"], left["more"]) == (0, 0, 0)
