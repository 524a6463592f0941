"""How long from the click on a tab to the painted table, in Chromium, beside the least that Streamlit can do?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from bench.figure import Figure, Unit
from bench.painted import SHOWN, WATCH_DRAWING, click_to_drawing, click_to_table
from bench.samples import samples
from bench.servers import plain_server, sentlog_server
from bench.stock import Stock
from bench.timing import p95
from queries.filters import Filters, Tab
from tests.chromium import SWITCHES, chromium

PEER = "a plain Streamlit page with st.dataframe"
PROMISE = 600.0  # milliseconds
PERIODS = 3  # of each length; every one is a filter that nobody has used before
MARK = 3  # letters of the tab, as bench/plain_page.py writes them
ROUND = (Tab.EMAILS, Tab.SMS, Tab.CONFIRMATIONS, Tab.REMINDERS, Tab.FAILED)


def tab_click(stock: Stock) -> Iterator[Figure]:
    """Median and 95th percentile: of clicks whose answers the server has to look up, and of clicks back to known ones."""
    chosen = samples(stock.warehouse())
    periods = [*chosen.months()[:PERIODS], *chosen.all_time()[:PERIODS]]
    with TemporaryDirectory() as logs, _page() as page:
        with sentlog_server(stock, Path(logs)) as server:
            first, again = _sentlog(page, server.page(), periods)
        with plain_server(stock, Path(logs)) as server:
            theirs = _plain(page, server.url, periods)
    for name, times in (("first time", first), ("again", again)):
        for measure, of in (("median", median), ("95th percentile", p95)):
            yield Figure(
                name=f"tab click to painted table, {name}, {measure}",
                value=of(times),
                unit=Unit.MILLISECONDS,
                peer=PEER,
                peer_value=of(theirs),
                rows=stock.messages,
                target=PROMISE,
            )


def _sentlog(page: Page, address: str, periods: list[Filters]) -> tuple[list[float], list[float]]:
    first, again = [], []
    for filters in periods:
        page.goto(f"{address}?period=custom&from={filters.from_day}&to={filters.to_day}")
        page.wait_for_function(SHOWN)
        _settle(page)
        first += [_clicked(page, tab) for tab in ROUND]
        again += [_clicked(page, tab) for tab in ROUND]
    return first, again


def _clicked(page: Page, tab: Tab) -> float:
    took = click_to_table(page, tab.label)
    _settle(page)
    return took


def _plain(page: Page, address: str, periods: list[Filters]) -> list[float]:
    page.add_init_script(WATCH_DRAWING)
    times = []
    for filters in periods:
        page.goto(f"{address}?from={filters.from_day}&to={filters.to_day}")
        page.wait_for_function("() => window.drawn.has('all')")
        for tab in ROUND:
            _settle(page)
            times.append(click_to_drawing(page, tab.label, tab.value[:MARK]))
    return times


def _settle(page: Page) -> None:
    """Until the run before has ended: a person reads before the next click."""
    page.locator("[data-testid='stStatusWidget']").wait_for(state="detached")
    page.wait_for_timeout(300)


@contextmanager
def _page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(os.environ), args=list(SWITCHES))
        yield browser.new_page(viewport={"width": 1440, "height": 1000}, reduced_motion="reduce")
        browser.close()
