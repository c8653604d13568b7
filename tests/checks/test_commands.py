"""check, hint and progress as a learner meets them."""

import contextlib
import itertools
import json
import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import numpy as np
import pytest

import lessons
from checks.course import RUNGS, Course
from checks.errors import InputError, InputTypeError
from checks.messages import Note
from course_utils import search
from lessons import check, course, hint, progress
from lessons.desk import TITLES
from tests.notebooks.rules import lesson_paths
from tools.notebooks import read


def right(w, x):
    return w * x


def adds(w, x):
    return w + x


def stub(w, x): ...


def words(html):
    return unescape(re.sub(r"<[^>]+>", " ", html)).split()


@pytest.mark.parametrize(
    ("answer", "start"),
    [(right, "✔ Right · 1.1"), (adds, "✘ Not yet · 1.1"), (stub, "○ Not attempted yet · 1.1")],
)
def test_one_note_is_shown_in_words_and_in_html_alike(answer, start, notes):
    check("1.1", answer)
    (note,) = notes
    assert repr(note).startswith(start)
    html, unfolding, _ = note._repr_html_().partition("<details")
    rest = note._repr_html_().rpartition("</details>")[2]
    plain = repr(note).replace('`hint("1.1")` shows a hint.', "").replace("`", " ")
    assert words(html if unfolding else "") + words(rest) == plain.split()
    assert bool(unfolding) == start.startswith("✘")


def test_nothing_is_raised_and_nothing_else_printed(notes, capsys):
    for answer in (right, adds, stub, None, 3, type, lambda w, x: 1 / 0):
        check("1.1", answer)
    assert capsys.readouterr() == ("", "")
    assert len(notes) == 7


def test_outside_a_notebook_the_words_are_printed(capsys):
    check("1.1", right)
    assert capsys.readouterr().out.startswith("✔ Right · 1.1")


def test_html_shows_code_and_hides_what_could_be_markup(notes):
    check("1.1", lambda w, x: "<script>alert(1)</script>")
    html = notes[-1]._repr_html_()
    assert "<script>" not in html and "&lt;script&gt;" in html
    assert "<code>predict</code>" in html
    assert '<th scope="row"' in html


def test_several_lines_are_code_and_facts_are_a_table_with_headers():
    note = Note("◆", "Note", ["a < b\nc", {"given": "1 < 2", "is": "none"}])
    html = note._repr_html_()
    assert "<pre" in html and "<code>a &lt; b\nc</code>" in html
    assert html.count('<th scope="row"') == html.count("<td") == 2 and "1 &lt; 2</td>" in html
    assert repr(note) == "◆ Note\na < b\nc\n  given  1 < 2\n  is     none"


def test_the_first_hint_comes_by_itself_after_the_same_failure_twice(notes):
    check("1.1", adds)
    check("1.1", lambda w, x: x)
    assert not any("A hint:" in repr(note) for note in notes)
    check("1.1", lambda w, x: x)
    assert "A hint: A student scores w points" in repr(notes[-1])
    hint("1.1")
    assert repr(notes[-1]).startswith("◆ Hint 2 of 4 · 1.1"), "the first has been shown"


def summaries(html):
    return re.findall(r"<details[^>]*?( open)?><summary[^>]*>([^<]*)<", html)


def test_hints_and_solution_unfold_one_inside_the_other(notes):
    check("1.1", adds)
    html = notes[-1]._repr_html_()
    assert summaries(html) == [("", rung) for rung in RUNGS]
    # Nested: all that opens stands before all that closes.
    assert html.rindex("<details") < html.index("</details>")
    texts = [*course["1.1"].hints, course["1.1"].solution]
    places = [unescape(re.sub("</?code>", "`", html)).find(text) for text in texts[:2]]
    assert -1 not in places and places == sorted(places)
    check("1.1", adds)
    assert summaries(notes[-1]._repr_html_())[0] == (" open", RUNGS[0]), "after the second failure"


@pytest.mark.parametrize("answer", [right, stub])
def test_nothing_unfolds_where_nothing_is_wrong(answer, notes):
    check("1.1", answer)
    assert "<details" not in notes[-1]._repr_html_()


def test_a_graded_assignment_holds_the_solution_back(notes, monkeypatch):
    monkeypatch.setattr(lessons, "assignment", "01", raising=False)
    check("1.1", adds)
    for _ in range(6):
        hint("1.1")
    html = "".join(note._repr_html_() for note in notes)
    assert [rung for _, rung in summaries(html)] == list(RUNGS[:-1])
    assert "Hint 3 of 3" in repr(notes[-1]) and "return w * x" not in html
    assert ["last hint" in repr(note) for note in notes[-6:]] == [False] * 2 + [True] * 4


def test_headings_keep_their_keys_from_jupyterlab(notes):
    check("1.1", adds)
    html = notes[-1]._repr_html_()
    assert html.count("<summary ") == html.count('<summary data-lm-suppress-shortcuts="true"') == 4


