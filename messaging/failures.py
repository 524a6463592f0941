"""Why did a message not arrive, in words a manager understands, and who has to do what?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from messaging import email_codes, email_provider_codes, email_words, failure_causes, sms_codes
from messaging.failure_causes import Cause
from messaging.vocabulary import BounceKind, Channel, FailureReason

LONGEST_TEXT = 2_000  # characters of a diagnostic text that are read
LONGEST_CODE = 60  # characters of an unknown code that are repeated

_PROVIDER_NAMES = {
    "twilio": "twilio",
    "vonage": "vonage",
    "nexmo": "vonage",
    "postmark": "postmark",
    "sendgrid": "sendgrid",
    "ses": "ses",
    "amazon": "ses",
    "aws": "ses",
    "mailgun": "mailgun",
}
_ENHANCED = re.compile(r"(?<![\d.])([45])\.(\d{1,3}\.\d{1,3})(?!\d|\.\d)")
_REPLY = re.compile(r"(?<![\w.])([45]\d\d)(?=[\s,:;)#-]|$)")
_WORD = re.compile(r"[a-z0-9]+")
_Patterns = tuple[tuple[re.Pattern[str], Cause], ...]
_EMAIL_PATTERNS: _Patterns = tuple((re.compile(words), cause) for words, cause in email_words.PATTERNS)
_SMS_PATTERNS: _Patterns = tuple((re.compile(words), cause) for words, cause in sms_codes.PATTERNS)


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failure means. `flags_customer` only where it is a hard bounce and the address's own fault."""

    reason: FailureReason
    bounce: BounceKind
    explanation: str
    next_step: str
    flags_customer: bool
    known: bool
    source: str


@lru_cache(maxsize=4_096)  # an outage gives the same words thousands of times
def explain(channel: Channel | str, provider: str, code: str | None, message: str | None) -> Failure:
    """`code` is the provider's or SMTP code as given ("30003", "550 5.1.1", "HardBounce"), `message` the words beside it."""
    code, message = (code or "").strip(), (message or "").strip()[:LONGEST_TEXT]
    find = _sms_causes if channel == Channel.SMS else _email_causes
    vague: tuple[Cause, str] | None = None
    for cause, source in find(_provider(provider), code, message):
        if not cause.vague:
            return _failure(cause, source)
        vague = vague or (cause, source)
    return _failure(*vague) if vague else _unknown(code)


def _provider(name: str) -> str:
    words = _WORD.findall(name.lower())
    return next((known for part, known in _PROVIDER_NAMES.items() if any(w.startswith(part) for w in words)), "")


def _sms_causes(provider: str, code: str, message: str) -> Iterator[tuple[Cause, str]]:
    if provider == "vonage":
        yield from _vonage_causes(code.removeprefix("status").strip(" :="), message)
    if provider in ("twilio", ""):
        numbers = _WORD.findall(f"{code} {message}".lower())
        yield from ((sms_codes.TWILIO[n], sms_codes.TWILIO_SOURCE) for n in numbers if n in sms_codes.TWILIO)
    yield from _worded(_SMS_PATTERNS, f"{message} {code}")


def _vonage_causes(code: str, message: str) -> Iterator[tuple[Cause, str]]:
    words, cause = sms_codes.VONAGE_SEND.get(code, ("", None))
    if cause and (not words or re.search(words, message, re.IGNORECASE)):
        yield cause, sms_codes.VONAGE_SOURCE
    if cause := sms_codes.VONAGE_RECEIPT.get(code):
        yield cause, sms_codes.VONAGE_SOURCE


def _email_causes(provider: str, code: str, message: str) -> Iterator[tuple[Cause, str]]:
    """From the surest to the vaguest: the provider's own word, the server's codes, its words, its three digits."""
    yield from _provider_causes(provider, code)
    reply = _reply(code) or _reply(message)
    passing = (reply or "".join(grade for grade, _ in _ENHANCED.findall(f"{message} {code}"))).startswith("4")
    enhanced = list(_enhanced_causes(message, passing=passing)) + list(_enhanced_causes(code, passing=passing))
    yield from (found for found in enhanced if not found[0].vague)
    for cause, source in _worded(_EMAIL_PATTERNS, f"{message} {code}"):
        if not (passing and cause.bounce is BounceKind.HARD):
            yield cause, source
    yield from enhanced
    if reply in email_codes.REPLIES:
        yield email_codes.REPLIES[reply], email_codes.SMTP_SOURCE


def _provider_causes(provider: str, code: str) -> Iterator[tuple[Cause, str]]:
    for name, table in email_provider_codes.PROVIDERS.items():
        if provider in (name, ""):
            source = email_codes.PROVIDER_SOURCES[name]
            yield from ((table[key], source) for key in _keys(code, numbers=bool(provider)) if key in table)


def _keys(code: str, *, numbers: bool) -> Iterator[str]:
    """The ways in which a provider's table may know the code: "Permanent/NoEmail" as permanentnoemail, then as noemail."""
    words = _WORD.findall(code.lower())
    if len(words) == 1 and words[0].isdigit():
        yield from words if numbers else ()
        return
    keys = ("".join(words[start:]) for start in range(len(words)))
    yield from (key for key in keys if not key.isdigit())


def _enhanced_causes(text: str, *, passing: bool) -> Iterator[tuple[Cause, str]]:
    for grade, detail in _ENHANCED.findall(text):
        if passing or grade == "4":
            yield email_codes.PASSING.get(detail, failure_causes.TRY_LATER), email_codes.SMTP_SOURCE
        else:
            subject = email_codes.SUBJECTS.get(detail.split(".")[0], failure_causes.REFUSED_FOR_GOOD)
            yield email_codes.PERMANENT.get(detail, subject), email_codes.SMTP_SOURCE


def _reply(text: str) -> str:
    """The SMTP reply code in the text, or ''."""
    found = _REPLY.search(text)
    return found[1] if found else ""


def _worded(patterns: _Patterns, text: str) -> Iterator[tuple[Cause, str]]:
    lower = text.lower()  # three times as fast as patterns that ignore case
    yield from ((cause, email_codes.TEXT_SOURCE) for pattern, cause in patterns if pattern.search(lower))


def _failure(cause: Cause, source: str) -> Failure:
    return Failure(
        reason=cause.reason,
        bounce=cause.bounce,
        explanation=cause.explanation,
        next_step=cause.next_step,
        flags_customer=cause.flags_customer,
        known=True,
        source=source,
    )


def _unknown(code: str) -> Failure:
    named = f"The provider gave the code “{code[:LONGEST_CODE]}”, which is not in our tables." if code else ""
    return Failure(
        reason=FailureReason.OTHER,
        bounce=BounceKind.SOFT,
        explanation=named or "The provider gave no reason that we know.",
        next_step=failure_causes.WHO_ACTS[FailureReason.OTHER],
        flags_customer=False,
        known=False,
        source="",
    )
