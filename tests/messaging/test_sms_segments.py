"""Does an SMS take the segments that the standard and the providers say?"""

import json
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.sms import Measure, measure

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "sms_segments.json").read_text(encoding="utf-8"))

# 3GPP TS 23.038 6.2.1, written from the standard's own table: row by row, code 0x00 to 0x7F (0x1B is the escape)
ALPHABET = [
    *"@£$¥èéùìòÇ\nØø\rÅå",
    *"Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ",
    *" !\"#¤%&'()*+,-./",
    *"0123456789:;<=>?",
    *"¡ABCDEFGHIJKLMNO",
    *"PQRSTUVWXYZÄÖÑÜ§",
    *"¿abcdefghijklmno",
    *"pqrstuvwxyzäöñüà",
]
EXTENSION = {"\f", "^", "{", "}", "\\", "[", "~", "]", "|", "€"}
ASTRAL = "😀🇸🇰👍🏽"


def slow_measure(text: str) -> Measure:
    """The same question answered character by character, as the standard tells it."""
    gsm = all(character in EXTENSION or (character in ALPHABET and character != "\x1b") for character in text)
    costs = [(2 if c in EXTENSION else 1) if gsm else (2 if ord(c) > 0xFFFF else 1) for c in text]
    single, part = (160, 153) if gsm else (70, 67)
    segments, room = 1, part
    for cost in costs:
        if cost > room:
            segments, room = segments + 1, part
        room -= cost
    return Measure("GSM-7" if gsm else "UCS-2", sum(costs), 1 if sum(costs) <= single else segments)


def test_the_alphabet_of_the_reference_is_the_standards_size() -> None:
    assert len(ALPHABET) == len(set(ALPHABET)) == 128


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["group"])
def test_each_vector_is_measured_as_the_providers_do(vector: dict[str, Any]) -> None:
    # given a text whose clusters the standard may cut, the standard's count is the promised one
    expected = vector.get("segments_3gpp", vector["segments"])

    measured = measure(vector["text"])

    assert measured == Measure(vector["encoding"], vector["units"], expected)


@given(st.text(st.sampled_from([c for c in ALPHABET if c != "\x1b"] + sorted(EXTENSION) * 8), max_size=700))
def test_texts_of_the_gsm_alphabet_agree_with_the_slow_reference(text: str) -> None:
    assert measure(text) == slow_measure(text)


@given(st.text(st.sampled_from("žč–’ab€{\n" + ASTRAL), max_size=400))
def test_texts_outside_it_agree_with_the_slow_reference(text: str) -> None:
    assert measure(text) == slow_measure(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_agrees_with_the_slow_reference(text: str) -> None:
    assert measure(text) == slow_measure(text)


@pytest.mark.parametrize("length", range(300, 320))
@pytest.mark.parametrize("at", [151, 152, 153, 304, 305, 306])
def test_an_extension_character_is_never_cut_in_two(length: int, at: int) -> None:
    text = "a" * at + "€" + "b" * (length - at)

    assert measure(text) == slow_measure(text)


def test_half_a_surrogate_pair_is_one_unit_and_breaks_nothing() -> None:
    assert measure("\ud83d") == Measure("UCS-2", 1, 1)
    assert measure("ж" * 66 + "\ud83d\ude00" + "ж" * 10) == Measure("UCS-2", 78, 2)
    assert measure("ж" * 66 + "\ud83d\ude00" + "ж" * 66) == Measure("UCS-2", 134, 3)


def test_a_hundred_thousand_texts_take_seconds_not_minutes() -> None:
    # given usual texts of 100 to 300 characters: plain, with extension characters, with diacritics, with emoji
    texts = ["Reminder: " + "a" * 150, "Price [€] " * 20, "Pripomíname termín č. 5 " * 8, "See you 😀 " * 14] * 5_000

    began = perf_counter()
    for text in texts:
        measure(text)

    assert perf_counter() - began < 2  # a tenth of the promised speed, so that a busy machine cannot fail it
