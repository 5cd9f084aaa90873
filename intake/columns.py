"""Tells which column of a list holds what, by its header and by its place.

Headers match without marks, case, blanks and brackets. Some headers stand twice, once for the
dossier and once for the document: the column "Số thứ tự văn bản trong hồ sơ" parts the two.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

from records.list_columns import LIST_COLUMNS
from records.vietnamese import fold

_FEWEST = 5
_DATE_PART = re.compile("_(day|month|year)$")
_EXPECTED = (*(("dossier", key) for key in ("fonds", "number", "title")), ("document", "ordinal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each known column stands, counted from 0; ``missing`` headers ought to be there."""

    dossier: dict[str, int]
    document: dict[str, int]
    missing: tuple[str, ...]

    def letters(self) -> dict[str, str]:
        """Each column's letters by level and key (``dossier.title``); a date has its first ones."""
        found: dict[str, str] = {}
        for level, places in (("dossier", self.dossier), ("document", self.document)):
            for key, place in sorted(places.items(), key=lambda each: each[1]):
                found.setdefault(f"{level}.{_DATE_PART.sub('', key)}", column_letters(place))
        return found


def read_header(cells: list[object]) -> Columns | None:
    """The columns of a header row; ``None`` for any other row.

    A header row has the column of file paths and at least five known headers.
    """
    headers = [_folded(cell) if isinstance(cell, str) else "" for cell in cells]
    dossier = _places(headers, _folded_names("dossier"))
    document = _places(headers, _folded_names("document"))
    if "path" not in document or len(dossier) + len(document) < _FEWEST:
        return None
    others = [place for key, place in document.items() if key != "path"]
    parting = document.get("ordinal", min(others, default=len(headers)))
    shared = _folded_names("shared")
    dossier |= _places(headers[:parting], shared)
    document |= {key: parting + at for key, at in _places(headers[parting:], shared).items()}
    found = {"dossier": dossier, "document": document}
    missing = tuple(
        column.header
        for column in LIST_COLUMNS
        if (column.level, column.key) in _EXPECTED and column.key not in found[column.level]
    )
    return Columns(dossier=dossier, document=document, missing=missing)


def column_letters(place: int) -> str:
    """A column's letters as Excel shows them, from its place counted from 0: 0 is A, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, digit = divmod(place - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@cache
def _folded_names(level: str) -> dict[str, str]:
    written = Counter(column.header for column in LIST_COLUMNS)
    return {
        _folded(header): column.key
        for column in LIST_COLUMNS
        if level == ("shared" if written[column.header] > 1 else column.level)
        for header in (column.header, *column.also)
    }


def _folded(header: str) -> str:
    return re.sub(r"[\W_]+", "", fold(re.sub(r"\(.*?\)", "", header)))


def _places(headers: list[str], names: dict[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, header in enumerate(headers):
        if header in names:
            places.setdefault(names[header], place)
    return places
