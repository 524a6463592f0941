"""Does a SELECT give the columns that the warehouse needs, and none that nobody understands?"""

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches

from ingest import fields
from ingest.mapping import Entity, EntityName, MappingWrong

CONTRACT = {
    "messages": (fields.MESSAGES, fields.MESSAGES_REQUIRED),
    "events": (fields.EVENTS, fields.EVENTS_REQUIRED),
}


def faults(name: EntityName, entity: Entity, columns: Sequence[str]) -> list[str]:
    """In words, what is missing, unknown or given twice; nothing where all is well."""
    known, required = CONTRACT[name]
    ours = {entity.cursor, entity.key, getattr(entity, "fan_out", None)} - {None}
    needed = dict.fromkeys((*required, *sorted(str(column) for column in ours)))
    found = [_missing(name, column) for column in needed if column not in columns and column not in entity.defaults]
    found += [_unknown(name, column, [*known, *map(str, ours)]) for column in columns if column not in {*known, *ours}]
    twice = [column for column, times in Counter(columns).items() if times > 1]
    return found + [f"[{name}] select gives the column {column} twice. Keep one of them." for column in twice]


def check_columns(name: EntityName, entity: Entity, columns: Sequence[str]) -> None:
    """Raises MappingWrong with every fault at once."""
    if found := faults(name, entity, columns):
        raise MappingWrong("\n".join(found))


def _missing(name: EntityName, column: str) -> str:
    alternative = f", or set it under [{name}.defaults]" if column in {"channel", "type", "status"} else ""
    return f"[{name}] select gives no column {column}. Add it as `… AS {column}`{alternative}."


def _unknown(name: EntityName, column: str, known: list[str]) -> str:
    close = get_close_matches(column, known, n=1)
    guess = f" Did you mean {close[0]}?" if close else ""
    return f"[{name}] select gives a column {column} that is not one of ours.{guess} Allowed: {', '.join(known)}."
