"""Answers to lesson 1 as people write them; tests/lessons/answers.py says in which form."""

import math
from itertools import product

import numpy as np

from course_utils import search


def predict_with_numpy(w, x):
    return np.multiply(x, w)


def predict_in_a_loop(w, x):
    if np.ndim(x) == 0:
        return w * x
    y_hat = []
    for hours in x:
        y_hat.append(w * hours)
    return y_hat


def cost_in_a_loop(w, x, y):
    total = 0
    for i in range(len(x)):
        total += (w * x[i] - y[i]) ** 2
    return total / len(x)


def cost_with_a_dot_product(w, x, y):
    errors = y - w * x
    return errors @ errors / errors.size


def cost_in_float32(w, x, y):
    w, x, y = np.float32(w), x.astype("float32"), y.astype("float32")
    return np.mean(np.square(w * x - y))


def cost_with_statistics(w, x, y):
    from statistics import fmean

    return fmean((w * a - b) ** 2 for a, b in zip(x, y, strict=True))


def best_w_by_argmin(ws, x, y):
    costs = [cost_in_a_loop(w, x, y) for w in ws]
    return ws[np.argmin(costs)]


def best_w_by_broadcasting(ws, x, y):
    return ws[((ws[:, None] * x - y) ** 2).mean(axis=1).argmin()]


def best_w_by_min(ws, x, y):
    return min(ws, key=lambda w: cost_in_a_loop(w, x, y))


def best_w_from_infinity(ws, x, y):
    lowest = float("inf")
    for w in ws:
        if cost_in_a_loop(w, x, y) < lowest:
            lowest = cost_in_a_loop(w, x, y)
            best = w
    return best


def best_w_b_by_min(ws, bs, x, y):
    return min(product(ws, bs), key=lambda pair: np.mean((pair[0] * x + pair[1] - y) ** 2))


def best_w_b_by_broadcasting(ws, bs, x, y):
    costs = ((ws[:, None, None] * x + bs[:, None] - y) ** 2).mean(axis=-1)
    i, k = np.unravel_index(costs.argmin(), costs.shape)
    return np.array([ws[i], bs[k]])


def best_w_b_with_the_bias_outside(ws, bs, x, y):
    lowest = float("inf")
    for b in bs:
        for w in ws:
            c = np.mean((w * x + b - y) ** 2)
            if c < lowest:
                lowest, best = c, [w, b]
    return best


def evaluations_rounded_by_hand(width, precision, parameters):
    return (int(width / precision + 0.5) + 1) ** parameters


def evaluations_in_a_loop(width, precision, parameters):
    total = 1
    for _ in range(parameters):
        total *= 1 + int(round(width / precision))
    return total


STYLES = {
    "1.1": [predict_with_numpy, predict_in_a_loop],
    "1.2": [cost_in_a_loop, cost_with_a_dot_product, cost_in_float32, cost_with_statistics],
    "1.3": [best_w_by_argmin, best_w_by_broadcasting, best_w_by_min, best_w_from_infinity],
    "1.4": [best_w_b_by_min, best_w_b_by_broadcasting, best_w_b_with_the_bias_outside],
    "1.5": [evaluations_rounded_by_hand, evaluations_in_a_loop],
}


# Wrong answers, as bodies

SCOPE = {
    "np": np,
    "math": math,
    "predict": search.predict,
    "cost": search.cost,
    "cost_b": search.cost_b,
    "best_w": search.best_w,
    "errors": 1.5 * np.array([1.0, 2.0, 3.0]) - np.array([2.0, 4.0, 6.0]),
}
FROM_A_VALUE = """
best = {start}
for w in ws:
    if cost(w, x, y) < cost(best, x, y):
        best = w
return best
"""
LOOP = """
lowest = float("inf")
for {each}:
    c = {cost}
    if c < lowest:
        best = w
        lowest = c
return best
"""
FROM_A_COST = """
lowest = {start}
best = 0
for w in ws:
    if cost(w, x, y) < lowest:
        lowest = cost(w, x, y)
        best = w
return best
"""
PAIRS = """
lowest = {start}
bw = bb = 0
for w in {ws}:
    for b in {bs}:
        c = {cost}
        if c < lowest:
            lowest = c
            bw = w
            bb = b
return bw, bb
"""
INF = 'float("inf")'


def loop(each="w in ws", cost="cost(w, x, y)"):
    return LOOP.format(each=each, cost=cost)


def positions(span):
    return loop(f"i in range({span})", "cost(w := ws[i], x, y)")


