"""Which files of a foreign package are its scans, and which are made anew here.

The masters are the representation ``master``; in a package without one, the first that has files.
"""

import re

from flows.taking_in.judging import PackageTold

MASTER = "master"
DERIVED = ("rep1", "ocr")
"""What packages of ours, and those shaped like them, make from their masters."""
_DATA = re.compile(r"representations/([^/]+)/data/.+")
_NUMBERS = re.compile(r"(\d+)")
Representations = dict[str, list[str]]


def representations(package: PackageTold) -> Representations:
    """The data files of each representation, by its name, in natural order."""
    found: Representations = {}
    for path in sorted(package.files, key=natural):
        if part := _DATA.fullmatch(path):
            found.setdefault(part[1], []).append(path)
    return found


def derived(package: PackageTold) -> frozenset[str]:
    """The representations that are made anew here instead of being kept."""
    names = representations(package).keys()
    return frozenset(DERIVED) & names if MASTER in names else frozenset()


def scans_of(package: PackageTold) -> tuple[str, ...]:
    """The files that are kept as masters."""
    parts = representations(package)
    return tuple(parts.get(MASTER) or next(iter(parts.values()), ()))


def natural(path: str) -> list[tuple[int, str]]:
    """Sorts ``2.pdf`` before ``10.pdf``."""
    pieces = _NUMBERS.split(path)
    return [(int(piece), "") if piece.isdecimal() else (0, piece) for piece in pieces]
