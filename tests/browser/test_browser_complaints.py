"""Do the browser tests hear what a page complains about? Without that, their silence would mean nothing."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.complaints import Complaints
from tests.browser.looks import EVERY_LOOK, Look

pytestmark = pytest.mark.browser


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files of the current test, and nothing said about it."""

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The URL of a small site: an empty page and its icon."""
    (tmp_path / "index.html").write_text("<!doctype html><link rel=icon href=data:,><title>Quiet</title><p>Nothing</p>")
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *wire: Quiet(*wire, directory=str(tmp_path))
    ) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()
        thread.join()


def complaints_about(browser: Browser, site: str, script: str) -> list[str]:
    context = browser.new_context()
    complaints = Complaints()
    complaints.watch(context)
    page = context.new_page()
    page.goto(site)
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_load_state("networkidle")
    context.close()
    return complaints.left()


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("console.error('the roof leaks')", "console error: the roof leaks"),
        ("setTimeout(() => { throw new Error('nobody caught this') })", "page error: nobody caught this"),
        ("new Image().src = '/missing.png'", "answer 404: GET"),
        (
            "new Image().src = 'https://tracker.example/pixel.gif'",
            "request to another machine: https://tracker.example",
        ),
        ("new WebSocket('wss://tracker.example/live')", "request to another machine: wss://tracker.example"),
        ("fetch('http://127.0.0.1:1/closed').catch(() => null)", "request failed: GET http://127.0.0.1:1/closed"),
        ("open('https://tracker.example/popup')", "request to another machine: https://tracker.example/popup"),
    ],
)
def test_a_complaint_is_heard(browser: Browser, site: str, script: str, complaint: str) -> None:
    heard = complaints_about(browser, site, script)
    assert [words for words in heard if words.startswith(complaint)], heard


def test_a_quiet_page_is_left_in_peace(browser: Browser, site: str) -> None:
    assert complaints_about(browser, site, "fetch('/index.html'); console.log('fine')") == []


def test_what_is_forgiven_is_not_held_against_the_page(complaints: Complaints, page: Page, site: str) -> None:
    complaints.forgive("/refused")
    page.goto(site)
    assert page.evaluate("async () => (await fetch('/refused')).status") == 404


@pytest.mark.parametrize("page", EVERY_LOOK, indirect=True, ids=str)
def test_a_page_is_looked_at_as_asked(page: Page, site: str, request: pytest.FixtureRequest) -> None:
    look: Look = request.node.callspec.params["page"]
    page.goto(site)
    assert page.evaluate("innerWidth") == look.width or look.phone
    assert page.evaluate("screen.width") == look.width
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is (look.color_scheme == "dark")
