"""From a submission to what is run: the released notebook with the learner's cells put in.

Whatever was edited, deleted, doubled or moved around an answer, its check stands where it was
released.  Nothing is guessed: an answer whose id is lost is left to the instructor.
"""

import ast
import json
import re
import symtable
import threading
import time
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import nbformat

from checks.exercise import exercise_id

from .flags import LOOK, bounded, quoted

# What no answer needs, and what tampering with the checker does: ways into others' frames and
# objects, and the course's modules that hold checks and solutions, in either edition.  No part is
# without a bound: a submission has millions of characters to try it on.
UNUSUAL = re.compile(
    r"\b(?:_getframe|_current_frames|currentframe|tb_frame|f_back|f_locals|ctypes|gc\b"
    r"|sys\.modules|__globals__|settrace|setprofile|_deepcopy_dispatch"
    r"|ast_transformers|builtins|probes_torch|withheld"
    r"|course_utils\.exercises|lessons\.lesson\d\.(?:exercises|answers)|lessons\.course"
    r"|checks\.(?:checking|course|exercise|learner|probes|store|trying|values)"
    r"|from[ \t]checks|import[ \t](?:[^\n#;]{0,200},)?[ \t]{0,9}checks"
    r"|from[ \t](?:course_utils|lessons\.lesson\d)[ \t]import[^\n#;]{0,200}\b(?:exercises|answers)"
    r"|from[ \t]lessons[ \t]import[^\n#;]{0,200}\bcourse)\b"
)
BLANKS = re.compile(r"[ \t]{2,}")
MOST_NAMES = 5  # that a flag lists
# Larger cells are not parsed, nor what comes after so much of them: they are taken to use every
# word in them.  A line of dots alone costs the square of its length.
MOST_PARSED, MOST_IN_ALL = 10_000, 200_000
# What IPython adds to Python: lines for the shell, and words before a line of code.
SHELL = re.compile(r"(^[ \t]*|=[ \t]*)[!?].*", re.MULTILINE)
MAGIC = re.compile(r"(^[ \t]*|=[ \t]*)%%?\w+[ \t]*", re.MULTILINE)

_PARSING = threading.Lock()  # Python 3.11 counts how deep it is for all threads together


@dataclass(frozen=True)
class Step:
    """One thing to do: run a cell of the "lesson", an "answer" or one of the learner's "own", or
    "check" the answer of an exercise."""

    kind: str
    source: str = ""
    id: str = ""  # of the exercise, for an answer and its check
    name: str = ""  # of a cell of the learner's own, for people


@dataclass
class Rebuilt:
    """What is run, the notebook that is kept, and what an instructor may want to know.

    lost: ids of exercises whose answer cell is not in the submission; began: when, on the monotonic
    clock, somebody began to work on it.
    """

    steps: list[Step]
    notebook: Any
    flags: list[str] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    began: float = field(default_factory=time.monotonic, compare=False)


def rebuild(released: Any, submission: dict, ids: dict[str, str]) -> Rebuilt:
    """Put a submission's answers and own cells into the released notebook.

    released: the nbformat notebook as nbgrader released it; submission: from `notebook.read`; ids:
    grade id of each answer cell -> id of its exercise.
    """
    began = time.monotonic()
    answers, own, flags = _sort(released, submission["cells"], ids)
    notebook = _filled(released, answers, ids)
    left = MOST_IN_ALL
    for one in (step for place in sorted(own) for step in own[place]):
        left -= len(one.source)
        flags += _unusual([one.source], one.name) if left >= 0 else []
    if left < 0:
        flags.append(f"The student's own cells hold more than {MOST_IN_ALL:,} characters, {LOOK}")
    steps, lost = [*own[-1]], set()
    for index, cell in enumerate(notebook.cells):
        grade_id = _grade_id(cell)
        if grade_id in ids:
            found = answers.get(grade_id, [])
            flags += _unusual(found, ids[grade_id])
            if not found:
                lost.add(ids[grade_id])
                flags.append(f"{ids[grade_id]}: the answer cell is missing, or has lost its id.")
            if cell.cell_type == "code":
                steps += [Step("answer", source, ids[grade_id]) for source in found]
        elif grade_id.removesuffix("-check") in ids:
            steps.append(Step("check", id=ids[grade_id.removesuffix("-check")]))
        elif cell.cell_type == "code":
            always = "setup" in cell.metadata.get("tags", ())
            steps.append(Step("setup" if always else "lesson", cell.source))
        steps += own[index]
    last = max((n for n, step in enumerate(steps) if step.kind == "check"), default=-1)
    return Rebuilt(needed(steps[: last + 1]), notebook, bounded(flags), lost, began)


def _unusual(sources: list[str], where: str) -> list[str]:
    """A flag for cells that name what no answer needs, none for others."""
    text = "\n".join(sources)
    if len(text) > MOST_IN_ALL:
        return [f"{where}: more than {MOST_IN_ALL:,} characters, {LOOK}"]
    text = unicodedata.normalize("NFKC", text)  # as Python reads names
    odd = sorted(set(UNUSUAL.findall(BLANKS.sub(" ", text))))
    names = ", ".join(map(quoted, odd[:MOST_NAMES]))
    return [f"{where}: it names {names}, {LOOK}"] if odd else []


def kept(released: Any, submission: dict, ids: dict[str, str]) -> Any:
    """The notebook that `rebuild` returns, for a tenth of the time; parameters as there."""
    return _filled(released, _sort(released, submission["cells"], ids)[0], ids)


