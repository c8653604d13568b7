"""Every notebook keeps every rule, and every rule notices what breaks it."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import nbformat
import pytest

from tests.notebooks import rules
from tests.notebooks.rules import LESSON_RULES, RULES, is_lesson, lesson_paths
from tools.notebooks import read, source_hash

lesson_at = cache(read)  # which no rule changes

HERE = Path(__file__).parent
GOOD = HERE / "good.ipynb"


def test_the_start_page_and_the_first_lesson_are_there():
    names = [path.name for path in lesson_paths()]
    assert names[:2] == ["00_start_here.ipynb", "01_exhaustive_search.ipynb"]


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_notebook_keeps_rule(rule, path):
    assert rule(lesson_at(path), path) == []


@pytest.mark.parametrize("path", list(filter(is_lesson, lesson_paths())), ids=lambda p: p.stem)
@pytest.mark.parametrize("rule", LESSON_RULES, ids=lambda rule: rule.__name__)
def test_lesson_keeps_rule(rule, path):
    assert rule(lesson_at(path), path) == []


def test_grade_ids_are_unique_over_the_course():
    assert rules.repeated_grade_ids({path.name: read(path) for path in lesson_paths()}) == []


def test_bad_notebooks_and_the_good_one_are_all_used():
    runtime = {"raising_interact", "unknown_magic", "exception_in_thread", "unexecuted"}
    runtime |= {"exception_in_late_thread", "exception_in_task", "declared_error_missing"}
    assert {path.stem for path in (HERE / "bad").glob("*.ipynb")} == runtime | set(BAD)


# Notebooks as they must not be stored: the rules that notice, and what they say.
BAD = {
    "stored_widget_state": {
        "no_widget_state": ["metadata.widgets is stored", "cell cell-2 stores a widget view"]
    },
    "stale_outputs": {"fresh": ["the sources changed after the outputs were made"]},
    "picture_without_caption": {"captions": ["cell cell-2 stores a picture without a caption"]},
    "picture_without_alternative_text": {
        "alternative_text": ["cell cell-3: a picture has no alternative text"]
    },
    "heading_skipped": {"heading_order": ["'The square' is of level 3 under level 1"]},
    "dead_link": {"links_resolve": ["no_such_notebook.ipynb leads to no file"]},
    "long_cell": {"cell_sizes": ["cell cell-2 has 21 lines, more than 20"]},
    "repeated_id": {
        "cell_ids": ["the id cell-1 is used more than once"],
        "valid": ["Non-unique cell id 'cell-1'"],
    },
    "missing_id": {"cell_ids": ["cell 3 has no id"], "valid": ["missing an id field"]},
    "counts_not_consecutive": {"execution_counts": ["are [1, 7], not 1 to 2 in order"]},
    "stored_error": {"no_errors": ["cell cell-4 stores an error: ZeroDivisionError"]},
}


@pytest.mark.parametrize("name", BAD)
def test_bad_notebook_breaks_its_rule_and_no_other(name):
    path = HERE / "bad" / f"{name}.ipynb"
    found = {rule.__name__: rule(read(path), path) for rule in RULES}
    assert {rule for rule, sentences in found.items() if sentences} == set(BAD[name])
    for rule, expected in BAD[name].items():
        assert len(found[rule]) == len(expected)
        for sentence, part in zip(found[rule], expected, strict=True):
            assert part in sentence


def test_an_unexecuted_notebook_breaks_the_rule_on_counts():
    path = HERE / "bad" / "unexecuted.ipynb"
    assert rules.execution_counts(read(path), path) == [
        "the execution counts are [None], not 1 to 1 in order"
    ]


def test_a_good_notebook_breaks_no_rule():
    assert [sentence for rule in RULES for sentence in rule(read(GOOD), GOOD)] == []


def test_a_notebook_of_more_than_a_million_bytes_is_too_large(tmp_path):
    path = tmp_path / "large.ipynb"
    path.write_text(GOOD.read_text(encoding="utf-8") + " " * 1_000_000, encoding="utf-8")
    assert "more than 1000000" in rules.small(read(path), path)[0]


# Changes to the good notebook (cells: title, code, heading, code, navigation).


def changed(index: int, source: str | None = None, **metadata):
    """The good notebook with one cell's source or metadata replaced."""
    notebook = read(GOOD)
    if source is not None:
        notebook.cells[index].source = source
    notebook.cells[index].metadata.update(nbformat.from_dict(metadata))
    return notebook


