"""Where the numerals of lesson 4 come from.  See `numerals`."""

from functools import cache

import numpy as np

from course_utils import data
from course_utils.logistic import accuracy, boundary, counts, gradient, probabilities, train
from course_utils.sigmoid import bce, sigmoid
from lessons import course
from tests.notebooks.numerals import GIVEN

x, y = data.study_passed()
middle = data.study_passed_middle()
new = data.study_passed_unseen()
x2, y2 = data.two_features()

W, B = np.array([1.0]), -2.5  # the model of the worked numbers
p = probabilities(x, W, B)
dw, db = gradient(x, y, p)
stepped = train(x, y, W, B, 0.5, 1)
P = np.array([0.2, 0.4, 0.6])  # the probabilities of exercise 4.2's worked number
TABLE_P = probabilities(np.array([[2.0, 1], [4, 1], [0, 3]]), np.array([1.0, -2.0]), 0.5)


def given(*numerals: str) -> dict:
    return dict.fromkeys(numerals, GIVEN)


@cache
def small(lr: float):
    """w and b after 1000 epochs from the small start."""
    ws, bs = train(x, y, *data.small_start(), lr, 1000)
    return ws[-1, 0], bs[-1]


@cache
def from_zero():
    return train(x, y, np.zeros(1), 0.0, 0.01, 100_000)


def at_4(epoch: int) -> float:
    ws, bs = from_zero()
    return sigmoid(4 * ws[epoch, 0] + bs[epoch])


def first_all_right(lr: float = 0.01) -> int:
    """The first epoch in which all three students are on their right side."""
    ws, bs = train(x, y, np.zeros(1), 0.0, lr, 1000)
    right = [accuracy(probabilities(x, *model), y, 0.5) == 1 for model in zip(ws, bs, strict=True)]
    first = right.index(True)
    assert all(right[first:])
    return first


def late_boundaries() -> np.ndarray:
    """The boundary after each epoch from the thousandth on."""
    ws, bs = from_zero()
    return boundary(ws[1000:, 0], bs[1000:], 0.5)


def unseen(epoch: int) -> tuple[float, float]:
    """Accuracy and loss on the ten unseen students."""
    ws, bs = from_zero()
    p = probabilities(new[0], ws[epoch], bs[epoch])
    return accuracy(p, new[1], 0.5), bce(p, new[1])


@cache
def centre() -> tuple[float, float]:
    """w and b of the best model where only the student in the middle passed."""
    ws, bs = train(*middle, *data.small_start(), 0.5, 1000)
    return ws[-1, 0], bs[-1]


@cache
def by_rows():
    """w, b and the last epoch's losses, one step a row."""
    w, b = data.two_features_start()
    for _ in range(100):
        losses = []
        for row, label in zip(x2, y2, strict=True):
            p = 1 / (1 + np.exp(-(row @ w + b)))
            losses.append(-np.log(p if label else 1 - p))
            w = w - 0.001 * (p - label) * row
            b = b - 0.001 * (p - label)
    return w, b, losses


@cache
def full(lr: float):
    """w and b after 100 epochs of full batches."""
    ws, bs = train(x2, y2, *data.two_features_start(), lr, 100)
    return ws[-1], bs[-1]


def percent(w: np.ndarray, b: float, x: np.ndarray = x2, y: np.ndarray = y2) -> float:
    return 100 * accuracy(probabilities(x, w, b), y, 0.5)


def ratio(w: np.ndarray) -> float:
    return w[1] / w[0]


def fresh_percent() -> float:
    """Accuracy on a thousand unseen points of two features."""
    x = np.random.default_rng(0).normal(size=(1000, 2))
    return percent(*full(1.0), x, (0.5 * x[:, 0] - 1.5 * x[:, 1] > 0).astype(float))


def after_60_epochs(keep: bool) -> float:
    """Loss of the three students at the forgotten zero's learning rate, from zero."""
    w, b, kept_w, kept_b = np.zeros(1), 0.0, 0.0, 0.0
    for _ in range(60):
        dw, db = gradient(x, y, probabilities(x, w, b))
        kept_w, kept_b = (kept_w + dw, kept_b + db) if keep else (dw, db)
        w, b = w - 0.1 * kept_w, b - 0.1 * kept_b
    return bce(probabilities(x, w, b), y)


SICK, WELL = 212, 357  # `data.tumours` is compared with them where its columns are


