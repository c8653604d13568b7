"""The hub's set-up, what students pull, and the collector against servers that lie.

No hub runs here: `test_whole_hub.py` does that.
"""

import base64
import json
import re
import shlex
import subprocess
import threading
import tomllib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
import yaml
from traitlets.config import PyFileConfigLoader

from classroom.__main__ import _parser as parser
from classroom.folder import ClassError
from classroom.hub import collector, repository
from classroom.hub.__main__ import _parser as hub_parser
from classroom.hub.__main__ import main
from tests.classroom.downloads import make_class, notebook
from tests.needs import need, need_hub
from tools.notebooks import read

HUB = Path(repository.__file__).parent
CONFIG = HUB / "jupyterhub_config.py"
ROOT = repository.ROOT
FOUR = notebook("a", "b", "c", "d")


@pytest.fixture(autouse=True)
def git():
    need("git", repository.available())


# The set-up


@pytest.fixture
def config(tmp_path, monkeypatch):
    """The configuration as a hub with two students, and these variables, would load it."""

    def load(**variables):
        monkeypatch.chdir(tmp_path)
        Path("students.txt").write_text("s01\ns02\n", encoding="utf-8")
        for name in ("TRIAL", "PASSWORD", "INSTRUCTOR"):
            monkeypatch.delenv(f"COURSE_HUB_{name}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"COURSE_HUB_{name}", value)
        return PyFileConfigLoader(CONFIG.name, str(HUB)).load_config()

    return load


def test_a_class_has_accounts_limits_and_servers_that_outlive_the_hub(config):
    c = config()
    assert c.JupyterHub.authenticator_class == "pam"
    assert c.JupyterHub.spawner_class == "jupyterhub.spawner.LocalProcessSpawner"
    assert c.JupyterHub.cleanup_servers is False
    assert c.Authenticator.allowed_users == {"s01", "s02"}
    assert "allow_all" not in c.Authenticator and not c.Authenticator.admin_users
    assert (c.Spawner.mem_limit, c.Spawner.mem_guarantee) == ("2G", "0.6G")
    [service] = c.JupyterHub.services
    [role] = c.JupyterHub.load_roles
    assert role["services"] == [service["name"]] and "jupyterhub_idle_culler" in service["command"]
    assert len(CONFIG.read_text("utf-8").splitlines()) <= 60


def test_a_trial_needs_a_password_and_only_a_trial_has_no_wall(config):
    with pytest.raises(KeyError, match="COURSE_HUB_PASSWORD"):
        config(TRIAL="homes")
    c = config(TRIAL="homes", PASSWORD="x" * 8, INSTRUCTOR="teacher")
    assert c.JupyterHub.authenticator_class == "shared-password"
    assert c.JupyterHub.spawner_class == "simple"
    assert c.JupyterHub.load_roles[-1]["users"] == ["teacher"]


@pytest.mark.slow
def test_every_setting_is_one_that_jupyterhub_knows(config):
    need_hub()
    from jupyterhub.app import JupyterHub
    from jupyterhub.auth import Authenticator
    from jupyterhub.authenticators.shared import SharedPasswordAuthenticator
    from jupyterhub.proxy import ConfigurableHTTPProxy
    from jupyterhub.spawner import SimpleLocalProcessSpawner

    classes = [JupyterHub, Authenticator, SharedPasswordAuthenticator, ConfigurableHTTPProxy]
    known = {one.__name__: one for one in [*classes, SimpleLocalProcessSpawner]}
    known["Spawner"] = SimpleLocalProcessSpawner
    c = config(TRIAL="homes", PASSWORD="x" * 8, INSTRUCTOR="teacher")
    for section, settings in c.items():
        assert settings.keys() <= known[section].class_traits(config=True).keys(), section
    spawner = SimpleLocalProcessSpawner(config=c)
    assert spawner.mem_limit == 2 * 2**30 and spawner.mem_guarantee == int(0.6 * 2**30)


def test_kubernetes_has_the_same_numbers(config):
    c = config(INSTRUCTOR="teacher")
    values = yaml.safe_load((HUB / "values.yaml").read_text("utf-8"))
    single, spawner = values["singleuser"], c.Spawner
    assert single["memory"] == {"limit": spawner.mem_limit, "guarantee": spawner.mem_guarantee}
    assert single["cpu"] == {"guarantee": spawner.cpu_guarantee}
    assert single["extraEnv"] == spawner.environment
    assert values["hub"]["config"]["KubeSpawner"] == {"notebook_dir": spawner.notebook_dir}
    assert single["defaultUrl"] == spawner.default_url
    assert single["startTimeout"] == spawner.start_timeout
    told = dict(re.findall(r"--([a-z-]+)=(\d+)", " ".join(c.JupyterHub.services[0]["command"])))
    cull = values["cull"]
    assert (cull["timeout"], cull["every"]) == (int(told["timeout"]), int(told["cull-every"]))
    assert values["hub"]["loadRoles"]["reader"]["scopes"] == c.JupyterHub.load_roles[-1]["scopes"]


def test_the_students_image_does_not_grade():
    lines = (ROOT / "binder" / "requirements.txt").read_text("utf-8")
    assert "-e .\n" in lines and "nbgrader" not in lines and "classroom" not in lines


def test_the_page_s_numbers_and_versions_are_those_of_the_set_up(config):
    page, spawner = (HUB / "README.md").read_text("utf-8"), config().Spawner
    rows = re.findall(r"^\| ([\d,]+) \| ([\d.]+) (GB|TB) \| ([\d,]+) \|", page, re.MULTILINE)
    assert len(rows) == 3
    for students, memory, unit, cores in rows:
        count, times = int(students.replace(",", "")), {"GB": 1, "TB": 1000}[unit]
        assert float(memory) * times == pytest.approx(count * float(spawner.mem_guarantee[:-1]))
        assert int(cores.replace(",", "")) == ceil(count * spawner.cpu_guarantee)
    for pin in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]["hub"]:
        assert pin.split("==")[1] in page, f"the page names another version than {pin}"


