"""The figures of the Messages page, counted straight from the operational store by SQL that shares nothing with the product."""

import sqlite3
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

# When a day begins in Europe/Bratislava, in UTC, written out by hand from the law: summer time begins on 29 March 2026 and
# ends on 25 October 2026, each at 01:00 UTC.
SUMMER, WINTER = timedelta(hours=2), timedelta(hours=1)
SUMMER_FIRST, SUMMER_LAST = date(2026, 3, 30), date(2026, 10, 25)  # the first and last day that begin in summer time


def begins(day: date) -> str:
    """The UTC instant at which the local day begins, as the store writes instants."""
    if not date(2025, 10, 27) <= day <= date(2027, 3, 28):
        raise ValueError(f"{day} lies outside the days written out here")
    offset = SUMMER if SUMMER_FIRST <= day <= SUMMER_LAST else WINTER
    midnight = timedelta(days=day.toordinal()) - offset
    utc_day = date.fromordinal(midnight.days)
    return f"{utc_day} {timedelta(seconds=midnight.seconds)!s:0>8}.000000"


def bare(text: str | None) -> str:
    """Without case and accents; for conditions, as the SQL function of the same name."""
    return "".join(letter for letter in unicodedata.normalize("NFD", (text or "").lower()) if letter.isascii())


@dataclass(frozen=True)
class Store:
    """A demo store in SQLite."""

    path: str

    def count(
        self, from_day: date, to_day: date, condition: str = "1", time: str = "coalesce(sent_at, created_at)"
    ) -> int:
        return int(
            self._ask(f"SELECT count(*) FROM messages WHERE {self._within(from_day, to_day, time)} AND ({condition})")[
                0
            ][0]
        )

    def ids(self, from_day: date, to_day: date, condition: str = "1") -> list[str]:
        """Newest first; messages of the same microsecond by their id as text, largest first."""
        time = "coalesce(sent_at, created_at)"
        rows = self._ask(
            f"SELECT id FROM messages WHERE {self._within(from_day, to_day, time)} AND ({condition}) "
            f"ORDER BY {time} DESC, CAST(id AS TEXT) DESC"
        )
        return [str(row[0]) for row in rows]

    def figures(self, from_day: date, to_day: date, today: date) -> dict[str, object]:
        """What the cards and tabs must show."""
        attempted = self.count(from_day, to_day, "status NOT IN ('queued', 'sending')")
        delivered = self.count(from_day, to_day, "status IN ('delivered', 'opened', 'clicked', 'unsubscribed')")
        return {
            "total": self.count(from_day, to_day),
            "sent_today": self.count(today, today, "status NOT IN ('queued', 'sending')", time="sent_at"),
            "failed_today": self.count(today, today, "status IN ('failed', 'bounced')"),
            "rate": delivered / attempted if attempted else None,
            "all": self.count(from_day, to_day),
            "emails": self.count(from_day, to_day, "channel = 'email'"),
            "sms": self.count(from_day, to_day, "channel = 'sms'"),
            "confirmations": self.count(from_day, to_day, "kind IN ('booking_confirmation', 'confirm_request')"),
            "reminders": self.count(from_day, to_day, "kind = 'reminder'"),
            "failed": self.count(from_day, to_day, "status IN ('failed', 'bounced')"),
        }

    def _within(self, from_day: date, to_day: date, time: str) -> str:
        return f"{time} >= '{begins(from_day)}' AND {time} < '{begins(to_day + timedelta(days=1))}'"

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.path)
        connection.create_function("bare", 1, bare)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
