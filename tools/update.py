"""Bring the course up to date and keep the learner's work.

    python tools/update.py

What is new comes from git.  A lesson that the learner has changed is first kept under another name;
then the answers, own cells and outputs are put into the new lesson, found by the cells' ids.

All that can refuse is asked before anything changes; then each file is replaced in one step, and
git is told last.  So wherever this is stopped nothing is lost, and running it again goes on.
"""

import os
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run as a script, it finds the modules beside it

from tools.keeping import git, has_conflict_marks, keep, other_names  # noqa: E402
from tools.merging import merge  # noqa: E402

HALF_DONE = {  # what git leaves in its folder, and what takes it back
    "MERGE_HEAD": "git merge --abort",
    "rebase-merge": "git rebase --abort",
    "rebase-apply": "git rebase --abort",
    "CHERRY_PICK_HEAD": "git cherry-pick --abort",
    "REVERT_HEAD": "git revert --abort",
}
STAGING = ".update"  # new files wait here, on the same disk, for their places
NOTHING = "0" * 40
SLOW = ("-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=30")  # then git gives up


class Change(NamedTuple):
    """A file that the new version has changed, and its content before and after, as git's ids."""

    path: str
    old: str
    new: str


def ask(root: Path, *arguments: str) -> str:
    """What git answers, or "" where it has no answer."""
    try:
        return git(root, *arguments).decode().strip()
    except SystemExit:
        return ""


def refuse_what_is_half_done(root: Path) -> None:
    """Stop with one sentence where an update would meet work that git holds back."""
    sorry = "This folder was not made by `git clone`, so it cannot be brought up to date"
    if git(root, "rev-parse", "--show-prefix", sorry=sorry).strip():
        sys.exit(f"{sorry}: it is a part of another repository.")
    for name, back in HALF_DONE.items():
        if os.path.exists(root / git(root, "rev-parse", "--git-path", name).decode().strip()):
            what = back.split()[1]
            sys.exit(
                f"Nothing was changed: a {what} was left half done here; finish it, or take it "
                f"back with `{back}`, and run this again."
            )
    if git(root, "ls-files", "--unmerged"):
        sys.exit(
            "Nothing was changed: git has left files with conflict marks here, as `git stash pop` "
            "does; `git reset` ends that and leaves each file as it is, then run this again."
        )
    if (root / git(root, "rev-parse", "--git-path", "index.lock").decode().strip()).exists():
        sys.exit(
            "Nothing was changed: git is at work here in another window; let it end, or, if there "
            "is none, remove the file .git/index.lock, and run this again."
        )


