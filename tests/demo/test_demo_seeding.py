"""Is the made-up history whole, consistent, and the same every time?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, create_engine

from demo.businesses import BUSINESSES
from demo.seeding import seed
from demo.store import KIND_WORDS, STATUS_WORDS
from messaging.sms import measure
from messaging.vocabulary import EventKind
from tests.conftest import NOW
from tests.demo.demo_store import RATE, contradictions, everything, rows, value

STAMP = "%Y-%m-%d %H:%M:%S.%f"
NOW_UTC = NOW.astimezone(UTC).replace(tzinfo=None)


def test_same_values_give_the_same_rows(tmp_path: Path) -> None:
    stores = [create_engine(f"sqlite:///{tmp_path / name}") for name in ("one.db", "two.db", "three.db")]
    for engine, number in zip(stores, (5, 5, 6), strict=True):
        seed(engine, messages=700, seed=number, now=NOW)
    one, two, three = map(everything, stores)
    assert one == two
    assert one["messages"] != three["messages"]


def test_seeding_again_replaces_what_was_there(small_store: Engine) -> None:
    seed(small_store, messages=50, seed=1, now=NOW)
    assert value(small_store, "SELECT count(*) FROM messages") == 50
    assert contradictions(small_store) == {}


@pytest.mark.parametrize("database", ["postgres_url", "mariadb_url"])
def test_servers_hold_the_same_rows_as_sqlite(
    small_store: Engine, database: str, request: pytest.FixtureRequest
) -> None:
    server = create_engine(request.getfixturevalue(database))
    seed(server, messages=1_000, seed=3, now=NOW)
    held = everything(server)
    server.dispose()
    assert held == everything(small_store)


@pytest.mark.parametrize("count", [1, 7, 60])
def test_a_tiny_store_has_exactly_as_many_messages_as_asked_for(tmp_path: Path, count: int) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'tiny.db'}")
    seed(engine, messages=count, seed=1, now=NOW)
    assert value(engine, "SELECT count(*) FROM messages") == count
    assert contradictions(engine) == {}


@pytest.mark.parametrize("number", [1, 2])
def test_five_thousand_messages_show_every_type_status_and_provider(tmp_path: Path, number: int) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'five.db'}")
    seed(engine, messages=5_000, seed=number, now=NOW)
    assert {row[0] for row in rows(engine, "SELECT DISTINCT kind FROM messages")} == set(KIND_WORDS.values())
    assert {row[0] for row in rows(engine, "SELECT DISTINCT status FROM messages")} == set(STATUS_WORDS.values())
    providers = {tuple(row) for row in rows(engine, "SELECT DISTINCT channel, provider FROM messages")}
    assert providers == {("email", "postmark"), ("email", "ses"), ("sms", "twilio"), ("sms", "vonage")}


def test_a_large_store_does_not_contradict_itself(large_store: Engine) -> None:
    assert value(large_store, "SELECT count(*) FROM messages") == 20_000
    assert value(large_store, "SELECT max(id) FROM messages") == 20_000
    assert contradictions(large_store) == {}
    out_of_order = (
        "SELECT count(*) FROM messages AS a JOIN messages AS b ON b.id = a.id + 1 WHERE b.created_at < a.created_at"
    )
    assert value(large_store, out_of_order) == 0


def test_nothing_is_from_the_future(large_store: Engine) -> None:
    now = NOW_UTC.strftime(STAMP)
    for column in ("created_at", "updated_at", "sent_at", "delivered_at", "opened_at", "clicked_at", "failed_at"):
        assert value(large_store, f"SELECT max({column}) FROM messages") <= now
    assert value(large_store, "SELECT max(received_at) FROM delivery_events") <= now


def test_a_message_changed_last_when_news_of_it_last_came(large_store: Engine) -> None:
    unexplained = """
        SELECT count(*) FROM messages AS m WHERE m.status <> 'sending' AND m.updated_at NOT IN
        (SELECT received_at FROM delivery_events AS e WHERE e.message_id = m.id)"""
    assert value(large_store, unexplained) == 0


def test_most_messages_arrive(large_store: Engine) -> None:
    assert 0.95 <= value(large_store, f"SELECT {RATE} FROM messages") <= 0.975
    unfinished = "SELECT count(*) FROM messages WHERE status IN ('queued', 'sending')"
    assert 2 <= value(large_store, unfinished) <= 20
    assert value(large_store, "SELECT count(*) FROM messages WHERE status = 'sent'") < 200


def test_sms_take_one_to_four_segments_and_are_rarely_billed_otherwise(large_store: Engine) -> None:
    sms = rows(large_store, "SELECT body_text, segments FROM messages WHERE channel = 'sms'")
    needed = [measure(row.body_text) for row in sms]
    assert {one.segments for one in needed} == {1, 2, 3, 4}
    assert {one.encoding for one in needed} == {"GSM-7", "UCS-2"}
    differing = sum(one.segments != row.segments for one, row in zip(needed, sms, strict=True))
    assert 0 < differing < len(sms) * 0.005


def test_sms_prices_are_segments_times_the_price_of_that_day(large_store: Engine) -> None:
    wrong = """
        SELECT count(*) FROM messages AS m JOIN customers AS c ON c.id = m.customer_id
        WHERE m.price IS NOT NULL AND abs(m.price - m.segments * (
            SELECT p.price FROM sms_prices AS p
            WHERE p.provider = m.provider AND p.country = c.country AND p.valid_from <= date(m.created_at)
            ORDER BY p.valid_from DESC LIMIT 1)) > 0.0000005"""
    assert value(large_store, wrong) == 0
    assert value(large_store, "SELECT count(DISTINCT valid_from) FROM sms_prices") == 2
    untold = "SELECT avg(price IS NULL) FROM messages WHERE provider = 'vonage' AND status = 'delivered'"
    assert 0.4 < value(large_store, untold) < 0.6


def test_tomorrow_has_appointments_some_without_a_delivered_reminder(large_store: Engine) -> None:
    for business in BUSINESSES:
        tomorrow = (NOW.astimezone(business.zone) + timedelta(days=1)).date()
        begins = datetime.combine(tomorrow, datetime.min.time(), business.zone)
        span = {
            "begins": begins.astimezone(UTC).strftime(STAMP),
            "ends": (begins + timedelta(days=1)).astimezone(UTC).strftime(STAMP),
            "business": business.id,
        }
        visits = "FROM appointments AS a WHERE business_id = :business AND starts_at >= :begins AND starts_at < :ends"
        assert value(large_store, f"SELECT count(*) {visits}", **span) >= 3
    reminded = """
        SELECT count(*) FROM appointments AS a WHERE a.status = 'booked' AND a.starts_at BETWEEN :now AND :later AND {0} (
            SELECT 1 FROM messages AS m WHERE m.appointment_id = a.id AND m.kind = 'reminder'
            AND m.status IN ('delivered', 'opened', 'clicked'))"""
    soon = {"now": NOW_UTC.strftime(STAMP), "later": (NOW_UTC + timedelta(days=1)).strftime(STAMP)}
    assert value(large_store, reminded.format("EXISTS"), **soon) > 0
    assert value(large_store, reminded.format("NOT EXISTS"), **soon) > 0


def test_events_come_doubled_late_and_from_machines(large_store: Engine) -> None:
    assert {row[0] for row in rows(large_store, "SELECT DISTINCT kind FROM delivery_events")} == {
        str(kind) for kind in EventKind
    }
    same = "SELECT message_id, kind, occurred_at, provider_event_id FROM delivery_events"
    doubled = value(large_store, f"SELECT count(*) FROM ({same}) ") - value(
        large_store, f"SELECT count(*) FROM (SELECT DISTINCT * FROM ({same}))"
    )
    assert doubled > 100
    overtaken = """
        SELECT count(*) FROM delivery_events AS d JOIN delivery_events AS o ON o.message_id = d.message_id
        WHERE d.kind = 'delivered' AND o.kind = 'opened' AND o.received_at < d.received_at"""
    assert value(large_store, overtaken) > 10
    only_machines = """
        SELECT count(*) FROM messages AS m WHERE m.status = 'delivered' AND EXISTS
        (SELECT 1 FROM delivery_events AS e WHERE e.message_id = m.id AND e.kind = 'opened' AND e.machine)"""
    assert value(large_store, only_machines) > 100


def test_some_marketing_goes_wrongly_to_those_who_unsubscribed(large_store: Engine) -> None:
    after = """
        SELECT count(*) FROM messages AS m JOIN customers AS c ON c.id = m.customer_id
        WHERE m.kind = 'campaign' AND m.created_at > c.unsubscribed_at"""
    assert 0 < value(large_store, after) < 60


def test_days_and_hours_look_like_life(large_store: Engine) -> None:
    sent = [
        datetime.fromisoformat(row[0]).replace(tzinfo=UTC).astimezone(ZoneInfo(row[1]))
        for row in rows(
            large_store, "SELECT m.created_at, b.time_zone FROM messages m JOIN businesses b ON b.id = business_id"
        )
    ]
    nights = sum(at.hour < 6 for at in sent)
    assert nights < len(sent) * 0.05
    assert sum(at.hour == 12 for at in sent) < sum(at.hour == 10 for at in sent)
    assert sum(at.weekday() == 6 for at in sent) < sum(at.weekday() == 3 for at in sent)
    half = NOW - timedelta(days=365)
    assert sum(at > half for at in sent) > 1.2 * sum(at <= half for at in sent)
    assert min(sent) < NOW - timedelta(days=720)
    assert max(sent) > NOW - timedelta(minutes=30)
