"""What is asked of the warehouse, and how is the same asked of the store itself?"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bench import plain_sql
from bench.samples import Samples
from bench.stock import NOW, TIME_ZONE
from queries.daily_trend import daily_trend
from queries.filters import Filters
from queries.headline import headline
from queries.message_detail import message_content, message_detail, message_events
from queries.message_log import Sort, SortBy, message_log
from queries.neighbours import neighbours
from queries.tab_counts import tab_counts
from warehouse.reading import Warehouse

QUICK = 50.0  # milliseconds: what Sentlog promises for a question over a million messages
SEARCH = 150.0  # and for a search over all of them
PAGE = plain_sql.PAGE_SIZE
ZONE = ZoneInfo(TIME_ZONE)
TODAY = plain_sql.stored(datetime.combine(NOW.date(), time(), tzinfo=ZONE))


@dataclass(frozen=True)
class Asking:
    """One way to ask: of Sentlog, and as values that the plain SQL binds."""

    ours: Callable[[Warehouse], object]
    values: dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A question with its many askings; `sql` asks the same of the store. `target` is in milliseconds."""

    name: str
    sql: str
    askings: Sequence[Asking]
    target: float = QUICK


def questions(samples: Samples, messages: int) -> Iterator[Question]:
    """Every question that the Messages page asks; `messages` says how deep the log is."""
    periods = {"30 days": samples.months(), "all time": samples.all_time()}
    for span, filters in periods.items():
        yield _headline(span, filters, samples)
        yield _tab_counts(f"tab counts, {span}", filters)
        yield _log(f"log, {span}, page 1", filters)
        yield _trend(span, filters)
        yield _neighbours(f"neighbours, {span}", filters, samples, SortBy.AT)
    yield from _all_time_logs(samples.all_time(), messages)
    yield _neighbours("neighbours, all time, by recipient", samples.all_time(), samples, SortBy.RECIPIENT)
    yield from _searches(samples)
    yield from _single_messages(samples)


def _headline(span: str, periods: Sequence[Filters], samples: Samples) -> Question:
    def asking(filters: Filters, clock: datetime) -> Asking:
        values = plain_sql.values(filters) | {"today": TODAY}
        return Asking(lambda warehouse: headline(warehouse, filters, clock, ZONE), values)

    askings = [asking(filters, clock) for filters, clock in zip(periods, samples.clocks(), strict=True)]
    return Question(f"headline, {span}", plain_sql.HEADLINE, askings)


def _tab_counts(name: str, periods: Sequence[Filters], target: float = QUICK) -> Question:
    def asking(filters: Filters) -> Asking:
        return Asking(lambda warehouse: tab_counts(warehouse, filters), plain_sql.values(filters))

    sql = plain_sql.tab_counts(searching=periods[0].searching)
    return Question(name, sql, list(map(asking, periods)), target)


def _trend(span: str, periods: Sequence[Filters]) -> Question:
    def asking(filters: Filters) -> Asking:
        return Asking(lambda warehouse: daily_trend(warehouse, filters), plain_sql.values(filters))

    return Question(f"daily trend, {span}", plain_sql.TREND, list(map(asking, periods)))


def _all_time_logs(periods: Sequence[Filters], messages: int) -> Iterator[Question]:
    yield _log("log, all time, deep page", periods, first=messages // PAGE // 4, last=messages // PAGE * 3 // 4)
    yield _log("log, all time, oldest first", periods, Sort(SortBy.AT, descending=False))
    for by in SortBy:
        if by is not SortBy.AT:
            sort = Sort(by, descending=by in (SortBy.SEGMENTS, SortBy.ERROR))  # as the page's first click on a heading
            yield _log(f"log, all time, by {by}", periods, sort)


def _log(
    name: str,
    periods: Sequence[Filters],
    sort: Sort | None = None,
    *,
    first: int = 1,
    last: int = 1,
    target: float = QUICK,
) -> Question:
    order, chance = sort or Sort(), Random(name)

    def asking(filters: Filters) -> Asking:
        page = chance.randint(first, last)
        values = plain_sql.values(filters) | {"skipped": (page - 1) * PAGE}
        return Asking(lambda warehouse: message_log(warehouse, filters, order, page, PAGE), values)

    sql = plain_sql.log(order.by, descending=order.descending, searching=periods[0].searching)
    return Question(name, sql, list(map(asking, periods)), target)


def _neighbours(name: str, periods: Sequence[Filters], samples: Samples, by: SortBy) -> Question:
    def asking(filters: Filters, message_id: str) -> Asking:
        values = plain_sql.values(filters) | {"id": int(message_id)}
        return Asking(lambda warehouse: neighbours(warehouse, filters, Sort(by), message_id), values)

    askings = [asking(filters, message) for filters, message in zip(periods, samples.messages, strict=True)]
    return Question(name, plain_sql.neighbours(by), askings)


def _searches(samples: Samples) -> Iterator[Question]:
    looked_for = {
        "part of a name": samples.names,
        "a phone's digits": samples.phones,
        "part of a subject": samples.subjects,
        "nothing there": samples.nothing,
    }
    for what, words in looked_for.items():
        yield _log(f"search, all time: {what}", samples.searches(words), target=SEARCH)
    for what, words in looked_for.items():
        yield _tab_counts(f"tab counts of a search, all time: {what}", samples.searches(words), SEARCH)


def _single_messages(samples: Samples) -> Iterator[Question]:
    one_message: tuple[tuple[str, Callable[[Warehouse, str], object], str], ...] = (
        ("message detail", message_detail, plain_sql.MESSAGE),
        ("message content", message_content, plain_sql.CONTENT),
        ("message events", message_events, plain_sql.EVENTS),
    )
    for name, ask, sql in one_message:
        yield Question(name, sql, [_of_message(ask, message_id) for message_id in samples.messages])


def _of_message(ask: Callable[[Warehouse, str], object], message_id: str) -> Asking:
    return Asking(lambda warehouse: ask(warehouse, message_id), {"id": int(message_id)})
