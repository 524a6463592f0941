"""How are rows read out of an operational store: never written to, in bounded memory, and exactly?"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from ingest.drivers import connect_arguments, give_bytes, leave_unread, prepare, sqlite_creator
from ingest.mapping import MappingWrong

PARTITION = 2_000  # rows fetched at once
BATCH_ROWS = (
    150_000  # more than a row group of DuckDB (122,880), which goes to the file at once and not through the log
)
BATCH_CHARACTERS = 64_000_000
SAMPLE = 16  # every 16th row is weighed to guess how big a batch is
UNREACHABLE_MYSQL = {
    1040,
    1042,
    1043,
    1044,
    1045,
    1049,
    1053,
    1129,
    1130,
    1152,
    1158,
    1159,
    1160,
    1161,
    1203,
    1205,
    1213,
}
MAPPING_SQLITE = ("no such", "syntax error", "ambiguous column", "misuse", "incomplete input", "unrecognized token")

Parameters = Mapping[str, Any]


class SourceUnreachable(Exception):
    """The store does not answer; what is published stays up."""


class WrongSource(Exception):
    """The source is not a URL that can be used at all."""


@dataclass(frozen=True)
class Rows:
    """A batch as it came: column names, and rows of cells in that order."""

    columns: tuple[str, ...]
    cells: Sequence[Sequence[Any]]


class Source:
    """One operational store, open for reading only."""

    def __init__(self, url: str) -> None:
        """Connects to nothing yet. Raises WrongSource."""
        try:
            self.url = sa.make_url(url)
            self.dialect = {"mariadb": "mysql"}.get(self.url.get_backend_name(), self.url.get_backend_name())
            self._engine = _engine(self.url, self.dialect)
        except (exc.ArgumentError, exc.NoSuchModuleError, ImportError, ValueError) as error:
            raise WrongSource(
                "The source is not a SQLAlchemy URL that can be used "
                f"({type(error).__name__}). Write one such as postgresql+psycopg://user:password@host/name."
            ) from None  # the cause would repeat the password

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def connection(self) -> Iterator[sa.Connection]:
        """A connection. Driver errors leave it as SourceUnreachable or MappingWrong."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except exc.DBAPIError as error:
            raise self._named(error) from error
        except exc.StatementError as error:  # a parameter that nobody gave
            raise MappingWrong(
                f"The SELECT cannot be run: {error.orig}. Parameters are :since and :now; write any other colon as \\:."
            ) from error

    @contextmanager
    def _cells(self) -> Iterator[sa.Connection]:
        with self.connection() as connection:
            if self.dialect == "sqlite":
                give_bytes(connection.connection.driver_connection)
            yield connection

    def columns(self, sql: str, parameters: Parameters) -> tuple[str, ...]:
        """The column names of a SELECT, without reading a row."""
        with self.connection() as connection:
            probe = f"SELECT * FROM (\n{sql}\n) q WHERE 1 = 0"
            return tuple(connection.execute(sa.text(probe), used(probe, parameters)).keys())

    def count(self, sql: str, parameters: Parameters) -> int:
        """How many rows a SELECT gives."""
        with self.connection() as connection:
            counting = f"SELECT count(*) FROM (\n{sql}\n) q"
            return int(connection.execute(sa.text(counting), used(counting, parameters)).scalar_one())

    def all(self, sql: str, parameters: Parameters) -> list[Sequence[Any]]:
        """A small result at once."""
        with self._cells() as connection:
            return [tuple(row) for row in connection.execute(sa.text(sql), used(sql, parameters))]

    def batches(self, sql: str, parameters: Parameters, key: str | None = None) -> Iterator[Rows]:
        """The result in batches, streamed. `key` names a parameter that holds a list, for `IN :key`."""
        statement = sa.text(sql)
        if key is not None:
            statement = statement.bindparams(sa.bindparam(key, expanding=True, type_=sa.types.NULLTYPE))
        with self._cells() as connection:
            streaming = connection.execution_options(stream_results=True, max_row_buffer=PARTITION)
            with streaming.execute(statement, used(sql, parameters)) as result, _dropped_when_left(connection, result):
                columns = tuple(result.keys())
                for cells in _gathered(result.partitions(PARTITION)):
                    yield Rows(columns, cells)

    def indexed_columns(self) -> dict[str, set[str]]:
        """By table, the columns that an index or the primary key begins with."""
        with self.connection() as connection:
            inspector = sa.inspect(connection)
            return {table: _leading(inspector, table) for table in inspector.get_table_names()}

    def _named(self, error: exc.DBAPIError) -> Exception:
        words = self.scrubbed(str(error.orig).strip())
        if _is_away(error, self.dialect):
            return SourceUnreachable(f"{self} does not answer: {words}. What is published stays up.")
        return MappingWrong(f"{self} refuses the mapping's SELECT: {words}. Mend the SELECT, then run again.")

    def scrubbed(self, text: str) -> str:
        """The text without the password."""
        password = self.url.password
        return text.replace(str(password), "***") if password else text


def used(sql: str, parameters: Parameters) -> dict[str, Any]:
    """Only those parameters that the statement names; SQLAlchemy refuses others."""
    names = set(sa.text(sql).compile().params)
    return {name: value for name, value in parameters.items() if name in names}


@contextmanager
def _dropped_when_left(connection: sa.Connection, result: sa.CursorResult[Any]) -> Iterator[None]:
    """Drops the connection where a result is left in the middle: MariaDB's driver would read it to its end first."""
    try:
        yield
    except BaseException:
        if leave_unread(result.cursor):
            connection.invalidate()
        raise


def _engine(url: sa.URL, dialect: str) -> sa.Engine:
    creator = {"creator": sqlite_creator(url)} if dialect == "sqlite" else {}
    engine = sa.create_engine(
        url, poolclass=sa.NullPool, connect_args=connect_arguments(dialect), hide_parameters=True, **creator
    )
    sa.event.listen(engine, "connect", lambda connection, _: prepare(dialect, connection))
    return engine


def _leading(inspector: sa.Inspector, table: str) -> set[str]:
    indexed: list[Sequence[str | None]] = [index["column_names"] for index in inspector.get_indexes(table)]
    indexed.append(inspector.get_pk_constraint(table)["constrained_columns"])
    return {names[0] for names in indexed if names and names[0]}


def _gathered(partitions: Iterator[Sequence[Sequence[Any]]]) -> Iterator[Sequence[Sequence[Any]]]:
    """Small pieces to batches of bounded size, in rows and in characters."""
    batch: list[Sequence[Any]] = []
    characters = 0
    for part in partitions:
        batch.extend(part)
        characters += _weight(part)
        if len(batch) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _weight(rows: Sequence[Sequence[Any]]) -> int:
    return sum(len(cell) for row in rows[::SAMPLE] for cell in row if isinstance(cell, str | bytes)) * SAMPLE


def _is_away(error: exc.DBAPIError, dialect: str) -> bool:
    if error.connection_invalidated:
        return True
    if not isinstance(error, exc.OperationalError | exc.InterfaceError | exc.InternalError):
        return False
    words = str(error.orig).lower()
    if dialect == "sqlite":
        return not any(sign in words for sign in MAPPING_SQLITE)
    if dialect == "mysql":
        code = error.orig.args[0] if error.orig is not None and error.orig.args else None
        return not isinstance(code, int) or code >= 2000 or code in UNREACHABLE_MYSQL  # 1054: no such column
    return True
