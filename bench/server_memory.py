"""Does the server's memory grow with the number of messages?"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.figure import Figure, Unit
from bench.samples import samples
from bench.servers import sentlog_server
from bench.stock import Stock
from bench.visitor import visitor
from queries.filters import Tab
from queries.message_log import Sort, SortBy
from ui.view import Period, View, query_of

LOADS = 30


def server_memory(many: Stock, few: Stock) -> Iterator[Figure]:
    """Resident memory after 30 page loads: other periods, tabs, sort orders and searches each time."""
    ours, theirs = _megabytes(many), _megabytes(few)
    name = f"server's memory after {LOADS} page loads"
    yield Figure(name, ours, Unit.MEGABYTES, f"the same over {few.messages:,} messages", theirs, many.messages)


def _megabytes(stock: Stock) -> float:
    with TemporaryDirectory() as logs, sentlog_server(stock, Path(logs)) as server:
        asyncio.run(_look_around(server.port, _views(stock)))
        running = psutil.Process(server.process.pid)
        return float(sum(each.memory_info().rss for each in (running, *running.children(recursive=True)))) / 2**20


async def _look_around(port: int, views: Iterable[View]) -> None:
    for view in views:
        async with visitor(port, "messages") as session:
            await session.see(query_of(view))


def _views(stock: Stock) -> Iterator[View]:
    """What people look at: every other over all time, one in five with a search, one in four sorted by something else."""
    chosen = samples(stock.warehouse())
    periods = cycle(period for pair in zip(chosen.months(), chosen.all_time(), strict=True) for period in pair)
    tabs, names, sorts = cycle(Tab), cycle(chosen.names), cycle((SortBy.RECIPIENT, SortBy.STATUS, SortBy.SUBJECT))
    for number, filters in enumerate(islice(periods, LOADS)):
        search = next(names) if number % 5 == 4 else ""
        sort = Sort(next(sorts)) if number % 4 == 3 else Sort()
        yield View(Period.CUSTOM, replace(filters, tab=next(tabs), search=search), sort)
