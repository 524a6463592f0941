"""Does nothing hostile survive, whatever the message tries?"""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from threading import Thread
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ui.safe_html import as_text, blocked_images, clean, document

HOSTILE = json.loads((Path(__file__).parents[1] / "vectors" / "hostile_html.json").read_text(encoding="utf-8"))

DANGEROUS_TAGS = set(
    """script style link meta base iframe frame frameset object embed applet param form input button select option textarea
    svg math image video audio source track picture canvas template slot portal dialog map area noscript noembed
    noframes plaintext xmp xml title head body html isindex keygen marquee bgsound layer""".split()  # noqa: SIM905
)
DANGEROUS_ATTRIBUTES = set(
    """srcset background action formaction ping poster data code codebase classid archive id name class is slot srcdoc
    lowsrc dynsrc xlink:href xmlns http-equiv content form popover popovertarget autofocus contenteditable accesskey
    tabindex usemap ismap longdesc cite profile manifest download""".split()  # noqa: SIM905
)
ANY_ORDER = ('rel="noopener noreferrer" target="_blank"', 'target="_blank" rel="noopener noreferrer"')
HARMLESS_LINK = re.compile(r"(https?://|mailto:|tel:)", re.IGNORECASE)
EMBEDDED_PICTURE = re.compile(r"data:image/(png|gif|jpe?g|webp);base64,", re.IGNORECASE)
DANGEROUS_STYLE = re.compile(
    r"\\|/\*|@|url|image|src\s*\(|attr|var\(|expression|behaviou?r|binding|position|z-index|content|script|<|filter|transform",
    re.IGNORECASE,
)


