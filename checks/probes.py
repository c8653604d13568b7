"""How an answer is tried on one case, in the process where it lives: nothing here knows what is
right.

A probe is `probe(answer, case) -> Seen`.  What it saw is judged elsewhere, by people's and the
course's own answers to the same case.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

SENTENCES: frozenset[str] = frozenset()  # what the probes here say of an answer


@dataclass(frozen=True)
class Seen:
    """What was seen of an answer: a value that `values.encode` knows, and what else was noticed
    on the way, as JSON."""

    value: Any
    notes: dict[str, Any] = field(default_factory=dict)


class Callee(NamedTuple):
    """What has to be known of an exercise where an answer is tried."""

    probe: Callable[[Any, tuple], Seen]
    parameters: tuple[str, ...]


def call(answer: Callable[..., Any], case: tuple) -> Seen:
    """The probe of an answer that is a plain function: call it with the case's arguments."""
    return Seen(answer(*case))


def call_and_hear(answer: Callable[..., Any], case: tuple) -> Seen:
    """As `call`; notes {"warned"}: whether NumPy warned, of anything but underflow."""
    with warnings.catch_warnings(record=True) as heard, np.errstate(all="warn", under="ignore"):
        warnings.simplefilter("always")
        value = answer(*case)
    return Seen(value, {"warned": any(issubclass(w.category, RuntimeWarning) for w in heard)})