@cache
def tumours(*columns: int, rows=569, lr=1.0, scaled=True, epochs=1000):
    """The table, the labels, w, b and p of a model of these columns.

    rows: on how many of the first it is trained, and whose mean and deviation scale them all.
    """
    x, y = data.tumours()
    x = x[:, columns]
    if scaled:
        x = (x - x[:rows].mean(axis=0)) / x[:rows].std(axis=0)
    ws, bs = train(x[:rows], y[:rows], np.zeros(len(columns)), 0.0, lr, epochs)
    return x, y, ws[-1], bs[-1], probabilities(x, ws[-1], bs[-1])


@cache
def to_the_end():
    """w and b of the scaled model after ten times as many epochs."""
    return tumours(0, 1, epochs=10_000)[2:4]


def four(threshold: float, *columns: int) -> tuple[int, int, int, int]:
    """tp, fp, fn, tn of the model of these columns."""
    _, y, _, _, p = tumours(*columns)
    return counts(p, y, threshold)


def found(four: tuple[int, int, int, int]) -> tuple[float, float]:
    """Recall and precision."""
    tp, fp, fn, _ = four
    return tp / (tp + fn), tp / (tp + fp)


def right(threshold: float, *columns: int) -> float:
    """In percent."""
    _, y, _, _, p = tumours(*columns)
    return 100 * accuracy(p, y, threshold)


def raw_weight() -> float:
    """What the weight of concave points must be without scaling."""
    return to_the_end()[0][1] / data.tumours()[0][:, 1].std()


def curvatures(scaled: bool) -> float:
    """The largest curvature of the loss by the smallest, at w = 0 and b = 0."""
    x = tumours(0, 1, scaled=scaled, lr=0.01)[0]
    rows = np.column_stack([x, np.ones(len(x))])
    low, *_, high = np.linalg.eigvalsh(rows.T @ rows / len(rows) / 4)
    return high / low


def swings(lr: float) -> float:
    """The rate, if the raw model calls all tumours alike, this way and that, late in training."""
    called = [tumours(0, 1, scaled=False, lr=lr, epochs=epochs)[4] >= 0.5 for epochs in (999, 1000)]
    assert [one.sum() for one in called] == [0, 569]
    return lr


def unseen_tumours() -> tuple[float, float]:
    """Trained on the first 400: percent right of the others, and what "benign" is right for."""
    _, y, _, _, p = tumours(0, 1, rows=400)
    return 100 * accuracy(p[400:], y[400:], 0.5), 100 * np.mean(y[400:] == 0)


@cache
def shuffled_tumours() -> tuple[np.ndarray, np.ndarray]:
    """Trained on 400, dealt out twenty times: percent right of them, and of the other 169."""
    x, y = data.tumours()
    rng, shares = np.random.default_rng(0), []
    for _ in range(20):
        order = rng.permutation(len(y))
        known, new = order[:400], order[400:]
        mean, deviation = x[known, :2].mean(axis=0), x[known, :2].std(axis=0)
        scaled = (x[:, :2] - mean) / deviation
        ws, bs = train(scaled[known], y[known], np.zeros(2), 0.0, 1.0, 1000)
        p = probabilities(scaled, ws[-1], bs[-1])
        shares.append([100 * accuracy(p[rows], y[rows], 0.5) for rows in (known, new)])
    return tuple(np.transpose(shares))


def first_texture() -> float:
    return data.tumours()[0][0, 0]


def textures() -> np.ndarray:
    return data.tumours()[0][:, 0]


