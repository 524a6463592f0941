"""Is a wrong mapping refused with the file, the line, the key, what was given and what is allowed?"""

import re
from pathlib import Path

import pytest

from ingest.mapping import SOURCES, MappingWrong, find_mapping, load_mapping
from ingest.mapping_lines import line_of

GOOD = """name = "shop"
[messages]
select = "SELECT 1"
cursor = "updated_at"
[messages.values.status]
gone = "sent"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "shop.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'gone = "sent"',
            'gone = "departed"',
            r"line 6: messages.values.status.gone: .*'pending', 'sending'.*Given: 'departed'",
        ),
        ("cursor =", "curser =", r"line 4: messages.curser: Extra inputs are not permitted.*"),
        ('name = "shop"', 'nom = "shop"', r"name: Field required"),
        (
            'cursor = "updated_at"',
            'cursor = "updated at; DROP"',
            r"line 4: messages.cursor: .*Given: 'updated at; DROP'",
        ),
        ("[messages]", 'time_zone = "Mars"\n[messages]', r"line 2: time_zone: not a known time zone.*Given: 'Mars'"),
        ("[messages]", 'time_unit = "days"\n[messages]', r"time_unit: .*'datetime', 'seconds' or 'milliseconds'"),
        (
            '"SELECT 1"',
            '{oracle = "SELECT 1"}',
            r"line 3: messages.select: unknown dialect oracle; allowed are default, ",
        ),
        ('cursor = "updated_at"', 'overlap = "soon"', r"line 4: messages.overlap"),
        ("[messages]", "[messages", r"cannot be read as TOML: .*line 2"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = written(tmp_path, GOOD.replace(old, new))

    with pytest.raises(MappingWrong) as refused:
        load_mapping(path)

    assert re.search(said, str(refused.value), re.DOTALL), str(refused.value)
    assert str(path) in str(refused.value)


def test_a_bare_name_is_a_file_in_ingest_sources() -> None:
    assert find_mapping(Path("booking")) == SOURCES / "booking.toml"


def test_a_name_that_is_no_mapping_says_which_there_are() -> None:
    with pytest.raises(MappingWrong, match="booking"):
        load_mapping(Path("bookings"))


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_mapping_that_is_shipped_loads(path: Path) -> None:
    assert load_mapping(path).name == path.stem


def test_the_deepest_written_key_is_pointed_at() -> None:
    assert line_of(GOOD, ("messages", "values", "status", "gone")) == 6
    assert line_of(GOOD, ("messages", "select", "nothing")) == 3
    assert line_of(GOOD, ("elsewhere",)) is None


def test_each_dialect_may_have_its_own_select(tmp_path: Path) -> None:
    mapping = load_mapping(written(tmp_path, GOOD.replace('"SELECT 1"', '{mysql = "SELECT 2;", default = "SELECT 1"}')))

    assert (mapping.messages.sql("mysql"), mapping.messages.sql("sqlite")) == ("SELECT 2", "SELECT 1")
