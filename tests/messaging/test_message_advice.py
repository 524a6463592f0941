"""Does every status say what it means and what to do next?"""

from datetime import UTC, datetime, timedelta

import pytest

from messaging.advice import Advice, advise, in_words
from messaging.failures import Failure, explain
from messaging.vocabulary import Channel, Status

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def advice(
    status: Status,
    channel: Channel = Channel.EMAIL,
    ago: timedelta = timedelta(hours=2),
    *,
    delivered: timedelta | None = None,
    failure: Failure | None = None,
    machine_opened: bool = False,
) -> Advice:
    return advise(
        status=status,
        channel=channel,
        at=NOW - ago,
        delivered_at=None if delivered is None else NOW - delivered,
        now=NOW,
        failure=failure,
        machine_opened=machine_opened,
    )


@pytest.mark.parametrize("machine_opened", [False, True])
@pytest.mark.parametrize("ago", [timedelta(minutes=-5), timedelta(0), timedelta(hours=3), timedelta(days=400)])
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("status", Status)
def test_every_status_on_every_channel_has_an_answer(
    status: Status, channel: Channel, ago: timedelta, *, machine_opened: bool
) -> None:
    for failure in (None, explain(channel, "", "550 5.1.1", None)):
        given = advice(status, channel, ago, failure=failure, machine_opened=machine_opened)

        assert given.meaning.endswith(".")
        assert given.next_step.endswith(".")
        assert "-" not in in_words(ago)


def test_a_mail_delivered_but_not_opened_for_days_is_probably_spam() -> None:
    given = advice(Status.DELIVERED, ago=timedelta(days=4), delivered=timedelta(days=3, hours=2))

    assert given.meaning == "Delivered 3 days ago, not opened yet."
    assert given.next_step == "It is probably in the spam folder: ask the customer to look there."


def test_a_mail_delivered_just_now_is_not_called_spam() -> None:
    assert "probably" not in advice(Status.DELIVERED, delivered=timedelta(minutes=3)).next_step


def test_a_machine_open_is_not_taken_for_reading() -> None:
    given = advice(Status.DELIVERED, delivered=timedelta(hours=1), machine_opened=True)

    assert "scanner" in given.meaning


def test_a_delivered_sms_is_on_the_phone_and_nobody_knows_whether_it_was_read() -> None:
    given = advice(Status.DELIVERED, Channel.SMS, delivered=timedelta(days=3))

    assert "the phone has it" in given.meaning
    assert "spam" not in given.next_step


@pytest.mark.parametrize("status", [Status.PENDING, Status.SENDING])
def test_what_waits_over_an_hour_is_stuck_and_escalated(status: Status) -> None:
    assert "SuperAdmin" in advice(status, ago=timedelta(minutes=61)).next_step
    assert "SuperAdmin" not in advice(status, ago=timedelta(minutes=59)).next_step


def test_sent_without_confirmation_for_long_says_so() -> None:
    assert advice(Status.SENT, ago=timedelta(minutes=10)).next_step == "Wait a little and look again."
    assert "spam folder" in advice(Status.SENT, ago=timedelta(hours=5)).next_step
    assert "number" in advice(Status.SENT, Channel.SMS, ago=timedelta(days=2)).next_step


@pytest.mark.parametrize("status", [Status.FAILED, Status.BOUNCED])
def test_a_failure_brings_its_own_explanation_and_next_step(status: Status) -> None:
    failure = explain(Channel.EMAIL, "postmark", "550 5.1.1", None)

    given = advice(status, failure=failure)

    assert failure.explanation in given.meaning
    assert "bad address" in given.meaning
    assert "customer's profile" in given.next_step


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=59), "a moment"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=119), "1 hour"),
        (timedelta(hours=47), "1 day"),
        (timedelta(days=2), "2 days"),
        (timedelta(seconds=-3), "a moment"),
    ],
)
def test_a_span_is_told_in_one_unit(span: timedelta, words: str) -> None:
    assert in_words(span) == words
