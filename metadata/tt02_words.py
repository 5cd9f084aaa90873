"""The words of old data (Circular 02/2019/TT-BNV) → codes and dates of Circular 05/2025/TT-BNV."""

from collections.abc import Callable
from functools import partial

from metadata.codes import (
    MAINTENANCE,
    access_code,
    is_access_understood,
    language_codes,
    listed_code,
    maintenance_code,
)
from metadata.crosswalks import iso_date
from metadata.document_types import find_type
from records.dates import read_partial_date


def read_old_value(tag: str, written: str) -> str:
    """The value of the circular's field ``tag``; what is not understood stays as it is written."""
    return (READERS[tag](written) if tag in READERS else None) or written


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
