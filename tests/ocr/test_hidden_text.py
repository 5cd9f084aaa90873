"""Invisible text: any letter can be copied, and a viewer marks the words where they stand."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image, ImageCms

from ocr.pdf import write_access_pdf
from ocr.srgb import srgb_profile
from records.page import Line, RecognizedPage, Word
from records.place import Box

CREATED = datetime(2026, 3, 4, tzinfo=UTC)
PLACED = re.compile(r'<word xMin="(.*)" yMin="(.*)" xMax="(.*)" yMax="(.*)">(.*)</word>')


def _words_in(path: Path) -> list[tuple[str, list[float]]]:
    told = subprocess.run(
        ["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True
    )
    return [(word, list(map(float, sides))) for *sides, word in PLACED.findall(told.stdout)]


def test_a_viewer_marks_each_word_in_its_box(recognised: RecognizedPage, tmp_path: Path) -> None:
    words = tuple(
        Word(text=text, box=Box(left, 100, right, 130), confidence=1)
        for text, left, right in (("Nghị", 100, 160), ("ử-ắ", 180, 400), ("日本語", 420, 500))
    )
    line = Line(words=words, box=Box(100, 95, 500, 135))
    write_access_pdf([replace(recognised, lines=(line,))], "", CREATED, tmp_path / "a.pdf")
    points = 72 / recognised.dpi
    found = _words_in(tmp_path / "a.pdf")
    assert [text for text, _ in found] == ["Nghị", "ử-ắ", "日本語"]
    for word, (_, sides) in zip(words, found, strict=True):
        expected = [word.box.left, line.box.top, word.box.right, line.box.bottom]
        assert np.allclose(sides, [side * points for side in expected], atol=0.5)


def test_a_letter_beyond_the_first_plane_does_not_garble_its_word(
    recognised: RecognizedPage, tmp_path: Path
) -> None:
    word = Word(text="ab\U00020000c", box=Box(100, 100, 200, 130), confidence=1)
    line = Line(words=(word,), box=word.box)
    write_access_pdf([replace(recognised, lines=(line,))], "", CREATED, tmp_path / "a.pdf")
    assert [text for text, _ in _words_in(tmp_path / "a.pdf")] == ["ab\ufffdc"]


def test_an_image_that_pages_share_is_held_once(recognised: RecognizedPage, tmp_path: Path) -> None:
    write_access_pdf([recognised, recognised], "", CREATED, tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        images = {page.resources.XObject.Scan0.objgen for page in pdf.pages}
    assert len(images) == 1


def test_the_profile_of_the_colours_is_that_of_srgb() -> None:
    levels = np.arange(256, dtype=np.uint8)
    colours = Image.fromarray(np.stack([levels, levels[::-1], np.roll(levels, 90)], axis=-1)[None])
    profile = ImageCms.ImageCmsProfile(io.BytesIO(srgb_profile()))
    seen = ImageCms.profileToProfile(colours, profile, ImageCms.createProfile("sRGB"))
    assert seen is not None
    assert np.abs(np.asarray(seen).astype(int) - np.asarray(colours)).max() <= 2