def _filled(released: Any, answers: dict[str, list[str]], ids: dict[str, str]) -> Any:
    """A copy of the released notebook with these answers in it."""
    notebook = nbformat.from_dict(json.loads(json.dumps(released)))
    for cell in notebook.cells:
        if _grade_id(cell) in ids:
            cell.source = "\n\n".join(answers.get(_grade_id(cell), []))
    return notebook


def _grade_id(cell: Any) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _sort(
    released: Any, cells: list[dict], ids: dict[str, str]
) -> tuple[dict[str, list[str]], dict[int, list[Step]], list[str]]:
    """The learner's answers by grade id, their own code by the place of the released cell that it
    follows (-1 for none), and what is unusual."""
    known = {_grade_id(cell): place for place, cell in enumerate(released.cells) if _grade_id(cell)}
    by_source, by_id = {}, {}
    for place, cell in enumerate(released.cells):
        by_source.setdefault(cell.source, place)
        by_id[cell.get("id", "")] = place
    answers: dict[str, list[str]] = {}
    own: dict[int, list[Step]] = defaultdict(list)
    flags, order, at, count = [], [], -1, 0
    for cell in cells:
        grade_id, source = cell["grade_id"], cell["source"]
        if grade_id in known:
            at = known[grade_id]
            order.append(grade_id)
            if grade_id in ids:
                answers.setdefault(grade_id, []).append(source)
                if cell["type"] != released.cells[at].cell_type:
                    kind = quoted(cell["type"][:10])
                    flags.append(f"{ids[grade_id]}: the answer cell is a {kind} cell now.")
            elif source != released.cells[at].source:
                flags.append(f"{grade_id}: a cell of the assignment was edited; ours is run.")
            continue
        if grade_id:
            flags.append(f"A cell bears an id that was not released, '{quoted(grade_id)}'.")
        unchanged = source in by_source
        at = by_source[source] if unchanged else by_id.get(cell["id"], at)
        if cell["type"] == "code" and source.strip() and not unchanged:
            count += 1
            name = f"Cell {count} of the student's own, “{quoted(source)}”"
            own[at].append(Step("own", source, name=name))
    for grade_id in known:
        if (times := order.count(grade_id)) > 1:
            flags.append(f"{ids.get(grade_id, grade_id)}: the cell is there {times} times.")
        elif not times and grade_id not in ids:
            flags.append(f"{grade_id}: a cell of the assignment was deleted; ours is run.")
    first = list(dict.fromkeys(order))
    if first != [grade_id for grade_id in known if grade_id in first]:
        flags.append("Cells of the assignment were moved; they are run in the released order.")
    return answers, own, flags


def needed(steps: list[Step]) -> list[Step]:
    """The steps without the lesson's cells that no answer needs: a cell stays if it sets a name
    that what comes later uses.  Set-up stays always."""
    kept, wanted = [], set()
    steps = steps[::-1]
    for step, (code, tree) in zip(steps, trees(step.source for step in steps), strict=True):
        uses, sets = _names(code, tree)
        if step.kind == "lesson" and not sets & wanted:
            continue
        wanted |= uses
        kept.append(step)
    return kept[::-1]


def trees(sources: Iterable[str]) -> Iterator[tuple[str, ast.Module | None]]:
    """The code of cells, without what IPython adds to Python, and its syntax tree; None for what is
    no Python, and for more than anybody writes."""
    left = MOST_IN_ALL
    for source in sources:
        code = MAGIC.sub(r"\1", SHELL.sub(r"\1None", source))
        small = len(code) <= MOST_PARSED and len(code) <= left
        left -= len(code) * small
        yield code, parse(code) if small else None


def names(source: str) -> tuple[set[str], set[str]]:
    """The names that a cell uses and does not keep to itself, and those that it sets.

    Code that looks names up by itself, or is no Python, uses every word in it.
    """
    [(code, tree)] = trees([source])
    return _names(code, tree)


def _names(code: str, tree: ast.Module | None) -> tuple[set[str], set[str]]:
    words = set(re.findall(r"\w+", code))
    if tree is None:
        return words, set()
    try:
        table = symtable.symtable(code, "cell", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return words, set()
    uses = _globals(table)
    if uses & {"globals", "locals", "vars", "eval", "exec", "get_ipython"}:
        uses |= words
    sets = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_assigned()}
    sets |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_imported()}
    for node in ast.walk(tree):  # x[0] = 1 and x.y = 1 change what x stands for
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
            while isinstance(node, ast.Subscript | ast.Attribute):
                node = node.value
            if isinstance(node, ast.Name):
                sets.add(node.id)
    return uses, sets


def parse(source: str) -> ast.Module | None:
    """A source's syntax tree; None if it is no Python, or nested too deeply."""
    with _PARSING:
        try:
            return ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
            return None


def _globals(table: symtable.SymbolTable) -> set[str]:
    """The names that a scope, and the scopes in it, look up outside."""
    top = table.get_type() == "module"
    found = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (top or symbol.is_global())
    }
    return found.union(*map(_globals, table.get_children()))


def graded(released: Any, exercises: Collection[str]) -> dict[str, str]:
    """Grade id of each answer cell of a released notebook -> id of its exercise, for those
    assigned."""
    answers = (c for c in released.cells if c.metadata.get("nbgrader", {}).get("solution"))
    found = {_grade_id(cell): exercise_id(_grade_id(cell)) for cell in answers}
    return {grade_id: id for grade_id, id in found.items() if id in exercises}
