"""Answers to lesson 4 as people write them; tests/lessons/answers.py says in which form."""

import math

import numpy as np

from course_utils import logistic
from course_utils.data import study_passed

X, Y = study_passed()


def probabilities_row_by_row(x, w, b):
    p = []
    for row in x:
        z = b
        for value, weight in zip(row, w, strict=True):
            z += value * weight
        p.append(1 / (1 + math.exp(-z)))
    return np.array(p)


def probabilities_by_sums(x, w, b):
    return 1 / (1 + np.exp(-(np.sum(x * w, axis=1) + b)))


def probabilities_with_dot(x, w, b):
    return logistic.sigmoid(np.dot(x, w) + b)


def probabilities_of_a_list(x, w, b):
    return np.array([logistic.sigmoid(row @ w + b) for row in x])


def gradient_row_by_row(x, y, p):
    dw, db = np.zeros(x.shape[1]), 0
    for i in range(len(x)):
        dw += (p[i] - y[i]) * x[i] / len(x)
        db += (p[i] - y[i]) / len(x)
    return dw, db


def gradient_column_by_column(x, y, p):
    error = p - y
    dw = []
    for k in range(x.shape[1]):
        dw.append(np.mean(error * x[:, k]))
    return np.array(dw), np.mean(error)


def gradient_by_broadcasting(x, y, p):
    error = (p - y)[:, None]
    return np.mean(error * x, axis=0), error.mean()


def gradient_from_the_left(x, y, p):
    error = (p - y) / len(y)
    return error @ x, np.sum(error)


def train_by_hand(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    for _ in range(epochs):
        error = 1 / (1 + np.exp(-(x @ w + b))) - y
        w, b = w - lr * (error @ x) / len(x), b - lr * error.mean()
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)


def train_into_arrays(x, y, w, b, lr, epochs):
    ws, bs = np.zeros((epochs + 1, len(w))), np.zeros(epochs + 1)
    ws[0], bs[0] = w, b
    for k in range(epochs):
        dw, db = gradient_by_broadcasting(x, y, probabilities_by_sums(x, ws[k], bs[k]))
        ws[k + 1] = ws[k] - lr * dw
        bs[k + 1] = bs[k] - lr * db
    return ws, bs


def train_with_copies(x, y, w, b, lr, epochs):
    w = w.copy()
    ws, bs = [w.copy()], [b]
    for _ in range(epochs):
        dw, db = logistic.gradient(x, y, logistic.probabilities(x, w, b))
        w -= lr * dw
        b -= lr * db
        ws.append(w.copy())
        bs.append(b)
    return np.array(ws), np.array(bs)


def train_appending_first(x, y, w, b, lr, epochs):
    ws, bs = [], []
    for epoch in range(epochs + 1):
        ws.append(w)
        bs.append(b)
        if epoch == epochs:
            break
        dw, db = gradient_from_the_left(x, y, probabilities_with_dot(x, w, b))
        w = w - lr * dw
        b = b - lr * db
    return np.stack(ws), np.array(bs)


def boundary_the_other_way_round(w, b, p):
    return -(b + np.log((1 - p) / p)) / w


def boundary_by_the_inverse(w, b, p):
    return (-b - math.log(1 / p - 1)) / w


def boundary_by_halving(w, b, p):
    low, high = -1e3, 1e3
    for _ in range(100):
        middle = (low + high) / 2
        if (logistic.sigmoid(w * middle + b) > p) == (w > 0):
            high = middle
        else:
            low = middle
    return low


def boundary_by_two_logs(w, b, p):
    z = np.log(p) - np.log(1 - p)
    return z / w - b / w


def accuracy_in_a_loop(p, y, threshold=0.5):
    right = 0
    for pi, yi in zip(p, y, strict=True):
        if pi >= threshold and yi == 1 or pi < threshold and yi == 0:
            right += 1
    return right / len(y)


def accuracy_with_where(p, y, threshold=0.5):
    return np.mean(np.where(p >= threshold, 1, 0) == y)


def accuracy_from_the_errors(p, y, threshold):
    return 1 - np.mean(np.abs((p >= threshold) - y))


def accuracy_by_sums(p, y, threshold):
    decided = (p >= threshold).astype(int)
    return sum(decided == y) / p.size


