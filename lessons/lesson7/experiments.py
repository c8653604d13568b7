"""The long runs behind lesson 7's figures: computed here, kept in runs.npz, read by `stored`.

Everything is computed in float64 from seeds, so that neither the number of threads nor the order
of sums shows in the digits that the lesson writes.  `python -m lessons.lesson7.experiments` makes
the file anew, which takes some minutes; tests compute parts of it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import nn

from course_utils.data import digits

FILE = Path(__file__).with_name("runs.npz")

# What was tried: the axes of what is stored.
LIMIT_RATES = np.array(
    [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.3, 1.6, 2, 2.3, 2.5, 3, 4, 5, 6, 8, 10]
)
LIMIT_EPOCHS = np.unique([*range(11), *np.geomspace(10, 500, 31).round().astype(int)])
BATCHES = np.array([8, 16, 32, 64, 128])
BATCH_RATES = 2.0 ** np.arange(-5, 3)
BATCH_EPOCHS = 20
TRIES = 60
PICTURES = np.array([20, 50, 100, 200, 500, 1097])
DECAYS = np.array([0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1])
FEW_EPOCHS = np.unique([*range(1, 6), *np.geomspace(5, 200, 26).round().astype(int)])
SHIFTS = np.arange(-2, 3)


def tensors(part: str) -> tuple[torch.Tensor, torch.Tensor]:
    """A part of the digits: pixels (n, 64) in float64, labels (n,)."""
    x, y = digits(part)
    return torch.tensor(x), torch.tensor(y)


def _seeded(build: Callable[[], nn.Module], seed: int) -> nn.Module:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build().double()


def network(hidden: int, seed: int) -> nn.Module:
    """64 pixels, one hidden layer of ReLUs, ten logits."""
    return _seeded(
        lambda: nn.Sequential(nn.Linear(64, hidden), nn.ReLU(), nn.Linear(hidden, 10)), seed
    )


def filters(seed: int) -> nn.Module:
    """Eight filters of 3 x 3, the largest of every 2 x 2, ten logits."""
    return _seeded(
        lambda: nn.Sequential(
            nn.Unflatten(1, (1, 8, 8)),
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(128, 10),
        ),
        seed,
    )


def train(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    *,
    batch: int = 32,
    seed: int = 0,
    after: Callable[[int], None] = lambda epoch: None,
) -> None:
    """Train in batches, which every epoch deals out anew; `after` is called after each epoch."""
    order, loss = torch.Generator().manual_seed(seed), nn.CrossEntropyLoss()
    for epoch in range(1, epochs + 1):
        for rows in torch.randperm(len(x), generator=order).split(int(batch)):
            optimizer.zero_grad()
            loss(model(x[rows]), y[rows]).backward()
            optimizer.step()
        after(epoch)


def judged(
    model: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, y: torch.Tensor
) -> tuple[float, float]:
    """The mean loss, and the share decided rightly."""
    with torch.no_grad():
        z = model(x)
        right = (z.argmax(dim=1) == y).double().mean()
        return nn.functional.cross_entropy(z, y).item(), right.item()


# The linear model, in NumPy: a column of 64 weights and a bias for each digit


def linear(lr: float, epochs: int, batch: int = 32) -> Iterator[np.ndarray]:
    """The weights, (65, 10), at the start, all 0, and after each epoch of batches dealt anew."""
    x, y = digits("learn")
    rows, one_hot = with_ones(x), np.eye(10)[y]
    order, w = np.random.default_rng(0), np.zeros((65, 10))
    yield w
    for _ in range(epochs):
        dealt = order.permutation(len(rows))
        for own in np.split(dealt, range(batch, len(dealt), batch)):
            p = softmax(rows[own] @ w)
            w = w - lr * (rows[own].T @ (p - one_hot[own]) / len(own))
        yield w


def with_ones(x: np.ndarray) -> np.ndarray:
    """Pixels and a 1 for the bias: (n, 64) becomes (n, 65)."""
    return np.column_stack([x, np.ones(len(x))])


def softmax(z: np.ndarray) -> np.ndarray:
    """Probabilities of logits, row by row."""
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def cross_entropy(p: np.ndarray, y: np.ndarray) -> float:
    """Mean cross-entropy of probabilities (n, 10) and labels (n,)."""
    return float(-np.log(p[np.arange(len(y)), y]).mean())


# Full batches: the loss, the limit and the 300, by rate and epoch


def largest_curvature(rows: np.ndarray, p: np.ndarray) -> float:
    """Of the mean cross-entropy's Hessian, by power iteration.

    rows: pixels and a 1 for the bias, (n, 65); p: the probabilities, (n, 10).
    """
    way = np.random.default_rng(0).normal(size=(rows.shape[1], p.shape[1]))
    size = 0.0
    for _ in range(1000):
        u = rows @ way
        bent = rows.T @ (p * (u - (p * u).sum(axis=1, keepdims=True))) / len(rows)
        before, size = size, np.linalg.norm(bent)
        way = bent / size
        if abs(size - before) < 1e-7 * size:
            break
    return float(size)


def full_batch(lr: float, epochs: int = LIMIT_EPOCHS[-1]) -> dict[str, np.ndarray]:
    """One run of the linear model from zeros: at those of LIMIT_EPOCHS its loss, its limit (2 ÷ the
    largest curvature), and loss and share right on the 300; and how often its loss rose."""
    (x, y), (x_new, y_new) = digits("learn"), digits("choose")
    rows, new = with_ones(x), with_ones(x_new)
    kept, losses = [], []
    for epoch, w in enumerate(linear(lr, epochs, batch=len(x))):
        p = softmax(rows @ w)
        losses.append(cross_entropy(p, y))
        if epoch in LIMIT_EPOCHS:
            p_new = softmax(new @ w)
            right = (p_new.argmax(axis=1) == y_new).mean()
            limit = 2 / largest_curvature(rows, p)
            kept.append([losses[-1], limit, cross_entropy(p_new, y_new), right])
    names = "loss", "limit", "loss_new", "right_new"
    rises = (np.diff(losses) > 0).astype(int)
    return dict(zip(names, np.array(kept).T, strict=True)) | {
        "rises": np.append(0, np.cumsum(rises))[LIMIT_EPOCHS[LIMIT_EPOCHS <= epochs]]
    }


# Batches: the training loss after every epoch


def in_batches(batch: int, lr: float) -> np.ndarray:
    """The loss on all 1097 at the start and after each epoch: shape (BATCH_EPOCHS + 1,)."""
    x, y = digits("learn")
    runs = linear(lr, BATCH_EPOCHS, batch)
    return np.array([cross_entropy(softmax(with_ones(x) @ w), y) for w in runs])


# Sixty networks that differ by their seed alone


def right_of_300(seed: int) -> np.ndarray:
    """Which of the 300 the lesson's network decides rightly: shape (300,), bool."""
    (x, y), model = tensors("choose"), trained_network(seed)
    with torch.no_grad():
        return (model(x).argmax(dim=1) == y).numpy()


