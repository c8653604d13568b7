"""A learner's notebook in the new version of its lesson: a notebook each time, and nothing lost."""

import json
import random
from copy import deepcopy

import nbformat
import pytest

from tools.keeping import MARKS
from tools.merging import merge

STUB = "def cost(w):\n    ...  # your code here"
ANSWER = "def cost(w):\n    return w**2"


def cell(id, source, kind="code", **metadata):
    made = {"cell_type": kind, "id": id, "metadata": metadata, "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def graded(id, source, solution=True):
    grading = {"grade_id": id.removeprefix("answer-"), "grade": not solution, "locked": False}
    grading |= {"schema_version": 3, "solution": solution, "task": False}
    return cell(id, source, nbgrader=grading | ({} if solution else {"points": 1}))


def lesson():
    return [
        cell("title", "# Lesson", "markdown"),
        cell("setup", "import numpy as np"),
        cell("task-1-1", "Write the cost.", "markdown", tags=["exercise"]),
        graded("answer-1-1", STUB),
        graded("check-1-1", 'cost = check("1.1", cost)', solution=False),
        cell("text", "The cost falls.", "markdown"),
        cell("code", "print(cost(2))"),
    ]


def file(cells, minor=5, **metadata):
    whole = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}
    return json.dumps(whole).encode()


def at(cells, id):
    return next(cell for cell in cells if cell.get("id") == id)


def valid(content):
    """The cells of what must be a notebook, with ids that are unique, and no conflict marks."""
    assert not MARKS.search(content)
    notebook = nbformat.from_dict(json.loads(content))
    assert notebook.nbformat_minor == 5
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    nbformat.validate(notebook)  # last: it mends some of what it finds
    return notebook.cells


def put(base, mine, theirs):
    """The merged cells and what is told; merged once more, nothing changes."""
    merged = merge(*map(file, (base, mine, theirs)))
    cells = valid(merged.content)
    again = merge(file(base), merged.content, file(theirs))
    assert again.content == merged.content
    return cells, merged


def sources(cells):
    return ["".join(cell["source"]) for cell in cells]


@pytest.fixture
def base():
    return lesson()


@pytest.fixture
def mine():
    return lesson()


@pytest.fixture
def theirs():
    return lesson()


def test_an_answer_stays_and_a_new_paragraph_arrives(base, mine, theirs):
    at(mine, "answer-1-1")["source"] = ANSWER
    at(theirs, "text")["source"] = "The cost falls, then rises."
    cells, told = put(base, mine, theirs)
    assert at(cells, "answer-1-1").source == ANSWER
    assert at(cells, "text").source == "The cost falls, then rises."
    assert told[1:] == ([], [], [])


def test_a_changed_stub_arrives_only_where_it_was_not_answered(base, mine, theirs):
    at(theirs, "answer-1-1")["source"] = 'def cost(w):\n    """The cost."""\n    ...'
    cells, told = put(base, mine, theirs)
    assert sources(cells) == sources(theirs)
    at(mine, "answer-1-1")["source"] = "\n" + ANSWER
    cells, told = put(base, mine, theirs)
    assert at(cells, "answer-1-1").source == "\n" + ANSWER
    assert told.outdated == ["def cost(w):"] and not told.replaced


def test_outputs_stay_where_the_cell_does(base, mine, theirs):
    output = {"output_type": "stream", "name": "stdout", "text": "4"}
    for id in ("code", "setup"):
        at(mine, id).update(outputs=[output], execution_count=7)
    at(theirs, "setup")["source"] = "import numpy"
    cells, _ = put(base, mine, theirs)
    assert at(cells, "code").outputs == [output] and at(cells, "code").execution_count == 7
    assert at(cells, "setup").outputs == []


def test_own_cells_follow_what_they_followed(base, mine, theirs):
    mine.insert(0, cell("own-0", "# my notes", "markdown"))
    after = mine.index(at(mine, "check-1-1"))
    mine[after + 1 : after + 1] = [cell("own-1", "cost(1)"), cell("own-2", "cost(2)")]
    mine.append(cell("own-3", "the end"))
    theirs.insert(theirs.index(at(theirs, "text")), cell("new", "New.", "markdown"))
    cells, _ = put(base, mine, theirs)
    ids = "own-0 title setup task-1-1 answer-1-1 check-1-1 own-1 own-2 new text code own-3"
    assert [cell.id for cell in cells] == ids.split()


def test_what_lost_its_place_is_told_and_own_cells_find_the_nearest(base, mine, theirs):
    at(mine, "answer-1-1")["source"] = ANSWER
    mine.insert(mine.index(at(mine, "text")), cell("own", "cost(1)"))
    theirs[2:5] = []
    cells, told = put(base, mine, theirs)
    assert [cell.id for cell in cells] == ["title", "setup", "own", "text", "code"]
    assert told.homeless == ["def cost(w):"]


def test_a_cell_changed_by_both_is_the_lessons_and_told(base, mine, theirs):
    at(mine, "code")["source"] = "print(cost(3))"
    at(mine, "text")["source"] = "Aha."
    at(theirs, "code")["source"] = "print(cost(4))"
    cells, told = put(base, mine, theirs)
    assert at(cells, "code").source == "print(cost(4))"
    assert at(cells, "text").source == "Aha.", "changed by the learner alone"
    assert told.replaced == ["print(cost(3))"]


def test_what_both_changed_alike_is_not_told(base, mine, theirs):
    for cells in (mine, theirs):
        at(cells, "code")["source"] = "print(cost(4))"
        at(cells, "answer-1-1")["source"] = ANSWER
    assert put(base, mine, theirs)[1][1:] == ([], [], [])


