"""Crops of stored pages: the right place, framed, and never beyond the page."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from ocr.crops import FOOT, HEAD, Crop, CropDrawer, PageSize, crop_around, crop_band
from records.place import Box

PAGE = PageSize(number=2, width=1000, height=1400, dpi=100)
SPOT = Box(600, 900, 700, 940)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """Two pages; the second has a dark spot and nothing else."""
    first, second = (Image.new("RGB", (1000, 1400), "white") for _ in range(2))
    ImageDraw.Draw(second).rectangle(SPOT, fill="black")
    target = tmp_path / "access.pdf"
    first.save(target, save_all=True, append_images=[second], resolution=100)
    return target


def test_a_crop_shows_its_place_and_frames_it(pdf: Path, tmp_path: Path) -> None:
    crop = crop_around(PAGE, SPOT)
    with CropDrawer(tmp_path) as drawer:
        drawn = drawer.draw(pdf, [crop, crop, crop_band(PAGE, HEAD)])
    assert [path.name for path in drawn.values()] == ["00001.jpg", "00002.jpg"]
    with Image.open(drawn[crop]) as picture:
        assert picture.size == (crop.box.width, crop.box.height)
        left, top = SPOT.left - crop.box.left, SPOT.top - crop.box.top
        assert sum(picture.getpixel((left + 50, top + 20))) < 60  # type: ignore[arg-type]  # RGB
        red, _, blue = picture.getpixel((left + 50, top - 6))  # type: ignore[misc]  # RGB
        assert red > blue + 80
    with Image.open(drawn[crop_band(PAGE, HEAD)]) as head:
        assert head.size == (1000, 644)
        assert head.convert("L").getextrema()[0] > 240


def test_a_page_that_shows_nothing_or_is_not_there_has_no_picture(
    pdf: Path, tmp_path: Path
) -> None:
    pages = (PageSize(number=number, width=1000, height=1400, dpi=100) for number in (1, 9))
    with CropDrawer(tmp_path) as drawer:
        assert drawer.draw(pdf, [crop_band(page, FOOT) for page in pages]) == {}


@pytest.mark.parametrize("box", [Box(0, 0, 1000, 1400), Box(-50, -9, 5, 4), Box(1200, 1500, 9, 9)])
def test_a_crop_never_leaves_the_page(box: Box, pdf: Path, tmp_path: Path) -> None:
    crop = crop_around(PAGE, box)
    for each in (crop.box, crop.mark):
        assert each is not None
        assert 0 <= each.left <= each.right <= PAGE.width
        assert 0 <= each.top <= each.bottom <= PAGE.height
    with CropDrawer(tmp_path) as drawer:
        assert [*drawer.draw(pdf, [crop])] == [crop]


def test_equal_crops_are_one() -> None:
    assert crop_around(PAGE, SPOT) == Crop(
        page=PAGE, box=Box(440, 865, 860, 975), mark=Box(594, 894, 706, 946)
    )
