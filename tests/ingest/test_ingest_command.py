"""Does every command answer with the words and the exit code that other programs rely on?"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest.command import Exit, main
from tests.ingest.small_store import NOON, SmallStore
from warehouse.freshness import freshness
from warehouse.publishing import published
from warehouse.writing import only_writer

ROOT = Path(__file__).resolve().parents[2]
NOW = ("--now", NOON.isoformat())


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings are those of this test alone."""
    monkeypatch.setenv("SENTLOG_TIME_ZONE", "Europe/Bratislava")


@pytest.fixture
def places(store: SmallStore, tmp_path: Path) -> tuple[str, ...]:
    return ("--source", store.url, "--mapping", "booking", "--warehouse", str(tmp_path / "warehouse"))


def test_run_says_what_it_did(store: SmallStore, places: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    store.message()

    assert main(["run", *places, *NOW]) == Exit.FINE

    assert (
        "messages: 1 read, 1 written; events: 0 read, 0 written; published gen-00000001.duckdb"
        in capsys.readouterr().out
    )


def test_quarantine_has_its_own_exit_code_and_status_names_the_rows(
    store: SmallStore, places: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    store.message(status="weird")

    assert main(["run", *places, *NOW]) == Exit.QUARANTINED
    assert main(["status", "--warehouse", places[-1], *NOW]) == Exit.FINE

    assert "unknown status 'weird'" in capsys.readouterr().out


def test_status_is_stale_when_nobody_has_read_for_long(
    store: SmallStore, places: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["status", "--warehouse", places[-1]]) == Exit.STALE
    store.message()
    main(["run", *places, *NOW])
    capsys.readouterr()

    assert main(["status", "--warehouse", places[-1], "--now", "2026-03-20T13:00:00Z"]) == Exit.STALE

    assert "Read 1:00:00 ago (stale" in capsys.readouterr().out


def test_a_second_ingest_exits_at_once(
    places: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with only_writer(tmp_path / "warehouse"):
        assert main(["run", *places]) == Exit.BUSY

    assert f"process {os.getpid()}" in capsys.readouterr().err


def test_a_store_that_is_away_leaves_what_is_published(
    store: SmallStore, places: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.patience.LOOK", 0.0001)
    monkeypatch.setattr("ingest.command.Patience", _quick)
    store.message()
    main(["run", *places, *NOW])
    (tmp_path / "booking.db").rename(tmp_path / "away.db")

    assert main(["run", *places, *NOW]) == Exit.UNREACHABLE

    fresh = freshness(tmp_path / "warehouse")
    assert (fresh.outcome, fresh.read_at) == ("failed", NOON)
    assert published(tmp_path / "warehouse") == "gen-00000001.duckdb"
    assert not (tmp_path / "booking.db").exists()


def _quick() -> object:
    from ingest.patience import Patience

    return Patience(attempts=2, first=0.01)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+psycopg://postgres:s3cret-word@127.0.0.1:1/nowhere",
        "mysql+pymysql://root:s3cret-word@127.0.0.1:1/nowhere",
        "nonsense://root:s3cret-word@127.0.0.1/x",
        "s3cret-word",
    ],
)
def test_a_password_never_reaches_an_error_text(
    url: str,
    places: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr("ingest.command.Patience", _quick)

    code = main(["run", "--source", url, *places[2:]])

    told = capsys.readouterr()
    assert code in {Exit.UNREACHABLE, Exit.WRONG_USE}
    assert "s3cret-word" not in told.out + told.err
    for path in (tmp_path / "warehouse").glob("*"):
        assert b"s3cret-word" not in path.read_bytes()


def test_check_names_what_to_mend_and_writes_nothing(
    store: SmallStore, places: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.message()
    assert main(["check", *places]) == Exit.FINE
    assert "the cursor updated_at has an index" in capsys.readouterr().out
    store.message(status="weird")

    assert main(["check", *places]) == Exit.QUARANTINED

    assert "status 'weird' is unknown, 1 rows" in capsys.readouterr().out
    assert not (tmp_path / "warehouse").exists()


def test_a_wrong_mapping_has_its_own_exit_code(places: tuple[str, ...], tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("name = 3", encoding="utf-8")

    assert main(["run", *places[:2], "--mapping", str(wrong), *places[4:]]) == Exit.WRONG_MAPPING


def test_help_documents_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    told = capsys.readouterr().out
    assert all(f"\n  {code.value} " in told for code in Exit)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_watch_brings_new_rows_survives_an_absence_and_ends_cleanly(
    store: SmallStore, places: tuple[str, ...], tmp_path: Path, number: signal.Signals
) -> None:
    store.message()
    watching = subprocess.Popen(
        [sys.executable, "-m", "ingest", "watch", *places, "--every", "0.1"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    warehouse = tmp_path / "warehouse"
    try:
        _wait_for(lambda: published(warehouse) == "gen-00000001.duckdb")
        (tmp_path / "booking.db").rename(tmp_path / "away.db")
        _wait_for(lambda: freshness(warehouse).outcome == "failed")
        (tmp_path / "away.db").rename(tmp_path / "booking.db")
        store.message()
        _wait_for(lambda: published(warehouse) == "gen-00000002.duckdb")
    finally:
        watching.send_signal(number)
        out, err = watching.communicate(timeout=30)

    assert watching.returncode == 0, err
    assert "Traceback" not in out + err
    assert freshness(warehouse).outcome == "ok"


def _wait_for(done: "object", seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]  # it is a function
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)
