"""What the confined child offers: the judgement of one scan, and the cells of one list.

Only here, and in the modules it calls, are delivered bytes decoded.
"""

from pathlib import Path
from typing import Any

from intake.image_content import read_image
from intake.list_table import read_table
from intake.pdf_content import read_pdf
from records.errors import InputError

_SNIFFED_BYTES = 1024
_PDF_MARK = b"%PDF-"
"""Within the first 1024 bytes (ISO 32000-1, Annex H.3, note 13)."""
_IMAGE_MARKS = {
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
}


def inspect_scan(path: str, name: str, max_pixels: int, max_pages: int) -> dict[str, Any]:
    """Tell by its content what one delivered file is, and decode all of it once.

    Returns:
        ``media_type``, ``page_count``, ``is_signed`` and ``doubtful``.

    Raises:
        InputError: nothing in it (I040), no known content (I041), or what the reader of its kind
            found (I042, I043, I045, I046).
    """
    with Path(path).open("rb") as stream:
        start = stream.read(_SNIFFED_BYTES)
    if not start:
        raise InputError("I040", name)
    seen: dict[str, Any] = {"is_signed": False, "doubtful": False}
    for mark, kind in _IMAGE_MARKS.items():
        if start.startswith(mark):
            seen["media_type"] = f"image/{kind.lower()}"
            return seen | read_image(Path(path), name, kind, max_pixels, max_pages)
    if _PDF_MARK not in start:
        raise InputError("I041", name)
    seen["media_type"] = "application/pdf"
    return seen | read_pdf(Path(path), name, max_pixels, max_pages)


def read_list(path: str, name: str) -> list[dict[str, Any]]:
    """The sheets of a list; see ``intake.list_table.read_table``."""
    return read_table(Path(path), name)
