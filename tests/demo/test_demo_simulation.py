"""Does the store live on without contradicting itself?"""

from datetime import timedelta
from time import perf_counter

import pytest
from sqlalchemy import Engine, create_engine

from demo.seeding import seed
from demo.simulation import Simulation
from tests.conftest import NOW
from tests.demo.demo_store import contradictions, everything, rows, value

STEPS = 250


def _lived_on(engine: Engine, steps: int = STEPS, number: int = 1) -> list[int]:
    simulation = Simulation(engine, number, NOW)
    return [simulation.step() for _ in range(steps)]


def test_new_messages_appear_and_go_all_the_way(small_store: Engine) -> None:
    written = _lived_on(small_store)
    assert sum(written) > 2 * STEPS
    new = {row[0] for row in rows(small_store, "SELECT DISTINCT status FROM messages WHERE id > 1000")}
    assert {"queued", "sent", "delivered", "opened", "clicked", "failed"} <= new
    assert value(small_store, "SELECT count(*) FROM messages WHERE id > 1000") > STEPS
    assert contradictions(small_store) == {}


def test_a_second_simulation_takes_up_what_the_first_left_under_way(small_store: Engine) -> None:
    _lived_on(small_store, 6)
    under_way = "SELECT id FROM messages WHERE id > 1000 AND status IN ('queued', 'sending', 'sent')"
    waiting = {row[0] for row in rows(small_store, under_way)}
    assert waiting
    second = Simulation(small_store, 2, NOW + timedelta(minutes=10))
    for _ in range(60):
        second.step()
    assert not waiting & {row[0] for row in rows(small_store, under_way)}
    assert contradictions(small_store) == {}


def test_receipts_come_doubled_and_out_of_order(small_store: Engine) -> None:
    _lived_on(small_store)
    doubled = """
        SELECT count(*) FROM (SELECT 1 FROM delivery_events WHERE message_id > 1000
        GROUP BY message_id, kind, occurred_at, provider_event_id HAVING count(*) > 1)"""
    assert value(small_store, doubled) > 0
    overtaken = """
        SELECT count(*) FROM delivery_events AS a JOIN delivery_events AS b
        ON a.message_id = b.message_id AND a.occurred_at < b.occurred_at AND a.received_at > b.received_at
        WHERE a.message_id > 1000"""
    assert value(small_store, overtaken) > 0


def test_every_change_moves_updated_at_and_touches_nothing_else(small_store: Engine) -> None:
    simulation = Simulation(small_store, 2, NOW)
    before = {row[0]: row for row in everything(small_store)["messages"]}
    for _ in range(60):
        simulation.step()
        after = {row[0]: row for row in everything(small_store)["messages"]}
        changed = [number for number, row in before.items() if after[number] != row]
        assert all(after[number][-1] > before[number][-1] for number in changed)
        before = after


def test_same_seed_lives_the_same_life(small_store: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = create_engine(f"sqlite:///{tmp_path_factory.mktemp('other') / 'booking.db'}")
    seed(other, messages=1_000, seed=3, now=NOW)
    assert _lived_on(small_store, 40) == _lived_on(other, 40)
    assert everything(small_store) == everything(other)


def test_a_second_simulation_goes_on_where_the_first_ended(small_store: Engine) -> None:
    _lived_on(small_store, 30)
    last = value(small_store, "SELECT max(id) FROM messages")
    simulation = Simulation(small_store, 9, NOW + timedelta(hours=1))
    for _ in range(30):
        simulation.step()
    assert value(small_store, "SELECT max(id) FROM messages") > last
    assert contradictions(small_store) == {}


@pytest.mark.parametrize("database", ["postgres_url", "mariadb_url"])
def test_servers_live_the_same_life_as_sqlite(
    small_store: Engine, database: str, request: pytest.FixtureRequest
) -> None:
    server = create_engine(request.getfixturevalue(database))
    seed(server, messages=1_000, seed=3, now=NOW)
    _lived_on(server, 60)
    held = everything(server)
    server.dispose()
    _lived_on(small_store, 60)
    assert held == everything(small_store)


def test_a_step_is_gentle(large_store: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    copy = create_engine(f"sqlite:///{tmp_path_factory.mktemp('copy') / 'booking.db'}")
    with copy.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        with large_store.connect() as source:
            source.connection.driver_connection.backup(raw)  # type: ignore[union-attr]  # SQLite's own connection
    simulation = Simulation(copy, 1, NOW)
    begun = perf_counter()
    for _ in range(20):
        simulation.step()
    assert (perf_counter() - begun) / 20 < 0.1
