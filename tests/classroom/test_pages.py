"""What students wrote, their names and those of their files, on pages and in tables that people
with rights open: no script of theirs, no formula."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import csv
import io
import unicodedata
from html.parser import HTMLParser

import nbformat
import pytest

from classroom import waiting
from classroom.folder import create
from classroom.gradebook import Harmless, markdown
from classroom.page import POLICY
from classroom.recording import enrol
from classroom.release import release
from classroom.waiting import Waiting
from tests.classroom.classes import answered, hand_in, released

pytestmark = pytest.mark.usefixtures("plain", "here", "unsought")

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("//x";"y")'
LINK = "[look](javascript:alert(3)) ![x](//x/y.png)"
NAMES = [
    ("s01", SCRIPT, FORMULA),
    ("s02", FORMULA, LINK),
    ("s03", f"\u2066{FORMULA}", ";=1+1"),
]
CELL = f'"""{SCRIPT}\n{LINK}\n{FORMULA}"""\nimport gc  # {SCRIPT}'


@pytest.fixture(scope="module")
def school(plain, here, tmp_path_factory):
    """A class of such names, of whom one has handed in such work, one such files; all commands
    were given."""
    path = tmp_path_factory.mktemp("pages")
    text = io.StringIO()
    csv.writer(text).writerows([["id", "first_name", "last_name"], *NAMES])
    (path / "roster.csv").write_text(text.getvalue(), encoding="utf-8")
    folder = create(path / "class", path / "roster.csv")
    enrol(folder)
    assignment = release(folder, "04", exercises=["4.5"])[0]
    answer = f'"""{SCRIPT}"""\nclass {"x"}(Exception): "{FORMULA}"\n1 / 0  # {SCRIPT}'
    notebook = answered(released(folder, assignment), {"4-5-accuracy": answer})
    own = nbformat.v4.new_code_cell(CELL)
    foreign = nbformat.v4.new_code_cell("1", metadata={"nbgrader": {"grade_id": SCRIPT}})
    notebook.cells[1:1] = [own, foreign]
    hand_in(folder, assignment, "s01", notebook)
    for n, name in enumerate((FORMULA, f"{SCRIPT}.ipynb")):
        record = Waiting(name, ("s02",), "04", "", "2026-11-02", digest=str(n), of=2)
        waiting.put(folder, record, b"{}")
    waiting.put(folder, Waiting(f"\x1b[2J{FORMULA}", ("s03",), "04", SCRIPT, "2026-11-02"))
    return folder, assignment


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def tame(html):
    for tag, attributes in Tags(html).found:
        assert tag not in ("script", "img", "iframe", "object", "embed", "link", "base", "form")
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert not (attributes.get("href") or "").strip().lower().startswith("javascript")


def test_no_script_no_formula_and_nothing_that_steers_the_terminal(school, run):
    folder, assignment = school
    printed = {name: run(name, folder.path, "04")[1] for name in ("grade", "feedback")}
    for text in printed.values():
        assert not [c for c in text if not c.isprintable() and c not in "\r\n"]
    pages(folder, assignment)
    table(run("export", folder.path, "--to", "csv")[1])


def pages(folder, assignment):
    """No script is on any."""
    page = folder.feedback("s01", assignment).read_text("utf-8")
    assert "alert(1)" in page and "import gc" not in page  # what was answered, and nothing else
    assert POLICY in page  # what got through all the same would not run
    tame(page.replace("<meta", "<p"))
    shown = nbformat.read(folder.graded("s01", assignment), as_version=4)
    flags = shown.cells[0].source
    assert "For the instructor" in flags and "names gc" in flags and "not released" in flags
    for text in (flags, SCRIPT, LINK, CELL):
        tame(markdown(text))
    resources = {"first_name": SCRIPT, "last_name": FORMULA, "student": SCRIPT}
    harmless = Harmless.__new__(Harmless)
    for name, value in harmless.preprocess(None, resources)[1].items():
        assert "<" not in value, name


def table(text):
    """No field computes, however a spreadsheet separates."""
    for delimiter in ",;":
        for row in csv.reader(io.StringIO(text), delimiter=delimiter):
            for field in row if delimiter == "," else row[:1]:
                seen = [c for c in field if unicodedata.category(c)[0] not in "CZM"]
                number = field.replace(".", "").isdigit()
                assert number or not seen or seen[0] not in "=+-@", (delimiter, row)
    assert FORMULA.replace('"', '""') in text
