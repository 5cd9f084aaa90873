"""Tells a full disk as what it is, in the archive's own words; what was stored is not touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.errors import SetupError
from records.full_disk import is_full


@contextmanager
def needs_room(folder: Path) -> Iterator[None]:
    """Work that writes below ``folder``; the database speaks for itself (``database_errors``).

    Raises:
        SetupError: A003, there is no room; names the file where the system tells it.
    """
    try:
        yield
    except OSError as error:
        if not is_full(error):
            raise
        raise SetupError("A003", error.filename or folder) from error
