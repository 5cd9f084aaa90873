"""Reading real pages through the confined child."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from ocr import OcrOptions, PageReader, identify_engine, read_alto
from records.digest import sha256_of
from records.errors import InputError, TransientError
from records.page import RecognizedPage, ScannedPage

pytestmark = pytest.mark.engine
Sheet = Callable[..., Image.Image]
Read = Callable[[Image.Image, str], RecognizedPage]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[PageReader]:
    with PageReader(OcrOptions(), tmp_path / "temporary") as reader:
        yield reader


def _scanned(path: Path, number: int = 1) -> ScannedPage:
    return ScannedPage(file=path, file_sha256=sha256_of(path), number=number)


@pytest.fixture
def read(reader: PageReader, tmp_path: Path) -> Read:
    def page_of(image: Image.Image, name: str) -> RecognizedPage:
        path = tmp_path / name
        image.save(path, dpi=(150, 150))
        return reader.read(_scanned(path), tmp_path / "page")

    return page_of


def test_a_page_is_read_with_its_places_and_left_on_disk(
    read: Read, sheet: Sheet, tmp_path: Path
) -> None:
    page = read(sheet(), "a.png")
    assert page.text.splitlines()[3:] == [
        "Xét đề nghị của Giám đốc Sở Nội vụ",
        "Điều 1. Thành lập tổ công tác gồm năm người",
        "Điều 2. Quyết định này có hiệu lực từ ngày ký",
    ]
    assert (page.width, page.height, page.dpi, page.rotation_degrees) == (1240, 874, 150, 0)
    assert page.lines[0].box.left == pytest.approx(135, abs=6)
    assert page.lines[0].box.top == pytest.approx(105, abs=20)
    assert page.confidence > 0.85
    assert read_alto(page.alto).lines == page.lines
    assert page.engine == identify_engine()
    with pikepdf.open(page.image) as access:
        (image,) = access.pages[0].resources.XObject.values()
        assert (image.Width, image.Height, image.Filter) == (1240, 874, "/FlateDecode")
    assert sorted(path.suffix for path in (tmp_path / "page").iterdir()) == [
        ".json", ".pdf", ".xml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("turn", "needed"), [(Image.Transpose.ROTATE_180, 180), (Image.Transpose.ROTATE_90, 90)]
)
def test_a_page_lying_wrong_is_set_upright(
    read: Read, sheet: Sheet, turn: Image.Transpose, needed: int
) -> None:
    page = read(sheet().transpose(turn), "a.png")
    assert (page.rotation_degrees, page.width) == (needed, 1240)
    assert "Xét đề nghị của Giám đốc Sở Nội vụ" in page.text


def test_a_page_put_in_askew_is_levelled(read: Read, sheet: Sheet) -> None:
    askew = sheet().rotate(6, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    page = read(askew, "a.png")
    assert page.skew_degrees == pytest.approx(6, abs=0.2)
    assert "deskewed" in page.treatments
    assert "Xét đề nghị của Giám đốc Sở Nội vụ" in page.text


def test_a_blank_page_is_told_and_not_read(read: Read, sheet: Sheet) -> None:
    page = read(sheet(lines=()), "a.png")
    assert (page.is_blank, page.lines, page.confidence) == (True, (), 0.0)
    assert page.treatments == ("blank", "scan-kept")


def test_a_page_read_before_is_loaded_even_without_its_file(
    read: Read, reader: PageReader, sheet: Sheet, tmp_path: Path
) -> None:
    first = read(sheet(), "a.png")
    scanned = _scanned(tmp_path / "a.png")
    (tmp_path / "a.png").unlink()
    assert reader.read(scanned, tmp_path / "page") == first


def test_a_lost_picture_means_reading_again(
    read: Read, reader: PageReader, sheet: Sheet, tmp_path: Path
) -> None:
    first = read(sheet(), "a.png")
    first.image.unlink()
    assert reader.read(_scanned(tmp_path / "a.png"), tmp_path / "page") == first
    assert first.image.is_file()


def test_an_archive_may_want_every_picture_made_new(sheet: Sheet, tmp_path: Path) -> None:
    sheet().save(tmp_path / "a.png", dpi=(150, 150))
    with PageReader(OcrOptions(keep_scan=False), tmp_path / "temporary") as reader:
        page = reader.read(_scanned(tmp_path / "a.png"), tmp_path / "page")
    assert page.treatments == ("picture-made-new",)
    with pikepdf.open(page.image) as access:
        (image,) = access.pages[0].resources.XObject.values()
        assert (image.Width, image.Height, image.Filter) == (1240, 874, "/DCTDecode")


def test_other_options_are_another_step(sheet: Sheet, tmp_path: Path) -> None:
    sheet().save(tmp_path / "a.png", dpi=(150, 150))
    names = set()
    for quality in (50, 80):
        with PageReader(OcrOptions(jpeg_quality=quality), tmp_path / "temporary") as reader:
            names.add(reader.read(_scanned(tmp_path / "a.png"), tmp_path / "page").image.name)
    assert len(names) == 2


def test_a_bad_file_costs_itself_only(
    read: Read, reader: PageReader, sheet: Sheet, tmp_path: Path
) -> None:
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (tmp_path / "c.doc").write_bytes(b"not a scan")
    codes = []
    for name in ("b.png", "c.doc"):
        with pytest.raises(InputError) as refused:
            reader.read(_scanned(tmp_path / name), tmp_path / "page")
        codes.append(refused.value.problem.code)
    assert codes == ["O002", "O001"]
    assert not read(sheet(), "a.png").is_blank


def test_pages_are_counted(reader: PageReader, sheet: Sheet, tmp_path: Path) -> None:
    sheet().save(tmp_path / "a.tif", save_all=True, append_images=[sheet(100)])
    sheet().save(tmp_path / "a.pdf")
    sheet().save(tmp_path / "a.jpg")
    counts = [reader.count_pages(tmp_path / name) for name in ("a.tif", "a.pdf", "a.jpg")]
    assert counts == [2, 1, 1]


def test_a_page_that_takes_too_long_is_given_up(sheet: Sheet, tmp_path: Path) -> None:
    sheet(600).save(tmp_path / "a.png", dpi=(600, 600))
    with (
        PageReader(OcrOptions(page_seconds=1), tmp_path / "temporary") as reader,
        pytest.raises(InputError) as refused,
    ):
        reader.read(_scanned(tmp_path / "a.png"), tmp_path / "page")
    assert refused.value.problem.code == "O008"


def test_reading_can_be_stopped_from_another_thread(
    reader: PageReader, sheet: Sheet, tmp_path: Path
) -> None:
    sheet(300).save(tmp_path / "a.png", dpi=(300, 300))
    threading.Timer(0.5, reader.stop).start()
    with pytest.raises(TransientError) as stopped:
        _read_without_end(reader, _scanned(tmp_path / "a.png"), tmp_path)
    assert stopped.value.problem.code == "O030"


def _read_without_end(reader: PageReader, page: ScannedPage, folder: Path) -> None:
    for number in range(100):
        reader.read(page, folder / f"page{number}")
