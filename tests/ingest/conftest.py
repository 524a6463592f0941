"""A small booking store that a test fills row by row, and the real ingest that reads it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.ingest_bench import Bench
from tests.ingest.small_store import SmallStore


@pytest.fixture
def store(tmp_path: Path) -> SmallStore:
    """An empty booking store in SQLite."""
    return SmallStore(f"sqlite:///{tmp_path / 'booking.db'}")


@pytest.fixture
def bench(store: SmallStore, tmp_path: Path) -> Bench:
    """The real ingest between `store` and a warehouse in a temporary directory."""
    return Bench(store, tmp_path / "warehouse")


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> SmallStore:
    """An empty booking store in each of the three databases."""
    fixtures: dict[str, Callable[[], str]] = {
        "sqlite": lambda: f"sqlite:///{tmp_path / 'booking.db'}",
        "postgresql": lambda: str(request.getfixturevalue("postgres_url")),
        "mariadb": lambda: str(request.getfixturevalue("mariadb_url")),
    }
    return SmallStore(fixtures[request.param]())


@pytest.fixture
def any_bench(any_store: SmallStore, tmp_path: Path) -> Bench:
    """The real ingest between `any_store` and a warehouse in a temporary directory."""
    return Bench(any_store, tmp_path / "warehouse")


@pytest.fixture
def postgres_bench(postgres_url: str, tmp_path: Path) -> Bench:
    """The real ingest over an empty booking store in PostgreSQL."""
    return Bench(SmallStore(postgres_url), tmp_path / "warehouse")


@pytest.fixture
def mariadb_bench(mariadb_url: str, tmp_path: Path) -> Bench:
    """The real ingest over an empty booking store in MariaDB."""
    return Bench(SmallStore(mariadb_url), tmp_path / "warehouse")
