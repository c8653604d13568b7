"""What a test needs from the machine: its absence is named here, and is no excuse in CI."""

import os
import shutil
import sys
from importlib.util import find_spec

import pytest


def need(what: str, found: object) -> None:
    """Go on when `found` is true; else skip the test by name, or fail it when CI is set.

    what: the missing thing as a noun, such as "Node" or "a Chromium browser".
    """
    if found:
        return
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing, and CI must have it", pytrace=False)
    pytest.skip(f"{what} is missing")


def need_classroom(isolated: bool = True) -> None:
    """Skip a whole test module by name where grading is not installed; in CI it must be."""
    missing = [
        what
        for what, found in (
            ("nbgrader (the extra `classroom`)", find_spec("nbgrader")),
            ("bubblewrap", shutil.which("bwrap") or not isolated),
        )
        if not found
    ]
    if missing and os.environ.get("CI") and sys.platform == "linux":
        pytest.fail(f"{missing[0]} is missing, and CI must have it", pytrace=False)
    if missing:
        pytest.skip(f"{missing[0]} is missing", allow_module_level=True)


def need_hub() -> None:
    """Skip a test, or a whole module, by name where the hub is not installed; in CI it must be."""
    names = ("jupyterhub", "nbgitpuller", "jupyterhub_idle_culler", "configurable_http_proxy")
    missing = [f"{name} (the extra `hub`)" for name in names if not find_spec(name)]
    if missing and os.environ.get("CI") and sys.platform == "linux":
        pytest.fail(f"{missing[0]} is missing, and CI must have it", pytrace=False)
    if missing:
        pytest.skip(f"{missing[0]} is missing", allow_module_level=True)
