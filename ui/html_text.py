"""What does a message say, without its markup?"""

import re
from collections.abc import Iterator
from html import unescape

from ui.html_tokens import UNSEEN, Tag, encodable, tokens

BLOCKS = frozenset(
    """address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hr html li main nav ol option p pre section table tbody tfoot thead tr ul""".split()  # noqa: SIM905  # words read better than a list
)
_KEPT_SPACE = "\x01"  # stands for a space of preformatted text until the others are taken together
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_SHOWN_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x20]+$", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def as_text(html: str) -> str:
    """Readable text: one line per block, links as "text (url)", pictures as "[alt]". Takes time in step with the length."""
    pieces = encodable("".join(_pieces(html)))
    lines = (line.strip() for line in pieces.split("\n"))
    text = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).replace(_KEPT_SPACE, " ")
    return _CONTROLS.sub("", text).strip("\n")


def _pieces(html: str) -> Iterator[str]:
    hidden, preformatted, link = 0, 0, _Link()
    for token in tokens(html):
        if isinstance(token, Tag):
            hidden = max(hidden + _depth(token, "head", "template"), 0)
            preformatted = max(preformatted + _depth(token, "pre", "textarea"), 0)
            if token.name == "body":
                hidden = 0  # a head that is never closed ends here
            yield _shown(token) + (link.follow(token) if token.name == "a" else "")
        elif not hidden:
            text = unescape(token)
            shown = text.replace(" ", _KEPT_SPACE) if preformatted else _SPACES.sub(" ", text)
            link.hear(shown)
            yield shown


def _depth(tag: Tag, *names: str) -> int:
    return (-1 if tag.closes else 1) if tag.name in names else 0


def _shown(tag: Tag) -> str:
    if tag.name == "br" or tag.name in BLOCKS:
        return "\n- " if tag.name == "li" and not tag.closes else "\n"
    if tag.closes:
        return " " if tag.name in ("td", "th") else ""
    if tag.name == "img":
        alternative = _SPACES.sub(" ", tag.attributes().get("alt", "")).strip()
        return f"[{alternative}]" if alternative else ""
    return unescape(tag.content) if tag.name not in UNSEEN else ""


class _Link:
    """The link that the text is in: its address, and what has been said within it."""

    def __init__(self) -> None:
        self._address = ""
        self._said: list[str] = []

    def hear(self, text: str) -> None:
        if self._address:
            self._said.append(text)

    def follow(self, tag: Tag) -> str:
        """At `</a>` (or the next `<a>`) the address in brackets, unless the text already is the address."""
        address, said = self._address, "".join(self._said).strip()
        target = "" if tag.closes else tag.attributes().get("href", "").strip()
        self._address, self._said = target if _SHOWN_LINK.match(target) else "", []
        return "" if not address or said in {address, address.partition(":")[2]} else f" ({address})"
