"""Does everybody learn how old the data is, also where no file or a broken one says so?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warehouse.freshness import FRESH, Freshness, freshness, record_freshness

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def test_what_is_recorded_is_what_is_read(tmp_path: Path) -> None:
    fresh = Freshness(NOON, NOON + timedelta(seconds=3), "quarantined", 4, "gen-00000007.duckdb", "žiadna chyba")

    record_freshness(tmp_path, fresh)

    assert freshness(tmp_path) == fresh


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"read_at": "soon"}'])
def test_no_file_or_a_broken_one_means_never(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / FRESH).write_text(content, encoding="utf-8")

    assert freshness(tmp_path) == Freshness()


def test_age_counts_from_the_beginning_of_the_last_successful_reading() -> None:
    assert Freshness(read_at=NOON).age(NOON + timedelta(hours=1)) == timedelta(hours=1)
    assert Freshness(read_at=NOON).age(NOON - timedelta(hours=1)) == timedelta(0)
    assert Freshness().age(NOON) is None
