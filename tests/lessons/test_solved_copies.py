"""Solved copies: the solutions in the answer cells, and nothing else changed."""

import copy

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from lessons import course


def graded(source, grade_id):
    return new_code_cell(source, metadata={"nbgrader": {"grade_id": grade_id}})


def test_each_answer_cell_gets_its_solution():
    lesson = new_notebook(
        cells=[
            new_markdown_cell("Task"),
            graded("def cost(w, x, y):\n    ...", "1-2-cost"),
            graded('cost = check("1.2", cost)', "1-2-cost-check"),
            graded("def best_w(ws, x, y):\n    ...", "1-3-best-w"),
            new_code_cell("1 + 1"),
        ]
    )
    before = copy.deepcopy(lesson)
    sources = [cell.source for cell in course.solved(lesson).cells]
    expected = [cell.source for cell in lesson.cells]
    expected[1], expected[3] = course["1.2"].solution, course["1.3"].solution
    assert sources == expected
    assert lesson == before, "the lesson itself stays blank"


def test_a_solution_keeps_its_docstring_and_drops_annotations():
    source = course["1.2"].solution
    assert source.startswith('def cost(w, x, y):\n    """Mean squared error')
    assert source.endswith("return float(np.mean(errors**2))")


def test_ids_are_unique_and_valid_for_nbgrader():
    ids = [exercise.grade_id for exercise in course.values()]
    assert len(set(ids)) == len(ids)
    assert all(id.replace("-", "").isalnum() for id in ids)
    assert ids[2] == "1-3-best-w"