def fetched(root: Path) -> tuple[str, str]:
    """The commits of the course here and of the newest one.  Stops where they have parted."""
    follows = ask(root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    if not follows:
        sys.exit(
            "Nothing was changed: what is checked out here follows no branch of the place it was "
            "cloned from; `git checkout main` leads back to one that does."
        )
    print("Asking for what is new ...", flush=True)
    sorry = "Nothing was changed: the place this course was cloned from cannot be reached now"
    git(root, *SLOW, "fetch", "--quiet", sorry=sorry)
    old, new = git(root, "rev-parse", "HEAD", "@{upstream}").decode().split()
    if commits := int(git(root, "rev-list", "--count", f"{new}..{old}")):
        common = ask(root, "merge-base", old, new)
        sys.exit(
            f"Nothing was changed: this folder has {commits} commit{'s' * (commits > 1)} that "
            f"{follows} does not have, and only you can say how to merge them"
            + (
                f"; if they hold answers, `git reset {common[:12]}` makes them plain changes and "
                "leaves each file as it is, then run this again."
                if common
                else "."
            )
        )
    staged = [git(root, "diff-index", "--cached", "--name-only", tree) for tree in (old, new)]
    if all(staged):  # a stopped update leaves the index at one of the two
        sys.exit(
            "Nothing was changed: changes are staged for a commit here; `git reset` takes them "
            "back and leaves each file as it is, then run this again."
        )
    return old, new


def changes(root: Path, old: str, new: str) -> list[Change]:
    """The files that differ between two commits."""
    raw = git(root, "diff-tree", "-r", "-z", "--no-renames", old, new)
    parts = os.fsdecode(raw).split("\0")
    return [
        Change(path, *(id.replace(NOTHING, "") for id in head.split()[2:4]))
        for head, path in zip(parts[::2], parts[1::2], strict=False)
    ]


def contents(root: Path, paths: list[str]) -> dict[str, str]:
    """git's id of what each of these files holds now; of those that are there."""
    there = [path for path in paths if (root / path).is_file()]
    listing = os.fsencode("".join(f"{path}\n" for path in there))
    ids = git(root, "hash-object", "--stdin-paths", given=listing).decode().split()
    return dict(zip(there, ids, strict=True))


def stage(root: Path, commit: str, paths: list[str]) -> None:
    """Write the files of a commit below `STAGING`, as git would write them on this system."""
    (root / STAGING).mkdir()
    index = root / STAGING / "index"
    git(root, "read-tree", commit, index=index)
    command = ("checkout-index", "-z", "--stdin", f"--prefix={STAGING}/new/")
    git(root, *command, index=index, given=os.fsencode("\0".join(paths)))


def put_in(root: Path, change: Change) -> None:
    """Keep the learner's lesson under another name, and put the work in it into the staged one."""
    path = root / change.path
    if not change.new:
        print(f"{path.name} is gone from the course; yours is kept as {keep(path).name}.")
        return
    staged = root / STAGING / "new" / change.path
    base = git(root, "cat-file", "blob", change.old)
    merged = merge(base, path.read_bytes(), staged.read_bytes())
    if merged and merged.content == path.read_bytes():  # an update was stopped after this one
        staged.write_bytes(merged.content)
        return
    copy = keep(path).name
    if not merged:
        why = "is no notebook that can be read"
        if has_conflict_marks(path):
            why = "held git's conflict marks and was no notebook any more"
        print(f"{path.name} {why}: it is kept as {copy}, and the new lesson is without your work.")
        return
    staged.write_bytes(merged.content)
    print(f"{path.name}: your work is in the new lesson, and your file as it was is {copy}.")
    for sentence, cells in (
        ("Without a place any more, and in that copy only:", merged.homeless),
        ("Changed by you and by the new version, which stands there now:", merged.replaced),
        ("Your answer stays, but its cell has changed; read its task again:", merged.outdated),
    ):
        if cells:
            print("  " + "\n    ".join([sentence, *cells]))


def make_way(root: Path, path: str, is_mine: bool) -> None:
    """Move aside what the learner has where a new file, or a folder of it, belongs."""
    for name in [*list(Path(path).parents)[-2::-1], Path(path)]:
        place = root / name
        is_file = name == Path(path)
        if os.path.lexists(place) and (is_mine and is_file or place.is_dir() == is_file):
            aside = other_names(place)[-1]
            place.rename(aside)
            print(f"The new version has a {name.as_posix()} too; yours is {aside.name} now.")


def remove(root: Path, path: str) -> None:
    """Remove a file, and the folders that this empties."""
    (root / path).unlink()
    for folder in list(Path(path).parents)[:-1]:
        try:
            (root / folder).rmdir()
        except OSError:  # not empty
            break


def update(root: Path) -> None:
    """Bring the course in `root` up to date and say what was done; stops with one sentence."""
    refuse_what_is_half_done(root)
    old, new = fetched(root)
    shutil.rmtree(root / STAGING, ignore_errors=True)
    if old == new:
        print("The course is up to date already; nothing was changed.")
        return
    wanted = changes(root, old, new)
    now = contents(root, [change.path for change in wanted])
    # What some version on the way holds is not the learner's: an update was stopped there.
    listing = git(root, "rev-list", "--objects", f"{old}..{new}").decode(errors="replace")
    known = {line.split()[0] for line in listing.splitlines()}
    mine = [
        change
        for change in wanted
        if (here := now.get(change.path)) and here not in change[1:] and here not in known
    ]
    lessons = [c for c in mine if c.old and re.fullmatch(r"notebooks/[^/]*\.ipynb", c.path)]
    if others := [c.path for c in mine if c.old and c not in lessons]:
        sys.exit(
            f"Nothing was changed: you have changed {', '.join(others)}, and so has the new "
            "version; move yours out of this folder, and run this again."
        )

    coming = [c for c in wanted if c.new and (now.get(c.path) != c.new or c.old == c.new)]
    stage(root, new, [change.path for change in coming])
    for change in lessons:
        put_in(root, change)
    for change in wanted:
        if not change.new and change.path in now:
            remove(root, change.path)
    for change in coming:
        make_way(root, change.path, is_mine=change in mine and not change.old)
        (root / change.path).parent.mkdir(parents=True, exist_ok=True)
        os.replace(root / STAGING / "new" / change.path, root / change.path)
    git(root, "reset", "--quiet", new)
    shutil.rmtree(root / STAGING, ignore_errors=True)
    print(
        f"The course is up to date: {len(wanted)} files are new, changed or gone.  If a lesson is "
        "open in JupyterLab, choose File > Reload Notebook from Disk there.  The next `make lab` "
        "(or `py tools/install.py`) brings .venv up to date as well."
    )


def main(root: Path = ROOT) -> None:
    """Command line."""
    try:
        update(root)
    except KeyboardInterrupt:
        sys.exit("Stopped: nothing is lost, and running this again goes on.")
    except OSError as error:
        sys.exit(f"Stopped ({error}): nothing is lost, and running this again goes on.")


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a cell's first line may use signs a console lacks
    main()
