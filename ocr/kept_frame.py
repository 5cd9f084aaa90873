"""A delivered JPEG, PNG or TIFF page as an image of a PDF with the same pixels.

Runs in the confined child. JPEG and PNG data go in as they are; black and white is coded anew as
CCITT G4, and deep TIFF as PNG would, because both lose nothing.
"""

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pikepdf
from PIL import Image

from ocr.kept_image import NotKeptError, colour_profile
from ocr.kept_scan import KeptScan, ShownImage

ORIENTATION_TAG = 0x0112
ORIENTATIONS = {
    1: (1, 0, 0, 1, 0, 0), 2: (-1, 0, 0, 1, 1, 0), 3: (-1, 0, 0, -1, 1, 1), 4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1), 6: (0, -1, 1, 0, 0, 1), 7: (0, 1, 1, 0, 0, 0), 8: (0, 1, -1, 0, 1, 0),
}  # fmt: skip
"""How EXIF's orientations turn the unit square (TIFF 6.0, tag 274)."""
SPACES = {"L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB}
MOST_GROWTH = 1.3
"""A lossless copy that would be larger, measured on what was delivered, is not made."""
LOSSLESS = frozenset(("raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits"))
STRIP_BYTES_TAG, ROWS_PER_STRIP_TAG, STRIP_OFFSETS_TAG, PHOTOMETRIC_TAG = 279, 278, 273, 262
PNG_START = 8
PNG_RGB, PNG_PALETTE = 2, 3
PNG_COLOURS = {0: "L", PNG_RGB: "RGB", PNG_PALETTE: "RGB"}
"""The colour types without transparency; a palette's entries are RGB."""
PNG_DEPTHS = (1, 2, 4, 8)
PNG_PREDICTOR = 15


def frame_scan(image: Image.Image, path: Path) -> KeptScan | None:
    """The page that ``image`` shows, already decoded, or ``None`` where its pixels are not kept."""
    try:
        scan = _scan_of(image, path)
    except (NotKeptError, struct.error, KeyError, ValueError):
        return None
    orientation = image.getexif().get(ORIENTATION_TAG, 1) if image.format != "TIFF" else 1
    if scan is None or orientation == 1:
        return scan
    turned = pikepdf.Matrix(*ORIENTATIONS.get(orientation, ORIENTATIONS[1]))
    return KeptScan(pdf=scan.pdf, images=(ShownImage(stream=scan.images[0].stream, matrix=turned),))


def jpeg_scan(data: bytes) -> KeptScan:
    """A JPEG file as it is.

    Raises:
        NotKeptError: it is neither grey nor RGB, or holds a colour profile that PDF/A-1 forbids.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        if image.format != "JPEG" or image.mode not in SPACES:
            raise NotKeptError(image.mode)
        pdf = pikepdf.new()
        space: pikepdf.Object = SPACES[image.mode]
        profile = image.info.get("icc_profile")
        if profile:
            space = colour_profile(pdf, profile, len(image.getbands()))
        return _sole(pdf, data, image.size, ColorSpace=space, BitsPerComponent=8,
                     Filter=pikepdf.Name.DCTDecode)  # fmt: skip


def bitonal_scan(image: Image.Image) -> KeptScan:
    """A picture of mode ``1`` as CCITT G4 in one piece."""
    coded = io.BytesIO()
    image.save(coded, "TIFF", compression="group4", tiffinfo={ROWS_PER_STRIP_TAG: image.height})
    with Image.open(coded, formats=("TIFF",)) as tiff:
        tags = dict(tiff.tag_v2)  # type: ignore[attr-defined] # only TIFF images have it
    start, length = tags[STRIP_OFFSETS_TAG][0], tags[STRIP_BYTES_TAG][0]
    parameters = pikepdf.Dictionary(
        K=-1, Columns=image.width, Rows=image.height, BlackIs1=bool(tags[PHOTOMETRIC_TAG])
    )
    return _sole(
        pikepdf.new(), coded.getvalue()[start : start + length], image.size,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1,
        Filter=pikepdf.Name.CCITTFaxDecode, DecodeParms=parameters,
    )  # fmt: skip


def _scan_of(image: Image.Image, path: Path) -> KeptScan | None:
    if image.format == "JPEG":
        return jpeg_scan(path.read_bytes())
    if image.format == "PNG":
        return _png_scan(path.read_bytes())
    return bitonal_scan(image) if image.mode == "1" else _deep_scan(image)


def _deep_scan(image: Image.Image) -> KeptScan | None:
    if image.mode not in SPACES or image.info.get("compression") not in LOSSLESS:
        return None
    tags = image.tag_v2  # type: ignore[attr-defined] # as above
    pixels = np.asarray(image)
    _, coded = cv2.imencode(".png", pixels if image.mode == "L" else pixels[:, :, ::-1])
    small = len(coded) <= MOST_GROWTH * sum(tags[STRIP_BYTES_TAG])
    return _png_scan(coded.tobytes()) if small else None


def _png_scan(data: bytes) -> KeptScan:
    """The image data of a PNG is what PDF calls Flate with a predictor."""
    chunks = list(_png_chunks(data))
    told = dict(chunks)
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", told[b"IHDR"])
    if interlaced or depth not in PNG_DEPTHS or b"tRNS" in told or colour not in PNG_COLOURS:
        raise NotKeptError("PNG")
    space: pikepdf.Object = SPACES[PNG_COLOURS[colour]]
    if colour == PNG_PALETTE:
        palette = told[b"PLTE"]
        table = (pikepdf.Name.Indexed, space, len(palette) // 3 - 1, pikepdf.String(palette))
        space = pikepdf.Array(table)
    parameters = pikepdf.Dictionary(
        Predictor=PNG_PREDICTOR,
        Colors=3 if colour == PNG_RGB else 1,
        BitsPerComponent=depth,
        Columns=width,
    )
    return _sole(
        pikepdf.new(), b"".join(content for kind, content in chunks if kind == b"IDAT"),
        (width, height), ColorSpace=space, BitsPerComponent=depth,
        Filter=pikepdf.Name.FlateDecode, DecodeParms=parameters,
    )  # fmt: skip


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = PNG_START
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        yield kind, data[place + 8 : place + 8 + length]
        place += length + 12


def _sole(pdf: pikepdf.Pdf, data: bytes, size: tuple[int, int], **entries: object) -> KeptScan:
    stream = pdf.make_stream(
        data, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=size[0],
        Height=size[1], **entries,
    )  # fmt: skip
    return KeptScan(pdf=pdf, images=(ShownImage(stream=stream, matrix=pikepdf.Matrix()),))
