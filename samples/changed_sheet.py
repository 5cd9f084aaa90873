"""What sets the papers of offices apart: their type, co-signers, and the stamps of arrival."""

from dataclasses import replace

import numpy as np

from samples.paper import MARGIN_LEFT
from samples.sheet import Face, Line, Mark, MarkKind, Sheet, text_width
from samples.written import Written

SANS = {
    Face.REGULAR: Face.SANS,
    Face.BOLD: Face.SANS_BOLD,
    Face.ITALIC: Face.SANS_ITALIC,
    Face.BOLD_ITALIC: Face.SANS_ITALIC,
}
SANS_SIZE, TYPEWRITER_SIZE = 0.88, 0.72
"""Both faces are wider than the one the sheet was set in."""
CO_SIGNERS = (("KẾ TOÁN TRƯỞNG", "Trần Văn Tính"), ("NGƯỜI LẬP BIỂU", "Nguyễn Thị Biểu"),
              ("TRƯỞNG PHÒNG", "Lê Văn Soạn"))  # fmt: skip
CO_SIGNER_CENTRE = MARGIN_LEFT + 95.0
INCOMING = ("CÔNG VĂN ĐẾN|Số: {n}|Ngày: {d}/{m}/2011", "ĐẾN|Số: {n}|Ngày {d} tháng {m} năm 2011",
            "SỞ NỘI VỤ|CÔNG VĂN ĐẾN|Số: {n}/ĐẾN|Ngày {d}/{m}/2011")  # fmt: skip


def changed(sheet: Sheet, written: Written, rng: np.random.Generator) -> Sheet:
    """``sheet`` with a co-signer, the incoming stamp and another face, each by chance."""
    if rng.random() < 0.2:
        sheet = _co_signed(sheet, written, int(rng.integers(len(CO_SIGNERS))))
    if rng.random() < 0.3:
        sheet = _received(sheet, rng)
    face = rng.random()
    if face < 0.15:
        return _set_in(sheet, SANS, SANS_SIZE)
    if face < 0.3:
        return _set_in(sheet, dict.fromkeys(Face, Face.TYPEWRITER), TYPEWRITER_SIZE)
    return sheet


def _co_signed(sheet: Sheet, written: Written, which: int) -> Sheet:
    """Another office and name at the left, where the recipients stood."""
    office, name = CO_SIGNERS[which]
    tops = [line.y for line in sheet.lines if line.text == written.signer_title[0]]
    names = [line.y for line in sheet.lines if line.text == written.signer_name]
    if not tops:
        return sheet
    kept = tuple(line for line in sheet.lines if line.x > MARGIN_LEFT or line.y < tops[-1])
    signed = names[-1] if names else tops[-1] + 90
    added = (_centred(office, tops[-1], Face.BOLD), _centred(name, signed, Face.BOLD))
    return replace(sheet, lines=(*kept, *added))


def _centred(text: str, y: float, face: Face) -> Line:
    left = CO_SIGNER_CENTRE - text_width(text, face, 13) / 2
    return Line(text=text, x=left, y=y, size=13, face=face)


def _received(sheet: Sheet, rng: np.random.Generator) -> Sheet:
    """Stamped on arrival: at the left under the number, or over the letterhead."""
    day, month, number = (int(rng.integers(1, top)) for top in (29, 13, 2000))
    text = INCOMING[int(rng.integers(len(INCOMING)))].format(n=number, d=day, m=month)
    y = float(rng.choice([28.0, 205.0]))
    stamp = Mark(
        kind=MarkKind.INCOMING_STAMP, text=text, x=150 + rng.uniform(-30, 40), y=y, size=46
    )
    return replace(sheet, marks=(*sheet.marks, stamp))


def _set_in(sheet: Sheet, faces: dict[Face, Face], share: float) -> Sheet:
    """The same lines in another face, smaller, around the same middles."""
    lines = []
    for line in sheet.lines:
        old = text_width(line.text, line.face, line.size)
        face, size = faces[line.face], line.size * share
        moved = (
            0.0
            if line.width or line.x <= MARGIN_LEFT
            else (old - text_width(line.text, face, size)) / 2
        )
        lines.append(replace(line, face=face, size=size, x=line.x + moved))
    return replace(sheet, lines=tuple(lines))
