"""Answers to lesson 7 as people write them; tests/lessons/answers.py says in which form."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, TensorDataset

# 7.1


def loss_by_rows(z, y):
    losses, slopes = [], []
    for row, label in zip(z, y, strict=True):
        row = row - row.max()
        powers = np.exp(row)
        losses.append(np.log(powers.sum()) - row[label])
        slope = powers / powers.sum()
        slope[label] -= 1
        slopes.append(slope / len(y))
    return np.mean(losses), np.array(slopes)


def loss_by_indexing(z, y):
    rows = np.arange(len(y))
    shifted = z - z.max(axis=1)[:, np.newaxis]
    e = np.exp(shifted)
    total = e.sum(axis=1)
    loss = (np.log(total) - shifted[rows, y]).mean()
    gradient = e / total.reshape(-1, 1)
    gradient[rows, y] -= 1
    return loss, gradient / len(y)


def loss_by_logaddexp(z, y):
    log_p = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    hot = np.arange(z.shape[1]) == y[:, None]
    return -log_p[hot].mean(), (np.exp(log_p) - hot) / len(z)


def loss_by_autograd(z, y):
    z = torch.tensor(z, requires_grad=True)
    loss = nn.CrossEntropyLoss()(z, torch.tensor(y))
    loss.backward()
    return loss.item(), z.grad.numpy()


def loss_in_torch(z, y):
    z, y = torch.tensor(z), torch.tensor(y)
    hot = functional.one_hot(y, z.shape[1])
    loss = torch.logsumexp(z, dim=1).mean() - (z * hot).sum(dim=1).mean()
    return loss, (torch.softmax(z, dim=1) - hot) / len(y)


# 7.2


def epoch_by_splitting(model, x, y, loss_function, optimizer, order, batch):
    model.train()
    losses, sizes = [], []
    for rows in torch.split(order, batch):
        optimizer.zero_grad()
        loss = loss_function(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        sizes.append(len(rows))
    return np.average(losses, weights=sizes)


def epoch_of_sorted_pictures(model, x, y, loss_function, optimizer, order, batch):
    x, y = x[order], y[order]
    total = 0.0
    for i in range(0, len(x), batch):
        loss = loss_function(model(x[i : i + batch]), y[i : i + batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x[i : i + batch])
    return total / len(x)


def epoch_zeroing_last(model, x, y, loss_function, optimizer, order, batch):
    start, total = 0, torch.zeros(())
    while start < len(order):
        rows = order[start : start + batch].tolist()
        loss = loss_function(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        total += loss.detach() * len(rows)
        start += batch
    return total / len(order)


def epoch_with_a_loader(model, x, y, loss_function, optimizer, order, batch):
    pictures = TensorDataset(x[order], y[order])
    total, count = 0.0, 0
    for some, labels in DataLoader(pictures, batch_size=batch):
        loss = loss_function(model(some), labels)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(some)
        count += len(some)
    return total / count


def epoch_by_counting(model, x, y, loss_function, optimizer, order, batch):
    sums = []
    for k in range(math.ceil(len(order) / batch)):
        rows = order[k * batch : (k + 1) * batch]
        pictures = torch.stack([x[i] for i in rows])
        labels = torch.stack([y[i] for i in rows])
        loss = loss_function(model(pictures), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        sums.append(loss.item() * len(rows))
    return sum(sums) / len(x)


# 7.3


def split_by_numpy(order, learn, choose):
    return np.split(order, [learn, learn + choose])


def split_piece_by_piece(order, learn, choose):
    rest = order[learn:]
    return order[:learn], rest[:choose], rest[choose:]


def split_by_masks(order, learn, choose):
    place = np.arange(len(order))
    first, last = place < learn, place >= learn + choose
    return order[first], order[~first & ~last], order[last]


def split_by_appending(order, learn, choose):
    parts = [], [], []
    for place, position in enumerate(order):
        parts[(place >= learn) + (place >= learn + choose)].append(position)
    return parts


def split_from_behind(order, learn, choose):
    judge = len(order) - learn - choose
    return order[:learn].copy(), order[-judge - choose : -judge].copy(), order[-judge:].copy()


# 7.4


def matrix_by_comparing(y, y_hat, classes):
    return np.array(
        [[np.sum((y == i) & (y_hat == j)) for j in range(classes)] for i in range(classes)]
    )


def matrix_by_adding_at(y, y_hat, classes):
    counts = np.zeros((classes, classes))
    np.add.at(counts, (y, y_hat), 1)
    return counts


def matrix_by_one_hot(y, y_hat, classes):
    return np.eye(classes)[y].T @ np.eye(classes)[y_hat]


def matrix_by_bincount(y, y_hat, classes):
    pairs = np.bincount(classes * y + y_hat, minlength=classes * classes)
    return pairs.reshape(classes, -1)


def matrix_by_histogram(y, y_hat, classes):
    edges = np.arange(classes + 1) - 0.5
    return np.histogram2d(y, y_hat, bins=[edges, edges])[0]


# 7.5


def bins_by_edges(p, right, bins):
    promised, happened, count = [], [], []
    for k in range(bins):
        inside = (p >= k / bins) & (p < (k + 1) / bins)
        if k == bins - 1:
            inside = inside | (p == 1)
        count.append(np.sum(inside))
        promised.append(p[inside].mean() if count[-1] else np.nan)
        happened.append(right[inside].mean() if count[-1] else np.nan)
    return np.array(promised), np.array(happened), np.array(count)


def bins_by_bincount(p, right, bins):
    k = np.minimum((p * bins).astype(int), bins - 1)
    count = np.bincount(k, minlength=bins)
    with np.errstate(invalid="ignore"):
        promised = np.bincount(k, weights=p, minlength=bins) / count
        happened = np.bincount(k, weights=right, minlength=bins) / count
    return promised, happened, count


def bins_by_digitize(p, right, bins):
    k = np.digitize(p, np.linspace(0, 1, bins + 1)[1:-1])
    inside = [k == one for one in range(bins)]
    return (
        np.array([p[some].mean() for some in inside]),
        np.array([right[some].mean() for some in inside]),
        np.array([some.sum() for some in inside]),
    )


def bins_by_histogram(p, right, bins):
    count, edges = np.histogram(p, bins=bins, range=(0, 1))
    sums, _ = np.histogram(p, bins=edges, weights=p)
    hits, _ = np.histogram(p, bins=edges, weights=right.astype(float))
    return np.where(count, sums / count, np.nan), np.where(count, hits / count, np.nan), count


def bins_by_appending(p, right, bins):
    ps, rights = [[] for _ in range(bins)], [[] for _ in range(bins)]
    for one, was_right in zip(p, right, strict=True):
        k = min(math.floor(one * bins), bins - 1)
        ps[k].append(one)
        rights[k].append(was_right)
    means = [[sum(some) / len(some) if some else math.nan for some in two] for two in (ps, rights)]
    return np.array(means[0]), np.array(means[1]), np.array([len(some) for some in ps])


STYLES = {
    "7.1": [loss_by_rows, loss_by_indexing, loss_by_logaddexp, loss_by_autograd, loss_in_torch],
    "7.2": [
        epoch_by_splitting,
        epoch_of_sorted_pictures,
        epoch_zeroing_last,
        epoch_with_a_loader,
        epoch_by_counting,
    ],
    "7.3": [
        split_by_numpy,
        split_piece_by_piece,
        split_by_masks,
        split_by_appending,
        split_from_behind,
    ],
    "7.4": [
        matrix_by_comparing,
        matrix_by_adding_at,
        matrix_by_one_hot,
        matrix_by_bincount,
        matrix_by_histogram,
    ],
    "7.5": [
        bins_by_edges,
        bins_by_bincount,
        bins_by_digitize,
        bins_by_histogram,
        bins_by_appending,
    ],
}

# Wrong answers, as bodies

SCOPE = {"np": np, "math": math, "torch": torch, "nn": nn}
LOSS = """
rows = np.arange(len(y))
{shift}
e = np.exp(z)
sums = e.sum(axis=1)
loss = {loss}
gradient = e / sums[:, None]
{subtract}
return loss, {result}
"""
EPOCH = """
total = 0
for start in range(0, len(order), batch):
    rows = order[start:start + batch]
    loss = loss_function(model(x[rows]), y[rows])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    total += loss.item() * len(rows)
