"""The rules a stored notebook keeps, each a function `rule(notebook, path) -> list of sentences`.

An empty list means the rule is kept.  `notebook` is as it is in the file (`tools.notebooks.read`),
`path` says where it is: links are resolved from there, and its name decides what applies.

Kinds of cells, told apart by tags and nbgrader metadata:
    navigation   the last cell, with the links to the lessons beside this one
    setup        the one cell of set-up
    figure       one line that shows a live figure or a picture
    exercise     the Markdown task; the cells with nbgrader metadata follow it
    transfer     questions at the end of a lesson
    extra        a box of more, which unfolds for whoever likes: its words count nowhere
    teaching     every other cell
"""

import ast
import html
import json
import re
import warnings
from pathlib import Path
from statistics import median

import nbformat

from tools.notebooks import KERNELSPEC, LANGUAGE_INFO, WIDGET_VIEW, declares_error, source_hash

ROOT = Path(__file__).resolve().parents[2]

COUNTED_APART = {"exercise", "figure", "setup", "transfer", "extra", "navigation"}
TAGS = COUNTED_APART | {"raises-exception", "nbval-check-output"}
TEACHING_CELLS = range(20, 33)
MOST_CELLS = 70
MOST_LINES = 20
MOST_COLUMNS = 78
MEDIAN_LINES = (4, 6)
WORDS_PER_LINE = (10, 18)
MOST_BYTES = 1_000_000

MOST_LISTED = 38  # characters: a longer line makes a listing scroll in a narrow window
MOST_INLINE = 34  # inline code does not break, and would be wider than a narrow window's column

FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
LISTING = re.compile(r"^(```|~~~)(\w*)[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
ITEM = re.compile(r"(> )?(1[.)]|[-+*]) ")  # what may begin a list right after a line of text
CODE_SPAN = re.compile(r"(`+).+?\1", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
MATH = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*<?([^)\s>]+)[^)]*\)|<a\s[^>]*href=[\"']([^\"']+)[\"']")
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
ALT = re.compile(r"\balt=([\"'])\s*\S.*?\1", re.DOTALL)


# What the rules look at


def tags(cell) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def grading(cell) -> dict:
    return cell["metadata"].get("nbgrader", {})


def is_teaching(cell) -> bool:
    return not grading(cell) and not tags(cell) & COUNTED_APART


def code_cells(notebook) -> list:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def markdown_cells(notebook) -> list:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]


def without_code(source: str) -> str:
    """Markdown without listings, inline code and comments."""
    for pattern in (FENCE, COMMENT, CODE_SPAN):
        source = pattern.sub(" ", source)
    return source


def prose_words(source: str) -> int:
    """Words of prose in a Markdown cell: a word has a letter; formulas and listings have none."""
    for pattern in (FENCE, COMMENT, MATH, re.compile(r"<[^>]+>"), re.compile(r"\]\([^)]*\)")):
        source = pattern.sub(" ", source)
    return len(re.findall(r"[^\W\d_][\w'’]*", source))


def code_lines(cell) -> int:
    """Lines of code in a cell, blank ones apart."""
    return sum(1 for line in cell["source"].splitlines() if line.strip())


def headings(notebook) -> list[tuple[int, str]]:
    """(level, text) of every Markdown heading, in order."""
    return [
        (len(marks), text.strip())
        for cell in markdown_cells(notebook)
        for marks, text in re.findall(
            r"^(#{1,6})[ \t]+(.+?)[ \t#]*$", FENCE.sub("", cell["source"]), re.MULTILINE
        )
    ]


def anchors(notebook) -> set[str]:
    """What a link's #fragment may name: headings as JupyterLab spells them, and ids in HTML."""
    named = re.findall(
        r"\bid=[\"']([^\"']+)[\"']", " ".join(cell["source"] for cell in markdown_cells(notebook))
    )
    return {text.replace(" ", "-") for _, text in headings(notebook)} | set(named)


def links(notebook) -> list[tuple[str, str]]:
    """(cell id, target) of every link in Markdown."""
    return [
        (cell.get("id"), html.unescape(first or second))
        for cell in markdown_cells(notebook)
        for first, second in LINK.findall(without_code(cell["source"]))
    ]


