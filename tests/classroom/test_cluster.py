"""Judging elsewhere comes to the same verdicts, whatever becomes of workers and scheduler."""

# ruff: noqa: E402  what is missing is named before it is imported

from tests.needs import need, need_classroom

need_classroom()

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from importlib.util import find_spec

import psutil
import pytest

from classroom import desk, fitness, judging, package, serving
from classroom.folder import Folder
from classroom.grading import Grader, grade
from classroom.standing import standing
from tests.classroom.classes import answered, cell, changed, hand_in, make, opened, released
from tests.thorough import THOROUGH

pytestmark = pytest.mark.usefixtures("plain")
thorough = pytest.mark.skipif(not THOROUGH, reason="takes minutes: THOROUGH=1")
slow = pytest.mark.slow

ROOT = package.ROOT
BOUNDARY, ACCURACY = "4-4-boundary", "4-5-accuracy"
LONG = 600  # seconds: for what has to end, on any machine


def needs_dask():
    need("dask's distributed (the extra `cluster`)", find_spec("distributed"))


def odd(source):
    """An answer to 4.4 that does this first."""
    return {BOUNDARY: f"{source}\ndef boundary(w, b, p):\n    return -b / w"}


# What a class holds beside right answers.
ODD = {
    "loop": odd("while True: pass"),
    "hog": odd("x = bytearray(3 << 30)"),
    "sleeper": odd("import time; time.sleep(1000)"),
    "exit": odd("import os; os._exit(0)"),
    "tampering 1": odd("import builtins; builtins.abs = lambda x: 0"),
    "tampering 2": odd("import numpy; numpy.allclose = lambda *_: True"),
    "tampering 3": odd("import sys; sys.modules['json'] = None"),
    "wrong": odd(""),
}
QUICK = ["exit", "tampering 1", "wrong"]


def fill(path, students, kinds):
    folder, assignment = make(path, students, "04", exercises=["4.4", "4.5"])
    notebook = released(folder, assignment)
    for number, student in enumerate(students):
        answers = ODD[kinds[number]] if number < len(kinds) else {}
        own = changed(answered(notebook, answers), lambda nb, s=student: nb.metadata.update(who=s))
        hand_in(folder, assignment, student, own)
    hand_in(folder, assignment, students[len(kinds)], b'{"nbformat": 4')
    return folder, assignment


@pytest.fixture(scope="module")
def template(plain, tmp_path_factory):
    """A class, nothing graded, and the same graded here."""
    new, done = (tmp_path_factory.mktemp("cluster") / "class" for _ in range(2))
    students = [f"s{n:02}" for n in range(40 if THOROUGH else 5)]
    fill(new, students, list(ODD) if THOROUGH else QUICK)
    shutil.copytree(new, done)
    folder = Folder(done)
    grade(folder, folder.assignment("04"))
    return new, done


@pytest.fixture
def school(template, tmp_path):
    return opened(template[0], tmp_path / "class")


def files(path):
    """The verdicts, by file."""
    return {p.name: p.read_bytes() for p in (path / "results" / "04").glob("*.json")}


def same(folder, template, but=()):
    """Whether all verdicts are the same bytes as here, but for some students'."""
    ours, theirs = files(template[1]), files(folder.path)
    differ = {name for name in ours if ours[name] != theirs.get(name)}
    assert differ == {f"{student}.json" for student in but}
    assert theirs.keys() == ours.keys()
    return True


# Without dask


def test_what_goes_out_holds_nothing_of_the_class(school):
    folder, assignment = school
    order = Grader(folder, assignment).order()
    seeds = {id: judging.seed(folder.secret, id) for id in ("4.4", "4.5")}
    assert json.loads(order).keys() == {"released", "ids", "points", "seeds"}
    assert json.loads(order)["seeds"] == seeds
    assert folder.secret not in order and folder.secret.hex().encode() not in order
    assert b"np.log(p / (1 - p))" not in order  # the solution of 4.4
    assert not [id for id in folder.students if id.encode() in order]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--on", "tcp://127.0.0.1:8786"], "expected tls://HOST:PORT or local:N"),
        (["--on", "local:0"], "expected tls://HOST:PORT or local:N"),
        (["--on", "tls://127.0.0.1:1"], "needs --certificates"),
        (["--on", "local:2", "--certificates", "x"], "must not have it"),
        (["--certificates", "x"], "expected tls://HOST:PORT"),
        (["--on", "local:2", "--jobs", "2"], "one submission at a time"),
        (["--on", "local:2", "--run-submissions-without-any-protection"], "in a sandbox"),
    ],
)
def test_what_is_not_safe_or_makes_no_sense_is_refused(school, run, given, words):
    status, printed = run("grade", school[0].path, "04", *given)
    assert status == 2 and words in printed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"course": "0"}, "its course is not the same"),
        ({"numpy": "0.1"}, "its numpy is 0.1, here it is"),
        ({"machine": "aarch64"}, "its machine is aarch64"),
        ({"number of threads": "4"}, "its number of threads is 4, here it is 1"),
        ({"sandbox": "It is missing."}, "It is missing."),
        ({}, ""),
    ],
)
def test_an_unfit_machine_is_told_in_a_sentence(change, words):
    ours = {"course": "1", "Python": "3", "machine": "x86_64", "number of threads": "1"}
    ours |= {"numpy": "2", "sandbox": "here it is missing, which is no matter"}
    assert words in fitness.unfit(ours | {"sandbox": ""} | change, ours)
    assert bool(words) == bool(fitness.unfit(ours | {"sandbox": ""} | change, ours))


