"""A question to one class, with what every statement of it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from search.filters import Filters
from search.postgresql.questions import Demand, Ways, required, tiers, wanted
from search.postgresql.tables import ClassTables
from search.query import ParsedQuery


class ClassState:
    """One class as ``connection`` sees it in its transaction; no two statements ask for the same.

    ``known`` notes which lexemes have bits, ``looked_up`` the numbers of pages.
    """

    def __init__(self, connection: Connection, tables: ClassTables) -> None:
        self.connection, self.tables = connection, tables
        self.known: dict[str, bool] = {}
        self.looked_up: dict[Ways, Sequence[int]] = {}

    @cached_property
    def values(self) -> Mapping[int, str]:
        """What facets say, by the number that stands for it with each page."""
        rows = self.connection.execute(select(self.tables.value))
        return {row.number: row.shown for row in rows}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A parsed query and its filters, asked of a class."""

    state: ClassState
    query: ParsedQuery
    filters: Filters

    @property
    def connection(self) -> Connection:
        """Over which it is asked."""
        return self.state.connection

    @property
    def tables(self) -> ClassTables:
        """The tables that are asked."""
        return self.state.tables

    @cached_property
    def demand(self) -> Demand | None:
        """The lexemes that decide whether a page answers, where they alone do."""
        return required(self.query, self.filters.facts)

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
