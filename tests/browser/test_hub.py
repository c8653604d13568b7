"""Five students at once on a hub as it is set up for a class: each follows the link that the page
gives, opens lesson 5, runs all of it and drags.  It takes minutes of two cores."""

# ruff: noqa: E402  what is missing is named before it is imported

import pytest

from tests.needs import need_hub
from tests.thorough import THOROUGH

need_hub()

import json
from urllib.parse import quote, urlencode

from classroom.hub import repository
from tests.hub import PASSWORD, serve

from .lab import Lab
from .page import App, Figure, Notebook

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not THOROUGH, reason="five servers with torch: THOROUGH=1 runs it"),
]
STUDENTS = tuple(f"s{number:02}" for number in range(1, 6))
LESSON = "05_pytorch_pipeline.ipynb"
PATIENCE = 300_000  # ms: five kernels load torch at once
FIGURES = """notebook.widgets.flatMap(({ model }, i) =>
  model.getMetadata("tags")?.includes("figure") ? [i] : [])"""


class OnHub(Notebook):
    folder = "course/notebooks"


class Window:
    """A student's own browser, logged in.  It opens pages as a browser does."""

    def __init__(self, browser, hub, student, bare):
        self.context = browser.new_context()
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        opened = f"lab/tree/{OnHub.folder}/{LESSON}"
        asked = {"repo": bare, "branch": "main", "targetpath": "course", "urlpath": opened}
        page.goto(f"{hub.url}hub/user-redirect/git-pull?{urlencode(asked, quote_via=quote)}")
        page.fill("#username_input", student)
        page.fill("#password_input", PASSWORD)
        page.click("#login_submit")
        page.wait_for_url(f"{hub.url}user/{student}/{opened}")
        page.close()
        lab = Lab(f"{hub.url}user/{student}/", hub.homes / student, hub.homes / student)
        self.app = App(self.context, lab)
        self.app.page.set_default_timeout(PATIENCE)


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with serve(tmp_path_factory.mktemp("hub"), STUDENTS) as hub:
        yield hub


@pytest.fixture(scope="module")
def at_work(browser, hub, tmp_path_factory):
    """Everybody's window and notebook, all of whose cells have run, all at the same time."""
    bare = tmp_path_factory.mktemp("course") / "course.git"
    repository.publish(bare, repository.course(), "The lessons")
    hub.start(*STUDENTS)
    windows = {student: Window(browser, hub, student, bare) for student in STUDENTS}
    notebooks = {student: OnHub(window.app, LESSON) for student, window in windows.items()}
    for notebook in notebooks.values():
        notebook.read(
            "void app.commands.execute('notebook:run-all-cells')"
            ".finally(() => { course.ranAll = true; })"
        )
    for notebook in notebooks.values():
        notebook.wait("all cells have run", "course.ranAll")
        notebook.raised_nothing()
    yield windows, notebooks
    for window in windows.values():
        window.context.close()


def dragged(notebook):
    """What a figure says at each place of its slider, as it is dragged along it."""
    for i in notebook.read(FIGURES):
        figure = Figure(notebook.outputs(i).locator(".live").first)
        if figure.root.count() and figure.sliders.count():
            break
    figure.reveal()
    last = int(figure.sliders.first.get_attribute("max"))
    values, told = [], []
    for _ in figure.drag([0, *range(1, last + 1), 0]):
        values.append(int(figure.sliders.first.input_value()))
        told.append(figure.says())
    return values, told, [*range(1, last + 1), 0]


def test_everybody_sees_every_place_and_no_error(at_work):
    seen = []
    for notebook in at_work[1].values():
        values, told, places = dragged(notebook)
        assert values == places and len(places) > 5
        assert len(set(told)) > len(places) / 2
        # A busy machine may let the first call for a kernel wait too long; JupyterLab calls again.
        assert [e for e in notebook.errors if not e.startswith("WebSocket connection to")] == []
        seen.append(told)
    assert all(one == seen[0] for one in seen)


def test_each_has_progress_of_their_own(at_work, hub):
    for number, notebook in enumerate(at_work[1].values(), 1):
        scratch = notebook.read("notebook.widgets.length - 1")
        notebook.read("void (notebook.activeCellIndex = argument)", scratch)
        notebook.read("app.commands.execute('notebook:insert-cell-below').then(() => null)")
        notebook.run(scratch + 1, f"from lessons import check\ncheck('1.{number}', lambda *x: 0);")
    for number, student in enumerate(STUDENTS, 1):
        path = hub.homes / student / OnHub.folder / "progress.json"
        tried = json.loads(path.read_text("utf-8"))["exercises"]
        assert [id for id in tried if id.startswith("1.")] == [f"1.{number}"]


def test_nobody_gets_into_another_s_server(at_work, hub):
    for student, window in at_work[0].items():
        other = STUDENTS[STUDENTS.index(student) - 1]
        for place in ("lab", "files/course/notebooks/progress.json", "api/contents"):
            page = window.context.new_page()
            answer = page.goto(f"{hub.url}user/{other}/{place}")
            assert answer.status in (403, 404), (student, other, place, answer.status)
            page.close()
