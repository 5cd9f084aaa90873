"""Makes a database forget what was deleted: no byte of a deleted row stays in its files.

PostgreSQL keeps its own write-ahead log and whatever backups its administrator makes.
"""

from collections.abc import Iterable

from sqlalchemy import Engine, Table

from archive_store.vault.database.tables import (
    AUDIT_FINDINGS,
    CATALOGUE,
    CHECKS,
    COPIES_HELD,
    INTENT,
    RECORDS,
)
from records.errors import TransientError

SCRUBBED: tuple[Table, ...] = (CATALOGUE, RECORDS, CHECKS, COPIES_HELD, INTENT, AUDIT_FINDINGS)


def scrub(engine: Engine, tables: Iterable[Table] = SCRUBBED) -> None:
    """Rewrite the database without what was deleted.

    Raises:
        TransientError: A151, somebody reads at this moment and holds the old pages; try again.
        SetupError, TransientError: as ``database_errors`` tells; a full disk changes nothing.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect() as opened:
            connection = opened.execution_options(isolation_level="AUTOCOMMIT")
            for table in tables:
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")
        return
    with engine.connect() as opened:
        connection = opened.execution_options(isolation_level="AUTOCOMMIT")
        driver = connection.connection.driver_connection
        if driver is None:
            raise TransientError("A151", str(engine.url.database))
        # The transaction that was begun by itself forbids a rewriting.
        driver.rollback()
        driver.execute("PRAGMA secure_delete=ON").close()
        driver.execute("VACUUM").close()
        # What the log holds is the old pages too, until it is cut to nothing.
        cursor = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
        cursor.close()
        if busy:
            raise TransientError("A151", str(engine.url.database))
