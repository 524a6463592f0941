"""Which servers are measured? Sentlog as a person starts it, and a plain page served likewise."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.stock import SERVER, Stock
from tests.serving import Server, serving

PLAIN_PAGE = "bench/plain_page.py"


class ServerHadTrouble(Exception):
    """Something failed while it was measured, so the figures would mean nothing; the text is what the log says."""


@contextmanager
def sentlog_server(stock: Stock, logs: Path) -> Iterator[Server]:
    """Raises ServerHadTrouble at the end if its log tells of an error."""
    with serving(stock.directory, logs / "sentlog.log", SERVER) as server:
        yield server
        _refuse_trouble(server)


@contextmanager
def plain_server(stock: Stock, logs: Path) -> Iterator[Server]:
    """As above, of `bench/plain_page.py`."""
    with serving(stock.directory, logs / "plain.log", SERVER | {"PYTHONPATH": "."}, script=PLAIN_PAGE) as server:
        yield server
        _refuse_trouble(server)


def _refuse_trouble(server: Server) -> None:
    if trouble := server.trouble():
        raise ServerHadTrouble("\n".join(trouble))
