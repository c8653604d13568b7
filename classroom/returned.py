"""What a wrong answer returned, as its verdict keeps it for the instructor's report: bounded, and
never shown to students, as code in the sandbox can put into a value what they are not to know."""

import hashlib
import json
from typing import Any

from checks.values import show

MOST = 200  # characters
# Kinds of verdicts that say what is wrong with the values and not why.
UNDIAGNOSED = frozenset({"value", "some", "example", "type", "nan", "inf", "way"})


def _without_texts(value: dict) -> dict:
    """An encoded value whose texts, which may say anything, are left out."""
    data = value["data"]
    if value["kind"] == "list":
        data = [_without_texts(part) for part in data]
    elif value["kind"] in ("text", "told"):
        data = ["…"] * len(data)
    return {**value, "data": data}


def _rounded(value: Any) -> Any:
    """The same with all numbers as texts, to six digits: what differs by rounding is the same."""
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_rounded(part) for part in value]
    return f"{value:.6g}" if isinstance(value, int | float) else value


def returned(outcomes: list[dict]) -> dict[str, str]:
    """What cleaned outcomes hold: "example", the value on the printed example as a reader would
    write it, and "all", by which answers that return the same on every case are known."""
    values = [outcome["value"] for outcome in outcomes if "value" in outcome]
    if not values:
        return {}
    example = show(_without_texts(values[0]))
    if len(example) > MOST:
        example = f"{example[:MOST]}…"
    alike = json.dumps(_rounded(values)).encode()
    return {"example": example, "all": hashlib.sha256(alike).hexdigest()[:16]}
