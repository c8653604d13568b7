"""What comes of a submission depends on what is run and on nothing else: the same is run once.

A sandbox is what grading costs, and many submissions are the same by the time they are run: saved
by other programs, with cells moved about, or with metadata that nobody believes.  A module that
asks for `once` is about such things: it starts a sandbox for each list of steps, and every
submission that comes to the same steps gets what came of them.  What one submission does to
another, chance and time are not for it.  With THOROUGH=1 each has a sandbox of its own.
"""

import hashlib
import os
import pickle
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from classroom import judging
from classroom.sandbox import Sandbox


class Known:
    """Stands in for `judging.marks`, and for the sandbox that `prepare` starts for a trial.

    folder: where what is known is kept, for whoever else uses the folder, too.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._boxes: WeakKeyDictionary[Any, bytes] = WeakKeyDictionary()  # a bench has one

    def marks(self, rebuilt, points, bench, box, isolated=True):
        """As `judging.marks`; what it raises is not kept."""
        with bench._lock:
            if bench not in self._boxes:
                self._boxes[bench] = _content(box)
            expected = [judge.known(0) for judge in bench.judges.values()]
        made_of = [rebuilt.steps, sorted(rebuilt.lost), points, bench.requests, expected]
        made_of += [isolated, judging.LEARNER, judging.Sandbox, self._boxes[bench]]
        marks, flags = self._once(made_of, lambda: real(rebuilt, points, bench, box, isolated))
        return dict(marks), list(flags)

    @contextmanager
    def sandbox(self, box, isolated=True):
        """A sandbox that is opened and closed; nothing, where one has been that starts the same."""
        runner = Path(box, "runner.py").read_bytes()
        self._once([runner, isolated, os.environ["PATH"]], lambda: _open(box, isolated))
        yield

    def _once(self, made_of: list, make) -> Any:
        key = hashlib.sha256(repr(made_of).encode()).hexdigest()
        with self._lock:
            lock = self._locks.setdefault(key, threading.Lock())
        path = self._folder / key
        with lock:
            if not path.exists():
                made = path.with_suffix(f".{os.getpid()}")
                made.write_bytes(pickle.dumps(make()))
                made.replace(path)  # it is there whole, or not at all
            return pickle.loads(path.read_bytes())


real = judging.marks


def _open(box, isolated) -> bool:
    with Sandbox(box, isolated):
        return True


def _content(box) -> bytes:
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(box):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            digest.update(repr((os.path.relpath(path, box), Path(path).read_bytes())).encode())
    return digest.digest()
