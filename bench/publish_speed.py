"""How long does it take until readers see what ingest wrote, beside a plain copy of the file?"""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.figure import Figure, Unit
from bench.stock import Stock
from bench.timing import seconds
from warehouse.publishing import WORK, publish

TIMES = 5


def publish_speed(stock: Stock) -> Iterator[Figure]:
    """The median of 5, by turns with the peer, because a disk has moods."""
    with TemporaryDirectory(dir=stock.folder) as folder:
        directory = Path(folder)
        _copy(stock.directory / WORK, directory / WORK)
        ours, theirs = [], []
        for _ in range(TIMES):
            ours.append(seconds(partial(publish, directory)))
            theirs.append(seconds(partial(_copy, directory / WORK, directory / "plain")))
    yield Figure(
        "publish a generation", median(ours), Unit.SECONDS, "copyfile and fsync", median(theirs), stock.messages
    )


def _copy(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    handle = os.open(target, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
