"""Reading back what was handed out where home folders cannot be read: through the hub's API.

What the students' servers give is written as it lies in their homes, HOMES/<login>/handout/04/, for
`collect --from-homes`.  A student's server is the student's: it may answer anything, at any length,
and keep whatever it is sent.  So it is sent a token of five minutes that opens this server alone,
never the instructor's own, and what it answers is bounded.
"""

import base64
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ..download import is_notebook, shown
from ..folder import ClassError, Folder
from ..homes import HANDOUT, NOTEBOOKS, new_folder
from ..notebook import MOST_BYTES

PAGE = 200  # users asked for at a time
ANSWER = 8_000_000  # bytes; a notebook's grow by a third on the way
START = 180  # seconds a server may take to start
STUDENT = 120  # seconds all of one student's files may take
TOKEN = 300  # seconds a token for one server is good for
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Fetched:
    """What became of one student: how many notebooks were written, and what went wrong, if
    anything."""

    student: str
    notebooks: int = 0
    problem: str = ""


class _Failed(Exception):
    """What keeps one student's files from being read; the message is a sentence.  code: what a
    request was answered with, 0 if it was not that."""

    code = 0


def fetch(
    folder: Folder,
    homes: Path,
    hub: str,
    token: str,
    assignment: str | None = None,
    jobs: int = 4,
    progress: Callable = lambda rows, count: rows,
) -> list[Fetched]:
    """Write what the class has in its folders of an assignment, or of all, into homes; a row each.

    homes: a new folder.  hub: its address, such as https://hub.example.org.  token: of a user who
    has the scopes list:users, servers and access:servers.  Servers that do not run are started, and
    stopped again.  Files keep the times that they have there.  Raises ClassError for a folder that
    holds something, an address without TLS, and where the hub itself does not answer.
    """
    names = folder.assignments() if assignment is None else [folder.assignment(assignment).name]
    address = urlsplit(hub)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in HERE):
        raise ClassError(f"hub: expected an address that begins with https://, got {hub!r}.")
    new_folder(homes)
    api = _Hub(hub, token)
    try:
        me = api.ask("user")["name"]
        logins = {name.lower(): name for name in api.users()}
    except (_Failed, KeyError, TypeError) as error:
        raise ClassError(f"The hub at {hub} does not answer as a hub: {error}") from None

    def one(student: str) -> Fetched:
        if student.lower() not in logins:
            return Fetched(student, 0, "the hub has no user of this id.")
        login = logins[student.lower()]
        try:
            count = sum(api.read(me, login, name, homes / login) for name in names)
            return Fetched(student, count)
        except _Failed as error:
            return Fetched(student, 0, str(error))
        finally:
            api.leave(login)

    with ThreadPoolExecutor(jobs) as pool:
        return list(progress(pool.map(one, folder.students), len(folder.students)))


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None  # which raises


