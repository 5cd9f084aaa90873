"""Syllables that differ from what was read by one letter; pure.

Where the engine took one letter for another, marks explain nothing ("oộ" for "bộ"). Such words are
read with less confidence than those whose marks alone are wrong, so they must be more doubtful.
"""

from collections.abc import Iterator

from ocr.clauses import Syllable
from ocr.language_model import SyllableModel
from records.vietnamese import without_marks

DOUBTFUL, DOUBTFUL_SYLLABLE = 0.93, 0.75
"""Read with more confidence, a word keeps its letters; the second is for real syllables, which the
writer may have meant."""
COST_OF_LOOKALIKE, COST_OF_LETTER, COST_OF_SYLLABLE = 0.5, 2.0, 2.0
"""In natural logarithms: another letter of the same shape, any other, and leaving a syllable."""
SHAPES = ("coeaq", "hnbkl", "litjfr", "unmvw", "vyxu", "rtf", "gqypo", "sczx", "bho", "mnr")
"""Letters that worn type, faint print and low resolution make alike."""


def misreadings(syllable: Syllable, model: SyllableModel) -> Iterator[tuple[int, float]]:
    """Place in the model and cost, marks left out, of each syllable with one other letter."""
    read = syllable.written.lower()
    is_syllable = read in model.places
    doubtful = DOUBTFUL_SYLLABLE if is_syllable else DOUBTFUL
    if syllable.confidence > doubtful or syllable.is_capital:
        return
    letters = without_marks(read)
    for at, letter in enumerate(letters):
        for other in model.near.get((letters[:at], letters[at + 1 :]), ()):
            if other == letters:
                continue
            alike = any(letter in shape and other[at] in shape for shape in SHAPES)
            cost = COST_OF_LOOKALIKE if alike else COST_OF_LETTER
            for place in model.alike[other]:
                yield place, cost + COST_OF_SYLLABLE * is_syllable
