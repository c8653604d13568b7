"""What one `pip install` of the repository's address brings: all of the project that a notebook
needs where it is opened alone, as on Colab."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest

from tests.needs import need
from tests.notebooks.rules import lesson_paths
from tests.thorough import thinned
from tools.notebooks import execute, read

ROOT = Path(__file__).resolve().parents[2]
BUILD = "import sys; from setuptools.build_meta import build_wheel; print(build_wheel(sys.argv[1]))"
LEARNERS = ("checks", "course_utils", "lessons", "livefigure")
WHERE = f"import {', '.join(LEARNERS)}; [one.__file__ for one in ({', '.join(LEARNERS)})]"
# Of all lessons this one reads the most kinds of files: arrays, scripts, style sheets, stored runs.
LESSONS = thinned([path.stem[:2] for path in lesson_paths()], ["07"])


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The project's packages, as pip would put them into an environment."""
    need("setuptools", find_spec("setuptools"))
    home = tmp_path_factory.mktemp("wheel")
    copy = home / "copy"
    ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
    packages = sorted({path.parent.name for path in ROOT.glob("*/__init__.py")})
    for name in packages:
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-c", BUILD, str(home)]
    built = subprocess.run(command, cwd=copy, capture_output=True, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(home / built.stdout.split()[-1]) as wheel:
        wheel.extractall(home / "installed")
    return home / "installed"


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_notebook_alone_needs_the_installed_packages_only(installed, tmp_path, lesson):
    [path] = [path for path in lesson_paths() if path.stem.startswith(lesson)]
    notebook = read(path)
    notebook.cells.append(nbformat.v4.new_code_cell(WHERE))
    ran = execute(notebook, tmp_path, {"PYTHONPATH": str(installed)})
    [where] = ran.cells[-1].outputs
    found = ast.literal_eval(where.data["text/plain"])
    assert found == [str(installed / name / "__init__.py") for name in LEARNERS]
    assert any("application/vnd.jupyter.widget-view+json" in json.dumps(c) for c in ran.cells)


@pytest.mark.slow
def test_all_that_packages_hold_is_installed_and_nothing_else(installed):
    packages = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}
    assert packages == {*LEARNERS, "classroom"}
    for name in LEARNERS:
        here, there = (
            {path.relative_to(root) for path in root.joinpath(name).rglob("*.*") if path.is_file()}
            for root in (ROOT, installed)
        )
        compiled = {path for path in here | there if path.suffix == ".pyc"}
        assert here - compiled == there - compiled != set()


def test_what_learners_packages_import_is_installed_with_them():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {re.match(r"[\w-]+", line)[0] for line in project["dependencies"]}
    # torch is left to requirements.txt, as pip would take the build for graphics cards; the others
    # come with Matplotlib and ipywidgets.
    asked |= {"torch", "cycler", "IPython", "traitlets"}
    imported = set()
    for path in (path for name in LEARNERS for path in ROOT.joinpath(name).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                imported.add(node.module.partition(".")[0])
    others = imported - {*sys.stdlib_module_names, *LEARNERS}
    assert {"PIL" if name == "pillow" else name for name in asked} >= others > {"numpy", "torch"}
