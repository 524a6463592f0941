"""How do the rows of a query become a CSV file, while they are still coming?"""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa

from exports.cells import csv_texts
from exports.columns import MESSAGE_COLUMNS, Column, Kind

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the country's old code page
INSTANT_FORMAT = "%Y-%m-%d %H:%M:%S"


def csv_lines(
    batches: Iterable[pa.RecordBatch], zone: ZoneInfo, columns: tuple[Column, ...] = MESSAGE_COLUMNS
) -> Iterator[bytes]:
    """RFC 4180 with a header, in UTF-8: one piece for the header and one for each batch. Holds one batch at a time.

    Texts are quoted and defused (`exports.cells`), numbers are exact, instants are in `zone`, which their headers name.
    """
    header = pl.DataFrame([[column.header_in(zone)] for column in columns], [column.name for column in columns])
    yield (BYTE_ORDER_MARK + _written(header)).encode()
    for batch in batches:
        rows = pl.DataFrame(pl.from_arrow(batch))
        if rows.height:
            yield _written(pl.DataFrame([_cells(rows[column.name], column, zone) for column in columns])).encode()


def _cells(values: pl.Series, column: Column, zone: ZoneInfo) -> pl.Series:
    match column.kind:
        case Kind.INSTANT:
            return values.dt.convert_time_zone(zone.key).dt.strftime(INSTANT_FORMAT)
        case Kind.WORD:
            return csv_texts(values.cast(pl.String).replace(column.labels()))
        case Kind.TEXT:
            return csv_texts(values.cast(pl.String))
        case _ if values.dtype.is_float():
            return values.set(~values.is_finite().fill_null(value=True), None)
        case _:
            return values


def _written(rows: pl.DataFrame) -> str:
    return rows.write_csv(include_header=False, line_terminator="\r\n", quote_style="non_numeric")
