"""What a reader typed → what is looked for; pure, and bounded whatever was typed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from records.hit import Meaning, Understood
from records.problem import Problem, problem
from records.vietnamese import single_spaced, without_marks
from search.analyser import Syllable, clean, pairs, respelt, syllables
from search.asked_fields import AskedField, ask_field
from search.periods import Period, both
from search.plain_words import plain_clauses, quoted_clauses
from search.query import Clause, ParsedQuery
from search.tokens import Token, tokens

LONGEST_TEXT = 1_000
MOST_CLAUSES = 24
"""Wanted, unwanted and facts together; what a person typed beyond that is told as left out."""
MOST_LIKED = 24
LONGEST_TOLD = 80

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class _Asked:
    """What was gathered token by token."""

    wanted: list[Clause] = field(default_factory=list)
    unwanted: list[Clause] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    issued: Period | None = None
    typed: list[tuple[Syllable, ...]] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_cut: bool = False

    def fitting(self, parts: Iterable[T]) -> list[T]:
        """As many of ``parts`` as the query still takes."""
        asked = list(dict.fromkeys(parts))
        room = MOST_CLAUSES - len(self.wanted) - len(self.unwanted) - len(self.facts)
        self.is_cut |= len(asked) > room
        return asked[: max(0, room)]


def parse(words: str) -> ParsedQuery:
    """Read a query of any length; ``problems`` tell what exceeds 1,000 characters or 24 parts."""
    written = clean(_beginning(words))
    asked = _Asked(is_cut=len(words) > LONGEST_TEXT)
    for token in tokens(written):
        _take(asked, token)
    typed = [syllable for part in asked.typed for syllable in part]
    return ParsedQuery(
        readings=(tuple(dict.fromkeys(asked.wanted)),),
        unwanted=tuple(dict.fromkeys(asked.unwanted)),
        facts=tuple(dict.fromkeys(asked.facts)),
        issued=asked.issued,
        exacts=_exacts(typed),
        pairs=tuple(_liked_pairs(asked.typed))[:MOST_LIKED],
        typed=tuple(typed),
        understood=tuple(asked.understood),
        problems=(*asked.problems, *_told(words, asked)),
    )


def reworded(words: str, spellings: Mapping[str, str]) -> str:
    """``words`` as typed, with other spellings of wanted syllables, by their folded form."""
    written = clean(_beginning(words))
    told, after = "", 0
    for token in tokens(written):
        if token.field is None and not token.is_unwanted:
            told += written[after : token.start] + respelt(token.text, spellings)
            after = token.start + len(token.text)
    return single_spaced(told + written[after:])


def _beginning(words: str) -> str:
    """As much as is read; it ends with a whole word where there is one."""
    if len(words) <= LONGEST_TEXT:
        return words
    begun = words[:LONGEST_TEXT]
    return begun.rsplit(maxsplit=1)[0] if len(begun.split()) > 1 else begun


def _take(asked: _Asked, token: Token) -> None:
    named = ask_field(token) if token.field is not None else None
    if named is not None:
        _take_field(asked, token, named)
        return
    if token.field is not None:
        asked.problems.append(problem("S032", _short(token.text), field=token.name))
    make = quoted_clauses if token.is_quoted else plain_clauses
    clauses = asked.fitting(make(token.text))
    if not clauses:
        return
    meaning = Meaning.PHRASE if token.is_quoted else Meaning.WORDS
    asked.understood.append(_understood(meaning, token))
    if token.is_unwanted:
        # Unwanted is the whole of what stands behind the minus, not each part of it.
        whole = tuple(run for clause in clauses for run in clause.ways[0])
        asked.unwanted.append(clauses[0] if len(clauses) == 1 else Clause(ways=(whole,)))
        return
    asked.wanted += clauses
    asked.typed.append(syllables(token.text))


def _take_field(asked: _Asked, token: Token, named: AskedField) -> None:
    asked.understood.append(_understood(named.meaning, token))
    if named.issued is not None:
        asked.issued = both(asked.issued, named.issued)
    elif token.is_unwanted:
        asked.unwanted += asked.fitting([named.clause])
    else:
        asked.facts += asked.fitting(named.facts)


def _told(words: str, asked: _Asked) -> Iterator[Problem]:
    if asked.is_cut:
        yield problem("S031", _short(words), characters=LONGEST_TEXT, parts=MOST_CLAUSES)
    if asked.wanted or asked.facts or asked.issued:
        return
    if asked.unwanted:
        yield problem("S033", _short(words))
    elif clean(words[:LONGEST_TEXT]).strip():
        yield problem("S030", _short(words))


def _exacts(typed: Sequence[Syllable]) -> tuple[str, ...]:
    has_marks = any(without_marks(syllable.exact) != syllable.exact for syllable in typed)
    exacts = dict.fromkeys(syllable.exact for syllable in typed) if has_marks else {}
    return tuple(exacts)[:MOST_LIKED]


def _liked_pairs(typed: Sequence[Sequence[Syllable]]) -> dict[str, None]:
    return {pair: None for part in typed for pair in pairs([each.fold for each in part])}


def _understood(meaning: Meaning, token: Token) -> Understood:
    return Understood(meaning=meaning, value=_short(token.text), is_unwanted=token.is_unwanted)


def _short(text: str) -> str:
    told = single_spaced(clean(text[: 2 * LONGEST_TOLD]))
    printed = "".join(letter if letter.isprintable() else " " for letter in told)
    return printed if 0 < len(printed) <= LONGEST_TOLD else printed[: LONGEST_TOLD - 1] + "…"
