"""What the tasks of lesson 2 promise, and where breaking it shows: see `test_promises.py`."""

from course_utils.descent import descend, step


def everywhere(*case):
    return True


def moves(w, lr, x, y, tolerance, epochs):
    """How far each step of the walk moves w."""
    found = []
    for _ in range(descend(w, lr, x, y, tolerance, epochs)[1]):
        found.append(step(w, lr, x, y) - w)
        w += found[-1]
    return found


WALK = """
for taken in range(1, epochs + 1):
    before = w
    w = step(w, lr, x, y)
    if {}:
        break
return {}
"""
ERROR = "e = w[0] * x**2 + w[1] * x + w[2] - y\n"
STOP = "abs(w - before) < tolerance"
PROMISES = [
    ("2.1", "gradient of the mean squared error", everywhere,
     "return np.sum(2 * (w * x - y) * x)"),
    ("2.1", "when w changes", lambda w, x, y: w != 1, "return right(1.0, x, y)"),
    (
        "2.1",
        "It must work for any number of students",
        lambda w, x, y: len(x) != 3,
        "return np.sum(2 * (w * x - y) * x) / 3",
    ),
    ("2.1", "Returns a number.", everywhere, "return 2 * (w * x - y) * x"),
    ("2.2", "Write one step", everywhere, "return right(right(w, lr, x, y), lr, x, y)"),
    ("2.2", "Going against it", everywhere, "return w + lr * gradient(w, x, y)"),
    (
        "2.2",
        "stand at w, feel the slope there",
        lambda w, lr, x, y: w != 1,
        "return w - lr * gradient(1.0, x, y)",
    ),
    (
        "2.2",
        "lr: the learning rate.",
        lambda w, lr, x, y: lr != 0.05,
        "return w - 0.05 * gradient(w, x, y)",
    ),
    (
        "2.2",
        "x, y: arrays of the same length.",
        lambda w, lr, x, y: len(x) > 3,
        "return w - lr * gradient(w, x[:3], y[:3])",
    ),
    (
        "2.3",
        "moves w by less than `tolerance`",
        lambda *case: case[4] in map(abs, moves(*case)),
        WALK.format("abs(w - before) <= tolerance", "w, taken"),
    ),
    (
        "2.3",
        "in either direction",
        lambda *case: min(moves(*case)[:-1], default=0) < 0,
        WALK.format("w - before < tolerance", "w, taken"),
    ),
    (
        "2.3",
        "when `epochs` steps are done",
        lambda *case: abs(moves(*case)[-1]) >= case[4],
        "return right(w, lr, x, y, tolerance, 10_000)",
    ),
    ("2.3", "Return the last w", everywhere, WALK.format(STOP, "before, taken")),
    ("2.3", "and the number of steps taken, as a pair", everywhere, WALK.format(STOP, "w")),
    (
        "2.3",
        "the number of steps taken.",
        lambda *case: len(moves(*case)) < case[5],
        WALK.format(STOP, "w, epochs"),
    ),
    ("2.4", "here it is **f(w) = a · w²**, without ½", everywhere, "return 2 / a"),
    ("2.4", "the learning rate at which the factor reaches −1", everywhere, "return 1 / (2 * a)"),
    ("2.4", "So for a = 1.7", lambda a: a != 1.7, "return 1 / 1.7"),
    ("2.4", "below it descent converges", everywhere, "return 1 / a - 0.01"),
    (
        "2.5",
        "Gradient of the cost of w[0] * x² + w[1] * x + w[2].",
        lambda w, x, y: w[1] != 0,
        "return right(w * [1, 0, 1], x, y)",
    ),
    (
        "2.5",
        "Return an array of three numbers",
        everywhere,
        "return list(right(w, x, y))",
    ),
    ("2.5", "in this order", everywhere, "return right(w, x, y)[::-1]"),
    (
        "2.5",
        "each the mean over all points",
        lambda w, x, y: len(x) > 1,
        f"{ERROR}return 2 * np.array([np.sum(e * x**2), np.sum(e * x), np.sum(e)])",
    ),
]
