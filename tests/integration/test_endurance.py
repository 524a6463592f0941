"""Does the warehouse still say what the store says, after the store has lived through a lot?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest
from sqlalchemy import Engine, create_engine

from demo import store
from demo.seeding import seed
from demo.simulation import Simulation
from ingest.running import RunReport, run
from tests.conftest import NOW
from tests.integration.booking_rows import Row, expected_contents, expected_events, expected_messages
from warehouse.reading import Warehouse, WarehouseDirectory

STEPS = 500
INGESTS = 30
BY_HAND = 0.1  # of the steps
LATE = 580  # seconds: within the overlap of ten minutes
ZONE, REGION = "Europe/Bratislava", "SK"

MESSAGES = """
    SELECT m.*, r.name, r.email, r.phone, s.subject
    FROM messages AS m LEFT JOIN recipients AS r USING (recipient_key) LEFT JOIN subjects AS s USING (subject_key)
"""
DAILY = """
    SELECT local_day, business_id, channel, type, status, provider, country,
        CASE WHEN price IS NOT NULL THEN currency ELSE '' END AS currency,
        count(*) AS messages,
        sum(CASE WHEN status IN ('pending', 'sending') THEN 0 ELSE 1 END)::BIGINT AS attempted,
        sum(CASE WHEN status NOT IN ('pending', 'sending') AND sent_at IS NOT NULL THEN 1 ELSE 0 END)::BIGINT AS sent,
        sum(CASE WHEN status IN ('delivered', 'opened', 'clicked', 'unsubscribed') THEN 1 ELSE 0 END)::BIGINT AS delivered,
        sum(CASE WHEN status IN ('failed', 'bounced') THEN 1 ELSE 0 END)::BIGINT AS failed,
        sum(CASE WHEN segments IS NOT NULL THEN segments ELSE coalesce(segments_computed, 0) END)::BIGINT AS segments,
        sum(coalesce(price, 0))::DECIMAL(18, 6) AS cost
    FROM messages GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY ALL
