"""Are we sending, is it arriving, and is that more or less than before?"""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from messaging.vocabulary import ARRIVED, ATTEMPTED, AWAITING_CONFIRMATION, NOT_ARRIVED
from queries.filters import MATCHING, Filters, any_of
from warehouse.reading import Warehouse

PERIOD = f"""
    SELECT coalesce(sum(messages), 0)::BIGINT AS total,
           coalesce(sum(attempted), 0)::BIGINT AS attempted,
           coalesce(sum(delivered), 0)::BIGINT AS delivered,
           coalesce(sum(failed), 0)::BIGINT AS failed,
           coalesce(sum(messages) FILTER (WHERE status IN {any_of(AWAITING_CONFIRMATION)}), 0)::BIGINT AS awaiting,
           coalesce(sum(sent), 0)::BIGINT AS sent
    FROM daily
    WHERE {MATCHING}
"""

# A day that is still going on is compared with the other day up to the same time, or every morning would look like a loss.
UNTIL = f"""
    SELECT count(*)::BIGINT AS total,
           (count(*) FILTER (WHERE status IN {any_of(ATTEMPTED)}))::BIGINT AS attempted,
           (count(*) FILTER (WHERE status IN {any_of(ARRIVED)}))::BIGINT AS delivered,
           (count(*) FILTER (WHERE status IN {any_of(NOT_ARRIVED)}))::BIGINT AS failed,
           (count(*) FILTER (WHERE status IN {any_of(ATTEMPTED)} AND m.sent_at IS NOT NULL))::BIGINT AS sent
    FROM messages AS m
    WHERE {MATCHING} AND m."at" <= $until
"""


def headline(warehouse: Warehouse, filters: Filters, now: datetime, zone: ZoneInfo) -> pl.DataFrame:
    """One row: `total, attempted, delivered, failed, awaiting, rate, rate_at_best` of the period, `total_before, rate_before` of the
    period before it, `sent_today, failed_today, sent_before, failed_before` of today and of yesterday up to this time.

    Counts are messages; rates are 0 to 1, null where nothing was attempted. `rate_at_best` is the rate once every
    message that awaits confirmation has been confirmed. Tab, status and search do not narrow it. `now` is aware.
    """
    traffic, today = filters.traffic(), now.astimezone(zone).date()
    period = _rates(_sums(warehouse, traffic))
    day = _sums(warehouse, traffic.over(today, today))
    before = _rates(_so_far(warehouse, traffic.previous(), traffic.days, now, zone, running=filters.to_day >= today))
    yesterday = _so_far(warehouse, traffic.over(today, today).previous(), 1, now, zone, running=True)
    return pl.concat(
        [
            period.drop("sent"),
            before.select(total_before="total", rate_before="rate"),
            day.select(sent_today="sent", failed_today="failed"),
            yesterday.select(sent_before="sent", failed_before="failed"),
        ],
        how="horizontal",
    )


def _sums(warehouse: Warehouse, filters: Filters) -> pl.DataFrame:
    return warehouse.read(PERIOD, filters.parameters())


def _so_far(
    warehouse: Warehouse, filters: Filters, days: int, now: datetime, zone: ZoneInfo, *, running: bool
) -> pl.DataFrame:
    """The counts of an earlier period, up to the same time of day where the period it is compared with is still running."""
    until = _earlier(now, days, zone) if running else _end_of(filters.to_day, zone)
    parameters: dict[str, Any] = filters.parameters() | {"until": until}
    return warehouse.read(UNTIL, parameters)


def _earlier(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same time by the clock on the wall, `days` earlier."""
    local = now.astimezone(zone)
    return (local.replace(tzinfo=None) - timedelta(days=days)).replace(tzinfo=zone)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone)


def _rates(counts: pl.DataFrame) -> pl.DataFrame:
    attempted = pl.when(pl.col("attempted") > 0).then(pl.col("attempted"))
    awaiting = pl.col("awaiting") if "awaiting" in counts.columns else pl.lit(0)
    return counts.with_columns(
        rate=pl.col("delivered") / attempted, rate_at_best=(pl.col("delivered") + awaiting) / attempted
    )
