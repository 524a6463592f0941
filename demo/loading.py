"""How do many rows get into a store fast, whatever database it is?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Engine, Table

Row = Sequence[Any]
MYSQL = ("mysql", "mariadb")


@contextmanager
def bulk_load(engine: Engine) -> Iterator[Connection]:
    """A connection for loading: commit as you like; a store that is cut off while loading must be seeded again."""
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            for pragma in ("page_size=16384", "journal_mode=WAL", "synchronous=OFF", "cache_size=-65536"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
        yield connection
        connection.commit()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("PRAGMA synchronous=FULL")


def load(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts rows whose values stand in the order of the table's columns. The caller commits."""
    if not rows:
        return
    dialect = connection.dialect.name
    if dialect == "postgresql" and connection.dialect.driver == "psycopg":
        _copy(connection, table, rows)
    elif dialect == "sqlite":
        marks = ", ".join("?" * len(table.columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", _sqlite_rows(table, rows))
    elif dialect in MYSQL:
        marks = ", ".join(["%s"] * len(table.columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", [tuple(row) for row in rows])
    else:
        names = table.columns.keys()
        connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if not connection.in_transaction():
        connection.begin()  # COPY goes past SQLAlchemy, which would think that there is nothing to commit
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _sqlite_rows(table: Table, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Whole columns at a time: SQLite has no type for instants, dates and decimals, so they are written as SQLAlchemy does."""
    columns = list(zip(*rows, strict=True))
    for position, column in enumerate(table.columns):
        written = WRITTEN_IN_SQLITE.get(column.type.python_type)
        if written:
            columns[position] = tuple(None if value is None else written(value) for value in columns[position])
    return list(zip(*columns, strict=True))


def _instant(value: datetime) -> str:
    return value.isoformat(" ", "microseconds")


WRITTEN_IN_SQLITE: dict[type, Callable[[Any], Any]] = {datetime: _instant, date: date.isoformat, Decimal: float}