def counts_in_a_loop(p, y, threshold):
    tp = fp = fn = tn = 0
    for pi, yi in zip(p, y, strict=True):
        if pi >= threshold:
            if yi == 1:
                tp += 1
            else:
                fp += 1
        elif yi == 1:
            fn += 1
        else:
            tn += 1
    return tp, fp, fn, tn


def counts_by_products(p, y, threshold):
    called = np.where(p >= threshold, 1, 0)
    tp = np.sum(called * y)
    return tp, np.sum(called) - tp, np.sum(y) - tp, np.sum((1 - called) * (1 - y))


def counts_by_selecting(p, y, threshold):
    sick, well = p[y == 1], p[y == 0]
    return [
        len(sick[sick >= threshold]),
        len(well[well >= threshold]),
        len(sick[sick < threshold]),
        len(well[well < threshold]),
    ]


STYLES = {
    "4.1": [
        probabilities_row_by_row,
        probabilities_by_sums,
        probabilities_with_dot,
        probabilities_of_a_list,
    ],
    "4.2": [
        gradient_row_by_row,
        gradient_column_by_column,
        gradient_by_broadcasting,
        gradient_from_the_left,
    ],
    "4.3": [train_by_hand, train_into_arrays, train_with_copies, train_appending_first],
    "4.4": [
        boundary_the_other_way_round,
        boundary_by_the_inverse,
        boundary_by_halving,
        boundary_by_two_logs,
    ],
    "4.5": [
        accuracy_in_a_loop,
        accuracy_with_where,
        accuracy_from_the_errors,
        accuracy_by_sums,
    ],
    "4.6": [counts_in_a_loop, counts_by_products, counts_by_selecting],
}


# Wrong answers, as bodies

SCOPE = {
    "np": np,
    "math": math,
    "sigmoid": logistic.sigmoid,
    "bce": logistic.bce,
    "probabilities": logistic.probabilities,
    "gradient": logistic.gradient,
    "train": logistic.train,
    "boundary": logistic.boundary,
    "accuracy": logistic.accuracy,
    "x0": X,
    "y0": Y,
}
LOOP = """
ws, bs = [w], [b]
for _ in range(epochs):
    p = probabilities(x, w, b)
    dw, db = gradient(x, y, p)
    w = w - lr * dw
    b = b - lr * db
    ws.append(w)
    bs.append(b)
return np.array(ws), np.array(bs)
"""


def loop(*changes):
    """The training loop, with some lines written differently."""
    body = LOOP
    for old, new in changes:
        assert old in body, old
        body = body.replace(old, new)
    return body


def moved(line, after):
    """The training loop, with a line of its body moved."""
    line = f"    {line}\n"
    return loop((line, ""), (f"    {after}\n", f"    {after}\n{line}"))


EACH = "{0}\nfor i in range(len(x)):\n  {1}\nreturn {2}"



def four(parts):
    """Sums of arrays of True and False: c is what is called 1, t is what is 1."""
    return f"c, t = p >= threshold, y == 1\nreturn tuple(np.sum(part) for part in ({parts}))"


LOGIT = "z = np.log(p / (1 - p))\n"

