"""Answers to lesson 3 as people write them; tests/lessons/answers.py says in which form."""

import math

import numpy as np

from course_utils import sigmoid


def sigmoid_by_filling(z):
    z = np.asarray(z, dtype=float)
    p = np.empty_like(z)
    up = z >= 0
    p[up] = 1 / (1 + np.exp(-z[up]))
    p[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return p


def sigmoid_by_where(z):
    small = np.exp(-np.abs(z))
    return np.where(np.asarray(z) >= 0, 1, small) / (1 + small)


def sigmoid_by_tanh(z):
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(z)))


def sigmoid_by_clip(z):
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def sigmoid_by_logaddexp(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z)))


def sigmoid_in_silence(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-np.asarray(z)))


def sigmoid_one_by_one(z):
    def one(v):
        return 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))

    return np.vectorize(one)(z)


def slope_from_exponentials(z):
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def slope_measured(z):
    h = 1e-4
    return (sigmoid.sigmoid(z + h) - sigmoid.sigmoid(z - h)) / (2 * h)


def slope_by_squares(z):
    p = sigmoid.sigmoid(z)
    return p - p**2


def slope_by_symmetry(z):
    return sigmoid.sigmoid(z) * sigmoid.sigmoid(-z)


def bce_in_a_loop(p, y):
    total = 0
    for i in range(len(y)):
        if y[i] == 1:
            total -= math.log(p[i])
        else:
            total -= math.log(1 - p[i])
    return total / len(y)


def bce_by_where(p, y):
    return -np.log(np.where(y == 1, p, 1 - p)).mean()


def bce_with_a_dot_product(p, y):
    return -(y @ np.log(p) + (1 - y) @ np.log(1 - p)) / len(y)


def bce_clipped(p, y):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


def logits_by_maximum(z, y):
    return np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z))))


def logits_by_sign(z, y):
    return np.logaddexp(0, (1 - 2 * y) * z).mean()


def logits_in_a_loop(z, y):
    total = 0
    for logit, label in zip(z, y, strict=True):
        a = -logit if label == 1 else logit
        total += a + math.log(1 + math.exp(-a)) if a > 0 else math.log(1 + math.exp(a))
    return total / len(z)


def logits_with_a_switch(z, y):
    a = np.where(y == 1, -z, z)
    return np.where(a > 30, a, np.log(1 + np.exp(a))).mean()  # right, with a warning


def logits_minus_y_z(z, y):
    return np.mean(np.logaddexp(0, z) - y * z)


def entropy_written_out(z, classes):
    largest = np.max(z, axis=1)
    log_sum = largest + np.log(np.sum(np.exp(z - largest[:, None]), axis=1))
    return np.mean(log_sum - z[np.arange(len(z)), classes])


def entropy_one_hot(z, classes):
    z = z - z.max(axis=1)[:, None]
    log_p = z - np.log(np.exp(z).sum(axis=1))[:, None]
    return -np.sum(np.eye(z.shape[1])[classes] * log_p) / len(z)


def entropy_in_a_loop(z, classes):
    losses = []
    for row, c in zip(z, classes, strict=True):
        shifted = row - max(row)
        losses.append(np.log(sum(np.exp(shifted))) - shifted[c])
    return sum(losses) / len(losses)


def entropy_by_logaddexp(z, classes):
    return np.mean(np.logaddexp.reduce(z, axis=1) - z[range(len(z)), classes])


STYLES = {
    "3.1": [
        sigmoid_by_filling,
        sigmoid_by_where,
        sigmoid_by_tanh,
        sigmoid_by_clip,
        sigmoid_by_logaddexp,
        sigmoid_in_silence,
        sigmoid_one_by_one,
    ],
    "3.2": [slope_from_exponentials, slope_measured, slope_by_squares, slope_by_symmetry],
    "3.3": [bce_in_a_loop, bce_by_where, bce_with_a_dot_product, bce_clipped],
    "3.4": [
        logits_by_maximum,
        logits_by_sign,
        logits_in_a_loop,
        logits_minus_y_z,
        logits_with_a_switch,
    ],
    "3.5": [entropy_written_out, entropy_one_hot, entropy_in_a_loop, entropy_by_logaddexp],
}


