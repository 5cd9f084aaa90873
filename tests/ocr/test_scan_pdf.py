"""PDF pages: a sheer scan is taken out as it is, everything else is rendered."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from fpdf import FPDF
from PIL import Image

from ocr.layers import layers_of
from ocr.page_drawing import drawing_of
from ocr.pdfium import drawn_page
from ocr.pixels import Picture
from ocr.scan_pdf import load_pdf_page
from records.errors import InputError

pytestmark = pytest.mark.engine
LIMIT = 20_000_000
A5_POINTS = (595.28, 419.76)
SHEET_POINTS = (8.27 * 72, 5.83 * 72)
Sheet = Callable[..., Image.Image]


def _pdf_of(image: Image.Image, path: Path, form: str = "JPEG") -> Path:
    held = io.BytesIO()
    image.save(held, form)
    document = FPDF(unit="pt")
    document.add_page(format=A5_POINTS)
    document.image(held, 0, 0, *A5_POINTS)
    document.output(str(path))
    return path


def _loaded(path: Path, folder: Path, number: int = 1) -> Picture:
    return load_pdf_page(path, number, LIMIT, folder)


def test_a_scan_is_taken_out_at_its_own_resolution(tmp_path: Path, sheet: Sheet) -> None:
    path = _pdf_of(sheet(150).convert("L"), tmp_path / "a.pdf")
    picture = _loaded(path, tmp_path)
    assert (picture.pixels.shape, picture.dpi) == ((874, 1240), 150)
    assert picture.treatments == ("image-extracted",)


def test_a_bitonal_scan_comes_out_bitonal(tmp_path: Path, sheet: Sheet) -> None:
    path = _pdf_of(sheet(200).convert("1"), tmp_path / "a.pdf", "TIFF")
    picture = _loaded(path, tmp_path)
    assert (picture.bitonal, picture.dpi) == (True, 200)
    assert picture.treatments == ("image-extracted",)


def test_a_scan_with_hidden_text_is_still_a_scan(tmp_path: Path, sheet: Sheet) -> None:
    path = _pdf_of(sheet(150).convert("L"), tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].contents_add(b"BT 3 Tr 10 10 Td (old reading) Tj ET")
        pdf.save()
    assert _loaded(path, tmp_path).treatments == ("image-extracted",)


def test_a_page_turned_in_the_pdf_is_taken_as_shown(tmp_path: Path, sheet: Sheet) -> None:
    path = _pdf_of(sheet(150).convert("L"), tmp_path / "a.pdf")
    upright = _loaded(path, tmp_path).pixels
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save()
    assert np.array_equal(_loaded(path, tmp_path).pixels, np.rot90(upright, -1))


@pytest.mark.parametrize("kind", ["Stamp", "Widget"])
def test_a_signed_scan_is_rendered_with_its_signature_at_the_scans_resolution(
    tmp_path: Path, sheet: Sheet, kind: str
) -> None:
    path = _pdf_of(sheet(150), tmp_path / "a.pdf")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        look = pdf.make_stream(
            b"1 0 0 rg 0 0 100 50 re f",
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 50],
        )  # fmt: skip
        widget = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(f"/{kind}"), F=4,
            Rect=[300, 300, 400, 350], AP=pikepdf.Dictionary(N=look),
        )  # fmt: skip
        held = pdf.make_indirect(widget)
        pdf.pages[0].Annots = pikepdf.Array([held])
        if kind == "Widget":
            held.FT, held.T = pikepdf.Name.Sig, "signature"
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[held])
        pdf.save()
    picture = _loaded(path, tmp_path)
    assert picture.treatments == ("rendered-at-150-dpi",)
    assert picture.pixels[200, 730].tolist() == [255, 0, 0]


def test_a_page_that_was_never_paper_is_rendered_at_300(tmp_path: Path) -> None:
    document = FPDF(unit="pt")
    document.add_page(format=A5_POINTS)
    document.set_font("helvetica", size=14)
    document.text(60, 60, "Born digital")
    document.output(str(tmp_path / "a.pdf"))
    picture = _loaded(tmp_path / "a.pdf", tmp_path)
    assert (picture.dpi, picture.treatments) == (300, ("rendered-at-300-dpi",))
    assert picture.pixels.shape == (1749, 2480)


def test_a_gigantic_page_is_refused(tmp_path: Path) -> None:
    document = FPDF(unit="pt")
    document.add_page(format=(14_000, 14_000))
    document.output(str(tmp_path / "a.pdf"))
    with pytest.raises(InputError) as refused:
        load_pdf_page(tmp_path / "a.pdf", 1, 1_000_000, tmp_path)
    assert refused.value.problem.code == "O003"


def test_a_damaged_a_locked_and_a_missing_page_are_told_apart(tmp_path: Path, sheet: Sheet) -> None:
    whole = _pdf_of(sheet(100), tmp_path / "a.pdf")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\n nothing follows")
    with pikepdf.open(whole) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="x", owner="y"))
    codes = []
    for name, number in (("broken.pdf", 1), ("locked.pdf", 1), ("a.pdf", 2)):
        with pytest.raises(InputError) as refused:
            _loaded(tmp_path / name, tmp_path, number)
        codes.append(refused.value.problem.code)
    assert codes == ["O002", "O005", "O006"]


def _layered(path: Path, sheet: Sheet, mask_dpi: int) -> Path:
    """A scan as copiers compress it: forms with a coarse ground and letters under a fine mask."""
    letters = sheet(mask_dpi).convert("1", dither=Image.Dither.NONE)
    ground = Image.new("RGB", (620, 437), (250, 240, 220))

    def image(of: Image.Image, **more: object) -> pikepdf.Stream:
        return pdf.make_stream(
            of.tobytes(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
            Width=of.width, Height=of.height, **more,
        )  # fmt: skip

    def form(drawn: pikepdf.Stream) -> pikepdf.Stream:
        return pdf.make_stream(
            b"q %.2f 0 0 %.2f 0 0 cm /Im0 Do Q" % SHEET_POINTS, Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form, BBox=[0, 0, *SHEET_POINTS],
            Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=drawn)),
        )  # fmt: skip

    colours = {"ColorSpace": pikepdf.Name.DeviceRGB, "BitsPerComponent": 8}
    with pikepdf.new() as pdf:
        mask = image(letters, ImageMask=True, BitsPerComponent=1)
        black = image(Image.new("RGB", ground.size), Mask=mask, **colours)
        pdf.add_blank_page(page_size=SHEET_POINTS)
        pdf.pages[0].Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(Fg=form(image(ground, **colours)), Text=form(black))
        )
        pdf.pages[0].Contents = pdf.make_stream(b"q /Fg Do Q q /Text Do Q")
        pdf.save(path)
    return path


@pytest.mark.parametrize("mask_dpi", [200, 300])
def test_a_layered_scan_is_rendered_dot_for_dot_with_its_finest_mask(
    tmp_path: Path, sheet: Sheet, mask_dpi: int
) -> None:
    picture = _loaded(_layered(tmp_path / "a.pdf", sheet, mask_dpi), tmp_path)
    letters = np.asarray(sheet(mask_dpi).convert("1", dither=Image.Dither.NONE))
    assert picture.pixels.shape[:2] == letters.shape
    assert picture.treatments == (f"rendered-at-{mask_dpi}-dpi",)
    assert ((picture.pixels.min(axis=-1) < 128) == ~letters).mean() > 0.9999


def test_forms_that_show_forms_end(tmp_path: Path, sheet: Sheet) -> None:
    path = _layered(tmp_path / "a.pdf", sheet, 200)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        inner = pdf.pages[0].Resources.XObject.Text
        for _ in range(12):
            inner = pdf.make_stream(
                b"/Im0 Do " * 12, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                BBox=[0, 0, *A5_POINTS],
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=inner)),
            )  # fmt: skip
        pdf.pages[0].Resources.XObject.Text = inner
        assert layers_of(drawing_of(pdf.pages[0]).images)[0].width == 620


def test_a_page_that_pdfium_shows_empty_is_left_to_poppler(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=A5_POINTS)
        pdf.save(tmp_path / "a.pdf")
    assert drawn_page(tmp_path / "a.pdf", 1, 100, LIMIT) is None
    assert (_loaded(tmp_path / "a.pdf", tmp_path).pixels == 255).all()


def test_pdfium_draws_nothing_larger_than_the_limit_and_nothing_broken(
    tmp_path: Path, sheet: Sheet
) -> None:
    path = _pdf_of(sheet(100), tmp_path / "a.pdf")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\n nothing follows")
    assert drawn_page(path, 1, 100, 827 * 583) is not None
    assert drawn_page(path, 1, 100, 827 * 583 - 1) is None
    assert drawn_page(path, 2, 100, LIMIT) is None
    assert drawn_page(tmp_path / "b.pdf", 1, 100, LIMIT) is None
