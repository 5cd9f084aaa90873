"""The family names of the Vietnamese, from the room's list; it knows no given names."""

from functools import cache
from importlib.resources import files

from metadata.columns import bare


def is_surname(word: str) -> bool:
    """Whether a Vietnamese family name is written so, whatever its marks and case."""
    return bare(word) in _surnames()


@cache
def _surnames() -> frozenset[str]:
    source = files("metadata").joinpath("data", "surnames.txt").read_text(encoding="utf-8")
    return frozenset(line for line in source.splitlines() if not line.startswith("#"))
