"""What is the address of what a person sees? The URL is the truth: reload, Back and a pasted link show the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from messaging.vocabulary import Channel, MessageType, Status
from queries.filters import Filters, Tab
from queries.message_log import Sort, SortBy

Chosen = TypeVar("Chosen", bound=StrEnum)


class Period(StrEnum):
    """The ready-made periods; all end today."""

    TODAY = "today"
    WEEK = "7d"
    MONTH = "30d"
    CUSTOM = "custom"

    @property
    def label(self) -> str:
        return {"today": "Today", "7d": "7 days", "30d": "30 days", "custom": "Custom"}[self.value]

    @property
    def length(self) -> int:
        return {Period.TODAY: 1, Period.WEEK: 7}.get(self, 30)


NEWEST_FIRST = Sort()
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 1, 1)  # beyond them a period before the period need not exist


@dataclass(frozen=True)
class View:
    """Everything that the address says about the Messages page."""

    period: Period
    filters: Filters
    sort: Sort = NEWEST_FIRST
    page: int = 1
    message: str | None = None
    ignored: tuple[str, ...] = ()  # parts of the address that mean nothing here

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab and the usual period is chosen."""
        plain = Filters(self.filters.from_day, self.filters.to_day, tab=self.filters.tab)
        return self.filters != plain or self.period is not Period.MONTH


def view_of(query: Mapping[str, str], today: date) -> View:
    """Reads an address. What it does not understand is left out and named in `ignored`, never applied in silence."""
    ignored: list[str] = []
    period, from_day, to_day = _period(query, today, ignored)
    filters = Filters(
        from_day=from_day,
        to_day=to_day,
        tab=_one(Tab, "tab", query, Tab.ALL, ignored),
        channels=_many(Channel, "channel", query, ignored),
        statuses=_many(Status, "status", query, ignored),
        types=_many(MessageType, "type", query, ignored),
        providers=tuple(name for name in query.get("provider", "").split(",") if name),
        search=query.get("q", ""),
    )
    sort = Sort(_one(SortBy, "sort", query, SortBy.AT, ignored), descending=query.get("order", "desc") != "asc")
    return View(period, filters, sort, _page(query, ignored), query.get("message") or None, tuple(ignored))


def query_of(view: View) -> dict[str, str]:
    """The shortest address of a view: what is as usual is left out."""
    filters = view.filters
    custom = view.period is Period.CUSTOM
    parts = {
        "tab": "" if filters.tab is Tab.ALL else filters.tab,
        "q": filters.search,
        "period": "" if view.period is Period.MONTH else view.period,
        "from": filters.from_day.isoformat() if custom else "",
        "to": filters.to_day.isoformat() if custom else "",
        "channel": ",".join(filters.channels),
        "status": ",".join(filters.statuses),
        "type": ",".join(filters.types),
        "provider": ",".join(filters.providers),
        "sort": "" if view.sort.by is SortBy.AT else view.sort.by,
        "order": "" if view.sort.descending else "asc",
        "page": "" if view.page == 1 else str(view.page),
        "message": view.message or "",
    }
    return {name: str(value) for name, value in parts.items() if value}


def export_address(view: View, extension: str) -> str:
    """Where the file of exactly this tab and these filters is, relative to the base path."""
    query = urlencode(query_of(replace(view, page=1, message=None)))
    return f"export/messages.{extension}{'?' + query if query else ''}"


def _period(query: Mapping[str, str], today: date, ignored: list[str]) -> tuple[Period, date, date]:
    period = _one(Period, "period", query, Period.MONTH, ignored)
    if period is Period.CUSTOM:
        from_day, to_day = _day("from", query, ignored), _day("to", query, ignored)
        if from_day and to_day:
            return period, min(from_day, to_day), max(from_day, to_day)
        period = Period.MONTH
    return period, today - timedelta(days=period.length - 1), today


def _day(name: str, query: Mapping[str, str], ignored: list[str]) -> date | None:
    text = query.get(name, "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        ignored.append(f"{name}={text}")
        return None
    return day


def _one(words: type[Chosen], name: str, query: Mapping[str, str], usual: Chosen, ignored: list[str]) -> Chosen:
    text = query.get(name, "")
    if not text:
        return usual
    try:
        return words(text)
    except ValueError:
        ignored.append(f"{name}={text}")
        return usual


def _many(words: type[Chosen], name: str, query: Mapping[str, str], ignored: list[str]) -> tuple[Chosen, ...]:
    asked = [text for text in query.get(name, "").split(",") if text]
    known = {str(word) for word in words}
    ignored.extend(f"{name}={text}" for text in asked if text not in known)
    return tuple(word for word in words if str(word) in asked)


def _page(query: Mapping[str, str], ignored: list[str]) -> int:
    text = query.get("page", "1")
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 10_000_000:
        return int(text)
    ignored.append(f"page={text}")
    return 1
