"""Settings for every test run, and the guard that makes executed notebooks unable to lie.

nbval passes a cell whose failure shows on stderr alone (an unknown magic, an exception in a
thread or an asyncio task), a cell tagged as raising which raises nothing, and a notebook that was
never executed.  The guard fails each of them.
"""

import gc
import importlib
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty

import nbval.plugin
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, RunningKernel

from tools.notebooks import SETTLE, started, trouble

# Copies of the first two are run by the guard's own test.
collect_ignore = ["tests/notebooks/bad", "tests/notebooks/good.ipynb"]
collect_ignore += ["tests/first_edition/notebooks"]

_scratch = tempfile.mkdtemp(prefix="course-tests-")
os.environ["COURSE_PROGRESS"] = str(Path(_scratch) / "progress.json")
os.environ["COURSE_STRICT"] = os.environ["LIVEFIGURE_STRICT"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ.pop("MPLBACKEND", None)  # kernels inherit it, and inline pictures would vanish
# What one worker or kernel compiles, the others read.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
nbval.plugin.RunningKernel = lambda *how, **more: started(partial(RunningKernel, *how, **more))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """What is loaded while tests are collected stays: to look through it for garbage, then and
    later again and again, would take a tenth of the time."""
    gc.disable()
    try:
        _compile_a_share(session.config)
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        # To look at what is new after every 700 objects, as Python does, costs a tenth of the time.
        gc.set_threshold(100_000, 20, 100)


def _compile_a_share(config):
    """Each worker loads all modules of tests, and pytest compiles every assertion in them, which is
    half of what collecting takes: each begins with other modules, and finds the rest compiled."""
    number, count = (os.environ.get(f"PYTEST_XDIST_WORKER{name}") for name in ("", "_COUNT"))
    if not number or not count:
        return
    root = Path(__file__).parent
    asked, left_out = (
        [Path(root, str(one).partition("::")[0]) for one in several or ()]
        for several in (config.args, config.getoption("ignore"))
    )
    paths = [
        path.relative_to(root).with_suffix("")
        for path in sorted(root.glob("tests/**/test_*.py"))
        if any(map(path.is_relative_to, asked)) and not any(map(path.is_relative_to, left_out))
    ]
    for path in paths[int(number.removeprefix("gw")) :: int(count)]:
        with suppress(Exception, pytest.skip.Exception):  # collecting it will tell
            importlib.import_module(".".join(path.parts))


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
            if name in BUILD_FIGURES:
                return "figures"
            if scope.startswith("tests/browser/"):
                return f"tests/browser/ {name in IN_JUPYTERLAB}"
            return scope

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