class Inspector(HTMLParser):
    """Reads what came out, and remembers everything that could do harm."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.harm: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DANGEROUS_TAGS or not tag.isalnum():
            self.harm.append(f"<{tag}>")
        for name, value in attrs:
            if self._harms(tag, name, value or ""):
                self.harm.append(f"<{tag} {name}={value!r}>")
        if tag == "a" and dict(attrs).get("href") and dict(attrs).get("target") != "_blank":
            self.harm.append("a link without target")
        if tag == "a" and dict(attrs).get("rel") != "noopener noreferrer":
            self.harm.append("a link without rel")

    @staticmethod
    def _harms(tag: str, name: str, value: str) -> bool:
        if name.startswith("on") or name in DANGEROUS_ATTRIBUTES or not re.fullmatch(r"[a-z]+", name):
            return True
        if name == "href":
            return tag != "a" or not HARMLESS_LINK.match(value) or any(ord(c) < 32 for c in value)
        if name == "src":
            return tag != "img" or not EMBEDDED_PICTURE.match(value)
        if name == "style":
            return bool(DANGEROUS_STYLE.search(value))
        return bool(re.match(r"\W*(javascript|vbscript|data)\W*:", value, re.IGNORECASE))

    def handle_decl(self, decl: str) -> None:
        self.harm.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.harm.append(f"<?{data}>")

    def handle_comment(self, data: str) -> None:
        self.harm.append(f"<!--{data}-->")


@pytest.mark.parametrize("vector", HOSTILE, ids=range(len(HOSTILE)))
def test_every_known_attack_comes_out_harmless(vector: dict[str, str]) -> None:
    for html in (vector["html"], f"<table><tr><td>{vector['html']}", f"<body><div title='{vector['html']}"):
        assert Inspector(clean(html)).harm == []


@pytest.mark.parametrize("vector", HOSTILE, ids=range(len(HOSTILE)))
def test_cleaning_again_finds_nothing_new(vector: dict[str, str]) -> None:
    once = clean(vector["html"])

    # nh3 sets the two attributes of a link in any order
    assert clean(once).replace(*ANY_ORDER) == once.replace(*ANY_ORDER)


@pytest.mark.parametrize("vector", HOSTILE, ids=range(len(HOSTILE)))
def test_the_text_of_an_attack_has_no_script_and_no_style_in_it(vector: dict[str, str]) -> None:
    assert Inspector(document(vector["html"]).partition("<body>")[2].removesuffix("</body></html>\n")).harm == []
    assert isinstance(as_text(vector["html"]), str)
    assert blocked_images(vector["html"]) >= 0


FRAGMENTS = (
    "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<?", '"', "'", "`", "=", "/", "&", "&lt;", "&#x3c;", "\\", "\0",
    "\n", " ", "style", "style=", "url(", "color:", "position:fixed", ";", "(", ")", "{", "}", "javascript:", "data:",
    "http://a", "<a href=", "<img src=", "<svg>", "<math>", "<mtext>", "<style>", "</style>", "<table>", "<td>",
    "<form>", "<noscript>", "<template>", "<title>", "<textarea>", "<body ", "<b>", "<p ", "onerror=x", "\ud800", "é",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_any_mixture_of_dangerous_pieces_comes_out_harmless(html: str) -> None:
    cleaned = clean(html)

    assert Inspector(cleaned).harm == []
    cleaned.encode()
    as_text(html).encode()
    assert blocked_images(html) >= 0


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_inline_style_comes_out_harmless(style: str) -> None:
    quoted = style.replace("&", "&amp;").replace('"', "&quot;")

    assert Inspector(clean(f'<p style="{quoted}">x</p>')).harm == []


HEAVY = {
    "a megabyte of paragraphs": "<p>hello <b>world</b></p>" * 40_000,
    "a megabyte of text": "word " * 200_000,
    "nested divs": "<div>" * 100_000,
    "nested divs and paragraphs": "<div>" * 240 + "<p>x" * 12_000,
    "brackets in one style": '<p style="color:' + "[" * 50_000 + '">x</p>',
    "round brackets in styles": f'<p style="color:{"rgb(" * 1_000}{")" * 1_000}">x</p>' * 40,
    "formatting that is opened again": "<p>" + "".join(f"<font color={n}>" for n in range(3_000)) + "<p>x" * 9_000,
    "unclosed quotes": '<a "' * 250_000,
    "quotes of two kinds": "<a '" + '<a b="' * 160_000,
    "unclosed comments": "<!--" * 250_000,
    "ampersands": "&" * 1_000_000,
    "ampersands in a link": '<a href="http://' + "&" * 290_000 + '">x</a>',
    "less-than signs": "<" * 1_000_000,
    "attributes": "<p " + "a " * 500_000 + ">",
    "spaces": "<p>" + " " * 1_000_000 + "x",
    "an embedded picture": f'<img src="data:image/png;base64,{"A" * 1_000_000}">',
    "url after url": '<p style="' + "url(" * 250_000 + '">',
    "style after style": "<style>" * 140_000,
    "script that never ends": "<script></scrip" * 70_000,
    "misnested formatting": "<b><div>" * 120 + "</b>" * 10_000,
    "tables in tables": "<table><tr><td>" * 5_000 + "<b>x" * 5_000,
}


@pytest.mark.parametrize("name", HEAVY)
def test_nothing_takes_long_or_deep(name: str) -> None:
    began = perf_counter()

    cleaned = clean(HEAVY[name])
    as_text(HEAVY[name])
    blocked_images(HEAVY[name])

    assert perf_counter() - began < 20  # each takes under 1.5 s alone; the machine may be busy
    assert Inspector(cleaned[:200_000].rpartition("<")[0]).harm == []


def test_what_is_too_large_is_shown_as_its_text() -> None:
    cleaned = clean("<p>hello <b>world</b></p>" * 40_000)

    assert "too large" in cleaned
    assert "hello world\n" in cleaned
    assert "<b>" not in cleaned


def test_many_threads_clean_at_once() -> None:
    # given messages that differ, so that a state shared between threads would mix them
    messages = [f'<p style="color:#{n:06x}">message {n}</p>' * 50 for n in range(8)]
    expected = [clean(message) for message in messages]
    wrong: list[int] = []

    def work(n: int) -> None:
        wrong.extend(n for _ in range(10) if clean(messages[n]) != expected[n])

    threads = [Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
