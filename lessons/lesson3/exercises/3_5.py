"""Exercise 3.5: cross-entropy for several classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from checks import Exercise, Mistake
from course_utils.sigmoid import cross_entropy, sigmoid

LOGITS = np.array([[1.3, 0.1, 0.3], [0.9, 1.2, 0.9], [0.5, 1.4, 0.2]])
CLASSES = np.array([1, 2, 0])


def _entropy_cases(rng: np.random.Generator) -> list[tuple]:
    """Drawn tables of three and four columns, then one whose rows lie on levels far apart, and one
    in which the true class lies far below another: 8, 40 and 1000; at last, far above all others.

    No class is the true one of every row, none is always the likeliest, and there are more rows
    than classes, so that an index into rows is none into columns.
    """
    cases = []
    for k, classes in ((3, [1, 2, 0, 2]), (4, [2, 0, 3, 1, 0])):
        z = rng.uniform(-1.5, 1.5, (len(classes), k)).round(1)
        z[np.arange(len(classes)), classes] += rng.choice([-1, 1], len(classes))
        z[0] = rng.permutation([0.4, 1.5, -0.8, -0.1][:k])
        cases.append((z, np.array(classes)))
    level = np.array([[1000.0], [-1000.0], [0.0], [0.0]])
    far = level + rng.permuted(np.tile([0.5, 1.7, -0.9], (4, 1)), axis=1)
    high = (1000 + cases[0][0], cases[0][1])
    shift = rng.uniform(-1, 1, (4, 1)).round(1)
    gap = shift + np.array([[8.0, 0.3, 0], [0, 40, 0.7], [0.5, 0, 40], [0.2, 8, 0]])
    lost = 1000 * np.eye(4)[[0, 2, 1, 3]] + shift
    wrong, sure = np.array([1, 2, 0, 0]), np.array([0, 2, 1, 3])
    far_off = (far, np.array([2, 0, 1, 1]))
    one = (rng.uniform(-1.5, 1.5, (1, 3)).round(1), np.array([0]))  # as the lesson's last cell
    return [*cases, high, far_off, (gap, wrong), (lost, wrong), (lost, sure), one]


def _shifted(z: np.ndarray) -> np.ndarray:
    return z - z.max(axis=1, keepdims=True)


def _softmax(z: np.ndarray, shift: int | None = 1, total: int | None = 1) -> np.ndarray:
    """The softmax with the maximum along one axis and the sum along another; None: of all."""
    raised = np.exp(z - z.max(axis=shift, keepdims=True))
    return raised / raised.sum(axis=total, keepdims=True)


def _own(table: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The entry of each row's true class."""
    return table[np.arange(len(table)), classes]


