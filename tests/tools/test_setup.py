"""Installing, resetting, CI, Binder and the README: what stands around the course."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
import yaml

from tests.browser import ENGINES, IN_JUPYTERLAB
from tests.needs import need
from tests.tools.stopping import stopped_before
from tools import badges, install, reset

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SUPPORTED = ["3.11", "3.12", "3.13", "3.14"]

needs_posix = pytest.mark.skipif(os.name == "nt", reason="make and bash are not used on Windows")
needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux runs this")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


# Versions


def test_every_direct_dependency_is_pinned():
    extras = PYPROJECT["project"]["optional-dependencies"]
    lines = [line for line in read("requirements.txt").splitlines() if not line.startswith("#")]
    for line in sum(extras.values(), lines):
        assert re.fullmatch(r"[a-z0-9-]+==[\d.]+", line)


def test_torchvision_is_the_one_that_belongs_to_torch():
    """Another one would have pip replace torch by a build for CUDA."""
    need("torchvision", find_spec("torchvision"))
    pin = re.search(r"^torch==.*", read("requirements.txt"), re.M).group()
    assert pin in {re.sub(r"[ ()]", "", line) for line in requires("torchvision")}


def test_requirements_hold_what_the_package_imports():
    names = {line.partition("==")[0] for line in read("requirements.txt").splitlines()}
    assert names >= set(PYPROJECT["project"]["dependencies"])


def test_one_range_of_pythons_everywhere():
    oldest, newest = (int(v.removeprefix("3.")) for v in (SUPPORTED[0], SUPPORTED[-1]))
    assert (install.OLDEST, install.NEWEST) == ((3, oldest), (3, newest))
    assert PYPROJECT["project"]["requires-python"] == f">=3.{oldest},<3.{newest + 1}"
    named = [c.rpartition(" ")[2] for c in PYPROJECT["project"]["classifiers"] if ":: 3." in c]
    assert named == SUPPORTED
    assert read("binder/runtime.txt").strip().removeprefix("python-") in SUPPORTED
    for version in SUPPORTED:
        assert f"python{version}" in read("Makefile")
        assert version in read("README.md")


# tools/install.py


def test_install_parses_on_old_pythons():
    ast.parse(read("tools/install.py"), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 15)])
def test_another_python_is_refused_in_one_sentence(version):
    sentence = install.problem(version, "Linux", "x86_64")
    assert sentence.count(". ") == 0 and sentence.endswith(".")
    assert "3.11 to 3.14" in sentence and "Python {}.{}:".format(*version) in sentence


def test_an_intel_mac_is_refused_in_one_sentence():
    assert "Apple silicon" in install.problem((3, 12), "Darwin", "x86_64")


@pytest.mark.parametrize("system", ["Linux", "Darwin", "Windows"])
@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_supported_machines_are_accepted(version, system):
    assert install.problem(version, system, "arm64") == ""


def test_refusal_is_the_exit_message(monkeypatch):
    monkeypatch.setattr(install, "problem", lambda *_: "Not here.")
    with pytest.raises(SystemExit, match=r"^Not here\.$"):
        install.main([])


@pytest.mark.parametrize(
    "line, cuda",
    [
        ("cuda: Optional[str] = None", ""),
        ("cuda = None", ""),
        ("cuda: Optional[str] = '12.8'", "12.8"),
        ('cuda = "13.0"', "13.0"),
    ],
)
def test_cuda_version_is_read_without_importing_torch(tmp_path, line, cuda):
    (tmp_path / "torch").mkdir()
    text = f"__all__ = ['cuda']\n{line}\nhip: Optional[str] = None\n"
    (tmp_path / "torch" / "version.py").write_text(text, encoding="utf-8")
    assert install.cuda_version(tmp_path) == cuda


# Where an environment's JupyterLab and IPython look for their settings.
SETTINGS = {
    "binder/overrides.json": "share/jupyter/lab/settings",
    "binder/ipython_kernel_config.json": "etc/ipython",
}


def placed(environment: Path) -> dict[str, str]:
    """The settings as they are in an environment, each under its name in the repository."""
    files = {name: environment / place / Path(name).name for name, place in SETTINGS.items()}
    return {name: file.read_text("utf-8") for name, file in files.items()}


class Machine:
    """A pretended Linux machine: records what would be run, and fails where it is told to."""

    def __init__(self, root, monkeypatch):
        self.root, self.commands, self.fails, self.cuda = root, [], lambda command: None, "None"
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.stamp = self.venv / "course-installed"
        (root / "binder").mkdir()
        for name in ("requirements.txt", "pyproject.toml", "Makefile", *SETTINGS):
            shutil.copy(ROOT / name, root / name)
        monkeypatch.setattr(install, "ROOT", root)
        monkeypatch.setattr(install, "VENV", self.venv)
        monkeypatch.setattr(install, "PYTHON", self.python)
        monkeypatch.setattr(install, "STAMP", self.stamp)
        places = {root / name: self.venv / place for name, place in SETTINGS.items()}
        monkeypatch.setattr(install, "SETTINGS", places)
        monkeypatch.setattr(install, "run", self.run)
        monkeypatch.setattr(install, "problem", lambda *_: "")
        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.delenv("TORCH_INDEX", raising=False)

    def run(self, *command):
        self.commands.append(" ".join(command))
        if problem := self.fails(self.commands[-1]):
            raise problem
        if "venv" in command:
            torch = self.venv / "lib" / "python3.11" / "site-packages" / "torch"
            torch.mkdir(parents=True)
            (torch / "version.py").write_text(f"cuda = {self.cuda}\n", encoding="utf-8")
            self.python.parent.mkdir()
            self.python.touch()

    def install(self, *extras):
        """Install, and return the commands this took."""
        self.commands.clear()
        install.main([word for extra in extras for word in ("--extra", extra)])
        return self.commands


FAILED = subprocess.CalledProcessError(1, "pip")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    root = tmp_path / "the course"
    root.mkdir()
    return Machine(root, monkeypatch)


def test_first_installation(machine):
    venv, torch, rest = machine.install("test")
    assert venv.endswith(f"-m venv {machine.venv}")
    index = re.search(r"https://\S+", read("Makefile")).group()
    pin = re.search(r"^torch==.*", read("requirements.txt"), re.M).group()
    assert torch.endswith(f"--no-deps --index-url {index} --retries 1 --timeout 10 {pin}")
    requirements = machine.root / "requirements.txt"
    assert rest.endswith(f"-r {requirements} --editable {machine.root}[test]")
    assert placed(machine.venv) == {name: read(name) for name in SETTINGS}


def test_second_start_runs_nothing(machine):
    machine.install("test")
    assert machine.install("test") == []
    assert machine.install() == [], "what the tests need includes what JupyterLab needs"


def test_another_extra_is_added_and_kept(machine):
    machine.install()
    assert machine.install("test")[-1].endswith("[test]")
    with (machine.root / "requirements.txt").open("a", encoding="utf-8") as file:
        file.write("another==1.0\n")
    assert machine.install()[-1].endswith("[test]")


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml", *SETTINGS])
def test_a_change_is_installed_into_the_same_venv(machine, name):
    machine.install()
    with (machine.root / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    torch, rest = machine.install()
    assert "torch==" in torch and "requirements.txt" in rest
    assert machine.install() == []


@pytest.mark.parametrize("killed_at", ["-m venv", "--no-deps", "--editable"])
def test_a_killed_installation_is_made_anew(machine, killed_at):
    machine.fails = lambda command: KeyboardInterrupt() if killed_at in command else None
    with pytest.raises(KeyboardInterrupt):
        machine.install()
    machine.fails = lambda command: None
    assert "-m venv" in machine.install()[0]
    assert machine.install() == []


def test_a_killed_update_is_made_anew(machine):
    machine.install()
    (machine.root / "pyproject.toml").write_text("", encoding="utf-8")
    machine.fails = lambda command: KeyboardInterrupt() if "--editable" in command else None
    with pytest.raises(KeyboardInterrupt):
        machine.install()
    machine.fails = lambda command: None
    assert "-m venv" in machine.install()[0]


def test_an_update_that_pip_refuses_keeps_the_old_installation(machine):
    machine.install()
    (machine.root / "pyproject.toml").write_text("", encoding="utf-8")
    machine.fails = lambda command: FAILED if "pip" in command else None
    with pytest.raises(SystemExit, match="did not finish"):
        machine.install()
    machine.fails = lambda command: None
    assert not any("-m venv" in command for command in machine.install())


def test_a_venv_whose_python_is_gone_is_made_anew(machine):
    machine.install()
    machine.python.unlink()
    assert "-m venv" in machine.install()[0]


def test_a_venv_that_cannot_be_made_is_explained(machine):
    machine.fails = lambda command: FAILED
    with pytest.raises(SystemExit, match="python3-venv"):
        machine.install()


def test_a_venv_that_cannot_be_removed_is_explained(machine, monkeypatch):
    machine.venv.mkdir()

    def in_use(_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "rmtree", in_use)
    with pytest.raises(SystemExit, match=r"removed \(Permission denied\): close every"):
        machine.install()


def test_installations_wait_for_each_other(machine, monkeypatch):
    def other_ends(_):
        other.close()
        machine.commands.append("the other has ended")

    other = Path(f"{machine.venv}.lock").open("w")
    assert install.lock(other)
    monkeypatch.setattr(install.time, "sleep", other_ends)
    first, second, *_ = machine.install()
    assert first == "the other has ended" and "-m venv" in second


def test_two_installations_at_once_install_once(machine, monkeypatch):
    machine.install()
    before_and_after_waiting = iter([False, True])
    monkeypatch.setattr(install, "is_current", lambda _: next(before_and_after_waiting))
    assert machine.install() == []


def test_an_unreachable_torch_index_is_replaced_by_the_usual_one(machine):
    machine.fails = lambda command: FAILED if "--index-url" in command else None
    _, first, second, rest = machine.install()
    assert "--index-url" in first and "--index-url" not in second
    assert "--no-deps torch==" in second and "--editable" in rest


def test_a_cuda_build_is_removed_before_its_dependencies_come(machine):
    machine.cuda = "'12.8'"
    with pytest.raises(SystemExit, match=r"Only a build of torch==\S+ for CUDA 12\.8 .*\.$"):
        machine.install()
    assert machine.commands[-1].endswith("-m pip uninstall --yes torch")
    assert not any("--editable" in command for command in machine.commands)
    assert not machine.stamp.exists()


def test_the_environment_can_name_another_torch_index(machine, monkeypatch):
    monkeypatch.setenv("TORCH_INDEX", "https://mirror.example/cpu")
    assert "--index-url https://mirror.example/cpu" in machine.install()[1]


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_torch_comes_with_the_rest(machine, monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    _, rest = machine.install()
    assert "--index-url" not in rest and "--editable" in rest


# JupyterLab's settings, and IPython's


@pytest.mark.slow
def test_settings_go_where_they_are_looked_for():
    from IPython.core.application import ENV_CONFIG_DIRS
    from jupyterlab.commands import get_app_dir

    looked_for = {
        Path(get_app_dir()) / "settings" / "overrides.json",
        Path(ENV_CONFIG_DIRS[0]) / "ipython_kernel_config.json",
    }
    inside = [folder.relative_to(install.VENV) / s.name for s, folder in install.SETTINGS.items()]
    assert {(sys.prefix / path).resolve() for path in inside} == {p.resolve() for p in looked_for}


def test_lab_settings_are_ones_that_jupyterlab_knows():
    from jupyterlab.commands import get_app_dir

    schemas = Path(get_app_dir()) / "schemas"
    for plugin, settings in json.loads(read("binder/overrides.json")).items():
        package, name = plugin.rsplit(":", 1)
        schema = json.loads((schemas / package / f"{name}.json").read_text(encoding="utf-8"))
        for key, value in settings.items():
            known = schema["properties"][key]
            assert type(value) is {"string": str, "boolean": bool, "object": dict}[known["type"]]
            if "oneOf" in known:
                assert value in [choice["const"] for choice in known["oneOf"]]


def test_lab_settings_switch_off_subshells_news_and_update_checks():
    settings = json.loads(read("binder/overrides.json"))
    extension = "@jupyterlab/apputils-extension"
    assert settings[f"{extension}:kernels-settings"]["commsOverSubshells"] == "disabled"
    assert settings[f"{extension}:notification"] == {"fetchNews": "false", "checkForUpdates": False}


# Makefile


def make(*arguments: str, **environment: str) -> str:
    """What make would do, whatever the make that may be running these tests was told."""
    command = ["make", "--no-print-directory", "--dry-run", *arguments]
    environment = {**os.environ, **environment}
    for name in ("MAKEFLAGS", "MAKEOVERRIDES", "PYTHON", "EXTRAS", "THOROUGH"):
        environment.pop(name, None)
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


# Served is the whole course, as on Binder: links lead from the notebooks to docs.
START_PAGE = "--ServerApp.root_dir=. notebooks/00_start_here.ipynb"
# nbval needs loadscope: any other way tears the cells of a notebook apart.
# As on Binder: torch's threads, waiting for one another, slow what the lessons compute.
ONE_THREAD = "OMP_NUM_THREADS=1 .venv/bin/python -m jupyterlab"
QUICK = (
    'tests --ignore=tests/browser --ignore=tests/classroom --ignore-glob="*.ipynb" -m "not slow"'
)
SITE = ["install.py --extra site", "-m tools.website site"]
ONE_MORE = (os.cpu_count() or 1) + 1  # workers than cores
GRADING = "--extra classroom --extra cluster --extra hub"
IN_PARALLEL = "--maxprocesses 4 --dist loadscope --no-loadscope-reorder"


@needs_posix
@pytest.mark.parametrize(
    "target, steps",
    [
        ("lab", ["install.py", f"{ONE_THREAD} --port=1 {START_PAGE}"]),
        ("quick", ["install.py --extra test", f"-m pytest -n logical {IN_PARALLEL} {QUICK} -x"]),
        (
            "test",
            ["install.py --extra test --extra site", f"-m pytest -n {ONE_MORE} {IN_PARALLEL} -x"],
        ),
        (
            "bench",
            [f"--extra test --extra site {GRADING}", "-m benchmarks"],
        ),
        ("notebooks", ["install.py", "tools/notebooks.py 01", "tools/index.py --write"]),
        ("site", SITE),
        (
            "pdf",
            [*SITE, "install.py --extra site --extra test", "-m tools.website.pdf site course.pdf"],
        ),
        ("reset", ['tools/reset.py "01"']),
        ("update", ["tools/update.py"]),
    ],
)
def test_make_target(target, steps):
    lines = make(target, "LAB_ARGS=--port=1", "TEST_ARGS=-x", "LESSON=01").splitlines()
    assert len(lines) == len(steps)
    for line, step in zip(lines, steps, strict=True):
        assert line.endswith(step)


@needs_posix
def test_make_passes_over_pythons_that_will_not_do(tmp_path):
    for name, status in (("python3", 1), ("python3.14", 1), ("python3.13", 0), ("python3.12", 0)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {status}\n")
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    assert make("lab", PATH=path).startswith('"python3.13" tools/install.py')


def test_the_torch_index_is_named_in_two_places():
    address = re.search(r"https://\S+", read("Makefile")).group()
    made = {".git", ".venv", "node_modules"}
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in made]
        for name in names:
            path = Path(folder, name)
            count = path.read_bytes().count(address.encode())
            found += [path.relative_to(ROOT).as_posix()] * count
    assert sorted(found) == ["Makefile", "binder/requirements.txt"]


# tools/reset.py


def in_git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def course(tmp_path):
    """A small course in git, with a start page and one lesson."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start.ipynb").write_bytes(b"start\n")
    (tmp_path / "notebooks" / "01_first.ipynb").write_bytes(b"original\n")
    in_git(tmp_path, "init", "--quiet")
    in_git(tmp_path, "add", ".")
    in_git(tmp_path, "commit", "--quiet", "--message", "The course")
    return tmp_path


