"""A real Sentlog server, started as a person starts it, for the tests that look at it from outside."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0  # seconds, with both cores busy
TROUBLE = re.compile(r"Traceback|\w+(?:Error|Exception)\b|\b(?:ERROR|CRITICAL)\b")


class DidNotStart(Exception):
    """The server ended, or did not answer in time; the text is its log."""


@dataclass(frozen=True)
class Server:
    """A running server; its pages begin at `url`."""

    url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def page(self, name: str = "messages") -> str:
        """The URL of a page."""
        return f"{self.url}/{name}"

    def log_text(self) -> str:
        """All that the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def trouble(self) -> list[str]:
        """The lines of the log that tell of an exception or an error."""
        return [line for line in self.log_text().splitlines() if TROUBLE.search(line)]


@contextmanager
def serving(
    warehouse: Path, log: Path, settings: Mapping[str, str], *, script: str = "app.py", options: Sequence[str] = ()
) -> Iterator[Server]:
    """A server over `warehouse` on a free port of 127.0.0.1, up and answering; ended afterwards. Raises DidNotStart."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        script,
        "--server.address=127.0.0.1",
        f"--server.port={port}",
    ]
    environment = {**os.environ, "SENTLOG_WAREHOUSE": str(warehouse), "PYTHONUNBUFFERED": "1", **settings}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--server.headless=true", "--browser.gatherUsageStats=false", *options],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}/manager", port, log, process)
    try:
        _wait_until_up(server)
        yield server
    finally:
        _end(process)


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listened a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(server: Server) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(server.port):
        if server.process.poll() is not None:
            raise DidNotStart(f"The server ended with {server.process.returncode}:\n{server.log_text()}")
        if time.monotonic() > deadline:
            raise DidNotStart(f"The server did not answer within {PATIENCE:.0f} s:\n{server.log_text()}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/manager/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
