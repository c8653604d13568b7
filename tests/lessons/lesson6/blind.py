"""Lesson 6's answers written blind: see `tests/lessons/blind.py`."""

import torch
from torch import nn

from course_utils import data
from course_utils.training import train
from tests.lessons.changing import change

HOURS, PASSED = data.students()
SCOPE = {
    "F": nn.functional, "train": train, "data": data, "lrs": torch.logspace(-3, 0, 41),
    "x": torch.tensor(HOURS, dtype=torch.float32),
    "y": torch.tensor(PASSED, dtype=torch.float32),
}

W = """
def sweep(x, y, lrs, epochs):
    k = len(lrs)
    w = torch.zeros(k, requires_grad=True)
    b = torch.zeros(k, requires_grad=True)
    labels = y[:, None].expand(-1, k)
    loss_function = nn.BCEWithLogitsLoss(reduction="none")
    rows = []
    for epoch in range(epochs + 1):
        z = x[:, None] * w + b
        losses = loss_function(z, labels).mean(dim=0)
        rows.append(losses.detach())
        w.grad = b.grad = None
        losses.sum().backward()
        with torch.no_grad():
            w -= lrs * w.grad
            b -= lrs * b.grad
    return torch.stack(rows)
"""
STEPS = """        with torch.no_grad():
            w -= lrs * w.grad
            b -= lrs * b.grad
"""
H = """
def choose_lr(x, y, epochs):
    lrs = torch.logspace(-1, 1, 50)
    final = sweep(x, y, lrs, epochs)[-1]
    return lrs[final.argmin()].item()
"""
M = """
def matching_lr(lr, n, reduction):
    if reduction == "mean":
        return lr / n
    else:
        return lr * n
"""
R = """
def scale(x, train):
    mean = train.mean(axis=0)
    std = train.std(axis=0)
    return (x - mean) / std
"""
U = """
def updates(n, batch, epochs):
    per_epoch = n // batch
    if n % batch > 0:
        per_epoch += 1
    return per_epoch * epochs
"""
U_LOOP = """
def updates(n, batch, epochs):
    count = 0
    for epoch in range(epochs):
        left = n
        while left > 0:
            left -= batch
            count += 1
    return count
"""

