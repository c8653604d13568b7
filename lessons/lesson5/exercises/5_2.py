"""Exercise 5.2: the module."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from checks import Exercise, Mistake
from checks.values import Told, encode, same
from course_utils.training import Classifier
from lessons.probes_torch import (
    NO_WAY_BACK,
    fill_class,
)

from .shared import TOLERANCE, expected, weights


def _classifier_cases(rng: np.random.Generator) -> list[tuple]:
    return [
        (*weights(rng, features), rng.uniform(0.2, 2, (n, features)))
        for features, n in ((1, 3), (3, 2), (5, 4))
    ]


def _weigh_classifier(value: dict, notes: dict, case: tuple) -> dict:
    """The probabilities; in place of right ones a sentence, if they do not change with the
    parameters as they should."""
    p = expected(*case)
    if not same(value, encode(p), TOLERANCE):
        return value
    slope = p * (1 - p)
    slopes = np.append(slope.T @ case[2], slope.sum())
    back = same(notes["slopes"], encode(slopes), TOLERANCE)
    return value if back else encode(Told(NO_WAY_BACK))


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


class _SigmoidFirst(_Start):
    def forward(self, x):
        return self.z(torch.sigmoid(x))


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


EXERCISE = Exercise(
    id="5.2",
    title="The module",
    reference=Classifier,
    base="nn.Module",
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
        Mistake(
            _SigmoidFirst,
            "You put x through the sigmoid: first the linear layer, then the sigmoid of z.",
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
    weigh=_weigh_classifier,
    inputs=("weight", "bias", "x"),
)
