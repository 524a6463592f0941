"""What went wrong in the demo's two years, where and when? Planted, so that a test can ask whether it is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from demo.businesses import BARBER, DENTIST, SPA, YOGA, Business
from demo.refusals import SENDER_LISTED, TWILIO_OUTAGE, VONAGE_NETWORK_DOWN, VONAGE_NO_CREDIT, Refusal
from demo.rhythm import utc
from messaging.vocabulary import Channel, MessageType


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong: `days_ago`, from `begins_at` in the local time of `business`, for `lasts`.

    It touches what goes out by `provider`; of one business only where `everywhere` is false. `share` of it (0 to 1) is
    refused with `refusal`; None: nothing is refused, people are annoyed.
    """

    kind: str
    business: Business
    channel: Channel
    provider: str
    days_ago: int
    begins_at: time
    lasts: timedelta
    share: float
    refusal: Refusal | None
    everywhere: bool = False
    message_type: MessageType = MessageType.REMINDER

    def spans(self, now: datetime) -> tuple[datetime, datetime]:
        """The naive UTC instants of its beginning and its end, seen from `now` (naive UTC)."""
        day = (now - timedelta(days=self.days_ago)).date()
        begins = utc(datetime.combine(day, self.begins_at), self.business.zone)
        return begins, begins + self.lasts


OUTAGE = Incident(
    kind="provider outage",
    business=DENTIST,
    channel=Channel.SMS,
    provider="twilio",
    days_ago=74,
    begins_at=time(9, 40),
    lasts=timedelta(hours=2, minutes=35),
    share=0.9,
    refusal=TWILIO_OUTAGE,
    everywhere=True,
)
BLOCK = Incident(
    kind="sender blocked",
    business=SPA,
    channel=Channel.EMAIL,
    provider="ses",
    days_ago=131,
    begins_at=time(0, 0),
    lasts=timedelta(days=1),
    share=0.85,
    refusal=SENDER_LISTED,
)
NO_CREDIT = Incident(
    kind="credit used up",
    business=YOGA,
    channel=Channel.SMS,
    provider="vonage",
    days_ago=203,
    begins_at=time(11, 0),
    lasts=timedelta(hours=6),
    share=1.0,
    refusal=VONAGE_NO_CREDIT,
    everywhere=True,
)
PUSHY_CAMPAIGN = Incident(
    kind="pushy campaign",
    business=BARBER,
    channel=Channel.EMAIL,
    provider="ses",
    days_ago=45,
    begins_at=time(10, 0),
    lasts=timedelta(hours=2),
    share=0.0,
    refusal=None,
    message_type=MessageType.MARKETING,
)
RECENT = Incident(
    kind="network disturbance",
    business=YOGA,
    channel=Channel.SMS,
    provider="vonage",
    days_ago=6,
    begins_at=time(14, 0),
    lasts=timedelta(hours=1, minutes=20),
    share=0.6,
    refusal=VONAGE_NETWORK_DOWN,
)
INCIDENTS = (OUTAGE, BLOCK, NO_CREDIT, PUSHY_CAMPAIGN, RECENT)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An incident with its instants."""

    incident: Incident
    begins: datetime
    ends: datetime


class Troubles:
    """Finds the incident that touches a message."""

    def __init__(self, incidents: Iterable[Incident], now: datetime) -> None:
        self.all = [Trouble(incident, *incident.spans(now)) for incident in incidents]
        self._days = {
            day
            for trouble in self.all
            for day in (trouble.begins.date(), trouble.ends.date(), trouble.begins.date() + timedelta(days=1))
        }

    def touching(self, at: datetime, provider: str, business: Business, message_type: MessageType) -> Incident | None:
        if at.date() not in self._days:
            return None
        for trouble in self.all:
            incident = trouble.incident
            if (
                trouble.begins <= at < trouble.ends
                and incident.provider == provider
                and (incident.everywhere or incident.business is business)
                and (incident.refusal or incident.message_type is message_type)
            ):
                return incident
        return None
