"""The ledger's Merkle tree as the database keeps it, so that no head has to read every entry.

For each entry the root of the largest perfect subtree that ends with it; where that is the leaf
itself it stands in the ledger already. Derived from the entries, and compared with them by
``ledger_check``; never the evidence itself.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, bindparam, func, insert, select

from archive_store.vault.database.tables import LEDGER, LEDGER_NODES
from archive_store.vault.ledger.merkle import Edge, node_hash, peaks_of

# Statements are made once: making them anew costs more than what they do.
_LAST = select(func.max(LEDGER.c.seq))
_LEAF = select(LEDGER.c.leaf).where(LEDGER.c.seq == bindparam("at"))
_NODE = select(LEDGER_NODES.c.hash).where(LEDGER_NODES.c.seq == bindparam("at"))
_PEAKS = select(LEDGER_NODES.c.seq, LEDGER_NODES.c.hash).where(
    LEDGER_NODES.c.seq.in_(bindparam("ends", expanding=True))
)
_KEEP = insert(LEDGER_NODES)
GONE = bytes(32)
"""Stands for an entry that is no longer there: a root with it equals no head."""


def tree_size(connection: Connection) -> int:
    """How many entries there are, by the number of the last."""
    last = connection.scalar(_LAST)
    return 0 if last is None else last + 1


def edge_of(connection: Connection, size: int) -> Edge:
    """The right edge of the tree over the first ``size`` entries."""
    peaks = peaks_of(size)
    ends = [end for end, _ in peaks]
    found = connection.execute(_PEAKS, {"ends": ends})
    stored = {row.seq: bytes.fromhex(row.hash) for row in found}
    return Edge(
        size, (stored.get(end) or subtree(connection, end, height) for end, height in peaks)
    )


def subtree(connection: Connection, end: int, height: int) -> bytes:
    """The root over the ``2**height`` entries of which ``end`` is the last.

    One that is not stored (a right half, or what was lost) is put together from its halves.
    """
    if height == 0:
        return _hash(connection, _LEAF, end) or GONE
    if (end + 1) >> height & 1:
        stored = _hash(connection, _NODE, end)
        if stored is not None:
            return stored
    left = subtree(connection, end - (1 << height - 1), height - 1)
    return node_hash(left, subtree(connection, end, height - 1))


def grow(connection: Connection, first: int, leaves: Sequence[str]) -> None:
    """Store what the entries from number ``first`` on add to the tree."""
    # Every second leaf is the whole subtree that ends with it, and stands in the ledger itself.
    if first % 2 == 0 and len(leaves) == 1:
        return
    edge = edge_of(connection, first)
    nodes = [edge.push(bytes.fromhex(leaf)).hex() for leaf in leaves]
    rows = [{"seq": first + n, "hash": node} for n, node in enumerate(nodes) if (first + n) % 2]
    if rows:
        connection.execute(_KEEP, rows)


def _hash(connection: Connection, asked: Select[tuple[str]], seq: int) -> bytes | None:
    found = connection.scalar(asked, {"at": seq})
    return None if found is None else bytes.fromhex(found)
