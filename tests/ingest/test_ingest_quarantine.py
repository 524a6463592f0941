"""Is what cannot be read visible, does it stop nothing else, and does it land once it is mended?"""

import sqlite3

import pytest

from ingest.mapping import MappingWrong
from tests.ingest.ingest_bench import Bench
from tests.ingest.small_store import NOON
from warehouse.freshness import freshness
from warehouse.publishing import published

WEIRD = "SELECT entity, source_id, reason, mending FROM quarantine"


@pytest.mark.parametrize("column", ["status", "kind", "channel"])
def test_an_unknown_word_is_quarantined_and_all_other_rows_land(any_bench: Bench, column: str) -> None:
    any_bench.store.message()
    weird = any_bench.store.message(**{column: "weird"})

    report = any_bench.run()

    assert (report.outcome, report.messages_written, report.quarantined) == ("quarantined", 1, 1)
    ours = {"kind": "type"}.get(column, column)
    [(entity, source_id, reason, mending)] = any_bench.rows(WEIRD)
    assert (entity, source_id, reason) == ("messages", str(weird), f"unknown {ours} 'weird'")
    assert f"[messages.values.{ours}]" in mending
    assert '"weird" = ' in mending
    assert freshness(any_bench.directory).quarantined == 1


def test_a_mended_mapping_lets_the_row_land_although_its_cursor_did_not_move(any_bench: Bench) -> None:
    any_bench.store.message(status="weird", updated_at=NOON.replace(year=2025))
    any_bench.store.message()
    any_bench.run()

    any_bench.mapped(("[messages.values.status]", '[messages.values.status]\nweird = "sent"'))
    report = any_bench.run()

    assert (report.outcome, report.messages_written, report.published) == ("ok", 1, True)
    assert any_bench.value("SELECT count(*) FROM quarantine") == 0
    assert any_bench.value("SELECT source_status FROM messages WHERE status = 'sent'") == "weird"


def test_a_row_mended_in_the_source_lands(bench: Bench) -> None:
    weird = bench.store.message(status="weird", updated_at=NOON.replace(year=2025))
    bench.store.message()
    bench.run()

    bench.store.change(weird, status="sent")

    assert bench.run().quarantined == 0


def test_a_row_that_the_source_deleted_leaves_quarantine(bench: Bench) -> None:
    bench.store.message(status="weird")
    bench.run()

    bench.store.execute("DELETE FROM messages")
    report = bench.run()

    assert (report.quarantined, report.published) == (0, True)


def test_a_row_that_stays_unknown_is_not_published_again(bench: Bench) -> None:
    bench.store.message(status="weird")
    bench.run()

    report = bench.run()

    assert (report.outcome, report.published) == ("quarantined", False)


def test_a_known_message_that_becomes_unreadable_keeps_what_was_known(bench: Bench) -> None:
    message = bench.store.message()
    bench.run()

    bench.store.change(message, status="weird")
    bench.run()

    assert bench.value("SELECT status FROM messages") == "delivered"
    assert bench.value("SELECT count(*) FROM quarantine") == 1


def test_an_unknown_event_kind_is_quarantined_by_the_events_own_id(bench: Bench) -> None:
    message = bench.store.message()
    bench.store.event(message)
    weird = bench.store.event(message, kind="weird")
    bench.run()
    assert [row[:3] for row in bench.rows(WEIRD)] == [("events", str(weird), "unknown kind 'weird'")]

    bench.mapped(('key = "event_id"', 'key = "event_id"\n\n[events.values.kind]\nweird = "opened"'))

    assert bench.run().quarantined == 0
    assert bench.value("SELECT count(*) FROM events") == 2


def test_a_star_says_that_every_other_word_is_fine(bench: Bench) -> None:
    bench.store.message(kind="weird")
    bench.mapped(('custom = "custom"', '"*" = "custom"'))

    assert bench.run().outcome == "ok"
    assert bench.value("SELECT type FROM messages") == "custom"


def test_invalid_utf_8_does_not_stop_the_fetch(bench: Bench) -> None:
    for _ in range(3):
        bench.store.message()
    with sqlite3.connect(bench.store.url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE messages SET body_text = CAST(X'41FF42' AS TEXT) WHERE id = 2")
    connection.close()

    report = bench.run()

    assert (report.messages_written, report.quarantined) == (2, 1)
    assert bench.rows(WEIRD)[0][1:3] == ("2", r"text is not valid UTF-8: 'A\\xffB'")


def test_a_lone_surrogate_is_quarantined(bench: Bench) -> None:
    bench.store.message()
    with sqlite3.connect(bench.store.url.removeprefix("sqlite:///")) as connection:
        connection.execute("UPDATE messages SET subject = CAST(X'EDA080' AS TEXT)")
    connection.close()

    assert bench.run().quarantined == 1


def test_a_mariadb_zero_date_is_quarantined_with_its_reason(mariadb_bench: Bench) -> None:
    mariadb_bench.store.message()
    mariadb_bench.store.message()
    mariadb_bench.store.execute("SET sql_mode = ''")
    mariadb_bench.store.execute("UPDATE messages SET sent_at = '0000-00-00', updated_at = '0000-00-00' WHERE id = 2")

    report = mariadb_bench.run()

    assert (report.messages_written, report.quarantined) == (1, 1)
    assert "sent_at is not a date and time: '0000-00-00 00:00:00" in mariadb_bench.rows(WEIRD)[0][2]


@pytest.mark.parametrize("value", ["infinity", "-infinity", "0044-03-15 00:00:00 BC"])
def test_what_is_no_date_to_us_in_postgresql_is_quarantined(postgres_bench: Bench, value: str) -> None:
    postgres_bench.store.message()
    postgres_bench.store.message()
    postgres_bench.store.execute(f"UPDATE messages SET sent_at = '{value}', updated_at = '{value}' WHERE id = 2")

    report = postgres_bench.run()

    assert (report.messages_written, report.quarantined) == (1, 1)
    assert f"sent_at is not a date and time: '{value}'" in postgres_bench.rows(WEIRD)[0][2]


def test_money_with_a_seventh_decimal_is_not_rounded_away(postgres_bench: Bench) -> None:
    postgres_bench.store.sms()
    postgres_bench.store.execute("ALTER TABLE messages ALTER COLUMN price TYPE numeric(20, 8)")
    postgres_bench.store.execute("UPDATE messages SET price = 0.01234567")

    assert postgres_bench.run().quarantined == 1


def test_a_missing_required_column_stops_before_any_write(bench: Bench) -> None:
    bench.store.message()
    bench.mapped(("e.occurred_at AS at,", ""))

    with pytest.raises(MappingWrong, match=r"\[events\] select gives no column at"):
        bench.run()

    assert published(bench.directory) is None
    assert not (bench.directory / "work.duckdb").exists()
    assert "no column at" in (freshness(bench.directory).error or "")


def test_a_column_that_nobody_understands_is_named_with_a_guess(bench: Bench) -> None:
    bench.mapped(("m.provider,", "m.provider AS providr,"))

    with pytest.raises(MappingWrong, match="Did you mean provider"):
        bench.run()


def test_a_statement_that_the_store_refuses_is_the_mappings_fault(any_bench: Bench) -> None:
    any_bench.mapped(("m.subject,", "m.no_such_column AS subject,"))

    with pytest.raises(MappingWrong, match="no_such_column"):
        any_bench.run()
