"""``python -m judges STORE_OR_PACKAGE...``: every judge's verdict on everything in it.

Ends with 1 where anything is not valid. Names of files and folders are told, no contents.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from judges import circular, commons_ip, eark, ocfl, pdf, schemas
from judges.verdict import Verdict
from judges.versions import lay_out

BATCH = 50
"""Packages for one run of a judge."""


def main(places: list[Path]) -> int:
    """Print all verdicts; give the exit code."""
    verdicts: list[Verdict] = []
    with tempfile.TemporaryDirectory() as folder:
        for verdict in _judge_all(places, Path(folder)):
            print(verdict, flush=True)
            verdicts.append(verdict)
    bad = sum(not verdict.is_valid for verdict in verdicts)
    print(f"{len(verdicts)} verdicts, {bad} not valid")
    return 1 if bad or not verdicts else 0


def _judge_all(places: list[Path], folder: Path) -> Iterator[Verdict]:
    packages = [place for place in places if (place / "METS.xml").is_file()]
    objects = [each for place in places for each in ocfl.objects_of(place)]
    for number, each in enumerate(objects):
        packages += lay_out(each, folder / str(number))
    if objects:
        yield from ocfl.judge(objects)
    for start in range(0, len(packages), BATCH):
        some = packages[start : start + BATCH]
        for judge in (commons_ip, eark, schemas, circular):
            yield from judge.judge(some)
        copies = [copy for each in some for copy in sorted(each.glob(pdf.COPIES))]
        yield from pdf.judge_syntax(copies)
        yield from pdf.judge_pdfa(copies)


if __name__ == "__main__":
    sys.exit(main([Path(word) for word in sys.argv[1:]]))
