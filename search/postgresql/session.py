"""Transactions of the index, and what the server's errors mean for it.

Whoever reads has a snapshot of pointer and pages, and little time: no question may hold a server
that others wait for.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from records.errors import ArchiveError, RefusedError
from search.engine import MovedError

QUESTION_MILLISECONDS = 900
READING = {
    "transaction_read_only": "on",
    "statement_timeout": str(QUESTION_MILLISECONDS),
    # A vector lies beside its row, which the planner does not reckon: it must not read them all.
    "enable_seqscan": "off",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "work_mem": "32MB",
}
UNDEFINED_TABLE, UNDEFINED_SCHEMA, INTERNAL = "42P01", "3F000", "XX000"
GONE = frozenset({UNDEFINED_TABLE, UNDEFINED_SCHEMA, INTERNAL})
"""What a server says of a table that was dropped between two of our statements, or within one."""
CANCELLED, LOCKED = "57014", "55P03"


def sqlstate_of(error: BaseException) -> str | None:
    """The server's own code of an error, whoever has wrapped it."""
    told: BaseException | None = error
    while told is not None:
        state = getattr(getattr(told, "orig", told), "sqlstate", None)
        if state is not None:
            return str(state)
        told = told.__cause__
    return None


@contextmanager
def reading(database: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of everything and changes nothing.

    Raises:
        MovedError: a table that was read is gone.
        RefusedError: S020, a statement took too long and was stopped.
    """
    with database.connect() as opened:
        connection = opened.execution_options(isolation_level="REPEATABLE READ")
        try:
            with connection.begin():
                wishes = (func.set_config(name, value, True) for name, value in READING.items())  # noqa: FBT003 - the server's flag
                connection.execute(select(*wishes))
                yield connection
        except (DBAPIError, ArchiveError) as error:
            state = sqlstate_of(error)
            if state in GONE:
                raise MovedError(str(database.url)) from error
            if state == CANCELLED:
                raise RefusedError("S020", "search") from error
            raise
