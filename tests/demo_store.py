"""A demo store and its warehouse, made by the commands that a person would use."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TIME_ZONE = "Europe/Bratislava"


def seeded(folder: Path, *, messages: int, seed: int, now: datetime) -> str:
    """The URL of a new demo store in SQLite."""
    url = f"sqlite:///{folder / 'booking.db'}"
    _command("demo", "seed", "--url", url, "--messages", str(messages), "--seed", str(seed), "--now", now.isoformat())
    return url


def ingested(url: str, directory: Path, *, now: datetime) -> Path:
    """The warehouse directory after one run of the real ingest over a demo store."""
    mapping = ROOT / "ingest" / "sources" / "booking.toml"
    places = ("--source", url, "--mapping", str(mapping), "--warehouse", str(directory))
    _command("ingest", "run", *places, "--now", now.isoformat())
    return directory


def _command(module: str, *arguments: str) -> None:
    environment = {**os.environ, "SENTLOG_TIME_ZONE": TIME_ZONE, "SENTLOG_PHONE_REGION": "SK"}
    ended = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if ended.returncode:
        pytest.fail(f"python -m {module} {arguments[0]} ended with {ended.returncode}:\n{ended.stdout}", pytrace=False)
