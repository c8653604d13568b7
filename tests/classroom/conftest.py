"""What keeps the tests of grading cheap: a sandbox is what costs.

Without THOROUGH=1, a module that asks for
    plain   is given lessons whose set-up does not import Matplotlib, two thirds of what it takes to
            start a sandbox and come to the first answer, and whose trainings are shorter: where an
            answer's cell fails, all cells before it are run
    once    starts no sandbox for what is known to come of it, see `known.py`; so that more is,
            all its classes have one secret
    here    starts none for its marks at all, see `here.py`
    unsought  looks for no lines in wrong answers, for which feedback starts a sandbox of its own
The honest submissions and the lessons' known mistakes go through the lessons as they are.
"""

import os
from types import SimpleNamespace

import pytest

from tests.thorough import THOROUGH

PICTURES = '    "import matplotlib.pyplot as plt\\n",\n'


@pytest.fixture(scope="session")
def plain_lessons(tmp_path_factory):
    """A folder of all lessons, as they are but for that import and their trainings."""
    import nbformat

    from classroom.release import NOTEBOOKS  # which needs nbgrader, whose absence modules name
    from tests.notebooks.shorter import shorter

    folder = tmp_path_factory.mktemp("plain") / NOTEBOOKS.name
    folder.mkdir()
    for path in NOTEBOOKS.glob("[0-9]*.ipynb"):
        text = path.read_text(encoding="utf-8").replace(PICTURES, "")
        nbformat.write(shorter(nbformat.reads(text, as_version=4)), folder / path.name)
    return folder


@pytest.fixture(scope="module")
def plain(plain_lessons):
    """Release lessons that import no Matplotlib; the fixture is what undoes it."""
    from classroom import release

    with pytest.MonkeyPatch.context() as patch:
        if not THOROUGH:
            patch.setattr(release, "NOTEBOOKS", plain_lessons)
        yield patch


@pytest.fixture(scope="session")
def known(tmp_path_factory):
    """The sandboxes of this run, whichever of pytest-xdist's processes started them, whose outcome
    is known."""
    from tests.classroom.known import Known

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "known"
    folder.mkdir(exist_ok=True)
    return Known(folder)


@pytest.fixture(scope="module")
def once(known):
    """Judge each list of steps once."""
    from classroom import folder, grading, judging

    with pytest.MonkeyPatch.context() as patch:
        if not THOROUGH:
            patch.setattr(judging, "marks", known.marks)
            patch.setattr(grading, "Sandbox", known.sandbox)
            secret = SimpleNamespace(token_bytes=lambda number: b"a class's own; ".ljust(number))
            patch.setattr(folder, "secrets", secret)
        yield


@pytest.fixture(scope="module")
def here(once):
    """Judge without a sandbox."""
    from classroom import judging
    from tests.classroom.here import Here

    with pytest.MonkeyPatch.context() as patch:
        if not THOROUGH:
            patch.setattr(judging, "Sandbox", Here)
        yield


@pytest.fixture(scope="module")
def unsought():
    """Look for no lines; `test_lines` does."""
    from classroom import lines

    with pytest.MonkeyPatch.context() as patch:
        if not THOROUGH:
            patch.setattr(lines, "look", lambda *_, **__: None)
        yield


@pytest.fixture
def run(capsys):
    """Give a command: its exit status and all that it printed."""
    from classroom.__main__ import main

    def command(*arguments):
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return status, printed.out + printed.err

    return command
