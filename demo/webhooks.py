"""What did the provider's webhook look like, word for word?"""

from collections.abc import Callable
from datetime import datetime
from json import JSONEncoder
from random import Random
from typing import NamedTuple

from messaging.vocabulary import EventKind

ENCODE = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
MACHINES = (
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "Mozilla/5.0",  # all that Apple's Mail Privacy Protection tells
    "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
    "Barracuda Sentinel (EE)",
)
BROWSERS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.5 Safari/605.1.15",
)


class Notice(NamedTuple):
    """What a provider tells. `at` is naive UTC."""

    kind: EventKind
    at: datetime
    reference: str
    to: str
    code: str
    text: str
    agent: str


def agent(rng: Random, machine: bool) -> str:
    return rng.choice(MACHINES if machine else BROWSERS)


def webhook(provider: str, notice: Notice) -> str:
    """JSON in the provider's own style."""
    return ENCODE(STYLES[provider](notice))


def _postmark(notice: Notice) -> dict[str, object]:
    record: dict[str, object] = {
        "RecordType": POSTMARK_RECORDS[notice.kind],
        "MessageID": notice.reference,
        "Recipient": notice.to,
    }
    moment = notice.at.isoformat(timespec="seconds") + "Z"
    if notice.kind in (EventKind.OPENED, EventKind.CLICKED):
        return record | {"ReceivedAt": moment, "UserAgent": notice.agent}
    if notice.kind is EventKind.DELIVERED:
        return record | {"DeliveredAt": moment, "Details": "smtp;250 2.0.0 OK"}
    if notice.text:
        kind = "HardBounce" if notice.code.startswith(("550", "5.4")) else "SoftBounce"
        return record | {"Type": kind, "BouncedAt": moment, "Details": notice.text}
    return record | {"ChangedAt": moment}


def _ses(notice: Notice) -> dict[str, object]:
    moment = notice.at.isoformat(timespec="milliseconds") + "Z"
    record: dict[str, object] = {"eventType": SES_EVENTS[notice.kind], "mail": {"messageId": notice.reference}}
    if notice.kind in (EventKind.OPENED, EventKind.CLICKED):
        return record | {record_name(notice.kind): {"timestamp": moment, "userAgent": notice.agent}}
    if notice.text:
        kind = "Permanent" if notice.code.startswith(("550", "5.4")) else "Transient"
        recipient = {"emailAddress": notice.to, "diagnosticCode": notice.text}
        return record | {"bounce": {"timestamp": moment, "bounceType": kind, "bouncedRecipients": [recipient]}}
    return record | {"timestamp": moment, "recipients": [notice.to]}


def record_name(kind: EventKind) -> str:
    return "open" if kind is EventKind.OPENED else "click"


def _twilio(notice: Notice) -> dict[str, object]:
    record: dict[str, object] = {
        "MessageSid": notice.reference,
        "MessageStatus": "undelivered" if notice.text else TWILIO_STATUSES.get(notice.kind, notice.kind.value),
        "To": notice.to,
    }
    return record | ({"ErrorCode": notice.code, "ErrorMessage": notice.text} if notice.text else {})


def _vonage(notice: Notice) -> dict[str, object]:
    return {
        "messageId": notice.reference,
        "msisdn": notice.to.removeprefix("+"),
        "status": "failed" if notice.text else VONAGE_STATUSES.get(notice.kind, notice.kind.value),
        "err-code": notice.code or "0",
        "message-timestamp": notice.at.isoformat(" ", "seconds"),
    }


POSTMARK_RECORDS = {
    EventKind.DEFERRED: "Bounce",
    EventKind.DELIVERED: "Delivery",
    EventKind.OPENED: "Open",
    EventKind.CLICKED: "Click",
    EventKind.BOUNCED: "Bounce",
    EventKind.FAILED: "Bounce",
    EventKind.COMPLAINED: "SpamComplaint",
    EventKind.UNSUBSCRIBED: "SubscriptionChange",
}
SES_EVENTS = {
    EventKind.DEFERRED: "DeliveryDelay",
    EventKind.DELIVERED: "Delivery",
    EventKind.OPENED: "Open",
    EventKind.CLICKED: "Click",
    EventKind.BOUNCED: "Bounce",
    EventKind.FAILED: "Reject",
    EventKind.COMPLAINED: "Complaint",
    EventKind.UNSUBSCRIBED: "Subscription",
}
TWILIO_STATUSES = {EventKind.CLICKED: "read", EventKind.UNSUBSCRIBED: "received"}
VONAGE_STATUSES = {EventKind.CLICKED: "accepted", EventKind.UNSUBSCRIBED: "delivered"}
STYLES: dict[str, Callable[[Notice], dict[str, object]]] = {
    "postmark": _postmark,
    "ses": _ses,
    "twilio": _twilio,
    "vonage": _vonage,
}
