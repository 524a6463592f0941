"""How is work.duckdb opened for the one writer, and made whole again when it is damaged?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from warehouse.durable import replace_copy
from warehouse.publishing import WORK, last_good_generation

LOCK = "ingest.lock"
SCHEMA = Path(__file__).with_name("schema.sql")
WRITER = {
    "memory_limit": "2GB",
    # a checkpoint after every batch would double the time of a first load; the log is replayed after a crash
    "checkpoint_threshold": "256MB",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}
DAMAGE = ("corrupt", "checksum", "could not read enough bytes", "database has been invalidated")
NOT_DAMAGE = ("no space left", "permission denied", "read-only file system", "too many open files")


class WarehouseBusy(Exception):
    """Another process is writing to this warehouse."""


class WarehouseNotWritable(Exception):
    """The directory cannot be written to, or its disk is full."""


class WorkDamaged(Exception):
    """work.duckdb turned out to be damaged while it was used."""


@contextmanager
def only_writer(directory: Path) -> Iterator[None]:
    """Holds the warehouse for this process; it is free again when the process ends, however it ends.

    Raises WarehouseBusy at once where another process holds it.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        handle = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WarehouseNotWritable(f"{directory} cannot be written to ({error.strerror}). Mend its rights.") from error
    try:
        _take(handle, directory)
        yield
    finally:
        os.close(handle)


def _take(handle: int, directory: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise WarehouseBusy(
            f"{directory} is being written by another ingest (process {holder}). Wait for it, or end it."
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)


def open_work(directory: Path) -> duckdb.DuckDBPyConnection:
    """work.duckdb with all its tables, in UTC. A damaged or missing one is rebuilt from the last good generation first.

    Only for who holds `only_writer`. Raises WarehouseNotWritable, WarehouseBusy.
    """
    if not (directory / WORK).exists():
        rebuild_work(directory)
    try:
        return _connect(directory)
    except duckdb.Error as error:
        _refuse_unless_damage(directory, error)
    rebuild_work(directory)
    return _connect(directory)


@contextmanager
def work(directory: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """`open_work`, closed again at the end.

    Raises WorkDamaged where a block cannot be read, WarehouseNotWritable where the disk is full.
    """
    connection = open_work(directory)
    try:
        yield connection
    except duckdb.Error as error:
        if any(words in str(error).lower() for words in DAMAGE):
            raise WorkDamaged(f"{directory / WORK} is damaged ({error}).") from error
        _refuse_unless_damage(directory, error)
        raise
    finally:
        connection.close()


def rebuild_work(directory: Path) -> None:
    """Puts the last good generation in place of work.duckdb; with none, an empty one is made and all is read anew."""
    (directory / f"{WORK}.wal").unlink(missing_ok=True)
    (directory / WORK).unlink(missing_ok=True)
    good = last_good_generation(directory)
    if good is not None:
        replace_copy(good, directory / WORK)


def _connect(directory: Path) -> duckdb.DuckDBPyConnection:
    settings = WRITER | {"temp_directory": str(directory / "work.tmp")}
    connection = duckdb.connect(str(directory / WORK), config=dict(settings))
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute(SCHEMA.read_text(encoding="utf-8"))
    except duckdb.Error:
        connection.close()
        raise
    return connection


def _refuse_unless_damage(directory: Path, error: duckdb.Error) -> None:
    text = str(error)
    if "lock" in text.lower() and "conflicting" in text.lower():
        raise WarehouseBusy(f"{directory / WORK} is open in another program ({text}). Close it there.") from error
    if isinstance(error, duckdb.OutOfMemoryException) or any(words in text.lower() for words in NOT_DAMAGE):
        raise WarehouseNotWritable(
            f"{directory / WORK} cannot be opened ({text}). Mend that, then run again."
        ) from error
