"""Tiny deliveries: scans of a few pixels, and lists with the columns of the real form."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pikepdf
import pytest
from openpyxl.utils import get_column_letter
from PIL import Image

from intake import IntakeOptions, read_batch
from records.batch import Batch, Fonds

FONDS = Fonds(name="Sở Y tế", agency_code="H30.81", fonds_code="K4")
DEFAULT = Fonds(name="Phông chung", agency_code="H30", fonds_code="K0")
OPTIONS = IntakeOptions(fonds=(FONDS,), default_fonds=DEFAULT, max_pixels=9_000_000)
HEADER = (
    "STT", "Phông", "Mục lục", "Hộp số", "Số và ký hiệu hồ sơ", "Tiêu đề hồ sơ",
    "Thời hạn bảo quản", "Chế độ sử dụng", "Ngôn ngữ", "Ngày bắt đầu", "Tháng bắt đầu",
    "Năm bắt đầu", "Ngày kết thúc", "Tháng kết thúc", "Năm kết thúc",
    "Tổng số văn bản trong hồ sơ", "Chú giải", "Ký hiệu thông tin", "Từ khóa", "Số lượng tờ",
    "Tình trạng vật lý", "Mức độ tin cậy", "Mã hồ sơ giấy gốc ( nếu có )", "Ghi chú",
    "Số thứ tự văn bản trong hồ sơ", "Tên loại văn bản", "Số của văn bản", "Ký hiệu của văn bản",
    "Ngày văn bản", "Tháng văn bản", "Năm văn bản", "Tên cơ quan, tổ chức ban hành văn bản",
    "Trích yếu nội dung", "Ngôn ngữ", "Số lượng trang của văn bản", "Ghi chú",
    "Ký hiệu thông tin", "Từ khóa", "Chế độ sử dụng", "Mức độ tin cậy", "Bút tích",
    "Tình trạng vật lý", "Quy trình xử lý ( nếu có )", "Tờ số", "Loại tài liệu", "Đường dẫn file",
)  # fmt: skip
DOSSIER = {
    "B": "Sở Y tế", "C": "01", "D": "02", "E": "03", "F": "Tập lưu công văn đi",
    "G": "Vĩnh viễn", "I": "Tiếng Việt", "L": 2010, "O": 2010,
}  # fmt: skip
Cells = dict[str, Any]


def columns() -> list[str]:
    return [get_column_letter(number) for number in range(1, len(HEADER) + 1)]


def document(path: str, **cells: Any) -> Cells:
    """The cells of one row by column letter; the dossier's cells are those of ``DOSSIER``."""
    return {**DOSSIER, "Z": "Công văn", "AT": path, **cells}


def three(**cells: Any) -> list[Cells]:
    """Rows of one dossier for a.tif, b.tif, c.tif."""
    return [document(f"{name}.tif", **cells) for name in "abc"]


def write_list(target: Path, rows: list[Cells], header: tuple[str, ...] = HEADER) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for row in rows:
        sheet.append([row.get(letter) for letter in columns()])
    book.save(target)


def tiff(pages: int = 1, shade: int = 0, size: tuple[int, int] = (40, 50)) -> bytes:
    frames = [Image.new("L", size, (shade + at) % 256) for at in range(pages)]
    written = io.BytesIO()
    frames[0].save(written, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_lzw")
    return written.getvalue()


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842), mark: int = 0) -> bytes:
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=size)
        made.pages[-1].Contents = made.make_stream(b"0 0 m 9 9 l S\n" * 50 + b"%%%d" % mark)
    written = io.BytesIO()
    made.save(written, compress_streams=False)
    return written.getvalue()


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    """The makers of this module; a test file cannot import them by name."""
    return SimpleNamespace(
        document=document,
        three=three,
        pdf=pdf,
        tiff=tiff,
        list=write_list,
        header=HEADER,
        options=OPTIONS,
    )


@pytest.fixture
def take_in(tmp_path: Path) -> Callable[..., Batch]:
    """Write a delivery into ``<tmp>/lo-01`` and read it; ``rows`` become its list."""

    def run(
        files: dict[str, bytes], rows: list[Cells] | None = None, options: IntakeOptions = OPTIONS
    ) -> Batch:
        root = tmp_path / "lo-01"
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        if rows is not None:
            write_list(root / "danh sach.xlsx", rows)
        return read_batch((root,), tmp_path / "work", tmp_path / "quarantine", options)

    return run


@pytest.fixture
def with_list(take_in: Callable[..., Batch], tmp_path: Path) -> Callable[..., Batch]:
    """Three one-page scans a.tif, b.tif, c.tif, and a list written by the test."""

    def run(write: Callable[[Path], None]) -> Batch:
        root = tmp_path / "lo-01"
        root.mkdir(exist_ok=True)
        write(root)
        return take_in({f"{name}.tif": tiff(shade=ord(name)) for name in "abc"})

    return run
