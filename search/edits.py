"""Words that differ by one edit; pure.

They are made and looked up one by one: a few hundred look-ups cost less than walking along a list
of words that reading errors have made long.
"""

from functools import lru_cache
from string import ascii_lowercase, digits

LETTERS = ascii_lowercase + digits
LONGEST_MENDED = 16
REMEMBERED = 64
"""A question asks several times for the same."""


@lru_cache(maxsize=REMEMBERED)
def one_edit_away(fold: str) -> frozenset[str]:
    """Every word that differs from ``fold`` by a letter put in, left out or changed.

    Only behind the first letter; of a very long one only the beginning is changed.
    """
    found = set()
    for at in range(1, min(len(fold), LONGEST_MENDED) + 1):
        before, behind = fold[:at], fold[at:]
        found |= {before + letter + behind for letter in LETTERS}
        if behind:
            found.add(before + behind[1:])
            found |= {before + letter + behind[1:] for letter in LETTERS}
    return frozenset(found - {fold})
