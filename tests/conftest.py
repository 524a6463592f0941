"""What many tests stand on: real databases, a demo store, and the warehouse that the real ingest makes of it."""

import os
from collections.abc import Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL

from tests.demo_store import ingested, seeded
from tests.services import (
    IMPOSSIBLE,
    NO_MARIADB,
    SHUT_MARIADB,
    empty_database,
    mariadb_is_installed,
    mariadb_server,
    postgres_server,
)

NOW = datetime.fromisoformat(
    "2026-03-29T18:00:00+02:00"
)  # the evening of the day on which Europe's clocks went forward
MESSAGES = 5_000
NO_SKIPS = bool(os.environ.get("SENTLOG_NO_SKIPS"))


@pytest.fixture(autouse=True, scope="session")
def _settings_of_this_person_stay_out() -> None:
    """The tests mean the same whatever SENTLOG_* variables the shell has; those that name test services stay."""
    for name in [name for name in os.environ if _is_product_setting(name)]:
        del os.environ[name]


def _is_product_setting(name: str) -> bool:
    return name.startswith("SENTLOG_") and not name.startswith(
        ("SENTLOG_TEST_", "SENTLOG_NO_SKIPS", "SENTLOG_CHROMIUM")
    )


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[URL]:
    """A running PostgreSQL server."""
    with postgres_server(os.environ, tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture
def postgres_url(postgres: URL) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    with empty_database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def mariadb() -> URL:
    """A running MariaDB or MySQL server."""
    server = mariadb_server(os.environ)
    if server is None:
        pytest.skip(SHUT_MARIADB if mariadb_is_installed() else NO_MARIADB)
    return server


@pytest.fixture
def mariadb_url(mariadb: URL) -> Iterator[str]:
    """A fresh, empty MariaDB or MySQL database."""
    with empty_database(mariadb) as url:
        yield url


@pytest.fixture(scope="session")
def now() -> datetime:
    """The instant at which `store_url` and `warehouse_dir` stand still."""
    return NOW


@pytest.fixture(scope="session")
def store_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A demo store in SQLite: 5,000 messages up to `now`. Shared by all tests: read it only."""
    return seeded(tmp_path_factory.mktemp("store"), messages=MESSAGES, seed=1, now=NOW)


@pytest.fixture(scope="session")
def warehouse_dir(store_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the real ingest publishes of `store_url`, in the zone Europe/Bratislava. Shared by all tests: read it only."""
    return ingested(store_url, tmp_path_factory.mktemp("warehouse"), now=NOW)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Under SENTLOG_NO_SKIPS a skip fails, unless it is proven that this machine cannot run the test."""
    report: pytest.TestReport = yield
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail") and call.excinfo:
        _refuse_skip(report, str(call.excinfo.value))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """As above, for a whole file that is skipped."""
    report: pytest.CollectReport = yield
    if NO_SKIPS and report.skipped:
        _refuse_skip(report, str(report.longrepr))
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport, reason: str) -> None:
    proven = IMPOSSIBLE.get(reason.removeprefix("Skipped: "))
    if proven is None or not proven():
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing that can run may be skipped: {reason}"
