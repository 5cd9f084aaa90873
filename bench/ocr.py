"""Reading beside bare ``tesseract`` and beside ``ocrmypdf``, same pages, one run.

``python bench/ocr.py FOLDER [--ocrmypdf PATH] [--truth FILE]``: FOLDER holds scans with their
truth as ``luutru ocr-report`` reads it. Each page is first cut out into a PDF of its own. Per page
all contestants take turns, each with one thread.

- luutru: decode, analysis, reading, ALTO, picture and PDF/A, in the confined child of a
  batch, whose start (once in 500 pages) is told apart.
- tesseract: the bare program on a grey 300 dpi picture, text only, psm 3; ``pdftoppm``, which made
  the picture, is not counted. It reads PGM; TIFF without compression would save it a tenth.
- ocrmypdf: ``--force-ocr --jobs 1``, because scans may hold a text layer already; its start is
  counted on every page. Where Ghostscript is missing, its own backend makes the PDF/A.

CPU is user and system time with all descendants; memory is the highest sum of resident pages of
contestant and descendants, looked at every 20 ms.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from PIL import Image

# This script has the name of a package that it needs.
sys.path.remove(str(Path(__file__).resolve().parent))

from cli.truth import read_truth
from ocr import OcrOptions, PageReader
from ocr.pdf import write_access_pdf
from ocr.quality import Tally, measure_page
from records.digest import sha256_of
from records.page import ScannedPage

BACKEND = [] if shutil.which("gs") else ["--pdfa-backend", "internal"]
OCRMYPDF = {
    "ocrmypdf": ["--output-type", "pdf"],
    "ocrmypdf --deskew": ["--output-type", "pdf", "--deskew"],
    "ocrmypdf --deskew --rotate-pages, pdfa": [
        "--output-type", "pdfa", *BACKEND, "--deskew", "--rotate-pages",
    ],
}  # fmt: skip
TICKS = os.sysconf("SC_CLK_TCK")
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
Read = Callable[[Path], str]


@dataclass
class Spent:
    """What one contestant used on one page."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: int = 0


@dataclass
class Contestant:
    """A way to read a page, and what it came to."""

    read: Read
    tally: Tally = field(default_factory=Tally)
    spent: list[Spent] = field(default_factory=list)


