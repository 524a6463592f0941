"""How does one ingest run go, from the store to the published generation?"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from ingest import journal, quarantine
from ingest.column_check import check_columns
from ingest.mapping import Mapping, load_mapping
from ingest.patience import Patience, never
from ingest.progress import Nobody, Watcher
from ingest.reading import Reading, Stopped, entities, transaction
from ingest.source import Source
from ingest.statements import Asking
from warehouse.freshness import Freshness, freshness, record_freshness
from warehouse.publishing import owe_publication, publication_owed, publish, published
from warehouse.writing import WorkDamaged, only_writer, rebuild_work, work


@dataclass(frozen=True)
class Job:
    """What an ingest is told. `region` is the country of phone numbers written without +."""

    source: Source
    mapping: Mapping
    directory: Path
    time_zone: str = "UTC"
    region: str = ""
    from_start: bool = False


@dataclass(frozen=True)
class RunReport:
    """What a run did, in rows; `generation` is the file that readers see now, `published` whether this run made it."""

    run_id: int
    outcome: str  # ok | quarantined
    messages_read: int
    messages_written: int
    events_read: int
    events_written: int
    quarantined: int
    generation: str
    published: bool
    seconds: float


def utc_now() -> datetime:
    return datetime.now(UTC)


def run(
    source_url: str,
    mapping: Mapping | Path,
    warehouse: Path,
    *,
    time_zone: str = "UTC",
    region: str = "",
    clock: Callable[[], datetime] = utc_now,
    watcher: Watcher | None = None,
    patience: Patience | None = None,
) -> RunReport:
    """Copies what changed in the store and publishes it. `mapping` is a Mapping, a path, or a name such as Path("booking").

    Raises MappingWrong, WrongSource, SourceUnreachable, WarehouseBusy or WarehouseNotWritable.
    """
    loaded = load_mapping(mapping) if isinstance(mapping, Path) else mapping
    job = Job(Source(source_url), loaded, warehouse, time_zone, region)
    with only_writer(warehouse):
        return run_once(job, clock=clock, watcher=watcher or Nobody(), patience=patience or Patience())


def run_once(
    job: Job,
    *,
    clock: Callable[[], datetime],
    watcher: Watcher,
    patience: Patience,
    stop: Callable[[], bool] = never,
) -> RunReport:
    """One run, for who holds the warehouse already. A failure is noted where pages can see it, then raised."""
    before = freshness(job.directory)
    started, begun = clock(), time.monotonic()
    try:
        report = _whole_run(job, _Means(clock, watcher, patience, stop), started)
    except Stopped:
        raise  # nothing failed: what pages show is as old as it was
    except Exception as error:
        failed = replace(before, finished_at=clock(), outcome="failed", error=job.source.scrubbed(str(error)))
        record_freshness(job.directory, failed)
        raise
    report = replace(report, seconds=time.monotonic() - begun)
    record_freshness(job.directory, _fresh(report, started, clock()))
    return report


@dataclass(frozen=True)
class _Means:
    clock: Callable[[], datetime]
    watcher: Watcher
    patience: Patience
    stop: Callable[[], bool]


def _whole_run(job: Job, means: _Means, started: datetime) -> RunReport:
    means.patience.attempt(lambda: _check_select(job, started), means.watcher, means.stop)
    try:
        report = _read(job, means, started)
    except WorkDamaged as damage:
        means.watcher.say(f"{damage} It is rebuilt from the last good generation.")
        rebuild_work(job.directory)
        report = _read(job, means, started)
    if not publication_owed(job.directory):
        return report
    return replace(report, generation=publish(job.directory), published=True)


def _check_select(job: Job, now: datetime) -> None:
    """Before anything is written: does the store answer, and do the SELECTs give what is needed?"""
    for name, entity in entities(job.mapping).items():
        asking = Asking(job.mapping, entity, job.source.dialect)
        parameters = {"since": asking.since(None), "now": asking.now(now)}
        check_columns(name, entity, job.source.columns(asking.plain, parameters))


def _read(job: Job, means: _Means, started: datetime) -> RunReport:
    with work(job.directory) as warehouse:
        with transaction(warehouse):
            run_id, moved = journal.begin(warehouse, job.mapping.name, job.time_zone, started)
            if moved:
                owe_publication(job.directory)
        reading = _reading(job, means, warehouse, run_id, started)
        try:
            for name in entities(job.mapping):
                means.patience.attempt(lambda name=name: reading.read(name), means.watcher, means.stop)  # type: ignore[misc]  # a lambda with a default
        except Exception as error:
            _note_failure(warehouse, run_id, job.source.scrubbed(str(error)), means.clock())
            raise
        return _finish(warehouse, reading, means.clock())


def _reading(job: Job, means: _Means, warehouse: duckdb.DuckDBPyConnection, run_id: int, started: datetime) -> Reading:
    return Reading(
        source=job.source,
        warehouse=warehouse,
        mapping=job.mapping,
        directory=job.directory,
        time_zone=job.time_zone,
        region=job.region,
        run_id=run_id,
        now=started,
        watcher=means.watcher,
        stop=means.stop,
        from_start=job.from_start,
    )


def _finish(warehouse: duckdb.DuckDBPyConnection, reading: Reading, now: datetime) -> RunReport:
    held = quarantine.size(warehouse)
    outcome = "quarantined" if held else "ok"
    with transaction(warehouse):
        journal.finish(warehouse, reading.run_id, outcome=outcome, quarantined=held, now=now)
    warehouse.execute("CHECKPOINT")
    tally = reading.tally
    return RunReport(
        run_id=reading.run_id,
        outcome=outcome,
        messages_read=tally.messages_read,
        messages_written=tally.messages_written,
        events_read=tally.events_read,
        events_written=tally.events_written,
        quarantined=held,
        generation=published(reading.directory) or "",
        published=False,
        seconds=0.0,
    )


def _note_failure(warehouse: duckdb.DuckDBPyConnection, run_id: int, error: str, now: datetime) -> None:
    with transaction(warehouse):
        held = quarantine.size(warehouse)
        journal.finish(warehouse, run_id, outcome="failed", quarantined=held, now=now, error=error)


def _fresh(report: RunReport, started: datetime, finished: datetime) -> Freshness:
    return Freshness(
        read_at=started,
        finished_at=finished,
        outcome=report.outcome,
        quarantined=report.quarantined,
        generation=report.generation,
    )
