"""What exactly was this one message, and what became of it?"""

import polars as pl

from warehouse.reading import Warehouse

MESSAGE = """
    SELECT m.* EXCLUDE (recipient_key, subject_key),
           r.name AS recipient_name, r.email AS recipient_email, r.phone AS recipient_phone,
           s.subject, c.html, c.text
    FROM messages AS m
    JOIN recipients AS r USING (recipient_key)
    JOIN subjects AS s USING (subject_key)
    LEFT JOIN (SELECT html, text, message_id FROM contents WHERE message_id = $message_id) AS c USING (message_id)
    WHERE m.message_id = $message_id
"""

CONTENT = "SELECT html, text FROM contents WHERE message_id = $message_id"

EVENTS = """
    SELECT e.kind, e."at", e.machine, e.code, e.detail, e.provider_event_id
    FROM events AS e
    WHERE e.message_id = $message_id
    ORDER BY e."at", e.kind, e.provider_event_id
"""


def message_detail(warehouse: Warehouse, message_id: str) -> pl.DataFrame:
    """One row, or none for an unknown id: the columns of `messages` (keys left out) with `recipient_name, recipient_email,
    recipient_phone, subject, html, text`; instants are UTC, empty strings mean unknown."""
    return warehouse.read(MESSAGE, {"message_id": message_id})


def message_content(warehouse: Warehouse, message_id: str) -> pl.DataFrame:
    """One row of `html` and `text` as sent, or none where the source keeps no body."""
    return warehouse.read(CONTENT, {"message_id": message_id})


def message_events(warehouse: Warehouse, message_id: str) -> pl.DataFrame:
    """Everything the provider told about it, oldest first: `kind, at, machine, code, detail, provider_event_id`."""
    return warehouse.read(EVENTS, {"message_id": message_id})
