"""What can be asked of the demo on the command line?"""

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from sqlalchemy import Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from demo import seeding
from demo.simulation import Simulation
from settings import WrongSetting, settings

SECONDS_BETWEEN_LINES = 5


class StoreNotUsable(Exception):
    """The URL names no store that can be written to; the text says why and what to do, without the password."""


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    try:
        with _engine(asked.url) as engine:
            asked.command(engine, asked)
    except (StoreNotUsable, WrongSetting) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m demo", description="A make-believe booking business.")
    commands = parser.add_subparsers(required=True, metavar="seed | simulate")
    seed = commands.add_parser("seed", help="make the store anew: its tables are dropped and filled with two years")
    seed.add_argument("--messages", type=_count, default=100_000, help="how many messages (default 100000)")
    seed.set_defaults(command=_seed)
    simulate = commands.add_parser("simulate", help="let the store live on until Ctrl-C")
    simulate.add_argument("--steps", type=_count, help="stop after this many steps, and do not wait between them")
    simulate.add_argument("--interval", type=_seconds, default=2.0, help="seconds between two steps (default 2)")
    simulate.set_defaults(command=_simulate)
    for command in (seed, simulate):
        command.add_argument("--url", help="SQLAlchemy URL of the store; default: SENTLOG_SOURCE")
        command.add_argument("--seed", type=int, default=1, help="another number, another store (default 1)")
        command.add_argument("--now", type=_instant, help="ISO 8601 instant with its offset that stands for now")
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not seconds > 0:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return seconds


def _instant(text: str) -> datetime:
    """Without an offset it is UTC."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is not an ISO 8601 instant such as 2026-03-01T09:00:00+01:00") from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


@contextmanager
def _engine(url: str | None) -> Iterator[Engine]:
    source = settings().source if url is None else None
    text = url or (source.get_secret_value() if source else "")
    if not text:
        raise StoreNotUsable(
            "No store named. Give --url, such as --url sqlite:///data/booking.db, or set SENTLOG_SOURCE."
        )
    try:
        engine = create_engine(text)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise StoreNotUsable(f"{_masked(text)} is not a usable SQLAlchemy URL. {_EXAMPLES}") from error
    try:
        yield engine
    except SQLAlchemyError as error:
        raise StoreNotUsable(_in_words(engine, error)) from error
    finally:
        engine.dispose()


_EXAMPLES = "Write it like sqlite:///data/booking.db or postgresql+psycopg://user@host/database."


def _masked(text: str) -> str:
    try:
        return make_url(text).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):
        return "The URL"  # unreadable, so nobody knows where its password stands


def _in_words(engine: Engine, error: SQLAlchemyError) -> str:
    url = engine.url.render_as_string(hide_password=True)
    reason = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    if engine.url.password:
        reason = reason.replace(str(engine.url.password), "***")
    return f"{url} does not answer as it should: {reason}. Is the server up, does the database exist, may the user create tables?"


def _seed(engine: Engine, asked: Namespace) -> None:
    begun = monotonic()
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    with _progress(asked.messages) as progress:
        now = asked.now or datetime.now(UTC)
        seeding.seed(engine, messages=asked.messages, seed=asked.seed, now=now, progress=progress)
    url = engine.url.render_as_string(hide_password=True)
    print(f"Seeded {asked.messages:,} messages into {url} in {monotonic() - begun:.1f} s.")


def _simulate(engine: Engine, asked: Namespace) -> None:
    """With --now the clock is the simulation's own; otherwise each step bears the time of day."""
    living = Simulation(engine, asked.seed, asked.now or datetime.now(UTC))
    steps, rows = 0, 0
    with _held_back(signal.SIGINT, signal.SIGTERM) as asked_to_end:
        while asked.steps is None or steps < asked.steps:
            rows += living.step(None if asked.now else datetime.now(UTC))
            steps += 1
            if asked_to_end(asked.interval if asked.steps is None else 0):
                break
    print(f"{steps:,} steps, {rows:,} rows written.")


@contextmanager
def _held_back(*signals: signal.Signals) -> Iterator[Callable[[float], bool]]:
    """Gives a function that waits so many seconds for one of `signals`, which come at no other time.

    A handler that set a threading.Event would now and then wait for ever on the lock that its own thread holds.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield lambda seconds: signal.sigtimedwait(signals, seconds) is not None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _progress(total: int) -> Iterator[seeding.Progress]:
    if not Console(stderr=True).is_terminal:
        yield _Lines(total)
        return
    columns = (TextColumn("Seeding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("Seeding", total=total)
        yield lambda written: bar.update(task, completed=written)


class _Lines:
    """A line every few seconds, for a log."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._last = monotonic()

    def __call__(self, written: int) -> None:
        if monotonic() - self._last >= SECONDS_BETWEEN_LINES:
            self._last = monotonic()
            print(f"{written:,} of {self._total:,} messages", file=sys.stderr)
