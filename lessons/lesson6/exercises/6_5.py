"""Exercise 6.5: updates per epoch."""

from __future__ import annotations

import math

import numpy as np

from checks import Exercise, Mistake
from course_utils.sweep import updates


def _updates_cases(rng: np.random.Generator) -> list[tuple]:
    """A batch that divides n, one that does not, one that a rounding would get wrong, one larger
    than n."""
    batch, full, epochs = (rng.integers(low, high) for low, high in ((6, 12), (3, 9), (3, 9)))
    n = int(batch * full)
    batch, epochs = int(batch), int(epochs)
    return [
        (n, batch, epochs),
        (n + 1, batch, epochs),
        (n + batch - 1, batch, epochs + 1),
        (n, n + 5, epochs),
        (n, 1, 2),
    ]


EXERCISE = Exercise(
    id="6.5",
    title="Updates per epoch",
    reference=updates,
    example=(100, 30, 2),
    cases=_updates_cases,
    whole=True,
    right="The small last batch counts as an update of its own, and with the mean it moves the"
    " weights as far as a full one: few students with a loud voice.",
    hints=(
        "A hundred students sit in rows of 30. How many rows are needed for all of them?",
        "Full batches: n // batch. What is left over, n % batch, makes one more if it is not 0."
        " Every epoch begins anew.",
        "def updates(n, batch, epochs):\n    full, rest = divmod(n, batch)\n"
        "    if rest > 0:\n        ...\n    return ...",
    ),
    mistakes=(
        Mistake(
            lambda n, batch, epochs: n // batch * epochs,
            "You dropped the incomplete last batch: it is an update too.",
        ),
        Mistake(
            lambda n, batch, epochs: (n // batch + 1) * epochs,
            "You always added one batch: add it only where something is left over.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(n * epochs / batch),
            "You let batches run on from one epoch into the next: round up within each epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: n * epochs // batch,
            "You let batches run on from one epoch into the next, and dropped the last: round up"
            " within each epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: n // batch * epochs + (n % batch > 0),
            "You added the incomplete batch once: it comes in every epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: (n // batch + n % batch) * epochs,
            "You added the students left over: together they make one batch, one update.",
        ),
        Mistake(
            lambda n, batch, epochs: n // batch * epochs + 1,
            "You added one batch in all: add one an epoch, and only where something is left over.",
        ),
        Mistake(
            lambda n, batch, epochs: round(n / batch) * epochs,
            "You rounded to the nearest number: an incomplete batch counts however small it is.",
        ),
        Mistake(
            lambda n, batch, epochs: n % batch * epochs,
            "You counted what is left over, n % batch: count the batches, the last one included.",
        ),
        Mistake(
            lambda n, batch, epochs: 1,
            "You counted one update in all: is the count overwritten instead of added to, `+=`?",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(n / batch),
            "You counted one epoch: multiply by the number of epochs.",
        ),
        Mistake(
            lambda n, batch, epochs: n * epochs,
            "You counted one update for every student: a whole batch makes one update.",
        ),
        Mistake(
            lambda n, batch, epochs: n / batch * epochs,
            "You counted a part of an update: round up within each epoch.",
        ),
        Mistake(
            lambda n, batch, epochs: epochs,
            "You counted one update an epoch: that holds for the full batch alone.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(n / batch) + epochs,
            "You added the epochs: every epoch makes all its updates, so multiply.",
        ),
        Mistake(
            lambda n, batch, epochs: batch * epochs,
            "You multiplied by the batch size: divide n by it to count the batches.",
        ),
        Mistake(
            lambda n, batch, epochs: math.ceil(batch / n) * epochs,
            "You divided the wrong way round: n students in batches are n / batch batches.",
        ),
    ),
)