def test_each_file_that_may_decide_a_mark_is_in_the_fingerprint(tmp_path, monkeypatch):
    for name in package.PACKAGES:
        waste = shutil.ignore_patterns("__pycache__", "figures", "*.mjs")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=waste)
    monkeypatch.setattr(package, "ROOT", tmp_path)
    before = {fitness.fingerprint()}
    for name in ("checks/values.py", "course_utils/two_features.npy", "classroom/judging.py"):
        with open(tmp_path / name, "ab") as file:
            file.write(b"#")
        assert fitness.fingerprint() not in before
        before.add(fitness.fingerprint())


@slow
def test_what_nobody_waits_for_ends_soon(school, tmp_path, monkeypatch):
    folder, assignment = school
    notebook = answered(released(folder, assignment), ODD["sleeper"])
    order, facts, began = Grader(folder, assignment).order(), fitness.facts(), time.monotonic()
    sleeps, real = threading.Event(), judging.Sandbox.ask

    def ask(sandbox, request, limits):
        if "sleep" in request.get("source", ""):
            threading.Timer(0.5, sleeps.set).start()
        return real(sandbox, request, limits)

    monkeypatch.setattr(judging.Sandbox, "ask", ask)
    submission = json.dumps(notebook).encode()
    with pytest.raises(judging.Cancelled):
        serving.serve(order, submission, facts, "", tmp_path, 1, lambda: not sleeps.is_set())
    assert sleeps.is_set() and time.monotonic() - began < 40  # in which it would be stopped
    assert not [c for c in psutil.Process().children() if c.name() == "bwrap"]
    unfit = serving.serve(order, b"", facts | {"numpy": "0"}, "me", tmp_path, 1, lambda: True)
    assert json.loads(unfit)["unfit"][0] == "me"
    assert desk.not_judged("x" * 999).count(b"x") == desk.MOST_REASON


class Told:
    """A client of dask's that does at once what it is told of each submission: "unfit", "killed",
    "fault", "lost", or a verdict."""

    status = "running"

    def __init__(self, facts, told, workers=2):
        self.facts, self.told, self.workers = facts, told, workers
        self.out, self.given, self.gone = [], [], []

    def run(self, *_, **__):
        old = self.facts | {"numpy": "0"}
        return {"good": self.facts, "old": old, "none": OSError("no course")}

    def retire_workers(self, addresses, **_):
        self.gone += addresses

    def register_plugin(self, _):
        pass

    def nthreads(self):
        return {f"worker {n}": 1 for n in range(self.workers)}

    def submit(self, _, order, submission, ours, key):
        self.given.append((submission, list(self.out)))
        self.out.append(submission)
        return Future(self, submission, self.told[submission].pop(0))


class Future:
    def __init__(self, client, submission, end):
        self.client, self.submission, self.end = client, submission, end
        self.status = "cancelled" if end == "lost" else "finished"

    def add_done_callback(self, then):
        then(self)

    def exception(self):
        from distributed import KilledWorker

        faults = {"killed": KilledWorker("task", None, []), "fault": OSError("a fault")}
        return faults.get(self.end)

    def result(self, timeout):
        end = {"unfit": ["worker 9", "it changed"]} if self.end == "unfit" else {"marks": self.end}
        return json.dumps(end).encode()

    def release(self):
        self.client.out.remove(self.submission)


