"""How are instants, gaps, counts and filters said to a person?"""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from messaging.vocabulary import Word
from queries.filters import Filters

MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@/\"'])")


def escaped(text: str) -> str:
    """For the few Streamlit labels that read markdown: what came from the store or the address stays plain text."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def count(number: int) -> str:
    return f"{number:,}"


def counted(number: int, noun: str) -> str:
    """`1 message`, `2 messages`."""
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def percent(rate: float | None) -> str:
    """`94.1 %`, never rounded up to 100 % while something is missing; a dash where there is no rate."""
    if rate is None:
        return "–"
    shown = round(rate * 100, 1)
    if shown == 100 and rate < 1:
        shown = 99.9
    return f"{shown:.1f} %".replace("100.0", "100")


def moment(instant: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Short, in business time: `Today 14:05`, `Yesterday 09:12`, `20 Aug 11:33`, `20 Aug 2025 11:33`."""
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return f"Today {clock}"
    if local.date() == today - timedelta(days=1):
        return f"Yesterday {clock}"
    return f"{day(local.date(), today)} {clock}"


def day(value: date, today: date) -> str:
    return f"{value.day} {value:%b}" + ("" if value.year == today.year else f" {value.year}")


def exactly(instant: datetime, zone: ZoneInfo) -> str:
    """To the second, with the offset that tells the two 02:30 of an October night apart."""
    local = instant.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M:%S} ({local.tzname()})"


def age_in_words(length: timedelta) -> str:
    """The largest unit alone: `8 s`, `3 min`, `5 h`."""
    return " ".join(gap(length).split()[:2])


def gap(length: timedelta) -> str:
    """The two largest units: `2 h 14 min`, `3 d 4 h`, `12 s`."""
    seconds = max(0, int(length.total_seconds()))
    units = [(seconds // 86400, "d"), (seconds // 3600 % 24, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s")]
    first = next((index for index, (amount, _) in enumerate(units) if amount), 3)
    shown = [f"{amount} {unit}" for amount, unit in units[first : first + 2] if amount]
    return " ".join(shown) or "0 s"


def filters_in_words(filters: Filters) -> dict[str, str]:
    """What a file or a page says about its own selection; only what narrows is named."""

    def labels(words: tuple[Word, ...]) -> str:
        return ", ".join(word.label for word in words)

    parts = {
        "Period": f"{filters.from_day} to {filters.to_day}",
        "Tab": filters.tab.label,
        "Channel": labels(filters.channels),
        "Status": labels(filters.statuses),
        "Type": labels(filters.types),
        "Provider": ", ".join(filters.providers),
        "Search": filters.search,
    }
    return {name: value for name, value in parts.items() if value}
