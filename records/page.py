"""A page (trang): as it was scanned, and as it was read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from records.digest import Sha256
from records.place import Box, around

HIGHEST_PROPOSAL = 0.6
"""What is written by hand is never read for sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPage:
    """One page inside one delivered file; ``number`` counts from 1 inside that file."""

    file: Path
    file_sha256: Sha256
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word as the engine read it; ``confidence`` from 0 to 1.

    ``repaired`` is a second reading that the neighbouring words speak for (sửa theo ngữ cảnh),
    ``None`` where there is none. It stands beside ``text`` and never replaces it: an original's
    own misspelling survives there.
    """

    text: str
    box: Box
    confidence: float
    repaired: str | None = None

    @property
    def likeliest(self) -> str:
        """The second reading where there is one, else what the engine read."""
        return self.text if self.repaired is None else self.repaired


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line, words from left to right; ``block`` numbers the engine's text blocks."""

    words: tuple[Word, ...]
    box: Box
    block: int = 0

    @property
    def text(self) -> str:
        """The words with one blank between them."""
        return " ".join(word.text for word in self.words)

    def with_words(self, words: Iterable[Word]) -> "Line":
        """The line with ``words`` (at least one) instead of its own, and the box they fill."""
        held = tuple(words)
        return replace(self, words=held, box=around(tuple(word.box for word in held)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A round seal (con dấu), red or copied, and the words read within its ring that are no print.

    They are legend, emblem and pen strokes misread; the text of the page does without them.
    """

    box: Box
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a recogniser of handwriting makes of one field, for a person to judge.

    ``field`` is named as in ``Description`` (``number``, ``issued_date``, ``signer_name``), and
    ``value`` written as there; ``confidence`` is never above ``HIGHEST_PROPOSAL``.

    Raises:
        ValueError: a confidence outside 0 to ``HIGHEST_PROPOSAL``.
    """

    field: str
    value: str
    confidence: float
    box: Box
    rule: str

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= HIGHEST_PROPOSAL:
            raise ValueError(f"confidence: {self.confidence} is not between 0 and 0.6")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizedPage:
    """A page with its text and places.

    ``width``, ``height`` and every box are pixels of the upright picture of the page (a
    derivative; the master is never changed). ``image`` is a PDF of one page, which shows that
    picture and no words: the delivered images themselves where ``treatments`` says ``scan-kept``,
    else one made new (``picture-made-new``). ``rotation_degrees`` (0, 90, 180, 270, clockwise) tell
    how the scan was turned to stand upright; ``skew_degrees``, also clockwise, how much more it
    leans back, which is mended where ``treatments`` says ``deskewed``. ``treatments`` names each
    step done to the pixels, in order. ``confidence`` is the mean of the words', 0 to 1.
    ``orientation_confidence``, 0 to 1, tells how sure it is that the picture stands upright; 0 on
    a page with nothing to tell it by. ``engine`` names what gave the text: a recogniser, or what
    took it out of the PDF, or both. ``proposals`` are readings of handwriting, where a
    recogniser for it is installed. ``seals`` are the round ones, in colour or copied. ``stamps``
    are the lines of stamps in red ink or in frames, read apart; ``text`` does without them.
    ``separator`` is the code on a separator sheet (tờ phân cách), whose text is not read.
    """

    number: int
    file_sha256: Sha256
    width: int
    height: int
    dpi: int
    rotation_degrees: int
    skew_degrees: float
    confidence: float
    lines: tuple[Line, ...]
    is_blank: bool
    treatments: tuple[str, ...]
    engine: str
    image: Path
    alto: Path
    proposals: tuple[Proposal, ...] = ()
    orientation_confidence: float = 0.0
    seals: tuple[Seal, ...] = ()
    stamps: tuple[Line, ...] = ()
    separator: str | None = None

    @property
    def text(self) -> str:
        """The lines in reading order, one per row."""
        return "\n".join(line.text for line in self.lines)

    @property
    def text_for_people(self) -> str:
        """As ``text``, with the second reading of every word that has one."""
        return "\n".join(" ".join(word.likeliest for word in line.words) for line in self.lines)