@cache
def trained_network(seed: int) -> nn.Module:
    """64-32-10, Adam 0.01, 30 epochs in batches of 32."""
    model = network(32, seed)
    train(model, torch.optim.Adam(model.parameters(), lr=0.01), *tensors("learn"), 30, seed=seed)
    return model


# Few pictures, and a charge for large weights


def few(pictures: int, decay: float) -> np.ndarray:
    """64-64-10 on the first so many pictures, Adam 0.01: at FEW_EPOCHS loss and share right,
    on these and on the 300.  Shape (FEW_EPOCHS, 4)."""
    x, y = (a[: int(pictures)] for a in tensors("learn"))
    new = tensors("choose")
    model, kept = network(64, 0), []

    def note(epoch: int) -> None:
        if epoch in FEW_EPOCHS:
            kept.append([*judged(model, x, y), *judged(model, *new)])

    adam = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=float(decay))
    train(model, adam, x, y, FEW_EPOCHS[-1], after=note)
    return np.array(kept)


def shuffled_labels() -> tuple[float, float]:
    """64-256-10 on labels dealt out at random, Adam 0.003, 200 epochs: the share right of these
    labels, and of the 300's true ones."""
    x, y = tensors("learn")
    y = y[np.random.default_rng(0).permutation(len(y))]
    model = network(256, 0)
    train(model, torch.optim.Adam(model.parameters(), lr=0.003), x, y, 200)
    return judged(model, x, y)[1], judged(model, *tensors("choose"))[1]


# Every picture moved


def moved(x: torch.Tensor, right: int, down: int) -> torch.Tensor:
    """Pictures moved by so many pixels; what leaves is lost, what comes in is empty."""
    pictures = nn.functional.pad(x.view(-1, 8, 8), (2, 2, 2, 2))
    return pictures[:, 2 - down : 10 - down, 2 - right : 10 - right].reshape(-1, 64)


def models() -> dict[str, Callable[[torch.Tensor], torch.Tensor]]:
    """The three that the lesson compares, trained: pictures to logits."""
    *_, w = linear(0.5, 20)
    eight, rows = filters(0), torch.tensor(w)
    train(eight, torch.optim.Adam(eight.parameters(), lr=0.01), *tensors("learn"), 30)
    return {
        "linear": lambda x: x @ rows[:64] + rows[64],
        "network": trained_network(0),
        "filters": eight,
    }


def right_when_moved(model: Callable[[torch.Tensor], torch.Tensor]) -> np.ndarray:
    """The share of the 400 decided rightly, by how far they are moved right, then down."""
    x, y = tensors("judge")
    return np.array([[judged(model, moved(x, i, j), y)[1] for j in SHIFTS] for i in SHIFTS])


# The file


def compute() -> dict[str, np.ndarray]:
    """All that is stored, by name."""
    runs = [full_batch(lr) for lr in LIMIT_RATES]
    found = {f"limit_{name}": np.array([run[name] for run in runs]) for name in runs[0]}
    found["batches"] = np.array([[in_batches(b, lr) for lr in BATCH_RATES] for b in BATCHES])
    found["tries"] = np.array([right_of_300(seed) for seed in range(TRIES)])
    found["few"] = np.array([[few(n, decay) for decay in DECAYS] for n in PICTURES])
    found["shuffled"] = np.array(shuffled_labels())
    found["moved"] = np.array([right_when_moved(model) for model in models().values()])
    return {name: a if a.dtype.kind in "bi" else a.astype(np.float32) for name, a in found.items()}


@cache
def stored(name: str) -> np.ndarray:
    """What is kept under this name."""
    with np.load(FILE) as file:
        kept = file[name]
    return kept.astype(float) if kept.dtype.kind == "f" else kept


if __name__ == "__main__":
    np.savez_compressed(FILE, **compute())
