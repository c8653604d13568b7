"""Where an error's own words lead nowhere, a sentence says what is behind it, and only there."""

import ast
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from lessons import not_set_up
from tests.kernels import ROOT, kernel
from tests.notebooks.rules import lesson_paths
from tools.notebooks import read

CONFIG = ROOT / "binder" / "ipython_kernel_config.json"
EVERY_LESSON = lesson_paths()


def set_up(path):
    """The source of a notebook's set-up cell."""
    (cell,) = [c for c in read(path).cells if "setup" in c.metadata.get("tags", [])]
    return cell.source


def made(source):
    """The names that a cell makes."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def test_the_names_are_those_that_the_set_up_cells_make():
    of_each = [set(made(set_up(path))) for path in EVERY_LESSON]
    assert not_set_up.NAMES == set.union(*of_each)
    assert not_set_up.EVERYWHERE in set.intersection(*of_each)


@pytest.mark.parametrize("path", EVERY_LESSON, ids=lambda path: path.stem)
def test_one_cell_imports_what_the_sentence_speaks_of(path):
    sources = [cell.source for cell in read(path).cells if cell.cell_type == "code"]
    found = [text for text in sources if re.search(r"^from \w+ import .*\bcheck\b", text, re.M)]
    assert "imports `check`" in not_set_up.SENTENCE and found == [set_up(path)]


@contextmanager
def extended(folder, **environment):
    """What a cell of a kernel with the extension ends with: its error's lines, or what a note says,
    "" for none."""
    profile = folder / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    shutil.copy(CONFIG, profile)
    with kernel(folder, **environment) as run:

        def end(source):
            lines = []
            for put_out in run(source):
                lines += put_out.get("traceback", ())
                lines += [text for text in [put_out.get("data", {}).get("text/plain")] if text]
            return re.sub(r"\x1b\[[\d;]*m", "", "\n".join(lines))

        yield end
    assert "Error" not in (folder / "kernel.log").read_text()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A kernel beside a module of the learner's that stands before NumPy."""
    folder = tmp_path_factory.mktemp("learner")
    (folder / "numpy.py").write_text("raise RuntimeError('this is no NumPy')\n")
    with extended(folder) as run:
        yield run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("figures.one_weight()", "figures"),
        ('check("1.1", None)', "check"),
        ("def mine():\n    return np.mean([1])\n\nmine()", "np"),
    ],
)
def test_a_name_of_the_set_up_cell_gets_the_sentence(run, source, name):
    told = run(source)
    assert told.endswith(f"NameError: name '{name}' is not defined\n{not_set_up.SENTENCE}")
    assert source.splitlines()[-1] in told, "the usual traceback is there"


@pytest.mark.slow
@pytest.mark.parametrize("source", ["import numpy as np", "from lessons import check"])
def test_a_file_in_the_way_is_named_in_place_of_a_traceback(run, source):
    assert run(source) == (
        "RuntimeError: this is no NumPy\nBeside this notebook Python finds `numpy.py` in place of "
        "`numpy`: give it another name, then restart the kernel."
    )


@pytest.mark.slow
def test_a_file_whose_import_passes_is_named_by_the_set_up_cell(tmp_path):
    (tmp_path / "torch.py").touch()
    (tmp_path / "filelock.py").touch()
    with extended(tmp_path) as run:
        told = "Beside this notebook Python finds `{0}.py` in place of `{0}`: give it another name"
        shown = run("from lessons import check")
        assert shown.startswith("ImportError: cannot import name 'FileLock'")
        assert told.format("filelock") in shown and "Traceback" not in shown
        (tmp_path / "filelock.py").unlink()
        run("import sys\ndel sys.modules['filelock']")
        assert run("from lessons import check").startswith(
            f"✘ A file is in the way\n{told.format('torch')}"
        )
        lacking = run("import torch\ntorch.tensor([1.0])")
        assert lacking.startswith("AttributeError: ") and told.format("torch") in lacking
        again = run("check = 3\ncheck('1.1', None)")
        assert again == (
            "TypeError: 'int' object is not callable\nA cell has given the name `check` another "
            "value: run the set-up cell again, and call that value something else."
        )


@pytest.mark.slow
def test_a_name_that_was_overwritten_is_told_in_place_of_a_traceback(run):
    told = "A cell has given the name `{}` another value: run {}, and call"
    data = run("data = 3\ndata.students()")
    assert data.startswith("AttributeError: 'int' object has no attribute 'students'\n")
    assert data.count("\n") == 1 and told.format("data", "the set-up cell again") in data
    summed = run("sum = 0\nsum([1])")
    assert summed.count("\n") == 1 and told.format("sum", "`del sum`") in summed
    inside = run("def total():\n    return sum([1])\n\ntotal()")
    assert "Traceback" in inside and told.format("sum", "`del sum`") in inside
    assert "another value" not in run("'a' + 1")
    run("del sum, data")


@pytest.mark.slow
def test_a_name_whose_cell_has_stopped_is_told(run):
    stopped = not_set_up.STOPPED.format("losses")
    run("figures = 1")
    run("losses = 1 / 0")
    assert run("losses").endswith(f"NameError: name 'losses' is not defined\n{stopped}")
    assert not_set_up.STOPPED[:8] not in run("lossless")
    run("losses = [1]\ndel losses")
    assert run("losses").endswith("NameError: name 'losses' is not defined")
    run("del figures")


@pytest.mark.slow
def test_other_errors_are_as_always(run):
    assert run("figure").endswith("NameError: name 'figure' is not defined")
    assert run("def f():\n    x = x + 1\n\nf()").startswith("-----")
    assert not_set_up.SENTENCE not in run("def f():\n    x = x + 1\n\nf()")
    assert run("1 / 0").endswith("ZeroDivisionError: division by zero")
    assert not_set_up.SENTENCE in run("figures"), "the extension is still there"


@pytest.mark.slow
def test_once_the_set_up_cell_has_run_the_sentence_would_be_wrong(run):
    assert run("figures = 1") == ""
    assert run("x").endswith("NameError: name 'x' is not defined")
    run("del figures")
    assert run("x").endswith(not_set_up.SENTENCE)


@pytest.mark.slow
def test_where_the_course_is_tested_it_is_off(tmp_path):
    with extended(tmp_path, COURSE_STRICT="1") as run:
        assert run("figures").endswith("NameError: name 'figures' is not defined")


def test_it_loads_nothing_but_the_standard_library():
    look = "import sys; before = {*sys.modules}; import lessons.not_set_up; "
    look += "print(*{name.split('.')[0] for name in sys.modules.keys() - before})"
    run = [sys.executable, "-c", look]
    done = subprocess.run(run, capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(done.stdout.split()) - sys.stdlib_module_names == {"lessons"}
