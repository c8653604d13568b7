"""The web site, sent from a folder `/course/` of its own server, and nobody else in reach."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from playwright.sync_api import Browser, Page, expect

from .lab import ROOT
from .page import Figure, Keyboard

LAPTOP = {"width": 1366, "height": 768}
FOLDER = "course"  # the site need not lie at the top of its host


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


def built(home: Path, names: list[str]) -> Path:
    """Build the site of the notebooks whose names begin so, as the command line does."""
    site = home / FOLDER
    command = [sys.executable, "-m", "tools.website", site, *names]
    own = {name: value for name, value in os.environ.items() if name != "COURSE_REPOSITORY"}
    subprocess.run(command, check=True, cwd=ROOT, env=own)
    return site


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site while it is sent."""
    handler = partial(_Quiet, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{site.name}/"
        server.shutdown()


class Visit(Keyboard):
    """A reader on the site, with a browser of their own.  window: Playwright's options for it."""

    def __init__(self, browser: Browser, address: str, **window):
        self.context = browser.new_context(**{"viewport": LAPTOP} | window)
        self.address = address
        self.complaints: list[str] = []  # of the console, and requests that leave the site
        self.context.route("**/*", self._only_here)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))

    def _only_here(self, route) -> None:
        if route.request.url.startswith(self.address):
            route.continue_()
        else:
            self.complaints.append(route.request.url)
            route.abort()

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def place(self, name: str):
        return self.page.locator(f'[id="{name}"]')

    def figure(self, name: str) -> Figure:
        """A figure, scrolled to and drawn."""
        self.place(name).scroll_into_view_if_needed()
        expect(self.place(name)).to_have_attribute("data-drawn", "")
        return Figure(self.place(name).locator(".live"))

    def close(self) -> None:
        self.context.close()
