"""The Excel list that comes with a batch: a row per document, the dossier's columns repeated."""

import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PureWindowsPath

import openpyxl

from records.list_columns import LIST_COLUMNS
from samples.written import Written, WrittenDossier

HEADERS = tuple(column.header for column in LIST_COLUMNS)
"""Columns A to AT, worded as in lists that archives hand over."""

WRITTEN_AT = datetime(2025, 6, 2, 8, 0)  # noqa: DTZ001 - Office stores a time without a zone
Cell = str | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedScan:
    """One row: a written document, its place in the batch and what the list declares of it."""

    document: Written
    path: str
    pages: int
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDossier:
    """The rows of one dossier; ``declared_documents`` may be wrong on purpose."""

    dossier: WrittenDossier
    scans: tuple[ListedScan, ...]
    declared_documents: int


def write_list(path: Path, dossiers: tuple[ListedDossier, ...]) -> None:
    """Write ``list.xlsx``; the same rows always give the same bytes."""
    book = openpyxl.Workbook()
    table = book.active
    assert table is not None  # noqa: S101 - a workbook is born with one sheet
    table.title = "Sheet1"
    table.append(HEADERS)
    rows = [row for listed in dossiers for row in _rows(listed)]
    for number, row in enumerate(rows, start=1):
        table.append([number, *row])
    book.properties.created = WRITTEN_AT
    book.save(path)
    _fix_times(path)


def windows_path(path: str) -> str:
    r"""The path as a scanning station writes it: ``\folder\file.pdf``."""
    return "\\" + str(PureWindowsPath(path))


def _rows(listed: ListedDossier) -> list[list[Cell]]:
    sheet = 1
    rows = []
    for ordinal, scan in enumerate(listed.scans, start=1):
        rows.append([*_dossier_cells(listed), ordinal, *_document_cells(scan, sheet)])
        sheet += scan.sheets
    return rows


def _dossier_cells(listed: ListedDossier) -> list[Cell]:
    dossier = listed.dossier
    sheets = sum(scan.sheets for scan in listed.scans)
    start, end = _parts(dossier.start), _parts(dossier.end)
    return [
        dossier.fonds, dossier.inventory, dossier.box, dossier.number, dossier.title,
        dossier.retention, "Công khai", "Tiếng Việt", *start, *end, listed.declared_documents,
        None, None, dossier.keywords, sheets, "Bình thường", "Số hóa", None, None,
    ]  # fmt: skip


def _document_cells(scan: ListedScan, first_sheet: int) -> list[Cell]:
    document = scan.document
    day, month, year = _parts(document.issued)
    body = " ".join(filter(None, (document.parent_body, *document.issuing_body)))
    return [
        document.document_type, document.number, f"/{document.notation}", f"{day:02d}",
        f"{month:02d}", year, body, " ".join(document.subject), "Tiếng Việt", scan.pages, None,
        None, None, document.access, "Số hóa", None, "Bình thường", None, f"{first_sheet:02d}",
        "Văn bản", windows_path(scan.path) if ".." not in scan.path else scan.path,
    ]  # fmt: skip


def _parts(day: date) -> tuple[int, int, int]:
    return day.day, day.month, day.year


def _fix_times(path: Path) -> None:
    """Office files hold the time of saving twice; both would differ from run to run."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stamp = f"{WRITTEN_AT:%Y-%m-%dT%H:%M:%S}Z"
    core = parts["docProps/core.xml"].decode()
    core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{stamp}", core)
    parts["docProps/core.xml"] = core.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2025, 6, 2, 8, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
