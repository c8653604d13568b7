"""Lesson 5's answers written blind: see `tests/lessons/blind.py`."""

import math
from pathlib import Path

import torch
from torch import nn

from course_utils import data
from tests.lessons.changing import change


def _column(values):
    return torch.tensor(values, dtype=torch.float32)[:, None]


HOURS, PASSED = map(_column, data.students())
SCOPE = {
    "math": math, "Path": Path, "data": data, "F": nn.functional,
    "x": HOURS, "y": PASSED, "hours": HOURS, "loss_function": nn.BCELoss(),
}

L = """
def linear(x, weight, bias):
    return x @ weight.T + bias
"""
L_LOOP = """
def linear(x, weight, bias):
    out = np.zeros((len(x), len(weight)))
    for i in range(len(x)):
        for j in range(len(weight)):
            for k in range(x.shape[1]):
                out[i, j] += x[i, k] * weight[j, k]
            out[i, j] += bias[j]
    return out
"""
C = """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x):
        return torch.sigmoid(self.linear(x))
"""
T = """
def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    for epoch in range(epochs):
        total = 0
        count = 0
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
ZERO = "            optimizer.zero_grad()\n"
BACKWARD = "            loss.backward()\n"
STEP = "            optimizer.step()\n"
E = """
def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        p = model(x)
    decisions = (p >= 0.5).float()
    return (decisions == y).float().mean().item()
"""
S = """
def save_and_predict(model, path, x):
    torch.save(model.state_dict(), path)
    fresh = Classifier(x.shape[1])
    fresh.load_state_dict(torch.load(path, weights_only=True))
    fresh.eval()
    with torch.no_grad():
        return fresh(x)
"""
LOADED = "    fresh.load_state_dict(torch.load(path, weights_only=True))\n"

RIGHT = [
    ("5.1", "product", L),
    ("5.1", "loops", L_LOOP),
    ("5.1", "dot", change(L, "x @ weight.T + bias", "np.dot(x, np.transpose(weight)) + bias")),
    ("5.1", "einsum", change(L, "x @ weight.T", 'np.einsum("ik,jk->ij", x, weight)')),
    ("5.1", "weights first", change(L, "x @ weight.T + bias", "(weight @ x.T).T + bias")),
    ("5.1", "list of rows", """
def linear(x, weight, bias):
    rows = []
    for case in x:
        row = []
        for j, weights in enumerate(weight):
            row.append(sum(case * weights) + bias[j])
        rows.append(row)
    return rows
"""),
    ("5.1", "comprehension in an array", """
def linear(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return np.array([[row @ w + b for w, b in zip(weight, bias)] for row in x])
"""),
    ("5.1", "columns", """
def linear(x, weight, bias):
    columns = []
    j = 0
    while j < len(weight):
        columns.append(x @ weight[j] + bias[j])
        j += 1
    return np.stack(columns, axis=1)
"""),
    ("5.1", "broadcast", """
def linear(x, weight, bias):
    products = x[:, None, :] * weight[None, :, :]
    return products.sum(axis=-1) + bias
"""),
    ("5.2", "as in the lesson", C),
    ("5.2", "another name", change(C, "self.linear = ", "self.layer = ",
                                   "self.linear(x)", "self.layer(x)")),
    ("5.2", "sigmoid module", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.sigmoid = nn.Sigmoid()
        self.fc = nn.Linear(features, 1)

    def forward(self, x):
        z = self.fc(x)
        return self.sigmoid(z)
"""),
    ("5.2", "sequential", """
class Classifier(nn.Module):
    def __init__(self, features):
        super(Classifier, self).__init__()
        self.network = nn.Sequential(nn.Linear(features, 1), nn.Sigmoid())

    def forward(self, x):
        return self.network(x)
"""),
    ("5.2", "a kind of sequential", """
class Classifier(nn.Sequential):
    def __init__(self, features):
        super().__init__(nn.Linear(features, 1), nn.Sigmoid())
"""),
    ("5.2", "keywords and annotations", """
class Classifier(nn.Module):
    def __init__(self, features: int) -> None:
        super().__init__()
        self.output = nn.Linear(in_features=features, out_features=1, bias=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.output(x).sigmoid()
"""),
    ("5.2", "functional", change(C, "torch.sigmoid", "nn.functional.sigmoid")),
    ("5.2", "own sigmoid", change(C, "torch.sigmoid(self.linear(x))",
                                  "1 / (1 + torch.exp(-self.linear(x)))")),
    ("5.2", "own parameters", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, features))
        self.bias = nn.Parameter(torch.zeros(1))

    def forward(self, inputs):
        return torch.sigmoid(inputs @ self.weight.T + self.bias)
"""),
    ("5.2", "features kept", """
class Classifier(nn.Module):
    "Yes or no."

    def __init__(self, features=1):
        nn.Module.__init__(self)
        self.features = features
        self.lin = nn.Linear(self.features, 1)

    def logit(self, x):
        return self.lin(x)

    def forward(self, x):
        p = torch.sigmoid(self.logit(x))
        return p
"""),
    ("5.3", "as in the lesson", T),
    ("5.3", "zeroed first", change(T, ZERO, "", "            y_hat = model(x)\n",
                                   ZERO + "            y_hat = model(x)\n")),
    ("5.3", "zeroed last", change(T, ZERO, "", STEP, STEP + ZERO)),
    ("5.3", "model zeroed", change(T, "optimizer.zero_grad()", "model.zero_grad()")),
    ("5.3", "sizes otherwise", change(T, "* len(x)", "* x.shape[0]", "+= len(x)", "+= y.size(0)")),
    ("5.3", "average with weights", """