TABLE = {
    "title": given("4", "90") | {"1": lambda: x[0, 0], "2": lambda: x[1, 0], "3": lambda: x[2, 0]},
    "task-4-1-probabilities": given("1", "-2", "2", "4")
    | {
        "0": lambda: y[0],
        "3": lambda: x[2, 0],
        "-2.5": lambda: B,
        "2.5": lambda: -B,
        "0.5": lambda: x[2, 0] * W[0] + B,
        "0.62": lambda: TABLE_P[0],
        "0.92": lambda: TABLE_P[1],
        "0.004": lambda: TABLE_P[2],
    },
    "slope": given("0.001", "2")
    | {
        "3": lambda: x[2, 0],
        "1": lambda: y[2],
        "0.622": lambda: p[2],
        "-0.378": lambda: p[2] - y[2],
        "-1.13": lambda: (p[2] - y[2]) * x[2, 0],
    },
    "task-4-2-gradient": {
        "0.2": lambda: (P - y)[0],
        "0.4": lambda: (P - y)[1],
        "0.6": lambda: P[2],
        "-0.4": lambda: (P - y)[2],
        "1": lambda: x[0, 0],
        "2": lambda: x[1, 0],
        "3": lambda: x[2, 0],
        "0.8": lambda: (P - y)[1] * x[1, 0],
        "-1.2": lambda: (P - y)[2] * x[2, 0],
        "1.2": lambda: -(P - y)[2] * x[2, 0],
        "-0.2": lambda: (x.T @ (P - y))[0],
        "-0.067": lambda: gradient(x, y, P)[0][0],
        "0.067": lambda: gradient(x, y, P)[1],
    },
    "task-4-3-train": given("0.5", "1.0")
    | {
        "1": lambda: W[0],
        "-2.5": lambda: B,
        "0.18": lambda: p[0],
        "0.38": lambda: p[1],
        "0.62": lambda: p[2],
        "-0.065": lambda: dw[0],
        "0.065": lambda: -dw[0],
        "0.061": lambda: db,
        "1.033": lambda: stepped[0][1, 0],
        "-2.530": lambda: stepped[1][1],
        "0.383": lambda: bce(p, y),
        "0.379": lambda: bce(probabilities(x, stepped[0][1], stepped[1][1]), y),
        "2": lambda: len(stepped[1]),
    },
    "compare": given("60"),
    "train": given("4", "1000", "0.01")
    | {
        "-0.007": lambda: data.small_start()[0][0],
        "0.536": lambda: data.small_start()[1],
        "0.03": lambda: len(x) * 0.01,
    },
    "task-4-4-boundary": given("0.5", "0.8", "0", "1", "2", "-5", "5", "3")
    | {
        "0.614": lambda: sigmoid(4 * small(0.01)[0] + small(0.01)[1]),
        "0.852": lambda: sigmoid(4 * small(0.03)[0] + small(0.03)[1]),
        "1.25": lambda: 1 / 0.8,
        "0.25": lambda: 1 / 0.8 - 1,
        "4": lambda: 1 / (1 / 0.8 - 1),
        "1.386": lambda: np.log(4),
        "6.386": lambda: np.log(4) + 5,
        "2.5": lambda: boundary(2, -5, 0.5),
        "3.19": lambda: boundary(2, -5, 0.8),
    },
    "curve-seen": given("0.5", "4", "0")
    | {
        "2.64": lambda: boundary(*small(0.01), 0.5),
        "2.42": lambda: boundary(*small(0.03), 0.5),
    },
    "separable": given("0.01", "100", "0.5", "1000")
    | {
        "359": first_all_right,
        "2": lambda: x[1, 0],
        "3": lambda: x[2, 0],
        "2.4": lambda: np.floor(10 * min(late_boundaries())) / 10,
        "2.6": lambda: np.ceil(10 * max(late_boundaries())) / 10,
        "2.64": lambda: boundary(*small(0.01), 0.5),
    },
    "play": given("0.01", "0.1")
    | {
        "359": first_all_right,
        "0.67": lambda: at_4(1000),
        "0.98": lambda: at_4(10_000),
        "0.9999": lambda: at_4(100_000),
    },
    "task-4-5-accuracy": given("0.5", "0.2", "0.6", "0.9", "1")
    | {
        "36": lambda: first_all_right(0.1),
        "0": lambda: centre()[0],
        "-0.693": lambda: centre()[1],
        "1/3": lambda: np.mean(middle[1]),
        "0.75": lambda: accuracy(np.array([0.2, 0.6, 0.5, 0.9]), np.array([0, 0, 1, 1]), 0.5),
    },
    "unseen-seen": given("0", "10,000", "100,000", "0.5")
    | {
        "80": lambda: 100 * unseen(100_000)[0],
        "0.427": lambda: unseen(10_000)[1],
        "0.692": lambda: unseen(100_000)[1],
        "0.693": lambda: bce(np.full(10, 0.5), new[1]),
    },
    "rows": given("1", "0.5", "1.5", "0", "0.001", "100")
    | {
        "1000": lambda: len(x2),
        "-1.5/0.5": lambda: -3,
        "-3": lambda: -1.5 / 0.5,
        "100,000": lambda: 100 * len(x2),
    },
    "rows-seen": given("0", "0.5", "1.5", "3")
    | {
        "1/3": lambda: 0.5 / 1.5,
        "99.1": lambda: percent(*by_rows()[:2]),
        "-2.945": lambda: ratio(by_rows()[0]),
        "0.311": lambda: by_rows()[2][-1],
        "0.112": lambda: np.mean(by_rows()[2]),
    },
    "wrong": given("0.001", "100")
    | {
        "1000": lambda: len(x2),
        "1": lambda: len(x2) * 0.001,
        "82.7": lambda: percent(*data.two_features_start()),
        "82.9": lambda: percent(*full(0.001)),
        "5.5": lambda: ratio(full(0.001)[0]),
        "99.1": lambda: percent(*full(1.0)),
        "-2.945": lambda: ratio(full(1.0)[0]),
    },
    "torch": given("-2.5", "0", "1")
    | {"98.3": fresh_percent, "0.15": lambda: full(1.0)[1]},
    "loop": given("16", "7"),
    "zero-seen": given("0", "1", "60", "0.1", "4.0")
    | {
        "0.3386": lambda: small(0.01)[0],
        "-0.8923": lambda: small(0.01)[1],
        "0.03": lambda: after_60_epochs(keep=True),
        "0.57": lambda: after_60_epochs(keep=False),
        "1000": lambda: len(x2),
        "569": lambda: len(data.tumours()[1]),
        "212": lambda: SICK,
        "357": lambda: WELL,
    },
    "tumours": given("1000")
    | {
        "357": lambda: WELL,
        "569": lambda: SICK + WELL,
        "62.7": lambda: 100 * WELL / (SICK + WELL),
        "19": lambda: textures().mean(),
        "0.05": lambda: data.tumours()[0][:, 1].mean(),
        "10.38": first_texture,
        "19.29": lambda: textures().mean(),
        "4.297": lambda: textures().std(),
        "-2.07": lambda: (first_texture() - textures().mean()) / textures().std(),
    },
    "task-4-6-counts": given("1000", "0.5", "0.1", "0.2", "0.3", "0.4", "0.6", "0.7", "0.8", "0.9")
    | {
        "120": lambda: round(raw_weight(), -1),
        "0.12": lambda: tumours(0, 1, scaled=False, lr=0.01)[2][1],
        "0.03": lambda: swings(0.03),
        "93.5": lambda: right(0.5, 0, 1),
        "285,035": lambda: curvatures(scaled=False),
        "1.8": lambda: curvatures(scaled=True),
        "1.4130": lambda: to_the_end()[0][0],
        "4.6402": lambda: to_the_end()[0][1],
        "-0.7445": lambda: to_the_end()[1],
        "37": lambda: sum(four(0.5, 0, 1)[1:3]),
        "3": lambda: course["4.6"].reference(*course["4.6"].example)[0],
        "2": lambda: course["4.6"].reference(*course["4.6"].example)[1],
        "1": lambda: course["4.6"].reference(*course["4.6"].example)[2],
        "4": lambda: course["4.6"].reference(*course["4.6"].example)[3],
        "3/4": lambda: found(course["4.6"].reference(*course["4.6"].example))[0],
        "3/5": lambda: found(course["4.6"].reference(*course["4.6"].example))[1],
    },
    "counts-seen": given("0.5", "0", "100")
    | {
        "192": lambda: four(0.5, 0, 1)[0],
        "212": lambda: SICK,
        "90.6": lambda: 100 * four(0.5, 0, 1)[0] / SICK,
        "209": lambda: sum(four(0.5, 0, 1)[:2]),
        "91.9": lambda: 100 * four(0.5, 0, 1)[0] / sum(four(0.5, 0, 1)[:2]),
        "62.7": lambda: 100 * WELL / (SICK + WELL),
        "99": lambda: 100 - 1,
        "400": lambda: 569 - 169,
        "89.3": lambda: unseen_tumours()[0],
        "169": lambda: 569 - 400,
        "76.9": lambda: unseen_tumours()[1],
        "56.8": lambda: 100 * np.mean(data.tumours()[1][:400] == 0),
        "93": lambda: shuffled_tumours()[1].mean(),
        "569": lambda: SICK + WELL,
    },
    "summary": given("4", "0.1", "0.3", "0.5")
    | {
        "27": lambda: four(0.5, 2, 1)[2],
        "20": lambda: four(0.5, 2, 1)[1],
        "5": lambda: four(0.1, 2, 1)[2],
        "69": lambda: four(0.1, 2, 1)[1],
        "91.9": lambda: right(0.3, 2, 1),
        "91.7": lambda: right(0.5, 2, 1),
        "0.614": lambda: sigmoid(4 * small(0.01)[0] + small(0.01)[1]),
        "0.9999": lambda: at_4(100_000),
    },
    "transfer": given("2.5", "1", "10", "2.6", "0.5", "2", "0.1")
    | {
        "0.52": lambda: sigmoid(1 * (2.6 - 2.5)),
        "0.73": lambda: sigmoid(10 * (2.6 - 2.5)),
        "9": lambda: (1 - 0.1) / 0.1,
        "2.197": lambda: np.log(9),
    },
    "navigation": given("3", "5"),
}
