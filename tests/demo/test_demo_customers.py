"""Can a message of the demo ever reach a real person?"""

from random import Random

import phonenumbers
import pytest
from sqlalchemy import Engine

from demo.businesses import BUSINESSES
from demo.phones import FICTIONAL, RANGES, WITHOUT_FICTION, phone_number
from tests.demo.demo_store import rows, value

RESERVED = (".example", "@example.com", "@example.net", "@example.org")


@pytest.mark.parametrize("country", RANGES)
def test_phone_numbers_are_valid_in_their_country(country: str) -> None:
    rng = Random(1)
    for number in {phone_number(rng, country) for _ in range(500)}:
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_valid_number(parsed), number
        assert phonenumbers.region_code_for_number(parsed) == country
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number


def test_every_country_with_customers_has_numbers_and_fictional_ones_go_first() -> None:
    assert {country for business in BUSINESSES for country in business.countries} <= set(RANGES)
    assert not set(FICTIONAL) & set(WITHOUT_FICTION)
    assert {"GB", "US", "DE", "AU", "SE"} == set(FICTIONAL)


def test_customers_have_only_fictional_or_few_numbers_and_reserved_mail_domains(large_store: Engine) -> None:
    for email, phone, country in rows(large_store, "SELECT email, phone, country FROM customers"):
        assert email or phone
        assert email is None or email.endswith(RESERVED)
        assert phone is None or any(phone.startswith(one.prefix) for one in RANGES[country])


def test_names_keep_their_accents_and_addresses_do_not(large_store: Engine) -> None:
    names = "".join(row[0] for row in rows(large_store, "SELECT name FROM customers"))
    assert set("áčďéíľóšúžöüßőűñ’") <= set(names.lower())
    assert all(row[0].isascii() for row in rows(large_store, "SELECT email FROM customers WHERE email IS NOT NULL"))
    assert value(large_store, "SELECT count(DISTINCT language) FROM customers") == 5
