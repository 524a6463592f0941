"""Which messages is the question about?"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from messaging.phones import searchable
from messaging.searching import fold
from messaging.vocabulary import CONFIRMATIONS, NOT_ARRIVED, REMINDERS, Channel, MessageType, Status

# For any table with these six columns: `messages` and `daily`. A list that restricts nothing is NULL, which DuckDB
# folds away before it scans: 1.5 ms instead of 40 ms over a million rows.
MATCHING = """
    local_day BETWEEN $from_day AND $to_day
    AND ($channels IS NULL OR list_contains($channels, channel))
    AND ($types IS NULL OR list_contains($types, type))
    AND ($statuses IS NULL OR list_contains($statuses, status))
    AND ($providers IS NULL OR list_contains($providers, provider))
"""

# For `messages` only: the small tables are scanned, the big one is only asked for the keys found there.
FOUND = """
    (recipient_key IN (
        SELECT recipient_key FROM recipients
        WHERE contains(haystack, $needle) OR ($digits <> '' AND contains(phone_digits, $digits)))
     OR subject_key IN (SELECT subject_key FROM subjects WHERE contains(haystack, $needle)))
"""


def any_of(words: Iterable[str]) -> str:
    """The right side of IN for words of our own vocabulary; what a user typed is bound instead."""
    return "(" + ", ".join(f"'{word}'" for word in words) + ")"


class Tab(StrEnum):
    """The tabs of the log, each a standing filter."""

    ALL = "all"
    EMAILS = "emails"
    SMS = "sms"
    CONFIRMATIONS = "confirmations"
    REMINDERS = "reminders"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return "SMS" if self is Tab.SMS else self.value.capitalize()

    @property
    def channels(self) -> tuple[Channel, ...]:
        """Empty where the tab takes every channel; likewise `types` and `statuses`."""
        return {Tab.EMAILS: (Channel.EMAIL,), Tab.SMS: (Channel.SMS,)}.get(self, ())

    @property
    def types(self) -> tuple[MessageType, ...]:
        return {Tab.CONFIRMATIONS: CONFIRMATIONS, Tab.REMINDERS: REMINDERS}.get(self, ())

    @property
    def statuses(self) -> tuple[Status, ...]:
        return NOT_ARRIVED if self is Tab.FAILED else ()


@dataclass(frozen=True)
class Filters:
    """Whole local days `from_day` to `to_day`, both included, and what narrows them; an empty tuple narrows nothing."""

    from_day: date
    to_day: date
    tab: Tab = Tab.ALL
    channels: tuple[Channel, ...] = ()
    statuses: tuple[Status, ...] = ()
    types: tuple[MessageType, ...] = ()
    providers: tuple[str, ...] = ()
    search: str = ""

    def parameters(self) -> dict[str, Any]:
        """The values that MATCHING binds."""
        return {
            "from_day": self.from_day,
            "to_day": self.to_day,
            "channels": _both(self.channels, self.tab.channels),
            "types": _both(self.types, self.tab.types),
            "statuses": _both(self.statuses, self.tab.statuses),
            "providers": list(self.providers) or None,
        }

    @property
    def searching(self) -> bool:
        return bool(self.search.strip())

    @property
    def matching_messages(self) -> str:
        """The condition on `messages`. Without a search there is nothing in it that would keep DuckDB from pruning."""
        return f"{MATCHING} AND {FOUND}" if self.searching else MATCHING

    def message_parameters(self) -> dict[str, Any]:
        """The values that `matching_messages` binds."""
        if not self.searching:
            return self.parameters()
        return self.parameters() | {"needle": fold(self.search.strip()), "digits": searchable(self.search)}

    @property
    def days(self) -> int:
        return (self.to_day - self.from_day).days + 1

    def on_tab(self, tab: Tab) -> "Filters":
        return replace(self, tab=tab)

    def traffic(self) -> "Filters":
        """Without what picks single messages (tab, status, search): what the cards describe."""
        return replace(self, tab=Tab.ALL, statuses=(), search="")

    def over(self, from_day: date, to_day: date) -> "Filters":
        return replace(self, from_day=from_day, to_day=to_day)

    def previous(self) -> "Filters":
        """The period of the same length that ends the day before this one begins."""
        return self.over(self.from_day - timedelta(days=self.days), self.from_day - timedelta(days=1))


def _both(chosen: Iterable[str], allowed: Iterable[str]) -> list[str] | None:
    """What both allow: None where neither narrows, an empty list where they exclude each other."""
    picked, standing = [str(word) for word in chosen], [str(word) for word in allowed]
    if not picked or not standing:
        return picked or standing or None
    return [word for word in picked if word in standing]
