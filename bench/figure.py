"""What is one measured figure, and the figure beside it?"""

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure is counted in; of all but `RATE` less is better."""

    MILLISECONDS = "ms"
    SECONDS = "s"
    MEGABYTES = "MB"
    RATE = "rows/s"


@dataclass(frozen=True)
class Figure:
    """One measurement and its peer's, both in `unit`, taken in the same run over `rows` messages.

    `target` is what Sentlog promises at 1,000,000 messages; None where it promises nothing.
    """

    name: str
    value: float
    unit: Unit
    peer: str
    peer_value: float
    rows: int
    target: float | None = None

    @property
    def ratio(self) -> float:
        """Ours divided by the peer's; below 1 we need less (of `rows/s`: manage less)."""
        return self.value / self.peer_value

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        return None if self.target is None else self.value <= self.target

    def record(self) -> dict[str, str | float | int]:
        """The object that stands for it in latest.json."""
        return {
            "name": self.name,
            "value": _six_digits(self.value),
            "unit": str(self.unit),
            "peer": self.peer,
            "peer_value": _six_digits(self.peer_value),
            "ratio": _six_digits(self.ratio),
            "rows": self.rows,
        }


def _six_digits(value: float) -> float:
    return float(f"{value:.6g}")
