"""What this machine has room for."""

import os
from pathlib import Path

# What a submission can take at most: its data, and its two file systems in memory.
SANDBOX_BYTES = (2 << 30) + (256 << 20)
OWN_BYTES = 300 << 20  # of the grader's own process
CGROUP = Path("/sys/fs/cgroup")
MEMORY = Path("/proc/meminfo")


def jobs() -> int:
    """How many submissions to run at a time: one for each core, as far as each of them may use all
    the memory that it is allowed; else the system might end an innocent one.  At least 1."""
    room = min(_available(), _left()) - OWN_BYTES
    return max(1, min(len(os.sched_getaffinity(0)), int(room // SANDBOX_BYTES)))


def _available() -> float:
    """Bytes of memory that could be given out."""
    for line in MEMORY.read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024.0
    return float("inf")


def _left() -> float:
    """Bytes that a limit on this container leaves; without one, no end of them."""
    try:
        most, used = ((CGROUP / f"memory.{name}").read_text() for name in ("max", "current"))
        return int(most) - int(used)
    except (OSError, ValueError):  # the limit may read "max"
        return float("inf")
