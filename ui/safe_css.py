"""Which inline styles of a message may be kept?"""

import re

from bleach.css_sanitizer import CSSSanitizer

MOST_BRACKETS = 12  # in one value: a gradient of a few colours
LONGEST_STYLE = 5_000  # characters; real mails stay far below

# no position, z-index, transform, content, cursor, filter, animation, transition or custom property
PROPERTIES = frozenset(
    """background background-color border border-bottom border-bottom-color border-bottom-left-radius
    border-bottom-right-radius border-bottom-style border-bottom-width border-collapse border-color border-left
    border-left-color border-left-style border-left-width border-radius border-right border-right-color
    border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-left-radius
    border-top-right-radius border-top-style border-top-width border-width box-sizing caption-side clear color direction
    display empty-cells float font font-family font-size font-style font-variant font-weight height letter-spacing
    line-height list-style list-style-position list-style-type margin margin-bottom margin-left margin-right margin-top
    max-height max-width min-height min-width opacity overflow padding padding-bottom padding-left padding-right
    padding-top table-layout text-align text-decoration text-decoration-color text-decoration-line
    text-decoration-style text-indent text-transform unicode-bidi vertical-align visibility white-space width
    word-break word-spacing word-wrap overflow-wrap""".split()  # noqa: SIM905  # words read better than a list
)
FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla", "linear-gradient", "radial-gradient"})

SANITIZER = CSSSanitizer(allowed_css_properties=PROPERTIES, allowed_svg_properties=frozenset())

_DECLARATION = re.compile(r"\s*([a-zA-Z-]+)\s*:([^\\:;{}\[\]<>@&]*)")
_FUNCTION = re.compile(r"([\w-]*)\s*\(")
_PICTURE = re.compile(r"url\([^()]*\)", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?<![\w.#])-\s*[\d.]")


def plain_style(style: str) -> str:
    """The declarations that are made of plain words, numbers and colours alone; '' where none is. Linear in its length.

    It stands before the CSS parser, which nests as deep as its input does.
    """
    if len(style) > LONGEST_STYLE or "/*" in style:
        return ""
    without_pictures = _PICTURE.sub("", style)
    return ";".join(kept for part in without_pictures.split(";") if (kept := _plain_declaration(part)))


def _plain_declaration(part: str) -> str:
    declaration = _DECLARATION.fullmatch(part)
    if declaration is None:
        return ""
    name, value = declaration[1].lower(), declaration[2].strip()
    return f"{name}:{value}" if name in PROPERTIES and _is_plain(name, value) else ""


def _is_plain(name: str, value: str) -> bool:
    if not value or not value.isprintable():
        return False
    if name.startswith("margin") and _NEGATIVE.search(value):
        return False  # it could be laid over other parts of the message
    balanced = (
        value.count("(") == value.count(")") <= MOST_BRACKETS and value.count('"') % 2 == value.count("'") % 2 == 0
    )
    return balanced and all(function.lower() in FUNCTIONS for function in _FUNCTION.findall(value))
