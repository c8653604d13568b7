"""What lesson 1 builds: the line through the origin, its cost, and the search for the best w.

Here x and y are arrays of shape (n,), x in hours and y in points.
"""

import numpy as np


def predict(w: float, x: np.ndarray) -> np.ndarray:
    """Score predicted by the line: w points per hour times x hours.

    x: shape (n,).  Returns shape (n,).
    """
    return w * x


def cost(w: float, x: np.ndarray, y: np.ndarray) -> float:
    """Mean squared error of the line w * x.  x, y: shape (n,)."""
    errors = predict(w, x) - y
    return float(np.mean(errors**2))


def best_w(ws: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """The value in ws with the lowest cost, the first if several share it.

    ws: the values to try, shape (k,); x, y: shape (n,).
    """
    best = ws[0]
    lowest = cost(best, x, y)
    for w in ws:
        c = cost(w, x, y)
        if c < lowest:
            best = w
            lowest = c
    return float(best)


def cost_b(w: float, b: float, x: np.ndarray, y: np.ndarray) -> float:
    """Mean squared error of the line w * x + b.  x, y: shape (n,)."""
    errors = w * x + b - y
    return float(np.mean(errors**2))


def best_w_b(ws: np.ndarray, bs: np.ndarray, x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The pair (w, b) with the lowest cost, w out of ws and b out of bs.

    ws: shape (k,); bs: shape (m,); x, y: shape (n,).
    """
    best = (ws[0], bs[0])
    lowest = cost_b(ws[0], bs[0], x, y)
    for w in ws:
        for b in bs:
            c = cost_b(w, b, x, y)
            if c < lowest:
                best = (w, b)
                lowest = c
    return float(best[0]), float(best[1])


def evaluations(width: float, precision: float, parameters: int) -> int:
    """How many costs an exhaustive search computes.

    In every parameter it tries a range of this width, both ends included, in
    steps of this precision.
    """
    values = round(width / precision) + 1
    return values**parameters
