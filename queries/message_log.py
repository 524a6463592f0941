"""Which messages were sent, newest first, one page at a time?"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from messaging.vocabulary import Channel, MessageType, Status, Word
from queries.filters import MATCHING, Filters
from warehouse.reading import Warehouse


class SortBy(StrEnum):
    """The columns a log may be sorted by."""

    AT = "at"
    RECIPIENT = "recipient"
    SUBJECT = "subject"
    TYPE = "type"
    CHANNEL = "channel"
    SEGMENTS = "segments"
    STATUS = "status"
    ERROR = "error"


def _place(words: Iterable[str], column: str) -> str:
    """A word's place in a list: a number sorts a million rows in two thirds of the time that its text takes."""
    return f"list_position({[str(word) for word in words]}, {column})"


def _by_label(words: Iterable[Word]) -> list[Word]:
    return sorted(words, key=lambda word: word.label)


# Each is free of NULL, so that "the one after this" is a plain comparison.
EXPRESSIONS = {
    SortBy.AT: 'm."at"',
    SortBy.RECIPIENT: "r.haystack",
    SortBy.SUBJECT: "s.haystack",
    SortBy.TYPE: _place(_by_label(MessageType), "m.type"),
    SortBy.CHANNEL: _place(_by_label(Channel), "m.channel"),
    SortBy.SEGMENTS: "coalesce(m.segments, m.segments_computed, 0)",
    SortBy.STATUS: _place(Status, "m.status"),  # in the order of a message's life
    SortBy.ERROR: "coalesce(m.failure_reason, '')",
}
DAYS = f"SELECT local_day, sum(messages)::BIGINT AS messages FROM daily WHERE {MATCHING} GROUP BY local_day"
NEEDS_NAMES = (SortBy.RECIPIENT, SortBy.SUBJECT)


@dataclass(frozen=True)
class Sort:
    """The order of a log: one column, then newest first, then the id, so that it is the same every time."""

    by: SortBy = SortBy.AT
    descending: bool = True

    @property
    def keys(self) -> tuple[tuple[str, bool], ...]:
        """Each expression with whether it descends; over the aliases m (messages), r (recipients), s (subjects)."""
        ties_descend = self.by is not SortBy.AT or self.descending
        return (EXPRESSIONS[self.by], self.descending), ('m."at"', ties_descend), ("m.message_id", ties_descend)

    @property
    def order(self) -> str:
        return order_by(self.keys)


def order_by(keys: tuple[tuple[str, bool], ...]) -> str:
    return ", ".join(f"{expression} {'DESC' if descends else 'ASC'}" for expression, descends in keys)


NAMES = "JOIN recipients AS r USING (recipient_key) JOIN subjects AS s USING (subject_key)"


def names_for(sort: Sort) -> str:
    """The joins that the order itself needs; names are otherwise looked up for the page's few rows only."""
    return NAMES if sort.by in NEEDS_NAMES else ""


def message_log(warehouse: Warehouse, filters: Filters, sort: Sort, page: int, page_size: int) -> pl.DataFrame:
    """The rows of page 1, 2, 3 …: `message_id, at, channel, type, status, provider, country, recipient_name, recipient_email,
    recipient_phone, subject, segments, segments_computed, error_code, error_message, failure_reason`.

    `at` is UTC; `segments` is null for e-mail. Past the last page the frame is empty.
    """
    skipped = (page - 1) * page_size
    if sort.by is SortBy.AT and not filters.searching:
        filters, skipped = _days_of_page(warehouse, filters, sort, skipped, page_size)
    ids = _ids(warehouse, filters, sort, skipped, page_size)
    return warehouse.read(
        f"""
        SELECT m.message_id, m."at", m.channel, m.type, m.status, m.provider, m.country,
               r.name AS recipient_name, r.email AS recipient_email, r.phone AS recipient_phone, s.subject,
               m.segments, m.segments_computed, m.error_code, m.error_message, m.failure_reason
        FROM (
            SELECT * FROM messages
            WHERE local_day BETWEEN $from_day AND $to_day AND message_id IN (SELECT unnest($ids::VARCHAR[]))
        ) AS m {NAMES}
        ORDER BY {sort.order}
        """,
        {"ids": ids["message_id"].to_list(), "from_day": ids["local_day"].min(), "to_day": ids["local_day"].max()},
    )


def _ids(warehouse: Warehouse, filters: Filters, sort: Sort, skipped: int, page_size: int) -> pl.DataFrame:
    """Which messages are on the page, and on which days: the sort carries nothing that it does not compare."""
    sql = f"""
        SELECT m.message_id, m.local_day FROM messages AS m {names_for(sort)}
        WHERE {filters.matching_messages}
        ORDER BY {sort.order}
        LIMIT $page_size OFFSET $skipped
    """
    return warehouse.read(sql, filters.message_parameters() | {"page_size": page_size, "skipped": skipped})


def _days_of_page(
    warehouse: Warehouse, filters: Filters, sort: Sort, skipped: int, page_size: int
) -> tuple[Filters, int]:
    """The days that hold the page, counted from `daily`, and how many of their rows come before it: page 10,000 is then
    as near as page 1."""
    days = (
        warehouse.read(DAYS, filters.parameters())
        .sort("local_day", descending=sort.descending)
        .with_columns(before=pl.col("messages").cum_sum() - pl.col("messages"))
        .filter((pl.col("before") < skipped + page_size) & (pl.col("before") + pl.col("messages") > skipped))
    )
    if days.is_empty():
        return filters, skipped
    first, last = sorted((days["local_day"][0], days["local_day"][-1]))
    return filters.over(first, last), skipped - days["before"][0]
