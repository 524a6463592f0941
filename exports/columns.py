"""Which columns does a message export have, and what does each mean?"""

from dataclasses import dataclass
from enum import Enum, auto
from zoneinfo import ZoneInfo

from messaging.vocabulary import Channel, FailureReason, MessageType, Status, Word


class Kind(Enum):
    """How a column's values are written."""

    TEXT = auto()  # word for word, also where it looks like a number
    WORD = auto()  # the label of a word of the trade
    INSTANT = auto()  # business time
    NUMBER = auto()
    MONEY = auto()  # exact, 6 decimals


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` is the query's, `header` the reader's, `width` in characters."""

    name: str
    header: str
    kind: Kind
    width: int
    meaning: str
    words: type[Word] | None = None

    def header_in(self, zone: ZoneInfo) -> str:
        """The header; instants name the time zone they are written in."""
        return f"{self.header} ({zone.key})" if self.kind is Kind.INSTANT else self.header

    def labels(self) -> dict[str, str]:
        """What the reader sees instead of each stored word."""
        return {word.value: word.label for word in self.words or ()}


MESSAGE_COLUMNS = (
    Column("at", "Time", Kind.INSTANT, 19, "When it was sent, or created where it was never sent."),
    Column("channel", "Channel", Kind.WORD, 9, "Email or SMS.", Channel),
    Column("type", "Type", Kind.WORD, 20, "Why it was sent.", MessageType),
    Column("status", "Status", Kind.WORD, 13, "What became of it.", Status),
    Column("recipient_name", "Recipient", Kind.TEXT, 24, "The customer's name."),
    Column("recipient_email", "E-mail", Kind.TEXT, 28, "The e-mail address, as in the source."),
    Column("recipient_phone", "Phone", Kind.TEXT, 18, "The phone number, as in the source."),
    Column("subject", "Subject", Kind.TEXT, 40, "The subject of an e-mail."),
    Column("sent_at", "Sent", Kind.INSTANT, 19, "When it was handed to the provider."),
    Column("delivered_at", "Delivered", Kind.INSTANT, 19, "When the recipient's side confirmed it."),
    Column("opened_at", "Opened", Kind.INSTANT, 19, "When it was first opened by a person."),
    Column("clicked_at", "Clicked", Kind.INSTANT, 19, "When a link was first followed."),
    Column("provider", "Provider", Kind.TEXT, 12, "Who carried it."),
    Column("country", "Country", Kind.TEXT, 8, "Of the recipient, ISO 3166-1 alpha-2."),
    Column("failure_reason", "Failure reason", Kind.WORD, 18, "Why it did not arrive.", FailureReason),
    Column("error_code", "Error code", Kind.TEXT, 12, "The provider's or SMTP code, as given."),
    Column("error_message", "Error message", Kind.TEXT, 40, "The provider's words, as given."),
    Column("segments", "Segments", Kind.NUMBER, 9, "SMS segments: as billed, else as the text needs."),
    Column("price", "Price", Kind.MONEY, 12, "What the provider charged; empty where it gave no price."),
    Column("currency", "Currency", Kind.TEXT, 9, "Of the price, ISO 4217."),
    Column("message_id", "Message ID", Kind.TEXT, 16, "As in the source."),
    Column("customer_id", "Customer ID", Kind.TEXT, 14, "As in the source."),
    Column("appointment_id", "Appointment ID", Kind.TEXT, 14, "As in the source."),
    Column("business_id", "Business ID", Kind.TEXT, 12, "As in the source."),
)
