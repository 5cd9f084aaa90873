"""Strange, hostile and broken PDFs end as a page that was read, or as one Problem, and soon."""

import io
import struct
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image
from PIL.TiffImagePlugin import STRIPOFFSETS, ImageFileDirectory_v2, TiffImageFile

from ocr import OcrOptions, PageReader
from ocr.pdf import write_access_pdf
from ocr.pdfium import drawn_page
from ocr.scan_pdf import load_pdf_page
from records.digest import sha256_of
from records.errors import InputError
from records.page import RecognizedPage, ScannedPage

pytestmark = pytest.mark.engine
Sheet = Callable[..., Image.Image]
Name, Dictionary = pikepdf.Name, pikepdf.Dictionary
LETTERS = "Điều 1. Thành lập"
DPI = 100
SECONDS = 8


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageReader]:
    options = OcrOptions(page_seconds=SECONDS, max_pixels=10_000_000)
    with PageReader(options, tmp_path_factory.mktemp("reader") / "temporary") as reader:
        yield reader


@pytest.fixture
def read(reader: PageReader, tmp_path: Path) -> Callable[..., RecognizedPage | str]:
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


def _tiff_strip(image: Image.Image, **options: object) -> bytes:
    """The sheer CCITT data of a bitonal picture, white as 0."""
    tags = ImageFileDirectory_v2()
    tags[262], tags[278] = 0, image.height
    held = io.BytesIO()
    image.save(held, "TIFF", tiffinfo=tags, **options)  # type: ignore[arg-type]  # Pillow's own
    held.seek(0)
    with TiffImageFile(held) as saved:
        start, length = saved.tag_v2[STRIPOFFSETS][0], saved.tag_v2[279][0]
    return held.getvalue()[start : start + length]


def _jbig2(image: Image.Image) -> bytes:
    """A page of one generic region coded by MMR (ITU-T T.88, 6.2.6), which is Group 4."""

    def segment(number: int, kind: int, content: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(content)) + content

    size = struct.pack(">II", *image.size)
    page = size + bytes(11)
    region = size + bytes(9) + b"\x01" + _tiff_strip(image, compression="group4")
    return segment(0, 48, page) + segment(1, 38, region)


def _encoded(image: Image.Image, form: str, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, form, **options)  # type: ignore[arg-type]  # Pillow's own
    return held.getvalue()


def _scan(image: Image.Image, content: bytes, **keys: object) -> pikepdf.Pdf:
    pdf = pikepdf.new()
    points = tuple(side * 72 / DPI for side in image.size)
    pdf.add_blank_page(page_size=points)
    drawn = pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height,
        **keys,
    )  # fmt: skip
    pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Im=drawn))
    pdf.pages[0].Contents = pdf.make_stream(b"q %f 0 0 %f 0 0 cm /Im Do Q" % points)
    return pdf


