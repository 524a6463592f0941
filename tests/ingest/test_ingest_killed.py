"""Is nothing lost and nothing doubled when ingest is killed at any moment?"""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.demo_store import seeded
from tests.ingest.small_store import NOON
from warehouse.freshness import freshness
from warehouse.reading import WarehouseDirectory

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = 20_000
KILLS = 5
SMALL_BATCHES = """
import sys
from ingest import source
source.BATCH_ROWS = 2_000
from ingest.command import main
sys.exit(main(sys.argv[1:]))
"""
IN_STEP = """
    SELECT (SELECT count(*) FROM messages), (SELECT count(DISTINCT message_id) FROM messages),
        (SELECT count(*) FROM contents), (SELECT sum(messages) FROM daily), (SELECT sum(cost) FROM daily),
        (SELECT count(*) FROM events), (SELECT count(*) FROM (SELECT DISTINCT message_id, kind, "at", provider_event_id FROM events)),
        (SELECT count(DISTINCT recipient_key) FROM messages) - (SELECT count(*) FROM recipients),
        (SELECT count(DISTINCT subject_key) FROM messages) - (SELECT count(*) FROM subjects),
        (SELECT sum(price) FROM messages)
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return seeded(tmp_path_factory.mktemp("store"), messages=MESSAGES, seed=5, now=NOON)


def start(url: str, warehouse: Path) -> subprocess.Popen[bytes]:
    arguments = [
        "run",
        "--source",
        url,
        "--mapping",
        "booking",
        "--warehouse",
        str(warehouse),
        "--now",
        NOON.isoformat(),
    ]
    return subprocess.Popen([sys.executable, "-c", SMALL_BATCHES, *arguments], cwd=ROOT, stderr=subprocess.DEVNULL)


def test_killed_at_random_moments_it_ends_as_if_never_killed(url: str, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    begun = time.monotonic()
    assert start(url, whole).wait() == 0
    took = time.monotonic() - begun
    dice = random.Random(7)

    killed = tmp_path / "killed"
    for _ in range(KILLS):
        process = start(url, killed)
        time.sleep(took * dice.uniform(0.25, 0.9))
        process.kill()
        process.wait()
    assert start(url, killed).wait() == 0

    assert answers(killed) == answers(whole)
    assert not (killed / "UNPUBLISHED").exists()
    assert freshness(killed).generation == WarehouseDirectory(killed).current().generation + ".duckdb"


def answers(directory: Path) -> tuple[object, ...]:
    found = WarehouseDirectory(directory).current().read(IN_STEP).row(0)
    assert found[0] == found[1] == found[3]
    assert found[5] == found[6]
    assert (found[7], found[8]) == (0, 0)
    return found
