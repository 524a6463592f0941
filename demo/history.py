"""Which rows does a message leave behind: its own and those of its delivery events?"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from demo.course import Circumstances, Step
from demo.drafts import Draft
from demo.incidents import Incident
from demo.prices import CURRENCIES
from demo.refusals import Refusal
from demo.rhythm import later
from demo.state import State
from demo.store import KIND_WORDS, STATUS_WORDS
from demo.webhooks import Notice, agent, webhook
from messaging.vocabulary import EventKind, Status

OWN = (EventKind.QUEUED, EventKind.SENT)  # known without any webhook
NEVER_TOLD_PRICE = {"vonage": 0.5, "twilio": 0.0}
CLICKED_OR_OPENED = (EventKind.OPENED, EventKind.CLICKED)


class Event(NamedTuple):
    """One row of delivery_events, but for its id."""

    kind: EventKind
    provider_event_id: str
    occurred_at: datetime
    received_at: datetime
    machine: bool
    code: str | None
    detail: str | None
    refusal: Refusal | None = None

    def row(self, number: int, message_id: int) -> tuple[Any, ...]:
        return (
            number,
            message_id,
            str(self.kind),
            self.provider_event_id,
            self.occurred_at,
            self.received_at,
            self.machine,
            self.code,
            self.detail,
        )


@dataclass(slots=True)
class Message:
    """A message in the store: what was written, who carries it, and what is known of it so far."""

    id: int
    draft: Draft
    reference: str
    listed_price: Decimal | None
    state: State

    def row(self) -> tuple[Any, ...]:
        plan, draft, state = self.draft.plan, self.draft, self.state
        return (
            self.id,
            plan.customer.business.id,
            plan.customer.id,
            plan.appointment.id if plan.appointment else None,
            str(draft.channel),
            KIND_WORDS[plan.message_type],
            STATUS_WORDS[state.status],
            plan.customer.name,
            draft.to,
            draft.subject,
            draft.html,
            draft.text,
            draft.provider,
            self.reference if state.sent_at else None,
            draft.segments,
            state.price,
            CURRENCIES[draft.provider] if state.price is not None else None,
            state.error_code,
            state.error_message,
            plan.at,
            state.sent_at,
            state.delivered_at,
            state.opened_at,
            state.clicked_at,
            state.failed_at,
            state.updated_at,
        )


def circumstances(draft: Draft, incident: Incident | None) -> Circumstances:
    return Circumstances(
        draft.channel, draft.plan.message_type, draft.provider, draft.bad_address, incident, draft.clickable
    )


def queued(rng: Random, number: int, draft: Draft, rate: Decimal | None) -> Message:
    """`rate`: the price of one segment; None for e-mail."""
    price = listed_price(rng, draft, rate)
    return Message(number, draft, reference(rng, draft.provider), price, State(Status.PENDING, draft.plan.at))


def listed_price(rng: Random, draft: Draft, rate: Decimal | None) -> Decimal | None:
    """What the provider will charge; None where it will not say, and for e-mail."""
    if rate is None or not draft.segments or rng.random() < NEVER_TOLD_PRICE[draft.provider]:
        return None
    return rate * draft.segments


def queued_event(message: Message) -> Event:
    at = message.draft.plan.at
    return Event(EventKind.QUEUED, f"job-{message.id}", at, at, False, None, None)


def event(
    rng: Random, message: Message, step: Step, kind: EventKind, *, occurred_at: datetime, received_at: datetime
) -> Event:
    if kind in OWN:
        return Event(kind, f"job-{message.id}", occurred_at, occurred_at, False, None, None)
    code = step.refusal.code if step.refusal else None
    notice = Notice(
        kind,
        occurred_at,
        message.reference,
        message.draft.to,
        code or "",
        refusal_text(message, step.refusal) if step.refusal else "",
        agent(rng, step.machine) if kind in CLICKED_OR_OPENED else "",
    )
    detail = webhook(message.draft.provider, notice)
    identity = f"{rng.getrandbits(64):016x}"
    return Event(kind, identity, occurred_at, received_at, step.machine, code, detail, step.refusal)


def refusal_text(message: Message, refusal: Refusal) -> str:
    to = message.draft.to
    from_ = f"hello@{message.draft.customer.business.domain}"
    return refusal.text.replace("{to}", to).replace("{host}", to.rpartition("@")[2]).replace("{from_}", from_)


def take(message: Message, step: Step, kind: EventKind | Status, occurred_at: datetime, received_at: datetime) -> bool:
    """Whether it changed the message's row."""
    changed = message.state.take(kind, occurred_at, received_at, step.machine)
    if changed and kind is EventKind.SENT:
        message.state.price = message.listed_price
    if changed and step.refusal and kind in (EventKind.FAILED, EventKind.BOUNCED):
        message.state.refuse(step.refusal, refusal_text(message, step.refusal))
    return changed


def received_at(rng: Random, occurred_at: datetime) -> datetime:
    """Mostly within seconds; now and then so late that later events are there first."""
    late = rng.random() < 0.02
    return later(occurred_at, rng.expovariate(1 / 2700) + 5 if late else rng.uniform(0.2, 3.0))


def reference(rng: Random, provider: str) -> str:
    """A new id in the provider's own form."""
    digits = f"{rng.getrandbits(128):032x}"
    if provider == "twilio":
        return "SM" + digits
    if provider == "ses":
        return f"01000{digits[:11]}-{digits[11:19]}-{digits[19:23]}-4{digits[23:26]}-a{digits[26:29]}-{digits[20:32]}-000000"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