def descendants() -> Iterator[list[str]]:
    """The ``stat`` fields, from the state on, of every living descendant of this process."""
    found: dict[int, list[str]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found[int(folder.name)] = told
    ours = {os.getpid()}
    for pid in sorted(found):
        if int(found[pid][1]) in ours:
            ours.add(pid)
            yield found[pid]


def cpu_seconds() -> float:
    """CPU of this thread, of children that have ended and of descendants that live."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(int(ticks) for stat in descendants() for ticks in stat[11:15])
    return time.thread_time() + ended.ru_utime + ended.ru_stime + living / TICKS


@contextmanager
def measured() -> Iterator[Spent]:
    """Fill a ``Spent`` with what happens meanwhile."""
    spent, over = Spent(), threading.Event()

    def watch() -> None:
        while not over.wait(0.02):
            resident = sum(int(stat[21]) for stat in descendants()) * PAGE_BYTES
            spent.peak = max(spent.peak, resident)

    watcher = threading.Thread(target=watch)
    cpu, wall = cpu_seconds(), time.monotonic()
    watcher.start()
    try:
        yield spent
    finally:
        spent.cpu, spent.wall = cpu_seconds() - cpu, time.monotonic() - wall
        over.set()
        watcher.join()


def cut_out(scan: Path, number: int, target: Path) -> Path:
    """One page as a PDF of its own."""
    if scan.suffix.lower() == ".pdf":
        with pikepdf.open(scan) as whole, pikepdf.new() as single:
            single.pages.append(whole.pages[number - 1])
            single.save(target)
        return target
    with Image.open(scan) as image:
        image.seek(number - 1)
        dpi = float(image.info.get("dpi", (200, 200))[0]) or 200.0
        image.save(target, "PDF", resolution=dpi)
    return target


def ours(reader: PageReader, scratch: Path) -> Read:
    """The reading path of the product."""

    def read(page: Path) -> str:
        scanned = ScannedPage(file=page, file_sha256=sha256_of(page), number=1)
        done = reader.read(scanned, scratch / page.stem)
        write_access_pdf([done], page.stem, datetime.now(UTC), scratch / "access.pdf")
        return done.text_for_people

    return read


def bare(page: Path) -> str:
    """Plain ``tesseract`` on the picture beside the page."""
    picture = page.with_suffix(".pgm")
    return run("tesseract", str(picture), "stdout", "-l", "vie", "--psm", "3", "--dpi", "300")


def ocrmypdf(program: str, options: list[str]) -> Read:
    """``ocrmypdf`` with options; its text is that of the sidecar."""

    def read(page: Path) -> str:
        target, text = page.with_suffix(".out.pdf"), page.with_suffix(".txt")
        fixed = ["-l", "vie", "--jobs", "1", "--force-ocr", "--quiet", "--sidecar", str(text)]
        run(program, *fixed, *options, str(page), str(target))
        return text.read_text(encoding="utf-8")

    return read


def run(*command: str) -> str:
    """Standard output of a command that must succeed."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def compare(folder: Path, truth: Path | None, contestants: dict[str, Contestant]) -> int:
    """Let every contestant read every page with a truth; returns the number of pages."""
    scans, _ = read_truth(folder, truth)
    pages = 0
    with tempfile.TemporaryDirectory() as scratch:
        for scan in scans:
            for number, text in sorted(scan.texts.items()):
                if not text.strip():
                    continue
                pages += 1
                page = cut_out(scan.file, number, Path(scratch) / f"{pages:04d}.pdf")
                run("pdftoppm", "-gray", "-r", "300", "-singlefile", str(page),
                    str(page.with_suffix("")))  # fmt: skip
                for each in contestants.values():
                    with measured() as spent:
                        read = each.read(page)
                    each.spent.append(spent)
                    each.tally += measure_page(text, read.split()).tally
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return pages


def show(contestants: dict[str, Contestant], pages: int) -> None:
    """The table; ratios are medians over pages of CPU beside bare tesseract on the same page."""
    columns = ("CER", "page", "word F1", "CPU s/page", "pages/s", "peak MB", "CPU/bare")
    print(f"{pages} pages".ljust(40) + "".join(name.rjust(11) for name in columns))
    base = [spent.cpu for spent in contestants["tesseract"].spent]
    for name, each in contestants.items():
        cpu = [spent.cpu for spent in each.spent]
        ratio = statistics.median(a / b for a, b in zip(cpu, base, strict=True))
        wall = sum(spent.wall for spent in each.spent)
        cells = (
            f"{each.tally.cer:.2%}", f"{each.tally.cer_in_order:.2%}", f"{1 - each.tally.wer:.2%}",
            f"{statistics.median(cpu):.2f}", f"{pages / wall:.2f}",
            f"{max(spent.peak for spent in each.spent) / 1e6:.0f}", f"{ratio:.2f}",
        )  # fmt: skip
        print(name.ljust(40) + "".join(cell.rjust(11) for cell in cells))


def main() -> None:
    """Run all contestants and print the comparison."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--ocrmypdf", help="the program, from an environment of its own")
    asked.add_argument("--truth", type=Path, help="JSON list that holds the truth")
    told = asked.parse_args()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    with (
        tempfile.TemporaryDirectory() as work,
        PageReader(OcrOptions(), Path(work) / "temporary") as reader,
    ):
        contestants = {
            "luutru": Contestant(read=ours(reader, Path(work))),
            "tesseract": Contestant(read=bare),
        }
        if told.ocrmypdf and shutil.which(told.ocrmypdf):
            print(f"ocrmypdf {run(told.ocrmypdf, '--version').strip()}")
            for name, options in OCRMYPDF.items():
                contestants[name] = Contestant(read=ocrmypdf(told.ocrmypdf, options))
        else:
            print(f"ocrmypdf is left out: no such program ({told.ocrmypdf or 'give --ocrmypdf'})")
        first = cut_out(*_first_page(told.folder, told.truth), Path(work) / "first.pdf")
        with measured() as start:
            reader.count_pages(first)
        pages = compare(told.folder, told.truth, contestants)
    print(f"start of luutru's child: {start.cpu:.2f} CPU s, not in the figures")
    show(contestants, pages)


def _first_page(folder: Path, truth: Path | None) -> tuple[Path, int]:
    scan = next(scan for scan in read_truth(folder, truth)[0] if scan.texts)
    return scan.file, min(scan.texts)


if __name__ == "__main__":
    main()
