"""Exercise 5.3: the training function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from checks import Exercise, Mistake
from course_utils.training import train
from lessons.probes_torch import (
    SWAPPED,
    watch_training,
)

from .shared import TOLERANCE, weights


def _train_cases(rng: np.random.Generator) -> list[tuple]:
    """Last batches that are smaller than the others, and weights that clearly move; batches, losses
    and optimizers as the lesson has them."""
    cases = []
    for features, n, size, epochs, *given in (
        (1, 5, 2, 3, "list", "BCELoss", "SGD"),
        (2, 4, 3, 2, "list", "MSELoss", "SGD"),
        (2, 4, 3, 2, "DataLoader", "BCELoss", "Adam"),
    ):
        x = rng.uniform(0.5, 2, (n, features)).round(1)
        y = (rng.permutation(n) % 2).astype(float)[:, None]
        lr = round(rng.uniform(0.3, 0.6) * (4 if "MSELoss" in given else 1), 2)
        cases.append((*weights(rng, features), x, y, size, *given, lr, epochs))
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
    turned: Callable = lambda y_hat: y_hat,
    again: bool = False,
    swapped: bool = False,
    stop: int | None = None,
    forget: bool = True,
) -> Callable:
    """A training function with a mistake in it.

    each, before, after: what happens for each batch, before and after those of an epoch (with the
    last batch's loss); report: the epoch's entry, made of (loss, batch size) pairs; result: what
    is returned for the entries; use: the batches used; turned: what is done to y_hat; again:
    whether the loss after the step is reported; swapped: y before y_hat; stop: the number of
    epochs; forget: whether an epoch begins with no losses.
    """

    def answer(model, batches, loss_function, optimizer, epochs):
        def act(lines: str, loss: Any = None) -> None:
            for line in lines.split():
                if line == "backward":
                    loss.backward(retain_graph=True)
                else:
                    getattr(optimizer, line)()

        if training:
            model.train()
        history, losses = [], []
        for _ in range(stop or epochs):
            losses = [] if forget else losses
            act(before)
            for x, y in use(list(batches)):
                y_hat = turned(model(x))
                loss = loss_function(y, y_hat) if swapped else loss_function(y_hat, y)
                act(each, loss)
                loss = loss_function(turned(model(x)), y) if again else loss
                losses.append((loss.item(), len(x)))
            act(after, loss)
            history.append(report(losses))
        return result(history)

    return answer


EXERCISE = Exercise(
    id="5.3",
    title="The training function",
    reference=train,
    example=(
        np.zeros((1, 1)),
        np.zeros(1),
        np.array([[1.0], [3.0], [2.0]]),
        np.array([[0.0], [1.0], [1.0]]),
        2,
        "list",
        "BCELoss",
        "SGD",
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
            "You left `step` no gradients: `zero_grad` stands between backward and step, or `step`"
            " before `backward`. The order is zero_grad, backward, step.",
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
            _loop(turned=torch.sigmoid),
            "You applied a sigmoid to what the model returned: its forward has done so already.",
            misconception=16,
        ),
        Mistake(
            _loop(turned=torch.round),
            "You rounded y_hat, whose slope is 0 then, so nothing moves: the loss takes the"
            " probabilities.",
        ),
        Mistake(
            _loop(before="zero_grad", each="backward", after="step"),
            "You took one step an epoch, along the gradients of all its batches: `zero_grad` and"
            " `step` belong to every batch.",
        ),
        Mistake(
            _loop(each="zero_grad backward step step"),
            "You took two steps for every batch: one `optimizer.step()` belongs to one `backward`.",
        ),
        Mistake(
            _loop(each="zero_grad backward backward step"),
            "You called `backward` twice for every batch, and it adds: once is enough.",
            misconception=9,
        ),
        Mistake(
            _loop(again=True),
            "You reported the loss after the step: take `loss.item()` of the loss you had before"
            " it.",
        ),
        Mistake(
            _loop(report=lambda losses: sum(loss * n for loss, n in losses) / len(losses)),
            "You divided by the number of batches what is a sum over samples: divide by the number"
            " of samples.",
        ),
        Mistake(
            _loop(report=lambda losses: losses[-1][0] * losses[-1][1] / sum(n for _, n in losses)),
            "You kept the last batch alone in the total: add to it, `total += …`.",
        ),
        Mistake(
            _loop(result=lambda history: [loss / (k + 1) for k, loss in enumerate(history)]),
            "You counted the samples of earlier epochs too: begin every epoch with a count of 0.",
        ),
    ),
    tolerance=TOLERANCE,
    probe=watch_training,
    inputs=(
        "weight", "bias", "x", "y", "batch size", "batches", "loss", "optimizer", "lr", "epochs"
    ),
    seen=("parameters", "mode", "calls"),
    manner=("mode", "calls"),
)
