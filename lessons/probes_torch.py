"""The probes of the exercises that need torch: models, training loops, saved files.

Cases are NumPy arrays; a probe makes a model of them, tries the answer on it, and reduces what
came of it to numbers and a few words.
"""

from __future__ import annotations

import base64
import copy
import os
import pickle
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from torch import nn
from torch.nn.modules.module import register_module_forward_pre_hook
from torch.utils.data import DataLoader, TensorDataset

from checks.probes import Seen
from checks.values import Told, encode

SWAPPED = (
    "You swapped the arguments of the loss: the prediction comes first, `loss_function(y_hat, y)`."
)
NO_CLASS = "`Classifier` is no class: start with `class Classifier(nn.Module):`."
NO_MODULE = (
    "`Classifier` is no module of torch: start with `class Classifier(nn.Module):`."
)
NO_OUTPUT = "`forward` returned nothing: is a `return` missing at its end?"
NO_WAY_BACK = (
    "The output does not lead back to the weights, so nothing can be learned: return it as torch"
    " computed it."
)
NOT_ALONE = "`forward` returned several things: return the probabilities alone."
NO_LOSS = (
    "You never called `loss_function`: the loss is `loss_function(y_hat, y)`, whichever function"
    " `train` is given."
)
NO_OPTIMIZER = (
    "You moved the weights without the `optimizer` that `train` is given: `optimizer.step()` takes"
    " the step."
)
NO_OPTIMIZER_STEP = (
    "You moved the weights without the `optimizer` that you are given: `optimizer.step()` takes the"
    " step."
)
NO_HISTORY = "`train` returned nothing: is a `return` missing at its end?"
LOSSES_LEAD_BACK = (
    "You kept losses that still lead back to the weights, so they cannot be drawn: `loss.item()` is"
    " the loss as a number."
)
NO_MEAN = "`train_epoch` returned nothing: is a `return` missing at its end?"
LABELS_FIRST = (
    "You swapped the arguments of the loss: the logits come first, `loss_function(z, y[rows])`."
)
POSITIONS_ALONE = "You gave the model positions: the pictures at them are `x[rows]`."
NO_LOSS_OF_BATCH = (
    "You never called `loss_function`: the loss of a batch is `loss_function(z, y[rows])`."
)
LOSS_LEADS_BACK = (
    "You kept losses that still lead back to the weights: `loss.item()` is the loss as a number."
)
NO_SHARE = "`evaluate` returned nothing: is a `return` missing?"
NO_PREDICTION = "`save_and_predict` returned nothing: is a `return` missing?"
NOT_RETURNED = (
    "`load_state_dict` fills the model and does not return it: call it without `fresh =` before it."
)
SAVE_SWAPPED = "You swapped the arguments: `torch.save(what, path)`."
SAVED_FUNCTION = "You saved a function: `model.state_dict()` has brackets."
SAVED_WHOLE = (
    "You saved the whole model, which `weights_only=True` refuses, and rightly so: save"
    " `model.state_dict()`."
)
# All that the probes here say of an answer, but for the shapes of its parameters.
SENTENCES = frozenset(
    {
        SWAPPED,
        NO_CLASS,
        NO_MODULE,
        NO_OUTPUT,
        NO_WAY_BACK,
        NOT_ALONE,
        NO_LOSS,
        NO_OPTIMIZER,
        NO_OPTIMIZER_STEP,
        NO_HISTORY,
        LOSSES_LEAD_BACK,
        NO_MEAN,
        LABELS_FIRST,
        POSITIONS_ALONE,
        NO_LOSS_OF_BATCH,
        LOSS_LEADS_BACK,
        NO_SHARE,
        NO_PREDICTION,
        NOT_RETURNED,
        SAVE_SWAPPED,
        SAVED_FUNCTION,
        SAVED_WHOLE,
    }
)


# A module's mode, as it stands, whatever has been made of `nn.Module` since.
_own = object.__getattribute__


class _Told(Exception):
    """A sentence for the learner, instead of torch's pages."""


def _tensor(values: np.ndarray) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float32)


def _model(
    weight: np.ndarray, bias: np.ndarray, layer: Callable[..., nn.Module] = nn.Linear
) -> nn.Module:
    """A classifier with these parameters, named as in the lesson's."""
    linear = layer(weight.shape[1], 1)
    return _set(nn.Sequential(OrderedDict(linear=linear, sigmoid=nn.Sigmoid())), weight, bias)