def external_links(notebook) -> list[str]:
    """Targets outside the repository.  They are listed, never fetched."""
    return [target for _, target in links(notebook) if re.match(r"[a-z]+:", target)]


def lesson_paths(folder: Path = ROOT / "notebooks") -> list[Path]:
    """A folder's notebooks in order; a learner's own copies are not among them."""
    paths = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    return [path for path in paths if "_my_copy" not in path.stem]


def is_lesson(path: Path) -> bool:
    """Whether it is a lesson proper: the start page, 00, is not."""
    return not path.name.startswith("00")


# The form of the file


def valid(notebook, path):
    """It is valid by nbformat, whose warnings count as errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            nbformat.validate(json.loads(json.dumps(notebook)))
        except (Warning, nbformat.ValidationError) as error:
            return [f"nbformat refuses it: {str(error).splitlines()[0]}"]
    return []


def small(notebook, path):
    """The file has at most a million bytes."""
    size = path.stat().st_size
    return [f"the file has {size} bytes, more than {MOST_BYTES}"] if size > MOST_BYTES else []


def cell_ids(notebook, path):
    """Every cell has an id of its own."""
    ids = [cell.get("id") for cell in notebook["cells"]]
    found = [f"cell {number} has no id" for number, name in enumerate(ids, 1) if not name]
    repeated = sorted({name for name in ids if name and ids.count(name) > 1})
    return found + [f"the id {name} is used more than once" for name in repeated]


def execution_counts(notebook, path):
    """Code cells count 1, 2, 3 … in order, none is empty."""
    found = [f"code cell {c.get('id')} is empty" for c in code_cells(notebook) if not code_lines(c)]
    counts = [cell["execution_count"] for cell in code_cells(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        found.append(f"the execution counts are {counts}, not 1 to {len(counts)} in order")
    return found


def notebook_metadata(notebook, path):
    """The notebook's metadata is the kernel, the language and the hash of the sources."""
    metadata = notebook["metadata"]
    found = [
        f"metadata.{key} is not expected"
        for key in sorted(set(metadata) - {"course", "kernelspec", "language_info", "widgets"})
    ]
    for key, expected in (("kernelspec", KERNELSPEC), ("language_info", LANGUAGE_INFO)):
        if metadata.get(key) != expected:
            found.append(f"metadata.{key} is {metadata.get(key)}, not {expected}")
    if set(metadata.get("course", {})) != {"source_hash"}:
        found.append("metadata.course is not exactly the source_hash")
    return found


def cell_metadata(notebook, path):
    """A cell's metadata is tags that the course knows, and nbgrader's."""
    found = []
    for cell in notebook["cells"]:
        for key in sorted(set(cell["metadata"]) - {"tags", "nbgrader"}):
            found.append(f"cell {cell.get('id')}: metadata.{key} is not expected")
        for tag in sorted(tags(cell) - TAGS):
            found.append(f"cell {cell.get('id')}: the tag '{tag}' is not one of the course's")
    return found


def fresh(notebook, path):
    """The stored outputs come from the stored sources."""
    if notebook["metadata"].get("course", {}).get("source_hash") == source_hash(notebook):
        return []
    return ["the sources changed after the outputs were made: run `make notebooks`"]


# Stored outputs


def no_widget_state(notebook, path):
    """Neither widget states nor widget views are stored: no front end can show them again."""
    found = ["metadata.widgets is stored"] if "widgets" in notebook["metadata"] else []
    return found + [
        f"cell {cell.get('id')} stores a widget view"
        for cell in code_cells(notebook)
        if any(WIDGET_VIEW in output.get("data", {}) for output in cell["outputs"])
    ]


def no_errors(notebook, path):
    """No error is stored, except where the cell declares one."""
    return [
        f"cell {cell.get('id')} stores an error: {output['ename']}"
        for cell in code_cells(notebook)
        for output in cell["outputs"]
        if output["output_type"] == "error" and not declares_error(cell)
    ]


