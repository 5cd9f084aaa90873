"""Tiny pages and dossiers, built in the test that needs them."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from metadata import assemble
from metadata.describe import describe
from records.batch import (
    BatchDocument,
    BatchDossier,
    DeliveredFile,
    Fonds,
    ListedDocument,
    ListedDossier,
)
from records.dates import PartialDate
from records.digest import Sha256
from records.dossier import ArchiveIdentity, Dossier
from records.page import Line, RecognizedPage, Word
from records.place import Box, around

WIDTH, HEIGHT, LETTER, ROW = 2480, 3508, 22, 40


def line(row: tuple[int, int, str], confidence: float) -> Line:
    """Words of ``LETTER`` pixels a letter; two blanks are a column gap of 160 pixels."""
    left, top, written = row
    words = []
    for column in written.split("  "):
        for text in column.split():
            box = Box(left, top, left + LETTER * len(text), top + ROW)
            words.append(Word(text=text, box=box, confidence=confidence))
            left = box.right + LETTER // 2
        left += 160
    return Line(words=tuple(words), box=around(tuple(word.box for word in words)))


@pytest.fixture
def make_page() -> Callable[..., RecognizedPage]:
    def build(
        *rows: tuple[int, int, str], confidence: float = 0.96, number: int = 1
    ) -> RecognizedPage:
        return RecognizedPage(
            number=number,
            file_sha256=Sha256("a" * 64),
            width=WIDTH,
            height=HEIGHT,
            dpi=300,
            rotation_degrees=0,
            skew_degrees=0.0,
            confidence=confidence if rows else 0.0,
            lines=tuple(line(row, confidence) for row in rows),
            is_blank=not rows,
            treatments=(),
            engine="none",
            image=Path("page.png"),
            alto=Path("page.xml"),
        )

    return build


@pytest.fixture
def decision(make_page: Callable[..., RecognizedPage]) -> tuple[RecognizedPage, ...]:
    """A decision of an invented body: two pages, signed on the second."""
    first = make_page(
        (430, 230, "UBND TỈNH AN BÌNH"),
        (1330, 230, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (430, 300, "SỞ NỘI VỤ"),
        (1500, 300, "Độc lập - Tự do - Hạnh phúc"),
        (400, 420, "Số: 15/QĐ-SNV"),
        (1420, 420, "An Bình, ngày 05 tháng 4 năm 2018"),
        (1080, 620, "QUYẾT ĐỊNH"),
        (760, 700, "Về việc ban hành Quy chế văn thư, lưu trữ"),
        (1020, 900, "GIÁM ĐỐC SỞ NỘI VỤ"),
        (500, 1040, "Căn cứ Quyết định số 99/QĐ-UBND ngày 01 tháng 3 năm 2017 của Ủy ban"),
    )
    second = make_page(
        (500, 300, "Điều 3. Quyết định này có hiệu lực từ ngày ký."),
        (350, 700, "Nơi nhận:"),
        (1500, 700, "KT. GIÁM ĐỐC"),
        (350, 770, "- Như Điều 3;"),
        (1500, 770, "PHÓ GIÁM ĐỐC"),
        (350, 840, "- Lưu: VT."),
        (1500, 1100, "Nguyễn Văn An"),
        number=2,
    )
    return first, second


@pytest.fixture
def make_batch() -> Callable[..., BatchDossier]:
    def build(
        listed: ListedDossier | None = None, rows: tuple[ListedDocument | None, ...] = (None,)
    ) -> BatchDossier:
        documents = tuple(
            BatchDocument(ordinal=place, file=delivered(place), listed=row)
            for place, row in enumerate(rows, start=1)
        )
        return BatchDossier(
            code="H99.21.2018.01.07",
            fonds=Fonds(name="Sở Nội vụ tỉnh An Bình", agency_code="H99.21", fonds_code="P15"),
            provisional=listed is None,
            listed=listed or ListedDossier(),
            documents=documents,
        )

    return build


def delivered(place: int) -> DeliveredFile:
    return DeliveredFile(
        name=PurePosixPath(f"hop01/{place:03d}.pdf"),
        copy=Path(f"/work-area/batch/{place:03d}.pdf"),
        size_bytes=1000,
        sha256=Sha256("b" * 64),
        media_type="application/pdf",
        page_count=2,
    )


@pytest.fixture
def dossier(
    decision: tuple[RecognizedPage, ...], make_batch: Callable[..., BatchDossier]
) -> Dossier:
    """A dossier of two documents: one described on the list, one that says nothing."""
    row = ListedDocument(row=2, document_type="Quyết định", number="15", notation="/QĐ- SNV")
    listed = ListedDossier(
        box="12",
        number="07",
        title="Quy chế văn thư & lưu trữ",
        retention="Vĩnh viễn",
        access="Công khai",
        end=PartialDate(year=2019, month=3),
        declared_sheets=3,
        keywords="quy chế; <lưu trữ>",
    )
    batch = make_batch(listed, (row, None))
    described = (
        describe(decision, batch.documents[0], batch),
        describe((), batch.documents[1], batch),
    )
    archive = ArchiveIdentity(name="Trung tâm Lưu trữ lịch sử", code="H99.99")
    return assemble(batch, described, archive, None)
