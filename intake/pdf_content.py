"""Judges PDF files; the only module of the room that knows pikepdf, run in the confined child.

A file that qpdf has to repair before reading is damaged: the archive keeps no such master.
"""

import warnings
from pathlib import Path

import pikepdf

from records.errors import InputError

_FAULTS = (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError)
_POINTS_PER_INCH = 72
_READING_DPI = 300
_FIELD_DEPTH = 16


def read_pdf(path: Path, name: str, max_pixels: int, max_pages: int) -> dict[str, int]:
    """Pages of a PDF, and whether a signature field is filled (ISO 32000-1 §12.8).

    Raises:
        InputError: encrypted (I043), too many pages (I046), one too large at 300 dpi (I045), or
            damaged (I042).
    """
    warnings.simplefilter("ignore")
    try:
        return _judged(path, name, max_pixels, max_pages)
    except pikepdf.PasswordError as error:
        raise InputError("I043", name) from error
    except _FAULTS as error:
        raise InputError("I042", name, kind="PDF", reason=str(error)) from error


def _judged(path: Path, name: str, max_pixels: int, max_pages: int) -> dict[str, int]:
    with pikepdf.open(path) as pdf:
        if pdf.is_encrypted:
            raise InputError("I043", name)
        _refuse_repaired(name, [str(told) for told in pdf.get_warnings()])
        pages = len(pdf.pages)
        if not pages:
            raise InputError("I042", name, kind="PDF", reason="no pages")
        if pages > max_pages:
            raise InputError("I046", name, pages=pages, limit=max_pages)
        _refuse_large(pdf, name, max_pixels)
        _refuse_repaired(name, pdf.check_pdf_syntax())
        return {"page_count": pages, "is_signed": int(_is_signed(pdf))}


def _refuse_repaired(name: str, told: list[str]) -> None:
    if told:
        raise InputError("I042", name, kind="PDF", reason=told[0].rsplit("/", 1)[-1])


def _refuse_large(pdf: pikepdf.Pdf, name: str, max_pixels: int) -> None:
    for number, page in enumerate(pdf.pages, start=1):
        left, bottom, right, top = (float(edge) for edge in page.mediabox)
        scale = float(page.obj.get("/UserUnit", 1)) * _READING_DPI / _POINTS_PER_INCH
        pixels = int(abs(right - left) * abs(top - bottom) * scale * scale)
        if pixels > max_pixels:
            raise InputError("I045", name, page=number, pixels=pixels, limit=max_pixels)
    for stream in pdf.objects:
        if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") == pikepdf.Name.Image:
            pixels = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0))
            if pixels > max_pixels:
                raise InputError("I045", name, page="?", pixels=pixels, limit=max_pixels)


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    if int(form.get("/SigFlags", 0)) & 1:
        return True
    fields = form.get("/Fields")
    return isinstance(fields, pikepdf.Array) and _has_signature(fields, _FIELD_DEPTH)


def _has_signature(fields: pikepdf.Array, depth: int) -> bool:
    for field in fields.as_list():
        if not isinstance(field, pikepdf.Dictionary):
            continue
        if field.get("/FT") == pikepdf.Name.Sig and "/V" in field:
            return True
        kids = field.get("/Kids")
        if depth and isinstance(kids, pikepdf.Array) and _has_signature(kids, depth - 1):
            return True
    return False
