"""Do readers see one whole generation after another, whatever happens to the writer?"""

from pathlib import Path

import duckdb
import pytest

from warehouse.durable import replace_copy, replace_text
from warehouse.publishing import (
    WORK,
    last_good_generation,
    owe_publication,
    publication_owed,
    publish,
    published,
)
from warehouse.reading import WarehouseDirectory
from warehouse.writing import WarehouseBusy, WarehouseNotWritable, WorkDamaged, only_writer, open_work, work


def write(directory: Path, subject: str) -> None:
    with work(directory) as warehouse:
        warehouse.execute("DELETE FROM subjects")
        warehouse.execute("INSERT INTO subjects VALUES (1, $subject, $subject)", {"subject": subject})


def published_subject(directory: Path) -> object:
    return WarehouseDirectory(directory).current().read("SELECT subject FROM subjects").item()


def test_a_new_generation_becomes_current_and_the_last_two_stay(tmp_path: Path) -> None:
    for subject in ("one", "two", "three"):
        write(tmp_path, subject)
        publish(tmp_path)

    assert published(tmp_path) == "gen-00000003.duckdb"
    assert published_subject(tmp_path) == "three"
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == ["gen-00000002.duckdb", "gen-00000003.duckdb"]


def test_a_reader_keeps_its_generation_while_others_are_published(tmp_path: Path) -> None:
    write(tmp_path, "one")
    publish(tmp_path)
    directory = WarehouseDirectory(tmp_path)
    held = directory.current()

    for subject in ("two", "three", "four"):
        write(tmp_path, subject)
        publish(tmp_path)

    assert held.read("SELECT subject FROM subjects").item() == "one"
    assert directory.current().read("SELECT subject FROM subjects").item() == "four"


def test_what_a_crash_left_behind_is_taken_away_and_its_number_is_not_used_again(tmp_path: Path) -> None:
    write(tmp_path, "one")
    publish(tmp_path)
    (tmp_path / "gen-00000002.duckdb").write_bytes(b"copied, but never made current")
    (tmp_path / "gen-00000003.duckdb.part").write_bytes(b"half a copy")

    write(tmp_path, "two")
    publish(tmp_path)

    assert published(tmp_path) == "gen-00000003.duckdb"
    assert sorted(path.name for path in tmp_path.glob("gen-*")) == ["gen-00000001.duckdb", "gen-00000003.duckdb"]


def test_changes_are_owed_until_they_are_published(tmp_path: Path) -> None:
    assert publication_owed(tmp_path)
    write(tmp_path, "one")
    publish(tmp_path)
    assert not publication_owed(tmp_path)

    owe_publication(tmp_path)

    assert publication_owed(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 1_000])
def test_a_damaged_work_file_is_rebuilt_from_the_last_generation(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path, "one")
    publish(tmp_path)
    (tmp_path / WORK).write_bytes(damage)
    if not damage:
        (tmp_path / WORK).unlink()

    with work(tmp_path) as warehouse:
        assert warehouse.execute("SELECT subject FROM subjects").fetchall() == [("one",)]


def test_a_damaged_generation_is_not_what_is_rebuilt_from(tmp_path: Path) -> None:
    for subject in ("one", "two"):
        write(tmp_path, subject)
        publish(tmp_path)
    (tmp_path / "gen-00000002.duckdb").write_bytes(b"gone" * 10_000)

    assert last_good_generation(tmp_path) == tmp_path / "gen-00000001.duckdb"


def test_damage_inside_the_file_is_found_when_it_is_read(tmp_path: Path) -> None:
    with work(tmp_path) as warehouse:
        warehouse.execute(
            "INSERT INTO subjects SELECT i, md5(i::VARCHAR), md5((i + 1)::VARCHAR) FROM range(300000) r(i)"
        )
    content = bytearray((tmp_path / WORK).read_bytes())
    content[3_000_000] ^= 0xFF  # one bit of one block of values
    (tmp_path / WORK).write_bytes(content)

    with pytest.raises(WorkDamaged, match="damaged"), work(tmp_path) as warehouse:
        warehouse.execute("SELECT max(COLUMNS(*)) FROM subjects").fetchall()


def test_without_any_generation_a_damaged_work_file_begins_anew(tmp_path: Path) -> None:
    (tmp_path / WORK).write_bytes(b"not a database" * 1_000)

    with work(tmp_path) as warehouse:
        assert warehouse.execute("SELECT count(*) FROM messages").fetchall() == [(0,)]


def test_only_one_writer_at_a_time(tmp_path: Path) -> None:
    with only_writer(tmp_path), pytest.raises(WarehouseBusy, match="Wait for it"), only_writer(tmp_path):
        pass
    with only_writer(tmp_path):
        pass


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(WarehouseNotWritable, match="file"), only_writer(tmp_path / "file" / "warehouse"):
        pass


def test_the_schema_is_made_again_without_harm(tmp_path: Path) -> None:
    write(tmp_path, "one")
    connection = open_work(tmp_path)

    assert connection.execute("SELECT count(*) FROM message_log").fetchall() == [(0,)]
    connection.close()


def test_a_copy_is_whole_and_a_replacement_leaves_no_part(tmp_path: Path) -> None:
    content = bytes(range(256)) * 40_000
    (tmp_path / "a").write_bytes(content)

    replace_copy(tmp_path / "a", tmp_path / "b")
    replace_text(tmp_path / "c", "žluťoučký\n")

    assert (tmp_path / "b").read_bytes() == content
    assert (tmp_path / "c").read_text(encoding="utf-8") == "žluťoučký\n"
    assert not list(tmp_path.glob("*.part"))


def test_the_published_file_needs_no_log_beside_it(tmp_path: Path) -> None:
    write(tmp_path, "one")
    name = publish(tmp_path)

    with duckdb.connect(str(tmp_path / name), read_only=True) as generation:
        assert generation.execute("SELECT subject FROM subjects").fetchall() == [("one",)]
    assert not list(tmp_path.glob("*.wal"))
