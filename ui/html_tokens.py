"""What are the tags and texts of an HTML source, found in one pass however broken it is?

It reads as a browser's tokenizer does. Nothing here makes HTML safe; it counts, measures and takes out text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

UNSEEN = frozenset({"script", "style", "title", "head", "noscript", "template", "iframe", "noembed", "noframes", "xmp"})
RAW = UNSEEN - {"head", "template"} | {"textarea"}  # their content is not markup

# possessive throughout: no input makes it go back over what it has read
_ATTRIBUTE = r"""(?:[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+)"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)>")
_NAMED = re.compile(r"""([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))?+)?+""")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")


@dataclass(frozen=True, slots=True)
class Tag:
    """`<name attributes>` or, where it closes, `</name>`; `content` is the raw content of an element without markup."""

    name: str
    closes: bool
    source: str
    content: str = ""

    def attributes(self) -> dict[str, str]:
        """Lower-case names and unescaped values; the first of a name counts, as in a browser."""
        found: dict[str, str] = {}
        for name, double, single, bare in _NAMED.findall(self.source):
            found.setdefault(name.lower(), unescape(double or single or bare))
        return found


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags, and the texts between them with their entities as they stand. Comments and declarations are left out."""
    position = 0
    while opening := _OPENING.search(html, position):
        if opening.start() > position:
            yield html[position : opening.start()]
        tag = _TAG.match(html, opening.start())
        if tag is None:
            position = _after_other_markup(html, opening.start())
            continue
        name, content, position = tag[2].lower(), "", tag.end()
        if name in RAW and not tag[1]:
            content, position = _raw_content(html, name, position)
        yield Tag(name, bool(tag[1]), tag[3], content)
    if position < len(html):
        yield html[position:]


def encodable(text: str) -> str:
    """The text with U+FFFD for half surrogate pairs, which no answer could carry."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def tag_source(html: str, start: int, longest: int) -> str:
    """The whole tag that begins at `start`, or '' where it has more than `longest` characters."""
    tag = _TAG.match(html, start, start + longest)
    return tag[0] if tag else ""


def _after_other_markup(html: str, start: int) -> int:
    """Past a comment, a declaration or a tag that never ends; a browser, too, drops what is not closed."""
    if html.startswith("<!--", start):
        if html.startswith((">", "->"), start + 4):
            return html.index(">", start) + 1
        end = html.find("-->", start + 2)
        return end + 3 if end >= 0 else len(html)
    if html.startswith(("<!", "<?", "</"), start):
        end = html.find(">", start)
        return end + 1 if end >= 0 else len(html)
    return len(html)


def _raw_content(html: str, name: str, start: int) -> tuple[str, int]:
    end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(html, start)
    return (html[start : end.start()], end.start()) if end else (html[start:], len(html))
