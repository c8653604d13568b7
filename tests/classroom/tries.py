"""Answers tried as the sandbox tries them, without one, and in one that is at hand."""

import json
from collections.abc import Callable
from typing import Any

from checks import Exercise
from checks.trying import once, unfit
from classroom.boxed.wire import unpack


def tried(exercise: Exercise, answer: Any, requests: list[dict]) -> list[dict]:
    """The outcomes of an answer, as they come out; requests: of `judging.Bench`."""
    if why := unfit(exercise, answer):
        return [why]
    outcomes: list[dict] = []
    for request in requests:
        given = tuple(map(unpack, json.loads(json.dumps(request["case"]))))
        outcomes.append(once(exercise, answer, given))
        if "error" in outcomes[-1]:
            break
    return json.loads(json.dumps(outcomes))


def asked(ask: Callable[[dict], dict], requests: list[dict]) -> list[dict]:
    """The outcomes that a sandbox replies, to the first that is no result."""
    outcomes: list[dict] = []
    for request in requests:
        outcomes.append(ask(request)["outcome"])
        if "value" not in outcomes[-1]:
            break
    return outcomes
