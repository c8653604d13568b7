"""What every test starts from: an empty progress file of its own and no memory of others."""

import tempfile
from itertools import count
from pathlib import Path

import pytest

# The project is imported where a test asks: of pytest-xdist's processes, the first runs none.


@pytest.fixture(scope="session")
def folders():
    """An empty folder for each test that asks.  pytest's own `tmp_path` looks at all that were made
    before, which takes longer with each of thousands of tests; most leave theirs empty, and the
    next one takes it over."""

    def empty(root):
        for number in count():
            folder = Path(root, str(number))
            folder.mkdir()
            while folder.is_dir() and not any(folder.iterdir()):
                yield folder

    with tempfile.TemporaryDirectory(prefix="course-tests-") as root:
        yield empty(root)


@pytest.fixture(autouse=True)
def progress_file(folders, monkeypatch, request):
    from checks.store import Progress
    from lessons import LiveFigure, course

    # A test's own functions play the learner's, so its folder is the working folder.
    monkeypatch.chdir(request.path.parent)
    path = next(folders) / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    kept = Progress()
    monkeypatch.setattr(course, "kept", kept)
    monkeypatch.setattr(LiveFigure, "remember", (kept.recall_prediction, kept.record_prediction))
    for name in ("_answers", "_failures", "_found", "_rungs"):
        monkeypatch.setattr(course, name, {})
    return path


@pytest.fixture
def notes(monkeypatch):
    """The notes and the pictures' bundles displayed so far, in order."""
    from checks import messages
    from course_utils import pictures

    shown = []
    monkeypatch.setattr(messages, "display", shown.append)
    monkeypatch.setattr(pictures, "display", lambda bundle, **_: shown.append(bundle))
    return shown
