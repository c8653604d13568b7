"""The exercises of lesson 4, logistic regression by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..data import study_passed
from ..logistic import accuracy, bce, boundary, gradient, probabilities, sigmoid, train
from .record import Exercise, Mistake, four_counts

X, Y = study_passed()

History = tuple[np.ndarray, np.ndarray]  # weights and biases of a training run
Pair = tuple[np.ndarray, float]  # weights and bias, or the slopes by them


def _away_from_zero(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Numbers of either sign, none of them near 0, no two equal."""
    size = np.prod(shape, dtype=int)
    steps = rng.permutation(np.arange(4, 4 + size)) / 10
    return (steps * rng.choice([-1, 1], size)).reshape(shape)


# 4.1 probabilities


def _probabilities_cases(rng: np.random.Generator) -> list[tuple]:
    """Tables of two features and of one; never as many rows as columns."""
    cases = []
    for n, features in ((3, 2), (5, 2), (4, 1)):
        x, w = _away_from_zero(rng, n, features), _away_from_zero(rng, features)
        cases.append((x, w, rng.integers(3, 12) / 10 + 0.005))  # so that no z is 0
    return cases


PROBABILITIES = Exercise(
    id="4.1",
    title="Probabilities for a table",
    reference=probabilities,
    example=(np.array([[2.0, 1.0], [4.0, 1.0], [0.0, 3.0]]), np.array([1.0, -2.0]), 0.5),
    cases=_probabilities_cases,
    array=True,
    right="`@` multiplies each row with the weights and adds up: one line for any number of rows"
    " and features.",
    hints=(
        "Take the first row of the example. Which products do you add up before the sigmoid?",
        "First z = x @ w + b, one logit for each row; then the sigmoid of every logit.",
        "def probabilities(x, w, b):\n    z = ...\n    return sigmoid(...)",
    ),
    mistakes=(
        Mistake(
            lambda x, w, b: x @ w + b,
            "You returned the logits z: put them through `sigmoid`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w),
            "You left out the bias: add b to every z before the sigmoid.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x) @ w + b,
            "You put x through the sigmoid: first z = x @ w + b, then the sigmoid of z.",
        ),
        Mistake(
            lambda x, w, b: np.exp(x @ w + b) / np.sum(np.exp(x @ w + b)),
            "You took the softmax over the rows: each row has a probability of its own, by the"
            " sigmoid.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w - b),
            "You subtracted the bias: z is the sum of the products plus b.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w) + b,
            "You added b after the sigmoid: it belongs in z, before.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(-(x @ w + b)),
            "You turned the sign of z round: a high z must give a high probability.",
        ),
        Mistake(
            lambda x, w, b: (sigmoid(x @ w + b) >= 0.5).astype(float),
            "You returned decisions, 0 or 1: the model gives probabilities, and somebody decides"
            " later.",
            misconception=11,
        ),
        Mistake(
            lambda x, w, b: sigmoid(sigmoid(x @ w + b)),
            "You applied the sigmoid twice: z goes through it once.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x * w + b),
            "You kept one number for each feature: add the products of a row up, as `x @ w` does.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w, axis=0) + b),
            "You added up down the columns: add the products along each row, `axis=1`, or use"
            " `x @ w`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w) + b),
            "You added up the whole table: each row has a sum of its own, as in `x @ w`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w + b, axis=1)),
            "You added b once for each feature: add it once to the sum of a row.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.sum(x * w + b)),
            "You added up the whole table, b and all: each row has a sum of its own, as in"
            " `x @ w + b`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(np.mean(x * w, axis=1) + b),
            "You took the mean of the products: z is their sum.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[:, 0] * w[0] + b),
            "You used the first feature alone: every feature has its weight.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[:, -1] * w[-1] + b),
            "You used the last feature alone: is the sum overwritten instead of added to?",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x @ w[::-1] + b),
            "You gave each feature another one's weight: column 0 goes with `w[0]`.",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[0] @ w + b),
            "You returned the probability of the first row: is `return` inside a loop?",
        ),
        Mistake(
            lambda x, w, b: sigmoid(x[-1] @ w + b),
            "You returned the probability of the last row: collect one for every row.",
        ),
        Mistake(
            lambda x, w, b: np.mean(sigmoid(x @ w + b)),
            "You took the mean over the rows: return one probability for each row.",
        ),
        Mistake(
            lambda x, w, b: np.exp(x @ w + b),
            "You raised e to the power z: the sigmoid also divides, call `sigmoid(z)`.",
        ),
        Mistake(
            lambda x, w, b: np.round(sigmoid(x @ w + b), 2),
            "You rounded the probabilities: return them as they are.",
        ),
    ),
)


