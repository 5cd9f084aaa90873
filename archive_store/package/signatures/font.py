"""Embeds a TrueType font in a PDF with just the letters it needs; the only module with fontTools.

As PDF/A-1b asks (ISO 19005-1, 6.3): embedded, with widths, a CIDSet, and here the letters' meaning.
"""

import hashlib
import io
import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from records.errors import SetupError

KEPT_TABLES = ("cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")
EM = 1000
"""Widths in a PDF are in thousandths of the type size."""
SERIF_SYMBOLIC = 2 | 4
# It tells every table it drops.
logging.getLogger("fontTools").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """A font cut down to some letters: its file, and each letter's glyph and width."""

    name: str
    program: bytes
    glyphs: dict[str, int]
    widths: dict[str, float]
    ascent: int
    descent: int
    box: tuple[int, ...]

    def width_of(self, words: str) -> float:
        """How wide ``words`` are, in type sizes."""
        return sum(self.widths[letter] for letter in words) / EM

    def encoded(self, words: str) -> bytes:
        """``words`` as the operand of a show operator, in hexadecimal digits."""
        return b"<" + b"".join(b"%04X" % self.glyphs[letter] for letter in words) + b">"


@lru_cache(maxsize=8)
def load_typeface(candidates: tuple[str, ...], letters: str) -> Typeface:
    """The first of the font files that has all ``letters``, with these only; kept for next time.

    Raises:
        SetupError: A122, none of them is there, or all lack a letter.
    """
    font, missing = None, "–"
    for file in (Path(each) for each in candidates if Path(each).is_file()):
        font = TTFont(file, recalcTimestamp=False)
        missing = "".join(sorted({*letters} - {chr(code) for code in font.getBestCmap()}))
        if not missing:
            break
    if font is None or missing:
        raise SetupError("A122", candidates[0], reason=missing)
    named = font.getBestCmap()
    scale = EM / font["head"].unitsPerEm
    head, hhea = font["head"], font["hhea"]
    bounds = (head.xMin, head.yMin, head.xMax, head.yMax)
    name = font["name"].getDebugName(6)
    widths = {each: font["hmtx"][named[ord(each)]][0] * scale for each in set(letters)}
    program = _cut(font, letters)
    glyphs = {each: font.getGlyphID(named[ord(each)]) for each in set(letters)}
    tag = hashlib.sha256(program).digest()[:6]
    return Typeface(
        name="".join(chr(ord("A") + byte % 26) for byte in tag) + f"+{name}",
        program=program, glyphs=glyphs, widths=widths, ascent=round(hhea.ascent * scale),
        descent=round(hhea.descent * scale), box=tuple(round(each * scale) for each in bounds),
    )  # fmt: skip


def embed(pdf: pikepdf.Pdf, face: Typeface) -> pikepdf.Object:
    """The font as an object of ``pdf``; its codes are glyph numbers of two bytes."""
    name = pikepdf.Name(f"/{face.name}")
    count = max(face.glyphs.values()) + 1
    present = bytearray((count + 7) // 8)
    for glyph in (0, *face.glyphs.values()):
        present[glyph // 8] |= 0x80 >> glyph % 8
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=name, Flags=SERIF_SYMBOLIC,
        FontBBox=list(face.box), ItalicAngle=0, Ascent=face.ascent, Descent=face.descent,
        CapHeight=face.ascent, StemV=80, CIDSet=pdf.make_stream(bytes(present)),
        FontFile2=pdf.make_stream(face.program, Length1=len(face.program)),
    )  # fmt: skip
    widths = pikepdf.Array()
    for letter, glyph in sorted(face.glyphs.items(), key=lambda each: each[1]):
        widths.append(glyph)
        widths.append(pikepdf.Array([round(face.widths[letter])]))
    letters = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), DW=EM, W=widths,
        CIDToGIDMap=pikepdf.Name.Identity,
    )  # fmt: skip
    return pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=name,
        Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[pdf.make_indirect(letters)],
        ToUnicode=pdf.make_stream(_meanings(face)),
    ))  # fmt: skip


def _cut(font: TTFont, letters: str) -> bytes:
    options = Options(notdef_outline=True, glyph_names=False, hinting=True, layout_features=[])
    cutter = Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    for table in [each for each in font.keys() if each not in KEPT_TABLES]:  # noqa: SIM118 - not a dict
        if table != "GlyphOrder":
            del font[table]
    written = io.BytesIO()
    font.save(written)
    return written.getvalue()


def _meanings(face: Typeface) -> bytes:
    pairs = sorted((glyph, letter) for letter, glyph in face.glyphs.items())
    rows = "".join(
        f"<{glyph:04X}> <{letter.encode('utf-16-be').hex()}>\n" for glyph, letter in pairs
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{len(pairs)} beginbfchar\n{rows}endbfchar\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
