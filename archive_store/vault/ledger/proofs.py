"""Proofs about single entries and about growth, for somebody who has no more than a signed head.

Only what the head covers can be proven; the file's form is told in ``auditor/verify_ledger.py``.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Engine, select

from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.merkle import StoredTree
from archive_store.vault.ledger.signed_note import SignedHead
from archive_store.vault.ledger.tree import subtree, tree_size
from records.digest import Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryProof:
    """One entry's line, and the audit path from it to the root."""

    entry: str
    path: tuple[Sha256, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthProof:
    """An earlier head's note, and the proof that the later one only added to it."""

    head: str
    path: tuple[Sha256, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerProof:
    """What is proven against one signed head, which covers ``size`` entries."""

    head: str
    size: int
    entries: tuple[EntryProof, ...]
    earlier: tuple[GrowthProof, ...]

    def as_file(self) -> dict[str, object]:
        """The content of a proof file."""
        return {"format": "luutru-ledger-proof/1", **asdict(self)}


def prove(
    engine: Engine, head: SignedHead, object_id: str, earlier: Iterable[SignedHead] = ()
) -> LedgerProof:
    """Prove that the entries of an object are in the head, and that it follows earlier ones.

    The heads must have been judged: a proof against a root that the ledger does not have proves
    nothing. ``object_id`` may be empty, for proofs of growth alone.
    """
    size = head.checkpoint.size
    asked = (
        select(LEDGER.c.seq, LEDGER.c.payload)
        .where(LEDGER.c.object_id == object_id, LEDGER.c.seq < size)
        .order_by(LEDGER.c.seq)
    )
    with engine.connect() as connection:
        tree = stored_tree(connection, size)
        rows = connection.execute(asked).all()
        return LedgerProof(
            head=head.note,
            size=size,
            entries=tuple(
                EntryProof(entry=row.payload, path=tree.inclusion(row.seq)) for row in rows
            ),
            earlier=tuple(
                GrowthProof(head=each.note, path=tree.consistency(each.checkpoint.size))
                for each in earlier
            ),
        )


def stored_tree(connection: Connection, size: int | None = None) -> StoredTree:
    """The tree over the first ``size`` entries, or all, as the database keeps it."""

    def stored(end: int, height: int) -> bytes:
        return subtree(connection, end, height)

    return StoredTree(tree_size(connection) if size is None else size, stored)
