"""Numbers of pages as bits: a page's number is a bit in a block."""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, LargeBinary, Table, func

from search.postgresql.tables import BLOCK_PAGES

_UNSET, _SET = b"0", ord("1")
Key = tuple[str] | tuple[str, object]
"""What a row of bits is of, without its block."""


class Bits:
    """Bits by block, for the keys of one table's rows."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Key, list[int]] = defaultdict(list)

    def set(self, key: Key, numbers: Iterable[int]) -> None:
        """Set the bits of ``numbers`` for ``key``."""
        self._numbers[key].extend(numbers)

    def rows(self, columns: Sequence[str]) -> list[dict[str, object]]:
        """Rows for a table: the columns of the key, the block, and the bits in hexadecimal."""
        return [
            {**dict(zip(columns, key, strict=True)), "block": block, "bits": bits}
            for key in sorted(self._numbers)
            for block, bits in blocks_of(self._numbers[key])
        ]


def blocks_of(numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The blocks in which ``numbers`` are, and the bits of each in hexadecimal."""
    first = min(numbers, default=0) // BLOCK_PAGES
    blocks = max(numbers, default=-1) // BLOCK_PAGES + 1 - first
    flags, start = bytearray(_UNSET * (blocks * BLOCK_PAGES)), first * BLOCK_PAGES
    for number in numbers:
        flags[number - start] = _SET
    for at in range(blocks):
        block = bytes(flags[at * BLOCK_PAGES : (at + 1) * BLOCK_PAGES])
        if _SET in block:
            yield first + at, f"x{int(block, 2):0{BLOCK_PAGES // 4}x}"


def packed_numbers(page: Table) -> ColumnElement[bytes]:
    """The numbers of pages as bytes: a list would be written and read digit by digit."""
    return func.string_agg(func.int4send(page.c.number), b"", type_=LargeBinary)


def numbers_of(packed: bytes | None) -> Sequence[int]:
    """The numbers of ``packed_numbers``: four bytes each, the highest first."""
    found = array("i", packed or b"")
    if sys.byteorder == "little":
        found.byteswap()
    return found
