"""How do the rows of a query become an Excel workbook, in memory that does not grow?"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa
import xlsxwriter

from exports.cells import xlsx_text, xlsx_texts
from exports.columns import MESSAGE_COLUMNS, Column, Kind

ROWS_PER_SHEET = 1_048_576  # of which one is the header
SECONDS_PER_DAY = 86_400
EPOCH = 25_569  # 1970-01-01 in Excel's days
FORMATS = {
    Kind.INSTANT: {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"},
    Kind.NUMBER: {"num_format": "0"},
    Kind.MONEY: {"num_format": "0.00####"},
    Kind.TEXT: {"num_format": "@"},
    Kind.WORD: {},
}


class _Sheets:
    """The message sheets of a workbook: a new one begins where one is full."""

    def __init__(self, book: Any, zone: ZoneInfo, columns: tuple[Column, ...], rows_per_sheet: int) -> None:
        self._book, self._zone, self._columns = book, zone, columns
        self._rows_per_sheet = rows_per_sheet
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._formats = {kind: book.add_format(look) for kind, look in FORMATS.items()}
        self._count = 0
        self._begin()

    def _begin(self) -> None:
        self._count += 1
        self._sheet = self._book.add_worksheet("Messages" if self._count == 1 else f"Messages {self._count}")
        self._sheet.freeze_panes(1, 0)
        for place, column in enumerate(self._columns):
            self._sheet.set_column(place, place, column.width, self._formats[column.kind])
            self._sheet.write_string(0, place, column.header_in(self._zone), self._bold)
        self._next = 1
        self.finish()

    def finish(self) -> None:
        self._sheet.autofilter(0, 0, self._next - 1, len(self._columns) - 1)

    def write(self, rows: pl.DataFrame) -> None:
        is_number = [column.kind in (Kind.INSTANT, Kind.NUMBER, Kind.MONEY) for column in self._columns]
        formats = [self._formats[column.kind] for column in self._columns]
        for row in rows.iter_rows():
            if self._next >= self._rows_per_sheet:
                self.finish()
                self._begin()
            for place, value in enumerate(row):
                if value is None or value == "":
                    continue
                write = self._sheet.write_number if is_number[place] else self._sheet.write_string
                write(self._next, place, value, formats[place])
            self._next += 1


def write_xlsx(
    path: Path,
    batches: Iterable[pa.RecordBatch],
    zone: ZoneInfo,
    facts: Mapping[str, str],
    *,
    columns: tuple[Column, ...] = MESSAGE_COLUMNS,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> int:
    """Writes the workbook to `path` and returns its number of rows. Nothing is left at `path` where it fails.

    Sheets "Messages", "Messages 2" … hold the rows with real dates in `zone`; "About" holds `facts` and what each column means.
    """
    written = 0
    try:
        with xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)}) as book:
            book.use_zip64()
            sheets = _Sheets(book, zone, columns, rows_per_sheet)
            for batch in batches:
                rows = pl.DataFrame(pl.from_arrow(batch))
                sheets.write(pl.DataFrame([_cells(rows[column.name], column, zone) for column in columns]))
                written += rows.height
            sheets.finish()
            _write_about(book, zone, {**facts, "Rows": f"{written:,}"}, columns)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return written


def _cells(values: pl.Series, column: Column, zone: ZoneInfo) -> pl.Series:
    match column.kind:
        case Kind.INSTANT:
            local = values.dt.convert_time_zone(zone.key).dt.replace_time_zone(None)
            return local.dt.epoch("s") / SECONDS_PER_DAY + EPOCH
        case Kind.WORD:
            return xlsx_texts(values.cast(pl.String).replace(column.labels()))
        case Kind.TEXT:
            return xlsx_texts(values.cast(pl.String))
        case _:
            return _finite(values.cast(pl.Float64))


def _finite(values: pl.Series) -> pl.Series:
    return values.set(~values.is_finite().fill_null(value=True), None)


def _write_about(book: Any, zone: ZoneInfo, facts: Mapping[str, str], columns: tuple[Column, ...]) -> None:
    sheet, bold = book.add_worksheet("About"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 80)
    meanings = {column.header_in(zone): column.meaning for column in columns}
    lines = [*facts.items(), ("", ""), ("Column", "Meaning"), *meanings.items()]
    for row, (name, value) in enumerate(lines):
        sheet.write_string(row, 0, xlsx_text(name), bold)
        sheet.write_string(row, 1, xlsx_text(value))
