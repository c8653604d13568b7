"""What lesson 5 builds: training, evaluating, saving and loading a PyTorch model.

Importing this module imports torch; `course_utils` itself does not.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch
from IPython.display import display
from torch import nn
from tqdm import tqdm

from .errors import InputError
from .moved import names_of

__getattr__ = names_of(__name__)

Batches = Iterable[tuple[torch.Tensor, torch.Tensor]]


def linear(x: np.ndarray, weight: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """What a linear layer computes.

    x: (n, inputs), weight: (outputs, inputs), bias: (outputs,).
    Returns shape (n, outputs).
    """
    return x @ weight.T + bias


class Classifier(nn.Module):
    """One linear layer and a sigmoid.

    x: (n, features).  Returns probabilities of 1, shape (n, 1).
    """

    def __init__(self, features: int):
        super().__init__()
        self.linear = nn.Linear(features, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        z = self.linear(x)
        return torch.sigmoid(z)


def train(
    model: nn.Module,
    batches: Batches,
    loss_function: nn.Module,
    optimizer: torch.optim.Optimizer,
    epochs: int,
) -> list[float]:
    """Train for so many epochs.

    batches: pairs of x, of shape (n, features), and y, of shape (n, 1).
    Returns the mean loss of each epoch, over all its samples.
    """
    model.train()
    history = []
    for _ in range(epochs):
        total, count = 0.0, 0
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


def evaluate(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> float:
    """Accuracy: the share of the samples decided rightly at 0.5.

    x: shape (n, features); y: 1 or 0, shape (n, 1).
    """
    model.eval()
    with torch.no_grad():
        decided = model(x) >= 0.5
    return (decided == y).float().mean().item()


def save_and_predict(model: nn.Module, path: str | Path, x: torch.Tensor) -> torch.Tensor:
    """Save the model's state dict, load it into a fresh Classifier, ask that.

    x: (n, features).  Returns probabilities, shape (n, 1).
    """
    torch.save(model.state_dict(), path)
    fresh = Classifier(x.shape[1])
    fresh.load_state_dict(torch.load(path, weights_only=True))
    fresh.eval()
    with torch.no_grad():
        return fresh(x)


def save(model: nn.Module, path: str | Path) -> None:
    """Write the model's state dict to a file, whole or not at all: a file that stood there
    before stays until the new one is complete.

    Raises InputError if the file cannot be written.
    """
    path = Path(path)
    content = io.BytesIO()
    torch.save(model.state_dict(), content)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content.getvalue())
        os.replace(new, path)
    except OSError as error:
        try:
            new.unlink(missing_ok=True)
        except OSError:
            pass  # where nothing can be written, nothing was left behind either
        raise InputError(f"path: {path.name} cannot be written: {error.strerror}.") from None


def load(model: nn.Module, path: str | Path) -> None:
    """Fill the model with the state dict of a file that `save` wrote.  Runs no code of the file.

    Raises InputError if there is no such file, if it holds something else, or if its tensors are
    not those of the model, which then stays as it is.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"path: there is no file {path.name}.") from None
    except OSError as error:
        raise InputError(f"path: {path.name} cannot be read: {error.strerror}.") from None
    try:
        state = torch.load(io.BytesIO(content), weights_only=True)
        found = {name: tuple(tensor.shape) for name, tensor in state.items()}
    except Exception:  # of many types, and with pages of advice
        raise InputError(
            f"path: {path.name} holds no state dict; it is damaged or of another kind."
        ) from None
    wanted = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    if found != wanted:
        raise InputError(
            f"path: {path.name} is of another model: it holds {_shapes(found)}, "
            f"this one has {_shapes(wanted)}."
        )
    model.load_state_dict(state)


def _shapes(tensors: dict[str, tuple[int, ...]]) -> str:
    return ", ".join(f"{name} {shape}" for name, shape in tensors.items()) or "nothing"


def bar(steps: Iterable) -> Iterable:
    """The same steps, with tqdm's progress bar under the cell.

    It is shown as an output that is replaced, without times: what is stored at the end is the
    complete bar, the same in every run, and nothing goes to stderr.
    """
    form = "{percentage:3.0f}%|{bar}| {n_fmt}/{total_fmt}"
    return tqdm(steps, file=_Output(), ncols=60, bar_format=form)


class _Output:
    """What tqdm writes to: an output of the cell, whose text is replaced."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""
        self._handle = display(self, display_id=True)

    def __repr__(self) -> str:
        return self.text

    def write(self, text: str) -> None:
        if text.strip() and self._handle:
            self.text = text.strip()
            self._handle.update(self)

    def flush(self) -> None:
        pass
