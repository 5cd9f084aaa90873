"""The repealed sets of Circular 02/2019/TT-BNV (hồ sơ, văn bản): written from ours and read back.

Names and lengths are those of implementers' databases and, where ``field_sets.csv`` says so, from
memory: files of this form are for taking over old data, not for delivery under that circular.
"""

from collections.abc import Callable
from functools import partial

from metadata.code_grammar import CodeError, FileCode, read_archive_file_code
from metadata.code_names import in_words
from metadata.codes import (
    MAINTENANCE,
    access_code,
    is_access_understood,
    language_codes,
    listed_code,
    maintenance_code,
)
from metadata.crosswalks import Level, Told, iso_date, places
from metadata.document_types import find_type
from metadata.field_sets import field_set
from metadata.fields import Values
from records.dates import read_partial_date

ROOTS = {Level.DOSSIER: "HoSo", Level.DOCUMENT: "VanBan"}
SETS = {Level.DOSSIER: "TT02_hoso", Level.DOCUMENT: "TT02_vanban"}
CODE_PARTS = ("Identifier", "OrganId", "FileCatalog", "FileNotation")
IMPLEMENTERS_NAMES = {"NumberSheet": "Maximum"}
"""Names of one implementer's database for fields that we name from memory."""


def to_tt02(told: Told, level: Level) -> Values:
    """The values under the old circular's names and in its order, codes as words."""
    found = {place: _as_words(tag, told.get(tag)) for tag, place in places("tt02", level).items()}
    found |= _parts_of(told)
    return tuple(
        (rule.tag, value) for rule in field_set(SETS[level]) if (value := found.get(rule.tag))
    )


def from_tt02(values: Values, level: Level) -> dict[str, str | None]:
    """Old values under the circular's tags, words as codes; what is not understood stays as it is.

    ``fileCode`` and ``docCode`` cannot be told: the old codes name the fonds, not the agency.
    """
    old = {IMPLEMENTERS_NAMES.get(tag, tag): value for tag, value in values}
    if "FondId" in old:
        old["Identifier"], old["OrganId"] = old.get("OrganId"), old["FondId"]
    if not old.get("FileCode") and all(old.get(tag) for tag in CODE_PARTS):
        old["FileCode"] = ".".join(str(old[tag]) for tag in CODE_PARTS)
    return {
        tag: (READERS[tag](value) if tag in READERS else None) or value
        for tag, place in places("tt02", level).items()
        if (value := (old.get(place) or "").strip())
    }


def _as_words(tag: str, value: str | None) -> str | None:
    return in_words(tag, value) if value else None


def _access(written: str) -> str | None:
    return access_code(written) if is_access_understood(written) else None


def _language(written: str) -> str | None:
    return ";".join(language_codes(written))


def _maintenance(written: str) -> str | None:
    return written if written in MAINTENANCE else maintenance_code(None, written)


def _type_code(written: str) -> str | None:
    found = find_type(written)
    return found.type.code if found is not None else None


def _date(written: str) -> str | None:
    return read_partial_date(written).vietnamese if iso_date(written) else None


READERS: dict[str, Callable[[str], str | None]] = {
    "maintenance": _maintenance,
    "mode": _access,
    "language": _language,
    "format": partial(listed_code, kind="physical"),
    "confidenceLevel": partial(listed_code, kind="confidence"),
    "typeName": _type_code,
    "startDate": _date,
    "endDate": _date,
    "issuedDate": _date,
}


def _parts_of(told: Told) -> dict[str, str | None]:
    """The parts of the archive's file code; none where they cannot be told apart."""
    code = _read(told.get("arcFileCode") or "")
    if code is None or code.year is None:
        return {}
    whole, file = code.written, told.get("fileCode") or ""
    archive = whole.partition(f".{file}")[0] if file and f".{file}" in whole else ""
    fonds = code.before.removeprefix(f"{archive}.") if archive else ""
    return {
        "Identifier": archive or None,
        "OrganId": fonds or None,
        "FileCatalog": str(code.year),
        "FileNotation": code.notation,
    }


def _read(written: str) -> FileCode | None:
    try:
        return read_archive_file_code(written)
    except CodeError:
        return None
