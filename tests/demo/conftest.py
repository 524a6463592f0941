"""A demo store large enough for every incident to be seen."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from demo.seeding import seed
from tests.conftest import NOW


@pytest.fixture(scope="session")
def large_store(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """20,000 messages in SQLite. Shared by all tests: read it only."""
    engine = _sqlite(tmp_path_factory.mktemp("large"))
    seed(engine, messages=20_000, seed=7, now=NOW)
    return engine


@pytest.fixture
def small_store(tmp_path: Path) -> Engine:
    """1,000 messages in SQLite, to do with as you like."""
    engine = _sqlite(tmp_path)
    seed(engine, messages=1_000, seed=3, now=NOW)
    return engine


def _sqlite(folder: Path) -> Engine:
    return create_engine(f"sqlite:///{folder / 'booking.db'}")
