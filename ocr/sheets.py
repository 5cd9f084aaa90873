"""Draws separator sheets (tờ phân cách) for printing: A4, black and white, a PDF page each."""

from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from ocr.sheet_code import SheetCode
from ocr.whole_file import write_whole
from records.errors import SetupError
from records.messages import Language, text

DPI = 300
PAGE = (2480, 3508)
"""A4 in pixels."""
MARGIN = 240
CODE_TOP, CODE_SIDE = 720, 1180
"""The code is 100 mm wide."""
QUIET = 170
"""Nothing is printed nearer to the code: four modules of the largest (ISO/IEC 18004)."""
TITLE, NAME, PROSE, SMALL = 132, 84, 54, 42
"""Heights of letters in pixels."""
BOLD, REGULAR = "DejaVuSans-Bold.ttf", "DejaVuSans.ttf"
CORRECTION = "h"
"""30 % of the code may be lost to dirt and staples (ISO/IEC 18004)."""


def write_sheets(target: Path, code: SheetCode, count: int) -> None:
    """Write ``count`` equal sheets that say ``code``; an existing ``target`` is replaced.

    Raises:
        SetupError: O023, the fonts are missing.
    """
    sheet = _sheet(code)
    others = [sheet] * (count - 1)
    write_whole(
        target,
        lambda stream: sheet.save(
            stream, "PDF", resolution=DPI, save_all=True, append_images=others,
            title=text("sheet.title"), creator="luutru", producer="luutru",
        ),
    )  # fmt: skip


def _sheet(code: SheetCode) -> Image.Image:
    sheet = Image.new("1", PAGE, 1)
    drawing = ImageDraw.Draw(sheet)
    top = MARGIN
    top = _centred(drawing, text("sheet.title"), top, _font(BOLD, TITLE))
    top = _centred(drawing, text("sheet.title", Language.ENGLISH), top, _font(REGULAR, PROSE))
    sheet.paste(_picture(code), ((PAGE[0] - CODE_SIDE) // 2, CODE_TOP))
    top = CODE_TOP + CODE_SIDE + QUIET
    if code.dossier is not None:
        top = _centred(drawing, text("sheet.dossier", code=code.dossier), top, _font(BOLD, NAME))
    for language, height in ((Language.VIETNAMESE, PROSE), (Language.ENGLISH, SMALL)):
        top += height
        for line in text("sheet.use", language).splitlines():
            top = _prose(drawing, line, top, _font(REGULAR, height))
    _centred(drawing, code.written, PAGE[1] - MARGIN, _font(REGULAR, SMALL))
    return sheet


def _picture(code: SheetCode) -> Image.Image:
    made = segno.make(code.written, error=CORRECTION, micro=False, boost_error=False)
    rows = [bytes(0 if dark else 255 for dark in row) for row in made.matrix_iter(border=0)]
    picture = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows))
    return picture.resize((CODE_SIDE, CODE_SIDE), Image.Resampling.NEAREST).convert("1")


def _font(name: str, height: int) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(name, height)
    except OSError as error:
        raise SetupError("O023", name) from error


def _centred(
    drawing: ImageDraw.ImageDraw, written: str, top: int, font: ImageFont.FreeTypeFont
) -> int:
    """Write in lines between the margins, each in the middle; the foot of the last."""
    for line in _lines(written, font):
        left = (PAGE[0] - font.getlength(line)) / 2
        drawing.text((left, top), line, fill=0, font=font)
        top += round(font.size * 1.4)
    return top


def _prose(
    drawing: ImageDraw.ImageDraw, written: str, top: int, font: ImageFont.FreeTypeFont
) -> int:
    for line in _lines(written, font):
        drawing.text((MARGIN, top), line, fill=0, font=font)
        top += round(font.size * 1.4)
    return top


def _lines(written: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in written.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) > PAGE[0] - 2 * MARGIN and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
