"""What does a planned message look like when it is written: road, recipient, words, segments?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from random import Random

from demo.businesses import Business
from demo.diary import Plan
from demo.letter import Wording, wording
from demo.people import Customer, weighted
from messaging.sms import measure
from messaging.vocabulary import NEEDS_CONSENT, Channel, MessageType

SMS_SHARE = {
    MessageType.REMINDER: 0.74,
    MessageType.CONFIRMATION_REQUEST: 0.6,
    MessageType.SYSTEM: 0.45,
    MessageType.WAITLIST: 0.6,
    MessageType.RESCHEDULE: 0.4,
    MessageType.CANCELLATION: 0.4,
    MessageType.CUSTOM: 0.35,
    MessageType.CONFIRMATION: 0.3,
}
CURRENCY_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
CLICKABLE = frozenset(MessageType) - {MessageType.SYSTEM}
ONE_DAY = timedelta(days=1)
BILLED_OTHERWISE = 0.003  # a carrier that splits differently, and bills so


@dataclass(frozen=True, slots=True)
class Draft:
    """A message ready for the queue. E-mails have a subject and HTML, SMS have segments."""

    plan: Plan
    channel: Channel
    provider: str
    to: str
    subject: str | None
    html: str | None
    text: str
    segments: int | None

    @property
    def customer(self) -> Customer:
        return self.plan.customer

    @property
    def bad_address(self) -> bool:
        spell = self.customer.bad_email if self.channel is Channel.EMAIL else self.customer.bad_phone
        return spell is not None and spell.holds(self.plan.at)

    @property
    def clickable(self) -> bool:
        return self.plan.message_type in CLICKABLE


def draft(rng: Random, plan: Plan) -> Draft:
    customer = plan.customer
    channel = _channel(rng, plan)
    words = wording(customer.business, customer.language, plan.message_type)
    fields = _fields(rng, plan, words)
    if channel is Channel.SMS:
        text = rng.choice(words.sms).format_map(fields)
        provider = weighted(rng, customer.business.sms_providers)
        return Draft(plan, channel, provider, customer.phone or "", None, None, text, _billed(rng, text))
    letter = rng.choice(words.letters)
    text = letter.text.format_map(fields)
    subject = letter.subject.format_map(fields)
    fields["service"] = escape(fields["service"])
    html = letter.html.format_map(fields)
    provider = weighted(rng, customer.business.email_providers)
    return Draft(plan, channel, provider, customer.email or "", subject, html, text, None)


def _channel(rng: Random, plan: Plan) -> Channel:
    customer = plan.customer
    if customer.phone is None:
        return Channel.EMAIL
    if customer.email is None:
        return Channel.SMS
    if plan.channel is not None:
        return plan.channel
    share = SMS_SHARE.get(plan.message_type, 0.08 if plan.message_type in NEEDS_CONSENT else 0.15)
    return Channel.SMS if rng.random() < share * (1.3 if customer.prefers_sms else 0.8) else Channel.EMAIL


def _fields(rng: Random, plan: Plan, words: Wording) -> dict[str, str]:
    customer, visit = plan.customer, plan.appointment
    business = customer.business
    services = business.services[customer.language]
    start = visit.local_start if visit else _next_slot(rng, plan.at, business)
    token = f"{rng.getrandbits(60):015x}"
    code = token[:6].upper()
    return {
        "first": customer.first_name,
        "service": services[visit.service] if visit else rng.choice(services),
        "staff": visit.staff if visit else rng.choice(business.staff),
        "day": words.day(start),
        "time": f"{start.hour}:{start.minute:02}",
        "amount": f"{19 + int(token[:2], 16) % 140}.50 {CURRENCY_SIGNS[business.currency]}",
        "code": code,
        "token": token,
        "url": f"https://{business.domain}/m/{token}",
        "link": f"{business.domain}/{code}",
    }


def _next_slot(rng: Random, at: datetime, business: Business) -> datetime:
    """Some half hour within the opening hours, a day later."""
    half_hours = int(rng.random() * 2 * (business.closes - business.opens))
    return (at + ONE_DAY).replace(hour=business.opens + half_hours // 2, minute=30 * (half_hours % 2))


def _billed(rng: Random, text: str) -> int:
    segments = measure(text).segments
    if rng.random() < BILLED_OTHERWISE:
        return segments - 1 if segments > 1 else 2
    return segments
