"""The Messages page as a test reads and handles it."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PATIENCE = 15_000  # milliseconds, with both cores busy


@dataclass(frozen=True)
class LogPage:
    """What a person can see and do on the Messages page."""

    page: Page

    def open(self, url: str) -> "LogPage":
        self.page.goto(url)
        expect(self.page.locator("[data-stale='true']")).to_have_count(0, timeout=PATIENCE)
        expect(self.rows.first.or_(self.page.locator(".empty")).first).to_be_visible(timeout=PATIENCE)
        return self

    @property
    def rows(self) -> Locator:
        return self.page.locator("tbody tr[data-id]")

    @property
    def drawer(self) -> Locator:
        return self.page.get_by_role("dialog")

    def ids(self) -> list[str]:
        return list(map(str, self.rows.evaluate_all("rows => rows.map(row => row.dataset.id)")))

    def card(self, label: str) -> str:
        """The figure of a card, without its decoration."""
        card = self.page.locator("[data-testid='stMetric']", has=self.page.get_by_text(label, exact=True))
        return card.locator("[data-testid='stMetricValue']").inner_text().strip()

    def tab(self, label: str) -> Locator:
        return self.page.get_by_role("radio", name=re.compile(rf"^{label} [\d,]+$"))

    def tab_count(self, label: str) -> int:
        return int(self.tab(label).inner_text().replace(",", "").split()[-1])

    def choose_tab(self, label: str) -> None:
        self.tab(label).click()
        expect(self.tab(label)).to_be_checked()
        self.settle()

    def choose(self, menu: str, option: str) -> None:
        self.page.get_by_role("button", name=re.compile(rf"^{menu}")).first.click()
        self.page.locator("[data-testid='stPopoverBody']").get_by_role("button", name=option, exact=True).click()
        self.page.keyboard.press("Escape")
        self.settle()

    def search(self, words: str) -> None:
        self.page.get_by_placeholder("Name, e-mail, phone or subject").fill(words)
        self.page.wait_for_url(re.compile("[?&]q=") if words else re.compile("^(?!.*[?&]q=)"))
        self.settle()

    def settle(self) -> None:
        """Until the server has answered and what it answered has been painted."""
        expect(self.page.locator("[data-testid='stStatusWidget']")).to_have_count(0, timeout=PATIENCE)
        expect(self.page.locator("[data-stale='true']")).to_have_count(0, timeout=PATIENCE)

    def total(self) -> int:
        """The exact number under the table."""
        words = self.page.get_by_text(re.compile(r"of [\d,]+ messages?$")).inner_text()
        return int(words.split(" of ")[1].split()[0].replace(",", ""))
