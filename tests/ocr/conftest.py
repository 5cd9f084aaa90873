"""Small sheets of paper with print on them, made here and nowhere else."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.access_page import new_access_page
from ocr.pixels import Picture
from records.confined import ONE_THREAD
from records.digest import Sha256
from records.page import Line, RecognizedPage, Seal, Word
from records.place import Box, around

Sheet = Callable[..., Image.Image]
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
LINES = (
    "ỦY BAN NHÂN DÂN TỈNH HẬU GIANG",
    "Về việc thành lập tổ công tác rà soát hồ sơ",
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Xét đề nghị của Giám đốc Sở Nội vụ",
    "Điều 1. Thành lập tổ công tác gồm năm người",
    "Điều 2. Quyết định này có hiệu lực từ ngày ký",
)


@pytest.fixture(autouse=True)
def _one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests call here in their own process what the product runs in a child, with this."""
    for name, value in ONE_THREAD.items():
        monkeypatch.setenv(name, value)


@pytest.fixture(autouse=True)
def _pillow_forgets_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit of pixels is one for the whole process; a test must not hand its own on."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


@pytest.fixture(scope="session")
def sheet() -> Sheet:
    """An A5 landscape sheet at ``dpi`` with six lines of Vietnamese print."""

    def make(dpi: int = 150, lines: tuple[str, ...] = LINES) -> Image.Image:
        image = Image.new("RGB", (round(8.27 * dpi), round(5.83 * dpi)), "white")
        draw = ImageDraw.Draw(image)
        font = ImageFont.truetype(FONT, round(13 / 72 * dpi))
        for number, line in enumerate(lines):
            draw.text((0.9 * dpi, (0.7 + 0.6 * number) * dpi), line, "black", font)
        return image

    return make


@pytest.fixture
def recognised(tmp_path_factory: pytest.TempPathFactory) -> RecognizedPage:
    """A page of two blocks whose picture exists; one of its words has a second reading."""
    folder = tmp_path_factory.mktemp("page")
    paper = np.full((1169, 1654, 3), 255, dtype=np.uint8)
    picture = Picture(pixels=paper, dpi=200, bitonal=False)
    (folder / "read.pdf").write_bytes(new_access_page(picture, 80))

    def line(top: int, block: int, *texts: str) -> Line:
        words = tuple(
            Word(text=text, box=Box(200 + 220 * n, top, 380 + 220 * n, top + 40), confidence=0.91)
            for n, text in enumerate(texts)
        )
        return Line(words=words, box=around(tuple(word.box for word in words)), block=block)

    heading = line(100, 1, "Quyết", "đinh")
    words = (heading.words[0], replace(heading.words[1], repaired="định"))
    return RecognizedPage(
        number=3,
        file_sha256=Sha256("ab" * 32),
        width=1654,
        height=1169,
        dpi=200,
        rotation_degrees=90,
        skew_degrees=-1.75,
        confidence=0.9137,
        lines=(replace(heading, words=words), line(300, 2, "<Số>", '"12"', "Ữ&ẵ")),
        is_blank=False,
        treatments=("image-extracted", "turned-90"),
        engine="tesseract 5.3.0 vie:79df64caf7bc",
        image=folder / "read.pdf",
        alto=folder / "read.alto.xml",
        orientation_confidence=0.75,
        seals=(
            Seal(
                box=Box(900, 700, 1200, 1000),
                words=(Word(text="Ñ:<", box=Box(950, 750, 990, 800), confidence=0.12),),
            ),
            Seal(box=Box(100, 700, 400, 1000)),
        ),
    )
