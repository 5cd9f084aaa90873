"""Tables that are truth for open work, as lines of JSON, and back; the same for every database.

Left out is what the copy has in a better form (the ledger) and what is derived: the catalogue,
and notes of what was seen when or begun.
"""

import base64
import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, Table, insert, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.revisions import SUFFIX
from archive_store.vault.database.tables import (
    CATALOGUE,
    CHECKS,
    COPIES_HELD,
    INTENT,
    LEDGER,
    LEDGER_NODES,
    RECORDS,
)
from archive_store.vault.ledger.entries import LedgerHead
from records.digest import Sha256

LEFT_OUT = frozenset(
    each.name for each in (LEDGER, LEDGER_NODES, CATALOGUE, RECORDS, CHECKS, COPIES_HELD, INTENT)
)
HEADS = "ledger_head"
"""Signed heads of the ledger, with their size and root."""


def write_tables(engine: Engine) -> bytes:
    """Every row of the tables, as of one moment: one line each, sorted."""
    lines = []
    with engine.connect() as opened:
        # PostgreSQL shows one moment only when asked to; SQLite always does.
        isolation = "REPEATABLE READ" if engine.dialect.name == "postgresql" else None
        connection = opened.execution_options(isolation_level=isolation) if isolation else opened
        for table in _tables(connection):
            lines += sorted(_line(table, row) for row in _rows(connection, table))
    return "".join(f"{line}\n" for line in lines).encode()


def read_tables(engine: Engine, content: bytes) -> int:
    """Fill tables, which must be empty, with the rows that ``write_tables`` wrote; how many.

    A row whose key is there already, from a first part of the same work or from an audit since, is
    left as it is. The tables must be here: see ``unknown_tables``.
    """
    rows = [json.loads(line) for line in content.decode().splitlines()]
    with writing(engine) as connection:
        known = {table.name: table for table in _tables(connection)}
        there = {name: {_key(t, r) for r in _rows(connection, t)} for name, t in known.items()}
        for told in rows:
            table = known[told["table"]]
            row = {name: _back(value) for name, value in told["row"].items()}
            if _key(table, row) not in there[table.name]:
                connection.execute(insert(table).values(**row))
    return len(rows)


def unknown_tables(engine: Engine, content: bytes) -> tuple[str, ...]:
    """The tables that ``write_tables`` wrote and that are not here: a newer program wrote them."""
    named = {json.loads(line)["table"] for line in content.decode().splitlines()}
    with engine.connect() as connection:
        return tuple(sorted(named - {table.name for table in _tables(connection)}))


def heads_in(content: bytes) -> tuple[LedgerHead, ...]:
    """The signed heads among the rows that ``write_tables`` wrote; their signatures unjudged."""
    rows = (json.loads(line) for line in content.decode().splitlines())
    return tuple(
        LedgerHead(size=told["row"]["size"], root=Sha256(told["row"]["root"]))
        for told in rows
        if told["table"] == HEADS
    )


def _tables(connection: Connection) -> list[Table]:
    found = MetaData()
    found.reflect(connection)
    return [
        table
        for table in found.sorted_tables
        if table.name not in LEFT_OUT and not table.name.endswith(SUFFIX)
    ]


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(table)).mappings():
        yield {str(name): value for name, value in row.items()}


def _key(table: Table, row: dict[str, Any]) -> str:
    names = [column.name for column in table.primary_key] or list(row)
    return _line(table, {name: row[name] for name in names})


def _line(table: Table, row: dict[str, Any]) -> str:
    plain = {name: _plain(value) for name, value in row.items()}
    return json.dumps({"table": table.name, "row": plain}, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"base64": base64.b64encode(bytes(value)).decode()}
    return value


def _back(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, written),) = value.items()
    if kind == "base64":
        return base64.b64decode(written)
    return (datetime if kind == "datetime" else date).fromisoformat(written)
