"""What every test starts from: an empty progress file of its own and no memory of others."""

import pytest

from checks import messages
from checks.store import Progress
from course_utils import pictures
from lessons import LiveFigure, course


@pytest.fixture(autouse=True)
def progress_file(tmp_path, monkeypatch, request):
    # A test's own functions play the learner's, so its folder is the working folder.
    monkeypatch.chdir(request.path.parent)
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    kept = Progress()
    monkeypatch.setattr(course, "kept", kept)
    monkeypatch.setattr(LiveFigure, "remember", (kept.recall_prediction, kept.record_prediction))
    for name in ("_answers", "_failures", "_rungs"):
        monkeypatch.setattr(course, name, {})
    return path


@pytest.fixture
def notes(monkeypatch):
    """The notes and the pictures' bundles displayed so far, in order."""
    shown = []
    monkeypatch.setattr(messages, "display", shown.append)
    monkeypatch.setattr(pictures, "display", lambda bundle, raw: shown.append(bundle))
    return shown
