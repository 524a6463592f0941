"""A store that is not ours: what django-post-office really sent, and what became of it, is on the Messages page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ingest.running import RunReport, run
from messaging.vocabulary import BounceKind, FailureReason, MessageType, Status
from queries.filters import Filters
from queries.message_detail import message_detail, message_events
from queries.message_log import Sort, message_log
from tests.browser.log_page import LogPage
from tests.integration.mail_server import Mailbox, mail_server
from tests.integration.post_office import PostOffice, post_office
from tests.serving import serving
from warehouse.reading import Warehouse, WarehouseDirectory

TEXT = "Dobrý deň Ján 🎉,\n\n  čakáme Vás o 9:30 – „presne“.\n"
HTML = '<p style="color:#124">Dobrý deň <b>Ján</b> 🎉 &amp; spol.</p>\n'
NO_USER = "Recipient address rejected: User unknown in virtual mailbox table"


@dataclass
class Story:
    """A site, the server it sends to, the mails by name, and the warehouse."""

    site: PostOffice
    mailbox: Mailbox
    published: WarehouseDirectory
    mails: dict[str, int] = field(default_factory=dict)

    def mail(self, name: str, *recipients: str, **fields: Any) -> None:
        content = (
            fields if "template" in fields else {"subject": f"About {name}", "message": f"Text of {name}"} | fields
        )
        self.mails[name] = self.site.do("mail", recipients=list(recipients), **content)

    def ingest(self) -> RunReport:
        return run(self.site.url, Path("post_office"), self.published.directory, time_zone="Europe/Bratislava")

    @property
    def warehouse(self) -> Warehouse:
        return self.published.current()

    def log(self) -> dict[str, dict[str, Any]]:
        """The rows of the log by e-mail address, and the mail's name behind it where the address has several."""
        today = datetime.now(UTC).date()
        filters = Filters(today - timedelta(days=4), today + timedelta(days=1))
        rows = message_log(self.warehouse, filters, Sort(), 1, 100).to_dicts()
        names = {str(number): name for name, number in self.mails.items()}
        return {f"{names[row['message_id'].partition('~')[0]]}: {row['recipient_email']}": row for row in rows}

    def detail(self, name: str) -> dict[str, Any]:
        return message_detail(self.warehouse, str(self.mails[name])).row(0, named=True)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'site.db'}"


