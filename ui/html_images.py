"""How many remote pictures would a message fetch, if it were allowed to?"""

import re

from ui.html_tokens import Tag, tokens

_REMOTE = re.compile(r"[\x00-\x20]*(?:https?:|[/\\]{2})", re.IGNORECASE)
_REMOTE_IN_CSS = re.compile(r"""(?:url\(|image-set\()[\s'"]{0,9}(?:https?:|//)""", re.IGNORECASE)
_PICTURES = {
    "img": ("src", "srcset"),
    "image": ("src", "href", "xlink:href"),
    "input": ("src",),
    "source": ("srcset", "src"),
    "video": ("poster",),
}


def blocked_images(html: str) -> int:
    """Remote pictures in tags, `background` attributes and CSS. Tracking pixels count; embedded pictures (data:, cid:) do not."""
    return sum(_remote_pictures(token) for token in tokens(html) if isinstance(token, Tag) and not token.closes)


def _remote_pictures(tag: Tag) -> int:
    if tag.name == "style":
        return len(_REMOTE_IN_CSS.findall(tag.content))
    if not tag.source:
        return 0
    attributes = tag.attributes()
    named = any(_REMOTE.match(attributes.get(name, "")) for name in _PICTURES.get(tag.name, ()))
    background = bool(_REMOTE.match(attributes.get("background", "")))
    return named + background + len(_REMOTE_IN_CSS.findall(attributes.get("style", "")))
