"""The font of invisible text: any letter of Unicode's first plane, all alike and all empty.

The letters are never painted (rendering mode 3), only searched and copied, so what counts is how
wide they are and what they mean. A font with letters would cost 16 kB a document and 60 ms.
"""

import struct

import pikepdf

NAME = "/LuutruHidden"
WIDTH = 0.5
ASCENT = 0.8
"""Above the base line; what is left is below. Both are measured on the type size."""
UNITS = 1000
GLYPHS = 2
"""The one that every font must have for what is missing, and the letter."""
LETTER = struct.pack(">H", 1)
CODES = 1 << 16
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def hidden_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The font in ``pdf``; its codes are UTF-16BE, two bytes for each letter."""
    advance, ascent = round(WIDTH * UNITS), round(ASCENT * UNITS)
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name(NAME), Flags=4,
        FontBBox=[0, ascent - UNITS, advance, ascent], ItalicAngle=0, Ascent=ascent,
        Descent=ascent - UNITS,
        CapHeight=ascent, StemV=80, FontFile2=_stream(pdf, _true_type(advance, ascent)),
    )  # fmt: skip
    letters = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.CIDFontType2, BaseFont=pikepdf.Name(NAME),
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor), DW=advance,
        CIDToGIDMap=pdf.make_stream(LETTER * CODES),
    )  # fmt: skip
    return pdf.make_indirect(pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type0, BaseFont=pikepdf.Name(NAME),
        Encoding=pikepdf.Name("/Identity-H"), DescendantFonts=[pdf.make_indirect(letters)],
        ToUnicode=pdf.make_stream(TO_UNICODE),
    ))  # fmt: skip


def _stream(pdf: pikepdf.Pdf, font: bytes) -> pikepdf.Stream:
    return pdf.make_stream(font, Length1=len(font))


def _true_type(advance: int, ascent: int) -> bytes:
    """A TrueType font (ISO/IEC 14496-22) with the tables that PDF 1.4, 5.8, asks for."""
    tables = {
        b"glyf": bytes(4),
        b"head": struct.pack(
            ">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0,
            0, ascent - UNITS, advance, ascent, 0, 8, 2, 0, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhh8xhH", 0x10000, ascent, ascent - UNITS, 0, advance, 0, 0, advance, 1, 0, 0,
            0, GLYPHS,
        ),
        b"hmtx": struct.pack(">Hh", advance, 0) * GLYPHS,
        b"loca": bytes(2 * (GLYPHS + 1)),
        b"maxp": struct.pack(">IH26x", 0x10000, GLYPHS),
    }  # fmt: skip
    place = 12 + 16 * len(tables)
    index = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    body = b""
    for name, content in tables.items():
        padded = content + bytes(-len(content) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        index += struct.pack(">4sIII", name, total, place + len(body), len(content))
        body += padded
    return index + body