def contents(course: Path) -> dict[str, str]:
    """The text of every notebook but the start page, by name."""
    texts = {path.name: path.read_text() for path in (course / "notebooks").iterdir()}
    assert texts.pop("00_start.ipynb") == "start\n"
    return texts


def test_reset_keeps_every_copy(course):
    lesson = course / "notebooks" / "01_first.ipynb"
    for work in ("mine", "more of mine", "and more"):
        lesson.write_text(work)
        sentence = reset.reset(course, "01")
    assert "01_first_my_copy_3.ipynb" in sentence
    assert contents(course) == {
        "01_first.ipynb": "original\n",
        "01_first_my_copy.ipynb": "mine",
        "01_first_my_copy_2.ipynb": "more of mine",
        "01_first_my_copy_3.ipynb": "and more",
    }


def test_reset_takes_a_number_without_its_zero(course):
    (course / "notebooks" / "01_first.ipynb").write_text("mine")
    reset.reset(course, "1")
    assert contents(course)["01_first.ipynb"] == "original\n"


def test_reset_of_an_unchanged_lesson_changes_nothing(course):
    assert "nothing was changed" in reset.reset(course, "01")
    assert contents(course) == {"01_first.ipynb": "original\n"}


def test_reset_brings_a_missing_lesson_back(course):
    (course / "notebooks" / "01_first.ipynb").unlink()
    assert "was missing" in reset.reset(course, "01")
    assert contents(course) == {"01_first.ipynb": "original\n"}


