"""The whole course on paper: one PDF of the site's front page, lessons and glossary, by a browser.

    python -m tools.website.pdf          of site/, into course.pdf
    python -m tools.website.pdf out a.pdf
"""

import argparse
import re
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import sync_playwright

from tests.browser.conftest import find_browser

ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
LINK = re.compile(r'(<a [^>]*?)href="([^"]*)"')
ID = re.compile(r'(<[a-z][^>]*? id=")([^"]*)"')
FOOT = (
    '<p style="font: 8px sans-serif; width: 100%; text-align: center">'
    '<span class="pageNumber"></span></p>'
)
# Between two articles a new page.  Of the front page, what leads nowhere on paper stays away.
STYLE = (
    "<style>article + article { break-before: page; }"
    '[id="0-ways-in"], [id="0-for-those-who-teach"] { display: none; }</style>'
)


def joined(site: Path) -> str:
    """One page, to lie beside the lessons: the front page, the lessons and the glossary."""
    lessons = sorted(site.glob("notebooks/*.html"))
    paths = [site / "index.html", *lessons, site / "docs" / "glossary.html"]
    pages = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    articles = "".join(_article(name, page, [*pages]) for name, page in pages.items())
    frame = pages[lessons[0].relative_to(site).as_posix()]
    frame = frame.replace("</head>", f"{STYLE}</head>", 1)
    title = re.search(r"<title>.* - (.*)</title>", frame)[1]
    frame = re.sub("<title>.*?</title>", f"<title>{title}</title>", frame)
    return ARTICLE.sub(lambda _: articles, frame, count=1)


def _article(name: str, html: str, names: list[str]) -> str:
    """A page's article.  Its places have the page's number before them, for two pages may have one
    of the same name, and links between pages lead there; those to pages that are not in the PDF
    lead nowhere.  name: the page's, as in `names`, from the folder of the site."""

    def place(page: str, fragment: str) -> str:
        return f"{names.index(page)}-{fragment}"

    def led(found: re.Match) -> str:
        before, target = found.groups()
        there = urlsplit(urljoin(f"/{name}", target))
        if there.scheme:
            return found[0]
        page = there.path.removeprefix("/")
        return f'{before}href="#{place(page, there.fragment)}"' if page in names else before

    body = ARTICLE.search(html)[1]
    if "/" not in name:  # it does not lie beside the lessons
        body = re.sub(r'src="(?!data:)', 'src="../', body)
    body = ID.sub(lambda found: f'{found[1]}{place(name, found[2])}"', body)
    return f'<article id="{place(name, "")}">{LINK.sub(led, body)}</article>'


def main() -> int:
    parser = argparse.ArgumentParser(description="Make one PDF of the site.")
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("pdf", type=Path, nargs="?", default=Path("course.pdf"))
    options = parser.parse_args()
    browser = find_browser()
    if browser is None:
        print("A Chromium browser is needed: on the PATH, or named by COURSE_BROWSER.")
        return 1
    page = options.site / "notebooks" / ".whole.html"
    page.write_text(joined(options.site), encoding="utf-8")
    try:
        with sync_playwright() as playwright:
            window = playwright.chromium.launch(executable_path=browser).new_page()
            window.goto(page.resolve().as_uri())
            window.pdf(
                path=options.pdf, format="A4", prefer_css_page_size=True, outline=True,
                display_header_footer=True, header_template="<p></p>", footer_template=FOOT,
            )  # fmt: skip
    finally:
        page.unlink()
    print(f"The course is in {options.pdf}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
