"""Does every text stay a text, in CSV and in Excel?"""

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.cells import LONGEST_CELL, csv_text, csv_texts, xlsx_text, xlsx_texts
from exports.columns import Column, Kind
from exports.csv_file import csv_lines
from exports.xlsx_file import write_xlsx
from tests.exports.export_rows import batch, read_csv, read_xlsx

UTC = ZoneInfo("UTC")
VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "spreadsheet_cells.json").read_text(encoding="utf-8"))
TEXTS = [(vector["cls"], vector["value"]) for vector in VECTORS if "value" in vector]
LIMITS = {
    "'a'*32767": "a" * 32_767,
    "'😀'*16384": "😀" * 16_384,
    "'x'*5_000_000": "x" * 5_000_000,
    "'https://x/'+'a'*2080": "https://x/" + "a" * 2080,
}
RUNS = re.compile(r"[\s\ufeff\u200b\0\"]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]")
CANNOT_RUN = re.compile(r"\+\d[\d ]*(\(\d+\)[\d -]*)?|-\d+(\.\d+)?")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")


def through_csv(text: str) -> str:
    return read_csv(b"".join(csv_lines([batch({"subject": text})], UTC)))[0]["Subject"]


def through_xlsx(text: str, folder: Path) -> Any:
    path = folder / "cells.xlsx"
    write_xlsx(path, [batch({"subject": text})], UTC, {})
    header, row = read_xlsx(path)["Messages"]
    return row[header.index("Subject")]


@pytest.mark.parametrize(("cls", "text"), TEXTS)
def test_no_text_can_run_from_the_csv_whatever_separates_its_cells(cls: str, text: str) -> None:
    content = b"".join(csv_lines([batch({"subject": text})], UTC)).decode("utf-8-sig")

    for separator in ",;\t|":
        for cell in (cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=separator) for cell in row):
            assert CANNOT_RUN.fullmatch(cell) or not RUNS.match(cell), (separator, cell)


@pytest.mark.parametrize("text", [text for cls, text in TEXTS if cls != "illegal or limit"])
def test_a_text_can_be_read_back_from_the_csv(text: str) -> None:
    read = through_csv(text)

    # nothing but apostrophes was added, and nothing but control characters was lost
    assert read.replace("'", "") == without_controls(text).replace("'", "")


def without_controls(text: str) -> str:
    return re.sub(r"[\x00]", "", re.sub("[\x0b\x0c\x85\u2028]", " ", text))


@pytest.mark.parametrize(
    "text",
    ["+421905123456", "+421 905 123 456", "+1 (202) 555-0143", "0905123456", "007", "-5", "-1.50", "1234567890123456789",
     "  padded  ", "a\tb", "line1\nline2", "a,b;c|d", 'say "hi"', "čakujem č š ž", "-", ""],
)  # fmt: skip
def test_harmless_texts_stay_exactly_as_they_are_in_the_csv(text: str) -> None:
    assert through_csv(text) == ("'-" if text == "-" else text)


@pytest.mark.parametrize("text", [text for cls, text in TEXTS if cls != "illegal or limit"])
def test_every_text_is_an_exact_text_cell_in_excel(text: str, tmp_path: Path) -> None:
    expected = without_controls(text).replace("\r\n", "\n").replace("\r", "\n")

    assert through_xlsx(text, tmp_path) == expected


@pytest.mark.parametrize(
    "text", ["a\u0001b", "a\u000bb", "a\fb", "\0", "\ufffe", "_x0041_", "\ud800", "a\ud83d\ude00b"]
)
def test_illegal_characters_leave_readable_files_and_the_rest_of_the_text(text: str, tmp_path: Path) -> None:
    for cell in (csv_text(text), xlsx_text(text)):
        cell.encode()
        assert not CONTROLS.search(cell)
        assert [letter for letter in cell if letter in "ab"] == [letter for letter in text if letter in "ab"]
    assert through_xlsx(xlsx_text(text), tmp_path) == (xlsx_text(text) or None)


@pytest.mark.parametrize("expression", LIMITS)
def test_long_texts_are_whole_in_csv_and_marked_where_excel_must_cut_them(expression: str, tmp_path: Path) -> None:
    assert expression in {vector.get("value_expr") for vector in VECTORS}
    text = LIMITS[expression]

    assert through_csv(text) == text
    cell = through_xlsx(text, tmp_path)
    if len(text.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        assert cell == text
    else:
        assert len(cell.encode("utf-16-le")) // 2 <= LONGEST_CELL
        assert "[cut" in cell


def test_not_a_number_is_an_empty_cell(tmp_path: Path) -> None:
    # given a column of floats with values that are no numbers
    columns = (Column("value", "Value", Kind.NUMBER, 10, "A number."), Column("name", "Name", Kind.TEXT, 10, "A name."))
    rows = pl.DataFrame({"value": [math.nan, math.inf, 1.5], "name": ["a", "b", "c"]}).to_arrow().to_batches()

    write_xlsx(tmp_path / "x.xlsx", rows, UTC, {}, columns=columns)
    lines = b"".join(csv_lines(rows, UTC, columns)).decode("utf-8-sig").split("\r\n")

    assert [row[0] for row in read_xlsx(tmp_path / "x.xlsx")["Messages"][1:]] == [None, None, 1.5]
    assert lines[1:] == [',"a"', ',"b"', '1.5,"c"', ""]


TRICKY = st.text(
    st.sampled_from("=+-@;|,\t\r\n\"' \0\x0b\x85\u200b\u2028\ufeff\uff1d\u2212_x0041a5()")
    | st.characters(exclude_categories=["Cs"]),
    max_size=30,
)


@settings(max_examples=500)
@given(st.lists(st.none() | TRICKY, max_size=8))
def test_a_column_at_once_is_the_same_as_cell_by_cell(texts: list[str | None]) -> None:
    column = pl.Series("subject", texts, dtype=pl.String)

    assert csv_texts(column).to_list() == [None if text is None else csv_text(text) for text in texts]
    assert xlsx_texts(column).to_list() == [None if text is None else xlsx_text(text) for text in texts]


@settings(max_examples=500)
@given(TRICKY)
def test_no_mixture_of_tricks_can_run(text: str) -> None:
    defused = csv_text(text)

    assert CANNOT_RUN.fullmatch(defused) or not RUNS.match(defused)
    for part in re.split(r"[;|\t\r\n]", defused):
        assert not re.match(r"[\s\ufeff\u200b]*[=@\uff1d]", part)
