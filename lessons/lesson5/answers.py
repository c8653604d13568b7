"""Answers to lesson 5 as people write them; tests/lessons/answers.py says in which form."""

import io
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from course_utils import training

# 5.1


def linear_in_loops(x, weight, bias):
    z = []
    for row in x:
        outputs = []
        for j in range(len(weight)):
            total = bias[j]
            for i in range(len(row)):
                total += weight[j][i] * row[i]
            outputs.append(total)
        z.append(outputs)
    return z


def linear_with_einsum(x, weight, bias):
    return np.einsum("ni,oi->no", x, weight) + bias


def linear_turned_round(x, weight, bias):
    return (weight @ x.T + bias[:, None]).T


def linear_with_torch(x, weight, bias):
    return functional.linear(*(torch.tensor(a) for a in (x, weight, bias)))


# 5.2


class ByFunction(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.layer = nn.Linear(features, 1)

    def forward(self, x):
        return functional.sigmoid(self.layer(x))


class OfLayers(nn.Module):
    def __init__(self, features):
        super(OfLayers, self).__init__()  # noqa: UP008  an older spelling, and a right one
        self.layers = nn.Sequential(nn.Linear(features, 1), nn.Sigmoid())

    def forward(self, inputs):
        return self.layers(inputs)


class OfParameters(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, features))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return 1 / (1 + torch.exp(-(x @ self.weight.T + self.bias)))


# 5.3


