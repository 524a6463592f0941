"""When do things happen in a business: which day, which hour, in which season?"""

from bisect import bisect
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from zoneinfo import ZoneInfo

from demo.businesses import Business

SEASONS = (0.92, 0.9, 1.0, 1.0, 1.02, 0.95, 0.78, 0.8, 1.2, 1.08, 1.05, 1.3)  # January … December
VISITS = (0, 0, 0, 0, 0, 0, 0, 0.5, 0.9, 1.2, 1.3, 1.1, 0.55, 0.8, 1.1, 1.2, 1.2, 1.3, 1.0, 0.6, 0.3, 0, 0, 0)
BOOKINGS = (
    0.12,
    0.05,
    0.03,
    0.02,
    0.03,
    0.1,
    0.3,
    0.7,
    1.1,
    1.3,
    1.3,
    1.1,
    0.75,
    0.9,
    1.0,
    1.0,
    1.0,
    1.0,
    1.1,
    1.2,
    1.3,
    1.1,
    0.7,
    0.3,
)
WEEK_OF_BOOKINGS = (1.15, 1.1, 1.05, 1.0, 0.95, 0.7, 0.75)
GROWTH = 1.5  # the last day is this many times as busy above the first: 1 → 2.5


class Days:
    """Days from `first` to `last`, each as likely as it is busy: growth, season, weekday."""

    def __init__(self, first: date, last: date, weekdays: tuple[float, ...]) -> None:
        self.first = first
        span = max((last - first).days, 1)
        days = (first + timedelta(days=number) for number in range(span + 1))
        self._heights = list(
            accumulate(
                (1 + GROWTH * number / span) * SEASONS[day.month - 1] * weekdays[day.weekday()]
                for number, day in enumerate(days)
            )
        )

    def pick(self, rng: Random) -> date:
        return self.first + timedelta(days=bisect(self._heights, rng.random() * self._heights[-1]))


class Hours:
    """Hours of a day, each as likely as its weight."""

    def __init__(self, weights: tuple[float, ...]) -> None:
        self._heights = list(accumulate(weights))

    def pick(self, rng: Random) -> int:
        return bisect(self._heights, rng.random() * self._heights[-1])


def visiting_hours(business: Business) -> Hours:
    return Hours(tuple(weight if business.opens <= hour < business.closes else 0 for hour, weight in enumerate(VISITS)))


def moment(rng: Random, day: date, hours: Hours) -> datetime:
    """Some second of the day, in local time."""
    return datetime.combine(day, time(hours.pick(rng), rng.randrange(60), rng.randrange(60)))


def utc(local: datetime, zone: ZoneInfo) -> datetime:
    """The naive UTC instant of a naive local time; in the hour that comes twice, the first of the two."""
    return local.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=None)


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The naive local time of a naive UTC instant."""
    return instant.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def whole_milliseconds(at: datetime) -> datetime:
    """What every database keeps, and every provider tells."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def later(at: datetime, seconds: float) -> datetime:
    """In whole milliseconds, if `at` is."""
    return at + timedelta(milliseconds=int(seconds * 1000))


def naive_utc(now: datetime) -> datetime:
    """Milliseconds are enough: every database keeps them."""
    if now.tzinfo is None:
        raise ValueError(f"{now} has no offset; say which zone it is in, such as {now}+00:00.")
    return whole_milliseconds(now.astimezone(UTC).replace(tzinfo=None))
