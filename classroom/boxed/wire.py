"""Arguments of a case as JSON and back: numbers, texts, lists, tuples, arrays and tensors.

Used on both sides of the sandbox's wall; only the grader packs, only the sandbox unpacks.
"""

import sys
from typing import Any

import numpy as np


def pack(value: Any) -> Any:
    """JSON for an argument.  Raises TypeError for what no case may hold."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) in (list, tuple):
        return {"type": type(value).__name__, "data": [pack(item) for item in value]}
    if isinstance(value, np.ndarray | np.generic):
        kind = "array" if isinstance(value, np.ndarray) else "scalar"
        return {"type": kind, "dtype": value.dtype.str, "data": value.tolist()} | (
            {"shape": value.shape} if kind == "array" else {}
        )
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return {"type": "tensor", "data": pack(value.detach().numpy())}
    raise TypeError(f"case: expected numbers, texts, arrays and tensors, got {type(value)}.")


def unpack(packed: Any) -> Any:
    """The argument that `pack` made this of."""
    if not isinstance(packed, dict):
        return packed
    kind, data = packed["type"], packed["data"]
    if kind in ("list", "tuple"):
        return {"list": list, "tuple": tuple}[kind](unpack(item) for item in data)
    if kind == "tensor":
        import torch

        return torch.from_numpy(unpack(data).copy())
    if kind == "scalar":
        return np.dtype(packed["dtype"]).type(data)
    return np.array(data, packed["dtype"]).reshape(packed["shape"])
