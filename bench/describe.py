"""How well scans are described, and what it costs: the fields, their confidences, the CPU time.

``python bench/describe.py FOLDER [--truth FILE] [--work FOLDER] [--chart FILE.svg]``: the folder
holds scans and ``truth.json`` as ``luutru ocr-report`` reads it. Pages that ``--work`` holds
already are not recognised again.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

# The bench of the reader has the name of a package that is needed here.
sys.path.remove(str(Path(__file__).resolve().parent))

from cli.measuring import MeasuredScan, count_outcomes
from cli.reading import read_scan
from cli.reliability_chart import reliability_svg
from cli.truth import TrueScan, read_truth
from metadata import read_description
from metadata.field_quality import Outcome, judge_fields
from metadata.reliability import reliability
from records.page import RecognizedPage

REPEATS = 5
Recognised = Sequence[tuple[TrueScan, tuple[RecognizedPage, ...]]]


def main() -> None:
    """Recognise, describe, judge, and print."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        work = asked.work or Path(folder)
        read = tuple(recognised(asked.folder, asked.truth, work))
    scans = tuple(
        MeasuredScan(scan=scan, fields=judge_fields(scan.fields, read_description(pages)))
        for scan, pages in read
    )
    _show_fields(scans)
    ranges = reliability(each for scan in scans for each in scan.fields)
    print("\nconfidence      n   right    share")
    for each in ranges:
        share = each.right / each.read
        print(f"{each.low:.2f}-{each.high:.2f} {each.read:8} {each.right:7} {share:8.3f}")
    if asked.chart is not None:
        asked.chart.write_text(reliability_svg(ranges) + "\n", encoding="utf-8")
    print(f"\nCPU of describing: {1000 * cpu_of_a_page(read):.1f} ms a page (target: at most 20)")


def recognised(
    folder: Path, truth: Path | None, work: Path
) -> Iterator[tuple[TrueScan, tuple[RecognizedPage, ...]]]:
    """Every scan with true fields and its pages; steps are kept below ``work``."""
    scans, problems = read_truth(folder, truth)
    for each in problems:
        print(each)
    for scan in scans:
        if scan.fields:
            yield scan, read_scan(scan.file, work / scan.file.relative_to(folder))


def cpu_of_a_page(read: Recognised) -> float:
    """Seconds of processor time that describing takes for a page, the best of some runs."""
    read_description(read[0][1])
    spent = []
    for _ in range(REPEATS):
        start = time.process_time()
        for _, pages in read:
            read_description(pages)
        spent.append(time.process_time() - start)
    return min(spent) / sum(len(pages) for _, pages in read)


def _show_fields(scans: Sequence[MeasuredScan]) -> None:
    print(f"{'field':24}{'n':>6}" + "".join(f"{each.value:>12}" for each in Outcome))
    for (name, by_hand), counts in sorted(count_outcomes(scans).items()):
        label = f"{name} (by hand)" if by_hand else name
        known = sum(counts.values()) - counts[Outcome.INVENTED]
        print(f"{label:24}{known:6}" + "".join(f"{counts[each] or '-':>12}" for each in Outcome))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truth", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--chart", type=Path)
    return parser.parse_args()


if __name__ == "__main__":
    main()
