"""Does every business have words for everything, in every language of its customers?"""

from html.parser import HTMLParser
from random import Random
from string import Formatter

import pytest
from sqlalchemy import Engine

from demo.businesses import BUSINESSES, Business
from demo.letter import wording
from messaging.vocabulary import MessageType
from tests.demo.demo_store import rows

FIELDS = {"first", "service", "staff", "day", "time", "amount", "code", "token", "url", "link"}
SPOKEN = [(business, language) for business in BUSINESSES for language in business.languages]
VOID = {"br", "img", "meta"}


@pytest.mark.parametrize(("business", "language"), SPOKEN, ids=lambda value: getattr(value, "domain", value))
def test_every_type_has_letters_and_sms_with_known_fields(business: Business, language: str) -> None:
    assert len(business.services[language]) == len(business.minutes)
    for message_type in MessageType:
        words = wording(business, language, message_type)
        templates = [text for letter in words.letters for text in (letter.subject, letter.html, letter.text)]
        assert words.letters
        assert words.sms
        for template in (*templates, *words.sms):
            assert {name for _, name, _, _ in Formatter().parse(template) if name} <= FIELDS


class _Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_mails_look_like_what_newsletter_tools_make(large_store: Engine) -> None:
    mails = rows(large_store, "SELECT body_html, kind, subject FROM messages WHERE channel = 'email'")
    assert 1_500 < sum(len(mail.body_html.encode()) for mail in mails) / len(mails) < 3_000
    for mail in Random(1).sample(mails, 300):
        nesting = _Nesting()
        nesting.feed(mail.body_html)
        assert nesting.open == []
        assert mail.body_html.count("<table") >= 3
        assert 'width="1" height="1"' in mail.body_html
        assert "logo.png" in mail.body_html
        assert ("/off" in mail.body_html) == (mail.kind == "campaign")
        assert "{" not in mail.body_html + mail.subject


def test_some_words_are_beyond_ascii(large_store: Engine) -> None:
    subjects = "".join(
        row[0] for row in rows(large_store, "SELECT DISTINCT subject FROM messages WHERE subject IS NOT NULL")
    )
    assert {"“", "„", "«", "’", "🎂", "⭐", "ž", "ő", "ñ", "ß"} <= set(subjects)