def pairs(start=INF, ws="ws", bs="bs", cost="cost_b(w, b, x, y)"):
    return PAIRS.format(start=start, ws=ws, bs=bs, cost=cost)


WRONG = [
    ("1.1", "return 1.5 * x", "mistake", "1.5 whatever w is"),
    ("1.1", "return [w * x]", "type", "with one number in it: return the number itself"),
    ("1.1", "return [w * i for i in x]", "TypeError", "one number and a whole array alike"),
    ("1.1", "return w ^ x", "TypeError", "A power is `**`"),
    ("1.1", "x *= w\nreturn x", "changed", "changes its input `x`"),
    ("1.2", "return np.mean(errors**2)", "slip", "every time: compute it from `w`, `x` and `y`"),
    ("1.2", "return np.mean((w * x - y) ^ 2)", "TypeError", "A power is `**`"),
    ("1.2", "return mean((w * x - y) ** 2)", "NameError", "Did you mean `np.mean`?"),
    ("1.2", "return np.mean((w * x - y) * 2)", "mistake", "`** 2` squares"),
    (
        "1.2",
        "for i in range(len(x)):\n  return (w * x[i] - y[i]) ** 2",
        "mistake",
        "`return` inside a loop?",
    ),
    (
        "1.2",
        "for i in range(len(x)):\n  total = (w * x[i] - y[i]) ** 2\nreturn total / len(x)",
        "mistake",
        "`+=`",
    ),
    ("1.2", "return np.mean((w * x - y) ** 2) / len(x)", "mistake", "twice"),
    ("1.2", "return sum(w * x - y) ** 2 / len(x)", "mistake", "squared the sum"),
    ("1.2", "return np.mean((w * x + y) ** 2)", "mistake", "You added y"),
    ("1.2", "return round(np.mean((w * x - y) ** 2), 2)", "mistake", "You rounded"),
    ("1.2", "return (w * x - y) ** 2 / len(x)", "mistake", "add them up"),
    ("1.3", FROM_A_VALUE.format(start=0), "mistake", "begin with `ws[0]`"),
    ("1.3", FROM_A_VALUE.format(start=1), "mistake", "begin with `ws[0]`"),
    ("1.3", FROM_A_COST.format(start=10), "mistake", "begin with `ws[0]`"),
    ("1.3", FROM_A_COST.format(start=1000), "mistake", "begin with `ws[0]`"),
    ("1.3", FROM_A_COST.format(start=1000_000), "mistake", "begin with `ws[0]`"),
    ("1.3", positions("len(ws) - 1"), "mistake", "left out the last w"),
    ("1.3", positions("1, len(ws)"), "mistake", "left out the first w"),
    ("1.3", loop().replace("<", "<="), "mistake", "use `<`, not `<=`"),
    ("1.3", loop(cost="sum(w * x - y) ** 2"), "mistake", "call `cost`"),
    ("1.3", loop(cost="abs(sum(w * x - y))"), "mistake", "call `cost`"),
    (
        "1.3",
        "best = ws[0]\nfor w in ws:\n  if cost(w, x, y) < best:\n    best = w\nreturn best",
        "mistake",
        "compared a cost with a w",
    ),
    (
        "1.3",
        "best = float('inf')\nfor w in ws:\n  if cost(w, x, y) < best:\n    best = w\nreturn best",
        "mistake",
        "compared a cost with a w",
    ),
    ("1.3", "return np.mean(y / x)", "example", "all of its inputs, `ws`, `x` and `y`, and"),
    ("1.3", "return np.mean(y) / np.mean(x)", "example", "all of its inputs"),
    (
        "1.3",
        "return ws[0] if cost(ws[0], x, y) < cost(ws[1], x, y) else ws[1]",
        "some",
        "Right on",
    ),
    ("1.3", "for w in ws:\n  if cost(w, x, y) == 0:\n    return w", "none", "reached no `return`"),
    ("1.3", "ws.sort()" + loop(), "mistake", "leave ws in its order"),
    ("1.3", "return sqrt(ws[0])", "NameError", "Did you mean `np.sqrt`?"),
    ("1.4", pairs(start=1), "mistake", "begin with the first pair"),
    ("1.4", pairs(start=100), "mistake", "begin with the first pair"),
    ("1.4", pairs(start="cost_b(0, 0, x, y)"), "mistake", "begin with the first pair"),
    ("1.4", pairs(ws="ws[1:]", bs="bs[1:]"), "mistake", "left out the first"),
    ("1.4", pairs(ws="ws[:-1]", bs="bs[:-1]"), "mistake", "left out the last"),
    ("1.4", pairs(ws="ws[:-1]"), "slip", "leaves out the last of `ws`"),
    ("1.4", pairs(bs="bs[:-1]"), "slip", "leaves out the last of `bs`"),
    ("1.4", pairs(cost="sum(w * x + b - y) ** 2"), "mistake", "in which they cancel"),
    ("1.4", pairs(cost="cost(w, x, y) + b"), "mistake", "You added b to the cost"),
    ("1.4", pairs(cost="cost_b(b, w, x, y)"), "mistake", "You swapped w and b in the call"),
    ("1.4", pairs().replace("            bb =", "        bb ="), "mistake", "the last b"),
    ("1.4", pairs().replace("            bb =", "    bb ="), "mistake", "the last b"),
    ("1.4", pairs().replace("return", "    return"), "mistake", "out of both loops"),
    ("1.4", pairs().replace("return", "        return"), "mistake", "the first pair"),
    (
        "1.4",
        pairs().replace("    for", f"    lowest = {INF}\n    for"),
        "mistake",
        "not anew for every w",
    ),
    ("1.4", "w = best_w(ws, x, y)\nb = best_w(bs, x, y)\nreturn w, b", "mistake", "as if they"),
    (
        "1.4",
        pairs(ws="np.linspace(0, 4, 41)", bs="np.linspace(0, 4, 41)"),
        "mistake",
        "search the ws and bs given",
    ),
    ("1.5", "return (width / precision + 1) ** parameters", "whole", "Return a whole number"),
    ("1.5", "return (width / precision + 1) ^ parameters", "TypeError", "A power is `**`"),
    ("1.5", "return (round(width / precision) + 1) ^ parameters", "mistake", "a power is `**`"),
    ("1.5", "return (width / precision) ** parameters", "mistake", "one value more than steps"),
    ("1.5", "return (width // precision + 1) ** parameters", "mistake", "`//`"),
    ("1.5", "return (int(width // precision) + 1) ** parameters", "mistake", "`//`"),
    ("1.5", "return width // precision ** parameters", "value", "Another result"),
    ("1.5", "return int(width / precision) + 1 ** parameters", "mistake", "with parentheses"),
    ("1.5", "return round(width / precision) + 1 ** parameters", "mistake", "with parentheses"),
    ("1.5", "return round(width / precision) * parameters", "mistake", "multiplied the steps"),
    ("1.5", "return math.ceil(width / precision + 1) ** parameters", "mistake", "rounded up"),
    ("1.5", "return (math.ceil(width / precision) + 1) ** parameters", "mistake", "rounded up"),
    ("1.1", "return int(w * x)", "TypeError", "`int` and `float` make one number"),
    ("1.1", "return w @ x", "TypeError", "`*` multiplies numbers"),
    ("1.1", "return X * w", "NameError", "Did you mean `x`? Capitals"),
    (
        "1.2",
        "total = 0\nfor i in range(len(x)):\n  total += (w * x[i] - y[i]) ** 2\n"
        "  return total / len(x)",
        "slip",
        "is a `return` inside the loop?",
    ),
    (
        "1.2",
        "t = 0\nfor i in len(x):\n  t += (w * x[i] - y[i]) ** 2\nreturn t / len(x)",
        "TypeError",
        "`range(len(…))` goes through all positions",
    ),
    ("1.3", "return min(ws)", "mistake", "returned the smallest w"),
    ("1.3", "return ws[np.argmin(cost(ws, x, y))]", "ValueError", "entry by entry, in a loop?"),
    ("1.3", "return min(ws, key=cost)", "TypeError", "`lambda w: …` can add others"),
    (
        "1.3",
        "best = ws[0]\nfor w in ws[1:]:\n  if cost(w, x, y) < cost(best, x, y):\n    best = w\n"
        "  else:\n    break\nreturn best",
        "mistake",
        "look at every w",
    ),
    ("1.3", "return min((cost(w, x, y), w) for w in ws)[1]", "mistake", "took the smallest"),
    (
        "1.4",
        "lowest = float('inf')\nfor w in ws:\n  for b in bs:\n    c = cost_b(w, b, x, y)\n"
        "  if c < lowest:\n    lowest = c\n    best = (w, b)\nreturn best",
        "mistake",
        "move the `if` into it",
    ),
    (
        "1.5",
        "return len(np.arange(0, width, precision)) ** parameters",
        "mistake",
        "leaves out the end",
    ),
]
