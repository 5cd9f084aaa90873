"""A field that was asked for by name → facts or days; pure."""

import re
from dataclasses import dataclass

from records.hit import Band, Meaning
from records.vietnamese import fold
from search.analyser import clean, syllables
from search.codes import codes
from search.facts import Fact, dossier_fact, part
from search.field_names import Field
from search.periods import EARLIEST, LATEST, Period, is_year, read_period
from search.query import Clause, Run
from search.tokens import Token

_AROUND = "()[]{},;!?"
_ENDING = re.compile(r"(?<!\.)\.$")
_CODE = re.compile(r"\S*\d\S*")
_NAMED = {Field.FONDS: Fact.FONDS, Field.TYPE: Fact.TYPE, Field.BODY: Fact.BODY,
          Field.TITLE: Fact.TITLE, Field.DOSSIER: Fact.DOSSIER}  # fmt: skip
_BANDS = {
    "cao": Band.HIGH, "tot": Band.HIGH, "high": Band.HIGH,
    "vua": Band.MIDDLE, "trung binh": Band.MIDDLE, "middle": Band.MIDDLE, "medium": Band.MIDDLE,
    "thap": Band.LOW, "kem": Band.LOW, "low": Band.LOW,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """What a field asks for: every one of ``facts``, or days ``issued``."""

    meaning: Meaning
    facts: tuple[str, ...] = ()
    issued: Period | None = None

    @property
    def clause(self) -> Clause:
        """The facts as a part of a query, to be unwanted."""
        return Clause(ways=(tuple(Run(fact=fact) for fact in self.facts),))


def ask_field(token: Token) -> AskedField | None:
    """What the token's field asks for; ``None`` where the value is none, so that it is words."""
    value = _ENDING.sub("", clean(token.text).strip().strip(_AROUND))
    if token.field in _NAMED:
        return _named(_NAMED[token.field], value)
    if token.field is Field.NUMBER:
        return _number(value)
    if token.field is Field.CONFIDENCE:
        return _confidence(value)
    return _days(token, value)


def _named(fact: Fact, value: str) -> AskedField | None:
    if fact is Fact.DOSSIER and _CODE.fullmatch(value):
        return _facts(fact, (dossier_fact(value),))
    facts = part(fact, value)
    return _facts(fact, facts) if facts else None


def _number(value: str) -> AskedField | None:
    spelt = "-".join(syllable.fold for syllable in syllables(value))
    form = next((code.forms[-1] for code in codes(value)), spelt)
    return _facts(Fact.NUMBER, (f"{Fact.NUMBER}={form}",)) if form else None


def _confidence(value: str) -> AskedField | None:
    band = _BANDS.get(" ".join(fold(value).split()))
    return _facts(Fact.CONFIDENCE, (f"{Fact.CONFIDENCE}={band}",)) if band else None


def _days(token: Token, value: str) -> AskedField | None:
    if token.field is Field.YEAR and is_year(value):
        return _facts(Fact.YEAR, (f"{Fact.YEAR}={value}",))
    period = read_period(value)
    if period is None or token.is_unwanted:
        return None
    if token.field is Field.SINCE:
        period = (period[0], LATEST)
    elif token.field is Field.UNTIL:
        period = (EARLIEST, period[1])
    return AskedField(meaning=Meaning.ISSUED, issued=period)


def _facts(fact: Fact, facts: tuple[str, ...]) -> AskedField:
    return AskedField(meaning=Meaning(fact), facts=facts)
