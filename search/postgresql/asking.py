"""PostgreSQL, the asking half: a parsed query → the pages of one access class that answer it.

Counting reads bits where all that is asked is common, else narrow rows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import Integer, func, select, tuple_

from records.access import AccessLevel
from records.hit import Sort
from search.engine import Found
from search.entry import FoundPage
from search.facets import FACETS
from search.postgresql.asked import Asked, ClassState
from search.postgresql.counting import Facets, count_common
from search.postgresql.postings import any_of
from search.postgresql.ranking import Place, in_order
from search.postgresql.tables import COUNTED, ISSUED, VALUED


def find(asked: Asked, sort: Sort, most: int) -> Found:
    """As the port tells."""
    total, pages = _counted_by_bits(asked) or _counted(asked)
    places = in_order(asked, sort, most, total) if total and most > 0 else ()
    return Found(
        total=total,
        best=tuple(found_pages(asked.state, places)),
        facets=_facets(asked, pages, total),
    )


def found_pages(state: ClassState, places: Sequence[Place]) -> Iterable[FoundPage]:
    """The pages with these numbers, in their order."""
    page, shown, values = state.tables.page, state.tables.shown, state.values
    numbers = [number for number, _ in places]
    wanted = (
        select(shown, page.c.year, page.c.issued, *(page.c[name] for name in VALUED))
        .join(page, page.c.number == shown.c.number)
        .where(shown.c.number == any_of(numbers, Integer))
    )
    rows = {row.number: row for row in state.connection.execute(wanted)} if places else {}
    for number, score in places:
        row = rows[number]
        told = {name: row._mapping[name] for name in VALUED}
        facets = {name: values[value] for name, value in told.items() if value is not None}
        if row.year is not None:
            facets["year"] = f"{row.year:04d}"
        yield FoundPage(
            page_id=row.page_id,
            dossier_code=row.dossier,
            document_code=row.document,
            page=row.page,
            title=row.title,
            dossier_title=row.dossier_title,
            access=AccessLevel(row.access),
            issued=row.issued,
            facets={**facets, "access": row.access},
            score=score,
            packed=row.content,
        )


def _counted_by_bits(asked: Asked) -> tuple[int, Facets] | None:
    demand = asked.demand
    if demand is None:
        return None
    return count_common(asked, demand)


def _counted(asked: Asked) -> tuple[int, Facets]:
    """How many pages there are, and how many with which value of which facet, in one scan."""
    columns = [asked.tables.page.c[name] for name in COUNTED]
    counted = (
        select(*columns, func.grouping(*columns).label("which"), func.count().label("pages"))
        .where(asked.fits)
        .group_by(func.grouping_sets(*(tuple_(column) for column in columns)))
    )
    # A bit is set for each column that a row is not grouped by; the first column has the highest.
    sets = {(1 << len(COUNTED)) - 1 - (1 << at): name for at, name in enumerate(reversed(COUNTED))}
    total, found = 0, {}
    for row in asked.connection.execute(counted):
        name = sets[row.which]
        total += row.pages if name == COUNTED[0] else 0
        if (value := row._mapping[name]) is not None:
            found[name, value] = row.pages
    return total, found


def _facets(asked: Asked, pages: Facets, total: int) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    if not total:
        return found
    for (name, value), count in pages.items():
        if name == ISSUED:
            continue
        found[name][f"{value:04d}" if name == "year" else asked.state.values[value]] += count
    found["access"][asked.filters.level.value] = total
    return found
