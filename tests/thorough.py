"""Whether the tests look everywhere, or where each kind of fault shows at least once.

`make test` looks at a choice of lessons, positions and seeds; `make test THOROUGH=1` at all of
them.  This is the one place that knows: a test asks `thinned(all, few)` what to run over, and
names the few that stand for the rest.
"""

import os
import random
from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")

THOROUGH = os.environ.get("THOROUGH", "") not in ("", "0")


def thinned(every: Iterable[T], few: int | Sequence[T]) -> list[T]:
    """All of them when THOROUGH is set, else a few.

    few: those that stand for the rest; or how many: both ends, and between them a choice drawn
    by lot, the same one in every run.  Raises ValueError where one of the few is none of all, so
    that a name which has changed cannot leave a test with nothing to look at.
    """
    every = list(every)
    if not isinstance(few, int):
        if strangers := [one for one in few if one not in every]:
            raise ValueError(f"{strangers} are none of {every}")
        few = list(few)
    elif few < 2:
        raise ValueError(f"both ends are two, and few is {few}")
    elif few >= len(every):
        few = every
    else:
        inner = sorted(random.Random(0).sample(range(1, len(every) - 1), few - 2))
        few = [every[0], *(every[i] for i in inner), every[-1]]
    if every and not few:
        raise ValueError("nothing would be looked at")
    return every if THOROUGH else few
