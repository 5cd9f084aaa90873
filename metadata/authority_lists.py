"""The lists of bodies, people and types that names are judged by: the nation's, and an archive's.

What an archive says of a body, a code or a type goes before what the national lists say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

from metadata.authority_tables import Row, read_table
from metadata.body_names import Name, may_begin, name_of
from metadata.document_types import DocumentType, document_types
from metadata.organisations import PROVINCES, Organisation, organisations
from records.authority import Certainty, ListVersion
from records.dates import PartialDate
from records.digest import sha256_of_bytes
from records.vietnamese import fold

BODIES, PEOPLE, TYPES = "bodies.csv", "people.csv", "document_types.csv"
TYPE_CODES = frozenset(f"{number:02d}" for number in range(1, 33))


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body (cơ quan, tổ chức) of a list; ``line`` is its line in the archive's file, else 0.

    ``parent`` is the name or the code of the body above it. A ``start`` or ``end`` of ``None``
    leaves its period open.
    """

    name: str
    other_names: tuple[str, ...] = ()
    code: str = ""
    parent: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    certainty: Certainty = Certainty.ARCHIVE
    line: int = 0

    @property
    def identifier(self) -> str:
        """Its code, or its name where it has none."""
        return self.code or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is known by, its own first."""
        return (self.name, *self.other_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who held ``office`` of ``body`` (its name or code, may be empty) in a period."""

    name: str
    office: str
    body: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLists:
    """All lists in force, and the versions of the files they came from."""

    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    types: tuple[DocumentType, ...]
    versions: tuple[ListVersion, ...]
    _named: dict[str, Body] = field(default_factory=dict, init=False, repr=False, compare=False)
    _begun: dict[str, list[tuple[Name, Body]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        for body in self.bodies:
            for key in (body.code, *map(fold, body.names)):
                self._named.setdefault(key, body)
            for name in (name for name in map(name_of, body.names) if name.words):
                self._begun.setdefault(name.words[0], []).append((name, body))

    def body(self, named: str) -> Body | None:
        """The first body with that code or name, whatever the name's case and marks."""
        return self._named.get(named) or self._named.get(fold(named)) if named else None

    def names_like(self, read: Name) -> Iterator[tuple[Name, Body]]:
        """The names that may be read as beginning with the first word of ``read``."""
        for first, names in self._begun.items():
            if may_begin(first, read.words[0]):
                yield from names


@cache
def national_lists() -> AuthorityLists:
    """The lists that come with the product; they know provinces, a few ministries, no people."""
    return AuthorityLists(
        bodies=tuple(map(_national_body, organisations().values())),
        people=(),
        types=document_types(),
        versions=(_shipped("organisations.csv"), _shipped("document_types.csv")),
    )


def read_lists(folder: Path) -> AuthorityLists:
    """The national lists with the archive's own from ``folder``; files may be missing.

    Raises:
        SetupError: a file cannot be read (M080) or a cell of it cannot be taken (M081).
    """
    nation = national_lists()
    bodies = tuple(map(_body, read_table(folder / BODIES, _BODY_COLUMNS, 1)))
    people = tuple(map(_person, read_table(folder / PEOPLE, _PERSON_COLUMNS, 2)))
    types = tuple(map(_type, read_table(folder / TYPES, ("name", "type_code", "abbreviation"), 2)))
    own_codes = {body.code for body in bodies if body.code}
    own_types = {each.key for each in types}
    return AuthorityLists(
        bodies=(*bodies, *(each for each in nation.bodies if each.code not in own_codes)),
        people=people,
        types=(*types, *(each for each in nation.types if each.key not in own_types)),
        versions=(*nation.versions, *_versions(folder)),
    )


_BODY_COLUMNS = ("name", "other_names", "code", "parent", "from", "to", "note")
_PERSON_COLUMNS = ("name", "office", "body", "from", "to", "note")


def _body(row: Row) -> Body:
    start, end = row.period()
    others = (other.strip() for other in row.cells["other_names"].split("|"))
    return Body(
        name=row.text("name"),
        other_names=tuple(filter(None, others)),
        code=row.cells["code"],
        parent=row.cells["parent"],
        start=start,
        end=end,
        line=row.line,
    )


def _person(row: Row) -> Person:
    start, end = row.period()
    return Person(
        name=row.text("name"),
        office=row.text("office"),
        body=row.cells["body"],
        start=start,
        end=end,
        line=row.line,
    )


def _type(row: Row) -> DocumentType:
    if row.text("type_code") not in TYPE_CODES:
        raise row.wrong("type_code")
    national = {each.key: each.abbreviation for each in document_types()}
    name = row.text("name")
    return DocumentType(
        name=name,
        abbreviation=row.cells["abbreviation"] or national.get(fold(name), ""),
        code=row.cells["type_code"],
        certainty=Certainty.VERIFIED,
    )


def _national_body(row: Organisation) -> Body:
    names = (row.name, *row.aliases)
    if row.group == PROVINCES:
        levels = ("", "tỉnh ", "thành phố ")
        names = tuple(f"Ủy ban nhân dân {level}{name}" for name in names for level in levels)
    last = row.closed_on - timedelta(days=1) if row.closed_on else None
    return Body(
        name=names[0],
        other_names=names[1:],
        code=row.code,
        end=PartialDate(year=last.year, month=last.month, day=last.day) if last else None,
        certainty=row.certainty,
    )


def _versions(folder: Path) -> tuple[ListVersion, ...]:
    return tuple(
        ListVersion(
            name=f"authorities/{name}",
            version="",
            digest=sha256_of_bytes((folder / name).read_bytes()),
        )
        for name in (BODIES, PEOPLE, TYPES)
        if (folder / name).exists()
    )


def _shipped(name: str) -> ListVersion:
    content = files("metadata").joinpath("data", name).read_bytes()
    version = content.decode().split("\n", 1)[0].removeprefix("# version = ").strip()
    return ListVersion(name=name, version=version, digest=sha256_of_bytes(content))
