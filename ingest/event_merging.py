"""How do delivery events become part of the warehouse, each once?"""

import duckdb
import polars as pl

KEY = ("message_id", "kind", "at", "provider_event_id")
COLUMNS = ", ".join(f'"{name}"' for name in (*KEY, "machine", "code", "detail"))
KEYS = ", ".join(f'"{name}"' for name in KEY)
INSERT = f"""
    INSERT INTO events ({COLUMNS})
    SELECT {COLUMNS} FROM incoming ANTI JOIN events USING ({KEYS})
"""


def merge_events(warehouse: duckdb.DuckDBPyConnection, events: pl.DataFrame) -> int:
    """Adds the events that are not there yet, inside the caller's transaction; returns how many.

    `events` has the columns of fields.EVENTS. Of the same event twice, the first one stays.
    """
    tidy = events.with_columns(
        pl.col("provider_event_id").fill_null(""), pl.col("machine").fill_null(value=False)
    ).unique(subset=KEY, keep="first", maintain_order=True)
    warehouse.register("incoming", tidy.to_arrow())
    try:
        row = warehouse.execute(INSERT).fetchone()
        return int(row[0]) if row else 0
    finally:
        warehouse.unregister("incoming")
