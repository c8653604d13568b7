"""What `lesson05` loads late: the exercises of lesson 5, the full PyTorch pipeline.

Cases are NumPy arrays: what the probes make of them stands in `probes_torch`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn

from ..training import Classifier, evaluate, linear, save_and_predict, train
from .probes_torch import (
    SWAPPED,
    fill_class,
    watch_evaluation,
    watch_keeping,
    watch_training,
)
from .record import Exercise, Mistake, four_counts

# Float32, on different machines: right answers agree far better than this, wrong ones far worse.
TOLERANCE = 1e-4


def _weights(rng: np.random.Generator, features: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights and a bias well away from 0, of both signs where there are several."""
    signs = rng.permutation(np.resize([1.0, -1.0], features + 1))
    values = signs * rng.uniform(0.3, 1.2, features + 1).round(2)
    return values[None, :-1], values[-1:]


# 5.1 linear


def _linear_cases(rng: np.random.Generator) -> list[tuple]:
    # Rows, inputs, outputs: one row or as many as outputs, so that wrong products fit and are
    # named.
    sizes = [(1, 3, 2), (2, 3, 2), (4, 5, 4)]
    return [
        (
            rng.uniform(0.5, 3, (n, inputs)).round(1),
            # Rows of opposite signs: some outputs are negative.
            rng.uniform(0.5, 2, (outputs, inputs)).round(1) * (-1.0) ** np.arange(outputs)[:, None],
            rng.uniform(0.5, 2, outputs).round(1),
        )
        for n, inputs, outputs in sizes
    ]


LINEAR = Exercise(
    id="5.1",
    title="A linear layer by hand",
    reference=linear,
    example=(
        np.array([[1.0, 2.0, 3.0]]),
        np.array([[1.0, 0.0, -1.0], [0.5, 0.5, 0.5]]),
        np.array([0.1, 0.2]),
    ),
    cases=_linear_cases,
    right="One product for all rows at once, and the bias is added to each row: this is all that"
    " `nn.Linear` computes.",
    hints=(
        "A row of x has one number for each input. Which row of weights does one output need?",
        "Output j of a row is its product with row j of weight, summed, plus bias j: in one go"
        " x @ weight.T + bias.",
        "def linear(x, weight, bias):\n    z = x @ ...\n    return z + ...",
    ),
    mistakes=(
        Mistake(
            lambda x, weight, bias: x @ weight.T,
            "You forgot the bias: add it to every row.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.reshape(weight.shape[::-1]) + bias,
            "You reshaped the weights, which puts them in another order: `weight.T` turns rows"
            " into columns.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T - bias,
            "You subtracted the bias: add it.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T * bias,
            "You multiplied by the bias: add it.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + bias.sum(),
            "You added the whole bias to every output: output j gets bias j alone.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T + bias[0],
            "You added the first bias to every output: output j gets bias j.",
        ),
        Mistake(
            lambda x, weight, bias: weight @ x.T + bias[:, None],
            "You returned one row for each output: a row stands for a case, so turn it round.",
        ),
        Mistake(
            lambda x, weight, bias: weight @ x.T + bias,
            "You put the weights on the left, which makes a row for each output: a row stands for"
            " a case, so x comes first.",
        ),
        Mistake(
            lambda x, weight, bias: (x * weight).sum(axis=1) + bias,
            "You multiplied each case with one row of weights alone: every case meets every row,"
            " as in a matrix product, `@`.",
        ),
        Mistake(
            lambda x, weight, bias: weight @ x[0] + bias,
            "You used the first row of x alone: return one row for every row of x.",
        ),
        Mistake(
            lambda x, weight, bias: (x @ weight.T + bias).sum(axis=1),
            "You added the outputs of each row up: leave them apart.",
        ),
        Mistake(
            lambda x, weight, bias: (x @ weight.T + bias).sum(),
            "You added everything up to one number: return one row for every row of x.",
        ),
        Mistake(
            lambda x, weight, bias: x @ weight.T / x.shape[1] + bias,
            "You took the mean over the inputs: their products are summed.",
        ),
        Mistake(
            lambda x, weight, bias: 1 / (1 + np.exp(-(x @ weight.T + bias))),
            "You added a sigmoid: a linear layer ends before it.",
        ),
        Mistake(
            lambda x, weight, bias: np.maximum(x @ weight.T + bias, 0),
            "You cut negative numbers off, which is ReLU: a linear layer ends before it.",
        ),
    ),
)