def captions(notebook, path):
    """A stored picture is a PNG with a caption as plain text, and has no HTML twin."""
    found = []
    for cell in code_cells(notebook):
        for data in (output.get("data", {}) for output in cell["outputs"]):
            caption = data.get("text/plain", "").strip()
            if "image/png" in data and (" " not in caption or caption.startswith("<")):
                found.append(f"cell {cell.get('id')} stores a picture without a caption")
            if "image/png" in data and "text/html" in data:
                found.append(f"cell {cell.get('id')} stores a picture and its HTML twin")
            if "image/svg+xml" in data or "image/jpeg" in data:
                found.append(f"cell {cell.get('id')} stores a picture that is no PNG")
    return found


def reproducible(notebook, path):
    """Outputs name no memory address and no path of the machine they were made on."""
    place = re.compile(r"\bat 0x[0-9a-fA-F]+|(?<![\w./])/(?:home|tmp|root|Users|work)/\S*|C:\\\S+")
    found = []
    for cell in code_cells(notebook):
        for output in cell["outputs"]:
            texts = [output.get("text", "")]
            texts += [output["data"][kind] for kind in output.get("data", {}) if "text/" in kind]
            for match in place.findall(" ".join(texts)):
                found.append(f"cell {cell.get('id')} stores '{match}', which is of one run only")
    return found


# Text


def heading_order(notebook, path):
    """The first heading is the only one of level 1, and no level is skipped going down."""
    levels = [level for level, _ in headings(notebook)]
    found = []
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"there must be one heading of level 1, and first; the levels are {levels}")
    for (before, _), (level, text) in zip(headings(notebook), headings(notebook)[1:], strict=False):
        if level > before + 1:
            found.append(f"the heading '{text}' is of level {level} under level {before}")
    return found


def alternative_text(notebook, path):
    """Pictures in Markdown and in stored HTML have alternative text."""
    found = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = without_code(cell["source"])
            missing = any(not alt.strip() for alt in IMAGE.findall(text))
        else:
            text = " ".join(o.get("data", {}).get("text/html", "") for o in cell.get("outputs", ()))
            missing = False
        if missing or any(not ALT.search(image) for image in HTML_IMAGE.findall(text)):
            found.append(f"cell {cell.get('id')}: a picture has no alternative text")
    return found


def links_resolve(notebook, path):
    """Relative links name files of the repository and headings that exist; others are https."""
    found = []
    for name, target in links(notebook):
        if re.match(r"[a-z]+:", target):
            if not target.startswith("https://"):
                found.append(f"cell {name}: the link {target} is not https")
            continue
        file, _, fragment = target.partition("#")
        there = (path.parent / file).resolve() if file else path.resolve()
        if file and not there.exists():
            found.append(f"cell {name}: the link {target} leads to no file")
        elif fragment and there.suffix == ".ipynb":
            other = notebook if not file else json.loads(there.read_text(encoding="utf-8"))
            for cell in other["cells"]:
                cell["source"] = "".join(cell["source"])
            if fragment not in anchors(other):
                found.append(f"cell {name}: the link {target} leads to no heading")
    return found


def navigation(notebook, path):
    """The last cell, and only it, is the navigation: it links to the lessons beside this one."""
    tagged = [i for i, cell in enumerate(notebook["cells"], 1) if "navigation" in tags(cell)]
    if tagged != [len(notebook["cells"])] or notebook["cells"][-1]["cell_type"] != "markdown":
        return ["the last cell must be Markdown tagged 'navigation', and no other cell"]
    lessons = [other.name for other in lesson_paths(path.parent)]
    if path.name not in lessons:
        return []
    here = lessons.index(path.name)
    linked = {target for name, target in links({"cells": notebook["cells"][-1:]})}
    return [
        f"the last cell does not link to {other}"
        for other in lessons[max(here - 1, 0) : here] + lessons[here + 1 : here + 2]
        if other not in linked
    ]


def plain_words(notebook, path):
    """The prose never says that something is easy."""
    return [
        f"cell {cell.get('id')} says '{word}'"
        for cell in markdown_cells(notebook)
        for word in re.findall(
            r"\b(simply|just|obviously)\b", without_code(cell["source"]), re.IGNORECASE
        )
    ]


def close_percents(notebook, path):
    """A percent sign stands at its number, as in what Python writes: no line ends between them."""
    return [
        f"cell {cell.get('id')} says '{number}'"
        for cell in markdown_cells(notebook)
        for number in re.findall(r"\d\s%", without_code(cell["source"]))
    ]