return total / len(order)
"""
MATRIX = """
counts = np.zeros((classes, classes), dtype=int)
for i in range(len(y)):
    counts[y[i], y_hat[i]] += 1
return counts
"""
BINS = """
k = np.minimum((p * bins).astype(int), bins - 1)
promised, happened, count = [], [], []
for one in range(bins):
    inside = k == one
    count.append(inside.sum())
    promised.append(p[inside].mean() if inside.any() else np.nan)
    happened.append(right[inside].mean() if inside.any() else np.nan)
return np.array(promised), np.array(happened), np.array(count)
"""


def both(
    shift="z = z - z.max(axis=1, keepdims=True)",
    loss="np.mean(np.log(sums) - z[rows, y])",
    subtract="gradient[rows, y] -= 1",
    result="gradient / len(y)",
):
    return LOSS.format(shift=shift, loss=loss, subtract=subtract, result=result)


WRONG = [
    ("7.1", both(shift=""), "mistake", "e^1000 overflows"),
    ("7.1", both(result="gradient"), "mistake", "the loss is the *mean*"),
    ("7.1", both(loss="-np.log(gradient[rows, y]).mean()"), "UnboundLocalError", "gradient"),
    ("7.1", both(loss="-np.log((e / sums[:, None])[rows, y]).mean()"), "mistake", "rounded to 0"),
    ("7.1", both(loss="np.sum(np.log(sums) - z[rows, y])"), "mistake", "summed the losses"),
    ("7.1", both(loss="np.log(sums) - z[rows, y]"), "mistake", "loss of each row"),
    ("7.1", both(subtract=""), "mistake", "left p as it is"),
    ("7.1", both(subtract="gradient -= y[:, None]"), "mistake", "a position, not an amount"),
    ("7.1", both(subtract="gradient[:, y] -= 1"), "mistake", "in every row"),
    ("7.1", both(subtract="gradient = np.eye(z.shape[1])[y] - gradient"), "mistake", "way round"),
    ("7.1", both(result="gradient.mean(axis=0)"), "mistake", "a row of its own"),
    ("7.1", both().replace("return loss,", "return"), "mistake", "gradient alone"),
    ("7.1", both(shift="z = z - z.max(axis=1)"), "ValueError", "broadcast"),
    ("7.2", EPOCH.replace("y[rows]", "y[start:start + batch]"), "mistake", "not their labels"),
    ("7.2", EPOCH.replace("x[rows]", "x[start:start + batch]"), "mistake", "not their pictures"),
    ("7.2", EPOCH.replace("    optimizer.zero_grad()\n", ""), "mistake", "never zeroed"),
    ("7.2", EPOCH.replace("    optimizer.step()\n", ""), "mistake", "never took a step"),
    ("7.2", EPOCH.replace("(0, len(order), batch)", "(len(order))"), "mistake", "every position"),
    ("7.2", EPOCH.replace(" * len(rows)", ""), "mistake", "already the mean of a batch"),
    ("7.2", EPOCH.replace("total / len(order)", "loss.item()"), "mistake", "the last batch"),
    ("7.2", EPOCH.replace("return", "    return"), "mistake", "out of the loop"),
    ("7.2", EPOCH.replace("model(x[rows])", "model(rows)"), "told", "the model positions"),
    ("7.2", EPOCH.replace("(model(x[rows]), y[rows])", "(y[rows], model(x[rows]))"), "told",
     "swapped the arguments"),
    ("7.2", EPOCH.replace("loss.item()", "loss"), "told", "`loss.item()`"),
    ("7.2", EPOCH.replace("return total / len(order)", ""), "told", "is a `return` missing"),
    ("7.2", EPOCH.replace("loss_function(", "nn.CrossEntropyLoss()("), "told",
     "never called `loss_function`"),
    ("7.2", EPOCH.replace("optimizer.step()", "for w in model.parameters():\n"
     "        w.data -= 0.1 * w.grad"), "told", "without the `optimizer`"),
    ("7.3", "return order[:learn], order[learn:learn + choose], order[learn:]", "mistake",
     "must not see"),
    ("7.3", "return order[:learn], order[:choose], order[learn + choose:]", "mistake",
     "that you learned from"),
    ("7.3", "return order[:learn], order[learn:choose], order[choose:]", "mistake",
     "it is how many"),
    ("7.3", "return np.split(order, [learn, choose])", "mistake", "it is how many"),
    ("7.3", "return order[:learn], order[learn + 1:learn + choose], order[learn + choose + 1:]",
     "mistake", "a position at each cut"),
    ("7.3", "order = np.sort(order)\nreturn np.split(order, [learn, learn + choose])", "mistake",
     "do not sort"),
    ("7.3", "return order[:learn], order[learn:]", "mistake", "are two"),
    ("7.3", "np.random.shuffle(order)\nreturn np.split(order, [learn, learn + choose])", "changed",
     "changes its input `order`"),
    ("7.3", "return order[:3], order[3:5], order[5:]", "mistake", "places of the example"),
    ("7.4", MATRIX.replace("y[i], y_hat[i]", "y_hat[i], y[i]"), "mistake", "rows are the truth"),
    ("7.4", MATRIX.replace("+= 1", "= 1"), "mistake", "however often it comes"),
    ("7.4", "counts = np.zeros((classes, classes))\ncounts[y, y_hat] += 1\nreturn counts",
     "mistake", "np.add.at"),
    ("7.4", MATRIX.replace("return", "    return"), "mistake", "inside the loop"),
    ("7.4", MATRIX.replace("(classes, classes)", "(10, 10)"), "mistake", "ten classes"),
    ("7.4", MATRIX.replace("(classes, classes)", "classes, classes"), "TypeError", "dtype"),
    ("7.4", MATRIX.replace("return counts", "return counts / counts.sum(axis=1)[:, None]"),
     "mistake", "not shares"),
    ("7.4", MATRIX.replace("return counts", "return counts.tolist()"), "list", "return an array"),
    ("7.4", "return np.mean(y == y_hat)", "mistake", "the accuracy"),
    ("7.5", BINS.replace("np.minimum((p * bins).astype(int), bins - 1)", "(p * bins).astype(int)"),
     "mistake", "with p = 1"),
    ("7.5", BINS.replace("np.nan", "0"), "mistake", "wrote 0 for an empty bin"),
    ("7.5", BINS.replace("p[inside].mean()", "(one + 0.5) / bins"), "mistake", "the middle"),
    ("7.5", BINS.replace("right[inside].mean()", "right[inside].sum()"), "mistake",
     "counted the right answers"),
    ("7.5", BINS.replace("(promised), np.array(happened)", "(happened), np.array(promised)"),
     "mistake", "exchanged"),
    ("7.5", BINS.replace(", np.array(count)", ""), "mistake", "the count of each bin"),
    ("7.5", BINS.replace("(p * bins).astype(int)", "np.round(p * bins).astype(int)"), "mistake",
     "rounded to the nearest"),
    ("7.5", BINS.replace("right[inside].mean()", "right.mean()"), "mistake", "the accuracy of all"),
    ("7.5", BINS.replace("    inside = k == one\n    count", "    inside = k == one\n"
     "    if not inside.any():\n        continue\n    count"), "mistake",
     "left the empty bins out"),
]
