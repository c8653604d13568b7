"""What resetting and updating share: git, and keeping a learner's file under another name."""

import os
import re
import subprocess
import sys
from pathlib import Path

MARKS = re.compile(rb"^(<{7}|>{7})[ \r\n]", re.MULTILINE)  # in no notebook does a line begin so


def git(
    root: Path,
    *arguments: str,
    sorry: str = "Nothing is lost, but git failed",
    index: Path | None = None,
    given: bytes | None = None,
) -> bytes:
    """What a git command prints, run in `root`.

    index: the file it uses in place of git's own index; given: what it reads.  Where it fails the
    program ends with one sentence: `sorry`, and the reason that git names first.
    """
    environment = (
        os.environ | {"LC_ALL": "C"} | ({"GIT_INDEX_FILE": os.path.abspath(index)} if index else {})
    )
    run = {"cwd": root, "env": environment, "input": given, "capture_output": True, "check": True}
    try:
        return subprocess.run(["git", *arguments], **run).stdout
    except FileNotFoundError:
        sys.exit("The original lessons are kept by git, but no git was found: install it first.")
    except subprocess.CalledProcessError as error:
        lines = error.stderr.decode(errors="replace").strip().splitlines()
        named = [line for line in lines if re.match("fatal: |error: ", line)]
        reason = re.sub("^(fatal|error): ", "", "".join((named or lines)[:1]))
        sys.exit(f"{sorry}: {reason.rstrip('.')}.")


def has_conflict_marks(path: Path) -> bool:
    """Whether git has written its conflict marks into this file: then it is no notebook."""
    return bool(MARKS.search(path.read_bytes()))


def other_names(path: Path) -> list[Path]:
    """The first name for a copy that is not yet taken, after all that are.

    `…_my_copy`, then `…_my_copy_2` and so on; a file with conflict marks, which JupyterLab opens
    as text alone, is `…_conflict_marks.txt`.
    """
    kind = "my_copy"
    if path.is_file() and has_conflict_marks(path):
        kind, path = "conflict_marks", path.with_suffix(".txt")
    names = [path.with_stem(f"{path.stem}_{kind}")]
    while os.path.lexists(names[-1]):
        names.append(path.with_stem(f"{path.stem}_{kind}_{len(names) + 1}"))
    return names


def keep(path: Path) -> Path:
    """Copy a file to another name, in one step; a copy that is there already is enough."""
    content = path.read_bytes()
    *taken, free = other_names(path)
    for copy in taken:
        if copy.is_file() and copy.read_bytes() == content:
            return copy
    new = path.with_suffix(".new")
    with open(new, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, free)
    return free
