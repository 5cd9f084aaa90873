from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pikepdf
from PIL import Image

from samples.batches import scan_page
from samples.copies import write_copies
from samples.delivery_list import HEADERS
from samples.layout import lay_out
from samples.written import read_dossiers

Tellings = Callable[[str], list[dict[str, Any]]]
Names = Callable[[str], set[str]]
EXPECTED_PAGES = 30
FIELDS = [
    "document_type", "number", "notation", "issued_date", "place", "parent_body", "issuing_body",
    "subject", "addressee", "signer_title", "signer_name", "recipients", "secrecy", "urgency",
]  # fmt: skip


def page_count(path: Path) -> int:
    if path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            return len(pdf.pages)
    with Image.open(path) as image:
        return int(getattr(image, "n_frames", 1))


def test_the_committed_good_batch_holds_what_make_pages_writes(
    delivered: Names, expected: Tellings
) -> None:
    written = {
        f"{dossier.folder}/{document.file}"
        for dossier in read_dossiers("good")
        for document in dossier.documents
    }
    assert delivered("good") == written == {entry["file"] for entry in expected("good")}


def test_each_good_file_has_the_pages_that_truth_layout_and_list_tell(
    batches: Path, delivered: Names, expected: Tellings, listed: Tellings
) -> None:
    truth = {entry["file"]: len(entry["pages"]) for entry in expected("good")}
    declared = {row["file"]: row["Số lượng trang của văn bản"] for row in listed("good")}
    laid_out = {
        f"{dossier.folder}/{document.file}": len(lay_out(document))
        for dossier in read_dossiers("good")
        for document in dossier.documents
    }
    counted = {name: page_count(batches / "good" / name) for name in delivered("good")}
    assert truth == declared == laid_out == counted
    assert sum(truth.values()) == EXPECTED_PAGES


def test_the_truth_tells_the_text_of_the_layout_and_every_field(expected: Tellings) -> None:
    truth = {Path(entry["file"]).name: entry for entry in expected("good")}
    for dossier in read_dossiers("good"):
        for document in dossier.documents:
            told = truth[document.file]
            texts = ["\n".join(sheet.text) for sheet in lay_out(document)]
            assert [page["text"] for page in told["pages"]] == texts
            assert list(told["fields"]) == FIELDS
            assert told["fields"]["issued_date"] == document.issued.isoformat()


def test_the_good_batch_shows_every_accident_of_scanning(
    delivered: Names, expected: Tellings
) -> None:
    pages = [page for entry in expected("good") for page in entry["pages"]]
    assert {page["rotation_degrees"] for page in pages} == {0, 90, 180}
    assert {page["dpi"] for page in pages} == {150, 200, 300}
    assert {page["mode"] for page in pages} == {"colour", "grey", "bitonal"}
    assert sum(page["is_blank"] for page in pages) == 2
    assert any(page["width"] > page["height"] for page in pages)
    assert {Path(name).suffix for name in delivered("good")} == {".pdf", ".tif", ".jpg", ".png"}


def test_a_page_made_again_is_the_committed_page(batches: Path) -> None:
    (document,) = (
        document
        for dossier in read_dossiers("good")
        for document in dossier.documents
        if document.file.endswith(".png")
    )
    made = scan_page(document, lay_out(document)[0], 1).pixels
    (kept,) = (batches / "good").rglob("*.png")
    with Image.open(kept) as image:
        committed = np.asarray(image, dtype=np.int16)
    grey = np.asarray(Image.fromarray(made).convert("L"), dtype=np.int16)
    assert grey.shape == committed.shape
    assert float(np.abs(grey - committed).mean()) < 0.2


def test_copies_are_the_same_in_every_run(tmp_path: Path) -> None:
    first, again = next(write_copies(tmp_path / "a")), next(write_copies(tmp_path / "b"))
    assert first.read_bytes() == again.read_bytes()
    assert first.with_suffix(".txt").read_text().startswith("UBND TỈNH QUẢNG BÌNH")


def test_both_lists_have_the_46_columns_in_their_order(batches: Path) -> None:
    for batch in ("good", "damaged"):
        table = openpyxl.load_workbook(batches / batch / "list.xlsx").active
        assert table is not None
        assert next(table.iter_rows(values_only=True)) == HEADERS
    assert len(HEADERS) == 46
