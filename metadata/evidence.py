"""How sure a reading is: the engine's word confidences and the strength of the rule, as a Field.

A field stands at 0.9 or more only where a strong rule fired on words the engine was sure of.
"""

from records.document import Field
from records.page import Word
from records.place import around
from records.vietnamese import single_spaced

HANDWRITING_CEILING = 0.6
"""A part that may be written by hand is never sure, whatever the engine says of it."""

UNCONFIRMED_CEILING = 0.85
"""Well read, but nothing else on the page bears it out."""


def engine_confidence(words: tuple[Word, ...]) -> float:
    """Between the mean and the worst of the words; words without letters or digits are left out."""
    spoken = [word.confidence for word in words if any(c.isalnum() for c in word.text)]
    if not spoken:
        return 0.0
    return (sum(spoken) / len(spoken) + min(spoken)) / 2


def field_of(
    words: tuple[Word, ...], page: int, rule: str, strength: float, value: str | None = None
) -> Field:
    """A field read from ``words`` (at least one) of document page ``page``.

    ``strength`` is what the rule itself is worth (0 to 1); ``value`` replaces the words' own text
    where the rule reads something else from them.
    """
    written = " ".join(word.text for word in words) if value is None else value
    return Field(
        value=single_spaced(written),
        confidence=round(min(1.0, strength * engine_confidence(words)), 3),
        page=page,
        box=around(tuple(word.box for word in words)),
        rule=rule,
    )


def looks_printed(words: tuple[Word, ...], beside: tuple[Word, ...]) -> bool:
    """Whether ``words`` have the height of the print ``beside`` them and no leaders among them.

    Hand-written figures stand taller than the form's letters or on its dotted leaders.
    """
    if not words or not beside or any(".." in word.text or "_" in word.text for word in words):
        return False
    printed = sum(word.box.height for word in beside) / len(beside)
    return all(0.6 * printed < word.box.height < 1.35 * printed for word in words)
