"""Who may see what: one pure policy, asked by search, show, export and portal alike."""

from dataclasses import dataclass
from enum import StrEnum


class AccessLevel(StrEnum):
    """Modes of use (``mode``) of Circular 05/2025/TT-BNV."""

    PUBLIC = "01"
    """Công khai."""
    CONDITIONAL = "02"
    """Sử dụng có điều kiện."""
    SECRET = "03"  # noqa: S105 - the word names a level, not a password
    """Mật; never indexed on this line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A person who asks; ``grants`` are the levels given to them, public included."""

    name: str
    grants: frozenset[AccessLevel]


PUBLIC_READER = Reader(name="public", grants=frozenset({AccessLevel.PUBLIC}))
ARCHIVIST = Reader(
    name="archivist", grants=frozenset({AccessLevel.PUBLIC, AccessLevel.CONDITIONAL})
)


def may_see(reader: Reader, level: AccessLevel | None) -> bool:
    """Whether ``reader`` may see a record of ``level``; an unknown level is seen by nobody."""
    return level is not None and level is not AccessLevel.SECRET and level in reader.grants


def visible_levels(reader: Reader) -> frozenset[AccessLevel]:
    """Every level that ``reader`` may see; where it is empty, nothing is shown."""
    return frozenset(level for level in AccessLevel if may_see(reader, level))