# 4.2 gradient


def _drawn(rng: np.random.Generator, n: int, features: int) -> tuple:
    """A table, labels of both kinds, and probabilities of which no two errors cancel."""
    y = rng.permutation([1.0] + [0.0] * (n - 1))
    p = rng.permutation(np.linspace(0.23, 0.83, n) + rng.uniform(-0.05, 0.05))
    return np.abs(_away_from_zero(rng, n, features)) + 0.7, y, p.round(3)


def _gradient_cases(rng: np.random.Generator) -> list[tuple]:
    """One feature, and as many rows as features, so that a sum along the wrong axis stops no
    code and gets its own sentence."""
    return [_drawn(rng, 4, 1), _drawn(rng, 3, 3), _drawn(rng, 2, 2), _drawn(rng, 5, 1)]


def _slopes(x: np.ndarray, error: np.ndarray) -> Pair:
    return x.T @ error / len(x), np.mean(error)


def _scaled(dw: float, db: float) -> Callable[..., Pair]:
    """The right gradient, times these."""
    return lambda x, y, p: (dw * gradient(x, y, p)[0], db * gradient(x, y, p)[1])


def _summed(x: np.ndarray, y: np.ndarray, p: np.ndarray) -> Pair:
    return x.T @ (p - y), np.sum(p - y)


GRADIENT = Exercise(
    id="4.2",
    title="The gradient of the loss",
    reference=gradient,
    example=(X, Y, np.array([0.2, 0.4, 0.6])),
    cases=_gradient_cases,
    right="Each row adds its error times its features: a student with many hours pulls harder"
    " at w.",
    array=True,
    hints=(
        "How much does one student's loss change when w rises a little, and how do the students'"
        " shares become one number?",
        "error = p − y. For each column of x: the mean of error times that column. `x.T @ error`"
        " adds up the products of every column at once.",
        "def gradient(x, y, p):\n"
        "    error = ...\n"
        "    dw = x.T @ ... / len(x)\n"
        "    db = ...\n"
        "    return dw, db",
    ),
    mistakes=(
        Mistake(
            _summed,
            "You added the rows up: divide by their number, the loss is their mean.",
            misconception=8,
        ),
        Mistake(
            lambda x, y, p: (_summed(x, y, p)[0], np.mean(p - y)),
            "You added the rows up for w but took the mean for b: divide `dw` by `len(x)` too.",
            misconception=8,
        ),
        Mistake(
            lambda x, y, p: (gradient(x, y, p)[0], np.sum(p - y)),
            "You took the mean for w but the sum for b: take the mean of the errors.",
            misconception=8,
        ),
        Mistake(
            lambda x, y, p: (_summed(x, y, p)[0] / x.shape[1], np.mean(p - y)),
            "You divided by the number of columns: the mean is over the rows, `len(x)` of them.",
        ),
        Mistake(
            lambda x, y, p: (_summed(x, y, p)[0] / x.size, np.mean(p - y)),
            "You divided by the number of entries of the table: the mean is over the rows,"
            " `len(x)` of them.",
        ),
        Mistake(
            _scaled(-1, -1),
            "You took y − p: the error is p − y, and the step will subtract the gradient.",
        ),
        Mistake(
            _scaled(2, 2),
            "You kept the factor 2 of a squared error: the cross-entropy has none.",
        ),
        Mistake(
            lambda x, y, p: _slopes(x, 2 * (p - y) * p * (1 - p)),
            "You differentiated the squared error: for the cross-entropy the slope by z is p − y.",
        ),
        Mistake(
            lambda x, y, p: _slopes(x, (p - y) * p * (1 - p)),
            "You multiplied by the sigmoid's slope p(1 − p): p − y holds it already.",
        ),
        Mistake(
            lambda x, y, p: (np.full(x.shape[1], np.mean(p - y)), np.mean(p - y)),
            "You gave w the slope of b: multiply each error by that row's feature first.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, p)[::-1],
            "You returned (db, dw): return dw first, then db.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, p)[0],
            "You returned dw alone: return both, `dw, db`.",
        ),
        Mistake(
            lambda x, y, p: (gradient(x, y, p)[0], 0.0),
            "You left the slope by b at 0: it is the mean of the errors.",
        ),
        Mistake(
            lambda x, y, p: (np.mean((p - y) * x), np.mean(p - y)),
            "You multiplied every error with every number of x: NumPy lines p − y up with the"
            " columns, so use `x.T @ error`.",
        ),
        Mistake(
            lambda x, y, p: (np.mean((p - y) * x, axis=0), np.mean(p - y)),
            "You lined the errors up with the columns of x: each error belongs to a row, so use"
            " `x.T @ error`.",
        ),
        Mistake(
            lambda x, y, p: (
                np.mean((p - y)[:, None] * x, axis=1) if len(x) == x.shape[1]
                else gradient(x, y, p)[0],
                np.mean(p - y),
            ),
            "You summed along the rows: a weight belongs to a column, so use `x.T @ error`, with"
            " the `.T`.",
        ),
        Mistake(
            lambda x, y, p: (np.mean((p - y)[:, None] * x), np.mean(p - y)),
            "You took one mean over the whole table: every column has a slope of its own.",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[:, None] * x, p - y),
            "You returned the slopes of every row: take their mean over the rows.",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[0] * x[0], (p - y)[0]),
            "You returned the slopes of the first row: is `return` inside a loop?",
        ),
        Mistake(
            lambda x, y, p: ((p - y)[-1] * x[-1], (p - y)[-1]),
            "You returned the slopes of the last row: take the mean over all rows.",
        ),
        Mistake(
            lambda x, y, p: (np.mean(p - y) * np.mean(x, axis=0), np.mean(p - y)),
            "You multiplied the mean error by the mean feature: multiply row by row, then take"
            " the mean.",
        ),
        Mistake(
            lambda x, y, p: _slopes(x, (p - y) ** 2),
            "You squared the errors: the slope by z is p − y, with its sign.",
        ),
        Mistake(
            lambda x, y, p: _slopes(x, np.abs(p - y)),
            "You took the errors without their sign: it says whether w must rise or fall.",
        ),
        Mistake(
            lambda x, y, p: _slopes(x, (p >= 0.5) - y),
            "You rounded p to a decision: the error is the probability minus the label.",
            misconception=11,
        ),
        Mistake(
            lambda x, y, p: _slopes(x, p),
            "You left out the labels: the error is p − y.",
        ),
        Mistake(
            lambda x, y, p: gradient(x, y, sigmoid(p)),
            "You put p through the sigmoid once more: it is a probability already.",
        ),
        Mistake(
            lambda x, y, p: _slopes(x, (p - y) / len(x)),
            "You divided by the number of rows twice: `np.mean` does so already.",
        ),
        Mistake(
            lambda x, y, p: (x.T @ (p - y) / 3, np.sum(p - y) / 3),
            "You divided by 3 whatever comes: divide by the number of rows given, `len(x)`.",
        ),
    ),
)


