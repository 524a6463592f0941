"""How do `recipients` and `subjects` stay the distinct ones of the messages, no more and no less?"""

from collections.abc import Iterable
from typing import Any

import duckdb
import polars as pl

from messaging import phones
from messaging.searching import fold

RECIPIENTS = {
    "recipient_key": pl.Int64,
    "name": pl.String,
    "email": pl.String,
    "phone": pl.String,
    "haystack": pl.String,
    "phone_digits": pl.String,
}
SUBJECTS = {"subject_key": pl.Int64, "subject": pl.String, "haystack": pl.String}
GIVEN_RECIPIENT = ("recipient_key", "recipient_name", "recipient_email", "recipient_phone")
GIVEN_SUBJECT = ("subject_key", "subject")


def add_missing(warehouse: duckdb.DuckDBPyConnection, messages: pl.DataFrame, region: str) -> None:
    """Adds who and what is not there yet; folding and parsing is done for those alone."""
    people = _missing(warehouse, messages.select(GIVEN_RECIPIENT), "recipients")
    _add(warehouse, "recipients", RECIPIENTS, (_recipient(*row, region=region) for row in people.iter_rows()))
    subjects = _missing(warehouse, messages.select(GIVEN_SUBJECT), "subjects")
    _add(warehouse, "subjects", SUBJECTS, ((key, text, fold(text)) for key, text in subjects.iter_rows()))


def drop_unused(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Drops what the rows in the temporary table `changed` referred to before, where no message does any more."""
    for table, key, old in (
        ("recipients", "recipient_key", "old_recipient"),
        ("subjects", "subject_key", "old_subject"),
    ):
        left = f"SELECT DISTINCT {old} AS {key} FROM changed WHERE {old} IS NOT NULL AND {old} IS DISTINCT FROM {key}"
        gone = warehouse.execute(f"SELECT {key} FROM ({left}) ANTI JOIN messages USING ({key})").fetchall()
        if gone:
            keys = [row[0] for row in gone]
            warehouse.execute(f"DELETE FROM {table} WHERE {key} IN (SELECT unnest($keys::BIGINT[]))", {"keys": keys})


def _missing(warehouse: duckdb.DuckDBPyConnection, given: pl.DataFrame, table: str) -> pl.DataFrame:
    key = given.columns[0]
    warehouse.register("candidates", given.unique(subset=key).to_arrow())
    try:
        return warehouse.execute(f"SELECT * FROM candidates ANTI JOIN {table} USING ({key})").pl()
    finally:
        warehouse.unregister("candidates")


def _add(
    warehouse: duckdb.DuckDBPyConnection, table: str, schema: dict[str, Any], rows: Iterable[tuple[Any, ...]]
) -> None:
    frame = pl.DataFrame(list(rows), schema=schema, orient="row")
    if frame.is_empty():
        return
    warehouse.register("added", frame.to_arrow())
    try:
        warehouse.execute(f"INSERT INTO {table} BY NAME SELECT * FROM added")
    finally:
        warehouse.unregister("added")


def _recipient(key: int, name: str, email: str, phone: str, *, region: str) -> tuple[Any, ...]:
    """Name and e-mail stand on two lines, so that no search runs across both."""
    haystack = fold(f"{name}\n{email}".strip("\n"))
    return key, name, email, phone, haystack, phones.digits(phone, region) if phone else ""
