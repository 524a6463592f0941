"""What is particular to a language: its words for messages, its people's names, its mail providers?"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

WORDING = Path(__file__).parent / "wording"


@cache
def language(code: str) -> Mapping[str, Any]:
    """The whole file of a language. Raises FileNotFoundError for one in which no business writes."""
    return tomllib.loads((WORDING / f"{code}.toml").read_text(encoding="utf-8"))


@cache
def names(code: str) -> Mapping[str, tuple[str, ...]]:
    """`first_names`, `last_names` and `mailboxes`; the mailboxes are reserved names: no mail to them can reach a person."""
    return {key: tuple(value.split()) for key, value in language(code)["people"].items()}
