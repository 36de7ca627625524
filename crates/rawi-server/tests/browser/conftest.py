"""Servers of the command itself, and a Chromium to look at them with.

RAWI is the command, CHROMIUM the browser (`chromium` on the path by default).
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[4]
RAWI = os.environ.get("RAWI", str(ROOT / "target/debug/rawi"))
TOKEN = "a-token-that-nobody-guesses"
LANGUAGES = ["ar", "en"]
WIDTHS = [1280, 390]


class Server:
    """`rawi serve` on a free port, with an archive of its own."""

    def __init__(self, folder, archive=True, arguments=()):
        self.folder = folder
        if archive:
            add(folder, ROOT / "examples/news.jsonl")
        (folder / "token").write_text(TOKEN)
        command = [RAWI, "serve", "--archive", folder / "archive", "--listen", "127.0.0.1:0", "--token-file", folder / "token", *arguments]
        self.log = open(folder / "log", "w")
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.url = self.process.stdout.readline().strip().rstrip("/")
        assert self.url.startswith("http://"), (folder / "log").read_text()

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=30) == 0, (self.folder / "log").read_text()
        self.log.close()


def add(folder, *files):
    subprocess.run([RAWI, "add", "--quiet", "--archive", folder / "archive", *files], check=True)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory):
    """An archive that no test changes."""
    server = Server(tmp_path_factory.mktemp("shared"))
    yield server
    server.stop()


@pytest.fixture
def server(tmp_path):
    """An archive that the test may change."""
    server = Server(tmp_path)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "chromium is not installed; CHROMIUM says where it is"
    with sync_playwright() as playwright:
        # Inside a container there is no other sandbox to be had.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-quic"])
        yield browser
        browser.close()


class Looking:
    """A tab, with what went wrong in it: errors of scripts, and requests to anywhere but the server."""

    def __init__(self, page, server):
        self.page, self.server, self.wrong = page, server, []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: said.type == "error" and self.wrong.append(f"{said.text} {said.location.get('url', '')}"))
        page.on("request", self.asked)

    def asked(self, request):
        if not request.url.startswith((self.server.url + "/", "data:", "blob:")):
            self.wrong.append(f"a request elsewhere: {request.url}")

    def open(self, path):
        return self.page.goto(self.server.url + path)

    def fits(self):
        """Nothing stands out to the side: the page is as wide as the window."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.page.viewport_size["width"], f"{self.page.url} is {wide} wide"


@pytest.fixture
def look(chromium):
    """Opens tabs: `look(server, lang, width)`. What went wrong in one fails the test at its end."""
    contexts, tabs = [], []

    def tab(server, lang="ar", width=1280, **options):
        context = chromium.new_context(locale=lang, viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        tabs.append(Looking(context.new_page(), server))
        return tabs[-1]

    yield tab
    for context in contexts:
        context.close()
    assert [tab.wrong for tab in tabs if tab.wrong] == []
