"""The document types (tên loại) of a versioned data file, found by their names.

It folds case, tone placement and marks of type names only; notations are never folded.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from records.vietnamese import fold, single_spaced

OTHER_TYPE = "32"
"""Khác: a type that Circular 05/2025/TT-BNV does not list."""
CLOSE_PERCENT = 86


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """One row of the data file; ``certainty`` tells where the row's facts come from."""

    name: str
    abbreviation: str
    code: str
    certainty: str

    @property
    def key(self) -> str:
        """The name as it is matched: lower case, no marks, quy and qui as one."""
        return fold(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeMatch:
    """A type found at the start of a text: ``words`` long, ``likeness`` from 0 to 1."""

    type: DocumentType
    words: int
    likeness: float


_in_force: ContextVar[tuple[DocumentType, ...] | None] = ContextVar("types", default=None)


def document_types() -> tuple[DocumentType, ...]:
    """The types in force, longest names first: the national ones, or an archive's."""
    return _in_force.get() or _national_types()


@contextmanager
def types_in_force(types: tuple[DocumentType, ...]) -> Iterator[None]:
    """Let every reader within know ``types`` (at least one) and no others.

    Types are asked for deep inside the grammar of titles and notations; they are the same for a
    whole document, and readers take no list.
    """
    token = _in_force.set(tuple(sorted(types, key=lambda each: -len(each.name))))
    try:
        yield
    finally:
        _in_force.reset(token)


@cache
def _national_types() -> tuple[DocumentType, ...]:
    """Every type of ``metadata/data/document_types.csv``, longest names first."""
    source = files("metadata").joinpath("data", "document_types.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in source.splitlines() if not line.startswith("#"))
    found = (
        DocumentType(
            name=row["name"],
            abbreviation=row["abbreviation"],
            code=row["type_code"],
            certainty=row["certainty"],
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda each: -len(each.name)))


def find_type(written: str) -> TypeMatch | None:
    """The type whose name ``written`` begins with, spelt exactly or nearly; longest name first."""
    key = re.sub(r"[^\w\s]", " ", fold(single_spaced(written))).split()
    best: TypeMatch | None = None
    for each in document_types():
        length = len(each.key.split())
        likeness = fuzz.ratio(" ".join(key[:length]), each.key)
        if likeness < CLOSE_PERCENT or (length == 1 and likeness < 100):  # noqa: PLR2004 - per cent
            continue
        if best is None or likeness / 100 > best.likeness:
            best = TypeMatch(type=each, words=length, likeness=likeness / 100)
    return best


def type_name(written: str) -> str | None:
    """A type as typed, or the known type's own spelling where all of it is that name."""
    typed = single_spaced(written)
    found = find_type(typed)
    if found is not None and found.words >= len(typed.split()):
        return found.type.name
    return typed[:1].upper() + typed[1:] or None


def type_code(name: str | None) -> str | None:
    """The code (typeName) of Circular 05/2025/TT-BNV; a type not in its list is 32 (Khác)."""
    if name is None:
        return None
    found = find_type(name)
    return found.type.code if found is not None else OTHER_TYPE


def type_of_notation(notation: str) -> DocumentType | None:
    """The type whose abbreviation stands first in ``notation`` (case and marks as written)."""
    groups = [group for group in re.split(r"[/\s-]+", notation) if not group.isdigit()]
    if not groups:
        return None
    matching = (each for each in document_types() if each.abbreviation == groups[0])
    return min(matching, key=lambda each: each.certainty == "memory", default=None)
