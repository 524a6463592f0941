"""What does a cell of the source hold, exactly, and why can it not be read?"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

import polars as pl

MONEY = pl.Decimal(18, 6)
SIX_PLACES = Decimal("0.000001")
MOST_MONEY = Decimal(10) ** 12
MOST_SEGMENTS = 2**31
QUICK: dict[type, type[pl.DataType]] = {str: pl.String, bytes: pl.Binary, int: pl.Int64, type(None): pl.String}
TRUE = {"1", "t", "true", "yes", "y"}
FALSE = {"0", "f", "false", "no", "n"}
MIXED = (TypeError, UnicodeEncodeError, OverflowError, pl.exceptions.PolarsError)
SHORT = 60  # characters of a wrong value that are repeated


class Unreadable(Exception):
    """A cell cannot be read; the text says why."""


@dataclass(frozen=True)
class Column:
    """A column, read: null where the cell is null or cannot be read, and for the latter, by row, why."""

    values: pl.Series
    faults: dict[int, str] = field(default_factory=dict)


def texts(name: str, cells: Sequence[Any]) -> Column:
    """Word for word; numbers as they are written."""
    first = next((cell for cell in cells if cell is not None), None)
    plain = QUICK.get(type(first))
    if plain is not None:
        with suppress(*MIXED):
            return Column(pl.Series(name, cells, dtype=plain).cast(pl.String))
    return each(name, cells, _text, pl.String())


def whole_numbers(name: str, cells: Sequence[Any]) -> Column:
    """Integers of a cursor, as big as 64 bits."""
    try:
        return Column(pl.Series(name, cells, dtype=pl.Int64))
    except MIXED:
        return each(name, cells, _whole, pl.Int64())


def integers(name: str, cells: Sequence[Any]) -> Column:
    """Small counts."""
    return each(name, cells, _integer, pl.Int32())


def decimals(name: str, cells: Sequence[Any]) -> Column:
    """Money with six places; a float by its shortest written form, so that 0.07 is 0.07."""
    return each(name, cells, _decimal, MONEY)


def booleans(name: str, cells: Sequence[Any]) -> Column:
    """True and false, however the source writes them."""
    with suppress(*MIXED):
        numbers = pl.Series(name, cells, dtype=pl.Int64)
        if numbers.is_between(0, 1).all():
            return Column(numbers.cast(pl.Boolean))
    return each(name, cells, _boolean, pl.Boolean())


def each(name: str, cells: Sequence[Any], read: Callable[[Any], Any], kind: pl.DataType) -> Column:
    """Reads every cell, and each distinct one only once."""
    known: dict[Any, Any] = {}
    faults: dict[int, str] = {}
    values: list[Any] = []
    for row, cell in enumerate(cells):
        value = None if cell is None else _read(cell, read, known)
        if isinstance(value, Unreadable):
            faults[row] = f"{name} {value}"
            value = None
        values.append(value)
    return Column(pl.Series(name, values, dtype=kind), faults)


def shown(cell: object) -> str:
    """A wrong value for a person to read: short, and without what is not text."""
    written = cell.decode("utf-8", "backslashreplace") if isinstance(cell, bytes) else str(cell)
    clean = written.encode("utf-8", "backslashreplace").decode("utf-8")
    return repr(clean[:SHORT] + "…" if len(clean) > SHORT else clean)


def _read(cell: Any, read: Callable[[Any], Any], known: dict[Any, Any]) -> Any:
    try:
        key = (type(cell), cell)
        if key in known:
            return known[key]
    except TypeError:  # not hashable: a list or a dict
        return _attempt(cell, read)
    known[key] = _attempt(cell, read)
    return known[key]


def _attempt(cell: Any, read: Callable[[Any], Any]) -> Any:
    try:
        return read(cell)
    except Unreadable as fault:
        return fault


def _text(cell: Any) -> str:
    if isinstance(cell, bytes | bytearray | memoryview):
        try:
            return bytes(cell).decode("utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"is not valid UTF-8: {shown(bytes(cell))}") from None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    written = format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    if not _is_unicode(written):
        raise Unreadable(f"is not valid UTF-8: {shown(written)}")
    return written


def _is_unicode(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _number(cell: Any) -> Decimal:
    try:
        written = cell.decode("ascii") if isinstance(cell, bytes) else cell
        number = Decimal(repr(cell)) if isinstance(cell, float) else Decimal(written)
    except (InvalidOperation, ValueError, TypeError):
        raise Unreadable(f"is not a number: {shown(cell)}") from None
    if not number.is_finite():
        raise Unreadable(f"is not a number: {shown(cell)}")
    return number


def _integer(cell: Any) -> int:
    number = _whole(cell)
    if abs(number) >= MOST_SEGMENTS:
        raise Unreadable(f"is too big for a count: {shown(cell)}")
    return number


def _whole(cell: Any) -> int:
    number = _number(cell)
    if number != number.to_integral_value() or abs(number) >= 2**63:
        raise Unreadable(f"is not a whole number that fits: {shown(cell)}")
    return int(number)


def _decimal(cell: Any) -> Decimal:
    number = _number(cell)
    if abs(number) >= MOST_MONEY:
        raise Unreadable(f"is too big for money: {shown(cell)}")
    rounded = number.quantize(SIX_PLACES)
    if rounded != number and not isinstance(cell, float):
        raise Unreadable(f"has more than six decimals: {shown(cell)}")
    return rounded


def _boolean(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, bytes) and len(cell) == 1 and cell[0] <= 1:  # MariaDB's BIT(1)
        return cell == b"\x01"
    word = (cell.decode("ascii", "replace") if isinstance(cell, bytes) else str(cell)).strip().lower()
    if word not in TRUE | FALSE:
        raise Unreadable(f"is neither true nor false: {shown(cell)}")
    return word in TRUE