RIGHT = [
    ("6.1", "as in the lesson", W),
    ("6.1", "functional, filled table", """
def sweep(x, y, lrs, epochs):
    w = torch.zeros(len(lrs), requires_grad=True)
    b = torch.zeros(len(lrs), requires_grad=True)
    table = torch.zeros(epochs + 1, len(lrs))
    targets = y.unsqueeze(1).repeat(1, len(lrs))
    for t in range(epochs + 1):
        z = x.unsqueeze(1) * w + b
        loss = nn.functional.binary_cross_entropy_with_logits(
            z, targets, reduction="none"
        ).mean(0)
        table[t] = loss.detach()
        dw, db = torch.autograd.grad(loss.sum(), [w, b])
        with torch.no_grad():
            w -= lrs * dw
            b -= lrs * db
    return table
"""),
    ("6.1", "slopes by hand", """
def sweep(x, y, lrs, epochs):
    w = torch.zeros_like(lrs)
    b = torch.zeros_like(lrs)
    history = []
    for _ in range(epochs + 1):
        z = torch.outer(x, w) + b
        history.append((nn.functional.softplus(z) - y[:, None] * z).mean(dim=0))
        error = torch.sigmoid(z) - y[:, None]
        w = w - lrs * (error * x[:, None]).mean(dim=0)
        b = b - lrs * error.mean(dim=0)
    return torch.stack(history)
"""),
    ("6.1", "numpy", """
def sweep(x, y, lrs, epochs):
    x, y, lrs = np.asarray(x)[:, None], np.asarray(y)[:, None], np.asarray(lrs)
    w, b = np.zeros(len(lrs)), np.zeros(len(lrs))
    rows = []
    for _ in range(epochs + 1):
        z = x * w + b
        rows.append(np.mean(np.logaddexp(0, z) - y * z, axis=0))
        p = 1 / (1 + np.exp(-z))
        w = w - lrs * ((p - y) * x).mean(axis=0)
        b = b - lrs * (p - y).mean(axis=0)
    return np.array(rows)
"""),
    ("6.1", "one rate after the other", """
def run(x, y, lr, epochs):
    w = torch.tensor(0.0, requires_grad=True)
    b = torch.tensor(0.0, requires_grad=True)
    loss_function = nn.BCEWithLogitsLoss()
    losses = []
    for _ in range(epochs + 1):
        loss = loss_function(w * x + b, y)
        losses.append(loss.item())
        w.grad = None
        b.grad = None
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
    return losses

def sweep(x, y, lrs, epochs):
    columns = [run(x, y, lr, epochs) for lr in lrs]
    return torch.tensor(columns).T
"""),
    ("6.1", "start first", """
def sweep(x, y, lrs, epochs):
    k = len(lrs)
    w, b = torch.zeros(k, requires_grad=True), torch.zeros(k, requires_grad=True)
    labels = y[:, None].expand(-1, k)
    criterion = nn.BCEWithLogitsLoss(reduction="none")

    def losses():
        return criterion(x[:, None] * w + b, labels).mean(dim=0)

    rows = [losses().detach()]
    for _ in range(epochs):
        losses().sum().backward()
        with torch.no_grad():
            w -= lrs * w.grad
            b -= lrs * b.grad
            w.grad.zero_()
            b.grad.zero_()
            rows.append(losses())
    return torch.stack(rows, dim=0)
"""),
    ("6.1", "new tensors", """
def sweep(x, y, lrs, epochs):
    k = len(lrs)
    w = torch.zeros(k)
    b = torch.zeros(k)
    labels = y[:, None].expand(-1, k)
    loss_function = nn.BCEWithLogitsLoss(reduction="none")
    rows = []
    for epoch in range(epochs + 1):
        w.requires_grad_()
        b.requires_grad_()
        losses = loss_function(x[:, None] * w + b, labels).mean(dim=0)
        rows.append(losses.detach())
        losses.sum().backward()
        w = (w - lrs * w.grad).detach()
        b = (b - lrs * b.grad).detach()
    return torch.stack(rows)
"""),
    ("6.1", "mean of everything times k", """
def sweep(x: torch.Tensor, y: torch.Tensor, lrs: torch.Tensor, epochs: int):
    k = len(lrs)
    w = nn.Parameter(torch.zeros(k))
    b = nn.Parameter(torch.zeros(k))
    rows, epoch = [], 0
    while epoch <= epochs:
        z = x.reshape(-1, 1) * w + b
        p = torch.sigmoid(z)
        label = y.reshape(-1, 1)
        losses = nn.BCEWithLogitsLoss(reduction="none")(z, label * torch.ones(k))
        rows.append(losses.mean(dim=0).tolist())
        w.grad = b.grad = None
        (losses.mean() * k).backward()
        w.data = w.data - lrs * w.grad
        b.data = b.data - lrs * b.grad
        epoch += 1
    return torch.tensor(rows)
"""),
    ("6.2", "found by trying", """
def choose_lr(x, y, epochs):
    return 4.0
"""),
    ("6.2", "a sweep", H),
    ("6.2", "linspace and numpy", """
def choose_lr(x, y, epochs):
    lrs = torch.linspace(0.5, 10, 40)
    losses = sweep(x, y, lrs, epochs)
    best = int(np.argmin(np.asarray(losses[-1])))
    return float(lrs[best])
"""),
    ("6.2", "a tensor of one number", """
def choose_lr(x, y, epochs):
    lrs = torch.linspace(1, 8, 30)
    ends = sweep(x, y, lrs, epochs)[-1]
    i = ends.argmin()
    return lrs[i]
"""),
    ("6.2", "loop", """
def choose_lr(x, y, epochs):
    best, lowest = None, float("inf")
    for lr in [0.3, 1, 2, 3, 4, 5, 6]:
        loss = sweep(x, y, torch.tensor([float(lr)]), epochs)[-1, 0].item()
        if loss < lowest:
            best, lowest = lr, loss
    return best
"""),
    ("6.2", "min with a key", """
def final_loss(lr, x, y, epochs):
    return sweep(x=x, y=y, lrs=torch.tensor([lr]), epochs=epochs)[-1][0].item()

def choose_lr(x, y, epochs):
    rates = np.linspace(1, 7, 25).tolist()
    return min(rates, key=lambda lr: final_loss(lr, x, y, epochs))
"""),
    ("6.2", "whole number", """
def choose_lr(x: torch.Tensor, y: torch.Tensor, epochs: int) -> float:
    return 3
"""),
    # "Every rate that does so is right", by whatever way it was found.
    ("6.2", "x and y exchanged in the search", change(
        H, "sweep(x, y, lrs, epochs)", "sweep(y, x, lrs, epochs)")),
    ("6.3", "if and else", M),
    ("6.3", "early return", """
def matching_lr(lr, n, reduction):
    if reduction == "sum":
        return lr * n
    return lr / n
"""),
    ("6.3", "conditional", """
def matching_lr(lr, n, reduction):
    return lr / n if reduction == "mean" else n * lr
"""),
    ("6.3", "dictionary", """
def matching_lr(lr, n, reduction):
    factor = {"mean": 1 / n, "sum": n}
    return lr * factor[reduction]
"""),
    ("6.3", "match", """
def matching_lr(lr: float, n: int, reduction: str) -> float:
    match reduction:
        case "mean":
            new = lr / n
        case "sum":
            new = lr * n
    return new
"""),
    ("6.3", "factor", """
def matching_lr(lr, n, reduction):
    factor = n
    if reduction != "sum":
        factor = 1.0 / factor
    return np.float64(lr) * factor
"""),
    ("6.3", "power", """
def matching_lr(lr, n, reduction):
    sign = -1 if reduction == "mean" else 1
    return lr * float(n) ** sign
"""),
    ("6.4", "axis 0", R),
    ("6.4", "functions of numpy", """
def scale(x, train):
    return (x - np.mean(train, axis=0)) / np.std(train, axis=0)
"""),
    ("6.4", "keepdims", """
def scale(x, train):
    centred = x - train.mean(axis=0, keepdims=True)
    return centred / train.std(axis=0, keepdims=True)
"""),
    ("6.4", "by hand", """
def scale(x, train):
    n = len(train)
    mean = sum(train) / n
    variance = sum((train - mean) ** 2) / n
    return (x - mean) / variance ** 0.5
"""),
    ("6.4", "columns", """
def scale_column(x, train):
    return (x - train.mean()) / train.std()

def scale(x, train):
    if x.ndim == 1:
        return scale_column(x, train)
    result = np.zeros(x.shape)
    for j in range(x.shape[1]):
        result[:, j] = scale_column(x[:, j], train[:, j])
    return result
"""),
    ("6.4", "column stack", """
def scale(x: np.ndarray, train: np.ndarray) -> np.ndarray:
    if len(train.shape) == 1:
        return (x - train.mean()) / train.std(ddof=0)
    columns = [(a - t.mean()) / t.std() for a, t in zip(x.T, train.T)]
    return np.column_stack(columns)
"""),
    ("6.4", "variance", """
def scale(x, train):
    return np.divide(x - train.mean(0), np.sqrt(train.var(0)))
"""),
    ("6.4", "in place, on a copy", """
def scale(x, train):
    z = x.astype(float).copy()
    z -= train.mean(axis=0)
    z /= train.std(axis=0)
    return z
"""),
    ("6.5", "remainder", U),
    ("6.5", "loops", U_LOOP),
    ("6.5", "math.ceil", """
def updates(n, batch, epochs):
    return math.ceil(n / batch) * epochs
"""),
    ("6.5", "minus minus", """
def updates(n, batch, epochs):
    return -(-n // batch) * epochs
"""),
    ("6.5", "rounded up", """
def updates(n, batch, epochs):
    return epochs * ((n + batch - 1) // batch)
"""),
    ("6.5", "range", """
def updates(n, batch, epochs):
    return len(range(0, n, batch)) * epochs
"""),
    ("6.5", "numpy", """
def updates(n, batch, epochs):
    return int(np.ceil(n / batch)) * epochs
"""),
    ("6.5", "boolean", """
def updates(n: int, batch: int, epochs: int) -> int:
    full, rest = divmod(n, batch)
    return (full + bool(rest)) * epochs
"""),
    ("6.5", "numpy whole", """
def updates(n, batch, epochs):
    return np.ceil(n / batch).astype(int) * epochs
"""),
    ("6.5", "counted", """
def updates(n, batch, epochs):
    total = 0
    for _ in range(epochs):
        for start in range(0, n, batch):
            total += 1
    return total
"""),
]

