"""What does each driver have to be told, so that cells arrive as they are stored and nothing is ever written?"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

CONNECT_SECONDS = 10
LONGEST_SILENCE = 300  # seconds without a byte from the server


def _datetime_text(cell: str | bytes) -> str:
    return cell.decode("ascii") if isinstance(cell, bytes) else cell


def _timestamp_text(cell: str | bytes) -> str:
    return f"{_datetime_text(cell)}+00:00"  # a TIMESTAMP is an instant; the session's zone is set to UTC


def _mysql_conversions() -> dict[Any, Any]:
    from pymysql.constants import FIELD_TYPE  # noqa: PLC0415  # only who reads MariaDB needs the driver
    from pymysql.converters import conversions  # noqa: PLC0415

    as_text = {
        FIELD_TYPE.DATETIME: _datetime_text,
        FIELD_TYPE.TIMESTAMP: _timestamp_text,
        FIELD_TYPE.DATE: _datetime_text,
    }
    return {**conversions, **as_text}


def connect_arguments(dialect: str) -> dict[str, Any]:
    """What the driver is given to connect with: never to wait for ever, and times as text (a zero date is no date)."""
    if dialect == "postgresql":
        return {"connect_timeout": CONNECT_SECONDS, "keepalives_idle": 30, "tcp_user_timeout": LONGEST_SILENCE * 1000}
    if dialect == "mysql":
        return {
            "connect_timeout": CONNECT_SECONDS,
            "read_timeout": LONGEST_SILENCE,
            "conv": _mysql_conversions(),
        }
    return {}


def sqlite_creator(url: sa.URL) -> Callable[[], sqlite3.Connection]:
    """Opens the file read-only, and does not make one where there is none."""
    if not url.database or url.database == ":memory:":
        raise ValueError("a SQLite source is a file")
    path = url.database if url.database.startswith("file:") else f"file:{quote(str(Path(url.database)))}"
    read_only = path if "mode=" in path else f"{path}{'&' if '?' in path else '?'}mode=ro"
    return lambda: sqlite3.connect(read_only, uri=True, timeout=CONNECT_SECONDS, check_same_thread=False)


def prepare(dialect: str, connection: Any) -> None:
    """Makes a fresh connection read-only, in UTC, and its cells exact."""
    {"sqlite": _prepare_sqlite, "postgresql": _prepare_postgres, "mysql": _prepare_mysql}.get(dialect, lambda _: None)(
        connection
    )


def give_bytes(connection: Any) -> None:
    """SQLite's texts come as bytes: one that is not UTF-8 would otherwise end the whole fetch."""
    connection.text_factory = bytes


def leave_unread(cursor: Any) -> bool:
    """Tells pymysql that nobody wants the rows that are still to come; whether it was pymysql, and is of no use any more."""
    unread: Any = getattr(cursor, "_result", None)
    if not hasattr(unread, "unbuffered_active"):
        return False
    unread.unbuffered_active = False
    return True


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only = 1")


def _prepare_postgres(connection: Any) -> None:
    from psycopg.types.string import TextLoader  # noqa: PLC0415  # only who reads PostgreSQL needs the driver

    # as text: infinity and years that Python has no date for must not end the fetch, and JSON stays as it was written
    for name in ("timestamp", "timestamptz", "date", "json", "jsonb"):
        connection.adapters.register_loader(name, TextLoader)
    connection.execute("SET TIME ZONE 'UTC'; SET datestyle = 'ISO, YMD'; SET default_transaction_read_only = on")
    connection.commit()


def _prepare_mysql(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION time_zone = '+00:00'")
        cursor.execute("SET SESSION TRANSACTION READ ONLY")
