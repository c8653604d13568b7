"""Where a learner's code runs: isolated by bubblewrap, limited, and asked for values alone."""

import contextlib
import json
import math
import os
import select
import shutil
import signal
import site
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import seccomp
from .package import PACKAGES

MOST_BYTES = 2 << 20  # of a reply that holds a result
FEW_BYTES = 64 << 10  # of any other
START_SECONDS = 60.0
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
TMP_BYTES = 64 << 20
WRITABLE = ("/tmp", "/dev/shm")
MOST_FILES = 5000  # in each of these: a file without a byte takes the kernel's memory

ENVIRONMENT = {
    "HOME": "/tmp",
    "IPYTHONDIR": "/tmp/ipython",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "agg",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
}


class SandboxError(Exception):
    """The sandbox is missing or does not start; the message is a sentence that says why."""


class Stopped(Exception):
    """What ran did not come to its end; `why` is "time", "died", "files" or "unreadable"."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Limits:
    """Seconds that one request may take: of computing, and on the clock.

    The clock is for code that waits: on a busy machine computing takes longer on it.
    """

    computing: float = 10.0
    clock: float = 40.0

    def without(self, before: "Limits", now: "Limits") -> "Limits":
        """What is left of them, given what was used up at two moments, see `Sandbox.used`."""
        return Limits(
            self.computing - (now.computing - before.computing),
            self.clock - (now.clock - before.clock),
        )


class Sandbox:
    """One fresh Python in a sandbox; it ends with `close`, at the latest with this process.

    box: the folder that `package.build` made; program: the file in it that is run.  isolated=False
    runs the same without bubblewrap: nothing is protected then.  Raises SandboxError if it cannot
    be started.
    """

    def __init__(self, box: Path, isolated: bool = True, program: str = "runner.py"):
        self._rest, self._number = b"", 0  # of the request: its reply repeats it
        self._ours: list[int] = []
        requests, self._requests = self._pipe(give="read")
        self._replies, replies = self._pipe(give="write")
        theirs = [requests, replies]
        try:
            python = [sys.executable, "-s"]
            if isolated:
                command = [find_bubblewrap()]
                # It names its child before it lets it go on.  Into no pipe: if we are killed
                # meanwhile, it would fail to write into that, and its child wait for ever.
                told = os.memfd_create("told")
                self._ours.append(told)
                theirs.append(os.dup(told))
                arguments, more = _arguments(box, theirs[-1])
                theirs += more
                command += ["--args", str(_file(arguments, theirs))]
                command += ["--", *python, f"/course/{program}"]
            else:
                command = [*python, str(box / program)]
            command += [str(requests), str(replies)]
            command += [seccomp.seal().hex()] if isolated else []
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=theirs,
                cwd="/" if isolated else box,
                env={} if isolated else {**os.environ, **_outside(box)},
                start_new_session=True,
            )
        except OSError as error:
            raise SandboxError(f"The sandbox does not start: {error.strerror}.") from None
        finally:
            for handle in theirs:
                os.close(handle)
        self._pid = 0 if isolated else self._process.pid
        self._looked = math.inf  # at files: until it is inside, /tmp is ours
        try:
            self._receive(self._deadline(Limits(START_SECONDS, START_SECONDS)))
        except Stopped:
            self.close()
            words = self._process.stderr.read(2000).decode(errors="replace").split("\n")
            why = next((line for line in reversed(words) if line.strip()), "it ended at once")
            raise SandboxError(f"The sandbox does not start: {why.strip()}.") from None
        if isolated:
            self._pid = json.loads(os.pread(told, FEW_BYTES, 0).split(b"\n")[0])["child-pid"]
            self._looked = time.monotonic()

    def ask(self, request: dict, limits: Limits) -> dict:
        """The reply to a request, see `boxed/runner.py`: whatever the code inside makes of it, but
        a JSON object.  Raises Stopped, after which the sandbox is closed."""
        over = self._deadline(limits)
        self._number += 1
        try:
            data = (json.dumps({"number": self._number, **request}) + "\n").encode()
            while data:
                self._wait(self._requests, over, writing=True)
                data = data[os.write(self._requests, data) :]
            return self._receive(over, MOST_BYTES if request["do"] == "attempt" else FEW_BYTES)
        except BrokenPipeError:
            self.close()
            raise Stopped("died") from None
        except Stopped:
            self.close()
            raise

    def used(self) -> Limits:
        """Seconds so far: of computing inside, and of any clock."""
        return Limits(self._computing(), time.monotonic())

    def close(self) -> None:
        """End everything that runs inside.  May be called again."""
        if self._process.poll() is None:
            # Its own session: without bubblewrap, whatever it started is in it.
            for kill, pid in ((os.kill, self._pid), (os.killpg, self._process.pid)):
                with contextlib.suppress(ProcessLookupError):
                    if pid:  # 0 would be us
                        kill(pid, signal.SIGKILL)
        self._process.wait()
        while self._ours:
            os.close(self._ours.pop())

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
        self._process.stderr.close()

    def _pipe(self, give: str) -> tuple[int, int]:
        """A pipe of which we keep one end, which never blocks us."""
        ends = os.pipe()
        ours = ends[1] if give == "read" else ends[0]
        os.set_blocking(ours, False)
        self._ours.append(ours)
        return ends

    def _receive(self, over: Callable[[], bool], most: int = FEW_BYTES) -> dict:
        while b"\n" not in self._rest:
            self._wait(self._replies, over)
            part = os.read(self._replies, 1 << 16)
            if not part:
                raise Stopped("died")
            self._rest += part
            if len(self._rest) > most:
                raise Stopped("unreadable")
        line, self._rest = self._rest.split(b"\n", 1)
        try:
            reply = json.loads(line)
        except (ValueError, RecursionError):
            raise Stopped("unreadable") from None
        if not isinstance(reply, dict) or self._rest:  # one reply to one request
            raise Stopped("unreadable")
        if reply.pop("number", None) != self._number:  # not to an earlier one
            raise Stopped("unreadable")
        return reply

    def _deadline(self, limits: Limits) -> Callable[[], bool]:
        """Says whether a request that begins now has taken too long."""
        began, spent = time.monotonic(), self._computing()
        return lambda: (
            time.monotonic() - began > limits.clock or self._computing() - spent > limits.computing
        )

    def _wait(self, handle: int, over: Callable[[], bool], writing: bool = False) -> None:
        """Until the pipe is ready.  Raises Stopped("time")."""
        pause = 0.002
        reading, filling = ([], [handle]) if writing else ([handle], [])
        while not over():  # asked each time: a reply may come in drops
            self._count_files()
            if any(select.select(reading, filling, [], pause)):
                return
            pause = min(2 * pause, 0.1)
        raise Stopped("time")

    def _count_files(self) -> None:
        """Raises Stopped("files") where there are more than anybody needs.  bubblewrap cannot
        bound their number; looked at now and then, they stay some ten thousand."""
        now = time.monotonic()
        if now - self._looked < 0.05:
            return
        self._looked = now
        for path in WRITABLE:
            with contextlib.suppress(OSError):  # not to be seen, or gone
                found = os.statvfs(f"/proc/{self._pid}/root{path}")
                if found.f_files - found.f_ffree > MOST_FILES:
                    raise Stopped("files")

    def _computing(self) -> float:
        """Seconds of computing so far, of all threads inside."""
        try:
            fields = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            return 0.0
        return sum(map(int, fields[11:15])) / CLOCK_TICKS


def find_bubblewrap() -> str:
    """Its path.  Raises SandboxError where it is missing."""
    found = shutil.which("bwrap")
    if found is None:
        raise SandboxError(
            "bubblewrap is missing: install it with the system's packages, on Debian and Ubuntu"
            " by `sudo apt-get install bubblewrap`."
        )
    return found


def _arguments(box: Path, told: int) -> tuple[list[str], list[int]]:
    """bubblewrap's arguments, and the file descriptors that they speak of."""
    handles: list[int] = []
    arguments = ["--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"]
    arguments += ["--cap-drop", "ALL", "--hostname", "course", "--die-with-parent"]
    arguments += ["--new-session", "--as-pid-1", "--json-status-fd", str(told), "--clearenv"]
    for name, value in ENVIRONMENT.items():
        arguments += ["--setenv", name, value]
    # What can be written comes first: Python may lie below /tmp.
    arguments += ["--dev", "/dev"]
    for path in reversed(WRITABLE):
        arguments += ["--size", str(TMP_BYTES), "--tmpfs", path]
    arguments += ["--remount-ro", "/dev"]
    for path in readable():
        if os.path.islink(path):
            arguments += ["--symlink", os.readlink(path), path]
        else:
            arguments += ["--ro-bind", path, path]
    for packages in {*site.getsitepackages(), *site.getsitepackages([sys.base_prefix])}:
        for name in PACKAGES:  # of an installation that is not editable
            if os.path.isdir(f"{packages}/{name}"):
                arguments += ["--size", "4096", "--tmpfs", f"{packages}/{name}"]
                arguments += ["--remount-ro", f"{packages}/{name}"]
    arguments += ["--ro-bind", str(box), "/course", "--remount-ro", "/", "--chdir", "/tmp"]
    if program := seccomp.program():
        arguments += ["--seccomp", str(_file([program], handles, end=b""))]
    return arguments, handles


def readable() -> Iterable[str]:
    """The folders of the system and of Python which code in the sandbox may read."""
    system = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/etc/alternatives")
    python = (sys.prefix, sys.base_prefix, Path(sys.executable).resolve().parent)
    prefixes = [*map(str, python), str(Path(sys.prefix).resolve())]  # .venv may be a link
    seen: list[str] = []
    for path in (*system, "/etc/ld.so.cache", *prefixes):
        if os.path.lexists(path) and not any(path == s or path.startswith(s + "/") for s in seen):
            seen.append(path)
    return seen


def _file(content: Iterable[str | bytes], handles: list[int], end: bytes = b"\0") -> int:
    """A file descriptor from which content can be read; it is added to handles."""
    with tempfile.TemporaryFile() as file:
        for item in content:
            file.write((item.encode() if isinstance(item, str) else item) + end)
        file.seek(0)
        handles.append(os.dup(file.fileno()))
    return handles[-1]


def _outside(box: Path) -> dict[str, str]:
    """The environment of a run without bubblewrap."""
    scratch = str(box / "scratch")
    return {**ENVIRONMENT, "HOME": scratch, "PATH": os.environ["PATH"]}
