"""The sources of the web site; what it does in a browser, tests/browser/test_site.py sees."""

import re
from importlib.util import find_spec

import nbformat
import pytest

from tests.needs import need
from tests.notebooks.rules import lesson_paths, without_code
from tools.notebooks import NOTEBOOKS, normalise, read
from tools.website import executed as executing
from tools.website import pages
from tools.website.executed import Executed, Stale, executed

ADDRESS = "https://github.com/someone/course"


def test_a_notebook_that_was_changed_and_not_executed_stops_the_site(tmp_path, monkeypatch):
    notebook = normalise(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A")]))
    notebook.cells[0].source = "# B"
    path = tmp_path / "03_b.ipynb"
    nbformat.write(notebook, path)
    monkeypatch.setattr(executing, "execute", lambda *a: pytest.fail("was executed"))
    with pytest.raises(Stale, match=r"03_b\.ipynb was changed .* `make notebooks LESSON=03`"):
        executed(path)


def sources(tmp_path, repository=""):
    made = pages.Sources(tmp_path / "source", tmp_path / "files", repository)
    made._here = {"notebooks/01.ipynb", "docs/glossary.md"}
    return made


LINKS = {
    "[a](../docs/glossary.md#word-x)": "[a](../docs/glossary.md#word-x)",
    "[a](https://example.org)": "[a](https://example.org)",
    "[a](#here)": "[a](#here)",
    "[the README](../README.md)": "[the README](../index.md)",
    "see [the table](../lessons/misconceptions.py).": "see the table.",
    "![a picture](x.png)": "![a picture](x.png)",
}


@pytest.mark.parametrize("there, here", LINKS.items(), ids=LINKS)
def test_links_lead_to_pages_or_are_none(tmp_path, there, here):
    assert sources(tmp_path)._linked(there, "notebooks/01.ipynb") == here


def test_links_lead_to_the_repository_where_its_address_is_known(tmp_path):
    text = sources(tmp_path, ADDRESS)._linked("[t](../lessons/a.py)", "docs/glossary.md")
    assert text == f"[t]({ADDRESS}/blob/HEAD/lessons/a.py)"


def written(tmp_path, cells, repository=""):
    """The cells of a page made of a notebook that has run."""
    notebook = nbformat.v4.new_notebook(cells=cells)
    path = NOTEBOOKS / "02_gradient_descent.ipynb"
    sources(tmp_path, repository).write([Executed(path, notebook, {}, {})])
    return read(tmp_path / "source" / "notebooks" / path.name).cells


def graded(source, name, **kind):
    cell = nbformat.v4.new_code_cell(source)
    cell.metadata["nbgrader"] = {"grade": False, "solution": False, "grade_id": name} | kind
    return cell


def test_an_exercise_is_marked_and_its_hints_unfold(tmp_path):
    title = nbformat.v4.new_markdown_cell("# 2")
    answer = graded("def step(): ...", "2-2-step", solution=True)
    check = graded('step = check("2.2", step)', "2-2-step-check", grade=True)
    _, first, second = written(tmp_path, [title, answer, check])
    assert "yours" in first.metadata.tags
    assert "remove-input" in second.metadata.tags
    html = second.outputs[0].data["text/html"]
    assert "Yours, in JupyterLab · 2.2" in html and html.count("<details") == 4
    assert re.search("A hint.*The idea.*A skeleton.*The solution", html, re.DOTALL)


def test_a_lesson_says_where_its_code_is_written(tmp_path):
    row = "| 2 | [Down]({}02_gradient_descent.ipynb) | How do you find it? | 95 |"
    cells = [nbformat.v4.new_markdown_cell(text) for text in ("# 2", row.format(""))]
    here = written(tmp_path, cells)[1].source
    assert "in JupyterLab" in here and "Binder" not in here and "Colab" not in here
    assert "Colab" not in (tmp_path / "source" / "index.md").read_text("utf-8")
    here = written(tmp_path, cells, ADDRESS)[1].source
    assert "https://mybinder.org/v2/gh/someone/course/HEAD?urlpath=lab/tree/notebooks/02" in here
    colab = "https://colab.research.google.com/github/someone/course/blob/HEAD/notebooks/02"
    assert colab in here and 'href="../index.html#on-colab"' in here
    front = (tmp_path / "source" / "index.md").read_text("utf-8")
    assert row.format("notebooks/") in front
    assert f"git clone {ADDRESS} course" in front and "mybinder.org" in front
    assert f"\n### On Colab\n\n[Open it on Colab]({colab[:-2]}00" in front
    assert f"```\n%pip install --quiet git+{ADDRESS}\n```" in front  # tests/tools/test_wheel.py


def test_the_start_page_says_first_what_of_it_is_for_jupyterlab(tmp_path):
    [title] = written(tmp_path, [nbformat.v4.new_markdown_cell("# Start\n\nClick the grey cell.")])
    assert re.fullmatch(
        r"# Start\n\n<p class=.+ rolls already.+>in JupyterLab</a>.+</p>\n\nClick .+", title.source
    )


# What MyST takes for a comment.
COMMENT = re.compile("^ *%.*", re.MULTILINE)


@pytest.mark.parametrize("name", pages.TEXTS)
def test_no_line_of_a_text_is_taken_for_a_comment(name):
    assert COMMENT.findall(without_code((pages.ROOT / name).read_text("utf-8"))) == []


@pytest.mark.parametrize("path", lesson_paths(), ids=lambda path: path.stem)
def test_no_line_of_a_lesson_is_taken_for_a_comment(path):
    texts = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert texts and COMMENT.findall("\n".join(map(without_code, texts))) == []


def test_what_explains_a_figure_waits_up_to_the_next_heading():
    waiting = pages._waiting("It is so.\n\n```python\n# why\n```\n\n## Next\n\nMore.")
    before, inside, after = re.split("<div.*?>|</div>", waiting)
    assert before == "" and inside.strip() == "It is so.\n\n```python\n# why\n```"
    assert after.strip() == "## Next\n\nMore."
    assert pages._waiting("### Exercise 2.4\n\nText.") == "### Exercise 2.4\n\nText."


@pytest.fixture
def built():
    need("Sphinx (the extra `site`)", find_spec("myst_nb") and find_spec("furo"))
    from tools.website import building

    return building


def test_pages_of_a_repository_have_their_address(built):
    assert built.address_of("") == ""
    assert built.address_of("https://github.com/a/course") == "https://a.github.io/course/"
    assert built.address_of("https://github.com/A/a.github.io") == "https://A.github.io/"


def test_who_publishes_a_copy_hands_its_address_over(built, monkeypatch, tmp_path):
    import tools.website.__main__ as command

    asked = []
    monkeypatch.setattr(command, "build", lambda *given: asked.append(given[2]))
    monkeypatch.setattr(command, "repository_address", lambda: "the one in the files")
    monkeypatch.setattr("sys.argv", ["website", str(tmp_path), "none of them"])
    for own in ("https://github.com/a/course", ""):
        monkeypatch.setenv("COURSE_REPOSITORY", own)
        assert command.main() == 0
    assert asked == ["https://github.com/a/course", "the one in the files"]


def test_the_page_for_what_is_missing_leads_home(built, tmp_path):
    front = '<head><title>x</title></head><a href="#">The course</a><article>Text</article>'
    for address in ("", "https://a.github.io/course/"):
        (tmp_path / "index.html").write_text(front, encoding="utf-8")
        built._last(tmp_path, address)
        page = (tmp_path / "404.html").read_text("utf-8")
        assert '<a href="index.html">The course</a>' in page and 'href="#"' not in page
        assert (f'<base href="{address}">' in page) == bool(address)


def test_a_notebook_s_own_navigation_is_left_out(tmp_path):
    texts = nbformat.v4.new_markdown_cell("# 2"), nbformat.v4.new_markdown_cell("On to lesson 3")
    texts[1].metadata["tags"] = ["navigation"]
    assert "On to" not in "".join(cell.source for cell in written(tmp_path, list(texts)))


def test_every_row_of_the_map_is_found():
    start = read(NOTEBOOKS / "00_start_here.ipynb")
    rows = pages._map([Executed(NOTEBOOKS, start, {}, {})])
    assert [row.file for row in rows] == sorted(p.name for p in NOTEBOOKS.glob("0[1-9]_*.ipynb"))


def test_every_word_of_the_glossary_has_a_place():
    text = (pages.ROOT / "docs" / "glossary.md").read_text("utf-8")
    anchored = pages._with_anchors(text)
    ids = re.findall('id="(word-[a-z0-9-]+)"', anchored)
    assert len(ids) == len(set(ids)) == text.count("\n| ") - 1


@pytest.mark.slow
def test_words_are_linked_once_and_from_their_lesson_on():
    need("Sphinx (the extra `site`)", find_spec("sphinx"))
    from tools.website.sphinx_part import _linked, words, words_of

    glossary = pages._with_anchors(
        "| Word | Meaning | Lesson |\n|---|---|---|\n"
        "| class | A recipe. | 2 |\n| step | A move. | 2 |\n| step size | How long `it` is. | 3 |\n"
    )
    known = words(glossary)
    assert known["step"] == ("A move.", 2) and known["step size"] == ("How long it is.", 3)
    assert words_of(1, glossary) == {} and "class" in words_of(2, glossary)
    wanted = words_of(3, glossary)  # in which a class may be one of students
    parts = list(_linked("Steps of one Step size: a step, a step.", wanted))
    linked = [part.astext() for part in parts if "<a" in part.astext()]
    assert [re.search(">(.*)</a>", text)[1] for text in linked] == ["Step size", "step"]
    assert 'data-says="A move."' in linked[1] and wanted == {}


@pytest.mark.slow
def test_words_that_mean_several_things_are_words_of_the_glossary():
    need("Sphinx (the extra `site`)", find_spec("sphinx"))
    from tools.website.sphinx_part import AMBIGUOUS, words

    text = (pages.ROOT / "docs" / "glossary.md").read_text("utf-8")
    assert words(pages._with_anchors(text)).keys() >= AMBIGUOUS
