"""What a database says when it cannot, as errors of ours: who can mend it decides the class.

The only module that knows SQLSTATE codes and SQLite's result codes.
Sources: PostgreSQL 15 manual, appendix A; sqlite.org/rescode.html.
"""

import sqlite3

from sqlalchemy import URL
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from records.errors import ArchiveError, SetupError, TransientError
from records.full_disk import is_full

LOST, BUSY, REFUSED = "A133", "A134", "A131"
NO_ROOM_HERE, NO_ROOM_THERE, DAMAGED = "A003", "A135", "A142"
OF_SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_CANTOPEN: "A050",
    sqlite3.SQLITE_READONLY: "A050",
    sqlite3.SQLITE_IOERR: "A050",
    sqlite3.SQLITE_PERM: "A050",
}
OF_POSTGRESQL = {
    "25P03": LOST,  # idle_in_transaction_session_timeout
    "57P01": LOST,  # admin_shutdown
    "57P02": LOST,  # crash_shutdown
    "57P03": LOST,  # cannot_connect_now
    "40001": BUSY,  # serialization_failure
    "40P01": BUSY,  # deadlock_detected
    "55P03": BUSY,  # lock_not_available
    "57014": BUSY,  # query_canceled: statement_timeout
    "53300": BUSY,  # too_many_connections
    "42501": REFUSED,  # insufficient_privilege
}
CONNECTION_CLASS = "08"
TRANSIENT = frozenset({LOST, BUSY})
PROBE_SECONDS = 20
"""A server at work may take some seconds to let anybody in."""
ANY_SERVER_HAS = "postgres"
"""A database that every PostgreSQL server is made with."""


def translate(context: ExceptionContext) -> None:
    """Raise what the driver's error means for people; what is a bug of ours stays as it is.

    Raises:
        TransientError: A133, the connection is lost; A134, another one works for too long.
        SetupError: A050, A131, A003, A135, A142: no right, no space, or a damaged file.
    """
    if context.is_pre_ping or not isinstance(context.original_exception, Exception):
        # A connection that sleeps in the pool has died; or somebody pressed Ctrl-C.
        return
    code = _code(context)
    if code is None or context.engine is None:
        return
    kind = TransientError if code in TRANSIENT else SetupError
    reason = _first_line(context.original_exception)
    url = context.engine.url
    # Words, for errors travel between processes, and addresses cannot.
    place = url.database if url.get_backend_name() == "sqlite" and url.database else str(url)
    raise kind(code, place, reason=reason) from context.original_exception


def why_unreachable(url: URL, error: BaseException, password: str | None) -> ArchiveError:
    """Why no connection could be made: no server, no such database, or the server refuses us.

    The words of a server come in its own language, so it is asked again instead of being read.
    """
    # The driver is loaded only where there is a server to talk to.
    from psycopg import OperationalError as Refused  # noqa: PLC0415
    from psycopg import connect, conninfo, errors, pq  # noqa: PLC0415

    reason = _first_line(error)
    asked = {
        **url.translate_connect_args(username="user", database="dbname"),
        **url.query,
        "connect_timeout": PROBE_SECONDS,
    }
    if pq.PGconn.ping(conninfo.make_conninfo(**asked).encode()) != pq.Ping.OK:
        return SetupError("A130", str(url), reason=reason)
    known = {"password": password} if password else {}
    try:
        connect(conninfo.make_conninfo(**{**asked, "dbname": ANY_SERVER_HAS, **known})).close()
    except errors.ConnectionTimeout:
        return SetupError("A130", str(url), reason=reason)
    except Refused:
        return SetupError(REFUSED, str(url), reason=reason)
    return SetupError(
        "A132" if url.database != ANY_SERVER_HAS else REFUSED, str(url), reason=reason
    )


def _code(context: ExceptionContext) -> str | None:
    error = context.original_exception
    if is_full(error):
        return NO_ROOM_HERE if isinstance(error, sqlite3.Error) else NO_ROOM_THERE
    if _is_unreadable(error):
        return DAMAGED
    if isinstance(error, sqlite3.Error):
        # The lower eight bits are the kind, the rest tells where it came from.
        return OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return LOST if context.is_disconnect else _of_postgresql(context)


def _is_unreadable(error: BaseException) -> bool:
    # We write nothing but UTF-8: what cannot be read as such is not as we wrote it.
    return isinstance(error, UnicodeDecodeError) or "Could not decode to UTF-8" in str(error)


def _of_postgresql(context: ExceptionContext) -> str | None:
    state = getattr(context.original_exception, "sqlstate", None)
    if state is not None:
        return OF_POSTGRESQL.get(state, LOST if state.startswith(CONNECTION_CLASS) else None)
    # No connection was made: the server never had the chance to tell a state.
    lost = context.connection is None and isinstance(context.sqlalchemy_exception, OperationalError)
    return LOST if lost else None


def _first_line(error: BaseException) -> str:
    told = str(error).encode(errors="replace").decode().strip()
    return (told.splitlines() or [type(error).__name__])[0]
