"""The teaching notes know every exercise of the course."""

import re

import pytest

from lessons import course
from tests.notebooks.rules import ROOT

NOTES = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", course)
def test_an_exercise_has_a_row_in_the_teaching_notes(name):
    assert len(re.findall(rf"^\| {re.escape(name)} \|", NOTES, re.M)) == 1
