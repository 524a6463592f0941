"""How is the content of a message shown without letting it do anything?

nh3 takes the structure down in linear time; bleach with a strict CSS list works on what is left. What is too large or too
tangled for that is shown as text. The frame's policy is a second wall that does not rely on the first.
"""

import re
from html import escape

import nh3
from bleach.sanitizer import Cleaner

from ui.html_images import blocked_images
from ui.html_text import as_text
from ui.html_tokens import Tag, encodable, tag_source, tokens
from ui.safe_css import SANITIZER, plain_style

__all__ = ["POLICY", "as_text", "blocked_images", "clean", "document"]

LONGEST_SOURCE = 2_000_000  # characters given to nh3
MOST_TAGS = 15_000  # in the source: a parser's work grows with their number times their depth
MOST_ENTITIES = 60_000  # ampersands: nh3 takes 12 s for a million of them
MOST_REOPENED = 300_000  # different formatting tags times tags: the parser opens unclosed ones again in every block
LONGEST_MARKUP = 300_000  # characters given to bleach, pictures not counted: about 1 s
DEEPEST = 250  # nesting given to bleach; a newsletter's tables reach 60
MOST_WALKED = 600_000  # tags times the deepest nesting: bleach's parser walks up for each tag

_CONTENT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
# Popups are the links that a person clicks; no script can open one.
POLICY = f"sandbox allow-popups allow-popups-to-escape-sandbox; {_CONTENT_POLICY}; frame-ancestors 'self'"

TAGS = frozenset(
    """a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del
    details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol
    p pre q s samp section small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var
    wbr""".split()  # noqa: SIM905  # words read better than a list
)
DROPPED_WHOLE = frozenset(
    """applet audio embed frameset head iframe math noembed noframes noscript object option script select style svg
    template textarea title video xml xmp""".split()  # noqa: SIM905  # words read better than a list
)
COMMON = frozenset({"align", "bgcolor", "dir", "height", "lang", "role", "style", "title", "valign", "width"})
ATTRIBUTES = {
    "a": {"href"},
    "font": {"color", "face", "size"},
    "hr": {"color", "noshade", "size"},
    "img": {"alt", "border", "hspace", "src", "vspace"},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"border", "bordercolor", "cellpadding", "cellspacing", "frame", "rules", "summary"},
    "td": {"abbr", "colspan", "nowrap", "rowspan"},
    "th": {"abbr", "colspan", "nowrap", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ul": {"type"},
}
SET_BY_US = {"a": {"rel", "target"}}

_LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x1f\x7f\\]+", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE)
_PICTURE_IN_MARKUP = re.compile(r'src="data:[^"]*"')
_PLAIN_VALUE = re.compile(r"""[\w#%.,\s'"+-]*""")
_FREE_TEXT = frozenset({"abbr", "alt", "summary", "title"})
_LIKE_A_SCRIPT = re.compile(r"\W*(?:java|vb|live)script\s*:|\W*data\s*:", re.IGNORECASE)
_BODY_TAG = re.compile(r"<(/?)body(?=[\s/>])", re.IGNORECASE)
_TAG_START = re.compile(r"<[a-zA-Z/]")
_FORMATTING = re.compile(r"<(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)(?=[\s/>])", re.IGNORECASE)
_WITHOUT_END = frozenset({"br", "col", "hr", "img", "wbr"})

_PAGE = """<!doctype html>
<html><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Message</title>
<style>
html {{ color-scheme: light; background: #fff; }}
body {{ margin: 12px; background: #fff; color: #1a1a1a; font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: break-word; }}
img {{ max-width: 100%; }}
img:not([src]) {{ display: inline-block; box-sizing: border-box; overflow: hidden; background: #f1f1f1;
  color: #666 !important; font: 11px/1.2 sans-serif !important; outline: 1px dashed #bbb; outline-offset: -1px; }}
img:not([src])[width="1"], img:not([src])[height="1"], img:not([src])[width="0"] {{ display: none; }}
pre {{ white-space: pre-wrap; font: inherit; }}
</style></head>
<body>{content}</body></html>
"""


def document(html: str) -> str:
    """The whole document that the sandboxed frame shows. The answer that carries it must have POLICY as its header."""
    # a browser ignores sandbox and frame-ancestors in a meta tag, and complains about them
    return _PAGE.format(policy=_CONTENT_POLICY, content=clean(html))


def clean(html: str) -> str:
    """The cleaned fragment: no script, no network, no form; layout, colours and fonts stay. Never raises on any text.

    What is too large or too tangled to be cleaned in about a second comes out as its text in a `<pre>`.
    """
    html = encodable(html)
    if _is_too_tangled(html):
        return _as_plain_text(html)
    structure = _STRUCTURE.clean(_BODY_TAG.sub(r"<\1div", html))
    if len(_PICTURE_IN_MARKUP.sub("", structure)) > LONGEST_MARKUP or _is_too_deep(structure):
        return _as_plain_text(html)
    # one cleaner for each call: it holds its parser's state, and pages run in many threads
    cleaner = Cleaner(
        tags=TAGS,
        attributes=_is_allowed,
        protocols={"http", "https", "mailto", "tel", "data"},
        strip=True,
        strip_comments=True,
        css_sanitizer=SANITIZER,
    )
    return str(cleaner.clean(structure))


def _is_too_tangled(html: str) -> bool:
    """Whether parsing could take more than linear time; a bound that no trick of quoting or comments gets under."""
    if len(html) > LONGEST_SOURCE or html.count("&") > MOST_ENTITIES:
        return True
    tags = len(_TAG_START.findall(html))
    if tags > MOST_TAGS:
        return True
    formatting = {tag_source(html, tag.start(), longest=600) or str(tag.start()) for tag in _FORMATTING.finditer(html)}
    return len(formatting) * tags > MOST_REOPENED


def _is_too_deep(structure: str) -> bool:
    depth = deepest = tags = 0
    for token in tokens(structure):
        if isinstance(token, Tag) and token.name not in _WITHOUT_END:
            depth += -1 if token.closes else 1
            deepest, tags = max(deepest, depth), tags + 1
    return deepest > DEEPEST or deepest * tags > MOST_WALKED


def _as_plain_text(html: str) -> str:
    return f"<p><i>This message is too large to be shown with its layout. This is its text.</i></p><pre>{escape(as_text(html))}</pre>"


def _kept_value(tag: str, name: str, value: str) -> str | None:
    """The value that an attribute keeps, or None where it is dropped."""
    if name == "style":
        return plain_style(value) or None
    if name == "href":
        return value.strip() if _LINK.fullmatch(value.strip()) else None
    if name == "src":
        return value if _PICTURE.fullmatch(value) else None
    if name in _FREE_TEXT:
        return None if _LIKE_A_SCRIPT.match(value) else value
    return value if (tag in SET_BY_US and name in SET_BY_US[tag]) or _PLAIN_VALUE.fullmatch(value) else None


def _is_allowed(tag: str, name: str, value: str) -> bool:
    named = name in COMMON or name in ATTRIBUTES.get(tag, ()) or name in SET_BY_US.get(tag, ())
    return named and _kept_value(tag, name, value) is not None


_STRUCTURE = nh3.Cleaner(
    tags=set(TAGS),
    clean_content_tags=set(DROPPED_WHOLE),
    attributes={tag: COMMON | ATTRIBUTES.get(tag, set()) for tag in TAGS},
    attribute_filter=_kept_value,
    strip_comments=True,
    link_rel="noopener noreferrer",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    url_schemes={"http", "https", "mailto", "tel", "data"},
    url_relative="deny",
)
