"""Runs a learner's cells and tries their answers, inside the sandbox.

Reads requests and writes replies, one JSON value a line, on the file descriptors it is given; both
hold the "number" of the request:

    {"do": "load", "probes"}                        {}, before all else
    {"do": "run", "source"}                         {"error": null or {"type", "message", "line"}}
    {"do": "forget", "name"}                        {}
    {"do": "attempt", "name", "probe", "parameters", "case"}  {"outcome"}, see `trying.once`
    {"do": "put", "name", "module", "source", "replace"}      {}

Nothing here is a secret, and nothing it says is believed: the grader compares values by itself.
"""

import contextlib
import ctypes
import importlib
import io
import json
import os
import random
import resource
import shutil
import sys

LIMITS = {
    "RLIMIT_AS": 4 << 30,  # torch takes 0.7 GiB of addresses
    "RLIMIT_DATA": 2 << 30,  # and 0.2 GiB of memory
    "RLIMIT_FSIZE": 16 << 20,
    "RLIMIT_NOFILE": 128,
    "RLIMIT_CORE": 0,
    "RLIMIT_CPU": 600,
    "RLIMIT_NPROC": 256,  # threads
}
# The names of all modules and packages of ours that can be imported here, each whole.
OURS = {os.path.splitext(name)[0] for name in os.listdir(os.path.dirname(__file__))}
NO_NEW_PRIVILEGES, SECCOMP, BY_FILTER = 38, 22, 2  # of prctl(2)
UNLIMITED = 1e6  # seconds: the grader keeps the time, from outside


def main(
    requests: str, replies: str, seal: str = "", kind: type["Session"] | None = None
) -> None:
    """Answer requests by a Session, or by what is made of one.

    requests, replies: file descriptors; seal: a filter for system calls, hex.
    """
    _set(bytes.fromhex(seal))
    requests, replies = int(requests), int(replies)
    for name, limit in LIMITS.items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    with contextlib.suppress(FileNotFoundError):  # or Matplotlib looks for fonts for seconds
        shutil.copytree("/course/fonts", os.environ["MPLCONFIGDIR"])
    session = (kind or Session)()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what stopped the start has been read there
    with open(requests, encoding="utf-8") as lines:
        send(replies, {"number": 0})
        for line in lines:
            request = json.loads(line)
            number = request.pop("number")
            try:
                reply = getattr(session, request.pop("do"))(**request)
            except BaseException as error:  # whatever a learner's code has broken
                reply = {"failed": type(error).__name__}
            send(replies, {**reply, "number": number})


def _set(program: bytes) -> None:
    """Set a filter for system calls, for good.  It has to be before there are threads."""
    if not program:
        return

    class Filter(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_char_p)]

    filter_ = Filter(len(program) // 8, program)
    call = ctypes.CDLL(None, use_errno=True).prctl
    if call(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or call(SECCOMP, BY_FILTER, ctypes.byref(filter_)):
        raise OSError(ctypes.get_errno(), "the filter for system calls cannot be set")


def send(replies: int, reply: dict) -> None:
    rest = (json.dumps(reply) + "\n").encode()
    while rest:
        rest = rest[os.write(replies, rest) :]


class Session:
    """One notebook's names, and what is done with them."""

    def __init__(self):
        from IPython.core.interactiveshell import InteractiveShell
        from later import load_later
        from traitlets.config import Config
        from wire import unpack

        import checks.learner as learner
        import checks.probes as probes
        import checks.trying as trying
        from lessons.settings import course_settings

        trying.LIMITS = learner.Limits(computing=UNLIMITED, clock=UNLIMITED)
        config = Config()
        config.HistoryManager.enabled = False
        self.shell = InteractiveShell.instance(config=config)
        # There is nothing to run: a line such as `!ls` does nothing, instead of stopping its cell.
        self.shell.system = self.shell.getoutput = lambda *_, **__: None
        self.shell.enable_gui = lambda *_: None  # `%matplotlib` has no window to open
        # Nobody reads it, and to write it takes longer than most cells run.
        self.shell.showtraceback = self.shell.showsyntaxerror = lambda *_, **__: None
        self.names = self.shell.user_ns
        self.learner, self.probes, self.trying, self.unpack = learner, probes, trying, unpack
        self.settings, self.load_later = course_settings, load_later
        self.tried, self.own = {}, ()

    def load(self, probes: list[str]) -> dict:
        """Load what answers are tried with, and let go of it: what a learner's code imports by
        these names is another copy, which it may patch as it likes."""
        for probe in probes:
            module, _, function = probe.rpartition(".")
            self.tried[probe] = getattr(importlib.import_module(module), function)
        self.load_later()
        for name in [n for n in sys.modules if n.partition(".")[0] in OURS]:
            del sys.modules[name]
        import withheld  # the copy of which the course's modules there make things

        self.own = withheld.Withheld, withheld.Inert
        return {}

    def run(self, source: str) -> dict:
        """Run a cell."""
        _seed()
        done = self.shell.run_cell(source, store_history=False)
        error = done.error_before_exec or done.error_in_exec
        if error is None:
            return {"error": None}
        told = self.learner.explain(error)
        if isinstance(error, SyntaxError):
            told["line"] = f"line {error.lineno}: {error.text}"
        return {"error": told}

    def forget(self, name: str) -> dict:
        """Take a name away, so that an answer is what its own cell makes of it."""
        self.names.pop(name, None)
        return {}

    def attempt(self, name: str, probe: str, parameters: list[str], case: list) -> dict:
        """Try what a name stands for on one case; {"outcome": None} if it stands for nothing.

        No other case is here yet, and what the answer is given is nowhere else in here: nothing
        has to be copied, which the learner's code could have a hand in.
        """
        if name not in self.names:
            return {"outcome": None}
        answer = self.names[name]
        if type(answer) in self.own:
            own = {"type": "CoursesOwn", "message": "", "line": ""}
            return {"outcome": {"error": own, "printed": ""}}
        _seed()
        callee = self.probes.Callee(self.tried[probe], tuple(parameters))
        # What a cell has set, in the notebook too, decides nothing.
        with contextlib.redirect_stderr(io.StringIO()), self.settings():
            outcome = self.trying.unfit(callee, answer)
            outcome = outcome or self.trying.once(callee, answer, tuple(map(self.unpack, case)))
        return {"outcome": outcome}

    def put(self, name: str, module: str, source: str, replace: bool) -> dict:
        """Give the course's own function back to its module, and to those of ours that have taken
        it from there; with replace, to the learner too."""
        home = importlib.import_module(module)
        before = vars(home).get(name)
        exec(source, vars(home))
        for other in [m for n, m in sys.modules.items() if n.partition(".")[0] in OURS]:
            if type(before) in self.own and vars(other).get(name) is before:
                vars(other)[name] = vars(home)[name]
        if replace:
            self.names[name] = vars(home)[name]
        return {}


def _seed() -> None:
    """Make chance repeat itself: the same submission gets the same mark."""
    random.seed(0)
    if "numpy" in sys.modules:
        numpy_random = sys.modules["numpy"].random
        numpy_random.seed(0)
        if hasattr(numpy_random.bit_generator, "randbits"):  # where default_rng() gets its seed
            numpy_random.bit_generator.randbits = random.Random(0).getrandbits
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