def test_a_deleted_cell_stays_deleted_unless_it_has_changed(base, mine, theirs):
    for id in ("text", "code"):
        mine.remove(at(mine, id))
    at(theirs, "text")["source"] = "It falls."
    cells, _ = put(base, mine, theirs)
    assert [cell.id for cell in cells] == ["title", "setup", *(c["id"] for c in mine[2:]), "text"]


def test_a_pasted_answer_is_found_by_its_grade_id_and_a_copy_of_it_is_the_learners(
    base, mine, theirs
):
    answer = at(mine, "answer-1-1")
    mine.append(deepcopy(answer) | {"id": "copy", "source": "first try"})
    cells, _ = put(base, mine, theirs)
    assert [cell.id for cell in cells[-2:]] == ["code", "copy"]
    mine.pop()
    answer.update(id="0a1b", source=ANSWER)
    cells, _ = put(base, mine, theirs)
    assert at(cells, "answer-1-1").source == ANSWER and len(cells) == len(theirs)


def test_an_editor_that_drops_ids_and_metadata_is_forgiven(base, mine, theirs):
    for made in mine:
        del made["id"]
        made["metadata"].pop("tags", None)
    mine[3]["source"] = ANSWER
    mine.insert(1, {"cell_type": "code", "metadata": {}, "source": "own"})
    merged = merge(file(base), file(mine, minor=2), file(theirs))
    cells = valid(merged.content)
    assert sources(cells) == ["# Lesson", "own", *sources(mine)[2:]]
    assert [cell for cell in cells if cell["source"] != "own"][3]["id"] == "answer-1-1"
    assert at(cells, "task-1-1")["metadata"] == {"tags": ["exercise"]}


@pytest.mark.parametrize("id", ["title", "new", "no id?", 5, None, ""])
def test_an_own_cell_never_takes_an_id_of_the_lesson(base, mine, theirs, id):
    mine.insert(1, cell(id, "own"))
    mine.insert(2, cell(id, "own"))
    merged = merge(*map(file, (base, mine, theirs)))
    cells = valid(merged.content)
    assert len(cells) == len(theirs) + 2
    assert at(cells, "title")["source"] == "# Lesson"


def test_a_cell_made_into_another_kind_and_a_pasted_picture_stay(base, mine, theirs):
    at(mine, "answer-1-1").update(cell_type="raw", source="I give up")
    picture = {"a.png": {"image/png": "AAAA"}}
    at(mine, "text").update(attachments=picture)
    at(theirs, "title")["source"] = "# The lesson"
    cells, _ = put(base, mine, theirs)
    assert at(cells, "answer-1-1").cell_type == "raw" and "outputs" not in at(cells, "answer-1-1")
    assert at(cells, "text").attachments == picture


def test_view_settings_of_the_learner_stay_and_dropped_tags_go(base, mine, theirs):
    at(mine, "task-1-1")["metadata"]["collapsed"] = True
    at(theirs, "task-1-1")["metadata"].clear()
    cells, _ = put(base, mine, theirs)
    assert at(cells, "task-1-1").metadata == {"collapsed": True}


def test_half_a_surrogate_pair_stays(base, mine, theirs):
    at(mine, "answer-1-1")["source"] = "# \ud83d"
    merged = merge(*map(file, (base, mine, theirs)))
    assert at(json.loads(merged.content)["cells"], "answer-1-1")["source"] == "# \ud83d"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b'{"nbformat": 3, "worksheets": []}',
        b'{"nbformat": 4, "metadata": {}, "cells": [{}]}',
        b'{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": [], "metadata": {}}]}',
        b'{"nbformat": 4, "cells": []}',
        file(lesson()).replace(b"[", b"[\n<<<<<<< HEAD\n", 1),
    ],
)
def test_what_is_no_notebook_is_not_merged(base, content):
    assert merge(file(base), content, file(base)) is None


def test_a_byte_order_mark_does_no_harm(base):
    assert merge(file(base), b"\xef\xbb\xbf" + file(base), file(base))


def changed(cells, luck, own):
    """Cells after some of what people do to them; `own` numbers what is new."""
    for _ in range(luck.randrange(8)):
        k = luck.randrange(len(cells))
        do = luck.randrange(5)
        if do == 0 and len(cells) > 1:
            del cells[k]
        elif do == 1:
            cells.insert(k, cell(f"{own}-{luck.random()}"[:20].replace(".", ""), f"{own} {k}"))
        elif do == 2:
            cells.insert(k, cells.pop(luck.randrange(len(cells))))
        else:
            cells[k] = cells[k] | {"source": f"{own} {luck.random()}"}
    return cells


@pytest.mark.parametrize("seed", range(100))
def test_whatever_happens_it_is_a_notebook_and_no_word_of_the_learner_is_lost(seed):
    luck = random.Random(seed)
    base = lesson()
    mine, theirs = (changed(lesson(), luck, own) for own in ("mine", "theirs"))
    cells, told = put(base, mine, theirs)
    here = sources(cells) + told.homeless + told.replaced
    assert set(sources(mine)) - set(sources(base)) <= set(here)
    arrived = set(sources(theirs)) - set(sources(base)) - set(sources(cells))
    answered = at(theirs, "answer-1-1")["source"] if "answer-1-1" in map(id_of, theirs) else ""
    assert arrived <= {answered}


def id_of(cell):
    return cell["id"]
