"""The operational store of the make-believe booking system: its tables and its own words."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.mysql import DATETIME, MEDIUMTEXT
from sqlalchemy.schema import CreateIndex, CreateTable

from messaging.vocabulary import MessageType, Status

STATUS_WORDS = {
    Status.PENDING: "queued",
    Status.SENDING: "sending",
    Status.SENT: "sent",
    Status.DELIVERED: "delivered",
    Status.OPENED: "opened",
    Status.CLICKED: "clicked",
    Status.FAILED: "failed",
    Status.BOUNCED: "bounced",
    Status.UNSUBSCRIBED: "unsubscribed",
}
KIND_WORDS = {
    MessageType.CONFIRMATION: "booking_confirmation",
    MessageType.CONFIRMATION_REQUEST: "confirm_request",
    MessageType.REMINDER: "reminder",
    MessageType.RESCHEDULE: "booking_moved",
    MessageType.CANCELLATION: "booking_cancelled",
    MessageType.FOLLOW_UP: "follow_up",
    MessageType.THANK_YOU: "thank_you",
    MessageType.WAITLIST: "waitlist_offer",
    MessageType.PACKAGE_PURCHASE: "package_purchase",
    MessageType.PAYMENT: "payment",
    MessageType.BIRTHDAY: "birthday",
    MessageType.MARKETING: "campaign",
    MessageType.SYSTEM: "system",
    MessageType.CUSTOM: "custom",
}

Instant = DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
# In SQLite only a column declared INTEGER is the row's own number; any other needs a second index.
Identity = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text().with_variant(MEDIUMTEXT(), "mysql", "mariadb")


class Money(TypeDecorator[Decimal]):
    """A price with six decimals. SQLite keeps it as a float; fifteen digits come back exactly."""

    impl = Numeric(12, 6)
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(Numeric(12, 6, asdecimal=False) if dialect.name == "sqlite" else Numeric(12, 6))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return float(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(str(value)).quantize(Decimal("0.000001"))


# No foreign keys: customers are known only when their messages are written (who unsubscribed, and when), and are loaded last.
METADATA = MetaData()


def _table(name: str, *columns: Column[Any]) -> Table:
    key: Column[int] = Column("id", Identity, primary_key=True, autoincrement=False)
    return Table(name, METADATA, key, *columns, mysql_charset="utf8mb4", mariadb_charset="utf8mb4")


def _instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Instant, nullable=nullable)


BUSINESSES = _table(
    "businesses",
    Column("name", String(120), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("country", String(2), nullable=False),
    Column("currency", String(3), nullable=False),
)
CUSTOMERS = _table(
    "customers",
    Column("business_id", BigInteger, nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(254)),
    Column("phone", String(32)),
    Column("language", String(2), nullable=False),
    Column("country", String(2), nullable=False),
    Column("birthday", Date),
    _instant("unsubscribed_at", nullable=True),
    _instant("created_at"),
    _instant("updated_at"),
)
APPOINTMENTS = _table(
    "appointments",
    Column("business_id", BigInteger, nullable=False),
    Column("customer_id", BigInteger, nullable=False),
    Column("service", String(120), nullable=False),
    Column("staff", String(120), nullable=False),
    _instant("starts_at"),
    _instant("ends_at"),
    Column("status", String(16), nullable=False),
    _instant("created_at"),
    _instant("updated_at"),
)
MESSAGES = _table(
    "messages",
    Column("business_id", BigInteger, nullable=False),
    Column("customer_id", BigInteger, nullable=False),
    Column("appointment_id", BigInteger),
    Column("channel", String(8), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("to_name", String(200), nullable=False),
    Column("to_address", String(254), nullable=False),
    Column("subject", String(300)),
    Column("body_html", LongText),
    Column("body_text", LongText),
    Column("provider", String(16), nullable=False),
    Column("provider_message_id", String(80)),
    Column("segments", Integer),
    Column("price", Money),
    Column("currency", String(3)),
    Column("error_code", String(32)),
    Column("error_message", String(500)),
    _instant("created_at"),
    _instant("sent_at", nullable=True),
    _instant("delivered_at", nullable=True),
    _instant("opened_at", nullable=True),
    _instant("clicked_at", nullable=True),
    _instant("failed_at", nullable=True),
    _instant("updated_at"),
)
DELIVERY_EVENTS = _table(
    "delivery_events",
    Column("message_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("provider_event_id", String(64), nullable=False),
    _instant("occurred_at"),
    _instant("received_at"),
    Column("machine", Boolean, nullable=False),
    Column("code", String(32)),
    Column("detail", LongText),
)
SMS_PRICES = _table(
    "sms_prices",
    Column("provider", String(16), nullable=False),
    Column("country", String(2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("price", Money, nullable=False),
    Column("valid_from", Date, nullable=False),
)

INDEXES = (
    Index("messages_updated_at", MESSAGES.c.updated_at),
    Index("delivery_events_message_id", DELIVERY_EVENTS.c.message_id),
    Index("delivery_events_received_at", DELIVERY_EVENTS.c.received_at),
    Index("appointments_starts_at", APPOINTMENTS.c.starts_at),
)


def create_tables(connection: Connection) -> None:
    """Empty tables without indexes; whatever stood in them before is gone, other tables are left alone. Commits."""
    METADATA.drop_all(connection)
    for table in METADATA.sorted_tables:
        connection.execute(CreateTable(table))
    connection.commit()


def create_indexes(connection: Connection) -> None:
    """Made once the rows are in: several times faster than keeping them up while rows come in. Commits."""
    for index in INDEXES:
        connection.execute(CreateIndex(index))
    connection.commit()
