"""Whether anything on a page looks like a mark of state secrecy (độ mật).

State secrets are outside this system (QCVN 12:2026/BCA, scope). A false alarm costs a person a
look and a missed mark is a breach, so this says yes to more than ``metadata.stamps`` takes for the
value of a field: other marks on the vowels, one sign misread, a frame read as letters. Compounds
of ordinary prose (bí mật, bảo mật, mật độ, mặt trận) are no marks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from metadata.layout import bare
from metadata.secrecy_words import (
    has_mark_in_seal,
    has_mark_within,
    is_stamped_mark,
    is_whole_mark,
    spoken,
)
from records.page import Line, RecognizedPage, Word
from records.place import Box, around

PIECE_GAP = 1.0
"""In heights of a word: what stands further apart was not printed in one go."""
FARTHEST = 3.0
LABEL = re.compile(r"\b(?:muc )?do (?:bao )?mat\b\W*[:;.]+\W*((?:toi |tuyet )?mat\b|[abc]\b)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecrecyMark:
    """What looks like a mark of secrecy, where it stands, and the rule that saw it."""

    written: str
    box: Box
    rule: str


def find_secrecy(page: RecognizedPage) -> SecrecyMark | None:
    """The first mark of secrecy on any part of ``page``, or ``None``."""
    for rule, words in _suspects(page):
        return SecrecyMark(
            written=" ".join(word.text for word in words),
            box=around(tuple(word.box for word in words)),
            rule=rule,
        )
    return None


def _suspects(page: RecognizedPage) -> Iterator[tuple[str, tuple[Word, ...]]]:
    for line, above in zip(page.lines, (None, *page.lines), strict=False):
        yield from _in_line(line, above)
    yield from (("secrecy.stamp", s.words) for s in page.stamps if is_stamped_mark(s.text))
    if "mat tran" not in bare(page.text):
        yield from (("secrecy.seal", s.words) for s in page.seals if has_mark_in_seal(s.words))


def _in_line(line: Line, above: Line | None) -> Iterator[tuple[str, tuple[Word, ...]]]:
    if LABEL.search(bare(line.text)):
        yield "secrecy.label", line.words
    for piece, before in _pieces(line, above):
        if is_whole_mark(piece, before):
            yield "secrecy.alone", piece
        elif has_mark_within(piece, before):
            yield "secrecy.within", piece


def _pieces(line: Line, above: Line | None) -> Iterator[tuple[tuple[Word, ...], str]]:
    """Runs of words that stand together, each with the word that it continues, if any."""
    height = median(word.box.height for word in line.words)
    before = _last_word(above) if above is not None and _goes_on(above, line) else ""
    run: list[Word] = []
    for word in line.words:
        gap = word.box.left - run[-1].box.right if run else 0
        if run and gap > PIECE_GAP * height:
            yield tuple(run), before
            before = spoken(run[-1]) if gap < FARTHEST * height else ""
            run = []
        run.append(word)
    yield tuple(run), before
    if len(line.words) > 1:
        yield line.words, _last_word(above) if above is not None else ""


def _goes_on(above: Line, line: Line) -> bool:
    near = line.box.top - above.box.bottom < max(above.box.height, line.box.height)
    return near and line.box.left < above.box.right and line.box.right > above.box.left


def _last_word(line: Line) -> str:
    return next((told for word in reversed(line.words) if (told := spoken(word))), "")
