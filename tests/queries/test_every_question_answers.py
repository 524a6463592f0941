"""Every question answers an empty period with the schema it promises, and there is a question in every module."""

import pkgutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from zoneinfo import ZoneInfo

import polars as pl
import pyarrow as pa

import queries
from queries.daily_trend import daily_trend
from queries.filters import Filters
from queries.headline import headline
from queries.message_detail import message_detail, message_events
from queries.message_export import message_export
from queries.message_log import Sort, message_log
from queries.providers import providers
from queries.tab_counts import tab_counts
from warehouse.reading import Warehouse

EMPTY = Filters(date(1999, 1, 1), date(1999, 1, 3))
FULL = Filters(date(2026, 3, 1), date(2026, 3, 29))
ZONE = ZoneInfo("Europe/Bratislava")
LONG_AGO = datetime(1999, 1, 3, 12, tzinfo=UTC)


def test_headline_of_an_empty_period_has_no_rate_and_only_zeros(warehouse: Warehouse) -> None:
    row = headline(warehouse, EMPTY, LONG_AGO, ZONE).row(0, named=True)
    assert (row.pop("rate"), row.pop("rate_at_best"), row.pop("rate_before")) == (None, None, None)
    assert set(row.values()) == {0}


def test_trend_of_an_empty_period_names_every_day(warehouse: Warehouse) -> None:
    trend = daily_trend(warehouse, EMPTY)
    assert trend["day"].to_list() == [date(1999, 1, 1), date(1999, 1, 2), date(1999, 1, 3)]
    assert trend["rate"].to_list() == [None, None, None]
    assert trend["messages"].sum() == 0


def test_answers_of_an_empty_period_keep_their_schema(warehouse: Warehouse) -> None:
    questions: tuple[Callable[[Filters], pl.DataFrame], ...] = (
        lambda filters: message_log(warehouse, filters, Sort(), 1, 10),
        lambda filters: tab_counts(warehouse, filters),
        lambda filters: daily_trend(warehouse, filters),
        lambda filters: headline(warehouse, filters, LONG_AGO, ZONE),
    )
    for ask in questions:
        assert ask(EMPTY).schema == ask(FULL).schema
    assert message_log(warehouse, EMPTY, Sort(), 1, 10).is_empty()
    assert sum(batch.num_rows for batch in message_export(warehouse, EMPTY, Sort())) == 0


def test_unknown_message_is_an_empty_answer(warehouse: Warehouse) -> None:
    assert message_detail(warehouse, "no such message").is_empty()
    assert message_events(warehouse, "no such message").is_empty()


def test_export_holds_exactly_the_log(warehouse: Warehouse) -> None:
    exported = pl.DataFrame(pa.Table.from_batches(list(message_export(warehouse, FULL, Sort()))))
    assert exported["message_id"].to_list() == message_log(warehouse, FULL, Sort(), 1, 100_000)["message_id"].to_list()
    assert exported.schema["price"] == pl.Decimal(18, 6)


def test_trend_adds_up_to_the_headline(warehouse: Warehouse) -> None:
    trend, row = daily_trend(warehouse, FULL), headline(warehouse, FULL, LONG_AGO, ZONE).row(0, named=True)
    assert trend["messages"].sum() == row["total"] > 0
    assert int(trend["delivered"].sum()) / int(trend["attempted"].sum()) == row["rate"]
    assert trend["failed"].sum() == row["failed"]


def test_providers_are_those_of_the_store(warehouse: Warehouse) -> None:
    assert providers(warehouse) == ("postmark", "ses", "twilio", "vonage")


def test_every_module_asks_a_question_of_its_own_name() -> None:
    names = {module.name for module in pkgutil.iter_modules(queries.__path__)} - {"filters"}
    for name in names:
        module = import_module(f"queries.{name}")
        assert callable(getattr(module, name)), name
        assert module.__doc__, name
        assert module.__doc__.strip().endswith("?"), name
