"""The benchmarks run on a small store and write what other programs read."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench.command import main
from bench.figure import Figure, Unit
from bench.questions import questions
from bench.report import save
from bench.samples import samples
from bench.stock import Stock, stock
from warehouse.durable import PART

MESSAGES = 2_000
FIELDS = ["name", "value", "unit", "peer", "peer_value", "ratio", "rows"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def results(data: Path) -> Path:
    """What a run of the queries over a small store wrote."""
    out = data / "results" / "latest.json"
    given = ("--messages", str(MESSAGES), "--only", "queries", "--data", str(data), "--out", str(out))
    assert main(given) == 0
    return out


@pytest.fixture
def records(results: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(results.read_text(encoding="utf-8"))
    return found


def test_results_hold_the_promised_fields(records: list[dict[str, Any]]) -> None:
    for record in records:
        assert list(record) == FIELDS
        assert (record["unit"], record["rows"]) == ("ms", MESSAGES)
        assert record["value"] > 0
        assert record["peer_value"] > 0
        assert record["ratio"] == pytest.approx(record["value"] / record["peer_value"], rel=1e-4)


def test_every_question_of_the_page_is_measured(records: list[dict[str, Any]]) -> None:
    names = [record["name"] for record in records]
    assert len(set(names)) == len(names)
    for question in ("headline", "tab counts", "log", "daily trend", "neighbours", "search", "message"):
        assert any(name.startswith(question) for name in names), question


@pytest.mark.usefixtures("results")
def test_plain_sql_asks_the_same_as_sentlog(data: Path) -> None:
    """Otherwise the ratio would compare two different questions."""
    made = Stock(MESSAGES, data / str(MESSAGES))
    warehouse, compared = made.warehouse(), 0
    with made.plain() as store:
        for question in questions(samples(warehouse), MESSAGES):
            for asking in question.askings[::4]:
                ours: Any = asking.ours(warehouse)
                theirs = store.execute(question.sql, asking.values).fetchall()
                if question.name.startswith("tab counts"):
                    assert [count or 0 for count in theirs[0]] == list(ours.row(0)), question.name
                elif question.name.startswith("log"):
                    assert len(theirs) == ours.height, question.name
                elif question.name in ("neighbours, 30 days", "neighbours, all time"):
                    assert {str(i) for i in theirs[0] if i} == {i for i in ours if i}, question.name
                else:
                    continue
                compared += 1
    assert compared > 50


@pytest.mark.usefixtures("results")
def test_data_that_is_there_is_taken_again(data: Path) -> None:
    words = StringIO()
    before = files_of(data)
    stock(data, MESSAGES, Console(file=words))
    assert files_of(data) == before
    assert words.getvalue() == ""


def files_of(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_results_are_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "latest.json"
    path.write_text("[half", encoding="utf-8")
    save([Figure("a question", 12.5, Unit.MILLISECONDS, "a peer", 25.0, 10, target=50.0)], path)
    (record,) = json.loads(path.read_text(encoding="utf-8"))
    assert record == dict(zip(FIELDS, ("a question", 12.5, "ms", "a peer", 25.0, 0.5, 10), strict=True))
    assert not (tmp_path / f"latest.json{PART}").exists()


@pytest.mark.parametrize(("value", "met"), [(49.0, True), (50.0, True), (50.1, False)])
def test_missed_target_is_marked(value: float, met: bool) -> None:
    assert Figure("a question", value, Unit.MILLISECONDS, "a peer", 1.0, 10, target=50.0).met is met