def _telling(training: bool, factor: float) -> type[nn.Module]:
    """A linear layer in one mode; in the other its output is multiplied by factor, so that the
    numbers tell in which of them it was asked.

    training: which mode is the right one.  A new class each time: what somebody has made of
    torch's own beforehand is not in it.
    """

    class Linear(nn.Linear):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            z = super().forward(x)
            return z if _own(self, "__dict__")["training"] is training else factor * z

    return Linear


def _put(model: nn.Module, training: bool) -> nn.Module:
    """A model of layers in this mode; its own `train` and `eval` may be the learner's."""
    state = _own(model, "__dict__")
    for module in (state, *(_own(part, "__dict__") for part in state["_modules"].values())):
        module["training"] = training
    return model


def _own_model(answer: Callable, weight: np.ndarray, bias: np.ndarray) -> nn.Module:
    """The same, of the class that the answer knows as Classifier, which may name its layer in
    another way; where there is none of the right form, as above."""
    theirs = getattr(answer, "__globals__", {}).get("Classifier")
    if isinstance(theirs, type) and issubclass(theirs, nn.Module):
        model = theirs(weight.shape[1])
        if [p.shape for p in model.parameters()] == [weight.shape, bias.shape]:
            return _set(model, weight, bias)
    return _model(weight, bias)


def _set(model: nn.Module, weight: np.ndarray, bias: np.ndarray) -> nn.Module:
    with torch.no_grad():
        for parameter, values in zip(model.parameters(), (weight, bias), strict=True):
            parameter.copy_(_tensor(values))
    return model


@contextmanager
def _watched(kind: type = nn.Linear) -> Iterator[list[tuple[nn.Module, bool, bool]]]:
    """Notes every call of a module of this kind: it, whether in training mode, with gradients."""
    calls = []

    def note(module: nn.Module, _: Any) -> None:
        if isinstance(module, kind):
            calls.append((module, module.training, torch.is_grad_enabled()))

    handle = register_module_forward_pre_hook(note)
    try:
        yield calls
    finally:
        handle.remove()


def fill_class(answer: Any, case: tuple) -> Seen:
    """Outputs of a fresh model with the case's parameters; notes {"slopes"}: how their sum changes
    with each of these."""
    weight, bias, x = case
    if not isinstance(answer, type):
        return Seen(Told(NO_CLASS))
    model = answer(x.shape[1])
    if not isinstance(model, nn.Module):
        return Seen(Told(NO_MODULE))
    found = [tuple(parameter.shape) for parameter in model.parameters()]
    if found != [weight.shape, bias.shape]:
        names = " and ".join(map(str, found)) or "none"
        shapes = (
            f"For {x.shape[1]} feature{'s' * (x.shape[1] > 1)} the parameters should have the"
            f" shapes {weight.shape} and"
            f" {bias.shape}; yours: {names}."
        )
        return Seen(Told(shapes))
    y_hat = _set(model, weight, bias)(_tensor(x))
    notes = {"slopes": encode(_slopes(model, y_hat))}
    if y_hat is None:
        return Seen(Told(NO_OUTPUT))
    if isinstance(y_hat, list | tuple):
        return Seen(Told(NOT_ALONE))
    if not getattr(y_hat, "requires_grad", False):
        return Seen(Told(NO_WAY_BACK))
    return Seen(y_hat, notes)


def _slopes(model: nn.Module, y_hat: Any) -> list[float] | None:
    """The slopes of the sum of what a model returned, by each of its parameters; None where it
    does not lead back to them."""
    try:
        slopes = torch.autograd.grad(y_hat.sum(), list(model.parameters()))
        return [v for part in slopes for v in part.flatten().tolist()]
    except (RuntimeError, AttributeError, TypeError):
        return None


def _watched_loss(kind: str, swapped: str = SWAPPED) -> tuple[nn.Module, list[Any]]:
    """A loss of torch by its name, and a list that grows with each call of it; what is said where
    its arguments are swapped, of which torch would speak in other words."""
    loss, calls = getattr(nn, kind)(), []

    def note(_: nn.Module, arguments: tuple, options: dict) -> None:
        y = arguments[1] if len(arguments) > 1 else options.get("target")
        if getattr(y, "requires_grad", False):
            raise _Told(swapped)
        calls.append(None)

    loss.register_forward_pre_hook(note, with_kwargs=True)
    return loss, calls


