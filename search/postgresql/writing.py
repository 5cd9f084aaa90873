"""PostgreSQL, the writing half: pages into and out of the tables of one class."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice

from sqlalchemy import (
    ARRAY,
    Connection,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    delete,
    func,
    insert,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.dialects.postgresql import insert as upsert

from records.hit import IndexedPage
from search.entry import pack, terms_of
from search.facets import facets_of, issued_number
from search.postgresql.bits import Bits
from search.postgresql.lexemes import folds_of, lexemes_of, vector_of
from search.postgresql.postings import add_pages, any_of, known_lexemes, last_number, leave_out
from search.postgresql.tables import ALL_PAGES, COUNTED, ISSUED, VALUED, YEAR_DAYS, ClassTables

AT_ONCE = 2_500
"""Pages: most words are on many, and are counted once for all."""


def put_in(connection: Connection, tables: ClassTables, pages: Iterable[IndexedPage]) -> None:
    """Add ``pages``, none of which is there."""
    rest = iter(pages)
    first = last_number(connection, tables)
    known = known_lexemes(connection, tables)
    while part := list(islice(rest, AT_ONCE)):
        words: Counter[str] = Counter({ALL_PAGES: len(part)})
        values = _values(connection, tables, part)
        rows, shown = [], []
        common, valued = Bits(), Bits()
        for number, page in enumerate(part, first + 1):
            lexemes = lexemes_of(terms_of(page))
            words.update(folds_of(lexemes))
            facets = {field: values.get((field, told)) for field, told in _facets(page)}
            rows.append(
                {
                    "number": number, "year": page.year, "issued": issued_number(page),
                    "terms": vector_of(lexemes), **facets,
                }
            )  # fmt: skip
            shown.append(_shown(number, page))
            for lexeme in known.intersection((*lexemes, ALL_PAGES)):
                common.set((lexeme,), (number,))
            for key in _marks(rows[-1]) if known else ():
                valued.set(key, (number,))
        vector = cast(bindparam("terms", type_=Text), TSVECTOR)
        connection.execute(insert(tables.page).values(terms=vector), rows)
        connection.execute(insert(tables.shown), shown)
        _count(connection, tables, words)
        add_pages(connection, tables, common, valued)
        first += len(part)


def take_out(connection: Connection, tables: ClassTables, remove: Iterable[tuple[str, str]]) -> int:
    """Remove every page that has one of the terms ``remove``; how many there were."""
    asked: dict[str, list[str]] = {"id": [], "dossier": []}
    for field, term in remove:
        asked[field].append(term)
    columns = {"id": tables.shown.c.page_id, "dossier": tables.shown.c.dossier}
    named = [columns[field] == any_of(terms, Text) for field, terms in asked.items() if terms]
    if not named:
        return 0
    numbers = connection.scalars(select(tables.shown.c.number).where(or_(*named))).all()
    if numbers:
        _take_out(connection, tables, numbers)
    return len(numbers)


def copy_all(connection: Connection, source: ClassTables, target: ClassTables) -> None:
    """Copy what is there, into empty tables: nothing that was taken out comes along."""
    used = union(*(select(source.page.c[name]) for name in VALUED))
    values = select(source.value).where(source.value.c.number.in_(used))
    for table in ("page", "shown", "word", "value"):
        there, here = getattr(source, table), getattr(target, table)
        rows = values if table == "value" else select(there)
        connection.execute(insert(here).from_select([each.name for each in here.columns], rows))


def _take_out(connection: Connection, tables: ClassTables, numbers: Sequence[int]) -> None:
    page, word, those = tables.page, tables.word, any_of(numbers, Integer)
    each = (
        select(func.unnest(func.tsvector_to_array(page.c.terms)).label("lexeme"))
        .where(page.c.number == those)
        .subquery()
    )
    gone = select(each.c.lexeme, func.count().label("pages")).group_by(each.c.lexeme).subquery()
    less = {"pages": word.c.pages - gone.c.pages}
    connection.execute(update(word).values(less).where(word.c.fold == gone.c.lexeme))
    _count(connection, tables, Counter({ALL_PAGES: -len(numbers)}))
    connection.execute(delete(word).where(word.c.pages <= 0, word.c.fold != ALL_PAGES))
    leave_out(connection, tables, numbers)
    for table in (page, tables.shown):
        connection.execute(delete(table).where(table.c.number == those))


def _count(connection: Connection, tables: ClassTables, words: Counter[str]) -> None:
    """Add to how many pages have each of ``words``."""
    word = tables.word
    folds = sorted(words)
    counts = [words[fold] for fold in folds]
    # As one statement: there are ten thousands of words.
    rows = func.unnest(
        cast(bindparam(None, folds, type_=ARRAY(Text)), ARRAY(Text)),
        cast(bindparam(None, counts, type_=ARRAY(Integer)), ARRAY(Integer)),
    ).table_valued(column("fold", Text), column("pages", Integer))
    told = upsert(word).from_select(["fold", "pages"], select(rows.render_derived(name="counted")))
    more = {"pages": word.c.pages + told.excluded.pages}
    connection.execute(told.on_conflict_do_update(index_elements=[word.c.fold], set_=more))


def _values(
    connection: Connection, tables: ClassTables, pages: Sequence[IndexedPage]
) -> dict[tuple[str, str], int]:
    """The numbers of what facets say, given to those that had none."""
    value = tables.value
    known = {(row.field, row.shown): row.number for row in connection.execute(select(value))}
    asked = dict.fromkeys(facet for page in pages for facet in _facets(page) if facet[1])
    missing = [facet for facet in asked if facet not in known]
    given = dict(zip(missing, count(max(known.values(), default=0) + 1), strict=False))
    if given:
        rows = [
            {"number": number, "field": field, "shown": told}
            for (field, told), number in given.items()
        ]
        connection.execute(insert(value), rows)
    return known | given


def _marks(row: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The fields and values by which a row of ``page`` has bits."""
    yield from ((field, row[field]) for field in COUNTED if row[field] is not None)
    yield ISSUED, int(str(row["issued"])) // YEAR_DAYS


def _facets(page: IndexedPage) -> tuple[tuple[str, str], ...]:
    told = facets_of(page)
    return tuple((name, without_nul(told[name])) for name in VALUED)


def _shown(number: int, page: IndexedPage) -> dict[str, object]:
    return {
        "number": number, "page_id": page.page_id, "dossier": page.dossier_code,
        "document": page.document_code, "page": page.page, "access": page.access.value,
        "title": without_nul(page.title), "dossier_title": without_nul(page.dossier_title),
        "content": pack(page),
    }  # fmt: skip


def without_nul(written: str) -> str:
    """``written`` as PostgreSQL can keep it."""
    return written.replace("\x00", " ")