@pytest.fixture
def judges(monkeypatch):
    """A function of what is told of each submission: how the judging goes, and the client."""
    needs_dask()
    from classroom import cluster

    facts = {"course": "1", "numpy": "2", "sandbox": ""}
    monkeypatch.setattr(fitness, "facts", lambda *_: facts)

    def begin(told, heard, **options):
        client = Told(facts, told, **options)
        found = cluster.Judges(client, heard.append)
        return found.judge(b"", list(told), lambda student: student), client

    return begin


def test_what_ended_its_worker_is_tried_once_more_and_alone(judges):
    told = {
        "fine": ["right"],
        "heavy": ["killed", "killed"],
        "beside": ["killed", "right"],
        "unfit": ["unfit", "right"],
        "faulty": ["fault"],
        "last": ["right"],
    }
    heard = []
    going, client = judges(told, heard)
    found = {student: json.loads(reply) for student, _, reply in going}
    assert not any(told.values()) and found.keys() == told.keys()
    assert {s for s in found if found[s]["marks"] == "right"} == {"fine", "beside", "unfit", "last"}
    assert "twice" in found["heavy"]["reason"] and "a fault" in found["faulty"]["reason"]
    seen = set()
    for submission, others in client.given:
        if submission in seen & {"heavy", "beside"}:
            assert others == []
        seen.add(submission)
    assert any(others for _, others in client.given)
    assert client.gone == ["old", "none", "worker 9"]
    for words, line in zip(("numpy", "no course", "it changed"), heard, strict=True):
        assert words in line


def test_without_scheduler_or_workers_there_is_a_sentence(judges, monkeypatch):
    from classroom import cluster
    from classroom.folder import ClassError

    with pytest.raises(ClassError, match="scheduler does not answer"):
        list(judges({"s01": ["lost"]}, [])[0])
    with pytest.raises(ClassError, match="No worker is fit"):
        judges({"s01": ["right"]}, [], workers=0)
    going, client = judges({"s01": ["right"]}, [])
    client.workers = 0
    monkeypatch.setattr(cluster, "PATIENCE", 0.0)
    with pytest.raises(ClassError, match="No worker for"):
        list(going)
    going, client = judges({"s01": ["right"]}, [])
    client.status = "closed"
    with pytest.raises(ClassError, match="scheduler does not answer"):
        list(going)


# On workers


@slow
def test_workers_of_our_own_come_to_the_same_files(school, template, run):
    needs_dask()
    folder, assignment = school
    status, printed = run("grade", folder.path, "04", "--on", f"local:{2 if THOROUGH else 1}")
    assert status == 1 and same(folder, template), printed  # one was not judged
    there = Folder(template[1])
    assert standing(folder, assignment) == standing(there, assignment)


class Dask:
    """A scheduler and workers, each a process that the instructors' page has you start."""

    def __init__(self, folder, stack):
        self.folder, self.stack = folder, stack
        self.certificates = folder / "certificates"
        subprocess.run([sys.executable, "-m", "classroom", "certificates", self.certificates],
                       check=True, cwd=ROOT, stdout=subprocess.DEVNULL)  # fmt: skip
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tls://127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start("scheduler", "--port", port, "--protocol", "tls")

    def worker(self, *more, path=ROOT, **environment):
        options = ["--nthreads", "1", "--memory-limit", "0", "--local-directory", self.folder]
        return self._start("worker", self.address, *options, *more, path=path, **environment)

    def _start(self, kind, *options, path=ROOT, **environment):
        files = [f"--tls-ca-file={self.certificates}/ca.pem"]
        files += [f"--tls-{n}={self.certificates}/{n}.pem" for n in ("cert", "key")]
        command = [sys.executable, "-m", "distributed.cli.dask_" + kind, *options, *files]
        command += ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]
        log = self.stack.enter_context(open(self.folder / f"{kind}.log", "ab"))
        process = subprocess.Popen(
            command, cwd=self.folder, stdout=log, stderr=log,
            env=os.environ | {"PYTHONPATH": str(path)} | environment,
        )  # fmt: skip
        self.stack.callback(self.end, process)
        return process

    def end(self, process):
        for one in reversed([process, *inside(process)]):
            one.kill()
        process.wait()

    def joined(self, number):
        """Wait until so many workers have been let in."""
        log = self.folder / "scheduler.log"
        until(lambda: log.read_text().count("Register worker") >= number)

    @property
    def on(self):
        return ["--on", self.address, "--certificates", self.certificates]


def inside(process):
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def runs(process):
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def serving_process(nanny):
    """A nanny's worker."""
    return next((c for c in inside(nanny) if "spawn_main" in " ".join(c.cmdline())), None)


def sandboxes(nanny):
    return [c for c in inside(nanny) if c.name() == "bwrap"]


def until(condition, seconds=LONG):
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


