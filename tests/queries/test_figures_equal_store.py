"""Every figure of the page equals a count made straight from the operational store, also where the clocks change."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from queries.filters import Filters, Tab
from queries.headline import headline
from queries.message_log import Sort, message_log
from queries.tab_counts import tab_counts
from tests.demo_store import ingested, seeded
from tests.store_counts import Store
from warehouse.reading import Warehouse, WarehouseDirectory

# When the store and the clock stand still: the evening after each switch.
SWITCHES = {
    "spring": datetime.fromisoformat("2026-03-30T20:15:00+02:00"),
    "autumn": datetime.fromisoformat("2026-10-26T20:15:00+01:00"),
}


@dataclass(frozen=True)
class Case:
    store: Store
    warehouse: Warehouse
    now: datetime


@pytest.fixture(scope="module", params=SWITCHES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    now = SWITCHES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    url = seeded(folder, messages=20_000, seed=7, now=now)
    directory = ingested(url, folder / "warehouse", now=now)
    return Case(Store(url.removeprefix("sqlite:///")), WarehouseDirectory(directory).current(), now)


def days_around(case: Case) -> list[date]:
    return [case.now.date() - timedelta(days=back) for back in range(4)]


def test_cards_and_tabs_of_every_day_around_the_switch(case: Case) -> None:
    for day in days_around(case):
        moment = datetime.combine(day, case.now.time(), tzinfo=case.warehouse.time_zone)
        assert_equal_figures(case, Filters(day, day), moment)


def test_cards_and_tabs_of_thirty_days_across_the_switch(case: Case) -> None:
    today = case.now.date()
    assert_equal_figures(case, Filters(today - timedelta(days=29), today), case.now)


def assert_equal_figures(case: Case, filters: Filters, moment: datetime) -> None:
    today = moment.astimezone(case.warehouse.time_zone).date()
    counted = case.store.figures(filters.from_day, filters.to_day, today)
    shown = headline(case.warehouse, filters, moment, case.warehouse.time_zone).row(0, named=True)
    shown |= tab_counts(case.warehouse, filters).row(0, named=True) | {"failed_period": shown["failed"]}
    assert counted["total"], "a day without messages proves nothing"
    assert {name: shown[name] for name in counted} == counted
    assert shown["failed_period"] == counted["failed"]


@pytest.mark.parametrize("tab", Tab)
def test_log_holds_the_same_messages_in_the_same_order(case: Case, tab: Tab) -> None:
    conditions = {
        Tab.ALL: "1",
        Tab.EMAILS: "channel = 'email'",
        Tab.SMS: "channel = 'sms'",
        Tab.CONFIRMATIONS: "kind IN ('booking_confirmation', 'confirm_request')",
        Tab.REMINDERS: "kind = 'reminder'",
        Tab.FAILED: "status IN ('failed', 'bounced')",
    }
    first, last = days_around(case)[-1], days_around(case)[0]
    expected = case.store.ids(first, last, conditions[tab])
    filters = Filters(first, last, tab=tab)
    shown: list[str] = []
    for page in range(1, len(expected) // 25 + 3):
        shown += message_log(case.warehouse, filters, Sort(), page, 25)["message_id"].to_list()
    assert expected
    assert shown == expected


def test_yesterday_is_counted_up_to_the_same_time_by_the_wall_clock(case: Case) -> None:
    yesterday = case.now.date() - timedelta(days=1)
    until = datetime.combine(yesterday, case.now.time(), tzinfo=case.warehouse.time_zone)
    as_text = until.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    expected = case.store.count(
        yesterday, yesterday, f"status NOT IN ('queued', 'sending') AND sent_at <= '{as_text}'", time="sent_at"
    )
    shown = headline(case.warehouse, Filters(yesterday, case.now.date()), case.now, case.warehouse.time_zone)
    assert shown["sent_before"].item() == expected
