"""Lesson 7's answers written blind: see `tests/lessons/blind.py`."""

import math
from collections import Counter

from torch import nn

from tests.lessons.changing import change

SCOPE = {"math": math, "Counter": Counter, "F": nn.functional}

G = """
def loss_and_gradient(z, y):
    rows = np.arange(len(z))
    z = z - z.max(axis=1, keepdims=True)
    p = np.exp(z)
    sums = p.sum(axis=1, keepdims=True)
    p = p / sums
    loss = np.mean(np.log(sums[:, 0]) - z[rows, y])
    gradient = p.copy()
    gradient[rows, y] -= 1
    return loss, gradient / len(z)
"""
SHIFT = "    z = z - z.max(axis=1, keepdims=True)\n"
T = """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    total = 0
    for start in range(0, len(order), batch):
        rows = order[start:start + batch]
        z = model(x[rows])
        loss = loss_function(z, y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    return total / len(order)
"""
ZERO = "        optimizer.zero_grad()\n"
BACKWARD = "        loss.backward()\n"
STEP = "        optimizer.step()\n"
TOTAL = "        total += loss.item() * len(rows)\n"
P = """
def split(order, learn, choose):
    first = order[:learn]
    second = order[learn:learn + choose]
    third = order[learn + choose:]
    return first, second, third
"""
M = """
def confusion_matrix(y, y_hat, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for truth, guess in zip(y, y_hat):
        matrix[truth, guess] += 1
    return matrix
"""
C = """
def calibration(p, right, bins):
    which = np.minimum((p * bins).astype(int), bins - 1)
    promised = np.full(bins, np.nan)
    happened = np.full(bins, np.nan)
    count = np.zeros(bins, dtype=int)
    for k in range(bins):
        inside = which == k
        count[k] = inside.sum()
        if count[k] > 0:
            promised[k] = p[inside].mean()
            happened[k] = right[inside].mean()
    return promised, happened, count
"""

