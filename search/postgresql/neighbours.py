"""Syllables one edit away, or that begin alike, from the list of words of one class.

All that can be one edit away are asked for by name, which the list's key answers at once. Trigrams
(``pg_trgm``) would miss many of them, for syllables are short: decision 0034.
"""

from sqlalchemy import Text, select

from search.edits import one_edit_away
from search.engine import ENOUGH_PAGES, Neighbour
from search.postgresql.asked import ClassState, matches
from search.postgresql.asking import found_pages
from search.postgresql.lexemes import quoted
from search.postgresql.postings import any_of


def neighbour(state: ClassState, fold: str) -> Neighbour | None:
    """As the port tells."""
    tables, word = state.tables, state.tables.word
    alike = any_of(sorted({fold, *one_edit_away(fold)}), Text)
    asked = select(word.c.fold, word.c.pages).where(
        word.c.fold == alike, word.c.pages >= ENOUGH_PAGES
    )
    counted = {row.fold: row.pages for row in state.connection.execute(asked)}
    if fold in counted or not counted:
        return None
    other = min(counted, key=lambda each: (-counted[each], each))
    asked = select(tables.page.c.number).where(matches(tables, quoted(other))).limit(ENOUGH_PAGES)
    samples = [(number, 0.0) for number in state.connection.scalars(asked)]
    return Neighbour(fold=other, samples=tuple(found_pages(state, samples)))


def near(state: ClassState, fold: str, most: int) -> tuple[str, ...]:
    """As the port tells."""
    word = state.tables.word
    asked = (
        select(word.c.fold)
        .where(word.c.fold == any_of(sorted(one_edit_away(fold)), Text), word.c.pages > 0)
        .order_by(word.c.pages.desc(), word.c.fold)
        .limit(most)
    )
    return tuple(state.connection.scalars(asked))


def begun(state: ClassState, letters: str, most: int) -> tuple[str, ...]:
    """As the port tells."""
    word = state.tables.word
    asked = (
        select(word.c.fold)
        .where(word.c.fold.startswith(letters, autoescape=True), word.c.pages > 0)
        .order_by(word.c.pages.desc(), word.c.fold)
        .limit(most)
    )
    return tuple(state.connection.scalars(asked))
