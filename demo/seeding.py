"""How does the make-believe booking system get its two years of history?"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine

from demo import store
from demo.businesses import BUSINESSES
from demo.course import Step, course
from demo.diary import Plan
from demo.drafts import Draft, draft
from demo.history import Event, Message, circumstances, event, queued, queued_event, received_at, take
from demo.incidents import INCIDENTS, Incident, Troubles
from demo.loading import bulk_load, load
from demo.people import Customer
from demo.plans import PERIOD, Planner
from demo.prices import PriceList
from demo.rhythm import later, naive_utc, whole_milliseconds
from demo.rows import appointment_row, business_row, customer_row
from messaging.vocabulary import NEEDS_CONSENT, Channel, EventKind, Status

BATCH = 2_000
DOUBLED = 0.015
WRONGLY_SENT = 0.08
Progress = Callable[[int], None]


def seed(engine: Engine, *, messages: int, seed: int, now: datetime, progress: Progress | None = None) -> None:
    """Makes the tables anew with exactly `messages` messages. The same three values give the same rows in any database.

    `now` is an aware instant; `progress` is told how many messages have been written so far.
    """
    with bulk_load(engine) as connection, _without_cycle_search():
        store.create_tables(connection)
        past = Past(Random(f"booking-{seed}"), messages, naive_utc(now))
        past.write(connection, progress or (lambda _: None))
        store.create_indexes(connection)


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """A million plans that live long and make no cycles would be searched for cycles again and again: a third of the time."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


class Past:
    """Two years, made message by message in the order of time."""

    def __init__(self, rng: Random, count: int, now: datetime) -> None:
        self._rng = rng
        self._now = now
        self._troubles = Troubles(INCIDENTS, now)
        self._planner = Planner(rng, count, now, self._troubles.all)
        self._prices = PriceList((now - PERIOD).date() - timedelta(days=1), now.date())
        self._unsubscribed: dict[int, datetime] = {}
        self._first_seen: dict[int, datetime] = {}
        self._event_id = 0

    def write(self, connection: Connection, progress: Progress) -> None:
        written = 0
        for messages, events in self._batches():
            load(connection, store.MESSAGES, messages)
            load(connection, store.DELIVERY_EVENTS, events)
            connection.commit()
            written += len(messages)
            progress(written)
        self._write_the_rest(connection)

    def _batches(self) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]]:
        messages: list[tuple[Any, ...]] = []
        events: list[tuple[Any, ...]] = []
        for number, plan in enumerate(self._planner.plans(), 1):
            message, happened = self._live_through(number, plan)
            messages.append(message.row())
            for one in happened:
                self._event_id += 1
                events.append(one.row(self._event_id, message.id))
            if len(messages) == BATCH:
                yield messages, events
                messages, events = [], []
        yield messages, events

    def _live_through(self, number: int, plan: Plan) -> tuple[Message, list[Event]]:
        plan = self._with_consent(plan)
        written = draft(self._rng, plan)
        self._first_seen.setdefault(plan.customer.id, plan.at)
        message = queued(self._rng, number, written, self._rate(written))
        steps = course(self._rng, circumstances(written, self._incident(written)))[: plan.stuck_after]
        arrivals = sorted(self._arrivals(message, steps), key=lambda arrival: arrival[0])
        events = [queued_event(message)]
        for received, occurred, step in arrivals:
            if take(message, step, step.kind, occurred, received):
                self._note_parting(message, step, received)
            if isinstance(step.kind, EventKind):
                events += self._told(message, step, step.kind, occurred=occurred, received=received)
        return message, events

    def _with_consent(self, plan: Plan) -> Plan:
        """Who unsubscribed gets no marketing, but for a mistake now and then."""
        for _ in range(5):
            left_at = self._unsubscribed.get(plan.customer.id)
            if plan.message_type not in NEEDS_CONSENT or left_at is None or self._rng.random() < WRONGLY_SENT:
                break
            plan = plan._replace(customer=self._planner.clientele.anyone(self._rng, plan.customer.business))
        return plan

    def _incident(self, written: Draft) -> Incident | None:
        plan = written.plan
        return self._troubles.touching(plan.at, written.provider, plan.customer.business, plan.message_type)

    def _rate(self, written: Draft) -> Decimal | None:
        if written.channel is Channel.EMAIL:
            return None
        return self._prices.price(written.provider, written.customer.country, written.plan.at.date())

    def _arrivals(self, message: Message, steps: list[Step]) -> Iterator[tuple[datetime, datetime, Step]]:
        """(received, occurred, step) of all that is known by now."""
        occurred = message.draft.plan.at
        for step in steps:
            occurred = later(occurred, step.after)
            own = step.kind is Status.SENDING or step.kind is EventKind.SENT
            received = occurred if own else received_at(self._rng, occurred)
            if received <= self._now:
                yield received, occurred, step

    def _told(
        self, message: Message, step: Step, kind: EventKind, *, occurred: datetime, received: datetime
    ) -> Iterator[Event]:
        one = event(self._rng, message, step, kind, occurred_at=occurred, received_at=received)
        yield one
        if kind is not EventKind.SENT and self._rng.random() < DOUBLED:
            again = later(received, self._rng.expovariate(1 / 300) + 1)
            if again <= self._now:
                yield one._replace(received_at=again)

    def _note_parting(self, message: Message, step: Step, received: datetime) -> None:
        if step.kind is EventKind.UNSUBSCRIBED:
            self._unsubscribed.setdefault(message.draft.customer.id, received)

    def _write_the_rest(self, connection: Connection) -> None:
        planner = self._planner
        load(connection, store.BUSINESSES, [business_row(business) for business in BUSINESSES])
        for visit in planner.appointments:
            seen = self._first_seen.get(visit.customer.id, visit.created_at)
            self._first_seen[visit.customer.id] = min(seen, visit.created_at)
        load(connection, store.CUSTOMERS, [self._customer_row(customer) for customer in planner.clientele.everybody])
        load(connection, store.APPOINTMENTS, [appointment_row(visit) for visit in planner.appointments])
        prices = enumerate(self._prices.prices, 1)
        load(
            connection,
            store.SMS_PRICES,
            [(number, p.provider, p.country, p.currency, p.price, p.valid_from) for number, p in prices],
        )

    def _customer_row(self, customer: Customer) -> tuple[Any, ...]:
        rng = self._rng
        seen = self._first_seen.get(customer.id, self._now - PERIOD * rng.random())
        created_at = whole_milliseconds(seen - timedelta(seconds=rng.expovariate(1 / 600) + 20))
        return customer_row(customer, created_at, self._unsubscribed.get(customer.id))
