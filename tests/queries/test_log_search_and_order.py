"""The log finds what a person types, however it is written, and walks in the order it shows."""

from datetime import date
from functools import partial
from itertools import pairwise

import polars as pl
import pytest

from messaging.searching import fold
from messaging.vocabulary import Channel, MessageType, Status
from queries.filters import Filters, Tab
from queries.message_log import Sort, SortBy, message_log
from queries.neighbours import neighbours
from queries.tab_counts import tab_counts
from warehouse.reading import Warehouse

EVER = Filters(date(2020, 1, 1), date(2030, 1, 1))
ALL_SORTS = [Sort(by, descending) for by in SortBy for descending in (True, False)]


def found(warehouse: Warehouse, words: str) -> pl.DataFrame:
    return message_log(warehouse, Filters(EVER.from_day, EVER.to_day, search=words), Sort(), 1, 100_000)


def holds(needle: str, text: str) -> bool:
    return fold(needle) in fold(text)


def everything(warehouse: Warehouse) -> pl.DataFrame:
    return message_log(warehouse, EVER, Sort(), 1, 100_000)


def test_search_finds_every_substring_without_case_or_accents(warehouse: Warehouse) -> None:
    everyone = everything(warehouse)
    names = everyone.filter(pl.col("recipient_name").map_elements(lambda name: fold(name) != name.lower(), pl.Boolean))
    name = names["recipient_name"][0]
    expected = set(everyone.filter(pl.col("recipient_name") == name)["message_id"])
    for typed in (name, name.upper(), fold(name), f"  {name[1:-1]} "):
        assert expected <= set(found(warehouse, typed)["message_id"]), typed


def test_search_looks_at_name_email_phone_and_subject_and_nothing_else(warehouse: Warehouse) -> None:
    everyone = everything(warehouse)
    for needle in ("an", "example.com", "voucher", "ž"):
        columns = ("recipient_name", "recipient_email", "subject")
        expected = everyone.filter(
            pl.any_horizontal(pl.col(column).map_elements(partial(holds, needle), pl.Boolean) for column in columns)
        )
        assert expected.height, needle
        assert set(found(warehouse, needle)["message_id"]) == set(expected["message_id"]), needle


@pytest.mark.parametrize("written", ["{national}", "+{digits}", "00{digits}", "{spaced}", "({first}) {rest}", "{tail}"])
def test_phone_is_found_however_it_is_written(warehouse: Warehouse, written: str) -> None:
    everyone = everything(warehouse).filter(pl.col("recipient_phone").str.starts_with("+421"))
    phone = everyone["recipient_phone"][0]
    digits, national = phone[1:], "0" + phone[4:]
    typed = written.format(
        national=national,
        digits=digits,
        spaced=f"{national[:4]} {national[4:7]} {national[7:]}",
        first=national[:4],
        rest=f"{national[4:7]}-{national[7:]}",
        tail=digits[-6:],
    )
    expected = set(everyone.filter(pl.col("recipient_phone") == phone)["message_id"])
    assert expected <= set(found(warehouse, typed)["message_id"])


@pytest.mark.parametrize("typed", ["%", "_", "'", "\\", "' OR 1=1 --", "$needle", "\x00", "😀" * 50])
def test_what_means_something_to_sql_is_only_text(warehouse: Warehouse, typed: str) -> None:
    rows = found(warehouse, typed)
    texts = rows.select(pl.concat_str("recipient_name", "recipient_email", "recipient_phone", "subject")).to_series()
    assert all(fold(typed) in fold(text) for text in texts)
    assert rows.height < everything(warehouse).height


def test_tab_counts_equal_the_logs_under_every_filter(warehouse: Warehouse) -> None:
    narrowings = (
        EVER,
        Filters(EVER.from_day, EVER.to_day, search="a"),
        Filters(EVER.from_day, EVER.to_day, channels=(Channel.SMS,)),
        Filters(EVER.from_day, EVER.to_day, statuses=(Status.OPENED, Status.FAILED), providers=("postmark",)),
        Filters(EVER.from_day, EVER.to_day, types=(MessageType.REMINDER, MessageType.MARKETING)),
    )
    for filters in narrowings:
        counts = tab_counts(warehouse, filters).row(0, named=True)
        for tab in Tab:
            rows = message_log(warehouse, filters.on_tab(tab), Sort(), 1, 100_000)
            assert rows.height == counts[tab], (filters, tab)


@pytest.mark.parametrize("sort", ALL_SORTS, ids=lambda sort: f"{sort.by} {'down' if sort.descending else 'up'}")
def test_pages_of_every_order_hold_every_message_once(warehouse: Warehouse, sort: Sort) -> None:
    filters = Filters(date(2026, 3, 1), date(2026, 3, 29))
    whole = message_log(warehouse, filters, sort, 1, 100_000)["message_id"].to_list()
    pages = [
        message_id
        for page in range(1, len(whole) // 40 + 2)
        for message_id in message_log(warehouse, filters, sort, page, 40)["message_id"]
    ]
    assert len(whole) > 80
    assert pages == whole
    assert len(set(whole)) == len(whole)


@pytest.mark.parametrize("sort", ALL_SORTS, ids=lambda sort: f"{sort.by} {'down' if sort.descending else 'up'}")
def test_previous_and_next_walk_the_log_in_its_order(warehouse: Warehouse, sort: Sort) -> None:
    filters = Filters(date(2026, 3, 20), date(2026, 3, 29), search="a")
    ids = message_log(warehouse, filters, sort, 1, 25)["message_id"].to_list()
    assert neighbours(warehouse, filters, sort, ids[0])[0] is None
    for before, after in pairwise(ids):
        assert neighbours(warehouse, filters, sort, before)[1] == after
        assert neighbours(warehouse, filters, sort, after)[0] == before


def test_unknown_message_has_no_neighbours(warehouse: Warehouse) -> None:
    assert neighbours(warehouse, EVER, Sort(), "no such message") == (None, None)
