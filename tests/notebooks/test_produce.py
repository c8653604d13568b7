"""`make notebooks` stores outputs in one form, the same each time, and never those of a failure."""

import base64
import io
import json
import subprocess
import sys
from contextlib import nullcontext

import matplotlib.image
import nbformat
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.notebooks import rules
from tests.thorough import thinned
from tools import notebooks

made = pytest.mark.slow  # uses `stored`, which runs a notebook

BUSY = """import os
import warnings
from IPython.display import display
from ipywidgets import IntSlider
from matplotlib import pyplot as plt

print("one")
print("two", flush=True)
print("three")
plt.plot([1, 2])
plt.show()
display(IntSlider())
warnings.warn("mind the step")"""

SHOWN = """display({"image/png": PNG, "text/html": "<img>", "text/plain": "A dot."}, raw=True)
os.environ["COURSE_PROGRESS"].endswith("progress.json"), os.path.exists("here.txt")"""

RAISES = "import json\njson.loads('')"


def png() -> bytes:
    """A small picture that names the software it was made with."""
    out = io.BytesIO()
    Figure(figsize=(1, 1)).savefig(out, format="png", metadata={"Author": "nobody"})
    return out.getvalue()


def made_of(*cells):
    """A notebook of these cells, nothing repaired and nothing added."""
    return nbformat.from_dict(
        {"cells": cells, "metadata": {"authors": []}, "nbformat": 4, "nbformat_minor": 4}
    )


def notebook(*sources: str, **metadata):
    """A notebook of code cells, as an old editor leaves it: no ids, metadata of its own."""
    cells = [new_code_cell(source, metadata=metadata) for source in sources]
    for cell in cells:
        del cell["id"]
    return made_of(*cells)


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """(path, bytes of the first run, bytes of the second, what the two runs reported).  The second
    run finds other bytes, and must write the first again."""
    folder = tmp_path_factory.mktemp("produce")
    (folder / "here.txt").touch()
    path = folder / "01_busy.ipynb"
    picture = base64.b64encode(png()).decode()
    source = notebook(BUSY, SHOWN.replace("PNG", repr(picture)), RAISES, scrolled=True)
    source.cells[2].metadata["tags"] = ["raises-exception"]
    path.write_text(json.dumps(source), encoding="utf-8")
    first = notebooks.main(["01"], folder), path.read_bytes()
    spoilt = first[1].replace(rb'"one\n', rb'"ONE\n', 1)  # an output, not the source
    assert spoilt != first[1]
    path.write_bytes(spoilt)
    second = notebooks.main([], folder), path.read_bytes()
    return path, first[1], second[1], (first[0], second[0])


def outputs(stored, cell: int) -> list:
    return nbformat.reads(stored[1].decode(), as_version=4).cells[cell].outputs


@made
def test_two_runs_store_identical_bytes(stored):
    _, first, second, reported = stored
    assert reported == (0, 0)
    assert first == second


@made
def test_check_reports_a_difference_and_writes_nothing(stored, capsys, monkeypatch):
    path, first, _, _ = stored
    monkeypatch.setattr(notebooks, "produce", lambda path: first)  # what two runs made already
    different = first.replace(b"one", b"ONE")
    path.write_bytes(different)
    assert notebooks.main(["--check"], path.parent) == 1
    assert "DIFFERS" in capsys.readouterr().out
    assert path.read_bytes() == different


@made
def test_what_is_stored_keeps_the_rules_on_form(stored):
    path, first, _, _ = stored
    path.write_bytes(first)
    found = notebooks.read(path)
    for rule in (
        rules.valid,
        rules.cell_ids,
        rules.execution_counts,
        rules.notebook_metadata,
        rules.cell_metadata,
        rules.fresh,
        rules.no_widget_state,
        rules.reproducible,
    ):
        assert rule(found, path) == []


@made
def test_streams_are_merged_and_name_no_temporary_file(stored):
    text = {output.name: output.text for output in outputs(stored, 0) if "name" in output}
    assert text["stdout"] == "one\ntwo\nthree\n"
    assert text["stderr"].startswith("cell:13: UserWarning: mind the step")


@made
def test_a_picture_is_stored_without_its_html_twin_and_without_text_chunks(stored):
    data = outputs(stored, 1)[0].data
    assert set(data) == {"image/png", "text/plain"}
    kept = base64.b64decode(data["image/png"])
    assert b"nobody" in png() and b"Matplotlib" in png()
    assert b"nobody" not in kept and b"Matplotlib" not in kept
    before, after = (matplotlib.image.imread(io.BytesIO(content)) for content in (png(), kept))
    assert (before == after).all()


