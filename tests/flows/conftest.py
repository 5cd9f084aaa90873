"""Small archives and a small delivery, without a Prefect server."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from flows.archive import DEFAULTS, FOLDERS, Archive, open_archive
from flows.keeping.storing import DossierOutcome, store_dossier
from flows.taking_in.batches import pages_of_batch, receive
from flows.taking_in.reading import read_chunk
from metadata.delivery_table import write_table
from records.batch import Batch, ListedDocument, ListedDossier
from records.dates import PartialDate

# Reception notes the machine's time, and nothing may be stored at an earlier one.
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
DPI = 200
DOSSIER = ListedDossier(
    fonds="Sở Nội vụ tỉnh", inventory="01", box="01", number="07", title="Hồ sơ về kho lưu trữ",
    retention="20 năm", access="Sử dụng có điều kiện", language="Tiếng Việt",
    start=PartialDate(year=2010, month=5, day=4), end=PartialDate(year=2010, month=6, day=1),
    declared_documents=2, declared_sheets=2, keywords="kho lưu trữ", physical_state="Tốt",
    confidence_level="Số hóa", note="Thiếu tờ số 3",
)  # fmt: skip
DOCUMENTS = (
    ListedDocument(
        row=2, path="\\Hồ sơ 07\\1.png", ordinal=1, document_type="Tờ trình", number="05",
        notation="TTr-SNV", issued=PartialDate(year=2010, month=5, day=4), declared_pages=1,
        issuing_body="Sở Nội vụ", subject="Về việc mở rộng kho", access="Công khai",
        autograph="Đồng ý",
    ),
    ListedDocument(
        row=3, path="\\Hồ sơ 07\\2.tif", ordinal=2, document_type="Quyết định", number="112",
        notation="QĐ-UBND", issued=PartialDate(year=2010, month=6, day=1), declared_pages=1,
        issuing_body="Ủy ban nhân dân tỉnh", subject="Về việc duyệt dự toán",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An archive that took the delivery in, and what came of it."""

    archive: Archive
    delivery: Path
    batch: Batch
    outcome: DossierOutcome


def draw(target: Path, title: str, words: str) -> None:
    page = Image.new("L", (round(8.27 * DPI), round(11.69 * DPI)), 255)
    pen = ImageDraw.Draw(page)
    for place, line in enumerate([title, *[words] * 8]):
        font = ImageFont.truetype(FONT, round(13 / 72 * DPI))
        pen.text((DPI, DPI + place * 0.3 * DPI), line, fill=0, font=font)
    page.save(target, dpi=(DPI, DPI))


@pytest.fixture(scope="session")
def delivery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scans with their list."""
    folder = tmp_path_factory.mktemp("delivery") / "Lo 07"
    (folder / "Hồ sơ 07").mkdir(parents=True)
    draw(folder / "Hồ sơ 07" / "1.png", "TỜ TRÌNH", "Về việc mở rộng kho lưu trữ chuyên dụng")
    draw(folder / "Hồ sơ 07" / "2.tif", "QUYẾT ĐỊNH", "Về việc duyệt dự toán cải tạo kho")
    write_table([(DOSSIER, each) for each in DOCUMENTS], folder / "list.csv")
    return folder


@pytest.fixture(scope="session")
def make_archive() -> Callable[..., Archive]:
    """An archive as ``init`` makes it, but for Prefect's database, which takes ten seconds."""

    def make(root: Path, code: str = "H46") -> Archive:
        for folder in FOLDERS:
            (root / folder).mkdir(parents=True)
        for name in DEFAULTS:
            content = files("flows").joinpath("defaults", name).read_text()
            (root / name).write_text(content.replace('code = "H46"', f'code = "{code}"', 1))
        (root / "fonds.csv").write_text(
            "name,agency_code,fonds_code,closed\nSở Nội vụ tỉnh,H46.21,SNV,\n"
        )
        return open_archive(root)

    return make


@pytest.fixture(scope="session")
def home(
    tmp_path_factory: pytest.TempPathFactory, make_archive: Callable[..., Archive], delivery: Path
) -> Stored:
    """An archive that holds the delivery. Nobody changes what it stored."""
    archive = make_archive(tmp_path_factory.mktemp("home") / "kho")
    batch = receive(archive, (delivery,))
    read_chunk(archive, pages_of_batch(batch))
    outcome = store_dossier(archive, batch, batch.dossiers[0], NOW)
    return Stored(archive=archive, delivery=delivery, batch=batch, outcome=outcome)


@pytest.fixture(scope="session")
def store_read(home: Stored) -> Callable[[Archive, Batch], DossierOutcome]:
    """Stores a batch whose pages the other archive has read: a step that is done is not redone."""

    def store(archive: Archive, batch: Batch) -> DossierOutcome:
        pages = home.batch.folder / "pages"
        shutil.copytree(pages, batch.folder / "pages", dirs_exist_ok=True)
        return store_dossier(archive, batch, batch.dossiers[0], NOW)

    return store
