"""What Sphinx is told beyond its settings: words linked to the glossary, descriptions, the head of
each page.  An extension, named in `building.SETTINGS`."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from .pages import anchor

LESSON = re.compile(r"notebooks/0*(\d+)_")
WORD_ROW = re.compile(r'^\| <span id="[^"]*">(.+?)</span> \| (.+?) \| (\d+) \|$', re.MULTILINE)
# Where a word is not linked: it is a name there, or a link already, or stands in a heading.
NOT_INSIDE = (nodes.title, nodes.literal, nodes.literal_block, nodes.reference, nodes.raw)
# Words that mean other things as well, in later lessons too: a class of students, a smaller cost.
AMBIGUOUS = {"centred", "class", "classes", "cost", "error", "factor", "method"}

# A browser that runs no scripts shows what paper shows.
NO_SCRIPT = (
    "<noscript><style>.course-figure{display:none}"
    ".course-paper{display:block!important}</style></noscript>"
)


def setup(app: Sphinx) -> dict:
    app.add_config_value("course_described", {}, "html")
    app.add_config_value("course_pictured", {}, "html")
    app.add_config_value("course_address", "", "html")
    app.connect("doctree-read", link_words)
    app.connect("html-page-context", head)
    return {"version": "1", "parallel_read_safe": True}


def words(glossary: str) -> dict[str, tuple[str, int]]:
    """Each word of the glossary's source in lower case: what it means, and the lesson that
    introduces it."""
    rows = WORD_ROW.findall(glossary)
    return {word.lower(): (meaning.replace("`", ""), int(n)) for word, meaning, n in rows}


def words_of(lesson: int, glossary: str) -> dict[str, str]:
    """The words that a lesson uses in the glossary's sense, and what they mean."""
    known = words(glossary).items()
    return {
        word: said
        for word, (said, n) in known
        if n == lesson or n < lesson and word not in AMBIGUOUS
    }


def link_words(app: Sphinx, doctree: nodes.document) -> None:
    """Link each word of the glossary where a lesson first uses it, from the lesson on that
    introduces it: before, it is used as everybody does."""
    lesson = LESSON.match(app.env.current_document.docname)
    if not lesson:
        return
    text = (Path(app.srcdir) / "docs" / "glossary.md").read_text(encoding="utf-8")
    wanted = words_of(int(lesson[1]), text)
    for node in list(doctree.findall(nodes.Text)):
        if not wanted:
            return
        above = node.parent
        while above is not None and not isinstance(above, (*NOT_INSIDE, nodes.paragraph)):
            above = above.parent
        if not isinstance(above, nodes.paragraph) or _inside(above, nodes.title):
            continue
        parts = list(_linked(node.astext(), wanted))
        if len(parts) > 1:
            node.parent.replace(node, parts)
            _says(above)


def _says(node: nodes.Node) -> None:
    """Mark a paragraph whose word says something below it, and the sections at whose end it stands:
    none of them may cut it off."""
    node["classes"].append("course-says")
    above = node.parent
    if isinstance(above, nodes.section) and node in above.children[-2:]:
        _says(above)


def _inside(node: nodes.Node, kind: type) -> bool:
    while node is not None:
        if isinstance(node, kind):
            return True
        node = node.parent
    return False


def _linked(text: str, wanted: dict[str, str]):
    """The text in parts, some of them links; the words linked are taken from `wanted`."""
    while wanted:
        longest = sorted(wanted, key=lambda word: (-len(word), word))
        found = re.search(rf"\b({'|'.join(map(re.escape, longest))})\b", text, re.IGNORECASE)
        if not found:
            break
        word = found[1].lower()
        said = wanted.pop(word)
        yield nodes.Text(text[: found.start()])
        yield nodes.raw(
            "",
            f'<a class="course-word" href="../docs/glossary.html#{anchor(word)}" '
            f'data-says="{escape(said, quote=True)}">{escape(found[0])}</a>',
            format="html",
        )
        text = text[found.end() :]
    yield nodes.Text(text)


def head(app: Sphinx, page: str, template: str, context: dict, doctree: nodes.document) -> None:
    """A page's description, and where the site's address is known what others show of a link."""
    said = app.config.course_described.get(page)
    tags = [f'<meta name="description" content="{escape(said, quote=True)}">'] if said else []
    if said and app.config.course_address:
        title = re.sub("<.*?>", "", context.get("title") or app.config.html_title)
        address = app.config.course_address
        for name, content in {
            "title": title,
            "description": said,
            "type": "article",
            "url": f"{address}{page}.html",
            "image": address + app.config.course_pictured.get(page, "_static/start.png"),
        }.items():
            tags.append(f'<meta property="og:{name}" content="{escape(content, quote=True)}">')
    tags.append(NO_SCRIPT)
    context["metatags"] = "".join([context.get("metatags") or "", *tags])
