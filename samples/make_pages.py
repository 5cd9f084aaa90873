"""Makes the sample batches, or many perturbed copies of their pages, always the same.

python samples/make_pages.py                      # samples/batches and samples/expected
python samples/make_pages.py --copies 200 --to DIR  # pages for benchmarks, with their text
"""

import argparse
import json
import shutil
import sys
from itertools import islice
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from samples.batches import Truth, make_good
from samples.copies import write_copies
from samples.damage import make_damaged

HERE = Path(__file__).resolve().parent
MAKERS = {"good": make_good, "damaged": make_damaged}


def make_batches(target: Path) -> None:
    """Write ``batches`` and ``expected`` below ``target``, in place of what was there."""
    for name, make in MAKERS.items():
        batch = target / "batches" / name
        shutil.rmtree(batch, ignore_errors=True)
        batch.mkdir(parents=True)
        truth = make(batch)
        _write_truth(target / "expected" / f"{name}.json", truth)


def _write_truth(path: Path, truth: list[Truth]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _run() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=HERE)
    parser.add_argument("--copies", type=int, default=0, help="perturbed single pages to make")
    asked = parser.parse_args()
    if asked.copies:
        made = list(islice(write_copies(asked.to), asked.copies))
        print(f"{len(made)} pages in {asked.to}")
        return
    make_batches(asked.to)
    print(f"batches and expected in {asked.to}")


if __name__ == "__main__":
    _run()