RIGHT = [
    ("7.1", "as in the task", G),
    ("7.1", "one-hot subtracted", """
def loss_and_gradient(z, y):
    n, k = z.shape
    shifted = z - z.max(axis=1)[:, None]
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1))[:, None]
    one_hot = np.eye(k)[y]
    loss = -(one_hot * log_p).sum() / n
    return loss, (np.exp(log_p) - one_hot) / n
"""),
    ("7.1", "row by row", """
def loss_and_gradient(z, y):
    total, slopes = 0.0, []
    for row, label in zip(z, y):
        row = row - max(row)
        powers = [math.exp(v) for v in row]
        total += math.log(sum(powers)) - row[label]
        slopes.append([e / sum(powers) - (j == label) for j, e in enumerate(powers)])
    return total / len(y), np.array(slopes) / len(y)
"""),
    ("7.1", "logaddexp", """
def loss_and_gradient(z, y):
    lse = np.logaddexp.reduce(z, axis=1)
    loss = (lse - z[np.arange(len(y)), y]).mean()
    gradient = np.exp(z - lse[:, None])
    for i in range(len(y)):
        gradient[i, y[i]] -= 1
    gradient /= len(y)
    return loss, gradient
"""),
    ("7.1", "torch and autograd", """
def loss_and_gradient(z, y):
    z = torch.tensor(z, requires_grad=True)
    loss = nn.CrossEntropyLoss()(z, torch.tensor(y))
    loss.backward()
    return loss.item(), z.grad
"""),
    ("7.1", "torch by hand", """
def loss_and_gradient(z, y):
    z, y = torch.as_tensor(z), torch.as_tensor(y)
    log_p = torch.log_softmax(z, dim=1)
    loss = -log_p.gather(1, y[:, None]).mean()
    gradient = (log_p.exp() - F.one_hot(y, z.shape[1])) / len(y)
    return loss, gradient
"""),
    ("7.2", "as in the task", T),
    ("7.2", "tensor split", """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    model.train()
    losses, sizes = [], []
    for rows in order.split(batch):
        optimizer.zero_grad()
        loss = loss_function(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(rows))
    return np.average(losses, weights=sizes)
"""),
    ("7.2", "sorted first", """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    x, y = x[order], y[order]
    total, i = 0.0, 0
    while i < len(x):
        xb, yb = x[i:i + batch], y[i:i + batch]
        loss = loss_function(model(xb), yb)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.item() * xb.shape[0]
        i += batch
    return total / len(x)
"""),
    ("7.2", "counted batches", """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    n = len(order)
    total = torch.zeros(())
    for k in range(math.ceil(n / batch)):
        rows = order[k * batch:min((k + 1) * batch, n)]
        y_hat = model(x[rows])
        loss = loss_function(y_hat, y[rows])
        model.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(rows)
    return total / n
"""),
    ("7.2", "a DataLoader", """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    from torch.utils.data import DataLoader, Subset, TensorDataset
    loader = DataLoader(Subset(TensorDataset(x, y), order.tolist()), batch_size=batch)
    total = count = 0
    for xb, yb in loader:
        loss = loss_function(model(xb), yb)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total += float(loss.detach()) * len(xb)
        count += len(xb)
    return total / count
"""),
    ("7.2", "a list of positions", change(
        T, "    total = 0\n", "    order = order.tolist()\n    total = 0\n")),
    ("7.3", "as in the task", P),
    ("7.3", "np.split", """
def split(order, learn, choose):
    return np.split(order, [learn, learn + choose])
"""),
    ("7.3", "in one line", """
def split(order, learn, choose):
    return order[:learn], order[learn:][:choose], order[learn:][choose:]
"""),
    ("7.3", "loops", """
def split(order, learn, choose):
    a, b, c = [], [], []
    for i in range(len(order)):
        if i < learn:
            a.append(order[i])
        elif i < learn + choose:
            b.append(order[i])
        else:
            c.append(order[i])
    return a, b, c
"""),
    ("7.3", "masks", """
def split(order, learn, choose):
    place = np.arange(len(order))
    return (
        order[place < learn],
        order[(place >= learn) & (place < learn + choose)],
        order[place >= learn + choose],
    )
"""),
    ("7.3", "copies from behind", """
def split(order, learn, choose):
    judge = len(order) - learn - choose
    return [order[:learn].copy(), order[learn:-judge].copy(), order[-judge:].copy()]
"""),
    ("7.4", "as in the task", M),
    ("7.4", "np.add.at", """
def confusion_matrix(y, y_hat, classes):
    matrix = np.zeros((classes, classes))
    np.add.at(matrix, (y, y_hat), 1)
    return matrix
"""),
    ("7.4", "bincount", """
def confusion_matrix(y, y_hat, classes):
    return np.bincount(y * classes + y_hat, minlength=classes**2).reshape(classes, classes)
"""),
    ("7.4", "compared", """
def confusion_matrix(y, y_hat, classes):
    return np.array([
        [np.sum((y == i) & (y_hat == j)) for j in range(classes)] for i in range(classes)
    ])
"""),
    ("7.4", "one-hot product", """
def confusion_matrix(y, y_hat, classes):
    one_hot = np.eye(classes)
    return one_hot[y].T @ one_hot[y_hat]
"""),
    ("7.4", "Counter", """
def confusion_matrix(y, y_hat, classes):
    pairs = Counter(zip(y.tolist(), y_hat.tolist()))
    matrix = [[pairs[i, j] for j in range(classes)] for i in range(classes)]
    return np.array(matrix)
"""),
    ("7.5", "as in the task", C),
    ("7.5", "edges", """
def calibration(p, right, bins):
    edges = np.linspace(0, 1, bins + 1)
    promised, happened, count = [], [], []
    for k in range(bins):
        low, high = edges[k], edges[k + 1]
        inside = (p >= low) & ((p < high) | (k == bins - 1))
        count.append(inside.sum())
        promised.append(p[inside].mean() if inside.any() else np.nan)
        happened.append(right[inside].mean() if inside.any() else np.nan)
    return np.array(promised), np.array(happened), np.array(count)
"""),
    ("7.5", "bincount", """
def calibration(p, right, bins):
    k = np.clip((p * bins).astype(int), 0, bins - 1)
    count = np.bincount(k, minlength=bins)
    promised = np.bincount(k, weights=p, minlength=bins) / count
    happened = np.bincount(k, weights=right, minlength=bins) / count
    return promised, happened, count
"""),
    ("7.5", "digitize", """
def calibration(p, right, bins):
    k = np.digitize(p, np.arange(1, bins) / bins)
    return (
        np.array([p[k == i].mean() for i in range(bins)]),
        np.array([right[k == i].mean() for i in range(bins)]),
        np.array([(k == i).sum() for i in range(bins)]),
    )
"""),
    ("7.5", "answer by answer", """
def calibration(p, right, bins):
    sums, hits, count = [0.0] * bins, [0] * bins, [0] * bins
    for one, was in zip(p, right):
        k = bins - 1 if one == 1 else math.floor(one * bins)
        sums[k] += one
        hits[k] += was
        count[k] += 1
    promised = [s / c if c else math.nan for s, c in zip(sums, count)]
    happened = [h / c if c else math.nan for h, c in zip(hits, count)]
    return np.array(promised), np.array(happened), np.array(count)
"""),
    ("7.5", "searchsorted", """
def calibration(p, right, bins):
    edges = np.linspace(0, 1, bins + 1)
    k = np.searchsorted(edges, p, side="right") - 1
    k[k == bins] = bins - 1
    count = np.array([np.sum(k == j) for j in range(bins)])
    with np.errstate(all="ignore"):
        promised = np.array([np.sum(p[k == j]) for j in range(bins)]) / count
        happened = np.array([np.sum(right[k == j]) for j in range(bins)]) / count
    return promised, happened, count
"""),
]

