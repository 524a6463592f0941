"""Run the whole demo: store, ingest, life and page, until Ctrl-C."""

import argparse
import fcntl
import http.client
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Never

from sqlalchemy import URL, create_engine, func, inspect, select
from sqlalchemy.exc import InvalidRequestError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from demo.processes import ROOT, AskedToStop, CannotRun, Processes
from demo.store import MESSAGES, METADATA

TOO_OLD = timedelta(days=7)
PATIENCE = 60.0  # seconds until the page must answer
INGESTED = (0, 6)  # 6: all read, and the page shows how many rows are in quarantine
PAGE = (
    *("streamlit", "run", "app.py", "--server.address=127.0.0.1"),
    *("--server.headless=true", "--browser.gatherUsageStats=false"),
)


@dataclass(frozen=True)
class Place:
    """The directory of one demo: its store and its warehouse; logs lie beside them."""

    directory: Path

    @property
    def store(self) -> Path:
        return self.directory / "store" / "booking.db"

    @property
    def warehouse(self) -> Path:
        return self.directory / "warehouse"

    def environment(self) -> dict[str, str]:
        """What the demo's processes run in: this person's own Sentlog settings have no say."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("SENTLOG_")}
        return inherited | {
            "PYTHONUNBUFFERED": "1",
            "SENTLOG_DEMO": "true",
            "SENTLOG_SOURCE": url(self.store),
            "SENTLOG_MAPPING": str(ROOT / "ingest" / "sources" / "booking.toml"),
            "SENTLOG_WAREHOUSE": str(self.warehouse),
            "SENTLOG_TIME_ZONE": "Europe/Bratislava",
            "SENTLOG_PHONE_REGION": "SK",
            "SENTLOG_CUSTOMER_URL": "https://booking.example/customers/{id}",
            "SENTLOG_APPOINTMENT_URL": "https://booking.example/appointments/{id}",
        }


def run(place: Place, port: int, messages: int, processes: Processes) -> Never:
    """Goes on until it is stopped. Raises CannotRun or AskedToStop."""
    if not is_usable(place.store):
        seed(place, messages, processes)
    processes.join("page", *PAGE, f"--server.port={port}")  # starts up while ingest reads
    processes.complete("The first ingest", "ingest", "run", fine=INGESTED)
    processes.join("ingest", "ingest", "watch", "--every", "5")
    processes.join("simulate", "demo", "simulate", "--url", url(place.store))
    wait_for_page(port, processes)
    print(f"\nSentlog is ready: http://localhost:{port}/manager/messages\nCtrl-C ends it.", flush=True)
    while True:
        processes.look_around()


def seed(place: Place, messages: int, processes: Processes) -> None:
    """Makes the store under another name, so that one which was cut off is never taken for a whole one."""
    unfinished = place.store.parent.with_name("store.unfinished")
    for leftover in (unfinished, place.store.parent, place.warehouse):
        shutil.rmtree(leftover, ignore_errors=True)
    unfinished.mkdir(parents=True)
    print(f"Making a booking business with {messages:,} messages (once) …", flush=True)
    store = url(unfinished / place.store.name)
    processes.complete("Seeding", "demo", "seed", "--url", store, "--messages", str(messages), "--seed", "1")
    unfinished.rename(place.store.parent)


def is_usable(store: Path) -> bool:
    """Whether there is a whole store with today's tables, in which something happened within the last week."""
    if not store.exists():
        return False
    try:
        last = _last_change(store)
    except SQLAlchemyError as error:
        print(f"The demo store of an earlier run cannot be used: {str(error).splitlines()[0]}", flush=True)
        return False
    if last is None or last < datetime.now(UTC) - TOO_OLD:
        print("The demo store of an earlier run is no longer alive: nothing happened in it for a week.", flush=True)
        return False
    return True


def _last_change(store: Path) -> datetime | None:
    engine = create_engine(url(store), poolclass=NullPool)
    with engine.connect() as connection:
        found = inspect(connection)
        for table in METADATA.sorted_tables:
            known = {column["name"] for column in found.get_columns(table.name)}
            if lacking := {column.name for column in table.columns} - known:
                raise InvalidRequestError(f"{table.name} lacks {', '.join(sorted(lacking))}")
        last: datetime | None = connection.scalar(select(func.max(MESSAGES.c.updated_at)))
    return last and last.replace(tzinfo=UTC)


def refuse_taken(port: int) -> None:
    """Raises CannotRun when nothing can listen on the port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: a port just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotRun(
                f"Port {port} cannot be used: {error.strerror}. Choose another one, such as: make run PORT={port + 1}"
            ) from error


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Two demos in one directory would write into each other's store. Raises CannotRun for the second."""
    place.directory.mkdir(parents=True, exist_ok=True)
    with (place.directory / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotRun(
                f"The demo in {place.directory} runs already. Use its page, or stop it with Ctrl-C first."
            ) from error
        yield


def wait_for_page(port: int, processes: Processes) -> None:
    """Raises CannotRun when the page does not answer in time."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        processes.look_around()
        if time.monotonic() > deadline:
            raise CannotRun(f"The page did not answer within {PATIENCE:.0f} s.\n{processes.last_lines('page')}")


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/manager/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def url(store: Path) -> str:
    """The SQLAlchemy URL of a SQLite file."""
    return URL.create("sqlite", database=str(store)).render_as_string()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.running", description=__doc__)
    parser.add_argument("--port", type=int, choices=range(1, 65536), metavar="PORT", default=8501)
    parser.add_argument("--messages", type=int, default=100_000, help="how many a new store gets")
    parser.add_argument(
        "--data", type=Path, default=ROOT / "data" / "demo", help="where store, warehouse and logs are kept"
    )
    options = parser.parse_args()
    place = Place(options.data.resolve())
    try:
        with alone(place), Processes(place.environment(), logs=place.directory) as processes:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, processes.ask_to_stop)
            refuse_taken(options.port)
            run(place, options.port, options.messages, processes)
    except AskedToStop:
        print("\nSentlog has stopped.", flush=True)
        return 0
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
