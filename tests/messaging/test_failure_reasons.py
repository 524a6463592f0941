"""Is every failure explained, and is a customer flagged only for the address's own fault?"""

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import email_codes, email_provider_codes, email_words, failure_causes, sms_codes
from messaging.failure_causes import Cause
from messaging.failures import explain
from messaging.vocabulary import BounceKind, Channel, FailureReason

EMAIL, SMS = Channel.EMAIL, Channel.SMS
CAUSES = [value for value in vars(failure_causes).values() if isinstance(value, Cause)]
NUMBERED = {"twilio": sms_codes.TWILIO, "vonage": sms_codes.VONAGE_RECEIPT}


@pytest.mark.parametrize(
    ("provider", "code", "message", "reason", "flags"),
    [
        ("twilio", "30003", None, "transient", False),
        ("twilio", "30004", None, "blocked", False),
        ("twilio", "30005", None, "bad_address", True),
        ("twilio", "30006", None, "bad_address", True),
        ("twilio", "30007", "Carrier violation", "blocked", False),
        ("twilio", "30023", None, "quota", False),
        ("twilio", "30034", None, "blocked", False),
        ("twilio", "21211", None, "bad_address", True),
        ("twilio", "21610", None, "blocked", False),
        ("twilio", "21614", None, "bad_address", True),
        ("Twilio", "Error 30005", None, "bad_address", True),
        ("vonage", "2", "Absent Subscriber - Temporary", "transient", False),
        ("vonage", "3", None, "bad_address", True),
        ("nexmo", "6", None, "blocked", False),
        ("vonage", "9", "Illegal Number", "blocked", False),
        ("vonage", "9", "Partner quota violation", "quota", False),
        ("vonage", "1", "Throttled", "transient", False),
        ("vonage", "29", "Non-Whitelisted Destination", "blocked", False),
        ("smsgate", None, "Insufficient credit", "quota", False),
        ("smsgate", "E17", "Unknown subscriber", "bad_address", True),
    ],
)
def test_sms_failures_have_their_reason(
    provider: str, code: str | None, message: str | None, reason: str, flags: bool
) -> None:
    failure = explain(SMS, provider, code, message)

    assert (failure.reason, failure.flags_customer, failure.known) == (reason, flags, True)


@pytest.mark.parametrize(
    ("code", "message", "reason", "bounce", "flags"),
    [
        ("550 5.1.1", None, "bad_address", "hard", True),
        ("5.1.1", None, "bad_address", "hard", True),
        ("550", None, "bad_address", "hard", True),
        ("550", "5.7.1 Message rejected due to SPF", "blocked", "soft", False),
        ("5.0.0", "smtp; 550 5.2.2 mailbox full", "transient", "soft", False),
        ("5.0.0", "smtp; 550 user unknown", "bad_address", "hard", True),
        ("5.0.0", None, "other", "hard", False),
        ("550 5.0.0", "no words we know", "other", "hard", False),
        ("5.2.2", None, "transient", "soft", False),
        ("552", None, "transient", "soft", False),
        ("552 5.2.2", "The email account is over quota", "transient", "soft", False),
        ("552 5.3.4", "Message too big", "other", "soft", False),
        ("5.1.7", None, "blocked", "soft", False),
        ("5.1.8", None, "blocked", "soft", False),
        ("550 5.7.1", "user unknown", "blocked", "soft", False),
        ("5.7.26", None, "blocked", "soft", False),
        ("5.7.999", None, "blocked", "soft", False),
        ("5.1.99", None, "bad_address", "hard", False),
        (
            "550-5.1.1",
            "550-5.1.1 The email account that you tried to reach does not exist",
            "bad_address",
            "hard",
            True,
        ),
        ("550 5.4.1", "Recipient address rejected: Access denied", "bad_address", "hard", True),
        ("550 5.1.0", "Sender rejected", "blocked", "soft", False),
        ("554", "delivery error: This user doesn't have a yahoo.com account", "bad_address", "hard", True),
        ("554", "Service unavailable; Client host blocked using zen.spamhaus.org", "blocked", "soft", False),
        ("554", None, "blocked", "soft", False),
        ("421", None, "transient", "soft", False),
        ("450 4.1.1", "user unknown, try later", "transient", "soft", False),
        ("450", "user unknown", "transient", "soft", False),
        ("450 5.1.1", None, "transient", "soft", False),
        ("451 4.7.1", "Greylisting in action", "transient", "soft", False),
        ("421-4.7.0", "unusual rate of unsolicited mail", "transient", "soft", False),
        ("4.4.2", "connection timed out", "transient", "soft", False),
        (None, "{'a@b.sk': (550, b'5.1.1 No such user')}", "bad_address", "hard", True),
        (None, "Connection unexpectedly closed", "transient", "soft", False),
        (None, "[Errno 111] Connection refused", "transient", "soft", False),
        (None, "[Errno -2] Name or service not known", "bad_address", "hard", True),
        ("535 5.7.8", "Authentication failed", "other", "soft", False),
    ],
)
def test_mail_server_replies_have_their_reason(
    code: str | None, message: str | None, reason: str, bounce: str, flags: bool
) -> None:
    failure = explain(EMAIL, "", code, message)

    assert (failure.reason, failure.bounce, failure.flags_customer) == (reason, bounce, flags)
    assert failure.known


