"""What narrows an answer besides its words: facts that every page must have; pure."""

from dataclasses import dataclass

from records.access import AccessLevel
from records.hit import Question
from search.facts import Fact, dossier_fact, whole
from search.periods import Period
from search.query import ParsedQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The access class, and what else was asked: ``facts``, none of them empty, and days.

    Never without the class: engines take an empty filter for none, and show everything.
    """

    level: AccessLevel
    facts: tuple[str, ...] = ()
    issued: Period | None = None

    def __post_init__(self) -> None:
        if not all(self.facts):
            raise ValueError("an empty filter")


def filters_of(question: Question, query: ParsedQuery, level: AccessLevel) -> Filters:
    """What ``question`` and its words narrow the pages of one class to."""
    facts = [
        whole(fact, value)
        for fact, value in (
            (Fact.FONDS, question.fonds),
            (Fact.TYPE, question.document_type),
            (Fact.BODY, question.body),
            (Fact.CONFIDENCE, question.confidence),
        )
        if value is not None
    ]
    if question.year is not None:
        facts.append(f"{Fact.YEAR}={question.year:04d}")
    if question.dossier is not None:
        facts.append(dossier_fact(question.dossier))
    return Filters(level=level, facts=(*facts, *query.facts), issued=query.issued)
