"""What the tasks of lesson 5 promise, and where breaking it shows: see `test_promises.py`."""

from tests.lessons.changing import change

from .blind import BACKWARD, STEP, ZERO, C, E, L, S, T


def everywhere(*case):
    return True


def several(weight, bias, x, *others):
    """Whether there are several features, but not two as in the example."""
    return x.shape[1] != 2


PROMISES = [
    ("5.1", "for all cases", lambda x, weight, bias: len(x) > 1, change(L, "x @", "x[:1] @")),
    ("5.1", "all outputs", lambda x, weight, bias: len(weight) > 2,
     change(L, "weight.T + bias", "weight[:2].T + bias[:2]")),
    ("5.1", "sum over k", lambda x, weight, bias: x.shape[1] != 3,
     change(L, "x @ weight.T", "x[:, :3] @ weight[:, :3].T")),
    ("5.1", "plus bias[j]", everywhere, change(L, "+ bias", "+ bias[0]")),
    ("5.2", "from `features` inputs", lambda weight, bias, x: x.shape[1] != 2,
     change(C, "nn.Linear(features", "nn.Linear(2")),
    ("5.2", "to one output", everywhere, change(C, "features, 1", "features, 2")),
    ("5.2", "then a sigmoid", everywhere, change(C, "torch.sigmoid", "torch.relu")),
    ("5.2", "it returns shape (n, 1)", everywhere,
     change(C, "torch.sigmoid(self.linear(x))", "torch.sigmoid(self.linear(x)).flatten()")),
    ("5.3", "any model", lambda *case: case[5] == "DataLoader",
     change(T, "model(x)", "torch.sigmoid(model.linear(x))")),
    ("5.3", "batches: (x, y) pairs", lambda *case: case[5] == "DataLoader",
     change(T, "        for x, y in batches:\n",
            "        for i in range(len(batches)):\n            x, y = batches[i]\n")),
    ("5.3", "first `model.train()`", everywhere, change(T, "    model.train()\n", "")),
    ("5.3", "for every epoch", everywhere, change(T, "range(epochs)", "range(1)")),
    ("5.3", "every batch", everywhere,
     change(T, "        history.append", "            break\n        history.append")),
    ("5.3", "the five steps", everywhere,
     change(T, "            y_hat = model(x)\n            loss = loss_function(y_hat, y)\n",
            "            loss = nn.BCELoss()(model(x), y)\n")),
    ("5.3", "one number for each epoch", everywhere,
     change(T, "return history", "return history[-1]")),
    ("5.3", "the mean loss over its **samples**", everywhere,
     change(T, " * len(x)", "", "count += len(x)", "count += 1")),
    ("5.3", "each epoch", everywhere,
     change(T, "        total = 0\n        count = 0\n", "",
            "    history = []\n", "    history = []\n    total = count = 0\n")),
    ("5.4", "p of 0.5 or more means 1", lambda weight, bias, x, y: bias[0] == 0,
     change(E, "p >= 0.5", "p > 0.5")),
    ("5.4", "Set evaluation mode", everywhere, change(E, "model.eval()", "model.train()")),
    ("5.4", "ask the model without gradients", everywhere,
     change(E, "torch.no_grad()", "torch.enable_grad()")),
    ("5.4", "the share of cases", everywhere, change(E, ".float().mean()", ".sum()")),
    ("5.4", "`x` has shape (n, features)", lambda weight, bias, x, y: x.shape[1] > 1,
     change(E, "model(x)", "model(x[:, :1])")),
    ("5.4", "`y` has shape (n, 1)", everywhere, change(E, "== y", "== y.flatten()")),
    ("5.5", "to the file `path`", everywhere,
     change(S, "    torch.save", '    path = "x".join([str(path), ""])\n    torch.save')),
    ("5.5", "`torch.save(what, path)`", several, change(S, "(), path)", '(), "" + path)')),
    ("5.5", "`fresh.load_state_dict(…)`", everywhere,
     change(S, "torch.load(path, weights_only=True)", "model.state_dict()")),
    ("5.5", "load it **safely**", everywhere,
     change(S, "weights_only=True", "weights_only=False")),
    ("5.5", "of the right size", several, change(S, "x.shape[1]", "2")),
    ("5.5", "what the *fresh* model says", everywhere, change(S, "fresh(x)", "model(x)")),
    ("5.5", "in evaluation mode", everywhere, change(S, "    fresh.eval()\n", "")),
    ("5.5", "without gradients", everywhere,
     change(S, "torch.no_grad()", "torch.enable_grad()")),
    ("5.5", "probabilities, shape (n, 1)", everywhere,
     change(S, "fresh(x)", "fresh(x).flatten()")),
]
PROMISES += [
    ("5.3", "the five steps", everywhere, change(T, line, "")) for line in (ZERO, BACKWARD, STEP)
]
