"""Every kind of picture a scanner writes becomes 8-bit pixels, or a refusal with its code."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ocr.images import open_frame, picture_of
from ocr.pixels import Picture
from records.errors import InputError

LIMIT = 10_000_000


def _loaded(path: Path, kind: str, number: int = 1, limit: int = LIMIT) -> Picture:
    with open_frame(path, kind, number, limit) as image:
        return picture_of(image, path.name, limit)


def _saved(image: Image.Image, path: Path, **options: Any) -> Path:
    image.save(path, **options)
    return path


def _half_dark(mode: str, dark: object, light: object) -> Image.Image:
    image = Image.new(mode, (1240, 1754), light)  # type: ignore[arg-type]  # each mode has its own
    image.paste(dark, (0, 0, 620, 1754))  # type: ignore[arg-type]  # as above
    return image


@pytest.mark.parametrize(
    ("mode", "dark", "light"),
    [
        ("1", 0, 1),
        ("L", 0, 255),
        ("LA", (0, 255), (0, 0)),
        ("RGB", (0, 0, 0), (255, 255, 255)),
        ("RGBA", (0, 0, 0, 255), (0, 0, 0, 0)),
        ("CMYK", (0, 0, 0, 255), (0, 0, 0, 0)),
        ("I;16", 0, 65535),
    ],
)
def test_every_mode_becomes_black_on_white(
    tmp_path: Path, mode: str, dark: object, light: object
) -> None:
    path = _saved(_half_dark(mode, dark, light), tmp_path / "a.tif", dpi=(150, 150))
    picture = _loaded(path, "TIFF")
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.shape == (1754, 1240)
    assert (picture.pixels[:, :600] < 5).all()
    assert (picture.pixels[:, 640:] > 250).all()
    assert (picture.dpi, picture.bitonal) == (150, mode == "1")


def test_a_palette_with_colour_stays_colour(tmp_path: Path) -> None:
    image = _half_dark("RGB", (200, 0, 0), (255, 255, 255)).convert("P")
    picture = _loaded(_saved(image, tmp_path / "a.png"), "PNG")
    assert picture.pixels.shape == (1754, 1240, 3)
    assert picture.treatments == ("dpi-inferred-from-a4",)


def test_a_camera_that_lay_on_its_side_is_obeyed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = _half_dark("L", 0, 255)
    picture = _loaded(_saved(image, tmp_path / "a.jpg", exif=exif, dpi=(150, 150)), "JPEG")
    assert picture.pixels.shape == (1240, 1754)
    assert picture.pixels[10].mean() < 5


def test_fax_lines_are_made_square(tmp_path: Path) -> None:
    image = Image.new("1", (1728, 1143), 1)
    picture = _loaded(_saved(image, tmp_path / "a.tif", dpi=(204, 98)), "TIFF")
    assert picture.pixels.shape == (2379, 1728)
    assert (picture.dpi, picture.treatments) == (204, ("pixels-squared",))


def test_each_frame_of_a_tiff_is_a_page(tmp_path: Path) -> None:
    frames = [Image.new("L", (100 + n, 150), 255) for n in range(3)]
    path = tmp_path / "a.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:], dpi=(50, 50))
    assert _loaded(path, "TIFF", 3).pixels.shape == (150, 102)
    with pytest.raises(InputError) as refused:
        _loaded(path, "TIFF", 4)
    assert refused.value.problem.code == "O006"


def test_a_picture_cut_short_is_refused(tmp_path: Path) -> None:
    whole = _saved(_half_dark("L", 0, 255), tmp_path / "a.jpg")
    cut = tmp_path / "b.jpg"
    cut.write_bytes(whole.read_bytes()[:-2000])
    with pytest.raises(InputError) as refused:
        _loaded(cut, "JPEG")
    assert refused.value.problem.code == "O002"


@pytest.mark.parametrize("limit", [2_000_000, 1_000_000])
def test_a_picture_above_the_limit_is_refused_undecoded(tmp_path: Path, limit: int) -> None:
    path = _saved(_half_dark("L", 0, 255), tmp_path / "a.png")
    with pytest.raises(InputError) as refused:
        _loaded(path, "PNG", limit=limit)
    assert refused.value.problem.code == "O003"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_a_large_picture_converted_in_bands_is_the_same(tmp_path: Path, mode: str) -> None:
    small = Image.linear_gradient("L").resize((90, 70))
    if mode == "I;16":
        small = Image.fromarray(np.asarray(small) * np.uint16(257))
    else:
        small = small.convert("RGB" if mode == "CMYK" else "RGBA" if "A" in mode else "L")
        small = small.convert(mode)
    path = _saved(small.resize((90 * 56, 70 * 57), Image.Resampling.NEAREST), tmp_path / "a.tif")
    with open_frame(path, "TIFF", 1, 3 * LIMIT) as image:
        whole = picture_of(image, "a", 3 * LIMIT).pixels
    expected = picture_of(small, "a", LIMIT).pixels
    assert np.array_equal(whole, expected.repeat(57, axis=0).repeat(56, axis=1))
