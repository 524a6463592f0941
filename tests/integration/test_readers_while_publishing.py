"""Does every reader see one consistent picture while ingest publishes again and again?"""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from sqlalchemy import create_engine

from demo.simulation import Simulation
from ingest.running import run
from tests.conftest import NOW
from tests.demo_store import TIME_ZONE, seeded
from tests.integration.page_reader import PageReader, Picture, reading
from tests.serving import Server, serving
from tests.store_counts import Store

LOADS = 200
PUBLICATIONS = 20
AT_ONCE = 4
STEPS = 8  # of the simulation between two ingests: the store stays within the day
TODAY = NOW.date()
FIRST_DAY = TODAY - timedelta(days=29)
LABELS = {
    "queued": "Pending",
    "sending": "Sending",
    "sent": "Sent",
    "delivered": "Delivered",
    "opened": "Opened",
    "clicked": "Clicked",
    "failed": "Failed",
    "bounced": "Bounced",
    "unsubscribed": "Unsubscribed",
}


@dataclass
class Publisher:
    """A store that lives on and is ingested; `truth` is what the page must show, by generation, counted in the store."""

    path: str
    directory: Path
    simulation: Simulation
    now: datetime = NOW
    truth: dict[str, dict[str, Any]] = field(default_factory=dict)

    def publish(self) -> None:
        for _ in range(STEPS if self.truth else 0):
            self.now += timedelta(seconds=20)
            self.simulation.step(self.now)
        shown = self._counted()
        report = run(
            f"sqlite:///{self.path}", Path("booking"), self.directory, time_zone=TIME_ZONE, clock=lambda: self.now
        )
        assert report.published
        self.truth[report.generation.removesuffix(".duckdb")] = shown

    def _counted(self) -> dict[str, Any]:
        store = Store(self.path)
        figures = store.figures(FIRST_DAY, TODAY, TODAY)
        return figures | {"rows": self._with_status(store.ids(FIRST_DAY, TODAY)[:50])}

    def _with_status(self, ids: list[str]) -> list[tuple[str, str]]:
        with closing(connect(self.path)) as connection:
            words = dict(connection.execute("SELECT CAST(id AS TEXT), status FROM messages"))
        return [(number, LABELS[words[number]]) for number in ids]


@pytest.fixture
def publisher(tmp_path: Path) -> Iterator[Publisher]:
    """One generation is published already."""
    url = seeded(tmp_path, messages=3_000, seed=9, now=NOW)
    engine = create_engine(url)
    published = Publisher(url.removeprefix("sqlite:///"), tmp_path / "warehouse", Simulation(engine, 9, NOW))
    published.publish()
    yield published
    engine.dispose()


@pytest.fixture
def server(publisher: Publisher, tmp_path: Path) -> Iterator[Server]:
    settings = {"SENTLOG_DEMO": "true", "SENTLOG_NOW": NOW.isoformat(), "SENTLOG_TIME_ZONE": TIME_ZONE}
    with serving(publisher.directory, tmp_path / "server.log", settings) as running:
        yield running


def test_no_load_fails_or_mixes_two_generations(publisher: Publisher, server: Server) -> None:
    loads, news = asyncio.run(_read_while_publishing(publisher, server.port))

    assert len(publisher.truth) == PUBLICATIONS + 1
    assert len({truth["total"] for truth in publisher.truth.values()}) > PUBLICATIONS / 2, "generations hardly differ"
    assert len(loads) == LOADS
    for picture in [*loads, *news]:
        assert_of_one_generation(picture, publisher.truth)
    assert len({picture.generation for picture in loads}) > PUBLICATIONS / 2, "the loads saw hardly any publication"
    assert news, "no open page ever showed newer data by itself"
    assert not server.trouble(), server.log_text()


async def _read_while_publishing(publisher: Publisher, port: int) -> tuple[list[Picture], list[Picture]]:
    """The pictures of all loads, and those that open pages drew by themselves when something newer had come."""
    crowd = _Crowd(port)
    people = [asyncio.create_task(crowd.keep_loading()) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(1) as pool:
        for number in range(PUBLICATIONS):
            await crowd.reaches(number * LOADS // (PUBLICATIONS + 1))
            await asyncio.get_running_loop().run_in_executor(pool, publisher.publish)
    await asyncio.gather(*people)
    return crowd.loads, crowd.news


class _Crowd:
    """Some people at once, each coming anew again and again, until there were LOADS visits."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._begun = 0
        self._came = asyncio.Event()
        self.loads: list[Picture] = []
        self.news: list[Picture] = []

    async def reaches(self, visits: int) -> None:
        while self._begun < visits:
            self._came.clear()
            await self._came.wait()

    async def keep_loading(self) -> None:
        while self._begun < LOADS:
            self._begun += 1
            self._came.set()
            async with reading(self._port) as reader:
                await self._visit(reader)

    async def _visit(self, reader: PageReader) -> None:
        self.loads.append(await reader.load())
        newer = await reader.wait_for_news()
        if newer is not None:
            self.news.append(newer)


def assert_of_one_generation(picture: Picture, truth: dict[str, dict[str, Any]]) -> None:
    """Every figure and every row is that of the generation which the table names."""
    assert picture.errors == []
    assert picture.generation in truth, "never published"
    expected = truth[picture.generation]
    shown = picture.tabs | {
        "total": _number(picture.cards["Total messages"]),
        "sent_today": _number(picture.cards["Sent today"]),
        "failed_today": _number(picture.cards["Failed today"]),
        "rows": picture.rows,
    }
    assert shown == {name: expected[name] for name in shown}, picture.generation
    assert picture.total == shown["total"] == shown["all"]
    assert picture.cards["Delivery rate"] == f"{expected['rate'] * 100:.1f} %"


def _number(written: str) -> int:
    return int(written.replace(",", ""))
