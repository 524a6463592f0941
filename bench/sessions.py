"""What do twenty people at once feel, beside twenty on the least that Streamlit can do?"""

import asyncio
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from bench.figure import Figure, Unit
from bench.samples import samples
from bench.servers import plain_server, sentlog_server
from bench.stock import Stock
from bench.timing import p95
from bench.visitor import visitor
from queries.filters import Filters, Tab
from ui.view import Period, View, query_of

PEER = "the same on a plain Streamlit page"
PEOPLE = 20
CLICKS = 8
THINKING = 3.0  # seconds between two clicks, on average


def sessions(stock: Stock) -> Iterator[Figure]:
    """Milliseconds from a click to the whole answer: median and 95th percentile. Each click asks what nobody asked before."""
    chosen = samples(stock.warehouse())
    periods = [*chosen.months(), *chosen.all_time()]
    with TemporaryDirectory() as logs:
        with sentlog_server(stock, Path(logs)) as server:
            ours = asyncio.run(_crowd(server.port, "messages", periods))
        with plain_server(stock, Path(logs)) as server:
            theirs = asyncio.run(_crowd(server.port, "", periods))
    for measure, of in (("median", median), ("95th percentile", p95)):
        name = f"a click among {PEOPLE} people, {measure}"
        yield Figure(name, of(ours), Unit.MILLISECONDS, PEER, of(theirs), stock.messages)


async def _crowd(port: int, page: str, periods: list[Filters]) -> list[float]:
    wishes = iter(product(periods, Tab))
    plans = [
        [query_of(View(Period.CUSTOM, filters.on_tab(tab))) for filters, tab in islice(wishes, CLICKS + 1)]
        for _ in range(PEOPLE)
    ]
    times = await asyncio.gather(*(_person(port, page, plan, Random(n)) for n, plan in enumerate(plans)))
    return [time for person in times for time in person]


async def _person(port: int, page: str, plan: list[dict[str, str]], chance: Random) -> list[float]:
    """Reads, clicks, reads …; the first look, which also loads the page, is not counted."""
    await asyncio.sleep(chance.uniform(0, THINKING))
    async with visitor(port, page) as session:
        await session.see(plan[0])
        times = []
        for query in plan[1:]:
            await asyncio.sleep(chance.uniform(0, 2 * THINKING))
            times.append(await session.see(query))
        return times