def test_the_page_s_commands_are_commands(config):
    """Each line's words are known to the program that they are for."""
    page = (HUB / "README.md").read_text("utf-8").replace("\\\n", " ")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
             for line in block.splitlines()]  # fmt: skip
    parsers = {"classroom": parser(), "classroom.hub": hub_parser()}
    checked = 0
    for line in lines:
        found = re.search(r"python -m (classroom(?:\.hub)?) (.*)", line)
        if found:
            parsers[found[1]].parse_args(shlex.split(found[2]))
            checked += 1
    assert checked == 8


# What students pull


def clone(bare, target):
    subprocess.run(["git", "clone", "--quiet", bare, target], check=True)
    return {p.relative_to(target).as_posix(): p for p in target.rglob("*") if p.is_file()}


def commits(bare):
    done = subprocess.run(
        ["git", "--git-dir", bare, "rev-list", "--count", "main"], capture_output=True, check=True
    )
    return int(done.stdout)


def test_a_repository_holds_what_was_published_and_grows_only_by_what_is_new(tmp_path):
    bare = tmp_path / "below" / "04.git"
    assert repository.publish(bare, {"four.ipynb": FOUR, "a b/ö.md": b""}, "First")
    assert not repository.publish(bare, {"four.ipynb": FOUR, "a b/ö.md": b""}, "Again")
    assert commits(bare) == 1
    files = clone(bare, tmp_path / "clone")
    ours = {name: path.read_bytes() for name, path in files.items() if ".git/" not in name}
    assert ours == {"four.ipynb": FOUR, "a b/ö.md": b""}
    assert repository.publish(bare, {"four.ipynb": b"newer"}, "Second")
    files = clone(bare, tmp_path / "again")
    assert commits(bare) == 2 and [name for name in files if ".git/" not in name] == ["four.ipynb"]
    (tmp_path / "wall").write_bytes(b"")
    with pytest.raises(ClassError, match="git init"):
        repository.publish(tmp_path / "wall" / "x.git", {}, "")


