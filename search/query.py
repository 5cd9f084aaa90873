"""What a reader typed → what is looked for; pure, and free of every engine's syntax.

AND, OR, NOT, ``field:``, ``*`` and ``-`` have no meaning here: they are words or nothing.
"""

import re
from dataclasses import dataclass

from records.vietnamese import without_marks
from search.analyser import Syllable, clean, pairs, syllables
from search.codes import codes

LONGEST_TEXT = 1_000
MOST_RUNS = 24
LONGEST_RUN = 12
LONGEST_CODE_PART = 10

_QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
_NUMBER = re.compile(r"\d{1,6}[a-z]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTERS = re.compile(rf"[a-z]{{1,{LONGEST_CODE_PART}}}")
MOST_CODE_PARTS = 4
PAIR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Folded syllables that must stand side by side on the page; one alone is a plain word.

    ``code`` is the document code that may stand for them (``1343-qd-ubnd``).
    """

    folds: tuple[str, ...]
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuery:
    """A query as it is asked of the engine.

    Every one of ``runs`` must be found. ``exacts`` (syllables with their marks, empty where the
    reader typed none) and ``pairs`` only lift the rank. ``loose_code`` is a document code typed
    without its strokes, which may be found instead of all ``runs``.
    """

    runs: tuple[Run, ...]
    exacts: tuple[str, ...]
    pairs: tuple[str, ...]
    loose_code: str | None
    typed: tuple[Syllable, ...]

    @property
    def needs_text(self) -> bool:
        """Whether pairs of syllables alone cannot tell that a page answers."""
        return any(len(run.folds) > PAIR for run in self.runs)


def parse(words: str) -> ParsedQuery:
    """Read a query of any length; what exceeds 1,000 characters or 24 runs is left out."""
    written = clean(words[:LONGEST_TEXT])
    runs: list[Run] = []
    for position, part in enumerate(_QUOTED.split(written)):
        is_quoted = position % 2 == 1
        runs.extend(_quoted(part) if is_quoted else _plain(part))
    typed = syllables(written)
    return ParsedQuery(
        runs=tuple(dict.fromkeys(runs))[:MOST_RUNS],
        exacts=_exacts(typed),
        pairs=pairs([syllable.fold for syllable in typed])[:MOST_RUNS],
        loose_code=_loose_code(typed),
        typed=typed,
    )


def filter_key(written: str) -> str:
    """The term that fonds and document types are filtered by: case and marks do not matter."""
    return "_".join(_folds(written))


def _quoted(written: str) -> list[Run]:
    folds = _folds(written)[:LONGEST_RUN]
    return [Run(folds=folds)] if folds else []


def _plain(written: str) -> list[Run]:
    runs: list[Run] = []
    after = 0
    for code in codes(written):
        runs += [Run(folds=(fold,)) for fold in _folds(written[after : code.start])]
        after = code.end
        runs.append(Run(folds=_folds(written[code.start : after]), code=code.forms[-1]))
    return runs + [Run(folds=(fold,)) for fold in _folds(written[after:])]


def _folds(written: str) -> tuple[str, ...]:
    return tuple(syllable.fold for syllable in syllables(written))


def _exacts(typed: tuple[Syllable, ...]) -> tuple[str, ...]:
    has_marks = any(without_marks(syllable.exact) != syllable.exact for syllable in typed)
    exacts = dict.fromkeys(syllable.exact for syllable in typed) if has_marks else {}
    return tuple(exacts)[:MOST_RUNS]


def _loose_code(typed: tuple[Syllable, ...]) -> str | None:
    bare = [without_marks(syllable.exact) for syllable in typed]
    if not bare or not _NUMBER.fullmatch(bare[0]):
        return None
    first_letters = 2 if len(bare) > 1 and _YEAR.fullmatch(bare[1]) else 1
    letters = bare[first_letters:]
    is_code = 1 <= len(letters) <= MOST_CODE_PARTS and all(map(_LETTERS.fullmatch, letters))
    return "-".join(bare) if is_code else None
