"""The Merkle tree of RFC 9162 section 2.1: hashes, right edge, proofs; the only user of pymerkle.

Knows neither the ledger nor where hashes are kept: whoever asks hands over where to find subtrees.
"""

import hashlib
from collections.abc import Callable, Iterable

from pymerkle import verify_consistency, verify_inclusion
from pymerkle.core import BaseMerkleTree

from records.digest import Sha256

LEAF, NODE = b"\x00", b"\x01"
Subtree = Callable[[int, int], bytes]
"""The root over the 2**height leaves that end with a leaf: ``subtree(last_leaf, height)``."""


def leaf_hash(entry: bytes) -> Sha256:
    """The hash of one entry as a leaf."""
    return Sha256(hashlib.sha256(LEAF + entry).hexdigest())


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees as one."""
    return hashlib.sha256(NODE + left + right).digest()


class Edge:
    """The right edge of a tree of ``size`` leaves: all that is needed to let it grow.

    ``peaks`` are the roots of the perfect subtrees that make it up, the largest first.
    """

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def push(self, leaf: bytes) -> bytes:
        """Add a leaf; the root of the largest perfect subtree that ends with it."""
        node, merging = leaf, self.size
        while merging & 1:
            node = node_hash(self.peaks.pop(), node)
            merging >>= 1
        self.peaks.append(node)
        self.size += 1
        return node

    @property
    def root(self) -> Sha256:
        """The root over all leaves, in hexadecimal digits."""
        if not self.peaks:
            return Sha256(hashlib.sha256().hexdigest())
        *larger, root = self.peaks
        for peak in reversed(larger):
            root = node_hash(peak, root)
        return Sha256(root.hex())


def tree_root(entries: Iterable[bytes]) -> Sha256:
    """The root of the tree over ``entries``, in their order."""
    edge = Edge()
    for entry in entries:
        edge.push(bytes.fromhex(leaf_hash(entry)))
    return edge.root


def peaks_of(size: int) -> tuple[tuple[int, int], ...]:
    """The perfect subtrees that make up a tree: last leaf and height, the largest first."""
    heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
    return tuple(((size >> height << height) - 1, height) for height in heights)


class StoredTree(BaseMerkleTree):  # type: ignore[misc] # the library is untyped
    """A tree whose subtrees are kept elsewhere; it only proves, and never grows."""

    def __init__(self, size: int, subtree: Subtree) -> None:
        super().__init__(algorithm="sha256")
        self._size, self._subtree = size, subtree

    def inclusion(self, seq: int) -> tuple[Sha256, ...]:
        """The audit path of the leaf ``seq``, from the leaf up (RFC 9162 section 2.1.3.1).

        Raises:
            pymerkle.proof.InvalidProof: the stored subtrees contradict each other.
        """
        proof = self.prove_inclusion(seq + 1, self._size)
        verify_inclusion(proof.path[0], self.get_root(), proof, seq + 1, self._size)
        return tuple(Sha256(each.hex()) for each in proof.path[1:])

    def consistency(self, earlier: int) -> tuple[Sha256, ...]:
        """The proof that the first ``earlier`` leaves are unchanged (RFC 9162 section 2.1.4.1).

        The library's own proof has another form, longer where the earlier tree is a whole subtree
        of the later one; it is made and verified too, so that two ways must agree.

        Raises:
            pymerkle.proof.InvalidProof: the stored subtrees contradict each other.
        """
        proof = self.prove_consistency(earlier, self._size)
        verify_consistency(self.get_root(earlier), self.get_root(), proof, earlier, self._size)
        return tuple(Sha256(each.hex()) for each in self._subproof(earlier, 0, self._size))

    def _subproof(self, earlier: int, start: int, end: int, *, whole: bool = True) -> list[bytes]:
        size = end - start
        if earlier == size:
            return [] if whole else [self._get_root(start, end)]
        split = 1 << (size - 1).bit_length() - 1
        if earlier <= split:
            path = self._subproof(earlier, start, start + split, whole=whole)
            return [*path, self._get_root(start + split, end)]
        path = self._subproof(earlier - split, start + split, end, whole=False)
        return [*path, self._get_root(start, start + split)]

    def _get_subroot(self, offset: int, width: int) -> bytes:
        return self._subtree(offset + width - 1, width.bit_length() - 1)

    def _get_leaf(self, index: int) -> bytes:
        return self._subtree(index - 1, 0)

    def _get_leaves(self, offset: int, width: int) -> Iterable[bytes]:
        return (self._subtree(offset + number, 0) for number in range(width))

    def _get_size(self) -> int:
        return self._size

    def _encode_entry(self, data: bytes) -> bytes:
        raise NotImplementedError

    def _store_leaf(self, data: bytes, digest: bytes) -> int:
        raise NotImplementedError
