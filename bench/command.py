"""What can be measured from the command line?"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from rich.console import Console

from bench.figure import Figure
from bench.ingest_speed import ingest_speed
from bench.publish_speed import publish_speed
from bench.query_speed import query_speed
from bench.report import save, tell
from bench.server_memory import server_memory
from bench.servers import ServerHadTrouble
from bench.sessions import sessions
from bench.stock import NotMade, Stock, forget, stock
from bench.tab_click import tab_click
from bench.visitor import PageFailed
from settings import ROOT
from tests.chromium import NoChromium
from tests.serving import DidNotStart

SMALL_PART = 10  # what is long to load, or is compared with less, is measured with a tenth of the messages

WIDTH = 130
FAILURES = (NotMade, ServerHadTrouble, PageFailed, DidNotStart, NoChromium, BrowserError)


@dataclass(frozen=True)
class Ground:
    """What is measured on: all the messages, and a tenth of them (made when first needed)."""

    whole: Stock
    tenth: Callable[[], Stock]


@dataclass(frozen=True)
class Benchmark:
    """Something to measure; `about` is what the person who waits is told."""

    about: str
    measure: Callable[[Ground], Iterator[Figure]]


BENCHMARKS = {
    "queries": Benchmark("each question of the Messages page", lambda ground: query_speed(ground.whole)),
    "tabs": Benchmark("from the click on a tab to the painted table", lambda ground: tab_click(ground.whole)),
    "sessions": Benchmark("twenty people at once", lambda ground: sessions(ground.whole)),
    "memory": Benchmark("the server's memory", lambda ground: server_memory(ground.whole, ground.tenth())),
    "ingest": Benchmark("first load, nothing changed, some changed", lambda ground: ingest_speed(ground.tenth())),
    "publish": Benchmark("publishing a generation", lambda ground: publish_speed(ground.whole)),
}


def main(arguments: Sequence[str]) -> int:
    given, console = _parser().parse_args(arguments), _console()
    if given.fresh:
        for number in {given.messages, _tenth(given.messages)}:
            forget(given.data, number)
    try:
        figures, failures = _measured(given, console)
    except NotMade as error:
        print(error, file=sys.stderr)
        return 1
    tell(figures, console)
    save(figures, given.out)
    console.print(f"Written to {given.out}.")
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _measured(given: argparse.Namespace, console: Console) -> tuple[list[Figure], list[str]]:
    """All figures, and in words what could not be measured; one that fails does not cost the others."""
    whole = stock(given.data, given.messages, console)
    ground = Ground(whole, lambda: stock(given.data, _tenth(given.messages), console))
    figures: list[Figure] = []
    failures: list[str] = []
    for name in given.only or BENCHMARKS:
        console.print(f"[bold]{name}[/]: {BENCHMARKS[name].about} …")
        try:
            for figure in BENCHMARKS[name].measure(ground):
                figures.append(figure)
                console.print(f"  {figure.name}: {figure.value:,.1f} {figure.unit} beside {figure.peer_value:,.1f}")
        except FAILURES as error:
            failures.append(f"{name} could not be measured: {error}")
    return figures, failures


def _console() -> Console:
    """Wide enough for the table also where the output is a file."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)


def _tenth(messages: int) -> int:
    return max(messages // SMALL_PART, 1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measures Sentlog beside its peers.")
    parser.add_argument("--messages", type=_count, default=1_000_000, metavar="N", help="default 1000000")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--fresh", action="store_true", help="make the data anew instead of taking what is there")
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "bench", metavar="DIR", help="where the data lies")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "latest.json", metavar="FILE")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
