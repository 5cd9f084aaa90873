"""Memory of the one worker that reads pages: over a thousand pages, and on the largest page.

``python bench/memory.py [--pages 1000] [--large]``: reads a small page again and again through one
reader and prints the resident set of its child. With ``--large`` it reads an A4 page at 300 dpi
and pages of 100 megapixels in several forms, each in a reader of its own, and prints the highest
resident set of the child, and that of the programs it starts.
"""

import argparse
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

# This folder has a module with the name of a package that is needed.
sys.path.remove(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))

from PIL import Image, ImageDraw, ImageFont

from ocr import OcrOptions, PageReader
from records.digest import sha256_of
from records.page import ScannedPage

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
LINE = "Điều 1. Quyết định này có hiệu lực kể từ ngày ký, thay thế các quy định trước đây."
LOOKED_AT = (1, 50, 100, 250, 499, 500, 750, 999, 1000)
A4_300_DPI, LARGEST = (2480, 3508), (8400, 11900)


def sheet(size: tuple[int, int], mode: str) -> Image.Image:
    """Print from top to bottom, with a red seal where the mode has colour."""
    image = Image.new("RGB", size, (246, 240, 225))
    draw = ImageDraw.Draw(image)
    letters = size[0] // 55
    font = ImageFont.truetype(FONT, letters)
    for top in range(2 * letters, size[1] - 3 * letters, 2 * letters):
        draw.text((2 * letters, top), LINE, (30, 30, 40), font)
    draw.ellipse((size[0] // 2, size[1] // 2, size[0] * 3 // 4, size[1] * 7 // 10), None, "red", 9)
    return image.convert(mode)


def children(process: int) -> list[int]:
    """Living children of all threads of a process."""
    told = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in told for child in task.read_text().split()]


def status_mb(process: int, field: str) -> int:
    """``VmRSS`` or ``VmHWM`` of a process in megabytes; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) >> 10 for line in lines if line.startswith(field)), 0)


def own_code(process: int) -> bool:
    """Whether a process runs Python, as this one does."""
    try:
        return Path(f"/proc/{process}/exe").readlink() == Path("/proc/self/exe").readlink()
    except OSError:
        return True


class Peaks:
    """The highest resident sets of the worker and of what it starts, looked at every 5 ms."""

    def __init__(self) -> None:
        self.worker = 0
        self.programs = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()

    def end(self) -> None:
        """Stop looking."""
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(0.005):
            for worker in children(os.getpid()):
                self.worker = max(self.worker, status_mb(worker, "VmHWM"))
                for program in children(worker):
                    # Until it is itself, a program still counts the worker's memory.
                    if not own_code(program):
                        self.programs = max(self.programs, status_mb(program, "VmRSS"))


def read(reader: PageReader, scan: Path, folder: Path) -> None:
    """Read the first page anew."""
    page = ScannedPage(file=scan, file_sha256=sha256_of(scan), number=1)
    done = reader.read(page, folder)
    for file in folder.iterdir():
        file.unlink()
    print(f"  {len(done.lines)} lines, {done.width} x {done.height}", file=sys.stderr)


def over_many_pages(pages: int, work: Path) -> None:
    """The child's resident set after some of the pages; a new one takes over at each 500th."""
    scan = work / "small.jpg"
    sheet((420, 90), "RGB").save(scan, dpi=(100, 100))
    with PageReader(OcrOptions(), work / "own") as reader:
        for number in range(1, pages + 1):
            read(reader, scan, work / "page")
            if number in LOOKED_AT:
                (worker,) = children(os.getpid())
                print(f"{number:6} pages  {status_mb(worker, 'VmRSS'):5} MB", flush=True)


def on_large_pages(work: Path) -> None:
    """The peaks on A4 and on 100 megapixels."""
    forms: tuple[tuple[str, tuple[int, int], str, dict[str, object]], ...] = (
        ("a4-grey.jpg", A4_300_DPI, "L", {}),
        ("a4-colour.jpg", A4_300_DPI, "RGB", {}),
        ("a4-colour.pdf", A4_300_DPI, "RGB", {"resolution": 300.0}),
        ("a4-bitonal.tif", A4_300_DPI, "1", {"compression": "group4"}),
        ("100-megapixels-bitonal.tif", LARGEST, "1", {"compression": "group4"}),
        ("100-megapixels-grey.jpg", LARGEST, "L", {}),
        ("100-megapixels-colour.jpg", LARGEST, "RGB", {}),
        ("100-megapixels-colour.pdf", LARGEST, "RGB", {"resolution": 1016.0}),
        ("100-megapixels-alpha.png", LARGEST, "RGBA", {"compress_level": 1}),
    )
    for name, size, mode, options in forms:
        dpi = size[0] // 8.27
        sheet(size, mode).save(work / name, **({"dpi": (dpi, dpi)} | options))  # type: ignore[arg-type]  # Pillow's own
        with PageReader(OcrOptions(page_seconds=600), work / "own") as reader:
            peaks = Peaks()
            read(reader, work / name, work / "page")
            peaks.end()
        print(f"{name:30} worker {peaks.worker:5} MB  programs {peaks.programs:5} MB", flush=True)


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--pages", type=int, default=1000)
    asked.add_argument("--large", action="store_true")
    told = asked.parse_args()
    measure: Callable[[Path], None] = on_large_pages
    if not told.large:
        measure = lambda work: over_many_pages(told.pages, work)  # noqa: E731
    with tempfile.TemporaryDirectory() as work:
        measure(Path(work))


if __name__ == "__main__":
    main()