# Wrong answers, as bodies

SCOPE = {
    "np": np,
    "math": math,
    "sigmoid": sigmoid.sigmoid,
    "sigmoid_slope": sigmoid.sigmoid_slope,
    "bce": sigmoid.bce,
    "bce_from_logits": sigmoid.bce_from_logits,
    "x": np.array([1.0, 2.0, 4.0]),
    "p": np.array([0.18, 0.5, 0.95]),
}
LOOP = """
total = 0
for i in range(len(y)):
    total {add} y[i] * np.log(p[i]) + (1 - y[i]) * np.log(1 - p[i])
{end}
"""
SHIFT = "z = z - z.max(axis=1, keepdims=True)\n"
SCORES = "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])"
SOFTMAX = "e = np.exp(z{shift})\np = e / e.sum({axis})\n"


def loop(add="-=", end="return total / len(y)"):
    return LOOP.format(add=add, end=end)


def entropy(shift=" - z.max(axis=1, keepdims=True)", axis="axis=1, keepdims=True", end=""):
    end = end or "return -np.mean(np.log(p[np.arange(len(z)), classes]))"
    return SOFTMAX.format(shift=shift, axis=axis) + end


WRONG = [
    ("3.1", "return 1 / (1 + np.exp(-z))", "mistake", "at z = −1000"),
    ("3.1", "return (1 + np.exp(-z)) ** -1", "mistake", "at z = −1000"),
    ("3.1", "return np.reciprocal(1 + np.exp(-z))", "mistake", "at z = −1000"),
    ("3.1", "return 1 / (1 + np.e ** np.negative(z))", "mistake", "at z = −1000"),
    (
        "3.1",
        "return np.where(np.asarray(z) < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))",
        "mistake",
        "computed both",
    ),
    ("3.1", "return 1 - 1 / (1 + np.exp(z))", "mistake", "at z = 1000 `np.exp(z)`"),
    ("3.1", "return np.exp(z) / (1 + np.exp(z))", "mistake", "inf / inf"),
    ("3.1", "return np.exp(z) / (np.exp(z) + 1)", "mistake", "inf / inf"),
    ("3.1", "return 1 / (1 + np.exp(z))", "mistake", "lost a minus"),
    ("3.1", "return 1 / (1 + np.exp(-np.abs(z)))", "mistake", "use |z| everywhere"),
    ("3.1", "return 1 / 1 + np.exp(-z)", "mistake", "whole denominator"),
    ("3.1", "return 1 / np.exp(-z)", "mistake", "left out the 1"),
    ("3.1", "return np.tanh(z)", "mistake", "from −1 to 1"),
    ("3.1", "return np.where(np.asarray(z) > 0, 1, 0)", "mistake", "a decision"),
    ("3.1", "return 1 / (1 + math.exp(-z))", "TypeError", "only"),
    ("3.1", "return 1 / (1 + np.exp(-np.clip(z, -30, 30)))", "mistake", "cut z off too early"),
    ("3.1", "return 1 / (1 + np.exp(-np.clip(z, -20, 20)))", "told", "cut z off or round p"),
    ("3.1", "return np.exp(np.minimum(z, 0)) / (1 + np.exp(np.minimum(z, 0)))", "mistake",
     "in both places"),
    ("3.1", "return np.exp(np.minimum(z, 0)) / (1 + np.exp(-z))", "mistake", "mixed the two forms"),
    ("3.1", "return np.exp(np.minimum(z, 0)) / (1 + np.exp(np.abs(z)))", "mistake",
     "lost the minus"),
    ("3.1", "return np.exp(-np.minimum(z, 0)) / (1 + np.exp(-np.abs(z)))", "mistake",
     "put a minus before"),
    ("3.1", "return 1 / (1 + np.exp(np.minimum(-z, 0)))", "mistake", "every negative z by 0"),
    ("3.1", "return 1 / (1 + np.exp(-np.minimum(z, 0)))", "mistake", "every positive z by 0"),
    ("3.1", "z = np.asarray(z)\nreturn np.minimum(1 / (1 + np.exp(-z)), 1)", "mistake",
     "at z = −1000"),
    ("3.1", "return np.exp(np.maximum(z, 0)) / (1 + np.exp(np.abs(z)))", "mistake",
     "e to positive numbers"),
    ("3.1", "p = np.exp(np.minimum(z, 0)) / (1 + np.exp(-abs(z)))\n"
     "return list(p) if np.ndim(z) else p", "list", "in a list"),
    ("3.1", "return 1 / (1 + exp(-z))", "NameError", "Did you mean `np.exp`?"),
    (
        "3.1",
        "if z >= 0:\n  return 1 / (1 + np.exp(-z))\nreturn np.exp(z) / (1 + np.exp(z))",
        "ValueError",
        "more than one element",
    ),
    ("3.1", "return [1 / (1 + np.exp(-v)) for v in z]", "TypeError", "not iterable"),
    ("3.1", "return 1 / (1 + np.exp(-np.clip(z, -1, 1)))", "mistake", "cut z off at 1"),
    ("3.1", "print(1 / (1 + np.exp(-z)))", "none", "`return`"),
    ("3.1", "return 1 / (1 + np.exp(-2.0)) + 0 * np.abs(z)", "example", "Right on"),
    ("3.2", "return z * (1 - z)", "mistake", "compute p = σ(z) first"),
    ("3.2", "p = sigmoid(z)\nreturn p * 1 - p", "mistake", "in parentheses"),
    ("3.2", "return sigmoid(z) * (1 - z)", "mistake", "in one place"),
    ("3.2", "return p * (1 - p)", "type", "yours returned 3 numbers"),
    ("3.2", "p = sigmoid(z)\nreturn p * (p - 1)", "mistake", "turned the difference"),
    ("3.2", "p = sigmoid(z)\nreturn 1 - p ** 2", "mistake", "slope of tanh"),
    ("3.2", "p = sigmoid(z)\nreturn p * (1 - p ** 2)", "mistake", "1 − p²"),
    ("3.2", "return sigmoid(z)", "mistake", "the sigmoid itself"),
    ("3.2", "return sum(sigmoid(z) * (1 - sigmoid(z)))", "TypeError", "not iterable"),
    ("3.2", "return np.sum(sigmoid(z) * (1 - sigmoid(z)))", "mistake", "added the slopes"),
    ("3.2", "return (sigmoid(z + 0.01) - sigmoid(z)) / 0.01", "mistake", "from z to z + 0.01"),
    ("3.2", "h = 0.1\nreturn (sigmoid(z + h) - sigmoid(z - h)) / (2 * h)", "mistake", "0.2 apart"),
    ("3.2", "p = sigmoid(z)\nreturn np.minimum(p, 1 - p) / 2", "mistake", "at 0 alone"),
    ("3.3", loop(end="return total"), "mistake", "divide by the number of students"),
    ("3.3", loop(add="+="), "mistake", "left the minus out"),
    ("3.3", loop(end="    return total"), "mistake", "inside a loop"),
    ("3.3", loop(add="= -1 *").replace("y[i] * np", "(y[i] * np", 1).replace(
        "1 - p[i])", "1 - p[i]))"), "mistake", "last student alone"),
    ("3.3", "return -np.mean(y * np.log(p))", "mistake", "those who passed alone"),
    ("3.3", "return -np.mean(np.log(p))", "mistake", "for everybody"),
    ("3.3", "return np.mean((p - y) ** 2)", "mistake", "mean squared error"),
    ("3.3", "return -(y * np.log(p) + (1 - y) * np.log(1 - p))", "mistake", "of every student"),
    ("3.3", "return -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))", "mistake", "log10"),
    ("3.3", "return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))", "mistake", "log2"),
    ("3.3", "return -np.mean(y * np.log(1 - p) + (1 - y) * np.log(p))", "mistake", "two cases"),
    ("3.3", "return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))", "mistake", "log 0"),
    ("3.3", "return -np.mean(y * np.log(p)) + np.mean((1 - y) * np.log(1 - p))", "mistake",
     "different signs"),
    ("3.3", "return np.where(y == 1, -np.log(p), -np.log(1 - p))", "mistake", "of every student"),
    ("3.3", "return np.where(y == 1, np.log(p), np.log(1 - p)).mean()", "mistake", "the minus out"),
    ("3.3", "return np.where(y == 1, -np.log(1 - p), -np.log(p)).mean()", "mistake", "two cases"),
    ("3.3", "return np.where(y == 1, -np.log(p), np.log(1 - p)).mean()", "mistake",
     "different signs"),
    ("3.3", "return np.where(p > 0.5, -np.log(p), -np.log(1 - p)).mean()", "mistake", "y does"),
    ("3.3", "return -np.mean(y * np.log(p) + 1 - y * np.log(1 - p))", "mistake", "parentheses"),
    ("3.3", "return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)) / 2", "mistake",
     "divided by 2 whatever"),
    ("3.3", "return -np.mean(y * log(p) + (1 - y) * log(1 - p))", "NameError", "`np.log`?"),
    ("3.3", "p = np.clip(p, 1e-3, 1 - 1e-3)\nreturn -np.log(np.where(y == 1, p, 1 - p)).mean()",
     "mistake", "exceed 6.9"),
    ("3.3", "return -math.log(p)", "TypeError", "only"),
    ("3.3", "p = sigmoid(p)\nreturn -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))", "mistake",
     "which is a probability already"),
    ("3.3", "p -= 1e-9\nreturn -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))", "changed",
     "changes its input `p`"),
    ("3.4", "return bce(sigmoid(z), y)", "mistake", "went through the probability"),
    ("3.4", "p = sigmoid(z)\nreturn -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))", "mistake",
     "rounds p to 1"),
    ("3.4", "p = 1 / (1 + np.exp(-z))\nreturn bce(p, y)", "mistake", "went through"),
    ("3.4", "return np.mean(np.log(1 + np.exp(np.where(y == 1, -z, z))))", "mistake",
     "e^1000 overflows"),
    ("3.4", "return np.mean(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z)))",
     "mistake", "0 · inf is nan"),
    ("3.4", "return np.mean(np.log(1 + np.exp(z)) - y * z)", "mistake", "for every z"),
    ("3.4", "return bce(np.clip(sigmoid(z), 1e-15, 1 - 1e-15), y)", "mistake", "clipped"),
    ("3.4", "return bce(np.clip(sigmoid(z), 1e-7, 1 - 1e-7), y)", "mistake", "exceed about 16.1"),
    ("3.4", "return bce(np.clip(sigmoid(z), 1e-15, 1 - 1e-15), y)", "mistake", "about 34.5"),
    ("3.4", "return bce(np.clip(sigmoid(z), 1e-3, 1 - 1e-3), y)", "mistake", "about 6.9"),
    ("3.4", "return -np.mean(np.log(sigmoid(np.where(y == 1, z, -z))))", "mistake",
     "the probability of what happened"),
    ("3.4", "a = np.where(y == 1, -z, z)\n"
     "return np.mean(np.log(1 + np.exp(np.clip(a, -700, 700))))", "mistake", "cut z off at 700"),
    ("3.4", "return np.mean(np.logaddexp(0, np.exp(np.where(y == 1, -z, z))))", "mistake",
     "a power of e"),
    ("3.4", "return np.mean(np.logaddexp(1, np.exp(np.where(y == 1, -z, z))))", "mistake",
     "1 and e^a"),
    ("3.4", "return np.mean(np.log(np.logaddexp(0, np.where(y == 1, -z, z))))", "mistake",
     "logarithm twice"),
    ("3.4", "return np.where(y == 1, np.logaddexp(0, -z), -np.logaddexp(0, z)).mean()", "mistake",
     "different signs"),
    ("3.4", "return np.mean(np.logaddexp(0, -z * y))", "mistake", "−z · y"),
    ("3.4", "return np.mean(np.logaddexp(0, z * y))", "mistake", "You used z · y"),
    ("3.4", "return np.mean(np.logaddexp(0, z))", "mistake", "for everybody"),
    ("3.4", "return np.mean(np.logaddexp(0, np.where(y == 1, z, -z)))", "mistake", "two cases"),
    ("3.4", "return np.mean(np.logaddexp(1, np.where(y == 1, -z, z)))", "mistake", "1 is e^0"),
    ("3.4", "return np.logaddexp(0, np.where(y == 1, -z, z))", "mistake", "of every student"),
    ("3.4", "return np.sum(np.logaddexp(0, np.where(y == 1, -z, z)))", "mistake", "added"),
    ("3.4", "return -np.mean(np.logaddexp(0, np.where(y == 1, -z, z)))", "mistake", "the sign"),
    ("3.4", "z = sigmoid(z)\nreturn np.mean(np.logaddexp(0, np.where(y == 1, -z, z)))", "mistake",
     "sigmoid first"),
    ("3.4", "return bce_from_logits(z, y)", "RecursionError", "maximum recursion depth"),
    ("3.4", "return bce(z, y)", "mistake", "no probability"),
    (
        "3.4",
        "for i in range(len(z)):\n  if y[i] == 1:\n    return np.logaddexp(0, -z[i])\n"
        "  return np.logaddexp(0, z[i])",
        "mistake",
        "inside a loop",
    ),
    ("3.4", "if y == 1:\n  return np.logaddexp(0, -z)\nreturn np.logaddexp(0, z)", "ValueError",
     "more than one element"),
    ("3.5", entropy(shift=""), "mistake", "e^1000 overflows"),
    ("3.5", entropy(shift=" - z.max()"), "mistake", "each row's own"),
    ("3.5", entropy(shift=" - np.max(z)"), "mistake", "`axis=1`"),
    ("3.5", entropy(axis="axis=0, keepdims=True"), "mistake", "down the columns"),
    ("3.5", entropy(axis=""), "mistake", "summed over the whole table"),
    ("3.5", entropy(shift=" - z.max()", axis=""), "mistake", "the sum of the whole table"),
    ("3.5", entropy(shift=" - z.max(axis=0)", axis="axis=0"), "mistake", "for both"),
    ("3.5", entropy(axis="axis=1"), "ValueError", "could not be broadcast"),
    ("3.5", entropy(shift=" - z.max(axis=1)"), "ValueError", "could not be broadcast"),
    ("3.5", entropy(end="return -np.mean(np.log(p[:, classes]))"), "mistake", "`[:, classes]`"),
    ("3.5", entropy(end="return -np.mean(np.log(p))"), "mistake", "over all classes"),
    ("3.5", entropy(end="return -np.mean(np.log(p[classes]))"), "mistake", "whole rows"),
    ("3.5", entropy(end="return -np.log(p[np.arange(len(z)), classes])"), "mistake", "every row"),
    ("3.5", entropy(end="return -np.sum(np.log(p[np.arange(len(z)), classes]))"), "mistake",
     "added the losses"),
    ("3.5", entropy(end="return -np.mean(p[np.arange(len(z)), classes])"), "mistake",
     "left out the logarithm"),
    ("3.5", entropy(end="return np.mean(np.log(p[np.arange(len(z)), classes]))"), "mistake",
     "turned the sign"),
    ("3.5", entropy(), "mistake", "through the probability"),
    ("3.5", "p = np.exp(z - z.max(axis=1, keepdims=True))\n"
     "p = np.clip(p / p.sum(axis=1, keepdims=True), 1e-15, 1)\n"
     "return -np.mean(np.log(p[np.arange(len(z)), classes]))", "mistake", "about 34.5"),
    ("3.5", entropy(end="p = np.maximum(p, 1e-3)\n"
     "return -np.mean(np.log(p[np.arange(len(z)), classes]))"), "mistake", "p above 0.001"),
    ("3.5", SHIFT + "e = np.exp(z)\nreturn np.mean(np.log(e[:, 0] + e[:, 1] + e[:, 2])"
     " - z[np.arange(len(z)), classes])", "mistake", "three columns"),
    ("3.5", SHIFT + SCORES.replace("np.mean", "np.sum"), "mistake", "added the losses"),
    ("3.5", SHIFT + SCORES.replace("return ", "return -"), "mistake", "turned the sign"),
    ("3.5", SHIFT + SCORES.replace("np.mean(", "(").replace("])", "])[0]"), "mistake", "first row"),
    ("3.5", SHIFT + SCORES.replace("axis=1", "axis=0"), "ValueError", "along `axis=1` one a row"),
    ("3.5", SHIFT + SCORES.replace(" - z", " + z"), "mistake", "subtract it"),
    ("3.5", SHIFT + "return np.mean(np.log(np.exp(z).sum(axis=1)))", "mistake", "likeliest"),
    ("3.5", SHIFT + SCORES.replace("axis=1", ""), "mistake", "share one logarithm"),
    ("3.5", SHIFT + SCORES.replace("np.log(", "("), "mistake", "log(e^z₀ + e^z₁ + …)"),
    ("3.5", SHIFT + SCORES.replace("np.log(", "np.log10("), "mistake", "for the sum"),
    ("3.5", "z = z - z.max()\n" + SCORES, "mistake", "one maximum from the whole"),
    ("3.5", "z = z - z.max(axis=0)\n" + SCORES, "mistake", "each column's maximum"),
    ("3.5", "z = z - 1000\n" + SCORES, "mistake", "1000 from every logit"),
    ("3.5", entropy(shift=" - z.max(axis=0)"), "mistake", "each column's maximum"),
    ("3.5", entropy(shift=" - 1000"), "mistake", "1000 from every logit"),
    ("3.5", entropy(end="return np.mean(p[np.arange(len(z)), classes])"), "mistake",
     "mean probability"),
    ("3.5", entropy(end="return -np.mean(np.log(p.max(axis=1)))"), "mistake", "likeliest"),
    ("3.5", entropy() .replace("return", "p = np.exp(p) / np.exp(p).sum(axis=1, keepdims=True)\n"
     "return"), "mistake", "twice"),
    ("3.5", SCORES, "mistake", "e^1000 overflows"),
    ("3.5", "e = np.exp(z)\nreturn np.mean(np.log(np.sum(e, axis=1))"
     " - z[np.arange(len(z)), classes])", "mistake", "z - z.max(axis=1, keepdims=True)"),
    ("3.5", "s = z - z.max(axis=1, keepdims=True)\n"
     "return np.mean(np.log(np.exp(s).sum(axis=1)) - z[np.arange(len(z)), classes])", "mistake",
     "in both places"),
    ("3.5", SHIFT + "return np.mean(-z[np.arange(len(z)), classes])", "mistake", "add it to each"),
    ("3.5", "p = sigmoid(z)\nreturn -np.mean(np.log(p[np.arange(len(z)), classes]))", "mistake",
     "sigmoid to each logit"),
    ("3.5", "z -= z.max(axis=1, keepdims=True)\n"
     "return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), classes])", "changed",
     "changes its input `z`"),
    (
        "3.1",
        "z = np.asarray(z, dtype=float)\nmiddle = 1 / (1 + np.exp(-np.clip(z, -10, 10)))\n"
        "return np.where(z > 10, 1.0, np.where(z < -10, 0.0, middle))",
        "told",
        "tiny probabilities come out wrong",
    ),
    (
        "3.1",
        "return np.array([1 / (1 + math.exp(-v)) if v >= 0 else 1 - 1 / (1 + math.exp(v))"
        " for v in z])",
        "TypeError",
        "one number and a whole array alike.",
    ),
    ("3.1", "return 1 / 1 + np.exp(-np.abs(z))", "mistake", "the denominator in parentheses"),
    ("3.2", "p = sigmoid(z)\nreturn p + (1 - p)", "mistake", "multiply the two"),
    ("3.2", "p = sigmoid(z)\nreturn p - (1 - p)", "mistake", "You took 1 − p from p"),
    ("3.2", "p = sigmoid(z)\nreturn p (1 - p)", "TypeError", "is a `*` missing"),
    (
        "3.3",
        "return -np.mean(p * np.log(y + 1e-9) + (1 - p) * np.log(1 - y + 1e-9))",
        "mistake",
        "You took the logarithm of y",
    ),
    (
        "3.3",
        "q = np.mean(np.where(y == 1, p, 1 - p))\nreturn -np.log(q)",
        "mistake",
        "the mean of the logarithms",
    ),
    ("3.4", "return bce(sigmoid(z), y)", "mistake", "You went through the probability"),
    (
        "3.5",
        "s = z - z.max(axis=1)\n"
        "return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(s)), classes])",
        "ValueError",
        "with `keepdims=True` it stays a column",
    ),
    (
        "3.5",
        "s = z - z.max(axis=1, keepdims=True)\n"
        "return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(3), classes])",
        "IndexError",
        "`[rows, columns]` takes pairs",
    ),
]
