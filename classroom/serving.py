"""Judging for another machine, in a process that takes one submission after another."""

import json
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import psutil

from .desk import Desk, not_judged
from .fitness import facts, unfit
from .judging import Cancelled

LOOK_SECONDS = 0.5


def serve(
    order: bytes,
    submission: bytes,
    theirs: dict[str, str],
    name: str,
    folder: Path,
    threads: int,
    wanted: Callable[[], bool],
) -> bytes:
    """A desk's reply; {"unfit": [name, why]} where this process must not judge.

    theirs: the facts of the machine that asks; name: of this process; folder: for what the sandbox
    holds; threads: how many submissions it would take at a time; wanted: whether anybody still
    waits.  Raises Cancelled, soon, where nobody does.
    """
    if why := unfit(facts(threads), theirs):
        return json.dumps({"unfit": [name, why]}).encode()
    desk, done = _desk(order, folder), threading.Event()
    desk.bench.cancelled.clear()
    threading.Thread(target=_watch, args=(desk, done, wanted), daemon=True).start()
    try:
        return desk.judge(submission)
    except Cancelled:
        raise
    except Exception as error:  # which may not be one that can be sent
        return not_judged(f"The checker failed ({type(error).__name__})")
    finally:
        done.set()


@lru_cache(maxsize=1)
def _desk(order: bytes, folder: Path) -> Desk:
    return Desk(order, folder / "box")


def _watch(desk: Desk, done: threading.Event, wanted: Callable[[], bool]) -> None:
    """End what runs in the sandbox when nobody waits for it any more."""
    while not done.wait(LOOK_SECONDS):
        if not wanted():
            desk.bench.cancelled.set()
            for child in psutil.Process().children():
                if child.name() == "bwrap":
                    child.kill()
