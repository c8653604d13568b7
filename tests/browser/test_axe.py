"""axe-core finds nothing to object to in what the course shows."""

import pytest
from playwright.sync_api import expect

from .lab import notebook_names
from .page import THEMES, Notebook

HEIGHT = 2400  # of the window: fewer screens to scan
# What a learner meets besides the blank lessons: answers of every kind, hints.
CELLS = [
    "from lessons import check, hint, progress\n"
    "from lessons.lesson1.figures import one_weight",
    "one_weight()",
    'check("1.2", lambda w, x, y: sum((w * x - y) ** 2));',
    'check("1.2", lambda w, x, y: sum((w * x - y) ** 2) / len(x));',
    'for _ in range(9):\n    hint("1.2")',
    "progress()",
]
PICTURE_WITHOUT_WORDS = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"


def complaints(notebook: Notebook) -> str:
    """What axe says of all screens of the notebook, a line for each complaint."""
    return "\n".join(sorted({line for _ in notebook.screens() for line in notebook.violations()}))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", notebook_names())
def test_an_executed_notebook_has_no_violation(executed, name, theme):
    notebook = executed(name)
    notebook.set_size(1300, HEIGHT)
    notebook.set_theme(theme)
    assert complaints(notebook) == ""


@pytest.fixture(scope="module")
def answers(browser, lab):
    lab.write("answers.ipynb", CELLS)
    notebook = Notebook(browser, lab, "answers.ipynb", height=HEIGHT)
    yield notebook
    notebook.close()


@pytest.mark.parametrize("theme", THEMES)
def test_no_state_of_a_figure_or_a_check_has_a_violation(answers, theme):
    answers.set_theme(theme)
    answers.run_all()
    [figure] = answers.figures()
    assert complaints(answers) == "", "before the prediction"
    figure.button("It rises all the way").click()
    assert complaints(answers) == "", "after a wrong prediction"
    figure.sliders.first.fill("20")
    figure.button("Measure").click()
    expect(figure.status).to_contain_text("Found")
    assert complaints(answers) == "", "after the last measurement"


def test_a_picture_without_words_would_be_noticed(answers):
    answers.run(len(CELLS) - 1, PICTURE_WITHOUT_WORDS)
    assert "image-alt" in complaints(answers)
