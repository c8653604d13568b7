"""The kernel is the learner's own: the course computes under settings of its own, and leaves the
learner's as they were.

Matplotlib's are `course_utils.pictures.course_style`; `lessons.live.as_the_course` is both.
"""

from __future__ import annotations

import locale
import random
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import Any

import numpy as np

WARNINGS = "ignore"  # what becomes of those that the course's own code causes
DEEP = 1000  # calls within calls: what Python starts with
AS_IT_IS = object()

# How a setting is read, how it is set, and to what.
Switch = tuple[Callable[[], Any], Callable[[Any], Any], Any]


@contextmanager
def course_settings() -> Iterator[None]:
    """The course's settings in the block; afterwards the learner's, whatever happened in it."""
    with ExitStack() as afterwards:
        try:
            with _uninterrupted():
                _set(afterwards)
            yield
        finally:
            with _uninterrupted():
                afterwards.close()


def _set(afterwards: ExitStack) -> None:
    """Set all, and note how it was."""
    afterwards.enter_context(warnings.catch_warnings())
    warnings.simplefilter(WARNINGS)
    quiet = {"divide": "warn", "over": "warn", "invalid": "warn", "under": "ignore"}
    afterwards.enter_context(np.errstate(**quiet, call=None))
    afterwards.enter_context(np.printoptions(legacy=False))  # by which Matplotlib writes, too
    for read, put, own in (*_of_python(), *_of_torch(afterwards)):
        afterwards.callback(put, read())
        if own is not AS_IT_IS:
            put(own)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """What interrupts the block comes after it: half of the settings would be the learner's."""
    if threading.current_thread() is not threading.main_thread():
        yield  # where no interrupt comes
        return
    came: list[tuple] = []
    handler = signal.signal(signal.SIGINT, lambda *interrupt: came.append(interrupt))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler or signal.SIG_DFL)
    if came and callable(handler):
        handler(*came[0])


def _of_python() -> Iterator[Switch]:
    yield sys.getrecursionlimit, _set_recursion_limit, max(DEEP, sys.getrecursionlimit())
    numbers = partial(locale.setlocale, locale.LC_NUMERIC)
    yield numbers, numbers, "C"
    yield random.getstate, random.setstate, AS_IT_IS
    yield np.random.get_state, np.random.set_state, AS_IT_IS


def _of_torch(afterwards: ExitStack) -> Iterator[Switch]:
    """Those of torch, where a learner has imported it."""
    torch = sys.modules.get("torch")
    if not hasattr(torch, "set_default_dtype"):  # none, or another file of that name
        return
    afterwards.enter_context(torch.inference_mode(False))  # and with gradients
    afterwards.enter_context(torch.autograd.set_detect_anomaly(False))
    if torch.get_default_device().type != "cpu":
        afterwards.enter_context(torch.device("cpu"))
    yield torch.get_default_dtype, torch.set_default_dtype, torch.float32
    yield torch.get_deterministic_debug_mode, torch.set_deterministic_debug_mode, 0
    yield torch.get_float32_matmul_precision, torch.set_float32_matmul_precision, "highest"
    yield torch.get_num_threads, torch.set_num_threads, 1
    yield torch.get_rng_state, torch.set_rng_state, AS_IT_IS


def _set_recursion_limit(limit: int) -> None:
    with suppress(RecursionError):  # one so low that it cannot even be set from here
        sys.setrecursionlimit(limit)
