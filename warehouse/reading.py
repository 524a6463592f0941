"""How does a reader get one consistent picture of what ingest published?"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import polars as pl
import pyarrow as pa

CURRENT = "CURRENT"
READER = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "memory_limit": "512MB",  # the cache of a large file would otherwise grow to most of the machine; sorts spill past it
}


class NothingPublished(Exception):
    """The directory holds no published generation yet."""


class WarehouseDamaged(Exception):
    """A published generation cannot be opened."""


class Warehouse:
    """One published generation, open read-only. Safe to use from many threads; never changes while it is held."""

    def __init__(self, path: Path) -> None:
        self.generation = path.stem
        try:
            self._connection = duckdb.connect(str(path), read_only=True, config=dict(READER))
        except duckdb.Error as error:
            raise WarehouseDamaged(
                f"{path} cannot be opened ({error}). Run `python -m ingest run` to publish it anew."
            ) from error
        self._lock_settings()
        self.time_zone = self._business_zone()

    def _lock_settings(self) -> None:
        """DuckDB shares what it has open within a process: the second to open a file finds its settings locked already."""
        (locked,) = self._connection.execute("SELECT current_setting('lock_configuration')").fetchall()[0]
        if not locked:
            self._connection.execute("SET GLOBAL TimeZone = 'UTC'; SET lock_configuration = true")

    def _business_zone(self) -> ZoneInfo:
        """The zone that `local_day` is in: what ingest wrote, not what this process happens to be set to."""
        runs = self.read("SELECT time_zone FROM ingest_runs ORDER BY run_id DESC LIMIT 1")
        return ZoneInfo(runs.item() if runs.height else "UTC")

    def read(self, sql: str, parameters: Mapping[str, Any] | None = None) -> pl.DataFrame:
        """The whole result. `parameters` are bound by name and must all be used in `sql`."""
        with self._connection.cursor() as cursor:
            return cursor.sql(sql, params=dict(parameters or {})).pl()

    def stream(
        self, sql: str, parameters: Mapping[str, Any] | None = None, rows: int = 50_000
    ) -> Iterator[pa.RecordBatch]:
        """The result in batches of at most `rows`, in bounded memory."""
        with self._connection.cursor() as cursor:
            # relation.to_arrow_reader streams; cursor.execute(…).to_arrow_reader would hold the whole result
            yield from cursor.sql(sql, params=dict(parameters or {})).to_arrow_reader(rows)


class WarehouseDirectory:
    """A warehouse directory: hands out the generation that is current, and opens each one only once."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._lock = Lock()
        self._open: Warehouse | None = None

    def current(self) -> Warehouse:
        """The generation published last. Raises NothingPublished before the first ingest.

        A page takes it once and asks it everything, so that no two of its figures come from two generations.
        """
        with self._lock:
            name = self._published_name()
            if self._open is None or self._open.generation != Path(name).stem:
                self._open = self._open_generation(name)
            return self._open

    def _open_generation(self, name: str) -> Warehouse:
        while True:
            try:
                return Warehouse(self.directory / name)
            except WarehouseDamaged:
                newer = self._published_name()
                if newer == name:
                    raise
                name = newer  # ingest published twice and took the old file away between our two steps

    def _published_name(self) -> str:
        try:
            return (self.directory / CURRENT).read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise NothingPublished(
                f"{self.directory} holds no published data yet. Run `python -m ingest run`."
            ) from error
