"""`python -m classroom review`: formgrader opens, takes marks by hand, and runs nothing."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.needs import need_classroom

from .lab import START

need_classroom()

from classroom.__main__ import main  # noqa: E402, nbgrader may be missing
from classroom.folder import Folder  # noqa: E402
from lessons import course  # noqa: E402

HOSTILE = (
    "<script>window.ran = 1</script><img src='http://elsewhere.invalid/a.png' onerror='ran = 2'>"
    "<iframe src='http://elsewhere.invalid/'></iframe>\n\n"
    "![picture](http://elsewhere.invalid/b.png)\n\n**With fewer students** the rate is smaller."
)
ROSTER = (
    "id,first_name,last_name\n"
    "s01,Student,<script>window.ran = 3</script>\n"
    's02,Student,"Two, ""B"""\n'
)


class Review(NamedTuple):
    """A graded class, the page that shows what waits for marks, and where it asked."""

    folder: Path
    page: Page
    asked: list[str]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class in which 6.6 waits for marks."""
    home = tmp_path_factory.mktemp("class")
    folder, handed_in = home / "class", home / "handed-in"
    handed_in.mkdir()
    (home / "roster.csv").write_text(ROSTER, encoding="utf-8")
    assert main(["new", str(folder), "--roster", str(home / "roster.csv")]) == 0
    assert main(["release", str(folder), "06", "--exercises", "6.3,6.6"]) == 0
    klass = Folder(folder)
    released = nbformat.read(klass.released(klass.assignment("06")), as_version=4)
    for id in ("s01", "s02"):
        notebook = course.solved(released)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "6-6-experiment":
                cell.source = HOSTILE
        nbformat.write(notebook, handed_in / f"{id}.ipynb")
    assert main(["collect", str(folder), str(handed_in)]) == 0
    assert main(["grade", str(folder), "06"]) == 1  # two answers in words
    return folder


@contextmanager
def serve(folder: Path, home: Path) -> Iterator[str]:
    """Run the command; its page's address, with the token."""
    own = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
    }
    (home / "config").mkdir()
    settings = {"ServerApp": {"allow_root": True, "port": 0}}  # any free one
    (home / "config" / "jupyter_server_config.json").write_text(json.dumps(settings))
    with (home / "review.log").open("w") as out:
        command = [sys.executable, "-m", "classroom", "review", str(folder), "--no-browser"]
        process = subprocess.Popen(
            command,
            env=os.environ | {key: str(value) for key, value in own.items()},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _address(process, home)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _address(process: subprocess.Popen, home: Path) -> str:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        for path in (home / "runtime").glob("jpserver-*.json"):
            try:
                info = json.loads(path.read_text())
                return f"{info['url']}?token={info['token']}"
            except ValueError:
                pass  # not quite there yet
        time.sleep(0.1)
    raise RuntimeError(f"no server:\n{(home / 'review.log').read_text()[-2000:]}")


@pytest.fixture(scope="module")
def review(
    browser: Browser, graded: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Review]:
    with serve(graded, tmp_path_factory.mktemp("review")) as address:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(f"error: {error}"))
        page.goto(address)
        page.wait_for_url("**/formgrader/gradebook*")
        yield Review(graded, page, asked)
        page.close()


def submission(review: Review, number: int) -> None:
    """Open a submission, from the list of assignments on."""
    review.page.goto(review.page.url.split("/formgrader")[0] + "/formgrader/gradebook")
    for name in ("06", "06_learning_rate_lab", f"Submission #{number}"):
        review.page.get_by_role("link", name=name, exact=True).click()
    expect(review.page.get_by_role("main")).to_contain_text("With fewer students")


def test_what_a_student_wrote_is_shown_and_does_nothing(review):
    submission(review, 2)
    assert review.page.evaluate("window.ran") is None
    assert review.page.locator("iframe, main img").count() == 0
    bold = review.page.get_by_role("main").locator("strong")
    expect(bold.filter(has_text="With fewer")).to_be_visible()
    home = review.page.url.split("/formgrader")[0]
    assert [url for url in review.asked if not url.startswith((home, "data:", "blob:"))] == []


def test_a_mark_given_by_hand_reaches_the_page_and_the_export(review, tmp_path):
    submission(review, 1)
    page = review.page
    points = page.locator('[id="6-6-experiment"]')
    # formgrader listens to its boxes when it has fetched what stands in them: what is
    # typed before is heard by nobody.
    page.wait_for_function(
        "formgrader.loaded && formgrader.grades.loaded && formgrader.comments.loaded"
    )
    expect(points).to_be_editable()
    answers = {"grade": "2.5", "comment": "How wide is the band? <b>"}
    for kind, box in (("grade", points), ("comment", page.locator(".comment").last)):
        with page.expect_response(lambda r, kind=kind: f"/api/{kind}/" in r.url and r.ok):
            box.fill(answers[kind])
            box.press("Escape")

    main(["feedback", str(review.folder), "06"])
    pages = [path.read_text("utf-8") for path in (review.folder / "feedback").rglob("*.html")]
    assert sum("How wide is the band? &lt;b&gt;" in page for page in pages) == 1
    main(["export", str(review.folder), "--to", "csv", "--output", str(tmp_path / "marks.csv")])
    with open(tmp_path / "marks.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert sorted(row["06 mark"] for row in rows) == ["", "3.5"]