# 5.2 Classifier


def _classifier_cases(rng: np.random.Generator) -> list[tuple]:
    return [
        (*_weights(rng, features), rng.uniform(0.2, 2, (n, features)))
        for features, n in ((1, 3), (3, 2), (5, 4))
    ]


class _Start(Classifier):
    """A classifier whose forward is to be written anew."""

    def z(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x)


class _NoSigmoid(_Start):
    def forward(self, x):
        return self.z(x)


class _SigmoidTwice(_Start):
    def forward(self, x):
        return torch.sigmoid(torch.sigmoid(self.z(x)))


class _Relu(_Start):
    def forward(self, x):
        return torch.relu(self.z(x))


class _Tanh(_Start):
    def forward(self, x):
        return torch.tanh(self.z(x))


class _Softmax(_Start):
    def forward(self, x):
        return torch.softmax(self.z(x), dim=1)


class _SoftmaxOverRows(_Start):
    def forward(self, x):
        return torch.softmax(self.z(x), dim=0)


class _Squeezed(_Start):
    def forward(self, x):
        return torch.sigmoid(self.z(x)).squeeze(1)


class _Failing(_Start):
    def forward(self, x):
        return 1 - torch.sigmoid(self.z(x))


class _Mean(_Start):
    def forward(self, x):
        return torch.sigmoid(self.z(x)).mean()


class _Decided(_Start):
    def forward(self, x):
        p = torch.sigmoid(self.z(x))
        return (p >= 0.5).float() + 0 * p  # with a way back, as a learner may have patched it


class _LinearOf(_Start):
    """A classifier with another linear layer."""

    def layer(self, features: int) -> nn.Module:
        return nn.Linear(features, 1)

    def __init__(self, features):
        super().__init__(features)
        self.linear = self.layer(features)


class _NoBias(_LinearOf):
    def layer(self, features):
        return nn.Linear(features, 1, bias=False)


class _OneFeature(_LinearOf):
    def layer(self, features):
        return nn.Linear(1, 1)


class _Swapped(_LinearOf):
    def layer(self, features):
        return nn.Linear(1, features)


class _Square(_LinearOf):
    def layer(self, features):
        return nn.Linear(features, features)


class _NoParameters(nn.Module):
    def __init__(self, features):
        super().__init__()
        self.layers = [nn.Linear(features, 1)]

    def forward(self, x):
        return torch.sigmoid(self.layers[0](x))


