"""Who a name or a code stands for: agencies, matches with a list, and the list that decided.

The paper's own wording is never replaced by a list's: a match stands beside it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Certainty(StrEnum):
    """Where a fact of a list comes from; shown with the fact unless it is verified."""

    VERIFIED = "verified"
    SECOND_HAND = "second-hand"
    MEMORY = "memory"
    """Nobody has read it in a source: to be checked before legal use."""
    ARCHIVE = "archive"
    """The archive says so itself, in a list of its own."""
    UNKNOWN = "unknown"
    """No list has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """An agency by its code (QĐ 20/2020/QĐ-TTg), and the body of the first level that it is under.

    ``closed_on`` is the day from which the first level's code is closed, ``None`` where it is
    open or, with ``certainty`` unknown, where no list has it. ``certainty`` and ``source`` are
    those of the first level's facts.
    """

    name: str
    code: str
    level_one: str
    level_one_name: str | None
    closed_on: date | None
    certainty: Certainty
    source: str

    @property
    def is_closed(self) -> bool:
        """Whether the code of the first level is known to be closed."""
        return self.closed_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The entry of a list that a reading stands for; ``likeness`` runs from 0 to 1.

    ``identifier`` is the entry's code, or its name where it has none. ``likeness`` is 1 where the
    reading is the name or another name of the entry, its abbreviations spelt out.
    """

    identifier: str
    name: str
    likeness: float
    certainty: Certainty


@dataclass(frozen=True, slots=True, kw_only=True)
class ListVersion:
    """Which state of a list decided: its name, what it says of its version, its SHA-256."""

    name: str
    version: str
    digest: str
