"""A notebook as somebody handed it in, read without trusting it, whatever saved it."""

import json
from typing import Any

MOST_BYTES = 5_000_000
MOST_CELLS = 1000
MOST_SOURCE = 50_000  # characters of one cell
CONFLICT = (b"\n<<<<<<< ", b"\n=======", b"\n>>>>>>> ")


class Unreadable(Exception):
    """A file that is no notebook; the message says why, in a sentence without its capital."""


def read(content: bytes) -> dict:
    """{"cells": [{"type", "source", "grade_id", "id"}], "assignment"}, all of them texts.

    assignment: the one that the notebook itself names, "" if none.  Raises Unreadable for what is
    no notebook of format 4.
    """
    if not content.strip():
        raise Unreadable("expected a notebook, got an empty file.")
    try:
        raw = json.loads(content.decode("utf-8-sig"))
    except RecursionError:
        raise Unreadable("expected a notebook, got JSON nested too deeply to be one.") from None
    except ValueError:
        if all(mark in content for mark in CONFLICT):
            raise Unreadable(
                "expected a notebook, got one with merge-conflict marks (<<<<<<<): choose one side"
                " and hand it in again."
            ) from None
        raise Unreadable("expected a notebook, got a file that is not JSON in UTF-8.") from None
    if not isinstance(raw, dict) or not ("nbformat" in raw or "cells" in raw):
        raise Unreadable("expected a notebook, got JSON that is none.")
    if raw.get("nbformat") != 4:
        found = repr(raw.get("nbformat"))[:20]
        again = ": save it in JupyterLab and hand it in again" if found in ("2", "3") else ""
        raise Unreadable(f"expected a notebook of nbformat 4, got nbformat {found}{again}.")
    if not isinstance(raw.get("cells"), list):
        raise Unreadable("expected a notebook, got JSON that is none: it has no cells.")
    cells = [_cell(cell) for cell in raw["cells"] if isinstance(cell, dict)]
    return {"cells": cells, "assignment": _text(_within(raw, "metadata", "course", "assignment"))}


def read_within_limits(content: bytes) -> dict:
    """As `read`.  Raises Unreadable also for more than anybody writes."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"the file is larger than {MOST_BYTES // 1_000_000} MB.")
    notebook = read(content)
    if len(notebook["cells"]) > MOST_CELLS:
        raise Unreadable(f"the notebook has more than {MOST_CELLS} cells.")
    if any(len(cell["source"]) > MOST_SOURCE for cell in notebook["cells"]):
        raise Unreadable(f"a cell of the notebook has more than {MOST_SOURCE} characters.")
    return notebook


def _cell(raw: dict) -> dict:
    source = raw.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    return {
        "type": _storable(str(raw.get("cell_type"))),
        "source": _text(source).replace("\r\n", "\n").replace("\r", "\n"),
        "grade_id": _text(_within(raw, "metadata", "nbgrader", "grade_id")),
        "id": raw["id"] if isinstance(raw.get("id"), str) else "",
    }


def _within(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _text(value: Any) -> str:
    return _storable(value) if isinstance(value, str) else ""


def _storable(text: str) -> str:
    """Without lone surrogates, which JSON can write and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode()
