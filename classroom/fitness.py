"""Whether a machine may judge for another one: it must come to the same verdicts, in a sandbox."""

import hashlib
import platform
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from . import package
from .deciding import LIBRARIES
from .sandbox import Sandbox, SandboxError, readable

DATA = (".py", ".npy", ".npz")  # endings of the files that may decide a mark
COURSE, BOX = "course", "sandbox"


@cache
def facts(threads: int = 1) -> dict[str, str]:
    """What must be the same on two machines, and why the sandbox does not start, if so.

    threads: of the process, which may have but one: it ends with what it judges.
    """
    found = {COURSE: fingerprint(), "Python": platform.python_version()}
    found |= {"machine": platform.machine(), "number of threads": str(threads)}
    found |= {name: version(name) for name in LIBRARIES}
    return found | {BOX: exposed([package.ROOT / name for name in package.PACKAGES]) or _starts()}


def unfit(theirs: dict[str, str], ours: dict[str, str]) -> str:
    """Why one with these facts must not judge for us, as the end of a sentence; "" if it may."""
    if theirs[COURSE] != ours[COURSE]:
        return "its course is not the same as here, in a file that may decide a mark."
    for name in ours:
        if name != BOX and theirs.get(name) != ours[name]:
            return f"its {name} is {theirs.get(name)}, here it is {ours[name]}."
    return theirs[BOX]


def fingerprint() -> str:
    """SHA-256 (hex) of all files of ours that may decide a mark, and of their names."""
    digest = hashlib.sha256()
    for name in package.PACKAGES:
        for path in sorted((package.ROOT / name).rglob("*")):
            if path.suffix in DATA:
                digest.update(f"\0{path.relative_to(package.ROOT).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def exposed(paths: Iterable[Path]) -> str:
    """A sentence on the first of these that the sandbox would show; "" if it shows none."""
    for path in paths:
        if shown := [top for top in readable() if path.is_relative_to(top)]:
            return f"{path.name}: it lies in {shown[0]}, which the sandbox shows; move it away."
    return ""


def _starts() -> str:
    """Why the sandbox does not start; "" if it does."""
    box = Path(tempfile.mkdtemp(prefix="classroom-"))
    try:
        package.build(box, [])
        with Sandbox(box):
            return ""
    except SandboxError as error:
        return str(error)
    except OSError as error:
        return f"The sandbox could not be built: {error.strerror}."
    finally:
        shutil.rmtree(box, ignore_errors=True)
