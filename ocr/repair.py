"""A second reading by context (sửa theo ngữ cảnh): marks and letters that neighbours decide; pure.

Never replaces what the engine read. Marks are added, dropped or changed, and in doubtful words one
letter (``ocr.misreadings``). Words that nobody can guess are closed, see ``ocr.openness``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import chain
from typing import NamedTuple

from ocr.clauses import Syllable, clauses_of
from ocr.evidence import PageEvidence, evidence_of
from ocr.language_model import END, START, STRANGER, SyllableModel
from ocr.misreadings import misreadings
from ocr.openness import NUMERALS, change_cost, is_open
from records.page import Line
from records.vietnamese import without_marks

BEAM = 12
LEAST_COST = 0.5
"""Of any change, whatever speaks for it."""
LEAST_BETTER = 3.0
"""So much likelier, in natural logarithms, must be what is favoured."""
LEAST_FAMILIAR = 0.5
"""On less familiar prose than that the model is no witness."""


class _Choice(NamedTuple):
    """One way to read a syllable: its place in the model, and what it costs."""

    place: int
    spelling: str | None
    cost: float


class _Path(NamedTuple):
    """The best way so far to read a clause that ends in ``before`` and ``last``."""

    score: float
    before: int
    last: int
    spellings: tuple[str | None, ...]


def repair_lines(lines: tuple[Line, ...], model: SyllableModel) -> tuple[Line, ...]:
    """The same lines, each word's ``repaired`` set where context reads it differently.

    Repairing repaired lines changes nothing: only ``Word.text`` is looked at.
    """
    clauses = tuple(clauses_of(lines))
    evidence = evidence_of(clauses, model)
    if evidence.familiarity < LEAST_FAMILIAR:
        return _with_repairs(lines, {})
    repaired: dict[tuple[int, int], str] = {}
    for clause in clauses:
        for syllable, spelling in zip(clause, _read(clause, model, evidence), strict=True):
            if spelling is not None:
                text = lines[syllable.line].words[syllable.word].text
                end = syllable.start + len(spelling)
                repaired[syllable.line, syllable.word] = (
                    text[: syllable.start] + _in_case(spelling, syllable.written) + text[end:]
                )
    return _with_repairs(lines, repaired)


def _with_repairs(
    lines: tuple[Line, ...], repaired: Mapping[tuple[int, int], str]
) -> tuple[Line, ...]:
    return tuple(
        replace(
            line,
            words=tuple(
                replace(word, repaired=repaired.get((row, column)))
                for column, word in enumerate(line.words)
            ),
        )
        for row, line in enumerate(lines)
    )


def _read(
    clause: tuple[Syllable, ...], model: SyllableModel, evidence: PageEvidence
) -> tuple[str | None, ...]:
    """For each syllable another spelling in lower case, or ``None`` to leave it."""
    choices = [_choices(clause, at, model, evidence) for at in range(len(clause))]
    if all(len(each) == 1 for each in choices):
        return (None,) * len(clause)
    ended = [*choices, (_Choice(END, None, 0.0),)]
    paths = [_Path(0.0, START, START, ())]
    undecided = 0
    for each in ended:
        undecided = 3 if len(each) > 1 else undecided - 1
        paths = _continued(paths, each, model, is_decided=undecided <= 0)
    best = max(paths, key=lambda path: path.score).spellings[:-1]
    return _witnessed(clause, best, model)


def _choices(
    clause: tuple[Syllable, ...], at: int, model: SyllableModel, evidence: PageEvidence
) -> tuple[_Choice, ...]:
    syllable = clause[at]
    read = syllable.written.lower()
    as_read = _Choice(model.places.get(read, STRANGER), None, 0.0)
    if not is_open(clause, at):
        return (as_read,)
    against = evidence.against_changing(read)
    marked = ((place, 0.0) for place in model.alike.get(without_marks(read), ()))
    others = (
        (place, model.syllables[place], cost + against)
        for place, cost in chain(marked, misreadings(syllable, model))
    )
    choices = (
        as_read,
        *(
            _Choice(place, other, change_cost(syllable, other) + cost)
            for place, other, cost in others
            if other != read and len(other) == len(read) and other not in NUMERALS
        ),
    )
    return _favoured(clause, at, choices, model, evidence)


def _favoured(
    clause: tuple[Syllable, ...], at: int, choices: tuple[_Choice, ...], model: SyllableModel,
    evidence: PageEvidence,
) -> tuple[_Choice, ...]:  # fmt: skip
    """What is by far the likeliest here costs less where it stands so elsewhere on the page.

    Whoever writes "Chi cục" five times means it the sixth time, too.
    """
    before = clause[at - 1].written.lower() if at else ""
    behind = clause[at + 1].written.lower() if at + 1 < len(clause) else ""
    around = model.places.get(before, STRANGER if at else START)
    last = model.places.get(behind, STRANGER if behind else END)
    likely = {each: model.between(around, each.place, last) for each in choices}
    best = max(likely, key=likely.__getitem__)
    if best.spelling is None or likely[best] < likely[choices[0]] + LEAST_BETTER:
        return choices
    cost = max(LEAST_COST, best.cost - evidence.for_reading(before, best.spelling, behind))
    return tuple(each._replace(cost=cost) if each is best else each for each in choices)


def _continued(
    paths: Sequence[_Path], choices: Sequence[_Choice], model: SyllableModel, *, is_decided: bool
) -> list[_Path]:
    """Every path with every choice, the best of those that end alike, the ``BEAM`` best of all."""
    best: dict[tuple[int, int], _Path] = {}
    highest: list[float] = []
    for path in paths:
        for choice in choices:
            ending = (path.last, choice.place)
            # What comes after costs too, so much of what cannot win is seen before it is looked up.
            if _is_beaten(path.score - choice.cost, best.get(ending), highest):
                continue
            gain = 0.0 if is_decided else model.follows(path.before, path.last, choice.place)
            score = path.score + gain - choice.cost
            if ending not in best:
                heappush(highest, score)
            if ending not in best or best[ending].score < score:
                best[ending] = _Path(score, *ending, (*path.spellings, choice.spelling))
    return sorted(best.values(), key=lambda path: path.score, reverse=True)[:BEAM]


def _is_beaten(most: float, known: _Path | None, highest: list[float]) -> bool:
    """Whether a path that scores ``most`` at best is worse than one that ends alike or than others.

    The others are ``BEAM``, with their scores in the heap ``highest``; further ones are taken out.
    """
    while len(highest) > BEAM:
        heappop(highest)
    return (known is not None and known.score >= most) or (
        len(highest) == BEAM and highest[0] > most
    )


def _witnessed(
    clause: tuple[Syllable, ...], spellings: tuple[str | None, ...], model: SyllableModel
) -> tuple[str | None, ...]:
    """``spellings`` without those that no neighbour speaks for."""
    read = [
        model.places.get(spelling or syllable.written.lower(), STRANGER)
        for syllable, spelling in zip(clause, spellings, strict=True)
    ]
    around = [START, *read, END]
    return tuple(
        spelling if model.neighbours(before, place) or model.neighbours(place, after) else None
        for spelling, before, place, after in zip(spellings, around, read, around[2:], strict=False)
    )


def _in_case(spelling: str, written: str) -> str:
    return "".join(
        letter.upper() if model.isupper() else letter
        for letter, model in zip(spelling, written, strict=True)
    )
