"""Which columns may a mapping's SELECT give, and what is in each?"""

from enum import StrEnum


class Kind(StrEnum):
    """What a cell is read as."""

    TEXT = "text"
    TIME = "time"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"


MESSAGES: dict[str, Kind] = {
    "message_id": Kind.TEXT,
    "business_id": Kind.TEXT,
    "channel": Kind.TEXT,
    "type": Kind.TEXT,
    "status": Kind.TEXT,
    "customer_id": Kind.TEXT,
    "appointment_id": Kind.TEXT,
    "recipient_name": Kind.TEXT,
    "recipient_email": Kind.TEXT,
    "recipient_phone": Kind.TEXT,
    "subject": Kind.TEXT,
    "html": Kind.TEXT,
    "text": Kind.TEXT,
    "provider": Kind.TEXT,
    "country": Kind.TEXT,
    "created_at": Kind.TIME,
    "sent_at": Kind.TIME,
    "delivered_at": Kind.TIME,
    "opened_at": Kind.TIME,
    "clicked_at": Kind.TIME,
    "failed_at": Kind.TIME,
    "error_code": Kind.TEXT,
    "error_message": Kind.TEXT,
    "segments": Kind.INTEGER,
    "price": Kind.DECIMAL,
    "currency": Kind.TEXT,
}
MESSAGES_REQUIRED = ("message_id", "channel", "type", "status", "created_at")

EVENTS: dict[str, Kind] = {
    "event_id": Kind.TEXT,
    "message_id": Kind.TEXT,
    "kind": Kind.TEXT,
    "at": Kind.TIME,
    "provider_event_id": Kind.TEXT,
    "machine": Kind.BOOLEAN,
    "code": Kind.TEXT,
    "detail": Kind.TEXT,
}
EVENTS_REQUIRED = ("message_id", "kind", "at")
