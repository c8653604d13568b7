"""Exercise 7.2: an epoch of mini-batches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from checks import Exercise, Mistake
from course_utils.digits import train_epoch
from lessons.probes_torch import (
    watch_epoch,
)

TOLERANCE = 1e-4  # float32: right answers agree far better than this, wrong ones far worse


def _epoch_cases(rng: np.random.Generator) -> list[tuple]:
    """Last batches that are smaller than the others, but one that is not; weights that clearly
    move; orders that leave no position alone, and give most of them another label."""
    cases = []
    for n, batch, optimizer, lr in (
        (5, 2, "SGD", 0.7),
        (7, 3, "SGD", 0.5),
        (6, 3, "SGD", 0.6),
        (4, 3, "Adam", 0.2),
    ):
        features = 3 if n > 5 else 2
        weight = rng.uniform(-1, 1, (3, features)).round(1)
        bias = rng.uniform(-0.5, 0.5, 3).round(1)
        x = rng.uniform(0.5, 2, (n, features)).round(1)
        y = rng.permutation(np.arange(n) % 3)
        order = rng.permutation(n)
        while (order == np.arange(n)).any() or (y[order] != y).sum() < n - 2:
            order = rng.permutation(n)
        lr = round(lr * rng.uniform(0.8, 1.2), 2)
        cases.append((weight, bias, x, y, order, batch, optimizer, lr))
    return cases


def _in_batches(order: torch.Tensor, batch: int) -> list[torch.Tensor]:
    return [order[start : start + batch] for start in range(0, len(order), batch)]


def _total(losses: list[tuple[float, int]]) -> float:
    return sum(loss * n for loss, n in losses)


def _mean(losses: list[tuple[float, int]]) -> float:
    return _total(losses) / sum(n for _, n in losses)


def _last(losses: list[tuple[float, int]]) -> float:
    return losses[-1][0]


def _epoch(
    each: str = "zero_grad backward step",
    before: str = "",
    after: str = "",
    report: Callable[[list], Any] = _mean,
    rows: Callable[[torch.Tensor, int], list] = _in_batches,
    pictures: Callable[[torch.Tensor, int], list] | None = None,
    labels: Callable[[torch.Tensor, int], list] | None = None,
    turned: Callable = lambda z: z,
    again: bool = False,
    of_all: bool = False,
) -> Callable:
    """An epoch with a mistake in it.

    each, before, after: what happens for each batch, before and after all of them (with the last
    batch's loss); report: what is returned, made of (loss, batch size) pairs; rows: the positions
    of each batch, and pictures and labels where theirs differ; turned: what is done to z; again:
    whether the loss after the step is reported; of_all: whether what is reported is divided by the
    number of all pictures.
    """

    def answer(model, x, y, loss_function, optimizer, order, batch):
        def act(lines: str, loss: Any = None) -> None:
            for line in lines.split():
                if line == "backward":
                    loss.backward(retain_graph=True)
                else:
                    getattr(optimizer, line)()

        def pairs() -> Iterator[tuple]:
            for one, other in zip(
                (pictures or rows)(order, batch), (labels or rows)(order, batch), strict=True
            ):
                yield x[one], y[other]

        losses = []
        act(before)
        for some, theirs in pairs():
            loss = loss_function(turned(model(some)), theirs)
            act(each, loss)
            loss = loss_function(turned(model(some)), theirs) if again else loss
            losses.append((loss.item(), len(some)))
        act(after, loss)
        return report(losses) / len(order) if of_all else report(losses)

    return answer


def _unshuffled(order: torch.Tensor, batch: int) -> list[torch.Tensor]:
    return _in_batches(torch.arange(len(order)), batch)


def _twice_shuffled(order: torch.Tensor, batch: int) -> list[torch.Tensor]:
    return _in_batches(order[order], batch)


def _whole_only(order: torch.Tensor, batch: int) -> list[torch.Tensor]:
    return [rows for rows in _in_batches(order, batch) if len(rows) == batch]


def _first_only(order: torch.Tensor, batch: int) -> list[torch.Tensor]:
    return [order[:batch]]


def _overlapping(order: torch.Tensor, batch: int) -> list[torch.Tensor]:
    return [order[start : start + batch] for start in range(len(order))]


EXERCISE = Exercise(
    id="7.2",
    title="An epoch of mini-batches",
    reference=train_epoch,
    example=(
        np.zeros((3, 2)),
        np.zeros(3),
        np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 0.0], [0.0, 2.0]]),
        np.array([0, 1, 2, 0, 1]),
        np.array([3, 0, 4, 1, 2]),
        2,
        "SGD",
        0.5,
    ),
    cases=_epoch_cases,
    right="Every picture once, in batches that the order alone decides: the same order takes the"
    " same steps, another order others.",
    hints=(
        "Which positions are in the first batch, and which in the second, if `batch` is 2 and the"
        " order 3, 0, 4, 1, 2?",
        "For each start in range(0, len(order), batch) the rows are order[start:start + batch]."
        " Give x[rows] to the model, compare with y[rows], take the five steps, and add"
        " loss.item() * len(rows) to a total.",
        "def train_epoch(model, x, y, loss_function, optimizer, order, batch):\n"
        "    total = 0.0\n"
        "    for start in range(0, len(order), batch):\n"
        "        rows = order[...]\n"
        "        z = model(...)\n"
        "        loss = loss_function(z, ...)\n"
        "        ...  # zero_grad, backward, step\n"
        "        total += ...\n"
        "    return total / ...",
    ),
    mistakes=(
        Mistake(
            _epoch(labels=_unshuffled),
            "You shuffled the pictures and not their labels, so each picture is told another one's:"
            " `y[rows]`, with the same positions as `x[rows]`.",
        ),
        Mistake(
            _epoch(pictures=_unshuffled),
            "You shuffled the labels and not their pictures, so each picture is told another one's:"
            " `x[rows]`, with the same positions as `y[rows]`.",
        ),
        Mistake(
            _epoch(rows=_unshuffled),
            "You took the pictures in the order in which they lie: the positions of a batch come"
            " from `order`.",
        ),
        Mistake(
            _epoch(rows=_twice_shuffled),
            "You used the order twice: where x and y are sorted by it already, a batch is the next"
            " stretch of them.",
        ),
        Mistake(
            _epoch(rows=_whole_only),
            "You dropped the last batch where it is smaller: its pictures count, too.",
        ),
        Mistake(
            _epoch(rows=_whole_only, report=_total, of_all=True),
            "You dropped the last batch where it is smaller, and divided by the number of all"
            " pictures: every picture counts, once.",
        ),
        Mistake(
            _epoch(rows=_overlapping),
            "You began a batch at every position, so they overlap: `range(0, len(order), batch)`"
            " goes on by a whole batch.",
        ),
        Mistake(
            _epoch(rows=_overlapping, report=_total, of_all=True),
            "You began a batch at every position, so pictures come several times:"
            " `range(0, len(order), batch)` goes on by a whole batch.",
        ),
        Mistake(
            _epoch(rows=lambda order, batch: [order]),
            "You made one batch of all pictures, and took one step: cut the order into batches of"
            " `batch`, a step for each.",
        ),
        Mistake(
            _epoch(rows=lambda order, batch: list(order.split(1))),
            "You made a batch of every single picture: take `batch` positions at a time,"
            " `order[start:start + batch]`.",
        ),
        Mistake(
            _epoch(rows=_first_only),
            "You used the first batch alone: is `return` inside the loop?",
        ),
        Mistake(
            _epoch(rows=_first_only, report=_total, of_all=True),
            "You used the first batch alone, and divided by the number of all: move `return` out of"
            " the loop.",
        ),
        Mistake(
            _epoch(each="backward step"),
            "You never zeroed the gradients, so each step follows the sum of all gradients so far:"
            " call `optimizer.zero_grad()` before `backward`.",
        ),
        Mistake(
            _epoch(before="zero_grad", each="backward", after="step"),
            "You took one step, along the gradients of all batches: `zero_grad` and `step` belong"
            " to every batch.",
        ),
        Mistake(
            _epoch(each="backward zero_grad step"),
            "You left `step` no gradients: `zero_grad` stands between backward and step, or `step`"
            " before `backward`. The order is zero_grad, backward, step.",
        ),
        Mistake(
            _epoch(each="zero_grad backward"),
            "You never took a step: call `optimizer.step()` after `backward`.",
        ),
        Mistake(
            _epoch(each="zero_grad step"),
            "You never called `loss.backward()`, so the step finds no gradients.",
        ),
        Mistake(
            _epoch(each="zero_grad backward", after="step"),
            "You took one step an epoch: indent `optimizer.step()`, one step for every batch.",
        ),
        Mistake(
            _epoch(each="", after="zero_grad backward step"),
            "You updated once, with the last batch alone: indent zero_grad, backward and step, they"
            " belong to every batch.",
        ),
        Mistake(
            _epoch(each="", after="zero_grad backward step", report=_last),
            "You used the last batch alone: indent the lines after the forward, they belong to"
            " every batch.",
        ),
        Mistake(
            _epoch(each="zero_grad backward step step"),
            "You took two steps for every batch: one `optimizer.step()` belongs to one `backward`.",
        ),
        Mistake(
            _epoch(report=lambda losses: sum(loss for loss, _ in losses) / len(losses)),
            "You took the mean over the batches, and the last one is smaller: weight each loss"
            " with `len(rows)`.",
        ),
        Mistake(
            _epoch(report=lambda losses: sum(loss for loss, _ in losses)),
            "You added up the losses of the batches: weight each with `len(rows)`, and divide by"
            " the number of pictures.",
        ),
        Mistake(
            _epoch(report=_total),
            "You added up the losses of all pictures: divide by their number.",
        ),
        Mistake(
            _epoch(
                report=lambda losses: sum(loss for loss, _ in losses) / sum(n for _, n in losses)
            ),
            "You divided by the number of pictures, but each loss is already the mean of a batch:"
            " add up `loss.item() * len(rows)`.",
        ),
        Mistake(
            _epoch(report=lambda losses: _total(losses) / len(losses)),
            "You divided by the number of batches what is a sum over pictures: divide by the number"
            " of pictures.",
        ),
        Mistake(
            _epoch(report=lambda losses: losses[0][1] * sum(v for v, _ in losses), of_all=True),
            "You counted the last batch as a whole one: weight each loss with `len(rows)`, not with"
            " `batch`.",
        ),
        Mistake(
            _epoch(report=_last),
            "You returned the loss of the last batch: return the mean over all pictures.",
        ),
        Mistake(
            _epoch(report=lambda losses: losses[0][0]),
            "You returned the loss of the first batch: return the mean over all pictures.",
        ),
        Mistake(
            _epoch(report=lambda losses: [loss for loss, _ in losses]),
            "You listed the loss of every batch: return one number, the mean over all pictures.",
        ),
        Mistake(
            _epoch(again=True),
            "You returned the loss after each step: take `loss.item()` of the loss you had before"
            " it.",
        ),
        Mistake(
            _epoch(turned=lambda z: torch.softmax(z, dim=1)),
            "You took a softmax before the loss, which takes it itself: give it the logits that the"
            " model returns.",
        ),
        Mistake(
            _epoch(turned=torch.sigmoid),
            "You took a sigmoid before the loss, which makes probabilities of logits itself: give"
            " it what the model returns.",
        ),
    ),
    tolerance=TOLERANCE,
    probe=watch_epoch,
    inputs=("weight", "bias", "x", "y", "order", "batch", "optimizer", "lr"),
    seen=("parameters", "calls"),
    manner=("calls",),
)
