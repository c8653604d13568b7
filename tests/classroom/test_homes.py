"""What is collected from home folders on a hub: what lies where it was handed out, opened along no
link, as its owner's."""

import os
import shutil
import signal
import sys
from datetime import UTC, datetime

import pytest

from classroom import homes
from classroom.__main__ import main
from classroom.folder import ClassError
from classroom.hub.__main__ import main as on_the_hub
from tests.classroom.downloads import DUE, make_class, notebook

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it needs POSIX")

FOUR = notebook("a", "b", "c", "d")
FIVE = notebook("x", "y")
BEFORE = datetime(2026, 11, 21, 12, 0, tzinfo=UTC).timestamp()
LATE = BEFORE + 3600


def answer(text):
    return notebook("a", "b", "c", "d", text=text)


@pytest.fixture
def top(tmp_path):
    (tmp_path / "homes").mkdir()
    return tmp_path / "homes"


def put(top, name, content, when=BEFORE):
    path = top / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (when, when))


def states(rows):
    return {row.file: (row.student, row.state) for row in rows}


def test_a_home_gives_what_lies_where_it_was_handed_out_and_nothing_else(tmp_path, top):
    folder = make_class(tmp_path / "class", DUE)
    put(top, "s01/handout/04/four.ipynb", answer("one "))
    put(top, "S02/handout/04/four.ipynb", answer("two "), LATE)
    for elsewhere in (
        "s01/course/notebooks/four.ipynb",
        "s01/handout/four.ipynb",
        "s01/handout/04/below/four.ipynb",
        "s01/handout/04/.ipynb_checkpoints/four-checkpoint.ipynb",
        "s01/handout/04/.hidden.ipynb",
        "s01/handout/04/progress.json",
        "s01/handout/07/four.ipynb",
        "s03/course/handout/04/four.ipynb",
        "handout/04/four.ipynb",
    ):
        put(top, elsewhere, answer("practice "))
    rows = homes.collect(folder, top)
    assert states(rows) == {
        "s01/handout/04/four.ipynb": ("s01", "collected"),
        "S02/handout/04/four.ipynb": ("s02", "collected"),
    }
    assert [row.flags for row in rows] == [("late",), ()]
    four = folder.assignment("04")
    assert folder.submitted("s01", four).read_bytes() == answer("one ")
    assert {row.state for row in homes.collect(folder, top)} == {"unchanged"}
    put(top, "s01/handout/04/four.ipynb", answer("better "))
    assert states(homes.collect(folder, top, "04"))["s01/handout/04/four.ipynb"][1] == "collected"
    assert folder.submitted("s01", four).read_bytes() == answer("better ")
    assert homes.collect(folder, top, "05") == []


def test_a_file_is_its_home_s_owner_s_whatever_it_is_called(tmp_path, top):
    folder = make_class(tmp_path / "class")
    put(top, "guest/handout/04/s03.ipynb", answer("a guest's "))
    [row] = homes.collect(folder, top)  # alone there: no folder around it may be left out
    assert (row.student, row.state) == ("", "refused") and "the id 'guest'" in row.reason
    put(top, "s01/handout/04/s02_LATE_12_34_four-2.ipynb", answer("one "))
    put(top, "Student Seven_1_assignsubmission_file_/handout/04/four.ipynb", answer("seven "))
    put(top, "S04/handout/04/four.ipynb", answer("not four's "))
    put(top, "s04/handout/04/four.ipynb", answer("four's "))
    assert states(homes.collect(folder, top)) == {
        "guest/handout/04/s03.ipynb": ("", "refused"),
        "s01/handout/04/s02_LATE_12_34_four-2.ipynb": ("s01", "collected"),
        "Student Seven_1_assignsubmission_file_/handout/04/four.ipynb": ("", "refused"),
        "S04/handout/04/four.ipynb": ("", "refused"),
        "s04/handout/04/four.ipynb": ("s04", "collected"),
    }


