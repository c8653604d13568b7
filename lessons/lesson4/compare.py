"""Compare with my code: a history of yours over the course's, and the likely cause of a difference.

A history maps each parameter's name to its values, the start first and one more a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

from checks import say
from course_utils.errors import InputError, InputTypeError
from course_utils.pictures import COLORS, picture
from lessons import course
from lessons.live import as_the_course

History = Mapping[str, np.ndarray]

TOLERANCE = 1e-6  # relative and absolute: the order of a sum may differ, a formula may not
MOST_SHOWN = 10.0  # times the range of the course's values; beyond it your line leaves the picture


@dataclass(frozen=True)
class Finding:
    """Where two histories part, and why.

    step    the first step after which they differ: 0 for the start, None if they agree
    names   the parameters that differ there; none if one history ends there
    cause   the sentence of the known mistake whose history is this one, None if it is none's
    """

    step: int | None
    names: tuple[str, ...] = ()
    cause: str | None = None


def diagnose(
    history: History, reference: History, causes: Iterable[tuple[str, History]]
) -> Finding:
    """Find the first step at which a history differs, and the mistake that makes the same one.

    causes: sentences, each with the history that its mistake makes.  Raises InputError where the
    parameters differ.
    """
    if _same(history, reference):
        return Finding(None)
    differ = _differences(history, reference)
    shorter = min(len(values) for values in (*history.values(), *reference.values()))
    step = min((int(np.argmax(d)) for d in differ.values() if d.any()), default=shorter)
    names = tuple(name for name, d in differ.items() if d[step : step + 1].any())
    matching = (sentence for sentence, other in causes if _same(history, other))
    return Finding(step, names, next(matching, None))


def compare(
    history: History, reference: History, causes: Iterable[tuple[str, History]], unit: str = "step"
) -> Finding:
    """Show a history over the reference, and say where they part and why.  As `diagnose`.

    unit: what a step is called in the lesson, "epoch" for instance.
    """
    finding = diagnose(history, reference, causes)
    sentence = _sentence(history, reference, finding, unit)
    picture(_overlay(history, reference, finding.step, unit), sentence)
    return finding


@as_the_course()
def compare_training(
    history: Any, x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, lr: float, epochs: int
) -> None:
    """Compare a history of exercise 4.3, weights and biases, with the course's on the same data.

    history: (ws, bs), of shapes (epochs + 1, features) and (epochs + 1,), as `train` returns it
    for the arguments that follow; None says that there is nothing to compare yet.  The causes
    tried are the known mistakes of the exercise.
    """
    if history is None:
        say("○", "Nothing to compare yet", "Write `train` in exercise 4.3, and check it there.")
        return
    exercise = course["4.3"]

    def run(train: Any) -> History:
        with np.errstate(all="ignore"):
            return _columns(train(x.copy(), y.copy(), np.copy(w), b, lr, epochs))

    reference = run(exercise.reference)
    try:
        mine = _columns(history)
        _differences(mine, reference)
    except (InputError, InputTypeError) as error:  # a wrong answer stops no lesson
        say("✘", "Your history cannot be compared", str(error))
        return
    compare(mine, reference, _known_causes(exercise, run), unit="epoch")


def _known_causes(exercise: Any, run: Any) -> Iterable[tuple[str, History]]:
    """The exercise's mistakes with the histories they make here, as far as they make one."""
    for mistake in exercise.mistakes:
        try:
            yield mistake.sentence, run(mistake.answer)
        except Exception:  # it returns something that is no history
            continue


def _columns(history: Any) -> dict[str, np.ndarray]:
    """Weights and biases as one column a parameter: w₀, w₁ …, b."""
    try:
        weights, biases = (np.asarray(part, dtype=float) for part in history)
    except (TypeError, ValueError, RuntimeError):
        raise InputTypeError(
            "history: expected two arrays of numbers, the weights and the biases after each epoch, "
            f"got {type(history).__name__}."
        ) from None
    if weights.ndim != 2 or biases.ndim != 1 or len(weights) != len(biases) or not len(biases):
        raise InputError(
            "history: expected weights of shape (epochs + 1, features) and biases of shape "
            f"(epochs + 1,), got {weights.shape} and {biases.shape}."
        )
    digits = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    names = ["w" + str(i).translate(digits) for i in range(weights.shape[1])]
    return dict(zip(names, weights.T, strict=True)) | {"b": biases}


def _same(one: History, other: History) -> bool:
    """Whether two histories have the same length and the same values."""
    lengths = {len(values) for values in (*one.values(), *other.values())}
    return len(lengths) == 1 and not any(d.any() for d in _differences(one, other).values())


def _differences(one: History, other: History) -> dict[str, np.ndarray]:
    """For each parameter, at which of the common steps two histories differ."""
    if one.keys() != other.keys():
        raise InputError(f"history: expected values of {_names(other)}, got {_names(one)}.")
    found = {}
    for name in other:
        a, b = np.asarray(one[name], float), np.asarray(other[name], float)
        common = min(len(a), len(b))
        with np.errstate(invalid="ignore"):
            found[name] = ~np.isclose(
                a[:common], b[:common], rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True
            )
    return found


def _sentence(history: History, reference: History, finding: Finding, unit: str) -> str:
    mine, full = (min(map(len, some.values())) for some in (history, reference))
    if finding.step is None:
        return f"Your run and the course's agree at the start and after each of {full - 1} {unit}s."
    when = f"after {unit} {finding.step}" if finding.step else "at the start, before any step"
    first = f"Your run parts from the course's {when}, in {_names(finding.names)}."
    if not finding.names:
        first = (
            f"Your run agrees with the course's as far as both go, but it holds {mine} entries, "
            f"expected the start and {full - 1} {unit}s, {full} entries."
        )
    if finding.cause is None:
        return f"{first} No known mistake makes this run: work out that {unit} by hand."
    return f"{first} The likely cause: {finding.cause}"


def _overlay(history: History, reference: History, step: int | None, unit: str) -> plt.Figure:
    """One panel a parameter: the course's values, yours over them, and where they part."""
    figure, panels = plt.subplots(
        1, len(reference), figsize=(3.2 * len(reference), 3.2), layout="constrained", squeeze=False
    )
    for axes, (name, values) in zip(panels[0], reference.items(), strict=True):
        mine = np.asarray(history[name], float)
        values = np.asarray(values, float)[: len(mine)]
        axes.plot(values, color=COLORS["blue"], linewidth=5, alpha=0.4, label="the course's")
        axes.plot(mine, color=COLORS["red"], linestyle="--", label="yours")
        if step is not None:
            axes.axvline(step, color="gray", linestyle=":", label="they part")
        axes.set(xlabel=unit, ylabel=name, ylim=_limits(mine, values))
    panels[0, 0].legend()
    return figure


def _limits(mine: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """All of the course's values, and yours as far as they do not flatten these."""
    known = values[np.isfinite(values)]
    low, high = (known.min(), known.max()) if known.size else (0.0, 0.0)
    room = MOST_SHOWN * max(high - low, 0.1)
    near = mine[np.isfinite(mine) & (mine > low - room) & (mine < high + room)]
    low, high = min([low, *near]), max([high, *near])
    margin = 0.06 * max(high - low, 0.1)
    return low - margin, high + margin


def _names(names: Iterable[str]) -> str:
    return " and ".join(names)
