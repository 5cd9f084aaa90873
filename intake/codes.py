"""Composes the codes by which a dossier is known: capitals, digits, dots and hyphens only."""

import re

from records.vietnamese import without_marks

_SLUG_LENGTH = 60


def sanitised(written: str) -> str:
    """``written`` as one part of a code: no marks, upper case, only ``A–Z 0–9 . -``.

    Never empty dots or hyphens at either end, and never two in a row, so that no code can name
    a folder above another; a part without a letter or digit becomes empty.
    """
    bare = re.sub(r"[^A-Z0-9.]+", "-", without_marks(written).upper())
    return re.sub(r"[.-]*\.[.-]*", ".", re.sub(r"-+", "-", bare)).strip(".-")


def compose_code(parts: tuple[str | None, ...]) -> str:
    """The parts that are known, sanitised and joined by dots.

    For a listed dossier they are agency code, year, inventory, box, number (fileCode of Circular
    05/2025/TT-BNV: agency code, year of formation, file number and notation).
    """
    return ".".join(part for written in parts if (part := sanitised(written or "")))


def slug(written: str) -> str:
    """``written`` as a short lower-case name for a folder; ``lo`` when nothing is left of it."""
    bare = sanitised(written).replace(".", "-").lower()
    return bare[:_SLUG_LENGTH].strip("-") or "lo"
