"""Put a lesson back to its original and keep the learner's copy under another name.

    python tools/reset.py 01

The original comes from git.  Nothing is overwritten and nothing is lost, wherever this is stopped:
the original is first written beside the lesson, then the learner's copy is renamed, and only then
does the original take the lesson's place.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def git(root: Path, *arguments: str) -> bytes:
    """What a git command prints, run in `root`; stops with one sentence if it cannot be run."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    except FileNotFoundError:
        sys.exit("The original lessons are kept by git, but no git was found: install it first.")
    except subprocess.CalledProcessError as error:
        reason = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        sys.exit(
            "The original lessons are kept by git, but git could not read them here: "
            f"{''.join(reason)}."
        )
    return done.stdout


def lesson_path(root: Path, lesson: str) -> str:
    """The path, in git, of the lesson with this number ("01" or "1")."""
    listing = git(root, "ls-tree", "--name-only", "HEAD", "notebooks/").decode()
    names = re.findall(r"^notebooks/\d\d_.*\.ipynb$", listing, re.MULTILINE)
    lessons = {Path(name).name[:2]: name for name in names}
    number = lesson.zfill(2)
    if not lesson or number not in lessons:
        sys.exit(f"LESSON must be one of {', '.join(sorted(lessons))}, but is {lesson!r}.")
    return lessons[number]


def free_name(path: Path) -> Path:
    """`path` with _my_copy (then _my_copy_2, _my_copy_3 ...) added to its stem, not yet taken."""
    number, copy = 1, path.with_stem(f"{path.stem}_my_copy")
    while copy.exists():
        number += 1
        copy = path.with_stem(f"{path.stem}_my_copy_{number}")
    return copy


def reset(root: Path, lesson: str) -> str:
    """Reset one lesson of the course in `root`; return a sentence saying what was done."""
    name = lesson_path(root, lesson)
    original = git(root, "show", f"HEAD:{name}")
    path = root / name
    if path.exists() and path.read_bytes() == original:
        return f"{path.name} is the original already; nothing was changed."
    fresh = path.with_suffix(".new")
    fresh.write_bytes(original)
    if not path.exists():
        os.replace(fresh, path)
        return f"{path.name} was missing and is the original again."
    copy = free_name(path)
    path.rename(copy)
    os.replace(fresh, path)
    return (
        f"{path.name} is the original again and your copy is {copy.name}; if the lesson is open "
        "in JupyterLab, choose File > Reload Notebook from Disk there."
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name one lesson, as in `make reset LESSON=01`.")
    print(reset(ROOT, sys.argv[1]))
