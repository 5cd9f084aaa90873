"""Signed heads of the ledger: kept, and held against what the ledger is today.

Whoever owns the database can forge heads and keys in it too; that is why heads and the public key
also go where the pipeline cannot write. What is told here is true of the heads that are handed in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, func, insert, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import LEDGER_HEADS, LEDGER_KEYS
from archive_store.vault.ledger.head_keys import is_signed_by
from archive_store.vault.ledger.signed_note import SignedHead, VerifierKey, read_note, read_verifier
from archive_store.vault.ledger.tree import edge_of, tree_size
from records.dates import VIETNAM
from records.digest import Sha256
from records.problem import Problem, problem

SHOWN = 60
"""Characters of a broken note that its Problem shows."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the ledger: its size, and the root at any size."""

    connection: Connection
    size: int
    roots: Mapping[int, Sha256]

    def root(self, size: int) -> Sha256:
        """The root over the first ``size`` entries, computed anew or as it is kept."""
        return self.roots.get(size) or edge_of(self.connection, size).root


def trust_key(engine: Engine, key: VerifierKey, now: datetime) -> None:
    """Heads with this key's signature are accepted from now on; a second time changes nothing."""
    with writing(engine) as connection:
        if str(key) not in set(connection.scalars(select(LEDGER_KEYS.c.verifier))):
            row = {"verifier": str(key), "since": now.isoformat()}
            connection.execute(insert(LEDGER_KEYS).values(row))


def trusted_keys(engine: Engine) -> tuple[VerifierKey, ...]:
    """The keys whose heads are accepted, oldest first."""
    asked = select(LEDGER_KEYS.c.verifier).order_by(LEDGER_KEYS.c.since, LEDGER_KEYS.c.verifier)
    with engine.connect() as connection:
        found = tuple(read_verifier(line) for line in connection.scalars(asked))
    return tuple(key for key in found if key is not None)


def keep_head(engine: Engine, head: SignedHead) -> int:
    """Write a head behind the others; its number, counted from 1."""
    told = head.checkpoint
    with writing(engine) as connection:
        number = (connection.scalar(select(func.max(LEDGER_HEADS.c.number))) or 0) + 1
        row = {
            "number": number,
            "size": told.size,
            "root": told.root,
            "time": told.time.isoformat(),
            "note": head.note,
        }
        connection.execute(insert(LEDGER_HEADS).values(row))
    return number


def kept_notes(engine: Engine) -> tuple[tuple[int, str], ...]:
    """Every kept head as its note, with its number, oldest first."""
    asked = select(LEDGER_HEADS.c.number, LEDGER_HEADS.c.note).order_by(LEDGER_HEADS.c.number)
    with engine.connect() as connection:
        return tuple((row.number, row.note) for row in connection.execute(asked))


def newest_head(engine: Engine, least_size: int = 0) -> tuple[int, SignedHead] | None:
    """The last head that covers at least so many entries, with its number."""
    for number, note in reversed(kept_notes(engine)):
        head = read_note(note)
        if head is not None and head.checkpoint.size >= least_size:
            return number, head
    return None


def check_heads(
    engine: Engine,
    outside: Iterable[tuple[str, str]] = (),
    signers: Iterable[VerifierKey] = (),
    roots: Mapping[int, Sha256] | None = None,
) -> tuple[Problem, ...]:
    """Hold every kept head against the ledger, and notes that were kept ``outside`` the archive.

    Those come with the name under which they are told of. Each must be signed by a trusted key, or
    by one of ``signers``, and the ledger must begin with exactly what it saw. ``roots`` are those
    that ``ledger_check`` computed from the entries; without them the tree is taken as it is kept.
    """
    keys = (*trusted_keys(engine), *signers)
    kept = [(f"ledger head {number}", note) for number, note in kept_notes(engine)]
    with engine.connect() as connection:
        known = Known(connection, tree_size(connection), roots or {})
        judged = (judge_note(known, keys, *note) for note in (*kept, *outside))
        return tuple(fault for fault in judged if fault is not None)


def sizes_of(notes: Iterable[tuple[str, str]]) -> frozenset[int]:
    """The sizes that heads speak of, by their notes with or without a right signature."""
    heads = (read_note(note) for _, note in notes)
    return frozenset(head.checkpoint.size for head in heads if head is not None)


def judge_note(
    known: Known, keys: Iterable[VerifierKey], subject: str, note: str
) -> Problem | None:
    """What is wrong with one head, or with the ledger in its light."""
    head = read_note(note)
    if head is None or not any(is_signed_by(head, key) for key in keys):
        return problem("A065", subject, note=note[:SHOWN].replace("\n", " "))
    told = head.checkpoint
    facts = {"size": told.size, "time": f"{told.time.astimezone(VIETNAM):%d/%m/%Y %H:%M}"}
    if told.size > known.size:
        return problem("A067", subject, found=known.size, **facts)
    if known.root(told.size) != told.root:
        return problem("A066", subject, **facts)
    return None