CLASSIFIER = Exercise(
    id="5.2",
    title="The module",
    reference=Classifier,
    example=(np.array([[1.0, -1.0]]), np.array([0.5]), np.array([[2.0, 1.0], [0.0, 3.0]])),
    cases=_classifier_cases,
    right="The class says what there is (`__init__`) and how x passes through it (`forward`);"
    " torch finds the parameters by itself.",
    hints=(
        "What does the model own for its whole life, and what does it compute anew for every x?",
        "__init__ calls super().__init__() and keeps one nn.Linear from features to 1 in self;"
        " forward passes x through it, and the result through torch.sigmoid.",
        "class Classifier(nn.Module):\n"
        "    def __init__(self, features):\n"
        "        super().__init__()\n"
        "        self.linear = nn.Linear(..., ...)\n"
        "\n"
        "    def forward(self, x):\n"
        "        z = ...\n"
        "        return torch.sigmoid(...)",
    ),
    mistakes=(
        Mistake(_NoSigmoid, "You returned the logits: pass them through `torch.sigmoid`."),
        Mistake(
            _SigmoidTwice,
            "You passed the logits through the sigmoid twice: once makes the probability, and"
            " twice leaves all of them above a half.",
            misconception=16,
        ),
        Mistake(_Relu, "You ended with ReLU, which silences every negative logit: use a sigmoid."),
        Mistake(_Tanh, "You ended with tanh, which runs from −1 to 1: use a sigmoid."),
        Mistake(
            _Softmax,
            "You took the softmax of one number, which is always 1: use a sigmoid.",
        ),
        Mistake(
            _SoftmaxOverRows,
            "You took the softmax over the cases, which makes them share one probability: use a"
            " sigmoid.",
        ),
        Mistake(
            _Squeezed,
            "You returned shape (n,): keep the (n, 1) of the layer, the shape that y has.",
        ),
        Mistake(_Failing, "You returned the probability of 0: return that of 1, the sigmoid."),
        Mistake(_Mean, "You averaged over the cases: return one probability for each."),
        Mistake(_Decided, "You returned decisions, 0 or 1: return the probabilities."),
        Mistake(_NoBias, "You left out the bias: `nn.Linear(features, 1)` brings one."),
        Mistake(
            _OneFeature,
            "You fixed the number of inputs at 1: use the `features` your class is given.",
        ),
        Mistake(_Swapped, "You swapped inputs and outputs: `nn.Linear(inputs, outputs)`."),
        Mistake(_Square, "You gave the layer as many outputs as inputs: it has one output."),
        Mistake(
            _NoParameters,
            "You gave the model no parameters that torch can find: make the layer in `__init__`,"
            " and keep it as `self.linear`, not in a list.",
        ),
    ),
    tolerance=TOLERANCE,
    probe=fill_class,
    inputs=("weight", "bias", "x"),
)


# 5.3 train


def _train_cases(rng: np.random.Generator) -> list[tuple]:
    """Last batches that are smaller than the others, and weights that clearly move."""
    cases = []
    for features, n, size, epochs in ((1, 5, 2, 3), (2, 4, 3, 2)):
        x = rng.uniform(0.5, 2, (n, features)).round(1)
        y = (rng.permutation(n) % 2).astype(float)[:, None]
        lr = round(rng.uniform(0.3, 0.6), 2)
        cases.append((*_weights(rng, features), x, y, size, lr, epochs))
    return cases


def _mean(losses: list[tuple[float, int]]) -> float:
    return sum(loss * n for loss, n in losses) / sum(n for _, n in losses)


def _loop(
    each: str = "zero_grad backward step",
    before: str = "",
    after: str = "",
    report: Callable[[list], Any] = _mean,
    result: Callable[[list], Any] = list,
    training: bool = True,
    use: Callable[[list], list] = list,
    twice: bool = False,
    swapped: bool = False,
    stop: int | None = None,
    forget: bool = True,
) -> Callable:
    """A training function with a mistake in it.

    each, before, after: what happens for each batch, before and after those of an epoch (with the
    last batch's loss); report: the epoch's entry, made of (loss, batch size) pairs; result: what
    is returned for the entries; use: the batches used; twice: a sigmoid too many; swapped: y
    before y_hat; stop: the number of epochs; forget: whether an epoch begins with no losses.
    """

    def answer(model, batches, loss_function, optimizer, epochs):
        def act(lines: str, loss: Any = None) -> None:
            for line in lines.split():
                loss.backward() if line == "backward" else getattr(optimizer, line)()

        if training:
            model.train()
        history, losses = [], []
        for _ in range(stop or epochs):
            losses = [] if forget else losses
            act(before)
            for x, y in use(batches):
                y_hat = model(x)
                y_hat = torch.sigmoid(y_hat) if twice else y_hat
                loss = loss_function(y, y_hat) if swapped else loss_function(y_hat, y)
                act(each, loss)
                losses.append((loss.item(), len(x)))
            act(after, loss)
            history.append(report(losses))
        return result(history)

    return answer


