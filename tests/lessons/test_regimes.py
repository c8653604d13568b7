"""One colour, one meaning: the tracks of all lessons take their colours from their phrases."""

import pytest

from course_utils.errors import InputError
from course_utils.pictures import REGIMES
from lessons.catalogue import builders
from lessons.regimes import PHRASES, colors_of
from tests.lessons.built import made

# Where vermilion stands beside a track on which it means that a run diverges, and means another
# thing: in how many artists it is a second series', or a boundary's on ground of two other colours.
OTHERS = {"2-quadratic-fit": 2, "4-two-features": 1, "5-calibration": 4}


@pytest.mark.slow
def test_beside_a_track_nothing_else_has_the_colour_of_what_diverges():
    vermilion, found = REGIMES["diverges"].lower(), {}
    for live in map(made, builders()):
        if any(vermilion in field["colors"] for field in live._regimes.values()):
            styles = (artist["style"] for artist in live._artists)
            count = sum(vermilion in (style["stroke"], style["fill"]) for style in styles)
            found |= {live.name: count} if count else {}
    assert found == OTHERS


@pytest.mark.slow
def test_a_phrase_has_the_same_colour_in_every_lesson():
    seen = {}
    for build in builders():
        for field in made(build)._regimes.values():
            for text, color in zip(field["texts"], field["colors"], strict=True):
                assert seen.setdefault(text, color) == color
    # Each phrase is used, so that none is kept for a figure that is gone.
    assert set(seen) == {phrase for phrases in PHRASES.values() for phrase in phrases}
    for regime, phrases in PHRASES.items():
        assert {seen[phrase] for phrase in phrases} == {REGIMES[regime].lower()}


def test_no_two_regimes_share_a_colour():
    assert len(set(REGIMES.values())) == len(REGIMES) == len(PHRASES)


def test_a_phrase_without_a_regime_is_refused():
    with pytest.raises(InputError, match="^phrases: expected .* got 'goes up in smoke'"):
        colors_of(["arrives", "goes up in smoke"])
