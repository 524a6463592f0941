"""Which rows could not be read, and which of them can be read now?

Everything here runs inside the caller's transaction.
"""

from collections.abc import Sequence
from datetime import datetime

import duckdb
import polars as pl

from ingest.mapping import EntityName
from ingest.translation import Reject

SCHEMA = {"source_id": pl.String, "reason": pl.String, "mending": pl.String}
UPSERT = """
    INSERT INTO quarantine
    SELECT $entity, source_id, reason, mending, $now, $now FROM rejected
    ANTI JOIN (FROM quarantine WHERE entity = $entity) AS held USING (source_id)
"""
REFRESH = """
    UPDATE quarantine SET last_seen = $now, reason = rejected.reason, mending = rejected.mending
    FROM rejected WHERE quarantine.entity = $entity AND quarantine.source_id = rejected.source_id
"""
DIFFERING = """
    SELECT count(*) FROM rejected JOIN quarantine AS q USING (source_id)
    WHERE q.entity = $entity AND (q.reason, q.mending) IS DISTINCT FROM (rejected.reason, rejected.mending)
"""
RELEASE = """
    DELETE FROM quarantine WHERE entity = $entity AND source_id IN (SELECT unnest($ids::VARCHAR[]))
"""


def quarantined_ids(warehouse: duckdb.DuckDBPyConnection, entity: EntityName) -> list[str]:
    """Ids in the source; '' stands for rows that have none."""
    rows = warehouse.execute("SELECT source_id FROM quarantine WHERE entity = $entity ORDER BY 1", {"entity": entity})
    return [row[0] for row in rows.fetchall()]


def size(warehouse: duckdb.DuckDBPyConnection) -> int:
    """How many rows are in quarantine."""
    row = warehouse.execute("SELECT count(*) FROM quarantine").fetchone()
    return int(row[0]) if row else 0


def put_in(warehouse: duckdb.DuckDBPyConnection, entity: EntityName, rejects: Sequence[Reject], now: datetime) -> int:
    """Notes the rejects, each id once; returns how many are new or have a new reason."""
    if not rejects:
        return 0
    rows = [(reject.source_id, reject.reason, reject.mending) for reject in rejects]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row").unique(subset="source_id", keep="last")
    warehouse.register("rejected", frame.to_arrow())
    try:
        differing = _count(warehouse, DIFFERING, {"entity": entity})
        warehouse.execute(REFRESH, {"entity": entity, "now": now})
        return differing + _count(warehouse, UPSERT, {"entity": entity, "now": now})
    finally:
        warehouse.unregister("rejected")


def let_out(warehouse: duckdb.DuckDBPyConnection, entity: EntityName, ids: Sequence[str]) -> int:
    """Takes out the ids that have landed, or that the source no longer has; returns how many were in."""
    if not ids or not size(warehouse):
        return 0
    return _count(warehouse, RELEASE, {"entity": entity, "ids": list(ids)})


def _count(warehouse: duckdb.DuckDBPyConnection, sql: str, parameters: dict[str, object]) -> int:
    row = warehouse.execute(sql, parameters).fetchone()
    return int(row[0]) if row else 0
