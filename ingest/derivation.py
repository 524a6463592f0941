"""What follows from a message that the source does not say: keys, country, reasons, segments?"""

import re
from email.utils import getaddresses
from functools import lru_cache
from hashlib import blake2b

import polars as pl

from messaging import failures, phones, sms
from messaging.vocabulary import NOT_ARRIVED, Channel

RECIPIENT = ("recipient_name", "recipient_email", "recipient_phone")
EMPTY_IS_NONE = ("customer_id", "appointment_id", "error_code", "error_message", "currency")
SEPARATOR = "\x1f"
PART = re.compile(r'(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,;])+')  # of a list of addresses
COUNTRY_CODE = r"^[A-Z]{2}$"


def derive(messages: pl.DataFrame, region: str) -> pl.DataFrame:
    """Adds at, recipient_key, subject_key, country, failure_reason, bounce_kind, segments_computed and encoding.

    `region` is the country of phone numbers written without +. Everything is worked out once per distinct value.
    """
    tidy = messages.with_columns(
        *(pl.col(column).fill_null("") for column in (*RECIPIENT, "subject", "business_id")),
        *(pl.when(pl.col(column) != "").then(pl.col(column)) for column in EMPTY_IS_NONE),
        provider=pl.col("provider").fill_null("").str.strip_chars().str.to_lowercase(),
        at=pl.coalesce("sent_at", "created_at"),
        segments=pl.when(pl.col("channel") == Channel.SMS).then(pl.col("segments")),
    ).with_columns(currency=pl.col("currency").str.strip_chars().str.to_uppercase())
    return _measured(_explained(_located(_keyed(tidy), region)))


def fan_out(messages: pl.DataFrame) -> pl.DataFrame:
    """One row per address in the column `fan_out`; the first keeps the message's id, the others get ~2, ~3 …

    `position` counts from 1 and `recipients` says how many there are. A row without an address stays one row.
    """
    parsed = [_addresses(written) for written in messages.get_column("fan_out")]
    frame = messages.drop("fan_out").with_columns(
        person=pl.Series(parsed, dtype=pl.List(pl.Struct({"name": pl.String, "address": pl.String}))),
        recipients=pl.Series([len(people) for people in parsed], dtype=pl.Int64),
        position=pl.Series([list(range(1, len(people) + 1)) for people in parsed], dtype=pl.List(pl.Int64)),
    )
    rows = frame.explode("person", "position")
    name, address = pl.col("person").struct.field("name"), pl.col("person").struct.field("address")
    by_mail = pl.col("channel") == Channel.EMAIL
    return rows.with_columns(
        message_id=pl.when(pl.col("position") > 1)
        .then(pl.format("{}~{}", "message_id", "position"))
        .otherwise("message_id"),
        recipient_name=pl.when(name != "").then(name).otherwise("recipient_name"),
        recipient_email=pl.when(by_mail).then(address).otherwise("recipient_email"),
        recipient_phone=pl.when(~by_mail).then(address).otherwise("recipient_phone"),
    ).drop("person", "position")


def key_of(*parts: str) -> int:
    """A signed 64-bit key that is the same on every machine and in every version."""
    digest = blake2b(SEPARATOR.join(parts).encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _addresses(written: str | None) -> list[dict[str, str]]:
    """Each part is parsed alone: how the standard library takes a whole list with an empty or a `;` part differs between
    patch levels of one Python."""
    parts = [part for part in _parts(written or "") if part]
    found = [(name, address) for part in parts for name, address in getaddresses([part]) if address]
    if not found:
        found = [("", (written or "").strip())]  # not an address at all: it stays visible as it is
    return [{"name": name, "address": address} for name, address in found]


def _parts(written: str) -> list[str]:
    """Split at commas and semicolons, except within quotes or angle brackets."""
    return [part.strip() for part in PART.findall(written)]


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    people = frame.select(RECIPIENT).unique()
    keys = [key_of(*person) for person in people.iter_rows()]
    people = people.with_columns(recipient_key=pl.Series(keys, dtype=pl.Int64))
    subjects = frame.select("subject").unique()
    keys = [key_of(subject) for subject in subjects.get_column("subject")]
    subjects = subjects.with_columns(subject_key=pl.Series(keys, dtype=pl.Int64))
    return frame.join(people, on=RECIPIENT, how="left", maintain_order="left").join(
        subjects, on="subject", how="left", maintain_order="left"
    )


def _located(frame: pl.DataFrame, region: str) -> pl.DataFrame:
    numbers = frame.get_column("recipient_phone").unique().to_list()
    by_phone = {number: _country(number, region) if number else "" for number in numbers}
    given = pl.col("country").str.strip_chars().str.to_uppercase()
    derived = pl.col("recipient_phone").replace_strict(by_phone, return_dtype=pl.String)
    return frame.with_columns(country=pl.when(given.str.contains(COUNTRY_CODE)).then(given).otherwise(derived))


@lru_cache(maxsize=65_536)  # a customer is written to in many batches; working out a country takes 50 µs
def _country(phone: str, region: str) -> str:
    return phones.country_of(phone, region)


def _explained(frame: pl.DataFrame) -> pl.DataFrame:
    given = ["channel", "provider", "error_code", "error_message"]
    lost = (
        frame.filter(pl.col("status").is_in([str(status) for status in NOT_ARRIVED])).select("status", *given).unique()
    )
    causes = [_cause(*row[1:]) for row in lost.iter_rows()]
    reasons = lost.with_columns(
        failure_reason=pl.Series([reason for reason, _ in causes], dtype=pl.String),
        bounce_kind=pl.Series([bounce for _, bounce in causes], dtype=pl.String),
    )
    return frame.join(reasons, on=["status", *given], how="left", nulls_equal=True, maintain_order="left")


@lru_cache(maxsize=16_384)
def _cause(channel: str, provider: str, code: str | None, message: str | None) -> tuple[str, str]:
    failure = failures.explain(channel, provider, code, message)
    return str(failure.reason), str(failure.bounce)


def _measured(frame: pl.DataFrame) -> pl.DataFrame:
    is_sms = pl.col("channel") == Channel.SMS
    texts = frame.filter(is_sms & pl.col("text").is_not_null()).select("text").unique()
    measures = [sms.measure(text) for text in texts.get_column("text")]
    measured = texts.with_columns(
        channel=pl.lit(str(Channel.SMS)),
        segments_computed=pl.Series([measure.segments for measure in measures], dtype=pl.Int32),
        encoding=pl.Series([measure.encoding for measure in measures], dtype=pl.String),
    )
    return frame.join(measured, on=["channel", "text"], how="left", maintain_order="left")