def test_no_link_is_followed_and_nothing_is_waited_for(tmp_path, top, monkeypatch):
    folder = make_class(tmp_path / "class")
    put(top, "s01/handout/04/four.ipynb", answer("one's own "))
    put(top, "s02/handout/04/anything", b"")
    (top / "s02/handout/04/link.ipynb").symlink_to(top / "s01/handout/04/four.ipynb")
    (top / "s03/handout").mkdir(parents=True)
    (top / "s03/handout/04").symlink_to(top / "s01/handout/04")
    (top / "s04").mkdir()
    (top / "s04/handout").symlink_to(top / "s01/handout")
    (top / "s05").symlink_to(top / "s01")
    (top / "s06/handout/04/folder.ipynb").mkdir(parents=True)
    os.mkfifo(top / "s06/handout/04/pipe.ipynb")
    put(top, "s07/handout/04/four.ipynb", answer("swapped "))
    listed = homes._notebooks

    def swapping(handle):
        """Another's file, and another's folder, in place of what was looked at."""
        found = listed(handle)
        if os.path.samestat(os.fstat(handle), os.stat(top / "s07/handout/04")):
            shutil.move(top / "s07/handout/04", top / "s07/kept")
            (top / "s07/handout/04").symlink_to(top / "s01/handout/04")
            (top / "s07/kept/four.ipynb").unlink()
            (top / "s07/kept/four.ipynb").symlink_to(top / "s01/handout/04/four.ipynb")
        return found

    def waited(*_):
        raise AssertionError("the pipe was waited for")

    monkeypatch.setattr(homes, "_notebooks", swapping)
    before = signal.signal(signal.SIGALRM, waited)
    signal.alarm(10)
    try:
        rows = homes.collect(folder, top)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert {(row.student, row.state) for row in rows} == {("s01", "collected")} | {
        (f"s0{n}", "refused") for n in range(2, 8)
    }
    assert all("got a link" in row.reason for row in rows if row.student in ("s02", "s07"))
    assert all("expected a folder, got a link" in row.reason for row in rows if "s05" in row.file)
    assert [path.parent.parent.name for path in folder.path.glob("submitted/*/04/*.ipynb")] == [
        "s01"
    ]


def test_what_is_wrong_with_one_home_is_no_other_s_matter(tmp_path, top):
    folder = make_class(tmp_path / "class")
    put(top, "s01/handout/04/five.ipynb", FIVE)
    put(top, "s02/handout/04/big.ipynb", b" " * 5_000_001)
    for number in range(21):
        put(top, f"s03/handout/04/{number}.ipynb", answer(f"{number} "))
    put(top, "s04/handout/04/four.ipynb", FOUR)
    put(top, "s04/handout/04/four-Copy1.ipynb", answer("answered "))
    put(top, "s05/handout/04/four.ipynb", answer("five "))
    (top / "s06").write_bytes(b"a file")
    rows = homes.collect(folder, top)
    reasons = {row.student: row.reason for row in rows if row.state == "refused"}
    assert "expected 04, got 05" in reasons["s01"]
    assert "at most 5 MB" in reasons["s02"] and "at most 20 notebooks" in reasons["s03"]
    assert states(rows)["s04/handout/04/four-Copy1.ipynb"] == ("s04", "waits")
    assert states(rows)["s05/handout/04/four.ipynb"] == ("s05", "collected")
    settle = ["collect", str(folder.path), "--take", "s04", "four-Copy1.ipynb"]
    assert main(settle) == 0
    again = states(homes.collect(folder, top))
    assert again["s04/handout/04/four-Copy1.ipynb"] == ("s04", "unchanged")


def test_the_command(tmp_path, top, capsys):
    folder = make_class(tmp_path / "class")
    put(top, "s01/handout/04/four.ipynb", answer("one "))
    assert main(["collect", str(folder.path), "--from-homes", str(top)]) == 0
    assert "s01/handout/04/four.ipynb" in capsys.readouterr().out
    put(top, "s02/course/notebooks/four.ipynb", answer("practice "))
    assert main(["collect", str(folder.path), str(top)]) == 2  # it would take the copy for practice
    assert "--from-homes" in capsys.readouterr().err
    assert not folder.submitted("s02", folder.assignment("04")).exists()
    with pytest.raises(ClassError, match="expected the folder of all home folders"):
        homes.collect(folder, top / "nowhere")
    with pytest.raises(ClassError, match="04, 04b, 05"):
        homes.collect(folder, top, "09")


def test_a_copy_of_what_was_handed_in_is_collected_as_the_homes_are(tmp_path, top, capsys):
    put(top, "s01/handout/04/four.ipynb", answer("one "))
    put(top, "s01/course/notebooks/four.ipynb", answer("practice "))
    put(top, "s02/handout/05/five.ipynb", FIVE)
    (top / "s03/handout/04").mkdir(parents=True)
    (top / "s03/handout/04/four.ipynb").symlink_to(top / "s01/handout/04/four.ipynb")
    words = ["copy", str(top), str(tmp_path / "copy"), "04"]
    assert on_the_hub(words) == 1 and "got a link" in capsys.readouterr().out
    files = [path for path in (tmp_path / "copy").rglob("*") if path.is_file()]
    assert [str(path.relative_to(tmp_path / "copy")) for path in files] == [
        "s01/handout/04/four.ipynb"
    ]
    assert files[0].stat().st_mtime == BEFORE and files[0].read_bytes() == answer("one ")
    assert on_the_hub(words) == 2 and "expected a new folder" in capsys.readouterr().err
    assert on_the_hub([*words[:3], "../04"]) == 2
    folder = make_class(tmp_path / "class")
    assert states(homes.collect(folder, tmp_path / "copy")) == {
        "s01/handout/04/four.ipynb": ("s01", "collected")
    }
