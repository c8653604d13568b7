"""Stopping a program at any of its steps, as Ctrl-C or a closed lid does."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest.mock import patch

STEPS = [(os, "fsync"), (os, "replace"), (subprocess, "run"), (shutil, "rmtree")]
STEPS += [(Path, name) for name in ("mkdir", "rename", "rmdir", "unlink", "write_bytes")]


@contextmanager
def stopped_before(step: int) -> Iterator[None]:
    """Inside, the step of this number, counted from 0, raises KeyboardInterrupt instead."""
    turn = count()

    def stopping(function):
        def run(*arguments, **options):
            if next(turn) == step:
                raise KeyboardInterrupt
            return function(*arguments, **options)

        return run

    patches = [patch.object(owner, name, stopping(getattr(owner, name))) for owner, name in STEPS]
    for one in patches:
        one.start()
    try:
        yield
    finally:
        for one in patches:
            one.stop()