def train(model, batches, loss_function, optimizer, epochs):
    model.train(True)
    means = []
    for _ in range(epochs):
        losses, sizes = [], []
        for features, labels in batches:
            loss = loss_function(model(features), labels)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            sizes.append(len(features))
        means.append(np.average(losses, weights=sizes))
    return means
"""),
    ("5.3", "two helpers", """
def update(model, x, y, loss_function, optimizer):
    loss = loss_function(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()

def one_epoch(model, batches, loss_function, optimizer):
    total, n = 0.0, 0
    for x, y in batches:
        total += len(x) * update(model, x, y, loss_function, optimizer)
        n += len(x)
    return total / n

def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    return [
        one_epoch(model, batches, loss_function, optimizer) for _ in range(epochs)
    ]
"""),
    ("5.3", "detached", """
def train(model, batches, loss_function, optimizer, epochs):
    history = []
    epoch = 0
    while epoch < epochs:
        model.train()
        summed = torch.zeros(())
        samples = 0
        for batch in batches:
            x, y = batch
            loss = loss_function(model.forward(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            summed += loss.detach() * len(y)
            samples += len(y)
        history.append(float(summed / samples))
        epoch += 1
    return history
"""),
    ("5.3", "closure", """
def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in batches:
            def closure():
                optimizer.zero_grad()
                loss = loss_function(model(x), y)
                loss.backward()
                return loss
            loss = optimizer.step(closure)
            total += loss.item() * len(x)
            count += len(x)
        history.append(total / count)
    return history
"""),
    ("5.3", "count beforehand", """
def train(model, batches, loss_function, optimizer, epochs):
    n = sum(len(x) for x, _ in batches)
    model.train()
    history = [0.0] * epochs
    for epoch in range(epochs):
        for i, (x, y) in enumerate(batches):
            y_hat = model(x)
            loss = loss_function(y_hat, y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            history[epoch] += loss.item() * len(x) / n
    return history
"""),
    ("5.4", "as in the lesson", E),
    ("5.4", "decorator", """
@torch.no_grad()
def evaluate(model, x, y):
    model.eval()
    return float(((model(x) >= 0.5) == y).float().mean())
"""),
    ("5.4", "inference mode", """
def evaluate(model, x, y):
    model.train(False)
    with torch.inference_mode():
        right = (model(x) >= 0.5) == (y == 1)
    return right.sum().item() / len(y)
"""),
    ("5.4", "tensor", change(E, ".mean().item()", ".mean()")),
    ("5.4", "numpy", """
def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        p = model(x).numpy()
    return np.mean((p >= 0.5) == y.numpy())
"""),
    ("5.4", "loop", """
def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    model.eval()
    right = 0
    with torch.no_grad():
        for case, label in zip(x, y):
            p = model(case[None]).item()
            decision = 1 if p >= 0.5 else 0
            if decision == label.item():
                right += 1
    return right / len(x)
"""),
    ("5.4", "where", """
def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        p = model(x).flatten()
    decided = torch.where(p >= 0.5, 1.0, 0.0)
    return (decided == y.flatten()).double().mean().item()
"""),
    ("5.4", "mode put back", """
def evaluate(model, x, y):
    before = model.training
    model.eval()
    with torch.no_grad():
        wrong = (model(x).ge(0.5).int() != y.int()).sum().item()
    model.train(before)
    return 1 - wrong / y.numel()
"""),
    ("5.4", "grad switched off", """
def evaluate(model, x, y):
    model.eval()
    torch.set_grad_enabled(False)
    p = model(x)
    torch.set_grad_enabled(True)
    return torch.eq(p >= 0.5, y).sum().item() / y.shape[0]
"""),
    ("5.5", "as in the lesson", S),
    ("5.5", "map_location, decorator", """
@torch.no_grad()
def save_and_predict(model, path, x):
    torch.save(obj=model.state_dict(), f=path)
    fresh = Classifier(len(x[0]))
    fresh.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    return fresh.eval()(x)
"""),
    ("5.5", "all keywords", """
def save_and_predict(model, path, x):
    torch.save(model.state_dict(), f=path)
    state = torch.load(f=path, weights_only=True)
    fresh = Classifier(features=x.shape[1])
    fresh.load_state_dict(state_dict=state, strict=True)
    fresh.eval()
    with torch.no_grad():
        p = fresh(x)
    return p
"""),
    ("5.5", "open files", """
def save_and_predict(model, path, x):
    with open(path, "wb") as file:
        torch.save(model.state_dict(), file)
    with open(path, "rb") as file:
        state = torch.load(file, weights_only=True)
    fresh = Classifier(x.size(1))
    fresh.load_state_dict(state)
    fresh.train(False)
    with torch.inference_mode():
        return fresh(x)
"""),
    ("5.5", "helpers", """
def keep(model, path):
    torch.save(model.state_dict(), path)

def fetch(path, features):
    fresh = Classifier(features)
    fresh.load_state_dict(torch.load(path, weights_only=True))
    fresh.eval()
    return fresh

def save_and_predict(model, path, x):
    keep(model, path)
    with torch.no_grad():
        return fetch(path, x.shape[1]).forward(x)
"""),
    ("5.5", "a path object", """
def save_and_predict(model, path, x):
    path = Path(path)
    state = model.state_dict()
    torch.save(state, path)
    n, features = x.shape
    fresh = Classifier(features)
    fresh.eval()
    loaded = torch.load(path, weights_only=True)
    fresh.load_state_dict(loaded)
    torch.set_grad_enabled(False)
    p = fresh(x)
    torch.set_grad_enabled(True)
    return p
"""),
    ("5.5", "of the model's own kind", change(S, "Classifier(x.shape[1])",
                                              "Classifier(model.state_dict() and x.shape[-1])")),
    ("5.5", "parts named", """
def save_and_predict(model, path, x):
    model.eval()
    torch.save(dict(model.state_dict()), path)
    fresh = Classifier(int(x.shape[1])).eval()
    with torch.no_grad():
        fresh.load_state_dict(torch.load(path, weights_only=True))
        answer = fresh(x)
    assert len(answer) == len(x)
    return answer
"""),
]

WRONG = [
    ("5.1", "no bias", "bias", change(L, " + bias", "")),
    ("5.1", "not transposed", r"\.T|row|column|outputs first", change(L, "weight.T", "weight")),
    ("5.1", "x transposed", r"x\.T|`\.T`|row|column", change(L, "x @ weight.T", "x.T @ weight.T")),
    ("5.1", "elementwise", "@|element|product|sum|broadcast|shape", change(
        L, "@ weight.T", "* weight")),
    ("5.1", "order", "order|first|row", change(L, "x @ weight.T", "weight.T @ x")),
    ("5.1", "weight @ x.T", "transpos|shape|row|case", change(
        L, "x @ weight.T + bias", "weight @ x.T + bias[:, None]")),
    ("5.1", "minus bias", "sign|minus|subtract|bias|add", change(L, "+ bias", "- bias")),
    ("5.1", "first bias", "bias", change(L, "+ bias", "+ bias[0]")),
    ("5.1", "sum of biases", "bias", change(L, "+ bias", "+ bias.sum()")),
    ("5.1", "bias multiplied", "bias|add", change(L, "+ bias", "* bias")),
    ("5.1", "sigmoid", "sigmoid|activation|between 0 and 1", change(
        L, "x @ weight.T + bias", "1 / (1 + np.exp(-(x @ weight.T + bias)))")),
    ("5.1", "relu", "relu|negative|activation|below 0", change(
        L, "x @ weight.T + bias", "np.maximum(x @ weight.T + bias, 0)")),
    ("5.1", "printed", "return", change(
        L, "return x @ weight.T + bias", "print(x @ weight.T + bias)")),
    ("5.1", "= for +=", r"\+=|last|add|sum", change(L_LOOP, "out[i, j] += x", "out[i, j] = x")),
    ("5.1", "the lesson's = for +=", r"\+=|last|add|sum", """
def linear(x, weight, bias):
    out = np.zeros((len(x), len(weight)))
    for i in range(len(x)):
        for j in range(len(weight)):
            for k in range(x.shape[1]):
                out[i, j] = x[i, k] * weight[j, k] + bias[j]
    return out
"""),
    ("5.1", "bias in the inner loop", "bias|once|inner|loop|indent", change(
        L_LOOP, "            out[i, j] += bias[j]", "                out[i, j] += bias[j]")),
    ("5.1", "bias of the case", "bias|index|bounds", change(L_LOOP, "bias[j]", "bias[i]")),
    ("5.1", "weights turned over", "weight|row i|rows", change(
        L_LOOP, "weight[j, k]", "weight[k, j]")),
    ("5.1", "first case only", "case|row|first|shape|return", change(
        L_LOOP, "    return out", "        return out")),
    ("5.1", "two outputs", "output|size|shape", """
def linear(x, weight, bias):
    out = np.zeros((len(x), 2))
    for i in range(len(x)):
        for j in range(2):
            out[i, j] = x[i] @ weight[j] + bias[j]
    return out
"""),
    ("5.1", "three inputs", "input|number of|size|index|bounds|column", change(
        L_LOOP, "range(x.shape[1])", "range(3)")),
    ("5.1", "range forgotten", "range", change(L_LOOP, "range(len(weight))", "len(weight)")),
    ("5.1", "square", "shape|output|weight|bounds|index", change(
        L_LOOP, "np.zeros((len(x), len(weight)))", "np.zeros(x.shape)")),
    ("5.1", "zeros with two arguments", "zeros|bracket|parenthes|shape|tuple", change(
        L_LOOP, "np.zeros((len(x), len(weight)))", "np.zeros(len(x), len(weight))")),
    ("5.1", "all summed", "cases up|each output|axis", """
def linear(x, weight, bias):
    return np.array([[np.sum(x * w) + b for w, b in zip(weight, bias)] for row in x])
"""),
    ("5.1", "summed along axis 0", "axis|sum|input|shape", """
def linear(x, weight, bias):
    return (x[:, None, :] * weight).sum(axis=0) + bias
"""),
    ("5.1", "a random layer of torch", None, """
def linear(x, weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    return layer(torch.tensor(x, dtype=torch.float32))
"""),
    ("5.1", "flat", "shape", change(L, "x @ weight.T + bias", "(x @ weight.T + bias).flatten()")),
    ("5.1", "mean", "mean|sum|divide", change(L, "x @ weight.T", "x @ weight.T / x.shape[1]")),
    ("5.1", "one product", "case|row|one|`x`|shape", """
def linear(x, weight, bias):
    return np.array([[x[0] @ w + b for w, b in zip(weight, bias)]])
"""),
    ("5.2", "super missing", "super", change(C, "        super().__init__()\n", "")),
    ("5.2", "super without brackets", "super", change(C, "super().__init__()", "super.__init__()")),
    ("5.2", "super of the class", "super", change(
        C, "super().__init__()", "super(Classifier).__init__()")),
    ("5.2", "init not called", "super|init", change(C, "super().__init__()", "super().__init__")),
    ("5.2", "no base", "nn.Module", change(
        C, "(nn.Module)", "", "        super().__init__()\n", "")),
    ("5.2", "no sigmoid", "sigmoid|logit", change(
        C, "torch.sigmoid(self.linear(x))", "self.linear(x)")),
    ("5.2", "sigmoid twice", "twice|sigmoid", change(
        C, "torch.sigmoid(self.linear(x))", "torch.sigmoid(torch.sigmoid(self.linear(x)))")),
    ("5.2", "sigmoid of x", "sigmoid|order|first|last", change(
        C, "torch.sigmoid(self.linear(x))", "self.linear(torch.sigmoid(x))")),
    ("5.2", "layer turned round", "shape|inputs and outputs", change(
        C, "nn.Linear(features, 1)", "nn.Linear(1, features)")),
    ("5.2", "as many outputs", "shape|one output|output", change(
        C, "nn.Linear(features, 1)", "nn.Linear(features, features)")),
    ("5.2", "two outputs", "shape|one output|output", change(
        C, "nn.Linear(features, 1)", "nn.Linear(features, 2)")),
    ("5.2", "always two features",
     "features|shapes", change(C, "nn.Linear(features", "nn.Linear(2")),
    ("5.2", "hidden layer", "one|shape|parameters", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.first = nn.Linear(features, 5)
        self.second = nn.Linear(5, 1)

    def forward(self, x):
        return torch.sigmoid(self.second(torch.relu(self.first(x))))
"""),
    ("5.2", "no bias", "bias|shape", change(C, "features, 1)", "features, 1, bias=False)")),
    ("5.2", "no return", "return", change(C, "return torch", "torch")),
    ("5.2", "printed", "return", change(C, "return torch.sigmoid(self.linear(x))",
                                        "print(torch.sigmoid(self.linear(x)))")),
    ("5.2", "flat", "shape|squeeze|flatten|\\(n, 1\\)", change(
        C, "torch.sigmoid(self.linear(x))", "torch.sigmoid(self.linear(x)).squeeze()")),
    ("5.2", "softmax", "softmax|sigmoid|one output|sum", change(
        C, "torch.sigmoid(self.linear(x))", "torch.softmax(self.linear(x), dim=1)")),
    ("5.2", "relu", "relu|sigmoid", change(C, "torch.sigmoid", "torch.relu")),
    ("5.2", "tanh", "tanh|sigmoid", change(C, "torch.sigmoid", "torch.tanh")),
    ("5.2", "new layer in forward", "forward|__init__|every|parameter|shape", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.features = features

    def forward(self, x):
        return torch.sigmoid(nn.Linear(self.features, 1)(x))
"""),
    ("5.2", "layer without self", "self|linear", change(C, "self.linear = ", "linear = ")),
    ("5.2", "layer used without self", "self|linear", change(C, "self.linear(x)", "linear(x)")),
    ("5.2", "forward without self", "self", change(C, "def forward(self, x)", "def forward(x)")),
    ("5.2", "forward without x", "forward|`x`|self, x", change(
        C, "def forward(self, x)", "def forward(self)")),
    ("5.2", "forward misspelt", "forward", change(C, "def forward", "def foward")),
    ("5.2", "forward inside init", "forward|indent", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

        def forward(self, x):
            return torch.sigmoid(self.linear(x))
"""),
    ("5.2", "init misspelt", "__init__|features", change(
        C, "def __init__(self", "def _init_(self")),
    ("5.2", "features missing", "features", change(
        C, "def __init__(self, features)", "def __init__(self)", "nn.Linear(features",
        "nn.Linear(1")),
    ("5.2", "Sigmoid of a tensor", "nn.Sigmoid|torch.sigmoid", change(
        C, "torch.sigmoid(", "nn.Sigmoid(")),
    ("5.2", "layer not made", "Linear|bracket|features|parameter", change(
        C, "nn.Linear(features, 1)", "nn.Linear")),
    ("5.2", "decisions", "decision|lead back|weights|0\\.5|probabilit", change(
        C, "torch.sigmoid(self.linear(x))", "(torch.sigmoid(self.linear(x)) >= 0.5).float()")),
    ("5.2", "detached", "lead back|detach|weights", change(
        C, "torch.sigmoid(self.linear(x))", "torch.sigmoid(self.linear(x)).detach()")),
    ("5.2", "numbers of numpy", "lead back|torch|numpy", change(
        C, "torch.sigmoid(self.linear(x))", "1 / (1 + np.exp(-self.linear(x).detach().numpy()))")),
    ("5.2", "no_grad in forward", "lead back|no_grad|weights", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x):
        with torch.no_grad():
            return torch.sigmoid(self.linear(x))
"""),
    ("5.2", "plain tensors", "parameter", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.weight = torch.zeros(1, features, requires_grad=True)
        self.bias = torch.zeros(1, requires_grad=True)

    def forward(self, x):
        return torch.sigmoid(x @ self.weight.T + self.bias)
"""),
    ("5.2", "a tuple", "two|pair|one|shape|tuple|alone", change(
        C, "return torch.sigmoid(self.linear(x))",
        "z = self.linear(x)\n        return torch.sigmoid(z), z")),
    ("5.2", "forward calls itself", "forward|itself|recursion", change(
        C, "self.linear(x)", "self.forward(x)")),
    ("5.2", "a function", "class", """
def Classifier(features):
    return nn.Sequential(nn.Linear(features, 1), nn.Sigmoid())
"""),
    ("5.2", "a model", "class", "Classifier = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())"),
    ("5.2", "np.sigmoid", "sigmoid", change(C, "torch.sigmoid", "np.sigmoid")),
    ("5.2", "loss in forward", "forward", change(
        C, "def forward(self, x)", "def forward(self, x, y)",
        "return torch.sigmoid(self.linear(x))",
        "return nn.BCELoss()(torch.sigmoid(self.linear(x)), y)")),
    ("5.2", "first case only", "row|case|shape|all", change(
        C, "self.linear(x)", "self.linear(x[0])")),
    ("5.2", "1 - p", "sign|probability of 0|opposite", change(
        C, "self.linear(x)", "-self.linear(x)")),
    ("5.2", "the lesson's x", "`x`|inputs|argument|other", """
class Classifier(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, inputs):
        return torch.sigmoid(self.linear(x))
"""),
    ("5.3", "zero_grad forgotten", "zero", change(T, ZERO, "")),
    ("5.3", "zeroed before the step", "zero|gradient", change(
        T, ZERO + BACKWARD, BACKWARD + ZERO)),
    ("5.3", "zeroed once an epoch", "zero", change(
        T, ZERO, "", "        count = 0\n", "        count = 0\n        optimizer.zero_grad()\n")),
    ("5.3", "zeroed once", "zero", change(
        T, ZERO, "", "    history = []\n", "    history = []\n    optimizer.zero_grad()\n")),
    ("5.3", "zero_grad without brackets", "zero|bracket|call", change(
        T, "zero_grad()", "zero_grad")),
    ("5.3", "step before backward", "step|order|backward", change(
        T, BACKWARD + STEP, STEP + BACKWARD)),
    ("5.3", "no step", "step", change(T, STEP, "")),
    ("5.3", "step without brackets", "step|bracket|call", change(T, "step()", "step")),
    ("5.3", "no backward", "backward|gradient", change(T, BACKWARD, "")),
    ("5.3", "backward without brackets", "backward|bracket|gradient|call",
     change(T, "backward()", "backward")),
    ("5.3", "no train()", "training mode|model.train|evaluation mode", change(
        T, "    model.train()\n", "")),
    ("5.3", "train without brackets", "training mode|model.train|bracket|evaluation mode",
     change(T, "model.train()", "model.train")),
    ("5.3", "eval()", "training mode|model.train|evaluation mode|eval", change(
        T, "model.train()", "model.eval()")),
    ("5.3", "mean of the batches' means", "sample|batch|weigh|len\\(x\\)", change(
        T, " * len(x)", "", "count += len(x)", "count += 1")),
    ("5.3", "np.mean of the batches", "sample|batch|weigh|len\\(x\\)", """
def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        losses = []
        for x, y in batches:
            loss = loss_function(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append(np.mean(losses))
    return history
"""),
    ("5.3", "last batch", "last batch|luck|sample", change(T, "total / count", "loss.item()")),
    ("5.3", "not multiplied", "len\\(x\\)|sample|size|multipl|batch", change(T, " * len(x)", "")),
    ("5.3", "summed", "mean|sum|divide|count", change(T, "total / count", "total")),
    ("5.3", "divided by the batches", "sample|batch|len\\(batches|count|divide", change(
        T, "total / count", "total / len(batches)")),
    ("5.3", "total never reset", "epoch|reset|start|total|inside", change(
        T, "        total = 0\n        count = 0\n", "",
        "    history = []\n", "    history = []\n    total = 0\n    count = 0\n")),
    ("5.3", "count never reset", "epoch|reset|start|count", change(
        T, "        count = 0\n", "", "    history = []\n", "    history = []\n    count = 0\n")),
    ("5.3", "= for +=", r"\+=|last batch|add", change(T, "total +=", "total =")),
    ("5.3", "one number", "list|each epoch|one number|history", change(
        T, "return history", "return history[-1]")),
    ("5.3", "mean of the history", "list|each epoch|one number", change(
        T, "return history", "return sum(history) / epochs")),
    ("5.3", "history anew", "history|list|each epoch|before the loop|entries|number", change(
        T, "    history = []\n", "", "        total = 0\n",
        "        history = []\n        total = 0\n")),
    ("5.3", "return in the loop", "return|loop|epoch|first", change(
        T, "    return history", "        return history")),
    ("5.3", "append in the batch loop", "epoch|append|batch|numbers", change(
        T, "        history.append", "            history.append")),
    ("5.3", "append after the loops", "epoch|append|indent|loop|one number", change(
        T, "        history.append", "    history.append")),
    ("5.3", "arguments of the loss", "order|swap|argument|prediction", change(
        T, "(y_hat, y)", "(y, y_hat)")),
    ("5.3", "own BCE", "loss_function", change(
        T, "loss_function(y_hat, y)", "nn.BCELoss()(y_hat, y)")),
    ("5.3", "own MSE", "loss_function", change(
        T, "loss_function(y_hat, y)", "((y_hat - y) ** 2).mean()")),
    ("5.3", "own optimizer", "optimizer", change(
        T, "    history = []\n",
        "    history = []\n    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\n")),
    ("5.3", "own steps", "optimizer", change(T, STEP, """\
            with torch.no_grad():
                for p in model.parameters():
                    p -= 0.1 * p.grad
""")),
    ("5.3", "one step an epoch", "step|each batch|every batch", """
def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        optimizer.zero_grad()
        for x, y in batches:
            loss = loss_function(model(x), y)
            loss.backward()
            total += loss.item() * len(x)
            count += len(x)
        optimizer.step()
        history.append(total / count)
    return history
"""),
    ("5.3", "backward after the batches", "batch|each|indent|loop", change(
        T, ZERO + BACKWARD + STEP, "", "        history.append",
        "        optimizer.zero_grad()\n        loss.backward()\n        optimizer.step()\n"
        "        history.append")),
    ("5.3", "two steps", "step|once|twice", change(T, STEP, STEP + STEP)),
    ("5.3", "first batch only", "batch|every|all", change(
        T, "            count += len(x)\n", "            count += len(x)\n            break\n")),
    ("5.3", "one epoch", "epoch", """
def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    total, count = 0.0, 0
    for x, y in batches:
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
        count += len(x)
    history.append(total / count)
    return history
"""),
    ("5.3", "one epoch less", "epoch|range|entries|numbers", change(
        T, "range(epochs)", "range(1, epochs)")),
    ("5.3", "one epoch more", "epoch|range|entries|numbers", change(
        T, "range(epochs)", "range(epochs + 1)")),
    ("5.3", "ten epochs", "epochs|numbers", change(T, "range(epochs)", "range(10)")),
    ("5.3", "range forgotten", "range", change(T, "range(epochs)", "epochs")),
    ("5.3", "item forgotten", "item|lead back", change(T, "loss.item()", "loss")),
    ("5.3", "item without brackets", "item", change(T, "loss.item()", "loss.item")),
    ("5.3", "printed", "return", change(T, "    return history\n", "    print(history)\n")),
    ("5.3", "no gradients", "no_grad|gradient|require", """
def train(model, batches, loss_function, optimizer, epochs):
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
        for x, y in batches:
            with torch.no_grad():
                loss = loss_function(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
            count += len(x)
        history.append(total / count)
    return history
"""),
    ("5.3", "detached", "detach|gradient|require|lead back", change(
        T, "model(x)", "model(x).detach()")),
    ("5.3", "model forgotten", "model", change(T, "y_hat = model(x)", "y_hat = x")),
    ("5.3", "decisions", "round|decision|0\\.5|slope|move|probabilit", change(
        T, "model(x)", "model(x).round()")),
    ("5.3", "sigmoid again", "sigmoid|twice", change(T, "model(x)", "torch.sigmoid(model(x))")),
    ("5.3", "loss after the step", "before|after|step|again|forward", change(
        T, "total += loss.item()", "total += loss_function(model(x), y).item()")),
    ("5.3", "the lesson's data",
     "batch|x that your function", change(T, "        for x, y in batches:\n",
        "        for _ in batches:\n            x, y = hours, PASSED\n")),
    ("5.3", "batches not unpacked", "x, y|batch|unpack|pair|range", change(
        T, "for x, y in batches", "for x, y in enumerate(batches)")),
    ("5.3", "tuple of history and model", "history|list|alone|model|tuple|return", change(
        T, "return history", "return model, history")),
    ("5.3", "backward twice", "backward", change(
        T, BACKWARD, "            loss.backward(retain_graph=True)\n" + BACKWARD)),
    ("5.3", "loss function without arguments", "loss_function|argument|y_hat, y|prediction", change(
        T, "loss_function(y_hat, y)", "loss_function()(y_hat, y)")),
    ("5.4", "no eval", "evaluation mode|eval", change(E, "    model.eval()\n", "")),
    ("5.4", "eval without brackets", "evaluation mode|eval|bracket", change(
        E, "model.eval()", "model.eval")),
    ("5.4", "train()", "evaluation mode|eval|training mode", change(
        E, "model.eval()", "model.train()")),
    ("5.4", "eval afterwards", "evaluation mode|eval", """
def evaluate(model, x, y):
    with torch.no_grad():
        p = model(x)
    model.eval()
    return ((p >= 0.5) == y).float().mean().item()
"""),
    ("5.4", "with gradients", "no_grad|gradient", """
def evaluate(model, x, y):
    model.eval()
    p = model(x)
    return ((p >= 0.5) == y).float().mean().item()
"""),
    ("5.4", "detached", "no_grad|gradient", """
def evaluate(model, x, y):
    model.eval()
    p = model(x).detach()
    return ((p >= 0.5) == y).float().mean().item()
"""),
    ("5.4", "no_grad without with", "no_grad|gradient|with", """
def evaluate(model, x, y):
    model.eval()
    torch.no_grad()
    p = model(x)
    return ((p >= 0.5) == y).float().mean().item()
"""),
    ("5.4", "no_grad without brackets", "no_grad|bracket", change(
        E, "torch.no_grad()", "torch.no_grad")),
    ("5.4", "above only", "or more|>=|exactly|≥|equal", change(E, "p >= 0.5", "p > 0.5")),
    ("5.4", "rounded", "or more|>=|exactly|≥|equal|round", change(
        E, "(p >= 0.5).float()", "p.round()")),
    ("5.4", "no decision", "decision|0\\.5|p itself|exactly|probabilit", change(
        E, "(p >= 0.5).float()", "p")),
    ("5.4", "threshold 0", r"0\.5|logit|threshold|at 0", change(E, "p >= 0.5", "p >= 0")),
    ("5.4", "sigmoid again", "sigmoid|twice|probabilit", change(
        E, "p = model(x)", "p = torch.sigmoid(model(x))")),
    ("5.4", "share of ones", "label|`y`|decision|compare", change(
        E, "(decisions == y)", "decisions")),
    ("5.4", "share of wrong", "wrong|error", change(E, "decisions == y", "decisions != y")),
    ("5.4", "below", "opposite|wrong", change(E, "p >= 0.5", "p < 0.5")),
    ("5.4", "count", "share|count|divide|number of", change(E, ".float().mean()", ".sum()")),
    ("5.4", "percent", "percent|100|share", change(E, ".mean().item()", ".mean().item() * 100")),
    ("5.4", "flat p against a column", "shape|column|flat|\\(n, n|broadcast|every", change(
        E, "p = model(x)", "p = model(x).flatten()")),
    ("5.4", "flat y against a column", "shape|column|flat|\\(n, n|broadcast|every", change(
        E, "decisions == y", "decisions == y.squeeze()")),
    ("5.4", "mean of booleans", "float|boolean|bool", change(
        E, "(decisions == y).float().mean()", "(decisions == y).mean()")),
    ("5.4", "array of right", "share|mean|one number|number", change(
        E, ".float().mean().item()", "")),
    ("5.4", "printed", "return", change(
        E, "return (decisions == y).float().mean().item()",
        "print((decisions == y).float().mean().item())")),
    ("5.4", "mean p", "decision|`y`|label|0\\.5|probabilit", change(
        E, "(decisions == y).float().mean()", "p.mean()")),
    ("5.4", "loss", "loss|accuracy|share", change(
        E, "(decisions == y).float().mean()", "nn.BCELoss()(p, y)")),
    ("5.4", "argmax", "argmax|column|0\\.5|one output|decision", change(
        E, "(p >= 0.5).float()", "p.argmax(dim=1, keepdim=True)")),
    ("5.4", "if on a tensor", "`if`|where|tensor|each|ambiguous", """
def evaluate(model, x, y):
    model.eval()
    with torch.no_grad():
        if model(x) >= 0.5:
            decision = 1
        else:
            decision = 0
    return (decision == y).float().mean().item()
"""),
    ("5.4", "return in the loop", "return|first|loop", """
def evaluate(model, x, y):
    model.eval()
    right = 0
    with torch.no_grad():
        for case, label in zip(x, y):
            if (model(case) >= 0.5) == label:
                right += 1
            return right / len(x)
"""),
    ("5.4", "true positives", "label 0|0 decided|both|ones", change(
        E, "(decisions == y).float()", "(decisions * y)")),
    ("5.4", "precision", "precision|decided|called|all", change(
        E, "return (decisions == y).float().mean().item()",
        "return ((decisions * y).sum() / decisions.sum()).item()")),
    ("5.4", "divided by features", "feature|case|len|divide|number of|row", change(
        E, "(decisions == y).float().mean().item()", "(decisions == y).sum().item() / x.shape[1]")),
    ("5.4", "four cases", "number of|len|example", change(
        E, "(decisions == y).float().mean().item()", "(decisions == y).sum().item() / 4")),
    ("5.4", "the lesson's data", "`x`|inputs|shape", change(E, "model(x)", "model(hours)")),
    ("5.4", "y asked", "`x`|inputs|is this the x", change(E, "model(x)", "model(y)")),
    ("5.4", "item of a table", "item|mean|share", change(
        E, "(decisions == y).float().mean().item()", "(decisions == y).item()")),
    ("5.4", "mean over a dim", "dim|one number|shape", change(
        E, ".mean().item()", ".mean(dim=1)")),
    ("5.4", "one off", "last|range|len|all", """
def evaluate(model, x, y):
    model.eval()
    right = 0
    with torch.no_grad():
        for i in range(len(x) - 1):
            right += int((model(x[i:i + 1]) >= 0.5).item() == y[i].item())
    return right / len(x)
"""),
    ("5.4", "range forgotten", "range", """
def evaluate(model, x, y):
    model.eval()
    right = 0
    with torch.no_grad():
        for i in len(x):
            right += int((model(x[i:i + 1]) >= 0.5).item() == y[i].item())
    return right / len(x)
"""),
    ("5.5", "not from the file", "load|file|read", change(
        S, LOADED, "    fresh.load_state_dict(model.state_dict())\n")),
    ("5.5", "read, not used", "file|read|load", change(
        S, LOADED, "    torch.load(path, weights_only=True)\n"
        "    fresh.load_state_dict(model.state_dict())\n")),
    ("5.5", "never saved", "save", change(S, "    torch.save(model.state_dict(), path)\n", "")),
    ("5.5", "whole model saved", "whole model|state_dict", change(
        S, "torch.save(model.state_dict(), path)", "torch.save(model, path)")),
    ("5.5", "whole model, unsafely", "whole model|state_dict|weights_only", """
def save_and_predict(model, path, x):
    torch.save(model, path)
    fresh = torch.load(path, weights_only=False)
    fresh.eval()
    with torch.no_grad():
        return fresh(x)
"""),
    ("5.5", "unsafe", "weights_only|safe", change(S, "weights_only=True", "weights_only=False")),
    ("5.5", "weights_only left out", "weights_only|safe", change(S, ", weights_only=True", "")),
    ("5.5", "no eval", "evaluation mode|eval", change(S, "    fresh.eval()\n", "")),
    ("5.5", "eval without brackets", "evaluation mode|eval|bracket", change(S, "eval()", "eval")),
    ("5.5", "model in evaluation mode", "evaluation mode|eval|fresh", change(
        S, "fresh.eval()", "model.eval()")),
    ("5.5", "eval after", "evaluation mode|eval", """
def save_and_predict(model, path, x):
    torch.save(model.state_dict(), path)
    fresh = Classifier(x.shape[1])
    fresh.load_state_dict(torch.load(path, weights_only=True))
    with torch.no_grad():
        p = fresh(x)
    fresh.eval()
    return p
"""),
    ("5.5", "with gradients", "no_grad|gradient", change(
        S, "    with torch.no_grad():\n        return fresh(x)\n", "    return fresh(x)\n")),
    ("5.5", "no_grad without with", "no_grad|gradient|with", change(
        S, "    with torch.no_grad():\n        return fresh(x)\n",
        "    torch.no_grad()\n    return fresh(x)\n")),
    ("5.5", "old model asked", "old model|fresh", change(S, "fresh(x)", "model(x)")),
    ("5.5", "fresh not filled", "load_state_dict|fill|random|load", change(
        S, LOADED, "    state = torch.load(path, weights_only=True)\n")),
    ("5.5", "fresh =", "load_state_dict|return", change(
        S, "    fresh.load_state_dict(", "    fresh = fresh.load_state_dict(")),
    ("5.5", "state_dict without brackets", "bracket|state_dict", change(
        S, "model.state_dict()", "model.state_dict")),
    ("5.5", "save's arguments", "argument|swap|what, path|order", change(
        S, "torch.save(model.state_dict(), path)", "torch.save(path, model.state_dict())")),
    ("5.5", "path missing", "path|save", change(
        S, "torch.save(model.state_dict(), path)", "torch.save(model.state_dict())")),
    ("5.5", "parameters saved", "state_dict|parameters", change(
        S, "model.state_dict()", "list(model.parameters())")),
    ("5.5", "generator saved", "state_dict|parameters", change(
        S, "model.state_dict()", "model.parameters()")),
    ("5.5", "five features", "features|shape\\[1\\]|size", change(S, "x.shape[1]", "5")),
    ("5.5", "one feature", "features|shape\\[1\\]|size", change(S, "x.shape[1]", "1")),
    ("5.5", "rows for features", "features|shape\\[1\\]|size", change(
        S, "x.shape[1]", "x.shape[0]")),
    ("5.5", "no features", "features", change(S, "Classifier(x.shape[1])", "Classifier()")),
    ("5.5", "shape without index", "features|shape\\[1\\]|size", change(
        S, "x.shape[1]", "x.shape")),
    ("5.5", "flat", "shape|flat|\\(n, 1\\)|\\(2, 1\\)", change(
        S, "fresh(x)", "fresh(x).flatten()")),
    ("5.5", "a list", "list|tensor", change(S, "fresh(x)", "fresh(x).tolist()")),
    ("5.5", "decisions", "decision|probabilit|0\\.5", change(
        S, "fresh(x)", "(fresh(x) >= 0.5).float()")),
    ("5.5", "model returned", "model|returned|fresh|probabilit|`x`", change(
        S, "return fresh(x)", "return fresh")),
    ("5.5", "state called", "load_state_dict|call|dict|state", """
def save_and_predict(model, path, x):
    torch.save(model.state_dict(), path)
    fresh = torch.load(path, weights_only=True)
    fresh.eval()
    with torch.no_grad():
        return fresh(x)
"""),
    ("5.5", "path loaded into the model", "torch.load|path|load", change(
        S, "torch.load(path, weights_only=True)", "path")),
    ("5.5", "another file", "path|file", change(
        S, "torch.save(model.state_dict(), path)", 'torch.save(model.state_dict(), path + "x")')),
    ("5.5", "fresh saved", "model|fresh|saved", """
def save_and_predict(model, path, x):
    fresh = Classifier(x.shape[1])
    torch.save(fresh.state_dict(), path)
    fresh.load_state_dict(torch.load(path, weights_only=True))
    fresh.eval()
    with torch.no_grad():
        return fresh(x)
"""),
    ("5.5", "loaded into the old model", "fresh|old", change(
        S, "fresh.load_state_dict", "model.load_state_dict")),
    ("5.5", "printed", "return", change(S, "return fresh(x)", "print(fresh(x))")),
    ("5.5", "sigmoid again", "sigmoid|twice", change(S, "fresh(x)", "torch.sigmoid(fresh(x))")),
    ("5.5", "torch.load forgotten", "load", change(
        S, LOADED, "    fresh.load_state_dict(path, weights_only=True)\n")),
    ("5.5", "with the model", r"returned \(|alone|tuple|pair", change(
        S, "return fresh(x)", "return fresh, fresh(x)")),
    ("5.5", "fresh = model", "fresh|old|same", change(S, "Classifier(x.shape[1])", "model")),
    ("5.5", "the class filled", "Classifier|fresh|bracket|x.shape", change(
        S, "Classifier(x.shape[1])", "Classifier")),
]
SCOPE["PASSED"] = PASSED
