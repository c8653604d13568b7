"""The web site: what a first visit weighs, how soon a figure answers, how fast its slider is.

Every page is visited by a browser of its own, at a width of 1366 pixels; the slider of the heaviest
figure is moved on a phone's window as well, with the processor throttled four times, and beside it
the one of a page with nothing but a line: the least this machine can do at that moment.
"""

import gzip
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import find_browser
from tests.browser.page import LISTEN
from tests.browser.site import built, served

from .latency import (
    BARE_PAGE,
    BEYOND,
    FRAME,
    OFFLINE,
    SCRIPT,
    THROTTLED,
    moved,
    summary,
    throttled,
)

SIZES = {"window": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}
# When the first figure could be moved or answered, in ms since the page was asked for.
WATCH = """new MutationObserver(() => {
  window.answers ??= document.querySelector("[data-drawn]") ? performance.now() : undefined;
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-drawn"] });"""


def run() -> list[dict]:
    """Rows for the heaviest and the slowest page, and for the heaviest figure."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        return measured(built(Path(home), []))


def measured(site: Path) -> list[dict]:
    """As `run`, of a site that is built."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(whole=True))
        with served(site) as address:
            visits = {path: _visit(browser, f"{address}{path}") for path in _pages(site)}
            weights = {path: weight for path, (weight, _) in visits.items()}
            times = {path: time for path, (_, time) in visits.items() if time}
            heavy, slow = max(weights, key=weights.get), max(times, key=times.get)
            rows = [
                _row(f"first visit of {heavy}, compressed", weights[heavy] / 1000, "kB", 450),
                _row(f"{slow}, until a figure answers", times[slow], "ms", 1000),
            ]
            figure = max((site / "figures").iterdir(), key=lambda path: path.stat().st_size).stem
            there = f'id="{figure}"'
            page = next(p for p in _pages(site) if there in (site / p).read_text("utf-8"))
            for name, size in SIZES.items():
                rows += _slider(browser, f"{address}{page}#{figure}", figure, name, size)
        browser.close()
    return rows


def _pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def _visit(browser: Browser, url: str) -> tuple[int, float | None]:
    """Bytes of all that is sent, packed as a server packs it, and ms until a figure answers."""
    page = browser.new_page(viewport=SIZES["window"])
    page.add_init_script(WATCH)
    sent = []
    page.on("requestfinished", lambda request: sent.append(request.response().body()))
    page.goto(url)
    page.wait_for_load_state("networkidle")
    time = page.evaluate("window.answers ?? null")
    page.close()
    return sum(min(len(gzip.compress(body)), len(body)) for body in sent), time


def _slider(browser: Browser, url: str, figure: str, name: str, size: dict) -> list[dict]:
    bare, found = _moved(browser, f"{url.partition('#')[0]}?bare", size), _moved(browser, url, size)
    rows = []
    for condition, answers in found.items():
        for inputs, said in answers.items():
            what = f"{figure}, {name}, {condition}, {inputs}"
            beyond = said["p95"] - bare[condition][inputs]["p95"]
            rows += [
                _row(f"{what}: in the first frame", 100 * said["first"], "%", 95, "at least"),
                _row(f"{what}: p95", said["p95"], "ms", FRAME[condition]),
                _row(f"{what}: p95 beyond a bare page", beyond, "ms", BEYOND[condition]),
            ]
    return rows


def _moved(browser: Browser, url: str, size: dict) -> dict[str, dict[str, dict]]:
    """How soon the first slider of the figure that an address names answers, as fast as the machine
    is and throttled; of a bare page, if that is asked for."""
    page = browser.new_page(viewport=size)
    page.add_init_script(SCRIPT + LISTEN)
    page.route("**/*?bare", lambda route: route.fulfill(body=BARE_PAGE, content_type="text/html"))
    page.goto(url)
    figure = url.partition("#")[2]
    root = page.locator(f'[id="{figure}"] .live' if figure else ".live")
    root.wait_for()
    if (ask := root.get_by_role("button", name="Show me", exact=True)).count():
        ask.click()
    root.scroll_into_view_if_needed()
    last = int(root.get_by_role("slider").first.get_attribute("max"))
    found = {OFFLINE: moved(root, 0, last, False)}
    with throttled(page):
        found[THROTTLED] = moved(root, 0, last, False)
    page.close()
    return {
        condition: {inputs: summary(given) for inputs, given in answers.items()}
        for condition, answers in found.items()
    }


def _row(what: str, value: float, unit: str, limit: float, bound: str = "at most") -> dict:
    return {"what": what, "value": value, "unit": unit, "limit": limit, "bound": bound}


if __name__ == "__main__":
    from .__main__ import line

    for row in run():
        print(line({"benchmark": "website", **row}))
    sys.exit()
