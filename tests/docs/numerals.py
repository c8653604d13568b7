"""Where the numerals of the pages in docs/ come from.

A page is cut at its headings; each part has a table as `tests.notebooks.numerals` explains.  Three
kinds of sources have a helper: what a figure says where its controls stand (`shows`), what a known
mistake of an exercise answers to the printed example (`mistaken`), and what a lesson says itself,
in whose own table the numeral has its function (`lesson`).
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from functools import cache
from math import isfinite, nan

import numpy as np
import torch

from course_utils import data, descent
from course_utils.sweep import scale, sweep
from lessons import course
from lessons.catalogue import builders
from lessons.misconceptions import BELIEFS
from tests.lessons.built import built
from tests.lessons.lesson4.numerals import unseen
from tests.notebooks.numerals import GIVEN, agrees, numerals
from tests.notebooks.rules import grading, lesson_paths
from tools.notebooks import read

Table = dict[str, str | Callable[[], float]]


def given(text: str) -> Table:
    return dict.fromkeys(text.split(), GIVEN)


def value(numeral: str) -> float:
    """A numeral's own number."""
    return float(numeral.replace(",", ""))


# What a figure says


@cache
def figure(name: str):
    return next(live for live in map(built, builders()) if live.name == name)


def says(name: str, **position) -> str:
    """A figure's sentences with its controls at the values nearest to these."""
    controls = figure(name)._controls
    near = {
        key: min(controls[key].values, key=lambda own, at=at: abs(own - at))
        if isinstance(at, int | float)
        else at
        for key, at in position.items()
    }
    return figure(name).text_at(**near)


def shows(text: str, name: str, **position) -> Table:
    """Numerals that a figure says there."""

    def source(numeral: str) -> Callable[[], float]:
        def look() -> float:
            there = [shown.replace(",", "") for shown in numerals(says(name, **position))]
            return value(numeral) if numeral.replace(",", "") in there else nan

        return look

    return {numeral: source(numeral) for numeral in text.split()}


# What people answer


@cache
def answers(id: str) -> tuple[float, ...]:
    """All numbers that the reference and the known mistakes answer to the printed example."""
    exercise, found = course[id], []
    for function in (exercise.reference, *(mistake.answer for mistake in exercise.mistakes)):
        with np.errstate(all="ignore"):
            try:
                found += np.ravel(np.asarray(function(*exercise.example), dtype=float)).tolist()
            except (TypeError, ValueError, RuntimeError):
                continue
    return tuple(number for number in found if isfinite(number))


def mistaken(id: str, text: str) -> Table:
    """Numerals that a known mistake answers, or the right answer beside it."""

    def source(numeral: str) -> Callable[[], float]:
        return lambda: next((own for own in answers(id) if agrees(numeral, own)), nan)

    return {numeral: source(numeral) for numeral in text.split()}


# What a lesson says


def lesson(number: int, text: str) -> Table:
    """Numerals for which the lesson's own table has a function, in whichever of its cells."""

    def source(numeral: str) -> Callable[[], float]:
        def look() -> float:
            cells = importlib.import_module(f"tests.lessons.lesson{number}.numerals").TABLE
            found = [own[numeral] for own in cells.values() if own.get(numeral, GIVEN) != GIVEN]
            return next((n for n in (f() for f in found) if agrees(numeral, n)), nan)

        return look

    return {numeral: source(numeral) for numeral in text.split()}


@cache
def notebook(number: int):
    return read(next(path for path in lesson_paths() if path.stem.startswith(f"0{number}")))


def minutes(number: int) -> int:
    """How long a lesson says that it takes."""
    texts = " ".join(cell["source"] for cell in notebook(number)["cells"][:3])
    return int(re.search(r"takes about (\d+)\s+minutes", texts)[1])


def points(number: int) -> int:
    return sum(grading(cell).get("points", 0) for cell in notebook(number)["cells"])


def tasks(number: int) -> int:
    marked = (grading(cell).get("grade") for cell in notebook(number)["cells"])
    return sum(map(bool, marked))


LESSONS = range(1, len(lesson_paths()))


def sessions(number: int) -> int:
    """Of 90 minutes: two where a lesson has a break halfway."""
    return 2 if number == 5 else 1


def total(own: Callable[[int], int]) -> int:
    return sum(map(own, LESSONS))


