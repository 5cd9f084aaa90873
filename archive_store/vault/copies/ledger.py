"""The ledger at a copy: segments of its entries, written once, each beginning where one ended.

A copy is also a witness: a ledger that lost its tail, or was rewritten, does not fit what a copy
has, and is then not copied over it.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from sqlalchemy import Engine, func, select

from archive_store.vault.copies.shelf import Copy, read_bytes
from archive_store.vault.copies.writing import write_verified
from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.entries import NO_ENTRY, LedgerEntry, LedgerHead
from archive_store.vault.ledger.lines import read_entry
from archive_store.vault.ledger.merkle import Edge, leaf_hash
from archive_store.vault.objects.inventory import sha512_of_bytes
from archive_store.vault.objects.place import Place, locked
from records.errors import InputError, RefusedError

FOLDER = "ledger"
SEGMENT = re.compile(r"^(\d{12})-(\d{12})\.jsonl$")
ENTRIES = 50_000
"""How many entries a segment holds at most: some 20 MB."""
NAMED = 10
"""Of the objects that a foreign or changed ledger lacks, so many are named."""


def copy_ledger(place: Place, copy: Copy) -> int:
    """Write the entries that the copy lacks; how many these were.

    Raises:
        RefusedError: A083, the ledger does not go on from what the copy has.
        InputError: A088, the copy's segments have a gap.
        SetupError, OSError: as ``write_verified``.
    """
    with locked(place, f"copy {copy.name} {FOLDER}"):
        found = segments(copy)
        first = found[-1][1] + 1 if found else 0
        size = _size(place.engine)
        check_continues(place.engine, copy)
        for start in range(first, size, ENTRIES):
            payloads = _payloads(place.engine, start, min(start + ENTRIES, size))
            content = b"".join(payload + b"\n" for payload in payloads)
            path = f"{FOLDER}/{start:012d}-{start + len(payloads) - 1:012d}.jsonl"
            place.on_step("copy ledger")
            write_verified(copy.shelf, path, sha512_of_bytes(content), BytesIO(content))
        return size - first


def check_continues(engine: Engine, copy: Copy) -> None:
    """Refuse a ledger here that does not go on from what the copy has.

    Raises:
        RefusedError: A083, it does not.
        InputError, OSError: as ``ledger_lines``.
    """
    found = segments(copy)
    if not found:
        return
    first, last = found[-1]
    # Each entry holds the hash of the one before: where the last is the same, all are.
    content = read_bytes(copy.shelf, f"{FOLDER}/{first:012d}-{last:012d}.jsonl")
    size, ours = _size(engine), _payloads(engine, last, last + 1)
    if [content.rstrip(b"\n").split(b"\n")[-1]] != ours:
        objects = _lost_objects(engine, copy)
        facts = {"copied": last + 1, "ours": size, "count": len(objects)}
        raise RefusedError("A083", copy.name, **facts, objects=", ".join(objects[:NAMED]) or "–")


def segments(copy: Copy) -> tuple[tuple[int, int], ...]:
    """First and last entry of each segment at the copy, in their order.

    Raises:
        InputError: A088, there is a gap between two.
        OSError: the copy cannot be reached.
    """
    matches = (SEGMENT.match(name) for name in copy.shelf.list_files(FOLDER))
    found = sorted((int(each[1]), int(each[2])) for each in matches if each)
    expected = 0
    for first, last in found:
        if first != expected:
            raise InputError("A088", f"{copy.name}/{FOLDER}/{first:012d}-{last:012d}.jsonl")
        expected = last + 1
    return tuple(found)


def ledger_lines(copy: Copy) -> Iterator[bytes]:
    """Every entry at the copy as its canonical line, without the line's end.

    Raises:
        InputError: A088, a segment does not hold what its name says.
        OSError: the copy cannot be reached.
    """
    for first, last in segments(copy):
        path = f"{FOLDER}/{first:012d}-{last:012d}.jsonl"
        lines = read_bytes(copy.shelf, path).split(b"\n")
        if len(lines) != last - first + 2 or lines.pop():
            raise InputError("A088", f"{copy.name}/{path}")
        yield from lines


def fetch_ledger(copy: Copy, file: Path) -> LedgerHead:
    """Put the copy's entries together as ``export_ledger`` writes them; their head.

    Raises:
        InputError, OSError: as ``ledger_lines``.
    """
    edge = Edge()
    with file.open("wb") as stream:
        for line in ledger_lines(copy):
            edge.push(bytes.fromhex(leaf_hash(line)))
            stream.write(line + b"\n")
    return LedgerHead(size=edge.size, root=edge.root)


def _lost_objects(engine: Engine, copy: Copy) -> list[str]:
    """The objects of which the copy has entries that say something no entry here says."""
    asked = select(LEDGER.c.payload).execution_options(yield_per=1000)
    with engine.connect() as connection:
        ours = {_said(told.encode()) for told in connection.scalars(asked)}
    told = (_said(line) for line in ledger_lines(copy))
    return list(dict.fromkeys(each.object_id if each else "?" for each in told if each not in ours))


def _said(line: bytes) -> LedgerEntry | None:
    """An entry without its place in the chain, which a change of any before it changes."""
    entry = read_entry(line)
    return replace(entry, seq=0, previous=NO_ENTRY) if entry else None


def _size(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(LEDGER)) or 0


def _payloads(engine: Engine, first: int, end: int) -> list[bytes]:
    asked = select(LEDGER.c.payload).where(LEDGER.c.seq >= first, LEDGER.c.seq < end)
    with engine.connect() as connection:
        return [told.encode() for told in connection.scalars(asked.order_by(LEDGER.c.seq))]
