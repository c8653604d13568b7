"""The live figures of lesson 5, the full PyTorch pipeline, a file each."""

from .calibration import calibration
from .fit import fit
from .graph import graph
from .left import __getattr__ as __getattr__
from .one_step import one_step
from .pass_model import pass_model
from .rule import rule
from .sigmoid_twice import sigmoid_twice

__all__ = ["one_step", "pass_model", "fit", "sigmoid_twice", "rule", "graph", "calibration"]
