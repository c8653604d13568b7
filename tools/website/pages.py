"""The sources of the site's pages: lessons, texts for reference, and the front page."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from dataclasses import astuple, dataclass
from html import escape
from pathlib import Path
from posixpath import join, normpath, relpath

import nbformat
from nbformat import NotebookNode
from PIL import Image

from checks.exercise import exercise_id
from checks.messages import COLOURS, Ladder, Note
from lessons import course
from lessons.lesson0.stored import png as land_png
from tools.export import NEEDED
from tools.notebooks import WIDGET_VIEW, strip_png

from .executed import Executed, Still

ROOT = Path(__file__).resolve().parents[2]
ASSETS = Path(__file__).with_name("assets")
TEXTS = {  # beside the lessons: where a file lies in the repository and on the site
    "docs/glossary.md": "To look up",
    "docs/index.md": "To look up",
    "docs/teaching.md": "For instructors",
    "classroom/README.md": "For instructors",
    "classroom/hub/README.md": "For instructors",
}
ABOUT_START = "How the course works: its map, figures, exercises, checks, and your progress."
IN_JUPYTERLAB = '<a href="../index.html#in-jupyterlab">in JupyterLab</a>'
START_HERE = (
    '<p class="course-here">On this page the ball rolls already: drag it. What is said below of '
    f"cells and files is for the notebook {IN_JUPYTERLAB}, where you run and write code.</p>"
)
# Colab has torch and takes a notebook alone: the course's packages are to be installed beside it.
ELSEWHERE = """

### On Binder

[Open it on Binder]({binder}): nothing to install; its first start takes a few minutes. What you
write there is gone when you close it.

### On Colab

[Open it on Colab]({colab}), with a Google account. Choose *File*, *Save a copy in Drive* first, or
the code that you write is lost. Nothing of the course is there yet: in each lesson, add a code cell
at the top, and run this line in it:

```
%pip install --quiet git+{repository}
```

Then go on as in JupyterLab. Your progress ends with Colab's session.
"""
RUNGS = ("A hint", "The idea", "A skeleton", "The solution")
# A row of the start page's map: number, title, file, question, minutes.
ROW = re.compile(r"^\| (\d+) \| \[(.+?)\]\((\S+?\.ipynb)\) \| (.+?) \| (\d+) \|$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
# What stands before a text's first heading, and the rest; one mark alone may be a comment in code.
BELOW = re.compile(r"(.*?)(^#{2,3} |\Z)(.*)", re.DOTALL | re.MULTILINE)
PICTURE = re.compile(r'<img ([^>]*?)src="data:image/png;base64,([^"]+)"([^>]*)>')

@dataclass(frozen=True)
class Lesson:
    """A row of the start page's map."""

    number: str
    title: str
    file: str
    question: str
    minutes: int


