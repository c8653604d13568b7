"""The guard in the root conftest.py fails what nbval lets pass, each for its own reason."""

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import nbval.kernel
import nbval.plugin
import pytest

from tests.notebooks.rules import ROOT
from tests.thorough import THOROUGH, thinned

HERE = Path(__file__).parent
CAUGHT_BY_THE_GUARD = {
    "unknown_magic": "stderr shows 'UsageError'",
    "exception_in_thread": "stderr shows 'Exception in thread'",
    "exception_in_late_thread": "stderr shows 'Exception in thread'",
    "exception_in_task": "stderr shows 'Task exception was never retrieved'",
    "declared_error_missing": "tagged as raising, and nothing was raised",
    "unexecuted": "the notebook is stored unexecuted",
}
CAUGHT_BY_NBVAL = {"raising_interact": "ZeroDivisionError"}
NO_KERNEL = "Kernel died before replying to kernel_info"


IN_WORKERS = ("-n", thinned("2", "1"), "--dist", "loadscope")
# With the guard and in workers, as `make test` runs; the others take as many kernels each.
RUNS = {
    "workers": (True, *IN_WORKERS),
    **thinned({"alone": (True,), "bare": (False,)}, {}),
}

pytestmark = pytest.mark.slow

def start(folder: Path, guarded: bool, *how: str) -> subprocess.Popen:
    """Begin a pytest run, with the project's settings, over copies of the notebooks."""
    folder.mkdir()
    for name in CAUGHT_BY_THE_GUARD | CAUGHT_BY_NBVAL:
        shutil.copy(HERE / "bad" / f"{name}.ipynb", folder)
    shutil.copy(HERE / "good.ipynb", folder)
    if guarded:
        shutil.copy(ROOT / "conftest.py", folder)
    options = ["-c", ROOT / "pyproject.toml", "--rootdir", folder, "-p", "no:cacheprovider", *how]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, "--junitxml", folder / "report.xml", folder],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )


def outcome(folder: Path) -> dict[str, str]:
    """Notebook -> what was reported of its failures; empty for one that passed."""
    reported: dict[str, str] = {}
    for case in ElementTree.parse(folder / "report.xml").iter("testcase"):
        name = Path(case.get("classname")).stem
        failures = "".join(entry.text for entry in case if entry.tag in ("failure", "error"))
        reported[name] = reported.get(name, "") + failures
    return reported


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The outcomes of each run."""
    found, left = {}, dict(RUNS)
    for attempt in ("first", "second"):
        folder = tmp_path_factory.mktemp(f"guard-{attempt}")
        started = {name: start(folder / name, *how) for name, how in left.items()}
        for process in started.values():
            process.wait(timeout=1200)  # a busy machine may need minutes
        found |= {name: outcome(folder / name) for name in started}
        # Two kernels that start at once may have chosen the same port, of which one dies.
        left = {name: RUNS[name] for name in started if NO_KERNEL in "".join(found[name].values())}
        if not left:
            break
    return found


def test_a_kernel_of_nbvals_that_dies_at_birth_is_started_once_more(monkeypatch):
    ends = iter([RuntimeError(NO_KERNEL), OSError("the second start")])

    def start(**_):
        raise next(ends)

    monkeypatch.setattr(nbval.kernel, "start_new_kernel", start)
    with pytest.raises(OSError, match="the second start"):
        nbval.plugin.RunningKernel("python3")


guarded = pytest.mark.parametrize("run", sorted(set(RUNS) - {"bare"}))


@guarded
def test_a_good_notebook_passes_with_the_guard(runs, run):
    assert runs[run]["good"] == ""


@guarded
@pytest.mark.parametrize("name", CAUGHT_BY_THE_GUARD | CAUGHT_BY_NBVAL)
def test_a_bad_notebook_fails_for_its_own_reason(runs, run, name):
    assert (CAUGHT_BY_THE_GUARD | CAUGHT_BY_NBVAL)[name] in runs[run][name]


if THOROUGH:

    @pytest.mark.parametrize("name", CAUGHT_BY_THE_GUARD)
    def test_without_the_guard_it_passes(runs, name):
        assert runs["bare"][name] == ""

    def test_nbval_itself_sees_an_error_in_a_callback(runs):
        assert CAUGHT_BY_NBVAL["raising_interact"] in runs["bare"]["raising_interact"]


def test_the_guard_watches_over_this_run(request):
    assert request.config.pluginmanager.has_plugin(str(ROOT / "conftest.py"))
