"""What a student costs a hub: five at once, each with a server, then lesson 1, then lesson 5.

A student's memory is that of the server and all that it has started.  `rss` counts pages that five
students share five times, as a limit for each student does; `pss` shares them out.
"""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from uuid import uuid4

import psutil
from tornado.escape import json_decode, json_encode
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from classroom.hub import repository
from tests.hub import Hub, serve
from tools.notebooks import read

from . import row

STUDENTS = tuple(f"s{number:02}" for number in range(1, 6))
LESSONS = {"1": "01_exhaustive_search.ipynb", "5": "05_pytorch_pipeline.ipynb"}
GUARANTEE = 0.6 * 2**30 / 1e6  # MB that the configuration sets aside for each


def run() -> list[dict]:
    """Medians over the five students."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        bare = Path(scratch) / "course.git"
        repository.publish(bare, repository.course(), "The lessons")
        with serve(Path(scratch) / "hub", STUDENTS) as hub:
            return _measured(hub, bare)


def _measured(hub: Hub, bare: Path) -> list[dict]:
    hub.start(*STUDENTS)
    for student in STUDENTS:
        hub.pull(student, bare, "course")
    own = [psutil.Process(hub.process.pid), *_servers(hub, "configurable-http-proxy")]
    rows = [
        row("the hub and its proxy, rss", sum(one.memory_info().rss for one in own) / 1e6, "MB"),
        row("a server, rss", _megabytes(hub, "rss"), "MB"),
    ]
    for number, name in LESSONS.items():
        path = f"course/notebooks/{name}"
        cells = [cell.source for cell in read(hub.homes / STUDENTS[0] / path).cells
                 if cell.cell_type == "code"]  # fmt: skip
        before = _each(hub, _seconds)
        asyncio.run(_all(hub, path, cells))
        spent = median(b - a for a, b in zip(before, _each(hub, _seconds), strict=True))
        limit = GUARANTEE if number == "5" else None
        rows += [
            row(f"a server with lesson {number}, rss", _megabytes(hub, "rss"), "MB", limit),
            row(f"a server with lesson {number}, pss", _megabytes(hub, "pss"), "MB"),
            row(f"computing, lesson {number} from top to end", spent, "s"),
        ]
        for student in STUDENTS:
            for one in hub.ask(f"user/{student}/api/sessions"):
                hub.ask(f"user/{student}/api/sessions/{one['id']}", "DELETE")
    return rows


async def _all(hub: Hub, path: str, cells: list[str]) -> None:
    await asyncio.gather(*(_execute(hub, student, path, cells) for student in STUDENTS))


async def _execute(hub: Hub, student: str, path: str, cells: list[str]) -> None:
    """Run a notebook's cells in a session of its own, as JupyterLab does.  Raises RuntimeError for
    a cell that fails."""
    asked = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
    session = await asyncio.to_thread(hub.ask, f"user/{student}/api/sessions", "POST", asked)
    place = f"user/{student}/api/kernels/{session['kernel']['id']}/channels"
    url, head = hub.url.replace("http", "ws", 1), {"Authorization": f"token {hub.token}"}
    socket = await websocket_connect(HTTPRequest(url + place, headers=head, connect_timeout=120))
    for source in cells:
        id = uuid4().hex
        head = {"msg_id": id, "msg_type": "execute_request", "username": "", "session": id}
        content = {"code": source, "silent": False, "allow_stdin": False, "stop_on_error": True}
        message = {"header": head | {"version": "5.3"}, "parent_header": {}, "metadata": {}}
        await socket.write_message(json_encode(message | {"content": content, "channel": "shell"}))
        while True:
            told = await socket.read_message()
            if told is None:
                raise RuntimeError(f"{student}: the kernel is gone")
            if isinstance(told, bytes):
                continue  # a figure's arrays
            told = json_decode(told)
            if told["parent_header"].get("msg_id") != id:
                continue
            if told["msg_type"] == "error":
                raise RuntimeError(f"{student}: {told['content']['evalue']}")
            if told["content"].get("execution_state") == "idle":
                break
    socket.close()


def _servers(hub: Hub, program: str = "jupyterhub-singleuser") -> list[psutil.Process]:
    children = psutil.Process(hub.process.pid).children()
    return [one for one in children if any(program in word for word in one.cmdline())]


def _each(hub: Hub, measure: Callable[[psutil.Process], float]) -> list[float]:
    """What is measured of each student's server, with all that it has started."""
    servers = sorted(_servers(hub), key=lambda one: one.pid)
    return [sum(map(measure, (one, *one.children(recursive=True)))) for one in servers]


def _megabytes(hub: Hub, kind: str) -> float:
    return median(_each(hub, lambda one: getattr(one.memory_full_info(), kind))) / 1e6


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system
