"""Kernels for tests: as JupyterLab starts them, and not as under nbval."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from tools.notebooks import started

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def kernel(folder: Path, **environment: str) -> Iterator[Callable[[str], list[dict[str, Any]]]]:
    """A function that runs a cell in a fresh kernel, started in this folder, and returns the
    contents of what it put out.  The kernel does not know that the course is tested."""
    own = {
        "COURSE_STRICT": "",
        "COURSE_PROGRESS": str(folder / "progress.json"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYTHONPATH": str(ROOT),
    }
    log = (folder / "kernel.log").open("w")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (own | environment).items():
            patch.setenv(name, value)
        manager, client = started(lambda: start_new_kernel(cwd=str(folder), stdout=log, stderr=log))

    def run(source: str) -> list[dict[str, Any]]:
        put_out: list[dict[str, Any]] = []
        client.execute_interactive(
            source, timeout=60, output_hook=lambda message: put_out.append(message["content"])
        )
        return put_out

    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        log.close()