class _Hub:
    """A hub, asked as an instructor, and the servers of its students."""

    def __init__(self, address: str, token: str):
        self.address, self.token = address.rstrip("/") + "/", token
        self.opener = build_opener(_NoRedirect)
        self.started: set[str] = set()

    def users(self) -> Iterator[str]:
        """The logins of all its users."""
        offset = 0
        while page := self.ask(f"users?offset={offset}&limit={PAGE}"):
            yield from (user["name"] for user in page)
            offset += len(page)

    def read(self, me: str, login: str, assignment: str, home: Path) -> int:
        """Write a student's notebooks of an assignment below home; how many there were."""
        server = urljoin(self.address, self._running(login))
        scope = f"access:servers!server={login}/"
        wanted = {"scopes": [scope], "expires_in": TOKEN, "note": "reading a hand-in"}
        narrow = self.ask(f"users/{quote(me, safe='')}/tokens", "POST", wanted)
        until = time.monotonic() + STUDENT
        try:
            found = self._contents(server, narrow["token"], (HANDOUT, assignment), "", until)
            names = [] if found is None else _names(found)
            files = []
            for name in names:
                path = (HANDOUT, assignment, name)
                one = self._contents(server, narrow["token"], path, "&type=file", until)
                files.append(_file(one))
        finally:
            self.ask(f"users/{quote(me, safe='')}/tokens/{narrow['id']}", "DELETE")
        for name, (content, changed) in zip(names, files, strict=True):  # all of them or none
            path = home / HANDOUT / assignment / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (changed, changed))
        return len(names)

    def leave(self, login: str) -> None:
        """Stop a student's server if it was started here."""
        if login in self.started:
            try:
                self.ask(f"users/{quote(login, safe='')}/server", "DELETE")
            except _Failed:
                pass  # the culler will

    def ask(self, what: str, method: str = "GET", body: Any = None) -> Any:
        """What the hub's API answers, None where that is nothing.  Raises _Failed."""
        until = time.monotonic() + STUDENT
        return self._get(f"{self.address}hub/api/{what}", self.token, until, method, body)

    def _running(self, login: str) -> str:
        """Where a student's server answers, once it runs: a path on the hub's address."""
        user, until = f"users/{quote(login, safe='')}", time.monotonic() + START
        while time.monotonic() < until:
            server = self.ask(user).get("servers", {}).get("")
            if server is not None and server["ready"]:
                return server["url"]
            if server is None:
                self.started.add(login)
                try:
                    self.ask(f"{user}/server", "POST")
                except _Failed as error:
                    if error.code != 400:  # it is about to end, or its student was quicker
                        raise
            time.sleep(1)
        raise _Failed(f"the server did not start within {START} seconds.")

    def _contents(
        self, server: str, token: str, path: tuple[str, ...], more: str, until: float
    ) -> Any:
        """A file or folder of a student's, None if there is none."""
        place = "/".join(quote(part, safe="") for part in path)
        more += "&format=base64" if more else ""
        return self._get(f"{server}api/contents/{place}?content=1{more}", token, until, absent=True)

    def _get(
        self,
        url: str,
        token: str,
        until: float,
        method: str = "GET",
        body: Any = None,
        absent: bool = False,
    ) -> Any:
        data = None if body is None else json.dumps(body).encode()
        head = {"Authorization": f"token {token}", "Content-Type": "application/json"}
        request = Request(url, data, head, method=method)
        try:
            with self.opener.open(request, timeout=30) as response:
                content = _bounded(response, until)
            return json.loads(content) if content else None
        except HTTPError as error:
            if absent and error.code == 404:
                return None
            where = urlsplit(url).path
            failed = _Failed(f"{method} {where} was answered with {error.code}.")
            failed.code = error.code
            raise failed from None
        except (URLError, HTTPException, OSError, ValueError, RecursionError) as error:
            why = getattr(error, "reason", None) or error
            raise _Failed(f"no answer that can be read ({shown(str(why))[:200]}).") from None


def _bounded(response: Any, until: float) -> bytes:
    """A body, read in pieces: neither its length nor its slowness is the sender's to choose."""
    content = b""
    while piece := response.read1(65_536):
        content += piece
        if len(content) > ANSWER:
            raise _Failed(f"an answer of more than {ANSWER / 1e6:g} MB.")
        if time.monotonic() > until:
            raise _Failed(f"the server took more than {STUDENT} seconds.")
    return content


def _names(found: Any) -> list[str]:
    """The names of the notebooks in a folder, as a student's server lists them."""
    try:
        names = [one["name"] for one in found["content"] if is_notebook(one["name"])]
    except (AttributeError, KeyError, TypeError):
        raise _Failed("no list of files, as a server gives it.") from None
    names = sorted({name for name in names if not name.startswith(".")})
    if any("/" in name or not name.isprintable() or len(name.encode()) > 255 for name in names):
        raise _Failed("a file's name that is none.")
    if len(names) > NOTEBOOKS:
        raise _Failed(f"expected at most {NOTEBOOKS} notebooks in a folder, got more.")
    return names


def _file(one: Any) -> tuple[bytes, float]:
    """A file's content and time, as a student's server gives them."""
    try:
        content = base64.b64decode(one["content"])
        changed = datetime.fromisoformat(one["last_modified"]).timestamp()
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
        raise _Failed("no file, as a server gives it.") from None
    if len(content) > MOST_BYTES:
        raise _Failed(f"expected a notebook of at most {MOST_BYTES / 1e6:g} MB, got more.")
    return content, changed