WRONG = [
    ("6.1", "mean backward", "take the sum|divided", change(
        W, "losses.sum()", "losses.mean()")),
    ("6.1", "mean over dim 1", "dim|row|column|shape", change(W, "mean(dim=0)", "mean(dim=1)")),
    ("6.1", "mean over all", "dim|column|shape|each run|number", change(
        W, "mean(dim=0)", "mean()")),
    ("6.1", "sum over the students", "mean|sum", change(W, "mean(dim=0)", "sum(dim=0)")),
    ("6.1", "start missing", "start", change(
        W, "        rows.append(losses.detach())\n", "",
        "            b -= lrs * b.grad\n",
        "            b -= lrs * b.grad\n        z = x[:, None] * w + b\n"
        "        rows.append(loss_function(z, labels).mean(dim=0).detach())\n",
        "range(epochs + 1)", "range(epochs)")),
    ("6.1", "last row missing", "epochs \\+ 1|row|start|last|shape", change(
        W, "epochs + 1", "epochs")),
    ("6.1", "zeroing forgotten", "zero|old gradient|adds|grad", change(
        W, "        w.grad = b.grad = None\n", "")),
    ("6.1", "only w zeroed", "zero|old gradient|adds|grad", change(
        W, "w.grad = b.grad = None", "w.grad = None")),
    ("6.1", "zeroed after backward", "None|zero|gradient|order", change(
        W, "        w.grad = b.grad = None\n        losses.sum().backward()\n",
        "        losses.sum().backward()\n        w.grad = b.grad = None\n")),
    ("6.1", "uphill", "sign|uphill|plus|minus|subtract|`-`", change(
        W, "w -= lrs", "w += lrs", "b -= lrs", "b += lrs")),
    ("6.1", "no rates", "lrs|rate", change(W, "lrs * w.grad", "w.grad", "lrs * b.grad", "b.grad")),
    ("6.1", "first rate for all", "lrs|rate|each run|own", change(
        W, "lrs * w.grad", "lrs[0] * w.grad", "lrs * b.grad", "lrs[0] * b.grad")),
    ("6.1", "b without its rate", "b's step|rate", change(W, "lrs * b.grad", "b.grad")),
    ("6.1", "no b", "bias|`b`|\\bb\\b", change(
        W, "* w + b", "* w", "            b -= lrs * b.grad\n", "")),
    ("6.1", "b never moves", "bias|`b`|\\bb\\b", change(W, "            b -= lrs * b.grad\n", "")),
    ("6.1", "w never moves", "weight|`w`|\\bw\\b", change(
        W, "            w -= lrs * w.grad\n", "")),
    ("6.1", "no requires_grad", "requires_grad|require", change(
        W, "w = torch.zeros(k, requires_grad=True)", "w = torch.zeros(k)",
        "b = torch.zeros(k, requires_grad=True)", "b = torch.zeros(k)")),
    ("6.1", "sigmoid of the logits", "sigmoid|twice|logit", change(
        W, "loss_function(z, labels)", "loss_function(torch.sigmoid(z), labels)")),
    ("6.1", "squared error", "square|MSE|cross-entropy", change(
        W, "nn.BCEWithLogitsLoss", "nn.MSELoss")),
    ("6.1", "squared error of p", "square|MSE|cross-entropy", change(
        W, "nn.BCEWithLogitsLoss", "nn.MSELoss", "(z, labels)", "(torch.sigmoid(z), labels)")),
    ("6.1", "BCELoss", "BCELoss|logit|between 0 and 1", change(
        W, "nn.BCEWithLogitsLoss", "nn.BCELoss")),
    ("6.1", "through BCELoss", "logit|cut|100|BCELoss|exactly", change(
        W, "nn.BCEWithLogitsLoss", "nn.BCELoss", "(z, labels)", "(torch.sigmoid(z), labels)")),
    ("6.1", "a list", "list|stack", change(W, "torch.stack(rows)", "rows")),
    ("6.1", "last row alone", "row|every|each epoch|history|shape|all", change(
        W, "torch.stack(rows)", "rows[-1]")),
    ("6.1", "transposed", "transpos|row|column|shape", change(
        W, "torch.stack(rows)", "torch.stack(rows).T")),
    ("6.1", "cat", "stack|cat|shape|number", change(W, "torch.stack(rows)", "torch.cat(rows)")),
    ("6.1", "not detached", "detach|computed|remember|lead back|grad", change(
        W, "losses.detach()", "losses")),
    ("6.1", "one w for all", "one w|each|own|w for|shape|share", change(
        W, "w = torch.zeros(k,", "w = torch.zeros(1,", "b = torch.zeros(k,", "b = torch.zeros(1,")),
    ("6.1", "labels not repeated", "labels|expand|shape|size", change(
        W, "y[:, None].expand(-1, k)", "y[:, None]")),
    ("6.1", "labels flat", "labels|expand|shape|size|column", change(
        W, "y[:, None].expand(-1, k)", "y")),
    ("6.1", "labels in the wrong direction", "labels|expand|shape|size|column", change(
        W, "y[:, None].expand(-1, k)", "y.expand(k, -1)")),
    ("6.1", "x no column", "x\\[:, None\\]|column|size|shape", change(
        W, "x[:, None] * w", "x * w")),
    ("6.1", "backward of many", "sum|one number|scalar", change(
        W, "losses.sum().backward()", "losses.backward()")),
    ("6.1", "no no_grad", "no_grad|leaf", change(
        W, STEPS, "        w -= lrs * w.grad\n        b -= lrs * b.grad\n")),
    ("6.1", "w = w − …", "grad|None|-=|new", change(
        W, "w -= lrs * w.grad", "w = w - lrs * w.grad", "b -= lrs * b.grad",
        "b = b - lrs * b.grad")),
    ("6.1", "w = w − … outside", "grad|None|-=|new|leaf|non-leaf", change(
        W, STEPS, "        w = w - lrs * w.grad\n        b = b - lrs * b.grad\n")),
    ("6.1", "two rates", "rate|len\\(lrs\\)|size|number of|shape", change(
        W, "k = len(lrs)", "k = 2")),
    ("6.1", "random start", "start|random", change(
        W, "w = torch.zeros(k, requires_grad=True)", "w = torch.randn(k, requires_grad=True)")),
    ("6.1", "starts at one", "start", change(
        W, "w = torch.zeros(k, requires_grad=True)", "w = torch.ones(k, requires_grad=True)")),
    ("6.1", "reduction forgotten", "reduction", change(W, 'reduction="none"', "")),
    ("6.1", "return in the loop", "return|loop|first|row", change(
        W, "    return torch", "        return torch")),
    ("6.1", "append after the loop", "append|indent|loop|row|each epoch|shape", change(
        W, "        rows.append(losses.detach())\n", "",
        "    return torch", "    rows.append(losses.detach())\n    return torch")),
    ("6.1", "printed", "return", change(W, "return torch.stack(rows)", "print(torch.stack(rows))")),
    ("6.1", "no mean", "mean|shape|students", change(W, ".mean(dim=0)", "")),
    ("6.1", "ten epochs", "epochs|shape", change(W, "epochs + 1", "11")),
    ("6.1", "range forgotten", "range", change(W, "range(epochs + 1)", "epochs + 1")),
    ("6.1", "backward without brackets", "backward|bracket|gradient|None", change(
        W, "backward()", "backward")),
    ("6.1", "step before backward", "None|order|backward|gradient", change(
        W, "        losses.sum().backward()\n" + STEPS,
        STEPS + "        losses.sum().backward()\n")),
    ("6.1", "the last rates of the lesson", "lrs|rate|inputs|shape", change(
        W, "    k = len(lrs)\n", "    lrs = torch.logspace(-3, 0, 41)\n    k = len(lrs)\n")),
    ("6.1", "mean rate", "lrs|rate|each run|own|mean", change(
        W, "lrs * w.grad", "lrs.mean() * w.grad", "lrs * b.grad", "lrs.mean() * b.grad")),
    ("6.1", "gradient of the start", "once|each epoch|every|again|loop", """
def sweep(x, y, lrs, epochs):
    k = len(lrs)
    w = torch.zeros(k, requires_grad=True)
    b = torch.zeros(k, requires_grad=True)
    labels = y[:, None].expand(-1, k)
    loss_function = nn.BCEWithLogitsLoss(reduction="none")
    losses = loss_function(x[:, None] * w + b, labels).mean(dim=0)
    losses.sum().backward()
    rows = [losses.detach()]
    for epoch in range(epochs):
        with torch.no_grad():
            w -= lrs * w.grad
            b -= lrs * b.grad
        rows.append(loss_function(x[:, None] * w + b, labels).mean(dim=0).detach())
    return torch.stack(rows)
"""),
    ("6.2", "position", "position|index|rate", change(
        H, "lrs[final.argmin()].item()", "final.argmin().item()")),
    ("6.2", "loss", "loss|rate|argmin", change(
        H, "lrs[final.argmin()].item()", "final.min().item()")),
    ("6.2", "argmax", "argmax|too small|beyond", change(H, "argmin", "argmax")),
    ("6.2", "small", "small|slow|far|above|way|creep", """
def choose_lr(x, y, epochs):
    return 0.001
"""),
    ("6.2", "0.3", "small|slow|far|above|way|creep", """
def choose_lr(x, y, epochs):
    return 0.3
"""),
    ("6.2", "huge", "large|jump|edge|big", """
def choose_lr(x, y, epochs):
    return 100.0
"""),
    ("6.2", "beyond the edge", "large|jump|edge|big", """
def choose_lr(x, y, epochs):
    return 20.0
"""),
    ("6.2", "grid of raw hours", "small|slow|far|above|way|creep|larger", change(
        H, "torch.logspace(-1, 1, 50)", "torch.logspace(-3, 0, 41)")),
    ("6.2", "first row", "start|first|end|last|row|small", change(H, "[-1]", "[0]")),
    ("6.2", "position in the table", "index|position|row|table|last", change(
        H, "sweep(x, y, lrs, epochs)[-1]", "sweep(x, y, lrs, epochs)")),
    ("6.2", "thousand epochs", "epochs|budget|small|far|way|above", change(
        H, "epochs)[-1]", "1000)[-1]", "torch.logspace(-1, 1, 50)", "torch.logspace(-2, 0.3, 50)")),
    ("6.2", "zero", "nothing|above 0", """
def choose_lr(x, y, epochs):
    return 0.0
"""),
    ("6.2", "negative", "negative|uphill|above 0", """
def choose_lr(x, y, epochs):
    return -3.0
"""),
    ("6.2", "list", "number|list|one", change(
        H, "return lrs[final.argmin()].item()", "return [3.0]")),
    ("6.2", "all rates", "number|one", change(
        H, "return lrs[final.argmin()].item()", "return lrs")),
    ("6.2", "printed", "return", change(
        H, "return lrs[final.argmin()].item()", "print(lrs[final.argmin()].item())")),
    ("6.2", "item of many", "item|argmin|one", change(
        H, "lrs[final.argmin()].item()", "lrs.item()")),
    ("6.2", "item of losses", "item|argmin|one", change(
        H, "lrs[final.argmin()].item()", "final.item()")),
    ("6.2", "a list of rates", "tensor|list", change(
        H, "torch.logspace(-1, 1, 50)", "[0.3, 1, 3, 5]")),
    ("6.2", "a number swept", "tensor|no length", change(
        H, "torch.logspace(-1, 1, 50)", "torch.tensor(3.0)")),
    ("6.2", "text", "text|number", """
def choose_lr(x, y, epochs):
    return "3.0"
"""),
    ("6.2", "argmin without brackets", "argmin|bracket", change(H, "argmin()", "argmin")),
    ("6.2", "smallest rate", "small|slow|far|above|way|argmin", change(
        H, "lrs[final.argmin()].item()", "lrs.min().item()")),
    ("6.2", "largest rate", "large|edge|jump|argmin|far|above|way", change(
        H, "lrs[final.argmin()].item()", "lrs.max().item()",
        "torch.logspace(-1, 1, 50)", "torch.logspace(-1, 2, 50)")),
    ("6.3", "always divided", "sum|both|reduction|multipl", change(M, "lr * n", "lr / n")),
    ("6.3", "always multiplied", "mean|both|reduction|divide", change(M, "lr / n", "lr * n")),
    ("6.3", "swapped", "other way|swap|revers|exchang|steep|larger", change(
        M, "lr / n", "lr * N", "lr * n", "lr / n", "lr * N", "lr * n")),
    ("6.3", "quotes missing", "quote", change(M, '"mean"', "mean")),
    ("6.3", "lr itself", "n times|divide|as it was", """
def matching_lr(lr, n, reduction):
    return lr
"""),
    ("6.3", "only the mean", "sum|return|else", """
def matching_lr(lr, n, reduction):
    if reduction == "mean":
        return lr / n
"""),
    ("6.3", "only the sum", "mean|return|else", """
def matching_lr(lr, n, reduction):
    if reduction == "sum":
        return lr * n
"""),
    ("6.3", "hundred", "n\\b|100", change(M, "lr / n", "lr / 100", "lr * n", "lr * 100")),
    ("6.3", "or", "always|both", change(
        M, 'reduction == "mean"', 'reduction == "sum" or "mean"')),
    ("6.3", "capital letters", "quote|mean|spell|capital|reduction|sum|both", change(
        M, '"mean"', '"Mean"')),
    ("6.3", "whole division", "//|whole|behind the point", change(M, "lr / n", "lr // n")),
    ("6.3", "n divided by lr", "lr / n|turned|order|upside|other way|divide", change(
        M, "lr / n", "n / lr")),
    ("6.3", "square", "square|n²|once|n \\*\\*|n2", change(
        M, "lr / n", "lr / n**2", "lr * n", "lr * n**2")),
    ("6.3", "root", "root|sqrt|n times", change(
        M, "lr / n", "lr / n**0.5", "lr * n", "lr * n**0.5")),
    ("6.3", "minus and plus", "divide|multipl|times|subtract", change(
        M, "lr / n", "lr - n", "lr * n", "lr + n")),
    ("6.3", "the factor alone", "factor|given lr", change(M, "lr / n", "1 / n", "lr * n", "n")),
    ("6.3", "printed", "return", change(
        M, "return lr / n", "print(lr / n)", "return lr * n", "print(lr * n)")),
    ("6.3", "with its name", "a text|alone", change(
        M, "return lr / n", 'return "sum", lr / n', "return lr * n", 'return "mean", lr * n')),
    ("6.3", "nobody returns", "return", """
def matching_lr(lr, n, reduction):
    if reduction == "mean":
        new = lr / n
    else:
        new = lr * n
"""),
    ("6.3", "both in turn", "both|else|return|twice|again|sum|mean|one after", """
def matching_lr(lr, n, reduction):
    if reduction == "mean":
        lr = lr / n
    if reduction != "sum":
        lr = lr * n
    return lr
"""),
    ("6.3", "else forgotten", "else|both|mean|again|return", """
def matching_lr(lr, n, reduction):
    if reduction == "mean":
        new = lr / n
    new = lr * n
    return new
"""),
    ("6.3", "rounded", "round", change(M, "return lr / n", "return round(lr / n, 2)")),
    ("6.3", "n less one", "n - 1|n − 1|\\bn\\b", change(
        M, "lr / n", "lr / (n - 1)", "lr * n", "lr * (n - 1)")),
    ("6.3", "is not the text", "quote|text|mean|reduction", change(
        M, 'reduction == "mean"', "reduction == 'reduction'")),
    ("6.4", "own ruler", "train|own|ruler", change(
        R, "train.mean", "x.mean", "train.std", "x.std")),
    ("6.4", "own mean", "train|own|mean", change(R, "train.mean", "x.mean")),
    ("6.4", "own std", "train|own|std|standard deviation", change(R, "train.std", "x.std")),
    ("6.4", "no axis", "axis|column", change(R, "mean(axis=0)", "mean()", "std(axis=0)", "std()")),
    ("6.4", "mean without axis", "axis|column|mean", change(R, "mean(axis=0)", "mean()")),
    ("6.4", "std without axis", "axis|column|std|standard deviation", change(
        R, "std(axis=0)", "std()")),
    ("6.4", "axis 1", "axis", change(
        R, "mean(axis=0)", "mean(axis=1)", "std(axis=0)", "std(axis=1)")),
    ("6.4", "axis −1", "axis|columns", change(
        R, "mean(axis=0)", "mean(axis=-1)", "std(axis=0)", "std(axis=-1)")),
    ("6.4", "ddof 1", "n - 1|n − 1|ddof", change(R, "std(axis=0)", "std(axis=0, ddof=1)")),
    ("6.4", "centred only", "divide|standard deviation|std|unit", change(
        R, "(x - mean) / std", "x - mean")),
    ("6.4", "divided only", "mean|subtract|centr", change(R, "(x - mean) / std", "x / std")),
    ("6.4", "brackets", "bracket|parenthes|first", change(R, "(x - mean) / std", "x - mean / std")),
    ("6.4", "variance", "variance|var|root|square", change(R, "train.std", "train.var")),
    ("6.4", "turned round", "sign|wrong way round|order", change(
        R, "x - mean", "mean - x")),
    ("6.4", "train scaled", "`x`|train|which", change(R, "(x - mean)", "(train - mean)")),
    ("6.4", "0 to 1", "smallest|largest|min|max|range|standard", """
def scale(x, train):
    low, high = train.min(axis=0), train.max(axis=0)
    return (x - low) / (high - low)
"""),
    ("6.4", "times std", "divide|multipl|times", change(R, "/ std", "* std")),
    ("6.4", "arguments exchanged", "exchang|swap", """
def scale(x, train):
    return (train - x.mean(axis=0)) / x.std(axis=0)
"""),
    ("6.4", "input changed", "changes its input|input", """
def scale(x, train):
    x -= train.mean(axis=0)
    x /= train.std(axis=0)
    return x
"""),
    ("6.4", "the lesson's hours", "train|inputs|9\\.4|hours", """
def scale(x, train):
    return (x - 9.404) / 5.92
"""),
    ("6.4", "the lesson's table", "train|inputs|hours", """
def scale(x, train):
    return (x - hours.mean()) / hours.std()
"""),
    ("6.4", "printed", "return", change(R, "return (x - mean) / std", "print((x - mean) / std)")),
    ("6.4", "a list", "list", change(
        R, "return (x - mean) / std", "return list((x - mean) / std)")),
    ("6.4", "with mean and std", r"yours returned \(|alone|tuple", change(
        R, "return (x - mean) / std", "return (x - mean) / std, mean, std")),
    ("6.4", "divided first", "order|first|bracket|mean|subtract", change(
        R, "(x - mean) / std", "x / std - mean")),
    ("6.4", "median", "median|mean", change(R, "train.mean(axis=0)", "np.median(train, axis=0)")),
    ("6.4", "a table in a loop over all", "column|feature|axis|shape|own", """
def scale(x, train):
    return np.array([(value - train.mean()) / train.std() for value in x])
"""),
    ("6.4", "first column only", "column|feature|own", """
def scale(x, train):
    if x.ndim == 1:
        return (x - train.mean()) / train.std()
    return (x - train[:, 0].mean()) / train[:, 0].std()
"""),
    ("6.4", "tables alone", "bounds|dimension|\\(n,\\)|shape|column|index|axis", """
def scale(x, train):
    result = np.zeros(x.shape)
    for j in range(x.shape[1]):
        column = train[:, j]
        result[:, j] = (x[:, j] - column.mean()) / column.std()
    return result
"""),
    ("6.4", "mean without brackets", "bracket|mean", """
def scale(x, train):
    return (x - train.mean) / train.std
"""),
    ("6.4", "absolute", "abs|sign|below|direction|distance", change(
        R, "(x - mean)", "abs(x - mean)")),
    ("6.4", "range forgotten", "range", """
def scale(x, train):
    result = np.zeros(len(x))
    for i in len(x):
        result[i] = (x[i] - train.mean()) / train.std()
    return result
"""),
    ("6.5", "complete batches only", "last|incomplete|rest|left", """
def updates(n, batch, epochs):
    return n // batch * epochs
"""),
    ("6.5", "always one more", "left over|remainder|always added", """
def updates(n, batch, epochs):
    return (n // batch + 1) * epochs
"""),
    ("6.5", "one more in all", "each epoch|every epoch|epoch|last batch", """
def updates(n, batch, epochs):
    return n // batch * epochs + 1
"""),
    ("6.5", "rounded at the end", "epoch", """
def updates(n, batch, epochs):
    return math.ceil(n * epochs / batch)
"""),
    ("6.5", "one epoch", "epoch", """
def updates(n, batch, epochs):
    return math.ceil(n / batch)
"""),
    ("6.5", "one an epoch", "batch", """
def updates(n, batch, epochs):
    return epochs
"""),
    ("6.5", "students", "batch|student|each", """
def updates(n, batch, epochs):
    return n * epochs
"""),
    ("6.5", "no whole number", "whole|part of|fraction", """
def updates(n, batch, epochs):
    return n / batch * epochs
"""),
    ("6.5", "rounded", "round|incomplete", """
def updates(n, batch, epochs):
    return round(n / batch) * epochs
"""),
    ("6.5", "a float", "whole|float", """
def updates(n, batch, epochs):
    return np.ceil(n / batch) * epochs
"""),
    ("6.5", "the last batch alone", "remainder|last batch|students|rest|%|batches", """
def updates(n, batch, epochs):
    return n % batch * epochs
"""),
    ("6.5", "upside down", "n / batch|divide|turned|order|upside|other way", """
def updates(n, batch, epochs):
    return math.ceil(batch / n) * epochs
"""),
    ("6.5", "epochs added", "multipl|times|add|epoch", """
def updates(n, batch, epochs):
    return math.ceil(n / batch) + epochs
"""),
    ("6.5", "the rest added", "remainder|rest|%|one batch|one update|students|last", """
def updates(n, batch, epochs):
    return (n // batch + n % batch) * epochs
"""),
    ("6.5", "size of the batch counted", "batch|count|student|update", """
def updates(n, batch, epochs):
    return batch * epochs
"""),
    ("6.5", "hundred", "\\bn\\b|100|inputs", """
def updates(n, batch, epochs):
    return math.ceil(100 / batch) * epochs
"""),
    ("6.5", "printed", "return", change(
        U, "return per_epoch", "print(per_epoch", "* epochs", "* epochs)")),
    ("6.5", "in a list", "list|number", change(
        U, "return per_epoch * epochs", "return [per_epoch * epochs]")),
    ("6.5", "a list of batches", "list|number|count", """
def updates(n, batch, epochs):
    return [min(batch, n - start) for start in range(0, n, batch)] * epochs
"""),
    ("6.5", "ceil too late", "//|ceil|cut|last|incomplete|rest", """
def updates(n, batch, epochs):
    return math.ceil(n // batch) * epochs
"""),
    ("6.5", "students left not reset", "reset|epoch|inside|anew|again|each", """
def updates(n, batch, epochs):
    count = 0
    left = n
    for epoch in range(epochs):
        while left > 0:
            left -= batch
            count += 1
    return count
"""),
    ("6.5", "count anew", "epoch|reset|before the loop|once", """
def updates(n, batch, epochs):
    for epoch in range(epochs):
        count = 0
        for start in range(0, n, batch):
            count += 1
    return count
"""),
    ("6.5", "incomplete left out", "last|incomplete|rest|left", change(
        U_LOOP, "left > 0", "left >= batch")),
    ("6.5", "one batch too many", "left over|remainder|always added", change(
        U_LOOP, "left > 0", "left >= 0")),
    ("6.5", "return in the loop", "return|loop|epoch|first", change(
        U_LOOP, "    return count", "        return count")),
    ("6.5", "never less", "end|loop|stop", change(U_LOOP, "left -= batch", "left = batch")),
    ("6.5", "range forgotten", "range", change(U_LOOP, "range(epochs)", "epochs")),
    ("6.5", "ceil of numpy only", r"ceil|math|\bnp\b", """
def updates(n, batch, epochs):
    return ceil(n / batch) * epochs
"""),
    ("6.5", "= for +=", r"\+=|one|last|add|count", change(U_LOOP, "count += 1", "count = 1")),
    ("6.5", "less one", "left over|remainder|always added", """
def updates(n, batch, epochs):
    return (n + batch) // batch * epochs
"""),
    ("6.5", "batches of thirty", "batch|inputs|30", """
def updates(n, batch, epochs):
    return math.ceil(n / 30) * epochs
"""),
]
