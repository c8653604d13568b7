"""Make .venv, install the course into it, and put JupyterLab's and its kernels' settings in place.

    python3 tools/install.py [--extra test]

A stamp in .venv records what was installed, so a second run ends at once.  The stamp is written
last: a .venv without one was never finished and is made anew.  Only the standard library is used,
and the file parses on old Pythons, so that they too get a sentence instead of a syntax error.
"""

import argparse
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "course-installed"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
SETTINGS = {  # of JupyterLab and of IPython's kernels, and where in .venv they look for them
    ROOT / "binder" / "overrides.json": VENV / "share" / "jupyter" / "lab" / "settings",
    ROOT / "binder" / "ipython_kernel_config.json": VENV / "etc" / "ipython",
}


def problem(version: tuple, system: str, machine: str) -> str:
    """One sentence on why the course cannot be installed here, or "" if it can.

    version: (major, minor); system, machine: as `platform.system()`, `platform.machine()`.
    """
    if not OLDEST <= version <= NEWEST:
        return (
            "The course needs Python {}.{} to {}.{}, but this is Python {}.{}: install one of "
            "those and run this command with it."
        ).format(*OLDEST, *NEWEST, *version)
    if (system, machine) == ("Darwin", "x86_64"):
        return (
            "The course needs a Mac with Apple silicon and a Python built for it, because there "
            "is no current PyTorch for Intel."
        )
    return ""


def fingerprint() -> str:
    """A hash that changes whenever what is installed, or the place it is installed in, does."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "requirements.txt", ROOT / "pyproject.toml", *SETTINGS, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_stamp() -> list:
    """[fingerprint, extra, extra ...] of the installation in .venv; [] if it was never finished."""
    if not (STAMP.exists() and PYTHON.exists()):
        return []
    return STAMP.read_text(encoding="utf-8").split()


def torch_index() -> str:
    """The address of PyTorch's CPU wheels: TORCH_INDEX, else the line in the Makefile."""
    line = re.search(r"^TORCH_INDEX \?= (\S+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    return os.environ.get("TORCH_INDEX") or line.group(1)


def cuda_version(site_packages: Path) -> str:
    """The CUDA version the torch in `site_packages` was built for; "" for a CPU build.

    Reads torch/version.py as text: torch cannot be imported before its dependencies are there.
    """
    text = (site_packages / "torch" / "version.py").read_text(encoding="utf-8")
    return re.search(r"^cuda\b[^=\n]*=\s*(?:None|['\"](.+?)['\"])", text, re.M).group(1) or ""


def run(*command: str) -> None:
    """Run a command; raise `subprocess.CalledProcessError` if it fails."""
    subprocess.run(command, check=True, close_fds=False)  # it holds the lock too, see `alone`


def pip_install(*arguments: str) -> None:
    run(str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *arguments)


def install_cpu_torch() -> None:
    """Install torch alone, without the gigabytes of CUDA packages that its usual build needs.

    Stops with one sentence if only a CUDA build is to be had.
    """
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    torch = re.search(r"^torch\b\S*", requirements, re.M).group()
    quick = ["--retries", "1", "--timeout", "10"]
    try:
        pip_install("--no-deps", "--index-url", torch_index(), *quick, torch)
    except subprocess.CalledProcessError:
        print("PyTorch's own index does not answer; trying the usual package index.", flush=True)
        pip_install("--no-deps", torch)
    [site_packages] = VENV.glob("lib/python*/site-packages")
    cuda = cuda_version(site_packages)
    if cuda:
        run(str(PYTHON), "-m", "pip", "uninstall", "--yes", "torch")
        sys.exit(
            f"Only a build of {torch} for CUDA {cuda} could be found, which the course does not "
            f"use: run this command again when {torch_index()} can be reached."
        )


@contextmanager
def alone():
    """Wait until no other installation is running here, and keep others out meanwhile.

    The commands this one runs inherit the lock, so a pip that outlives it is waited for as well.
    """
    with open(str(VENV) + ".lock", "w") as file:
        os.set_inheritable(file.fileno(), True)
        told = False
        while not lock(file):
            if not told:
                print("Another installation is running; waiting for it to end ...", flush=True)
                told = True
            time.sleep(0.5)
        yield


def lock(file) -> bool:
    """Lock an open file; False if another process has it locked."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:  # a file system without locks: go on as if alone
        pass
    return True


def is_current(extras: set) -> bool:
    """Whether .venv holds the course as it is now, with these extras."""
    stamp = read_stamp()
    return stamp[:1] == [fingerprint()] and extras <= set(stamp[1:])


def make_venv() -> None:
    """Make a fresh .venv in place of the one that may be there."""
    print(f"Making {VENV} (the first time takes some minutes) ...", flush=True)
    try:
        if VENV.exists():
            shutil.rmtree(str(VENV))
    except OSError as error:
        sys.exit(
            f"The unfinished .venv could not be removed ({error.strerror}): close every program "
            "that uses it and run this command again."
        )
    try:
        run(sys.executable, "-m", "venv", str(VENV))
    except subprocess.CalledProcessError:
        sys.exit(
            "Python's venv module could not make .venv; on Debian and Ubuntu, "
            "`sudo apt-get install python3-venv` provides what it needs."
        )


def install(extras: set) -> None:
    """Bring .venv up to date with requirements.txt and pyproject.toml, with these extras."""
    before = read_stamp()
    extras = extras | set(before[1:])
    if before:
        STAMP.unlink()
    else:
        make_venv()
    try:
        if sys.platform == "linux":
            install_cpu_torch()
        this = str(ROOT) + (f"[{','.join(sorted(extras))}]" if extras else "")
        pip_install("-r", str(ROOT / "requirements.txt"), "--editable", this)
    except subprocess.CalledProcessError:
        if before:  # pip undoes what it could not finish, so the old installation still stands
            STAMP.write_text(" ".join(before), encoding="utf-8")
        sys.exit(
            "The installation did not finish, see pip's message above; most often the network "
            "was not there, and running the same command again completes it."
        )
    for settings, folder in SETTINGS.items():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(str(settings), str(folder / settings.name))
    STAMP.write_text(" ".join([fingerprint(), *sorted(extras)]), encoding="utf-8")


def main(arguments: list) -> None:
    parser = argparse.ArgumentParser(description="Install the course into .venv.")
    parser.add_argument("--extra", action="append", default=[], help="an extra of pyproject.toml")
    parser.add_argument("--check", action="store_true", help="only say whether this Python will do")
    options = parser.parse_args(arguments)
    refusal = problem(sys.version_info[:2], platform.system(), platform.machine())
    if refusal:
        sys.exit(refusal)
    extras = set(options.extra)
    if options.check or is_current(extras):
        return
    with alone():
        if not is_current(extras):  # by now another installation may have done it
            install(extras)


if __name__ == "__main__":
    main(sys.argv[1:])
