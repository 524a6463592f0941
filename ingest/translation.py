"""What do the rows of a batch say in our words, and which of them say something unknown?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ingest import fields
from ingest.cells import Column, booleans, decimals, each, integers, shown, texts, whole_numbers
from ingest.fields import Kind
from ingest.instants import INSTANT, instants
from ingest.mapping import ANY, Entity, EntityName
from ingest.mapping import Mapping as MappingFile
from ingest.source import Rows
from ingest.statements import Watermark
from messaging.vocabulary import Channel, EventKind, MessageType, Status, Word

WORDS: dict[str, type[Word]] = {"channel": Channel, "type": MessageType, "status": Status, "kind": EventKind}
TYPES: dict[Kind, pl.DataType] = {
    Kind.TEXT: pl.String(),
    Kind.TIME: INSTANT,
    Kind.INTEGER: pl.Int32(),
    Kind.DECIMAL: pl.Decimal(18, 6),
    Kind.BOOLEAN: pl.Boolean(),
}
MEND_SOURCE = "Mend the row in the source, or the mapping's SELECT; it is read again by itself."
NO_ID = ""


@dataclass(frozen=True)
class Reject:
    """A row that cannot land, and what would let it."""

    source_id: str
    reason: str
    mending: str


@dataclass(frozen=True)
class Translated:
    """A batch in our words.

    `frame` has the entity's columns (fields.py) plus `source_id` (the row's id in the source) and `source_status`.
    """

    frame: pl.DataFrame
    rejects: list[Reject]
    watermark: Watermark | None
    read: int


def translate(name: EntityName, mapping: MappingFile, rows: Rows) -> Translated:
    """Of several versions of one row, the last one counts."""
    return _Translation(name, mapping, rows).result()


class _Translation:
    """One batch on its way from cells to our words; `reasons` gathers, by row, why it cannot land."""

    def __init__(self, name: EntityName, mapping: MappingFile, rows: Rows) -> None:
        entity = mapping.messages if name == "messages" else mapping.events
        if entity is None:
            raise ValueError(f"the mapping has no {name}")
        self.entity: Entity = entity
        self.mapping = mapping
        self.kinds = fields.MESSAGES if name == "messages" else fields.EVENTS
        self.name = name
        self.size = len(rows.cells)
        self.cells: dict[str, Sequence[Any]] = dict(zip(rows.columns, zip(*rows.cells, strict=True), strict=True))
        self.reasons: dict[int, tuple[str, str]] = {}

    def result(self) -> Translated:
        columns = {column: self._column(column, kind) for column, kind in self.kinds.items()}
        ids = self._read(self.entity.key, Kind.TEXT)
        watermark = self._watermark()
        frame = pl.DataFrame(columns).with_columns(source_id=ids.values, row=pl.int_range(self.size))
        frame = self._in_our_words(self._with_fan_out(frame))
        self._demand(frame)
        if self.name == "messages":
            frame = frame.unique(subset="source_id", keep="last", maintain_order=True)
        bad = pl.Series("row", sorted(self.reasons), dtype=pl.Int64)
        good = frame.filter(~pl.col("row").is_in(bad.implode()))
        return Translated(good.drop("row"), self._rejects(frame), watermark, self.size)

    def _column(self, column: str, kind: Kind) -> pl.Series:
        if column not in self.cells:
            default = self.entity.defaults.get(column)
            return each(column, [default] * self.size, lambda cell: cell, TYPES[kind]).values
        read = self._read(column, kind)
        for row, fault in read.faults.items():
            self.reasons.setdefault(row, (fault, MEND_SOURCE))
        if column in self.entity.defaults:
            return read.values.fill_null(self.entity.defaults[column])
        return read.values

    def _read(self, column: str, kind: Kind) -> Column:
        cells = self.cells.get(column, (None,) * self.size)
        if kind is Kind.TIME:
            return instants(column, cells, self.mapping.time_zone, self.mapping.time_unit)
        readers: dict[Kind, Callable[[str, Sequence[Any]], Column]] = {
            Kind.TEXT: texts,
            Kind.INTEGER: integers,
            Kind.DECIMAL: decimals,
            Kind.BOOLEAN: booleans,
        }
        return readers[kind](column, cells)

    def _with_fan_out(self, frame: pl.DataFrame) -> pl.DataFrame:
        column = getattr(self.entity, "fan_out", None)
        if column is None:
            return frame
        return frame.with_columns(texts("fan_out", self.cells[column]).values)

    def _watermark(self) -> Watermark | None:
        cursor = self.entity.cursor
        if cursor is None or not self.size:
            return None
        if self.entity.by_time:
            highest = instants(cursor, self.cells[cursor], self.mapping.time_zone, self.mapping.time_unit).values.max()
        else:
            highest = whole_numbers(cursor, self.cells[cursor]).values.max()
        return highest  # type: ignore[return-value]  # a datetime or an integer by the branch above

    def _in_our_words(self, frame: pl.DataFrame) -> pl.DataFrame:
        if self.name == "messages":
            frame = frame.with_columns(source_status=pl.col("status"))
        for column in WORDS.keys() & self.kinds.keys():
            frame = frame.with_columns(self._mapped(frame, column))
        return frame

    def _mapped(self, frame: pl.DataFrame, column: str) -> pl.Series:
        given = frame.get_column(column)
        known: Mapping[str, str] = words(self.entity, column)
        mapped = given.fill_null("").replace_strict(dict(known), default=known.get(ANY), return_dtype=pl.String)
        unknown = frame.filter(mapped.is_null()).select("row", column)
        for row, word in unknown.iter_rows():
            self.reasons.setdefault(row, (f"unknown {column} {shown(word or '')}", self._mending(column, word or "")))
        return mapped.alias(column)

    def _mending(self, column: str, word: str) -> str:
        ours = ", ".join(str(member) for member in WORDS[column])
        key = '"' + word[:200].replace("\\", "\\\\").replace('"', '\\"') + '"'
        return f'Add to the mapping under [{self.name}.values.{column}]: {key} = "…" with one of {ours}.'

    def _demand(self, frame: pl.DataFrame) -> None:
        """Without an id or a time a row cannot be placed."""
        needed = {"messages": (("message_id",), ("sent_at", "created_at")), "events": (("message_id",), ("at",))}
        for either in needed[self.name]:
            empty = frame.filter(pl.all_horizontal(pl.col(column).is_null() for column in either))
            for row in empty.get_column("row"):
                self.reasons.setdefault(row, (f"no {either[-1]}", MEND_SOURCE))

    def _rejects(self, frame: pl.DataFrame) -> list[Reject]:
        ids = dict(frame.select("row", "source_id").iter_rows())
        return [
            Reject(ids[row] if ids[row] is not None else NO_ID, reason, mending)
            for row, (reason, mending) in sorted(self.reasons.items())
            if row in ids
        ]


def words(entity: Entity, column: str) -> dict[str, str]:
    """Source word → ours; our own words stand for themselves unless the mapping says otherwise."""
    ours = {str(word): str(word) for word in WORDS[column]}
    given = {source: str(word) for source, word in getattr(entity.values, column).items()}  # type: ignore[attr-defined]  # messages and events have other columns
    return ours | given
