"""Makes ``metadata/data/calibration.csv``: per rule, how many of its readings were right.

``python docs/make_calibration.py --work FOLDER [--pages 160] [--scans FOLDER ...]``: pages put
together by chance (``samples.variety``, part "fit") are drawn and recognised in the work folder;
scans with ``truth.json`` may be added and count five times, being the real thing. How the table
does on the part that it was not made of, ``bench/describe.py`` tells.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cli.reading import read_scan
from cli.truth import read_truth
from metadata.calibration import Judged, learnt
from metadata.field_quality import Outcome, judge_fields
from metadata.reading import read_evidence
from samples.variety import write_variety

TABLE = Path(__file__).resolve().parents[1] / "metadata" / "data" / "calibration.csv"
REAL_WEIGHT = 5
HEADER = """\
# version = 2026-11-25
# Readings of each rule whose evidence reached "start" (and not the next start): how many there
# were, how many of them were right. Made by docs/make_calibration.py; see docs/decisions/0016.
rule,start,read,right
"""


def judged(folder: Path, work: Path, weight: int) -> Iterator[Judged]:
    """Every reading of the scans in ``folder`` whose truth is told there."""
    scans, _ = read_truth(folder, None)
    for scan in scans:
        if not scan.fields:
            continue
        pages = read_scan(scan.file, work / scan.file.relative_to(folder))
        read = read_evidence(pages)
        rules = {name: field.rule for name, field in read.known()}
        for each in judge_fields(scan.fields, read):
            if each.confidence is not None:
                yield Judged(
                    rule=rules[each.name],
                    evidence=each.confidence,
                    is_right=each.outcome is Outcome.EXACT,
                    weight=weight,
                )


def main() -> None:
    """Draw, recognise, count, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=160)
    parser.add_argument("--scans", type=Path, nargs="*", default=[])
    asked = parser.parse_args()
    drawn = asked.work / "fit"
    if not (drawn / "truth.json").is_file():
        write_variety(drawn, "fit", asked.pages)
    readings = list(judged(drawn, asked.work / "fit-read", 1))
    for number, folder in enumerate(asked.scans):
        readings += judged(folder, asked.work / f"scans-read-{number}", REAL_WEIGHT)
    rows = [f"{step.rule},{step.start},{step.read},{step.right}\n" for step in learnt(readings)]
    TABLE.write_text(HEADER + "".join(rows), encoding="utf-8")
    sys.stdout.write(f"{len(readings)} readings, {len(rows)} steps in {TABLE}\n")


if __name__ == "__main__":
    main()
