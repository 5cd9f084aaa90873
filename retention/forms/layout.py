"""The layout that Decree 30/2020/NĐ-CP, Appendix I, gives administrative papers; lengths in mm.

Where the decree leaves a span, one value of it is chosen here.
"""

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
"""Section I.3: 20 to 25 above and below, 30 to 35 on the left, 15 to 20 on the right."""
WIDTH = PAGE_WIDTH - LEFT - RIGHT

FONT = "Times New Roman"
STATE, MOTTO, BODY_NAME, NUMBER, DATE = 12, 13, 12, 13, 13
TITLE, TEXT, TABLE, PAGE_NUMBER = 14, 14, 12, 13
RECIPIENTS_TITLE, RECIPIENTS = 12, 11
"""Sizes in points, Appendix I, Section V. Tables have none; theirs is ours."""

INDENT = 12.7
"""The first line of a paragraph, Section II.6.e."""
LEFT_SHARE = 0.4
"""The part of the width that the issuing body has at the head; the diagram of Section IV."""
TITLE_LETTER = 2.0
"""The mean width of a letter of a title, for writers that cannot measure it."""
MOTTO_SHARE = 0.56
"""The rule below the motto is as long as it, which fills about so much of the right side."""
PARAGRAPH_POINTS = 6
LINE_FACTOR = 1.15
BODY_RULE_SHARE = 0.4
"""The rule below the issuing body and the subject is a third to a half of the line."""

STATE_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO_TEXT = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS_WORD = "Nơi nhận:"
POINT = 25.4 / 72
"""One point in mm."""


def high(size: int) -> float:
    """How high a line of this size in points is, in mm."""
    return size * POINT * LINE_FACTOR


def with_ends(items: tuple[str, ...]) -> tuple[str, ...]:
    """Each item with a semicolon, the last with a full stop."""
    return tuple(
        f"{item}{'.' if number == len(items) else ';'}" for number, item in enumerate(items, 1)
    )