@pytest.fixture
def dask(tmp_path):
    needs_dask()
    with ExitStack() as stack:
        (tmp_path / "dask").mkdir()
        yield Dask(tmp_path / "dask", stack)


@pytest.fixture
def command():
    """A command in a process of its own."""

    def begin(*arguments):
        given = [sys.executable, "-m", "classroom", *map(str, arguments)]
        return subprocess.Popen(given, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, start_new_session=True)  # fmt: skip

    return begin


def ended(process):
    printed, _ = process.communicate(timeout=LONG)
    assert "Traceback" not in printed, printed
    return process.returncode, printed


@pytest.fixture
def grading(dask, school, command):
    """Two workers, the folder that they grade, and the command, in the middle of it."""
    folder, _ = school
    workers = [dask.worker(), dask.worker()]
    dask.joined(2)
    begun = command("grade", folder.path, "04", *dask.on)
    until(lambda: len(files(folder.path)) >= 3)
    return workers, folder, begun


@slow
@thorough
def test_a_worker_that_is_killed_changes_nothing(grading, template):
    workers, folder, grading = grading
    until(lambda: sandboxes(workers[0]))
    gone = sandboxes(workers[0])
    gone += [child for one in gone for child in one.children(recursive=True)]
    serving_process(workers[0]).kill()
    until(lambda: not any(map(runs, gone)), 1)
    status, printed = ended(grading)
    assert status == 1 and same(folder, template), printed


@slow
@thorough
def test_all_workers_killed_at_once_come_back(grading, template):
    workers, folder, grading = grading
    until(lambda: all(map(serving_process, workers)))
    for one in [serving_process(worker) for worker in workers]:
        one.kill()
    status, printed = ended(grading)
    assert status == 1 and same(folder, template), printed


@slow
@thorough
def test_what_kills_its_worker_each_time_is_one_row(dask, school, template, command):
    folder, assignment = school
    (dask.folder / "fragile.py").write_text(
        "import os\nfrom classroom import serving\nfrom classroom.desk import Desk\n"
        "class Fragile(Desk):\n"
        "    def judge(self, submission):\n"
        "        if b'\"who\": \"s20\"' in submission or b'\"who\": \"s30\"' in submission:\n"
        "            os._exit(1)\n"
        "        return super().judge(submission)\n"
        "serving.Desk = Fragile\n"
    )
    for _ in range(2):
        dask.worker("--preload", dask.folder / "fragile.py")
    dask.joined(2)
    status, printed = ended(command("grade", folder.path, "04", *dask.on))
    assert status == 1 and same(folder, template, but=["s20", "s30"]), printed
    for student in ("s20", "s30"):
        row = standing(folder, assignment)[student]
        assert row.status == "not judged" and "ended the worker" in row.reason


@slow
@thorough
def test_a_lost_scheduler_is_told_and_only_what_is_missing_is_done_again(
    dask, school, template, command, run, monkeypatch
):
    folder, _ = school
    dask.worker()
    dask.joined(1)
    grading = command("grade", folder.path, "04", *dask.on)
    until(lambda: len(files(folder.path)) >= 5)
    dask.scheduler.kill()
    status, printed = ended(grading)
    assert status == 2 and "The scheduler does not answer" in printed
    done = set(files(folder.path))
    again, real = [], Grader.verdicts
    monkeypatch.setattr(Grader, "verdicts", lambda self, id: (again.append(id), real(self, id))[1])
    assert run("grade", folder.path, "04")[0] == 1 and same(folder, template)
    assert {f"{id}.json" for id in again} == files(folder.path).keys() - done


@slow
@thorough
def test_without_workers_it_does_not_wait_for_ever(dask, school, run, monkeypatch):
    from classroom import cluster

    folder, _ = school
    status, printed = run("grade", folder.path, "04", *dask.on)
    assert status == 2 and "No worker is fit to judge" in printed
    monkeypatch.setattr(cluster, "PATIENCE", 3.0)
    worker = dask.worker()
    thread = threading.Thread(
        target=lambda: (until(lambda: files(folder.path)), dask.end(worker)), daemon=True
    )
    dask.joined(1)
    thread.start()
    status, printed = run("grade", folder.path, "04", *dask.on)
    assert status == 2 and "No worker for" in printed


