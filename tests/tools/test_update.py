"""Updating a course on real repositories: what is new arrives, nothing of the learner's goes."""

import json
import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from tests.thorough import thinned
from tests.tools.stopping import stopped_before
from tests.tools.test_merging import ANSWER, at, cell, file, graded, lesson, sources, valid
from tools import update

pytestmark = pytest.mark.slow  # git is called again and again

ROOT = Path(__file__).resolve().parents[2]
IDENTITY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "nobody"), ("EMAIL", "nobody@example.org"))
}
FIRST, SECOND = "notebooks/01_first.ipynb", "notebooks/02_second.ipynb"


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No settings of the machine's git, and no one to ask."""
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "MAKEFLAGS"):
        monkeypatch.delenv(name, raising=False)


def git(root, *arguments, fails=False):
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True)
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout.strip()


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def change(path, **by_id):
    """New sources for cells of a notebook, by their ids with _ for -."""
    notebook = json.loads(path.read_bytes())
    for id, source in by_id.items():
        at(notebook["cells"], id.replace("_", "-"))["source"] = source
    write(path, file(notebook["cells"]))


def commit(root):
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "More")


@pytest.fixture
def origin(tmp_path):
    """The course as it is published, in its first version."""
    root = tmp_path / "origin"
    write(root / FIRST, file(lesson()))
    write(root / SECOND, file(lesson()))
    write(root / "old" / "page.md", "old\n")
    write(root / "course_utils" / "search.py", "first = 1\n")
    shutil.copy(ROOT / ".gitignore", root)
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(root)
    return root


@pytest.fixture
def mine(origin, tmp_path):
    """A learner's clone, in a folder with a space in its name, answered in the first lesson."""
    root = tmp_path / "my courses" / "the course"
    git(tmp_path, "clone", "--quiet", str(origin), str(root))
    notebook = json.loads((root / FIRST).read_bytes())
    cells = notebook["cells"]
    at(cells, "answer-1-1")["source"] = ANSWER
    output = {"output_type": "stream", "name": "stdout", "text": "4"}
    at(cells, "code").update(outputs=[output], execution_count=3)
    cells.remove(at(cells, "setup"))
    cells.append(cell("own", "print('mine')"))
    write(root / FIRST, file(cells))
    return root


def publish(origin):
    """The second version: a paragraph, a stub, an exercise more, a lesson more, a page less."""
    change(origin / FIRST, text="The cost rises.", answer_1_1="def cost(w): ...")
    change(origin / SECOND, text="The cost rises.", answer_1_1="def cost(w): ...")
    write(origin / "notebooks" / "03_third.ipynb", file(lesson()))
    write(origin / "course_utils" / "search.py", "first = 2\n")
    write(origin / "docs" / "deep" / "page.md", "new\n")
    shutil.rmtree(origin / "old")
    commit(origin)


