"""Answers to lesson 6 as people write them; tests/lessons/answers.py says in which form."""

import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from course_utils import data
from course_utils.sweep import choose_lr, matching_lr, scale, sweep, updates
from course_utils.training import train


def sweep_by_hand(x, y, lrs, epochs):
    w, b = torch.zeros_like(lrs), torch.zeros_like(lrs)
    history = []
    for _ in range(epochs + 1):
        z = torch.outer(x, w) + b
        history.append((functional.softplus(z) - y[:, None] * z).mean(0))
        error = torch.sigmoid(z) - y[:, None]
        w = w - lrs * (x @ error) / len(x)
        b = b - lrs * error.mean(0)
    return torch.stack(history)


def sweep_run_by_run(x, y, lrs, epochs):
    columns = []
    for lr in lrs:
        w = torch.zeros(1, dtype=x.dtype, requires_grad=True)
        b = torch.zeros(1, dtype=x.dtype, requires_grad=True)
        optimizer = torch.optim.SGD([w, b], lr=float(lr))
        loss_function = nn.BCEWithLogitsLoss()
        losses = [loss_function(w * x + b, y).item()]
        for _ in range(epochs):
            optimizer.zero_grad()
            loss_function(w * x + b, y).backward()
            optimizer.step()
            losses.append(loss_function(w * x + b, y).item())
        columns.append(losses)
    return torch.tensor(columns).T


def sweep_with_linear_layers(x, y, lrs, epochs):
    columns = []
    for lr in lrs:
        model = nn.Linear(1, 1)
        nn.init.zeros_(model.weight)
        nn.init.zeros_(model.bias)
        sgd = torch.optim.SGD(model.parameters(), lr=lr.item())
        batches = [(x[:, None], y[:, None])]
        columns.append(train(model, batches, nn.BCEWithLogitsLoss(), sgd, epochs + 1))
    return torch.tensor(columns).T


def sweep_with_autograd_grad(x, y, lrs, epochs):
    w = torch.zeros(len(lrs), dtype=lrs.dtype, requires_grad=True)
    b = torch.zeros(len(lrs), dtype=lrs.dtype, requires_grad=True)
    table = torch.zeros(epochs + 1, len(lrs), dtype=lrs.dtype)
    for row in table:
        z = x.reshape(-1, 1) * w + b
        labels = y.reshape(-1, 1).expand_as(z)
        losses = functional.binary_cross_entropy_with_logits(z, labels, reduction="none").mean(0)
        row[:] = losses.detach()
        dw, db = torch.autograd.grad(losses.sum(), [w, b])
        w = (w - lrs * dw).detach().requires_grad_()
        b = (b - lrs * db).detach().requires_grad_()
    return table


def sweep_in_numpy(x, y, lrs, epochs):
    x, y, lrs = x.numpy()[:, None], y.numpy()[:, None], lrs.numpy()
    w = b = np.zeros(len(lrs))
    history = []
    for _ in range(epochs + 1):
        z = x * w + b
        history.append(np.mean(np.logaddexp(0, z) - y * z, axis=0))
        p = 1 / (1 + np.exp(-z))
        w, b = w - lrs * np.mean((p - y) * x, axis=0), b - lrs * np.mean(p - y, axis=0)
    return np.array(history)


def choose_lr_by_trying_by_hand(x, y, epochs):
    return 5.0


def choose_lr_as_a_whole_number(x, y, epochs):
    return 4


def choose_lr_in_a_loop(x, y, epochs):
    best, lowest = None, math.inf
    for lr in (0.1, 0.3, 1.0, 3.0, 6.0, 30.0):
        loss = sweep(x, y, torch.tensor([lr]), epochs)[-1, 0].item()
        if loss < lowest:
            best, lowest = lr, loss
    return best


def choose_lr_as_a_tensor(x, y, epochs):
    lrs = torch.linspace(1, 10, 19)
    return lrs[sweep(x, y, lrs, epochs)[epochs].argmin()]


def choose_lr_by_curvature(x, y, epochs):
    return 1 / torch.mean(x**2 / 8)  # a guess at the steepest direction


def matching_lr_in_one_line(lr, n, reduction):
    return lr / n if reduction == "mean" else lr * n


def matching_lr_with_a_table(lr, n, reduction):
    factor = {"mean": 1 / n, "sum": n}
    return factor[reduction] * lr


