"""Access PDFs: the words can be searched and copied, and the file is PDF/A-1b."""

import resource
import subprocess
import time
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pikepdf
import pytest

from judges.pdf import judge_pdfa
from ocr.access_page import new_access_page
from ocr.pdf import write_access_pdf
from ocr.pixels import Picture
from records.page import RecognizedPage

CREATED = datetime(2026, 3, 4, 8, 9, 10, tzinfo=timezone(timedelta(hours=7)))


@pytest.fixture
def pages(recognised: RecognizedPage) -> tuple[RecognizedPage, ...]:
    bitonal = recognised.image.with_name("second.pdf")
    paper = np.full((1169, 1654), 255, dtype=np.uint8)
    bitonal.write_bytes(new_access_page(Picture(pixels=paper, dpi=200, bitonal=True), 80))
    return recognised, replace(recognised, number=4, image=bitonal, lines=(), is_blank=True)


def test_the_words_can_be_copied_in_order(
    pages: tuple[RecognizedPage, ...], tmp_path: Path
) -> None:
    write_access_pdf(pages, "Quyết định số 12", CREATED, tmp_path / "a.pdf")
    told = subprocess.run(
        ["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["Quyết", "định", "<Số>", '"12"', "Ữ&ẵ"]


def test_a_word_stands_where_it_stands_on_paper(
    pages: tuple[RecognizedPage, ...], tmp_path: Path
) -> None:
    write_access_pdf(pages, "Quyết định số 12", CREATED, tmp_path / "a.pdf")
    told = subprocess.run(
        ["pdftotext", "-r", "200", "-x", "415", "-y", "90", "-W", "190", "-H", "60",
         tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == ["định"]


def test_pages_have_their_true_size_and_pictures_keep_their_compression(
    pages: tuple[RecognizedPage, ...], tmp_path: Path
) -> None:
    write_access_pdf(pages, "Quyết định số 12", CREATED, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        sizes = [[round(float(side), 1) for side in page.mediabox] for page in pdf.pages]
        filters = [
            [str(image.get("/Filter")) for image in page.resources.XObject.values()]
            for page in pdf.pages
        ]
        info = {str(key): str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata() as told:
            described = (told["dc:title"], told["xmp:CreateDate"], told["pdfaid:part"])
    assert sizes == [[0, 0, 595.4, 420.8]] * 2
    assert filters == [["/DCTDecode"], ["/CCITTFaxDecode"]]
    assert described == ("Quyết định số 12", "2026-03-04T08:09:10+07:00", "1")
    assert (info["/Title"], info["/CreationDate"]) == (
        "Quyết định số 12",
        "D:20260304080910+07'00'",
    )


def test_equal_pages_give_equal_bytes(pages: tuple[RecognizedPage, ...], tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        write_access_pdf(pages, "Quyết định số 12", CREATED, tmp_path / name)
        time.sleep(1.1)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_file_is_pdf_a_1b(pages: tuple[RecognizedPage, ...], tmp_path: Path) -> None:
    write_access_pdf(pages, "Quyết định <số> 12", CREATED, tmp_path / "a.pdf")
    (told,) = judge_pdfa([tmp_path / "a.pdf"])
    assert (told.is_valid, told.errors) == (True, ())


def test_a_disk_without_room_is_an_error_that_leaves_nothing(
    pages: tuple[RecognizedPage, ...], tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_access_pdf(pages, "Quyết định số 12", CREATED, tmp_path / "out" / "a.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert list((tmp_path / "out").iterdir()) == []