TRAIN = Exercise(
    id="5.3",
    title="The training function",
    reference=train,
    example=(
        np.zeros((1, 1)),
        np.zeros(1),
        np.array([[1.0], [3.0], [2.0]]),
        np.array([[0.0], [1.0], [1.0]]),
        2,
        0.1,
        2,
    ),
    cases=_train_cases,
    right="Forward, loss, zero_grad, backward, step, whatever the model, the loss and the"
    " optimizer are: this function trains them all.",
    hints=(
        "There are two loops, one inside the other. Which lines belong to a batch, and which to"
        " an epoch?",
        "For each batch the five steps; add loss.item() * len(x) to a total, and len(x) to a"
        " count. After the batches of an epoch append total / count.",
        "def train(model, batches, loss_function, optimizer, epochs):\n"
        "    model.train()\n"
        "    history = []\n"
        "    for _ in range(epochs):\n"
        "        total, count = 0.0, 0\n"
        "        for x, y in batches:\n"
        "            ...  # the five steps\n"
        "            total += ...\n"
        "            count += ...\n"
        "        history.append(...)\n"
        "    return history",
    ),
    mistakes=(
        Mistake(
            _loop(each="backward step"),
            "You never zeroed the gradients, so each step follows the sum of all gradients so far:"
            " call `optimizer.zero_grad()` before `backward`.",
            misconception=9,
        ),
        Mistake(
            _loop(each="backward zero_grad step"),
            "You zeroed the gradients between backward and step, so the step finds none: zero them"
            " before `backward`.",
            misconception=10,
        ),
        Mistake(
            _loop(each="backward step", before="zero_grad"),
            "You zeroed the gradients once an epoch: zero them for every batch.",
            misconception=9,
        ),
        Mistake(
            _loop(each="zero_grad backward"),
            "You never took a step: call `optimizer.step()` after `backward`.",
        ),
        Mistake(
            _loop(each="zero_grad step"),
            "You never called `loss.backward()`, so the step finds no gradients.",
        ),
        Mistake(
            _loop(each="zero_grad backward", after="step"),
            "You took one step an epoch: indent `optimizer.step()`, one step for every batch.",
        ),
        Mistake(
            _loop(each="zero_grad backward", after="step", report=lambda losses: losses[-1][0]),
            "You took one step an epoch, and reported the last batch alone: indent `step` and the"
            " two sums, they belong to every batch.",
        ),
        Mistake(
            _loop(each="", after="zero_grad backward step"),
            "You updated once an epoch, with the last batch alone: indent zero_grad, backward and"
            " step, they belong to every batch.",
        ),
        Mistake(
            _loop(each="", after="zero_grad backward step", report=lambda losses: losses[-1][0]),
            "You used the last batch of an epoch alone: indent the lines after the forward, they"
            " belong to every batch.",
        ),
        Mistake(_loop(swapped=True), SWAPPED),
        Mistake(
            _loop(training=False),
            "You left the model in evaluation mode: begin with `model.train()`, brackets included.",
        ),
        Mistake(
            _loop(report=lambda losses: losses[-1][0]),
            "You reported the loss of the last batch: take the mean over the whole epoch.",
        ),
        Mistake(
            _loop(report=lambda losses: losses[0][0]),
            "You reported the loss of the first batch: take the mean over the whole epoch.",
        ),
        Mistake(
            _loop(report=lambda losses: sum(loss for loss, _ in losses)),
            "You added up the losses of the batches: divide, so that an epoch has a mean.",
        ),
        Mistake(
            _loop(report=lambda losses: sum(loss * n for loss, n in losses)),
            "You added up the losses of all samples: divide by their number.",
        ),
        Mistake(
            _loop(report=lambda losses: sum(loss for loss, _ in losses) / len(losses)),
            "You took the mean over the batches, and the last one is smaller: weight each loss"
            " with `len(x)`.",
        ),
        Mistake(
            _loop(
                report=lambda losses: sum(loss for loss, _ in losses) / sum(n for _, n in losses)
            ),
            "You divided by the number of samples, but each loss is already the mean of a batch:"
            " add up `loss.item() * len(x)`.",
        ),
        Mistake(
            _loop(
                report=lambda losses: sum(loss for loss, _ in losses),
                result=lambda history: [v for v in np.cumsum(history)],
            ),
            "You added the losses of earlier epochs too, and did not divide: begin every epoch"
            " with a total of 0.",
        ),
        Mistake(
            _loop(forget=False),
            "You averaged over all epochs so far: begin every epoch with a total and a count of 0.",
        ),
        Mistake(
            _loop(
                report=lambda losses: [loss for loss, _ in losses],
                result=lambda history: sum(history, []),
            ),
            "You listed the loss of every batch: append one mean for each epoch.",
        ),
        Mistake(
            _loop(result=lambda history: history[-1:]),
            "You appended one mean, after the last epoch: indent `history.append(…)` into the loop"
            " over the epochs.",
        ),
        Mistake(
            _loop(result=lambda history: history[-1]),
            "You returned the last epoch's loss alone: return the list of all of them.",
        ),
        Mistake(
            _loop(stop=1),
            "You trained for one epoch whatever `epochs` is: is `return` inside the loop?",
        ),
        Mistake(
            _loop(use=lambda batches: batches[:-1]),
            "You dropped the last batch: every batch counts, also a smaller one.",
        ),
        Mistake(
            _loop(use=lambda batches: batches[:1]),
            "You used the first batch alone: is `history.append` or `return` inside its loop?",
        ),
        Mistake(
            _loop(twice=True),
            "You applied a sigmoid to what the model returned: its forward has done so already.",
            misconception=16,
        ),
    ),
    points=2,
    tolerance=TOLERANCE,
    probe=watch_training,
    inputs=("weight", "bias", "x", "y", "batch size", "lr", "epochs"),
)


