"""What is looked for, free of every engine's syntax: values only."""

from dataclasses import dataclass

from records.hit import Understood
from records.problem import Problem
from search.analyser import Syllable, pairs
from search.periods import Period

PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One thing that must be there: syllables side by side, a document code, or a fact.

    Exactly one is given. ``code`` is a document code on the page (``1343-qd-ubnd``), ``fact`` a
    term of its description (``type~bao_cao``). ``beginning`` stands for every syllable that begins
    so; engines are asked for these, and take it for a syllable itself.
    """

    folds: tuple[str, ...] = ()
    code: str | None = None
    fact: str | None = None
    beginning: str | None = None

    @property
    def terms(self) -> tuple[tuple[str, str], ...]:
        """The terms, by their field, that every page with this has.

        Of three syllables and more the pairs could also be there in pieces.
        """
        if self.code is not None:
            return (("codes", self.code),)
        if self.fact is not None:
            return (("facts", self.fact),)
        folds = self.folds if self.beginning is None else (self.beginning,)
        if len(folds) == 1:
            return (("fold", folds[0]),)
        return tuple(("pairs", pair) for pair in pairs(folds))


Way = tuple[Run, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A part of a question; a page has it in one of its ``ways``, and of that every run."""

    ways: tuple[Way, ...]


Reading = tuple[Clause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuery:
    """A query as it is asked of an engine.

    A page answers when it has every clause of one of the ``readings``, none of ``unwanted``, every
    one of ``facts``, and a date within ``issued``. A reading without clauses is every page.
    ``exacts`` (syllables with their marks, empty where the reader typed none) and ``pairs`` only
    lift the rank.

    ``typed`` are the wanted syllables in order, ``understood`` tells back how the query was taken,
    ``problems`` what could not be taken as it was meant.
    """

    readings: tuple[Reading, ...]
    unwanted: tuple[Clause, ...] = ()
    facts: tuple[str, ...] = ()
    issued: Period | None = None
    exacts: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    typed: tuple[Syllable, ...] = ()
    understood: tuple[Understood, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether anything has to stand on the page."""
        return any(self.readings)

    @property
    def asks_nothing(self) -> bool:
        """Whether neither words nor facts nor dates are asked for."""
        return not (self.has_words or self.facts or self.issued)

    @property
    def needs_text(self) -> bool:
        """Whether pairs of syllables alone cannot tell that a page answers."""
        return any(len(run.folds) > PAIR for run in self.runs)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Everything that may be found, each once."""
        found = (
            run
            for reading in self.readings
            for clause in reading
            for way in clause.ways
            for run in way
        )
        return tuple(dict.fromkeys(found))
