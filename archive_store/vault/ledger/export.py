"""The ledger as a file, one entry a line, and back; a file that does not fit is refused whole.

The lines are the entries' canonical JSON (JSON Lines), whose bytes are the leaves of the tree.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Engine, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.entries import (
    NO_ENTRY,
    LedgerEntry,
    LedgerHead,
    canonical,
    head,
    write_entries,
)
from archive_store.vault.ledger.lines import read_entry
from archive_store.vault.ledger.merkle import Edge, leaf_hash
from archive_store.vault.objects.durable import move
from records.errors import InputError, RefusedError

ROWS = 1000
"""How many entries are held in memory at once."""
LONGEST_LINE = 1 << 16
"""Longer than any entry: identifiers have at most 255 characters."""


def export_ledger(engine: Engine, file: Path) -> LedgerHead:
    """Write all entries into ``file``, in their order; the head is that of what was written.

    The file appears whole or not at all, and is on the disk when this returns.
    """
    edge = Edge()
    part = file.with_name(f"{file.name}.part")
    asked = select(LEDGER.c.payload).order_by(LEDGER.c.seq).execution_options(yield_per=ROWS)
    with engine.connect() as connection, part.open("wb") as stream:
        for payload in connection.scalars(asked):
            line = payload.encode()
            edge.push(bytes.fromhex(leaf_hash(line)))
            stream.write(line + b"\n")
        stream.flush()
        os.fsync(stream.fileno())
    move(part, file)
    return LedgerHead(size=edge.size, root=edge.root)


def import_ledger(engine: Engine, file: Path) -> LedgerHead:
    """Take in the entries of a file that ``export_ledger`` wrote; those that are here stay.

    All are taken in or none; doing it a second time changes nothing.

    Raises:
        InputError: A061, a line is no entry; A063, an entry does not follow from the one before.
        RefusedError: A062, what is here is not the beginning of the file.
    """
    held = select(LEDGER.c.payload).order_by(LEDGER.c.seq).execution_options(yield_per=ROWS)
    with file.open("rb") as stream, writing(engine) as connection:
        told = _follow(stream, file)
        with closing(connection.scalars(held)) as payloads:
            for seq, payload in enumerate(payloads):
                entry = next(told, None)
                if entry is None or canonical(entry) != payload:
                    raise RefusedError("A062", file, seq=seq)
        while following := tuple(islice(told, ROWS)):
            write_entries(connection, following)
    return head(engine)


def _follow(stream: BinaryIO, file: Path) -> Iterator[LedgerEntry]:
    previous = NO_ENTRY
    for seq in count():
        line = stream.readline(LONGEST_LINE)
        if not line:
            return
        entry = read_entry(line.removesuffix(b"\n"))
        if entry is None or not line.endswith(b"\n"):
            raise InputError("A061", file, line=seq + 1)
        if (entry.seq, entry.previous) != (seq, previous):
            raise InputError("A063", file, line=seq + 1)
        previous = leaf_hash(line[:-1])
        yield entry
