"""Whatever a message holds, showing it runs nothing and asks no other machine for anything."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.complaints import Complaints
from tests.browser.log_page import LogPage
from tests.demo_store import ROOT, ingested, seeded
from tests.serving import Server, serving

pytestmark = pytest.mark.browser
VECTORS = [
    vector["html"] for vector in json.loads((ROOT / "tests/vectors/hostile_html.json").read_text(encoding="utf-8"))
]
REACHING_OUT = (
    '<img src="https://evil.example/{0}.png"> ![x](https://evil.example/{0}.png) <script>document.title="{0}"</script>'
)
AT_ONCE = 40
FRAMES = """addresses => Promise.all(addresses.map(address => new Promise(loaded => {
    const frame = document.createElement("iframe"); frame.onload = () => setTimeout(loaded, 50); frame.src = address;
    document.body.append(frame);
}))).then(() => document.body.replaceChildren())"""
COLUMNS = ("to_name", "subject", "error_message", "error_code", "provider", "to_address")


@pytest.fixture(scope="module")
def hostile_server(tmp_path_factory: pytest.TempPathFactory, now: datetime) -> Iterator[Server]:
    """Over a store in which mails are attack vectors, and the newest failed mail has them in every column too."""
    folder = tmp_path_factory.mktemp("hostile")
    url = seeded(folder, messages=1_500, seed=3, now=now)
    poison(url.removeprefix("sqlite:///"))
    directory = ingested(url, folder / "warehouse", now=now)
    settings = {"SENTLOG_DEMO": "true", "SENTLOG_NOW": now.isoformat()}
    with serving(directory, folder / "server.log", settings) as server:
        yield server
        assert not server.trouble(), server.log_text()


def poison(path: str) -> None:
    connection = sqlite3.connect(path)
    ids = [row[0] for row in connection.execute("SELECT id FROM messages WHERE channel = 'email' ORDER BY id DESC")]
    assert len(ids) > len(VECTORS)
    connection.executemany("UPDATE messages SET body_html = ? WHERE id = ?", zip(VECTORS, ids, strict=False))
    values = {column: REACHING_OUT.format(column) for column in COLUMNS}
    assignments = ", ".join(f"{column} = :{column}" for column in COLUMNS)
    connection.execute(f"UPDATE messages SET {assignments}, status = 'failed' WHERE id = {ids[0]}", values)
    connection.execute(
        f"UPDATE delivery_events SET code = ?, detail = ? WHERE message_id = {ids[0]}", (values["to_name"],) * 2
    )
    connection.commit()
    connection.close()


@pytest.fixture(scope="module")
def poisoned(hostile_server: Server) -> list[str]:
    """The ids of the poisoned messages, newest first."""
    path = hostile_server.log.parent / "booking.db"
    connection = sqlite3.connect(path)
    ids = [
        str(row[0]) for row in connection.execute("SELECT id FROM messages WHERE channel = 'email' ORDER BY id DESC")
    ]
    connection.close()
    return ids[: len(VECTORS)]


def test_no_mail_runs_anything_or_reaches_anyone(
    page: Page, hostile_server: Server, poisoned: list[str], complaints: Complaints
) -> None:
    complaints.forgive("violates the following Content Security Policy")  # something tried, and was stopped
    complaints.forgive("Blocked script execution")
    complaints.forgive("answer 404")  # nothing is left to show of an empty body
    complaints.forgive("404 (Not Found)")
    dialogs: list[Dialog] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    page.on("dialog", heard)
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(f"{hostile_server.url}/healthz")
    for first in range(0, len(poisoned), AT_ONCE):
        page.evaluate(
            FRAMES, [f"{hostile_server.url}/content/{number}" for number in poisoned[first : first + AT_ONCE]]
        )
    allowed = (f"{hostile_server.url}/content/", f"{hostile_server.url}/healthz", "data:")
    assert len([url for url in requested if "/content/" in url]) == len(VECTORS)
    assert not dialogs
    assert [url for url in requested if not url.startswith(allowed)] == []


def test_drawer_shows_a_hostile_mail_without_harm(page: Page, hostile_server: Server, poisoned: list[str]) -> None:
    for message_id in poisoned[:60:6]:
        log = LogPage(page).open(
            hostile_server.page(f"messages?period=custom&from=2024-01-01&to=2026-03-29&message={message_id}")
        )
        expect(log.drawer.get_by_text(f"Message {message_id}", exact=True)).to_be_visible()
    assert page.title() == "Sentlog"


def test_words_of_the_store_stay_words_everywhere(page: Page, hostile_server: Server, poisoned: list[str]) -> None:
    everything = "messages?period=custom&from=2024-01-01&to=2026-03-29"
    log = LogPage(page).open(hostile_server.page(f"{everything}&q=evil.example&message={poisoned[0]}"))
    expect(log.drawer.get_by_text(REACHING_OUT.format("to_name")).first).to_be_visible()
    expect(log.drawer.get_by_text(REACHING_OUT.format("error_message"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(log.drawer).to_have_count(0)
    expect(log.rows.first.get_by_text(REACHING_OUT.format("subject"))).to_be_visible()
    page.get_by_role("button", name="Provider").click()
    expect(page.locator("[data-testid='stPopoverBody']").get_by_text("evil.example").first).to_be_visible()
    assert page.title() == "Sentlog"


def test_words_of_the_address_stay_words(page: Page, hostile_server: Server, tmp_path: Path) -> None:
    attack = "%21%5Bx%5D%28https%3A%2F%2Fevil.example%2Fx.png%29"
    LogPage(page).open(hostile_server.page(f"messages?q={attack}&provider={attack}&status={attack}&message={attack}"))
    expect(page.get_by_role("dialog").get_by_text("No such message")).to_be_visible()
