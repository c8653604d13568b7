"""Each wall around a submission, by what went over it: what outlives the grader, what fills the
kernel, what weighs on the grader itself, links under its hands, and floods of words."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need_classroom

need_classroom()

import json
import os
import platform
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import nbformat
import pytest

from checks.course import SEED
from classroom import download, judging, package, rebuild, sandbox
from classroom.__main__ import _stand
from classroom.feedback import STYLE
from classroom.flags import LONGEST, MOST, bounded, quoted, to_look_at
from classroom.folder import write
from classroom.intake import collect
from classroom.notebook import read_within_limits
from classroom.release import NOTEBOOKS
from classroom.sandbox import Limits, Sandbox, Stopped
from classroom.standing import Standing
from lessons import course
from lessons.statedict import arrays
from tests.classroom.downloads import make_class, notebook

LONG = Limits(60, 120)


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A sandbox's files, no exercise assigned."""
    path = tmp_path_factory.mktemp("walls") / "box"
    package.build(path, [])
    return path


def laid(top, *files):
    """A folder with these (name, content)."""
    for name, content in files:
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_bytes(content)
    return top


# What outlives the grader

GRADER = """
import sys
from pathlib import Path
from classroom.sandbox import Limits, Sandbox
inside = Sandbox(Path(sys.argv[1]))
print(inside._pid, flush=True)
inside.ask({"do": "run", "source": sys.argv[2]}, Limits(600, 600))
"""
# The thread's own program would have no signal that tells it of the grader's death.
OUTLIVING = """
import os, threading, time
def go():
    os.execv("/usr/bin/sleep", ["sleep", "4321"])
threading.Thread(target=go).start()
time.sleep(4321)
"""


def runs(process):
    """Whether a process is there, and no zombie, which nobody may have fetched."""
    try:
        return bool((process / "cmdline").read_bytes())
    except OSError:
        return False


def test_a_killed_grader_leaves_nothing_running(box):
    command = [sys.executable, "-c", GRADER, str(box), OUTLIVING]
    grader = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(package.ROOT)},
    )
    inside = Path("/proc") / grader.stdout.readline().decode().strip()
    assert b"runner.py" in (inside / "cmdline").read_bytes()
    time.sleep(0.3)  # the thread has had its turn
    os.kill(grader.pid, signal.SIGKILL)
    grader.communicate()
    for _ in range(100):
        if not runs(inside):
            return
        time.sleep(0.05)
    os.kill(int(inside.name), signal.SIGKILL)
    pytest.fail("it is still there")


SLOW = """#!/bin/sh
echo $$ > "{here}/started"
read _ < "{here}/gate"
exec {bwrap} "$@"
"""


def session(leader):
    """The processes of a session that are there, and no zombies."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(process.name))
    return found


def test_a_grader_killed_while_bubblewrap_starts_leaves_nothing_either(box, tmp_path):
    os.mkfifo(tmp_path / "gate")
    slow = tmp_path / "bwrap"
    slow.write_text(SLOW.format(here=tmp_path, bwrap=sandbox.find_bubblewrap()))
    slow.chmod(0o755)
    grader = subprocess.Popen(
        [sys.executable, "-c", GRADER, str(box), "pass"],
        env={
            **os.environ,
            "PATH": f"{tmp_path}:{os.environ['PATH']}",
            "PYTHONPATH": str(package.ROOT),
        },
    )
    while grader.poll() is None and not (tmp_path / "started").exists():
        time.sleep(0.01)
    assert grader.poll() is None
    with open(tmp_path / "gate", "w"):  # waits until it is read
        leader = int((tmp_path / "started").read_text())
        grader.kill()
        grader.wait()
        assert session(leader) == [leader]
    for _ in range(200):
        if not (left := session(leader)):
            return
        time.sleep(0.05)
    for process in left:
        os.kill(process, signal.SIGKILL)
    pytest.fail("bubblewrap's child is still there")


PIPES = """
import os, stat
found = []
for handle in range(128):
    try:
        if not stat.S_ISCHR(os.fstat(handle).st_mode):
            found.append(handle)
    except OSError:
        pass