@pytest.mark.parametrize("lesson", ["", "07", "first", "../01", "01_first"])
def test_reset_of_an_unknown_lesson(course, lesson):
    with pytest.raises(SystemExit, match=rf"^LESSON must be one of 00, 01, but is '{lesson}'\.$"):
        reset.reset(course, lesson)


def test_reset_without_a_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(SystemExit, match=r"^[^\n]*git could not read them here: [^\n]*\.$"):
        reset.reset(tmp_path, "01")


def test_reset_without_git(course, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(SystemExit, match=r"^[^\n]*no git was found: install it first\.$"):
        reset.reset(course, "01")


def test_reset_stopped_at_any_step_loses_nothing(course):
    lesson = course / "notebooks" / "01_first.ipynb"
    for step in count():
        lesson.write_text(f"mine {step}")
        try:
            with stopped_before(step):
                reset.reset(course, "01")
        except KeyboardInterrupt:
            assert f"mine {step}" in contents(course).values()
            reset.reset(course, "01")
        else:
            break
    assert step == 6, "git twice; the copy; the original"
    copies = [f"mine {done}" for done in range(step + 1)]
    assert sorted(contents(course).values()) == [*copies, "original\n"]


@pytest.mark.parametrize("marks", ["<<<<<<< Updated upstream", ">>>>>>> Stashed changes"])
def test_reset_calls_no_file_with_conflict_marks_a_copy(course, marks):
    work = f' "a",\n{marks}\n "b"\n'
    for number in ("", "_2"):
        (course / "notebooks" / "01_first.ipynb").write_text(number + work)
        sentence = reset.reset(course, "1")
        assert "conflict marks" in sentence and f"01_first_conflict_marks{number}.txt" in sentence
    assert contents(course) == {
        "01_first.ipynb": "original\n",
        "01_first_conflict_marks.txt": work,
        "01_first_conflict_marks_2.txt": "_2" + work,
    }


def test_learners_copies_are_neither_committed_nor_tested(course):
    shutil.copy(ROOT / ".gitignore", course)
    copy = course / "notebooks" / "01_first_my_copy_2.ipynb"
    marked = course / "notebooks" / "01_first_conflict_marks.txt"
    in_git(course, "check-ignore", str(copy))
    in_git(course, "check-ignore", str(marked))
    assert "--ignore-glob=*_my_copy*.ipynb" in PYPROJECT["tool"]["pytest"]["ini_options"]["addopts"]


# .ci/run


@pytest.fixture
def bare(tmp_path):
    """Runs `.ci/run` on a pretended bare machine; returns its exit status and its output lines."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("bash", "dirname", "mktemp", "rm", "tee", "tail", "grep", "id"):
        (commands / name).symlink_to(shutil.which(name))

    def command(name, script):
        (commands / name).write_text(f"#!/bin/sh\n{script}\n")
        (commands / name).chmod(0o755)

    def run(make_script, *present, **environment):
        command("python3", "exit 0")
        command("apt-get", 'echo "apt-get $*"')
        command("sudo", '"$@"')
        command("make", make_script)
        for name in present:
            command(name, "exit 0")
        environment = {"PATH": str(commands), "TMPDIR": str(tmp_path), **environment}
        done = subprocess.run(
            [tmp_path / ".ci" / "run"], env=environment, capture_output=True, text=True, cwd="/"
        )
        return done.returncode, done.stdout.splitlines()

    return run


PASSED = 'echo "CI=$CI $*"; echo "== 3 passed in 1.50s =="'
FAILED_TESTS = 'echo "== 1 failed, 2 passed in 61.50s (0:01:01) =="; echo "make: Error 1"; exit 2'


@needs_linux
def test_ci_calls_make_test(bare):
    status, lines = bare(PASSED, "git", "bwrap", "node", "chromium")
    assert status == 0
    extras = "test site classroom cluster hub"
    assert lines == [f"CI=true test EXTRAS={extras}", "== 3 passed in 1.50s =="]


@needs_linux
def test_ci_fails_when_tests_fail_and_says_so_last(bare):
    status, lines = bare(FAILED_TESTS, "git", "bwrap", "node", "chromium")
    assert status == 2
    assert lines[-1] == "== 1 failed, 2 passed in 61.50s (0:01:01) =="


@needs_linux
def test_ci_fails_when_the_installation_fails(bare):
    status, lines = bare('echo "No network."; exit 2', "git", "bwrap", "node", "chromium")
    assert (status, lines) == (2, ["No network."])


@needs_linux
def test_ci_knows_the_closing_line_of_a_quiet_run(bare):
    script = 'echo "1 failed in 0.02s"; echo "make: Error 1"; exit 2'
    assert bare(script, "git", "bwrap", "node", "chromium")[1][-1] == "1 failed in 0.02s"


@needs_linux
@pytest.mark.parametrize(
    ("there", "browser"), [((), "chromium"), (("apt-cache",), "chromium-headless-shell")]
)
def test_ci_installs_what_is_missing_from_debian(bare, there, browser):
    """`apt-cache show` fails for a package that the system does not have."""
    _, lines = bare(PASSED, *there)
    assert lines[:2] == [
        "apt-get update",
        f"apt-get install -y --no-install-recommends git bubblewrap nodejs {browser}",
    ]


@needs_linux
@pytest.mark.parametrize(
    "browser",
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome"],
)
def test_ci_takes_a_browser_that_is_there(bare, browser):
    _, lines = bare(PASSED, "git", "bwrap", "node", browser)
    assert not any("apt-get" in line for line in lines)


@needs_linux
def test_ci_takes_the_browser_it_is_given(bare):
    _, lines = bare(PASSED, "git", "bwrap", "node", COURSE_BROWSER="/somewhere/chrome")
    assert not any("apt-get" in line for line in lines)


# Workflows


def workflow(name: str, of: str = "") -> tuple[dict, dict]:
    """The triggers of a workflow and its one job, or this one (YAML reads the key `on` as true)."""
    loaded = yaml.safe_load(read(f".github/workflows/{name}.yml"))
    [job] = [loaded["jobs"][of]] if of else loaded["jobs"].values()
    return loaded[True], job


def test_pushes_are_tested_on_every_system_and_python():
    triggers, job = workflow("test")
    assert set(triggers) == {"push", "pull_request"}
    assert job["strategy"]["matrix"] == {
        "os": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": SUPPORTED,
    }
    for system, command in (("Linux", ".ci/run"), ("macOS", "make test")):
        steps = [s["run"] for s in job["steps"] if s.get("if") == f"runner.os == '{system}'"]
        assert steps[-1] == command


def test_windows_is_tested_with_the_lines_of_the_readme():
    lines = re.search(
        rf"^py (tools/install\.py)\n(\S+) -m jupyterlab {START_PAGE}$", read("README.md"), re.M
    )
    _, job = workflow("test")
    steps = [s["run"] for s in job["steps"] if s.get("if") == "runner.os == 'Windows'"]
    assert steps == [f"python {lines[1]} --extra test --extra site", f"{lines[2]} -m pytest"]


def test_the_whole_grid_is_tried_once_a_week():
    triggers, job = workflow("thorough")
    assert set(triggers) == {"schedule", "workflow_dispatch"}
    assert job["steps"][-1] == {"run": ".ci/run", "env": {"THOROUGH": 1}}


def test_the_site_is_published_with_as_few_rights_as_it_takes():
    triggers, build = workflow("pages", "build")
    assert set(triggers) == {"push", "workflow_dispatch"}
    assert triggers["push"] == {"branches": ["main"]}
    assert "make site" in [step.get("run") for step in build["steps"]]
    assert "permissions" not in build
    _, deploy = workflow("pages", "deploy")
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert deploy["needs"] == "build"


def test_exported_pages_are_tried_in_the_other_engines_once_a_week():
    triggers, job = workflow("engines")
    assert set(triggers) == {"schedule", "workflow_dispatch"}
    assert {"chromium", *job["strategy"]["matrix"]["engine"]} == set(ENGINES)
    install, tests = job["steps"][-2:]
    assert install["run"].endswith("playwright install --with-deps ${{ matrix.engine }}")
    assert tests["env"] == {"COURSE_ENGINE": "${{ matrix.engine }}"}
    files = re.findall(r"tests/browser/(\w+)\.py", tests["run"])
    assert files and all((ROOT / f"tests/browser/{name}.py").is_file() for name in files)
    assert not set(files) & set(IN_JUPYTERLAB), "they need no server"


@needs_posix
@pytest.mark.parametrize("arguments", [["THOROUGH=1"], []])
def test_thorough_reaches_the_tests(arguments, tmp_path):
    (tmp_path / "python").write_text("#!/bin/sh\necho THOROUGH is ${THOROUGH:-not set}\n")
    (tmp_path / "python").chmod(0o755)
    command = ["make", "test", f"PYTHON={tmp_path}/python", f"IN_VENV={tmp_path}/python"]
    environment = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "THOROUGH")}
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    said = {line for line in done.stdout.splitlines() if line.startswith("THOROUGH")}
    assert said == {"THOROUGH is 1" if arguments else "THOROUGH is not set"}


def test_the_newest_versions_are_tried_on_a_schedule_alone():
    triggers, job = workflow("newest")
    assert list(triggers) == ["schedule"]
    deselected = job["steps"][-1]["env"]["TEST_ARGS"].partition("::")[2]
    assert deselected in globals()


@needs_linux
def test_the_newest_versions_are_without_pins(tmp_path):
    for name in ("requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    _, job = workflow("newest")
    [drop] = [step["run"] for step in job["steps"] if step.get("name") == "Drop the pins"]
    subprocess.run(["bash", "-c", drop], cwd=tmp_path, check=True)
    assert "==" not in (tmp_path / "requirements.txt").read_text(encoding="utf-8")
    after = tomllib.loads((tmp_path / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = PYPROJECT["project"]["optional-dependencies"]["test"]
    names = [line.partition("==")[0] for line in pinned]
    assert after["project"]["optional-dependencies"]["test"] == names
    assert after["build-system"] == PYPROJECT["build-system"]


# Binder


def test_binder_installs_the_same_requirements():
    lines = read("binder/requirements.txt").splitlines()
    assert [line for line in lines if not line.startswith(("#", "--"))] == [
        "-r ../requirements.txt",
        "-e .",
    ]


@needs_posix
def test_binder_starts_what_it_is_given_on_one_thread():
    command = ["bash", ROOT / "binder" / "start", "sh", "-c", "echo $OMP_NUM_THREADS $0", "a b"]
    # Not the number that these tests themselves run with.
    environment = {k: v for k, v in os.environ.items() if k != "OMP_NUM_THREADS"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout == "1 a b\n"


@needs_posix
@pytest.mark.parametrize("cuda, status", [("None", 0), ("'12.8'", 1)])
def test_binder_puts_settings_in_place_and_refuses_cuda(tmp_path, cuda, status):
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("from . import version\n")
    (tmp_path / "torch" / "version.py").write_text(f"cuda = {cuda}\n")
    environment = {**os.environ, "NB_PYTHON_PREFIX": str(tmp_path), "PYTHONPATH": str(tmp_path)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", ROOT / "binder" / "postBuild"], cwd=ROOT, env=environment, capture_output=True
    )
    assert done.returncode == status
    assert placed(tmp_path) == {name: read(name) for name in SETTINGS}


@needs_posix
@pytest.mark.parametrize("script", [".ci/run", "binder/postBuild", "binder/start"])
def test_scripts_are_strict_and_executable(script):
    assert os.access(ROOT / script, os.X_OK)
    assert "\nset -euo pipefail\n" in read(script)


# README, licences


def test_no_address_no_badges():
    assert badges.badges("") == ""


def test_an_address_gives_the_badges_of_ci_and_binder():
    address = "https://github.com/someone/course"
    assert badges.badges(address).splitlines() == [
        "**[Read and play it on the web](https://someone.github.io/course/)**",
        f"[![Tests]({address}/actions/workflows/test.yml/badge.svg)]"
        f"({address}/actions/workflows/test.yml)",
        "[![Open the course on Binder](https://mybinder.org/badge_logo.svg)]"
        "(https://mybinder.org/v2/gh/someone/course/HEAD"
        "?urlpath=lab/tree/notebooks/00_start_here.ipynb)",
    ]
    assert (ROOT / badges.BINDER_PATH.partition("tree/")[2]).exists()


@pytest.mark.parametrize("address", ["someone/course", "https://github.com/someone", "git@x:y/z"])
def test_an_address_of_another_form_is_refused(address):
    with pytest.raises(ValueError, match=r"^repository must be .*, but is '"):
        badges.badges(address)


def test_badges_replace_those_that_were_there():
    readme, address = read("README.md"), "https://github.com/someone/course"
    once = badges.with_badges(readme, address)
    assert once.count("mybinder.org/v2") == 1
    assert badges.with_badges(once, address) == once
    assert badges.with_badges(once, "") == badges.with_badges(readme, "")


def test_readme_carries_exactly_the_badges_of_the_address():
    readme = read("README.md")
    assert readme == badges.with_badges(readme, badges.repository_address())
    outside = badges.with_badges(readme, "")
    assert not any(word in outside for word in ("badge.svg", "mybinder.org", "github.io"))


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_the_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", read(document)):
        if not target.startswith(("https://", "#")):
            assert (ROOT / target.partition("#")[0]).exists(), target


def test_readme_calls_ready_exactly_the_lessons_that_are_there():
    linked = re.findall(r"\]\(notebooks/(\w+)\.ipynb\) \| .* \| ready \|", read("README.md"))
    there = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))]
    assert linked == [name for name in there if "_my_copy" not in name]


def test_every_target_of_make_is_explained():
    explained = read("README.md") + read("CONTRIBUTING.md")
    [targets] = re.findall(r"^\.PHONY: (.*)", read("Makefile"), re.M)
    for target in targets.split():
        assert re.search(rf"`make {target}\b|make -C course {target}\b", explained), target


def test_licences_name_the_holder_and_what_they_cover():
    for name in PYPROJECT["project"]["license-files"]:
        assert "the course's authors" in read(name)
    assert read("LICENSE").startswith("MIT License\n")
    assert "https://creativecommons.org/licenses/by/4.0/" in read("LICENSE-TEXT")