def train_zeroing_after_the_step(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        losses, sizes = [], []
        for x, y in batches:
            loss = loss_function(model(x), y)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
            losses.append(loss.item() * len(y))
            sizes.append(len(y))
        history.append(sum(losses) / sum(sizes))
    return history


def train_zeroing_first(model, batches, loss_function, optimizer, epochs):
    history = []
    for _ in range(epochs):
        model.train()
        total = torch.zeros(())
        n = 0
        for batch in batches:
            model.zero_grad()
            x, y = batch
            y_hat = model(x)
            loss = loss_function(y_hat, y)
            loss.backward()
            optimizer.step()
            total += loss.detach() * x.shape[0]
            n += x.shape[0]
        history += [total / n]
    return history


def train_with_numpy(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = np.zeros(epochs)
    for epoch in range(epochs):
        per_batch = []
        for x, y in batches:
            optimizer.zero_grad()
            loss = loss_function(model(x), y)
            loss.backward()
            optimizer.step()
            per_batch.append((float(loss.detach()), len(x)))
        values, sizes = zip(*per_batch, strict=True)
        history[epoch] = np.average(values, weights=sizes)
    return history


# 5.4


def evaluate_in_a_loop(model, x, y):
    model.eval()
    right = 0
    with torch.no_grad():
        for case, label in zip(x, y, strict=True):
            p = model(case[None])
            right += int((p.item() >= 0.5) == bool(label.item()))
    return right / len(x)


def evaluate_flat(model, x, y):
    model.train(False)
    with torch.inference_mode():
        p = model(x).flatten()
    return torch.mean((p.ge(0.5) == y.flatten()).double())


def evaluate_and_go_on(model, x, y):
    model.eval()
    with torch.no_grad():
        p = model(x)
        answer = ((p >= 0.5).int() == y.int()).sum().item() / len(y)
    model.train()
    return answer


# 5.5


def keep_with_a_buffer(model, path, x):
    buffer = io.BytesIO()
    torch.save(model.state_dict(), buffer)
    Path(path).write_bytes(buffer.getvalue())
    state = torch.load(path, weights_only=True)
    fresh = training.Classifier(x.shape[1])
    fresh.load_state_dict(state)
    fresh.train(False)
    with torch.inference_mode():
        return fresh(x)


def keep_and_detach(model, path, x):
    with open(path, "wb") as file:
        torch.save(model.state_dict(), file)
    fresh = training.Classifier(len(x[0])).eval()
    with open(path, "rb") as file:
        fresh.load_state_dict(torch.load(file, weights_only=True))
    with torch.no_grad():
        p = fresh(x)
    return p.numpy()


STYLES = {
    "5.1": [linear_in_loops, linear_with_einsum, linear_turned_round, linear_with_torch],
    "5.2": [ByFunction, OfLayers, OfParameters],
    "5.3": [train_zeroing_after_the_step, train_zeroing_first, train_with_numpy],
    "5.4": [evaluate_in_a_loop, evaluate_flat, evaluate_and_go_on],
    "5.5": [keep_with_a_buffer, keep_and_detach],
}


# Wrong answers, as bodies

SCOPE = {"np": np, "torch": torch, "nn": nn, "Classifier": training.Classifier}
CLASS = """
def __init__(self, features):
    {start}
    self.linear = {layer}

def forward(self, x):
    return {result}
"""
TRAIN = """
model.train()
history = []
for _ in range(epochs):
    total, count = 0, 0
    for x, y in batches:
        y_hat = model(x)
        loss = loss_function(y_hat, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    history.append(total / count)
return history
"""
EVALUATE = """
model.eval()
with torch.no_grad():
    p = model(x)
return {result}
"""
KEEP = """
torch.save(model.state_dict(), path)
fresh = Classifier(x.shape[1])
fresh.load_state_dict(torch.load(path, weights_only=True))
fresh.eval()
with torch.no_grad():
    return fresh(x)
"""


def module(
    start="super().__init__()",
    layer="nn.Linear(features, 1)",
    result="torch.sigmoid(self.linear(x))",
):
    return CLASS.format(start=start, layer=layer, result=result)


def training_without(*lines):
    kept = [line for line in TRAIN.splitlines() if not line.strip().startswith(lines)]
    return "\n".join(kept)


UPDATE = ("optimizer.zero_grad()", "loss.backward()", "optimizer.step()")


def outside(*lines):
    """TRAIN with these lines after the loop over the batches."""
    kept = training_without(*lines).splitlines()
    moved = [line[4:] for line in TRAIN.splitlines() if line.strip().startswith(lines)]
    end = next(k for k, line in enumerate(kept) if "history.append" in line)
    return "\n".join([*kept[:end], *moved, *kept[end:]])


def swapped(text, one, other):
    return text.replace(one, "?").replace(other, one).replace("?", other)


def decided(result):
    return EVALUATE.format(result=result)


WRONG = [
    ("5.1", "return x @ weight + bias", "ValueError", "`.T` turns rows into columns"),
    ("5.1", "return x @ weight.T", "mistake", "forgot the bias"),
    ("5.1", "return x @ weight.T - bias", "mistake", "subtracted the bias"),
    ("5.1", "return weight @ x.T + bias", "mistake", "weights on the left"),
    ("5.1", "return (x * weight).sum(axis=1) + bias", "mistake", "one row of weights alone"),
    (
        "5.1",
        "z = []\nfor i in range(len(x)):\n  z.append(x[i] @ weight[i] + bias[i])\nreturn z",
        "type",
        "should return",
    ),
    ("5.1", "return x @ weight.reshape(weight.shape[::-1]) + bias", "mistake", "reshaped"),
    ("5.1", "return weight @ x[0] + bias", "mistake", "first row of x alone"),
    ("5.1", "for row in x:\n  return weight @ row + bias", "mistake", "first row of x alone"),
    ("5.1", "return np.sum(x @ weight.T + bias)", "mistake", "everything up to one number"),
    ("5.1", "z = x @ weight.T + bias", "none", "is a `return` missing?"),
    ("5.1", "return nn.Linear(weight.shape[1], len(weight))(x)", "TypeError", "TypeError"),
    ("5.2", module(result="self.linear(x)"), "mistake", "returned the logits"),
    (
        "5.2",
        module(result="torch.sigmoid(torch.sigmoid(self.linear(x)))"),
        "mistake",
        "through the sigmoid twice",
    ),
    ("5.2", module(result="nn.Softmax(dim=1)(self.linear(x))"), "mistake", "always 1"),
    ("5.2", module(result="nn.ReLU()(self.linear(x))"), "mistake", "ReLU"),
    ("5.2", module(result="torch.sigmoid(self.linear(x)).squeeze()"), "mistake", "(n, 1)"),
    ("5.2", module(result="torch.sigmoid(self.linear(x)).round()"), "mistake", "decisions, 0 or 1"),
    ("5.2", module(result="torch.sigmoid(self.linear(x)).detach()"), "told", "lead back"),
    ("5.2", module().replace("return", "y_hat ="), "told", "is a `return` missing"),
    ("5.2", module(result="nn.Linear(2, 1)(x)", layer="None"), "mistake", "no parameters"),
    ("5.2", module(layer="nn.Linear(1, 1)"), "mistake", "fixed the number of inputs at 1"),
    ("5.2", module(layer="nn.Linear(2, 1)"), "told", "shapes"),
    ("5.2", module(layer="nn.Linear(1, features)"), "mistake", "swapped inputs and outputs"),
    ("5.2", module(layer="nn.Linear(features, 1, bias=False)"), "mistake", "left out the bias"),
    (
        "5.2",
        module(layer="[nn.Linear(features, 1)]", result="torch.sigmoid(self.linear[0](x))"),
        "mistake",
        "not in a list",
    ),
    ("5.2", module(start="pass"), "AttributeError", "before Module.__init__() call"),
    ("5.2", module(start="super(Classifier).__init__()"), "AttributeError", "before Module"),
    ("5.2", module().replace("(self, features)", "(self)"), "parameters", "features"),
    ("5.2", module().replace("(self, x)", "(self)"), "TypeError", "forward"),
    ("5.2", module().replace("self.linear(x)", "linear(x)"), "NameError", "linear"),
    ("5.3", training_without("optimizer.zero_grad"), "mistake", "never zeroed"),
    ("5.3", training_without("loss.backward"), "mistake", "never called `loss.backward()`"),
    ("5.3", training_without("optimizer.step"), "mistake", "never took a step"),
    ("5.3", training_without("model.train"), "mistake", "evaluation mode"),
    ("5.3", training_without("return"), "told", "is a `return` missing"),
    (
        "5.3",
        swapped(TRAIN, "optimizer.zero_grad()", "loss.backward()"),
        "mistake",
        "between backward and step",
    ),
    ("5.3", TRAIN.replace("total / count", "total"), "mistake", "divide by their number"),
    ("5.3", TRAIN.replace("total / count", "loss.item()"), "mistake", "last batch"),
    ("5.3", TRAIN.replace("total / count", "loss"), "told", "`loss.item()`"),
    ("5.3", TRAIN.replace("loss.item()", "loss"), "told", "`loss.item()`"),
    ("5.3", TRAIN.replace("model.train()", "model.train"), "mistake", "brackets"),
    ("5.3", TRAIN.replace("(y_hat, y)", "(y, y_hat)"), "mistake", "swapped the arguments"),
    ("5.3", TRAIN.replace("    history.append", "history.append"), "mistake", "appended one mean"),
    ("5.3", outside("optimizer.step()", "total +=", "count +="), "mistake", "one step an epoch"),
    ("5.3", outside("optimizer.step()"), "mistake", "one step an epoch"),
    ("5.3", outside(*UPDATE), "mistake", "updated once an epoch"),
    ("5.3", outside(*UPDATE, "total +=", "count +="), "mistake", "last batch of an epoch alone"),
    ("5.3", TRAIN.replace(" * len(x)", ""), "mistake", "already the mean of a batch"),
    (
        "5.3",
        TRAIN.replace(" * len(x)", "").replace("+= len(x)", "+= 1"),
        "mistake",
        "weight each loss",
    ),
    ("5.3", TRAIN.replace("return", "    return"), "mistake", "is `return` inside the loop?"),
    ("5.3", TRAIN.replace("batches:", "batches[:-1]:"), "mistake", "dropped the last batch"),
    ("5.3", TRAIN.replace("model(x)", "torch.sigmoid(model(x))"), "mistake", "applied a sigmoid"),
    (
        "5.3",
        "total = count = 0\n" + TRAIN.replace("    total, count = 0, 0\n", ""),
        "mistake",
        "averaged over all epochs so far",
    ),
    ("5.3", TRAIN.replace("model(x)", "model(x, y)"), "TypeError", "forward"),
    ("5.4", decided("((p >= 0.5) == y).float().mean()").replace("model.eval()\n", ""),
     "mistake", "training mode"),
    ("5.4", "model.eval()\np = model(x)\nreturn ((p >= 0.5) == y).float().mean()", "mistake",
     "record the way for gradients"),
    ("5.4", "return ((model(x) >= 0.5) == y).float().mean()", "mistake", "as in training"),
    ("5.4", decided("((p >= 0.5) == y).sum()"), "mistake", "counted"),
    ("5.4", decided("(p == y).float().mean()"), "mistake", "hardly ever equal"),
    ("5.4", decided("((p > 0) == y).float().mean()"), "mistake", "Was it at 0"),
    (
        "5.4",
        decided("((p >= 0.5) == y).float().mean()").replace("model(x)", "torch.sigmoid(model(x))"),
        "mistake",
        "sigmoid too many",
    ),
    ("5.4", decided("((p > 0.5) == y).float().mean()"), "mistake", "exactly 0.5"),
    ("5.4", decided("(p.round() == y).float().mean()"), "mistake", "exactly 0.5"),
    ("5.4", decided("((p >= 0.5) * y).mean()"), "mistake", "the right 1s alone"),
    ("5.4", decided("((p >= 0.5) == y).float().mean()").replace("eval()", "eval"), "mistake",
     "brackets"),
    ("5.4", decided("((p[:, 0] >= 0.5) == y).float().mean()"), "mistake", "(n, 1)"),
    ("5.4", decided("(p >= 0.5).float().mean()"), "mistake", "compare with y"),
    ("5.4", decided("((p >= 0.5) == y).mean()"), "RuntimeError", "mean()"),
    ("5.4", decided("nn.BCELoss()(p, y)"), "mistake", "returned the loss"),
    ("5.4", decided("print(p)"), "told", "is a `return` missing?"),
    ("5.5", KEEP.replace("fresh(x)", "model(x)"), "mistake", "the old model"),
    ("5.5", KEEP.replace("fresh.eval()\n", ""), "mistake", "in training mode"),
    ("5.5", KEEP.replace("weights_only=True", "weights_only=False"), "mistake", "False"),
    ("5.5", KEEP.replace(", weights_only=True", ""), "mistake", "left `weights_only` out"),
    ("5.5", KEEP.replace("model.state_dict()", "model"), "told", "You saved the whole model"),
    ("5.5", KEEP.replace("model.state_dict()", "model.state_dict"), "told", "brackets"),
    ("5.5", KEEP.replace("(model.state_dict(), path)", "(path, model.state_dict())"), "told",
     "swapped the arguments"),
    ("5.5", KEEP.replace("fresh.load", "fresh = fresh.load"), "told", "without `fresh =`"),
    (
        "5.5",
        "\n".join(line for line in KEEP.splitlines() if "load" not in line),
        "mistake",
        "knows nothing yet",
    ),
    ("5.5", KEEP.replace("x.shape[1]", "1"), "RuntimeError", "size mismatch"),
    ("5.5", KEEP.replace("torch.save(model.state_dict(), path)\n", ""), "FileNotFoundError", ""),
    ("5.5", KEEP.replace("fresh(x)", "fresh(x) >= 0.5"), "mistake", "decisions, 0 or 1"),
    ("5.5", KEEP.replace("    return fresh(x)", "    fresh(x)"), "told", "is a `return` missing?"),
]
