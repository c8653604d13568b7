"""For how many wrong answers that no known mistake explains a check finds the line, and how long it
looks: over all answers that the tests hold, written blind or not."""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from checks.lines import Found, find, search
from checks.trying import run as try_on
from tests.lessons import blind
from tests.lessons.answers import STYLES, WRONG
from tests.lessons.judged import judge

ANSWERS = [(id, source) for id, *_, source in blind.WRONG] + [(id, body) for id, body, *_ in WRONG]


def run() -> list[dict]:
    """Shares of the answers, and seconds of computing for each of them."""
    patience, search.PATIENCE = search.PATIENCE, 100  # a busy machine changes nothing
    looked = list(_looked())
    search.PATIENCE = patience
    named = [len(found.lines) + len(set(found.missing)) for found, _ in looked if found]
    seconds = sorted(spent for _, spent in looked)
    share = 100 / len(looked)
    late = seconds[int(0.95 * len(seconds))]
    return [
        _row("unexplained wrong answers", len(looked), "", None, "at least"),
        _row("of these with lines named", share * len(named), "%", 90, "at least"),
        _row("with one or two", share * sum(n < 3 for n in named), "%", 75, "at least"),
        _row("median search", median(seconds), "s", None),
        _row("search that 95% do not exceed", late, "s", None),
        _row("longest search, a training", seconds[-1], "s", search.OF_SLOW_ONES + 0.1),
    ]


def _looked() -> Iterator[tuple[Found | None, float]]:
    """What is found of each answer that a check would look at, and the seconds it took."""
    for id, source in ANSWERS:
        known, again, answer = judge(id, 0), judge(id, 1), blind.answer(id, source)
        verdict = known.verdict(try_on(known.exercise, answer, known.cases))
        told = verdict.case is None or verdict.kind.startswith("mistake")
        if verdict.state == "wrong" and not told:
            begun = time.process_time()
            found = find(known, again, answer, STYLES.get(id, ()))
            yield found, time.process_time() - begun


def _row(what: str, value: Any, unit: str, limit: float | None, bound: str = "at most") -> dict:
    return {"what": what, "value": value, "unit": unit, "limit": limit, "bound": bound}