@pytest.mark.parametrize(
    "rule, notebook, part",
    [
        (rules.plain_words, changed(2, "It is Simply so."), "says 'Simply'"),
        (rules.close_percents, changed(2, "It is 36 % of all."), "says '6 %'"),
        (rules.narrow_code, changed(2, f"## A\n\n```\n{'x' * 39}\n```"), "a line of 39 characters"),
        (rules.narrow_code, changed(2, "## A\n\n```python\nx  # one\n```"), "lists a comment"),
        (rules.narrow_code, changed(2, f"A `{'x' * 35}`."), "inline code of 35 characters"),
        (rules.narrow_code, changed(2, f"A `{'x' * 17}\n{'y' * 17}`."), "of 35 characters"),
        (rules.no_list_by_chance, changed(2, "It is\n1. No more."), "line begins '1. No more.'"),
        (rules.no_list_by_chance, changed(2, "> It is\n> - 1."), "line begins '> - 1.'"),
        (rules.plain_python, changed(1, "!false"), "is not Python"),
        (rules.plain_python, changed(1, "%matplotlib inline"), "is not Python"),
        (rules.no_torch_yet, changed(1, "from torch import nn"), "imports torch"),
        (rules.cell_sizes, changed(1, "x = 1" + " " * 74), "a line of 79 columns"),
        (rules.cell_sizes, changed(1, tags=["figure"]), "tagged 'figure' and has 2 lines"),
        (rules.cell_metadata, changed(1, tags=["nbval-skip"]), "tag 'nbval-skip' is not"),
        (rules.cell_metadata, changed(1, scrolled=True), "metadata.scrolled is not expected"),
        (rules.heading_order, changed(2, "# Again"), "there must be one heading of level 1"),
        (rules.links_resolve, changed(2, "[x](#No-such)"), "leads to no heading"),
        (rules.links_resolve, changed(2, "[x](good.ipynb#No-such)"), "leads to no heading"),
        (rules.links_resolve, changed(2, '<a href="none.md">x</a>'), "leads to no file"),
        (rules.links_resolve, changed(2, "[x](http://example.org)"), "is not https"),
        (rules.alternative_text, changed(2, '<img src="x.png">'), "no alternative text"),
        (rules.navigation, changed(2, tags=["navigation"]), "the last cell must be"),
        (rules.navigation, changed(4, tags=["transfer"]), "the last cell must be"),
        (rules.exercises, changed(2, tags=["exercise"]), "a task is Markdown that says"),
        (rules.exercises, changed(3, nbgrader={"grade": True}), "follows no task"),
        (rules.execution_counts, changed(1, " "), "is empty"),
    ],
)
def test_rule_notices(rule, notebook, part):
    path = HERE / "01_tiny.ipynb"
    assert rule(read(GOOD), path) == []
    [sentence] = rule(notebook, path)
    assert part in sentence


def test_code_is_no_place_for_links_pictures_or_banned_words():
    notebook = changed(2, "## A\n\n```text\n[x](none.md) ![](y)\n# just\n```\n`[x](none.md)`")
    others = [rule for rule in RULES if rule is not rules.fresh]
    assert [sentence for rule in others for sentence in rule(notebook, GOOD)] == []


def test_code_that_fits_is_listed_whole():
    fits = f"## A\n\n```python\n{'x' * 38}\ny = '#'\n```\nA `{'x' * 34}`, and `y`."
    assert rules.narrow_code(changed(2, fits), GOOD) == []


def test_a_list_is_no_list_by_chance():
    text = "Two:\n\n1. This\n2. That,\n   and\n1. More.\n\nIt ends\n4. Or not.\n\n- One\n- Two"
    assert rules.no_list_by_chance(changed(2, text), GOOD) == []


