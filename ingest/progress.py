"""How far is the run, for a person who watches and for a log?"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

LINE_EVERY = 5.0  # seconds between two lines of a log


class Watcher(Protocol):
    """Who is told how a run goes."""

    wants_total: bool

    def begin(self, what: str, total: int | None) -> None: ...
    def advance(self, rows: int) -> None: ...
    def say(self, sentence: str) -> None: ...


class Nobody:
    """Nobody watches."""

    wants_total = False

    def begin(self, what: str, total: int | None) -> None: ...
    def advance(self, rows: int) -> None: ...
    def say(self, sentence: str) -> None: ...


class Lines:
    """Plain lines, for a log: one when something is slow, none while all is quick."""

    wants_total = False

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._what = ""
        self._rows = 0
        self._started = self._spoken = time.monotonic()

    def begin(self, what: str, total: int | None) -> None:  # a log needs no total
        self._what, self._rows = what, 0
        self._started = self._spoken = time.monotonic()

    def advance(self, rows: int) -> None:
        self._rows += rows
        now = time.monotonic()
        if now - self._spoken >= LINE_EVERY:
            self._spoken = now
            rate = self._rows / max(now - self._started, 0.001)
            self.say(f"{self._what}: {self._rows:,} rows read, {rate:,.0f} a second")

    def say(self, sentence: str) -> None:
        print(sentence, file=self._out, flush=True)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.0f}/s")


class Bar:
    """A bar with rows, rate and time left."""

    wants_total = True

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None

    def begin(self, what: str, total: int | None) -> None:
        same = [task.id for task in self._progress.tasks if task.description == what]
        if same:
            self._task = same[0]
            self._progress.reset(self._task, total=total)
        else:
            self._task = self._progress.add_task(what, total=total)

    def advance(self, rows: int) -> None:
        if self._task is not None:
            self._progress.advance(self._task, rows)

    def say(self, sentence: str) -> None:
        self._progress.console.print(sentence, markup=False, highlight=False)


@contextmanager
def watcher(out: TextIO = sys.stderr) -> Iterator[Watcher]:
    """A bar where a person watches, lines otherwise."""
    if not out.isatty():
        yield Lines(out)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=out)) as progress:
        yield Bar(progress)