raise ValueError(len(found))
"""


def test_nothing_of_the_grader_is_open_inside_but_the_two_pipes_of_requests_and_replies(box):
    with Sandbox(box) as inside:
        assert inside.ask({"do": "run", "source": PIPES}, LONG)["error"]["message"] == "2"


# What fills the kernel


FILES = """
import time
for n in range(100_000):
    open(f"/tmp/{n}", "x").close()
    if n % 1000 == 999:
        time.sleep(0.05)
"""


# Of x86_64, by name.  Called with nothing, each would fail otherwise, or ask for nothing.
CALLS = {
    "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "pidfd_getfd": 438,
    "memfd_create": 319, "memfd_secret": 447, "shmget": 29, "msgget": 68, "semget": 64,
    "mq_open": 240, "add_key": 248, "request_key": 249, "keyctl": 250, "bpf": 321,
    "perf_event_open": 298, "unshare": 272, "setns": 308, "mount": 165, "userfaultfd": 323,
    "io_uring_setup": 425,
}  # fmt: skip
REFUSED = """
import ctypes, errno, json, os, sys
from classroom import seccomp
from classroom.boxed.runner import _set
_set(seccomp.program())
libc = ctypes.CDLL(None, use_errno=True)
def refused(number):
    ctypes.set_errno(0)
    return libc.syscall(number, 0, 0, 0, 0, 0) == -1 and ctypes.get_errno() == errno.EPERM
