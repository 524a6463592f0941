"""Which statements does a run ask the store, made from the SELECT of the mapping?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ingest.mapping import Entity, Mapping, TimeUnit

BEGINNING = {
    "postgresql": "-infinity",
    "mysql": "0000-00-00 00:00:00",  # a zero date must be read too, to be quarantined
    "sqlite": "-4713-11-25 00:00:00",  # sorts before whatever begins with a digit or a letter, and is a date to SQLite
}
ANY_BEGINNING = datetime(1000, 1, 1)  # noqa: DTZ001  # naive, as the source's times may be
FIRST_NUMBER = -(10**15)
DST_REACH = timedelta(hours=3)
PER_UNIT = {TimeUnit.SECONDS: 1, TimeUnit.MILLISECONDS: 1_000}

Watermark = datetime | int


@dataclass(frozen=True)
class Asking:
    """How one entity of a mapping is asked for in one dialect."""

    mapping: Mapping
    entity: Entity
    dialect: str

    @property
    def plain(self) -> str:
        return self.entity.sql(self.dialect)

    @property
    def in_order(self) -> str:
        """In the order of the cursor: so a batch's watermark promises that nothing below it is still to come."""
        cursor = self.entity.cursor
        return f"SELECT * FROM (\n{self.plain}\n) q ORDER BY q.{cursor}" if cursor else self.plain

    @property
    def by_ids(self) -> str:
        return f"SELECT * FROM (\n{self.plain}\n) q WHERE q.{self.entity.key} IN :ids"

    @property
    def without_id(self) -> str:
        return f"SELECT * FROM (\n{self.plain}\n) q WHERE q.{self.entity.key} IS NULL"

    def since(self, watermark: Watermark | None) -> Any:
        """The value of :since: the watermark less the overlap, as the source writes such values."""
        if watermark is None:
            return self._beginning()
        overlap = self.entity.overlap
        if isinstance(watermark, int):
            return watermark - (overlap if isinstance(overlap, int) else 0)
        behind = overlap if isinstance(overlap, timedelta) else timedelta()
        return self._bound(watermark - behind - self._repeated_hour(watermark))

    def now(self, now: datetime) -> Any:
        """The value of :now, as the source writes instants."""
        return self._bound(now)

    def ids(self, ids: Sequence[str]) -> list[Any]:
        """Ids as the source's driver wants them: SQLite alone tells 7 from '7'."""
        if self.dialect != "sqlite":
            return list(ids)
        return [int(text) if _is_integer(text) else text for text in ids]

    def _beginning(self) -> Any:
        if self.mapping.time_unit is not TimeUnit.DATETIME or not self.entity.by_time:
            return FIRST_NUMBER
        return BEGINNING.get(self.dialect, ANY_BEGINNING)

    def _bound(self, instant: datetime) -> Any:
        unit = self.mapping.time_unit
        if unit is not TimeUnit.DATETIME:
            return int(instant.timestamp()) * PER_UNIT[unit]
        wall = instant.astimezone(ZoneInfo(self.mapping.time_zone))
        if self.dialect == "postgresql":
            # the column decides: `timestamp` takes the wall clock and ignores the offset, `timestamptz` heeds both
            return wall.isoformat(sep=" ")
        if self.dialect == "mysql":
            # a TIMESTAMP column is compared in UTC, a DATETIME column as it stands: the earlier of both loses nothing
            return min(wall.replace(tzinfo=None), instant.astimezone(UTC).replace(tzinfo=None))
        if self.dialect == "sqlite":
            # text is compared as text: whole seconds and a blank sort before every way to write the same second
            return wall.strftime("%Y-%m-%d %H:%M:%S")
        return wall.replace(tzinfo=None)

    def _repeated_hour(self, watermark: datetime) -> timedelta:
        """How far clocks went back about then: a naive time written in the second pass lies behind the watermark."""
        zone = ZoneInfo(self.mapping.time_zone)
        before = (watermark - DST_REACH).astimezone(zone).utcoffset() or timedelta()
        after = (watermark + DST_REACH).astimezone(zone).utcoffset() or timedelta()
        return max(before - after, timedelta())


def _is_integer(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and str(int(text)) == text and len(digits) <= 18