def test_students_are_given_the_notebooks_and_what_these_link_to(tmp_path, capsys):
    assert main(["notebooks", str(tmp_path / "course.git")]) == 0
    given = repository.course()
    for name, content in given.items():
        for link in re.findall(rb"\]\((\.\./[^)#]+|[^)/:#]+\.ipynb)", content):
            target = (ROOT / name).parent / link.decode()
            assert target.resolve().relative_to(ROOT).as_posix() in given, (name, link)
    assert {name.split("/")[0] for name in given} == {"notebooks", "docs"}
    assert sum(name.endswith(".ipynb") for name in given) == 8


@pytest.mark.slow
def test_a_pull_keeps_answers_and_outputs_and_brings_the_correction(tmp_path):
    """What nbgitpuller does when a lesson is corrected that students have worked in."""
    need_hub()
    from nbgitpuller.pull import GitPuller

    def pull():
        return list(GitPuller(str(bare), str(home), branch="main").pull())

    bare, home, files = tmp_path / "course.git", tmp_path / "course", repository.course()
    [name] = [name for name in files if name.startswith("notebooks/05_")]
    repository.publish(bare, files, "The lessons")
    pull()
    lesson = read(home / name)
    stubs = [c for c in lesson.cells if "# your code here" in c.source]
    for number, cell in enumerate(stubs):
        cell.source = f"answer_{number} = {number}"
        cell.outputs = [nbformat.v4.new_output("stream", text=f"output {number}\n")]
    (home / name).write_text(nbformat.writes(lesson) + "\n", encoding="utf-8")
    (home / "notebooks" / "own.ipynb").write_bytes(FOUR)
    changed = nbformat.reads(files[name].decode(), as_version=4)
    changed.cells[0].source += "\n\nA correction."
    repository.publish(bare, files | {name: nbformat.writes(changed).encode() + b"\n"}, "Mended")
    pull()
    after = read(home / name)
    assert after.cells[0].source.endswith("A correction.")
    assert after.cells[1:] == lesson.cells[1:] and len(stubs) > 3
    assert (home / "notebooks" / "own.ipynb").read_bytes() == FOUR


# The collector


TOKEN = "the instructor's"


class Fake(BaseHTTPRequestHandler):
    """A hub with its students' servers on one address, as the proxy makes them look."""

    def do_GET(self):
        self.answer()

    do_POST = do_DELETE = do_GET

    def log_message(self, *_):
        pass

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length) or b"null")
        path = unquote(self.path)
        self.server.heard.append((self.command, path, self.headers["Authorization"], body))
        given = self.server.gives(self.command, path, body)
        if isinstance(given, int):
            self.send_response(given)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = given if isinstance(given, bytes) else json.dumps(given).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        try:
            self.wfile.write(content)
        except OSError:
            pass  # it has read enough


def listing(*names):
    return {"content": [{"name": name, "type": "notebook"} for name in names]}


def file(content, when="2026-11-21T12:00:00.250000Z"):
    return {"content": base64.encodebytes(content).decode(), "last_modified": when}


# By student: what the server answers to the folder, and to a file in it.
SERVERS = {
    "s01": (listing("four.ipynb", "progress.json", ".x.ipynb"), file(FOUR)),
    "s02": (404, None),
    "s03": (listing("a/../../../s01/handout/04/four.ipynb"), file(b"forged")),
    "s04": (listing("four.ipynb"), b" " * (collector.ANSWER + 1)),
    "s05": (listing(*[f"{n}.ipynb" for n in range(21)]), file(FOUR)),
    "s06": (302, None),
    "s07": (listing("a.ipynb", "b.ipynb"), {"content": "", "last_modified": "then"}),
}