BIT = {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 1}
COLOUR = {"ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8}


def _fax(image: Image.Image, compression: str, scheme: int, *, black_is_1: bool) -> pikepdf.Pdf:
    options = Dictionary(
        K=scheme, Columns=image.width, Rows=image.height, BlackIs1=black_is_1
    )  # fmt: skip
    decode = [1, 0] if black_is_1 else [0, 1]
    content = _tiff_strip(image, compression=compression)
    return _scan(
        image, content, Filter=Name.CCITTFaxDecode, DecodeParms=options, Decode=decode, **BIT
    )


SCANS: dict[str, Callable[[Image.Image], pikepdf.Pdf]] = {
    "JPEG": lambda image: _scan(image, _encoded(image, "JPEG"), Filter=Name.DCTDecode, **COLOUR),
    "CMYK JPEG": lambda image: _scan(
        image, _encoded(image.convert("CMYK"), "JPEG"), Filter=Name.DCTDecode,
        ColorSpace=Name.DeviceCMYK, BitsPerComponent=8, Decode=[1, 0] * 4,
    ),
    "JPEG 2000": lambda image: _scan(
        image, _encoded(image, "JPEG2000"), Filter=Name.JPXDecode, **COLOUR
    ),
    "JPEG 2000 without colour space": lambda image: _scan(
        image, _encoded(image.convert("L"), "JPEG2000"), Filter=Name.JPXDecode
    ),
    "JBIG2": lambda image: _scan(
        image, _jbig2(image.convert("1")), Filter=Name.JBIG2Decode, **BIT
    ),
    "Group 4": lambda image: _fax(image.convert("1"), "group4", -1, black_is_1=False),
    "Group 4, black is 1": lambda image: _fax(image.convert("1"), "group4", -1, black_is_1=True),
    "Group 3": lambda image: _fax(image.convert("1"), "group3", 0, black_is_1=False),
    "16 bits": lambda image: _scan(
        image, bytes(b for level in image.convert("L").tobytes() for b in (level, level)),
        ColorSpace=Name.DeviceGray, BitsPerComponent=16,
    ),
    "palette": lambda image: _scan(
        image, image.convert("L").point(lambda level: int(level < 128)).tobytes(),
        ColorSpace=[Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\xff\xff\xff\x00\x00\x40")],
        BitsPerComponent=8,
    ),
}  # fmt: skip


@pytest.mark.parametrize("make", SCANS.values(), ids=SCANS)
def test_a_scan_of_every_compression_is_read(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path,
    make: Callable[[Image.Image], pikepdf.Pdf],
) -> None:  # fmt: skip
    with make(print_) as pdf:
        pdf.save(tmp_path / "a.pdf")
    assert told(read(tmp_path / "a.pdf")) == "read"


@pytest.mark.parametrize(("compression", "scheme"), [("group4", -1), ("group3", 0)])
@pytest.mark.parametrize("black_is_1", [True, False])
def test_a_fax_that_is_taken_out_looks_as_it_is_shown(
    print_: Image.Image, tmp_path: Path, compression: str, scheme: int, *, black_is_1: bool
) -> None:
    with _fax(print_.convert("1"), compression, scheme, black_is_1=black_is_1) as pdf:
        del pdf.pages[0].Resources.XObject.Im.Decode
        pdf.save(tmp_path / "a.pdf")
    taken_out = load_pdf_page(tmp_path / "a.pdf", 1, 10_000_000, tmp_path)
    assert taken_out.treatments == ("image-extracted",)
    shown = drawn_page(tmp_path / "a.pdf", 1, DPI, 10_000_000)
    assert shown is not None
    assert np.array_equal(taken_out.pixels, shown[:, :, 0])


def test_a_bomb_told_to_be_small_is_not_decoded(
    read: Callable[..., RecognizedPage | str], print_: Image.Image, tmp_path: Path
) -> None:
    bomb = Image.new("L", (4_000, 4_000), 255)
    with _scan(print_, _encoded(bomb, "JPEG"), Filter=Name.DCTDecode, **COLOUR) as pdf:
        pdf.pages[0].Resources.XObject.Im.ColorSpace = Name.DeviceGray
        pdf.save(tmp_path / "a.pdf")
    assert read(tmp_path / "a.pdf") == "O003"


@pytest.fixture
def plain(print_: Image.Image, tmp_path: Path) -> Path:
    path = tmp_path / "plain.pdf"
    with _scan(print_, _encoded(print_, "JPEG"), Filter=Name.DCTDecode, **COLOUR) as pdf:
        pdf.save(path)
    return path


def _hostile(pdf: pikepdf.Pdf, mark: Path) -> None:
    script = Dictionary(S=Name.JavaScript, JS="app.alert('hostile-script')")
    launch = Dictionary(S=Name.Launch, F=f"touch {mark}", Win=Dictionary(F="hostile-script"))
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script, DP=launch)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["hostile-script", script]))
    pdf.pages[0].AA = Dictionary(O=launch, C=script)
    pdf.attachments["hostile-script.js"] = b"hostile-script"


def test_scripts_are_neither_run_nor_copied(
    read: Callable[..., RecognizedPage | str], plain: Path, tmp_path: Path
) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        _hostile(pdf, tmp_path / "launched")
        pdf.save(plain)
    page = read(plain)
    assert told(page) == "read"
    assert isinstance(page, RecognizedPage)
    write_access_pdf([page], "a", datetime(2026, 1, 1, tzinfo=UTC), tmp_path / "access.pdf")
    with pikepdf.open(tmp_path / "access.pdf") as access:
        access.save(tmp_path / "open.pdf", compress_streams=False, stream_decode_level=GENERALIZED)
    made = [tmp_path / "open.pdf", *(tmp_path / "page").iterdir()]
    for file in made:
        content = file.read_bytes()
        assert not [word for word in FORBIDDEN if word in content], file.name
    assert not (tmp_path / "launched").exists()


GENERALIZED = pikepdf.StreamDecodeLevel.generalized
FORBIDDEN = (b"hostile-script", b"/JavaScript", b"/JS", b"/Launch", b"/AA", b"/EmbeddedFile")


def test_a_lock_without_a_password_to_open_is_no_hindrance(
    read: Callable[..., RecognizedPage | str], plain: Path, tmp_path: Path
) -> None:
    with pikepdf.open(plain) as pdf:
        pdf.save(tmp_path / "owner.pdf", encryption=pikepdf.Encryption(owner="x", user=""))
        pdf.save(tmp_path / "user.pdf", encryption=pikepdf.Encryption(owner="x", user="y"))
    assert told(read(tmp_path / "owner.pdf")) == "read"
    assert read(tmp_path / "user.pdf") == "O005"


def test_a_page_with_nothing_on_it_is_blank(
    read: Callable[..., RecognizedPage | str], tmp_path: Path
) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 420))
        pdf.save(tmp_path / "a.pdf")
    page = read(tmp_path / "a.pdf")
    assert isinstance(page, RecognizedPage)
    assert page.is_blank


