"""The grammar of the codes of Circular 05/2025/TT-BNV: each code in its parts, or where it breaks.

It judges form only; whether the parts fit each other is ``metadata.code_rules``'.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

AGENCY = re.compile(r"[A-Z]\d{2}(\.\d{2,3})*")
"""QĐ 20/2020/QĐ-TTg: a letter and two digits, then levels of digits joined by dots."""
AGENCY_LENGTH = 35
YEAR = re.compile(r"(1[89]|20)\d\d")
PART = re.compile(r"[^\W_](?:[\w/-]*[^\W_])?")
"""What stands between two dots: letters and digits, inside also ``/``, ``-`` and ``_``."""
PAPER_PARTS = 3


class CodeError(ValueError):
    """The code breaks at ``part``."""

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCode:
    """fileCode, or an arcFileCode whose ``before`` also holds the archive's code.

    ``before`` is the code of the agency (mã định danh), of a closed fonds the fonds code; ``year``
    is the year of formation, ``None`` where the code has none and ``notation`` is all the rest.
    """

    written: str
    before: str
    year: int | None
    notation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCode:
    """docCode or docId: the code of the dossier and the document's ordinal in it."""

    file: FileCode
    ordinal: int


def read_file_code(written: str, parts_before: int = 1) -> FileCode:
    """The parts of a fileCode (``H49.64.33.2001.160``); of an arcFileCode with two parts before.

    Raises:
        CodeError: an empty part, a foreign sign, or nothing after the year.
    """
    parts = _parts(written)
    years = (n for n, part in enumerate(parts) if n >= parts_before and YEAR.fullmatch(part))
    at = next(years, None)
    if at is None:
        return FileCode(written=written, before="", year=None, notation=written)
    if at == len(parts) - 1:
        raise CodeError(parts[at])
    return FileCode(
        written=written,
        before=".".join(parts[:at]),
        year=int(parts[at]),
        notation=".".join(parts[at + 1 :]),
    )


def read_archive_file_code(written: str) -> FileCode:
    """The parts of an arcFileCode: the archive's code, then the file code.

    Raises:
        CodeError: as ``read_file_code``.
    """
    return read_file_code(written, parts_before=2)


def read_document_code(written: str) -> DocumentCode:
    """The parts of a docCode: the file code and seven digits.

    Raises:
        CodeError: as ``read_file_code``, or another end.
    """
    return _with_ordinal(written, r"\d{7}")


def read_document_id(written: str) -> DocumentCode:
    """The parts of a docId: the file code and the ordinal without leading zeros.

    Raises:
        CodeError: as ``read_file_code``, or another end.
    """
    return _with_ordinal(written, r"[1-9]\d{0,6}")


def read_paper_file_code(written: str) -> tuple[str, ...]:
    """The parts of a paperFileCode: archive, store or shelf or box, number; three at least.

    Raises:
        CodeError: fewer parts, or an empty one.
    """
    parts = written.split(".")
    if len(parts) < PAPER_PARTS or not all(part.strip() for part in parts):
        raise CodeError(written)
    return tuple(parts)


GRAMMAR: dict[str, tuple[Callable[[str], object], str]] = {
    "fileCode": (read_file_code, "H49.64.33.2001.160"),
    "arcFileCode": (read_archive_file_code, "H49.64.H49.64.33.2001.160"),
    "docCode": (read_document_code, "H49.64.33.2001.160.0000001"),
    "docId": (read_document_id, "H49.64.33.2001.160.1"),
    "paperFileCode": (read_paper_file_code, "H49.64.12.07"),
}
"""Each code's reader, and an example of the code to show to people."""


def is_agency(written: str) -> bool:
    """Whether ``written`` has the form of an agency's code (QĐ 20/2020/QĐ-TTg)."""
    return len(written) <= AGENCY_LENGTH and AGENCY.fullmatch(written) is not None


def _with_ordinal(written: str, digits: str) -> DocumentCode:
    code, _, ordinal = written.rpartition(".")
    if not re.fullmatch(digits, ordinal, re.ASCII):
        raise CodeError(ordinal or written)
    return DocumentCode(file=read_file_code(code), ordinal=int(ordinal))


def _parts(written: str) -> list[str]:
    parts = written.split(".")
    wrong = next((part for part in parts if not PART.fullmatch(part)), None)
    if wrong is not None:
        raise CodeError(wrong or written)
    return parts
