"""What ran, what did it do, and how far did each entity get?"""

from dataclasses import dataclass, fields
from datetime import UTC, datetime

import duckdb

from ingest import merging
from ingest.mapping import Entity, EntityName
from ingest.statements import Watermark

KEPT_RUNS = 10_000
PREVIOUS_ZONE = "SELECT time_zone FROM ingest_runs ORDER BY run_id DESC LIMIT 1"
NEXT_ID = "SELECT coalesce(max(run_id), 0) + 1 FROM ingest_runs"
BEGIN = """
    INSERT INTO ingest_runs
    VALUES ($run_id, $mapping, $time_zone, $now, NULL, 'running', 0, 0, 0, 0, 0, NULL)
"""
COUNT = """
    UPDATE ingest_runs SET messages_read = $messages_read, messages_written = $messages_written,
        events_read = $events_read, events_written = $events_written
    WHERE run_id = $run_id
"""
FINISH = """
    UPDATE ingest_runs SET finished_at = $now, outcome = $outcome, quarantined = $quarantined, error = $error
    WHERE run_id = $run_id
"""


@dataclass
class Tally:
    """What a run has done so far, in rows."""

    messages_read: int = 0
    messages_written: int = 0
    events_read: int = 0
    events_written: int = 0

    def add(self, entity: EntityName, read: int, written: int) -> None:
        if entity == "messages":
            self.messages_read += read
            self.messages_written += written
        else:
            self.events_read += read
            self.events_written += written

    def parameters(self) -> dict[str, int]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def begin(warehouse: duckdb.DuckDBPyConnection, mapping: str, zone: str, now: datetime) -> tuple[int, bool]:
    """Notes a new run; returns its id, and whether every message had to move to another time zone's days."""
    before = warehouse.execute(PREVIOUS_ZONE).fetchone()
    moved = before is not None and before[0] != zone
    if moved:
        merging.move_days(warehouse, zone)
    row = warehouse.execute(NEXT_ID).fetchone()
    run_id = int(row[0]) if row else 1
    warehouse.execute(BEGIN, {"run_id": run_id, "mapping": mapping, "time_zone": zone, "now": now})
    warehouse.execute("DELETE FROM ingest_runs WHERE run_id <= $oldest", {"oldest": run_id - KEPT_RUNS})
    return run_id, moved


def count(warehouse: duckdb.DuckDBPyConnection, run_id: int, tally: Tally) -> None:
    """Notes what the run has done so far, so that a killed run's row tells the truth too."""
    warehouse.execute(COUNT, {"run_id": run_id, **tally.parameters()})


def finish(
    warehouse: duckdb.DuckDBPyConnection,
    run_id: int,
    *,
    outcome: str,
    quarantined: int,
    now: datetime,
    error: str | None = None,
) -> None:
    """Notes how the run ended: ok, quarantined or failed."""
    parameters = {"run_id": run_id, "outcome": outcome, "quarantined": quarantined, "now": now, "error": error}
    warehouse.execute(FINISH, parameters)


def watermark(warehouse: duckdb.DuckDBPyConnection, name: EntityName, mapping: str, entity: Entity) -> Watermark | None:
    """The highest cursor value seen; None where nothing was read yet, or the mapping's cursor is of another kind now."""
    row = warehouse.execute(
        "SELECT watermark FROM cursors WHERE entity = $entity AND mapping = $mapping",
        {"entity": name, "mapping": mapping},
    ).fetchone()
    if row is None:
        return None
    try:
        return datetime.fromisoformat(row[0]) if entity.by_time else int(row[0])
    except ValueError:
        return None


def advance(
    warehouse: duckdb.DuckDBPyConnection, name: EntityName, mapping: str, reached: Watermark, now: datetime
) -> None:
    """Moves the watermark, which must be higher than before. One in the future would hide what is still to come."""
    if isinstance(reached, datetime):
        reached = min(reached, now)
    written = reached.astimezone(UTC).isoformat() if isinstance(reached, datetime) else str(reached)
    where = {"entity": name, "mapping": mapping}
    warehouse.execute("DELETE FROM cursors WHERE entity = $entity AND mapping = $mapping", where)
    warehouse.execute(
        "INSERT INTO cursors VALUES ($entity, $mapping, $watermark, $now)", {**where, "watermark": written, "now": now}
    )
