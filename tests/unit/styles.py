"""Right answers as different people write them: a check must accept each of them."""

from itertools import product

import numpy as np


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
