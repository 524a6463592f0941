"""How fresh is the data, and what is in quarantine?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.freshness import Freshness, freshness
from warehouse.reading import NothingPublished, Warehouse, WarehouseDamaged, WarehouseDirectory

MOST_REASONS = 10
REASONS = """
    SELECT entity, reason, mending, count(*) AS rows, min(source_id) AS example FROM quarantine
    GROUP BY entity, reason, mending ORDER BY rows DESC, entity, reason
"""
SIZES = "SELECT (SELECT count(*) FROM messages) AS messages, (SELECT count(*) FROM events) AS events"


@dataclass(frozen=True)
class Standing:
    """What status says, and whether the data is stale."""

    text: str
    stale: bool


def standing(directory: Path, stale_after: timedelta, now: datetime) -> Standing:
    """Reads what is published and how the last run ended; needs no store and no lock."""
    fresh = freshness(directory)
    age = fresh.age(now)
    stale = age is None or age > stale_after
    lines = [_age_line(age, stale_after), _run_line(fresh)]
    try:
        lines += _published(WarehouseDirectory(directory).current())
    except (NothingPublished, WarehouseDamaged) as error:
        lines.append(str(error))
        stale = True
    return Standing("\n".join(lines), stale)


def _age_line(age: timedelta | None, stale_after: timedelta) -> str:
    if age is None:
        return "Never read. Run `python -m ingest run`."
    verdict = f"stale: older than {stale_after}" if age > stale_after else "fresh"
    return f"Read {timedelta(seconds=round(age.total_seconds()))} ago ({verdict})."


def _run_line(fresh: Freshness) -> str:
    if fresh.finished_at is None:
        return "No run has ended yet."
    ended = fresh.finished_at.isoformat(timespec="seconds")
    return f"Last run: {fresh.outcome} at {ended}" + (f": {fresh.error}" if fresh.error else ".")


def _published(warehouse: Warehouse) -> list[str]:
    messages, events = warehouse.read(SIZES).row(0)
    reasons = warehouse.read(REASONS)
    lines = [f"Published: {warehouse.generation}, {messages:,} messages, {events:,} events."]
    lines.append(f"In quarantine: {reasons.get_column('rows').sum():,} rows.")
    for entity, reason, mending, rows, example in reasons.head(MOST_REASONS).iter_rows():
        lines.append(f"  {entity}, {rows:,} rows such as {example or '(no id)'}: {reason}. {mending}")
    if len(reasons) > MOST_REASONS:
        lines.append(f"  … and {len(reasons) - MOST_REASONS:,} other reasons.")
    return lines
