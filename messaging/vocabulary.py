"""Which words does the trade use, and what does each mean?"""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of the trade: its value is what the warehouse stores, its label what a person reads."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str = "", meaning: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word


class Channel(Word):
    """The road a message takes."""

    EMAIL = "email", "Email", "Sent over SMTP to an e-mail address."
    SMS = "sms", "SMS", "Sent over the mobile network to a phone number."


class Status(Word):
    """What became of a message. The order of the members is the order within a channel."""

    PENDING = "pending", "Pending", "Waiting in our queue; nothing has left yet."
    SENDING = "sending", "Sending", "Being handed to the provider right now."
    SENT = "sent", "Sent", "The provider took it; no confirmation has arrived yet."
    DELIVERED = "delivered", "Delivered", "The recipient's server or network confirmed that it has it."
    OPENED = "opened", "Opened", "The recipient opened it."
    CLICKED = "clicked", "Clicked", "The recipient followed a link in it."
    FAILED = "failed", "Failed", "It was refused before it reached the recipient."
    BOUNCED = "bounced", "Bounced", "The recipient's server sent it back."
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed", "It arrived, and the recipient asked for no more."


NOT_YET_ATTEMPTED = (Status.PENDING, Status.SENDING)
ATTEMPTED = tuple(status for status in Status if status not in NOT_YET_ATTEMPTED)
ARRIVED = (Status.DELIVERED, Status.OPENED, Status.CLICKED, Status.UNSUBSCRIBED)
NOT_ARRIVED = (Status.FAILED, Status.BOUNCED)
AWAITING_CONFIRMATION = (Status.SENT,)
FINAL = (Status.CLICKED, Status.FAILED, Status.BOUNCED, Status.UNSUBSCRIBED)


class MessageType(Word):
    """Why a message was sent."""

    CONFIRMATION = "confirmation", "Confirmation", "Confirms a booked appointment."
    CONFIRMATION_REQUEST = (
        "confirmation_request",
        "Confirmation request",
        "Asks the customer to confirm an appointment.",
    )
    REMINDER = "reminder", "Reminder", "Reminds of an appointment that is near."
    RESCHEDULE = "reschedule", "Reschedule", "Tells that an appointment has moved."
    CANCELLATION = "cancellation", "Cancellation", "Tells that an appointment is cancelled."
    FOLLOW_UP = "follow_up", "Follow-up", "Follows an appointment: aftercare, next booking."
    THANK_YOU = "thank_you", "Thank you", "Thanks for a visit."
    WAITLIST = "waitlist", "Waitlist", "Offers a slot that became free."
    PACKAGE_PURCHASE = "package_purchase", "Package purchase", "Confirms a bought package or voucher."
    PAYMENT = "payment", "Payment", "Receipt, invoice or payment reminder."
    BIRTHDAY = "birthday", "Birthday", "A birthday greeting."
    MARKETING = "marketing", "Marketing", "A campaign or newsletter; needs consent."
    SYSTEM = "system", "System", "Sign-in codes, password resets, account notices."
    CUSTOM = "custom", "Custom", "Written by hand, or of a type of the business's own."


CONFIRMATIONS = (MessageType.CONFIRMATION, MessageType.CONFIRMATION_REQUEST)
REMINDERS = (MessageType.REMINDER,)
NEEDS_CONSENT = (MessageType.MARKETING, MessageType.BIRTHDAY)


class FailureReason(Word):
    """Why a message did not arrive, in the five kinds a business can act on."""

    BAD_ADDRESS = "bad_address", "Bad address", "The address or number does not exist or cannot receive this."
    BLOCKED = "blocked", "Blocked or spam", "A filter, block list, SPF/DKIM check, carrier or opt-out stopped it."
    QUOTA = "quota", "Quota exceeded", "The SMS credit or a sending limit is used up."
    TRANSIENT = "transient", "Provider transient", "A passing fault; it is retried by itself."
    OTHER = "other", "Other", "No known reason; the provider's own words say more."


class BounceKind(Word):
    """Whether trying again can help."""

    HARD = "hard", "Hard bounce", "The address is no good; sending again cannot help."
    SOFT = "soft", "Soft bounce", "A passing state of the recipient's side; a later try may arrive."


class EventKind(Word):
    """What a provider told about a message."""

    QUEUED = "queued", "Queued", "Put into the queue."
    SENT = "sent", "Sent", "Taken by the provider."
    DEFERRED = "deferred", "Deferred", "Not now; the provider tries again."
    DELIVERED = "delivered", "Delivered", "Confirmed by the recipient's side."
    OPENED = "opened", "Opened", "Opened by the recipient."
    CLICKED = "clicked", "Clicked", "A link was followed."
    BOUNCED = "bounced", "Bounced", "Sent back by the recipient's side."
    FAILED = "failed", "Failed", "Refused or given up."
    COMPLAINED = "complained", "Marked as spam", "The recipient pressed the spam button."
    UNSUBSCRIBED = "unsubscribed", "Unsubscribed", "The recipient asked for no more."


class Health(Word):
    """How a delivery rate reads at a glance."""

    GOOD = "good", "Good", "95 % or more arrived."
    WATCH = "watch", "Watch", "80 % to under 95 % arrived."
    SERIOUS = "serious", "Serious", "Under 80 % arrived."
    NO_DATA = "none", "No data", "Nothing was attempted, so there is no rate."

    @classmethod
    def of(cls, rate: float | None) -> "Health":
        """`rate` is 0 to 1, or None where nothing was attempted."""
        if rate is None:
            return cls.NO_DATA
        return cls.GOOD if rate >= 0.95 else cls.WATCH if rate >= 0.80 else cls.SERIOUS
