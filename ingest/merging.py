"""How do messages become part of the warehouse, so that doing it twice is doing it once?

Everything here runs inside the caller's transaction.
"""

import duckdb
import polars as pl

from ingest import daily, search_tables

FIELDS = (
    "message_id", "business_id", "channel", "type", "status", "source_status", "customer_id", "appointment_id",
    "recipient_key", "subject_key", "provider", "country", "created_at", "sent_at", "delivered_at", "opened_at",
    "clicked_at", "failed_at", "at", "local_day", "error_code", "error_message", "failure_reason", "bounce_kind",
    "segments", "segments_computed", "encoding", "price", "currency",
)  # fmt: skip
COLUMNS = ", ".join(f'"{name}"' for name in FIELDS)
DIFFERS = " OR ".join(f'fresh."{name}" IS DISTINCT FROM known."{name}"' for name in FIELDS)
LOCAL_DAY = 'CAST(timezone($zone, "at") AS DATE)'

# in two steps: of a table that is mostly not concerned, only the ids are read
PLACES = """
    CREATE OR REPLACE TEMP TABLE places AS
    SELECT m.rowid AS place FROM messages AS m SEMI JOIN incoming USING (message_id)
"""
KNOWN = """
    CREATE OR REPLACE TEMP TABLE known AS
    SELECT rowid AS place, * FROM messages WHERE rowid IN (SELECT place FROM places)
"""
CHANGED = f"""
    CREATE OR REPLACE TEMP TABLE changed AS
    WITH fresh AS (SELECT * EXCLUDE (html, text), {LOCAL_DAY} AS local_day FROM incoming)
    SELECT {", ".join(f'fresh."{name}"' for name in FIELDS)},
        known.place, known.local_day AS old_day, known.recipient_key AS old_recipient, known.subject_key AS old_subject
    FROM fresh LEFT JOIN known USING (message_id)
    WHERE known.place IS NULL OR {DIFFERS}
"""
SURPLUS = r"""
    CREATE OR REPLACE TEMP TABLE surplus AS
    WITH people AS (SELECT source_id, any_value(recipients) AS recipients FROM incoming GROUP BY source_id)
    SELECT m.rowid AS place, m.message_id, m.local_day, m.recipient_key, m.subject_key
    FROM messages AS m JOIN people ON people.source_id = regexp_replace(m.message_id, '~\d+$', '')
    WHERE m.message_id LIKE '%~%'
        AND try_cast(regexp_extract(m.message_id, '~(\d+)$', 1) AS INTEGER) > people.recipients
"""
TAKE_SURPLUS = """
    INSERT INTO changed BY NAME
        SELECT place, local_day AS old_day, recipient_key AS old_recipient, subject_key AS old_subject FROM surplus;
    DELETE FROM contents WHERE message_id IN (SELECT message_id FROM surplus)
"""
BODIES = """
    CREATE OR REPLACE TEMP TABLE bodies AS
    WITH fresh AS (
        SELECT message_id, CASE WHEN html IS NOT NULL OR text IS NOT NULL
            THEN md5_number_lower(concat(length(html), ' ', html, text, text IS NULL)) END AS digest
        FROM incoming
    ), held AS (SELECT c.rowid AS place, message_id, digest FROM contents AS c SEMI JOIN incoming USING (message_id))
    SELECT fresh.message_id, fresh.digest, held.place
    FROM fresh LEFT JOIN held USING (message_id)
    WHERE fresh.digest IS DISTINCT FROM held.digest
"""
WRITE = (
    "DELETE FROM messages WHERE rowid IN (SELECT place FROM changed)",
    f"""INSERT INTO messages ({COLUMNS})
        SELECT {COLUMNS} FROM changed WHERE message_id IS NOT NULL ORDER BY "at", message_id""",
    "DELETE FROM contents WHERE rowid IN (SELECT place FROM bodies)",
    """INSERT INTO contents (message_id, html, text, digest)
        SELECT message_id, html, text, digest FROM incoming JOIN bodies USING (message_id) WHERE digest IS NOT NULL""",
)
WRITTEN = """
    SELECT count(*) FROM (SELECT message_id FROM changed UNION SELECT message_id FROM bodies)
"""
DAYS = "SELECT local_day FROM changed UNION SELECT old_day FROM changed"
NEW_DAYS = """
    UPDATE messages SET local_day = CAST(timezone($zone, "at") AS DATE)
    WHERE local_day <> CAST(timezone($zone, "at") AS DATE)
"""


def merge_messages(warehouse: duckdb.DuckDBPyConnection, messages: pl.DataFrame, zone: str, region: str) -> int:
    """Writes the rows that are new or differ in any column or in their content; returns how many.

    `messages` is as derivation.derive leaves it, each message_id once. `zone` is the business's time zone.
    """
    with_bodies = messages.drop("source_id") if "recipients" not in messages.columns else messages
    warehouse.register("incoming", with_bodies.to_arrow())
    try:
        warehouse.execute(PLACES)
        warehouse.execute(KNOWN)
        warehouse.execute(CHANGED, {"zone": zone})
        warehouse.execute(BODIES)
        if "recipients" in messages.columns:
            warehouse.execute(SURPLUS)
            warehouse.execute(TAKE_SURPLUS)
        written = int(_value(warehouse, WRITTEN))
        if written:
            _write(warehouse, messages, region)
        return written
    finally:
        warehouse.unregister("incoming")


def move_days(warehouse: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Puts every message on its day in another time zone."""
    warehouse.execute(NEW_DAYS, {"zone": zone})
    daily.recount_all(warehouse)


def _write(warehouse: duckdb.DuckDBPyConnection, messages: pl.DataFrame, region: str) -> None:
    for statement in WRITE:
        warehouse.execute(statement)
    search_tables.add_missing(warehouse, messages, region)
    search_tables.drop_unused(warehouse)
    daily.recount(warehouse, DAYS)


def _value(warehouse: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = warehouse.execute(sql).fetchone()
    return int(row[0]) if row else 0
