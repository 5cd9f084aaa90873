"""Opens the archive's database and brings this room's tables up to date.

SQLite in WAL mode by default, PostgreSQL by address; knows no table by name.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

from records.errors import SetupError

VERSION_TABLE = "archive_store_version"
BUSY_MILLISECONDS = 30_000
# Full: the ledger must survive a power cut, not only a crash of the program.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
)


def open_database(address: str | Path) -> Engine:
    """An engine for a SQLite file (a path) or any SQLAlchemy address; nothing is read yet."""
    named = f"sqlite:///{address}" if isinstance(address, Path) else address
    engine = create_engine(named)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
        event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the right to write from its start, so none is lost to another."""
    with engine.connect() as opened:
        connection = opened.execution_options(takes_write_lock=True)
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest form; nothing happens when they are there already.

    Raises:
        SetupError: A050, the database cannot be opened.
    """
    try:
        current = _current(engine)
    except OperationalError as error:
        raise SetupError("A050", engine.url, reason=error.orig) from error
    if current == _newest():
        return
    with writing(engine) as connection:
        configuration = _configuration()
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


def _prepare(connection: Any, _: object) -> None:
    # The driver's own implicit BEGIN would come too late for a write lock; _begin says it instead.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    takes_lock = connection.get_execution_options().get("takes_write_lock", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if takes_lock else "BEGIN")


def _current(engine: Engine) -> str | None:
    with engine.connect() as connection:
        options = {"version_table": VERSION_TABLE}
        return MigrationContext.configure(connection, opts=options).get_current_revision()


@cache
def _newest() -> str | None:
    return ScriptDirectory.from_config(_configuration()).get_current_head()


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", "archive_store:migrations")
    configuration.attributes["version_table"] = VERSION_TABLE
    return configuration
