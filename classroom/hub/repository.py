"""Bare git repositories that students' servers pull from, with nbgitpuller."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from ..folder import ClassError

ROOT = Path(__file__).resolve().parents[2]
BRANCH = "main"
PAGES = ("glossary.md", "index.md")  # of docs/, to which the notebooks link


def publish(repository: Path, files: Mapping[str, bytes], message: str) -> bool:
    """Let a bare repository's branch main hold these files alone, by a commit on top of those that
    are there; the repository is made if there is none.

    files: contents by path.  Returns whether anything was new.  Raises ClassError where git is
    missing or fails.
    """
    if not (repository / "HEAD").exists():
        options = ("--bare", "--template=", f"--initial-branch={BRANCH}", "--object-format=sha1")
        _git("init", "--quiet", *options, str(repository))
    there, parent = _there(repository), b""
    if there == {path: _name(content) for path, content in files.items()}:
        return False
    if there:
        parent = f"from refs/heads/{BRANCH}^0\n".encode()
    stream = [f"commit refs/heads/{BRANCH}\ncommitter The course <> now\n".encode()]
    stream += [_data(message.encode()), parent, b"deleteall\n"]
    for path, content in sorted(files.items()):
        stream += [f"M 100644 inline {path}\n".encode(), _data(content)]
    _git(*_at(repository), "fast-import", "--quiet", "--date-format=now", given=b"".join(stream))
    return True


def course() -> dict[str, bytes]:
    """What students practise with: the notebooks, and the pages that these link to."""
    paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    paths = [path for path in paths if "_my_copy" not in path.stem]
    paths += [ROOT / "docs" / name for name in PAGES]
    return {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in paths}


def available() -> bool:
    """Whether git is installed."""
    return shutil.which("git") is not None


def _there(repository: Path) -> dict[str, str]:
    """The files of the branch: git's name of each content, by path; none if there is no branch."""
    listed = _git(*_at(repository), "for-each-ref", f"refs/heads/{BRANCH}")
    if not listed:
        return {}
    listed = _git(*_at(repository), "ls-tree", "-r", "-z", BRANCH).decode()
    rows = (row.split("\t", 1) for row in listed.split("\0") if row)
    return {path: facts.split()[2] for facts, path in rows}


def _at(repository: Path) -> tuple[str, str]:
    return "--git-dir", str(repository)


def _name(content: bytes) -> str:
    """What git calls a file of this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _git(*arguments: str, given: bytes = b"") -> bytes:
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(["git", *arguments], input=given, capture_output=True, env=env)
    except FileNotFoundError:
        raise ClassError("git is missing: it makes the repositories that students pull.") from None
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise ClassError(f"git {arguments[0]}: {why[-1] if why else 'it failed'}")
    return done.stdout
