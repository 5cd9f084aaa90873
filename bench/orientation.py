"""Which way up and how slanted: what is found on real pages turned and slanted on purpose.

``python bench/orientation.py FOLDER [--every]``: each page of each scan in FOLDER is turned by all
four quarters; the first page of each file (``--every``: each page) is also slanted by eight angles.
Pages are taken to lie upright and level in FOLDER; the skew that a page has by itself is measured
first and counted off. All is done on a copy of 150 dpi, on which nothing is read. ``asked`` are
pages on their side whose ink does not tell on which, and which go to the engine; ``unseen`` stand
on their head and are found out only when they read badly, which ``luutru`` looks for and this
does not.
"""

import argparse
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

# A script next to this one has the name of a package that is needed here.
sys.path.remove(str(Path(__file__).resolve().parent))

from ocr.deskew import turned
from ocr.images import open_frame, picture_of
from ocr.ink import ink_of, is_blank
from ocr.loading import count_pages, kind_of
from ocr.orientation import likely_stance, quarter_turn, stance_after
from ocr.pixels import Pixels, lettering
from ocr.scan_pdf import load_pdf_page
from records.errors import InputError

MAX_PIXELS = 100_000_000
DPI = 150
QUARTERS = (0, 90, 180, 270)
SLANTS = (0.0, 0.5, -1.0, 2.0, -3.0, 5.0, 10.0, -14.0)
SUFFIXES = {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"}


@dataclass
class Found:
    """What came out for one turn or slant; ``unseen`` stands on its head and does not show it."""

    right: int = 0
    wrong: int = 0
    unseen: int = 0
    asked: int = 0
    skew_errors: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def add(self, page: Pixels, quarter: int, skew: float, folder: Path) -> None:
        """Judge ``page``, which needs a turn by ``quarter`` and then by ``skew`` degrees."""
        begun = time.process_time()
        ink = ink_of(page, DPI)
        stance = likely_stance(ink)
        self.cpu.append(time.process_time() - begun)
        if stance.is_doubtful:
            self.asked += 1
            told = quarter_turn(page, DPI, folder)
            stance = stance if told is None else stance_after(told, ink)
        if stance.quarter_degrees == quarter:
            self.right += 1
            self.skew_errors.append(abs(stance.skew_degrees - skew))
        elif (quarter, stance.quarter_degrees) == (180, 0):
            self.unseen += 1
        else:
            self.wrong += 1


def pages_of(folder: Path, scratch: Path) -> Iterator[tuple[int, Pixels]]:
    """The number of each page in its file, and the page as grey pixels at 150 dpi."""
    for scan in sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES):
        try:
            for number in range(1, count_pages(scan, MAX_PIXELS) + 1):
                yield number, small_page(scan, number, scratch)
        except InputError as error:
            print(error, file=sys.stderr)


def small_page(scan: Path, number: int, scratch: Path) -> Pixels:
    """One page as it lies, grey, at 150 dpi or less."""
    if kind_of(scan) == "PDF":
        picture = load_pdf_page(scan, number, MAX_PIXELS, scratch)
    else:
        with open_frame(scan, kind_of(scan), number, MAX_PIXELS) as image:
            picture = picture_of(image, scan.name, MAX_PIXELS)
    grey, scale = lettering(picture.pixels), DPI / picture.dpi
    size = (math.ceil(grey.shape[1] * scale), math.ceil(grey.shape[0] * scale))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def judge(folder: Path, scratch: Path, *, every: bool) -> tuple[dict[str, Found], int, int]:
    """What was found per turn and per slant; the number of pages, and of blank ones left out."""
    found = {f"turned {quarter}": Found() for quarter in QUARTERS}
    found |= {f"slanted {slant:g}": Found() for slant in SLANTS}
    pages = blank = 0
    for number, page in pages_of(folder, scratch):
        ink = ink_of(page, DPI)
        if is_blank(ink):
            blank += 1
            continue
        pages += 1
        own = stance_after(0, ink).skew_degrees
        for quarter in QUARTERS:
            lying = turned(page, quarter)
            found[f"turned {quarter}"].add(lying, -quarter % 360, own, scratch)
        for slant in SLANTS if every or number == 1 else ():
            found[f"slanted {slant:g}"].add(turned(page, slant), 0, own - slant, scratch)
    return found, pages, blank


def show(found: dict[str, Found]) -> None:
    """The table; skew errors in degrees, of the pages whose quarter turn was right."""
    columns = ("pages", "right", "wrong", "unseen", "asked", "skew p50", "p90", "max", "CPU ms")
    print("".ljust(14) + "".join(name.rjust(10) for name in columns))
    for name, each in found.items():
        errors = sorted(each.skew_errors) or [math.nan]
        ninth = errors[math.ceil(0.9 * len(errors)) - 1]
        cells = (
            str(len(each.cpu)), str(each.right), str(each.wrong), str(each.unseen),
            str(each.asked),
            f"{statistics.median(errors):.2f}", f"{ninth:.2f}", f"{errors[-1]:.2f}",
            f"{1000 * statistics.median(each.cpu or [math.nan]):.1f}",
        )  # fmt: skip
        print(name.ljust(14) + "".join(cell.rjust(10) for cell in cells))


def main() -> None:
    """Turn, slant, judge, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--every", action="store_true", help="slant every page of each file")
    told = asked.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as scratch:
        found, pages, blank = judge(told.folder, Path(scratch), every=told.every)
    print(f"{pages} pages, {blank} blank ones left out")
    show(found)


if __name__ == "__main__":
    main()