@pytest.mark.parametrize(
    ("provider", "code", "message", "reason", "bounce", "flags"),
    [
        ("postmark", "HardBounce", None, "bad_address", "hard", True),
        ("postmark", "HardBounce", "smtp;550 5.2.2 mailbox full", "transient", "soft", False),
        ("postmark", "HardBounce", "smtp;550 5.7.1 rejected by policy", "blocked", "soft", False),
        ("postmark", "SoftBounce", None, "transient", "soft", False),
        ("postmark", "SpamNotification", None, "blocked", "soft", False),
        ("postmark", "DMARCPolicy", None, "blocked", "soft", False),
        ("postmark", "406", "You tried to send to an inactive recipient", "blocked", "soft", False),
        ("postmark", "1", None, "bad_address", "hard", True),
        ("postmark", "550 5.1.1", None, "bad_address", "hard", True),
        ("sendgrid", "blocked", "550 5.1.1 user unknown", "blocked", "soft", False),
        ("sendgrid", "bounce", "550 5.1.1 user unknown", "bad_address", "hard", True),
        ("sendgrid", "Bounced Address", None, "bad_address", "hard", True),
        ("SES", "Permanent/NoEmail", None, "bad_address", "hard", True),
        ("ses", "Bounce: Permanent - General", "smtp; 550 5.1.1 unknown", "bad_address", "hard", True),
        ("amazon_ses", "Transient/MailboxFull", None, "transient", "soft", False),
        ("ses", "Permanent/OnAccountSuppressionList", None, "blocked", "soft", False),
        ("mailgun", "suppress-bounce", None, "bad_address", "hard", True),
        ("mailgun", "605", None, "bad_address", "hard", True),
        ("mailgun", "suppress-unsubscribe", None, "blocked", "soft", False),
        ("", "HardBounce", None, "bad_address", "hard", True),
    ],
)
def test_provider_words_have_their_reason(  # noqa: PLR0917  # one column of the table above each
    provider: str, code: str, message: str | None, reason: str, bounce: str, flags: bool
) -> None:
    failure = explain(EMAIL, provider, code, message)

    assert (failure.reason, failure.bounce, failure.flags_customer) == (reason, bounce, flags)
    assert failure.source


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("code", [None, "", "98765", "weird-code"])
def test_an_unknown_code_says_so_and_blames_nobody(channel: Channel, code: str | None) -> None:
    failure = explain(channel, "carrier pigeon", code, None)

    assert (failure.reason, failure.known, failure.flags_customer) == (FailureReason.OTHER, False, False)
    assert not code or code in failure.explanation


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.explanation)
def test_every_cause_speaks_in_sentences_and_flags_only_hard_bad_addresses(cause: Cause) -> None:
    assert cause.explanation[0].isupper()
    assert cause.explanation.endswith(".")
    assert cause.next_step.endswith(".")
    if cause.flags_customer:
        assert (cause.reason, cause.bounce) == (FailureReason.BAD_ADDRESS, BounceKind.HARD)


def test_no_fault_of_our_own_sender_flags_a_customer() -> None:
    for detail in chain(("1.7", "1.8"), (f"7.{number}" for number in range(60)), ("7.509", "7.606")):
        assert not explain(EMAIL, "", f"550 5.{detail}", "user unknown, no such mailbox").flags_customer


def test_no_passing_reply_flags_a_customer() -> None:
    for reply in range(400, 500):
        assert not explain(EMAIL, "", str(reply), "user unknown").flags_customer
    for detail in email_codes.PERMANENT:
        assert not explain(EMAIL, "", f"4.{detail}", "user unknown").flags_customer


def test_every_code_in_the_tables_is_known_by_its_provider() -> None:
    for provider, table in NUMBERED.items():
        for code in table:
            assert explain(SMS, provider, code, None).known, code
    for provider, words in email_provider_codes.PROVIDERS.items():
        for word in words:
            assert explain(EMAIL, provider, word, None).known, word
    for code in chain(email_codes.REPLIES, (f"5.{detail}" for detail in email_codes.PERMANENT)):
        assert explain(EMAIL, "", code, None).known, code


def test_the_tables_know_more_than_150_codes() -> None:
    sms = len(sms_codes.TWILIO) + len(sms_codes.VONAGE_RECEIPT) + len(sms_codes.VONAGE_SEND)
    smtp = len(email_codes.PERMANENT) + len(email_codes.REPLIES)

    assert sms + smtp + sum(len(table) for table in email_provider_codes.PROVIDERS.values()) > 150


def test_every_pattern_can_be_read() -> None:
    for words, _ in chain(email_words.PATTERNS, sms_codes.PATTERNS):
        assert re.compile(words, re.IGNORECASE)


@given(
    st.sampled_from(Channel),
    st.sampled_from(["twilio", "vonage", "postmark", "sendgrid", "ses", "mailgun", ""]),
    st.none() | st.text(max_size=40),
    st.none() | st.text(max_size=200),
)
def test_whatever_a_provider_says_there_is_an_answer(
    channel: Channel, provider: str, code: str | None, message: str | None
) -> None:
    failure = explain(channel, provider, code, message)

    assert failure.explanation
    assert failure.next_step
    assert failure.known == bool(failure.source)
