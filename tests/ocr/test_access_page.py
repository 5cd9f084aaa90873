"""Access pages show the delivered images, and show them where the words are."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from PIL import Image

from ocr.access_page import Turn, kept_access_page, new_access_page
from ocr.deskew import turned
from ocr.images import open_frame, picture_of
from ocr.kept_frame import frame_scan
from ocr.pdfium import drawn_page
from ocr.pixels import Picture, Pixels
from ocr.poppler import render_page
from ocr.scan_pdf import load_pdf_page
from ocr.srgb import srgb_profile

LIMIT = 20_000_000
Sheet = Callable[..., Image.Image]
NOTHING = Turn()
ICC = pikepdf.Name.ICCBased


def _frame(path: Path, kind: str) -> Picture:
    with open_frame(path, kind, 1, LIMIT) as image:
        picture = picture_of(image, path.name, LIMIT)
        return picture.keeping(frame_scan(image, path))


def _upright(picture: Picture, turn: Turn) -> Picture:
    pixels = turned(picture.pixels, turn.quarter_degrees)
    return replace(picture, pixels=turned(pixels, turn.skew_degrees))


def _kept(picture: Picture, turn: Turn = NOTHING) -> bytes:
    page = kept_access_page(picture, turn)
    assert page is not None
    return page


def _difference(access: bytes, picture: Picture, folder: Path) -> float:
    """Mean difference, 0 to 255, of the drawn access page from the upright picture."""
    (folder / "access.pdf").write_bytes(access)
    drawn = drawn_page(folder / "access.pdf", 1, picture.dpi, LIMIT)
    assert drawn is not None
    assert drawn.shape[:2] == picture.pixels.shape[:2]
    return float(np.abs(_grey(drawn) - _grey(picture.pixels)).mean())


def _grey(pixels: Pixels) -> np.ndarray:
    return pixels.astype(np.float32).reshape(*pixels.shape[:2], -1).mean(axis=2)


def _shifts(access: bytes, picture: Picture, folder: Path) -> list[float]:
    """By how many pixels the access page stands off the upright picture, in its four quarters.

    Drawn by poppler: PDFium sets turned images off by up to two pixels.
    """
    (folder / "access.pdf").write_bytes(access)
    drawn = render_page(folder / "access.pdf", 1, picture.dpi, folder)
    assert drawn.shape[:2] == picture.pixels.shape[:2]
    height, width = (side // 2 for side in drawn.shape[:2])
    quarters = [
        (slice(top, top + height), slice(left, left + width))
        for top in (0, height) for left in (0, width)
    ]  # fmt: skip
    return [
        float(np.hypot(*cv2.phaseCorrelate(_grey(picture.pixels[each]), _grey(drawn[each]))[0]))
        for each in quarters
    ]


def _data_of(access: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(access)) as pdf:
        (image,) = pdf.pages[0].resources.XObject.values()
        return bytes(image.read_raw_bytes())


@pytest.fixture
def scan(tmp_path: Path, sheet: Sheet) -> Path:
    """A page with a coarse colour ground and letters under a fine stencil, and no more."""
    letters = sheet(200).convert("1", dither=Image.Dither.NONE)
    ground = io.BytesIO()
    Image.new("RGB", (620, 437), (250, 240, 220)).save(ground, "JPEG")
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(8.27 * 72, 5.83 * 72))
        images = {
            "Ground": pdf.make_stream(
                ground.getvalue(), Width=620, Height=437, BitsPerComponent=8, Interpolate=True,
                ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode,
            ),
            "Letters": pdf.make_stream(
                letters.tobytes(), Width=letters.width, Height=letters.height, ImageMask=True,
                BitsPerComponent=1,
            ),
        }  # fmt: skip
        for image in images.values():
            image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        page = pdf.pages[0].obj
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(
            {f"/{name}": image for name, image in images.items()}
        ))  # fmt: skip
        page.Contents = pdf.make_stream(
            b"q 0 0 595.44 419.76 re W n 595.44 0 0 419.76 0 0 cm"
            b" /Ground Do .3 0 0 rg /Letters Do Q BT 3 Tr (old reading) Tj ET"
        )
        pdf.save(tmp_path / "scan.pdf")
    return tmp_path / "scan.pdf"


TURNS = [Turn(quarter_degrees=degrees) for degrees in (0, 90, 180, 270)]
TURNS += [Turn(skew_degrees=3), Turn(quarter_degrees=90, skew_degrees=-4.5)]


@pytest.mark.parametrize("turn", TURNS, ids=str)
@pytest.mark.parametrize("rotate", [0, 90])
def test_layers_stay_where_the_words_are(
    scan: Path, tmp_path: Path, turn: Turn, rotate: int
) -> None:
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = rotate
        pdf.pages[0].CropBox = [20, 10, 560, 400]
        pdf.save()
    picture = _upright(load_pdf_page(scan, 1, LIMIT, tmp_path), turn)
    assert picture.treatments[0] == "rendered-at-200-dpi"
    assert max(_shifts(_kept(picture, turn), picture, tmp_path)) < 1


@pytest.mark.parametrize("turn", TURNS, ids=str)
def test_a_sole_image_stays_where_the_words_are(sheet: Sheet, tmp_path: Path, turn: Turn) -> None:
    sheet(150).save(tmp_path / "a.jpg", dpi=(150, 150), quality=90)
    picture = _upright(_frame(tmp_path / "a.jpg", "JPEG"), turn)
    access = _kept(picture, turn)
    assert max(_shifts(access, picture, tmp_path)) < 1
    assert _data_of(access) == (tmp_path / "a.jpg").read_bytes()


def test_the_images_of_a_page_are_kept_to_the_byte(scan: Path, tmp_path: Path) -> None:
    access = _kept(load_pdf_page(scan, 1, LIMIT, tmp_path))
    with pikepdf.open(scan) as before, pikepdf.open(io.BytesIO(access)) as after:
        told = before.pages[0].resources.XObject
        kept = after.pages[0].resources.XObject
        assert kept.Scan0.read_raw_bytes() == told.Ground.read_raw_bytes()
        assert kept.Scan1.read_bytes() == told.Letters.read_bytes()
        assert sorted(kept.Scan0.keys()) == [
            "/BitsPerComponent", "/ColorSpace", "/Filter", "/Height", "/Length", "/Subtype",
            "/Type", "/Width",
        ]  # fmt: skip
        assert b"0.30000 0.00000 0.00000 rg" in after.pages[0].Contents.read_bytes()
        assert b"old reading" not in access


def test_equal_scans_give_equal_bytes(scan: Path, tmp_path: Path) -> None:
    one, other = (_kept(load_pdf_page(scan, 1, LIMIT, tmp_path)) for _ in range(2))
    assert one == other


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_stored_on_its_side_is_shown_upright(
    sheet: Sheet, tmp_path: Path, orientation: int
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    sheet(100).save(tmp_path / "a.jpg", dpi=(100, 100), exif=exif)
    picture = _frame(tmp_path / "a.jpg", "JPEG")
    assert _difference(_kept(picture), picture, tmp_path) < 0.3


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("PNG", "L", {}),
        ("PNG", "RGB", {}),
        ("PNG", "P", {}),
        ("PNG", "1", {}),
        ("TIFF", "1", {"compression": "group4"}),
        ("TIFF", "1", {"compression": "packbits"}),
        ("TIFF", "1", {"compression": "group4", "tiffinfo": {262: 0}}),
        ("TIFF", "L", {}),
        ("TIFF", "RGB", {}),
    ],
)
def test_what_was_delivered_without_loss_loses_nothing(
    sheet: Sheet, tmp_path: Path, kind: str, mode: str, options: dict[str, object]
) -> None:
    image = sheet(100).convert("RGB")
    image.paste((200, 30, 30), (500, 300, 700, 400))
    image.convert(mode).save(tmp_path / "a", kind, dpi=(100, 100), **options)
    picture = _frame(tmp_path / "a", kind)
    access = _kept(picture)
    assert _difference(access, picture, tmp_path) < 0.01
    assert len(_data_of(access)) <= 1.3 * (tmp_path / "a").stat().st_size


@pytest.mark.parametrize(
    ("kind", "mode", "options"),
    [
        ("JPEG", "CMYK", {}),
        ("PNG", "RGBA", {}),
        ("PNG", "I;16", {}),
        ("TIFF", "RGB", {"compression": "jpeg"}),
        ("TIFF", "CMYK", {}),
    ],
)
def test_what_pdf_a_forbids_or_would_swell_is_made_new(
    sheet: Sheet, tmp_path: Path, kind: str, mode: str, options: dict[str, object]
) -> None:
    source = sheet(100).convert("L" if mode == "I;16" else "RGB")
    source.convert(mode).save(tmp_path / "a", kind, dpi=(100, 100), **options)
    picture = _frame(tmp_path / "a", kind)
    assert kept_access_page(picture, NOTHING) is None
    assert _difference(new_access_page(picture, 80), picture, tmp_path) < 1


Name = pikepdf.Name
UNKEPT: dict[str, Callable[[pikepdf.Pdf, pikepdf.Stream, pikepdf.Object], None]] = {
    "transparent": lambda pdf, image, _: image.update(
        {"/SMask": pdf.make_stream(b"\0", Width=1, Height=1, ColorSpace=Name.DeviceGray,
                                   BitsPerComponent=8, Subtype=Name.Image)}),
    "JPEG 2000": lambda _, image, __: image.update({"/Filter": Name.JPXDecode}),
    "LZW": lambda _, image, __: image.update({"/Filter": Name.LZWDecode}),
    "CMYK": lambda _, image, __: image.update({"/ColorSpace": Name.DeviceCMYK}),
    "16 bit": lambda _, image, __: image.update({"/BitsPerComponent": 16}),
    "elsewhere": lambda _, image, __: image.update({"/F": pikepdf.String("file")}),
    "optional": lambda _, image, __: image.update({"/OC": pikepdf.Dictionary()}),
    "other size": lambda _, image, __: image.update({"/Width": 619}),
    "other depth": lambda _, image, __: image.update({"/BitsPerComponent": 4}),
    "profile": lambda pdf, image, __: image.update(
        {"/ColorSpace": pikepdf.Array([ICC, pdf.make_stream(b"none", N=3)])}),
    "blended": lambda pdf, _, page: _add(pdf, page, b"/G gs", ExtGState=pikepdf.Dictionary(
        G=pikepdf.Dictionary(ca=0.5))),
    "drawn on": lambda pdf, _, page: _add(pdf, page, b"0 0 50 50 re f"),
    "clipped": lambda pdf, _, page: _add(pdf, page, b"9 9 50 50 re W n"),
    "written on": lambda pdf, _, page: _add(pdf, page, b"BT 0 Tr (a) Tj ET"),
    "inline": lambda pdf, _, page: _add(pdf, page, b"BI /W 1 /H 1 /CS /G /BPC 8 ID a EI"),
    "clipped askew": lambda pdf, _, page: _add(pdf, page, b".9 .1 -.1 .9 0 0 cm"),
    "spot colour": lambda pdf, _, page: _add(pdf, page, b"0 0 0 1 k"),
    "units": lambda _, __, page: page.update({"/UserUnit": 2}),
}  # fmt: skip


def _add(pdf: pikepdf.Pdf, page: pikepdf.Object, content: bytes, **resources: object) -> None:
    page.Resources.update({f"/{name}": told for name, told in resources.items()})
    page.Contents = pdf.make_stream(b" ".join((content, page.Contents.read_bytes(), content)))


@pytest.mark.parametrize("change", UNKEPT.values(), ids=UNKEPT)
def test_what_is_not_plainly_understood_is_not_kept(
    scan: Path,
    tmp_path: Path,
    change: Callable[[pikepdf.Pdf, pikepdf.Stream, pikepdf.Object], None],
) -> None:
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(b".3 0 0 rg", b""))
        change(pdf, page.Resources.XObject.Ground, page)
        pdf.save(recompress_flate=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    picture = load_pdf_page(scan, 1, LIMIT, tmp_path)
    assert kept_access_page(picture, NOTHING) is None


STILL_KEPT: dict[str, Callable[[pikepdf.Pdf, pikepdf.Stream, pikepdf.Object], None]] = {
    "harmless state": lambda pdf, _, page: _add(pdf, page, b"/G gs", ExtGState=pikepdf.Dictionary(
        G=pikepdf.Dictionary(ca=1, BM=Name.Normal, SA=True))),
    "link": lambda _, __, page: page.update({"/Annots": pikepdf.Array([pikepdf.Dictionary(
        Subtype=Name.Link, Rect=[10, 10, 90, 90])])}),
    "hidden stamp": lambda _, __, page: page.update({"/Annots": pikepdf.Array([
        pikepdf.Dictionary(Subtype=Name.Stamp, F=2, Rect=[10, 10, 90, 90])])}),
    "profile": lambda pdf, image, __: image.update(
        {"/ColorSpace": pikepdf.Array([ICC, pdf.make_stream(srgb_profile(), N=3)])}),
    "form": lambda pdf, _, page: _into_form(pdf, page),
    "turned": lambda pdf, _, page: _add(pdf, page, b"0 1 -1 0 419.76 0 cm"),
}  # fmt: skip


def _into_form(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    form = pdf.make_stream(
        page.Contents.read_bytes(), Type=Name.XObject, Subtype=Name.Form,
        BBox=[0, 0, 595.44, 419.76], Resources=page.Resources,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Form=form))
    page.Contents = pdf.make_stream(b"q /Form Do Q")


@pytest.mark.parametrize("change", STILL_KEPT.values(), ids=STILL_KEPT)
def test_what_changes_nothing_seen_is_no_hindrance(
    scan: Path,
    tmp_path: Path,
    change: Callable[[pikepdf.Pdf, pikepdf.Stream, pikepdf.Object], None],
) -> None:
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        change(pdf, page.Resources.XObject.Ground, page)
        pdf.save()
    picture = load_pdf_page(scan, 1, LIMIT, tmp_path)
    assert _difference(_kept(picture), picture, tmp_path) < 0.5


def test_a_table_of_colours_is_kept_and_one_within_another_is_not(
    scan: Path, tmp_path: Path
) -> None:
    table = pikepdf.Array([Name.Indexed, Name.DeviceRGB, 1, pikepdf.String(b"\xfa\xf0\xdc\0\0\0")])
    kept = []
    for space in (table, pikepdf.Array([Name.Indexed, table, 1, pikepdf.String(b"\0\1")])):
        with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
            image = pdf.make_stream(
                bytes(620 * 437), Type=Name.XObject, Subtype=Name.Image, Width=620, Height=437,
                BitsPerComponent=8, ColorSpace=space,
            )  # fmt: skip
            pdf.pages[0].obj.Resources.XObject.Ground = image
            pdf.save()
        kept.append(kept_access_page(load_pdf_page(scan, 1, LIMIT, tmp_path), NOTHING) is not None)
    assert kept == [True, False]


def test_a_picture_changed_in_an_unknown_way_is_made_new(scan: Path, tmp_path: Path) -> None:
    picture = load_pdf_page(scan, 1, LIMIT, tmp_path)
    smaller = replace(picture, pixels=picture.pixels[10:])
    assert kept_access_page(smaller, NOTHING) is None


def test_what_lies_beneath_a_scan_does_not_count(scan: Path, tmp_path: Path) -> None:
    with pikepdf.open(scan, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        beneath = b"BT 0 Tr (reading) Tj ET 0 0 50 50 re f "
        page.Contents = pdf.make_stream(beneath + page.Contents.read_bytes())
        pdf.save()
    picture = load_pdf_page(scan, 1, LIMIT, tmp_path)
    assert _difference(_kept(picture), picture, tmp_path) < 0.5
