"""No number in the pages of docs/ is copied on faith, either."""

import re

import pytest

from tests.docs import numerals as own
from tests.notebooks.numerals import faults
from tests.notebooks.rules import ROOT

PAGES = sorted(path.name for path in (ROOT / "docs").glob("*.md"))


def parts(page: str) -> dict[str, str]:
    """A page cut at its headings: heading -> what stands below it."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    cut = re.split(r"^#{1,3} (.+)$", text, flags=re.MULTILINE)
    assert not cut[0].strip()
    return dict(zip(cut[1::2], cut[2::2], strict=True))


PARTS = {page: parts(page) for page in PAGES}
EVERY = [(page, heading) for page, own_parts in PARTS.items() for heading in own_parts]


@pytest.mark.slow
@pytest.mark.parametrize(("page", "heading"), EVERY)
def test_every_numeral_of_a_page_is_given_or_computed(page, heading):
    table = own.table(page, heading)
    assert faults({heading: PARTS[page][heading]}, {heading: table}) == []


def test_every_page_has_tables_and_every_table_its_heading():
    assert own.PAGES.keys() == PARTS.keys()
    assert all(tables.keys() <= PARTS[page].keys() for page, tables in own.PAGES.items())


# What is not a single number


def rows(heading: str) -> list[list[str]]:
    """The cells of a table's rows in the teaching notes."""
    found = re.findall(r"^\| (.+) \|$", PARTS["teaching.md"][heading], re.MULTILINE)
    return [row.split(" | ") for row in found[1:]]


def first_number(text: str) -> int:
    return int(re.search(r"\d+", text)[0])


def test_the_table_of_times_and_points_is_that_of_the_lessons():
    table = rows("Before the first session")
    columns = own.minutes, own.sessions, own.tasks, own.points
    for number, row in zip(own.LESSONS, table, strict=False):
        assert [first_number(cell) for cell in row[1:]] == [column(number) for column in columns]
    assert table[-1] == ["Together", *(str(own.total(column)) for column in columns)]


def test_the_map_of_the_start_page_has_the_minutes_of_the_lessons():
    text = "\n".join(cell["source"] for cell in own.notebook(0)["cells"])
    rows = re.findall(r"^\| (\d) \| .+ \| (\d+) \|$", text, re.MULTILINE)
    assert {int(n): int(minutes) for n, minutes in rows} == {n: own.minutes(n) for n in own.LESSONS}


@pytest.mark.parametrize("number", own.LESSONS)
def test_the_parts_of_a_session_add_up_to_90_minutes(number):
    text = next(body for name, body in PARTS["teaching.md"].items() if name[7:8] == str(number))
    plans = re.findall(r"ession(?: of 90 minutes)?:\*\* (.+?)(?=\*\*|\n\n)", text, re.DOTALL)
    assert len(plans) == own.sessions(number)
    for plan in plans:
        # Each part ends with its minutes; what stands in a sentence of its own is none.
        steps = " ".join(plan.split()).split(". ")[0].split(" · ")
        assert sum(int(re.search(r"(\d+)\.?$", step.strip())[1]) for step in steps) == 90


@pytest.mark.parametrize("number", own.LESSONS)
def test_the_points_beside_an_exercise_are_those_of_its_cell(number):
    text = next(name for name in PARTS["teaching.md"] if name[7:8] == str(number))
    told = {row[0]: int(row[2]) for row in rows(text) if re.fullmatch(r"\d\.\d", row[0])}
    graded = (own.grading(cell) for cell in own.notebook(number)["cells"])
    true = {g["grade_id"][:3].replace("-", "."): g["points"] for g in graded if g.get("points")}
    assert told == true