def after_02(text: str) -> Table:
    """The rates of lesson 2's slider, which must follow each other as they are listed."""
    wanted = [value(numeral) for numeral in text.split()]

    def look(numeral: str) -> float:
        rates = figure("2-learning-rate")._controls["lr"].values
        begin = rates.index(wanted[0])
        near = np.round(rates[begin : begin + len(wanted)], 4).tolist() == wanted
        return value(numeral) if near else nan

    return {numeral: (lambda numeral=numeral: look(numeral)) for numeral in text.split()}

# Lesson by lesson

XS, YS = data.study_scores()
TUMOURS = data.tumours()[1]  # 1 where malignant


def cost(w: float, b: float = 0.0) -> float:
    return float(np.mean((w * XS + b - YS) ** 2))


def area(w: float) -> float:
    return float(np.sum((w * XS - YS) ** 2))


def factor(lr: float, curvature: float = 28 / 3) -> float:
    return 1 - lr * curvature


def arrived(lr: float) -> int:
    """The first step from which on w is within 0.000001 of 2."""
    walk = descent.path(lambda w: 28 / 3 * (w - 2), 1.0, lr, 200)
    return int(np.flatnonzero(np.abs(walk - 2) >= 1e-6)[-1]) + 1


def slope(w: float) -> float:
    return 28 / 3 * (w - 2)


def swings(epochs: int) -> float:
    return round(float(descent.path(slope, 1.0, 3 / 14, epochs)[-1]), 6)


def overflows(step: int) -> bool:
    """Whether the float32 run of `2-overflow` first shows inf or nan in cost or w at this step."""
    before, now = says("2-overflow", step=step - 1), says("2-overflow", step=step)
    words = [text.split("in float64")[0].split(", in float32 ")[-1] for text in (before, now)]
    kinds = [("inf" in word, "nan" in word, "w and" in word) for word in words]
    return kinds[0] != kinds[1]


def at_40() -> str:
    return says("3-two-losses", z=40, y="failed (y = 0)")


def jumps(lr: float) -> bool:
    """Whether the run of `6-budget` at this rate keeps jumping, at every budget from 100 on."""
    found = {"keeps jumping" in says("6-budget", lr=lr, epochs=n) for n in (100, 300, 1000, 3000)}
    return found == {True}


@cache
def playground(students: int, epochs: int) -> tuple[np.ndarray, np.ndarray]:
    """The rates of lesson 6's playground, and its five classes' final losses at each."""
    rates, ends = torch.logspace(-2, 2, 25), []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        hours = 20 * rng.random(students)
        passed = rng.random(students) < 1 / (1 + np.exp(-0.5 * (hours - 6)))
        x, y = torch.tensor(scale(hours, hours)).float(), torch.tensor(passed).float()
        ends.append(sweep(x, y, rates, epochs)[-1].numpy())
    return rates.numpy(), np.array(ends)


def median_at(rate: float, epochs: int = 100) -> float:
    rates, ends = playground(100, epochs)
    return float(np.median(ends, axis=0)[np.abs(np.log(rates / rate)).argmin()])


def good(students: int, epochs: int, side: int) -> float:
    """The first (0) or the last (-1) rate whose median is within 0.001 of the lowest median."""
    rates, ends = playground(students, epochs)
    middle = np.median(ends, axis=0)
    return float(rates[middle <= middle.min() + 0.001][side])


ONE_TO_TEN = 10 ** np.linspace(0, 1, 7)


def band(rate: float, highest: bool) -> float:
    """Where the band of the five classes ends at a rate; nan if not at rates 1 and 10 alike."""
    rates, ends = playground(100, 100)
    one, ten = (ends[:, np.abs(np.log(rates / r)).argmin()] for r in (1, 10))
    edge = np.max if highest else np.min
    return float(edge(one)) if abs(edge(one) - edge(ten)) < 0.005 else nan


