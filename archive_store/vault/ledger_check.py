"""Judges the ledger: numbers without gaps, an unbroken chain, entries that say what they said."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, select

from archive_store.vault.ledger import NO_ENTRY
from archive_store.vault.merkle import leaf_hash
from archive_store.vault.tables import LEDGER
from records.problem import Problem, problem

COLUMNS = ("seq", "object_id", "version", "inventory_sha512", "action", "previous")


def verify(engine: Engine) -> tuple[Problem, ...]:
    """Every fault of the ledger, in its order; none means intact."""
    with engine.connect() as connection:
        return tuple(_judge(connection.execute(select(LEDGER).order_by(LEDGER.c.seq)).mappings()))


def _judge(rows: Any) -> Iterator[Problem]:
    previous: str = NO_ENTRY
    for expected, row in enumerate(rows):
        if row["seq"] != expected:
            yield problem("A040", "ledger", expected=expected, found=row["seq"])
            return
        if not _agrees(row):
            yield problem("A042", "ledger", seq=expected)
        leaf = leaf_hash(row["payload"].encode())
        if row["previous"] != previous or row["leaf"] != leaf:
            yield problem("A041", "ledger", seq=expected)
        previous = leaf


def _agrees(row: Any) -> bool:
    try:
        told = json.loads(row["payload"])
    except json.JSONDecodeError:
        return False
    return all(told.get(name) == row[name] for name in COLUMNS)