def test_torch_is_welcome_from_lesson_4_on():
    assert rules.no_torch_yet(changed(1, "import torch"), HERE / "04_tiny.ipynb") == []


def test_external_links_are_listed():
    notebook = changed(2, "[a](https://example.org/a) and [b](good.ipynb)")
    assert rules.external_links(notebook) == ["https://example.org/a"]


def test_metadata_of_the_notebook_is_exact():
    notebook = read(GOOD)
    notebook.metadata.language_info.version = "3.12"
    notebook.metadata.authors = []
    notebook.metadata.course.other = 1
    found = rules.notebook_metadata(notebook, GOOD)
    assert [sentence.split(" is ")[0] for sentence in found] == [
        "metadata.authors",
        "metadata.language_info",
        "metadata.course",
    ]


def test_a_stored_picture_has_no_html_twin_and_is_no_svg():
    notebook = read(GOOD)
    notebook.cells[3].outputs[0].data = {"image/png": "", "text/html": "", "text/plain": "A line."}
    notebook.cells[1].outputs[0] = {"output_type": "display_data", "data": {"image/svg+xml": ""}}
    assert rules.captions(notebook, GOOD) == [
        "cell cell-2 stores a picture that is no PNG",
        "cell cell-4 stores a picture and its HTML twin",
    ]


@pytest.mark.parametrize("text", ["<A at 0x7f12ab>", "in /home/ada/course/x.py", r"C:\course"])
def test_outputs_of_one_run_only_are_noticed(text):
    notebook = read(GOOD)
    notebook.cells[1].outputs[0].text = text
    assert "which is of one run only" in rules.reproducible(notebook, GOOD)[0]


def test_the_hash_counts_sources_ids_types_tags_and_grading_only():
    notebook = read(GOOD)
    before = source_hash(notebook)
    notebook.cells[1].outputs = []
    notebook.cells[1].execution_count = 9
    notebook.cells[1].metadata.scrolled = True
    notebook.metadata.kernelspec.name = "other"
    assert source_hash(notebook) == before
    changes = [
        lambda cell: cell.update(source="x = 4"),
        lambda cell: cell.update(id="other"),
        lambda cell: cell.update(cell_type="raw"),
        lambda cell: cell.metadata.update(tags=["figure"]),
        lambda cell: cell.metadata.update(nbgrader={"grade": True}),
    ]
    for change in changes:
        other = deepcopy(notebook)
        change(other.cells[1])
        assert source_hash(other) != before


# Navigation needs neighbours; exercises need three cells.


def test_the_navigation_links_to_the_lessons_beside_it(tmp_path):
    paths = [tmp_path / f"0{number}_part.ipynb" for number in range(4)]
    for path in [*paths, tmp_path / "02_part_my_copy.ipynb"]:
        path.write_bytes(GOOD.read_bytes())
    both = changed(4, "[before](00_part.ipynb) [after](02_part.ipynb)")
    assert rules.navigation(both, paths[1]) == []
    assert rules.navigation(both, paths[2]) == [
        "the last cell does not link to 01_part.ipynb",
        "the last cell does not link to 03_part.ipynb",
    ]
    assert rules.navigation(both, paths[3]) == []


def exercise(number="1.2", **changes):
    """Task, answer and check as they should be; changes replace values of the check's metadata."""
    common = {"schema_version": 3, "task": False}
    ident = number.replace(".", "-") + "-cost"
    answer = common | {"grade_id": ident, "grade": False, "solution": True, "locked": False}
    check = common | {"grade_id": f"{ident}-check", "grade": True, "solution": False}
    check |= {"locked": True, "points": 2} | changes
    return [
        cell("markdown", f"### Exercise {number}: the cost", tags=["exercise"]),
        cell("code", "def cost(w):\n    ...", nbgrader=answer),
        cell("code", f'cost = check("{number}", cost)', nbgrader=check),
    ]


