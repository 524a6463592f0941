"""How does a text get into a spreadsheet cell and stay a text?

Spreadsheets run what begins with = + - @ as a formula, also behind blanks and invisible characters, and split a CSV at
other separators where the reader's country has them.
"""

import re
from collections.abc import Callable

import polars as pl

LONGEST_CELL = 32_767  # UTF-16 code units that Excel takes
CUT = " … [cut: the whole text is in the CSV export]"

_INVISIBLE = r"\s\u00ad\u180e\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff"
_TRIGGER = r"=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b"
_FORMULA = re.compile(rf"[{_INVISIBLE}'\"]*[{_TRIGGER}]|[\t\r\n]")
_INNER_FORMULA = re.compile(rf"([;|\t\r\n])(?=[{_INVISIBLE}'\"]*(?:[=@\uff1d\uff20]|[{_TRIGGER}][^\s{_TRIGGER}]))")
_PLAIN_NUMBER = re.compile(r"\+\d[\d ]*(?:\(\d+\)[\d -]*)?|-\d+(?:\.\d+)?", re.ASCII)
_SEPARATING_CONTROL = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OTHER_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# what the functions below may change, for the engine that looks at whole columns
_MAY_CHANGE_IN_CSV = (
    r"(?:^|[;|\t\r\n])[\s\x{ad}\x{180e}\x{200b}-\x{200f}\x{2028}-\x{202f}\x{2060}-\x{2064}\x{feff}'\"]*"
    r"[=+\-@\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}\x{2212}\x{fe62}\x{fe63}\x{fe66}\x{fe6b}]"
    r"|^[\t\r\n]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{2028}\x{2029}\x{fffe}\x{ffff}]"
)
_MAY_CHANGE_IN_XLSX = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\x{2028}\x{2029}\x{fffe}\x{ffff}]"
_PLAIN_PHONE = r"^\+[0-9][0-9 ]*$"


def csv_text(text: str) -> str:
    """The text as a CSV cell may hold it: an apostrophe stands before what a spreadsheet would run.

    Plain phone numbers (+421 905 …) and negative numbers stay as they are: they cannot run.
    """
    readable = _without_controls(text)
    if _PLAIN_NUMBER.fullmatch(readable):
        return readable
    defused = _INNER_FORMULA.sub(r"\1'", readable)
    return "'" + defused if _FORMULA.match(readable) else defused


def xlsx_text(text: str) -> str:
    """The text as a string cell may hold it: without characters that XML forbids, and no longer than Excel takes."""
    readable = _without_controls(text).replace("\r\n", "\n").replace("\r", "\n")
    return readable if _units(readable) <= LONGEST_CELL else _cut(readable)


def csv_texts(column: pl.Series) -> pl.Series:
    """`csv_text` of a whole column; only what may change is looked at one by one."""
    suspicious = column.str.contains(_MAY_CHANGE_IN_CSV) & ~column.str.contains(_PLAIN_PHONE)
    return _changed(column, suspicious, csv_text)


def xlsx_texts(column: pl.Series) -> pl.Series:
    """`xlsx_text` of a whole column; only what may change is looked at one by one."""
    suspicious = column.str.contains(_MAY_CHANGE_IN_XLSX) | (column.str.len_bytes() > LONGEST_CELL)
    return _changed(column, suspicious, xlsx_text)


def _changed(column: pl.Series, suspicious: pl.Series, change: Callable[[str], str]) -> pl.Series:
    places = suspicious.fill_null(value=False).arg_true()
    if places.is_empty():
        return column
    return column.clone().scatter(places, [change(text) for text in column.gather(places)])


def _without_controls(text: str) -> str:
    whole = text
    if _SURROGATE.search(text):
        whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _OTHER_CONTROL.sub("", _SEPARATING_CONTROL.sub(" ", whole))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str) -> str:
    kept = text.encode("utf-16-le")[: 2 * (LONGEST_CELL - _units(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT
