"""What does an SMS segment cost, by provider, country and day?"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

DAYS_SINCE_RAISE = 300  # the provider's prices went up this long before now
RAISE = Decimal("1.08")
CURRENCIES = {"twilio": "USD", "vonage": "EUR"}
RATES = {
    "twilio": {
        "SK": "0.0825",
        "CZ": "0.0562",
        "HU": "0.0853",
        "AT": "0.1062",
        "GB": "0.0463",
        "IE": "0.0812",
        "AU": "0.0515",
        "US": "0.0079",
        "ES": "0.0896",
        "DE": "0.1075",
        "SE": "0.0605",
    },
    "vonage": {
        "SK": "0.0772",
        "CZ": "0.0511",
        "HU": "0.0824",
        "AT": "0.0951",
        "GB": "0.0412",
        "IE": "0.0698",
        "AU": "0.0478",
        "US": "0.0074",
        "ES": "0.0842",
        "DE": "0.0979",
        "SE": "0.0548",
    },
}


@dataclass(frozen=True, slots=True)
class Price:
    provider: str
    country: str
    currency: str
    price: Decimal
    valid_from: date


class PriceList:
    """The prices of one segment, each valid from a day on."""

    def __init__(self, first: date, today: date) -> None:
        self.raised_on = today - timedelta(days=DAYS_SINCE_RAISE)
        self.prices = [price for begins in (first, self.raised_on) for price in _prices(begins, begins != first)]
        self._lookup = {(price.provider, price.country, price.valid_from): price.price for price in self.prices}
        self._first = first

    def price(self, provider: str, country: str, day: date) -> Decimal:
        return self._lookup[provider, country, self.raised_on if day >= self.raised_on else self._first]


def _prices(begins: date, raised: bool) -> list[Price]:
    return [
        Price(
            provider,
            country,
            CURRENCIES[provider],
            _rounded(Decimal(rate) * RAISE if raised else Decimal(rate)),
            begins,
        )
        for provider, rates in RATES.items()
        for country, rate in rates.items()
    ]


def _rounded(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.0001"))
