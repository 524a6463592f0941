"""Does a search find text whatever its case and accents?"""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.searching import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Žofia ŁOŚ", "zofia los"),
        ("Straße GROẞ", "strasse gross"),
        ("Bjørn Đorđević", "bjorn dordevic"),
        ("İstanbul ısı", "istanbul isi"),
        ("ΟΔΟΣ", "οδοσ"),
        ("ａｂｃ ﬁ", "abc fi"),
        ("한국어", "한국어"),
        ("e\u0301", "e"),
        ("👩‍🔧 24 %", "👩‍🔧 24 %"),
        ("", ""),
    ],
)
def test_case_and_accents_do_not_matter(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
