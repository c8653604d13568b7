"""How long each notebook runs from top to end, blank and solved, and the memory of its kernel."""

import time
from pathlib import Path

import nbformat

from course_utils.exercises.solved import solved
from tools.notebooks import execute, read

FOLDER = Path(__file__).parents[1] / "notebooks"
# In the kernel, after everything else: kilobytes on Linux, bytes on macOS.
PEAK = """import resource, sys
resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)"""


def run() -> list[dict]:
    """Three rows a notebook.  A kernel's start counts, as it does for a learner."""
    rows = []
    for path in sorted(FOLDER.glob("[0-9][0-9]_*.ipynb")):
        if "_my_copy" in path.stem:
            continue
        name = path.stem[:2]
        for kind, change in (("blank", lambda notebook: notebook), ("solved", solved)):
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