class Sources:
    """A folder of sources for Sphinx, and beside it one of files that are sent as they are.

    repository: the address of the course's repository, "" where it has none.
    """

    def __init__(self, folder: Path, files: Path, repository: str):
        self.folder, self.files, self.repository = folder, files, repository
        # Of each page, without its ending: one sentence, and the picture of its first figure.
        self.described: dict[str, str] = {}
        self.pictured: dict[str, str] = {}
        self._here: set[str] = set()  # what has a page
        self._land = ""
        self._drawn: list[str] = []  # the still pictures of the page that is made

    def write(self, notebooks: list[Executed]) -> None:
        """Write everything."""
        names = [f"notebooks/{one.path.name}" for one in notebooks]
        self._here = {*names, *TEXTS}
        lessons = [
            lesson for lesson in _map(notebooks) if f"notebooks/{lesson.file}" in self._here
        ]
        for one in notebooks:
            self._lesson(one, next((row for row in lessons if row.file == one.path.name), None))
        for name in TEXTS:
            text = (ROOT / name).read_text(encoding="utf-8")
            if name == "docs/glossary.md":
                text = _with_anchors(text)
            self._put(name, self._linked(text, name))
            self.described[name.removesuffix(".md")] = _first_sentence(text)
        self._front(notebooks, lessons)

    # Lessons -----------------------------------------------------------------------------------

    def _lesson(self, one: Executed, row: Lesson | None) -> None:
        name = f"notebooks/{one.path.name}"
        made = nbformat.v4.new_notebook(metadata={"language_info": {"name": "python"}})
        self._drawn = []
        for cell in one.notebook.cells:
            tags = list(cell.metadata.get("tags", ()))
            if cell.cell_type == "markdown":
                if "navigation" in tags:
                    continue  # the site has its own
                text = self._linked(cell.source, name)
                if made.cells and "live" in made.cells[-1].metadata.get("tags", ()):
                    text = _waiting(text)
                made.cells.append(nbformat.v4.new_markdown_cell(text, id=cell.id))
                continue
            shown = self._outputs(cell, one)
            if cell.metadata.get("nbgrader", {}).get("solution"):
                tags.append("yours")
            if "figure" in tags or _checks(cell):
                tags.append("remove-input")
            if any("data-figure=" in str(output) for output in shown):
                tags.append("live")
            if "setup" in tags:
                tags.append("hide-input")
            code = nbformat.v4.new_code_cell(cell.source, id=cell.id, outputs=shown)
            code.execution_count = None
            code.metadata["tags"] = tags
            made.cells.append(code)
        if row:
            made.cells.insert(1, nbformat.v4.new_markdown_cell(self._how_to_read(row), id="here"))
        else:  # the start page: it begins with what to do in JupyterLab
            title, _, rest = made.cells[0].source.partition("\n\n")
            made.cells[0].source = f"{title}\n\n{START_HERE}\n\n{rest}".rstrip()
        self.described[name.removesuffix(".ipynb")] = row.question if row else ABOUT_START
        for picture in self._drawn[:1]:
            self.pictured[name.removesuffix(".ipynb")] = picture
        self._put(name, nbformat.writes(made))

    def _how_to_read(self, row: Lesson) -> str:
        there = ""
        if self.repository:
            file = f"notebooks/{row.file}"
            there = (
                f', <a href="{self._binder(file)}">on Binder</a> or '
                f'<a href="{self._colab(file)}">on Colab</a> '
                '(there, <a href="../index.html#on-colab">run one line first</a>)'
            )
        return (
            '<p class="course-here">Read it here, answer, drag: every figure works on this page. '
            f"To write the code and have it checked, open the lesson {IN_JUPYTERLAB}{there}.</p>"
        )

    def _outputs(self, cell: NotebookNode, one: Executed) -> list[NotebookNode]:
        if _checks(cell):
            return [_html(_ladder(exercise_id(cell.metadata["nbgrader"]["grade_id"])))]
        if cell.source.strip() == "progress()":
            return [_html(_memory())]
        made = []
        for output in cell.outputs:
            data = output.get("data", {})
            model = data.get(WIDGET_VIEW, {}).get("model_id")
            traits = one.traits.get(model, {})
            kind = next((k for k, needed in NEEDED.items() if needed[0] in traits), None)
            if kind:
                still = one.stills.get(model) or _still(kind, traits, data)
                made.append(_html(self._figure(kind, traits, still, output)))
            elif "_shown" in traits:
                said = traits["_shown"]
                picture = self._picture(data["image/png"], said["alt"], _width(output))
                caption = f"<p>{escape(said['caption'])}</p>"
                made.append(_html(f'<div class="course-playground">{picture}{caption}</div>'))
            elif "text/html" in data:
                html = re.sub(r"<style>.*?</style>", "", data["text/html"])
                made.append(_html(PICTURE.sub(self._taken_out, html)))
            elif "image/png" in data:
                words = data.get("text/plain", "")
                made.append(_html(self._picture(data["image/png"], words, _width(output))))
            elif output.output_type == "execute_result":
                output.execution_count = None
                made.append(output)
            else:
                made.append(output)
        return made

    def _figure(self, kind: str, traits: dict, still: Still, output: dict) -> str:
        """The place of a figure: its question and how it looks veiled until it is drawn; and what
        paper shows, and a browser that runs no scripts."""
        kept = {name: traits.get(name) for name in NEEDED[kind]}
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        places = {"figure": self._file("figures", f"{still.name}.json", text.encode())}
        for use, ending in (("script", "mjs"), ("style", "css")):
            content = traits["_esm" if use == "script" else "_css"].encode()
            places[use] = self._file("figures", f"{kind.removesuffix('-script')}.{ending}", content)
        sources = " ".join(f'data-{use}="{place}"' for use, place in places.items())
        predict = (traits.get("_spec") or {}).get("predict")
        asked, printed, said = "", "", ""
        if predict:
            question = f"<strong>Predict first.</strong> {escape(predict['question'])}"
            options = " · ".join(map(escape, predict["options"]))
            asked, printed = f"<p>{question}</p>", f"<p>{question} {options}</p>"
            truth = escape(predict["options"][predict["answer"]])
            said = f"<p><b>✓ {truth}</b>. {escape(predict['because'])}</p>"
        picture = base64.b64encode(still.picture).decode()
        shown = self._picture(picture, still.twin, _width(output))
        veiled = self._veiled(output, still) if predict else shown
        self._drawn.append(re.search(r'src="\.\./(.+?)"', shown)[1])
        where = f'<p class="course-at">{escape(still.position)}</p>' if still.position else ""
        made = (
            f'<div class="course-figure" id="{still.name}" {sources}>{asked}{veiled}</div>'
            f'<div class="course-paper">{printed}{where}{shown}'
            f"<p>{escape(still.caption)}</p>{said}</div>"
        )
        if kind == "land-script":
            self._land = made  # the front page opens with it, too
        return made

    def _veiled(self, output: dict, still: Still) -> str:
        """What a notebook stores of a figure, without the words above it: its lower part, which is
        as high as the still."""
        whole = Image.open(io.BytesIO(base64.b64decode(output["data"]["image/png"])))
        width, height = Image.open(io.BytesIO(still.picture)).size
        out = io.BytesIO()
        below = whole.crop((0, whole.height - height, width, whole.height))
        below.save(out, "PNG", optimize=True)
        return self._picture(base64.b64encode(out.getvalue()).decode(), "", _width(output))

    def _taken_out(self, found: re.Match) -> str:
        before, png, after = found.groups()
        width = re.search(r"max-width:(\d+)px", found[0])
        return self._image(png, f"{before}{after}", int(width[1]) if width else 0)

    def _picture(self, png: str, alt: str, width: int) -> str:
        return self._image(png, f'class="course-ink" alt="{escape(alt, quote=True)}"', width)

    def _image(self, png: str, attributes: str, width: int) -> str:
        """An image of a PNG in base64; width: in CSS pixels, 0 where each pixel is one."""
        content = strip_png(base64.b64decode(png))
        across, down = Image.open(io.BytesIO(content)).size
        name = hashlib.sha256(content).hexdigest()[:12]
        self._file("pictures", f"{name}.png", content)
        width = width or across
        size = f'width="{width}" height="{round(down * width / across)}"'
        return f'<img {attributes} {size} loading="lazy" src="../pictures/{name}.png">'

    def _file(self, folder: str, name: str, content: bytes) -> str:
        """Put a file beside the pages; its name, and what tells it from an older one."""
        path = self.files / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return f"{name}?v={hashlib.sha256(content).hexdigest()[:8]}"

    # Texts -------------------------------------------------------------------------------------

    def _put(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")

    def _linked(self, text: str, name: str) -> str:
        """A text whose links lead to pages of the site; those to other files of the repository lead
        to its address, or are none where it has none."""

        def led(found: re.Match) -> str:
            words, target = found.groups()
            if re.match(r"[a-z]+:|#", target):
                return found[0]
            path, mark, anchor = target.partition("#")
            there = normpath(join(name, "..", path))
            if there == "README.md":
                return f"[{words}]({relpath('index.md', join(name, '..'))})"
            if there in self._here:
                return f"[{words}]({relpath(there, join(name, '..'))}{mark}{anchor})"
            if self.repository:
                return f"[{words}]({self.repository}/blob/HEAD/{there}{mark}{anchor})"
            return words

        return LINK.sub(led, text)

    def _binder(self, path: str) -> str:
        owner = self.repository.removeprefix("https://github.com/")
        return f"https://mybinder.org/v2/gh/{owner}/HEAD?urlpath=lab/tree/{path}"

    def _colab(self, path: str) -> str:
        owner = self.repository.removeprefix("https://github.com/")
        return f"https://colab.research.google.com/github/{owner}/blob/HEAD/{path}"

    def _front(self, notebooks: list[Executed], lessons: list[Lesson]) -> None:
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        first = lessons[0].file.removesuffix(".ipynb") if lessons else ""
        begin = f'<a class="course-button" href="notebooks/{first}.html">Begin with lesson 1</a>'
        elsewhere = ""
        if self.repository:
            start = "notebooks/00_start_here.ipynb"
            elsewhere = ELSEWHERE.format(
                binder=self._binder(start), colab=self._colab(start), repository=self.repository
            )
        begun = re.search(r"^## Start\n+(```.+?```)\n+(.+?)\n\n", readme, re.MULTILINE | re.DOTALL)
        commands = begun[1]
        if self.repository:
            commands = commands.replace("<this repository's address>", self.repository)
        rows = "\n".join(
            f"| {n} | [{title}](notebooks/{file}) | {question} | {minutes} |"
            for n, title, file, question, minutes in map(astuple, lessons)
        )
        listed = "\n".join(
            f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{entries}\n```\n"
            for caption, entries in self._contents(notebooks)
        )
        front = (ASSETS / "front.md").read_text(encoding="utf-8")
        self._put("index.md", front.format(
            title=_title(readme), land=self._land.replace("../", ""), begin=begin,
            commands=commands, after=begun[2], elsewhere=elsewhere, rows=rows, listed=listed,
            hours=round(sum(row.minutes for row in lessons) / 60),
        ))  # fmt: skip
        self.described["index"] = (
            "An interactive course: predict, drag a slider, see at once what follows. From trying "
            "every value of one number to a trained classifier."
        )

    def _contents(self, notebooks: list[Executed]) -> list[tuple[str, str]]:
        groups: dict[str, list[str]] = {}
        for one in notebooks:
            groups.setdefault("Lessons", []).append(f"notebooks/{one.path.stem}")
        for name, caption in TEXTS.items():
            groups.setdefault(caption, []).append(name.removesuffix(".md"))
        return [(caption, "\n".join(entries)) for caption, entries in groups.items()]


def _map(notebooks: list[Executed]) -> list[Lesson]:
    """The rows of the start page's map."""
    return [
        Lesson(number, title, file, question, int(minutes))
        for one in notebooks
        for cell in one.notebook.cells
        if cell.cell_type == "markdown"
        for number, title, file, question, minutes in ROW.findall(cell.source)
    ]


def _html(text: str) -> NotebookNode:
    return nbformat.v4.new_output("display_data", {"text/html": text})


def _checks(cell: NotebookNode) -> bool:
    """Whether a cell is the check of an exercise."""
    graded = cell.metadata.get("nbgrader", {})
    return bool(graded.get("grade") and not graded.get("solution"))


def _width(output: dict) -> int:
    """How wide an output's picture is meant to be shown, in CSS pixels, 0 where nothing says so."""
    return output["metadata"].get("image/png", {}).get("width", 0)


def _ladder(id: str) -> str:
    """The hints of an exercise and its solution, each rung inside the one before."""
    exercise = course[id]
    rungs = zip(RUNGS, [*exercise.hints, exercise.solution], strict=True)
    said = "Write it in JupyterLab, where the check tells what is right or wrong with it and why."
    return Note(
        "◆", f"Yours, in JupyterLab · {id} {exercise.title}", [said, Ladder(tuple(rungs), "")]
    )._repr_html_()


def _memory() -> str:
    style = f"border-left:.35em solid {COLOURS['◆']}"
    return (
        f'<div class="course-memory" style="{style}"><p>What you have predicted on these pages is '
        "kept by your browser alone. In JupyterLab this cell shows what you have solved.</p>"
        '<p><button type="button" class="course-forget">Forget my answers</button> '
        '<span role="status"></span></p></div>'
    )


def _still(kind: str, traits: dict, data: dict) -> Still:
    """A figure that has no question, where it starts: nothing of it is veiled."""
    said = data["text/plain"].partition(" Run this cell")[0]
    picture = base64.b64decode(data["image/png"])
    if kind == "land-script":
        picture = land_png(*traits["start"], traits["lr"], said="")
    return Still(kind.removesuffix("-script"), picture, "", said, said)


def _waiting(text: str) -> str:
    """A text that explains the figure above it: up to its first heading it waits for the answer."""
    said, heading, rest = BELOW.match(text).groups()
    if not said.strip():
        return text
    return f'<div class="course-waits">\n\n{said.strip()}\n\n</div>\n\n{heading}{rest}'


def _title(text: str) -> str:
    return re.search(r"^# (.+)$", text, re.MULTILINE)[1]


def _first_sentence(text: str) -> str:
    """Of the first paragraph, without marks."""
    paragraph = text.split("\n\n")[1].replace("\n", " ")
    return re.sub(r"[*`]|\[(.+?)\]\(.+?\)", r"\1", re.match(r".+?[.:](?= |$)", paragraph)[0])


def _with_anchors(glossary: str) -> str:
    """The glossary with a place to link to at each word."""
    return re.sub(
        r"^\| (?!Word )([^|-][^|]*?) \|",
        lambda found: f'| <span id="{anchor(found[1])}">{found[1]}</span> |',
        glossary,
        flags=re.MULTILINE,
    )


def anchor(word: str) -> str:
    """The id of a word's row in the glossary."""
    return "word-" + re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-")