# 4.3 train


def _train_cases(rng: np.random.Generator) -> list[tuple]:
    """Tables of one and of two features, a start that is not 0, few epochs; and a start at which
    everything is as good as learned, where a loop that stops by itself would stop."""
    cases = []
    for n, features, epochs in ((4, 1, 1), (4, 1, 4), (5, 2, 3), (4, 2, 5)):
        x, y, _ = _drawn(rng, n, features)
        w, b = 0.5 * _away_from_zero(rng, features), round(rng.uniform(-0.9, -0.4), 1)
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
        dw, db = _slopes(x, error(probabilities(x, w, b), y))
        return w - lr * dw, b - lr * db

    return _by_steps(step)


def _z_for_p(x, y, w, b, lr):
    dw, db = _slopes(x, x @ w + b - y)
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


def _losses(x, y, w, b, lr, epochs):
    ws, bs = train(x, y, w, b, lr, epochs)
    return [bce(probabilities(x, *now), y) for now in zip(ws, bs, strict=True)]


TRAIN = Exercise(
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
            _part(lambda ws, bs: (np.repeat(ws[-1:], len(ws), axis=0), bs)),
            "You changed w in place with `-=`, and with it every entry of the history: write"
            " `w = w - lr * dw`.",
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


# 4.4 boundary


def _boundary_cases(rng: np.random.Generator) -> list[tuple]:
    """Rising and falling curves, probabilities below 0.5 and above, places on either side of 0."""
    sizes = rng.permutation(np.arange(4, 40))[:6] / 10
    shares = (rng.integers(6, 10) / 10, rng.integers(1, 5) / 10, 0.55)
    signs = ((1, -1), (-1, -1), (1, 1))
    rows = zip(signs, sizes[:3], sizes[3:] + 0.05, shares, strict=True)
    return [(float(s * w), float(t * b), float(p)) for (s, t), w, b, p in rows]


def _with(logit: Callable[[float], float]) -> Callable[..., float]:
    """A boundary that takes another logit for p."""
    return lambda w, b, p: (logit(p) - b) / w


def _logit(p: float) -> float:
    return np.log(p / (1 - p))


BOUNDARY = Exercise(
    id="4.4",
    title="The boundary",
    reference=boundary,
    example=(2.0, -5.0, 0.8),
    cases=_boundary_cases,
    right="For p = 0.5 the logit is 0, and the place depends on the ratio of b to w alone:"
    " doubling both makes the curve steeper and leaves the boundary where it is.",
    hints=(
        "Two questions, one after the other: at which logit z does the sigmoid say p, and at which"
        " x is w · x + b this z?",
        "Turn p = 1 / (1 + e^−z) round: e^−z = (1 − p) / p, so e^z = p / (1 − p). The logarithm"
        " gives z. Then solve w · x + b = z for x.",
        "def boundary(w, b, p):\n    z = np.log(...)\n    return ... / w",
    ),
    mistakes=(
        Mistake(
            lambda w, b, p: -b / w,
            "You solved z = 0, which is right for p = 0.5 alone: find the z that belongs to p.",
            misconception=12,
        ),
        Mistake(
            lambda w, b, p: 0.0,
            "You returned 0: find the z that belongs to p, then the x that has this z.",
            misconception=12,
        ),
        Mistake(
            lambda w, b, p: (_logit(p) + b) / w,
            "You lost a sign: from w · x + b = z follows w · x = z − b.",
        ),
        Mistake(
            lambda w, b, p: (b - _logit(p)) / w,
            "You turned the sign round: from w · x + b = z follows w · x = z − b.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) - b / w,
            "You divided b alone by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) / w - b,
            "You divided z alone by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: _logit(p) - b,
            "You forgot to divide by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: (_logit(p) - b) * w,
            "You multiplied by w: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            lambda w, b, p: w / (_logit(p) - b),
            "You turned the fraction over: from w · x = z − b follows x = (z − b) / w.",
        ),
        Mistake(
            _with(lambda p: -_logit(p)),
            "You took the logit of 1 − p: e^z is p / (1 − p).",
        ),
        Mistake(
            _with(lambda p: p),
            "You solved z = p: p is the sigmoid of z, so find z first.",
        ),
        Mistake(
            _with(sigmoid),
            "You put p through the sigmoid: z is sought, and p is *its* sigmoid.",
        ),
        Mistake(
            _with(lambda p: p - 0.5),
            "You solved z = p − 0.5: the sigmoid is a curve, so p and z do not rise alike.",
        ),
        Mistake(
            _with(np.log),
            "You took log(p) for the logit: from p = 1 / (1 + e^−z) follows e^z = p / (1 − p).",
        ),
        Mistake(
            _with(lambda p: -np.log(1 - p)),
            "You left p out of the fraction: from p = 1 / (1 + e^−z) follows e^z = p / (1 − p).",
        ),
        Mistake(
            _with(lambda p: np.log10(p / (1 - p))),
            "You took the logarithm to base 10: e^z needs `np.log`, to base e.",
        ),
        Mistake(
            _with(lambda p: p / (1 - p)),
            "You left out the logarithm: p / (1 − p) is e^z, not z.",
        ),
        Mistake(
            lambda w, b, p: _logit(p),
            "You returned the logit: now solve w · x + b = z for x.",
        ),
        Mistake(
            lambda w, b, p: p,
            "You returned the probability: find the x at which the model says it.",
        ),
        Mistake(
            lambda w, b, p: w * p + b,
            "You put p in for x: p is the probability, and x is asked for.",
        ),
        Mistake(
            lambda w, b, p: sigmoid(w * p + b),
            "You put p in for x and asked the model: p is what it says, and x is asked for.",
        ),
        Mistake(
            lambda w, b, p: sigmoid(boundary(w, b, p)),
            "You put the place through the sigmoid: it is an x, no probability.",
        ),
        Mistake(
            lambda w, b, p: abs(boundary(w, b, p)),
            "You dropped the sign: the place may be negative.",
        ),
        Mistake(
            lambda w, b, p: (_logit(p) - b) // w,
            "You divided with `//`, which rounds down: use `/`.",
        ),
        Mistake(
            lambda w, b, p: round(boundary(w, b, p), 1),
            "You rounded: return the place as it is.",
        ),
    ),
)


# 4.5 accuracy


def _accuracy_cases(rng: np.random.Generator) -> list[tuple]:
    """Rows around a threshold, one of them on it, and all on one side of 0.5 where that is not the
    threshold; so many of each kind, called 1 or 0 and labelled 1 or 0, that shares differ."""
    cases = []
    for threshold in (0.7, 0.3, 0.5):
        hits, false_alarms, rejections, misses = counts = four_counts(rng)
        above = threshold + rng.uniform(0.02, 0.18, hits + false_alarms)
        below = threshold - rng.uniform(0.02, 0.18, rejections + misses)
        above[0] = threshold
        p = np.concatenate([above, below]).round(3)
        y = np.repeat([1.0, 0.0, 0.0, 1.0], counts)
        order = rng.permutation(len(y))
        cases.append((p[order], y[order], threshold))
    return cases


def _share(decide: Callable) -> Callable[..., float]:
    """The accuracy of decisions made in another way."""
    return lambda p, y, threshold: np.mean(decide(p, threshold) == y)


def _decided(p: np.ndarray, y: np.ndarray, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    return p >= threshold, y == 1


ACCURACY = Exercise(
    id="4.5",
    title="Accuracy at a threshold",
    reference=accuracy,
    example=(np.array([0.2, 0.6, 0.5, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]), 0.5),
    cases=_accuracy_cases,
    right="It counts decisions. How sure they were, only the loss knows.",
    hints=(
        "Whom does this threshold call a 1, and for how many rows is that the label?",
        "`p >= threshold` holds True where the decision is 1. Compare it with y; the mean of"
        " True and False is the share of True.",
        "def accuracy(p, y, threshold):\n"
        "    decided = ...\n"
        "    return float(np.mean(decided == ...))",
    ),
    mistakes=(
        Mistake(
            _share(lambda p, threshold: p > threshold),
            "You left out the p that equals the threshold: use `>=`.",
        ),
        Mistake(
            _share(lambda p, threshold: p >= 0.5),
            "You decided at 0.5 whatever comes: use the threshold your function is given.",
        ),
        Mistake(
            _share(lambda p, threshold: np.round(p)),
            "You rounded p, which decides at 0.5: compare with the threshold you are given.",
        ),
        Mistake(
            lambda p, y, threshold: 1 - np.mean((p >= threshold) - y),
            "You let mistakes of the two kinds cancel, +1 and −1: count each of them.",
        ),
        Mistake(
            _share(lambda p, threshold: p < threshold),
            "You counted the wrong decisions: p of the threshold or more means 1.",
        ),
        Mistake(
            lambda p, y, threshold: np.sum((p >= threshold) == y),
            "You counted the right decisions: divide by the number of rows to get their share.",
        ),
        Mistake(
            lambda p, y, threshold: 100 * accuracy(p, y, threshold),
            "You returned percent: return the share, between 0 and 1.",
        ),
        Mistake(
            lambda p, y, threshold: (p >= threshold) == y,
            "You returned one answer for each row: take their mean.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(p >= threshold),
            "You counted how often the decision is 1: compare it with the label.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(p == y),
            "You compared the probabilities with the labels: decide first, `p >= threshold`.",
            misconception=11,
        ),
        Mistake(
            lambda p, y, threshold: bce(p, y),
            "You returned the loss: it weighs how sure the model was, accuracy counts decisions.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: 1 - bce(p, y),
            "You subtracted the loss from 1: accuracy counts decisions, and no formula turns one"
            " into the other.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: 1 - np.mean(np.abs(p - y)),
            "You measured how close p is to the label: accuracy counts decisions, right or wrong.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: np.mean(np.abs(p - y)),
            "You measured how far p is from the label: accuracy counts right decisions.",
            misconception=14,
        ),
        Mistake(
            lambda p, y, threshold: np.mean((p >= threshold) * y),
            "You counted only those rightly called 1: those rightly called 0 count as well.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(y[p >= threshold]),
            "You counted only among those called 1: that is the precision; take all rows.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean((p >= threshold)[y == 1]),
            "You counted only among those whose label is 1: that is the recall; take all rows.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean((p < threshold) * (1 - y)),
            "You counted only those rightly called 0: those rightly called 1 count as well.",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(np.abs(p - y) < threshold),
            "You compared the distance from the label with the threshold: compare p itself.",
        ),
        Mistake(
            lambda p, y, threshold: float((p[0] >= threshold) == y[0]) + 0.0,
            "You looked at the first row alone: is `return` inside a loop?",
        ),
        Mistake(
            lambda p, y, threshold: np.mean(y),
            "You returned the share of the label 1: compare decisions with labels.",
        ),
        Mistake(
            lambda p, y, threshold: round(accuracy(p, y, threshold), 1),
            "You rounded: return the share as it is.",
        ),
    ),
)

EXERCISES = (PROBABILITIES, GRADIENT, TRAIN, BOUNDARY, ACCURACY)
