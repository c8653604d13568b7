"""The teaching notes know every exercise of the course, and the numbers of its figures."""

import importlib
import re

import pytest

from lessons import course
from tests.notebooks.numerals import faults
from tests.notebooks.rules import ROOT

NOTES = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", course)
def test_an_exercise_has_a_row_in_the_teaching_notes(name):
    assert len(re.findall(rf"^\| {re.escape(name)} \|", NOTES, re.M)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("lesson", ["5"])
def test_every_numeral_about_a_lesson_is_given_or_computed(lesson):
    table = importlib.import_module(f"tests.lessons.lesson{lesson}.numerals").TEACHING
    [part] = re.findall(rf"^## Lesson {lesson} · .*?(?=^## )", NOTES, re.M | re.S)
    assert faults({lesson: part}, {lesson: table}) == []
