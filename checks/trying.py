"""From an answer to outcomes in JSON: the half of a check that meets the learner's objects.

The other half, `checking`, never does, and may live in another process.
"""

import contextlib
import copy
import inspect
import time
from types import FunctionType
from typing import Any

from .learner import Limits, Printed, explain, is_stub, silence, time_limit
from .probes import Callee, Seen, call
from .values import encode

LIMITS = Limits(computing=5.0, clock=20.0)  # for all the cases of a check together


def run(
    callee: Callee, answer: Any, cases: list[tuple], limits: Limits | None = None
) -> list[dict]:
    """Try an answer on every case, within limits or those of `LIMITS`.  Nothing it does gets out
    but JSON: one outcome a case, {"value", "notes", "lists", "printed", "changed"}, ending at the
    first {"error", "printed"}; or a single {"unfit"} if it cannot be tried.  callee may be an
    exercise."""
    limits = limits or LIMITS  # looked up now: the classroom's sandbox has others
    if why := unfit(callee, answer):
        return [why]
    outcomes, (computing, clock) = [], (time.process_time(), time.monotonic())
    for case in cases:
        spent = Limits(time.process_time() - computing, time.monotonic() - clock)
        left = Limits(*(most - so_far for most, so_far in zip(limits, spent, strict=True)))
        outcomes.append(_try(callee, answer, case, left))
        if "error" in outcomes[-1]:
            break
    return outcomes


def unfit(callee: Callee, answer: Any) -> dict | None:
    """Why the answer cannot be tried at all, {"unfit"} and with some "what", if so."""
    if answer is None or answer is ... or is_stub(answer) or _is_stub_class(answer):
        return {"unfit": "blank"}
    if callee.probe is call and isinstance(answer, type):
        return {"unfit": "class"}
    if callee.probe is not call and not callable(answer):
        return None  # a model, say
    if not callable(answer):
        return {"unfit": "value", "what": encode(answer)}
    try:
        signature = inspect.signature(answer)
    except Exception:  # some callables written in C have none: let the call show
        return None
    try:
        signature.bind(*callee.parameters)
    except TypeError:
        return {"unfit": "parameters", "what": str(signature)[:200]}
    names = tuple(signature.parameters)
    if names != callee.parameters and sorted(names) == sorted(callee.parameters):
        return {"unfit": "order", "what": str(signature)[:200]}


def _is_stub_class(answer: Any) -> bool:
    """Whether a class has methods, and all but its `__init__` do nothing."""
    if not isinstance(answer, type):
        return False
    methods = {k: v for k, v in vars(answer).items() if isinstance(v, FunctionType)}
    methods.pop("__init__", None)
    return bool(methods) and all(map(is_stub, methods.values()))


def _try(callee: Callee, answer: Any, case: tuple, left: Limits) -> dict:
    outcome = once(callee, answer, copy.deepcopy(case), left)
    if "given" in outcome:
        outcome["changed"] = changes(outcome.pop("given"), case)
    return outcome


def once(callee: Callee, answer: Any, given: tuple, limits: Limits | None = None) -> dict:
    """Try an answer on one case, which it may change: {"value", "notes", "lists", "printed",
    "given"}, of which the last is what became of the inputs; or {"error", "printed"}."""
    printed = Printed()
    with contextlib.redirect_stdout(printed), silence():
        try:
            with time_limit(limits or LIMITS):
                outcome = observed(callee.probe(answer, given))
        except BaseException as error:  # a learner's sys.exit() must not end the kernel
            return {"error": explain(error), "printed": printed.text}
    return outcome | {"printed": printed.text, "given": [encode(now) for now in given]}


def changes(given: list[dict], case: tuple) -> list[list]:
    """Which inputs of a case an answer has changed, by number, and what they are now."""
    pairs = enumerate(zip(given, case, strict=True))
    return [[k, now] for k, (now, before) in pairs if now != encode(before)]


def observed(seen: Seen) -> dict:
    """What a probe saw, as the part of an outcome that is compared."""
    return {"value": encode(seen.value), "notes": seen.notes, "lists": _lists(seen.value)}


def _lists(result: Any) -> list[bool]:
    """Whether a result is a list or tuple, and if it is a short one, whether each part is."""
    parts = result if type(result) in (list, tuple) and len(result) < 10 else ()
    return [type(value) in (list, tuple) for value in (result, *parts)]
