"""How long does each question take, beside plain SQL on the store itself?"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

from bench.figure import Figure, Unit
from bench.questions import Question, questions
from bench.samples import samples
from bench.stock import Stock
from bench.timing import patient_median, warm_median
from warehouse.reading import Warehouse

PEER = "plain SQL in the SQLite store"
PEER_RUNS = 3  # at least: over a million messages each takes seconds
PEER_SECONDS = 2.0


def query_speed(stock: Stock) -> Iterator[Figure]:
    """The median of 15 warm runs each, each with other days, words or messages."""
    warehouse = stock.warehouse()
    with closing(stock.plain()) as store:
        for question in questions(samples(warehouse), stock.messages):
            yield _figure(question, warehouse, store, stock.messages)


def _figure(question: Question, warehouse: Warehouse, store: sqlite3.Connection, messages: int) -> Figure:
    ours = [partial(asking.ours, warehouse) for asking in question.askings]
    theirs = [partial(_ask_store, store, question.sql, asking.values) for asking in question.askings]
    return Figure(
        name=question.name,
        value=warm_median(ours),
        unit=Unit.MILLISECONDS,
        peer=PEER,
        peer_value=patient_median(theirs, at_least=PEER_RUNS, patience=PEER_SECONDS),
        rows=messages,
        target=question.target,
    )


def _ask_store(store: sqlite3.Connection, sql: str, values: dict[str, object]) -> list[tuple[object, ...]]:
    return store.execute(sql, values).fetchall()
