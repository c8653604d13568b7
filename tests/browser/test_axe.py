"""axe-core finds nothing to object to in what figures and messages show."""

import pytest
from playwright.sync_api import expect

from .axe import violations
from .page import THEMES

WRONG = "<p style='color: #999; background: #fff'>pale</p><img src='data:,'>"


@pytest.mark.parametrize("theme", THEMES)
def test_no_state_of_a_figure_nor_anything_else_of_the_page_has_a_violation(sheet, theme):
    sheet.afresh(theme)
    expect(sheet.figure("switch").sliders).to_be_disabled()  # its question stays unanswered
    sheet.figure("two sliders").root.locator(".live-options button").first.click()
    right = sheet.figure("one weight")
    right.button("It falls, then rises again").click()
    right.sliders.first.fill("20")
    right.button("Measure").click()
    expect(right.status).to_contain_text("Found")
    sheet.figure("boundary").button("Pin this run").click()
    sheet.figure("descent").sliders.first.fill("24")  # where it diverges
    expect(sheet.page.locator("pre .c1").first).to_be_attached()  # code is in it, with its colours
    assert violations(sheet.page, whole=True) == []


def test_the_messages_are_there(sheet):
    text = sheet.page.locator("body")
    for words in ("Right", "Not yet", "Hint", "solved"):
        expect(text).to_contain_text(words)


def test_what_is_wrong_would_be_noticed(sheet):
    output = sheet.page.locator(".jp-OutputArea-output").last
    output.evaluate(f"(element) => {{ element.innerHTML += `{WRONG}`; }}")
    found = "\n".join(sheet.violations())
    assert "color-contrast" in found and "image-alt" in found
