"""The progress file: nothing is lost, and nothing that happens to it stops a lesson."""

import errno
import json
import os
import subprocess
import sys

import pytest

from checks import store as module

PREDICTION = {"question": "What does ŷ do?", "choice": "It rises", "right": True}


@pytest.fixture
def store():
    return module.Progress()


def saved(path):
    return json.loads(path.read_text(encoding="utf-8"))


def test_without_a_file_nothing_is_known_and_nothing_is_written(store, progress_file):
    assert store.read() == {"schema": 1, "exercises": {}, "predictions": {}}
    assert not progress_file.exists()


def test_checks_and_predictions_are_kept(store, progress_file):
    store.record_check("1.1", True)
    store.record_check("1.2", False)
    store.record_prediction("1-one-weight", *PREDICTION.values())
    expected = {
        "schema": 1,
        "exercises": {"1.1": {"solved": True}, "1.2": {"solved": False}},
        "predictions": {"1-one-weight": PREDICTION},
    }
    assert store.read() == saved(progress_file) == expected
    assert store.take_notice() == ""


def test_only_the_file_itself_shows_in_a_list_of_files(store, progress_file):
    store.record_check("1.1", True)
    names = {path.name for path in progress_file.parent.iterdir()}
    assert {name for name in names if not name.startswith(".")} == {"progress.json"}


def test_what_was_solved_stays_solved(store):
    store.record_check("1.1", True)
    store.record_check("1.1", False)
    assert store.read()["exercises"]["1.1"] == {"solved": True}


def test_the_latest_prediction_counts(store):
    store.record_prediction("1-one-weight", "?", None, None)
    store.record_prediction("1-one-weight", *PREDICTION.values())
    assert store.read()["predictions"] == {"1-one-weight": PREDICTION}


def test_without_the_variable_the_file_lies_beside_the_notebook(store, tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    monkeypatch.chdir(tmp_path)
    store.record_check("1.1", True)
    assert saved(tmp_path / "progress.json")["exercises"] == {"1.1": {"solved": True}}


WRITER = """
import sys
from checks import store as module
module.LOCK_SECONDS = 60  # the other may be kept waiting by a busy machine while it writes
store = module.Progress()
for n in range(25):
    store.record_check(f"{sys.argv[1]}.{n}", True)
sys.exit(store.take_notice() or 0)
"""


@pytest.mark.slow
def test_two_kernels_writing_at_once_keep_each_other_s_entries(progress_file):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name]) for name in "12"]
    assert [writer.wait(300) for writer in writers] == [0, 0]
    assert len(saved(progress_file)["exercises"]) == 50


KILLED = """
import json, time
from checks.store import Progress
store = Progress()
whole = json.dump
def half(progress, file, **options):
    file.write('{"schema": 1, "exer')
    file.flush()
    print("writing", flush=True)
    time.sleep(60)
json.dump = half
store.record_check("1.2", True)
"""


def test_a_kernel_killed_while_writing_leaves_the_old_file_and_no_lock(store, progress_file):
    store.record_check("1.1", True)
    writer = subprocess.Popen([sys.executable, "-c", KILLED], stdout=subprocess.PIPE)
    assert writer.stdout.readline().strip() == b"writing"
    writer.kill()
    writer.wait(60)
    writer.stdout.close()
    assert saved(progress_file)["exercises"] == {"1.1": {"solved": True}}
    store.record_check("1.3", True)
    assert saved(progress_file)["exercises"] == {"1.1": {"solved": True}, "1.3": {"solved": True}}
    assert store.take_notice() == ""


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"schema": 1}',
        b'{"schema": "1", "exercises": {}, "predictions": {}}',
        b'{"schema": 1, "exercises": [], "predictions": {}}',
        b'{"schema": 1, "exercises": {"1.1": 5}, "predictions": {}}',
        b'{"schema": 1, "exercises": {"1.1": {}}, "predictions": {}}',
        b'{"schema": 1, "exercises": {"1.1": {"solved": null}}, "predictions": {}}',
        b'{"schema": 1, "exercises": {}, "predictions": {"1-a": {}}}',
        b'{"schema": 1, "exercises": {}, "predictions": {"1-a": {"right": true}}}',
        b'{"schema": 1, "exercises": {}, "predictions": {"1-a": {"choice": "b"}}}',
        b'{"schema": 1, "exercises": {}, "predictions": {"1-a": {"choice": "b", "right": 2}}}',
        b"[" * 100_000,
    ],
)
def test_a_broken_file_is_kept_aside_and_a_new_one_begun(store, content, progress_file):
    for number in (1, 2):
        progress_file.write_bytes(content)
        store.record_check("1.1", True)
        assert saved(progress_file)["exercises"] == {"1.1": {"solved": True}}
        aside = progress_file.with_name(f"progress.json.broken-{number}")
        assert aside.read_bytes() == content
        assert aside.name in store.take_notice()


# As Notepad and PowerShell save it.
MARKED = b'\xef\xbb\xbf{"schema": 1, "exercises": {"1.1": {"solved": true}, '
MARKED += b'"2.1": {"solved": true}}, "predictions": {}}'


