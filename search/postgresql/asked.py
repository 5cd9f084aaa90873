"""A question to one class, with what every statement of it needs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from search.filters import Filters
from search.postgresql.questions import Ways, tiers, wanted
from search.postgresql.tables import ClassTables
from search.query import ParsedQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A parsed query and its filters, asked of ``tables`` over ``connection``.

    ``known`` notes which lexemes have bits, ``looked_up`` the numbers of pages: no two statements
    ask for the same.
    """

    connection: Connection
    tables: ClassTables
    query: ParsedQuery
    filters: Filters
    known: dict[str, bool] = field(default_factory=dict)
    looked_up: dict[Ways, Sequence[int]] = field(default_factory=dict)

    @property
    def fits(self) -> ColumnElement[bool]:
        """Whether a page answers."""
        return self.fits_also(wanted(self.query, self.filters.facts))

    @property
    def tiers(self) -> tuple[str, ...]:
        """Narrower and narrower literals, see ``lexemes``; the last one is that of ``fits``."""
        return tiers(self.query, self.filters.facts)

    def fits_also(self, literal: str) -> ColumnElement[bool]:
        """Whether a page matches a ``tsquery`` literal and lies within the days that are asked."""
        told = [matches(self.tables, literal)] if literal else []
        if self.filters.issued is not None:
            told.append(self.tables.page.c.issued.between(*self.filters.issued))
        return and_(true(), *told)


def matches(tables: ClassTables, query: str) -> ColumnElement[bool]:
    """Whether a page matches a ``tsquery`` literal."""
    asked = cast(bindparam(None, query, type_=Text), TSQUERY)
    return tables.page.c.terms.op("@@", is_comparison=True)(asked)
