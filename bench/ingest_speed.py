"""How fast does the warehouse fill and keep up, beside a bare copy of the same tables?"""

import resource
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec

from sqlalchemy import create_engine

from bench.bare_copy import bare_copy
from bench.figure import Figure, Unit
from bench.stock import MAPPING, NOW, REGION, TIME_ZONE, Stock
from bench.timing import seconds
from demo.simulation import Simulation
from ingest.running import run

COPY = "a bare copy with SQLAlchemy"
COPY_ANEW = "a bare copy, made anew"
STEPS = 500  # of the simulation: about that many new messages, and the receipts of older ones
Given = ParamSpec("Given")


@dataclass(frozen=True)
class Work:
    """What a process of its own took for one thing."""

    rows: int
    seconds: float
    peak_megabytes: float


def ingest_speed(stock: Stock) -> Iterator[Figure]:
    """First load in rows a second and its peak memory; then a run with nothing changed, and one after changes."""
    with TemporaryDirectory(dir=stock.folder) as folder:
        store, directory = Path(folder) / "booking.db", Path(folder) / "warehouse"
        shutil.copyfile(stock.store, store)
        url = f"sqlite:///{store}"
        copied = _alone(_copy, url, Path(folder) / "copy.duckdb")
        loaded = _alone(_ingest, url, directory, NOW)
        yield Figure(
            "ingest, first load",
            loaded.rows / loaded.seconds,
            Unit.RATE,
            COPY,
            copied.rows / copied.seconds,
            stock.messages,
        )
        yield Figure(
            "ingest, peak memory of the first load",
            loaded.peak_megabytes,
            Unit.MEGABYTES,
            COPY,
            copied.peak_megabytes,
            stock.messages,
        )
        again = _alone(_ingest, url, directory, NOW)
        yield Figure("ingest, nothing changed", again.seconds, Unit.SECONDS, COPY_ANEW, copied.seconds, stock.messages)
        _live_on(url)
        kept_up = _alone(_ingest, url, directory, None)
        name = f"ingest, after {STEPS} steps of the business"
        yield Figure(name, kept_up.seconds, Unit.SECONDS, COPY_ANEW, copied.seconds, stock.messages)


def _live_on(url: str) -> None:
    engine = create_engine(url)
    living = Simulation(engine, 1, NOW)
    for _ in range(STEPS):
        living.step(None)
    engine.dispose()


def _alone(act: Callable[Given, Work], *args: Given.args, **kwargs: Given.kwargs) -> Work:
    """In a new process, so that its peak memory is its own and one does not warm the other's caches."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        return process.submit(act, *args, **kwargs).result()


def _ingest(url: str, directory: Path, now: datetime | None) -> Work:
    clock = {} if now is None else {"clock": lambda: now}
    report = run(url, MAPPING, directory, time_zone=TIME_ZONE, region=REGION, **clock)  # type: ignore[arg-type]  # one dict for arguments of several types
    return Work(report.messages_read + report.events_read, report.seconds, _peak_megabytes())


def _copy(url: str, target: Path) -> Work:
    rows = 0

    def copy() -> None:
        nonlocal rows
        rows = bare_copy(url, target)

    took = seconds(copy)
    return Work(rows, took, _peak_megabytes())


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
