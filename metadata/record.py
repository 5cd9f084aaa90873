"""Our own lossless description of a dossier as JSON, from which catalogue and reviews are rebuilt.

Of the copy in the work area only the file's name is written: the work area is not the archive's.
"""

import json
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from records.access import AccessLevel, level_of
from records.document import Document
from records.dossier import Dossier
from records.errors import InputError

FORMAT = "luutru-dossier/1"
DOSSIER = TypeAdapter(Dossier)


def write_record(dossier: Dossier) -> bytes:
    """The whole dossier as UTF-8 JSON with sorted keys; the same dossier gives the same bytes."""
    told = DOSSIER.dump_python(without_work_area(dossier), mode="json")
    whole = {"format": FORMAT, "dossier": told}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
    return written.encode() + b"\n"


def read_record(record: bytes) -> Dossier:
    """The dossier that ``write_record`` wrote, equal to it but for the work area's folders.

    Raises:
        InputError: M018 for anything else.
    """
    try:
        told = json.loads(record)
    except ValueError as error:
        raise InputError("M018", FORMAT, reason=str(error)) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise InputError("M018", FORMAT, reason="format")
    try:
        return DOSSIER.validate_json(json.dumps(told["dossier"]), strict=True)
    except (ValidationError, KeyError) as error:
        raise InputError("M018", FORMAT, reason=str(error).splitlines()[0]) from error


def read_levels(record: bytes) -> dict[str, AccessLevel | None]:
    """Who may see each document of the dossier that ``write_record`` wrote, by its code.

    As ``Dossier.access_of``, for who asks that of many dossiers at once and nothing else.

    Raises:
        InputError: M018 for anything else.
    """
    try:
        told = json.loads(record)["dossier"]
        own = {each["code"]: each["access"] for each in told["documents"]}
        return {code: level_of(mode, told["access"], own.values()) for code, mode in own.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("M018", FORMAT, reason=str(error)) from error


def without_work_area(dossier: Dossier) -> Dossier:
    """The dossier with each delivered file's copy reduced to its name."""
    return replace(dossier, documents=tuple(map(_unplaced, dossier.documents)))


def _unplaced(document: Document) -> Document:
    return replace(document, file=replace(document.file, copy=Path(document.file.copy.name)))
