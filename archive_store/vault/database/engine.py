"""Opens the archive's database and brings a room's tables up to date.

SQLite in WAL mode by default, PostgreSQL by address; knows no table by name.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

from archive_store.vault.database.address import read_address, read_password
from archive_store.vault.database.errors import LOST, translate, why_unreachable
from archive_store.vault.database.revisions import OWN, newest_revision, present_revision
from records.errors import SetupError, TransientError

BUSY_MILLISECONDS = 30_000
BETWEEN_TRIES_SECONDS = 0.01
# Full: the ledger must survive a power cut, not only a crash of the program.
PRAGMAS = (
    f"busy_timeout={BUSY_MILLISECONDS}",
    "synchronous=FULL",
    "foreign_keys=ON",
)
SESSION = {
    "lock_timeout": BUSY_MILLISECONDS,
    # The longest statement is a catalogue of a million dossiers taking the old one's place.
    "statement_timeout": 30 * 60_000,
    "idle_in_transaction_session_timeout": 10 * 60_000,
    # A client whose machine is gone keeps its locks until the server notices: within two minutes.
    "tcp_keepalives_idle": 60,
    "tcp_keepalives_interval": 15,
    "tcp_keepalives_count": 4,
    # The server's administrator may prefer speed for other databases; a ledger cannot.
    "synchronous_commit": "on",
}
"""What each connection to PostgreSQL asks of the server; milliseconds, and seconds for TCP."""
WRITER = 0x6C75757472
"""The advisory lock of whoever writes: "luutr" in ASCII."""


def open_database(address: str | Path, password_file: Path | None = None) -> Engine:
    """An engine for a SQLite file (a path) or a database's address; nothing is read yet.

    What the database cannot do is raised as ``database_errors.translate`` tells.

    Raises:
        SetupError: A138, the address is none of ours.
    """
    url = read_address(address)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url)
        event.listen(engine, "connect", _preparing(url.database))
    else:
        wishes = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
        engine = create_engine(
            url,
            connect_args={
                "application_name": "luutru",
                "client_encoding": "UTF8",
                "connect_timeout": 10,
                "options": wishes,
            },
            isolation_level="READ COMMITTED",
            # A server that was restarted has ended the connections that wait here.
            pool_pre_ping=True,
            execution_options={"password_file": password_file},
        )
        event.listen(engine, "do_connect", _with_password(password_file))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", translate)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that holds the right to write from its start, so none is lost to another."""
    with engine.connect() as opened:
        connection = opened.execution_options(takes_write_lock=True)
        with connection.begin():
            yield connection


def migrate(engine: Engine, room: str = OWN) -> None:
    """Bring the tables of ``room`` to the newest form; nothing happens when they are there already.

    A room is named, never imported: whoever knows the rooms asks for each.

    Of several processes that come at once, one does it and the others wait.

    Raises:
        SetupError: the database cannot be opened: A050, A142 for SQLite; A130, A131, A132, A137
            for PostgreSQL.
    """
    try:
        with engine.connect() as connection:
            present = present_revision(connection, room)
    except TransientError as error:
        if error.problem.code != LOST:
            raise
        file = engine.get_execution_options().get("password_file")
        cause = error.__cause__ or error
        raise why_unreachable(engine.url, cause, file and read_password(file)) from error
    if present == newest_revision(room):
        return
    from archive_store.vault.database.migrating import upgrade  # noqa: PLC0415 - hardly ever needed, and slow

    with writing(engine) as connection:
        _require_utf8(connection)
        upgrade(connection, room=room)


def _preparing(file: str | None) -> Callable[[Any, object], None]:
    def prepare(connection: Any, _: object) -> None:
        # The driver's own BEGIN would come too late for a write lock; _begin says it instead.
        connection.isolation_level = None
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").close()
            _write_ahead(connection)
        except UnicodeDecodeError as error:
            # We write nothing but UTF-8: what cannot be read as such is not as we wrote it.
            raise SetupError("A142", file, reason=error.reason) from error

    return prepare


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file kept in WAL mode, which is a mark in the file that the first of us sets.

    SQLite does not wait for another process that sets it at the same moment, it fails at once.
    """
    last = monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > last:
                raise
            sleep(BETWEEN_TRIES_SECONDS)
        else:
            return


def _with_password(file: Path | None) -> Any:
    def connecting(_: object, __: object, ___: object, given: dict[str, Any]) -> None:
        if file is not None:
            given["password"] = read_password(file)

    return connecting


def _begin(connection: Connection) -> None:
    takes_lock = connection.get_execution_options().get("takes_write_lock", False)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if takes_lock else "BEGIN")
    elif takes_lock:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def _require_utf8(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        found = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
        if found != "UTF8":
            raise SetupError("A137", str(connection.engine.url), found=found)