calls = json.loads(sys.argv[1])
print([name for name, number in calls.items() if not refused(number)], refused(39))
"""


@pytest.mark.skipif(platform.machine() != "x86_64", reason="the numbers are another machine's")
def test_calls_that_lead_out_are_refused_by_name():
    command = [sys.executable, "-c", REFUSED, json.dumps(CALLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"  # the last asks for its own number, which anybody may


def test_files_without_a_byte_are_counted(box):
    with Sandbox(box) as inside:
        source = FILES.replace("100_000", "1_000")  # more than anybody needs, and no matter
        assert inside.ask({"do": "run", "source": source}, LONG) == {"error": None}
        with pytest.raises(Stopped) as stopped:
            inside.ask({"do": "run", "source": FILES.replace("x", "w")}, LONG)
        assert stopped.value.why == "files"


def test_files_of_the_machine_are_not_counted_while_a_sandbox_starts(box, monkeypatch):
    looked = []
    monkeypatch.setattr(sandbox.os, "statvfs", lambda path: looked.append(path) or 1 / 0)
    clock = (0.06 * n for n in range(10**6))  # slow: each look is due
    monkeypatch.setattr(sandbox.time, "monotonic", clock.__next__)
    with Sandbox(box):
        assert looked == []


# What weighs on the grader


class Parsed(Exception):
    """The grader parsed what it should not."""


@pytest.fixture(scope="module")
def four():
    return nbformat.read(NOTEBOOKS / "04_logistic_regression_by_hand.ipynb", as_version=4)


def rebuilt(four, *sources):
    cells = [
        {"cell_type": "code", "source": source, "metadata": {}, "id": f"own{n}"}
        for n, source in enumerate(sources)
    ]
    raw = json.loads(nbformat.writes(four))
    raw["cells"][1:1] = cells
    submission = read_within_limits(json.dumps(raw).encode())
    return rebuild.rebuild(four, submission, rebuild.graded(four, ["4.1"]))


def test_what_costs_more_than_its_length_is_not_parsed(four, monkeypatch):
    long, small = f"import {'a.' * 20_000}a", f"import {'a.' * 4000}a"
    parse, sizes = rebuild.parse, []

    def counted(source):
        sizes.append(len(source))
        return parse(source)

    monkeypatch.setattr(rebuild, "parse", counted)
    found = rebuilt(four, *[long] * 5, *[small] * 40)
    assert max(sizes) <= rebuild.MOST_PARSED and sum(sizes) <= rebuild.MOST_IN_ALL
    assert sum(size > 8000 for size in sizes) > 10
    own = [step.source for step in found.steps if step.kind == "own"]
    assert own == [*[long] * 5, *[small] * 40]
    assert any("more than 200,000 characters" in flag for flag in found.flags)


def test_no_pattern_takes_the_square_of_a_cell(four):
    began = time.process_time()
    rebuilt(four, *["import " * 7000] * 4, "from lessons import" * 2600, "import checks " * 3500)
    assert time.process_time() - began < 3  # it took 40


def test_rebuilding_counts_among_a_submission_s_seconds(four, monkeypatch):
    found = rebuilt(four)
    bench = judging.Bench(b"1" * 32, [])
    found.began -= judging.WHOLE_SECONDS
    monkeypatch.setattr(judging, "Sandbox", lambda *_: type("", (), {
        "ask": lambda *_: {}, "__exit__": lambda *_: None})())
    with pytest.raises(judging.TookTooLong):
        judging.marks(found, {}, bench, Path())


# Links


def test_a_folder_that_becomes_a_link_under_our_hands_is_not_followed(tmp_path, monkeypatch):
    folder = make_class(tmp_path / "class")
    mine, other = notebook("a", "b", "c", "d"), notebook("a", "b", "c")
    there = laid(tmp_path / "download", ("s01/n.ipynb", mine))
    elsewhere = laid(tmp_path / "elsewhere", ("s01/n.ipynb", other)) / "s01"
    is_notebook = download.is_notebook

    def swapped(name):
        if (there / "s01").is_dir() and not (there / "s01").is_symlink():
            (there / "s01").rename(tmp_path / "away")
            (there / "s01").symlink_to(elsewhere)
        return is_notebook(name)

    monkeypatch.setattr(download, "is_notebook", swapped)
    monkeypatch.setattr("classroom.intake.is_notebook", is_notebook)
    [row] = collect(folder, there)
    assert (there / "s01").is_symlink() and row.state == "collected"
    assert folder.submitted("s01", folder.assignment("04")).read_bytes() == mine


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_what_is_no_file_when_it_is_opened_is_refused(tmp_path, kind):
    folder = make_class(tmp_path / "class")
    there = laid(tmp_path / "download", ("s01/a.txt", b""))
    if kind == "link":
        (there / "s01/n.ipynb").symlink_to(laid(tmp_path / "x", ("n.ipynb", notebook("a"))))
    else:
        os.mkfifo(there / "s01/n.ipynb")
    row = next(row for row in collect(folder, there) if row.file.endswith("ipynb"))
    assert row.state == "refused" and row.reason in (download.LINK, download.DEVICE)


def test_folders_in_folders_have_an_end(tmp_path):
    deep = tmp_path / "download" / "/".join(["d"] * 60)
    deep.mkdir(parents=True)
    [row] = collect(make_class(tmp_path / "class"), tmp_path / "download")
    assert row.state == "refused" and "at most 50 deep" in row.reason


def test_the_answer_key_is_nobody_s_work(tmp_path, run):
    folder = make_class(tmp_path / "class")
    key = notebook("a", "b", "c", "d")
    write(folder.path / "key" / "04" / "lesson.ipynb", key)
    there = laid(tmp_path / "download", ("s01/n.ipynb", key), ("s02/n.ipynb", key + b" "))
    found = {r.student: (r.state, "answer key" in r.reason) for r in collect(folder, there)}
    assert found == {"s01": ("refused", True), "s02": ("collected", False)}
    status, said = run("collect", folder.path, there / "s01/n.ipynb", "--take", "s01")
    assert status == 2 and "answer key" in said


# What an error tells


def test_errors_are_told_on_the_cases_that_every_learner_has():
    bench = judging.Bench(b"1" * 32, ["4.4"])
    lesson = [*map(repr, course["4.4"].trials(SEED))]
    assert [*map(repr, bench.open("4.4").judges["4.4"].cases)] == lesson
    assert [*map(repr, bench.judges["4.4"].cases)] != lesson
    assert bench.open("4.4")._lock is bench._lock  # torch is patched by one thread at a time


# Files that a submission wrote


def saved(state, path, change=None):
    torch = pytest.importorskip("torch")
    torch.save(state, path)
    if change:
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        with zipfile.ZipFile(path, "w") as new:
            for name, content in parts.items():
                new.writestr(name, change(name, content))
    return path.read_bytes()


class Runs:
    """What makes this file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_a_state_dict_is_read_without_torch(tmp_path):
    torch = pytest.importorskip("torch")
    model = torch.nn.Linear(3, 1)
    found = arrays(saved(model.state_dict(), tmp_path / "a"))
    assert [one.shape for one in found] == [(1, 3), (1,)]
    assert found[0].tolist() == model.weight.tolist() and found[1].tolist() == model.bias.tolist()


