"""Recognises a full disk in what was raised because of it, whichever library met it first."""

import errno
import sqlite3

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""No space left on the device; the user's quota is used up."""
SQLITE_FULL = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE})
"""SQLite's own words for it: in the database or its log, and in the log's index."""
POSTGRESQL_FULL = "53100"
"""``disk_full`` in PostgreSQL's table of error codes."""


def is_full(error: BaseException) -> bool:
    """Whether ``error``, or what it was raised from, says that there is no room to write."""
    told: BaseException | None = error
    while told is not None:
        if _says_full(told):
            return True
        told = told.__cause__ or told.__context__
    return False


def _says_full(error: BaseException) -> bool:
    return (
        (isinstance(error, OSError) and error.errno in FULL)
        or getattr(error, "sqlite_errorcode", None) in SQLITE_FULL
        or getattr(error, "sqlstate", None) == POSTGRESQL_FULL
    )
