"""How did each day of the period go?"""

import polars as pl

from queries.filters import MATCHING, Filters
from warehouse.reading import Warehouse

SQL = f"""
    SELECT local_day AS day, sum(messages)::BIGINT AS messages, sum(attempted)::BIGINT AS attempted, sum(sent)::BIGINT AS sent,
           sum(delivered)::BIGINT AS delivered, sum(failed)::BIGINT AS failed
    FROM daily
    WHERE {MATCHING}
    GROUP BY day
"""


def daily_trend(warehouse: Warehouse, filters: Filters) -> pl.DataFrame:
    """One row per day of the period, also for silent days, oldest first: `day, messages, attempted, sent, delivered, failed, rate`.

    Counts are 0 and `rate` (0 to 1) is null on a day without an attempt. Tab, status and search do not narrow it.
    """
    days = pl.DataFrame({"day": pl.date_range(filters.from_day, filters.to_day, eager=True)})
    counts = warehouse.read(SQL, filters.traffic().parameters())
    return (
        days.join(counts, on="day", how="left")
        .with_columns(pl.exclude("day").fill_null(0))
        .with_columns(rate=pl.col("delivered") / pl.when(pl.col("attempted") > 0).then(pl.col("attempted")))
        .sort("day")
    )
