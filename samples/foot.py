"""Boxes 7, 8 and 9b, kept together where the body ends: signature, seal, recipients."""

from samples.paper import A4, MARGIN_LEFT, MARGIN_RIGHT, Flow, OpenSheet, broken, set_centred
from samples.sheet import Face, Line, Mark, MarkKind
from samples.written import Written

SIGNER_CENTRE = A4[0] - MARGIN_RIGHT - 112.0
SEAL_RADIUS = 49.0
SIGNATURE_GAP = 92.0
LEADING = 17.0


def _recipients(written: Written) -> list[str]:
    return [
        row for name in written.recipients for row in broken(f"- {name}", Face.REGULAR, 11, 180)
    ]


def foot_height(written: Written) -> float:
    """Room in points that the foot takes below the body."""
    signature = LEADING * len(written.signer_title) + SIGNATURE_GAP + 24
    return max(14 * len(_recipients(written)) + 30, signature)


def set_foot(flow: Flow, written: Written) -> None:
    """Recipients at the left; title, signature, seal and name at the right."""
    flow.needs(foot_height(written))
    recipients = _recipients(written)
    page = flow.page
    top = page.y + 34
    for row, words in enumerate(["Nơi nhận:", *recipients]):
        face, size = (Face.BOLD_ITALIC, 12) if row == 0 else (Face.REGULAR, 11)
        page.lines.append(Line(text=words, x=MARGIN_LEFT, y=top + 14 * row, size=size, face=face))
        page.text.append(words)
    y = top
    for words in written.signer_title:
        set_centred(page, SIGNER_CENTRE, y, words, Face.BOLD, 13.5)
        page.text.append(words)
        y += LEADING
    _sign(page, written, y)
    page.y = max(top + 14 * len(recipients), y + SIGNATURE_GAP)


def _sign(page: OpenSheet, written: Written, y: float) -> None:
    """The seal covers about the left third of the signature (box 8)."""
    middle = y + 36
    page.marks += [
        Mark(kind=MarkKind.SIGNATURE, text="", x=SIGNER_CENTRE + 12, y=middle, size=48),
        Mark(
            kind=MarkKind.SEAL, text=written.seal, x=SIGNER_CENTRE - 48, y=middle, size=SEAL_RADIUS
        ),
    ]
    name_y = y + SIGNATURE_GAP - 12
    if written.is_name_stamped:
        stamp = Mark(
            kind=MarkKind.NAME_STAMP, text=written.signer_name, x=SIGNER_CENTRE, y=name_y, size=50
        )
        page.marks.append(stamp)
    else:
        set_centred(page, SIGNER_CENTRE, name_y, written.signer_name, Face.BOLD, 14)
    page.text.append(written.signer_name)
