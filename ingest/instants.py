"""Which instant does a time of the source mean?

Naive times are read in the mapping's zone, never in that of the process. Of an hour that happens twice it is the first;
an hour that does not happen is moved forward by what the clocks skipped.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from ingest.cells import Column, Unreadable, each, shown, texts
from ingest.mapping import TimeUnit

INSTANT = pl.Datetime("us", "UTC")
PLAIN = "%Y-%m-%d %H:%M:%S%.f"
IN_UTC = ("+00", "+00:00", "Z")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
MICROSECONDS = {TimeUnit.SECONDS: Decimal(1_000_000), TimeUnit.MILLISECONDS: Decimal(1_000)}
MOST_MICROSECONDS = Decimal(10) ** 17


def instants(name: str, cells: Sequence[Any], zone: str, unit: TimeUnit) -> Column:
    """Times as UTC instants with microseconds."""
    if unit is not TimeUnit.DATETIME:
        return each(name, cells, lambda cell: _counted(cell, zone, unit), INSTANT)
    if isinstance(next((cell for cell in cells if cell is not None), None), date):  # a datetime is a date too
        return each(name, cells, lambda cell: _instant(cell, zone), INSTANT)
    read = texts(name, cells)
    written = read.values
    quick = _quick(written, zone)
    left = (written.is_not_null() & quick.is_null()).arg_true()
    if left.is_empty():
        return Column(quick, read.faults)
    slow = each(name, written.gather(left).to_list(), lambda cell: _instant(cell, zone), INSTANT)
    faults = read.faults | {int(left[row]): fault for row, fault in slow.faults.items()}
    return Column(quick.scatter(left, slow.values), faults)


def _quick(written: pl.Series, zone: str) -> pl.Series:
    """Most times, many at once; null for what needs a closer look."""
    frame = pl.DataFrame({"written": written})
    in_utc = pl.any_horizontal(pl.col("written").str.ends_with(ending) for ending in IN_UTC)
    bare = pl.col("written").str.replace(r"(\+00(:00)?|Z)$", "").str.replace("T", " ", literal=True)
    naive = frame.with_columns(in_utc=in_utc, naive=bare.str.to_datetime(PLAIN, time_unit="us", strict=False))
    local = pl.col("naive").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    instant = (
        pl.when("in_utc").then(pl.col("naive").dt.replace_time_zone("UTC")).otherwise(local.dt.convert_time_zone("UTC"))
    )
    usual = instant.is_between(pl.lit(EARLIEST), pl.lit(LATEST), closed="left")
    return naive.select(pl.when(usual).then(instant).alias(written.name)).to_series()


def _instant(cell: Any, zone: str) -> datetime:
    moment = cell if isinstance(cell, datetime) else _written(cell)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone), fold=0)
    try:
        instant = moment.astimezone(UTC)
    except OverflowError:
        raise Unreadable(f"is not between the years 1900 and 2200: {shown(cell)}") from None
    return _in_range(instant, cell)


def _written(cell: Any) -> datetime:
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  # the zone is given by who calls
    try:
        return datetime.fromisoformat(cell.strip())
    except (ValueError, AttributeError):
        number = str(cell).strip().replace(".", "", 1).isdigit()
        hint = "; a number needs time_unit = seconds or milliseconds in the mapping" if number else ""
        raise Unreadable(f"is not a date and time: {shown(cell)}{hint}") from None


def _counted(cell: Any, zone: str, unit: TimeUnit) -> datetime:
    if isinstance(cell, datetime):
        return _instant(cell, zone)
    try:
        written = cell.decode("ascii") if isinstance(cell, bytes) else cell
        number = (Decimal(repr(cell)) if isinstance(cell, float) else Decimal(written)) * MICROSECONDS[unit]
        if not number.is_finite() or abs(number) > MOST_MICROSECONDS:
            raise Unreadable(f"is not between the years 1900 and 2200: {shown(cell)}")
        whole = int(number.to_integral_value(ROUND_HALF_EVEN))
    except (InvalidOperation, ValueError, TypeError):
        raise Unreadable(f"is not a number of {unit}: {shown(cell)}") from None
    return _in_range(EPOCH + timedelta(microseconds=whole), cell)


def _in_range(instant: datetime, cell: Any) -> datetime:
    if not EARLIEST <= instant < LATEST:
        raise Unreadable(f"is not between the years 1900 and 2200: {shown(cell)}")
    return instant
