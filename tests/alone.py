"""A package copied into an empty folder and run there, with nothing of the rest of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {path.parent.name for path in ROOT.glob("*/*.py") if not path.parent.is_symlink()}
REFUSE = """
import runpy, sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {others!r}:
            raise ModuleNotFoundError(f"{{name}} is not in this folder")

sys.meta_path.insert(0, Refuse())
"""


def copied(package: str, folder: Path) -> Path:
    """The package as it would be published, alone in a folder."""
    shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder / package


def run(package: str, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code in the folder by an interpreter that can import the package and what is installed,
    and nothing else of ours."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTHON"))}
    return subprocess.run(
        [sys.executable, "-c", REFUSE.format(others=FOLDERS - {package}) + code],
        cwd=folder,
        env=kept | {"PYTHONPATH": str(folder), "MPLBACKEND": "agg"},
        capture_output=True,
        encoding="utf-8",
    )


def shown(package: str) -> dict[str, str]:
    """The code that a package's README shows, by the name of the example it is to be."""
    text = ROOT.joinpath(package, "README.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- examples/(\w+\.py) -->\n```python\n(.*?)```\n", text, re.S))


def examples(package: str) -> dict[str, str]:
    """The examples that lie in the package's folder."""
    paths = ROOT.joinpath(package, "examples").glob("*.py")
    return {path.name: path.read_text(encoding="utf-8") for path in paths}
