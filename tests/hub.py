"""A JupyterHub of the tests' own, set up as `classroom/hub/jupyterhub_config.py` says, on free
ports and in a folder of its own, with students who have no accounts."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psutil

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "classroom" / "hub" / "jupyterhub_config.py"
PASSWORD = "a password to try it"
INSTRUCTOR = "teacher"
PATIENCE = 120  # seconds a slow machine may take for one thing
# What the tests need beside it.
OWN = """
load_subconfig({config!r})
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{0}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{1}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{2}"
c.JupyterHub.services.append({{"name": "tests", "api_token": {token!r}}})
c.JupyterHub.load_roles.append({{"name": "tests", "services": ["tests"],
    "scopes": ["admin:users", "admin:servers", "tokens", "access:servers"]}})
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True"]
{more}
"""


@dataclass
class Hub:
    """url: where it answers, ending in a slash; home: where all it writes lies; token: of a service
    that may do all that the tests do."""

    url: str
    home: Path
    token: str
    process: subprocess.Popen | None = None

    @property
    def homes(self) -> Path:
        """The folder of the students' home folders."""
        return self.home / "homes"

    def run(self) -> None:
        """Start the hub itself."""
        env = {
            **os.environ,
            "COURSE_HUB_TRIAL": str(self.homes),
            "COURSE_HUB_PASSWORD": PASSWORD,
            "COURSE_HUB_INSTRUCTOR": INSTRUCTOR,
            "PYTHONPATH": str(ROOT),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        env.pop("COURSE_PROGRESS", None)  # each has their own, in their home
        log = self.home / "hub.log"
        with log.open("a", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", "config.py"],
                cwd=self.home,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        until(lambda: self.process.poll() is not None or self._answers(), "the hub answers")
        assert self.process.poll() is None, log.read_text(encoding="utf-8")[-3000:]

    def end(self) -> None:
        """End the hub itself, and leave the students' servers running."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        try:
            return bool(self.ask("hub/api/"))
        except (HTTPError, OSError):
            return False

    def ask(self, path: str, method: str = "GET", body: Any = None, token: str = "") -> Any:
        """What the hub, or a student's server, answers.  Raises HTTPError."""
        head = {"Authorization": f"token {token or self.token}"}
        data = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.url + path, data, head, method=method), timeout=60) as response:
            return json.loads(response.read() or b"null")

    def runs(self, student: str) -> bool:
        """Whether a student's server is there."""
        server = self.ask(f"hub/api/users/{student}")["servers"].get("")
        return bool(server and server["ready"])

    def gone(self, student: str) -> bool:
        """Whether it is not there, nor about to end."""
        return not self.ask(f"hub/api/users/{student}")["servers"]

    def start(self, *students: str) -> None:
        """Start students' servers, at once."""
        for student in students:
            self.ask(f"hub/api/users/{student}/server", "POST")
        until(lambda: all(map(self.runs, students)), f"{students} have servers")

    def stop(self, *students: str) -> None:
        for student in students:
            self.ask(f"hub/api/users/{student}/server", "DELETE")
        until(lambda: all(map(self.gone, students)), f"{students} have no servers")

    def pull(self, student: str, repository: Path, target: str) -> str:
        """What a link of nbgitpuller does: bring a repository into a folder of the home."""
        asked = urlencode({"repo": repository, "branch": "main", "targetpath": target})
        head = {"Authorization": f"token {self.token}"}
        request = Request(f"{self.url}user/{student}/git-pull/api?{asked}", headers=head)
        with urlopen(request, timeout=PATIENCE) as response:
            told = response.read().decode()
        assert '"phase": "finished"' in told, told
        return told


@contextmanager
def serve(home: Path, students: Sequence[str], more: str = "") -> Iterator[Hub]:
    """Run a hub, everything it writes below home.  more: further lines of configuration."""
    home.mkdir(exist_ok=True)
    (home / "students.txt").write_text("\n".join(students), encoding="utf-8")
    token, ports = os.urandom(32).hex(), _free_ports()
    own = OWN.format(*ports, config=str(CONFIG), token=token, more=more)
    (home / "config.py").write_text(own, encoding="utf-8")
    hub = Hub(f"http://127.0.0.1:{ports[0]}/", home, token)
    try:
        hub.run()
        yield hub
    finally:
        started = psutil.Process(hub.process.pid).children() if hub.process.poll() is None else []
        try:
            if started:
                hub.stop(*[s for s in (*students, INSTRUCTOR) if hub.runs(s)])
        finally:
            hub.end()
            for one in started:  # what a hub leaves that did not end by itself
                if one.is_running():
                    one.kill()


def until(holds: Any, what: str) -> None:
    """Wait until something holds; `what` names it should it not."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE} s"
        time.sleep(0.3)


def _free_ports() -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports
