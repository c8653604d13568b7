"""A hub as it is set up for a class, with students who pull, answer and are graded; each of its
students costs a server, so all of it waits for THOROUGH=1."""

# ruff: noqa: E402  what is missing is named before it is imported

import pytest

from tests.needs import need_classroom, need_hub
from tests.thorough import THOROUGH

need_classroom()
need_hub()

import json
import os
from urllib.error import HTTPError

import nbformat

from classroom.__main__ import main
from classroom.hub import repository
from classroom.hub.__main__ import main as on_the_hub
from tests.classroom.classes import answered, make
from tests.hub import INSTRUCTOR, serve, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not THOROUGH, reason="a hub with four servers: THOROUGH=1 runs it"),
]
NAME = "04_logistic_regression_by_hand.ipynb"
HANDOUT = f"handout/04/{NAME}"
PRACTICE = f"course/notebooks/{NAME}"
WRONG = {"4-2-gradient": "def gradient(x, y, w, b):\n    return 0, 0"}
STUDENTS = ("s01", "s02", "s03", "s04")


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("hub"), STUDENTS) as hub:
        yield hub


def read(hub, student, path):
    got = hub.ask(f"user/{student}/api/contents/{path}?content=1&type=notebook")
    return nbformat.from_dict(got["content"])


def save(hub, student, path, content):
    """As JupyterLab does."""
    body = {"type": "notebook", "content": content}
    hub.ask(f"user/{student}/api/contents/{path}", "PUT", body)


def give(*words):
    return main([str(word) for word in words])


@pytest.fixture(scope="module")
def worked(hub, tmp_path_factory):
    """The class folder after everybody has worked: one solves all, one gets 4.2 wrong, one pulls
    alone, one solves the copy for practice."""
    tmp = tmp_path_factory.mktemp("class")
    folder, assignment = make(tmp / "class", [*STUDENTS, "s05"], "04")
    assert repository.publish(tmp / "course.git", repository.course(), "The lessons")
    bare = folder.path / "handout" / "04.git"
    hub.start(*STUDENTS)
    for student in STUDENTS:
        hub.pull(student, tmp / "course.git", "course")
        if student != "s04":
            hub.pull(student, bare, "handout/04")
    notebook = read(hub, "s01", HANDOUT)
    save(hub, "s01", HANDOUT, answered(notebook))
    save(hub, "s02", HANDOUT, answered(notebook, WRONG))
    save(hub, "s04", PRACTICE, answered(read(hub, "s04", PRACTICE)))
    return folder, assignment, bare


def test_a_later_date_comes_by_a_pull_that_keeps_the_answers(hub, worked):
    folder, _, bare = worked
    before = read(hub, "s01", HANDOUT)
    assert give("release", folder.path, "04", "--due", "2099-01-31T23:59+00:00") == 0
    hub.pull("s01", bare, "handout/04")
    after = read(hub, "s01", HANDOUT)
    assert "due 2099-01-31" in after.cells[1].source and "due" not in before.cells[1].source
    assert [c.source for c in after.cells[2:]] == [c.source for c in before.cells[2:]]


@pytest.mark.parametrize("way", ["homes", "fetch"])
def test_the_whole_way_from_release_to_marks(hub, worked, way, tmp_path, monkeypatch):
    folder, assignment, _ = worked
    homes = hub.homes
    if way == "fetch":
        homes = tmp_path / "fetched"
        asked = {"note": "collecting"}
        token = hub.ask(f"hub/api/users/{INSTRUCTOR}/tokens", "POST", asked)["token"]
        monkeypatch.setenv("COURSE_HUB_TOKEN", token)
        hub.stop("s02")
        words = ["fetch", str(folder.path), str(homes), "--hub", hub.url]
        assert on_the_hub(words) == 1  # the hub has no s05
        assert not hub.runs("s02") and hub.runs("s01")
        for student in ("s01", "s02", "s03"):
            mine, its = homes / student / HANDOUT, hub.homes / student / HANDOUT
            assert mine.read_bytes() == its.read_bytes()
            assert abs(mine.stat().st_mtime - its.stat().st_mtime) < 0.01
        kept = hub.ask(f"hub/api/users/{INSTRUCTOR}/tokens")["api_tokens"]
        assert [one["note"] for one in kept] == ["collecting"]
    assert give("collect", folder.path, "--from-homes", homes) == 0
    give("grade", folder.path, "04")
    marks = {}
    for student in (*STUDENTS, "s05"):
        path = folder.result(student, assignment)
        kept = json.loads(path.read_text("utf-8"))["marks"] if path.exists() else {}
        marks[student] = sum(mark["score"] for mark in kept.values()) if kept else None
    full = assignment.maximum
    wrong = full - assignment.points["4.2"]
    assert marks == {"s01": full, "s02": wrong, "s03": 0, "s04": None, "s05": None}


def test_nobody_reads_another_s_files(hub, worked):
    hub.start(*[s for s in ("s01", "s02") if not hub.runs(s)])
    token = hub.ask("hub/api/users/s02/tokens", "POST", {"note": "own"})["token"]
    assert hub.ask(f"user/s02/api/contents/{HANDOUT}", token=token)["name"] == NAME
    for path in (f"user/s01/api/contents/{HANDOUT}", "user/s01/api/sessions", "hub/api/users/s01"):
        with pytest.raises(HTTPError) as refused:
            hub.ask(path, token=token)
        assert refused.value.code in (403, 404)


CULL = """
c.JupyterHub.services[0]["command"][-2:] = ["--timeout=4", "--cull-every=1"]
c.Spawner.environment["JUPYTERHUB_ACTIVITY_INTERVAL"] = "1"
"""


def test_a_culled_server_and_a_restarted_hub_lose_nothing(tmp_path):
    with serve(tmp_path / "hub", ["s01"], CULL) as hub:
        hub.start("s01")
        save(hub, "s01", "kept.ipynb", nbformat.v4.new_notebook())
        until(lambda: hub.gone("s01"), "the culler ends the server")
        hub.start("s01")
        assert read(hub, "s01", "kept.ipynb").cells == []
    with serve(tmp_path / "another", ["s01"]) as hub:
        hub.start("s01")
        process = hub.ask("hub/api/users/s01?include_stopped_servers")["servers"][""]["started"]
        hub.end()
        hub.run()
        assert hub.runs("s01")
        assert hub.ask("hub/api/users/s01")["servers"][""]["started"] == process
        assert hub.ask("user/s01/api/status")["kernels"] == 0
        assert os.path.isdir(hub.homes / "s01")
