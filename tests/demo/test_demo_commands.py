"""Does the command line say clearly what is wrong, and end quietly when asked to?"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from demo.commands import main
from tests.demo.demo_store import value

ROOT = Path(__file__).resolve().parents[2]


def test_seed_and_simulate_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'booking.db'}"
    now = ("--now", "2026-05-01T10:00:00+02:00")
    assert main(["seed", "--url", url, "--messages", "300", "--seed", "4", *now]) == 0
    assert main(["simulate", "--url", url, "--steps", "30", *now]) == 0
    assert "Seeded 300 messages" in capsys.readouterr().out
    assert value(create_engine(url), "SELECT count(*) FROM messages") > 300


def test_the_url_may_come_from_the_settings(tmp_path: Path) -> None:
    environment = {**os.environ, "SENTLOG_SOURCE": f"sqlite:///{tmp_path / 'booking.db'}"}
    ended = subprocess.run(
        [sys.executable, "-m", "demo", "seed", "--messages", "20"], cwd=ROOT, env=environment, check=False
    )
    assert ended.returncode == 0
    assert (tmp_path / "booking.db").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not a usable SQLAlchemy URL"),
        ("oracle+nothing://user:s3cret@127.0.0.1/x", "not a usable SQLAlchemy URL"),
        ("postgresql+psycopg://user:s3cret@127.0.0.1:1/x", "does not answer"),
        ("mysql+pymysql://user:s3cret@127.0.0.1:1/x", "does not answer"),
        ("sqlite:////proc/nowhere.db", "does not answer"),
    ],
)
@pytest.mark.parametrize("command", ["seed", "simulate"])
def test_a_store_that_is_not_there_is_named_without_its_password(
    command: str, url: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--url", url]) == 2
    words = capsys.readouterr().err
    assert said in words
    assert "s3cret" not in words


@pytest.mark.parametrize("wrong", [("--messages", "0"), ("--messages", "ten"), ("--now", "yesterday")])
def test_wrong_values_are_refused_with_what_is_allowed(
    wrong: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["seed", "--url", "sqlite://", *wrong])
    assert refused.value.code == 2
    assert repr(wrong[1]) in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_simulate_ends_quietly_when_asked_to(tmp_path: Path, number: signal.Signals) -> None:
    url = f"sqlite:///{tmp_path / 'booking.db'}"
    assert main(["seed", "--url", url, "--messages", "100"]) == 0
    command = [sys.executable, "-u", "-m", "demo", "simulate", "--url", url, "--interval", "0.05"]
    living = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    engine = create_engine(url)
    try:
        while value(engine, "SELECT count(*) FROM messages") <= 103:
            assert living.poll() is None
        living.send_signal(number)
        said, complained = living.communicate(timeout=10)
    finally:
        living.kill()
        living.communicate()
        engine.dispose()
    assert living.returncode == 0
    assert complained == ""
    assert "rows written" in said
