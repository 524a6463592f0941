"""Does a store's result stream, and can it be left in the middle?"""

import pytest
from sqlalchemy import exc

from ingest import source
from ingest.mapping import MappingWrong
from ingest.source import Source, SourceUnreachable
from tests.ingest.small_store import SmallStore


def test_a_result_comes_in_batches_and_may_be_left_in_the_middle(
    any_store: SmallStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(source, "PARTITION", 2)
    monkeypatch.setattr(source, "BATCH_ROWS", 4)
    for _ in range(9):
        any_store.message()
    reading = Source(any_store.url)
    rows = "SELECT id FROM messages ORDER BY id"

    assert [len(batch.cells) for batch in reading.batches(rows, {})] == [4, 4, 1]
    left = reading.batches(rows, {})
    next(left)
    left.close()  # type: ignore[attr-defined]  # it is a generator

    assert reading.count(rows, {}) == 9
    assert not caplog.records


def test_a_batch_is_bounded_in_characters_too(any_store: SmallStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "PARTITION", 2)
    monkeypatch.setattr(source, "BATCH_CHARACTERS", 10_000)
    for _ in range(8):
        any_store.message(body_html="x" * 1_000)

    batches = list(Source(any_store.url).batches("SELECT body_html FROM messages", {}))

    assert len(batches) > 1


def test_nothing_can_be_written_to_a_store(any_store: SmallStore) -> None:
    any_store.message()
    reading = Source(any_store.url)

    with pytest.raises((SourceUnreachable, MappingWrong)) as refused:
        reading.all("DELETE FROM messages", {})

    assert isinstance(refused.value.__cause__, exc.DBAPIError)
    assert reading.count("SELECT id FROM messages", {}) == 1
