"""What a page is filtered by: facts of its description, in one form for all.

A fact is one term: ``fonds=so_noi_vu`` is the whole value, ``fonds~noi_vu`` a part of it. Case and
marks do not matter, and an abbreviation is what it stands for. Pages and questions ask here, so
that both have the same terms.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from records.dates import PartialDate
from records.hit import IndexedPage
from records.vietnamese import without_marks
from search.abbreviations import contracted
from search.analyser import clean, pairs, syllables
from search.codes import codes
from search.facets import FACETS, facets_of

MOST_SYLLABLES = 20


class Fact(StrEnum):
    """The fields of the description that a question can name."""

    FONDS = "fonds"
    TYPE = "type"
    BODY = "body"
    TITLE = "title"
    DOSSIER = "dossier"
    NUMBER = "number"
    YEAR = "year"
    ISSUED = "issued"
    CONFIDENCE = "confidence"


_BLANK = re.compile(r"\s+")


def facts_of(page: IndexedPage) -> tuple[str, ...]:
    """Every fact that ``page`` can be filtered by."""
    facets = facets_of(page)
    found = [whole(Fact(name), facets[name]) for name in FACETS if name in set(Fact)]
    for fact in (Fact.FONDS, Fact.TYPE, Fact.BODY):
        found += _words(fact, facets[fact])
    found += _words(Fact.BODY, page.body_as_written or "")
    found += [*_words(Fact.TITLE, page.title), *_words(Fact.DOSSIER, page.dossier_title)]
    found += [*dossier_facts(page.dossier_code), dossier_fact(page.document_code)]
    found += number_facts(page.notation or "")
    if page.issued is not None and page.issued.day is not None:
        found.append(issued_fact(page.issued))
    return tuple(dict.fromkeys(fact for fact in found if fact[-1] not in "=~"))


@lru_cache(maxsize=1 << 12)
def whole(fact: Fact, value: str) -> str:
    """The term of a whole value; ends with ``=`` where nothing of it is a word."""
    return f"{fact}={'_'.join(contracted(_folds(value), of_types=fact is Fact.TYPE))}"


def part(fact: Fact, value: str) -> tuple[str, ...]:
    """The terms of words side by side within a value; nothing where nothing of it is a word."""
    folds = contracted(_folds(value), of_types=fact is Fact.TYPE)
    terms = folds if len(folds) == 1 else pairs(folds)
    return tuple(f"{fact}~{term}" for term in terms)


def dossier_fact(code: str) -> str:
    """The term of a dossier code, or of the parts that it begins with."""
    return f"{Fact.DOSSIER}={_BLANK.sub('', without_marks(clean(code)).lower()).strip('.')}"


def dossier_facts(code: str) -> Iterator[str]:
    """``dossier=h46``, ``dossier=h46.21`` …: a code can be named by the parts it begins with."""
    parts = code.split(".")
    for end in range(1, len(parts) + 1):
        yield dossier_fact(".".join(parts[:end]))


def issued_fact(day: PartialDate) -> str:
    """The term of a whole date: ``issued=2014-02-01``."""
    return f"{Fact.ISSUED}={day.iso}"


def number_facts(notation: str) -> Iterator[str]:
    """``number=1343``, ``number=1343-qd``, ``number=1343-qd-ubnd`` of the document's own code."""
    for code in codes(clean(notation)):
        yield f"{Fact.NUMBER}={code.forms[0].partition('-')[0]}"
        yield from (f"{Fact.NUMBER}={form}" for form in code.forms)
        return
    folds = _folds(notation)
    yield f"{Fact.NUMBER}={'-'.join(folds)}"


@lru_cache(maxsize=1 << 12)
def _words(fact: Fact, value: str) -> tuple[str, ...]:
    """Remembered: the pages of a document say the same of it."""
    folds = _folds(value)
    spellings = dict.fromkeys((folds, contracted(folds, of_types=fact is Fact.TYPE)))
    return tuple(f"{fact}~{term}" for spelt in spellings for term in (*spelt, *pairs(spelt)))


def _folds(value: str) -> tuple[str, ...]:
    return tuple(syllable.fold for syllable in syllables(value))[:MOST_SYLLABLES]
