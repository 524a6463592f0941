"""Which phone numbers are valid and yet nobody's?"""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers from `prefix` + 00…0 to `prefix` + 99…9 with `digits` free digits, or `first` to `last` of them."""

    prefix: str
    digits: int
    first: int = 0
    last: int = -1

    def pick(self, rng: Random) -> str:
        last = self.last if self.last >= 0 else 10**self.digits - 1
        return f"{self.prefix}{rng.randint(self.first, last):0{self.digits}d}"


# Set aside by the regulators for films, books and manuals.
FICTIONAL: dict[str, tuple[NumberRange, ...]] = {
    # Ofcom: 1,000 numbers in each city. Its mobile range 07700 900xxx is no valid number for `phonenumbers`.
    "GB": tuple(
        NumberRange(prefix, 3) for prefix in ("+442079460", "+441134960", "+441144960", "+441614960", "+441214960")
    ),
    # NANP: 555-0100 to 555-0199 in every area.
    "US": tuple(
        NumberRange(f"+1{area}555", 4, 100, 199)
        for area in (212, 201, 305, 312, 347, 404, 415, 512, 602, 617, 646, 702, 713, 718, 786, 818, 917, 929)
    ),
    # Bundesnetzagentur, drama numbers of the mobile networks and of Berlin.
    "DE": (NumberRange("+49171392", 4, 0, 99), NumberRange("+4917604069", 3, 0, 99), NumberRange("+493023125", 3)),
    # ACMA: twenty mobile numbers.
    "AU": (NumberRange("+614915701", 2, 56, 59), NumberRange("+6149157", 4, 313, 313)),
    # PTS: mobile numbers 070-174 06 05 to 06 99.
    "SE": (NumberRange("+46701740", 3, 605, 699),),
}

# These countries have set nothing aside. A few numbers, valid for `phonenumbers`, are used over and over;
# the demo never sends anything.
WITHOUT_FICTION: dict[str, tuple[NumberRange, ...]] = {
    "SK": (NumberRange("+421905000", 3, 0, 49), NumberRange("+421911000", 3, 0, 49)),
    "CZ": (NumberRange("+420601000", 3, 0, 29),),
    "HU": (NumberRange("+3620000", 4, 0, 49),),
    "AT": (NumberRange("+43660000", 4, 0, 29),),
    "ES": (NumberRange("+34600000", 3, 0, 49),),
    "IE": (NumberRange("+35385000", 4, 0, 29),),
}
RANGES = FICTIONAL | WITHOUT_FICTION


def phone_number(rng: Random, country: str) -> str:
    """In E.164. Raises KeyError for a country in which the demo has no customers."""
    return rng.choice(RANGES[country]).pick(rng)