def watch_training(answer: Callable, case: tuple) -> Seen:
    """[losses, parameters afterwards, in which mode, how often backward and step]."""
    weight, bias, x, y, size, form, loss_kind, optimizer_kind, lr, epochs = case
    layer = _telling(training=True, factor=0.5)
    own = nn.Sequential(layer(weight.shape[1], 1), nn.Sigmoid())
    # As an evaluation leaves it; named as in the lesson where the batches are its list.
    model = _model(weight, bias, layer) if form == "list" else _set(own, weight, bias)
    _put(model, training=False)
    batches = list(zip(_tensor(x).split(size), _tensor(y).split(size), strict=True))
    if form == "DataLoader":
        batches = DataLoader(TensorDataset(_tensor(x), _tensor(y)), batch_size=size)
    loss_function, losses = _watched_loss(loss_kind)
    optimizer = getattr(torch.optim, optimizer_kind)(model.parameters(), lr=lr)
    done = _counted(model, optimizer)
    with _watched() as calls, torch.random.fork_rng(devices=[]):  # a DataLoader draws a number
        try:
            history = answer(model, batches, loss_function, optimizer, epochs)
        except _Told as told:
            return Seen(Told(told))
    parameters = [v for p in model.parameters() for v in p.detach().flatten().tolist()]
    if not losses:
        return Seen(Told(NO_LOSS))
    if not done["step"] and parameters != _tensor(np.append(weight, bias)).tolist():
        return Seen(Told(NO_OPTIMIZER))
    if history is None:
        return Seen(Told(NO_HISTORY))
    entries = history if isinstance(history, list | tuple) else [history]
    if any(getattr(entry, "requires_grad", False) for entry in entries):
        return Seen(Told(LOSSES_LEAD_BACK))
    mode = "training mode" if all(training for _, training, _ in calls) else "evaluation mode"
    steps = f"{done['backward']} × backward, {done['step']} × step"
    return Seen([history, parameters, mode, steps])


def watch_epoch(answer: Callable, case: tuple) -> Seen:
    """[what it returned, parameters afterwards, how often backward and step]."""
    weight, bias, x, y, order, batch, optimizer_kind, lr = case
    model = _set(nn.Linear(weight.shape[1], len(weight)), weight, bias)
    loss_function, calls = _watched_loss("CrossEntropyLoss", LABELS_FIRST)
    optimizer = getattr(torch.optim, optimizer_kind)(model.parameters(), lr=lr)
    done = _counted(model, optimizer)

    def look(_: nn.Module, given: tuple) -> None:
        if given and given[0].dtype == torch.int64:  # torch would speak of mat1 and mat2
            raise _Told(POSITIONS_ALONE)

    model.register_forward_pre_hook(look)
    pictures, labels, positions = _tensor(x), torch.tensor(y), torch.tensor(order)
    with torch.random.fork_rng(devices=[]):  # a DataLoader draws a number
        try:
            loss = answer(model, pictures, labels, loss_function, optimizer, positions, batch)
        except _Told as told:
            return Seen(Told(told))
    parameters = [v for p in model.parameters() for v in p.detach().flatten().tolist()]
    if not calls:
        return Seen(Told(NO_LOSS_OF_BATCH))
    if not done["step"] and parameters != _tensor(np.append(weight, bias)).tolist():
        return Seen(Told(NO_OPTIMIZER_STEP))
    if loss is None:
        return Seen(Told(NO_MEAN))
    if getattr(loss, "requires_grad", False):
        return Seen(Told(LOSS_LEADS_BACK))
    return Seen([loss, parameters, f"{done['backward']} × backward, {done['step']} × step"])


def _counted(model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, int]:
    """Counts backward passes through a model, and steps, from now on."""
    done = {"backward": 0, "step": 0}

    def count(name: str) -> Callable:
        def counting(*_: Any) -> None:
            done[name] += 1

        return counting

    list(model.parameters())[-1].register_hook(count("backward"))
    optimizer.register_step_post_hook(count("step"))
    return done


def watch_evaluation(answer: Callable, case: tuple) -> Seen:
    """[what it returned, in which mode, with or without gradients]."""
    weight, bias, x, y = case
    layer = _telling(training=False, factor=0.0)  # as a dropout that drops all
    model = _put(_model(weight, bias, layer), training=True)  # as training leaves it
    with _watched() as calls:
        result = answer(model, _tensor(x), _tensor(y))
    if result is None:
        return Seen(Told(NO_SHARE))
    mode = "training mode" if any(training for _, training, _ in calls) else "evaluation mode"
    graph = "gradients recorded" if any(with_grad for *_, with_grad in calls) else "no gradients"
    return Seen([result, mode, graph])


