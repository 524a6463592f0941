"""A warehouse to ask."""

from pathlib import Path

import pytest

from warehouse.reading import Warehouse, WarehouseDirectory


@pytest.fixture(scope="session")
def warehouse(warehouse_dir: Path) -> Warehouse:
    """What the real ingest published of the demo store."""
    return WarehouseDirectory(warehouse_dir).current()
