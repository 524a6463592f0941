"""What the page says when there is no data yet, when it is old, incomplete or damaged."""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.log_page import LogPage
from tests.serving import Server, serving

pytestmark = pytest.mark.browser


@pytest.fixture
def directory(warehouse_dir: Path, tmp_path: Path) -> Path:
    """A warehouse of this test's own."""
    return Path(shutil.copytree(warehouse_dir, tmp_path / "warehouse"))


@pytest.fixture
def start(tmp_path: Path, now: datetime) -> Iterator["Start"]:
    with ExitStack() as stack:
        yield Start(stack, tmp_path, now)


class Start:
    """Starts a server over a directory; it ends with the test."""

    def __init__(self, stack: ExitStack, folder: Path, now: datetime) -> None:
        self._stack, self._folder, self._now = stack, folder, now

    def __call__(self, directory: Path) -> Server:
        settings = {"SENTLOG_DEMO": "true", "SENTLOG_NOW": self._now.isoformat()}
        return self._stack.enter_context(serving(directory, self._folder / "server.log", settings))


def told(directory: Path, **fields: object) -> None:
    """Changes what the last ingest run left behind."""
    fresh = directory / "FRESH"
    fresh.write_text(json.dumps(json.loads(fresh.read_text(encoding="utf-8")) | fields), encoding="utf-8")


def test_before_the_first_ingest_it_says_what_to_do(start: Start, page: Page, tmp_path: Path) -> None:
    server = start(tmp_path / "nothing")
    LogPage(page).open(server.page())
    expect(page.get_by_text("No data yet")).to_be_visible()
    expect(page.get_by_text("python -m ingest run")).to_be_visible()
    assert not server.trouble()


def test_first_ingest_shows_by_itself(start: Start, page: Page, tmp_path: Path, warehouse_dir: Path) -> None:
    directory = tmp_path / "later"
    server = start(directory)
    LogPage(page).open(server.page())
    expect(page.get_by_text("No data yet")).to_be_visible()
    shutil.copytree(warehouse_dir, directory)
    expect(page.locator("tbody tr[data-id]").first).to_be_visible(timeout=15_000)
    page.wait_for_load_state("networkidle")


def test_quarantine_is_always_in_sight(start: Start, page: Page, directory: Path) -> None:
    told(directory, quarantined=1_234, outcome="quarantined")
    LogPage(page).open(start(directory).page())
    expect(page.get_by_text("1,234 rows in quarantine")).to_be_visible()


def test_old_data_asks_whether_ingest_runs(start: Start, page: Page, directory: Path, now: datetime) -> None:
    told(directory, read_at=(now - timedelta(hours=3)).isoformat())
    LogPage(page).open(start(directory).page())
    expect(page.get_by_text(re.compile(r"^Data 3 h old: is ingest running\?$"))).to_be_visible()


def test_failed_ingest_is_said_with_the_age_of_what_is_shown(
    start: Start, page: Page, directory: Path, now: datetime
) -> None:
    told(directory, read_at=(now - timedelta(minutes=4)).isoformat(), outcome="failed", error="the store is away")
    LogPage(page).open(start(directory).page())
    expect(page.get_by_text("Data 4 min old: the last ingest failed")).to_be_visible()


def test_damaged_data_is_said_without_a_traceback(start: Start, page: Page, directory: Path) -> None:
    for generation in directory.glob("gen-*.duckdb"):
        generation.write_bytes(b"not a database")
    server = start(directory)
    LogPage(page).open(server.page())
    expect(page.get_by_text("The data cannot be read")).to_be_visible()
    assert not server.trouble()
