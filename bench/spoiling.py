"""Small scans in every form, and the ways to spoil one; the same seed spoils the same bytes."""

import io
import random
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
from PIL import Image

PIECE_PIXELS = (700, 300)
PIECE_DPI = 100
WHOLE_PAGES = 4
"""First pages taken as they are: a whole page takes ten times as long to read as a piece."""
EDGES = (0, 1, 2, 255, 256, 32767, 65535, 65536, 2**31 - 1, 2**31, 2**32 - 1)
WRITTEN_EDGES = (
    b"0", b"-1", b"1", b"3", b"16", b"90", b"65536", b"2147483647", b"4294967296", b"1e9",
    b"0.0001", b"99999999999999999999", b"-0.5", b"null", b"[]", b"<<>>", b"(a)", b"/A", b"1 0 R",
    b"3 0 R",
)  # fmt: skip
NAMES = (
    b"/DCTDecode", b"/JPXDecode", b"/JBIG2Decode", b"/CCITTFaxDecode", b"/FlateDecode",
    b"/LZWDecode", b"/RunLengthDecode", b"/ASCIIHexDecode", b"/Crypt", b"/DeviceGray",
    b"/DeviceRGB", b"/DeviceCMYK", b"/Indexed", b"/ICCBased", b"/Separation", b"/Pattern",
    b"/Image", b"/Form", b"/Pages", b"/Page", b"/Kids", b"/Parent", b"/Contents", b"/Resources",
    b"/XObject", b"/SMask", b"/Mask", b"/ImageMask", b"/Decode", b"/Width", b"/Height", b"/Rotate",
    b"/MediaBox", b"/Count", b"/Length", b"/Filter", b"/Annots", b"/OpenAction", b"/JavaScript",
)  # fmt: skip
TIFF_ENTRY_BYTES = 12
PNG_START = 8
Spoil = Callable[[bytes, random.Random, list[bytes]], bytes]


def scans_of(folder: Path) -> list[tuple[str, bytes]]:
    """Ending and bytes of small one-page scans made of the files in a folder; sorted, no chance."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    made: list[tuple[str, bytes]] = []
    for path in found:
        if path.suffix == ".pdf":
            made += [(".pdf", page) for page in _first_page(path)]
    made = sorted(made, key=lambda each: len(each[1]))[:WHOLE_PAGES]
    for number, path in enumerate(
        each for each in found if each.suffix in {".jpg", ".png", ".tif"}
    ):
        with Image.open(path) as image:
            made += _pieces(image.convert("RGB"), number)
    return made


def _first_page(path: Path) -> Iterator[bytes]:
    held = io.BytesIO()
    try:
        with pikepdf.open(path) as whole, pikepdf.new() as single:
            single.pages.append(whole.pages[0])
            single.save(held, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    except pikepdf.PdfError:
        return
    yield held.getvalue()


def _pieces(page: Image.Image, number: int) -> Iterator[tuple[str, bytes]]:
    page.thumbnail((PIECE_PIXELS[0], page.height))
    piece = page.crop((0, 0, *PIECE_PIXELS))
    # Saving would take over how the file it came from was compressed.
    piece.info.clear()
    forms: tuple[tuple[str, Image.Image, str, dict[str, object]], ...] = (
        (".jpg", piece, "JPEG", {}),
        (".jpg", piece.convert("L"), "JPEG", {"progressive": True}),
        (".jpg", piece.convert("CMYK"), "JPEG", {}),
        (".png", piece.convert("P"), "PNG", {}),
        (".png", piece.convert("L").convert("I;16"), "PNG", {}),
        (".png", piece.convert("RGBA"), "PNG", {}),
        (".tif", piece.convert("1"), "TIFF", {"compression": "group4"}),
        (".tif", piece.convert("1"), "TIFF", {"compression": "group3"}),
        (".tif", piece, "TIFF", {"compression": "tiff_lzw"}),
        (".tif", piece, "TIFF", {"compression": "jpeg"}),
        (".tif", piece.convert("L"), "TIFF", {}),
        (".tif", piece.convert("CMYK"), "TIFF", {"compression": "tiff_adobe_deflate"}),
        (".pdf", piece, "PDF", {}),
        (".pdf", piece.convert("1"), "PDF", {}),
    )
    for ending, image, form, options in forms[number % 2 :: 2]:
        yield ending, _saved(image, form, **options)
    yield ".pdf", _pdf_of(piece, "JPEG2000", "/JPXDecode")


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    held = io.BytesIO()
    told = {"resolution": float(PIECE_DPI)} if form == "PDF" else {"dpi": (PIECE_DPI, PIECE_DPI)}
    image.save(held, form, **(told | options))
    return held.getvalue()


def _pdf_of(image: Image.Image, form: str, decoder: str) -> bytes:
    points = tuple(round(side * 72 / PIECE_DPI) for side in image.size)
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=points)
        pdf.pages[0].Contents = pdf.make_stream(b"q %d 0 0 %d 0 0 cm /Im Do Q" % points)
        drawn = pdf.make_stream(
            _saved(image, form), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
            Width=image.width, Height=image.height, Filter=pikepdf.Name(decoder),
            ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        pdf.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=drawn))
        pdf.save(held)
    return held.getvalue()


def flip_bits(scan: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """One to 64 bits."""
    spoilt = bytearray(scan)
    for _ in range(2 ** chance.randrange(7)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def overwrite_start(scan: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """One or two numbers of the headers, made extreme."""
    spoilt = bytearray(scan)
    for _ in range(chance.randint(1, 2)):
        width = chance.choice((1, 2, 4))
        value = chance.choice(EDGES) % 256**width
        at = chance.randrange(4, min(400, len(spoilt)) - width)
        spoilt[at : at + width] = value.to_bytes(width, chance.choice(("little", "big")))
    return bytes(spoilt)


def delete_chunk(scan: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """A piece anywhere, up to a quarter."""
    start, end = _range(scan, chance)
    return scan[:start] + scan[end:]


def double_chunk(scan: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """A piece anywhere, put in again somewhere else."""
    start, end = _range(scan, chance)
    at = chance.randrange(len(scan))
    return scan[:at] + scan[start:end] + scan[at:]


def scramble_chunk(scan: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """A piece anywhere, replaced by noise."""
    start, end = _range(scan, chance)
    return scan[:start] + chance.randbytes(end - start) + scan[end:]


def cut_short(scan: bytes, chance: random.Random, _: list[bytes]) -> bytes:
    """The end is lost."""
    return scan[: chance.randrange(4, len(scan))]


def splice(scan: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """The beginning of one file, the end of another."""
    other = chance.choice(others)
    return scan[: chance.randrange(4, len(scan))] + other[chance.randrange(len(other)) :]


def change_values(scan: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Numbers of PDF objects, fields of TIFF directories, chunks of PNG; elsewhere the headers."""
    if scan.startswith(b"%PDF"):
        return _change_written(scan, chance, rb"(?<=[\s\[])-?\d+\.?\d*(?=[\s\]/>])", WRITTEN_EDGES)
    if scan.startswith(b"II*\0"):
        return _change_entry(scan, chance)
    if scan.startswith(b"\x89PNG"):
        return _change_png(scan, chance)
    return overwrite_start(scan, chance, others)