def narrow_code(notebook, path):
    """Code in Markdown fits a narrow window and can be read on a dark one: listings have short
    lines and no comments, whose grey JupyterLab's dark theme makes too pale; inline code is short.
    """
    found = []
    for cell in markdown_cells(notebook):
        name, source = cell.get("id"), cell["source"]
        for _, language, listing in LISTING.findall(source):
            for line in listing.splitlines():
                if len(line) > MOST_LISTED:
                    found.append(f"cell {name} lists a line of {len(line)} characters: {line}")
                if language == "python" and re.search(r"(^|\s)#", line):
                    found.append(f"cell {name} lists a comment: {line}")
        for match in CODE_SPAN.finditer(FENCE.sub(" ", source)):
            code = " ".join(match[0].strip("`").split())
            if len(code) > MOST_INLINE:
                found.append(f"cell {name} has inline code of {len(code)} characters: {code}")
    return found


def no_list_by_chance(notebook, path):
    """No line in the middle of a paragraph begins as a list does, as with a sentence's "1."."""
    found = []
    for cell in markdown_cells(notebook):
        lines = FENCE.sub("", cell["source"]).split("\n")
        for before, line in zip(lines, lines[1:], strict=False):
            in_text = before.strip("> ") and not before.startswith("#")
            in_list = re.match(r"(> )?(\d+[.)] |[-+*] | {2,})", before)
            if in_text and ITEM.match(line) and not in_list:
                found.append(f"cell {cell.get('id')}: a paragraph's line begins '{line[:12]}'")
    return found


# Code


