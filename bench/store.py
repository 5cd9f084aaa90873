"""What the store costs: audit, packaging, ledger and catalogue, each beside its measure.

``python bench/store.py [audit packaging ledger catalogue] [--megabytes 2048] [--jobs N]
[--entries 1000000] [--dossiers 100000] [--batch FOLDER] [--profile]``: everything is made anew in a
temporary folder, each comparison runs both sides in this one call, and the same bytes are in
memory for both.

- audit: the public ``audit`` beside ``sha512sum`` over the same files, with as many processes.
- packaging: describing, access PDF, package and store of one document of 20 pages, beside reading
  these pages. The pages come from the samples, or from ``--batch``.
- ledger: appending one by one, beside the bare synchronous write of as many bytes; head and
  verification of many entries.
- catalogue: list, filter and show among many dossiers, each the median of seven.
"""

import argparse
import os
import shutil
import sys
import tempfile
from datetime import date
from pathlib import Path

# This folder has a module with the name of a package that is needed.
sys.path.remove(str(Path(__file__).resolve().parent))
sys.path.append(str(Path(__file__).resolve().parents[1]))

from bench.storing.auditing import bench_audit
from bench.storing.catalogue import bench_catalogue
from bench.storing.ledger import bench_ledger
from bench.storing.packaging import bench_packaging

SAMPLES = Path(__file__).resolve().parents[1] / "samples" / "batches" / "good"
PARTS = {
    "audit": bench_audit, "packaging": bench_packaging, "ledger": bench_ledger,
    "catalogue": bench_catalogue,
}  # fmt: skip


def main() -> None:
    """Run the parts that are asked for, each in a folder of its own."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("parts", nargs="*", default=[*PARTS])
    reader.add_argument("--megabytes", type=int, default=2048)
    reader.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    reader.add_argument("--entries", type=int, default=1_000_000)
    reader.add_argument("--dossiers", type=int, default=100_000)
    reader.add_argument("--batch", type=Path, default=SAMPLES)
    reader.add_argument("--profile", action="store_true")
    reader.add_argument("--folder", type=Path, help="where to work, for example in memory")
    options = reader.parse_args()
    # Processes that the audit starts would read this script again, with all it imports.
    del sys.modules["__main__"].__file__
    print(f"{date.today()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")  # noqa: DTZ011 - for people
    for part in options.parts:
        folder = Path(tempfile.mkdtemp(prefix="luutru-bench-", dir=options.folder))
        try:
            PARTS[part](folder, options)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