def test_only_failures_in_a_row_bring_the_hint(notes):
    for answer in (adds, right, adds, stub, stub, right, right):
        check("1.1", answer)
    assert not any("A hint:" in repr(note) for note in notes)


def test_hints_climb_to_the_solution_and_stay_there(notes):
    for _ in range(5):
        hint("1.2")
    starts = [repr(note).splitlines()[0].split(" · ")[0] for note in notes]
    assert starts == ["◆ Hint 1 of 4", "◆ Hint 2 of 4", "◆ Hint 3 of 4", "◆ Solution", "◆ Solution"]
    assert "def cost(w, x, y):" in repr(notes[-1])


def test_the_course_s_own_function_is_no_answer(notes):
    given = check("1.1", adds)
    assert check("1.1", given) is search.predict
    assert repr(notes[-1]).startswith("○ Not attempted yet")
    assert course.kept.read()["exercises"] == {"1.1": {"solved": False}}


@pytest.mark.parametrize("call", [hint, lambda id: check(id, right)])
def test_an_unknown_id_is_answered_with_the_known_ones(call):
    with pytest.raises(InputError, match=r"1\.1, 1\.2, .* got '9\.9'"):
        call("9.9")
    with pytest.raises(InputTypeError, match="got float"):
        call(1.2)


def begin(right_ones):
    """Exercises solved, tried and left, and predictions of every kind."""
    check("1.1", right)
    check("1.2", lambda w, x, y: 0.0)
    check("1.3", None)
    for name, choice, is_right in (
        ("1-one-weight", "It rises", False),
        ("1-weight-and-bias", None, None),  # shown
        *((f"2-{n}", "It swings", True) for n in range(right_ones)),
    ):
        course.kept.record_prediction(name, "What does the cost do?", choice, is_right)


def shown_map(notes):
    progress()
    return repr(notes[-1]).splitlines(), notes[-1]._repr_html_()


def test_progress_is_a_map_in_words(notes):
    begin(2)
    heading, first, *rows, legend, kept = shown_map(notes)[0]
    assert heading == f"◆ Progress · 1 of {len(course)} exercises solved"
    assert first == "Next: exercise 1.2, in 1 · Trying every w."
    assert [row.split()[0] for row in rows] == list("1234567")
    marks = r" +✔ 1\.1 ◐ 1\.2 ○ 1\.3 ○ 1\.4 ○ 1\.5 +"
    assert re.fullmatch(f"  1 · Trying every w{marks}1 prediction, 0 right", rows[0])
    assert re.search(r"○ 2\.5 +2 predictions, 2 right$", rows[1]) and rows[2].endswith("○ 3.5")
    assert legend == "  ✔ solved · ◐ tried · ○ open"
    assert kept == "Kept in `progress.json`."


def test_the_map_in_html_says_the_same_to_eyes_and_ears(notes):
    begin(2)
    lines, html = shown_map(notes)
    marked = re.sub(r'<span role="img" aria-label="(\w+)">(.)</span>', r"\2", html)
    assert words(marked) == " ".join(lines).replace("`", " ").split()
    chip = r'<span role="img" aria-label="(\w+)">(.)</span> ([\d.]+)</li>'
    seen = {id: (state, mark) for state, mark, id in re.findall(chip, html)}
    assert list(seen) == list(course)
    assert [seen[id] for id in ("1.1", "1.2", "1.3")] == [
        ("solved", "✔"), ("tried", "◐"), ("open", "○"),
    ]  # fmt: skip
    colors = {state: re.search(rf'border:([^;"]+)[^<]*<span role="img" aria-label="{state}"', html)
              for state in ("solved", "tried", "open")}  # fmt: skip
    assert len({found[1] for found in colors.values()}) == 3


def test_the_map_links_to_the_notebooks_beside_it_and_first_to_the_next(
    notes, progress_file, monkeypatch
):
    assert "<a " not in shown_map(notes)[1], "there is none beside this test"
    monkeypatch.chdir(progress_file.parent)
    for name in ("02_downhill.ipynb", "02_downhill_my_copy.ipynb", "01_a b.ipynb"):
        Path(name).touch()
    hrefs = re.findall(r'<a href="([^"]*)">([^<]*)</a>', shown_map(notes)[1])
    first, second = ("01_a%20b.ipynb", "1 · Trying every w"), ("02_downhill.ipynb", "2 · Downhill")
    assert hrefs == [first, first, second]
    for id in ("1.1", "1.2", "1.3", "1.4", "1.5", "2.2"):
        course.kept.record_check(id, True)
    lines, html = shown_map(notes)
    assert lines[1] == "Next: exercise 2.1, in 2 · Downhill."
    assert html.index("02_downhill.ipynb") < html.index("01_a%20b.ipynb")


