"""The whole course on paper: one PDF of the site's lessons and its glossary, by a browser.

    python -m tools.website.pdf          of site/, into course.pdf
    python -m tools.website.pdf out a.pdf
"""

import argparse
import re
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import find_browser

ARTICLE = re.compile(r"<article[^>]*>(.*?)</article>", re.DOTALL)
FOOT = (
    '<p style="font: 8px sans-serif; width: 100%; text-align: center">'
    '<span class="pageNumber"></span></p>'
)
BREAK = "<style>article + article { break-before: page; }</style>"


def joined(site: Path) -> str:
    """One page, to lie beside the lessons, with the articles of all of them and the glossary."""
    paths = [*sorted(site.glob("notebooks/*.html")), site / "docs" / "glossary.html"]
    pages = [path.read_text(encoding="utf-8") for path in paths]
    articles = [f"<article>{ARTICLE.search(page)[1]}</article>" for page in pages]
    first = pages[0].replace("</head>", f"{BREAK}</head>", 1)
    title = re.search(r"<title>.* - (.*)</title>", first)[1]
    first = re.sub("<title>.*?</title>", f"<title>{title}</title>", first)
    return ARTICLE.sub(lambda _: "".join(articles), first, count=1)


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
