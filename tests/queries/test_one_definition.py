"""Card, tab, log, chart and export speak of the same messages, whatever narrows them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from exports.csv_file import csv_lines
from messaging.vocabulary import ARRIVED, ATTEMPTED, NOT_ARRIVED, Channel, MessageType
from queries.daily_trend import daily_trend
from queries.filters import Filters, Tab
from queries.headline import headline
from queries.message_export import message_export
from queries.message_log import Sort, message_log
from queries.tab_counts import tab_counts
from warehouse.reading import Warehouse

DAYS = (date(2026, 3, 10), date(2026, 3, 29))
LATER = datetime(2026, 6, 1, tzinfo=UTC)
NARROWED = {
    "nothing": Filters(*DAYS),
    "channel": Filters(*DAYS, channels=(Channel.SMS,)),
    "types": Filters(*DAYS, types=(MessageType.REMINDER, MessageType.CONFIRMATION)),
    "provider": Filters(*DAYS, providers=("twilio", "ses")),
    "one day": Filters(date(2026, 3, 29), date(2026, 3, 29)),
}


@pytest.mark.parametrize("filters", NARROWED.values(), ids=NARROWED.keys())
def test_card_tab_log_chart_and_export_agree(warehouse: Warehouse, filters: Filters) -> None:
    zone = ZoneInfo("Europe/Bratislava")
    card = headline(warehouse, filters, LATER, zone).row(0, named=True)
    tabs = tab_counts(warehouse, filters).row(0, named=True)
    chart = daily_trend(warehouse, filters)
    log = message_log(warehouse, filters, Sort(), 1, 1_000_000)
    exported = b"".join(csv_lines(message_export(warehouse, filters, Sort()), zone)).count(b"\r\n") - 1

    assert card["total"] == tabs["all"] == chart["messages"].sum() == log.height == exported > 0
    assert card["failed"] == tabs["failed"] == chart["failed"].sum() == log["status"].is_in(list(NOT_ARRIVED)).sum()
    assert card["attempted"] == chart["attempted"].sum() == log["status"].is_in(list(ATTEMPTED)).sum()
    assert card["delivered"] == chart["delivered"].sum() == log["status"].is_in(list(ARRIVED)).sum()
    assert card["rate"] == card["delivered"] / card["attempted"]


def test_failed_tab_exports_what_it_shows(warehouse: Warehouse) -> None:
    filters = Filters(*DAYS, tab=Tab.FAILED)
    log = message_log(warehouse, filters, Sort(), 1, 1_000_000)
    exported = b"".join(csv_lines(message_export(warehouse, filters, Sort()), ZoneInfo("Europe/Bratislava")))
    assert exported.count(b"\r\n") - 1 == log.height == tab_counts(warehouse, filters)["failed"].item() > 0