@slow
@thorough
def test_unfit_workers_are_left_out_with_a_sentence(dask, school, template, command, tmp_path):
    folder, _ = school
    bare = tmp_path / "bin"
    bare.mkdir()
    (dask.folder / "none.py").write_text("import sys\nsys.modules['classroom'] = None\n")
    other = tmp_path / "other"
    other.mkdir()
    for name in package.PACKAGES:
        shutil.copytree(ROOT / name, other / name)
    with open(other / "checks" / "values.py", "a") as file:
        file.write("# changed\n")
    dask.worker(PATH=str(bare))
    dask.worker(path=other)
    dask.worker("--preload", dask.folder / "none.py")
    dask.worker("--nthreads", "2")
    dask.joined(4)
    status, printed = ended(command("grade", folder.path, "04", *dask.on))
    assert status == 2 and "No worker is fit to judge" in printed
    for words in ("bubblewrap is missing", "course is not the same", "the course is not there",
                  "number of threads is 2"):  # fmt: skip
        assert printed.count(words) == 1, printed
    assert not files(folder.path)
    dask.worker()
    dask.joined(5)
    grading = command("grade", folder.path, "04", *dask.on)
    until(lambda: len(files(folder.path)) >= 2)
    dask.worker(path=other)  # it joins later
    dask.worker("--preload", dask.folder / "none.py")
    status, printed = ended(grading)
    assert status == 1 and same(folder, template), printed


@slow
@thorough
def test_from_inside_a_sandbox_no_port_is_reached(dask, school, run):
    folder, assignment = school
    worker = dask.worker()
    dask.joined(1)
    ports = {
        c.laddr.port
        for p in (dask.scheduler, worker)
        for one in [psutil.Process(p.pid), *inside(p)]
        for c in one.net_connections("tcp")
        if c.status == "LISTEN"
    }
    assert len(ports) >= 3  # of the scheduler, the nanny and the worker
    for port in ports:
        socket.create_connection(("127.0.0.1", port)).close()
    source = (
        "import socket\nreached = []\n"
        f"for port in {sorted(ports)}:\n"
        "    for host in ('127.0.0.1', 'localhost', '::1'):\n"
        "        try:\n            socket.create_connection((host, port), 1)\n"
        "            reached.append(port)\n"
        "        except OSError:\n            pass\n"
        "assert not reached\n"
    )
    right = answered(released(folder, assignment))
    there = cell(right, BOUNDARY)
    there.source = source + there.source
    hand_in(folder, assignment, "s00", right)
    run("grade", folder.path, "04", "--student", "s00", *dask.on)
    assert standing(folder, assignment)["s00"].score == 2


@slow
@thorough
def test_without_the_cluster_s_certificate_nobody_is_let_in(dask, school, run, tmp_path):
    folder, _ = school
    run("certificates", tmp_path / "foreign")
    (tmp_path / "empty").mkdir()
    for name in ("foreign", "empty"):
        status, printed = run("grade", folder.path, "04", "--on", dask.address,
                              "--certificates", tmp_path / name)  # fmt: skip
        assert status == 2 and "no scheduler answers there, or the certificates" in printed
    assert run("certificates", tmp_path / "foreign")[0] == 2  # which are not overwritten
    assert (tmp_path / "foreign" / "key.pem").stat().st_mode & 0o077 == 0
    assert not files(folder.path)


@slow
@thorough
def test_nobody_else_may_use_workers_of_our_own():
    needs_dask()
    from distributed import Client, Security

    from classroom import cluster

    with cluster.client("local:1", None) as ours:
        address = ours.scheduler.address
        assert address.startswith("tls://127.0.0.1:") and ours.submit(abs, -1).result() == 1
        for other, security in (
            (address.replace("tls", "tcp"), None),
            (address, Security.temporary()),
        ):
            with pytest.raises(OSError):
                Client(other, security=security, timeout=3)


@slow
@thorough
@pytest.mark.parametrize("own", [False, True], ids=["on a scheduler's workers", "on our own"])
def test_ctrl_c_ends_the_judging_on_the_workers(dask, school, template, command, own):
    folder, assignment = school
    hand_in(folder, assignment, "s00", answered(released(folder, assignment), ODD["sleeper"]))
    if not own:
        worker = dask.worker()
        dask.joined(1)
    on = ["--on", "local:1"] if own else dask.on
    grading = command("grade", folder.path, "04", "--student", "s00", *on)
    worker = grading if own else worker
    until(lambda: sandboxes(worker))
    time.sleep(3)
    judging = [one for top in sandboxes(worker) for one in [top, *inside(top)]]
    os.killpg(grading.pid, signal.SIGINT)  # as a terminal does
    status, printed = ended(grading)
    assert status == 2 and "give the command again" in printed
    until(lambda: not any(map(runs, judging)), 10)
    time.sleep(2)
    assert not any(map(runs, sandboxes(worker)))