def matching_lr_with_elif(lr, n, reduction):
    if reduction == "sum":
        other = lr * n
    elif reduction == "mean":
        other = lr / n
    return other


def scale_with_numpy_functions(x, train):
    mean = np.mean(train, axis=0)
    std = np.std(train, axis=0)
    return np.divide(np.subtract(x, mean), std)


def scale_column_by_column(x, train):
    if x.ndim == 1:
        return (x - train.mean()) / train.std()
    out = np.zeros(x.shape)
    for j in range(x.shape[1]):
        out[:, j] = (x[:, j] - train[:, j].mean()) / train[:, j].std()
    return out


def scale_by_definition(x, train):
    mean = sum(train) / len(train)
    return (x - mean) / (sum((train - mean) ** 2) / len(train)) ** 0.5


def scale_with_torch(x, train):
    x, train = torch.tensor(x), torch.tensor(train)
    return (x - train.mean(0)) / train.std(0, correction=0)


def updates_with_ceil(n, batch, epochs):
    return math.ceil(n / batch) * epochs


def updates_by_floor_of_negatives(n, batch, epochs):
    return -(-n // batch) * epochs


def updates_by_walking(n, batch, epochs):
    count = 0
    for _ in range(epochs):
        for _ in range(0, n, batch):
            count += 1
    return count


STYLES = {
    "6.1": [
        sweep_by_hand,
        sweep_run_by_run,
        sweep_with_linear_layers,
        sweep_with_autograd_grad,
        sweep_in_numpy,
    ],
    "6.2": [
        choose_lr_by_trying_by_hand,
        choose_lr_as_a_whole_number,
        choose_lr_in_a_loop,
        choose_lr_as_a_tensor,
        choose_lr_by_curvature,
    ],
    "6.3": [matching_lr_in_one_line, matching_lr_with_a_table, matching_lr_with_elif],
    "6.4": [
        scale_with_numpy_functions,
        scale_column_by_column,
        scale_by_definition,
        scale_with_torch,
    ],
    "6.5": [updates_with_ceil, updates_by_floor_of_negatives, updates_by_walking],
}


# Wrong answers, as bodies

hours, passed = data.students()
SCOPE = {
    "np": np,
    "math": math,
    "torch": torch,
    "nn": nn,
    "sweep": sweep,
    "choose_lr": choose_lr,
    "matching_lr": matching_lr,
    "scale": scale,
    "updates": updates,
    "hours": hours,
}
SWEEP = """
w = torch.zeros_like(lrs, requires_grad=True)
b = torch.zeros_like(lrs, requires_grad=True)
bce = nn.BCEWithLogitsLoss(reduction="none")
labels = y[:, None].expand(-1, len(lrs))
history = []
for _ in range(epochs + 1):
    z = x[:, None] * w + b
    losses = bce(z, labels).mean(dim=0)
    history.append(losses.detach())
    w.grad = b.grad = None
    losses.sum().backward()
    with torch.no_grad():
        w -= lrs * w.grad
        b -= lrs * b.grad
return torch.stack(history)
"""


def slip(before, after):
    assert before in SWEEP
    return SWEEP.replace(before, after)


WRONG = [
    ("6.1", slip("epochs + 1", "epochs"), "mistake", "after the last epoch"),
    ("6.1", slip("torch.stack(history)", "torch.stack(history)[1:]"), "mistake", "at the start"),
    ("6.1", slip("torch.stack(history)", "losses"), "mistake", "keep those of every epoch"),
    ("6.1", slip("torch.stack(history)", "torch.stack(history).T"), "mistake", "one row an epoch"),
    ("6.1", slip("dim=0)", "dim=1)"), "mistake", "the mean over the students"),
    ("6.1", slip("losses.sum()", "losses.mean()"), "mistake", "divided by their number"),
    ("6.1", slip("losses.sum().backward()", "losses.backward()"), "RuntimeError", "scalar"),
    ("6.1", slip(".mean(dim=0)", ".sum(dim=0)"), "mistake", "take their mean"),
    ("6.1", slip("-=", "+="), "mistake", "uphill"),
    ("6.1", slip("        b -= lrs * b.grad\n", ""), "mistake", "never moved b"),
    ("6.1", slip("    w.grad = b.grad = None\n", ""), "mistake", "add up"),
    ("6.1", slip("w.grad = b.grad = None", "w.grad = None"), "mistake", "gradients of b add up"),
    ("6.1", slip("w.grad = b.grad = None", "b.grad = None"), "mistake", "gradients of w add up"),
    ("6.1", slip("bce(z, labels)", "bce(z.sigmoid(), labels)"), "mistake", "the sigmoid twice"),
    ("6.1", slip("torch.zeros_like(lrs", "torch.randn(lrs.shape"), "told", "start every run at"),
    ("6.1", slip("losses.detach()", "losses"), "told", "remember how they were computed"),
    ("6.1", slip("torch.zeros_like", "torch.ones_like"), "mistake", "start at 0"),
    ("6.1", slip("lrs *", "lrs[0] *"), "mistake", "first learning rate"),
    ("6.1", slip("x[:, None] * w", "x * w"), "RuntimeError", "size"),
    ("6.1", slip('reduction="none"', ""), "mistake", "keeps the entries"),
    ("6.1", slip("history.append(losses.detach())", "pass"), "RuntimeError", "non-empty"),
    (
        "6.1",
        slip("bce(z, labels)", "((torch.sigmoid(z) - labels) ** 2)"),
        "mistake",
        "the cross-entropy",
    ),
    (
        "6.1",
        slip("losses.detach()", "losses.detach().mean()"),
        "mistake",
        "averaged over the learning rates",
    ),
    ("6.2", "return 0.3", "mistake", "too small for so few epochs"),
    ("6.2", "return 0.5", "mistake", "too small for so few epochs"),
    ("6.2", "return 0.0185", "mistake", "far too small"),
    ("6.2", "return 1e-3", "mistake", "far too small"),
    ("6.2", "return 30.0", "mistake", "beyond the limit"),
    ("6.2", "return 100.0", "mistake", "beyond the limit: every step"),
    ("6.2", "return 100", "mistake", "whole number beyond the limit"),
    (
        "6.2",
        "lrs = torch.logspace(-2, 1.5, 36)\nreturn sweep(x, y, lrs, epochs)[-1].argmin()",
        "mistake",
        "it is a position",
    ),
    ("6.2", "return -5.0", "mistake", "no learning rate"),
    ("6.2", "return math.inf", "mistake", "no learning rate"),
    ("6.2", "return math.nan", "mistake", "no learning rate"),
    ("6.2", "return '5'", "mistake", "one number"),
    ("6.2", "return [5.0]", "mistake", "one number"),
    ("6.2", "return torch.logspace(-2, 1.5, 36)", "mistake", "one number"),
    ("6.2", "print(5.0)", "none", "is a `return` missing?"),
    ("6.2", "lrs = torch.logspace(-2, 1.5, 36)\nreturn sweep(x, y, lrs, epochs)", "mistake", "one"),
    (
        "6.2",
        "lrs = torch.logspace(-2, 1.5, 36)\nreturn sweep(x, y, lrs, epochs)[-1].min()",
        "mistake",
        "returned the lowest loss",
    ),
    (
        "6.2",
        "lrs = torch.logspace(-2, 1.5, 36)\nreturn lrs[sweep(x, y, lrs, epochs)[0].argmin()]",
        "mistake",
        "far too small",
    ),
    (
        "6.2",
        "lrs = [0.1, 1, 10]\nreturn lrs[sweep(x, y, lrs, epochs)[-1].argmin()]",
        "TypeError",
        "must be Tensor",
    ),
    ("6.3", "return lr / n", "mistake", "both directions: from the sum"),
    ("6.3", "return lr * n", "mistake", "both directions: from the mean"),
    ("6.3", "return lr", "mistake", "left the rate as it was"),
    ("6.3", "return lr * n if reduction == 'mean' else lr / n", "mistake", "turned it round"),
    ("6.3", "return lr / n if reduction == 'sum' else lr * n", "mistake", "turned it round"),
    ("6.3", "if reduction == 'mean':\n  return lr / n", "none", "reached no `return`"),
    ("6.3", "if reduction == 'mean':\n  return lr / n\nreturn lr", "mistake", "grows n-fold"),
    ("6.3", "if reduction == 'sum':\n  return lr * n\nreturn lr", "mistake", "shrinks n-fold"),
    ("6.3", "if reduction == mean:\n  return lr / n\nreturn lr * n", "NameError", "in quotes"),
    ("6.3", "if reduction == 'Mean':\n  return lr / n\nreturn lr * n", "mistake", "in both"),
    ("6.3", "return lr / 100 if reduction == 'mean' else 100 * lr", "mistake", "the n your"),
    (
        "6.3",
        "return lr / math.sqrt(n) if reduction == 'mean' else lr * math.sqrt(n)",
        "mistake",
        "root of n",
    ),
    ("6.3", "return lr // n if reduction == 'mean' else lr * n", "mistake", "divide with `/`"),
    (
        "6.3",
        "return round(lr / n, 3) if reduction == 'mean' else round(lr * n, 3)",
        "mistake",
        "rounded",
    ),
    ("6.4", "return (x - x.mean(axis=0)) / x.std(axis=0)", "mistake", "for new students too"),
    ("6.4", "return (x - train.mean()) / train.std()", "mistake", "one a column"),
    ("6.4", "return (x - np.mean(train)) / np.std(train)", "mistake", "one a column"),
    ("6.4", "return x - train.mean(axis=0) / train.std(axis=0)", "mistake", "parentheses"),
    ("6.4", "return (x - train.mean(axis=0)) / x.std(axis=0)", "mistake", "the spread of x"),
    ("6.4", "return (x - train.mean(axis=0)) / train.std()", "mistake", "one spread for the whole"),
    ("6.4", "return (x - train.mean()) / train.std(axis=0)", "mistake", "one mean for the whole"),
    ("6.4", "return x - train.mean(axis=0)", "mistake", "did not scale it"),
    ("6.4", "return x / train.std(axis=0)", "mistake", "did not centre it"),
    ("6.4", "return (x - train.mean(axis=0)) / train.std(axis=0) ** 2", "mistake", "variance"),
    ("6.4", "return (x - train.mean(axis=0)) / train.std(axis=0, ddof=1)", "mistake", "n − 1"),
    ("6.4", "return (x - 9.404) / 5.92", "mistake", "numbers of the lesson's hours"),
    ("6.4", "return (train - train.mean(axis=0)) / train.std(axis=0)", "mistake", "scale x"),
    ("6.4", "return (x - train.mean(axis=1)) / train.std(axis=1)", "AxisError", "axis 1"),
    ("6.4", "return (x - hours.mean()) / hours.std()", "mistake", "the lesson's hours"),
    ("6.4", "x -= train.mean(axis=0)\nreturn x / train.std(axis=0)", "changed", "its input `x`"),
    ("6.4", "mean = train.mean(axis=0)\nreturn x - mean / train.std(axis=0)", "mistake", "alone"),
    (
        "6.4",
        "low, high = train.min(axis=0), train.max(axis=0)\nreturn (x - low) / (high - low)",
        "mistake",
        "between 0 and 1",
    ),
    ("6.5", "return n // batch * epochs", "mistake", "dropped the incomplete last batch"),
    ("6.5", "return (n // batch + 1) * epochs", "mistake", "always added one"),
    ("6.5", "return math.ceil(n * epochs / batch)", "mistake", "run on"),
    ("6.5", "return round(n / batch) * epochs", "mistake", "nearest"),
    ("6.5", "return math.ceil(n / batch)", "mistake", "multiply by the number of epochs"),
    ("6.5", "return n / batch * epochs", "mistake", "a part of an update"),
    ("6.5", "return n * epochs", "mistake", "every student"),
    ("6.5", "return epochs", "mistake", "full batch alone"),
    ("6.5", "return np.ceil(n / batch) * epochs", "whole", "Return a whole number"),
    ("6.5", "return divmod(n, batch) * epochs", "type", "one number"),
    (
        "6.5",
        "full, rest = divmod(n, batch)\nreturn (full + rest) * epochs",
        "mistake",
        "make one batch",
    ),
    ("6.5", "full, rest = divmod(n, batch)\nreturn full * epochs + 1", "mistake", "one an epoch"),
    (
        "6.5",
        "full, rest = divmod(n, batch)\nreturn full * epochs + (1 if rest else 0)",
        "mistake",
        "in every epoch",
    ),
    (
        "6.5",
        "full, rest = divmod(n, batch)\nif rest > 0:\n  return (full + 1) * epochs",
        "none",
        "reached no `return`",
    ),
    ("6.5", "return ceil(n / batch) * epochs", "NameError", "np.ceil"),
]
