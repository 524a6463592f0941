"""Which message comes before this one in the log, and which after?"""

from typing import Any

from queries.filters import Filters
from queries.message_log import Sort, names_for, order_by
from warehouse.reading import Warehouse


def neighbours(warehouse: Warehouse, filters: Filters, sort: Sort, message_id: str) -> tuple[str | None, str | None]:
    """The ids before and after `message_id` in the log of `filters` and `sort`; None at either end.

    By comparison with the message's own place, not by counting rows: it stays right while new messages arrive, and for
    a message that the filters themselves do not show.
    """
    place = _place(warehouse, sort, message_id)
    if place is None:
        return None, None
    parameters = filters.message_parameters() | place
    before = tuple((expression, not descends) for expression, descends in sort.keys)
    return (
        _first_beyond(warehouse, filters, sort, before, parameters),
        _first_beyond(warehouse, filters, sort, sort.keys, parameters),
    )


def _place(warehouse: Warehouse, sort: Sort, message_id: str) -> dict[str, Any] | None:
    columns = ", ".join(f"{expression} AS key_{number}" for number, (expression, _) in enumerate(sort.keys))
    found = warehouse.read(
        f"SELECT {columns} FROM messages AS m {names_for(sort)} WHERE m.message_id = $message_id",
        {"message_id": message_id},
    )
    return found.row(0, named=True) if found.height else None


def _first_beyond(
    warehouse: Warehouse, filters: Filters, sort: Sort, keys: tuple[tuple[str, bool], ...], parameters: dict[str, Any]
) -> str | None:
    found = warehouse.read(
        f"""
        SELECT m.message_id FROM messages AS m {names_for(sort)}
        WHERE {filters.matching_messages} AND {_beyond(keys)}
        ORDER BY {order_by(keys)}
        LIMIT 1
        """,
        parameters,
    )
    return str(found.item()) if found.height else None


def _beyond(keys: tuple[tuple[str, bool], ...], number: int = 0) -> str:
    """A comparison of all keys at once, each in its own direction; the first alone narrows what is scanned."""
    (expression, descends), rest = keys[0], keys[1:]
    way = "<" if descends else ">"
    if not rest:
        return f"{expression} {way} $key_{number}"
    return f"({expression} {way}= $key_{number} AND ({expression} {way} $key_{number} OR {_beyond(rest, number + 1)}))"
