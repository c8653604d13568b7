"""A Chromium browser, a JupyterLab server, and notebooks open in them."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.needs import need

from .lab import Lab, serve
from .page import Notebook

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

expect.set_options(timeout=20_000)  # ms, for a slow machine; a condition that holds does not wait


def find_browser() -> str | None:
    """The browser that COURSE_BROWSER names; without it, one on the PATH or in a usual place."""
    if named := os.environ.get("COURSE_BROWSER"):
        return shutil.which(named)
    places = [os.path.expandvars(place) for place in PLACES]
    found = [*map(shutil.which, NAMES), *(p for p in places if Path(p).is_file())]
    return next(filter(None, found), None)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = find_browser()
    need("a Chromium browser (on the PATH, or named by COURSE_BROWSER)", path)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab over a copy of the notebooks; it needs a browser only to be worth starting."""
    with serve(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def quiet(notebook: Notebook) -> Iterator[None]:
    """Whatever a test does, the browser's console has nothing to complain of.  notebook: the
    fixture of that name in the test's own module."""
    notebook.errors.clear()
    yield
    assert notebook.errors == []


@pytest.fixture(scope="package")
def executed(browser: Browser, lab: Lab) -> Iterator[Callable[[str], Notebook]]:
    """A function from the name of a notebook to the notebook open, run from top to end, and its
    figures answering.  Each is opened once for all the tests that only look at it."""
    opened: dict[str, Notebook] = {}

    def open_once(name: str) -> Notebook:
        if name not in opened:
            notebook = opened[name] = Notebook(browser, lab, name)
            notebook.run_all()
            for figure in notebook.figures():
                if figure.question.count():
                    figure.button("Show me").click()
        return opened[name]

    yield open_once
    for notebook in opened.values():
        notebook.close()
