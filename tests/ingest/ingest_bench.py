"""The real ingest between a small store and a real warehouse, and questions to what it published."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from ingest.mapping import SOURCES, Mapping, load_mapping
from ingest.patience import Patience
from ingest.running import RunReport, run
from tests.ingest.small_store import NOON, SmallStore
from warehouse.reading import WarehouseDirectory

BOOKING = SOURCES / "booking.toml"
IMPATIENT = Patience(attempts=1)


@dataclass
class Bench:
    """`now` is what the ingest takes for now; a test moves it."""

    store: SmallStore
    directory: Path
    time_zone: str = "Europe/Bratislava"
    now: datetime = NOON + timedelta(minutes=1)
    mapping: Mapping = field(default_factory=lambda: load_mapping(BOOKING))

    def run(self) -> RunReport:
        """One run."""
        return run(
            self.store.url,
            self.mapping,
            self.directory,
            time_zone=self.time_zone,
            region="SK",
            clock=lambda: self.now,
            patience=IMPATIENT,
        )

    def mapped(self, *replacements: tuple[str, str]) -> None:
        """Changes the text of the booking mapping, and reads with what comes out."""
        text = BOOKING.read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        self.use(text)

    def use(self, mapping: str) -> None:
        """Reads with the mapping of this text."""
        path = self.directory.parent / "mapping.toml"
        path.write_text(mapping, encoding="utf-8")
        self.mapping = load_mapping(path)

    def read(self, sql: str, **parameters: Any) -> pl.DataFrame:
        """Asks the published generation."""
        return WarehouseDirectory(self.directory).current().read(sql, parameters)

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Asks the published generation."""
        return self.read(sql, **parameters).rows()

    def value(self, sql: str, **parameters: Any) -> Any:
        """The one cell that the published generation answers."""
        return self.read(sql, **parameters).item()
