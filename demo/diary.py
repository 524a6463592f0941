"""Which appointments do customers have, and which messages do they lead to?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import NamedTuple

from demo.businesses import Business
from demo.people import Customer
from demo.rhythm import BOOKINGS, Hours, moment, utc, visiting_hours
from messaging.vocabulary import Channel, MessageType

SLOTS = (0, 0, 15, 30, 30, 45)
BOOKING_HOURS = Hours(BOOKINGS)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Instants are naive UTC; `local_start` is the same start on the business's clock. `service` is its place in the list."""

    id: int
    customer: Customer
    service: int
    staff: str
    starts_at: datetime
    ends_at: datetime
    local_start: datetime
    status: str
    created_at: datetime
    updated_at: datetime


class Plan(NamedTuple):
    """A message that is to be written at an instant (naive UTC)."""

    at: datetime
    message_type: MessageType
    customer: Customer
    appointment: Appointment | None = None
    channel: Channel | None = None  # None: as the customer likes it
    stuck_after: int | None = None  # it goes this many steps and no further


def appointment(rng: Random, number: int, customer: Customer, day: date, now: datetime) -> Appointment | None:
    """An appointment on that local day; None where the customer would book it only after now."""
    business = customer.business
    local_start = datetime.combine(day, time(_visiting(business).pick(rng), rng.choice(SLOTS)))
    starts_at = utc(local_start, business.zone)
    created_at = min(_booked_at(rng, business, day), starts_at - timedelta(minutes=40))
    if created_at >= now:
        return None
    service = rng.randrange(len(business.minutes))
    status, updated_at = _outcome(rng, created_at, starts_at, now)
    return Appointment(
        id=number,
        customer=customer,
        service=service,
        staff=rng.choice(business.staff),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=business.minutes[service]),
        local_start=local_start,
        status=status,
        created_at=created_at,
        updated_at=updated_at,
    )


@cache
def _visiting(business: Business) -> Hours:
    return visiting_hours(business)


def _booked_at(rng: Random, business: Business, day: date) -> datetime:
    lead = timedelta(days=int(rng.expovariate(1 / 7)))
    return utc(moment(rng, day - lead, BOOKING_HOURS), business.zone)


def _outcome(rng: Random, created_at: datetime, starts_at: datetime, now: datetime) -> tuple[str, datetime]:
    chance = rng.random()
    if chance < 0.07:
        cancelled_at = created_at + (starts_at - created_at) * rng.random()
        return ("cancelled", cancelled_at) if cancelled_at < now else ("booked", created_at)
    over = starts_at + timedelta(hours=2)
    if over >= now:
        return "booked", created_at
    return ("no_show" if chance < 0.10 else "completed"), over


def messages_about(rng: Random, visit: Appointment) -> Iterator[Plan]:
    """In no order, and also those that are due only later."""
    customer, booked, starts = visit.customer, visit.created_at, visit.starts_at

    def plan(at: datetime, message_type: MessageType) -> Plan:
        return Plan(at, message_type, customer, visit)

    yield plan(booked + timedelta(seconds=rng.uniform(1, 20)), MessageType.CONFIRMATION)
    if visit.status == "cancelled":
        yield plan(visit.updated_at, MessageType.CANCELLATION)
        return
    if rng.random() < 0.06:
        yield plan(booked + (starts - booked) * rng.uniform(0.05, 0.6), MessageType.RESCHEDULE)
    if rng.random() < 0.30 and starts - booked > timedelta(days=4):
        yield plan(starts - timedelta(hours=75), MessageType.CONFIRMATION_REQUEST)
    reminded_at = _reminded_at(booked, starts)
    if reminded_at and rng.random() < 0.95:
        yield plan(reminded_at + timedelta(seconds=rng.uniform(0, 240)), MessageType.REMINDER)
    if visit.status == "completed":
        if rng.random() < 0.30:
            yield plan(visit.ends_at + timedelta(hours=2, seconds=rng.uniform(0, 900)), MessageType.THANK_YOU)
        if rng.random() < 0.22:
            yield plan(visit.ends_at + timedelta(days=3, seconds=rng.uniform(0, 7200)), MessageType.FOLLOW_UP)
        if rng.random() < 0.20:
            yield plan(visit.ends_at + timedelta(seconds=rng.uniform(10, 1200)), MessageType.PAYMENT)


def _reminded_at(booked: datetime, starts: datetime) -> datetime | None:
    """Two days before, else one day, else not at all."""
    for before in (timedelta(hours=48), timedelta(hours=24)):
        if booked < starts - before - timedelta(hours=1):
            return starts - before
    return None