def files(root):
    """Every file of a course by its path, without git's own."""
    paths = [path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def state(root):
    """All that an update that refuses must leave as it is."""
    return files(root), git(root, "rev-parse", "HEAD"), git(root, "status", "--porcelain")


def refused(root):
    """The sentence with which an update stops, having changed nothing."""
    before = state(root)
    with pytest.raises(SystemExit) as stopped:
        update.update(root)
    assert state(root) == before
    sentence = stopped.value.code
    assert "\n" not in sentence and sentence.endswith(".") and ". " not in sentence
    return sentence


def cells_of(root, path=FIRST):
    return valid((root / path).read_bytes())


def test_what_is_new_arrives_and_the_learners_work_stays(origin, mine, capsys):
    work = (mine / FIRST).read_bytes()
    publish(origin)
    update.update(mine)
    said = capsys.readouterr().out
    cells = cells_of(mine)
    assert [c.id for c in cells] == [*(c["id"] for c in lesson() if c["id"] != "setup"), "own"]
    assert at(cells, "answer-1-1").source == ANSWER
    assert at(cells, "text").source == "The cost rises."
    assert at(cells, "code").outputs[0].text == "4"
    assert files(mine)[SECOND] == files(origin)[SECOND], "a stub without an answer is replaced"
    assert (mine / "notebooks" / "01_first_my_copy.ipynb").read_bytes() == work
    theirs = files(origin)
    assert {p: c for p, c in files(mine).items() if "01_first" not in p} == {
        p: c for p, c in theirs.items() if p != FIRST
    }
    assert not (mine / "old").exists()
    assert git(mine, "rev-parse", "HEAD") == git(origin, "rev-parse", "HEAD")
    assert git(mine, "status", "--porcelain") == f"M {FIRST}"
    assert "01_first_my_copy.ipynb" in said and "read its task again" in said and ".venv" in said
    before = state(mine)
    update.update(mine)
    assert "already; nothing was changed" in capsys.readouterr().out and state(mine) == before


def test_and_again_with_the_next_version(origin, mine, capsys):
    publish(origin)
    update.update(mine)
    change(mine / FIRST, own="print('more')")
    change(origin / FIRST, text="The cost falls again.")
    commit(origin)
    update.update(mine)
    assert at(cells_of(mine), "text").source == "The cost falls again."
    assert {"print('more')", ANSWER} <= set(sources(cells_of(mine)))
    assert (mine / "notebooks" / "01_first_my_copy_2.ipynb").exists()


def test_a_lesson_that_is_not_touched_is_not_copied(origin, mine):
    work = (mine / FIRST).read_bytes()
    change(origin / SECOND, text="New.")
    commit(origin)
    update.update(mine)
    assert files(mine)[FIRST] == work and files(mine)[SECOND] == files(origin)[SECOND]
    assert not list(mine.glob("notebooks/*_my_copy*"))


def test_what_has_no_place_any_more_is_listed_and_stays_in_the_copy(origin, mine, capsys):
    write(origin / FIRST, file([c for c in lesson() if "1-1" not in c["id"]]))
    git(origin, "rm", "--quiet", SECOND)
    commit(origin)
    change(mine / SECOND, answer_1_1="second answer")
    update.update(mine)
    said = capsys.readouterr().out
    assert "in that copy only:\n    def cost(w):\n" in said
    assert ANSWER in sources(cells_of(mine, "notebooks/01_first_my_copy.ipynb"))
    assert sources(cells_of(mine))[-1] == "print('mine')"
    assert "02_second.ipynb is gone from the course; yours is kept" in said
    assert not (mine / SECOND).exists()
    assert "second answer" in sources(cells_of(mine, "notebooks/02_second_my_copy.ipynb"))


def test_an_exercise_more_finds_its_place(origin, mine):
    cells = lesson()
    cells.insert(5, graded("answer-1-2", "def more(): ..."))
    write(origin / FIRST, file(cells))
    commit(origin)
    update.update(mine)
    assert [c.id for c in cells_of(mine)][3:6] == ["check-1-1", "answer-1-2", "text"]


def test_own_files_of_names_that_are_new_are_moved_aside(origin, mine, capsys):
    third = "notebooks/03_third.ipynb"
    write(mine / third, "my own third")
    write(mine / "docs", "a file where a folder comes")
    write(mine / "notes" / "mine.txt", "a folder where a file comes")
    write(origin / "notes", "new\n")
    publish(origin)
    update.update(mine)
    here = files(mine)
    assert here[third] == files(origin)[third] and here["docs/deep/page.md"] == b"new\n"
    assert here["notebooks/03_third_my_copy.ipynb"] == b"my own third"
    assert here["docs_my_copy"].startswith(b"a file where")
    assert here["notes_my_copy/mine.txt"].startswith(b"a folder where") and here["notes"]
    assert "yours is 03_third_my_copy.ipynb now" in capsys.readouterr().out


def test_a_missing_lesson_comes_back_with_its_new_version(origin, mine):
    (mine / SECOND).unlink()
    publish(origin)
    update.update(mine)
    assert files(mine)[SECOND] == files(origin)[SECOND]


@pytest.mark.parametrize(
    "damage, kept, said",
    [
        (b"\n<<<<<<< HEAD\n", "notebooks/01_first_conflict_marks.txt", "held git's conflict marks"),
        (b"{", "notebooks/01_first_my_copy.ipynb", "is no notebook that can be read"),
    ],
)
def test_what_is_no_notebook_is_kept_and_the_lesson_is_new(
    origin, mine, capsys, damage, kept, said
):
    write(mine / FIRST, damage + files(mine)[FIRST])
    work = files(mine)[FIRST]
    publish(origin)
    update.update(mine)
    assert files(mine)[kept] == work and files(mine)[FIRST] == files(origin)[FIRST]
    assert said in capsys.readouterr().out and git(mine, "status", "--porcelain") == ""


def test_a_shallow_clone_is_updated_too(origin, tmp_path):
    root = tmp_path / "shallow"
    git(tmp_path, "clone", "--quiet", "--depth", "1", origin.as_uri(), str(root))
    change(root / FIRST, answer_1_1=ANSWER)
    for _ in range(3):
        publish(origin)
        write(origin / "old" / "page.md", "back\n")
        commit(origin)
    update.update(root)
    assert git(root, "rev-parse", "HEAD") == git(origin, "rev-parse", "HEAD")
    assert ANSWER in sources(cells_of(root)) and "The cost rises." in sources(cells_of(root))


def test_the_mode_of_a_file_is_new_too(origin, mine):
    git(origin, "update-index", "--chmod=+x", "course_utils/search.py")
    git(origin, "commit", "--quiet", "--message", "x")
    update.update(mine)
    assert git(mine, "status", "--porcelain") == f"M {FIRST}"


# What stops it before anything was changed


def test_without_a_network(origin, mine):
    publish(origin)
    origin.rename(origin.with_name("gone"))
    reason = f"cannot be reached now: '{origin}' does not appear to be a git repository."
    assert refused(mine).endswith(reason)
    origin.with_name("gone").rename(origin)
    update.update(mine)
    assert "The cost rises." in sources(cells_of(mine))


def test_local_commits_and_the_way_out_that_is_named(origin, mine):
    commit(mine)
    publish(origin)
    sentence = refused(mine)
    assert "has 1 commit that origin/main does not have" in sentence
    command = sentence.split("`")[1]
    git(mine, *command.split()[1:])
    update.update(mine)
    assert {ANSWER, "The cost rises."} <= set(sources(cells_of(mine)))


def test_local_commits_that_have_nothing_in_common(origin, mine):
    git(mine, "checkout", "--quiet", "--orphan", "other")
    commit(mine)
    git(mine, "branch", "--quiet", "--set-upstream-to", "origin/main")
    assert refused(mine).endswith("only you can say how to merge them.")


@pytest.mark.parametrize("command", ["merge", "rebase", "cherry-pick", "revert"])
def test_a_merge_left_half_done_and_the_way_back_that_is_named(origin, mine, command):
    commit(mine)
    publish(origin)
    git(mine, "fetch", "--quiet")
    target = "origin/main"
    if command == "revert":
        change(mine / FIRST, answer_1_1="another")
        commit(mine)
        target = "HEAD~1"
    git(mine, command, target, fails=True)
    sentence = refused(mine)
    assert f"a {command} was left half done" in sentence and f"`git {command} --abort`" in sentence
    git(mine, *sentence.split("`")[1].split()[1:])
    assert "commit" in refused(mine), "next in turn"


def test_a_stash_that_was_popped_into_a_conflict(origin, mine, capsys):
    publish(origin)
    git(mine, "stash")
    git(mine, "pull", "--quiet")
    git(mine, "stash", "pop", fails=True)
    change(origin / FIRST, title="# Title")
    commit(origin)
    assert "`git reset` ends that" in refused(mine)
    git(mine, "reset")
    update.update(mine)
    assert files(mine)[FIRST] == files(origin)[FIRST]
    assert ANSWER[:5].encode() in files(mine)["notebooks/01_first_conflict_marks.txt"]


def test_staged_changes(origin, mine):
    publish(origin)
    git(mine, "add", FIRST)
    assert "`git reset` takes them back" in refused(mine)
    git(mine, "reset")
    update.update(mine)
    assert ANSWER in sources(cells_of(mine))


def test_a_changed_file_that_is_no_lesson(origin, mine):
    publish(origin)
    own = mine / "course_utils" / "search.py"
    write(own, "mine = 1\n")
    assert "you have changed course_utils/search.py" in refused(mine)
    own.rename(mine.parent / "search.py")
    update.update(mine)
    assert own.read_text() == "first = 2\n"


def test_a_git_at_work(origin, mine):
    publish(origin)
    (mine / ".git" / "index.lock").touch()
    assert ".git/index.lock" in refused(mine)


def test_no_branch_or_one_that_follows_none(mine):
    git(mine, "checkout", "--quiet", "--detach")
    assert "follows no branch" in refused(mine)
    git(mine, "checkout", "--quiet", "-b", "own")
    assert "follows no branch" in refused(mine)


def test_no_clone_at_all_and_a_folder_of_another_repository(origin, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    write(tmp_path / "unpacked" / FIRST, file(lesson()))
    with pytest.raises(SystemExit, match=r"^This folder was not made by `git clone`.*\.$"):
        update.update(tmp_path / "unpacked")
    with pytest.raises(SystemExit, match=r"part of another repository\.$"):
        update.update(origin / "notebooks")


def test_no_git(mine, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"no git was found: install it first\.$"):
        update.update(mine)


# What stops it in the middle


def stopped(root, step):
    """Update, stopped at a step; whether it was."""
    try:
        with stopped_before(step):
            update.update(root)
    except KeyboardInterrupt:
        return True
    return False


def test_stopped_at_any_step_nothing_is_lost_and_it_goes_on(origin, mine, tmp_path):
    publish(origin)
    write(mine / "notebooks" / "03_third.ipynb", "my own third")
    change(mine / SECOND, code="print('changed')")
    before = files(mine)
    work = {content for path, content in before.items() if path in (FIRST, SECOND)}
    work.add(b"my own third")
    steps = count(0, thinned(1, 3))
    whole = tmp_path / "whole"
    shutil.copytree(mine, whole)
    update.update(whole)
    for step in steps:
        root = tmp_path / f"stopped {step}"
        shutil.copytree(mine, root)
        was_stopped = stopped(root, step)
        assert work <= set(files(root).values())
        update.update(root)
        assert state(root) == state(whole), step
        shutil.rmtree(root)
        if not was_stopped:
            break
    assert step > 30


def test_stopped_while_git_takes_note_it_goes_on(origin, mine):
    publish(origin)
    git(mine, "fetch", "--quiet")
    git(mine, "read-tree", "origin/main")
    update.update(mine)
    assert {ANSWER, "The cost rises."} <= set(sources(cells_of(mine)))
    assert git(mine, "status", "--porcelain") == f"M {FIRST}"


def test_stopped_and_then_there_is_a_newer_version_still(origin, mine):
    publish(origin)
    for step in range(35, 0, -1):
        if stopped(mine, step) and files(mine)["course_utils/search.py"] == b"first = 2\n":
            break
    assert git(mine, "rev-parse", "HEAD") != git(origin, "rev-parse", "HEAD")
    write(origin / "course_utils" / "search.py", "first = 3\n")
    change(origin / FIRST, title="# Title")
    commit(origin)
    update.update(mine)
    assert files(mine)["course_utils/search.py"] == b"first = 3\n"
    assert {ANSWER, "# Title"} <= set(sources(cells_of(mine)))


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_being_stopped_is_told_in_a_sentence(monkeypatch, error):
    def fails(_):
        raise error

    monkeypatch.setattr(update, "update", fails)
    with pytest.raises(SystemExit, match=r"^Stopped.*: nothing is lost, and .* goes on\.$"):
        update.main()


# As a learner runs it


@pytest.mark.skipif(os.name == "nt", reason="make is not used on Windows")
@pytest.mark.parametrize("way", ["make", "python"])
def test_the_line_that_a_learner_types(origin, mine, way):
    publish(origin)
    for name in ("keeping", "merging", "update"):
        write(mine / "tools" / f"{name}.py", (ROOT / "tools" / f"{name}.py").read_bytes())
    command = [sys.executable, "tools/update.py"]
    if way == "make":
        shutil.copy(ROOT / "Makefile", mine)
        command = ["make", "update", f"PYTHON={sys.executable}"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    run = {"cwd": mine, "env": environment, "capture_output": True, "text": True}
    done = subprocess.run(command, **run)
    assert done.returncode == 0, done.stderr
    assert "The course is up to date: " in done.stdout
    git(mine, "checkout", "--quiet", "--detach")
    done = subprocess.run(command, **run)
    assert done.returncode != 0 and done.stderr.startswith("Nothing was changed: ")
