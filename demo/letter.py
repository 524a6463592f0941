"""How does a business put a message into words: the HTML of an e-mail, its text, the text of an SMS?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from typing import Any

from demo.businesses import Business
from demo.languages import language
from messaging.vocabulary import MessageType

# What a newsletter tool makes: nested tables, inline styles, a remote logo, a tracking pixel.
LAYOUT = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{business}</title></head>
<body style="margin:0;background:#f4f4f5;">
<table role="presentation" width="100%" cellspacing="0"><tr><td align="center" style="padding:24px 12px;">
<table role="presentation" width="600" cellspacing="0" style="background:#ffffff;border-radius:8px;font-family:Arial,sans-serif;">
<tr><td style="background:{colour};padding:20px 32px;"><img src="https://cdn.{domain}/logo.png" width="120" height="32" alt="{business}" style="display:block;color:#ffffff;"></td></tr>
<tr><td style="padding:28px 32px;color:#27272a;font-size:15px;line-height:1.5;"><p>{greeting}</p>
<h1 style="font-size:20px;color:{colour};">{heading}</h1>
{paragraphs}
<table role="presentation" cellspacing="0"><tr><td style="background:{colour};border-radius:6px;"><a href="{{url}}" style="display:inline-block;padding:12px 22px;color:#ffffff;text-decoration:none;">{button}</a></td></tr></table>
<p style="margin:20px 0 0;">{closing}</p></td></tr>
<tr><td style="padding:16px 32px;border-top:1px solid #e4e4e7;color:#71717a;font-size:12px;">{why}{unsubscribe}</td></tr>
</table></td></tr></table>
<img src="https://track.{domain}/o/{{token}}.gif" width="1" height="1" alt="">
</body></html>"""


@dataclass(frozen=True, slots=True)
class Letter:
    """Templates of one subject of one type; {…} are filled in for each message."""

    subject: str
    html: str
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything a business can write of one type in one language."""

    letters: tuple[Letter, ...]
    sms: tuple[str, ...]
    date: str
    months: tuple[str, ...]

    def day(self, local: datetime) -> str:
        return self.date.format(local, month=self.months[local.month - 1])


@cache
def wording(business: Business, code: str, message_type: MessageType) -> Wording:
    """Raises KeyError where the language's file lacks the type."""
    words = language(code)
    kind = words[message_type.value]
    return Wording(
        letters=tuple(
            _letter(business, words, kind, subject, leave=message_type is MessageType.MARKETING)
            for subject in kind["subjects"]
        ),
        sms=tuple(text.replace("{business}", business.sms_name) for text in kind["sms"]),
        date=words["date"],
        months=tuple(words["months"].split()),
    )


def _letter(
    business: Business, words: Mapping[str, Any], kind: Mapping[str, Any], subject: str, *, leave: bool
) -> Letter:
    heading, *paragraphs = kind["text"].split("\n\n")
    unsubscribe = ' <a href="{url}/off" style="color:#71717a;">' + words["unsubscribe"] + "</a>"
    html = LAYOUT.format(
        language=words["language"],
        business=escape(business.name),
        domain=business.domain,
        colour=business.colour,
        greeting=words["greeting"],
        heading=heading,
        paragraphs="\n".join(f'<p style="margin:0 0 14px;">{paragraph}</p>' for paragraph in paragraphs),
        button=kind["button"],
        closing=_in_the_name_of(business, words["closing"]).replace("\n", "<br>").replace("&", "&amp;"),
        why=_in_the_name_of(business, words["why"]).replace("&", "&amp;"),
        unsubscribe=unsubscribe if leave else "",
    )
    text = "\n\n".join((words["greeting"], kind["text"], f"{kind['button']}: {{url}}", words["closing"]))
    return Letter(_in_the_name_of(business, subject), html, _in_the_name_of(business, text))


def _in_the_name_of(business: Business, text: str) -> str:
    return text.replace("{business}", business.name)
