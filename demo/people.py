"""Who are the customers, and how can they be reached?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from unicodedata import combining, normalize

from demo.businesses import Business
from demo.languages import names
from demo.phones import phone_number

SURNAME_FIRST = ("hu",)
PLAIN_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "ı": "i", "ø": "o", "’": "", " ": ""})


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which an address was no good, as naive UTC instants."""

    begins: datetime
    ends: datetime

    def holds(self, at: datetime) -> bool:
        return self.begins <= at < self.ends


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer with at least one way to be reached. `language` is one the business writes in."""

    id: int
    business: Business
    name: str
    first_name: str
    email: str | None
    phone: str | None
    language: str
    country: str
    birthday: date | None
    bad_email: Spell | None
    bad_phone: Spell | None
    prefers_sms: bool


def customers(
    rng: Random, businesses: Iterable[Business], count: int, first: datetime, last: datetime
) -> list[Customer]:
    """`count` customers over all businesses, ids 1 … count; at least twelve for each business."""
    chosen = list(businesses)
    assigned = [business for business in chosen for _ in range(12)]
    assigned += rng.choices(chosen, [business.share for business in chosen], k=max(0, count - len(assigned)))
    return [_customer(rng, number, business, first, last) for number, business in enumerate(assigned, 1)]


def _customer(rng: Random, number: int, business: Business, first: datetime, last: datetime) -> Customer:
    language = weighted(rng, business.languages)
    people = names(language)
    first_name = rng.choice(people["first_names"])
    last_name = rng.choice(people["last_names"])
    country = weighted(rng, business.countries)
    has_email = rng.random() < 0.93
    has_phone = not has_email or rng.random() < 0.9
    return Customer(
        id=number,
        business=business,
        name=_full_name(language, first_name, last_name),
        first_name=first_name,
        email=_email(rng, language, first_name, last_name) if has_email else None,
        phone=phone_number(rng, country) if has_phone else None,
        language=language,
        country=country,
        birthday=date(rng.randint(1946, 2006), rng.randint(1, 12), rng.randint(1, 28)) if rng.random() < 0.6 else None,
        bad_email=_spell(rng, first, last) if rng.random() < 0.028 else None,
        bad_phone=_spell(rng, first, last) if rng.random() < 0.024 else None,
        prefers_sms=rng.random() < 0.4,
    )


def weighted(rng: Random, weights: Mapping[str, float]) -> str:
    names = list(weights)
    return names[0] if len(names) == 1 else rng.choices(names, list(weights.values()))[0]


def _full_name(language: str, first_name: str, last_name: str) -> str:
    if language == "sk" and first_name.endswith("a"):
        last_name = last_name[:-1] + "a" if last_name.endswith("ý") else last_name + "ová"
    return f"{last_name} {first_name}" if language in SURNAME_FIRST else f"{first_name} {last_name}"


def _email(rng: Random, language: str, first_name: str, last_name: str) -> str:
    first, last = _plain(first_name), _plain(last_name)
    number = rng.randint(1, 99)
    local = rng.choice((f"{first}.{last}", f"{first}{last}{number}", f"{first[0]}.{last}{number}", f"{last}.{first}"))
    return f"{local}@{rng.choice(names(language)['mailboxes'])}"


def _spell(rng: Random, first: datetime, last: datetime) -> Spell:
    begins = first + (last - first) * rng.random()
    return Spell(begins, begins + timedelta(days=rng.expovariate(1 / 150)))


@cache
def _plain(name: str) -> str:
    decomposed = normalize("NFD", name.lower().translate(PLAIN_LETTERS))
    return "".join(letter for letter in decomposed if not combining(letter))
