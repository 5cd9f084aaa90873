"""Files that are no good scans: a broken TIFF, a giant TIFF, an empty file, a text."""

import struct
from pathlib import Path

from PIL import Image
from PIL.TiffImagePlugin import ROWSPERSTRIP, STRIPOFFSETS, TiffImageFile

from samples.sheet import Pixels

HUGE_SIDE_PIXELS = 30_000
ROWS_PER_STRIP = 256


def write_spoiled(path: Path, kind: str, page: Pixels) -> None:
    """Write what ``kind`` names to ``path``, made from ``page`` where it shows a page at all."""
    if kind == "corrupt-tiff-strip":
        _write_corrupt_tiff(path, page)
    elif kind == "huge-tiff":
        path.write_bytes(_huge_tiff())
    elif kind == "zero-bytes":
        path.write_bytes(b"")
    else:
        path.write_text("Tờ này chưa quét, quét bù vào buổi chiều.\n", encoding="utf-8")


def _write_corrupt_tiff(path: Path, page: Pixels) -> None:
    """The middle strip is overwritten; the tags are sound."""
    grey = Image.fromarray(page).convert("L")
    tags = {ROWSPERSTRIP: ROWS_PER_STRIP}
    grey.save(path, "TIFF", compression="tiff_lzw", dpi=(200, 200), tiffinfo=tags)
    with TiffImageFile(path) as saved:
        offsets = saved.tag_v2[STRIPOFFSETS]
    middle = offsets[len(offsets) // 2]
    content = bytearray(path.read_bytes())
    content[middle : middle + 200] = b"\xff" * 200
    path.write_bytes(bytes(content))


def _huge_tiff() -> bytes:
    """A white Group 4 page of 900 million pixels in a few kilobytes, written by hand.

    A row that equals the white row above it is the single bit 1 (ITU-T T.6, code V0).
    """
    rows = b"\xff" * (HUGE_SIDE_PIXELS // 8) + b"\x00\x10\x01"
    fields = [
        (256, 4, HUGE_SIDE_PIXELS), (257, 4, HUGE_SIDE_PIXELS), (258, 3, 1), (259, 3, 4),
        (262, 3, 0), (273, 4, 8), (277, 3, 1), (278, 4, HUGE_SIDE_PIXELS), (279, 4, len(rows)),
    ]  # fmt: skip
    rows += b"\x00" * (len(rows) % 2)
    directory = struct.pack("<H", len(fields))
    directory += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in fields)
    start = struct.pack("<2sHI", b"II", 42, 8 + len(rows))
    return start + rows + directory + struct.pack("<I", 0)
