"""The words of a page as invisible text that stands where they stand on paper."""

from ocr.hidden_font import ASCENT, WIDTH
from records.page import Line, RecognizedPage, Word

POINTS_PER_INCH = 72
LARGEST_CODE = 0xFFFF
UNPRINTABLE = "\ufffd"


def hidden_text(page: RecognizedPage, font: str) -> bytes:
    """Drawing operators, for the font that the page's resources call ``font``."""
    words = [
        _placed(word, line, page, font)
        for line in page.lines
        for word in line.words
        if word.likeliest
    ]
    return b"\n".join((b"q BT 3 Tr", *words, b"ET Q")) if words else b""


def _placed(word: Word, line: Line, page: RecognizedPage, font: str) -> bytes:
    """A word, stretched to the width it has on paper, with the blank that follows it."""
    scale = POINTS_PER_INCH / page.dpi
    written = "".join(sign if ord(sign) <= LARGEST_CODE else UNPRINTABLE for sign in word.likeliest)
    size = max(1, line.box.height) * scale
    stretch = 100 * max(1, word.box.width) * scale / (WIDTH * size * len(written))
    left = word.box.left * scale
    baseline = (page.height - line.box.top - ASCENT * line.box.height) * scale
    blank = "" if word is line.words[-1] else " "
    codes = (written + blank).encode("utf-16-be", "replace").hex()
    return (
        f"/{font} {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {left:.2f} {baseline:.2f} Tm <{codes}> Tj"
    ).encode()
