"""Exercise 4.3: the training loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from checks import Exercise, Mistake
from course_utils.logistic import gradient, probabilities, train
from course_utils.sigmoid import bce, sigmoid

from .shared import Pair, X, Y, away_from_zero, drawn, slopes

History = tuple[np.ndarray, np.ndarray]  # weights and biases of a training run


def _train_cases(rng: np.random.Generator) -> list[tuple]:
    """Tables of one and of two features, a start that is not 0, few epochs; and a start at which
    everything is as good as learned, where a loop that stops by itself would stop."""
    cases = []
    for n, features, epochs in ((4, 1, 1), (4, 1, 4), (5, 2, 3), (4, 2, 5)):
        x, y, _ = drawn(rng, n, features)
        w, b = 0.5 * away_from_zero(rng, features), round(rng.uniform(-0.9, -0.4), 1)
        cases.append((x, y, w, b, rng.choice([0.3, 0.4, 0.6, 0.8]), epochs))
    # Its steps are some 0.00001 long: short, but beyond the tolerance.
    x = np.array([[-13.0], [14.0], [-15.0], [14.0]]) + rng.uniform(-0.5, 0.5)
    cases.append((x, (x[:, 0] > 0).astype(float), np.array([1.0]), 0.2, 0.8, 3))
    return cases


def _by_steps(step: Callable[..., tuple]) -> Callable[..., History]:
    """A train whose epochs are made by `step(x, y, w, b, lr)`."""

    def trained(x, y, w, b, lr, epochs):
        ws, bs = [w], [b]
        for _ in range(epochs):
            w, b = step(x, y, w, b, lr)
            ws.append(w)
            bs.append(b)
        return np.array(ws), np.array(bs)

    return trained


def _now(x: np.ndarray, y: np.ndarray, w: np.ndarray, b: float) -> Pair:
    """The gradient here."""
    return gradient(x, y, probabilities(x, w, b))


def _step(dw_factor: Callable, db_factor: Callable) -> Callable[..., History]:
    """A train whose steps are the gradient times these functions of lr and the rows."""

    def step(x, y, w, b, lr):
        dw, db = _now(x, y, w, b)
        return w - dw_factor(lr, len(x)) * dw, b - db_factor(lr, len(x)) * db

    return _by_steps(step)


def _same(factor: Callable) -> Callable[..., History]:
    return _step(factor, factor)


def _b_first(x, y, w, b, lr):
    b = b - lr * _now(x, y, w, b)[1]
    return w - lr * _now(x, y, w, b)[0], b


def _w_first(x, y, w, b, lr):
    w = w - lr * _now(x, y, w, b)[0]
    return w, b - lr * _now(x, y, w, b)[1]


def _row_by_row(x, y, w, b, lr):
    for row, label in zip(x, y, strict=True):
        error = sigmoid(row @ w + b) - label
        w, b = w - lr * error * row, b - lr * error
    return w, b


def _by_error(error: Callable) -> Callable[..., History]:
    """A train whose error is another function of p and y."""

    def step(x, y, w, b, lr):
        dw, db = slopes(x, error(probabilities(x, w, b), y))
        return w - lr * dw, b - lr * db

    return _by_steps(step)


def _z_for_p(x, y, w, b, lr):
    dw, db = slopes(x, x @ w + b - y)
    return w - lr * dw, b - lr * db


def _stopping(after: int) -> Callable[..., History]:
    """A train that ends where a step is below 0.0001; that step may be kept: after is 1, or 0."""

    def trained(x, y, w, b, lr, epochs):
        ws, bs = train(x, y, w, b, lr, epochs)
        moved = np.abs(np.diff(np.column_stack([ws, bs]), axis=0)).max(axis=1)
        small = np.flatnonzero(moved < 0.0001)
        kept = small[0] + 1 + after if small.size else epochs + 1
        return ws[:kept], bs[:kept]

    return trained


def _accumulated(x, y, w, b, lr, epochs):
    ws, bs, sum_dw, sum_db = [w], [b], 0.0, 0.0
    for _ in range(epochs):
        dw, db = _now(x, y, w, b)
        sum_dw, sum_db = sum_dw + dw, sum_db + db
        w, b = w - lr * sum_dw, b - lr * sum_db
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)


def _gradient_of_the_start(x, y, w, b, lr, epochs):
    dw, db = _now(x, y, w, b)
    return _by_steps(lambda x, y, w, b, lr: (w - lr * dw, b - lr * db))(x, y, w, b, lr, epochs)


def _probabilities_of_the_start(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    for _ in range(epochs):
        dw, db = _now(x, y, w, b)
        ws.append(w - lr * dw)
        bs.append(b - lr * db)
    return np.array(ws), np.array(bs)


def _part(choose: Callable) -> Callable:
    """The right history, of which something is chosen."""
    return lambda *arguments: choose(*train(*arguments))


def _step_alone(x, y, w, b, lr):
    dw, db = _now(x, y, w, b)
    return -lr * dw, -lr * db


def _losses(x, y, w, b, lr, epochs):
    ws, bs = train(x, y, w, b, lr, epochs)
    return [bce(probabilities(x, *now), y) for now in zip(ws, bs, strict=True)]


EXERCISE = Exercise(
    id="4.3",
    title="The training loop",
    reference=train,
    example=(X, Y, np.array([1.0]), -2.5, 0.5, 1),
    cases=_train_cases,
    right="Forward, loss, gradient, step: every model of this course learns in this loop.",
    array=True,
    hints=(
        "Which three things must be computed anew in every epoch, and what do you write down"
        " after each?",
        "Start two lists with w and b. In each epoch: p, then both slopes from this p, then both"
        " steps, then append.",
        "def train(x, y, w, b, lr, epochs):\n"
        "    ws, bs = [w], [b]\n"
        "    for _ in range(epochs):\n"
        "        p = ...\n"
        "        dw, db = ...\n"
        "        w = w - ...\n"
        "        b = b - ...\n"
        "        ws.append(w)\n"
        "        bs.append(b)\n"
        "    return np.array(ws), np.array(bs)",
    ),
    mistakes=(
        Mistake(
            _same(lambda lr, n: -lr),
            "You went uphill: a step subtracts lr times the gradient, and `gradient` takes x, y, p"
            " in this order.",
        ),
        Mistake(
            _step(lambda lr, n: -lr, lambda lr, n: lr),
            "You went uphill with w: its step is `w - lr * dw`, with a minus.",
        ),
        Mistake(
            _step(lambda lr, n: lr, lambda lr, n: -lr),
            "You went uphill with b: its step is `b - lr * db`, with a minus.",
        ),
        Mistake(
            _step(lambda lr, n: lr, lambda lr, n: 1.0),
            "You left the learning rate out of b's step: it is `b - lr * db`.",
        ),
        Mistake(
            _step(lambda lr, n: 1.0, lambda lr, n: lr),
            "You left the learning rate out of w's step: it is `w - lr * dw`.",
        ),
        Mistake(
            _same(lambda lr, n: 1 / lr),
            "You divided by the learning rate: a step is lr times the gradient.",
        ),
        Mistake(
            _same(lambda lr, n: lr * n),
            "You followed the sum over the rows: take the mean, or the steps grow with the data.",
            misconception=8,
        ),
        Mistake(
            _by_steps(_b_first),
            "You updated b before w, and took the slope by w at the new b: compute both slopes"
            " first, from the same p.",
        ),
        Mistake(
            _by_steps(_w_first),
            "You updated w before b, and took the slope by b at the new w: compute both slopes"
            " first, from the same p.",
        ),
        Mistake(
            _step(lambda lr, n: lr, lambda lr, n: 0.0),
            "You never updated the bias: b takes a step of its own, `b - lr * db`.",
        ),
        Mistake(
            _step(lambda lr, n: 0.0, lambda lr, n: lr),
            "You never updated the weights: w takes a step of its own, `w - lr * dw`.",
        ),
        Mistake(
            _accumulated,
            "You added each gradient to those before it: a step uses the gradient of its own"
            " epoch, computed anew.",
            misconception=9,
        ),
        Mistake(
            _gradient_of_the_start,
            "You kept the first gradient for every epoch: compute p and the gradient inside the"
            " loop, with the current w and b.",
        ),
        Mistake(
            _probabilities_of_the_start,
            "You stepped from the start in every epoch: write `w = w - lr * dw`, so that the next"
            " epoch goes on from there.",
        ),
        Mistake(
            _by_steps(_step_alone),
            "You put the step in place of w and b: it is added to them, `w = w - lr * dw`.",
        ),
        Mistake(
            _part(lambda ws, bs: (np.repeat(ws[-1:], len(ws), axis=0), bs)),
            "You changed w in place with `-=`, and with it every entry of the history: write"
            " `w = w - lr * dw`.",
        ),
        Mistake(
            _part(lambda ws, bs: (ws[[0, -1]], bs[[0, -1]])),
            "You appended once, after the last epoch: indent `append` into the loop.",
        ),
        Mistake(
            _part(lambda ws, bs: (ws[1:], bs[1:])),
            "You left out the start: put w and b into the lists before the loop.",
        ),
        Mistake(
            _part(lambda ws, bs: (ws[:-1], bs[:-1])),
            "You left out the last values: put the start in before the loop, append after each"
            " step, and loop over `range(epochs)`.",
        ),
        Mistake(
            _part(lambda ws, bs: (np.concatenate([ws[:1], ws[:-1]]), [bs[0], *bs[:-1]])),
            "You appended before the step, so the start is there twice and the last values are"
            " missing: append after it.",
        ),
        Mistake(
            _stopping(0),
            "You stopped where the steps became small: make as many as `epochs` says.",
        ),
        Mistake(
            _stopping(1),
            "You stopped after the first small step: make as many steps as `epochs` says.",
        ),
        Mistake(
            _part(lambda ws, bs: (ws[-1], bs[-1])),
            "You returned the last w and b: return all of them, the start first.",
        ),
        Mistake(
            _part(lambda ws, bs: (bs, ws)),
            "You returned (bs, ws): return the weights first.",
        ),
        Mistake(
            _part(lambda ws, bs: ws),
            "You returned the weights alone: return both, `np.array(ws), np.array(bs)`.",
        ),
        Mistake(
            _part(lambda ws, bs: list(zip(ws, bs, strict=True))),
            "You returned a list of pairs: return two arrays, all the weights and all the biases.",
        ),
        Mistake(
            _losses,
            "You returned the losses: return the weights and the biases.",
        ),
        Mistake(
            lambda x, y, w, b, lr, epochs: train(x, y, w, b, lr, epochs + 1),
            "You trained one epoch too many: `range(epochs)` makes exactly that many steps.",
        ),
        Mistake(
            lambda x, y, w, b, lr, epochs: train(x, y, w, b, lr, 1),
            "You stopped after the first epoch: move `return` out of the loop.",
        ),
        Mistake(
            lambda x, y, w, b, lr, epochs: train(x, y, 0 * w, 0.0, lr, epochs),
            "You started at 0: start from the w and b your function is given.",
        ),
        Mistake(
            lambda x, y, w, b, lr, epochs: train(x, y, w, 0.0, lr, epochs),
            "You started the bias at 0: start from the b your function is given.",
        ),
        Mistake(
            _same(lambda lr, n: 1.0),
            "You left out the learning rate: a step is lr times the gradient.",
        ),
        Mistake(
            _same(lambda lr, n: 0.01),
            "You took a learning rate of 0.01 whatever comes: use the lr your function is given.",
        ),
        Mistake(
            _same(lambda lr, n: 2 * lr),
            "You doubled the steps: the cross-entropy has no factor 2.",
        ),
        Mistake(
            _same(lambda lr, n: lr / n),
            "You divided by the number of rows once more: `gradient` returns a mean already.",
        ),
        Mistake(
            _by_steps(_row_by_row),
            "You took a step after every row: take one step an epoch, with all rows.",
        ),
        Mistake(
            _by_steps(_z_for_p),
            "You handed z to `gradient`: it takes the probabilities, `probabilities(x, w, b)`.",
        ),
        Mistake(
            _by_error(lambda p, y: (p >= 0.5) - y),
            "You rounded p before the gradient: it needs the probabilities.",
            misconception=11,
        ),
        Mistake(
            _by_error(lambda p, y: 2 * (p - y) * p * (1 - p)),
            "You followed the slope of the squared error: that of the cross-entropy is p − y.",
        ),
        Mistake(
            _by_error(lambda p, y: sigmoid(p) - y),
            "You applied the sigmoid twice: `probabilities` returns p, not z.",
        ),
    ),
)