"""


@dataclass
class Life:
    """A store that lives on, beside the warehouse that follows it."""

    engine: Engine
    path: str
    simulation: Simulation
    rng: Random
    published: WarehouseDirectory
    now: datetime = NOW

    def step(self) -> None:
        """Mostly seconds go by, sometimes hours: then the store falls far behind the overlap of the cursor."""
        pause = self.rng.choices((self.rng.uniform(0.001, 90), self.rng.uniform(600, 40_000)), (97, 3))[0]
        self.now += timedelta(seconds=pause)
        self.simulation.step(self.now)
        if self.rng.random() < BY_HAND:
            self._set_right_by_hand()

    def _set_right_by_hand(self) -> None:
        """Somebody sends an old message again, rewritten, to somebody else; the change was begun minutes ago and is committed only now."""
        at = self.now.astimezone(UTC).replace(tzinfo=None)
        number = self.rng.randint(1, 1_000)
        rewritten = {"to_name": f"Žofia {at:%f}", "subject": None, "body_text": f"„{at}“ 🎉", "body_html": None}
        times = {"sent_at": at, "updated_at": at - timedelta(seconds=self.rng.uniform(0, LATE))}
        with self.engine.begin() as connection:
            connection.execute(
                store.MESSAGES.update().where(store.MESSAGES.c.id == number).values(**rewritten, **times)
            )

    def ingest(self) -> RunReport:
        return run(
            f"sqlite:///{self.path}",
            Path("booking"),
            self.published.directory,
            time_zone=ZONE,
            region=REGION,
            clock=lambda: self.now,
        )

    @property
    def warehouse(self) -> Warehouse:
        return self.published.current()


@pytest.fixture(params=[11, 12])
def life(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Life]:
    """Of a random size, ingested at random moments while it lives."""
    rng = Random(request.param)
    path = str(tmp_path / "booking.db")
    engine = create_engine(f"sqlite:///{path}")
    seed(engine, messages=rng.randint(1_000, 2_500), seed=request.param, now=NOW)
    published = WarehouseDirectory(tmp_path / "warehouse")
    lived = Life(engine, path, Simulation(engine, request.param, NOW), rng, published)
    moments = set(rng.sample(range(STEPS), INGESTS))
    for number in range(STEPS):
        lived.step()
        if number in moments:
            lived.ingest()
    lived.ingest()
    yield lived
    engine.dispose()


def test_warehouse_equals_store_row_by_row(life: Life) -> None:
    warehouse = life.warehouse
    expected = expected_messages(life.path, ZONE, REGION)

    assert_equal_rows(messages_of(warehouse), expected)
    assert_contents_word_for_word(warehouse, expected_contents(life.path))
    assert sorted_events(warehouse) == sorted(expected_events(life.path), key=str)
    assert_search_tables_hold_just_these(warehouse, expected)
    assert warehouse.read("SELECT * FROM daily ORDER BY ALL").equals(warehouse.read(DAILY))
    assert warehouse.read("SELECT * FROM quarantine").is_empty()
    assert_running_again_changes_nothing(life)


def messages_of(warehouse: Warehouse) -> dict[str, Row]:
    rows = warehouse.read(MESSAGES).to_dicts()
    for row in rows:
        row["recipient"] = (row.pop("name"), row.pop("email"), row.pop("phone"))
        del row["recipient_key"], row["subject_key"]
    assert len({row["message_id"] for row in rows}) == len(rows), "a message is there twice"
    return {row["message_id"]: row for row in rows}


def assert_equal_rows(found: dict[str, Row], expected: dict[str, Row]) -> None:
    assert found.keys() == expected.keys()
    assert len({row["status"] for row in expected.values()}) == 9, "a status that never occurs is never compared"
    wrong = {
        (message_id, column): (found[message_id].get(column), value)
        for message_id, row in expected.items()
        for column, value in row.items()
        if column not in found[message_id] or found[message_id][column] != value
    }
    assert not wrong, f"{len(wrong)} cells differ (found, expected), such as {dict(list(wrong.items())[:5])}"
    assert all(row.keys() == expected[message_id].keys() for message_id, row in found.items())


def assert_contents_word_for_word(warehouse: Warehouse, expected: dict[str, tuple[str | None, str | None]]) -> None:
    rows = warehouse.read("SELECT message_id, html, text FROM contents").rows()
    assert len(rows) == len(expected)
    assert {message_id: (html, text) for message_id, html, text in rows} == expected


def sorted_events(warehouse: Warehouse) -> list[tuple[object, ...]]:
    rows = warehouse.read('SELECT message_id, kind, "at", provider_event_id, machine, code, detail FROM events').rows()
    return sorted(rows, key=str)


def assert_search_tables_hold_just_these(warehouse: Warehouse, expected: dict[str, Row]) -> None:
    people = warehouse.read("SELECT name, email, phone FROM recipients").rows()
    subjects = warehouse.read("SELECT subject FROM subjects").get_column("subject").to_list()
    assert sorted(people) == sorted({row["recipient"] for row in expected.values()})
    assert sorted(subjects) == sorted({row["subject"] for row in expected.values()})


def assert_running_again_changes_nothing(life: Life) -> None:
    before = contents_of(life.warehouse)
    generation = life.warehouse.generation
    files = {path.name: path.stat().st_mtime_ns for path in life.published.directory.glob("gen-*.duckdb")}
    for _ in range(2):
        again = life.ingest()
        assert (again.outcome, again.messages_written, again.events_written, again.published) == ("ok", 0, 0, False)
        assert again.messages_read > 0, "the overlap is read again each time"
    assert life.warehouse.generation == generation
    assert {path.name: path.stat().st_mtime_ns for path in life.published.directory.glob("gen-*.duckdb")} == files
    assert contents_of(life.warehouse).equals(before)


def contents_of(warehouse: Warehouse) -> pl.DataFrame:
    return warehouse.read("SELECT * FROM messages ORDER BY message_id")
