"""Thousands of spoilt scans, sent through the reading of pages as a batch would be.

``python bench/fuzz.py FOLDER [--count 2000] [--seed 1] [--keep FOLDER]``: FOLDER holds scans.
Pieces of its pictures are saved in the forms that scanners write; these, and the smallest first
pages of its PDFs as they are, are spoilt at random. Each has to end as read or as quarantined (an
error with its code); this process has to live, no file may change, nothing may be left behind. Ends
with 1 otherwise. What did worse, or cost the child its life, is kept.
"""

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

# This folder has a module with the name of a package that is needed.
sys.path.remove(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))

from bench.spoiling import WAYS, scans_of
from ocr import OcrOptions, PageReader
from records.digest import sha256_of
from records.errors import ArchiveError
from records.page import ScannedPage

OPTIONS = OcrOptions(max_pixels=4_000_000, page_seconds=20)
"""Pages small enough for a run of half an hour; the limits are as hard as those of a batch."""
LETHAL = ("O004", "O008", "O009")
READ = "read"


def verdict(reader: PageReader, scan: Path, folder: Path) -> str:
    """``read``, the code of the problem, or the name of what must not happen."""
    before = sha256_of(scan)
    try:
        reader.count_pages(scan)
        page = reader.read(ScannedPage(file=scan, file_sha256=before, number=1), folder)
        ended = READ if page.image.is_file() and page.alto.is_file() else "unfinished"
    except ArchiveError as error:
        ended = error.problem.code
        if ended in LETHAL:
            detail = error.args[2].get("detail", "")
            print(f"{ended} {detail} {scan.name}", file=sys.stderr, flush=True)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        ended = f"!{type(error).__name__}"
        print(f"{ended} {error} {scan.name}", file=sys.stderr, flush=True)
    return ended if sha256_of(scan) == before else "!changed"


def run(
    scans: list[tuple[str, bytes]], count: int, seed: int, keep: Path
) -> Counter[tuple[str, str]]:
    """Spoil and read ``count`` times; how often each way ended in which verdict."""
    tally: Counter[tuple[str, str]] = Counter()
    others = [content for _, content in scans]
    with tempfile.TemporaryDirectory() as work, PageReader(OPTIONS, Path(work) / "own") as reader:
        for number in range(count):
            chance = random.Random(f"{seed}-{number}")  # noqa: S311 - repeatable on purpose
            (ending, content), spoil = chance.choice(scans), chance.choice(WAYS)
            path = Path(work) / f"{seed}-{number:05d}-{spoil.__name__}{ending}"
            path.write_bytes(spoil(content, chance, others))
            ended = verdict(reader, path, Path(work) / "page")
            tally[f"{spoil.__name__} {ending[1:]}", ended] += 1
            if ended in LETHAL or ended.startswith("!"):
                keep.mkdir(parents=True, exist_ok=True)
                path.replace(keep / f"{ended.strip('!')}-{path.name}")
            path.unlink(missing_ok=True)
            if number % 100 == 99:
                print(f"{number + 1} {Counter(end for _, end in tally.elements())}", flush=True)
        left = [path for path in (Path(work) / "own").rglob("*") if path.is_file()]
        tally["left behind", "!files"] += len(left)
    return +tally


def show(tally: Counter[tuple[str, str]]) -> None:
    """Rows are ways of spoiling, columns are verdicts."""
    ends = sorted({end for _, end in tally}, key=lambda end: (end != READ, end))
    print("".ljust(28) + "".join(end.rjust(12) for end in ends))
    for way in sorted({way for way, _ in tally}):
        print(way.ljust(28) + "".join(str(tally[way, end]).rjust(12) for end in ends))
    sums = [sum(n for (_, end), n in tally.items() if end == column) for column in ends]
    print("all".ljust(28) + "".join(str(each).rjust(12) for each in sums))


def main() -> int:
    """Make the run and print its table."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--count", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "spoilt-scans")
    told = asked.parse_args()
    began = time.monotonic()
    scans = scans_of(told.folder)
    print(f"{len(scans)} scans to spoil, {sum(len(each) for _, each in scans) >> 10} kB")
    tally = run(scans, told.count, told.seed, told.keep)
    show(tally)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"{time.monotonic() - began:.0f} s; largest process {peak} MB")
    return int(any(end.startswith("!") or end == "unfinished" for _, end in tally))


if __name__ == "__main__":
    sys.exit(main())
