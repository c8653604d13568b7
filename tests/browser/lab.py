"""A JupyterLab server of the tests' own: fresh settings, a copy of the course, no token."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import nbformat

ROOT = Path(__file__).resolve().parents[2]
OVERRIDES = ROOT / "binder" / "overrides.json"
NOTEBOOKS = "notebooks"  # their folder, below the one that is served
# What grading and a hub bring along, and a learner does not have: no need to load it.
NOT_A_LEARNERS = (
    *(f"nbgrader.server_extensions.{part}" for part in ("assignment_list", "course_list")),
    *(f"nbgrader.server_extensions.{part}" for part in ("formgrader", "validate_assignment")),
    "nbgitpuller",
)
START = 120  # seconds a slow machine may take


@dataclass(frozen=True)
class Lab:
    """url: where it answers, ending in a slash; folder: that of the notebooks; progress: the file
    its kernels keep progress in."""

    url: str
    folder: Path
    progress: Path

    def copy(self, name: str, folder: str) -> str:
        """The path of a copy of one of the course's notebooks in a new folder, with a kernel of
        its own.  Not of the served one: JupyterLab may have saved that with its widgets."""
        # A fixture may be set up more than once, where workers share its tests.
        new = Path(tempfile.mkdtemp(prefix=f"{folder}-", dir=self.folder))
        shutil.copy(ROOT / "notebooks" / name, new)
        return f"{new.name}/{name}"

    def write(self, name: str, sources: Iterable[str]) -> None:
        """Put a notebook with these code cells into its folder."""
        nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
        nb.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(nb, self.folder / name)


@contextmanager
def serve(home: Path) -> Iterator[Lab]:
    """Run JupyterLab as `make lab` does, on a free port of this machine, over a copy of what a
    learner opens, everything it writes below `home`."""
    course, settings = home / "course", home / "app_settings"
    for name in (NOTEBOOKS, "docs"):
        ignored = shutil.ignore_patterns(".*", "*_my_copy*", "*.json")
        shutil.copytree(ROOT / name, course / name, ignore=ignored)
    settings.mkdir()
    if OVERRIDES.exists():
        shutil.copyfile(OVERRIDES, settings / "overrides.json")
    progress = home / "progress.json"
    (home / "config" / "labconfig").mkdir(parents=True)
    for name, setting in {
        "jupyter_server_config": {
            "ServerApp": {"jpserver_extensions": dict.fromkeys(NOT_A_LEARNERS, False)}
        },
        "labconfig/page_config": {"disabledExtensions": {"@jupyter/nbgrader": True}},
    }.items():
        (home / "config" / f"{name}.json").write_text(json.dumps(setting), encoding="utf-8")
    own = {
        # Nothing of this machine's user reaches the server: no settings, layouts, kernels.
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "IPYTHONDIR": home / "ipython",
        "COURSE_PROGRESS": progress,
        "PYTHONPATH": ROOT,
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        "--expose-app-in-browser",  # the tests read its state
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",  # any free one
        "--IdentityProvider.token=",
        f"--LabApp.app_settings_dir={settings}",
        *as_make_lab(),
    ]
    log = home / "lab.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(
            command,
            cwd=course,
            env=os.environ | {key: str(value) for key, value in own.items()},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield Lab(_address(server, home / "runtime", log), course / NOTEBOOKS, progress)
    finally:
        server.terminate()  # it ends its kernels; on Windows they notice that it is gone
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def as_make_lab() -> list[str]:
    """What `make lab` tells JupyterLab: which folder to serve, and what to open."""
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8")
    return re.search(r"-m jupyterlab \$\(LAB_ARGS\) (.+)", recipe)[1].split()


def _address(server: subprocess.Popen, runtime: Path, log: Path) -> str:
    """Where the server answers, once it does."""
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and server.poll() is None:
        for info in runtime.glob("jpserver-*.json"):
            try:
                url = json.loads(info.read_text(encoding="utf-8"))["url"]
                urlopen(f"{url}api", timeout=5).close()
                return url
            except (ValueError, OSError):
                pass  # not quite there yet
        time.sleep(0.1)
    tail = "\n".join(log.read_text(encoding="utf-8").splitlines()[-20:])
    raise RuntimeError(f"JupyterLab does not answer; its last words:\n{tail}")


def notebook_names() -> list[str]:
    """The course's notebooks, without a learner's copies."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return [path.name for path in paths if "_my_copy" not in path.name]
