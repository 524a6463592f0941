"""How a page is looked at in the browser tests: which window, light or dark."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Look:
    """A browser window; width and height in CSS pixels."""

    name: str
    color_scheme: Literal["light", "dark"] = "light"
    width: int = 1440
    height: int = 900
    phone: bool = False

    def __str__(self) -> str:
        return self.name


LIGHT = Look("light")
DARK = Look("dark", color_scheme="dark")
PHONE = Look("phone", width=390, height=844, phone=True)
PHONE_DARK = Look("phone, dark", color_scheme="dark", width=390, height=844, phone=True)
EVERY_LOOK = (LIGHT, DARK, PHONE, PHONE_DARK)