@contextmanager
def fake(folder):
    """Its address and what it heard."""
    running = {"s01", "s04", "s05", "s06", "s07"}

    def gives(method, path, body):
        if path.startswith("/user/"):
            _, _, student, *_ = path.split("/")
            return SERVERS[student]["four.ipynb" in path or "/04/" in path]
        what = path.removeprefix("/hub/api/")
        if what.startswith("users?"):
            return [{"name": s} for s in [*SERVERS, "guest"]] if "offset=0" in what else []
        if what == "user":
            return {"name": "teacher"}
        if "tokens" in what:
            return {"token": f"for {body['scopes'][0]}", "id": "a1"} if method == "POST" else b""
        student = what.split("/")[1]
        if what.endswith("/server"):
            (running.add if method == "POST" else running.discard)(student)
            return b""
        server = {"": {"ready": True, "url": f"/user/{student}/"}}
        return {"servers": server if student in running else {}}

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    server.heard, server.gives = [], gives
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.heard
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    tmp = tmp_path_factory.mktemp("fetched")
    folder = make_class(tmp / "class")
    with pytest.MonkeyPatch.context() as patch, fake(folder) as (url, heard):
        patch.setattr(collector.time, "sleep", lambda _: None)
        rows = collector.fetch(folder, tmp / "homes", url, TOKEN, "04")
    return folder, tmp / "homes", {row.student: row for row in rows}, heard


def test_the_collector_writes_what_servers_have_where_it_lies_in_the_homes(fetched):
    _, homes, rows, heard = fetched
    written = {p.relative_to(homes).as_posix(): p for p in homes.rglob("*") if p.is_file()}
    assert list(written) == ["s01/handout/04/four.ipynb"]
    [path] = written.values()
    assert path.read_bytes() == FOUR and path.stat().st_mtime == 1795262400.25
    assert (rows["s01"].notebooks, rows["s01"].problem) == (1, "")
    assert (rows["s02"].notebooks, rows["s02"].problem) == (0, "")
    servers = [(method, path) for method, path, *_ in heard if path.endswith("/server")]
    assert sorted(servers) == sorted(
        (method, f"/hub/api/users/{student}/server")
        for student in ("s02", "s03")
        for method in ("POST", "DELETE")
    )


def test_a_server_that_lies_costs_its_own_student_alone(fetched):
    rows = fetched[2]
    for student, words in {
        "s03": "a file's name that is none",
        "s04": "more than 8 MB",
        "s05": "at most 20 notebooks",
        "s06": "answered with 302",
        "s07": "no file, as a server gives it",
    }.items():
        assert words in rows[student].problem and rows[student].notebooks == 0, rows[student]


def test_no_server_ever_sees_a_token_that_opens_another(fetched):
    heard = fetched[3]
    assert {path.split("/")[1] for _, path, *_ in heard} == {"hub", "user"}  # no redirect taken
    for _, path, sent, body in heard:
        if path.startswith("/user/"):
            assert sent == f"token for access:servers!server={path.split('/')[2]}/"
        else:
            assert sent == f"token {TOKEN}"
        if body is not None:
            assert body["expires_in"] == 300 and len(body["scopes"]) == 1
    made = [method for method, path, *_ in heard if "/tokens" in path]
    assert made.count("POST") == made.count("DELETE") == 7


def test_the_collector_refuses_what_would_do_harm(fetched, tmp_path, monkeypatch, capsys):
    folder = fetched[0]
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis").write_bytes(b"")
    with pytest.raises(ClassError, match="expected a new folder"):
        collector.fetch(folder, tmp_path / "full", "https://hub.example.org", TOKEN)
    with pytest.raises(ClassError, match="begins with https://"):
        collector.fetch(folder, tmp_path / "new", "http://hub.example.org", TOKEN)
    monkeypatch.delenv("COURSE_HUB_TOKEN", raising=False)
    words = ["fetch", str(folder.path), str(tmp_path / "new"), "--hub", "https://hub.example.org"]
    assert main(words) == 2 and "COURSE_HUB_TOKEN" in capsys.readouterr().err
