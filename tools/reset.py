"""Put a lesson back to its original and keep the learner's copy under another name.

    python tools/reset.py 01

The original comes from git.  Nothing is overwritten and nothing is lost, wherever this is stopped:
the learner's copy is made first, and only then does the original take the lesson's place.
"""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script, it finds the module beside it

from tools.keeping import git, has_conflict_marks, keep  # noqa: E402

SORRY = "The original lessons are kept by git, but git could not read them here"
RELOAD = "if it is open in JupyterLab, choose File > Reload Notebook from Disk there"


def lesson_path(root: Path, lesson: str) -> str:
    """The path, in git, of the lesson with this number ("01" or "1")."""
    listing = git(root, "ls-tree", "--name-only", "HEAD", "notebooks/", sorry=SORRY).decode()
    names = re.findall(r"^notebooks/\d\d_.*\.ipynb$", listing, re.MULTILINE)
    lessons = {Path(name).name[:2]: name for name in names}
    number = lesson.zfill(2)
    if not lesson or number not in lessons:
        sys.exit(f"LESSON must be one of {', '.join(sorted(lessons))}, but is {lesson!r}.")
    return lessons[number]


def reset(root: Path, lesson: str) -> str:
    """Reset one lesson of the course in `root`; return a sentence saying what was done."""
    name = lesson_path(root, lesson)
    original = git(root, "show", f"HEAD:{name}", sorry=SORRY)
    path = root / name
    if path.exists() and path.read_bytes() == original:
        return f"{path.name} is the original already; nothing was changed."
    done = f"{path.name} was missing and is the original again."
    if path.exists():
        copy = keep(path)
        done = f"{path.name} is the original again and your copy is {copy.name}; {RELOAD}."
        if has_conflict_marks(path):
            done = (
                f"{path.name} held git's conflict marks and was no notebook any more: it is kept "
                f"as the text {copy.name}, not as a copy, and the lesson is the original again."
            )
    fresh = path.with_suffix(".new")
    fresh.write_bytes(original)
    os.replace(fresh, path)
    return done


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name one lesson, as in `make reset LESSON=01`.")
    print(reset(ROOT, sys.argv[1]))
