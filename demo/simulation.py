"""How does the store live on: new messages, receipts that are late, doubled and out of order?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from math import log2
from random import Random
from typing import NamedTuple

from sqlalchemy import Engine

from demo import present, store
from demo.course import Step, course
from demo.diary import Appointment, Plan, appointment
from demo.drafts import Draft, draft
from demo.history import Event, Message, circumstances, event, listed_price, queued, take
from demo.news import News
from demo.people import Customer
from demo.rhythm import local, naive_utc, whole_milliseconds
from messaging.vocabulary import FINAL, EventKind, MessageType, Status

NEW_MESSAGES = (0, 1, 1, 2, 3)
LATE = 0.06
DOUBLED = 0.05
NEW_TYPES = {
    MessageType.CONFIRMATION: 6,
    MessageType.REMINDER: 6,
    MessageType.CANCELLATION: 1,
    MessageType.RESCHEDULE: 1,
    MessageType.CONFIRMATION_REQUEST: 2,
    MessageType.FOLLOW_UP: 1,
    MessageType.THANK_YOU: 2,
    MessageType.WAITLIST: 1,
    MessageType.PACKAGE_PURCHASE: 1,
    MessageType.PAYMENT: 2,
    MessageType.BIRTHDAY: 1,
    MessageType.MARKETING: 5,
    MessageType.SYSTEM: 3,
    MessageType.CUSTOM: 1,
}
ABOUT_A_VISIT = (
    MessageType.REMINDER,
    MessageType.CANCELLATION,
    MessageType.RESCHEDULE,
    MessageType.CONFIRMATION_REQUEST,
)


class Happening(NamedTuple):
    """The first of `steps` comes about for the message."""

    message: Message
    steps: Sequence[Step]


class Arrival(NamedTuple):
    """News of a step that came about at `event.occurred_at` reaches the booking system."""

    message: Message
    step: Step
    event: Event


class Simulation:
    """A store that lives on from `now`, an aware instant. Each step is one transaction.

    What a provider takes hours for takes some dozen steps here; every instant written is that of its step.
    """

    def __init__(self, engine: Engine, seed: int, now: datetime) -> None:
        self._engine = engine
        self._rng = Random(f"simulation-{seed}")
        self._clock = naive_utc(now)
        self._number = 0
        self._agenda: list[tuple[int, int, Happening | Arrival]] = []
        self._order = count()
        with engine.connect() as connection:
            self._customers = list(present.some_customers(connection, self._rng).values())
            self._coming = present.coming_soon(connection, self._clock)
            self._rates = present.rates(connection)
            self._message_ids = count(present.last_id(connection, store.MESSAGES) + 1)
            self._event_ids = count(present.last_id(connection, store.DELIVERY_EVENTS) + 1)
            self._appointment_ids = count(present.last_id(connection, store.APPOINTMENTS) + 1)
            for message in present.under_way(connection, self._clock, self._rng):
                self._resume(message)

    def step(self, now: datetime | None = None) -> int:
        """The number of rows written. Without `now` the simulation's own clock moves on by 2 to 60 seconds."""
        elapsed = timedelta(seconds=self._rng.uniform(2, 60))
        self._clock = max(self._clock, naive_utc(now)) if now else whole_milliseconds(self._clock + elapsed)
        self._number += 1
        with self._engine.begin() as connection:
            news = News(connection)
            for _ in range(self._rng.choice(NEW_MESSAGES) if self._customers else 0):
                self._queue_one(news)
            self._work_off(news)
            return news.write(self._event_ids)

    def _queue_one(self, news: News) -> None:
        written = draft(self._rng, self._plan(news))
        message = queued(self._rng, next(self._message_ids), written, self._rate(written))
        news.queued(message)
        self._enter(0, Happening(message, course(self._rng, circumstances(written, None))))

    def _rate(self, written: Draft) -> Decimal | None:
        return self._rates.get((written.provider, written.customer.country))

    def _plan(self, news: News) -> Plan:
        rng = self._rng
        message_type = rng.choices(list(NEW_TYPES), list(NEW_TYPES.values()))[0]
        customer = rng.choice(self._customers)
        if message_type is MessageType.CONFIRMATION:
            return Plan(self._clock, message_type, customer, self._book(news, customer))
        if message_type in ABOUT_A_VISIT and self._coming:
            visit = rng.choice(self._coming)
            if message_type is MessageType.CANCELLATION:
                self._coming.remove(visit)
                news.cancelled(visit, self._clock)
            return Plan(self._clock, message_type, visit.customer, visit)
        return Plan(self._clock, message_type, customer)

    def _book(self, news: News, customer: Customer) -> Appointment | None:
        today = local(self._clock, customer.business.zone).date()
        number = next(self._appointment_ids)
        day = today + timedelta(days=self._rng.randint(1, 21))
        visit = appointment(self._rng, number, customer, day, self._clock + timedelta(days=60))
        if visit is None:
            return None
        visit = replace(visit, status="booked", created_at=self._clock, updated_at=self._clock)
        self._coming.append(visit)
        news.booked(visit)
        return visit

    def _resume(self, message: Message) -> None:
        """What was under way goes on from where it stands."""
        status, written = message.state.status, message.draft
        if status in FINAL:
            return
        message.listed_price = listed_price(self._rng, written, self._rate(written))
        steps = course(self._rng, circumstances(written, None))
        done = {Status.PENDING: 0, Status.SENDING: 1, Status.SENT: 2}.get(status)
        if done is None:
            known = (EventKind.SENT, EventKind.DEFERRED, EventKind.DELIVERED, Status.SENDING)
            steps = [step for step in steps if step.kind not in known and step.kind is not EventKind.FAILED]
        self._enter(0, Happening(message, steps[done or 0 :]))

    def _work_off(self, news: News) -> None:
        while self._agenda and self._agenda[0][0] <= self._number:
            entry = heappop(self._agenda)[2]
            if isinstance(entry, Happening):
                self._happen(news, entry)
            else:
                self._arrive(news, entry)

    def _happen(self, news: News, happening: Happening) -> None:
        message, (step, *rest) = happening
        self._enter(0, Happening(message, rest))
        if not isinstance(step.kind, EventKind):
            if take(message, step, step.kind, self._clock, self._clock):
                news.changed(message)
            return
        at = self._a_moment_ago(message)
        one = event(self._rng, message, step, step.kind, occurred_at=at, received_at=self._clock)
        own = step.kind is EventKind.SENT
        wait = self._rng.randint(2, 20) if not own and self._rng.random() < LATE else 0
        self._schedule(wait, Arrival(message, step, one))
        if not own and self._rng.random() < DOUBLED:
            self._schedule(wait + self._rng.randint(1, 10), Arrival(message, step, one))

    def _arrive(self, news: News, arrival: Arrival) -> None:
        message, step, told = arrival
        told = told._replace(received_at=self._clock)
        news.told(message, told)
        if not take(message, step, told.kind, told.occurred_at, self._clock):
            return
        news.changed(message)
        if told.kind is EventKind.UNSUBSCRIBED:
            news.left(message.draft.customer, self._clock)
            self._customers = [one for one in self._customers if one.id != message.draft.customer.id] or self._customers

    def _a_moment_ago(self, message: Message) -> datetime:
        moment = whole_milliseconds(self._clock - timedelta(seconds=self._rng.uniform(0.1, 1.5)))
        return max(moment, message.state.updated_at) if message.state.updated_at <= self._clock else self._clock

    def _enter(self, wait: int, happening: Happening) -> None:
        if happening.steps:
            self._schedule(wait + _steps_of(happening.steps[0].after), happening)

    def _schedule(self, wait: int, entry: Happening | Arrival) -> None:
        heappush(self._agenda, (self._number + wait, next(self._order), entry))


def _steps_of(seconds: float) -> int:
    """2 seconds take 2 steps, 20 minutes 18, a day 30."""
    return 1 + int(2 * log2(1 + seconds / 3))
