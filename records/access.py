"""Who may see what: one pure policy, asked by search, show, export and portal alike."""

from collections.abc import Iterable
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

READERS = {reader.name: reader for reader in (PUBLIC_READER, ARCHIVIST)}


def may_see(reader: Reader, level: AccessLevel | None) -> bool:
    """Whether ``reader`` may see a record of ``level``; an unknown level is seen by nobody."""
    return level is not None and level is not AccessLevel.SECRET and level in reader.grants


def level_of(own: str, whole: str, parts: Iterable[str]) -> AccessLevel | None:
    """The level of a document with the mode ``own``, in a dossier with the mode ``whole``.

    A dossier is at least as strict as the strictest of its documents, ``parts``. Where it is
    stricter than all of them, it is meant as a whole, and its level is theirs too. A mode that is
    none has no level.
    """
    told = whole if all(part < whole for part in parts) else own
    return AccessLevel(told) if told in set(AccessLevel) else None


def visible_levels(reader: Reader) -> frozenset[AccessLevel]:
    """Every level that ``reader`` may see; where it is empty, nothing is shown."""
    return frozenset(level for level in AccessLevel if may_see(reader, level))
