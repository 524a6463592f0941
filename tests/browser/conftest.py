"""A real server and a real Chromium; a page that complained about anything fails its test."""

import os
import re
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.complaints import Complaints
from tests.browser.looks import LIGHT, Look
from tests.chromium import SWITCHES, chromium
from tests.serving import Server, serving

ARTIFACTS = Path(__file__).resolve().parents[1] / "artifacts"
FAILED = pytest.StashKey[bool]()
OpenPage = Callable[[Look], Page]


@pytest.fixture(scope="session")
def server(warehouse_dir: Path, now: datetime, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Sentlog over the demo's warehouse, its clock standing at `now`, signed in by itself. Its log must stay clean."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    settings = {
        "SENTLOG_DEMO": "true",
        "SENTLOG_NOW": now.isoformat(),
        "SENTLOG_TIME_ZONE": "Europe/Bratislava",
        "SENTLOG_PHONE_REGION": "SK",
        "SENTLOG_CUSTOMER_URL": "https://booking.example/customers/{id}",
        "SENTLOG_APPOINTMENT_URL": "https://booking.example/appointments/{id}",
    }
    with serving(warehouse_dir, log, settings) as running:
        yield running
    assert not running.trouble(), f"the server's log tells of trouble:\n{running.log_text()}"


@pytest.fixture(scope="module")  # not session: while it lives, no other test of this process could run an asyncio loop
def browser() -> Iterator[Browser]:
    """A running Chromium that reaches this machine only."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(os.environ), args=list(SWITCHES))
        yield running
        running.close()


@pytest.fixture
def complaints() -> Complaints:
    """What the pages of this test complained about; `complaints.forgive(…)` what the test wants to see."""
    return Complaints()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, complaints: Complaints) -> Iterator[OpenPage]:
    """Opens an empty page in a browser of its own, as a new person has it. Any complaint fails the test at its end."""
    contexts: list[BrowserContext] = []

    def open_page(look: Look = LIGHT) -> Page:
        contexts.append(_context(browser, look))
        complaints.watch(contexts[-1])
        return contexts[-1].new_page()

    yield open_page
    if request.node.stash.get(FAILED, False) or complaints.left():
        _photograph(contexts, request.node.nodeid)
    for context in contexts:
        context.close()
    assert not complaints.left(), "the browser complained:\n" + "\n".join(complaints.left())


@pytest.fixture
def page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """An empty page; `@pytest.mark.parametrize("page", EVERY_LOOK, indirect=True, ids=str)` chooses how it looks."""
    return open_page(getattr(request, "param", LIGHT))


def _context(browser: Browser, look: Look) -> BrowserContext:
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme=look.color_scheme,
        has_touch=look.phone,
        is_mobile=look.phone,
        device_scale_factor=2 if look.phone else 1,
        locale="en-GB",
        timezone_id="America/New_York",  # not the business's: no page may tell times by the visitor's clock
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    return context


def _photograph(contexts: list[BrowserContext], test: str) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    name = re.sub(r"[^\w.-]+", "_", test)
    for number, shown in enumerate((page for context in contexts for page in context.pages), start=1):
        shown.screenshot(path=ARTIFACTS / f"{name}.{number}.png")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Leaves word for the teardown of the page whether the test failed."""
    report: pytest.TestReport = yield
    if report.failed:
        item.stash[FAILED] = True
    return report