@pytest.mark.parametrize(
    "content",
    [
        MARKED,
        MARKED.decode("utf-8-sig").encode("utf-16"),
        b"\xfe\xff" + MARKED.decode("utf-8-sig").encode("utf-16-be"),
        MARKED.decode("utf-8-sig").encode("utf-16-le"),
        MARKED[3:].replace(b', "predictions": {}', b""),
    ],
    ids=["mark", "utf-16", "utf-16-be", "without a mark", "without predictions"],
)
def test_a_file_saved_by_an_editor_is_read(store, content, progress_file):
    progress_file.write_bytes(content)
    solved = {"1.1": {"solved": True}, "2.1": {"solved": True}}
    assert store.read() == {"schema": 1, "exercises": solved, "predictions": {}}
    assert store.recall_prediction("1-one-weight") is None
    store.record_check("2.2", False)
    assert saved(progress_file)["exercises"] == {**solved, "2.2": {"solved": False}}
    assert store.take_notice() == ""
    assert [path.name for path in progress_file.parent.glob("*.broken*")] == []


def test_half_a_surrogate_pair_is_kept(store, progress_file):
    store.record_prediction("1-one-weight", "?", "\ud83d", False)
    assert store.recall_prediction("1-one-weight") == ("?", "\ud83d")
    assert saved(progress_file)["predictions"]["1-one-weight"]["choice"] == "\ud83d"
    store.record_check("1.1", True)
    assert store.take_notice() == "" and saved(progress_file)["exercises"]


BROKEN = (
    '{"schema": 1, "exercises": {"1.1": {"solved": true},, "1.2": {"solved": false}, "1.3": 5,\n'
    ' "1.4": {"solved": "yes"}}, "predictions": {"1-one-weight": {"choice": "Es fällt {\\"nie\\"}",'
    ' "question": "?", "right": false}, "2-rate": {"choice": null, "right": null, "question": "?"},'
    ' "3-cut": {"choice": "It ri'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_can_be_read_of_a_broken_file_is_brought_back(store, encoding, progress_file):
    content = BROKEN.encode(encoding)[: -1 if encoding == "utf-16" else None]
    progress_file.write_bytes(content)
    store.record_check("1.2", True)
    store.record_prediction("2-rate", "?", "It falls", True)
    name = store.take_notice().split('`progress("')[1].split('"')[0]
    assert store.bring_back(name) == 4
    assert store.read()["exercises"] == {"1.1": {"solved": True}, "1.2": {"solved": True}}
    assert store.read()["predictions"] == {
        "1-one-weight": {"choice": 'Es fällt {"nie"}', "question": "?", "right": False},
        "2-rate": {"question": "?", "choice": "It falls", "right": True},
    }
    assert progress_file.with_name(name).read_bytes() == content
    assert store.take_notice() == ""


@pytest.mark.parametrize("name", ["missing", "", ".", "a/b", "\0", 5])
def test_nothing_is_brought_back_from_nowhere(store, name, progress_file):
    assert store.bring_back(name) == 0
    assert not progress_file.exists() and store.take_notice() == ""


def test_a_file_of_a_newer_version_is_left_alone(store, progress_file):
    newer = '{"schema": 2, "more": 1}'
    progress_file.write_text(newer)
    store.record_check("1.1", True)
    assert progress_file.read_text() == newer
    assert "newer version" in store.take_notice()
    assert store.read()["exercises"] == {"1.1": {"solved": True}}


def fail_with(code):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize(
    ("function", "code"),
    [("fsync", errno.ENOSPC), ("replace", errno.EACCES), ("fsync", errno.EIO)],
)
def test_what_cannot_be_written_now_is_written_later(
    store, function, code, progress_file, monkeypatch
):
    store.record_check("1.1", True)
    with monkeypatch.context() as broken:
        broken.setattr(os, function, fail_with(code))
        store.record_check("1.2", True)
        store.record_check("1.3", False)
        assert os.strerror(code) in store.take_notice()
        assert store.take_notice() == ""
        assert set(store.read()["exercises"]) == {"1.1", "1.2", "1.3"}
        assert store.take_notice() == "", "told once"
        assert set(saved(progress_file)["exercises"]) == {"1.1"}
        assert not progress_file.with_name("progress.json.new").exists()
    store.record_prediction("1-one-weight", *PREDICTION.values())
    assert saved(progress_file) == store.read()
    assert set(store.read()["exercises"]) == {"1.1", "1.2", "1.3"}
    progress_file.unlink()
    assert store.read()["exercises"] == {}, "what is saved need not be remembered"


@pytest.mark.parametrize(
    "error", [PermissionError(errno.EACCES, "Permission denied"), NotImplementedError()]
)
def test_a_folder_that_cannot_be_locked_can_still_be_read(store, error, progress_file, monkeypatch):
    store.record_check("1.1", True)

    class Locked:
        def __init__(self, *_, **__):
            raise error

    monkeypatch.setattr(module, "FileLock", Locked)
    store.record_check("1.2", True)
    assert set(store.read()["exercises"]) == {"1.1", "1.2"}
    assert store.take_notice().count("kept in memory only") == 1
    assert set(saved(progress_file)["exercises"]) == {"1.1"}


def test_a_missing_folder_is_not_created(store, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    store.record_check("1.1", True)
    assert store.read()["exercises"] == {"1.1": {"solved": True}}
    assert "folder" in store.take_notice()
    assert not (tmp_path / "missing").exists()


def test_a_lock_held_by_another_is_not_waited_for_without_end(store, progress_file, monkeypatch):
    monkeypatch.setattr(module, "LOCK_SECONDS", 0.05)
    with module.FileLock(progress_file.with_name(".progress.json.lock")):
        store.record_check("1.1", True)
    assert not progress_file.exists()
    assert "kept in memory only" in store.take_notice()
    store.record_check("1.2", True)
    assert set(saved(progress_file)["exercises"]) == {"1.1", "1.2"}
