"""The damaged batch: each kind of damage in a dossier of its own, beside a good document."""

import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from samples.batches import Truth, scan_document
from samples.damaged_image import write_spoiled
from samples.damaged_pdf import spoil_pdf
from samples.delivery_list import ListedDossier, ListedScan, write_list
from samples.scan_files import write_scan
from samples.written import Written, WrittenDossier, read_dossiers

OUTSIDE = "\\..\\..\\etc\\passwd"
GOOD, SPOILED = "001.pdf", "002"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One kind of damage and the one Problem it must raise.

    ``ending`` is that of the spoiled file; ``None`` where the damage is in the list alone.
    ``has_row`` tells whether a second row stands in the list.
    """

    kind: str
    code: str
    severity: str
    description: str
    ending: str | None = None
    has_row: bool = True


DAMAGES = (
    Damage(kind="truncated-pdf", code="I042", severity="error", ending=".pdf",
           description="The PDF ends after two thirds of its bytes."),
    Damage(kind="corrupt-tiff-strip", code="I042", severity="error", ending=".tif",
           description="One strip of the LZW-coded TIFF is overwritten; its tags are sound."),
    Damage(kind="zero-bytes", code="I040", severity="error", ending=".pdf",
           description="The file is empty."),
    Damage(kind="text-as-pdf", code="I041", severity="error", ending=".pdf",
           description="A text file bears the name of a PDF."),
    Damage(kind="encrypted-pdf", code="I043", severity="error", ending=".pdf",
           description="The PDF needs a password."),
    Damage(kind="signed-pdf", code="I044", severity="info", ending=".pdf",
           description="The PDF has a digital signature: it is kept to the byte, and stored."),
    Damage(kind="huge-tiff", code="I045", severity="error", ending=".tif",
           description="A page of 30,000 by 30,000 pixels in a few kilobytes."),
    Damage(kind="huge-pdf-page", code="I045", severity="error", ending=".pdf",
           description="A PDF page of 200 by 200 inches."),
    Damage(kind="row-without-file", code="I020", severity="error",
           description="The second row names a file that is not in the batch."),
    Damage(kind="file-without-row", code="I023", severity="error", ending=".pdf", has_row=False,
           description="No row names the second file, which is a good scan."),
    Damage(kind="wrong-document-count", code="I026", severity="warning", has_row=False,
           description="The list declares 5 documents for the dossier, and 1 is listed."),
    Damage(kind="wrong-page-count", code="I027", severity="warning", ending=".pdf",
           description="The second row declares 4 pages; its file has 1."),
    Damage(kind="path-outside", code="I021", severity="error",
           description="The second row's path leads outside the batch."),
    Damage(kind="duplicate-scan", code="I048", severity="error", ending=".pdf",
           description="Both rows name files with equal bytes."),
)  # fmt: skip
WRONG_DOCUMENT_COUNT, WRONG_PAGE_COUNT = 5, 4


def make_damaged(batch: Path) -> list[Truth]:
    """Write the damaged batch into ``batch`` and return what is expected of each dossier."""
    (model,) = read_dossiers("damaged")
    listed: list[ListedDossier] = []
    expected: list[Truth] = []
    row = 2
    for number, damage in enumerate(DAMAGES, start=1):
        dossier = replace(model, number=f"{number:02d}", folder=f"{model.folder[:-2]}{number:02d}")
        one = _make_dossier(batch, dossier, damage, number)
        listed.append(one)
        expected.append(_expected(dossier, damage, row))
        row += len(one.scans)
    write_list(batch / "list.xlsx", tuple(listed))
    return expected


def _make_dossier(
    batch: Path, dossier: WrittenDossier, damage: Damage, number: int
) -> ListedDossier:
    good, other = (
        replace(dossier.documents[0], file=f"{number:02d}-{name}", number=str(first + number))
        for name, first in (("good", 100), ("spoiled", 200))
    )
    rows = [ListedScan(document=good, path=f"{dossier.folder}/{GOOD}", pages=1, sheets=1)]
    target = batch / dossier.folder / GOOD
    write_scan(target, tuple(page.pixels for page in scan_document(good)), good.scan)
    if damage.ending is not None:
        _write_spoiled(target.with_name(f"{SPOILED}{damage.ending}"), damage.kind, other)
    if damage.has_row:
        counted = WRONG_PAGE_COUNT if damage.kind == "wrong-page-count" else 1
        path = _path(dossier, damage)
        rows.append(ListedScan(document=other, path=path or "", pages=counted, sheets=1))
    declared = WRONG_DOCUMENT_COUNT if damage.kind == "wrong-document-count" else len(rows)
    return ListedDossier(dossier=dossier, scans=tuple(rows), declared_documents=declared)


def _path(dossier: WrittenDossier, damage: Damage) -> str | None:
    if damage.kind == "path-outside":
        return OUTSIDE
    if damage.kind == "wrong-document-count":
        return None
    return f"{dossier.folder}/{SPOILED}{damage.ending or '.pdf'}"


def _write_spoiled(path: Path, kind: str, written: Written) -> None:
    if kind == "duplicate-scan":
        shutil.copyfile(path.with_name(GOOD), path)
        return
    pages = tuple(page.pixels for page in scan_document(written))
    if kind in ("corrupt-tiff-strip", "huge-tiff", "zero-bytes", "text-as-pdf"):
        write_spoiled(path, kind, pages[0])
        return
    write_scan(path, pages, written.scan)
    if kind in ("truncated-pdf", "encrypted-pdf", "signed-pdf", "huge-pdf-page"):
        spoil_pdf(path, kind)


def _expected(dossier: WrittenDossier, damage: Damage, first_row: int) -> Truth:
    """Rows are those of the sheet, the header being row 1."""
    told = asdict(damage)
    spoiled = damage.ending is not None
    return {
        "dossier": dossier.number,
        **{key: told[key] for key in ("kind", "code", "severity", "description")},
        "good_file": f"{dossier.folder}/{GOOD}",
        "file": f"{dossier.folder}/{SPOILED}{damage.ending}" if spoiled else None,
        "path": _path(dossier, damage),
        "row": first_row + 1 if damage.has_row else None,
        "is_stored": damage.kind in ("signed-pdf", "wrong-page-count"),
    }
