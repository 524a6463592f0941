"""How does one run bring each entity of the store into the warehouse, batch by batch?"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from ingest import journal, quarantine
from ingest.derivation import derive, fan_out
from ingest.event_merging import merge_events
from ingest.journal import Tally
from ingest.mapping import Entity, EntityName, Mapping
from ingest.merging import merge_messages
from ingest.progress import Watcher
from ingest.source import Parameters, Rows, Source
from ingest.statements import Asking, Watermark
from ingest.translation import NO_ID, Translated, translate
from warehouse.publishing import owe_publication

IDS_AT_ONCE = 500
OPEN = r"""
    SELECT DISTINCT CASE WHEN $fanned THEN regexp_replace(message_id, '~\d+$', '') ELSE message_id END
    FROM messages WHERE status NOT IN (SELECT unnest($final::VARCHAR[])) AND "at" >= $youngest ORDER BY 1
"""


class Stopped(Exception):
    """Somebody asked the run to end; what is committed stays, the next run goes on from there."""


@dataclass
class Reading:
    """One run's reading; `tally` counts what it has done."""

    source: Source
    warehouse: duckdb.DuckDBPyConnection
    mapping: Mapping
    directory: Path
    time_zone: str
    region: str
    run_id: int
    now: datetime
    watcher: Watcher
    stop: Callable[[], bool]
    from_start: bool = False
    tally: Tally = field(default_factory=Tally)

    def read(self, name: EntityName) -> None:
        """What changed since the last run, then what was in quarantine, then what is not final."""
        entity = self.mapping.messages if name == "messages" else self.mapping.events
        if entity is None:
            return
        asking = Asking(self.mapping, entity, self.source.dialect)
        held = quarantine.quarantined_ids(self.warehouse, name)
        self._read_new(name, asking)
        self._read_held(name, asking, held)
        if name == "messages" and self.mapping.messages.open_rows is not None:
            self._read_ids(name, asking, self._open_ids())

    def _read_new(self, name: EntityName, asking: Asking) -> None:
        before = journal.watermark(self.warehouse, name, self.mapping.name, asking.entity)
        before = None if self.from_start else before
        parameters = self._parameters(asking, before)
        total = self.source.count(asking.plain, parameters) if self.watcher.wants_total else None
        self.watcher.begin(name, total)
        for rows in self.source.batches(asking.in_order, parameters):
            before = self._land(name, rows, before)

    def _read_held(self, name: EntityName, asking: Asking, held: Sequence[str]) -> None:
        rejected = self._read_ids(name, asking, [source_id for source_id in held if source_id != NO_ID])
        if NO_ID in held:
            rejected |= self._land_all(name, self.source.batches(asking.without_id, self._parameters(asking, None)))
        mended_or_gone = [source_id for source_id in held if source_id not in rejected]
        with transaction(self.warehouse):
            if quarantine.let_out(self.warehouse, name, mended_or_gone):
                owe_publication(self.directory)

    def _read_ids(self, name: EntityName, asking: Asking, ids: Sequence[str]) -> set[str]:
        rejected: set[str] = set()
        for first in range(0, len(ids), IDS_AT_ONCE):
            wanted = asking.ids(ids[first : first + IDS_AT_ONCE])
            parameters = {**self._parameters(asking, None), "ids": wanted}
            rejected |= self._land_all(name, self.source.batches(asking.by_ids, parameters, key="ids"))
        return rejected

    def _land_all(self, name: EntityName, batches: Iterator[Rows]) -> set[str]:
        """Lands rows that were asked for by id, which say nothing about the watermark; returns the ids of rejects."""
        rejected: set[str] = set()
        for rows in batches:
            batch = translate(name, self.mapping, rows)
            self._commit(name, batch, None)
            rejected |= {reject.source_id for reject in batch.rejects}
        return rejected

    def _land(self, name: EntityName, rows: Rows, before: Watermark | None) -> Watermark | None:
        batch = translate(name, self.mapping, rows)
        reached = batch.watermark
        if reached is None or (before is not None and reached <= before):  # type: ignore[operator]  # of one kind
            reached = None
        self._commit(name, batch, reached)
        return reached if reached is not None else before

    def _commit(self, name: EntityName, batch: Translated, reached: Watermark | None) -> None:
        if self.stop():
            raise Stopped("Stopped as asked; the next run goes on from here.")
        with transaction(self.warehouse):
            written = self._merge(name, batch.frame)
            moved = quarantine.put_in(self.warehouse, name, batch.rejects, self.now)
            if name == "messages":  # a later version of the row may land in the same run that rejected an earlier one
                moved += quarantine.let_out(self.warehouse, name, batch.frame.get_column("source_id").to_list())
            if reached is not None:
                journal.advance(self.warehouse, name, self.mapping.name, reached, self.now)
            self.tally.add(name, batch.read, written)
            journal.count(self.warehouse, self.run_id, self.tally)
            if written or moved:
                owe_publication(self.directory)
        self.watcher.advance(batch.read)

    def _merge(self, name: EntityName, frame: pl.DataFrame) -> int:
        if frame.is_empty():
            return 0
        if name == "events":
            return merge_events(self.warehouse, frame)
        people = fan_out(frame) if "fan_out" in frame.columns else frame
        return merge_messages(self.warehouse, derive(people, self.region), self.time_zone, self.region)

    def _open_ids(self) -> list[str]:
        messages = self.mapping.messages
        if messages.open_rows is None:
            return []
        parameters = {
            "final": [str(status) for status in messages.final],
            "youngest": self.now - messages.open_rows,
            "fanned": messages.fan_out is not None,
        }
        return [row[0] for row in self.warehouse.execute(OPEN, parameters).fetchall()]

    def _parameters(self, asking: Asking, watermark: Watermark | None) -> Parameters:
        return {"since": asking.since(watermark), "now": asking.now(self.now)}


def entities(mapping: Mapping) -> dict[EntityName, Entity]:
    """Those that the mapping has, in the order in which they are read."""
    found: dict[EntityName, Entity] = {"messages": mapping.messages}
    if mapping.events is not None:
        found["events"] = mapping.events
    return found


@contextmanager
def transaction(warehouse: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing."""
    warehouse.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # the first error says more
            warehouse.rollback()
        raise
    warehouse.commit()
