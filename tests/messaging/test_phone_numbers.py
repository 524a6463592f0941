"""Is a phone number recognised however it is written?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.phones import country_of, digits, display, searchable

# every writing of one number
WRITINGS = [
    "+421905123456",
    "+421 905 123 456",
    "00421905123456",
    "00421 905/123 456",
    "+421 (0) 905 123 456",
    "0905 123 456",
    "(0905) 123-456",
    "0905.123.456",
    "905123456",
    "0905 123 456",
    "0905–123–456",
]


@pytest.mark.parametrize(
    ("phone", "region", "country"),
    [
        ("+421905123456", "", "SK"),
        ("00421905123456", "", "SK"),
        ("0905 123 456", "SK", "SK"),
        ("+12025550143", "", "US"),
        ("+16475551234", "", "CA"),
        ("+18765551234", "", "JM"),
        ("+79161234567", "", "RU"),
        ("+77012345678", "", "KZ"),
        ("+447400123456", "", "GB"),
        ("tel:+421905123456", "", "SK"),
    ],
)
def test_a_valid_number_belongs_to_its_country(phone: str, region: str, country: str) -> None:
    assert country_of(phone, region) == country


@pytest.mark.parametrize(
    "phone",
    [
        "",
        " ",
        "0905 123 456",
        "+421",
        "+99912345678",
        "+80012345678",
        "SALON",
        "jo+421905123456@example.com",
        "00",
        "+",
    ],
)
def test_what_is_not_a_valid_number_of_a_country_has_none(phone: str) -> None:
    assert country_of(phone) == ""


@pytest.mark.parametrize("writing", WRITINGS)
def test_every_writing_has_the_same_international_digits(writing: str) -> None:
    assert digits(writing, "SK") == "421905123456"


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("421905123456", "421905123456"),
        ("0905 123 456", "0905123456"),
        ("00 999 12", "99912"),
        ("SALON 24", "24"),
        ("", ""),
        ("+٤٢١٩٠٥١٢٣٤٥٦", "421905123456"),
    ],
)
def test_a_number_that_cannot_be_placed_keeps_its_digits(phone: str, expected: str) -> None:
    assert digits(phone) == expected


@pytest.mark.parametrize("region", ["", "SK"])
@pytest.mark.parametrize("writing", WRITINGS)
def test_what_is_typed_in_any_writing_finds_the_number(writing: str, region: str) -> None:
    # given the number as the warehouse keeps it
    kept = digits("+421905123456")

    looked_for = searchable(writing, region)

    assert looked_for in kept
    assert len(looked_for) >= 9


@pytest.mark.parametrize(
    ("typed", "expected"), [("0905", "905"), ("+4219", "4219"), ("004219", "4219"), ("123", "123"), ("3456", "3456")]
)
def test_a_part_of_a_number_can_be_typed(typed: str, expected: str) -> None:
    assert searchable(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "12", "+1", "0-0", "000", "Anna", "anna1234", "a@b123.sk", "12:45:10", "room #123"]
)
def test_what_is_not_like_a_phone_is_not_looked_for(typed: str) -> None:
    assert searchable(typed) == ""


@pytest.mark.parametrize(
    ("typed", "region", "international"),
    [
        ("8 612 34567", "LT", "+370 612 34567"),
        ("06 20 123 4567", "HU", "+36 20 123 4567"),
        ("06 698 12345", "IT", "+39 06 698 12345"),
        ("8 (916) 123-45-67", "RU", "+7 916 123-45-67"),
        ("(202) 555-0143", "US", "+1 202-555-0143"),
    ],
)
def test_trunk_prefixes_of_the_region_are_known(typed: str, region: str, international: str) -> None:
    assert searchable(typed, region) in digits(international)


@given(st.text(max_size=30))
def test_nothing_typed_breaks_it_and_only_digits_come_out(typed: str) -> None:
    for answer in (searchable(typed), digits(typed), searchable(typed, "SK"), digits(typed, "SK")):
        assert answer == "" or (answer.isascii() and answer.isdigit())
    assert country_of(typed) == "" or len(country_of(typed)) == 2


def test_a_valid_number_is_shown_in_international_format() -> None:
    assert display("+421905123456") == "+421 905 123 456"
    assert display("0905123456", "SK") == "+421 905 123 456"
    assert display("12345") == "12345"
    assert display("Salon") == "Salon"
