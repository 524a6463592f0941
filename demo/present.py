"""What does a living store need to know of its past: who is there, who comes soon, what is still under way?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Connection, Row, Table, func, or_, select

from demo.businesses import BUSINESSES
from demo.diary import Appointment, Plan
from demo.drafts import Draft
from demo.history import Message, reference
from demo.people import Customer
from demo.rhythm import local
from demo.state import State
from demo.store import APPOINTMENTS, CUSTOMERS, KIND_WORDS, MESSAGES, SMS_PRICES, STATUS_WORDS
from messaging.vocabulary import Channel, Status

BUSINESS = {business.id: business for business in BUSINESSES}
STATUS = {word: status for status, word in STATUS_WORDS.items()}
CHANNEL = {str(channel): channel for channel in Channel}
MESSAGE_TYPE = {word: message_type for message_type, word in KIND_WORDS.items()}
UNDER_WAY = (Status.PENDING, Status.SENDING, Status.SENT)
RECENTLY = timedelta(hours=1)
SOON = timedelta(days=3)
MOST_CUSTOMERS = 400
MOST_APPOINTMENTS = 200
MOST_MESSAGES = 300


def last_id(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())


def rates(connection: Connection) -> dict[tuple[str, str], Decimal]:
    """The price of one segment by provider and country, as it stands now."""
    rows = connection.execute(select(SMS_PRICES).order_by(SMS_PRICES.c.valid_from))
    return {(row.provider, row.country): row.price for row in rows}


def some_customers(connection: Connection, rng: Random) -> dict[int, Customer]:
    """Some of those who did not unsubscribe."""
    last = last_id(connection, CUSTOMERS)
    return customers(connection, rng.sample(range(1, last + 1), min(last, MOST_CUSTOMERS)), subscribed=True)


def customers(connection: Connection, ids: Iterable[int], *, subscribed: bool = False) -> dict[int, Customer]:
    chosen = select(CUSTOMERS).where(CUSTOMERS.c.id.in_(sorted(set(ids)))).order_by(CUSTOMERS.c.id)
    rows = connection.execute(chosen.where(CUSTOMERS.c.unsubscribed_at.is_(None)) if subscribed else chosen)
    return {row.id: _customer(row) for row in rows if row.business_id in BUSINESS}


def coming_soon(connection: Connection, now: datetime) -> list[Appointment]:
    chosen = (
        select(APPOINTMENTS)
        .where(APPOINTMENTS.c.starts_at.between(now, now + SOON), APPOINTMENTS.c.status == "booked")
        .order_by(APPOINTMENTS.c.starts_at, APPOINTMENTS.c.id)
        .limit(MOST_APPOINTMENTS)
    )
    rows = connection.execute(chosen).all()
    known = customers(connection, (row.customer_id for row in rows))
    return [_appointment(row, known[row.customer_id]) for row in rows if row.customer_id in known]


def under_way(connection: Connection, now: datetime, rng: Random) -> list[Message]:
    """Messages that changed lately and may change again, the newest first."""
    words = [STATUS_WORDS[status] for status in UNDER_WAY]
    chosen = (
        select(MESSAGES)
        .where(MESSAGES.c.updated_at > now - RECENTLY)
        .where(or_(MESSAGES.c.status.in_(words), MESSAGES.c.channel == str(Channel.EMAIL)))
        .order_by(MESSAGES.c.updated_at.desc(), MESSAGES.c.id)
        .limit(MOST_MESSAGES)
    )
    rows = connection.execute(chosen).all()
    known = customers(connection, (row.customer_id for row in rows))
    return [_message(row, known[row.customer_id], rng) for row in rows if row.customer_id in known]


def _customer(row: Row[Any]) -> Customer:
    return Customer(
        id=row.id,
        business=BUSINESS[row.business_id],
        name=row.name,
        first_name=row.name.split()[-1 if row.language == "hu" else 0],
        email=row.email,
        phone=row.phone,
        language=row.language,
        country=row.country,
        birthday=row.birthday,
        bad_email=None,
        bad_phone=None,
        prefers_sms=row.id % 5 < 2,
    )


def _appointment(row: Row[Any], customer: Customer) -> Appointment:
    services = customer.business.services[customer.language]
    return Appointment(
        id=row.id,
        customer=customer,
        service=services.index(row.service),
        staff=row.staff,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        local_start=local(row.starts_at, customer.business.zone),
        status=row.status,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _message(row: Row[Any], customer: Customer, rng: Random) -> Message:
    plan = Plan(row.created_at, MESSAGE_TYPE[row.kind], customer)
    channel = CHANNEL[row.channel]
    draft = Draft(plan, channel, row.provider, row.to_address, row.subject, None, "", row.segments)
    state = State(
        status=STATUS[row.status],
        updated_at=row.updated_at,
        sent_at=row.sent_at,
        delivered_at=row.delivered_at,
        opened_at=row.opened_at,
        clicked_at=row.clicked_at,
        failed_at=row.failed_at,
        error_code=row.error_code,
        error_message=row.error_message,
        price=row.price,
    )
    return Message(row.id, draft, row.provider_message_id or reference(rng, row.provider), None, state)
