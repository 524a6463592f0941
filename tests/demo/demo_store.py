"""What is in a demo store, and does it hold together?"""

from typing import Any

from sqlalchemy import Engine, select, text

from demo.store import METADATA, STATUS_WORDS
from messaging.vocabulary import ARRIVED, ATTEMPTED, NOT_ARRIVED, Status


def rows(engine: Engine, sql: str, **values: Any) -> list[Any]:
    with engine.connect() as connection:
        return list(connection.execute(text(sql), values))


def value(engine: Engine, sql: str, **values: Any) -> Any:
    return rows(engine, sql, **values)[0][0]


def words(statuses: tuple[Status, ...]) -> str:
    return ", ".join(f"'{STATUS_WORDS[status]}'" for status in statuses)


RATE = f"sum(status IN ({words(ARRIVED)})) * 1.0 / sum(status IN ({words(ATTEMPTED)}))"


def everything(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables as Python values, in order of id."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(table.c.id))]
            for table in METADATA.sorted_tables
        }


# Each finds rows that contradict themselves.
CONTRADICTIONS = {
    "queued, yet sent": "status IN ('queued', 'sending') AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)",
    "attempted, yet never sent": "status NOT IN ('queued', 'sending', 'failed') AND sent_at IS NULL",
    "sent, yet delivered": "status = 'sent' AND (delivered_at IS NOT NULL OR failed_at IS NOT NULL)",
    "delivered without its time": "status = 'delivered' AND delivered_at IS NULL",
    "opened without its time": "status = 'opened' AND opened_at IS NULL",
    "clicked without its time": "status = 'clicked' AND clicked_at IS NULL",
    "failed without its reason": f"status IN ({words(NOT_ARRIVED)}) AND (failed_at IS NULL OR error_code IS NULL OR error_message IS NULL)",
    "a reason without a failure": f"status NOT IN ({words(NOT_ARRIVED)}) AND (failed_at IS NOT NULL OR error_code IS NOT NULL)",
    "an SMS that bounced": "channel = 'sms' AND status = 'bounced'",
    "an SMS with the parts of an e-mail": "channel = 'sms' AND (subject IS NOT NULL OR body_html IS NOT NULL OR segments IS NULL)",
    "an e-mail with the parts of an SMS": "channel = 'email' AND (subject IS NULL OR body_html IS NULL OR segments IS NOT NULL OR price IS NOT NULL)",
    "a price without a currency": "(price IS NULL) <> (currency IS NULL)",
    "a failure that costs": "status = 'failed' AND price IS NOT NULL",
    "sent without the provider's id": "sent_at IS NOT NULL AND provider_message_id IS NULL",
    "changed before it was made": "updated_at < created_at OR sent_at < created_at OR delivered_at < sent_at",
}


def contradictions(engine: Engine) -> dict[str, int]:
    found = {name: value(engine, f"SELECT count(*) FROM messages WHERE {sql}") for name, sql in CONTRADICTIONS.items()}
    found["an event of no message"] = value(
        engine, "SELECT count(*) FROM delivery_events WHERE message_id NOT IN (SELECT id FROM messages)"
    )
    found["an event that came before it was"] = value(
        engine, "SELECT count(*) FROM delivery_events WHERE received_at < occurred_at"
    )
    for column, kind in TOLD_BY.items():
        found[f"{column} of which no event tells"] = value(engine, UNTOLD.format(column=column, kind=kind))
    return {name: number for name, number in found.items() if number}


TOLD_BY = {
    "created_at": "'queued'",
    "sent_at": "'sent'",
    "delivered_at": "'delivered'",
    "opened_at": "'opened'",
    "clicked_at": "'clicked'",
    "failed_at": "'failed', 'bounced'",
}
UNTOLD = """
    SELECT count(*) FROM messages AS m
    WHERE m.{column} IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM delivery_events AS e
        WHERE e.message_id = m.id AND e.kind IN ({kind}) AND e.occurred_at = m.{column} AND NOT e.machine
    )
"""
