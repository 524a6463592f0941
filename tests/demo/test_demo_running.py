"""Does the whole demo start with one command, go on living, and end without a trace?"""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from demo.running import is_usable
from tests.serving import ROOT, free_port

PATIENCE = 60.0  # seconds


class Demo:
    """A running `python -m demo.running`, as `make run` starts it."""

    def __init__(self, directory: Path, port: int) -> None:
        self.output = directory.parent / f"output of {port}.txt"
        self.port = port
        command = [sys.executable, "-m", "demo.running", f"--port={port}", "--messages=2000", f"--data={directory}"]
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_for(self, happened: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not happened():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def wait_until_ready(self) -> None:
        self.wait_for(lambda: "Sentlog is ready" in self.said())

    def children(self) -> list[psutil.Process]:
        children: list[psutil.Process] = psutil.Process(self.process.pid).children(recursive=True)
        return children

    def child(self, word: str) -> psutil.Process:
        return next(child for child in self.children() if word in child.cmdline())


@contextmanager
def demo(directory: Path, port: int) -> Iterator[Demo]:
    running = Demo(directory, port)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
        running.process.wait(timeout=30)


def survivors(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


def status_of_page(port: int) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/manager/messages")
        return connection.getresponse().status


def messages_in(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM messages").fetchone()[0])


def test_the_demo_starts_lives_ends_and_starts_again(tmp_path: Path) -> None:
    directory, port = tmp_path / "demo", free_port()
    store = directory / "store" / "booking.db"

    # given a store that an earlier start did not finish
    (directory / "store.unfinished").mkdir(parents=True)
    (directory / "store.unfinished" / "booking.db").write_text("cut off")

    # when the demo is started, then one URL is printed and its page answers
    with demo(directory, port) as first:
        first.wait_until_ready()
        assert first.said().count("http://") == 1
        assert f"Sentlog is ready: http://localhost:{port}/manager/messages" in first.said()
        assert status_of_page(port) == 200
        assert messages_in(store) >= 2000

        # and life goes on, and ingest follows it
        generation = (directory / "warehouse" / "CURRENT").read_text()
        first.wait_for(lambda: messages_in(store) > 2000)
        first.wait_for(lambda: (directory / "warehouse" / "CURRENT").read_text() != generation)

        # when somebody presses Ctrl-C, then nothing is left, and nothing is said that reads like a failure
        started = first.children()
        assert len(started) >= 3
        first.process.send_signal(signal.SIGINT)
        assert first.process.wait(timeout=15) == 0
        assert survivors(started) == []
        assert "Traceback" not in first.said()

    # when it is started again, then the store is used again; and when a part dies, all of it ends, saying which and why
    made = store.stat().st_ino
    with demo(directory, port) as second:
        second.wait_until_ready()
        assert store.stat().st_ino == made
        started = second.children()
        second.child("simulate").kill()
        assert second.process.wait(timeout=15) == 1
        assert survivors(started) == []
        assert "simulate ended (exit code -9)" in second.said()
        assert "The last lines of" in second.said()


def test_a_port_in_use_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        with demo(tmp_path / "demo", port) as refused:
            assert refused.process.wait(timeout=30) == 1
    assert f"Port {port} cannot be used" in refused.said()
    assert f"make run PORT={port + 1}" in refused.said()
    assert not list((tmp_path / "demo").glob("store*"))


def test_a_second_demo_in_the_same_directory_is_refused(tmp_path: Path) -> None:
    directory = tmp_path / "demo"
    with demo(directory, free_port()) as first:
        first.wait_for(lambda: bool(first.children()))
        with demo(directory, free_port()) as second:
            assert second.process.wait(timeout=30) == 1
            assert "runs already" in second.said()
        assert first.process.poll() is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_can_be_stopped_while_it_still_seeds(tmp_path: Path, number: signal.Signals) -> None:
    with demo(tmp_path / "demo", free_port()) as early:
        early.wait_for(lambda: bool(early.children()))
        started = early.children()
        os.kill(early.process.pid, number)
        assert early.process.wait(timeout=15) == 0
    assert survivors(started) == []
    assert not (tmp_path / "demo" / "store").exists()


def test_a_store_that_is_no_store_is_made_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "booking.db"
    assert not is_usable(store)
    store.write_bytes(b"not a database at all, but long enough to be read as one" * 20)
    assert not is_usable(store)
    assert "cannot be used" in capsys.readouterr().out


def test_a_store_with_the_tables_of_yesterday_is_made_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "booking.db"
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("CREATE TABLE businesses (id)")
    assert not is_usable(store)
    assert "cannot be used" in capsys.readouterr().out


def test_a_store_is_made_anew_once_nothing_has_happened_for_a_week(store_url: str, tmp_path: Path) -> None:
    # given a whole store whose last message changed an hour ago
    store = tmp_path / "booking.db"
    with (
        closing(sqlite3.connect(store_url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(store)) as copy,
    ):
        source.backup(copy)
    change(store, "UPDATE messages SET updated_at = datetime('now', '-1 hour') || '.000000'")
    assert is_usable(store)

    # when eight days pass, then it is not good to go on with
    change(store, "UPDATE messages SET updated_at = datetime('now', '-8 days') || '.000000'")
    assert not is_usable(store)


def change(store: Path, statement: str) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(statement)
        connection.commit()
