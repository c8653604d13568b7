"""Where a run diverges its picture shows it: no panel holds nothing but marks at its edges."""

import numpy as np
import pytest

from lessons import catalogue
from lessons.regimes import PHRASES
from tests.lessons.built import built
from tests.livefigure.live_examples import some_positions

pytestmark = pytest.mark.slow  # builds every figure

DIVERGES = {*PHRASES["diverges"]}
MANY = 40  # positions of a figure that are looked at, if not all
STEPS = 3  # places a run must have for its panel to show how it goes on


def diverges(live, at):
    """Whether the run diverges, and not only at the first position of its slider that does: there
    it grows so slowly that its picture is level."""
    place = live._position_of(at)
    for control, field in live._regimes.items():
        which = list(live._controls).index(control)
        before = (*place[:which], max(0, place[which] - 1), *place[which + 1 :])
        if {live._say(field, place), live._say(field, before)} <= DIVERGES:
            return True
    return False


@pytest.fixture(
    params=catalogue.builders(),
    ids=lambda build: f"{build.__module__.split('.')[1]}-{build.__name__}",
)
def live(request):
    return built(request.param)


def test_no_panel_is_left_to_its_marks(live):
    for _, at in some_positions(live, MANY):
        marks, seen = set(), set()
        for artist, shapes in zip(live._spec["artists"], live.shapes_at(**at), strict=True):
            for shape in shapes:
                marks |= {artist["axes"]} if shape["marks"] else set()
                box = live._spec["panels"][artist["axes"]]["box"]
                if inside(shape["points"], box).any():
                    seen.add(artist["axes"])
        assert marks <= seen, f"{at}: nothing but marks"


def inside(points, box):
    """Which of the places (x, y) of a shape, shape (n, 2 or 4), lie in its box."""
    left, top, right, bottom = box
    x, y = np.moveaxis(np.array(points, float).reshape(-1, 2), -1, 0)
    return (x >= left - 1) & (x <= right + 1) & (y >= top - 1) & (y <= bottom + 1)


def test_a_run_that_diverges_fills_the_picture(live):
    for _, at in some_positions(live, MANY):
        if not diverges(live, at):
            continue
        share = []
        for artist, shapes in zip(live._spec["artists"], live.shapes_at(**at), strict=True):
            _, top, _, bottom = box = live._spec["panels"][artist["axes"]]["box"]
            for shape in shapes if artist["kind"] in ("line", "segments") else ():
                points = np.array(shape["points"], float).reshape(-1, 2)
                seen = points[inside(points, box)]
                if len(seen) >= STEPS:
                    share.append(np.ptp(seen[:, 1]) / (bottom - top))
        assert not share or max(share) > 1 / 3, f"{at}: at most {max(share):.2f} of the height"
