"""Writes scanned pages as the files a scanner saves: PDF, TIFF, JPEG, PNG."""

import io
from pathlib import Path

import cv2
import pikepdf
from PIL import Image
from PIL.TiffImagePlugin import (
    PHOTOMETRIC_INTERPRETATION,
    ROWSPERSTRIP,
    STRIPBYTECOUNTS,
    STRIPOFFSETS,
    TiffImageFile,
)

from samples.ageing import Scan
from samples.sheet import POINTS_PER_INCH, Pixels

WHITE_IS_ZERO = 0


def write_scan(path: Path, pages: tuple[Pixels, ...], scan: Scan) -> None:
    """Write the pages as one file; the ending of the name decides the format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    images = tuple(_image(page, scan) for page in pages)
    writers = {".pdf": _write_pdf, ".tif": _write_tiff, ".jpg": _write_jpeg, ".png": _write_png}
    writers[path.suffix](path, images, scan)


def _image(page: Pixels, scan: Scan) -> Image.Image:
    if scan.mode == "colour":
        return Image.fromarray(page)
    grey = Image.fromarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))
    return grey.convert("1", dither=Image.Dither.NONE) if scan.mode == "bitonal" else grey


def _write_png(path: Path, images: tuple[Image.Image, ...], scan: Scan) -> None:
    images[0].save(path, optimize=True, dpi=(scan.dpi, scan.dpi))


def _write_jpeg(path: Path, images: tuple[Image.Image, ...], scan: Scan) -> None:
    path.write_bytes(_jpeg(images[0], scan))


def _jpeg(image: Image.Image, scan: Scan) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=scan.quality, optimize=True, dpi=(scan.dpi, scan.dpi))
    return buffer.getvalue()


def _write_tiff(path: Path, images: tuple[Image.Image, ...], scan: Scan) -> None:
    compression = "group4" if scan.mode == "bitonal" else "jpeg"
    options = {} if scan.mode == "bitonal" else {"quality": scan.quality}
    first, *others = images
    first.save(
        path,
        "TIFF",
        compression=compression,
        dpi=(scan.dpi, scan.dpi),
        save_all=True,
        append_images=others,
        **options,
    )


def _write_pdf(path: Path, images: tuple[Image.Image, ...], scan: Scan) -> None:
    with pikepdf.new() as pdf:
        for image in images:
            _add_page(pdf, image, scan)
        pdf.save(path, deterministic_id=True)


def _add_page(pdf: pikepdf.Pdf, image: Image.Image, scan: Scan) -> None:
    size = tuple(side * POINTS_PER_INCH / scan.dpi for side in image.size)
    page = pdf.add_blank_page(page_size=(round(size[0], 2), round(size[1], 2)))
    stream = _fax_stream(pdf, image) if scan.mode == "bitonal" else _jpeg_stream(pdf, image, scan)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=stream))
    drawing = f"q {size[0]:.2f} 0 0 {size[1]:.2f} 0 0 cm /Scan Do Q"
    page.Contents = pdf.make_stream(drawing.encode())


def _jpeg_stream(pdf: pikepdf.Pdf, image: Image.Image, scan: Scan) -> pikepdf.Stream:
    colours = pikepdf.Name.DeviceRGB if image.mode == "RGB" else pikepdf.Name.DeviceGray
    return pikepdf.Stream(
        pdf,
        _jpeg(image, scan),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=colours,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def _fax_stream(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """CCITT Group 4, taken out of a TIFF with a single strip."""
    buffer = io.BytesIO()
    tags = {ROWSPERSTRIP: image.height, PHOTOMETRIC_INTERPRETATION: WHITE_IS_ZERO}
    image.save(buffer, "TIFF", compression="group4", tiffinfo=tags, strip_size=1 << 30)
    buffer.seek(0)
    with TiffImageFile(buffer) as saved:
        (offset,), (length,) = saved.tag_v2[STRIPOFFSETS], saved.tag_v2[STRIPBYTECOUNTS]
        white_is_zero = saved.tag_v2[PHOTOMETRIC_INTERPRETATION] == WHITE_IS_ZERO
    parameters = pikepdf.Dictionary(
        K=-1, Columns=image.width, Rows=image.height, BlackIs1=not white_is_zero
    )
    return pikepdf.Stream(
        pdf,
        buffer.getvalue()[offset : offset + length],
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode,
        DecodeParms=parameters,
    )
