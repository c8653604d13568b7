"""Exercise 7.1: cross-entropy of ten logits, and its gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from checks import Exercise, Mistake
from course_utils.digits import loss_and_gradient


def _loss_cases(rng: np.random.Generator) -> list[tuple]:
    """Few classes, ten, as many rows as classes; then rows on levels far apart, and one whose true
    class lies 1000 below another.  Labels are not the likeliest classes, and some occur twice."""
    cases = []
    for labels, classes in (([2, 1], 3), ([3, 0, 9, 3, 6], 10), ([2, 1, 1], 3)):
        z = rng.permuted(np.tile(np.linspace(-1.5, 1.5, classes), (len(labels), 1)), axis=1)
        z += rng.uniform(-0.2, 0.2, z.shape)
        # Of the first row the label is neither the likeliest nor the least likely class.
        z[0, labels[0]] = rng.uniform(0.2, 0.4)
        cases.append((z.round(1), np.array(labels)))
    level = np.array([[1000.0], [-1000.0], [0.0]])
    far = level + rng.permuted(np.tile([0.5, 1.7, -0.9], (3, 1)), axis=1)
    lost = 1000 * np.eye(4)[:2] + rng.uniform(-1, 1, (2, 1)).round(1)
    return [*cases, (far, np.array([0, 2, 1])), (lost, np.array([2, 1]))]


def _softmax(z: np.ndarray, axis: int | None = 1, total: int = 1) -> np.ndarray:
    """The softmax with the maximum along one axis and the sum along another; None: of all."""
    raised = np.exp(z - z.max(axis=axis, keepdims=True))
    return raised / raised.sum(axis=total, keepdims=True)


def _one_hot(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.eye(z.shape[1])[y]


def _through_p(p: np.ndarray, y: np.ndarray, low: float = 0.0) -> float:
    """The loss from probabilities, none of which is below `low`."""
    return -np.mean(np.log(np.maximum(p[np.arange(len(y)), y], low)))


def _with_p(of: Callable[[np.ndarray], np.ndarray], low: float = 0.0) -> Callable:
    """Both results from the probabilities of(z)."""

    def answer(z, y):
        p = of(z)
        return _through_p(p, y, low), (p - _one_hot(z, y)) / len(y)

    return answer


def _loss(turn: Callable[[float, np.ndarray, np.ndarray], Any]) -> Callable:
    """Another loss beside the right gradient."""

    def answer(z, y):
        loss, gradient = loss_and_gradient(z, y)
        return turn(loss, z, y), gradient

    return answer


def _slopes(turn: Callable[[np.ndarray, np.ndarray, np.ndarray], Any]) -> Callable:
    """Another gradient, made of p, beside the right loss."""
    return lambda z, y: (loss_and_gradient(z, y)[0], turn(_softmax(z), y, _one_hot(z, y)))


def _losses(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The right loss of each row."""
    return np.logaddexp.reduce(z, axis=1) - z[np.arange(len(y)), y]