def test_five_thousand_pages_are_counted_at_once_and_the_last_is_read(
    reader: PageReader, read: Callable[..., RecognizedPage | str], plain: Path
) -> None:
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        for _ in range(4_999):
            pdf.add_blank_page(page_size=(595, 420))
        pdf.pages.append(pdf.pages[0])
        del pdf.pages[0]
        pdf.save(plain)
    began = time.monotonic()
    assert reader.count_pages(plain) == 5_000
    assert time.monotonic() - began < 3
    assert told(read(plain, 5_000)) == "read"
    assert read(plain, 5_001) == "O006"


def _loop(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def _loop_only(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Kids = pikepdf.Array([pdf.Root.Pages])


def _deep_tree(pdf: pikepdf.Pdf) -> None:
    node = pdf.pages[0].obj
    for _ in range(2_000):
        parent = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=1, Kids=[node]))
        node.Parent = parent
        node = parent
    pdf.Root.Pages.Kids = pikepdf.Array([node])
    node.Parent = pdf.Root.Pages


def _deep_content(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].Contents = pdf.make_stream(b"[" * 200_000)


def _long_content(pdf: pikepdf.Pdf) -> None:
    drawn = bytes(pdf.pages[0].Contents.read_bytes())
    pdf.pages[0].Contents = pdf.make_stream((drawn + b" " * 5000) * 60)


def _self_drawing(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"/Im Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Im=form))
    pdf.pages[0].Resources.XObject.Im = form


def _setter(**keys: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            pdf.pages[0].obj[f"/{key}"] = value

    return change


def _hair(pdf: pikepdf.Pdf) -> None:
    thin = b"0." + b"0" * 320 + b"1"
    pdf.pages[0].Contents = pdf.make_stream(b"%b 0 0 %b 0 0 cm /Im Do " % (thin, thin) * 2)


def _sky(pdf: pikepdf.Pdf) -> None:
    wide = b"9" * 400
    pdf.pages[0].Contents = pdf.make_stream(b"%b 0 0 %b 0 0 cm /Im Do" % (wide, wide))


def _without_size(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj["/MediaBox"]


def _image_key(**keys: object) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key, value in keys.items():
            pdf.pages[0].Resources.XObject.Im[f"/{key}"] = value

    return change


BROKEN: dict[str, tuple[Callable[[pikepdf.Pdf], None], set[str]]] = {
    "page tree that holds itself": (_loop, {"read", "O002"}),
    "page tree of itself only": (_loop_only, {"O002", "O006"}),
    "page tree 2,000 deep": (_deep_tree, {"read", "O002"}),
    "content nested 200,000 deep": (_deep_content, {"blank", "O002"}),
    "content of 300,000 bytes": (_long_content, {"read"}),
    "form that draws itself": (_self_drawing, {"blank"}),
    "turned by 45 degrees": (_setter(Rotate=45), {"read"}),
    "turned by 99,990 degrees": (_setter(Rotate=99_990), {"read"}),
    "turned by a word": (_setter(Rotate=Name.Left), {"read", "O002"}),
    "turned beyond all numbers": (_setter(Rotate=2**62), {"read", "O002"}),
    "no size": (_without_size, {"read", "O002"}),
    "no width": (_setter(MediaBox=[0, 0, 0, 420]), {"read", "O002"}),
    "negative size": (_setter(MediaBox=[595, 420, 0, 0]), {"read", "O002"}),
    "size of words": (_setter(MediaBox=[Name.A, 0, 1, 2]), {"read", "O002"}),
    "size of two numbers": (_setter(MediaBox=[1, 2]), {"read", "O002"}),
    "endless size": (_setter(MediaBox=[0, 0, 10**9, 10**9]), {"O003"}),
    "strip of a page": (_setter(MediaBox=[0, 0, 1, 10**6]), {"O003"}),
    "size of 400 digits": (
        _setter(MediaBox=[0, 0, Decimal("9" * 400), 420]),
        {"read", "O002", "O003"},
    ),
    "image of no width on paper": (_hair, {"blank", "read"}),
    "image of endless width on paper": (_sky, {"blank", "read", "O002"}),
    "units without sense": (_setter(UserUnit=10**9), {"read", "O003"}),
    "image wider than told": (_image_key(Width=9), {"read", "O002"}),
    "image without width": (_image_key(Width=0), {"read", "O002"}),
    "image beyond all numbers": (_image_key(Width=2**40, Height=2**40), {"read", "O002", "blank"}),
    "image of an unknown compression": (_image_key(Filter=Name.Nothing), {"blank", "O002"}),
    "image masked by itself": (_image_key(SMask=Name.Im), {"read", "O002"}),
}


@pytest.mark.parametrize(("change", "ends"), BROKEN.values(), ids=BROKEN)
def test_a_broken_pdf_is_read_or_told(
    read: Callable[..., RecognizedPage | str], plain: Path,
    change: Callable[[pikepdf.Pdf], None], ends: set[str],
) -> None:  # fmt: skip
    with pikepdf.open(plain, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(plain)
    began = time.monotonic()
    page = read(plain)
    if isinstance(page, RecognizedPage):
        page = "blank" if page.is_blank else "read"
    assert page in ends
    assert time.monotonic() - began < SECONDS
