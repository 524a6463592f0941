"""Do the files hold what the query gave, readable by whoever opens them?"""

import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from exports.columns import MESSAGE_COLUMNS, Kind
from exports.csv_file import csv_lines
from exports.xlsx_file import write_xlsx
from messaging.vocabulary import Channel, FailureReason, MessageType, Status
from tests.exports.export_rows import batch, read_csv, read_xlsx

ZONE = ZoneInfo("Europe/Bratislava")
SUMMER = datetime(2026, 7, 1, 22, 30, 15, 999_999, UTC)
FULL = {
    "message_id": "007",
    "at": SUMMER,
    "sent_at": SUMMER,
    "channel": "sms",
    "type": "confirmation_request",
    "status": "failed",
    "recipient_name": "Žofia",
    "recipient_phone": "+421905123456",
    "subject": "",
    "failure_reason": "bad_address",
    "error_code": "30005",
    "segments": 2,
    "price": Decimal("0.012345"),
    "currency": "EUR",
}


def test_the_csv_is_what_excel_and_the_standard_ask_for() -> None:
    content = b"".join(csv_lines([batch(FULL)], ZONE))

    assert content.startswith(b'\xef\xbb\xbf"Time (Europe/Bratislava)",')
    assert content.endswith(b"\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_a_row_is_written_in_words_and_business_time() -> None:
    row = read_csv(b"".join(csv_lines([batch(FULL)], ZONE)))[0]

    assert row["Sent (Europe/Bratislava)"] == "2026-07-02 00:30:15"
    assert (row["Channel"], row["Type"], row["Status"]) == ("SMS", "Confirmation request", "Failed")
    assert row["Failure reason"] == "Bad address"
    assert (row["Phone"], row["Message ID"], row["Error code"]) == ("+421905123456", "007", "30005")
    assert (row["Segments"], row["Price"], row["Currency"]) == ("2", "0.012345", "EUR")
    assert row["Delivered (Europe/Bratislava)"] == ""


def test_every_word_is_written_by_its_label() -> None:
    words = {"channel": Channel, "type": MessageType, "status": Status, "failure_reason": FailureReason}

    for column in MESSAGE_COLUMNS:
        if column.kind is Kind.WORD:
            assert column.labels() == {word.value: word.label for word in words[column.name]}


def test_an_empty_period_is_a_file_with_its_header(tmp_path: Path) -> None:
    assert read_csv(b"".join(csv_lines([], ZONE))) == []
    assert read_csv(b"".join(csv_lines([batch()], ZONE))) == []
    assert write_xlsx(tmp_path / "x.xlsx", [], ZONE, {}) == 0
    assert len(read_xlsx(tmp_path / "x.xlsx")["Messages"]) == 1


def test_the_workbook_has_real_dates_numbers_and_texts(tmp_path: Path) -> None:
    assert write_xlsx(tmp_path / "x.xlsx", [batch(FULL)], ZONE, {"Period": "July", "Search": "=1+1"}) == 1

    sheets = read_xlsx(tmp_path / "x.xlsx")
    header, cells = sheets["Messages"]
    row = dict(zip(header, cells, strict=False))
    local = datetime(1899, 12, 30, tzinfo=UTC) + timedelta(days=float(row["Sent (Europe/Bratislava)"]))
    assert abs(local - datetime(2026, 7, 2, 0, 30, 15, tzinfo=UTC)) < timedelta(milliseconds=10)
    assert (row["Segments"], row["Price"]) == (2, Decimal("0.012345"))
    assert (row["Phone"], row["Message ID"], row["Status"]) == ("+421905123456", "007", "Failed")
    assert ["Period", "July"] in sheets["About"]
    assert ["Search", "=1+1"] in sheets["About"]
    assert ["Rows", "1"] in sheets["About"]
    assert ["Segments", "SMS segments: as billed, else as the text needs."] in sheets["About"]


def test_rows_go_on_in_a_further_sheet(tmp_path: Path) -> None:
    rows = [batch(*({"message_id": f"{start + n}"} for n in range(4))) for start in (0, 4)]

    written = write_xlsx(tmp_path / "x.xlsx", rows, ZONE, {}, rows_per_sheet=4)

    sheets = read_xlsx(tmp_path / "x.xlsx")
    assert written == 8
    assert list(sheets) == ["Messages", "Messages 2", "Messages 3", "About"]
    ids = [row[20] for name in list(sheets)[:3] for row in sheets[name][1:]]
    assert ids == [str(n) for n in range(8)]
    assert all(sheets[name][0] == sheets["Messages"][0] for name in list(sheets)[:3])


def test_a_query_that_breaks_off_leaves_no_workbook(tmp_path: Path) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield batch(FULL)
        raise ConnectionError("the query broke off")

    with pytest.raises(ConnectionError):
        write_xlsx(tmp_path / "x.xlsx", broken(), ZONE, {})

    assert list(tmp_path.iterdir()) == []


def test_the_csv_comes_piece_by_piece_and_holds_one_batch_at_a_time() -> None:
    asked: list[int] = []

    def endless() -> Iterator[pa.RecordBatch]:
        for number in range(10**9):
            asked.append(number)
            yield batch(FULL)

    pieces = csv_lines(endless(), ZONE)

    assert next(pieces)
    assert asked == []
    assert next(pieces)
    assert asked == [0]
    pieces.close()  # type: ignore[attr-defined]  # it is a generator


def test_the_memory_of_a_workbook_does_not_grow_with_its_rows(tmp_path: Path) -> None:
    one = batch(*[FULL] * 500)

    def peak(batches: int) -> int:
        tracemalloc.start()
        write_xlsx(tmp_path / "x.xlsx", (one for _ in range(batches)), ZONE, {})
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    assert peak(8) < peak(2) * 1.5
