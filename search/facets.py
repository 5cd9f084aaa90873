"""What hits are counted and sorted by, as people see it."""

from records.hit import Band, IndexedPage
from records.vietnamese import single_spaced

FACETS = ("fonds", "year", "type", "body", "access", "confidence")
"""What hits are counted by; the engines keep the value of each as people see it."""
SURE, READABLE = 0.9, 0.7
"""Bounds of the confidence bands; below ``READABLE`` text is hardly found (see flows' review)."""


def facets_of(page: IndexedPage) -> dict[str, str]:
    """The value of every facet as people see it; empty where it is unknown."""
    return {
        "fonds": single_spaced(page.fonds),
        "year": "" if page.year is None else f"{page.year:04d}",
        "type": single_spaced(page.document_type or ""),
        "body": single_spaced(page.body or ""),
        "access": page.access.value,
        "confidence": _band(page.confidence),
    }


def issued_number(page: IndexedPage) -> int:
    """The first day that the page's date can mean, as yyyymmdd; 0 where no date is known."""
    if page.issued is not None:
        return int(f"{page.issued.first_day:%Y%m%d}")
    return 0 if page.year is None else page.year * 10_000 + 101


def _band(confidence: float) -> Band:
    if confidence >= SURE:
        return Band.HIGH
    return Band.MIDDLE if confidence >= READABLE else Band.LOW
