"""Errors over files that are not as they were written, told apart from mistakes of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from traceback import walk_tb

from whoosh.index import EmptyIndexError
from whoosh.writing import LockError

from records.errors import ArchiveError, SetupError
from search.engine import MovedError

_NO_DAMAGE = (ArchiveError, MovedError, OSError, EmptyIndexError, LockError)
_READING_FILES = (
    "whoosh.", "search.entry",
    *(f"search.embedded.{name}" for name in (
        "asking", "codec", "columns", "content", "evaluating", "mapped", "merging", "postings",
        "ranking", "reading", "words",
    )),
)  # fmt: skip
_OURS = "search."


@contextmanager
def damage_told(name: str) -> Iterator[None]:
    """Tell as damage of the index what breaks where its files are read.

    Raises:
        SetupError: S003.
    """
    try:
        yield
    except Exception as error:
        if not _is_of_reading(error) or (isinstance(error, _NO_DAMAGE) and not _leads_away(error)):
            raise
        raise SetupError("S003", name, reason=type(error).__name__) from error


def _leads_away(error: BaseException) -> bool:
    """Whether a place in a file was asked for that no file has."""
    return isinstance(error, OSError) and error.errno == EINVAL


def _is_of_reading(error: BaseException) -> bool:
    """Whether the innermost of our modules, or Whoosh, is one that reads what was stored."""
    names = [str(frame.f_globals.get("__name__")) for frame, _ in walk_tb(error.__traceback__)]
    known = [name for name in names if name.startswith((_OURS, *_READING_FILES))]
    return bool(known) and known[-1].startswith(_READING_FILES)
