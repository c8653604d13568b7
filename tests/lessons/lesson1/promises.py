"""What the tasks of lesson 1 promise, and where breaking it shows: see `test_promises.py`."""

import numpy as np

from course_utils.search import best_w_b, cost


def everywhere(*case):
    return True


def in_no_order(values):
    steps = np.sign(np.diff(values))
    return set(steps) == {-1, 1}


PROMISES = [
    ("1.1", "w points per hour times x hours", everywhere, "return w + x"),
    (
        "1.1",
        "When `x` is an array of hours, it returns an array of scores",
        lambda w, x: np.ndim(x) > 0,
        "return w * np.max(x)",
    ),
    ("1.1", "With w = 1.5 and x = 2", lambda w, x: w != 1.5, "return 1.5 * x"),
    ("1.2", "Write the mean squared error", everywhere, "return np.sum((w * x - y) ** 2)"),
    ("1.2", "of the line", lambda w, x, y: w != 1.5, "return np.mean((1.5 * x - y) ** 2)"),
    (
        "1.2",
        "your function must work for any number of students",
        lambda w, x, y: len(x) != 3,
        "return np.sum((w * x - y) ** 2) / 3",
    ),
    ("1.2", "Returns a float", everywhere, "return np.array([np.mean((w * x - y) ** 2)])"),
    (
        "1.3",
        "`ws` is an array of candidates",
        lambda ws, x, y: 2.0 not in ws,
        "return right(np.linspace(0, 4, 41), x, y)",
    ),
    (
        "1.3",
        "Call `cost` for each candidate",
        lambda ws, x, y: in_no_order(ws),
        """
best = ws[0]
for w in ws[1:]:
    if cost(w, x, y) >= cost(best, x, y):
        break
    best = w
return best
""",
    ),
    (
        "1.3",
        "when several share it, the first of them",
        lambda ws, x, y: sorted(costs := [cost(w, x, y) for w in ws])[1] == min(costs),
        """
best = ws[0]
for w in ws:
    if cost(w, x, y) <= cost(best, x, y):
        best = w
return best
""",
    ),
    ("1.3", "as a number", everywhere, "return [right(ws, x, y)]"),
    (
        "1.4",
        "Return the pair `(w, b)` with the lowest cost, in this order",
        lambda *case: len(set(best_w_b(*case))) == 2,
        """
pairs = [(w, b) for w in ws for b in bs]
return min(pairs, key=lambda pair: cost_b(*pair, x, y))[::-1]
""",
    ),
    (
        "1.4",
        "Write the search for w and b together",
        lambda ws, bs, x, y: max(ws) < 1000,  # far off the best w is the same with any b
        """
w = best_w(ws, x, y)
return w, min(bs, key=lambda b: cost_b(w, b, x, y))
""",
    ),
    (
        "1.4",
        "`ws` and `bs` are arrays of candidates",
        lambda ws, bs, x, y: in_no_order(bs),
        """
best = ws[0], bs[0]
for w in ws:
    last = np.inf
    for b in bs:
        if cost_b(w, b, x, y) > last:
            break
        last = cost_b(w, b, x, y)
        if last < cost_b(*best, x, y):
            best = w, b
return best
""",
    ),
    (
        "1.5",
        "from one end to the other with both ends",
        everywhere,
        "return round(width / precision) ** parameters",
    ),
    (
        "1.5",
        "Every parameter is tried",
        lambda width, precision, parameters: parameters > 1,
        "return round(width / precision) + 1",
    ),
    (
        "1.5",
        "Return a whole number",
        everywhere,
        "return float((round(width / precision) + 1) ** parameters)",
    ),
    (
        "1.5",
        "because 0.3 / 0.1 is 2.9999999999999996",
        lambda width, precision, parameters: int(width / precision) < width / precision
        and round(width / precision) > width / precision,
        "return (int(width / precision) + 1) ** parameters",
    ),
    (
        "1.5",
        "`round` the number of steps first",
        lambda width, precision, parameters: parameters == 10,
        "return round((width / precision + 1) ** parameters)",
    ),
]
