"""A page made by tools/export.py, opened from a file: no kernel, no network."""

import pytest
from playwright.sync_api import expect

from .conftest import FIGURES
from .page import differ

pytestmark = pytest.mark.usefixtures("by_itself")

SEEN = 50  # pixels that must differ for a change to be seen


@pytest.mark.parametrize("name", FIGURES)
def test_keys_move_every_control(sheet, name):
    shown = sheet.show(name)
    for slider in shown.sliders.all():
        said, looked = shown.says(), shown.look()
        slider.focus()
        sheet.press("End")
        expect(slider).to_have_value(slider.get_attribute("max"))
        assert shown.says() != said
        assert differ(looked, shown.look()) > SEEN


def test_a_prediction_opens_the_figure(sheet):
    sheet.afresh()
    shown = sheet.figure("switch")
    expect(shown.sliders).to_be_disabled()
    veiled = shown.look()
    shown.button("At small z").click()
    expect(shown.verdict).to_contain_text("You said At small z ✗ · ✓ At large z.")
    expect(shown.sliders).to_be_enabled()
    assert differ(veiled, shown.look()) > SEEN
    shown.labels.filter(has_text="failed").click()
    expect(shown.caption).to_contain_text("the student failed")


def test_measuring_reveals(sheet):
    shown = sheet.show("hunt")
    shown.sliders.first.fill("3")
    said, looked = shown.says(), shown.look()
    shown.sliders.first.focus()
    sheet.press("Enter")
    expect(shown.status).to_contain_text("Probes used: 1 of 4.")
    expect(shown.caption).to_contain_text("The value here is")
    assert shown.says() != said
    assert differ(looked, shown.look()) > 0


def test_the_playground_is_a_picture(sheet):
    picture = sheet.page.get_by_role("img", name="Picture for frequency 1, phase 0.")
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] > 300


def test_no_address_is_named_that_would_be_loaded(sheet):
    loading = "[src]:not([src^='data:']):not([src^='blob:']), link[href]:not([href^='data:'])"
    assert sheet.page.locator(loading).evaluate_all("all => all.map(e => e.outerHTML)") == []


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


def test_200_views_leave_no_listener_behind(sheet):
    left = sheet.page.evaluate(DRAW_200_TIMES)
    assert left["most"] > 0, "a view listens to its model"
    assert (left["held"], left["global"], left["more"]) == (0, 0, 0)
