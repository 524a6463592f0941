"""How does what ingest has written become what readers see?"""

import re
from pathlib import Path
from shutil import rmtree

import duckdb

from warehouse.durable import PART, replace_copy, replace_text
from warehouse.reading import CURRENT

WORK = "work.duckdb"
UNPUBLISHED = "UNPUBLISHED"
SPILL = ".tmp"  # what DuckDB adds to the name of a file for what a reader of it spills
GENERATION = re.compile(r"gen-(\d{8,})\.duckdb")


def owe_publication(directory: Path) -> None:
    """Notes, before the first change, that work.duckdb will differ from what is published; a crash cannot lose the note."""
    if not (directory / UNPUBLISHED).exists():
        replace_text(directory / UNPUBLISHED, "work.duckdb holds changes that are not published yet.\n")


def publication_owed(directory: Path) -> bool:
    """Whether work.duckdb holds changes that readers do not see yet, or nothing was ever published."""
    return (directory / UNPUBLISHED).exists() or published(directory) is None


def publish(directory: Path) -> str:
    """Copies work.duckdb, which must be checkpointed and closed, to a new generation and makes it current.

    Keeps the generation before it, for readers that are still on it and as a spare. Returns the generation's name.
    """
    before = published(directory)
    name = f"gen-{_latest_number(directory) + 1:08d}.duckdb"
    replace_copy(directory / WORK, directory / name)
    replace_text(directory / CURRENT, name + "\n")
    (directory / UNPUBLISHED).unlink(missing_ok=True)
    _tidy(directory, keep={name, before})
    return name


def published(directory: Path) -> str | None:
    """The file name of the current generation, or None where there is none."""
    try:
        name = (directory / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return name if (directory / name).is_file() else None


def last_good_generation(directory: Path) -> Path | None:
    """The newest generation that can be read from end to end, the current one first; None where there is none."""
    newest_first = sorted(_generations(directory), key=lambda path: (path.name == published(directory), path.name))
    return next((path for path in reversed(newest_first) if _whole(path)), None)


def _whole(path: Path) -> bool:
    try:
        with duckdb.connect(str(path), read_only=True) as connection:
            tables = connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
            for (table,) in tables:
                # as text, so that statistics cannot answer: every block is read, and DuckDB verifies its checksum
                connection.execute(f"SELECT max(CAST(COLUMNS(*) AS VARCHAR)) FROM {table}").fetchall()
            return bool(tables)
    except duckdb.Error:
        return False


def _generations(directory: Path) -> list[Path]:
    return [path for path in directory.iterdir() if GENERATION.fullmatch(path.name)]


def _latest_number(directory: Path) -> int:
    found = (GENERATION.fullmatch(path.name) for path in directory.iterdir())
    return max((int(match.group(1)) for match in found if match), default=0)


def _tidy(directory: Path, keep: set[str | None]) -> None:
    for path in _generations(directory):
        if path.name not in keep:
            path.unlink(missing_ok=True)
            rmtree(f"{path}{SPILL}", ignore_errors=True)
    for path in directory.glob(f"*{PART}"):
        path.unlink(missing_ok=True)