# 5.4 evaluate


def _evaluate_cases(rng: np.random.Generator) -> list[tuple]:
    """Cases whose right and wrong decisions, of both kinds, are of different numbers; then one
    with a p of exactly 0.5."""
    cases = [_decisions(rng, features, four_counts(rng)) for features in (1, 2, 1)]
    weight, bias, x, y = _decisions(rng, 1, four_counts(rng))
    x = np.concatenate([[[0.0]], x + bias / weight])  # the same z, without a bias
    return [*cases, (weight, 0 * bias, x, np.concatenate([[[1.0]], y]))]


def _decisions(rng: np.random.Generator, features: int, counts: tuple[int, ...]) -> tuple:
    """A case with these numbers of right 1, wrong 1, wrong 0 and right 0, in any order."""
    weight, bias = _weights(rng, features)
    z = np.repeat([1.0, 1.0, -1.0, -1.0], counts) * rng.uniform(0.5, 2, sum(counts))
    y = np.repeat([1.0, 0.0, 1.0, 0.0], counts)
    order = rng.permutation(len(z))
    x = rng.uniform(-1, 1, (len(z), features))
    x[:, 0] += (z[order] - bias - x @ weight[0]) / weight[0, 0]
    return weight, bias, x, y[order, None]


def _measured(measure: Callable, evaluation: bool = True, gradients: bool = False) -> Callable:
    """An evaluation that returns measure(p, y)."""

    def answer(model, x, y):
        if evaluation:
            model.eval()
        with torch.set_grad_enabled(gradients):
            p = model(x)
        return measure(p.detach(), y)

    return answer