@pytest.mark.parametrize("what", ["code", "a model", "numbers", "turned", "cut", "large", "none"])
def test_of_another_file_nothing_is_read_and_nothing_runs(tmp_path, what):
    torch = pytest.importorskip("torch")
    one = torch.ones(2, 3)
    content = {
        "code": lambda: saved({"a": Runs(tmp_path / "ran")}, tmp_path / "a"),
        "a model": lambda: saved(torch.nn.Linear(2, 1), tmp_path / "a"),
        "numbers": lambda: saved([1, 2], tmp_path / "a"),
        "turned": lambda: saved({"a": one.T}, tmp_path / "a"),
        "cut": lambda: saved({"a": one}, tmp_path / "a", lambda name, content: (
            content[:4] if "/data/" in name else content)),
        "large": lambda: saved({"a": torch.ones(5000)}, tmp_path / "a"),
        "none": lambda: b"PK\3\4 nothing",
    }[what]()
    assert arrays(content) is None and not (tmp_path / "ran").exists()


# Floods of words


def test_flags_are_few_short_and_the_ones_to_look_at_come_first():
    flags = [f"flag {n}." for n in range(100)] + ["again."] * 20 + [f"{'x' * 999}, look at it."]
    found = bounded(flags)
    assert len(found) == MOST + 1 and max(map(len, found)) <= LONGEST
    assert found[0].endswith("x…, look at it.") and found[-1] == f"And {102 - MOST} more."
    assert bounded(["again."] * 20) == ["again (20 times)."]
    assert to_look_at(found) == found[:1]
    assert quoted("a\n<b>\u202e`" + "x" * 99) == "a �b��� " .strip() + "x" * 33 + "…"


def test_a_flag_names_the_cell_also_one_of_the_student_s_own(four):
    found = rebuilt(four, "x = 1", "import gc\ngc.get_objects()", "# " + "y" * 99)
    assert found.flags == [
        "Cell 2 of the student's own, “import gc gc.get_objects()”: it names gc, look at it."
    ]
    assert found.steps[1].name == "Cell 2 of the student's own, “import gc gc.get_objects()”"


def test_the_last_block_names_each_that_needs_attention(capsys):
    rows = [
        Standing("s01", "graded", 3.0, "", ("Late.",)),
        Standing("s02", "graded", 3.0, "", ("Late.", "4.1: it names ctypes, look at it.")),
        Standing("s03", "not judged", None, "z" * 500),
        Standing("s04", "graded", 3.0, "", (), "n.ipynb: no notebook."),
        Standing("s05", "nothing handed in"),
    ]
    assert _stand(rows, 3.0) == 1
    _, block = capsys.readouterr().out.split("Needs your attention:\n")
    assert block.splitlines() == [
        "  s02: 4.1: it names ctypes, look at it.",
        "  s03: not judged.",
        "  s04: Refused: n.ipynb: no notebook.",
    ]
    assert _stand(rows[1:2], 3.0, flagged=False) == 0  # as `feedback` does, which writes pages
    assert _stand(rows[:1], 3.0) == 0 and "attention" not in capsys.readouterr().out


def test_a_long_word_wraps_anywhere_on_the_page():
    body = STYLE.split("body {", 1)[1].split("}", 1)[0]
    assert "overflow-wrap: anywhere" in body


def test_what_takes_no_part_in_a_result_is_short(box, monkeypatch):
    """Of what is said beside results, little is read."""
    flood = "import os\nfor h in range(3, 1000):\n    try:\n"
    flood += "        os.write(h, b'[' * (1 << 19))\n    except OSError:\n        pass"
    with Sandbox(box) as inside, pytest.raises(Stopped) as stopped:
        inside.ask({"do": "run", "source": flood}, LONG)
    assert stopped.value.why == "unreadable" and sandbox.FEW_BYTES < sandbox.MOST_BYTES
