"""Exercise 5.5: save, load, predict."""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from checks import Exercise, Mistake
from checks.values import encode, same
from course_utils.training import Classifier, save_and_predict
from lessons.probes_torch import (
    watch_keeping,
)
from lessons.statedict import arrays

from .shared import TOLERANCE, expected, weights


def _keep_cases(rng: np.random.Generator) -> list[tuple]:
    return [
        (*weights(rng, features), rng.uniform(0.5, 2, (n, features)).round(1))
        for features, n in ((1, 3), (3, 2), (5, 2))
    ]


def _weigh_keeping(value: dict, notes: dict, case: tuple) -> dict:
    """What was seen, with what the file holds, and whether the probabilities are made of that."""
    if value["kind"] != "list" or value["shape"] != [7]:
        return value
    p, _, _, *rest = value["data"]
    seen = encode(_content(notes["file"], *case[:2])), encode(_use(p, notes, case))
    return value | {"data": [p, *seen, *rest]}


def _content(file: dict, weight: np.ndarray, bias: np.ndarray) -> str:
    """What a file holds, in words."""
    if (file["kind"], file["shape"]) != ("text", []) or not file["data"][0]:
        return "no file"
    try:
        found = arrays(base64.b64decode(file["data"][0]))
    except ValueError:  # as nobody writes it who tells what is in the file
        found = None
    if found is None:
        return "a file without a state dict"
    alike = (
        any(same(encode(one), encode(part), TOLERANCE) for one in found) for part in (weight, bias)
    )
    return "the state dict in a file" if all(alike) else "another state dict in a file"


def _use(p: dict, notes: dict, case: tuple) -> str:
    """Whether other numbers in the file lead to the probabilities that belong to them, in words;
    of wrong probabilities nothing is said."""
    weight, bias, x = case
    plain = (notes["shift"]["kind"], notes["shift"]["shape"]) == ("float", [])
    shift = float(notes["shift"]["data"][0]) if plain else 0.0
    others = expected(weight + shift, bias + shift, x)
    used = not same(p, encode(expected(*case)), TOLERANCE)
    used = used or abs(shift) > 0.2 and same(notes["other"], encode(others), TOLERANCE)
    return "the file is used" if used else "the file is not used"


def _kept(
    saved: Callable = lambda model: model.state_dict(),
    read: bool = True,
    fill: bool = True,
    weights_only: bool | str | None = True,
    old: bool = False,
    evaluation: bool = True,
    gradients: bool = False,
    result: Callable = lambda model, x: model(x),
) -> Callable:
    """Saving, loading and predicting, with a mistake.

    saved: what goes into the file, None for no file; read: whether what was read from it is used;
    fill: whether the fresh model is filled; old: whether the old model is asked; result: what is
    returned.
    """

    def answer(model, path, x):
        fresh = Classifier(x.shape[1])
        content = saved(model)
        if content is not None:
            torch.save(content, path)
        if content is not None and weights_only != "never":
            content = torch.load(path, weights_only=weights_only)
        if content is None or not read:
            content = copy.deepcopy(model.state_dict())
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


EXERCISE = Exercise(
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
            "You asked a fresh model that knows nothing yet: fill it with `load_state_dict` first.",
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
            _kept(weights_only="never", fill=False),
            "You asked a fresh model that knows nothing yet: load the file, and fill the model with"
            " `load_state_dict`.",
        ),
        Mistake(
            _kept(weights_only="never", read=False),
            "You filled the fresh model from the old one, and never read the file: what is in it"
            " comes from `torch.load(path, weights_only=True)`.",
        ),
        Mistake(
            _kept(read=False),
            "You read the file and did not use it: `fresh.load_state_dict(…)` takes what"
            " `torch.load` returned.",
        ),
        Mistake(
            lambda model, path, x: _kept()(Classifier(x.shape[1]), path, x),
            "You saved the fresh model, which knows nothing: save the state dict of `model`.",
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
    weigh=_weigh_keeping,
    inputs=("weight", "bias", "x"),
    array="return the tensor that the model makes",
    seen=("file", "use", "loading", "model", "gradients", "mode"),
    manner=("loading", "model", "gradients", "mode"),
)
