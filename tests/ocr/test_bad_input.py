"""Every strange scan ends as a page that was read, or as one Problem; nothing else, and soon."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from ocr import OcrOptions, PageReader
from records.digest import sha256_of
from records.errors import InputError
from records.page import RecognizedPage, ScannedPage

pytestmark = pytest.mark.engine
Sheet = Callable[..., Image.Image]
LETTERS = "Điều 1. Thành lập"
DPI = 100
GREY_16 = np.uint16(257)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageReader]:
    options = OcrOptions(page_seconds=20, max_pixels=10_000_000)
    with PageReader(options, tmp_path_factory.mktemp("reader") / "temporary") as reader:
        yield reader


@pytest.fixture
def read(reader: PageReader, tmp_path: Path) -> Callable[..., RecognizedPage | str]:
    """The page, or the code of the problem; a file that is read keeps its child alive."""

    def page_or_code(path: Path, number: int = 1) -> RecognizedPage | str:
        scanned = ScannedPage(file=path, file_sha256=sha256_of(path), number=number)
        try:
            reader.count_pages(path)
            return reader.read(scanned, tmp_path / "page")
        except InputError as error:
            return error.problem.code

    return page_or_code


@pytest.fixture
def print_(sheet: Sheet) -> Image.Image:
    return sheet(DPI, (LETTERS, "Điều 2. Quyết định này", "Căn cứ Luật Tổ chức"))


def told(page: RecognizedPage | str) -> str:
    if isinstance(page, str):
        return page
    return "read" if LETTERS in page.text else f"misread: {page.text!r} {page.treatments}"


def _grey_16(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L")) * GREY_16)


PICTURES: dict[str, tuple[str, Callable[[Image.Image], Image.Image], dict[str, Any]]] = {
    "grey of 16 bits, PNG": (".png", _grey_16, {}),
    "grey of 16 bits, TIFF": (".tif", _grey_16, {}),
    "CMYK JPEG": (".jpg", lambda image: image.convert("CMYK"), {}),
    "CMYK TIFF": (".tif", lambda image: image.convert("CMYK"), {"compression": "tiff_lzw"}),
    "YCbCr TIFF": (".tif", lambda image: image.convert("YCbCr"), {}),
    "palette PNG": (".png", lambda image: image.convert("P"), {}),
    "palette TIFF": (".tif", lambda image: image.convert("P"), {}),
    "bitonal PNG": (".png", lambda image: image.convert("1"), {}),
    "alpha": (".png", lambda image: image.convert("RGBA"), {}),
    "grey with alpha": (".png", lambda image: image.convert("LA"), {}),
    "letters in the alpha channel": (
        ".png",
        lambda image: Image.merge("LA", (Image.new("L", image.size), _inverted(image))),
        {},
    ),
    "progressive JPEG": (".jpg", lambda image: image, {"progressive": True}),
    "no dpi": (".png", lambda image: image, {"dpi": None}),
    "one dot per inch": (".jpg", lambda image: image, {"dpi": (1, 1)}),
    "absurdly many dots": (".jpg", lambda image: image, {"dpi": (65535, 65535)}),
    "absurdly unequal dots": (".png", lambda image: image, {"dpi": (2, 60_000)}),
}


def _inverted(image: Image.Image) -> Image.Image:
    return image.convert("L").point(lambda level: 255 - level)


@pytest.mark.parametrize(("ending", "change", "options"), PICTURES.values(), ids=PICTURES)
def test_a_picture_of_an_unusual_kind_is_read(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path,
    ending: str, change: Callable[[Image.Image], Image.Image], options: dict[str, Any],
) -> None:  # fmt: skip
    path = tmp_path / f"a{ending}"
    dpi = {"dpi": (DPI, DPI)} | options
    change(print_).save(path, **{name: value for name, value in dpi.items() if value})
    assert told(read(path)) == "read"


@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_colour_of_16_bits_is_read(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"a{ending}"
    cv2.imwrite(str(path), np.asarray(print_).astype(np.uint16) * GREY_16)
    assert told(read(path)) == "read"


@pytest.mark.parametrize("compression", ["raw", "group3", "group4"])
@pytest.mark.parametrize("white_is_zero", [True, False])
def test_a_bitonal_tiff_is_read_whichever_bit_is_white(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path,
    compression: str, white_is_zero: bool,
) -> None:  # fmt: skip
    tags = ImageFileDirectory_v2()
    tags[262] = 0 if white_is_zero else 1
    image = print_.convert("1", dither=Image.Dither.NONE)
    image.save(tmp_path / "a.tif", compression=compression, tiffinfo=tags, dpi=(DPI, DPI))
    assert told(read(tmp_path / "a.tif")) == "read"


def test_resolutions_without_sense_in_a_tiff_are_inferred(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path
) -> None:
    print_.save(tmp_path / "a.tif", dpi=(DPI, DPI))
    content = (tmp_path / "a.tif").read_bytes()
    assert content.count(struct.pack("<II", DPI, 1)) == 2
    (tmp_path / "a.tif").write_bytes(
        content.replace(struct.pack("<II", DPI, 1), struct.pack("<II", 0, 0))
    )
    page = read(tmp_path / "a.tif")
    assert told(page) == "read"
    assert isinstance(page, RecognizedPage)
    assert "dpi-inferred-from-a4" in page.treatments


def test_pages_of_different_size_and_kind_in_one_tiff(
    reader: PageReader, read: Callable[..., RecognizedPage | str], print_: Image.Image,
    tmp_path: Path,
) -> None:  # fmt: skip
    width, height = print_.size
    frames = [
        print_.convert("1"),
        print_.resize((2 * width, 2 * height)).convert("L"),
        print_.convert("CMYK"),
        print_.convert("P"),
        _grey_16(print_),
    ]
    path = tmp_path / "a.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(DPI, DPI))
    assert reader.count_pages(path) == 5
    pages = [read(path, number) for number in range(1, 6)]
    assert [told(page) for page in pages] == ["read"] * 5
    assert read(path, 6) == "O006"


def test_a_photograph_taken_sideways_is_upright_before_it_is_read(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    turned = print_.transpose(Image.Transpose.ROTATE_270)
    turned.save(tmp_path / "a.jpg", exif=exif, dpi=(DPI, DPI))
    page = read(tmp_path / "a.jpg")
    assert told(page) == "read"
    assert isinstance(page, RecognizedPage)
    assert (page.rotation_degrees, page.width) == (0, print_.width)


@pytest.mark.parametrize(
    ("size", "ends"),
    [
        ((1, 1), "blank"),
        ((1, 30_000), "blank"),
        ((30_000, 1), "blank"),
        ((1, 40_000), "O003"),
        ((4_000, 4_000), "O003"),
    ],
)
@pytest.mark.parametrize("ink", ["white", "black"])
def test_specks_and_strips(
    read: Callable[..., RecognizedPage | str], tmp_path: Path, size: tuple[int, int], ends: str,
    ink: str,
) -> None:  # fmt: skip
    Image.new("L", size, ink).save(tmp_path / "a.png", dpi=(DPI, DPI))
    page = read(tmp_path / "a.png")
    assert ("blank" if isinstance(page, RecognizedPage) and page.is_blank else page) == ends


def test_what_is_no_scan_or_half_of_one_is_told(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path
) -> None:
    print_.save(tmp_path / "whole.jpg")
    print_.save(tmp_path / "whole.tif", compression="tiff_lzw")
    wrong = {
        "half.jpg": (tmp_path / "whole.jpg").read_bytes()[:9000],
        "half.tif": (tmp_path / "whole.tif").read_bytes()[:9000],
        "start.jpg": b"\xff\xd8\xff",
        "start.tif": b"II*\0",
        "loop.tif": b"II*\0" + struct.pack("<IHI", 8, 0, 8),
        "start.pdf": b"%PDF",
        "empty.pdf": b"",
        "word.pdf": b"PK\x03\x04 no PDF",
        "web.jpg": b"<html></html>",
    }
    codes = {}
    for name, content in wrong.items():
        (tmp_path / name).write_bytes(content)
        codes[name] = read(tmp_path / name)
    unknown = ("empty.pdf", "word.pdf", "web.jpg")
    assert codes == dict.fromkeys(wrong, "O002") | dict.fromkeys(unknown, "O001")
