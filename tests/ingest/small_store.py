"""A booking store that a test fills row by row, in its own words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from demo.store import DELIVERY_EVENTS, MESSAGES, METADATA

NOON = datetime(2026, 3, 20, 12, 0, 0, tzinfo=UTC)


class SmallStore:
    """Real tables of the booking system; every column has a believable value unless a test says otherwise."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = sa.create_engine(url, poolclass=sa.NullPool)
        METADATA.create_all(self._engine)
        self._messages = self._events = 0

    def message(self, **given: Any) -> int:
        """Adds one e-mail, delivered an hour before it was last touched; returns its id."""
        self._messages += 1
        touched = given.get("updated_at", NOON)
        row = {
            "id": self._messages,
            "business_id": 1,
            "customer_id": 7,
            "channel": "email",
            "kind": "reminder",
            "status": "delivered",
            "to_name": "Žofia Nováková",
            "to_address": "zofia@example.org",
            "subject": "Zajtra o 9:00",
            "body_html": "<p>Ahoj</p>",
            "body_text": "Ahoj",
            "provider": "postmark",
            "created_at": touched - timedelta(hours=2),
            "sent_at": touched - timedelta(hours=1),
            "updated_at": touched,
        } | given
        self._insert(MESSAGES, row)
        return int(row["id"])

    def sms(self, **given: Any) -> int:
        """Adds one SMS."""
        return self.message(
            **{
                "channel": "sms",
                "to_address": "+421905123456",
                "subject": None,
                "body_html": None,
                "body_text": "Ahoj, zajtra o 9:00",
                "provider": "twilio",
                "segments": 1,
            }
            | given
        )

    def event(self, message_id: int, **given: Any) -> int:
        """Adds one delivery event; returns its id."""
        self._events += 1
        row = {
            "id": self._events,
            "message_id": message_id,
            "kind": "delivered",
            "provider_event_id": "e1",
            "occurred_at": NOON,
            "received_at": NOON,
            "machine": False,
        } | given
        self._insert(DELIVERY_EVENTS, row)
        return self._events

    def change(self, message_id: int, **given: Any) -> None:
        """Changes columns of a message."""
        with self._engine.begin() as connection:
            connection.execute(sa.update(MESSAGES).where(MESSAGES.c.id == message_id).values(**_naive(given)))

    def execute(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Any statement, for what the other methods cannot say; its rows if it has any."""
        with self._engine.begin() as connection:
            result = connection.execute(sa.text(sql), parameters)
            return [tuple(row) for row in result] if result.returns_rows else []

    def _insert(self, table: sa.Table, row: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            connection.execute(sa.insert(table).values(**_naive(row)))


def _naive(row: dict[str, Any]) -> dict[str, Any]:
    """Instants as the store keeps them: UTC, without saying so."""
    return {
        name: value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
        for name, value in row.items()
    }
