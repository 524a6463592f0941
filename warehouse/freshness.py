"""How old is what the warehouse shows, and how did the last run end?"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from warehouse.durable import replace_text

FRESH = "FRESH"


@dataclass(frozen=True)
class Freshness:
    """What the last run left behind. `read_at` is when the last successful run began to read: all later changes are unseen."""

    read_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: str = "never"  # never | ok | quarantined | failed
    quarantined: int = 0
    generation: str = ""
    error: str | None = None

    def age(self, now: datetime) -> timedelta | None:
        """How long ago the data was read; None where it never was."""
        return None if self.read_at is None else max(now - self.read_at, timedelta(0))


def freshness(directory: Path) -> Freshness:
    """What the last run wrote; a Freshness with outcome "never" where none has, or where the file cannot be read."""
    try:
        found = json.loads((directory / FRESH).read_text(encoding="utf-8"))
        return Freshness(
            read_at=_instant(found["read_at"]),
            finished_at=_instant(found["finished_at"]),
            outcome=str(found["outcome"]),
            quarantined=int(found["quarantined"]),
            generation=str(found["generation"]),
            error=found["error"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Freshness()


def record_freshness(directory: Path, fresh: Freshness) -> None:
    """Replaces the file in one step, so that a reader sees the old one or the new one."""
    fields = {
        "read_at": fresh.read_at and fresh.read_at.isoformat(),
        "finished_at": fresh.finished_at and fresh.finished_at.isoformat(),
        "outcome": fresh.outcome,
        "quarantined": fresh.quarantined,
        "generation": fresh.generation,
        "error": fresh.error,
    }
    replace_text(directory / FRESH, json.dumps(fields, indent=2) + "\n")


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
