"""Boxes 1 to 5 and 10b: letterhead, number, nation, date, type and subject, urgency."""

from samples.paper import A4, MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, OpenSheet, set_centred
from samples.sheet import Face, Line, Mark, MarkKind, Rule, text_width
from samples.written import Written

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
LEFT_CENTRE = MARGIN_LEFT + 98.0
RIGHT_CENTRE = A4[0] - MARGIN_RIGHT - 124.0
NUMBER_ROOM, DIGIT_ROOM, DAY_ROOM = 12.0, 9.0, 24.0
LEADING = 17.0


def set_heading(page: OpenSheet, written: Written) -> None:
    """Letterhead and number at the left, nation and date at the right, then the title."""
    y = MARGIN_TOP
    if written.parent_body:
        set_centred(page, LEFT_CENTRE, y, written.parent_body, size=12.5)
        page.text.append(written.parent_body)
        y += LEADING
    for name in written.issuing_body:
        set_centred(page, LEFT_CENTRE, y, name, Face.BOLD, 12.5)
        page.text.append(name)
        y += LEADING
    _rule_under(page, LEFT_CENTRE, y - 11, 70)
    _number(page, written, y + 16)
    set_centred(page, RIGHT_CENTRE, MARGIN_TOP, NATION, Face.BOLD, 12)
    width = set_centred(page, RIGHT_CENTRE, MARGIN_TOP + LEADING, MOTTO, Face.BOLD, 13.5)
    _rule_under(page, RIGHT_CENTRE, MARGIN_TOP + LEADING + 6, width)
    page.text += [NATION, MOTTO]
    _date(page, written, y + 16)
    page.y = y + 16
    _title(page, written)


def _rule_under(page: OpenSheet, centre: float, y: float, width: float) -> None:
    page.rules.append(Rule(left=centre - width / 2, top=y, right=centre + width / 2, bottom=y))


def _number(page: OpenSheet, written: Written, y: float) -> None:
    before, after = "Số:", f"/{written.notation}"
    page.text.append(f"{before} {written.number}{after}")
    if written.is_number_printed:
        set_centred(page, LEFT_CENTRE, y, page.text[-1])
    else:
        _write_number(page, written.number, (before, after), y)
    if written.is_letter:
        for row, words in enumerate(written.subject):
            set_centred(page, LEFT_CENTRE, y + 17 + 14 * row, words, size=12)
            page.text.append(words)


def _write_number(page: OpenSheet, number: str, printed: tuple[str, str], y: float) -> None:
    before, after = printed
    room = NUMBER_ROOM + DIGIT_ROOM * len(number)
    whole = text_width(before, Face.REGULAR, 13) + room
    left = LEFT_CENTRE - (whole + text_width(after, Face.REGULAR, 13)) / 2
    page.lines += [
        Line(text=before, x=left, y=y, size=13),
        Line(text=after, x=left + whole, y=y, size=13),
    ]
    hand = left + text_width(before, Face.REGULAR, 13) + 5
    page.marks.append(Mark(kind=MarkKind.HANDWRITING, text=number, x=hand, y=y + 1, size=19))


def _date(page: OpenSheet, written: Written, y: float) -> None:
    day = f"{written.issued.day:02d}"
    month = f"{written.issued.month:02d}" if written.issued.month <= 2 else written.issued.month
    before = f"{written.place}, ngày"
    after = f"tháng {month} năm {written.issued.year}"
    page.text.append(f"{before} {day} {after}")
    if written.is_date_printed:
        set_centred(page, RIGHT_CENTRE, y, page.text[-1], Face.ITALIC, 13.5)
        return
    width = text_width(before, Face.ITALIC, 13.5)
    left = RIGHT_CENTRE - (width + DAY_ROOM + text_width(after, Face.ITALIC, 13.5)) / 2
    page.lines += [
        Line(text=before, x=left, y=y, size=13.5, face=Face.ITALIC),
        Line(text=after, x=left + width + DAY_ROOM, y=y, size=13.5, face=Face.ITALIC),
    ]
    page.marks.append(
        Mark(kind=MarkKind.HANDWRITING, text=day, x=left + width + 4, y=y + 1, size=18)
    )


def _title(page: OpenSheet, written: Written) -> None:
    if written.urgency:
        stamp = Mark(
            kind=MarkKind.URGENCY_STAMP,
            text=written.urgency,
            x=LEFT_CENTRE - 20,
            y=page.y + 27,
            size=46,
        )
        page.marks.append(stamp)
        page.text.append(written.urgency)
    if written.is_letter:
        page.y += 14 * len(written.subject) + 12
        return
    centre = (MARGIN_LEFT + page.right) / 2
    page.y += 38
    rows = [written.document_type.upper(), *written.subject]
    for words in rows:
        set_centred(page, centre, page.y, words, Face.BOLD, 14)
        page.text.append(words)
        page.y += 18
    _rule_under(page, centre, page.y - 10, 90)
    page.y += 2