TEACHING: dict[str, Table] = {
    "Before the first session": given("3 4 6 7 90 1 2")  # lesson, minutes and number of sessions
    | {str(own(n)): (lambda own=own, n=n: own(n))
       for own in (minutes, tasks, points) for n in LESSONS}
    | {str(total(own)): (lambda own=own: total(own))
       for own in (minutes, sessions, tasks, points)},
    "How to run a session": given("2") | after_02("0.2 0.21 0.2143"),
    "Lesson 1 · Trying every w": given("1.1 1.2 1.3 1.4 1.5 1 2 3 4 8 6 0 1.0 10 15 20 90")
    | {
        "50": lambda: minutes(1),
        "14.00": lambda: area(1) if area(1) == area(3) else nan,
        "4.67": lambda: cost(1) if cost(1) == cost(3) else nan,
        "41": lambda: len(np.linspace(0, 4, 41)),
        "82": lambda: 2 * 41,
        "1681": lambda: 41**2,
    }
    | shows("0.00", "1-weight-and-bias", w=1.5, b=1) | {"2": lambda: 2 + cost(2)}
    | shows("0.17", "1-weight-and-bias", w=2, b=0)
    | shows("1.9 0.2 0.11", "1-weight-and-bias", w=1.9, b=0.2)
    | mistaken("1.1", "3.5") | mistaken("1.2", "3.5 1.17") | mistaken("1.3", "0.0")
    | mistaken("1.5", "40"),
    "Lesson 2 · Downhill": given("2.1 2.2 2.3 2.4 2.5 1 2 3 4 5 6 7 8 19 0.000001 0.05 0.2 0.107")
    | given("0.2143 0.22 0.15 1.7 0.5 0.1 2.03 2.00 0 ² 100 10 20 25")
    | given("90 0.17 0.6") | {"95": lambda: minutes(2), "28/3": lambda: 2 * np.mean(XS**2)}
    | {"-0.87": lambda: factor(0.2), "-0.4": lambda: factor(0.15), "3/14": lambda: 2 / (28 / 3)}
    | {"22": lambda: arrived(0.05), "97": lambda: arrived(0.2), "3": lambda: arrived(0.107)}
    | {"16": lambda: arrived(0.15)}
    | shows("-178.5", "2-learning-rate", lr=0.22, cost="mean")
    | shows("0.07143", "2-learning-rate", lr=0.07143, cost="sum")
    | shows("1.5", "2-curvature", lr=1.5, a=1.0)
    | shows("0.00001 1.8 889", "2-quadratic-fit", lr=0.1, epoch=889)
    | {"3.2": lambda: 3 - 0.1 * 2 * np.mean(0 * XS + 3 - YS)}  # b after a step from w = 0, b = 3
    | shows("73", "2-valley", hours="raw", lr=0.1)
    | shows("10", "2-valley", hours="centred", lr=0.6)
    | shows("0.054 40", "2-valley", hours="raw", lr=0.17)
    | shows("2.0 0.03 23", "2-search-and-descent", best=2.03)
    | {n: (lambda n=n: value(n) if overflows(int(n)) else nan) for n in ("21", "42", "43")}
    | {"1000": lambda: 1000 if swings(1000) == 1 else nan}
    | {"-9.33": lambda: slope(1), "10.33": lambda: 1 - slope(1)}
    | {"1.47": lambda: 1 - 0.05 * slope(1)}
    | mistaken("2.1", "-4.67 -28") | mistaken("2.2", "0.53") | mistaken("2.3", "1.919")
    | mistaken("2.4", "1.176 0.294") | mistaken("2.5", "-13.5"),
    "Lesson 3 · From a score to a probability": given("3.1 3.2 3.3 3.4 3.5 4.4 1 2 3 4 8 12 13 16")
    | given("17 0 -8 -6 0.1 0.8 5 10 15 20 90 1000")
    | {"75": lambda: minutes(3), "40": lambda: 40 if "would be inf" in at_40() else nan}
    | shows("-0.5000 -0.2500", "3-two-losses", z=0, y="passed (y = 1)")
    | shows("0.0003 0.9993 -0.9997 -0.0007", "3-two-losses", z=-8, y="passed (y = 1)")
    | lesson(3, "9 1507 154")
    | shows("0.684 0.8", "3-sum-or-mean", lr=0.1) | shows("1.21", "3-sum-or-mean", lr=1.21)
    | shows("0.5", "3-weight-and-bias", w=2, b=-6)
    | {"6": lambda: 6 if "6.00 hours" in says("3-weight-and-bias", w=1, b=-6) else nan}
    | shows("0.5514", "3-three-logits", z=20, times="twice")
    | shows("0.0000", "3-three-logits", z=20, times="once")
    | mistaken("3.5", "1.4521 1.2051 4.356") | mistaken("3.3", "0.734 0.367")
    | mistaken("3.2", "-2"),
    "Lesson 4 · Logistic regression by hand": given("4.1 4.2 4.3 4.4 4.5 1 2 3 4 5 7 8 9 11 12 14")
    | given("15 18 0 100 0.01 0.001 0.8 -5 10 20 90 1000 10,000 100,000")
    | given("4.6 21 80 82 99 0.1 0.9") | {"90": lambda: minutes(4), "0.98": lambda: value("0.980")}
    | shows("316 0.625 0.531", "4-three-students", lr=0.01, epoch=316)
    | shows("359 0.616 0.541", "4-three-students", lr=0.01, epoch=359)
    | shows("0.516 0.671", "4-three-students", lr=0.01, epoch=1000)
    | shows("0.183 0.980", "4-three-students", lr=0.01, epoch=10000)
    | {"0.544": lambda: unseen(1000)[1]} | lesson(4, "0.427")
    | shows("82.9", "4-two-features", lr=0.001, epoch=100)
    | shows("99.1", "4-two-features", lr=1, epoch=100)
    | shows("0.642", "4-forgotten-zero", gradients="not zeroed", epoch=4)
    | shows("0.692", "4-forgotten-zero", gradients="not zeroed", epoch=8)
    | shows("0.647", "4-forgotten-zero", gradients="zeroed", epoch=8)
    | shows("0.693", "4-forgotten-zero", gradients="zeroed", epoch=0)
    | shows("1.109 -2.683 8", "4-threshold", threshold=0.5)
    | shows("7", "4-threshold", threshold=0.8)
    | shows("-0.0650 -0.0886", "4-three-gradients", w=1, nudge=1)
    | shows("61 357", "4-tumours", threshold=0.9) | shows("5 69", "4-tumours", threshold=0.1)
    | {"569": lambda: len(TUMOURS), "62.7": lambda: 100 * np.mean(TUMOURS == 0)}
    | mistaken("4.1", "0.5") | mistaken("4.2", "0.067 -0.067")
    | mistaken("4.4", "2.5 3.19") | mistaken("4.5", "0.5 0.75"),
    "Lesson 6 · The learning-rate lab": given("6.1 6.2 6.3 6.4 6.5 6.6 1 2 3 4 6 8 13 19 22")
    | given("10 15 20 90 0.1 0.02 0.2 0.001 1000 3000 0.5 0.9 0.99 -10 300")
    | {"100": lambda: minutes(6)}
    | shows("0.400", "6-budget", lr=0.1, epochs=100)
    | shows("0.343 0.001", "6-budget", lr=0.1, epochs=1000)
    | {n: (lambda n=n: value(n) if jumps(value(n)) else nan) for n in ("0.501", "0.398")}
    | {"0.316": lambda: nan if jumps(0.316) else 0.316, "2": lambda: 2.0}
    | lesson(6, "5.786 0.3457 3.29 0.14")
    | shows("0.478 0.0014", "6-budget", lr=0.001, epochs=1000)
    | shows("0.454", "6-budget", lr=0.001, epochs=3000)
    | shows("0.510", "6-two-runs", lr=0.02, epoch=2) | shows("0.677", "6-two-runs", lr=0.2, epoch=2)
    | shows("0.465", "6-two-runs", lr=0.02, epoch=100)
    | shows("0.367", "6-two-runs", lr=0.2, epoch=100)
    | shows("30 13.6", "6-batch-size", batch=100, reduction="sum")
    | shows("-3.2 64", "6-saturation", loss="squared error", epoch=100)
    | shows("2.6 82", "6-saturation", loss="cross-entropy", epoch=100)
    | shows("31 25 43", "6-overflow", lr=1.0, step=43)
    | shows("357", "6-momentum", momentum=0.5) | shows("57", "6-momentum", momentum=0.9)
    | shows("695", "6-momentum", momentum=0.99)
    | lesson(6, "0.046")
    | mistaken("6.3", "0.003") | {"0.3": GIVEN} | mistaken("6.3", "30")
    | mistaken("6.4", "1 -1") | mistaken("6.5", "6 7 8"),
    "Marking exercise 6.6": given("0 1 2 4 10 20 30 100")
    | {
        "0.295": lambda: median_at(1) if np.ptp(list(map(median_at, ONE_TO_TEN))) < 1e-3 else nan,
        "0.22": lambda: band(1, highest=False),
        "0.33": lambda: band(1, highest=True),
        "0.11": lambda: band(1, highest=True) - band(1, highest=False),
        "0.344": lambda: median_at(1, 10) if abs(median_at(10, 10) - 0.295) < 5e-4 else nan,
        "4.6": lambda: good(20, 30, 0),
        "15": lambda: good(20, 30, -1),
        "1": lambda: good(100, 100, 0),
        "10": lambda: good(100, 100, -1) if good(100, 30, -1) == good(100, 100, -1) else nan,
        "3.2": lambda: good(100, 30, 0),
    },
    "Lesson 7 · Real pictures": given("7.1 7.2 7.3 7.4 7.5 7.6 6.6 1 2 3 4 13 15 20 21 23 10 90 0")
    | given("300 400 500 32 128 30 150 50 250 5 7 0.5 82 99 200") | {"100": lambda: minutes(7)}
    | shows("96.9 96.8", "7-tries", tries=1, by=50) | shows("98.6", "7-tries", tries=10, by=50)
    | shows("99.1 96.6", "7-tries", tries=60, by=50) | shows("99.4", "7-tries", tries=60, by=20)
    | shows("98.4", "7-tries", tries=60, by=150)
    | shows("0.84", "7-mistakes", mistake=1) | shows("0.34", "7-mistakes", mistake=13)
    | shows("2.3", "7-few", pictures=20, decay=0, epoch=2)
    | shows("3.7 0.001", "7-few", pictures=20, decay=0, epoch=200)
    | shows("266 89", "7-baselines", each=94)
    | shows("7.86", "7-limit", lr=3, epoch=500) | shows("12.966", "7-limit", lr=10, epoch=5)
    | shows("0.028", "7-limit", lr=10, epoch=500) | shows("0.147", "7-batches", batch=32, lr=0.5)
    | shows("0.144", "7-batches", batch=128, lr=2),
    "What a mark means": given("6.6 7.6") | {"4": lambda: 4.0},
    "Giving an exercise again": given("04 4.2 4.3 0 1.2 7 1"),
}