@pytest.fixture(params=["sqlite_url", "postgres_url", "mariadb_url"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    """The first attempt to send everything has just been made."""
    url = request.getfixturevalue(request.param)
    with mail_server() as server, post_office(url, server.port, tmp_path / "site.log") as site:
        told = Story(site, server.mailbox, WarehouseDirectory(tmp_path / "warehouse"))
        _first_day(told)
        yield told


def _first_day(told: Story) -> None:
    told.site.do(
        "template",
        name="booking_confirmation",
        subject="Potvrdenie {{ day }}",
        content=TEXT.replace("Ján", "{{ who }}"),
        html_content=HTML.replace("Ján", "{{ who }}"),
    )
    told.mail(
        "confirmation",
        "Ján Novák <jan@salon.test>",
        template="booking_confirmation",
        context={"who": "Ján", "day": "12. 3."},
        priority="now",
    )
    told.mail("mistyped", "nobody@salon.test", priority="now")
    told.site.do("age", days=2)
    told.mail("news", "ann@salon.test", cc=["Bob B. <bob@salon.test>"], bcc=["cy@salon.test"])
    told.mail("half", "nobody@salon.test", "dan@salon.test")
    for name in ("nobody", "busy", "full", "listed", "dropped"):
        told.mail(name, f"{name}@salon.test")
    told.mail("later", "eve@salon.test", scheduled_time=(datetime.now(UTC) + timedelta(hours=20)).isoformat())
    told.site.do("send_queued")


REFUSED = {
    "nobody: nobody@salon.test": (FailureReason.BAD_ADDRESS, BounceKind.HARD, "550", NO_USER),
    "full: full@salon.test": (FailureReason.TRANSIENT, BounceKind.SOFT, "452", "4.2.2 <full@salon.test>: Mailbox full"),
    "listed: listed@salon.test": (FailureReason.BLOCKED, BounceKind.SOFT, "554", "5.7.1 Service unavailable"),
    "dropped: dropped@salon.test": (
        FailureReason.TRANSIENT,
        BounceKind.SOFT,
        "SMTPServerDisconnected",
        "Connection unexpectedly closed",
    ),
}
MISTYPED = "mistyped: nobody@salon.test"
BUSY = "busy: busy@salon.test"
LATER = "later: eve@salon.test"
TAKEN = {
    "confirmation: jan@salon.test",
    "news: ann@salon.test",
    "news: bob@salon.test",
    "news: cy@salon.test",
    # the server refused one of the two; django-post-office does not record that, and the store's word counts
    "half: nobody@salon.test",
    "half: dan@salon.test",
}


def statuses(told: Story) -> dict[str, str]:
    return {who: row["status"] for who, row in told.log().items()}


def test_a_store_of_another_maker_lands_whole(story: Story) -> None:
    report = story.ingest()

    assert report.outcome == "ok"
    waiting = dict.fromkeys([*REFUSED, BUSY, LATER], Status.PENDING)
    assert statuses(story) == dict.fromkeys(TAKEN, Status.SENT) | waiting | {MISTYPED: Status.FAILED}
    assert_attempts_are_told(story)
    assert_recipients_are_told_apart(story)
    assert_content_is_what_the_server_got(story)

    story.mailbox.cured.add("busy")
    assert story.site.do("send_queued") == [1, 4, 0]
    story.ingest()

    failed = dict.fromkeys([*REFUSED, MISTYPED], Status.FAILED)
    assert statuses(story) == dict.fromkeys([*TAKEN, BUSY], Status.SENT) | failed | {LATER: Status.PENDING}
    assert_failures_have_their_reasons(story)
    assert_a_retry_that_succeeded_shows_both_attempts(story)


def assert_attempts_are_told(story: Story) -> None:
    """A mail that waits for its next attempt already says why the first one failed."""
    log = story.log()
    for who, (_, _, code, words) in REFUSED.items():
        assert log[who]["error_code"] == code
        assert words in log[who]["error_message"]
        assert log[who]["failure_reason"] is None, "it has not failed yet"
    assert {log[who]["error_message"] for who in [*TAKEN, LATER]} == {None}


def assert_recipients_are_told_apart(story: Story) -> None:
    log, news = story.log(), str(story.mails["news"])
    people = {row["message_id"]: (row["recipient_name"], row["recipient_email"]) for row in log.values()}
    assert people[news] == ("", "ann@salon.test")
    assert people[f"{news}~2"] == ("Bob B.", "bob@salon.test")
    assert people[f"{news}~3"] == ("", "cy@salon.test")
    assert len(people) == len(log) == len(TAKEN) + len(REFUSED) + 3
    assert log["confirmation: jan@salon.test"]["recipient_name"] == "Ján Novák"
    assert log["confirmation: jan@salon.test"]["type"] == MessageType.CONFIRMATION
    assert log["news: ann@salon.test"]["type"] == MessageType.CUSTOM


def assert_content_is_what_the_server_got(story: Story) -> None:
    detail = story.detail("confirmation")
    assert (detail["subject"], detail["text"], detail["html"]) == ("Potvrdenie 12. 3.", TEXT, HTML)
    got = next(mail for mail in story.mailbox.accepted if mail["To"].addresses[0].addr_spec == "jan@salon.test")
    assert got["Subject"] == detail["subject"]
    for part, stored in (("plain", detail["text"]), ("html", detail["html"])):
        body = got.get_body((part,))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == stored
    second = message_detail(story.warehouse, f"{story.mails['news']}~2").row(0, named=True)
    assert (second["text"], second["html"]) == ("Text of news", None)


def assert_failures_have_their_reasons(story: Story) -> None:
    log = story.log()
    for who, (reason, bounce, code, words) in REFUSED.items():
        row, detail = log[who], story.detail(who.partition(":")[0])
        assert (row["failure_reason"], detail["bounce_kind"], row["error_code"]) == (reason, bounce, code), who
        assert words in row["error_message"]
        assert detail["failed_at"] > detail["created_at"]
        assert detail["sent_at"] is None


def assert_a_retry_that_succeeded_shows_both_attempts(story: Story) -> None:
    detail = story.detail("busy")
    events = message_events(story.warehouse, str(story.mails["busy"])).to_dicts()
    assert [event["kind"] for event in events] == ["failed", "sent"]
    assert "451, b'4.3.0" in events[0]["detail"]
    assert events[1]["at"] == detail["sent_at"]
    assert detail["error_message"] is None


def test_changes_that_move_no_timestamp_arrive_too(story: Story) -> None:
    story.ingest()
    before = {name: story.site.do("last_updated", number=number) for name, number in story.mails.items()}

    story.site.do("webhook", number=story.mails["confirmation"], status="DELIVERED")
    story.site.do("webhook", number=story.mails["confirmation"], status="OPENED")
    story.site.do("webhook", number=story.mails["half"], status="HARD_BOUNCED", words="5.1.1 no such user")
    story.site.do("requeue", number=story.mails["mistyped"])
    assert before == {name: story.site.do("last_updated", number=number) for name, number in story.mails.items()}
    story.ingest()

    confirmation, half, mistyped = (story.detail(name) for name in ("confirmation", "half", "mistyped"))
    assert confirmation["status"] == Status.OPENED
    assert confirmation["sent_at"] < confirmation["delivered_at"] < confirmation["opened_at"]
    assert (half["status"], half["bounce_kind"]) == (Status.BOUNCED, BounceKind.HARD)
    assert half["failure_reason"] == FailureReason.BAD_ADDRESS
    assert (mistyped["status"], mistyped["error_message"], mistyped["failed_at"]) == (Status.PENDING, None, None)
    assert_running_again_changes_nothing(story)


def assert_running_again_changes_nothing(story: Story) -> None:
    published = story.warehouse.generation
    for _ in range(2):
        again = story.ingest()
        assert (again.messages_written, again.events_written, again.published) == (0, 0, False)
        assert again.messages_read > 0, "rows that may still change are looked at each time"
    assert story.warehouse.generation == published


@pytest.mark.browser
@pytest.mark.parametrize("story", ["sqlite_url"], indirect=True)
def test_the_page_shows_them_and_the_words_of_the_server(story: Story, page: Page, tmp_path: Path) -> None:
    story.site.do("send_queued")
    story.ingest()
    settings = {"SENTLOG_DEMO": "true", "SENTLOG_TIME_ZONE": "Europe/Bratislava"}
    with serving(story.published.directory, tmp_path / "server.log", settings) as server:
        log = LogPage(page).open(server.page())

        assert log.total() == len(story.log())
        assert sorted(log.ids()) == sorted(row["message_id"] for row in story.log().values())
        expect(log.rows.filter(has_text="Ján Novák")).to_contain_text("Potvrdenie 12. 3.")
        expect(log.rows.filter(has_text="Bob B.")).to_contain_text("Sent")

        log.page.locator(f"tr[data-id='{story.mails['nobody']}']").click()
        expect(log.drawer).to_contain_text(NO_USER)
        expect(log.drawer).to_contain_text("Hard bounce")
        expect(log.drawer).to_contain_text("550")
        log.settle()
        assert not server.trouble(), server.log_text()
