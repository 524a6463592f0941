"""What one step of the simulation writes, in one transaction."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from demo.diary import Appointment
from demo.history import Event, Message, queued_event
from demo.loading import load
from demo.people import Customer
from demo.rows import appointment_row
from demo.store import APPOINTMENTS, CUSTOMERS, DELIVERY_EVENTS, MESSAGES

CHANGING = (
    "status",
    "provider_message_id",
    "price",
    "currency",
    "error_code",
    "error_message",
    "sent_at",
    "delivered_at",
    "opened_at",
    "clicked_at",
    "failed_at",
    "updated_at",
)
UPDATE_MESSAGE = (
    update(MESSAGES)
    .where(MESSAGES.c.id == bindparam("the_id"))
    .values({name: bindparam(f"new_{name}") for name in CHANGING})
)


class News:
    """Collects what changed and writes each row once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: list[Message] = []
        self._changed: dict[int, Message] = {}
        self._events: list[tuple[Message, Event]] = []
        self._booked: list[Appointment] = []
        self._cancelled: list[tuple[Appointment, datetime]] = []
        self._rows = 0

    def queued(self, message: Message) -> None:
        self._new.append(message)
        self._events.append((message, queued_event(message)))

    def told(self, message: Message, event: Event) -> None:
        self._events.append((message, event))

    def changed(self, message: Message) -> None:
        self._changed[message.id] = message

    def booked(self, visit: Appointment) -> None:
        self._booked.append(visit)

    def cancelled(self, visit: Appointment, at: datetime) -> None:
        self._cancelled.append((visit, at))

    def left(self, customer: Customer, at: datetime) -> None:
        chosen = update(CUSTOMERS).where(CUSTOMERS.c.id == customer.id, CUSTOMERS.c.unsubscribed_at.is_(None))
        self._rows += self._connection.execute(chosen.values(unsubscribed_at=at, updated_at=at)).rowcount

    def write(self, event_ids: Iterator[int]) -> int:
        """The number of rows written."""
        load(self._connection, APPOINTMENTS, [appointment_row(visit) for visit in self._booked])
        for visit, at in self._cancelled:
            chosen = update(APPOINTMENTS).where(APPOINTMENTS.c.id == visit.id)
            self._rows += self._connection.execute(chosen.values(status="cancelled", updated_at=at)).rowcount
        load(self._connection, MESSAGES, [message.row() for message in self._new])
        events = [event.row(next(event_ids), message.id) for message, event in self._events]
        load(self._connection, DELIVERY_EVENTS, events)
        new = {message.id for message in self._new}
        old = [message for number, message in self._changed.items() if number not in new]
        if old:
            self._connection.execute(UPDATE_MESSAGE, [_update(message) for message in old])
        return self._rows + len(self._booked) + len(self._new) + len(events) + len(old)


def _update(message: Message) -> dict[str, object]:
    row = dict(zip(MESSAGES.columns.keys(), message.row(), strict=True))
    return {"the_id": message.id} | {f"new_{name}": row[name] for name in CHANGING}
