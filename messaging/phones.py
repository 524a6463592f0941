"""Whose phone number is it, however it is written?"""

import re
from functools import lru_cache
from unicodedata import decimal

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

FEWEST_DIGITS = 3  # fewer say nothing about whose number it is

_WRITTEN_AS_A_PHONE = re.compile(r"[\d\s+()./\-\u2010-\u2015\u2060\u200b\ufeff\u202a-\u202e]*")
_TRUNK_ZERO = re.compile(r"\(\s*0\s*\)")
_NO_COUNTRY = {None, "001"}  # 001 is the code of numbers that belong to no country, such as +800


def country_of(phone: str, region: str = "") -> str:
    """The ISO 3166-1 alpha-2 country, or '' where the number is not valid. Countries that share +1 or +7 are told apart.

    `region` is the country in which a number without + or 00 is dialled.
    """
    number = _parsed(phone, region)
    if number is None or not phonenumbers.is_valid_number(number):
        return ""
    country = phonenumbers.region_code_for_number(number)
    return "" if country in _NO_COUNTRY else str(country)


def digits(phone: str, region: str = "") -> str:
    """The international digits without + or 00; of a number that cannot be one, the digits as they stand."""
    number = _parsed(phone, region)
    if number is not None and phonenumbers.is_possible_number(number):
        return str(phonenumbers.format_number(number, PhoneNumberFormat.E164)).removeprefix("+")
    return _digits_of(phone).removeprefix("00")


def searchable(typed: str, region: str = "") -> str:
    """The digits to look for inside `digits()` of a number; '' where what was typed is not like a phone number.

    A number that is valid in `region` loses that country's own trunk prefix (8 in Lithuania, 06 in Hungary);
    otherwise a single leading zero is taken for it.
    """
    written = _digits_of(typed)
    if len(written) < FEWEST_DIGITS or not _WRITTEN_AS_A_PHONE.fullmatch(typed):
        return ""
    if typed.lstrip().startswith("+") or written.startswith("00"):
        rest = _digits_of(_TRUNK_ZERO.sub("", typed)).removeprefix("00")
    else:
        rest = _national_digits(typed, region) or written.removeprefix("0")
    return rest if len(rest) >= FEWEST_DIGITS - 1 else ""


def display(phone: str, region: str = "") -> str:
    """In international format where the number is valid, else as it was written."""
    number = _parsed(phone, region)
    if number is None or not phonenumbers.is_valid_number(number):
        return phone
    return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))


@lru_cache(maxsize=16_384)  # a customer is written to many times; parsing takes 20 µs
def _parsed(phone: str, region: str) -> PhoneNumber | None:
    if "@" in phone:
        return None
    written = phone.strip()
    try:
        return phonenumbers.parse("+" + written[2:] if written.startswith("00") else written, region or None)
    except NumberParseException:
        return None


def _national_digits(typed: str, region: str) -> str:
    number = _parsed(typed, region) if region else None
    if number is None or not phonenumbers.is_valid_number(number):
        return ""
    return str(phonenumbers.national_significant_number(number))


def _digits_of(text: str) -> str:
    return "".join(str(decimal(character)) for character in text if character.isdecimal())
