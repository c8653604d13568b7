"""Lesson 4's answers written blind: see `tests/lessons/blind.py`."""

from course_utils import data
from tests.lessons.changing import change

SCOPE = {"data": data, "hours": data.study_passed()[0].ravel(), **dict(zip(
    ("x", "y"), data.study_passed(), strict=True
))}

P_LOOP = """
def probabilities(x, w, b):
    result = []
    for row in x:
        z = b
        for k in range(len(w)):
            z = z + row[k] * w[k]
        result.append(sigmoid(z))
    return np.array(result)
"""
P = """
def probabilities(x, w, b):
    return sigmoid(x @ w + b)
"""
G = """
def gradient(x, y, p):
    error = p - y
    dw = x.T @ error / len(x)
    db = error.mean()
    return dw, db
"""
G_LOOP = """
def gradient(x, y, p):
    n, k = x.shape
    dw = np.zeros(k)
    db = 0
    for i in range(n):
        for j in range(k):
            dw[j] += (p[i] - y[i]) * x[i, j]
        db += p[i] - y[i]
    return dw / n, db / n
"""
T = """
def train(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    for epoch in range(epochs):
        p = probabilities(x, w, b)
        dw, db = gradient(x, y, p)
        w = w - lr * dw
        b = b - lr * db
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)
"""
B = """
def boundary(w, b, p):
    z = np.log(p / (1 - p))
    return (z - b) / w
"""
A = """
def accuracy(p, y, threshold):
    decisions = p >= threshold
    return np.mean(decisions == y)
"""
A_LOOP = """
def accuracy(p, y, threshold):
    right = 0
    for i in range(len(p)):
        if p[i] >= threshold:
            decision = 1
        else:
            decision = 0
        if decision == y[i]:
            right += 1
    return right / len(p)
"""
N = """
def counts(p, y, threshold):
    called = p >= threshold
    tp = np.sum(called & (y == 1))
    fp = np.sum(called & (y == 0))
    fn = np.sum(~called & (y == 1))
    tn = np.sum(~called & (y == 0))
    return tp, fp, fn, tn
"""
N_LOOP = """
def counts(p, y, threshold):
    tp = fp = fn = tn = 0
    for i in range(len(p)):
        if p[i] >= threshold and y[i] == 1:
            tp += 1
        elif p[i] >= threshold:
            fp += 1
        elif y[i] == 1:
            fn += 1
        else:
            tn += 1
    return tp, fp, fn, tn
"""

