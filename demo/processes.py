"""The processes that the demo consists of: started together, looked after, ended together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import BinaryIO, Self

ROOT = Path(__file__).resolve().parents[1]
GRACE = 5.0  # seconds in which everything may end by itself
LAST_LINES = 15


class CannotRun(Exception):
    """The demo cannot start or go on; the text names what, why and what to do next."""


class AskedToStop(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or ended the process."""


class Processes:
    """The processes of the demo. Leaving the `with` ends them, and whatever they have started themselves."""

    def __init__(self, environment: Mapping[str, str], logs: Path, grace: float = GRACE) -> None:
        self._environment = environment
        self._logs = logs
        self._grace = grace
        self._running: list[subprocess.Popen[bytes]] = []
        self._staying: dict[str, subprocess.Popen[bytes]] = {}
        self._asked_to_stop = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._running:
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + self._grace
        for process in self._running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            _signal_group(process, signal.SIGKILL)  # also what it leaves behind
            process.wait()

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        """A signal handler. It raises nothing: a process just being started would be lost."""
        self._asked_to_stop = True

    def complete(self, name: str, *arguments: str, fine: Collection[int] = (0,)) -> None:
        """Runs `python -m …` to its end; what it says is seen here. `fine` are its exit codes that do not fail it.

        Raises as `look_around` does, and CannotRun when the command fails.
        """
        step = self._start(arguments, output=None)
        while step.poll() is None:
            self.look_around()
        self._running.remove(step)
        if step.returncode not in fine:
            raise CannotRun(
                f"{name} failed (exit code {step.returncode}); it says why above. Mend that, then run again."
            )

    def join(self, name: str, *arguments: str) -> None:
        """Starts `python -m …`, which is to go on; what it says goes to its log."""
        with self._log(name).open("wb") as log:
            self._staying[name] = self._start(arguments, output=log)

    def look_around(self) -> None:
        """Waits a moment. Raises AskedToStop, or CannotRun when a process that was to go on has ended."""
        time.sleep(0.05)
        if self._asked_to_stop:
            raise AskedToStop
        for name, process in self._staying.items():
            if process.poll() is not None:
                raise CannotRun(f"{name} ended (exit code {process.returncode}).\n{self.last_lines(name)}")

    def last_lines(self, name: str) -> str:
        """What a process said last, and where the rest is."""
        log = self._log(name)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
        return "\n".join([f"The last lines of {log}:", *(f"  {line}" for line in lines)])

    def _start(self, arguments: tuple[str, ...], output: BinaryIO | None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own modules
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=None if output is None else subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone, and we end the others, in order and without tracebacks
        )
        self._running.append(process)
        return process

    def _log(self, name: str) -> Path:
        return self._logs / f"{name}.log"


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
