"""Which data is measured, and how is it made? Once for each number of messages; the next run finds it there."""

import os
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console

from settings import ROOT
from warehouse.reading import Warehouse, WarehouseDirectory

NOW = datetime.fromisoformat("2026-03-29T18:00:00+02:00")  # the demo's two years end here, in every run
TIME_ZONE = "Europe/Bratislava"
REGION = "SK"
MAPPING = ROOT / "ingest" / "sources" / "booking.toml"
SERVER = {
    "SENTLOG_DEMO": "true",
    "SENTLOG_NOW": NOW.isoformat(),
    "SENTLOG_TIME_ZONE": TIME_ZONE,
    "SENTLOG_PHONE_REGION": REGION,
}


class NotMade(Exception):
    """A command that makes the data failed; its own words stand above."""


@dataclass(frozen=True)
class Stock:
    """A demo store in SQLite and the warehouse that the real ingest made of it."""

    messages: int
    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "booking.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.store}"

    @property
    def directory(self) -> Path:
        return self.folder / "warehouse"

    def warehouse(self) -> Warehouse:
        return WarehouseDirectory(self.directory).current()

    def plain(self) -> sqlite3.Connection:
        """The store itself, for reading only."""
        return sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)


def stock(data: Path, messages: int, console: Console) -> Stock:
    """Makes what is missing. Raises NotMade."""
    made = Stock(messages, data / str(messages))
    made.folder.mkdir(parents=True, exist_ok=True)
    if not made.store.exists():
        _seed(made, console)
    if not (made.directory / "CURRENT").exists():
        _ingest(made, console)
    return made


def forget(data: Path, messages: int) -> None:
    """So that it is made anew."""
    shutil.rmtree(data / str(messages), ignore_errors=True)


def _seed(made: Stock, console: Console) -> None:
    console.print(f"Seeding a store of {made.messages:,} messages (once; a million takes some minutes) …")
    part = made.store.with_name("booking.db.part")  # one that was cut off is not taken for a whole one
    arguments = ("--url", f"sqlite:///{part}", "--messages", str(made.messages), "--seed", "1")
    _command("demo", "seed", *arguments, "--now", NOW.isoformat())
    part.replace(made.store)


def _ingest(made: Stock, console: Console) -> None:
    console.print(f"Ingesting {made.messages:,} messages (once) …")
    places = ("--source", made.url, "--mapping", str(MAPPING), "--warehouse", str(made.directory))
    _command("ingest", "run", *places, "--now", NOW.isoformat())


def _command(module: str, *arguments: str) -> None:
    environment = {**os.environ, **SERVER}
    ended = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment, check=False)
    if ended.returncode:
        raise NotMade(f"python -m {module} {arguments[0]} ended with {ended.returncode}; its words stand above.")