def plain_python(notebook, path):
    """Cells are Python: no shell commands and no magics, whose failures go unnoticed."""
    found = []
    for cell in code_cells(notebook):
        try:
            compile(cell["source"], "cell", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        except SyntaxError as error:
            found.append(f"cell {cell.get('id')}, line {error.lineno}, is not Python: {error.msg}")
    return found


def cell_sizes(notebook, path):
    """At most 20 lines and 78 columns a code cell; a figure call is one line; one set-up cell."""
    found = []
    for cell in code_cells(notebook):
        lines = cell["source"].splitlines()
        if len(lines) > MOST_LINES:
            found.append(f"cell {cell.get('id')} has {len(lines)} lines, more than {MOST_LINES}")
        if "figure" in tags(cell) and len(lines) > 1:
            found.append(f"cell {cell.get('id')} is tagged 'figure' and has {len(lines)} lines")
        for line in lines:
            if len(line) > MOST_COLUMNS:
                found.append(f"cell {cell.get('id')} has a line of {len(line)} columns")
    if sum("setup" in tags(cell) for cell in notebook["cells"]) > 1:
        found.append("there is more than one set-up cell")
    return found


def no_torch_yet(notebook, path):
    """Lessons 0 to 3 do without torch."""
    if not path.name.startswith(("00", "01", "02", "03")):
        return []
    return [
        f"cell {cell.get('id')} imports torch"
        for cell in code_cells(notebook)
        if re.search(r"^\s*(import|from)\s+torch\b", cell["source"], re.MULTILINE)
    ]


# Exercises


def exercises(notebook, path):
    """An exercise is three cells: the task, the learner's code, the check.

    The task is Markdown tagged 'exercise' and says "Exercise 1.2"; the code cell is nbgrader's
    solution "1-2-name", the check cell its autograded test "1-2-name-check".  Where there is
    nothing to run, one written answer, graded by hand, stands for the last two.
    """
    cells, found, seen = notebook["cells"], [], set()
    for i, task in enumerate(cells):
        if "exercise" not in tags(task):
            continue
        seen.add(i)
        number = re.search(r"Exercise (\d)\.(\d)\b", task["source"])
        if task["cell_type"] != "markdown" or not number:
            found.append(f"cell {task.get('id')}: a task is Markdown that says 'Exercise 1.2'")
            continue
        written = grading(cells[i + 1]) if i + 1 < len(cells) else {}
        parts = ("written",) if written.get("grade") else ("answer", "check")
        for part, cell in zip(parts, cells[i + 1 :], strict=False):
            seen.add(i + cells[i:].index(cell))
            found += _grading_faults(cell, part, "-".join(number.groups()))
        if len(cells) <= i + len(parts):
            found.append(f"cell {task.get('id')}: the task has no answer and check after it")
    for i, cell in enumerate(cells):
        if i not in seen and grading(cell):
            found.append(f"cell {cell.get('id')} has nbgrader metadata and follows no task")
    return found


def _grading_faults(cell, part: str, number: str) -> list[str]:
    expected = {"schema_version": 3, "task": False} | {
        "answer": {"grade": False, "solution": True, "locked": False},
        "check": {"grade": True, "solution": False, "locked": True},
        "written": {"grade": True, "solution": True, "locked": False},
    }[part]
    data, name = grading(cell), cell.get("id")
    found = [
        f"cell {name}: nbgrader's {key} is {data.get(key)}, not {value} as for the {part} cell"
        for key, value in expected.items()
        if data.get(key) != value or type(data.get(key)) is not type(value)
    ]
    extra = set(data) - set(expected) - {"grade_id"} - ({"points"} if part != "answer" else set())
    found += [f"cell {name}: nbgrader's {key} does not belong here" for key in sorted(extra)]
    if part != "answer" and not data.get("points", 0) > 0:
        found.append(f"cell {name}: the {part} cell carries no points")
    form = rf"{number}-[a-zA-Z0-9_-]+" + ("-check" if part == "check" else "")
    if not re.fullmatch(form, data.get("grade_id", "")):
        found.append(f"cell {name}: the grade_id of the {part} cell does not match {form}")
    if part == "check" and f'check("{number.replace("-", ".")}"' not in cell["source"]:
        found.append(f'cell {name} does not call check("{number.replace("-", ".")}", …)')
    return found


# The house style of a lesson


def lesson_length(notebook, path):
    """20 to 32 teaching cells, 70 cells at most in all."""
    found = []
    teaching = sum(is_teaching(cell) for cell in notebook["cells"])
    if teaching not in TEACHING_CELLS:
        found.append(f"there are {teaching} teaching cells, not 20 to 32")
    if len(notebook["cells"]) > MOST_CELLS:
        found.append(f"there are {len(notebook['cells'])} cells, more than {MOST_CELLS}")
    return found


def usual_cell(notebook, path):
    """The median of the teaching code cells has 4 to 6 lines of code."""
    sizes = [code_lines(cell) for cell in code_cells(notebook) if is_teaching(cell)]
    middle = median(sizes) if sizes else 0
    low, high = MEDIAN_LINES
    return [] if low <= middle <= high else [f"the median cell has {middle:g} lines, not 4 to 6"]


def prose_to_code(notebook, path):
    """10 to 18 words of prose for a line of code, over all cells but the navigation and extras."""
    words = sum(
        prose_words(cell["source"])
        for cell in markdown_cells(notebook)
        if not tags(cell) & {"extra", "navigation"}
    )
    lines = sum(code_lines(cell) for cell in code_cells(notebook))
    ratio = words / max(lines, 1)
    low, high = WORDS_PER_LINE
    if low <= ratio <= high:
        return []
    return [f"there are {words} words for {lines} lines of code: {ratio:.1f}, not 10 to 18 a line"]


RULES = (
    valid,
    small,
    cell_ids,
    execution_counts,
    notebook_metadata,
    cell_metadata,
    fresh,
    no_widget_state,
    no_errors,
    captions,
    reproducible,
    heading_order,
    alternative_text,
    links_resolve,
    navigation,
    plain_words,
    close_percents,
    narrow_code,
    no_list_by_chance,
    plain_python,
    cell_sizes,
    no_torch_yet,
    exercises,
)
LESSON_RULES = (lesson_length, usual_cell, prose_to_code)


def repeated_grade_ids(notebooks: dict[str, dict]) -> list[str]:
    """grade_ids are unique over the whole course.  notebooks: name -> notebook."""
    where: dict[str, list[str]] = {}
    for name, notebook in notebooks.items():
        for cell in notebook["cells"]:
            if grading(cell):
                where.setdefault(grading(cell).get("grade_id"), []).append(name)
    return [
        f"grade_id {name} is used in {', '.join(files)}"
        for name, files in where.items()
        if len(files) > 1
    ]