def _right(p: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return ((p >= 0.5) == y).float()


EVALUATE = Exercise(
    id="5.4",
    title="Evaluate",
    reference=evaluate,
    example=(
        np.array([[1.0]]),
        np.array([-6.0]),
        np.array([[2.0], [5.0], [7.0], [9.0]]),
        np.array([[0.0], [1.0], [1.0], [1.0]]),
    ),
    cases=_evaluate_cases,
    right="Evaluation mode, no gradients, then count: the model is the same before and after.",
    hints=(
        "Two things about the model have to change before you ask it. Which, and why?",
        "model.eval(), then under torch.no_grad() decide p >= 0.5, compare with y, and take the"
        " mean of what is right.",
        "def evaluate(model, x, y):\n"
        "    ...  # the mode\n"
        "    with torch.no_grad():\n"
        "        decided = ...\n"
        "    return (decided == ...).float().mean().item()",
    ),
    mistakes=(
        Mistake(
            _measured(lambda p, y: _right(p, y).mean(), evaluation=False),
            "You left the model in training mode, where dropout still drops: call `model.eval()`,"
            " brackets included.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y).mean(), gradients=True),
            "You let torch record the way for gradients that nobody needs: ask the model under"
            " `with torch.no_grad():`.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y).mean(), evaluation=False, gradients=True),
            "You asked the model as in training: call `model.eval()`, and ask it under"
            " `with torch.no_grad():`.",
        ),
        Mistake(
            _measured(lambda p, y: _right(p, y).sum()),
            "You counted the right decisions: divide by the number of cases.",
        ),
        Mistake(
            _measured(lambda p, y: 100 * _right(p, y).mean()),
            "You returned percent: return the share, between 0 and 1.",
        ),
        Mistake(
            _measured(lambda p, y: 1 - _right(p, y).mean()),
            "You returned the share of wrong decisions: return that of the right ones.",
        ),
        Mistake(
            _measured(lambda p, y: (p == y).float().mean()),
            "You compared probabilities with labels, which are hardly ever equal: decide first,"
            " `p >= 0.5`.",
        ),
        Mistake(
            _measured(lambda p, y: ((p >= 0) == y).float().mean()),
            "You decided 1 for every case. Was it at 0, or after a sigmoid too many? The model"
            " returns probabilities already: decide at 0.5.",
        ),
        Mistake(
            _measured(lambda p, y: ((p > 0.5) == y).float().mean()),
            "You decided 0 at exactly 0.5, as `>` and `round` do: p of 0.5 or more means 1.",
        ),
        Mistake(
            _measured(lambda p, y: ((p >= 0.5) & (y == 1)).float().mean()),
            "You counted the right 1s alone: a 0 decided as 0 is right, too.",
        ),
        Mistake(
            _measured(lambda p, y: ((p >= 0.5) == y[:, 0]).float().mean()),
            "You compared shape (n, 1) with shape (n,), which pairs every case with every other:"
            " keep both (n, 1).",
        ),
        Mistake(
            _measured(lambda p, y: (p >= 0.5).float().mean()),
            "You returned the share decided as 1: compare with y.",
        ),
        Mistake(
            _measured(lambda p, y: y[p >= 0.5].mean()),
            "You returned the precision, the share of right ones among those decided as 1:"
            " accuracy counts all cases.",
        ),
        Mistake(
            _measured(lambda p, y: (p >= 0.5).float()[y == 1].mean()),
            "You looked at the cases with label 1 alone: accuracy counts all cases.",
        ),
        Mistake(
            _measured(lambda p, y: 1 - (p - y).abs().mean()),
            "You averaged how close p is to y: decide at 0.5, and count what is right.",
        ),
        Mistake(
            _measured(nn.functional.binary_cross_entropy),
            "You returned the loss: accuracy is the share of right decisions.",
        ),
        Mistake(
            _measured(_right),
            "You returned right or wrong for every case: take the mean.",
        ),
    ),
    tolerance=TOLERANCE,
    probe=watch_evaluation,
    inputs=("weight", "bias", "x", "y"),
)


# 5.5 save_and_predict


def _keep_cases(rng: np.random.Generator) -> list[tuple]:
    return [
        (*_weights(rng, features), rng.uniform(0.5, 2, (n, features)).round(1))
        for features, n in ((1, 3), (3, 2), (5, 2))
    ]


def _kept(
    saved: Callable = lambda model: model.state_dict(),
    fill: bool = True,
    weights_only: bool | None = True,
    old: bool = False,
    evaluation: bool = True,
    gradients: bool = False,
    result: Callable = lambda model, x: model(x),
) -> Callable:
    """Saving, loading and predicting, with a mistake.

    saved: what goes into the file, None for no file; fill: whether the fresh model is filled from
    it; old: whether the old model is asked; result: what is returned.
    """

    def answer(model, path, x):
        content = saved(model)
        if content is not None:
            torch.save(content, path)
            content = torch.load(path, weights_only=weights_only)
        else:
            content = copy.deepcopy(model.state_dict())
        fresh = Classifier(x.shape[1])
        if isinstance(content, nn.Module):
            fresh = content
        elif fill:
            fresh.load_state_dict(content)
        asked = model if old else fresh
        if evaluation:
            asked.eval()
        with torch.set_grad_enabled(gradients):
            return result(asked, x)

    return answer


SAVE = Exercise(
    id="5.5",
    title="Save, load, predict",
    reference=save_and_predict,
    example=(np.array([[1.0, -1.0]]), np.array([0.5]), np.array([[2.0, 1.0], [0.0, 3.0]])),
    cases=_keep_cases,
    right="The file holds numbers alone; the class that gives them a meaning is in your code.",
    hints=(
        "What has to be in the file, so that a model made anew answers as the old one did?",
        "torch.save(model.state_dict(), path); a fresh Classifier(x.shape[1]) gets"
        " load_state_dict(torch.load(path, weights_only=True)); then eval, no_grad, predict.",
        "def save_and_predict(model, path, x):\n"
        "    torch.save(..., path)\n"
        "    fresh = Classifier(...)\n"
        "    fresh.load_state_dict(torch.load(path, weights_only=...))\n"
        "    fresh.eval()\n"
        "    with torch.no_grad():\n"
        "        return ...",
    ),
    mistakes=(
        Mistake(
            _kept(fill=False),
            "You asked a fresh model that knows nothing yet: fill it with `load_state_dict`"
            " first.",
        ),
        Mistake(
            _kept(old=True),
            "You asked the old model: ask the fresh one, which has its weights from the file.",
        ),
        Mistake(
            _kept(saved=lambda model: None),
            "You saved nothing: `torch.save(model.state_dict(), path)` writes the file.",
        ),
        Mistake(
            _kept(saved=lambda model: model, weights_only=False),
            "You saved the whole model and loaded it with `weights_only=False`, which runs whatever"
            " code a file brings: save `model.state_dict()`.",
        ),
        Mistake(
            _kept(weights_only=False),
            "You loaded with `weights_only=False`, which runs whatever code a file brings: set it"
            " to True.",
        ),
        Mistake(
            _kept(weights_only=None),
            "You left `weights_only` out, and before torch 2.6 that runs whatever code a file"
            " brings: say `weights_only=True`.",
        ),
        Mistake(
            _kept(gradients=True),
            "You let torch record the way for gradients that nobody needs: predict under"
            " `with torch.no_grad():`.",
        ),
        Mistake(
            _kept(evaluation=False),
            "You asked the fresh model in training mode, in which every model is born: call"
            " `eval()` on it.",
        ),
        Mistake(
            _kept(evaluation=False, gradients=True),
            "You asked the fresh model as in training: call `eval()` on it, and predict under"
            " `with torch.no_grad():`.",
        ),
        Mistake(
            _kept(result=lambda model, x: (model(x) >= 0.5).float()),
            "You returned decisions, 0 or 1: return the probabilities.",
        ),
        Mistake(
            _kept(result=lambda model, x: torch.sigmoid(model(x))),
            "You applied a sigmoid to what the model returned: its forward has done so already.",
            misconception=16,
        ),
        Mistake(
            _kept(result=lambda model, x: model(x)[0]),
            "You returned the first prediction alone: return one for every row of x.",
        ),
    ),
    tolerance=TOLERANCE,
    probe=watch_keeping,
    inputs=("weight", "bias", "x"),
)


EXERCISES = (LINEAR, CLASSIFIER, TRAIN, EVALUATE, SAVE)
