"""From executed notebooks to a folder that any web server can send."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx

from livefigure.widget import bare, joined, text_of

from .executed import Executed
from .pages import ASSETS, ROOT, Sources

# Furo's pages as they come, and as they must be.
MENDED = {
    # Two asides need two names.
    '<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="The course">',
    '<aside class="toc-drawer': '<aside aria-label="On this page" class="toc-drawer',
    '<p class="caption" role="heading">': '<p class="caption" role="heading" aria-level="2">',
    '<div id="search-results">': '<h1>Search</h1><div id="search-results">',
    # A table without a heading has an empty row for it.
    '<th class="head"><p></p></th>': "<td></td>",
}


def build(notebooks: Iterable[Executed], site: Path, repository: str = "") -> None:
    """Write the site of these notebooks, in their order, over what was in the folder `site`.

    repository: the address of the course's repository on GitHub; without it nothing links to it.
    """
    address = address_of(repository)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folder, out = Path(home, "source"), Path(home, "html")
        static = Path(home, "static")
        sources = Sources(folder, Path(home, "files"), repository)
        sources.write(list(notebooks))
        _assets(static)
        settings = {
            "html_static_path": [str(static)],
            "html_extra_path": [str(sources.files)],
            "html_baseurl": address,
            "course_described": sources.described,
            "course_pictured": sources.pictured,
            "course_address": address,
        }
        app = Sphinx(
            folder, Path(__file__).parent, out, Path(home, "doctrees"), "html",
            confoverrides=settings, status=None, warningiserror=True, exception_on_warning=True,
        )  # fmt: skip
        app.build()
        for path in sorted(out.rglob("*.html")):
            path.write_text(_mended(path.read_text("utf-8")), encoding="utf-8", newline="\n")
        _last(out, address)
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(out, site, ignore=shutil.ignore_patterns(".buildinfo*", ".doctrees"))


def address_of(repository: str) -> str:
    """Where GitHub Pages show the site of a repository, "" for "": below its owner's own site."""
    if not repository:
        return ""
    owner, _, name = repository.removeprefix("https://github.com/").partition("/")
    home = f"https://{owner}.github.io/"
    return home if name.lower() == f"{owner}.github.io".lower() else f"{home}{name}/"


def _assets(static: Path) -> None:
    """What every page uses; the scripts of figures lie beside their data."""
    static.mkdir()
    own = bare((ASSETS / "site.mjs").read_text(encoding="utf-8"))
    for name, text in {
        "site.mjs": joined(text_of("page.mjs"), own),
        "early.js": bare((ASSETS / "early.js").read_text(encoding="utf-8")),
        "site.css": (ASSETS / "site.css").read_text(encoding="utf-8"),
    }.items():
        (static / name).write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(ROOT / "docs" / "start.png", static)


def _mended(html: str) -> str:
    for there, here in MENDED.items():
        html = html.replace(there, here)
    return html


def _last(out: Path, address: str) -> None:
    """The page for what is not there.  Where the site's address is known its links lead home from
    whatever folder was asked for, and there is a map of the site."""
    front = (out / "index.html").read_text(encoding="utf-8")
    said = '<h1>There is no such page</h1><p><a href="index.html">To the front page</a></p>'
    page = re.sub(r'(<article[^>]*>).*?(</article>)', rf"\1{said}\2", front, flags=re.DOTALL)
    page = re.sub("<title>.*?</title>", "<title>No such page</title>", page)
    if address:
        page = page.replace("<head>", f'<head><base href="{address}">', 1)
    page = re.sub(r'<aside aria-label="On this page".*?</aside>', "", page, flags=re.DOTALL)
    page = page.replace('href="#"', 'href="index.html"')  # the title in the sidebar leads home
    (out / "404.html").write_text(page, encoding="utf-8", newline="\n")
    (out / ".nojekyll").write_text("")
    if address:
        pages = sorted(p.relative_to(out).as_posix() for p in out.rglob("*.html"))
        (out / "sitemap.txt").write_text(
            "".join(f"{address}{p}\n" for p in pages if p not in ("404.html", "search.html"))
        )
