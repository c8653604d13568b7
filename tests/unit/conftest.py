"""What every unit test starts from: an empty progress file of its own and no memory of others."""

import sys
from pathlib import Path

import pytest

from course_utils import exercises, pictures
from course_utils.exercises import messages, store

sys.path.insert(0, str(Path(__file__).parents[1] / "gallery"))  # for `from gallery import LIVE`


@pytest.fixture(autouse=True)
def progress_file(tmp_path, monkeypatch):
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    for module, name in [
        (exercises, "_answers"),
        (exercises, "_failures"),
        (exercises, "_rungs"),
        (store, "_unsaved"),
        (store, "_notices"),
        (store, "_noticed"),
    ]:
        monkeypatch.setattr(module, name, type(getattr(module, name))())
    return path


@pytest.fixture
def notes(monkeypatch):
    """The notes and the pictures' bundles displayed so far, in order."""
    shown = []
    monkeypatch.setattr(messages, "display", shown.append)
    monkeypatch.setattr(pictures, "display", lambda bundle, raw: shown.append(bundle))
    return shown
