"""What the tracks of the lessons' sliders say, and which of the course's regimes each phrase means.

The colour belongs to the regime, so that it means the same in every lesson.
"""

from __future__ import annotations

from collections.abc import Iterable

from course_utils.errors import InputError
from course_utils.pictures import REGIMES

PHRASES = {
    "too slow": (
        "creeps along the floor",
        "far from the rule",
        "mean too slow, sum arrives",
        "mean too slow, sum too slow",
        "not all three right yet",
        "not there yet",
        "poor on both",
        "still falling",
    ),
    "arrives": (
        "about as good on both",
        "all three right",
        "arrived",
        "arrives",
        "arrives in one step",
        "at the rule",
        "comes closer from one side",
        "converges",
        "falls steadily",
        "mean arrives, sum arrives",
        "near the rule",
        "settles within 100 epochs",
        "within 0.001 of the lowest loss",
    ),
    "overshoots": (
        "better on these than on new ones",
        "changes sides and converges",
        "overshoots and converges",
        "rolls past",
    ),
    "swings": ("still swinging", "swings for ever"),
    "diverges": (
        "beyond the limit",
        "changes sides and diverges",
        "diverges",
        "far better on these than on new ones",
        "loss above its start",
        "mean arrives, sum too far",
    ),
}
_REGIME = {phrase: regime for regime, phrases in PHRASES.items() for phrase in phrases}


def colors_of(phrases: Iterable[str]) -> list[str]:
    """The colours of the phrases of a track, each once, in the order in which they come.

    Raises InputError for a phrase that stands for no regime.
    """
    distinct = dict.fromkeys(phrases)
    if unknown := [phrase for phrase in distinct if phrase not in _REGIME]:
        raise InputError(
            f"phrases: expected what lessons.regimes names, got {unknown[0]!r}; say there which"
            f" regime it means."
        )
    return [REGIMES[_REGIME[phrase]] for phrase in distinct]
