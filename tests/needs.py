"""What a test needs from the machine: its absence is named here, and is no excuse in CI."""

import os

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
