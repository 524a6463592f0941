"""What a demo store says its warehouse must hold, worked out row by row by code that shares nothing with ingest."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from messaging.failures import explain
from messaging.phones import country_of
from messaging.sms import measure

TYPES = {
    "booking_confirmation": "confirmation",
    "confirm_request": "confirmation_request",
    "reminder": "reminder",
    "booking_moved": "reschedule",
    "booking_cancelled": "cancellation",
    "follow_up": "follow_up",
    "thank_you": "thank_you",
    "waitlist_offer": "waitlist",
    "package_purchase": "package_purchase",
    "payment": "payment",
    "birthday": "birthday",
    "campaign": "marketing",
    "system": "system",
    "custom": "custom",
}
STATUSES = {
    "queued": "pending",
    "sending": "sending",
    "sent": "sent",
    "delivered": "delivered",
    "opened": "opened",
    "clicked": "clicked",
    "failed": "failed",
    "bounced": "bounced",
    "unsubscribed": "unsubscribed",
}
TIMES = ("created_at", "sent_at", "delivered_at", "opened_at", "clicked_at", "failed_at")
AS_THEY_ARE = ("channel", "provider", "error_code", "error_message", "segments", "currency")
Row = dict[str, Any]


def _rows(path: str, table: str) -> Iterable[Row]:
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(f"SELECT * FROM {table} ORDER BY id")]
    finally:
        connection.close()


def expected_messages(path: str, zone: str, region: str) -> dict[str, Row]:
    """By id: every column of `messages` but the two keys, with the recipient and the subject in their place."""
    return {str(row["id"]): _message(row, ZoneInfo(zone), region) for row in _rows(path, "messages")}


def expected_contents(path: str) -> dict[str, tuple[str | None, str | None]]:
    """By id: HTML and text, word for word."""
    return {str(row["id"]): (row["body_html"], row["body_text"]) for row in _rows(path, "messages")}


def expected_events(path: str) -> set[tuple[Any, ...]]:
    """Each event once, however often the store was told of it."""
    return {
        (
            str(row["message_id"]),
            row["kind"],
            _instant(row["occurred_at"]),
            row["provider_event_id"],
            bool(row["machine"]),
            row["code"],
            row["detail"],
        )
        for row in _rows(path, "delivery_events")
    }


def _message(row: Row, zone: ZoneInfo, region: str) -> Row:
    email = row["channel"] == "email"
    times = {name: _instant(row[name]) for name in TIMES}
    at = times["sent_at"] or times["created_at"]
    assert at is not None
    needed = None if email else measure(row["body_text"])
    lost = row["status"] in ("failed", "bounced")
    cause = explain(row["channel"], row["provider"], row["error_code"], row["error_message"]) if lost else None
    return {
        "message_id": str(row["id"]),
        "business_id": str(row["business_id"]),
        "type": TYPES[row["kind"]],
        "status": STATUSES[row["status"]],
        "source_status": row["status"],
        "customer_id": str(row["customer_id"]),
        "appointment_id": None if row["appointment_id"] is None else str(row["appointment_id"]),
        "recipient": (row["to_name"], row["to_address"] if email else "", "" if email else row["to_address"]),
        "subject": row["subject"] or "",
        "country": "" if email else country_of(row["to_address"], region),
        "at": at,
        "local_day": _day(at, zone),
        "failure_reason": cause and str(cause.reason),
        "bounce_kind": cause and str(cause.bounce),
        "segments_computed": needed and needed.segments,
        "encoding": needed and needed.encoding,
        "price": None if row["price"] is None else Decimal(repr(row["price"])),
        **times,
        **{name: row[name] for name in AS_THEY_ARE},
    }


def _instant(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written).replace(tzinfo=UTC)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