def watch_keeping(answer: Callable, case: tuple) -> Seen:
    """[the probabilities, two places for what is seen of them and the file elsewhere, how it was
    loaded, which model was asked, with or without gradients, in which mode].

    notes: {"file": what it holds, in base64, "" for none; "other": the probabilities where each
    number in the file is larger by "shift"}, of which nobody knows who does not read the file.
    """
    seen, file = _keep(answer, case)
    if not isinstance(seen.value, list):
        return seen
    shift = 0.25 + os.urandom(1)[0] / 512
    try:
        other = _keep(answer, case, shift)[0].value[0]
    except Exception:
        other = None
    notes = {"file": file, "other": other, "shift": shift}
    return Seen(seen.value, {name: encode(note) for name, note in notes.items()})


def _keep(answer: Callable, case: tuple, shift: float = 0.0) -> tuple[Seen, str]:
    """What was seen, and what is in the file, in base64.

    shift: what is added to each number of a state dict that is loaded.
    """
    weight, bias, x = case
    model, save, load = _own_model(answer, weight, bias).train(), torch.save, torch.load
    saved, ways = [], []

    @wraps(save)
    def watched_save(*arguments: Any, **options: Any) -> None:
        things = [*arguments[:1], *(options[k] for k in ("obj",) if k in options)]
        if any(isinstance(thing, str | Path) for thing in things):
            raise _Told(SAVE_SWAPPED)
        if any(callable(thing) and not isinstance(thing, nn.Module) for thing in things):
            raise _Told(SAVED_FUNCTION)
        save(*arguments, **options)
        saved.extend(things)

    @wraps(load)
    def watched_load(*arguments: Any, **options: Any) -> Any:
        try:
            state = load(*arguments, **options)
        except pickle.UnpicklingError:
            if any(isinstance(thing, nn.Module) for thing in saved):
                raise _Told(SAVED_WHOLE) from None
            raise
        ways.append(options.get("weights_only"))
        if shift and isinstance(state, dict):
            for name, values in state.items():
                state[name] = values + shift
        return state

    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        torch.random.fork_rng(devices=[]),
        patch.object(torch, "save", watched_save),
        patch.object(torch, "load", watched_load),
        _watched(nn.Module) as calls,
    ):
        torch.manual_seed(0)  # a fresh model that is not filled has the same weights every time
        path = Path(folder) / "model.pt"
        try:
            # A text as in the example, or a path as in the lesson, whose table has five features.
            p = answer(model, str(path) if x.shape[1] == 2 else path, _tensor(x))
        except _Told as told:
            return Seen(Told(told)), ""
        except (AttributeError, TypeError) as error:
            if "_IncompatibleKeys" not in str(error):
                raise
            return Seen(Told(NOT_RETURNED)), ""
        file = base64.b64encode(path.read_bytes()).decode() if path.exists() else ""
    if p is None:
        return Seen(Told(NO_PREDICTION)), ""
    old = any(module is model for module, *_ in calls)
    graph = getattr(p, "requires_grad", False)
    training = bool(calls) and calls[-1][1] and not old
    value = [
        p.float() if isinstance(p, torch.Tensor) else p,
        "",
        "",
        f"loaded with weights_only={ways[-1]}" if ways else "nothing was loaded",
        "the old model was asked" if old else "a fresh model was asked",
        "gradients recorded" if graph else "no gradients",
        "training mode" if training else "evaluation mode",
    ]
    return Seen(value), file


def call_twice(answer: Callable[..., Any], case: tuple) -> Seen:
    """What the answer returns; notes {"again": what a second call on the same input returns,
    "remembers": whether the result remembers how it was computed}."""
    copied = copy.deepcopy(case)
    value, again = answer(*case), answer(*copied)
    remembers = isinstance(value, torch.Tensor) and value.requires_grad
    return Seen(value, {"again": encode(again), "remembers": remembers})


def call_for_number(answer: Callable[..., Any], case: tuple) -> Seen:
    """What the answer returns, a number if that is a tensor with one in it."""
    value = answer(*case)
    one = isinstance(value, torch.Tensor) and value.numel() == 1
    return Seen(value.item() if one else value)
