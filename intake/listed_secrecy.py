"""What a list itself says of state secrecy: such a file is set aside before a page is read."""

import re
from pathlib import PurePosixPath

from intake.delivery_list import ListRow
from intake.matching import Match
from records.vietnamese import fold, normal

_MODES = re.compile(r"\W*(?:0?3\b\W*)?(?:do )?(?:(?:toi |tuyet )?mat|0?3)\W*")
_NOTES = re.compile(r"(?<!BÍ )(?<!BẢO )\b(?:(?:TỐI|TUYỆT) MẬT|MẬT)\b|\b(?:[Tt]ối|[Tt]uyệt) mật\b")
_WHOLE = re.compile(r"\W*(?:(?:tài liệu|văn bản|độ|dấu|đóng dấu)\W*)?(?:tối |tuyệt )?mật\W*", re.I)


def secret_names(matches: tuple[Match, ...]) -> dict[PurePosixPath, str]:
    """The files whose row, or whose dossier on any row, is marked; and where the list says so."""
    marked: dict[tuple[str, ...], str] = {}
    for match in matches:
        if _says(match.row.dossier.access, match.row.dossier.note):
            marked.setdefault(_dossier(match.row), match.row.place)
    told: dict[PurePosixPath, str] = {}
    for match in matches:
        row = match.row
        if match.name is None:
            continue
        if _says(row.document.access, row.document.note):
            told[match.name] = row.place
        elif _dossier(row) in marked:
            told[match.name] = marked[_dossier(row)]
    return told


def _dossier(row: ListRow) -> tuple[str, ...]:
    said = row.dossier
    return tuple(fold(each or "") for each in (said.fonds, said.inventory, said.box, said.number))


def _says(access: str | None, note: str | None) -> bool:
    if access and _MODES.fullmatch(fold(access)):
        return True
    written = normal(note or "")
    return bool(_NOTES.search(written) or _WHOLE.fullmatch(written)) if written else False
