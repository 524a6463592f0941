"""What would somebody write who has no Sentlog, only the store itself? Plain SQL on the demo's tables in SQLite."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.stock import TIME_ZONE
from demo.store import KIND_WORDS, STATUS_WORDS
from messaging.vocabulary import ARRIVED, ATTEMPTED, CONFIRMATIONS, NOT_ARRIVED, REMINDERS, MessageType, Status
from queries.filters import Filters
from queries.message_log import SortBy

AT = "coalesce(m.sent_at, m.created_at)"
PERIOD = f"{AT} >= :from_instant AND {AT} < :until_instant"
FOUND = "(c.name LIKE :pattern OR m.to_address LIKE :pattern OR m.subject LIKE :pattern)"
CUSTOMERS = "JOIN customers AS c ON c.id = m.customer_id"
PAGE_SIZE = 50
SORTED_BY = {
    SortBy.AT: AT,
    SortBy.RECIPIENT: "lower(m.to_name)",
    SortBy.SUBJECT: "lower(coalesce(m.subject, ''))",
    SortBy.TYPE: "m.kind",
    SortBy.CHANNEL: "m.channel",
    SortBy.SEGMENTS: "coalesce(m.segments, 0)",
    SortBy.STATUS: "m.status",
    SortBy.ERROR: "coalesce(m.error_code, '')",
}


def _statuses(statuses: tuple[Status, ...]) -> str:
    return "m.status IN (" + ", ".join(f"'{STATUS_WORDS[status]}'" for status in statuses) + ")"


def _kinds(types: tuple[MessageType, ...]) -> str:
    return "m.kind IN (" + ", ".join(f"'{KIND_WORDS[kind]}'" for kind in types) + ")"


HEADLINE = f"""
    SELECT sum({AT} >= :from_instant), sum({AT} >= :from_instant AND {_statuses(ATTEMPTED)}),
           sum({AT} >= :from_instant AND {_statuses(ARRIVED)}), sum({AT} >= :from_instant AND {_statuses(NOT_ARRIVED)}),
           sum({AT} < :from_instant), sum({AT} < :from_instant AND {_statuses(ATTEMPTED)}),
           sum({AT} < :from_instant AND {_statuses(ARRIVED)}),
           sum({AT} >= :today AND m.sent_at IS NOT NULL), sum({AT} >= :today AND {_statuses(NOT_ARRIVED)})
    FROM messages AS m WHERE {AT} >= :before_instant AND {AT} < :until_instant
"""
TAB_COUNTS = f"""
    SELECT count(*), sum(m.channel = 'email'), sum(m.channel = 'sms'), sum({_kinds(CONFIRMATIONS)}),
           sum({_kinds(REMINDERS)}), sum({_statuses(NOT_ARRIVED)})
    FROM messages AS m {{joins}} WHERE {PERIOD} AND {{found}}
"""
TREND = f"""
    SELECT date({AT}), count(*), sum({_statuses(ATTEMPTED)}), sum({_statuses(ARRIVED)}), sum({_statuses(NOT_ARRIVED)})
    FROM messages AS m WHERE {PERIOD} GROUP BY 1 ORDER BY 1
"""
LOG = f"""
    SELECT m.id, {AT}, m.channel, m.kind, m.status, m.to_name, m.to_address, m.subject, substr(m.body_text, 1, 120),
           m.segments, m.error_code, m.error_message
    FROM messages AS m {{joins}} WHERE {PERIOD} AND {{found}}
    ORDER BY {{order}}, m.id DESC LIMIT {PAGE_SIZE} OFFSET :skipped
"""
NEIGHBOURS = f"""
    WITH this AS (SELECT {{key}} AS key, m.id FROM messages AS m WHERE m.id = :id)
    SELECT (SELECT m.id FROM messages AS m, this WHERE {PERIOD} AND ({{key}}, m.id) < (this.key, this.id)
            ORDER BY {{key}} DESC, m.id DESC LIMIT 1),
           (SELECT m.id FROM messages AS m, this WHERE {PERIOD} AND ({{key}}, m.id) > (this.key, this.id)
            ORDER BY {{key}}, m.id LIMIT 1)
"""
MESSAGE = "SELECT * FROM messages WHERE id = :id"
CONTENT = "SELECT body_html, body_text FROM messages WHERE id = :id"
EVENTS = "SELECT * FROM delivery_events WHERE message_id = :id ORDER BY occurred_at"


def tab_counts(*, searching: bool) -> str:
    return TAB_COUNTS.format(**_search(searching))


def log(by: SortBy = SortBy.AT, *, descending: bool = True, searching: bool = False) -> str:
    order = f"{SORTED_BY[by]} {'DESC' if descending else 'ASC'}"
    return LOG.format(order=order, **_search(searching))


def neighbours(by: SortBy = SortBy.AT) -> str:
    return NEIGHBOURS.format(key=SORTED_BY[by])


def _search(searching: bool) -> dict[str, str]:
    return {"joins": CUSTOMERS, "found": FOUND} if searching else {"joins": "", "found": "true"}


def values(filters: Filters) -> dict[str, Any]:
    """What the statements above bind for a period and a search; the store writes its instants in UTC."""
    typed = filters.search.strip()
    return {
        "before_instant": _instant(filters.previous().from_day),
        "from_instant": _instant(filters.from_day),
        "until_instant": _instant(filters.to_day + timedelta(days=1)),
        "pattern": f"%{typed.removeprefix('0') if typed.isdigit() else typed}%",
    }


def _instant(day: date) -> str:
    return stored(datetime.combine(day, time(), tzinfo=ZoneInfo(TIME_ZONE)))


def stored(instant: datetime) -> str:
    """As the store writes it."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
