"""A browser, a JupyterLab server and a window on it, and pages that need neither kernel
nor server."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.needs import need
from tools.notebooks import read

from . import ENGINES, IN_JUPYTERLAB
from .cells import AT, CELLS
from .lab import ROOT, Lab, serve
from .page import App, Notebook
from .sheet import Sheet, exported

WINDOWLESS = "chromium-headless-shell"  # Debian's: the same engine, which tests a fifth faster
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
)

# No page stays open long enough for what the engine would compile of it a second time, thoroughly.
LAUNCH = ["--disable-gpu", "--js-flags=--no-opt"]

GALLERY = ROOT / "tests" / "gallery"
FIGURES = ("descent", "boundary", "switch", "hunt", "grab")  # the playground needs its kernel
# What else the page shows: figures of the lessons with all that the gallery leaves out …
MORE_FIGURES = {
    "one weight": "from lessons.lesson1 import figures\nfigures.one_weight()",
    "two sliders": "figures.weight_and_bias()",
    "bare": "from lessons.lesson0.figures import hello\nhello()",
}
# … and what a learner is told: answers of every kind, hints.
MESSAGES = [
    "# What a comment, a number, an operator and a text look like.\n1 if 0.5 in [2] else 'one';",
    "from lessons import check, hint, progress",
    'check("1.2", lambda w, x, y: sum((w * x - y) ** 2));',
    'check("1.2", lambda w, x, y: sum((w * x - y) ** 2) / len(x));',
    'for _ in range(9):\n    hint("1.2")',
    "progress()",
    f"'{'a long line of code ' * 9}';",
]

expect.set_options(timeout=20_000)  # ms, for a slow machine; a condition that holds does not wait


def find_browser(whole: bool = False) -> str | None:
    """The browser that COURSE_BROWSER names; without it, one on the PATH or in a usual place.

    whole: one that has windows, as who is waiting for a figure has, where there is one."""
    if named := os.environ.get("COURSE_BROWSER"):
        return shutil.which(named)
    places = [os.path.expandvars(place) for place in PLACES]
    names = (*NAMES, WINDOWLESS) if whole else (WINDOWLESS, *NAMES)
    found = [*map(shutil.which, names), *(p for p in places if Path(p).is_file())]
    return next(filter(None, found), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    engine = os.environ.get("COURSE_ENGINE", ENGINES[0])
    if engine not in ENGINES:
        raise pytest.UsageError(f"COURSE_ENGINE is {engine!r}, not one of {ENGINES}")
    options = {}
    if engine == "chromium":
        path = find_browser()
        need("a Chromium browser (on the PATH, or named by COURSE_BROWSER)", path)
        options = {"executable_path": path, "args": LAUNCH}
    with sync_playwright() as playwright:
        browser = getattr(playwright, engine).launch(**options)
        yield browser
        browser.close()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The list of modules that need JupyterLab says what is so, and in which order they run."""
    ours = [item for item in items if item.path.parent == Path(__file__).parent]
    found = {item.path.stem for item in ours if "lab" in item.fixturenames}
    if strays := found - set(IN_JUPYTERLAB):
        raise pytest.UsageError(f"{sorted(strays)} need JupyterLab: add them to IN_JUPYTERLAB")
    places = [i for i, item in enumerate(items) if item in ours and item.path.stem in IN_JUPYTERLAB]
    there = sorted((items[i] for i in places), key=lambda item: IN_JUPYTERLAB.index(item.path.stem))
    for i, item in zip(places, there, strict=True):
        items[i] = item


# In JupyterLab


@pytest.fixture(scope="package")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab over a copy of the course; it needs a browser only to be worth starting."""
    with serve(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="package")
def app(browser: Browser, lab: Lab) -> Iterator[App]:
    """JupyterLab in a window, in which every test opens its notebook."""
    with browser.new_context() as context:
        yield App(context, lab)


@pytest.fixture(scope="package")
def cells(lab: Lab) -> str:
    """The notebook of cells.CELLS, and what they need beside it."""
    shutil.copy(GALLERY / "gallery.py", lab.folder)
    (lab.folder / "go").touch()
    lab.write("figures.ipynb", CELLS.values())
    return "figures.ipynb"


@pytest.fixture(scope="module")
def opened(app: App, cells: str) -> Notebook:
    """That notebook, as the module before has left it."""
    notebook = app.notebook(cells)
    if not notebook.runs(AT["imports"]):
        notebook.run(AT["imports"])
    return notebook


@pytest.fixture
def quiet(notebook: Notebook) -> Iterator[None]:
    """Whatever a test does, the browser's console has nothing to complain of.  notebook: the
    fixture of that name in the test's own module."""
    notebook.errors.clear()
    yield
    assert notebook.errors == []


# Without it


@pytest.fixture(scope="package")
def page_of_figures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of the gallery, of a few more figures, and of what a learner is told."""
    home = tmp_path_factory.mktemp("export")
    notebook = read(GALLERY / "gallery.ipynb")
    prose = "Prose, and *more* of it, and [a link](other.ipynb). "
    notebook.cells.append(nbformat.v4.new_markdown_cell(prose * 20))
    for source in (*MORE_FIGURES.values(), *MESSAGES):
        notebook.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, home / "gallery.ipynb")
    shutil.copy(GALLERY / "gallery.py", home)
    return exported(home / "gallery.ipynb", home / "gallery.html")


@pytest.fixture(scope="module")
def sheet(browser: Browser, page_of_figures: Path) -> Iterator[Sheet]:
    """The page of figures in a window, one for each module."""
    sheet = Sheet(browser, page_of_figures, [*FIGURES, *MORE_FIGURES])
    yield sheet
    sheet.close()


@pytest.fixture
def by_itself(sheet: Sheet) -> Iterator[None]:
    """Whatever a test does, nothing is asked of anyone and nothing complained of."""
    yield
    assert sheet.complaints() == []
