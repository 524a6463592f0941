"""Does it make a difference in which database the operational store is?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import Engine, create_engine

from demo import store
from demo.seeding import seed
from demo.simulation import Simulation
from ingest.running import run
from tests.conftest import NOW
from warehouse.reading import Warehouse, WarehouseDirectory

MESSAGES = 3_000
STEPS = 60
BY_HAND = 20  # messages
TABLES = ("messages", "contents", "recipients", "subjects", "events", "daily")


def followed(url: str, directory: Path) -> Warehouse:
    """The warehouse of a demo store: read whole, then what changed while the store lived on."""
    engine = create_engine(url)
    seed(engine, messages=MESSAGES, seed=5, now=NOW)
    first = _ingested(url, directory, NOW)
    simulation, now = Simulation(engine, 5, NOW), NOW
    for _ in range(STEPS):
        now += timedelta(seconds=47.000123)
        simulation.step(now)
    _set_right_by_hand(engine, now)
    engine.dispose()
    assert 0 < _ingested(url, directory, now) < first
    return WarehouseDirectory(directory).current()


def _set_right_by_hand(engine: Engine, now: datetime) -> None:
    """The demo itself knows milliseconds only; a person's change has all six decimals."""
    exactly = now.astimezone(UTC).replace(tzinfo=None, microsecond=123_457)
    first = store.MESSAGES.c.id <= BY_HAND
    with engine.begin() as connection:
        connection.execute(store.MESSAGES.update().where(first).values(delivered_at=exactly, updated_at=exactly))


def _ingested(url: str, directory: Path, now: datetime) -> int:
    """How many messages were read."""
    report = run(url, Path("booking"), directory, time_zone="Europe/Bratislava", region="SK", clock=lambda: now)
    assert report.outcome == "ok"
    return report.messages_read


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    folder = tmp_path_factory.mktemp("sqlite")
    return followed(f"sqlite:///{folder / 'booking.db'}", folder / "warehouse")


@pytest.mark.parametrize("database", ["postgres_url", "mariadb_url"])
def test_a_server_gives_the_same_warehouse_as_sqlite(
    on_sqlite: Warehouse, database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    on_server = followed(request.getfixturevalue(database), tmp_path / "warehouse")
    for table in TABLES:
        expected, found = whole(on_sqlite, table), whole(on_server, table)
        assert expected.height > 0
        assert found.equals(expected), f"{table} differs: {differing(found, expected)}"


def test_instants_keep_their_microseconds(on_sqlite: Warehouse) -> None:
    """Otherwise the comparison above would compare less."""
    exact = on_sqlite.read("SELECT count(*) FROM messages WHERE microsecond(delivered_at) % 1000000 = 123457").item()
    assert exact == BY_HAND


def whole(warehouse: Warehouse, table: str) -> pl.DataFrame:
    return warehouse.read(f"SELECT * FROM {table} ORDER BY ALL")


def differing(found: pl.DataFrame, expected: pl.DataFrame) -> str:
    only_found = found.join(expected, on=found.columns, how="anti", nulls_equal=True)
    only_expected = expected.join(found, on=found.columns, how="anti", nulls_equal=True)
    return (
        f"{only_found.height} rows here only, such as {only_found.head(2).rows()}; there {only_expected.head(2).rows()}"
    )