def _through_p(z: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The loss of each row from its probability: inf where that is rounded to 0."""
    return -np.log(_own(_softmax(z), classes))


def _from_scores(z: np.ndarray, classes: np.ndarray, axis: int | None = 1) -> np.ndarray:
    """The loss of each row from logits no exponent of which overflows."""
    return np.log(np.exp(z).sum(axis=axis)) - _own(z, classes)


def _stable(z: np.ndarray, classes: np.ndarray) -> np.ndarray:
    """The right loss of each row."""
    return _from_scores(_shifted(z), classes)


def _p_unshifted(z: np.ndarray, classes: np.ndarray) -> float:
    raised = np.exp(z)
    return -np.mean(np.log(_own(raised / raised.sum(axis=1, keepdims=True), classes)))


def _two_ways(
    wrong: Callable[[Callable, np.ndarray, np.ndarray], Any],
    sentence: str,
    misconception: int | None = None,
) -> tuple[Mistake, Mistake]:
    """One mistake made with the logits, and with probabilities, which is a second one."""
    return (
        Mistake(lambda z, classes: wrong(_stable, z, classes), sentence, misconception),
        Mistake(
            lambda z, classes: wrong(_through_p, z, classes),
            f"{sentence} Besides, a probability can be rounded to 0: work with the logits.",
            misconception,
        ),
    )


EXERCISE = Exercise(
    id="3.5",
    title="Cross-entropy for several classes",
    reference=cross_entropy,
    example=(LOGITS, CLASSES),
    cases=_entropy_cases,
    right="The shift by each row's maximum changes no probability, and no exponent is above 0.",
    hints=(
        "What happens to the three probabilities of a row when 5 is taken from each of its logits?",
        "Row by row: take the row's maximum from its logits, then log of the sum of e^z, minus the"
        " logit of the true class. `z[np.arange(len(z)), classes]` picks that logit in every row.",
        "def cross_entropy(z, classes):\n"
        "    z = z - z.max(axis=..., keepdims=True)\n"
        "    true = z[np.arange(len(z)), ...]\n"
        "    sums = np.exp(z).sum(axis=...)\n"
        "    return float(np.mean(... - true))",
    ),
    mistakes=(
        Mistake(
            lambda z, classes: np.mean(_from_scores(z, classes)),
            "You raise e to the logits as they are, and e^1000 overflows: take each row's largest"
            " from its logits first, `z - z.max(axis=1, keepdims=True)`.",
        ),
        Mistake(
            _p_unshifted,
            "You raise e to the logits as they are, and e^1000 overflows: take each row's maximum"
            " from its logits first.",
        ),
        Mistake(
            lambda z, classes: np.mean(_through_p(z, classes)),
            "You went through the probability: where another logit is larger by 1000 it is rounded"
            " to 0, and log 0 is −inf. Work with the logits, log(e^z₀ + e^z₁ + …) − z of the true"
            " class.",
            misconception=17,
        ),
        *(
            Mistake(
                lambda z, classes, low=low: (
                    -np.mean(np.log(np.maximum(_own(_softmax(z), classes), low)))
                ),
                f"You kept p above {low:g}, so no loss can exceed about {-np.log(low):.1f}: work"
                " with the logits, not with p.",
                misconception=17,
            )
            for low in (1e-3, 1e-6, 1e-9, 1e-12, 1e-15)
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.max(), classes)),
            "You took one maximum from the whole table, and for a row far below it the sum of e^z"
            " is 0, and log 0 is −inf: take each row's own, with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: _p_unshifted(z - z.max(), classes),
            "You took one maximum from the whole table, and a row far below it has nothing but"
            " e^−2000 = 0 left: take each row's own, with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.max(axis=0), classes)),
            "You took each column's maximum, which changes the logits of a row against each other:"
            " take each row's, with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: _p_unshifted(z - z.max(axis=0), classes),
            "You took each column's maximum, and that changes the probabilities: take each row's,"
            " with `axis=1`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - 1000, classes)),
            "You took 1000 from every logit, and of small ones nothing is left, e^−1000 = 0: take"
            " each row's maximum.",
        ),
        Mistake(
            lambda z, classes: _p_unshifted(z - 1000, classes),
            "You took 1000 from every logit, and small ones leave 0 / 0: take each row's maximum.",
        ),
        Mistake(
            lambda z, classes: np.mean(np.log(np.exp(_shifted(z)).sum(axis=1)) - _own(z, classes)),
            "You shifted the logits in the sum and not the logit of the true class: use the"
            " shifted ones in both places.",
        ),
        Mistake(
            lambda z, classes: np.mean(np.log(np.exp(z).sum(axis=1)) - _own(_shifted(z), classes)),
            "You shifted the logit of the true class and not those in the sum: use the shifted"
            " ones in both places.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z))[:, :3].sum(axis=1)) - _own(_shifted(z), classes)
            ),
            "You added up three columns, and there may be more: `.sum(axis=1)` takes them all.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.sum(losses(z, classes)),
            "You added the losses up: divide by the number of rows to get their mean.",
            misconception=8,
        ),
        Mistake(
            lambda z, classes: np.mean(_stable(_softmax(z), classes)),
            "You applied the softmax twice: this loss has it inside, so give it the logits.",
            misconception=16,
        ),
        *_two_ways(
            lambda losses, z, classes: -np.mean(losses(z, classes)),
            "You turned the sign: a loss is positive, −log of a probability.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, classes)) / np.log(10),
            "You used `np.log10`: `np.log` is the natural logarithm.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log10(np.exp(_shifted(z)).sum(axis=1)) - _own(_shifted(z), classes)
            ),
            "You used `np.log10` for the sum: `np.log` is the natural logarithm, which undoes"
            " `np.exp`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(sigmoid(z), classes))),
            "You applied the sigmoid to each logit: the softmax divides by the sum over the"
            " classes of the row.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, total=0), classes))),
            "You summed down the columns: the classes of one case stand in a row, `axis=1`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, shift=0, total=0), classes))),
            "You took the maximum and the sum down the columns: the classes of one case stand in a"
            " row, `axis=1` for both.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, total=None), classes))),
            "You summed over the whole table: every row has a sum of its own, `axis=1`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(_shifted(z), classes, axis=None)),
            "You summed over the whole table, so all rows share one logarithm: every row has a sum"
            " of its own, `axis=1`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_own(_softmax(z, None, None), classes))),
            "You took the maximum and the sum of the whole table: every row has its own, `axis=1`"
            " for both.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.max(), classes, axis=None)),
            "You took one maximum and one sum of the whole table: every row has its own, `axis=1`"
            " for both.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z)[classes])),
            "You wrote `[classes]`, which takes whole rows: one entry a row is"
            " `[np.arange(len(z)), classes]`.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z)[:, classes])),
            "You wrote `[:, classes]`, which takes all those columns from every row: one entry a"
            " row is `[np.arange(len(z)), classes]`.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1, keepdims=True)) - _shifted(z)[:, classes]
            ),
            "You wrote `[:, classes]`, and so took all those columns from every row: one logit a"
            " row is `[np.arange(len(z)), classes]`.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1, keepdims=True)) - _shifted(z)
            ),
            "You took the logits of all classes: only the true class of each row counts.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z))),
            "You took the mean over all classes: only the true class of each row counts.",
        ),
        Mistake(
            lambda z, classes: -np.mean(np.log(_softmax(z).max(axis=1))),
            "You took the loss of each row's likeliest class: subtract the logit of the true one,"
            " which `classes` names.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1)) + _own(_shifted(z), classes)
            ),
            "You added the logit of the true class: subtract it.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, classes - 1)),
            "You shifted the classes by one: they count from 0, as positions do.",
        ),
        Mistake(
            lambda z, classes: -np.log(np.mean(_own(_softmax(z), classes))),
            "You averaged the probabilities before the logarithm: take the mean of the losses.",
        ),
        Mistake(
            lambda z, classes: -np.mean(_own(_softmax(z), classes)),
            "You left out the logarithm: the loss of a row is −log of its probability.",
        ),
        Mistake(
            lambda z, classes: np.mean(_own(_softmax(z), classes)),
            "You returned the mean probability of the true classes: the loss of a row is −log of"
            " it.",
        ),
        Mistake(
            lambda z, classes: 1 - np.mean(_own(_softmax(z), classes)),
            "You took 1 minus the probability: the loss of a row is −log of it.",
        ),
        Mistake(
            lambda z, classes: -np.mean(_own(z, classes)),
            "You left out the logarithm of the sum: without it any higher logit would be better.",
        ),
        Mistake(
            lambda z, classes: -np.mean(_own(_shifted(z), classes)),
            "You left out the logarithm of the sum of e^z: add it to each row's loss.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.exp(_shifted(z)).sum(axis=1) - _own(_shifted(z), classes)
            ),
            "You left out the logarithm of the sum: it is log(e^z₀ + e^z₁ + …) − z of the true"
            " class.",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes),
            "You returned the loss of every row: take their mean, one number.",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes)[0],
            "You returned the loss of the first row: is `return` inside a loop?",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes)[-1],
            "You returned the loss of the last row: take the mean over all rows.",
        ),
        *_two_ways(
            lambda losses, z, classes: losses(z, classes)[-1] / len(z),
            "You divided the loss of the last row alone: add up all of them with `+=`.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.sum(losses(z, classes)) / z.size,
            "You divided by the number of entries in the table: divide by the number of rows.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, classes)) / len(z),
            "You divided by the number of rows twice: `np.mean` does so already.",
        ),
        *_two_ways(
            lambda losses, z, classes: np.mean(losses(z, z.argmin(axis=1))),
            "You took the least likely class of each row: take the true one, given by `classes`.",
        ),
        Mistake(
            lambda z, classes: np.mean(_from_scores(z - z.mean(axis=1, keepdims=True), classes)),
            "You took each row's mean, or its smallest, from its logits, and one far above it still"
            " overflows: take the row's largest.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1)) - _shifted(z)[0, classes]
            ),
            "You picked every logit from the first row: `[np.arange(len(z)), classes]` picks one"
            " from each.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).mean(axis=1)) - _own(_shifted(z), classes)
            ),
            "You took the mean of e^z in each row: it is their sum.",
        ),
        Mistake(
            lambda z, classes: np.mean(z.argmax(axis=1) != classes),
            "You returned the share of wrong decisions: the loss of a row is −log of its true"
            " class's probability.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log2(np.exp(_shifted(z)).sum(axis=1)) - _own(_shifted(z), classes)
            ),
            "You used `np.log2` for the sum: `np.log` is the natural logarithm, which undoes"
            " `np.exp`.",
        ),
        Mistake(
            lambda z, classes: np.mean(
                np.log(np.exp(_shifted(z)).sum(axis=1) - np.exp(_own(_shifted(z), classes)))
            ),
            "You took e^z of the true class from the sum: take its logit from the logarithm of the"
            " sum.",
        ),
    ),
)
