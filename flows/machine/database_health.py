"""Whether an archive's database is one that a ledger can be trusted to."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from archive_store.vault.database.address import read_address
from flows.machine.checks import Check

Found = Callable[..., Check]
LEAST_VERSION = 14
"""The oldest that its makers still mended in 2026; the tests run on 15."""
CLOCK_SECONDS = 60.0
READ_COMMITTED = "read committed"


def examine_database(found: Found, engine: Engine, settings: Path) -> Iterator[Check]:
    """The database's checks; of a SQLite file only that it opens.

    Raises:
        SetupError, TransientError: it cannot be reached.
    """
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT 1")
        yield found("database", engine.url.render_as_string(), None)
        if engine.dialect.name == "postgresql":
            yield _version(found, connection)
            yield _encoding(found, connection)
            yield _durability(found, connection)
            yield _isolation(found, connection)
            yield _clock(found, connection)
            yield _password(found, settings)


def _version(found: Found, connection: Connection) -> Check:
    version = connection.dialect.server_version_info or (0,)
    told = f"PostgreSQL {'.'.join(map(str, version))}"
    key = None if version[0] >= LEAST_VERSION else "doctor.database.version"
    return found("database version", told, key, least=LEAST_VERSION)


def _encoding(found: Found, connection: Connection) -> Check:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    key = None if encoding == "UTF8" else "doctor.database.encoding"
    return found("database encoding", encoding, key)


def _durability(found: Found, connection: Connection) -> Check:
    """What a power cut would take with it, for the whole server or for our sessions."""
    names = ("fsync", "full_page_writes", "synchronous_commit")
    told = {name: connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names}
    detail = ", ".join(f"{name}={value}" for name, value in told.items())
    key = "doctor.database.durability" if "off" in told.values() else None
    return found("database durability", detail, key)


def _isolation(found: Found, connection: Connection) -> Check:
    level = connection.exec_driver_sql("SHOW transaction_isolation").scalar_one()
    key = None if level == READ_COMMITTED else "doctor.database.isolation"
    return found("database isolation", level, key)


def _clock(found: Found, connection: Connection) -> Check:
    told = connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    apart = abs((told - datetime.now(UTC)).total_seconds())
    key = None if apart < CLOCK_SECONDS else "doctor.database.clock"
    return found("database clock", f"{told.astimezone(UTC):%Y-%m-%d %H:%M} UTC", key)


def _password(found: Found, settings: Path) -> Check:
    written = tomllib.loads(settings.read_text(encoding="utf-8"))
    urls = (
        written.get("database", {}).get("url", ""),
        written.get("institution", {}).get("database", ""),
    )
    is_told = any(read_address(url).password is not None for url in urls if url)
    return found(
        "database password",
        settings.name if is_told else "–",
        "doctor.database.password" if is_told else None,
    )
