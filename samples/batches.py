"""Scans written documents into a batch folder and writes down the truth about every page."""

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from samples.ageing import Turn, age
from samples.delivery_list import ListedDossier, ListedScan, write_list
from samples.layout import lay_out
from samples.scan_files import write_scan
from samples.seal import press
from samples.sheet import Pixels, Sheet, paint_print
from samples.written import Written, read_dossiers

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedSheet:
    """A page as the scanner gave it, with what is truly on it."""

    sheet: Sheet
    pixels: Pixels
    turn: Turn

    @property
    def is_blank(self) -> bool:
        """Whether nothing is printed or written on it."""
        return not self.sheet.text


def scan_page(written: Written, sheet: Sheet, number: int, seed: int = 0) -> ScannedSheet:
    """Paint, stamp and age one sheet; the file's name, ``number`` and ``seed`` fix every accident.

    ``number`` is the page's, counted from 1; another ``seed`` gives another copy of the page.
    """
    name = f"{written.file}/{number}/{seed}".encode()
    rng = np.random.default_rng(zlib.crc32(name))
    page = paint_print(sheet, written.scan.dpi)
    for mark in sheet.marks:
        page = press(page, mark, written.scan.dpi, rng)
    pixels, turn = age(page, written.scan, number, rng)
    return ScannedSheet(sheet=sheet, pixels=pixels, turn=turn)


def scan_document(written: Written, seed: int = 0) -> tuple[ScannedSheet, ...]:
    """Every page of a document, blank back sides included."""
    return tuple(
        scan_page(written, sheet, number, seed)
        for number, sheet in enumerate(lay_out(written), start=1)
    )


def make_good(batch: Path) -> list[Truth]:
    """Write the good batch into ``batch`` and return the truth, one entry per file."""
    truth: list[Truth] = []
    listed: list[ListedDossier] = []
    for dossier in read_dossiers("good"):
        rows: list[ListedScan] = []
        for written in dossier.documents:
            path = f"{dossier.folder}/{written.file}"
            pages = scan_document(written)
            write_scan(batch / path, tuple(page.pixels for page in pages), written.scan)
            rows.append(_listed(written, path, pages))
            truth.append({"file": path, "dossier": dossier.number, **tell(written, pages)})
        listed.append(
            ListedDossier(dossier=dossier, scans=tuple(rows), declared_documents=len(rows))
        )
    write_list(batch / "list.xlsx", tuple(listed))
    return truth


def _listed(written: Written, path: str, pages: tuple[ScannedSheet, ...]) -> ListedScan:
    sheets = sum(1 for page in pages if not page.is_blank)
    return ListedScan(document=written, path=path, pages=len(pages), sheets=sheets)


def tell(written: Written, pages: tuple[ScannedSheet, ...]) -> Truth:
    """The truth of one document: its fields as printed, and each page's text and turns."""
    return {
        "access": written.access,
        "fields": _fields(written),
        "pages": [
            {
                "number": number,
                "dpi": written.scan.dpi,
                "mode": written.scan.mode,
                "width": page.pixels.shape[1],
                "height": page.pixels.shape[0],
                "rotation_degrees": page.turn.rotation_degrees,
                "skew_degrees": page.turn.skew_degrees,
                "is_blank": page.is_blank,
                "text": "\n".join(page.sheet.text),
            }
            for number, page in enumerate(pages, start=1)
        ],
    }


def _fields(written: Written) -> dict[str, str | None]:
    return {
        "document_type": written.document_type,
        "number": written.number,
        "notation": written.notation,
        "issued_date": written.issued.isoformat(),
        "place": written.place,
        "parent_body": written.parent_body,
        "issuing_body": " ".join(written.issuing_body),
        "subject": " ".join(written.subject),
        "addressee": _joined(written.addressee),
        "signer_title": " ".join(written.signer_title),
        "signer_name": written.signer_name,
        "recipients": _joined(written.recipients),
        "secrecy": None,
        "urgency": written.urgency,
    }


def _joined(items: tuple[str, ...]) -> str | None:
    """Items as on paper without the mark that ends each, joined by ``; ``."""
    return "; ".join(item.rstrip(";.") for item in items) or None
