"""The least that a copy of the store needs: SELECT, INSERT, nothing looked at. No translation, check, search or cursor."""

from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
from sqlalchemy import Connection, Table, create_engine

from demo.store import DELIVERY_EVENTS, MESSAGES

BATCH = 20_000
TYPES = {int: "BIGINT", str: "VARCHAR", bool: "BOOLEAN", datetime: "TIMESTAMP", Decimal: "DECIMAL(18, 6)"}


def bare_copy(url: str, target: Path) -> int:
    """Messages and delivery events of a demo store into a new DuckDB file; how many rows."""
    engine = create_engine(url)
    target.unlink(missing_ok=True)
    with engine.connect() as store, closing(duckdb.connect(str(target))) as copy:
        rows = sum(_copy_table(store, copy, table) for table in (MESSAGES, DELIVERY_EVENTS))
        copy.execute("CHECKPOINT")
    engine.dispose()
    return rows


def _copy_table(store: Connection, copy: duckdb.DuckDBPyConnection, table: Table) -> int:
    columns = ", ".join(f"{column.name} {TYPES[column.type.python_type]}" for column in table.columns)
    copy.execute(f"CREATE TABLE {table.name} ({columns})")
    names = ", ".join(column.name for column in table.columns)
    rows = 0
    # As text: SQLite keeps instants so, and DuckDB reads them faster than Python does.
    for batch in pl.read_database(
        f"SELECT {names} FROM {table.name}", store, iter_batches=True, batch_size=BATCH, infer_schema_length=None
    ):
        copy.register("batch", batch)
        copy.execute(f"INSERT INTO {table.name} SELECT * FROM batch")
        rows += batch.height
    return rows
