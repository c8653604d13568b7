"""The page that tools/export.py makes, as text; what it does in a browser, tests/browser sees."""

import re

import nbformat
import pytest

from tools import export

MARKDOWN = nbformat.v4.new_markdown_cell
NAMES = {
    "# 2 · Downhill\n\nYou stand on a hillside.": "2 · Downhill",
    "Before it.\n\n## The *best* `w` of [all](a.md) ##\n\n# Later": "The best w of all",
    "No heading at all, #1 of none.": "Notebook",
}


def made(*cells):
    return export.page(nbformat.v4.new_notebook(cells=list(cells)))


@pytest.mark.parametrize("text, name", NAMES.items(), ids=NAMES.values())
def test_a_page_is_named_by_the_first_heading(text, name):
    code = nbformat.v4.new_code_cell("# Not a heading")
    assert re.search("<title>(.*)</title>", made(code, MARKDOWN(text)))[1] == name


LINKS = {
    "02_gradient_descent.ipynb": "02_gradient_descent.html",
    "sub/02.ipynb#walk": "sub/02.html#walk",
    "https://example.org/a.ipynb": "https://example.org/a.ipynb",
    "/a.ipynb": "/a.ipynb",
    "../docs/glossary.md": "../docs/glossary.md",
    "ipynb.md?b=.ipynb": "ipynb.md?b=.ipynb",
}


@pytest.mark.parametrize("there, here", LINKS.items(), ids=LINKS)
def test_a_link_to_a_notebook_leads_to_its_page(there, here):
    html = made(MARKDOWN(f"Read [this]({there}), not `x.ipynb`."))
    assert f'href="{here}"' in html and "x.ipynb" in html


def test_a_link_in_an_output_leads_there_too_and_a_text_stays():
    output = nbformat.v4.new_output("display_data", {"text/html": '<a href="05.ipynb">five</a>'})
    code = nbformat.v4.new_code_cell("open('href=\"05.ipynb\"')", outputs=[output])
    html = made(code)
    assert '<a href="05.html">five</a>' in html and "05.ipynb" in html


def test_pictures_follow_the_theme_where_no_figure_brings_the_rule():
    output = nbformat.v4.new_output("display_data", {"image/png": "iVBORw0KGgo="})
    output["metadata"] = {"needs_background": "light"}
    html = made(nbformat.v4.new_code_cell(outputs=[output]))
    assert re.search(r'<img [^>]*class="[^"]*\bjp-needs-light-background', html)
    assert '[data-jp-theme-light="false"] img.jp-needs-light-background { filter: invert' in html


def test_tab_stops_only_where_something_can_be_done():
    html = made(MARKDOWN("Text."), nbformat.v4.new_code_cell("1"))
    assert "tabindex" not in html[html.index("<body") :]