WRONG = [
    ("4.1", "return [sigmoid(row @ w + b) for row in x]", "list", "return an array"),
    ("4.1", "return sigmoid(x @ w + b).tolist()", "list", "return an array"),
    ("4.1", "return sigmoid(x) @ w + b", "mistake", "x through the sigmoid"),
    ("4.1", "e = np.exp(x @ w + b)\nreturn e / e.sum()", "mistake", "softmax"),
    ("4.1", "return x @ w + b", "mistake", "through `sigmoid`"),
    ("4.1", "return sigmoid(x @ w)", "mistake", "left out the bias"),
    ("4.1", "return sigmoid(x * w + b)", "mistake", "add the products of a row up"),
    ("4.1", "return sigmoid(sum(x * w) + b)", "mistake", "down the columns"),
    ("4.1", "return sigmoid(np.sum(x * w) + b)", "mistake", "whole table"),
    ("4.1", "return sigmoid(np.sum(x * w + b, axis=1))", "mistake", "once for each feature"),
    ("4.1", "return sigmoid(w @ x + b)", "ValueError", "matmul"),
    ("4.1", "return sigmoid(w * x[:, 0] + b)", "ValueError", "could not be broadcast"),
    ("4.1", "return sigmoid(w[0] * x[:, 0] + w[1] * x[:, 1] + b)", "IndexError", "out of bounds"),
    ("4.1", "return 1 / (1 + np.exp(x @ w + b))", "mistake", "sign of z round"),
    ("4.1", "return 1 / (1 + np.exp(-x @ w + b))", "mistake", "subtracted the bias"),
    ("4.1", "return 1 / (1 - np.exp(-(x @ w + b)))", "value", "Another result"),
    ("4.1", "return 1 / 1 + np.exp(-(x @ w + b))", "mistake", "1 / (1 + e^−z)"),
    ("4.1", "return 1 / (1 + exp(-(x @ w + b)))", "NameError", "Did you mean `np.exp`?"),
    ("4.1", "return 1 / (1 + math.exp(-(x @ w + b)))", "TypeError", "only"),
    ("4.1", "return np.round(sigmoid(x @ w + b))", "mistake", "decisions, 0 or 1"),
    ("4.1", "return sigmoid(x @ w + b) >= 0.5", "type", "yours returned"),
    ("4.1", "return sigmoid(x0 @ w[:1] + b)", "value", "Another result"),
    ("4.1", EACH.format("", "return sigmoid(x[i] @ w + b)", "0"), "mistake", "inside a loop"),
    ("4.1", EACH.format("", "p = sigmoid(x[i] @ w + b)", "p"), "mistake", "last row"),
    ("4.1", "p = sigmoid(x @ w + b)\nprint(p)", "none", "`return` missing?"),
    ("4.1", "x *= w\nreturn sigmoid(x.sum(axis=1) + b)", "changed", "changes its input `x`"),
    ("4.2", "return x.T @ (p - y), np.sum(p - y)", "mistake", "divide by their number"),
    ("4.2", "return x.T @ (p - y), np.mean(p - y)", "mistake", "divide `dw`"),
    ("4.2", "return x.T @ (y - p) / len(x), np.mean(y - p)", "mistake", "You took y − p"),
    ("4.2", "return np.mean((p - y) * x), np.mean(p - y)", "mistake", "use `x.T @ error`"),
    ("4.2", "return np.mean((p - y) * x, axis=0), np.mean(p - y)", "mistake", "lined the errors"),
    ("4.2", "return x @ (p - y) / len(x), np.mean(p - y)", "ValueError", "matmul"),
    ("4.2", "return x.T @ (p - y) / len(x.T), np.mean(p - y)", "mistake", "number of columns"),
    ("4.2", "return x.T @ (p - y) / x.size, np.mean(p - y)", "mistake", "number of entries"),
    ("4.2", "return np.mean((p - y)[:, None] * x), np.mean(p - y)", "mistake", "whole table"),
    ("4.2", "return (p - y)[:, None] * x, p - y", "mistake", "slopes of every row"),
    ("4.2", "return np.mean(p - y), np.mean(p - y)", "type", "should return"),
    ("4.2", "return x.T @ (p - y) / len(x)", "mistake", "dw alone"),
    ("4.2", "return np.mean(p - y), x.T @ (p - y) / len(x)", "mistake", "(db, dw)"),
    ("4.2", "e = (p - y)**2\nreturn x.T @ e / len(x), np.mean(e)", "mistake", "squared the errors"),
    ("4.2", "e = p - y\nreturn 2 * x.T @ e / len(x), 2 * np.mean(e)", "mistake", "factor 2"),
    ("4.2", "e = (p-y) * p * (1-p)\nreturn x.T @ e / len(x), np.mean(e)", "mistake", "holds it"),
    (
        "4.2",
        EACH.format("", "dw, db = (p[i] - y[i]) * x[i], p[i] - y[i]", "dw, db"),
        "mistake",
        "last row",
    ),
    (
        "4.2",
        EACH.format("dw = db = 0", "dw += (p[i] - y[i]) * x[i]; db += p[i] - y[i]", "dw, db"),
        "mistake",
        "divide by their number",
    ),
    ("4.2", "return x0.T @ (p - y) / 3, np.mean(p - y)", "ValueError", "matmul"),
    ("4.2", "return x.T @ (p - y) / 3, np.sum(p - y) / 3", "mistake", "by 3 whatever comes"),
    ("4.2", "return x.T @ (p - y) / len(x), 0", "mistake", "slope by b at 0"),
    ("4.2", "p -= y\nreturn x.T @ p / len(x), np.mean(p)", "changed", "changes its input `p`"),
    ("4.3", loop(("w - lr", "w + lr"), ("b - lr", "b + lr")), "mistake", "uphill"),
    ("4.3", loop(("x, y, p", "x, p, y")), "mistake", "takes x, y, p in this order"),
    ("4.3", loop(("w - lr", "w + lr")), "mistake", "uphill with w"),
    ("4.3", loop(("b - lr", "b + lr")), "mistake", "uphill with b"),
    ("4.3", loop(("lr * db", "db")), "mistake", "out of b's step"),
    ("4.3", loop(("lr * dw", "dw")), "mistake", "out of w's step"),
    ("4.3", loop(("lr * dw", "dw / lr"), ("lr * db", "db / lr")), "mistake", "You divided by"),
    (
        "4.3",
        loop(
            ("    ws.append(w)\n    bs.append(b)\n", ""),
            ("    p = prob", "    ws.append(w)\n    bs.append(b)\n    p = prob"),
        ),
        "mistake",
        "appended before the step",
    ),
    ("4.3", loop(("p = probabilities(x, w, b)", "p = x @ w + b")), "mistake", "You handed z"),
    ("4.3", loop(("dw, db =", "db, dw =")), "ValueError", "inhomogeneous"),
    (
        "4.3",
        loop(("    w = w", "    if np.all(lr * abs(np.append(dw, db)) < 1e-4): break\n    w = w")),
        "mistake",
        "You stopped where the steps became small",
    ),
    (
        "4.3",
        loop(("bs.append(b)\n", "bs.append(b)\n    if max(*abs(dw), abs(db)) < 1e-4: break\n")),
        "mistake",
        "You stopped after the first small step",
    ),
    (
        "4.3",
        loop(("    w = w", "    if np.all((p >= 0.5) == y):\n      break\n    w = w")),
        "type",
        "should return",
    ),
    (
        "4.3",
        loop(("w - lr * dw", "w - lr * dw * len(x)"), ("* db", "* db * len(x)")),
        "mistake",
        "sum over the rows",
    ),
    ("4.3", loop(("    b = b - lr * db\n", "")), "mistake", "never updated the bias"),
    ("4.3", loop(("    w = w - lr * dw\n", "")), "mistake", "never updated the weights"),
    ("4.3", loop(("lr * ", "")), "mistake", "left out the learning rate"),
    ("4.3", loop(("lr * ", "0.01 * ")), "mistake", "0.01 whatever comes"),
    ("4.3", loop(("w = w - lr", "w -= lr")), "mistake", "in place"),
    ("4.3", loop(("[w], [b]", "[], []")), "mistake", "left out the start"),
    ("4.3", loop(("range(epochs)", "range(epochs - 1)")), "mistake", "left out the last values"),
    ("4.3", loop(("range(epochs)", "range(1, epochs)")), "mistake", "left out the last values"),
    ("4.3", loop(("range(epochs)", "range(epochs + 1)")), "mistake", "one epoch too many"),
    (
        "4.3",
        loop(("\nreturn np.array(ws), np.array(bs)", "\nreturn w, b")),
        "mistake",
        "the last w and b",
    ),
    (
        "4.3",
        loop(("np.array(ws), np.array(bs)", "np.array(bs), np.array(ws)")),
        "mistake",
        "the weights first",
    ),
    ("4.3", loop(("np.array(ws), np.array(bs)", "ws")), "mistake", "weights alone"),
    ("4.3", loop(("return", "    return")), "mistake", "after the first epoch"),
    (
        "4.3",
        "p = probabilities(x, w, b)" + loop(("    p = probabilities(x, w, b)\n", "")),
        "mistake",
        "first gradient",
    ),
    (
        "4.3",
        loop(
            ("[w], [b]", "[w], [b]\ntotal = 0"),
            ("    w = w", "    total = total + dw\n    w = w"),
            ("lr * dw", "lr * total"),
        ),
        "some",
        "Right on",
    ),
    (
        "4.3",
        loop(
            ("ws, bs = [w], [b]", "ws, bs = [w], [b]\nsw = sb = 0"),
            ("    w = w", "    sw = sw + dw\n    sb = sb + db\n    w = w"),
            ("lr * dw", "lr * sw"),
            ("lr * db", "lr * sb"),
        ),
        "mistake",
        "those before it",
    ),
    (
        "4.3",
        loop(("p = probabilities(x, w, b)", "p = np.round(probabilities(x, w, b))")),
        "mistake",
        "rounded p",
    ),
    (
        "4.3",
        loop(("p = probabilities(x, w, b)", "p = sigmoid(probabilities(x, w, b))")),
        "mistake",
        "sigmoid twice",
    ),
    ("4.3", loop(("x, y, p", "x0, y0, p")), "ValueError", "could not be broadcast"),
    (
        "4.3",
        loop(("ws, bs = [w], [b]", "w, b = 0 * w, 0.0\nws, bs = [w], [b]")),
        "mistake",
        "You started at 0",
    ),
    ("4.3", loop(("lr * ", "lr / len(x) * ")), "mistake", "a mean already"),
    (
        "4.3",
        loop(
            (
                "    dw, db = gradient(x, y, p)\n    w = w - lr * dw\n    b = b - lr * db\n",
                "    b = b - lr * gradient(x, y, p)[1]\n    p = probabilities(x, w, b)\n"
                "    w = w - lr * gradient(x, y, p)[0]\n",
            )
        ),
        "mistake",
        "You updated b before w",
    ),
    (
        "4.3",
        loop(
            (
                "    dw, db = gradient(x, y, p)\n    w = w - lr * dw\n    b = b - lr * db\n",
                "    w = w - lr * gradient(x, y, p)[0]\n    p = probabilities(x, w, b)\n"
                "    b = b - lr * gradient(x, y, p)[1]\n",
            )
        ),
        "mistake",
        "You updated w before b",
    ),
    ("4.3", moved("ws.append(w)", "dw, db = gradient(x, y, p)"), "value", "Another result"),
    ("4.4", "return -b / w", "mistake", "right for p = 0.5 alone"),
    ("4.4", "return b / w", "value", "Another result"),
    ("4.4", "return 0", "mistake", "You returned 0"),
    ("4.4", "return p", "mistake", "You returned the probability"),
    ("4.4", LOGIT + "return z", "mistake", "You returned the logit"),
    ("4.4", "return (p - b) / w", "mistake", "You solved z = p"),
    ("4.4", "return (p - 0.5 - b) / w", "mistake", "do not rise alike"),
    ("4.4", "return (sigmoid(p) - b) / w", "mistake", "put p through the sigmoid"),
    ("4.4", "return (np.log(p) - b) / w", "mistake", "log(p) for the logit"),
    ("4.4", "return (np.log(1 / (1 - p)) - b) / w", "mistake", "left p out"),
    ("4.4", "return (np.log10(p / (1 - p)) - b) / w", "mistake", "base 10"),
    ("4.4", "return (p / (1 - p) - b) / w", "mistake", "left out the logarithm"),
    ("4.4", "return (np.log((1 - p) / p) - b) / w", "mistake", "logit of 1 − p"),
    ("4.4", LOGIT + "return (z + b) / w", "mistake", "lost a sign"),
    ("4.4", LOGIT + "return (b - z) / w", "mistake", "sign round"),
    ("4.4", LOGIT + "return z - b / w", "mistake", "divided b alone"),
    ("4.4", LOGIT + "return z / w - b", "mistake", "divided z alone"),
    ("4.4", LOGIT + "return z - b", "mistake", "divide by w"),
    ("4.4", LOGIT + "return (z - b) // w", "mistake", "`//`"),
    ("4.4", LOGIT + "return [(z - b) / w]", "type", "return the number itself"),
    ("4.4", LOGIT + "return abs((z - b) / w)", "mistake", "dropped the sign"),
    ("4.4", LOGIT + "return round((z - b) / w, 1)", "mistake", "You rounded"),
    ("4.4", LOGIT + "return sigmoid((z - b) / w)", "mistake", "the place through"),
    ("4.4", "return sigmoid(w * p + b)", "mistake", "asked the model"),
    ("4.4", "return 3.193147", "slip", "from `w`, `b` and `p`"),
    (
        "4.4",
        "x = np.arange(0, 10, 0.01)\nreturn x[np.argmin(abs(sigmoid(w * x + b) - p))]",
        "value",
        "Another result",
    ),
    ("4.4", "for i in range(100):\n  if w * i + b > 0:\n    return i", "value", "Another result"),
    ("4.5", "return np.mean(np.round(p) == y)", "mistake", "You rounded p"),
    ("4.5", "return 1 - np.mean((p >= threshold) - y)", "mistake", "two kinds cancel"),
    ("4.5", "return np.mean((p > threshold) == y)", "mistake", "use `>=`"),
    ("4.5", "return np.mean((p >= 0.5) == y)", "mistake", "at 0.5 whatever comes"),
    ("4.5", "return np.mean((p <= threshold) == y)", "mistake", "comparison round"),
    ("4.5", "return np.sum((p >= threshold) == y)", "mistake", "divide by the number of rows"),
    ("4.5", "return 1 - np.mean((p >= threshold) == y)", "mistake", "the wrong decisions"),
    ("4.5", "return np.mean(p >= threshold)", "mistake", "how often the decision is 1"),
    ("4.5", "return (p >= threshold) == y", "mistake", "take their mean"),
    ("4.5", "return np.mean(p == y)", "mistake", "decide first"),
    ("4.5", "return bce(p, y)", "mistake", "You returned the loss"),
    ("4.5", "return 1 - np.mean(abs(p - y))", "mistake", "how close p is"),
    ("4.5", "return 100 * np.mean((p >= threshold) == y)", "mistake", "percent"),
    ("4.5", "d = p >= threshold\nreturn sum(d * y) / len(y)", "mistake", "rightly called 0"),
    ("4.5", "d = p >= threshold\nreturn sum(d * y) / sum(d)", "mistake", "precision"),
    ("4.5", "d = p >= threshold\nreturn sum(d * y) / sum(y)", "mistake", "recall"),
    ("4.5", "if p >= threshold:\n  return 1", "ValueError", "ambiguous"),
    ("4.5", "p[p >= threshold] = 1\nreturn np.mean(p == y)", "mistake", "rightly called 0"),
    ("4.5", "return 0.75", "slip", "every time"),
    ("4.5", "for i in range(len(p)):\n  return (p[i] >= threshold) == y[i]", "type", "True or"),
    ("4.6", four("c & t, ~c & t, c & ~t, ~c & ~t"), "mistake", "for each other"),
    ("4.6", four("~c & ~t, c & ~t, ~c & t, c & t"), "mistake", "true positives and true negatives"),
    ("4.6", four("~c & ~t, ~c & t, c & ~t, c & t"), "mistake", "asked for the label 1"),
    ("4.6", four("c & t, ~c & ~t, c & ~t, ~c & t"), "mistake", "in another order"),
    ("4.6", four("c & ~t, c & t, ~c & ~t, ~c & t"), "mistake", "turned the label round"),
    ("4.6", four("c & t, c & ~t, ~c & t, ~c & ~t").replace(">=", "<"), "mistake", "decision round"),
    ("4.6", four("c & t, c & ~t, ~c & t, ~c & ~t").replace(">=", ">"), "mistake", "use `>=`"),
    (
        "4.6",
        four("c & t, c & ~t, ~c & t, ~c & ~t").replace("threshold", "0.5"),
        "mistake",
        "at 0.5 whatever comes",
    ),
    ("4.6", four("c, c & ~t, ~c & t, ~c"), "mistake", "how many of them rightly"),
    ("4.6", four("t, c & ~t, ~c & t, ~t"), "mistake", "called so"),
    ("4.6", four("c & t, ~c & ~t"), "mistake", "right decisions alone"),
    ("4.6", four("c & t, c & ~t, ~c & t, ~c & ~t").replace("sum", "mean"), "mistake", "shares"),
    ("4.6", "return accuracy(p, y, threshold)", "mistake", "keep apart"),
    ("4.6", "return np.mean((p >= threshold) == y)", "mistake", "keep apart"),
    ("4.6", "if p >= threshold and y == 1:\n  return 1, 0, 0, 0", "ValueError", "ambiguous"),
    ("4.6", "return 3, 2, 1, 4", "slip", "every time"),
    ("4.6", four("c & t, c & ~t, ~c & t"), "type", "3"),
]