def test_at_the_end_nothing_is_next(notes):
    for id in course:
        course.kept.record_check(id, True)
    lines, html = shown_map(notes)
    assert lines[:2] == [f"◆ Progress · {len(course)} of {len(course)} exercises solved",
                         "All of them are solved."]  # fmt: skip
    assert "All of them are solved." in html and "Next" not in html


def test_the_map_loads_no_exercise(notes, monkeypatch):
    monkeypatch.setattr(course, "_load", None)
    monkeypatch.setattr(course, "_loaded", dict.fromkeys(course))
    assert len(shown_map(notes)[0]) == 11


def test_the_map_names_the_lessons_as_they_name_themselves():
    headings = [read(path).cells[0].source.splitlines()[0] for path in lesson_paths()[1:]]
    assert headings == [f"# {number} · {title}" for number, title in TITLES.items()]


def test_trouble_with_the_file_is_told_once(progress_file, notes, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(progress_file.parent / "missing" / "progress.json"))
    for _ in range(2):
        check("1.1", right)
    told = ["kept in memory only" in repr(note) for note in notes]
    assert told == [True, False]
    progress()
    assert f"1 of {len(course)} exercises solved" in repr(notes[-1])


def test_what_a_broken_file_holds_is_brought_back_by_the_line_that_is_told(progress_file, notes):
    progress_file.write_text('{"exercises": {"1.1": {"solved": true}}, "predictions": {"?": '
                             '{"choice": "a", "right": true}}')  # fmt: skip
    progress()
    assert "○ 1.1" in repr(notes[-1])
    line = re.search(r"`(progress\(.*?\))`", repr(notes[-1]))[1]
    eval(line, {"progress": progress})
    shown = repr(notes[-1])
    assert "✔ 1.1" in shown and "could be read in `progress.json.broken-1`: 2." in shown


CELLS = r"""
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance(history_length=0, colors="nocolor")
for session in json.loads(sys.argv[1]):
    shell.reset()
    for cell in ["from lessons import check", *session]:
        shell.run_cell(cell, store_history=True)
        print("\v")
    print("\f")
"""
FAILS = "def predict(w, x):\n    z = w * x\n    return zz"
BROKEN = "def predict(w, x):\n    y_hat = w * x\n    return y_hat +* 1"
FIRST = ("def predict(w, x):\n    ...", "def predict(w, x):\n    return w + x")
MENDED = ("def predict(w, x):\n    return w * x", "predict = lambda w, x: w * x")
WAYS = [*itertools.product(FIRST, MENDED)]


@pytest.fixture(scope="module")
def printed():
    """What each cell prints, of each session of a notebook, one after the other in one process."""
    checked = "predict = check('1.1', predict)"
    broken = [[first, checked, BROKEN, checked, mended, checked] for first, mended in WAYS]
    sessions = json.dumps([[FAILS, checked], *broken])
    command = [sys.executable, "-X", "utf8", "-c", CELLS, sessions]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done
    return [session.split("\v") for session in done.stdout.split("\f")]


@pytest.mark.slow
def test_in_a_notebook_the_line_of_the_learner_s_cell_is_shown(printed):
    assert re.search(r"where +line 3: return zz$", printed[0][2], re.MULTILINE), printed[0]


@pytest.mark.slow
@pytest.mark.parametrize("way", range(len(WAYS)))
def test_a_cell_that_is_no_python_is_called_that(way, printed):
    _, _, _, _, said, _, after, _ = printed[1 + way]
    assert said.strip().startswith("✘ Not yet")
    assert "Python cannot read the cell that defines `predict`: " in said
    assert re.search(r"where +line 3: return y_hat \+\* 1$", said, re.MULTILINE)
    assert "✔ Right" in after


def test_the_answer_may_use_its_own_random_numbers(notes):
    rng = np.random.default_rng()
    check("1.1", lambda w, x: rng.normal() + x)
    assert repr(notes[-1]).startswith("✘ Not yet")


def test_all_of_it_computes_within_the_courses_settings():
    within, seen = [], []

    @contextlib.contextmanager
    def settings():
        within.append(True)
        yield
        within.pop()

    def answer(w, x):
        seen.append(len(within))
        return w * x

    made = Course(["1.1"], course.__getitem__, str, settings=settings)
    assert made.check("1.1", answer) is answer and made.yours("1.1", 2, 3) == 6
    made.hint("1.1")
    made.progress()
    assert set(seen) == {1} and within == []


def test_what_a_course_knows_of_an_answers_names_is_told_in_place_of_the_error(notes):
    made = Course(["1.1"], course.__getitem__, str, overwritten=lambda answer: answer.__doc__)

    def wrong(w, x):
        "`w` is another one."
        return None + w

    made.check("1.1", wrong)
    assert repr(notes[-1]).startswith("✘ Not yet · 1.1 The model\n`w` is another one.\n")

    def other(w, x):
        "`w` is another one."
        return w + x

    made.check("1.1", other)
    assert "another one" not in repr(notes[-1])
