"""Does a run bring over exactly what the store holds, and does a second one leave it alone?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from ingest import source
from tests.ingest.ingest_bench import Bench
from tests.ingest.small_store import NOON
from warehouse.publishing import WORK, owe_publication
from warehouse.writing import work


def test_a_first_run_brings_every_column_in_every_database(any_bench: Bench) -> None:
    any_bench.store.sms(
        price=Decimal("0.070000"), currency="EUR", sent_at=datetime(2026, 3, 20, 11, 0, 0, 123456, tzinfo=UTC)
    )
    any_bench.store.event(1, machine=True, detail='{"a":  1}', code="250")

    report = any_bench.run()

    assert (report.outcome, report.messages_written, report.events_written) == ("ok", 1, 1)
    message = any_bench.read("FROM messages").row(0, named=True)
    assert message["price"] == Decimal("0.070000")
    assert message["sent_at"] == datetime(2026, 3, 20, 11, 0, 0, 123456, tzinfo=UTC)
    assert message["at"] == message["sent_at"]
    assert (message["type"], message["status"], message["source_status"]) == ("reminder", "delivered", "delivered")
    assert (message["country"], message["segments_computed"], message["encoding"]) == ("SK", 1, "GSM-7")
    assert any_bench.rows("SELECT text, html FROM contents") == [("Ahoj, zajtra o 9:00", None)]
    assert any_bench.rows("SELECT message_id, kind, machine, code, detail FROM events") == [
        ("1", "delivered", True, "250", '{"a":  1}')
    ]
    assert any_bench.rows("SELECT haystack, phone_digits FROM recipients") == [("zofia novakova", "421905123456")]


def test_a_second_run_changes_and_publishes_nothing(any_bench: Bench) -> None:
    first = any_bench.store.message()
    any_bench.store.sms(price=Decimal("0.1"), currency="EUR")
    any_bench.store.event(first)
    before = any_bench.run()

    again = any_bench.run()

    assert (again.messages_read, again.events_read) == (2, 1)
    assert (again.messages_written, again.events_written, again.published) == (0, 0, False)
    assert again.generation == before.generation


def test_a_row_that_commits_late_is_found_within_the_overlap(any_bench: Bench) -> None:
    any_bench.store.message()
    any_bench.run()
    any_bench.store.message(updated_at=NOON - timedelta(minutes=9))

    assert any_bench.run().messages_written == 1


def test_rows_with_one_timestamp_are_not_lost_between_two_batches(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "PARTITION", 3)
    monkeypatch.setattr(source, "BATCH_ROWS", 3)
    for _ in range(10):
        bench.store.message()

    assert bench.run().messages_written == 10


def test_a_changed_row_moves_to_its_new_day_in_daily(bench: Bench) -> None:
    queued = NOON - timedelta(days=1)
    message = bench.store.message(status="queued", created_at=queued, sent_at=None)
    bench.store.message()
    bench.run()
    assert bench.rows("SELECT local_day, messages, attempted FROM daily ORDER BY ALL") == [
        (date(2026, 3, 19), 1, 0),
        (date(2026, 3, 20), 1, 1),
    ]

    bench.store.change(message, status="sent", sent_at=NOON, updated_at=NOON)
    bench.run()

    assert bench.rows("SELECT local_day, status, messages, attempted, sent, delivered FROM daily ORDER BY ALL") == [
        (date(2026, 3, 20), "delivered", 1, 1, 1, 1),
        (date(2026, 3, 20), "sent", 1, 1, 1, 0),
    ]


def test_a_changed_body_alone_is_a_change(bench: Bench) -> None:
    message = bench.store.message()
    bench.store.message(subject="other")
    bench.run()

    bench.store.change(message, body_html="<p>Nové</p>")
    report = bench.run()

    assert (report.messages_written, report.published) == (1, True)
    assert bench.rows("SELECT html FROM contents ORDER BY message_id") == [("<p>Nové</p>",), ("<p>Ahoj</p>",)]


def test_a_body_that_is_gone_leaves_the_warehouse(bench: Bench) -> None:
    message = bench.store.message()
    bench.run()

    bench.store.change(message, body_html=None, body_text=None)
    bench.run()

    assert bench.value("SELECT count(*) FROM contents") == 0


def test_recipients_and_subjects_that_nobody_needs_any_more_are_dropped(bench: Bench) -> None:
    message = bench.store.message()
    bench.store.message(to_name="Kept", subject="Kept")
    bench.run()

    bench.store.change(message, to_name="Jana", subject="New")
    bench.run()

    assert set(bench.rows("SELECT name FROM recipients")) == {("Jana",), ("Kept",)}
    assert set(bench.rows("SELECT subject FROM subjects")) == {("New",), ("Kept",)}


def test_the_same_event_told_twice_is_one_event(bench: Bench) -> None:
    message = bench.store.message()
    bench.store.event(message)
    bench.store.event(message, received_at=NOON + timedelta(seconds=3))
    bench.run()
    bench.store.event(message, received_at=NOON + timedelta(seconds=9))
    bench.store.event(message, kind="opened")

    assert bench.run().events_written == 1
    assert bench.rows("SELECT kind FROM events ORDER BY kind") == [("delivered",), ("opened",)]


def test_events_never_overrule_the_status_of_the_source(bench: Bench) -> None:
    message = bench.store.message(status="sent")
    bench.store.event(message, kind="opened", machine=True)
    bench.run()

    assert bench.value("SELECT status FROM messages") == "sent"


def test_an_event_may_come_without_its_message(bench: Bench) -> None:
    bench.store.event(99)

    assert bench.run().events_written == 1


def test_a_timestamp_in_the_future_does_not_hide_what_comes_later(bench: Bench) -> None:
    bench.store.message(updated_at=NOON + timedelta(days=3_000))
    bench.run()
    bench.store.message(updated_at=NOON)

    assert bench.run().messages_written == 1


def test_failures_are_explained(bench: Bench) -> None:
    bench.store.message(status="bounced", error_code="550 5.1.1", error_message="User unknown", failed_at=NOON)
    bench.run()

    assert bench.rows("SELECT failure_reason, bounce_kind, error_code FROM messages") == [
        ("bad_address", "hard", "550 5.1.1")
    ]


def test_an_email_has_no_segments(bench: Bench) -> None:
    bench.store.message(segments=3)
    bench.run()

    assert bench.rows("SELECT segments, segments_computed, encoding FROM messages") == [(None, None, None)]


def test_costs_are_exact_and_currencies_stay_apart(any_bench: Bench) -> None:
    for price, currency in (("0.1", "EUR"), ("0.2", "EUR"), ("0.000001", "CZK"), (None, None)):
        any_bench.store.sms(price=price and Decimal(price), currency=currency)
    any_bench.run()

    assert any_bench.rows("SELECT currency, cost, segments FROM daily ORDER BY currency") == [
        ("", Decimal("0.000000"), 1),
        ("CZK", Decimal("0.000001"), 1),
        ("EUR", Decimal("0.300000"), 2),
    ]


def test_another_time_zone_moves_every_message_to_its_day(bench: Bench) -> None:
    bench.store.message(sent_at=datetime(2026, 3, 19, 23, 30, tzinfo=UTC))
    bench.run()
    assert bench.value("SELECT local_day FROM daily") == date(2026, 3, 20)

    bench.time_zone = "America/New_York"
    report = bench.run()

    assert report.published
    assert bench.value("SELECT local_day FROM messages") == date(2026, 3, 19)
    assert bench.value("SELECT local_day FROM daily") == date(2026, 3, 19)
    assert bench.value("SELECT arg_max(time_zone, run_id) FROM ingest_runs") == "America/New_York"


def test_the_days_on_which_clocks_change_begin_and_end_at_local_midnight(bench: Bench) -> None:
    days = {
        "2026-03-28T22:59:59.999999+00:00": date(2026, 3, 28),
        "2026-03-28T23:00:00+00:00": date(2026, 3, 29),  # the day of 23 hours
        "2026-03-29T21:59:59+00:00": date(2026, 3, 29),
        "2026-03-29T22:00:00+00:00": date(2026, 3, 30),
        "2026-10-24T22:00:00+00:00": date(2026, 10, 25),  # the day of 25 hours
        "2026-10-25T22:59:59+00:00": date(2026, 10, 25),
        "2026-10-25T23:00:00+00:00": date(2026, 10, 26),
    }
    for instant in days:
        bench.store.message(sent_at=datetime.fromisoformat(instant))
    bench.run()

    found = bench.rows("SELECT local_day FROM messages ORDER BY message_id::INTEGER")
    assert [day for (day,) in found] == list(days.values())


def test_a_run_tells_what_it_did(bench: Bench) -> None:
    bench.store.message()
    bench.run()
    bench.run()
    bench.store.message()
    bench.run()

    runs = bench.rows("SELECT run_id, outcome, messages_read, messages_written FROM ingest_runs ORDER BY run_id")
    assert runs == [(1, "ok", 1, 1), (2, "ok", 1, 0), (3, "ok", 2, 1)]


def test_changes_that_a_crash_left_unpublished_are_published_by_the_next_run(bench: Bench) -> None:
    bench.store.message()
    bench.run()
    with work(bench.directory) as warehouse:
        owe_publication(bench.directory)
        warehouse.execute("UPDATE messages SET status = 'opened'")

    report = bench.run()

    assert (report.published, report.generation) == (True, "gen-00000002.duckdb")
    assert bench.value("SELECT status FROM messages") == "delivered"


def test_a_damaged_block_is_found_and_all_is_rebuilt_from_the_last_generation(bench: Bench) -> None:
    for _ in range(3):
        bench.store.message(error_message="words to be damaged")
    bench.run()
    path = bench.directory / WORK
    content = bytearray(path.read_bytes())
    content[content.index(b"words to be damaged")] ^= 0xFF
    path.write_bytes(content)
    bench.store.change(2, subject="changed")

    report = bench.run()

    assert (report.outcome, report.messages_written) == ("ok", 1)
    assert bench.rows("SELECT error_message, count(*) FROM messages GROUP BY ALL") == [("words to be damaged", 3)]
