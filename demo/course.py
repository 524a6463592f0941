"""What becomes of one message after it was put into the queue?"""

from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from demo import refusals
from demo.incidents import Incident
from demo.refusals import Refusal
from messaging.vocabulary import Channel, EventKind, MessageType, Status

PICKED_UP = Status.SENDING  # the one step of which no provider tells

OPENED_SHARE = {
    MessageType.MARKETING: 0.34,
    MessageType.SYSTEM: 0.78,
    MessageType.PAYMENT: 0.62,
    MessageType.REMINDER: 0.6,
    MessageType.CONFIRMATION_REQUEST: 0.66,
}


class Step(NamedTuple):
    """One thing that happens, `after` seconds after the step before it."""

    kind: EventKind | Status
    after: float
    refusal: Refusal | None = None
    machine: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides on a message's course."""

    channel: Channel
    message_type: MessageType
    provider: str
    bad_address: bool
    incident: Incident | None
    clickable: bool


PASSING = {"twilio": refusals.TWILIO_PASSING, "vonage": refusals.VONAGE_PASSING}
BAD_NUMBERS = {"twilio": refusals.TWILIO_BAD_NUMBERS, "vonage": refusals.VONAGE_BAD_NUMBERS}
REFUSED = {"postmark": refusals.POSTMARK_REFUSALS, "ses": refusals.SES_REFUSALS}


def course(rng: Random, given: Circumstances) -> list[Step]:
    """The steps after queueing, in the order in which they happen."""
    steps = [Step(PICKED_UP, rng.uniform(0.5, 20.0))]
    refusal = _refusal_of_incident(rng, given.incident)
    if refusal:
        return [
            *steps,
            Step(EventKind.SENT, rng.uniform(0.2, 3.0)),
            Step(EventKind.FAILED, rng.uniform(1, 90), refusal),
        ]
    return steps + (_email(rng, given) if given.channel is Channel.EMAIL else _sms(rng, given))


def _refusal_of_incident(rng: Random, incident: Incident | None) -> Refusal | None:
    return incident.refusal if incident and rng.random() < incident.share else None


def _email(rng: Random, given: Circumstances) -> list[Step]:
    chance = rng.random()
    if chance < 0.004:
        return [Step(EventKind.FAILED, rng.uniform(0.2, 2.0), _pick(rng, REFUSED[given.provider]))]
    sent = Step(EventKind.SENT, rng.uniform(0.2, 3.0))
    if (given.bad_address and chance < 0.93) or 0.009 <= chance < 0.014:
        return [sent, Step(EventKind.BOUNCED, rng.uniform(1, 40), _pick(rng, refusals.HARD_BOUNCES))]
    if chance < 0.009:
        return [sent, Step(EventKind.FAILED, rng.uniform(1, 60), _pick(rng, refusals.BLOCKED_MAIL))]
    if chance < 0.0245:
        return [sent, *_soft_bounce(rng)]
    never_confirmed = chance < 0.025
    return [sent] if never_confirmed else [sent, *_arrival(rng), *_reading(rng, given)]


def _soft_bounce(rng: Random) -> list[Step]:
    refusal = _pick(rng, refusals.SOFT_BOUNCES)
    return [
        Step(EventKind.DEFERRED, rng.uniform(2, 60), refusal),
        Step(EventKind.BOUNCED, rng.expovariate(1 / 9000) + 300, refusal),
    ]


def _arrival(rng: Random) -> list[Step]:
    if rng.random() < 0.015:
        return [
            Step(EventKind.DEFERRED, rng.uniform(2, 20), refusals.GREYLISTED),
            Step(EventKind.DELIVERED, rng.uniform(300, 1500)),
        ]
    return [Step(EventKind.DELIVERED, _confirmation_delay(rng))]


def _confirmation_delay(rng: Random) -> float:
    return rng.uniform(0.4, 8.0) if rng.random() < 0.88 else 8 + rng.expovariate(1 / 900)


def _reading(rng: Random, given: Circumstances) -> list[Step]:
    steps = []
    if rng.random() < 0.17:
        steps.append(Step(EventKind.OPENED, rng.uniform(0.5, 90), machine=True))
    chance = rng.random()
    if chance < 0.0012:
        return [*steps, Step(EventKind.BOUNCED, rng.expovariate(1 / 4000), _pick(rng, refusals.SOFT_BOUNCES))]
    if chance < OPENED_SHARE.get(given.message_type, 0.55):
        steps.append(Step(EventKind.OPENED, rng.lognormvariate(7.6, 1.7)))  # the median is half an hour
        if given.clickable and rng.random() < 0.24:
            steps.append(Step(EventKind.CLICKED, rng.uniform(2, 90)))
        if rng.random() < 0.08:
            steps.append(Step(EventKind.OPENED, rng.expovariate(1 / 40_000)))
    return steps + (_parting(rng, given) if given.message_type is MessageType.MARKETING else [])


def _parting(rng: Random, given: Circumstances) -> list[Step]:
    annoyed = 12 if given.incident else 1
    chance = rng.random()
    if chance < 0.0018 * annoyed:
        return [Step(EventKind.COMPLAINED, rng.uniform(30, 7200))]
    if chance < 0.007 * annoyed:
        return [Step(EventKind.UNSUBSCRIBED, rng.uniform(5, 3600))]
    return []


def _sms(rng: Random, given: Circumstances) -> list[Step]:
    chance = rng.random()
    sent = Step(EventKind.SENT, rng.uniform(0.1, 2.0))
    if given.bad_address and chance < 0.93:
        return [sent, Step(EventKind.FAILED, rng.uniform(1, 30), _pick(rng, BAD_NUMBERS[given.provider]))]
    if chance < 0.024:
        return [sent, Step(EventKind.FAILED, _confirmation_delay(rng) * 4, _pick(rng, PASSING[given.provider]))]
    if chance < 0.0255:
        return [sent]
    steps = [sent, Step(EventKind.DELIVERED, _confirmation_delay(rng))]
    if given.clickable and rng.random() < 0.06:
        steps.append(Step(EventKind.CLICKED, rng.lognormvariate(6.0, 1.5)))
    if given.message_type is MessageType.MARKETING and rng.random() < 0.006:
        steps.append(Step(EventKind.UNSUBSCRIBED, rng.uniform(20, 7200)))
    return steps


def _pick(rng: Random, choices: tuple[Refusal, ...]) -> Refusal:
    return rng.choices(choices, [refusal.weight for refusal in choices])[0]