def _for_other_labels(labels: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable:
    return lambda z, y: loss_and_gradient(z, labels(z, y))


def _naive(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def _shifted_by(of: Callable[[np.ndarray], np.ndarray]) -> Callable:
    """Both results from the logits less of(z), with log and sum."""

    def answer(z, y):
        raised = np.exp(z - of(z))
        sums = raised.sum(axis=1, keepdims=True)
        loss = np.mean(np.log(sums[:, 0]) - (z - of(z))[np.arange(len(y)), y])
        return loss, (raised / sums - _one_hot(z, y)) / len(y)

    return answer


def _summed(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    loss, gradient = loss_and_gradient(z, y)
    return len(y) * loss, len(y) * gradient


def _columns(p: np.ndarray, y: np.ndarray, one_hot: np.ndarray) -> np.ndarray:
    """1 taken from these columns in every row."""
    p[:, y] -= 1
    return p / len(y)


def _twice(z: np.ndarray, y: np.ndarray) -> tuple[float, np.ndarray]:
    return loss_and_gradient(_softmax(z), y)


EXERCISE = Exercise(
    id="7.1",
    title="Ten logits, one loss, ten slopes",
    reference=loss_and_gradient,
    example=(np.array([[2.0, 1.0, 0.0], [0.0, 0.0, 0.0]]), np.array([1, 2])),
    cases=_loss_cases,
    right="`nn.CrossEntropyLoss()` gives this loss, and `backward` these slopes: p − one-hot, as"
    " p − y was for a yes or no.",
    hints=(
        "Which logits of a row should rise, which should fall, and what do the slopes of a row"
        " add up to?",
        "Take each row's maximum from it; p is e^z divided by the row's sum. The loss is the mean"
        " of the sum's log minus the shifted logit at the label; the gradient is"
        " (p − one-hot) / n, and `np.eye(classes)[y]` has a one-hot row for each label.",
        "def loss_and_gradient(z, y):\n"
        "    n, classes = z.shape\n"
        "    shifted = z - z.max(axis=..., keepdims=True)\n"
        "    sums = np.exp(shifted).sum(axis=..., keepdims=True)\n"
        "    log_p = shifted - ...\n"
        "    one_hot = np.eye(classes)[...]\n"
        "    loss = -(one_hot * log_p).sum() / ...\n"
        "    return loss, (... - one_hot) / ...",
    ),
    mistakes=(
        Mistake(
            _slopes(lambda p, y, one_hot: p - one_hot),
            "You left the slopes of each picture's own loss: the loss is the *mean*, so divide them"
            " by the number of pictures, `len(z)`.",
        ),
        Mistake(
            _summed,
            "You summed the losses, and their slopes: take the mean, and divide the slopes by the"
            " number of pictures, too.",
        ),
        Mistake(
            _loss(lambda loss, z, y: len(y) * loss),
            "You summed the losses: divide by the number of pictures, as you did with the slopes.",
        ),
        Mistake(
            _with_p(_naive),
            "You raise e to the logits as they are, and e^1000 overflows: take each row's largest"
            " from it first, `z - z.max(axis=1, keepdims=True)`.",
        ),
        Mistake(
            _shifted_by(lambda z: 0.0),
            "You raise e to the logits as they are, and e^1000 overflows: take each row's maximum"
            " from its logits first.",
        ),
        Mistake(
            _with_p(_softmax),
            "You went through the probability: where another logit is larger by 1000 it is rounded"
            " to 0, and log 0 is −inf. Take the loss from the logits: log of the row's sum, minus"
            " the logit at the label.",
        ),
        *(
            Mistake(
                _with_p(_softmax, low),
                f"You kept p above {low:g}, so no loss can exceed about {-np.log(low):.1f}: work"
                " with the logits, log of the row's sum minus the logit at the label.",
            )
            for low in (1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15)
        ),
        Mistake(
            _with_p(lambda z: _softmax(z, axis=None)),
            "You took one maximum from the whole table, and a row far below it has nothing but"
            " e^−2000 = 0 left: take each row's own, with `axis=1`.",
        ),
        Mistake(
            _shifted_by(np.max),
            "You took one maximum from the whole table, and for a row far below it the sum of e^z"
            " is 0: take each row's own, with `axis=1`.",
        ),
        Mistake(
            _with_p(lambda z: _softmax(z, axis=0, total=0)),
            "You took the softmax down the columns, over the pictures: the classes of one picture"
            " share its probability, so `axis=1`.",
        ),
        Mistake(
            _with_p(lambda z: _softmax(z, axis=0)),
            "You took the largest of each column: take that of each row, with `axis=1`.",
        ),
        Mistake(
            _shifted_by(lambda z: z.max(axis=0)),
            "You took the largest of each column from the logits, which changes p: take each row's,"
            " with `axis=1, keepdims=True`.",
        ),
        Mistake(
            _twice,
            "You took the softmax twice, of logits and again of p: the loss is then never near 0,"
            " and the slopes are those of another loss.",
        ),
        Mistake(
            lambda z, y: (_twice(z, y)[0], loss_and_gradient(z, y)[1]),
            "You gave probabilities to a loss that takes the softmax itself, so it was taken twice:"
            " give it the logits.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: p / len(y)),
            "You left p as it is: subtract one-hot, 1 at the label, so that the true class is"
            " pushed up.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: p),
            "You returned p as the gradient: subtract one-hot, 1 at the label, and divide by the"
            " number of pictures.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: (one_hot - p) / len(y)),
            "You subtracted the wrong way round: the slope is p − one-hot, and the step goes"
            " against it.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: one_hot - p),
            "You subtracted the wrong way round, and did not divide: (p − one-hot) / n.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: (p - y[:, None]) / len(y)),
            "You subtracted the label itself: it is a position, not an amount. Subtract 1 in the"
            " column it points to.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: p - y[:, None]),
            "You subtracted the label as an amount, and did not divide: subtract 1 in the column"
            " it points to, then divide by the number of pictures.",
        ),
        Mistake(
            _slopes(_columns),
            "You took 1 from the columns of all labels in every row: each row has one label,"
            " `p[np.arange(len(y)), y] -= 1`.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: _columns(p, y, one_hot) * len(y)),
            "You took 1 from the columns of all labels in every row, and did not divide: each row"
            " has one label, `p[np.arange(len(y)), y] -= 1`.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: one_hot * (p - 1) / len(y)),
            "You gave a slope to the true class alone: the others have the slope p, which pushes"
            " them down.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: (p - one_hot) / p.size),
            "You divided by the number of all logits: divide by the number of pictures, `len(z)`.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: (p - one_hot) / p.shape[1]),
            "You divided by the number of classes: divide by the number of pictures, `len(z)`.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: (p - one_hot).mean(axis=0)),
            "You averaged the slopes over the pictures: every picture keeps a row of its own,"
            " divided by their number.",
        ),
        Mistake(
            _slopes(lambda p, y, one_hot: (p - one_hot).mean(axis=1)),
            "You averaged the slopes of each row, which gives 0: keep one for each logit.",
        ),
        Mistake(
            _loss(lambda loss, z, y: -loss),
            "You returned the loss with the other sign: a logarithm of p is negative, so a minus"
            " makes the loss positive.",
        ),
        Mistake(
            _loss(lambda loss, z, y: _losses(z, y)),
            "You returned the loss of each row: return their mean.",
        ),
        Mistake(
            _loss(lambda loss, z, y: _losses(z, y)[0]),
            "You returned the loss of the first row: return the mean over all of them.",
        ),
        Mistake(
            _loss(lambda loss, z, y: loss / z.shape[1]),
            "You divided the loss by the number of classes too: a row has one loss, that of its"
            " label. Take the mean over the rows.",
        ),
        Mistake(
            _loss(lambda loss, z, y: -np.mean(z[np.arange(len(y)), y])),
            "You took the logit itself as log p: log p is the logit minus the log of the row's"
            " sum.",
        ),
        Mistake(
            _loss(lambda loss, z, y: loss / np.log(10)),
            "You used the logarithm to base 10: cross-entropy uses the natural one, `np.log`.",
        ),
        Mistake(
            _loss(lambda loss, z, y: loss / np.log(2)),
            "You used the logarithm to base 2: cross-entropy uses the natural one, `np.log`.",
        ),
        Mistake(
            _loss(lambda loss, z, y: np.mean(np.logaddexp.reduce(z, axis=1)[:, None] - z[:, y])),
            "You took the logits of all labels from every row: `z[np.arange(len(y)), y]` picks one"
            " from each.",
        ),
        Mistake(
            _loss(lambda loss, z, y: np.mean(np.logaddexp.reduce(z, axis=1)[:, None] - z)),
            "You averaged over all classes: the loss looks at the true class alone.",
        ),
        Mistake(
            _loss(lambda loss, z, y: 1 - np.mean(_softmax(z)[np.arange(len(y)), y])),
            "You used 1 − p: cross-entropy is −log p, which grows without end where p nears 0.",
        ),
        Mistake(
            _for_other_labels(lambda z, y: z.argmax(axis=1)),
            "You used the likeliest class in place of the label: the loss asks what y says, or"
            " nothing would be learned.",
        ),
        Mistake(
            _for_other_labels(lambda z, y: y - 1),
            "You counted the classes from 1: labels are positions, and count from 0.",
        ),
        Mistake(
            _for_other_labels(lambda z, y: 0 * y + y[0]),
            "You used the first label for every row: each row has its own.",
        ),
        Mistake(
            lambda z, y: loss_and_gradient(z, y)[::-1],
            "You returned the two in another order: the loss comes first.",
        ),
        Mistake(
            lambda z, y: loss_and_gradient(z, y)[0],
            "You returned the loss alone: return the gradient beside it, `return loss, gradient`.",
        ),
        Mistake(
            lambda z, y: loss_and_gradient(z, y)[1],
            "You returned the gradient alone: return the loss before it, `return loss, gradient`.",
        ),
    ),
)