RIGHT = [
    ("4.1", "matrix product", P),
    ("4.1", "loops", P_LOOP),
    ("4.1", "dot", change(P, "x @ w", "np.dot(x, w)")),
    ("4.1", "w first", change(P, "x @ w", "w @ x.T")),
    ("4.1", "sum of products", change(P, "x @ w", "(x * w).sum(axis=1)")),
    ("4.1", "keywords", change(P, "x @ w + b", "z=np.add(np.matmul(x, w), b)")),
    ("4.1", "column and back", """
def probabilities(x, w, b):
    z = x @ w[:, None] + b
    return sigmoid(z).flatten()
"""),
    ("4.1", "filled array", """
def probabilities(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    n = x.shape[0]
    p = np.empty(n)
    i = 0
    while i < n:
        p[i] = sigmoid(np.sum(x[i] * w) + b)
        i += 1
    return p
"""),
    ("4.1", "own sigmoid", """
def probabilities(x, w, b):
    z = np.einsum("ij,j->i", x, w) + b
    return 1 / (1 + np.exp(-z))
"""),
    ("4.1", "zip and a helper", """
def score(row, w, b):
    return sum(feature * weight for feature, weight in zip(row, w)) + b

def probabilities(x, w, b):
    return np.array([sigmoid(score(row, w, b)) for row in x])
"""),
    ("4.1", "column by column", """
def probabilities(x, w, b):
    z = np.full(len(x), float(b))
    for column, weight in zip(x.T, w):
        z += column * weight
    return sigmoid(z)
"""),
    ("4.1", "apply along axis", """
def probabilities(x, w, b):
    return np.apply_along_axis(lambda row: sigmoid(row @ w + b), 1, x)
"""),
    ("4.2", "product", G),
    ("4.2", "loops", G_LOOP),
    ("4.2", "column of errors", """
def gradient(x, y, p):
    error = (p - y)[:, None]
    return np.mean(error * x, axis=0), np.mean(error)
"""),
    ("4.2", "pair in a list", """
def gradient(x, y, p):
    error = p - y
    dw = np.array([np.mean(error * x[:, j]) for j in range(x.shape[1])])
    return [dw, float(error.mean())]
"""),
    ("4.2", "reshape", """
def gradient(x, y, p):
    dw = (x * (p - y).reshape(-1, 1)).mean(axis=0)
    db = sum(p - y) / len(y)
    return (dw, db)
"""),
    ("4.2", "transposed", """
def gradient(x, y, p):
    dw = np.array([np.mean((p - y) * column) for column in x.T])
    db = float(np.mean(p - y))
    return dw, db
"""),
    ("4.2", "errors first", """
def gradient(x, y, p):
    errors = np.subtract(p, y)
    return errors @ x / errors.size, errors.sum() / errors.size
"""),
    ("4.2", "einsum", """
def gradient(x, y, p):
    return np.einsum("i,ij->j", p - y, x) / x.shape[0], np.average(p - y)
"""),
    ("4.2", "twice the sign", """
def gradient(x, y, p):
    error = y - p
    return -(x.T @ error) / len(y), -error.mean()
"""),
    ("4.2", "row by row", """
def gradient(x, y, p):
    dws = []
    dbs = []
    for row, label, probability in zip(x, y, p):
        dws.append((probability - label) * row)
        dbs.append(probability - label)
    return np.mean(dws, axis=0), np.mean(dbs)
"""),
    ("4.3", "loop", T),
    ("4.3", "lists of copies", """
def train(x, y, w, b, lr, epochs):
    w = np.array(w, dtype=float)
    ws = [w.copy()]
    bs = [b]
    for _ in range(epochs):
        dw, db = gradient(x, y, probabilities(x, w, b))
        w -= lr * dw
        b -= lr * db
        ws.append(w.copy())
        bs.append(b)
    return np.array(ws), np.array(bs)
"""),
    ("4.3", "filled arrays", """
def train(x, y, w, b, lr, epochs):
    ws = np.zeros((epochs + 1, len(w)))
    bs = np.zeros(epochs + 1)
    ws[0], bs[0] = w, b
    for t in range(epochs):
        dw, db = gradient(x, y, probabilities(x, ws[t], bs[t]))
        ws[t + 1] = ws[t] - lr * dw
        bs[t + 1] = bs[t] - lr * db
    return ws, bs
"""),
    ("4.3", "while and vstack", """
def train(x, y, w, b, lr, epochs):
    ws, bs, done = np.array([w]), np.array([b]), 0
    while done < epochs:
        slope_w, slope_b = gradient(x=x, y=y, p=probabilities(x=x, w=w, b=b))
        w, b = w - lr * slope_w, b - lr * slope_b
        ws = np.vstack([ws, w])
        bs = np.append(bs, b)
        done += 1
    return ws, bs
"""),
    ("4.3", "own formulas", """
def train(x, y, w, b, lr, epochs):
    n = len(x)
    ws, bs = [w], [b]
    for _ in range(epochs):
        error = sigmoid(x @ w + b) - y
        w = w - lr * (x.T @ error) / n
        b = b - lr * error.sum() / n
        ws.append(w)
        bs.append(b)
    return np.stack(ws), np.stack(bs)
"""),
    ("4.3", "history of pairs", """
def train(x, y, w, b, lr, epochs):
    history = [(w, b)]
    for _ in range(epochs):
        w, b = history[-1]
        dw, db = gradient(x, y, probabilities(x, w, b))
        history.append((w - lr * dw, b - lr * db))
    return np.array([w for w, _ in history]), np.array([b for _, b in history])
"""),
    ("4.3", "pair in a list", change(T, "return np.array(ws), np.array(bs)",
                                     "return [np.array(ws), np.array(bs)]")),
    ("4.3", "record first", """
def train(x, y, w, b, lr, epochs):
    ws, bs = [], []
    for epoch in range(epochs + 1):
        ws.append(w)
        bs.append(b)
        dw, db = gradient(x, y, probabilities(x, w, b))
        w = w - lr * dw
        b = b - lr * db
    return np.array(ws), np.array(bs)
"""),
    ("4.3", "annotated, recursion", """
def step(x, y, w, b, lr):
    dw, db = gradient(x, y, probabilities(x, w, b))
    return w - lr * dw, b - lr * db

def train(x: np.ndarray, y: np.ndarray, w, b, lr: float, epochs: int) -> tuple:
    weights, biases = [np.array(w)], [b]
    for _ in range(epochs):
        new_w, new_b = step(x, y, weights[-1], biases[-1], lr)
        weights += [new_w]
        biases += [new_b]
    return np.array(weights), np.array(biases)
"""),
    ("4.4", "one line", """
def boundary(w, b, p):
    return (np.log(p / (1 - p)) - b) / w
"""),
    ("4.4", "two steps", B),
    ("4.4", "math", change(B, "np.log", "math.log")),
    ("4.4", "the other way round", """
def boundary(w, b, p):
    return -(b + np.log(1 / p - 1)) / w
"""),
    ("4.4", "two logs", """
def boundary(w: float, b: float, p: float) -> float:
    logit = np.log(p) - np.log(1 - p)
    x = (logit - b) / w
    return float(x)
"""),
    ("4.4", "a helper", """
def logit(p):
    odds = p / (1 - p)
    return np.log(odds)

def boundary(w, b, p):
    return logit(p=p) / w - b / w
"""),
    ("4.4", "log1p", """
def boundary(w, b, p):
    return (np.log(p) - np.log1p(-p) - b) / w
"""),
    ("4.4", "bisection", """
def boundary(w, b, p):
    low, high = -50.0, 50.0
    for _ in range(200):
        z = (low + high) / 2
        if sigmoid(z) < p:
            low = z
        else:
            high = z
    return (z - b) / w
"""),
    ("4.5", "comparison", A),
    ("4.5", "loop", A_LOOP),
    ("4.5", "where", change(A, "p >= threshold", "np.where(p >= threshold, 1, 0)")),
    ("4.5", "sum over length", change(A, "np.mean(decisions == y)",
                                      "(decisions == y).sum() / len(y)")),
    ("4.5", "integers", """
def accuracy(p, y, threshold):
    return float(((p >= threshold).astype(int) == y.astype(int)).mean())
"""),
    ("4.5", "not less", """
def accuracy(p, y, threshold):
    return 1 - np.mean((p < threshold) == (y == 1))
"""),
    ("4.5", "zip", """
def accuracy(p, y, threshold):
    hits = [int(a >= threshold) == b for a, b in zip(p, y)]
    return sum(hits) / len(hits)
"""),
    ("4.5", "wrong ones counted", """
def accuracy(p, y, threshold):
    decisions = np.zeros(len(p))
    decisions[p >= threshold] = 1
    wrong = np.abs(decisions - y).sum()
    return 1 - wrong / len(p)
"""),
    ("4.5", "count_nonzero", """
def accuracy(p, y, threshold):
    return np.count_nonzero((p >= threshold) == y) / p.size
"""),
    ("4.5", "while", """
def accuracy(p, y, threshold):
    i = count = 0
    while i < len(y):
        count += (p[i] >= threshold) == bool(y[i])
        i += 1
    return count / i
"""),
    # A label of 0 or 1 stays what it is at any threshold above 0 and up to 1.
    ("4.5", "labels put to the threshold too", """
def accuracy(p, y, threshold):
    return np.mean((p >= threshold) == (y >= threshold))
"""),
    ("4.6", "and", N),
    ("4.6", "loop", N_LOOP),
    ("4.6", "list", change(N, "return tp, fp, fn, tn", "return [tp, fp, fn, tn]")),
    ("4.6", "array", change(N, "return tp, fp, fn, tn", "return np.array([tp, fp, fn, tn])")),
    ("4.6", "products", """
def counts(p, y, threshold):
    d = np.where(p >= threshold, 1, 0)
    tp, fp = (d * y).sum(), (d * (1 - y)).sum()
    return int(tp), int(fp), int(y.sum() - tp), int(len(y) - y.sum() - fp)
"""),
    ("4.6", "zip", """
def counts(p, y, threshold):
    pairs = [(bool(a >= threshold), bool(b)) for a, b in zip(p, y)]
    kinds = [(True, True), (True, False), (False, True), (False, False)]
    return tuple(pairs.count(kind) for kind in kinds)
"""),
]