WRONG = [
    ("7.1", "no shift", "overflow|maximum|largest|1000", change(G, SHIFT, "")),
    ("7.1", "one maximum for all", "row|whole table|axis", change(
        G, "z.max(axis=1, keepdims=True)", "z.max()")),
    ("7.1", "maximum of the columns", "row|axis", change(
        G, "z.max(axis=1, keepdims=True)", "z.max(axis=0)")),
    ("7.1", "gradient not divided", "number of pictures|/ n|divide|mean", change(
        G, "gradient / len(z)", "gradient")),
    ("7.1", "loss summed", "sum|mean|divide", change(G, "np.mean(", "np.sum(")),
    ("7.1", "both summed", "sum|mean|divide", change(
        G, "np.mean(", "np.sum(", "gradient / len(z)", "gradient")),
    ("7.1", "p alone", "one-hot|subtract|less 1|label", change(
        G, "    gradient[rows, y] -= 1\n", "")),
    ("7.1", "the other way round", "sign|way round|p − one-hot|minus", change(
        G, "gradient / len(z)", "-gradient / len(z)")),
    ("7.1", "label as an amount", "label|amount|position|one-hot", change(
        G, "    gradient[rows, y] -= 1\n", "    gradient = p - y[:, None]\n")),
    ("7.1", "softmax over the pictures", "axis|row|column", """
def loss_and_gradient(z, y):
    rows = np.arange(len(z))
    e = np.exp(z - z.max(axis=0))
    p = e / e.sum(axis=0)
    loss = -np.log(p[rows, y]).mean()
    p[rows, y] -= 1
    return loss, p / len(z)
"""),
    ("7.1", "through the probability", "probability|rounded|log", """
def loss_and_gradient(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(y)), y]))
    return loss, (p - np.eye(z.shape[1])[y]) / len(y)
"""),
    ("7.1", "p kept above 0", "above|clip|exceed|logit", """
def loss_and_gradient(z, y):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(len(y)), y] + 1e-12))
    return loss, (p - np.eye(z.shape[1])[y]) / len(y)
"""),
    ("7.1", "columns for all rows", "row|pair|arange|every", change(
        G, "gradient[rows, y] -= 1", "gradient[:, y] -= 1")),
    ("7.1", "softmax twice", "twice|softmax", """
def loss_and_gradient(z, y):
    z, y = torch.tensor(z), torch.tensor(y)
    p = torch.softmax(z, dim=1)
    loss = nn.CrossEntropyLoss()(p, y)
    return loss, (torch.softmax(p, dim=1) - F.one_hot(y, z.shape[1])) / len(y)
"""),
    ("7.1", "torch with a sum", "sum|mean|divide", """
def loss_and_gradient(z, y):
    z = torch.tensor(z, requires_grad=True)
    loss = nn.CrossEntropyLoss(reduction="sum")(z, torch.tensor(y))
    loss.backward()
    return loss.item(), z.grad
"""),
    ("7.1", "divided by all logits", "classes|number|pictures|divide", change(
        G, "gradient / len(z)", "gradient / z.size")),
    ("7.1", "likeliest class", "label|likeliest|argmax|true", change(
        G, "    rows = np", "    y = z.argmax(axis=1)\n    rows = np")),
    ("7.1", "loss alone", "gradient|number", change(
        G, "return loss, gradient / len(z)", "return loss")),
    ("7.1", "order", "order|first|loss", change(
        G, "return loss, gradient / len(z)", "return gradient / len(z), loss")),
    ("7.1", "losses of the rows", "mean|each row|number", change(
        G, "np.mean(np.log(sums[:, 0]) - z[rows, y])", "np.log(sums[:, 0]) - z[rows, y]")),
    ("7.1", "printed", "return", change(
        G, "return loss, gradient / len(z)", "print(loss, gradient / len(z))")),
    ("7.1", "changes z", "input|`z`|leave", change(
        G, "z = z - z.max(axis=1, keepdims=True)", "z -= z.max(axis=1, keepdims=True)")),
    ("7.2", "not shuffled", "order|position|shuffled", change(
        T, "rows = order[start:start + batch]",
        "rows = torch.arange(len(order))[start:start + batch]")),
    ("7.2", "labels not shuffled", "label|same positions|row", change(
        T, "y[rows]", "y[start:start + batch]")),
    ("7.2", "pictures not shuffled", "picture|same positions|row", change(
        T, "x[rows]", "x[start:start + batch]")),
    ("7.2", "last batch dropped", "last batch|smaller|drop", change(
        T, "range(0, len(order), batch)", "range(0, len(order) - batch + 1, batch)")),
    ("7.2", "whole batches counted", "last batch|smaller|drop", """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    total = 0
    for k in range(len(order) // batch):
        rows = order[k * batch:(k + 1) * batch]
        loss = loss_function(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)
    return total / len(order)
"""),
    ("7.2", "not zeroed", "zero", change(T, ZERO, "")),
    ("7.2", "zeroed too late", "zero_grad|order", change(T, ZERO, "", BACKWARD, BACKWARD + ZERO)),
    ("7.2", "no backward", "backward", change(T, BACKWARD, "")),
    ("7.2", "no step", "step", change(T, STEP, "")),
    ("7.2", "one step an epoch", "every batch|indent|one step", change(
        T, STEP, "", "    return total", "    optimizer.step()\n    return total")),
    ("7.2", "mean of the batches", "smaller|weight|pictures|batches", change(
        T, " * len(rows)", "", "total / len(order)", "total / math.ceil(len(order) / batch)")),
    ("7.2", "losses added", "mean|divide|add", change(
        T, " * len(rows)", "", "total / len(order)", "total")),
    ("7.2", "total not divided", "divide|mean", change(T, "total / len(order)", "total")),
    ("7.2", "sizes forgotten", "mean of a batch|len\\(rows\\)|already|size", change(
        T, " * len(rows)", "")),
    ("7.2", "last loss", "last batch|mean", change(
        T, "total / len(order)", "loss.item()")),
    ("7.2", "return inside", "first batch|return|indent|loop", change(
        T, "    return total", "        return total")),
    ("7.2", "steps of one", "batch|overlap|range", change(
        T, "range(0, len(order), batch)", "range(len(order))")),
    ("7.2", "one batch", "mini|whole|all pictures|every batch|one step", """
def train_epoch(model, x, y, loss_function, optimizer, order, batch):
    loss = loss_function(model(x[order]), y[order])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
"""),
    ("7.2", "softmax", "softmax|logits", change(
        T, "model(x[rows])", "torch.softmax(model(x[rows]), dim=1)")),
    ("7.2", "swapped", "swap|first|order|shape|dtype|arguments", change(
        T, "(z, y[rows])", "(y[rows], z)")),
    ("7.2", "the loss as a tensor", "item", change(T, "loss.item()", "loss")),
    ("7.2", "positions as pictures", "position|x\\[|rows|shape|picture", change(
        T, "model(x[rows])", "model(rows)")),
    ("7.2", "no return", "return", change(T, "    return total / len(order)\n", "")),
    ("7.2", "loss after the step", "after|before", change(
        T, TOTAL, "        total += loss_function(model(x[rows]), y[rows]).item() * len(rows)\n")),
    ("7.2", "step too soon", "backward|order|before|gradients", change(
        T, BACKWARD + STEP, STEP + BACKWARD)),
    ("7.3", "the judge again", "two parts|overlap|both|rest", change(
        P, "order[learn + choose:]", "order[learn:]")),
    ("7.3", "chosen from the first", "two parts|overlap|both|first", change(
        P, "order[learn:learn + choose]", "order[:choose]")),
    ("7.3", "end instead of length", "learn \\+ choose|end|how many|length", change(
        P, "order[learn:learn + choose]", "order[learn:choose]")),
    ("7.3", "one lost", "lost|one|every|\\+ 1", change(
        P, "order[learn:learn + choose]", "order[learn + 1:learn + choose]",
        "order[learn + choose:]", "order[learn + choose + 1:]")),
    ("7.3", "not shuffled", "order|shuffled|position", """
def split(order, learn, choose):
    place = np.arange(len(order))
    return place[:learn], place[learn:learn + choose], place[learn + choose:]
"""),
    ("7.3", "sorted", "sort|shuffled", change(
        P, "    first", "    order = np.sort(order)\n    first")),
    ("7.3", "shuffled again", "again|shuffled|order|random|as it comes|as they come", """
def split(order, learn, choose):
    order = np.random.default_rng(0).permutation(order)
    return order[:learn], order[learn:learn + choose], order[learn + choose:]
"""),
    ("7.3", "two parts", "three|numbers", change(P, "first, second, third", "first, second")),
    ("7.3", "last one dropped", "last|lost|rest", change(
        P, "order[learn + choose:]", "order[learn + choose:-1]")),
    ("7.3", "everything to learn from", "two parts|overlap|all|both", change(
        P, "order[:learn]", "order")),
    ("7.3", "sizes", "positions|how many|numbers|sizes", change(
        P, "first, second, third", "len(first), len(second), len(third)")),
    ("7.3", "order of the parts", "order|exchange|first", change(
        P, "first, second, third", "first, third, second")),
    ("7.3", "printed", "return", change(P, "return first", "print(first")
     .replace("second, third\n", "second, third)\n")),
    ("7.4", "turned", "row|column|transpos|turn", change(M, "[truth, guess]", "[guess, truth]")),
    ("7.4", "set to one", "add|\\+=|once|count", change(M, "+= 1", "= 1")),
    ("7.4", "counted once", "once|at|repeat|twice", """
def confusion_matrix(y, y_hat, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    matrix[y, y_hat] += 1
    return matrix
"""),
    ("7.4", "shares of rows", "share|divide|count", change(
        M, "return matrix", "return matrix / matrix.sum(axis=1, keepdims=True)")),
    ("7.4", "shares of all", "share|divide|count|points", change(
        M, "return matrix", "return matrix / len(y)")),
    ("7.4", "percent", "share|percent|count|divide|times|factor", change(
        M, "return matrix", "return 100 * matrix / len(y)")),
    ("7.4", "always ten", "classes|shape", change(M, "(classes, classes)", "(10, 10)")),
    ("7.4", "as many as occur", "classes|never|shape", """
def confusion_matrix(y, y_hat, classes):
    classes = max(y.max(), y_hat.max()) + 1
    matrix = np.zeros((classes, classes), dtype=int)
    for truth, guess in zip(y, y_hat):
        matrix[truth, guess] += 1
    return matrix
"""),
    ("7.4", "mistakes alone", "diagonal|right", change(
        M, "        matrix[truth", "        if truth != guess:\n            matrix[truth")),
    ("7.4", "right ones alone", "diagonal|mistake|wrong|off", change(
        M, "        matrix[truth", "        if truth == guess:\n            matrix[truth")),
    ("7.4", "return inside", "first|return|loop", change(M, "    return", "        return")),
    ("7.4", "counts of the truth", "prediction|y_hat|truth|columns", change(
        M, "[truth, guess]", "[truth, truth]")),
    ("7.4", "list of rows", "array", """
def confusion_matrix(y, y_hat, classes):
    matrix = [[0] * classes for _ in range(classes)]
    for truth, guess in zip(y, y_hat):
        matrix[truth][guess] += 1
    return matrix
"""),
    ("7.4", "one row many times", "row|shared|same", """
def confusion_matrix(y, y_hat, classes):
    matrix = [[0] * classes] * classes
    for truth, guess in zip(y, y_hat):
        matrix[truth][guess] += 1
    return np.array(matrix)
"""),
    ("7.4", "classes from 1", "from 0|bounds|index|range", """
def confusion_matrix(y, y_hat, classes):
    matrix = np.zeros((classes, classes), dtype=int)
    for i in range(1, classes):
        for j in range(1, classes):
            matrix[i, j] = np.sum((y == i) & (y_hat == j))
    return matrix
"""),
    ("7.4", "accuracy", "shape|matrix|number|share", """
def confusion_matrix(y, y_hat, classes):
    return np.mean(y == y_hat)
"""),
    ("7.5", "p of 1", "1|last bin|bounds|index", """
def calibration(p, right, bins):
    which = (p * bins).astype(int)
    promised, happened = np.full(bins, np.nan), np.full(bins, np.nan)
    count = np.zeros(bins)
    for k in range(bins):
        inside = which == k
        count[k] = inside.sum()
        if inside.any():
            promised[k], happened[k] = p[inside].mean(), right[inside].mean()
    return promised, happened, count
"""),
    ("7.5", "zeros", "empty|nan", change(
        C, "    promised = np.full(bins, np.nan)\n    happened = np.full(bins, np.nan)\n",
        "    promised = np.zeros(bins)\n    happened = np.zeros(bins)\n")),
    ("7.5", "lower bin", "upper|edge", """
def calibration(p, right, bins):
    edges = np.linspace(0, 1, bins + 1)
    promised, happened, count = [], [], []
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (p > low) & (p <= high)
        promised.append(p[inside].mean() if inside.any() else np.nan)
        happened.append(right[inside].mean() if inside.any() else np.nan)
        count.append(inside.sum())
    return np.array(promised), np.array(happened), np.array(count)
"""),
    ("7.5", "middles of the bins", "mean|middle|centre", change(
        C, "promised[k] = p[inside].mean()", "promised[k] = (k + 0.5) / bins")),
    ("7.5", "happened and promised", "exchange|order|promised|first", change(
        C, "return promised, happened", "return happened, promised")),
    ("7.5", "number of right ones", "share|divide|sum|count", change(
        C, "right[inside].mean()", "right[inside].sum()")),
    ("7.5", "divided by all", "divide|own|all|number", change(
        C, "p[inside].mean()", "p[inside].sum() / len(p)",
        "right[inside].mean()", "right[inside].sum() / len(p)")),
    ("7.5", "no count", "three|count|third", change(
        C, "return promised, happened, count", "return promised, happened")),
    ("7.5", "equally many", "equal width|width|as many|equally many", """
def calibration(p, right, bins):
    parts = np.array_split(np.argsort(p), bins)
    return (
        np.array([p[part].mean() for part in parts]),
        np.array([right[part].mean() for part in parts]),
        np.array([len(part) for part in parts]),
    )
"""),
    ("7.5", "empty bins left out", "empty|left out|each bin|bins", """
def calibration(p, right, bins):
    which = np.minimum((p * bins).astype(int), bins - 1)
    some = np.unique(which)
    return (
        np.array([p[which == k].mean() for k in some]),
        np.array([right[which == k].mean() for k in some]),
        np.array([np.sum(which == k) for k in some]),
    )
"""),
    ("7.5", "rounded", "nearest|round|down", change(
        C, "(p * bins).astype(int)", "np.round(p * bins).astype(int)")),
    ("7.5", "always ten", "bins|shape", """
def calibration(p, right, bins):
    bins = 10
    which = np.minimum((p * bins).astype(int), bins - 1)
    promised, happened = np.full(bins, np.nan), np.full(bins, np.nan)
    count = np.zeros(bins)
    for k in range(bins):
        inside = which == k
        count[k] = inside.sum()
        if inside.any():
            promised[k], happened[k] = p[inside].mean(), right[inside].mean()
    return promised, happened, count
"""),
    ("7.5", "from the smallest to the largest p", "0 to 1|from 0|smallest", """
def calibration(p, right, bins):
    edges = np.linspace(p.min(), p.max(), bins + 1)
    which = np.clip(np.digitize(p, edges) - 1, 0, bins - 1)
    promised, happened = np.full(bins, np.nan), np.full(bins, np.nan)
    count = np.zeros(bins)
    for k in range(bins):
        inside = which == k
        count[k] = inside.sum()
        if inside.any():
            promised[k], happened[k] = p[inside].mean(), right[inside].mean()
    return promised, happened, count
"""),
    ("7.5", "three for each bin", "three arrays|bin|shape|row", change(
        C, "return promised, happened, count",
        "return np.stack([promised, happened, count], axis=1)")),
    ("7.5", "gap", "share|difference|happened", change(
        C, "right[inside].mean()", "right[inside].mean() - p[inside].mean()")),
    ("7.5", "wrong ones", "right|wrong", change(
        C, "right[inside].mean()", "1 - right[inside].mean()")),
]
