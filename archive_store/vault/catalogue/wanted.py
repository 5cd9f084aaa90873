"""Which dossiers of the catalogue are wanted, and the condition that finds them; reads nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ARRAY, ColumnElement, Engine, Text, and_, cast, func, not_, or_
from sqlalchemy.dialects.postgresql import array

from archive_store.vault.catalogue.title_words import words_of
from archive_store.vault.copies.held import waits_for
from archive_store.vault.database.tables import CATALOGUE, WORDS_OF_TITLE
from records.package import StorageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which dossiers; ``None`` asks nothing.

    ``fonds`` is a fonds' name, its code or its agency's; ``year`` lies within the dossier's years;
    ``is_signed`` asks whether the archive has signed every access copy;
    ``words`` all stand in its title, in any order and whether or not marks are typed.
    """

    state: str | None = None
    fonds: str | None = None
    batch_id: str | None = None
    year: int | None = None
    access: str | None = None
    words: str | None = None
    is_signed: bool | None = None
    copies: tuple[str, ...] = ()
    """Second copies that a stored dossier has to be in, lest its state be ``copy-pending``."""

    @property
    def is_looked_through(self) -> bool:
        """Whether no index knows the answer."""
        return any(asked is not None for asked in (self.fonds, self.year, self.words))


EVERYTHING = Wanted()


def condition(engine: Engine, wanted: Wanted) -> ColumnElement[bool]:
    """What a row of the catalogue has to fulfil."""
    columns = CATALOGUE.c
    asked: list[ColumnElement[bool]] = []
    asked += _in_state(wanted)
    for column, value in (
        (columns.batch_id, wanted.batch_id),
        (columns.access, wanted.access),
    ):
        if value is not None:
            asked.append(column == value)
    if wanted.is_signed is not None:
        asked.append(columns.unsigned == 0 if wanted.is_signed else columns.unsigned > 0)
    if wanted.fonds is not None:
        names = (columns.fonds, columns.fonds_code, columns.agency_code)
        asked.append(or_(*(name == wanted.fonds for name in names)))
    if wanted.year is not None:
        first, last = columns.start_date, columns.end_date
        asked.append(func.coalesce(first, last) < f"{wanted.year + 1:04d}")
        asked.append(func.coalesce(last, first) >= f"{wanted.year:04d}")
    words = words_of(wanted.words or "")
    if words and engine.dialect.name == "postgresql":
        asked.append(WORDS_OF_TITLE.op("@>", is_comparison=True)(cast(array(words), ARRAY(Text))))
    else:
        asked += (columns.title_words.contains(f" {word} ", autoescape=True) for word in words)
    return and_(True, *asked)  # noqa: FBT003 - the condition that always holds


def _in_state(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.state == StorageState.COPY_PENDING:
        yield and_(CATALOGUE.c.state == StorageState.STORED, waits_for(wanted.copies))
    elif wanted.state is not None:
        yield CATALOGUE.c.state == wanted.state
    if wanted.state == StorageState.STORED:
        yield not_(waits_for(wanted.copies))
