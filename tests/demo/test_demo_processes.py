"""Does the demo notice when one of its processes ends, and leave nothing behind?"""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from demo.processes import AskedToStop, CannotRun, Processes

MODULES = {
    "steady": "import time\nprint('here', flush=True)\ntime.sleep(600)",
    "short": "print('all I wanted to say')",
    "broken": "raise SystemExit('the cellar is flooded')",
    "stubborn": """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-m", "steady"])
time.sleep(600)
""",
}


@pytest.fixture
def processes(tmp_path: Path) -> Processes:
    for name, source in MODULES.items():
        (tmp_path / f"{name}.py").write_text(source)
    return Processes({**os.environ, "PYTHONPATH": str(tmp_path)}, logs=tmp_path, grace=0.5)


def offspring() -> list[psutil.Process]:
    children: list[psutil.Process] = psutil.Process().children(recursive=True)
    return children


def look_around_for_a_while(processes: Processes) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        processes.look_around()


def test_a_member_that_fails_is_reported_with_its_last_words(processes: Processes) -> None:
    with processes:
        processes.join("page", "broken")
        with pytest.raises(CannotRun, match=r"page ended \(exit code 1\)[\s\S]*the cellar is flooded"):
            look_around_for_a_while(processes)


def test_a_member_that_ends_without_an_error_is_reported_too(processes: Processes) -> None:
    with processes:
        processes.join("simulate", "short")
        with pytest.raises(CannotRun, match=r"simulate ended \(exit code 0\)[\s\S]*all I wanted to say"):
            look_around_for_a_while(processes)


def test_a_step_may_end_and_must_not_fail(processes: Processes) -> None:
    with processes:
        processes.complete("Seeding", "short")
        with pytest.raises(CannotRun, match="Seeding failed"):
            processes.complete("Seeding", "broken")


def test_a_step_is_given_up_when_a_member_fails_meanwhile(processes: Processes) -> None:
    with processes:
        processes.join("page", "broken")
        with pytest.raises(CannotRun, match="page ended"):
            processes.complete("The first ingest", "steady")


def test_a_wish_to_stop_is_heard_during_a_step(processes: Processes) -> None:
    with processes:
        processes.ask_to_stop(signal.SIGINT, None)
        with pytest.raises(AskedToStop):
            processes.complete("Seeding", "steady")


def test_nothing_is_left_of_a_member_that_will_not_stop_nor_of_what_it_started(processes: Processes) -> None:
    before = set(offspring())
    with processes:
        processes.join("stubborn", "stubborn")
        started = set[psutil.Process]()
        while len(started) < 2:
            processes.look_around()
            started = set(offspring()) - before
    assert [process for process in started if process.is_running() and process.status() != psutil.STATUS_ZOMBIE] == []
