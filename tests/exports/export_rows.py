"""Rows as the export query gives them, and readers of what was written."""

import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyarrow as pa

from exports.columns import MESSAGE_COLUMNS, Kind

TYPES = {
    Kind.TEXT: pa.string(),
    Kind.WORD: pa.string(),
    Kind.INSTANT: pa.timestamp("us", "UTC"),
    Kind.NUMBER: pa.int32(),
    Kind.MONEY: pa.decimal128(18, 6),
}
SCHEMA = pa.schema([(column.name, TYPES[column.kind]) for column in reversed(MESSAGE_COLUMNS)])
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def batch(*rows: dict[str, Any]) -> pa.RecordBatch:
    """Rows that say only what matters; every other column is null."""
    usual = {"channel": "sms", "type": "reminder", "status": "sent", "message_id": "1"}
    return pa.RecordBatch.from_pylist([usual | row for row in rows], schema=SCHEMA)


def read_csv(content: bytes) -> list[dict[str, str]]:
    """The rows by header, as a reader that keeps to RFC 4180 sees them."""
    csv.field_size_limit(100_000_000)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def read_xlsx(path: Path) -> dict[str, list[list[Any]]]:
    """The cells of every sheet by its name: texts as str, numbers as Decimal, empty ones as None."""
    with zipfile.ZipFile(path) as archive:
        names = [
            sheet.get("name") or "" for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
        ]
        return {
            name: _cells(archive.read(f"xl/worksheets/sheet{number}.xml")) for number, name in enumerate(names, start=1)
        }


def _cells(xml: bytes) -> list[list[Any]]:
    rows = []
    for row in ET.fromstring(xml).iter(f"{MAIN}row"):
        cells: dict[int, Any] = {}
        for cell in row:
            assert cell.find(f"{MAIN}f") is None, "a formula was written"
            cells[_column(cell.get("r") or "")] = _value(cell)
        rows.append([cells.get(place) for place in range(max(cells, default=-1) + 1)])
    return rows


def _value(cell: ET.Element) -> Any:
    text = cell.findtext(f"{MAIN}is/{MAIN}t")
    if text is not None:
        return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    number = cell.findtext(f"{MAIN}v")
    return None if number is None else Decimal(number)


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number - 1
