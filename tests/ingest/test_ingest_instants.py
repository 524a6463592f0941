"""Which instant does a time of the source mean, on every day of every zone?"""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.instants import instants
from ingest.mapping import Mapping, Messages, TimeUnit
from ingest.statements import Asking

ZONES = ("UTC", "Europe/Bratislava", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu")
NAIVE = st.datetimes(min_value=datetime(1970, 1, 2), max_value=datetime(2037, 12, 31))  # noqa: DTZ001  # naive is the point


def read(*cells: object, zone: str = "UTC", unit: TimeUnit = TimeUnit.DATETIME) -> list[datetime | None]:
    return instants("sent_at", cells, zone, unit).values.to_list()


@given(NAIVE, st.sampled_from(ZONES))
def test_a_naive_time_is_read_as_the_standard_library_reads_it(naive: datetime, zone: str) -> None:
    expected = naive.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    text = naive.strftime("%Y-%m-%d %H:%M:%S.%f")

    found = read(text, text.encode("ascii"), text.replace(" ", "T"), None, zone=zone)

    assert found == [expected, expected, expected, None]
    assert read(naive, zone=zone) == [expected]


@given(NAIVE, st.sampled_from(["+00", "+00:00", "Z", "+02:00", "-0530", "+05:45"]))
def test_a_written_offset_is_heeded(naive: datetime, offset: str) -> None:
    text = naive.isoformat() + offset

    assert read(text, zone="America/New_York") == [datetime.fromisoformat(text).astimezone(UTC)]


def test_an_hour_that_happens_twice_is_the_first_and_one_that_does_not_moves_forward() -> None:
    assert read("2026-10-25 02:30:00", "2026-03-29 02:30:00", zone="Europe/Bratislava") == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
    ]


def test_the_time_zone_of_the_process_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    before = read("2026-07-01 12:00:00", zone="Europe/Bratislava")

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert read("2026-07-01 12:00:00", zone="Europe/Bratislava") == before
    finally:
        monkeypatch.undo()
        time.tzset()


def test_epoch_seconds_and_milliseconds_are_exact() -> None:
    instant = datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)

    assert (
        read(1700000000.123456, "1700000000.123456", Decimal("1700000000.123456"), unit=TimeUnit.SECONDS)
        == [instant] * 3
    )
    assert read(1700000000123, unit=TimeUnit.MILLISECONDS) == [instant.replace(microsecond=123000)]


@pytest.mark.parametrize("wrong", ["0000-00-00 00:00:00", "infinity", "soon", "2026-02-30 00:00:00", "0001-01-01", ""])
def test_what_is_no_time_has_a_reason(wrong: str) -> None:
    column = instants("sent_at", ["2026-01-01 00:00:00", wrong], "Europe/Bratislava", TimeUnit.DATETIME)

    assert column.values.null_count() == 1
    assert column.faults[1].startswith("sent_at is not")


def test_a_number_where_dates_are_expected_says_what_to_mend() -> None:
    column = instants("sent_at", [1700000000], "UTC", TimeUnit.DATETIME)

    assert "time_unit" in column.faults[0]


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)), st.integers(0, 7200))  # noqa: DTZ001
def test_what_is_written_just_after_the_watermark_is_never_below_since(wall: datetime, later: int) -> None:
    """Also in the hour that the clocks repeat: a naive time goes back by an hour there, the reading must not miss it."""
    zone = ZoneInfo("Europe/Bratislava")
    entity = Messages(select={"default": "SELECT"}, cursor="updated_at", overlap=timedelta(0))
    asking = Asking(Mapping(name="x", time_zone=str(zone), messages=entity), entity, "sqlite")
    written = wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
    next_written = (wall.replace(tzinfo=UTC) + timedelta(seconds=later)).astimezone(zone).replace(tzinfo=None)
    [watermark] = read(written.isoformat(sep=" "), zone=str(zone))
    assert watermark is not None

    assert asking.since(watermark) <= next_written.isoformat(sep=" ")
