"""Exercise 7.5: promised and happened."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.digits import calibration

Three = tuple[np.ndarray, np.ndarray, np.ndarray]


def _bins_cases(rng: np.random.Generator) -> list[tuple]:
    """Two bins as in the example; four with answers on their edges, at 0 and at 1; five and ten,
    some of which are empty.  Shares of right answers and numbers differ from bin to bin."""
    two = _filled(rng, 2, (7, 4), (5, 1))
    p, right, _ = _filled(rng, 4, (3, 5, 2, 4), (2, 1, 1, 3))
    edges = np.array([0.0, 0.25, 0.5, 0.75, 1.0])  # exact: however it is counted, on the edge
    four = np.append(p, edges), np.append(right, [1, 0, 0, 0, 1]), 4
    return [
        two,
        four,
        _filled(rng, 5, (0, 3, 0, 4, 6), (0, 1, 0, 3, 2)),
        _filled(rng, 10, (1, 0, 2, 3, 0, 4, 5, 2, 6, 7), (0, 0, 1, 2, 0, 1, 4, 2, 3, 6)),
    ]


def _filled(
    rng: np.random.Generator, bins: int, numbers: tuple[int, ...], hits: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray, int]:
    """So many answers in each bin, in its lower half or so, and so many right ones among them."""
    pairs = [
        ((k + rng.uniform(0.05, 0.9)) / bins, j < hit)
        for k, (n, hit) in enumerate(zip(numbers, hits, strict=True))
        for j in range(n)
    ]
    p, right = np.array(pairs)[rng.permutation(len(pairs))].T
    return p.round(3), right.astype(int), bins


def _of(turn: Callable[..., object]) -> Callable:
    """Something else made of the three right arrays."""
    return lambda p, right, bins: turn(*calibration(p, right, bins))


def _sorted_in(
    bin_of: Callable[[np.ndarray, int], np.ndarray], empty: float = np.nan
) -> Callable[..., Three]:
    """The three arrays where the bin of each p is another; empty: what an empty bin says."""

    def answer(p, right, bins):
        k = bin_of(p, bins)
        inside = [k == one for one in range(bins)]
        means = [
            np.array([of[some].mean() if some.any() else empty for some in inside])
            for of in (p, right)
        ]
        return *means, np.array([some.sum() for some in inside])

    return answer


def _down(p: np.ndarray, bins: int) -> np.ndarray:
    """The bin of each p, one of its own for 1."""
    return np.floor(p * bins).astype(int)


def _own(p: np.ndarray, bins: int) -> np.ndarray:
    """The bin of each p."""
    return np.minimum(_down(p, bins), bins - 1)


def _lower(p: np.ndarray, bins: int) -> np.ndarray:
    """The bin of each p, the lower one for an edge, and none for 0."""
    return np.ceil(p * bins).astype(int) - 1


def _between_ends(p: np.ndarray, bins: int) -> np.ndarray:
    """Bins of equal width from the smallest p to the largest."""
    edges = np.linspace(p.min(), p.max(), bins + 1)
    return np.clip(np.digitize(p, edges) - 1, 0, bins - 1)


def _equally_many(p: np.ndarray, bins: int) -> np.ndarray:
    """Bins of as many answers each."""
    k = np.empty(len(p), dtype=int)
    for one, part in enumerate(np.array_split(np.argsort(p), bins)):
        k[part] = one
    return k


def _divided_by_all(promised: np.ndarray, happened: np.ndarray, count: np.ndarray) -> Three:
    share = count / count.sum()
    return np.nan_to_num(promised) * share, np.nan_to_num(happened) * share, count


def _full(promised: np.ndarray, happened: np.ndarray, count: np.ndarray) -> Three:
    """Of the bins that hold something."""
    return promised[count > 0], happened[count > 0], count[count > 0]


def _middles(promised: np.ndarray, happened: np.ndarray, count: np.ndarray) -> Three:
    return (np.arange(len(count)) + 0.5) / len(count), happened, count


EXERCISE = Exercise(
    id="7.5",
    title="Promised and happened",
    reference=calibration,
    example=(np.array([0.2, 0.4, 0.5, 0.7, 0.9]), np.array([0, 1, 1, 0, 1]), 2),
    cases=_bins_cases,
    right="Where the two agree, 0.9 means nine of ten. Happened above promised is a modest model,"
    " below it one that is too sure; and a bin of three answers says little either way.",
    hints=(
        "Into which of four bins from 0 to 1 does 0.6 fall, and how would you compute that?",
        "The bin of each p is (p * bins).astype(int), and bins − 1 where that would be bins. For"
        " bin k, `inside = bin_of == k` chooses its answers: p[inside].mean(), right[inside].mean()"
        " and inside.sum(). Begin with arrays full of nan.",
        "def calibration(p, right, bins):\n"
        "    promised, happened = np.full(bins, np.nan), np.full(bins, np.nan)\n"
        "    count = np.zeros(bins, dtype=int)\n"
        "    bin_of = np.minimum(..., bins - 1)\n"
        "    for k in range(bins):\n"
        "        inside = bin_of == ...\n"
        "        count[k] = ...\n"
        "        if count[k] > 0:\n"
        "            promised[k] = ...\n"
        "            happened[k] = ...\n"
        "    return promised, happened, count",
    ),
    mistakes=(
        Mistake(
            _sorted_in(_down),
            "You lost the answers with p = 1, whose bin would be number `bins`: they belong to the"
            " last one.",
        ),
        Mistake(
            _sorted_in(_lower),
            "You put a p on an edge into the lower bin, and lost p = 0: a bin begins with its lower"
            " edge, `p >= low`, and ends before its upper one.",
        ),
        Mistake(
            _sorted_in(lambda p, bins: np.maximum(_lower(p, bins), 0)),
            "You put a p on an edge into the lower bin: a bin begins with its lower edge,"
            " `p >= low`, and ends before its upper one.",
        ),
        Mistake(
            _sorted_in(_own, 0.0),
            "You wrote 0 for an empty bin, as if nothing in it had been right: it promised nothing,"
            " so write `np.nan`.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (np.nan_to_num(promised), happened, count)),
            "You wrote 0 for what an empty bin promised: it promised nothing, so write `np.nan`.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, np.nan_to_num(happened), count)),
            "You wrote 0 for what happened in an empty bin, as if all had been wrong: nothing"
            " happened, so write `np.nan`.",
        ),
        Mistake(
            _of(_full),
            "You left the empty bins out: each bin keeps its place, with `np.nan`, `np.nan` and 0.",
        ),
        Mistake(
            _of(_middles),
            "You returned the middle of each bin as promised: the mean of the p that lie in it is"
            " asked for.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (
                np.where(count, _middles(promised, happened, count)[0], np.nan), happened, count)),
            "You returned the middle of a bin as promised: the mean of the p that lie in it is"
            " asked for.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (
                np.arange(len(count)) / len(count), happened, count)),
            "You returned the lower edge of each bin as promised: the mean of the p that lie in it"
            " is asked for.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (happened, promised, count)),
            "You exchanged promised and happened: the mean p comes first.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (count, promised, happened)),
            "You returned the counts first: promised, happened, count.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, happened * count, count)),
            "You counted the right answers of a bin: divide by how many answers it holds.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (
                promised, np.nan_to_num(happened) * count, count)),
            "You counted the right answers of each bin: divide by how many answers it holds.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised * count, happened * count, count)),
            "You added up what lies in a bin: divide by how many answers it holds.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (
                np.nan_to_num(promised) * count, np.nan_to_num(happened) * count, count)),
            "You added up what lies in each bin: divide by how many answers it holds.",
        ),
        Mistake(
            _of(_divided_by_all),
            "You divided by the number of all answers: a bin is divided by how many it holds"
            " itself.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (
                *(np.where(count, part, np.nan)
                  for part in _divided_by_all(promised, happened, count)[:2]), count)),
            "You divided by the number of all answers where a bin holds some: divide by how many it"
            " holds itself.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, happened, count / count.sum())),
            "You returned the share of answers in each bin: return how many there are.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, happened - promised, count)),
            "You returned the difference of happened and promised: return both as they are.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, promised - happened, count)),
            "You returned the difference of promised and happened: return both as they are.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, 1 - happened, count)),
            "You returned the share of wrong answers: return that of the right ones.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, happened, happened * count)),
            "You counted the right answers in place of all: the third is how many answers a bin"
            " holds.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (
                promised, happened, np.nan_to_num(happened * count))),
            "You counted the right answers of each bin in place of all: the third is how many"
            " answers it holds.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, happened, np.cumsum(count))),
            "You added the counts of earlier bins: each bin counts its own.",
        ),
        Mistake(
            _of(lambda promised, happened, count: (promised, happened)),
            "You returned two arrays: the count of each bin is the third.",
        ),
        Mistake(
            _of(lambda promised, happened, count: np.stack([promised, happened, count], axis=1)),
            "You returned three numbers for each bin: return three arrays, one number a bin.",
        ),
        Mistake(
            _of(lambda promised, happened, count: tuple(
                part[::-1] for part in (promised, happened, count))),
            "You began with the highest bin: the first one holds p from 0 up.",
        ),
        Mistake(
            _sorted_in(_between_ends),
            "You made bins from the smallest p to the largest: they run from 0 to 1, whatever"
            " comes.",
        ),
        Mistake(
            _sorted_in(_equally_many),
            "You made bins of equally many answers: they have equal *width*, so some hold many and"
            " some none.",
        ),
        Mistake(
            _sorted_in(lambda p, bins: np.minimum(np.round(p * bins).astype(int), bins - 1)),
            "You rounded to the nearest whole number, so half of each bin went into the next:"
            " `astype(int)` cuts off what is behind the point.",
        ),
        Mistake(
            _sorted_in(lambda p, bins: np.round(p * (bins - 1)).astype(int)),
            "You rounded p · (bins − 1), which makes the bins at both ends half as wide: cut"
            " p · bins off behind the point.",
        ),
        Mistake(
            _sorted_in(lambda p, bins: (p * (bins - 1)).astype(int)),
            "You multiplied by bins − 1, so the last bin holds p = 1 alone: multiply by `bins`.",
        ),
        Mistake(
            lambda p, right, bins: calibration(p, right, 2),
            "You made two bins whatever `bins` is: use the number that your function is given.",
        ),
        Mistake(
            lambda p, right, bins: calibration(p, right, 10),
            "You made ten bins whatever `bins` is: use the number that your function is given.",
        ),
        Mistake(
            lambda p, right, bins: (
                np.where(calibration(p, right, bins)[2], p.mean(), np.nan),
                *calibration(p, right, bins)[1:],
            ),
            "You took the mean of all p in every bin: `p[inside]` are those of one.",
        ),
        Mistake(
            lambda p, right, bins: (
                calibration(p, right, bins)[0],
                np.where(calibration(p, right, bins)[2], right.mean(), np.nan),
                calibration(p, right, bins)[2],
            ),
            "You took the accuracy of all answers in every bin: `right[inside]` are those of one.",
        ),
    ),
)
