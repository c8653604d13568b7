"""Judging on other processes and machines, by dask's scheduler and workers.

All that knows of dask is here.  At most one task is out for each worker, which has one thread:
whatever ends a worker's process then ends this one task alone.  No task asks for a worker by name
or for a resource: one that does so waits for ever where all workers end at once.
"""

import asyncio
import json
import queue
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, Security, Worker, WorkerPlugin
from distributed import get_worker as this_worker

from . import fitness
from .desk import not_judged
from .folder import ClassError
from .serving import serve

PATIENCE = 60.0  # seconds without any worker, or for a reply to arrive
OWN = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "threads_per_worker": 1}
OWN |= {"worker_dashboard_address": "127.0.0.1:0", "memory_limit": 0, "silence_logs": 50}
FILES = {"tls_ca_file": "ca.pem", "tls_client_cert": "cert.pem", "tls_client_key": "key.pem"}
SETTINGS = {"distributed.comm.timeouts.connect": "10s", "distributed.worker.profile.enabled": False}
REFUSED = "no scheduler answers there, or the certificates are not those of its cluster"
LOST = "The scheduler does not answer any more. Give the command again: it does what is missing."
NOBODY = f"No worker for {PATIENCE:g} seconds. Give the command again: it does what is missing."
TWICE = "It ended the worker that judged it, twice: too much memory, or a fault of ours."


@contextmanager
def client(address: str, certificates: Path | None) -> Iterator[Client]:
    """Connected to workers of our own, for "local:N", or to a scheduler at tls://HOST:PORT, with
    the files that `certificates.make` writes.  Raises ClassError."""
    kind, _, number = address.partition(":")
    with dask.config.set(SETTINGS):
        if kind == "local":
            try:
                own = LocalCluster(n_workers=int(number), security=Security.temporary(), **OWN)
            except RuntimeError as error:
                raise ClassError(f"{address}: the workers do not start ({error}).") from None
            with own, Client(own) as found:
                yield found
            return
        files = {name: str(certificates / file) for name, file in FILES.items()}
        try:
            found = Client(address, security=Security(require_encryption=True, **files), timeout=20)
        except (OSError, ValueError) as error:  # what is wrong with certificates is an OSError too
            why = str(error.__cause__ or error).partition("\n")[0]
            raise ClassError(f"{address}: {REFUSED} ({why}).") from None
        try:
            yield found
        finally:
            with suppress(Exception):  # the scheduler may be gone
                found.close(timeout=5)


class Judges:
    """The workers of a client that may judge; say: is told of those that may not.  Raises
    ClassError where there is none."""

    def __init__(self, found: Client, say: Callable[[str], None]):
        self._client, self._say, self._ours = found, say, fitness.facts()
        for address, facts in found.run(_facts, on_error="return").items():
            if isinstance(facts, BaseException):
                self._retire(address, f"the course is not there ({facts}).")
            elif why := fitness.unfit(facts, self._ours):
                self._retire(address, why)
        if not self._threads():
            raise ClassError("No worker is fit to judge, so nothing was graded.")
        found.register_plugin(Course())

    def judge(
        self, order: bytes, students: list[str], read: Callable[[str], bytes]
    ) -> Iterator[tuple[str, bytes, bytes]]:
        """Each student, the submission as `read` gives it, a desk's reply, as they come.  Raises
        ClassError where the scheduler is lost, or there is no worker for a minute."""
        waiting, alone, done = deque(students), deque(), queue.SimpleQueue()
        running, killed = dict[Future, tuple[str, bytes]](), set[str]()
        seen = time.monotonic()
        while waiting or alone or running:
            threads = self._threads()
            seen = time.monotonic() if threads else seen
            if time.monotonic() - seen > PATIENCE:
                raise ClassError(NOBODY)
            while len(running) < threads and (waiting or alone and not running):
                student = waiting.popleft() if waiting else alone.popleft()
                submission, key = read(student), uuid4().hex  # dask shows keys on a page
                future = self._client.submit(judge, order, submission, self._ours, key=key)
                running[future] = student, submission
                future.add_done_callback(done.put)
            with suppress(queue.Empty):
                future = done.get(timeout=1.0)
                student, submission = running.pop(future)
                reply = self._reply(future, student in killed)
                future.release()
                if reply is None:
                    killed.add(student)
                    alone.append(student)
                elif unfit := json.loads(reply).get("unfit"):
                    self._retire(*unfit)
                    (alone if student in killed else waiting).append(student)
                else:
                    yield student, submission, reply

    def _reply(self, future: Future, last: bool) -> bytes | None:
        """What came of a task; None where it ended its worker, and is to be tried alone."""
        if future.status == "cancelled":
            raise ClassError(LOST)
        error = future.exception()
        if error is None:
            return future.result(timeout=PATIENCE)
        if not isinstance(error, KilledWorker):
            return not_judged(f"The checker failed ({error!r})")
        return not_judged(TWICE) if last else None

    def _retire(self, address: str, why: str) -> None:
        self._say(f"Left out: {address}: {why}")
        self._client.retire_workers([address], close_workers=True, remove=True)

    def _threads(self) -> int:
        with suppress(Exception):
            threads = sum(self._client.nthreads().values())
            if self._client.status == "running":
                return threads
        raise ClassError(LOST)


class Course(WorkerPlugin):
    """Keeps a worker that has no course from joining: it cannot load this."""


async def _facts(dask_worker: Worker) -> dict[str, str]:
    return await asyncio.to_thread(fitness.facts, dask_worker.state.nthreads)


def judge(order: bytes, submission: bytes, theirs: dict[str, str]) -> bytes:
    """On a worker: see `serving.serve`."""
    worker = this_worker()
    task = worker.state.tasks[worker.get_current_task()]
    folder = Path(worker.local_directory)  # which dask removes, be it later
    name = worker.address, folder, worker.state.nthreads
    return serve(order, submission, theirs, *name, lambda: task.state == "executing")
