"""The last look at a generation before it goes live; pure."""

from collections.abc import Collection

from records.digest import sha256_of_bytes
from records.errors import SetupError


def digest_of_entries(name: str, expected: Collection[str], entries: Collection[str]) -> str:
    """The SHA-256 of the sorted page ids of generation ``name``, one on a line.

    Raises:
        SetupError: S004, ``entries`` are not exactly the ``expected`` pages, each once.
    """
    if sorted(expected) != sorted(entries):
        raise SetupError("S004", name, expected=len(expected), counted=len(entries))
    return sha256_of_bytes("\n".join(sorted(entries)).encode())
