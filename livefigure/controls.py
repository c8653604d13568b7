"""What a learner moves: a row of positions, each with a value and the text that says it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any

import numpy as np
from traitlets import TraitType

from .errors import InputError, InputTypeError

MAX_TICKS = 7  # positions up to which each has a label
MOST_LABELS = 11  # that stand beside one another on a row of positions at uneven distances

SUPERSCRIPTS = str.maketrans("-\N{MINUS SIGN}0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Control:
    """One control.  Make it with `slider` or `choice`; a plain sequence becomes a slider."""

    values: tuple
    label: str = ""
    unit: str = ""
    start: Any = None
    format: str = ".6g"
    kind: str = "slider"
    landmarks: Mapping[Any, str] = field(default_factory=dict)

    def spec(self) -> dict:
        """What the browser needs to know of it."""
        return {
            "kind": self.kind,
            "label": self.label,
            "unit": self.unit,
            "texts": [self.text(i) for i in range(len(self.values))],
            "ticks": self.ticks(),
            "landmarks": [(self.index(value), text) for value, text in self.landmarks.items()],
            "axis": None,
        }

    def text(self, index: int) -> str:
        """The value at this position, written out, without its unit."""
        value = self.values[index]
        return value if isinstance(value, str) else written(value, self.format)

    def ticks(self) -> list[tuple[int, str]]:
        """(index, text) of the positions that carry a label under the slider."""
        last = len(self.values) - 1
        if isinstance(self.values[0], str) or last < MAX_TICKS:
            wanted = list(range(last + 1))
        else:
            wanted = self._multiples() or self._round()
        return [(i, self.text(i)) for i in wanted]

    def index(self, value: Any) -> int | None:
        """The position of a value, or None where it stands at none."""
        for i, own in enumerate(self.values):
            if isinstance(own, str) or isinstance(value, str):
                if isinstance(value, str) and own == value:
                    return i
            elif isinstance(value, Real):
                if math.isclose(own, value, rel_tol=1e-9, abs_tol=1e-12):
                    return i
        return None

    def _multiples(self) -> list[int]:
        """Of values at even distances those that are multiples of 1, 2, 5, 10, 20 …"""
        values = np.asarray(self.values, dtype=float)
        steps = np.diff(values)
        if not np.allclose(steps, steps[0]):
            return []
        size = 10.0 ** np.floor(np.log10(abs(steps[0])))
        for step in np.multiply.outer([1, 10, 100, 1000], [1, 2, 5]).ravel() * size:
            found = np.flatnonzero(np.abs(values / step - np.round(values / step)) < 1e-6)
            if 2 <= len(found) <= MAX_TICKS:
                return found.tolist()
        return []

    def _round(self) -> list[int]:
        """The roundest values that are not too close: 0, 1, 10 …, then the ends, then 3, 5, 2 …"""
        values, last = np.abs(np.asarray(self.values, dtype=float)), len(self.values) - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            digit = np.round(values / 10.0 ** np.floor(np.log10(values) + 1e-9), 6)
        digit[values == 0] = 0
        ends = [0, last]
        zero, one, *others = (np.flatnonzero(digit == wanted) for wanted in (0, 1, 3, 5, 2))
        order = [i for i in ends if digit[i] == 1]
        for own in (zero, one, ends, *others):
            order += list(own)
        taken: list[int] = []
        for i in order:
            if all(abs(i - other) >= last / MOST_LABELS for other in taken):
                taken.append(int(i))
        return sorted(taken)


def written(value: Any, form: str) -> str:
    """A value in this format; numbers with a true minus sign, without a sign if they read 0, from
    10,000 on with commas, and with powers of ten as people write them: 1.37·10¹⁴³."""
    text = format(value, form)
    if isinstance(value, str):
        return text
    if not re.search("[1-9n]", text):  # the n of inf and nan
        text = text.lstrip("+-")
    if found := re.fullmatch(r"([+-]?)([\d.]+)e([+-]\d+)", text):
        sign, digits, power = found.groups()
        times = "" if digits.rstrip("0.") == "1" and "." not in digits else f"{digits}·"
        text = f"{sign}{times}10{str(int(power)).translate(SUPERSCRIPTS)}"
    return grouped(text).replace("-", "\N{MINUS SIGN}")


def grouped(text: str) -> str:
    """The same with commas in whole numbers of five digits and more: 10,000."""
    return re.sub(r"(?<![\d.])[1-9]\d{4,}", lambda digits: f"{int(digits[0]):,}", text)


def slider(
    values: Iterable,
    label: str = "",
    *,
    unit: str = "",
    start: Any = None,
    format: str = ".6g",
    landmarks: Mapping[Any, str] | None = None,
) -> Control:
    """A slider over the given values, in the order given.

    values: numbers or texts, shape (n,); start: the value shown first (the first one by default);
    unit: written after the value; format: how a number is written (`".2f"`); landmarks: values that
    are worth a visit, each with the text of a button below the track that goes there.
    Raises InputError where there is no value, a value is not finite, numbers are not strictly
    monotone (a slider that turns back misleads), or start or a landmark is not one of the values.
    """
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise InputTypeError(f"values: expected a sequence, got {type(values).__name__}.")
    return Control(tuple(values), label, unit, start, format, landmarks=dict(landmarks or {}))


def choice(values: Iterable, label: str = "", *, start: Any = None) -> Control:
    """A switch between a few values, shown as radio buttons.  Arguments and errors: as `slider`,
    except that numbers may stand in any order."""
    return replace(slider(values, label, start=start), kind="choice")


def complete(name: str, given: Control | Iterable, label: str) -> Control:
    """The control for one keyword of a figure, checked, with its start filled in, and with this
    label where it has none."""
    if isinstance(given, str) or not isinstance(given, (Control, Iterable)):
        raise InputTypeError(
            f"{name}: expected a sequence of values or slider(…), got {type(given).__name__}."
        )
    control = given if isinstance(given, Control) else slider(given)
    values = tuple(v.item() if isinstance(v, np.generic) else v for v in control.values)
    if not values:
        raise InputError(f"{name}: expected at least one value, got none.")
    if all(map(_is_number, values)):
        _check_numbers(name, values, control)
    else:
        _check_texts(name, values)
    filled = replace(control, values=values, label=control.label or label, start=values[0])
    for value in control.landmarks:
        if filled.index(value) is None:
            raise InputError(f"{name}: the landmark {value!r} is not one of its values.")
    if control.start is None:
        return filled
    index = filled.index(control.start)
    if index is None:
        raise InputError(f"{name}: start={control.start!r} is not one of its values.")
    return replace(filled, start=values[index])


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _check_texts(name: str, values: tuple) -> None:
    if not all(isinstance(v, str) for v in values):
        raise InputTypeError(f"{name}: expected numbers only or texts only, got a mixture.")
    if len(set(values)) < len(values):
        raise InputError(f"{name}: expected texts that differ, got {list(values)}.")


def _check_numbers(name: str, values: tuple, control: Control) -> None:
    """Refuse numbers that cannot be written, and an order in which a slider would mislead."""
    try:
        floats = np.asarray(values, dtype=float)
        for v in values:
            format(v, control.format)
    except OverflowError:
        raise InputError(f"{name}: expected numbers below 1e308, got a larger one.") from None
    except (TypeError, ValueError):
        raise InputError(f"{name}: format={control.format!r} writes no number.") from None
    if not np.isfinite(floats).all():
        raise InputError(f"{name}: expected finite values, got {list(values)}.")
    steps = np.diff(floats)
    if control.kind == "choice" and len(set(values)) < len(values):
        raise InputError(f"{name}: expected values that differ, got {list(values)}.")
    if control.kind == "slider" and not ((steps > 0).all() or (steps < 0).all()):
        raise InputError(
            f"{name}: expected values that only rise or only fall, got {list(values)}."
        )


class ControlValue(TraitType):
    """The trait behind `live.speed`: it takes one of the control's values and nothing else."""

    def __init__(self, name: str, control: Control):
        self.control = control
        self.control_name = name
        super().__init__(default_value=control.start)

    def validate(self, obj: Any, value: Any) -> Any:
        index = self.control.index(value)
        if index is None:
            first, last = self.control.text(0), self.control.text(len(self.control.values) - 1)
            raise InputError(
                f"{self.control_name}: expected one of its {len(self.control.values)} values "
                f"from {first} to {last}, got {value!r}."
            )
        return self.control.values[index]