def cell(kind, source, **metadata):
    make = {"code": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}[kind]
    return make(source, metadata=metadata)


def test_an_exercise_is_task_answer_and_check():
    assert rules.exercises({"cells": exercise("1.2") + exercise("1.3")}, GOOD) == []


def test_a_written_answer_stands_for_answer_and_check():
    task, _, check = exercise("6.6")
    written = cell("markdown", "Your conclusion", nbgrader=dict(check.metadata.nbgrader))
    written.metadata.nbgrader |= {"grade_id": "6-6-report", "solution": True, "locked": False}
    assert rules.exercises({"cells": [task, written]}, GOOD) == []


@pytest.mark.parametrize(
    "cells, part",
    [
        (exercise(locked=False), "nbgrader's locked is False, not True as for the check cell"),
        (exercise(schema_version=2), "nbgrader's schema_version is 2, not 3"),
        (exercise(points=0), "the check cell carries no points"),
        (exercise(grade_id="1-3-cost-check"), "grade_id of the check cell does not match"),
        (exercise(checksum="0"), "nbgrader's checksum does not belong here"),
        (exercise()[:2], "the task has no answer and check after it"),
        (exercise()[1:2], "has nbgrader metadata and follows no task"),
        (exercise()[:2] + exercise("1.3")[2:], "grade_id of the check cell does not match"),
    ],
)
def test_an_incomplete_exercise_is_noticed(cells, part):
    assert any(part in sentence for sentence in rules.exercises({"cells": cells}, GOOD))


def test_grade_ids_used_twice_are_noticed():
    once = {"a": {"cells": exercise("1.2")}, "b": {"cells": exercise("1.3")}}
    twice = once | {"c": {"cells": exercise("1.3")}}
    assert rules.repeated_grade_ids(once) == []
    assert rules.repeated_grade_ids(twice) == [
        "grade_id 1-3-cost is used in b, c",
        "grade_id 1-3-cost-check is used in b, c",
    ]


# The house style, on a lesson made to measure: 20 teaching cells, 10 words a line.


def lesson(teaching=20, lines=5, words=50):
    pair = [cell("markdown", "word " * words), cell("code", "\n".join(["x = 1"] * lines))]
    return {"cells": (pair * teaching)[:teaching] + [cell("markdown", "x", tags=["navigation"])]}


def test_a_lesson_made_to_measure_keeps_the_house_style():
    assert [s for rule in LESSON_RULES for s in rule(lesson(), GOOD)] == []
    assert rules.lesson_length(lesson(32), GOOD) == []
    with_exercises = {"cells": lesson(32)["cells"] + exercise() * 12}
    assert rules.lesson_length(with_exercises, GOOD) == []


@pytest.mark.parametrize(
    "rule, notebook, part",
    [
        (rules.lesson_length, lesson(19), "19 teaching cells"),
        (rules.lesson_length, lesson(33), "33 teaching cells"),
        (rules.lesson_length, {"cells": lesson(32)["cells"] + exercise() * 13}, "72 cells"),
        (rules.usual_cell, lesson(lines=3), "3 lines"),
        (rules.usual_cell, lesson(lines=7), "7 lines"),
        (rules.prose_to_code, lesson(words=49), "9.8, not 10 to 18 a line"),
        (rules.prose_to_code, lesson(words=91), "18.2, not 10 to 18 a line"),
    ],
)
def test_a_lesson_out_of_measure_is_noticed(rule, notebook, part):
    [sentence] = rule(notebook, GOOD)
    assert part in sentence


@pytest.mark.parametrize(
    "markdown, words",
    [
        ("You try every w.", 4),
        ("The cost is $(14/3)(w - 2)^2$ here.", 4),
        ("```python\nnot prose\n```\nAfter it", 2),
        ("[the next lesson](02_next.ipynb) <b>now</b> <!-- not this -->", 4),
        ("It's 41 values, don't count `w` twice", 6),
    ],
)
def test_words_of_prose_are_counted_without_formulas_and_listings(markdown, words):
    assert rules.prose_words(markdown) == words
