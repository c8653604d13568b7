"""One colour, one meaning: the tracks of all lessons take their colours from their phrases."""

import pytest

from course_utils.errors import InputError
from course_utils.pictures import REGIMES
from lessons.catalogue import builders
from lessons.regimes import PHRASES, colors_of
from tests.lessons.built import made


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