DIGITS = " ".join(map(str, LESSONS))
MET = [id for id in course if any(mistake.misconception for mistake in course[id].mistakes)]

INDEX: dict[str, Table] = {
    "Exercises": given(f"{DIGITS} {' '.join(course)} 6.6 7.6"),
    "Misconceptions": given(" ".join([*MET, *map(str, BELIEFS)]))
    | given("0 0.05 0.107 0.2 0.22 0.9 0.99")
    | {"22": lambda: arrived(0.05), "3": lambda: arrived(0.107), "97": lambda: arrived(0.2)}
    | {"3/14": lambda: 2 / (28 / 3), "41": lambda: len(np.linspace(0, 4, 41))}
    | shows("0.00001", "2-quadratic-fit", lr=0.1, epoch=889)
    | {"2": lambda: value(numerals(says("2-quadratic-fit", lr=0.1, epoch=889))[5])}
    | shows("57", "6-momentum", momentum=0.9) | shows("695", "6-momentum", momentum=0.99)
    | given("82 99") | {"63": lambda: 100 * np.mean(TUMOURS == 0)},
}
GLOSSARY: dict[str, Table] = {
    "Glossary": given(f"{DIGITS} 0 0.5 10")
    | {"80": lambda: 0.8 * 100, "100": GIVEN, "0.8": GIVEN}
    | given("0.6 0/0 -1") | {"3.4": lambda: np.finfo(np.float32).max / 10.0**38, "10³⁸": GIVEN}
    | {"32": lambda: np.finfo(np.float32).bits, "7": lambda: np.finfo(np.float32).precision + 1}
}
PAGES = {"teaching.md": TEACHING, "index.md": INDEX, "glossary.md": GLOSSARY}


def table(page: str, heading: str) -> Table:
    """The table of a part of a page.  A lesson that has one of its own, TEACHING beside the TABLE
    of its prose, is asked for it."""
    if page == "teaching.md" and (number := re.match(r"Lesson (\d)", heading)):
        module = importlib.import_module(f"tests.lessons.lesson{number[1]}.numerals")
        if hasattr(module, "TEACHING"):
            return module.TEACHING
    return PAGES[page].get(heading, {})
