"""The Merkle tree over the ledger's entries (RFC 9162 section 2.1); the only user of pymerkle."""

import hashlib
from collections.abc import Iterable

from pymerkle import InmemoryTree

from records.digest import Sha256

LEAF = b"\x00"


def leaf_hash(entry: bytes) -> Sha256:
    """The hash of one entry as a leaf."""
    return Sha256(hashlib.sha256(LEAF + entry).hexdigest())


def tree_root(entries: Iterable[bytes]) -> Sha256:
    """The root of the tree over ``entries``, in their order."""
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return Sha256(tree.get_root().hex())
