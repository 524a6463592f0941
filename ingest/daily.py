"""How does `daily` stay in step with `messages`?"""

import duckdb

from messaging.vocabulary import ARRIVED, NOT_ARRIVED, NOT_YET_ATTEMPTED, Status


def _listed(statuses: tuple[Status, ...]) -> str:
    return "(" + ", ".join(f"'{status}'" for status in statuses) + ")"


ATTEMPTED = f"status NOT IN {_listed(NOT_YET_ATTEMPTED)}"
COUNTED = f"""
    INSERT INTO daily BY NAME
    SELECT
        local_day, business_id, channel, type, status, provider, country,
        CASE WHEN price IS NULL THEN '' ELSE coalesce(currency, '') END AS currency,
        count(*) AS messages,
        count(*) FILTER ({ATTEMPTED}) AS attempted,
        count(*) FILTER ({ATTEMPTED} AND sent_at IS NOT NULL) AS sent,
        count(*) FILTER (status IN {_listed(ARRIVED)}) AS delivered,
        count(*) FILTER (status IN {_listed(NOT_ARRIVED)}) AS failed,
        coalesce(sum(coalesce(segments, segments_computed)), 0) AS segments,
        coalesce(sum(price), 0) AS cost
    FROM messages {{some_days}}
    GROUP BY ALL
    ORDER BY ALL
"""


def recount(warehouse: duckdb.DuckDBPyConnection, days: str) -> None:
    """Counts the days anew that the SELECT `days` gives, and no other."""
    warehouse.execute(
        f"CREATE OR REPLACE TEMP TABLE touched AS SELECT local_day FROM ({days}) WHERE local_day IS NOT NULL"
    )
    warehouse.execute("DELETE FROM daily WHERE local_day IN (SELECT local_day FROM touched)")
    warehouse.execute(COUNTED.format(some_days="SEMI JOIN touched USING (local_day)"))


def recount_all(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Counts every day anew."""
    warehouse.execute("DELETE FROM daily")
    warehouse.execute(COUNTED.format(some_days=""))
