"""What does the booking system's row say about a message, as one event after another comes in?"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from demo.refusals import Refusal
from messaging.vocabulary import EventKind, Status

ORDER = {status: number for number, status in enumerate(Status)}
OPEN_ENDED = (Status.FAILED, Status.BOUNCED, Status.UNSUBSCRIBED)
STATUS_OF: dict[EventKind | Status, Status] = {
    EventKind.SENT: Status.SENT,
    EventKind.DELIVERED: Status.DELIVERED,
    EventKind.OPENED: Status.OPENED,
    EventKind.CLICKED: Status.CLICKED,
    EventKind.FAILED: Status.FAILED,
    EventKind.BOUNCED: Status.BOUNCED,
    EventKind.UNSUBSCRIBED: Status.UNSUBSCRIBED,
    Status.SENDING: Status.SENDING,
}


@dataclass(slots=True)
class State:
    """The columns of a message that change. All instants are naive UTC."""

    status: Status
    updated_at: datetime
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    clicked_at: datetime | None = None
    failed_at: datetime | None = None
    error_code: str | None = None
    error_message: str | None = None
    price: Decimal | None = None

    def take(self, kind: EventKind | Status, occurred_at: datetime, received_at: datetime, machine: bool) -> bool:
        """Whether the event changed anything. A status never moves backwards; of two equal events the first counts."""
        if machine or kind not in STATUS_OF:
            return False
        changed = self._stamp(kind, occurred_at)
        status = STATUS_OF[kind]
        if self.status not in OPEN_ENDED and ORDER[status] > ORDER[self.status]:
            self.status = status
            changed = True
        if changed:
            self.updated_at = max(self.updated_at, received_at)
        return changed

    def refuse(self, refusal: Refusal, text: str) -> None:
        self.error_code = refusal.code
        self.error_message = text
        self.price = None

    def _stamp(self, kind: EventKind | Status, occurred_at: datetime) -> bool:
        name = STAMPS.get(kind)
        if name is None or getattr(self, name) is not None:
            return False
        setattr(self, name, occurred_at)
        return True


STAMPS: dict[EventKind | Status, str] = {
    EventKind.SENT: "sent_at",
    EventKind.DELIVERED: "delivered_at",
    EventKind.OPENED: "opened_at",
    EventKind.CLICKED: "clicked_at",
    EventKind.FAILED: "failed_at",
    EventKind.BOUNCED: "failed_at",
}
