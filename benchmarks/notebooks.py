"""How long each notebook runs from top to end, blank and solved, and the memory of its kernel."""

import time
from pathlib import Path

import nbformat

from lessons import course
from tools.notebooks import execute, read

FOLDER = Path(__file__).parents[1] / "notebooks"
# In the kernel, after everything else.  On Linux ru_maxrss would count what its parent held.
PEAK = """import resource, sys
from pathlib import Path
status = Path("/proc/self/status")
if status.exists():
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    peak = 1024 * int(lines["VmHWM"].split()[0])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
peak"""


def run() -> list[dict]:
    """Three rows a notebook.  A kernel's start counts, as it does for a learner."""
    rows = []
    for path in sorted(FOLDER.glob("[0-9][0-9]_*.ipynb")):
        if "_my_copy" in path.stem:
            continue
        name = path.stem[:2]
        for kind, change in (("blank", lambda notebook: notebook), ("solved", course.solved)):
            seconds, peak = _measure(path, change(read(path)))
            rows.append({"what": f"{name} {kind}", "value": seconds, "unit": "s", "limit": 20})
        rows.append({"what": f"{name} peak", "value": peak / 1e6, "unit": "MB", "limit": 800})
    return rows


def _measure(path: Path, notebook: nbformat.NotebookNode) -> tuple[float, float]:
    """Seconds of one run, and the bytes its kernel held at most."""
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    start = time.perf_counter()
    done = execute(notebook, path.parent)
    seconds = time.perf_counter() - start
    return seconds, float(done.cells[-1].outputs[0]["data"]["text/plain"])
