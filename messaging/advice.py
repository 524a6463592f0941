"""What became of a message, and what does a manager on the phone with the customer do next?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from messaging.failures import Failure
from messaging.vocabulary import Channel, Status

STUCK_AFTER = timedelta(hours=1)  # a message that waits longer in our own queue will not leave by itself
UNCONFIRMED_AFTER = {Channel.EMAIL: timedelta(hours=4), Channel.SMS: timedelta(days=1)}
UNOPENED_AFTER = timedelta(days=1)  # most mails that are opened at all are opened within a day

NOTHING_TO_DO = "Nothing to do."
WAIT = "Wait a little and look again."
ESCALATE_QUEUE = "The queue is stuck: escalate to SuperAdmin, and tell the customer by phone if it is urgent."


@dataclass(frozen=True, slots=True)
class Advice:
    """A status in words, and the next step."""

    meaning: str
    next_step: str


@dataclass(frozen=True, slots=True)
class _Case:
    """One message as it stands now."""

    channel: Channel
    age: timedelta  # since it was sent, or created
    since_delivery: timedelta
    failure: Failure | None
    machine_opened: bool


def advise(
    *,
    status: Status,
    channel: Channel,
    at: datetime,
    delivered_at: datetime | None,
    now: datetime,
    failure: Failure | None,
    machine_opened: bool = False,
) -> Advice:
    """All instants carry a zone. `at` is the message time, `failure` what `failures.explain` says of a failed message."""
    case = _Case(channel, now - at, now - (delivered_at or at), failure, machine_opened)
    return _ADVICE[status](case)


def in_words(span: timedelta) -> str:
    """A span to one unit: "3 days", "1 hour", "a moment"; never negative, for clocks differ."""
    seconds = max(span.total_seconds(), 0)
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "a moment"


def _pending(case: _Case) -> Advice:
    meaning = f"Waiting in our queue for {in_words(case.age)}; nothing has left yet."
    return Advice(meaning, ESCALATE_QUEUE if case.age > STUCK_AFTER else WAIT)


def _sending(case: _Case) -> Advice:
    meaning = f"Being handed to the provider for {in_words(case.age)}."
    return Advice(meaning, ESCALATE_QUEUE if case.age > STUCK_AFTER else WAIT)


def _sent(case: _Case) -> Advice:
    meaning = f"Sent {in_words(case.age)} ago, not confirmed yet."
    if case.age <= UNCONFIRMED_AFTER[case.channel]:
        return Advice(meaning, WAIT)
    if case.channel is Channel.SMS:
        return Advice(meaning, "The phone may be off or the number wrong: check the number with the customer.")
    return Advice(
        meaning,
        "Ask the customer to look in the inbox and the spam folder. If many mails stay unconfirmed, escalate to SuperAdmin.",
    )


def _delivered(case: _Case) -> Advice:
    ago = f"Delivered {in_words(case.since_delivery)} ago"
    if case.channel is Channel.SMS:
        return Advice(
            f"{ago}: the phone has it. Whether an SMS was read cannot be seen.",
            "Ask the customer to look in the messages of that phone, and whether the number is right.",
        )
    meaning = f"{ago}, not opened yet."
    if case.machine_opened:
        meaning = f"{ago}; only a mail program or scanner opened it, so nobody can tell whether it was read."
    if case.since_delivery <= UNOPENED_AFTER:
        return Advice(meaning, "It has arrived: ask the customer to look in the inbox, then in the spam folder.")
    return Advice(meaning, "It is probably in the spam folder: ask the customer to look there.")


def _opened(case: _Case) -> Advice:
    return Advice("It arrived, and the recipient opened it.", NOTHING_TO_DO)


def _clicked(case: _Case) -> Advice:
    return Advice("It arrived, and the recipient followed a link in it.", NOTHING_TO_DO)


def _unsubscribed(case: _Case) -> Advice:
    way = "replied STOP" if case.channel is Channel.SMS else "unsubscribed"
    return Advice(
        f"It arrived, and the recipient {way}: no more such messages are wanted.",
        "Send no more marketing. If the customer wants messages again, the customer has to opt in anew.",
    )


def _failed(case: _Case) -> Advice:
    return _not_arrived(case, "Failed")


def _bounced(case: _Case) -> Advice:
    return _not_arrived(case, "Bounced")


def _not_arrived(case: _Case, word: str) -> Advice:
    if case.failure is None:
        return Advice(
            f"{word}: it did not arrive, and no reason was recorded.",
            "Check the customer's address or number, send it again, and escalate to SuperAdmin if it fails again.",
        )
    return Advice(f"{word}: {case.failure.reason.label.lower()}. {case.failure.explanation}", case.failure.next_step)


_ADVICE: dict[Status, Callable[[_Case], Advice]] = {
    Status.PENDING: _pending,
    Status.SENDING: _sending,
    Status.SENT: _sent,
    Status.DELIVERED: _delivered,
    Status.OPENED: _opened,
    Status.CLICKED: _clicked,
    Status.FAILED: _failed,
    Status.BOUNCED: _bounced,
    Status.UNSUBSCRIBED: _unsubscribed,
}
