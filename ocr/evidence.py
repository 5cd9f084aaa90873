"""What the rest of a page says for or against changing a word; pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.clauses import Syllable
from ocr.language_model import STRANGER, SyllableModel
from ocr.openness import SURE

COST_OF_SEEN_ELSEWHERE = 1.0
GAINS_OF_PAIRS_ELSEWHERE = (0.0, 5.0, 8.0)
"""By how many of a syllable's two pairs stand so elsewhere on the page."""
COST_OF_FOREIGN_PROSE = 10.0
DOUBT_PAIRS = 10
"""How many unknown pairs every page is taken to have: a few words prove little."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEvidence:
    """What is known of a page before any word of it is judged.

    ``surely_read`` are the lower-case syllables that the engine is sure of; ``pairs`` are those
    that stand side by side, sure or not; ``familiarity`` is the share, 0 to 1, of pairs of sure
    syllables that the model has seen: 0.9 and more in official prose, 0.7 in newspapers, 0.3 in old
    chronicles.
    """

    surely_read: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    familiarity: float

    def against_changing(self, read: str) -> float:
        """What changing ``read`` (lower case) costs on this page, in natural logarithms."""
        cost = COST_OF_FOREIGN_PROSE * (1.0 - self.familiarity)
        return cost + COST_OF_SEEN_ELSEWHERE * (read in self.surely_read)

    def for_reading(self, before: str, syllable: str, behind: str) -> float:
        """What speaks for ``syllable`` (all lower case) here: that it stands so elsewhere."""
        pairs = ((before, syllable), (syllable, behind))
        return GAINS_OF_PAIRS_ELSEWHERE[sum(pair in self.pairs for pair in pairs)]


def evidence_of(clauses: Sequence[tuple[Syllable, ...]], model: SyllableModel) -> PageEvidence:
    """The evidence of the page whose clauses these are."""
    seen = [model.neighbours(*pair) for pair in _sure_pairs(clauses, model)]
    return PageEvidence(
        surely_read=frozenset(
            syllable.written.lower()
            for clause in clauses
            for syllable in clause
            if syllable.confidence > SURE
        ),
        pairs=frozenset(
            (first.written.lower(), second.written.lower())
            for clause in clauses
            for first, second in pairwise(clause)
        ),
        familiarity=sum(seen) / (len(seen) + DOUBT_PAIRS),
    )


def _sure_pairs(
    clauses: Sequence[tuple[Syllable, ...]], model: SyllableModel
) -> Iterator[tuple[int, int]]:
    for clause in clauses:
        for pair in pairwise(clause):
            if min(syllable.confidence for syllable in pair) > SURE:
                first, second = (
                    model.places.get(syllable.written.lower(), STRANGER) for syllable in pair
                )
                yield first, second
