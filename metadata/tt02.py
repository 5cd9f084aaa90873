"""The repealed sets of Circular 02/2019/TT-BNV (hồ sơ, văn bản): written from ours and read back.

Names and lengths are those of implementers' databases and, where ``field_sets.csv`` says so, from
memory: files of this form are for taking over old data, not for delivery under that circular.
"""

from collections.abc import Iterator

from metadata.code_grammar import CodeError, FileCode, read_archive_file_code
from metadata.code_names import in_words
from metadata.crosswalks import Level, Told, places
from metadata.field_sets import FieldRule, field_set
from metadata.fields import Values
from metadata.tt02_words import read_old_value

ROOTS = {Level.DOSSIER: "HoSo", Level.DOCUMENT: "VanBan"}
SETS = {Level.DOSSIER: "TT02_hoso", Level.DOCUMENT: "TT02_vanban"}
CODE_PARTS = ("Identifier", "OrganId", "FileCatalog", "FileNotation")
IMPLEMENTERS_NAMES = {"NumberSheet": "Maximum"}
"""Names of one implementer's database for fields that we name from memory."""


def to_tt02(told: Told, level: Level, fonds_code: str = "") -> Values:
    """The values under the old circular's names and in its order, codes as words.

    The old codes name the fonds where ours name the agency: ``fonds_code`` takes its place.
    """
    found = {place: _as_words(tag, told.get(tag)) for tag, place in places("tt02", level).items()}
    found |= _parts_of(told, fonds_code)
    return tuple(
        (rule.tag, value) for rule in field_set(SETS[level]) if (value := found.get(rule.tag))
    )


def overlong_in_tt02(values: Values, level: Level) -> Iterator[tuple[FieldRule, int]]:
    """The old fields that are longer than their table has room for, with their lengths."""
    told = dict(values)
    for rule in field_set(SETS[level]):
        length = len(told.get(rule.tag) or "")
        if rule.length is not None and length > rule.length:
            yield rule, length


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
        tag: read_old_value(tag, value)
        for tag, place in places("tt02", level).items()
        if (value := (old.get(place) or "").strip())
    }


def _as_words(tag: str, value: str | None) -> str | None:
    return in_words(tag, value) if value else None


def _parts_of(told: Told, fonds_code: str) -> dict[str, str | None]:
    """The parts of the archive's file code; none where they cannot be told apart."""
    code = _read(told.get("arcFileCode") or "")
    if code is None or code.year is None:
        return {}
    whole, file = code.written, told.get("fileCode") or ""
    archive = whole.partition(f".{file}")[0] if file and f".{file}" in whole else ""
    fonds = fonds_code or (code.before.removeprefix(f"{archive}.") if archive else "")
    parts = (archive, fonds, str(code.year), code.notation)
    told_parts: dict[str, str | None] = dict(zip(CODE_PARTS, parts, strict=True))
    return told_parts | ({"FileCode": ".".join(parts)} if all(parts) else {})


def _read(written: str) -> FileCode | None:
    try:
        return read_archive_file_code(written)
    except CodeError:
        return None