WRONG = [
    ("4.1", "no bias", "bias|`b`", change(P, " + b", "")),
    ("4.1", "no sigmoid", "sigmoid|logit", change(P, "sigmoid(x @ w + b)", "x @ w + b")),
    ("4.1", "decisions", "decision|0 or 1|round|true or false|boolean",
     change(P, "x @ w + b)", "x @ w + b) >= 0.5")),
    ("4.1", "rounded", "round", change(P, "sigmoid(x @ w + b)", "np.round(sigmoid(x @ w + b), 2)")),
    ("4.1", "minus b", "sign|minus|subtract|add|plus", change(P, "+ b", "- b")),
    ("4.1", "x.T", r"x\.T|`\.T`", change(P, "x @ w", "x.T @ w")),
    ("4.1", "w first", "order|first|`w @ x`|row of a meets", change(P, "x @ w", "w @ x")),
    ("4.1", "products not added", r"shape|add|sum", change(P, "x @ w", "x * w")),
    ("4.1", "sum down the columns", "axis|column|row", change(P, "x @ w", "(x * w).sum(axis=0)")),
    ("4.1", "sum of everything", "axis|one number|each row", change(P, "x @ w", "(x * w).sum()")),
    ("4.1", "a list", "list", change(P_LOOP, "np.array(result)", "result")),
    ("4.1", "printed", "return", change(
        P, "return sigmoid(x @ w + b)", "print(sigmoid(x @ w + b))")),
    ("4.1", "sigmoid twice", "twice|sigmoid", change(P, "sigmoid(x @ w + b)",
                                                     "sigmoid(sigmoid(x @ w + b))")),
    ("4.1", "sigmoid of x", "sigmoid|order|last", change(P, "sigmoid(x @ w + b)",
                                                         "sigmoid(x) @ w + b")),
    ("4.1", "b outside", "sigmoid|bias|`b`|inside|bracket|parenthes",
     change(P, "x @ w + b)", "x @ w) + b")),
    ("4.1", "return in the loop", "return|first|loop|one number",
     change(P_LOOP, "    return np.array(result)", "        return np.array(result)")),
    ("4.1", "append after the loop", "last|loop|append|indent|number",
     change(P_LOOP, "        result.append", "    result.append")),
    ("4.1", "two features", "feature|count on more", """
def probabilities(x, w, b):
    return sigmoid(w[0] * x[:, 0] + w[1] * x[:, 1] + b)
"""),
    ("4.1", "first feature", "feature|column|first", change(P, "x @ w", "x[:, 0] * w[0]")),
    ("4.1", "three rows", "three of|size|number of", """
def probabilities(x, w, b):
    p = np.zeros(3)
    for i in range(3):
        p[i] = sigmoid(x[i] @ w + b)
    return p
"""),
    ("4.1", "mean of the rows", "each row|one number|mean", change(
        P, "sigmoid(x @ w + b)", "np.mean(sigmoid(x @ w + b))")),
    ("4.1", "range forgotten", "range", """
def probabilities(x, w, b):
    p = np.zeros(len(x))
    for i in len(x):
        p[i] = sigmoid(x[i] @ w + b)
    return p
"""),
    ("4.1", "b for each feature", "bias|`b`|once", """
def probabilities(x, w, b):
    return np.array([
        sigmoid(sum(row[k] * w[k] + b for k in range(len(w)))) for row in x
    ])
"""),
    ("4.1", "input changed", "changes its input|`x`|input", """
def probabilities(x, w, b):
    x *= w
    return sigmoid(x.sum(axis=1) + b)
"""),
    ("4.1", "the lesson's table", "`x`|inputs|shape", """
def probabilities(x, w, b):
    return sigmoid(hours.reshape(-1, 1) @ w + b)
"""),
    ("4.1", "a column", "shape", change(P, "x @ w", "x @ w.reshape(-1, 1)")),
    ("4.1", "np.sigmoid", "sigmoid", change(P, "sigmoid(", "np.sigmoid(")),
    ("4.1", "exp without minus", "sign|minus|1 − p|exp|label 0|other way|opposite", """
def probabilities(x, w, b):
    return 1 / (1 + np.exp(x @ w + b))
"""),
    ("4.1", "parentheses of 1 +", "bracket|parenthes", """
def probabilities(x, w, b):
    return 1 / 1 + np.exp(-(x @ w + b))
"""),
    ("4.1", "math.exp", r"math|\bnp\b", """
def probabilities(x, w, b):
    return 1 / (1 + math.exp(-(x @ w + b)))
"""),
    ("4.1", "= for +=", r"\+=|last|add", change(P_LOOP, "z = z + row[k]", "z = row[k]",
                                                "        z = b\n", "        z = 0\n",
                                                "sigmoid(z)", "sigmoid(z + b)")),
    ("4.1", "z not reset", "start|row|reset|add|inside|each", """
def probabilities(x, w, b):
    result = []
    z = b
    for row in x:
        for k in range(len(w)):
            z += row[k] * w[k]
        result.append(sigmoid(z))
    return np.array(result)
"""),
    ("4.1", "one off", "index|last|range|row", change(
        P_LOOP, "range(len(w))", "range(len(w) - 1)")),
    ("4.1", "softmax", "softmax|sum|each row|sigmoid", """
def probabilities(x, w, b):
    z = x @ w + b
    return np.exp(z) / np.exp(z).sum()
"""),
    ("4.2", "sum", "mean|sum|divide", change(G, " / len(x)", "", "error.mean()", "error.sum()")),
    ("4.2", "dw summed", "mean|sum|divide", change(G, " / len(x)", "")),
    ("4.2", "db summed", r"mean|sum|divide|\bdb\b", change(G, "error.mean()", "error.sum()")),
    ("4.2", "sign", "sign|p − y|p - y|minus", change(G, "p - y", "y - p")),
    ("4.2", "twice", "factor|twice", change(G, "x.T @ error", "2 * x.T @ error",
                                              "error.mean()", "2 * error.mean()")),
    ("4.2", "divided by features", "row|column|divide|len|number of",
     change(G, "len(x)", "x.shape[1]")),
    ("4.2", "only dw", r"\bdb\b|dw, db|two|pair", change(G, "return dw, db", "return dw")),
    ("4.2", "swapped", "order|dw, db|swap|first", change(G, "return dw, db", "return db, dw")),
    ("4.2", "one dw for all", "column|axis|one number|each", change(
        G, "x.T @ error / len(x)", "np.mean(x * error[:, None])")),
    ("4.2", "axis 1", "axis|column|one number in it", change(
        G, "x.T @ error / len(x)", "np.mean(x * error[:, None], axis=1)")),
    ("4.2", "no column of errors", "shape|column|`error|None", change(
        G, "x.T @ error / len(x)", "np.mean(error * x, axis=0)")),
    ("4.2", "x not transposed", r"\.T|row of a meets", change(G, "x.T @ error", "x @ error")),
    ("4.2", "T at the error", r"`\.T`|x\.T|row of a meets|transpos",
     change(G, "x.T @ error", "x @ error.T")),
    ("4.2", "without x", "feature|slope of b", change(
        G, "x.T @ error / len(x)", "np.full(x.shape[1], error.mean())")),
    ("4.2", "slope of the sigmoid", "p · \\(1|p \\* \\(1|squared|1 − p|slope of the sigmoid|cancel",
     change(G, "error = p - y", "error = (p - y) * p * (1 - p)")),
    ("4.2", "absolute", "abs|sign|direction", change(G, "p - y", "np.abs(p - y)")),
    ("4.2", "squared", "square", change(G, "p - y", "(p - y) ** 2")),
    ("4.2", "db an array", r"one number|mean|\bdb\b", change(G, "error.mean()", "error")),
    ("4.2", "db with x",
     "for b|bias|factor", change(G, "error.mean()", "np.mean(error * x[:, 0])")),
    ("4.2", "printed", "return", change(G, "return dw, db", "print(dw, db)")),
    ("4.2", "dw a list", "list|array", change(
        G, "x.T @ error / len(x)", "[np.mean(error * x[:, j]) for j in range(x.shape[1])]")),
    ("4.2", "hard coded three", "row|hard|number of|3|len", change(
        G, "/ len(x)", "/ 3", "error.mean()", "error.sum() / 3")),
    ("4.2", "first column only", "column|feature|3 numbers", change(
        G, "x.T @ error / len(x)", "np.array([np.mean(error * x[:, 0])])")),
    ("4.2", "return in the loop", "loop|first|return", change(
        G_LOOP, "    return dw / n", "        return dw / n")),
    ("4.2", "= for +=", r"\+=|last|add", change(G_LOOP, "dw[j] +=", "dw[j] =")),
    ("4.2", "db inside both loops", r"\bdb\b|loop|column|once|indent", change(
        G_LOOP, "        db +=", "            db +=")),
    ("4.2", "division inside", "divide|mean|loop|once|each", """
def gradient(x, y, p):
    n, k = x.shape
    dw = np.zeros(k)
    db = 0
    for i in range(n):
        dw = (dw + (p[i] - y[i]) * x[i]) / n
        db = (db + p[i] - y[i]) / n
    return dw, db
"""),
    ("4.2", "range forgotten", "range", change(G_LOOP, "range(n)", "n")),
    ("4.2", "p from the lesson", "p anew|inputs", """
def gradient(x, y, p):
    p = probabilities(x, np.ones(x.shape[1]), -2.5)
    error = p - y
    return x.T @ error / len(x), error.mean()
"""),
    ("4.2", "input changed", "changes its input|input", """
def gradient(x, y, p):
    p -= y
    return x.T @ p / len(x), p.mean()
"""),
    ("4.2", "one array of both", "dw, db|two|pair|array", change(
        G, "return dw, db", "return np.append(dw, db)")),
    ("4.3", "uphill", "sign|uphill|minus|plus|subtract", change(
        T, "w - lr", "w + lr", "b - lr", "b + lr")),
    ("4.3", "b uphill", "sign|uphill|minus|plus|subtract|bias", change(T, "b - lr", "b + lr")),
    ("4.3", "no start", "start", change(T, "ws, bs = [w], [b]", "ws, bs = [], []")),
    ("4.3", "one too few", "epoch|too few|entries|range|one more",
     change(T, "range(epochs)", "range(epochs - 1)")),
    ("4.3", "one too many", "epoch|too many|entries|range|one less",
     change(T, "range(epochs)", "range(epochs + 1)")),
    ("4.3", "range from 1", "epoch|too few|entries|range",
     change(T, "range(epochs)", "range(1, epochs)")),
    ("4.3", "b not moved", r"\bb\b|bias", change(T, "        b = b - lr * db\n", "")),
    ("4.3", "w not moved", r"\bw\b|weight", change(T, "        w = w - lr * dw\n", "")),
    ("4.3", "no learning rate", r"\blr\b|learning rate", change(
        T, "lr * dw", "dw", "lr * db", "db")),
    ("4.3", "learning rate of b missing",
     r"\blr\b|learning rate|\bb\b", change(T, "lr * db", "db")),
    ("4.3", "b from the moved w", "same place|moved|before", """
def train(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    for epoch in range(epochs):
        w = w - lr * gradient(x, y, probabilities(x, w, b))[0]
        b = b - lr * gradient(x, y, probabilities(x, w, b))[1]
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)
"""),
    ("4.3", "p once", "loop|forward|every epoch|each epoch|once|again", """
def train(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    p = probabilities(x, w, b)
    for epoch in range(epochs):
        dw, db = gradient(x, y, p)
        w = w - lr * dw
        b = b - lr * db
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)
"""),
    ("4.3", "gradient once", "loop|every epoch|each epoch|once|again", """
def train(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    dw, db = gradient(x, y, probabilities(x, w, b))
    for epoch in range(epochs):
        w = w - lr * dw
        b = b - lr * db
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)
"""),
    ("4.3", "the end only", "history|last|every|each epoch|one row|start", change(
        T, "return np.array(ws), np.array(bs)", "return w, b")),
    ("4.3", "lists", "list", change(T, "return np.array(ws), np.array(bs)", "return ws, bs")),
    ("4.3", "one array", "inhomogeneous|two|a, b|shape|one array|`np.array\\(ws\\)", change(
        T, "return np.array(ws), np.array(bs)", "return np.array([ws, bs])")),
    ("4.3", "return in the loop", "return|loop|first", change(
        T, "    return np", "        return np")),
    ("4.3", "append after the loop", "append|indent|loop|each epoch|last|every", change(
        T, "        ws.append(w)\n        bs.append(b)\n", "    ws.append(w)\n    bs.append(b)\n")),
    ("4.3", "the same w", "copy|same array|itself|changes its input|in place", change(
        T, "w = w - lr * dw", "w -= lr * dw", "b = b - lr * db", "b -= lr * db")),
    ("4.3", "dw and db swapped", "swap|exchang|become an array|shape", change(
        T, "dw, db =", "db, dw =")),
    ("4.3", "used for each other", "swap|exchang|become an array", change(
        T, "w - lr * dw", "w - lr * db", "b - lr * db", "b - lr * dw")),
    ("4.3", "history swapped", "order|swap|first|weights", change(
        T, "return np.array(ws), np.array(bs)", "return np.array(bs), np.array(ws)")),
    ("4.3", "gradient of (x, p, y)", "order|argument|swap|sign|p and y|`y`", change(
        T, "gradient(x, y, p)", "gradient(x, p, y)")),
    ("4.3", "p rounded", "round|probabilit|decision", change(
        T, "probabilities(x, w, b)", "probabilities(x, w, b).round()")),
    ("4.3", "printed", "return", change(
        T, "return np.array(ws), np.array(bs)", "print(np.array(ws), np.array(bs))")),
    ("4.3", "range forgotten", "range", change(T, "range(epochs)", "epochs")),
    ("4.3", "starts at zero", "start", change(
        T, "    ws, bs = [w], [b]\n",
        "    w, b = np.zeros(x.shape[1]), 0.0\n    ws, bs = [w], [b]\n")),
    ("4.3", "fixed lr", r"\blr\b|learning rate|inputs", change(
        T, "    ws, bs = [w], [b]\n", "    lr = 0.5\n    ws, bs = [w], [b]\n")),
    ("4.3", "60 epochs", "epochs|61", change(T, "range(epochs)", "range(60)")),
    ("4.3", "assigned = -lr", "in place of w|added to", change(
        T, "w = w - lr * dw", "w = -lr * dw", "b = b - lr * db", "b = -lr * db")),
    ("4.3", "losses", "history|weights|loss|return", """
def train(x, y, w, b, lr, epochs):
    losses = [bce(probabilities(x, w, b), y)]
    for epoch in range(epochs):
        p = probabilities(x, w, b)
        dw, db = gradient(x, y, p)
        w = w - lr * dw
        b = b - lr * db
        losses.append(bce(probabilities(x, w, b), y))
    return np.array(losses)
"""),
    ("4.3", "divided by n again", "once more|again", change(
        T, "lr * dw", "lr * dw / len(x)", "lr * db", "lr * db / len(x)")),
    ("4.3", "append called with =", "append|None", change(
        T, "        ws.append(w)\n", "        ws = ws.append(w)\n")),
    ("4.3", "append before the step", "step|start|before|once|twice|append|order", """
def train(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    for epoch in range(epochs):
        ws.append(w)
        bs.append(b)
        dw, db = gradient(x, y, probabilities(x, w, b))
        w = w - lr * dw
        b = b - lr * db
    return np.array(ws), np.array(bs)
"""),
    ("4.3", "row by row", "row|mean|all|one step|epoch", """
def train(x, y, w, b, lr, epochs):
    ws, bs = [w], [b]
    for epoch in range(epochs):
        for i in range(len(x)):
            p = probabilities(x[i:i + 1], w, b)
            dw, db = gradient(x[i:i + 1], y[i:i + 1], p)
            w = w - lr * dw
            b = b - lr * db
        ws.append(w)
        bs.append(b)
    return np.array(ws), np.array(bs)
"""),
    ("4.4", "p = 0.5 only", r"0\.5|any", change(B, "(z - b)", "-b")),
    ("4.4", "z + b", "sign|minus|subtract|`b`", change(B, "z - b", "z + b")),
    ("4.4", "b - z", "sign|order|minus|swap|other way|b − z", change(B, "z - b", "b - z")),
    ("4.4", "no b", "left out b|bias", change(B, "(z - b)", "z")),
    ("4.4", "p in place of the logit", "z = p|logit", change(B, "np.log(p / (1 - p))", "p")),
    ("4.4", "sigmoid for the logit", "sigmoid|inverse|back|logit", change(
        B, "np.log(p / (1 - p))", "sigmoid(p)")),
    ("4.4", "parentheses",
     "parenthes|bracket|b alone|b / w", change(B, "(z - b) / w", "z - b / w")),
    ("4.4", "parentheses of the odds", "parenthes|bracket|p / 1|1 − p|1 - p", change(
        B, "p / (1 - p)", "p / 1 - p")),
    ("4.4", "times w", "divide|multipl", change(B, "/ w", "* w")),
    ("4.4", "abs(w)", "abs|sign|fall|negative|below 0", change(B, "/ w", "/ abs(w)")),
    ("4.4", "log10", "log10|natural|base", change(B, "np.log", "np.log10")),
    ("4.4", "log of p", "odds|1 − p|1 - p|log", change(B, "p / (1 - p)", "p")),
    ("4.4", "odds turned over", "odds|upside|turned|1 − p|swap|other way|sign", change(
        B, "p / (1 - p)", "(1 - p) / p")),
    ("4.4", "no log", "log", change(B, "np.log(p / (1 - p))", "p / (1 - p)")),
    ("4.4", "printed", "return", change(B, "return (z - b) / w", "print((z - b) / w)")),
    ("4.4", "in a list", "number|list", change(B, "return (z - b) / w", "return [(z - b) / w]")),
    ("4.4", "rounded", "round", change(B, "return (z - b) / w", "return round((z - b) / w, 2)")),
    ("4.4", "the lesson's b", "whatever `b`|inputs", change(B, "z - b", "z + 5")),
    ("4.4", "grid of hours", "grid|exact|spacing|0.1|step|between|outside", """
def boundary(w, b, p):
    hours = np.linspace(0, 10, 101)
    return hours[np.argmin(np.abs(sigmoid(w * hours + b) - p))]
"""),
    ("4.4", "forwards", "for x|x is asked", """
def boundary(w, b, p):
    return sigmoid(w * p + b)
"""),
    ("4.4", "log of x", r"log|\bnp\b", change(B, "np.log", "log")),
    ("4.4", "w and b exchanged",
     "w and b|`w` and `b`|swap|exchang", change(B, "(z - b) / w", "(z - w) / b")),
    ("4.4", "threshold forgotten", r"0\.5", change(B, "p / (1 - p)", "0.5 / (1 - 0.5)")),
    ("4.5", "above only", "or more|>=|equal|exactly|≥", change(
        A, "p >= threshold", "p > threshold")),
    ("4.5", "reversed", "revers|comparison|<=|opposite", change(
        A, "p >= threshold", "p <= threshold")),
    ("4.5", "below", "less|opposite|wrong|or more", change(
        A, "p >= threshold", "p < threshold")),
    ("4.5", "0.5 always", "threshold|0\\.5", change(A, "p >= threshold", "p >= 0.5")),
    ("4.5", "round", "threshold|round|0\\.5", change(A, "p >= threshold", "np.round(p)")),
    ("4.5", "share of ones", "label|`y`|decision|compare", change(
        A, "np.mean(decisions == y)", "np.mean(decisions)")),
    ("4.5", "share of wrong", "wrong|error|right", change(A, "decisions == y", "decisions != y")),
    ("4.5", "count", "share|count|divide|number of", change(
        A, "np.mean(decisions == y)", "np.sum(decisions == y)")),
    ("4.5", "percent", "percent|100|share", change(
        A, "np.mean(decisions == y)", "100 * np.mean(decisions == y)")),
    ("4.5", "array of right", "share|mean|one number", change(
        A, "np.mean(decisions == y)", "decisions == y")),
    ("4.5", "true positives", "called 0|label 0|both|recall", """
def accuracy(p, y, threshold):
    return np.sum((p >= threshold) & (y == 1)) / len(y)
"""),
    ("4.5", "recall", "recall|label 1|ones|all", """
def accuracy(p, y, threshold):
    return np.sum((p >= threshold) & (y == 1)) / np.sum(y == 1)
"""),
    ("4.5", "precision", "precision|decided|called|all", """
def accuracy(p, y, threshold):
    return np.sum((p >= threshold) & (y == 1)) / np.sum(p >= threshold)
"""),
    ("4.5", "p == y", "decision|threshold|p itself|exactly|probabilit", """
def accuracy(p, y, threshold):
    return np.mean(p == y)
"""),
    ("4.5", "mean distance", "decision|distance|how far|how close", """
def accuracy(p, y, threshold):
    return 1 - np.mean(np.abs(p - y))
"""),
    ("4.5", "printed", "return", change(A, "return np.mean", "print(np.mean", "== y)", "== y))")),
    ("4.5", "if on an array", "`if`|np.where|array", """
def accuracy(p, y, threshold):
    if p >= threshold:
        decision = 1
    else:
        decision = 0
    return np.mean(decision == y)
"""),
    ("4.5", "return in the loop", "return|first|loop", change(
        A_LOOP, "    return right", "        return right")),
    ("4.5", "range forgotten", "range", change(A_LOOP, "range(len(p))", "len(p)")),
    ("4.5", "four hard coded", "number of|example|divided by 4", change(
        A_LOOP, "right / len(p)", "right / 4")),
    ("4.5", "one off", "last|range|len", change(A_LOOP, "range(len(p))", "range(len(p) - 1)")),
    ("4.5", "= for +=", r"\+=|one right|last|count|adds", change(
        A_LOOP, "right += 1", "right = 1")),
    ("4.5", "test after the loop", "indent|loop|last|inside|only", change(
        A_LOOP, "        if decision == y[i]:\n            right += 1\n",
        "    if decision == y[i]:\n        right += 1\n")),
    ("4.5", "assignment in the input", "changes its input|input|`p`", """
def accuracy(p, y, threshold):
    p[p >= threshold] = 1
    p[p < threshold] = 0
    return np.mean(p == y)
"""),
    ("4.5", "whole division", "//|share|whole", change(
        A_LOOP, "right / len(p)", "right // len(p)")),
    ("4.5", "only ones counted", "called 0|label 0|both|recall", """
def accuracy(p, y, threshold):
    right = 0
    for i in range(len(p)):
        if p[i] >= threshold and y[i] == 1:
            right += 1
    return right / len(p)
"""),
    ("4.6", "above only", "equals|>=|or more", change(N, "p >= threshold", "p > threshold")),
    ("4.6", "0.5 always", r"0\.5|threshold", change(N, "p >= threshold", "p >= 0.5")),
    ("4.6", "fp and fn exchanged", "false|order|exchang", change(
        N, "return tp, fp, fn, tn", "return tp, fn, fp, tn")),
    ("4.6", "tn second", "order|negative", change(
        N, "return tp, fp, fn, tn", "return tp, tn, fp, fn")),
    ("4.6", "accuracy", "accuracy", change(
        N, "return tp, fp, fn, tn", "return (tp + tn) / len(y)")),
    ("4.6", "shares", "share|how many", change(
        N, "return tp, fp, fn, tn", "return tp / len(y), fp / len(y), fn / len(y), tn / len(y)")),
    ("4.6", "decisions turned round", "decision|turned|opposite|less", change(
        N, "p >= threshold", "p <= threshold")),
    ("4.6", "labels turned round", "label|for each other", change(
        N, "tp = np.sum(called & (y == 1))", "tp = np.sum(called & (y == 0))",
        "fp = np.sum(called & (y == 0))", "fp = np.sum(called & (y == 1))")),
    ("4.6", "all called", "rightly|all called", """
def counts(p, y, threshold):
    called = p >= threshold
    fp = np.sum(called & (y == 0))
    fn = np.sum(~called & (y == 1))
    return np.sum(called), fp, fn, np.sum(~called)
"""),
    ("4.6", "printed", "return", change(N, "return tp, fp, fn, tn", "print(tp, fp, fn, tn)")),
    ("4.6", "two of them", "two kinds|\\(|all|four", change(
        N, "return tp, fp, fn, tn", "return tp, tn")),
    ("4.6", "and for &", "`and`|decide once", change(
        N, "tp = np.sum(called & (y == 1))", "tp = np.sum(called and y == 1)")),
    ("4.6", "return in the loop", "return|loop|first", change(
        N_LOOP, "    return tp", "        return tp")),
    ("4.6", "range forgotten", "range", change(N_LOOP, "range(len(p))", "len(p)")),
    ("4.6", "= for +=", "number is|1 |count|replace|last", change(N_LOOP, "tp += 1", "tp = 1")),
    ("4.6", "one off", "last|range", change(N_LOOP, "range(len(p))", "range(len(p) - 1)")),
]
