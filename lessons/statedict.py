"""The numbers in a file that `torch.save` wrote, read without torch: somebody's file runs nothing
here.

Such a file is a zip of numbers as they lie in memory, and of a pickle that says what they are.
Of the latter only what a state dict is made of is understood.
"""

import io
import math
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np

MOST_BYTES = 7000  # of a file: those of the lesson's models hold 2000
STORAGES = {"FloatStorage": "<f4", "DoubleStorage": "<f8", "LongStorage": "<i8"}


def arrays(content: bytes) -> list[np.ndarray] | None:
    """The arrays of a state dict, in order; None for a file that holds none, or a larger one."""
    if len(content) > MOST_BYTES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            state = _Reader(file).load()
        found = [*state.values()] if isinstance(state, dict) else []
        return found if found and all(isinstance(one, np.ndarray) for one in found) else None
    except Exception:  # whatever a file leads to
        return None


class _Reader(pickle.Unpickler):
    """Reads the pickle of such a file.  No name in it stands for anything but what is here."""

    def __init__(self, file: zipfile.ZipFile):
        self._file = file
        [name] = [name for name in file.namelist() if name.endswith("/data.pkl")]
        self._top = name.removesuffix("data.pkl")
        super().__init__(io.BytesIO(self._stored(name)))

    def find_class(self, module: str, name: str) -> str | type | Callable:
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        known = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _array,
            ("torch._utils", "_rebuild_parameter"): lambda array, *_: array,
        }
        return known[module, name]

    def persistent_load(self, pid: Any) -> np.ndarray:
        _, kind, key, *_ = pid
        if kind not in STORAGES.values() or not str(key).isdigit():
            raise pickle.UnpicklingError("no numbers")
        return np.frombuffer(self._stored(f"{self._top}data/{key}"), kind)

    def _stored(self, name: str) -> bytes:
        if self._file.getinfo(name).compress_type != zipfile.ZIP_STORED:
            raise zipfile.BadZipFile("torch compresses nothing")
        return self._file.read(name)


def _array(storage: np.ndarray, offset: int, shape: tuple, strides: tuple, *_: Any) -> np.ndarray:
    steps = tuple(math.prod(shape[k + 1 :]) for k in range(len(shape)))
    if strides != steps:  # as all arrays lie that nobody has turned
        raise pickle.UnpicklingError("turned")
    return storage[offset : offset + math.prod(shape)].reshape(shape)
