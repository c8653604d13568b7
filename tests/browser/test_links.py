"""Links lead where they say, clicked in JupyterLab as `make lab` starts it and Binder shows it.

That each names a file and a heading that exist, tests/notebooks/rules.py sees to.
"""

import json
import re
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, expect

from tests.notebooks import rules
from tests.thorough import THOROUGH, thinned
from tools.notebooks import read

from .lab import NOTEBOOKS, ROOT, notebook_names
from .page import App, Notebook

RENDERED = {".ipynb": "jp-Notebook", ".md": "jp-MarkdownViewer"}
CLOSE = """(async () => {
  await panel.sessionContext?.ready;  // or its kernel would start afterwards
  await panel.sessionContext?.shutdown();
  panel.dispose();
})()"""
SHOWN = "app.shell.currentWidget?.context"
# Neither a heading's link to itself, nor one that leads out of the course.
LINKS = ".jp-RenderedMarkdown a[href]:not(.jp-InternalAnchorLink, [href^='https:'])"
NAMES = thinned(notebook_names(), ["00_start_here.ipynb"])  # it links to lessons and to docs/


def targets(name: str) -> list[str]:
    """Where the links of a notebook's texts lead, in order, without those out of the course."""
    found = [target for _, target in rules.links(read(ROOT / NOTEBOOKS / name))]
    return [target for target in found if not re.match(r"[a-z]+:|#", target)]


def heading(path: str) -> str:
    """The first heading of a file of the course."""
    text = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith(".ipynb"):
        text = "".join(json.loads(text)["cells"][0]["source"])
    return re.search(r"^# (.+)", text, re.M)[1]


def follow(notebook: Notebook, link: Locator, path: str) -> None:
    """Click a link; the file of this path is shown then, rendered.  Go back."""
    here = notebook.read("panel.id")
    link.scroll_into_view_if_needed()
    link.click()
    notebook.wait(f"{path} is open", f"{SHOWN}?.path === argument && {SHOWN}.isReady", path)
    classes = notebook.read("app.shell.currentWidget.content.node.className").split()
    assert RENDERED[Path(path).suffix] in classes
    shown = notebook.page.locator(".jp-MainAreaWidget:not(.lm-mod-hidden) h1").first
    expect(shown).to_contain_text(heading(path))
    notebook.read(CLOSE)
    notebook.wait("the notebook is back", "panel?.id === argument", here)


@pytest.fixture(scope="module", params=NAMES)
def notebook(app: App, request: pytest.FixtureRequest) -> Notebook:
    return app.notebook(request.param)


def test_every_link_of_a_notebook_leads_where_it_says(notebook):
    name = notebook.read("panel.context.path").removeprefix(f"{NOTEBOOKS}/")
    expected = targets(name)
    assert len(expected) >= 2
    cells = {cell["id"]: i for i, cell in enumerate(read(ROOT / NOTEBOOKS / name)["cells"])}
    places = [cells[cell] for cell, _ in rules.links(read(ROOT / NOTEBOOKS / name))]
    kinds = set()
    for place in dict.fromkeys(places):
        links = notebook.cell(place).locator(LINKS)
        for n in range(links.count()):
            file, _, part = expected.pop(0).partition("#")
            kind = Path(file).suffix, bool(part)
            if THOROUGH or kind not in kinds:
                follow(notebook, links.nth(n), normpath(join(NOTEBOOKS, unquote(file))))
            kinds.add(kind)
    assert expected == []


def test_the_map_of_progress_leads_to_the_lessons(app: App):
    notebook = app.notebook("00_start_here.ipynb")
    code = notebook.read("notebook.widgets.findLastIndex(({ model }) => model.type === 'code')")
    links = notebook.run(code, "from lessons import progress\nprogress()").locator("a")
    lessons = notebook_names()[1:]
    expect(links).to_have_count(1 + len(lessons))
    for n, name in thinned([(0, lessons[0]), *enumerate(lessons, start=1)], [(2, lessons[1])]):
        follow(notebook, links.nth(n), f"{NOTEBOOKS}/{name}")
