"""What do people look for in this data? Other days, words and messages in every run, so that no answer is a remembered one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from bench.stock import NOW
from queries.filters import Filters
from warehouse.reading import Warehouse

RUNS = 15
MONTH = 30
LETTERS = "bcdfghjklmnpqrstvwxz"

# By a hash, so that the choice is the same in every run and has nothing to do with the order of the rows.
NAMES = "SELECT name FROM recipients WHERE length(name) > 6 ORDER BY hash(recipient_key) LIMIT $runs"
PHONES = "SELECT phone_digits FROM recipients WHERE length(phone_digits) > 9 ORDER BY hash(recipient_key) LIMIT $runs"
SUBJECTS = "SELECT subject FROM subjects WHERE length(subject) > 12 ORDER BY hash(subject_key) LIMIT $runs"
MESSAGES = "SELECT message_id FROM messages ORDER BY hash(message_id) LIMIT $runs"


@dataclass(frozen=True)
class Samples:
    """`RUNS` different values of everything that a person chooses."""

    first_day: date
    names: tuple[str, ...]
    phones: tuple[str, ...]
    subjects: tuple[str, ...]
    nothing: tuple[str, ...]
    messages: tuple[str, ...]

    def months(self, **narrowed: str) -> list[Filters]:
        """Thirty days each, all over the history."""
        days = (NOW.date() - self.first_day).days
        room = max(days - 2 * MONTH, RUNS)
        ends = [NOW.date() - timedelta(days=run * room // RUNS) for run in range(RUNS)]
        return [Filters(end - timedelta(days=MONTH - 1), end, **narrowed) for end in ends]  # type: ignore[arg-type]  # one dict for fields of several types

    def all_time(self) -> list[Filters]:
        """Everything there is, each time as other days."""
        return [Filters(self.first_day - timedelta(days=run), NOW.date() + timedelta(days=2)) for run in range(RUNS)]

    def searches(self, words: tuple[str, ...]) -> list[Filters]:
        """Over all time."""
        return [
            Filters(filters.from_day, filters.to_day, search=word)
            for filters, word in zip(self.all_time(), words, strict=False)
        ]

    def clocks(self) -> list[datetime]:
        """The evening of the last day, a minute apart."""
        return [NOW - timedelta(minutes=run) for run in range(RUNS)]


def samples(warehouse: Warehouse) -> Samples:
    chance = Random("samples")

    def column(sql: str) -> list[str]:
        return warehouse.read(sql, {"runs": RUNS}).to_series().to_list()

    return Samples(
        first_day=warehouse.read("SELECT min(local_day) FROM daily").item(),
        names=tuple(_middle(name, 5, chance) for name in column(NAMES)),
        phones=tuple("0" + digits[3:] for digits in column(PHONES)),
        subjects=tuple(_middle(subject, 9, chance) for subject in column(SUBJECTS)),
        nothing=tuple("".join(chance.choices(LETTERS, k=12)) for _ in range(RUNS)),
        messages=tuple(column(MESSAGES)),
    )


def _middle(text: str, length: int, chance: Random) -> str:
    """Some letters out of it, as somebody types who remembers a part; never blank at an end."""
    start = chance.randrange(len(text) - length + 1)
    part = text[start : start + length]
    return part if part == part.strip() else text[:length].strip()