def change_names(scan: bytes, chance: random.Random, others: list[bytes]) -> bytes:
    """Names in PDF objects; elsewhere the headers."""
    if not scan.startswith(b"%PDF"):
        return overwrite_start(scan, chance, others)
    return _change_written(scan, chance, rb"/[A-Z][A-Za-z0-9]{2,}(?=[\s\[/<(])", NAMES)


WAYS: tuple[Spoil, ...] = (
    flip_bits, overwrite_start, delete_chunk, double_chunk, scramble_chunk, cut_short, splice,
    change_values, change_values, change_names,
)  # fmt: skip


def _range(scan: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(4, len(scan))
    return start, start + chance.randint(1, max(1, len(scan) // chance.choice((4, 20, 200))))


def _change_written(
    scan: bytes, chance: random.Random, pattern: bytes, written: tuple[bytes, ...]
) -> bytes:
    """Streams keep their places only by the cross references, which readers mend."""
    for _ in range(chance.randint(1, 3)):
        places = list(re.finditer(pattern, scan))
        if places:
            place = chance.choice(places)
            scan = scan[: place.start()] + chance.choice(written) + scan[place.end() :]
    return scan


def _change_entry(scan: bytes, chance: random.Random) -> bytes:
    """Tag, type, count or value of one field of the first directory."""
    start = struct.unpack_from("<I", scan, 4)[0]
    if start + 2 > len(scan):
        return scan
    entries = struct.unpack_from("<H", scan, start)[0]
    at = start + 2 + TIFF_ENTRY_BYTES * chance.randrange(max(1, entries))
    offset, width = chance.choice(((0, 2), (2, 2), (4, 4), (8, 4), (8, 4), (8, 2)))
    spoilt = bytearray(scan)
    value = chance.choice((*EDGES, chance.randrange(2**32))) % 256**width
    spoilt[at + offset : at + offset + width] = value.to_bytes(width, "little")
    return bytes(spoilt)


def _change_png(scan: bytes, chance: random.Random) -> bytes:
    """A byte of a chunk, with a right check sum, so that it is not refused at once."""
    chunks, at = [], PNG_START
    while at + PNG_START < len(scan):
        length = struct.unpack_from(">I", scan, at)[0]
        chunks.append((at, length))
        at += 12 + length
    place, length = chance.choice([chunk for chunk in chunks if chunk[1]])
    spoilt = bytearray(scan)
    spoilt[place + 8 + chance.randrange(min(length, 32))] = chance.choice((0, 1, 2, 127, 255))
    checked = zlib.crc32(spoilt[place + 4 : place + 8 + length])
    spoilt[place + 8 + length : place + 12 + length] = checked.to_bytes(4, "big")
    return bytes(spoilt)
