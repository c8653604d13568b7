"""Settings for every test run, and the guard that makes executed notebooks unable to lie.

nbval passes a cell whose failure shows on stderr alone (an unknown magic, an exception in a
thread or an asyncio task), a cell tagged as raising which raises nothing, and a notebook that was
never executed.  The guard fails each of them.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from queue import Empty

import pytest
from nbval.plugin import IPyNbCell, IPyNbFile

from tools.notebooks import SETTLE, trouble

collect_ignore = ["tests/notebooks/bad", "tests/first_edition/notebooks"]

_scratch = tempfile.mkdtemp(prefix="course-tests-")
os.environ["COURSE_PROGRESS"] = str(Path(_scratch) / "progress.json")
os.environ["COURSE_STRICT"] = os.environ["LIVEFIGURE_STRICT"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.pop("MPLBACKEND", None)  # kernels inherit it, and inline pictures would vanish


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """What is loaded while tests are collected stays: to look through it for garbage, then and
    later again and again, would take a tenth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure():
    shutil.rmtree(_scratch, ignore_errors=True)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Under `--dist loadscope` one worker starts the one JupyterLab, another does meanwhile what of
    the browser's tests needs none, and one builds the lessons' figures, which many look at."""
    if config.getvalue("dist") != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    from tests.browser import IN_JUPYTERLAB
    from tests.lessons import BUILD_FIGURES

    class Sharing(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            scope = super()._split_scope(nodeid)
            name = Path(scope).stem
            if scope.startswith("tests/browser/"):
                return f"tests/browser/ {name in IN_JUPYTERLAB}"
            return "figures" if name in BUILD_FIGURES else scope

    return Sharing(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if not isinstance(item, IPyNbCell):
        return (yield)
    if item.cell.execution_count is None:
        item.raise_cell_error("the notebook is stored unexecuted: `make notebooks` executes it")
    heard = _hear(item.parent)
    result = yield
    if found := trouble("".join(heard)):
        heard.clear()
        item.raise_cell_error(f"the cell, or one before it, failed unnoticed: {found}")
    if item.options["check_exception"] and not any(
        output.output_type == "error" for output in item.test_outputs
    ):
        item.raise_cell_error("the cell is tagged as raising, and nothing was raised")
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    last = isinstance(item, IPyNbCell) and getattr(nextitem, "parent", None) is not item.parent
    found = _settle(item.parent) if last and item.parent.kernel else None
    yield  # the kernel stops here, whatever was found
    if found:
        pytest.fail(f"after the last cell of {item.parent.name}: {found}", pytrace=False)


def _hear(notebook: IPyNbFile) -> list[str]:
    """All stderr text of the notebook's kernel so far, whichever cell it came from."""
    if not hasattr(notebook, "heard"):
        notebook.heard = []
        receive = notebook.kernel.get_message

        def get_message(stream, timeout=None):
            message = receive(stream, timeout=timeout)
            if message["msg_type"] == "stream" and message["content"]["name"] == "stderr":
                notebook.heard.append(message["content"]["text"])
            return message

        notebook.kernel.get_message = get_message
    return notebook.heard


def _settle(notebook: IPyNbFile) -> str | None:
    """What only shows once the notebook has let go of everything; None when it is quiet."""
    kernel = notebook.kernel
    if not kernel.is_alive():
        return None  # its last cell has failed already
    heard = _hear(notebook)
    try:
        request = kernel.execute_cell_input(SETTLE, allow_stdin=False)
        kernel.await_reply(request, timeout=30)
        kernel.await_idle(request, timeout=5)
    except Empty:
        return "the kernel did not come to rest"
    return trouble("".join(heard))
