"""Exercise 7.3: three parts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.digits import split

Parts = tuple[np.ndarray, ...]


def _split_cases(rng: np.random.Generator) -> list[tuple]:
    """Parts of different sizes, of which now one is the largest and now another; the first sizes
    are those of the example."""
    cases = []
    for n, learn, choose in ((6, 3, 2), (12, 5, 3), (9, 2, 3), (11, 3, 2)):
        order = rng.permutation(n)
        while (order == np.arange(n)).any() or (np.diff(order[: learn + 1]) > 0).all():
            order = rng.permutation(n)
        cases.append((order, learn, choose))
    return cases


def _cut(
    first: Callable[[np.ndarray, int, int], np.ndarray] = lambda o, a, b: o[:a],
    second: Callable[[np.ndarray, int, int], np.ndarray] = lambda o, a, b: o[a : a + b],
    third: Callable[[np.ndarray, int, int], np.ndarray] = lambda o, a, b: o[a + b :],
) -> Callable[..., Parts]:
    """The three parts, each of the order, learn and choose."""
    return lambda order, learn, choose: tuple(
        part(order, learn, choose) for part in (first, second, third)
    )


def _of(turn: Callable[[np.ndarray], np.ndarray]) -> Callable[..., Parts]:
    """The parts of another order."""
    return lambda order, learn, choose: split(turn(order), learn, choose)


def _chosen(*places: int) -> Callable[..., Parts]:
    """Some of the right parts."""
    return lambda order, learn, choose: tuple(split(order, learn, choose)[k] for k in places)


EXERCISE = Exercise(
    id="7.3",
    title="Three parts",
    reference=split,
    example=(np.array([4, 0, 5, 2, 1, 3]), 3, 2),
    cases=_split_cases,
    right="Shuffled once and cut twice, so no picture is in two parts. What was chosen by one part"
    " can be judged by the next, which has never been looked at.",
    hints=(
        "Where does the second part begin, and where does it end?",
        "`order[a:b]` holds the positions from a up to, but not including, b. The second part runs"
        " from learn to learn + choose, and the third from there to the end.",
        "def split(order, learn, choose):\n"
        "    end = ...\n"
        "    return order[:learn], order[...:end], order[...]",
    ),
    mistakes=(
        Mistake(
            _cut(third=lambda o, a, b: o[a:]),
            "You put positions into two parts, and the judges must not see what you choose by: the"
            " third part begins where the second ends, at learn + choose.",
            misconception=23,
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[:b]),
            "You put positions into two parts, and choose by pictures that you learned from: the"
            " second part begins at `learn`.",
            misconception=20,
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[:b], third=lambda o, a, b: o[b:]),
            "You cut the second and third part from the beginning again, so pictures are in two"
            " parts: go on behind the first `learn`.",
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[a:b], third=lambda o, a, b: o[b:]),
            "You took `choose` for a position: it is how many, so the second part ends at"
            " learn + choose.",
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[a:b]),
            "You let the second part end at position `choose`: it has `choose` positions, and ends"
            " at learn + choose.",
        ),
        Mistake(
            _cut(first=lambda o, a, b: o),
            "You learn from everything, also from what you choose and are judged by: that is in two"
            " parts, and looks better than it is.",
            misconception=20,
        ),
        Mistake(
            _cut(first=lambda o, a, b: o[: a + b]),
            "You learn from what you choose by, too: the first part ends at `learn`.",
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[a:]),
            "You choose by everything behind the first part, the judges' included: the second part"
            " ends at learn + choose.",
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[a + 1 : a + b + 1], third=lambda o, a, b: o[a + b + 1 :]),
            "You lost the position behind the first part: a slice ends *before* its second number,"
            " so the next one begins with that very number.",
        ),
        Mistake(
            _cut(
                second=lambda o, a, b: o[a + 1 : a + b], third=lambda o, a, b: o[a + b + 1 :]
            ),
            "You lost a position at each cut: a slice ends *before* its second number, so the next"
            " one begins with that very number.",
        ),
        Mistake(
            _cut(second=lambda o, a, b: o[a + 1 : a + b]),
            "You lost the position at the first cut: a slice ends *before* its second number, so"
            " the next one begins with that very number.",
        ),
        Mistake(
            _cut(third=lambda o, a, b: o[a + b + 1 :]),
            "You lost the position at the second cut: a slice ends *before* its second number, so"
            " the next one begins with that very number.",
        ),
        Mistake(
            _cut(third=lambda o, a, b: o[a + b : -1]),
            "You lost the last position: `order[start:]`, with nothing behind the colon, goes to"
            " the end.",
        ),
        Mistake(
            _cut(third=lambda o, a, b: o[-b:]),
            "You took as many judges as `choose` says: they are all the rest.",
        ),
        Mistake(
            _cut(third=lambda o, a, b: o[a + b : a + 2 * b]),
            "You gave the judges no more than `choose`: they are all the rest, and none may get"
            " lost.",
        ),
        Mistake(
            _of(lambda order: np.arange(len(order))),
            "You cut the positions as they lie in the file, where neighbours are alike: cut `order`"
            " as it comes, shuffled, and do not sort it.",
        ),
        Mistake(
            lambda order, learn, choose: tuple(map(np.sort, split(order, learn, choose))),
            "You sorted each part: leave the positions as they come.",
        ),
        Mistake(
            _of(lambda order: order[::-1]),
            "You cut from the end: the first positions of `order` are to learn from.",
        ),
        *(
            Mistake(
                _of(lambda order, seed=seed: np.random.default_rng(seed).permutation(order)),
                f"You shuffled again, with the seed {seed}: `order` is shuffled already, leave it"
                " as it comes.",
            )
            for seed in (0, 1, 42)
        ),
        Mistake(
            _of(lambda order: np.random.default_rng(0).permutation(len(order))),
            "You drew an order of your own: cut the one that your function is given.",
        ),
        Mistake(
            _chosen(0, 2, 1),
            "You exchanged the second part and the third: to learn, to choose, to be judged by.",
        ),
        Mistake(
            _chosen(2, 1, 0),
            "You returned the parts from the last to the first: to learn, to choose, to be judged"
            " by.",
        ),
        Mistake(
            _chosen(1, 0, 2),
            "You exchanged the first part and the second: to learn, to choose, to be judged by.",
        ),
        Mistake(
            _chosen(0, 1),
            "You returned two parts: return all three, the rest is to be judged by.",
        ),
        Mistake(
            _chosen(0, 2),
            "You returned two parts, without those to choose by: return all three.",
        ),
        Mistake(
            lambda order, learn, choose: (
                order[:learn],
                np.concatenate(split(order, learn, choose)[1:]),
            ),
            "You cut once, into two parts: those to choose by and those to be judged by are two.",
        ),
        Mistake(
            lambda order, learn, choose: tuple(map(len, split(order, learn, choose))),
            "You returned how many there are in each part: return the positions themselves.",
        ),
        Mistake(
            _cut(lambda o, a, b: o[:3], lambda o, a, b: o[3:5], lambda o, a, b: o[5:]),
            "You cut at the places of the example: use the `learn` and `choose` that your function"
            " is given.",
        ),
    ),
)
