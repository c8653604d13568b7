"""A learner's notebook put into the new version of its lesson, cell by cell.

Three versions meet: `base`, the lesson as the learner got it; `mine`, what became of it; and
`theirs`, the lesson as it is now.  Cells are found by their ids, not by their text, so what comes
out is a notebook whatever was changed.  Only the standard library is used: this runs before the
course's own Python is there.
"""

import hashlib
import json
import re
from typing import NamedTuple

Cell = dict
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAY_HOLD = {
    "code": ("outputs", "execution_count"),
    "markdown": ("attachments",),
    "raw": ("attachments",),
}


class Merged(NamedTuple):
    """The notebook, and what a learner is told about cells; each is named by its first line."""

    content: bytes
    homeless: list[str]  # changed by the learner, and gone from the lesson
    replaced: list[str]  # changed by both: the lesson's is there
    outdated: list[str]  # answered, and the lesson's cell around the answer has changed


def merge(base: bytes, mine: bytes, theirs: bytes) -> Merged | None:
    """`mine` in the form of `theirs`; None if it is not a notebook that can be read.

    A learner's answers, own cells, changes, outputs and deletions stay; but where the lesson has
    changed a cell as well, only an answer does.  Merging once more changes nothing.
    """
    notebook, lesson = read(mine), read(theirs)
    if notebook is None or lesson is None:
        return None
    old, now, new = (read(base) or lesson)["cells"], notebook["cells"], lesson["cells"]
    renewed = _pairs(old, new)
    origin = _pairs(now, old)
    place = {i: renewed[k] for i, k in origin.items() if k in renewed}
    # What this lesson adds may be here already: an update that was stopped goes on.
    added = [k for k in range(len(new)) if k not in renewed.values()]
    rest = [i for i in range(len(now)) if i not in origin]
    again = _pairs([now[i] for i in rest], [new[k] for k in added], by_id_alone=True)
    place |= {rest[i]: added[k] for i, k in again.items()}

    told = Merged(b"", [], [], [])
    kept: dict[int, Cell] = {}  # the cells of the lesson that stay, by their place in it
    own: dict[int, list[Cell]] = {}  # the learner's own, by the place they follow
    after = -1
    for i, cell in enumerate(now):
        if i in place:
            after = place[i]
            before = old[origin[i]] if i in origin else new[after]
            kept[after] = _newer(before, cell, new[after], told)
        elif i not in origin:
            own.setdefault(after, []).append(cell)
        elif _content(cell) != _content(old[origin[i]]):
            told.homeless.append(_first_line(cell))
    for at in added:
        kept.setdefault(at, new[at])
    for k, at in renewed.items():  # deleted by the learner: it comes back if it has changed
        if _content(old[k]) != _content(new[at]):
            kept.setdefault(at, new[at])

    ids = {new[at]["id"] for at in kept}
    cells: list[Cell] = []
    for at in range(-1, len(new)):
        cells += [_whole(kept[at])] if at in kept else []
        cells += [_whole(cell | {"id": _free_id(cell, ids)}) for cell in own.get(at, [])]
    lesson |= {"cells": cells, "metadata": notebook["metadata"] | lesson["metadata"]}
    text = json.dumps(lesson, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    # Half a surrogate pair, which UTF-8 has no bytes for, is written as JSON writes it.
    return told._replace(content=text.encode("utf-8", "backslashreplace"))


def read(content: bytes) -> dict | None:
    """A notebook of format 4 as its file has it; None for anything else."""
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    is_notebook = (
        isinstance(notebook, dict)
        and notebook.get("nbformat") == 4
        and isinstance(notebook.get("metadata"), dict)
        and isinstance(notebook.get("cells"), list)
        and all(map(_is_cell, notebook["cells"]))
    )
    return notebook if is_notebook else None


def _is_cell(cell: object) -> bool:
    if not (isinstance(cell, dict) and isinstance(cell.get("metadata"), dict)):
        return False
    source, outputs = cell.get("source"), cell.get("outputs", [])
    lines = [source] if isinstance(source, str) else source
    return (
        cell.get("cell_type") in list(MAY_HOLD)
        and isinstance(lines, list)
        and all(isinstance(line, str) for line in lines)
        and isinstance(outputs, list)
        and all(isinstance(output, dict) for output in outputs)
    )


def _source(cell: Cell) -> str:
    return "".join(cell["source"])


def _content(cell: Cell) -> tuple:
    """What makes a cell another one when it is changed; its outputs do not."""
    return cell["cell_type"], _source(cell), cell.get("attachments") or {}


def _grading(cell: Cell) -> dict:
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def _is_answer(cell: Cell) -> bool:
    return bool(_grading(cell).get("solution")) and not _grading(cell).get("grade")


def _first_line(cell: Cell) -> str:
    return next((line.strip()[:70] for line in _source(cell).splitlines() if line.strip()), "")


def _pairs(some: list[Cell], others: list[Cell], by_id_alone: bool = False) -> dict[int, int]:
    """Which of `others` each of `some` is, by position: by its id, else by its grade id, else,
    where an editor has dropped or renewed the ids, by what it holds.  Each is found once."""
    keys = [lambda cell: cell.get("id")]
    if not by_id_alone:
        keys += [lambda cell: _grading(cell).get("grade_id"), lambda cell: repr(_content(cell))]
    found: dict[int, int] = {}
    for key in keys:
        free: dict[str, list[int]] = {}
        for k, cell in enumerate(others):
            if k not in found.values():
                free.setdefault(key(cell), []).append(k)
        for i, cell in enumerate(some):
            if i not in found and key(cell) and free.get(key(cell)):
                found[i] = free[key(cell)].pop(0)
    return found


def _newer(base: Cell, mine: Cell, theirs: Cell, told: Merged) -> Cell:
    """The one of three versions of a cell that stays, with the lesson's id and metadata."""
    before, here, there = map(_content, (base, mine, theirs))
    changed_by_both = here not in (before, there) and before != there
    if here != there and (here == before or changed_by_both and not _is_answer(theirs)):
        if changed_by_both:
            told.replaced.append(_first_line(mine))
        return theirs
    if changed_by_both:
        told.outdated.append(_first_line(mine))
    own = {name: value for name, value in mine["metadata"].items() if name not in base["metadata"]}
    return mine | {"id": theirs["id"], "metadata": own | theirs["metadata"]}


def _whole(cell: Cell) -> Cell:
    """A cell with all that its kind must hold, and nothing that it may not."""
    allowed = {"cell_type", "id", "metadata", "source", *MAY_HOLD[cell["cell_type"]]}
    needed = {"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {}
    return needed | {name: value for name, value in cell.items() if name in allowed}


def _free_id(cell: Cell, taken: set[str]) -> str:
    """The cell's id, or one made from its text where it has none or another cell has it."""
    name, turn = cell.get("id"), 0
    while not isinstance(name, str) or not ID.fullmatch(name) or name in taken:
        text = f"{turn} {_source(cell)}".encode("utf-8", "backslashreplace")
        name, turn = hashlib.sha256(text).hexdigest()[:8], turn + 1
    taken.add(name)
    return name