@made
def test_the_kernel_has_a_blank_progress_file_and_the_notebooks_folder(stored):
    assert outputs(stored, 1)[1].data["text/plain"] == "(True, True)"


def test_html_without_a_picture_is_kept():
    cell = new_code_cell("x", outputs=[new_output("display_data", {"text/html": "<b>1</b>"})])
    [output] = notebooks.normalise(made_of(cell)).cells[0].outputs
    assert output.data == {"text/html": "<b>1</b>"}


def test_a_widget_view_alone_leaves_no_output():
    cell = new_code_cell("x", outputs=[new_output("display_data", {notebooks.WIDGET_VIEW: {}})])
    assert notebooks.normalise(made_of(cell)).cells[0].outputs == []


def test_ids_are_kept_and_missing_ones_are_the_same_each_time():
    def made():
        cells = [new_markdown_cell("a"), new_markdown_cell("a"), new_markdown_cell("a")]
        cells[0]["id"] = cells[1]["id"] = "kept"
        del cells[2]["id"]
        return notebooks.normalise(made_of(*cells))

    ids = [cell.id for cell in made().cells]
    assert ids[0] == "kept" and len(set(ids)) == 3
    assert ids == [cell.id for cell in made().cells]


LATE = "import threading\nthreading.Timer(0.05, lambda: 1 / 0).start()"


@pytest.mark.slow
@pytest.mark.parametrize(
    "source, metadata, reason",
    [
        ("1 / 0", {}, "ZeroDivisionError"),
        ("from ipywidgets import Output\nout = Output()\nwith out:\n    1 / 0\nout",
         {}, "inside an Output widget: ZeroDivisionError"),
        ("%no_such_magic", {}, "UsageError: Line magic function"),
        *thinned([(LATE, {}, "after the last cell: stderr shows 'Exception in thread'")], []),
        ("import asyncio\nasync def f():\n    1 / 0\ntask = asyncio.create_task(f())",
         {}, "'Task exception was never retrieved'"),
        ("x = 1", {"tags": ["raises-exception"]}, "nothing was raised"),
    ],
)  # fmt: skip
def test_a_failing_notebook_is_reported_and_left_as_it_was(
    tmp_path, capsys, source, metadata, reason
):
    path = tmp_path / "01_failing.ipynb"
    before = json.dumps(notebook(source, **metadata))
    path.write_text(before, encoding="utf-8")
    assert notebooks.main([], tmp_path) == 1
    assert reason in capsys.readouterr().out
    assert path.read_text(encoding="utf-8") == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_that_no_traceback_tells_of_is_seen():
    forgotten = "async def f():\n    pass\nf()"
    done = subprocess.run([sys.executable, "-c", forgotten], capture_output=True, text=True)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "'was never awaited'" in notebooks.trouble(done.stderr)
    assert notebooks.trouble("UserWarning: a cell may say so much") is None


@pytest.mark.slow
def test_a_cell_over_its_time_limit_fails(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "CELL_SECONDS", 1)
    with pytest.raises(notebooks.NotebookFailed, match="took more than 1 s"):
        notebooks.execute(notebook("while True:\n    pass"), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("deaths", [1, 2])
def test_a_kernel_that_dies_at_birth_is_started_once_more(tmp_path, deaths):
    (tmp_path / "sitecustomize.py").write_text(
        "import os, pathlib\n"
        "births = len(list(pathlib.Path(__file__).parent.glob('birth*')))\n"
        "pathlib.Path(__file__).with_name(f'birth{births}').touch()\n"
        f"births < {deaths} and os._exit(1)\n"
    )
    expected = nullcontext() if deaths == 1 else pytest.raises(RuntimeError, match="Kernel died")
    with expected:
        executed = notebooks.execute(notebook("6 * 7"), tmp_path, {"PYTHONPATH": str(tmp_path)})
        assert executed.cells[0].outputs[0].data["text/plain"] == "42"
    assert len(list(tmp_path.glob("birth*"))) == 2


@made
def test_a_declared_error_is_stored_without_this_machines_paths(stored):
    [output] = outputs(stored, 2)
    assert output.traceback == ["JSONDecodeError: Expecting value: line 1 column 1 (char 0)"]


def test_an_unknown_name_is_refused_and_a_learners_copy_is_not_executed(tmp_path, capsys):
    (tmp_path / "01_x_my_copy.ipynb").write_text("not even a notebook")
    assert notebooks.main([], tmp_path) == 0
    with pytest.raises(SystemExit):
        notebooks.main(["07"], tmp_path)
    assert "no notebook" in capsys.readouterr().err
