"""What a sweep over many learning rates costs, against one plain run of the same model."""

import time
from collections.abc import Callable
from statistics import median

import torch
from torch import nn

from course_utils.data import students
from course_utils.sweep import sweep
from course_utils.training import train

RATES = 41
EPOCHS = 1000
REPEATS = 5


def run() -> list[dict]:
    """One row: the processor time of the sweep over that of the plain run, on one thread.

    The two take turns, so that whatever else the machine does falls on both.
    """
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        x, y = (torch.tensor(values, dtype=torch.float32) for values in students())
        lrs = torch.logspace(-3, -0.7, RATES)
        ways = lambda: sweep(x, y, lrs, EPOCHS), lambda: _plain(x, y)  # noqa: E731
        for way in ways:
            way()  # the first call of each pays for what is set up once
        times = [[_seconds(way) for way in ways] for _ in range(REPEATS)]
    finally:
        torch.set_num_threads(threads)
    many, one = (median(column) for column in zip(*times, strict=True))
    what = f"{RATES} rates x {EPOCHS} epochs against one plain run"
    return [{"what": what, "value": many / one, "unit": "x", "limit": 3}]


def _plain(x: torch.Tensor, y: torch.Tensor) -> None:
    """One learning rate, with torch's own layer and optimiser."""
    model = nn.Linear(1, 1)
    sgd = torch.optim.SGD(model.parameters(), lr=0.1)
    train(model, [(x[:, None], y[:, None])], nn.BCEWithLogitsLoss(), sgd, EPOCHS)


def _seconds(way: Callable[[], object]) -> float:
    start = time.process_time()
    way()
    return time.process_time() - start
