"""Describing, packaging and storing a document beside reading it."""

import cProfile
import pstats
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf

from bench.storing.measuring import measured
from flows.archive import make_archive, open_archive
from flows.keeping.storing import store_dossier
from flows.taking_in.batches import pages_of_batch, receive
from flows.taking_in.reading import read_chunk

PAGES = 20


def twenty_pages(source: Path, target: Path) -> None:
    """One PDF of 20 pages out of the PDF files below ``source``, again from the start if few."""
    target.parent.mkdir(parents=True)
    files = sorted(source.rglob("*.pdf"))
    with pikepdf.new() as made:
        while len(made.pages) < PAGES:
            for file in files:
                with pikepdf.open(file) as pdf:
                    made.pages.extend(list(pdf.pages)[: PAGES - len(made.pages)])
        made.save(target)


def bench_packaging(folder: Path, options: Namespace) -> None:
    """Read 20 pages, then make and store their package."""
    twenty_pages(options.batch, folder / "batch" / "dossier" / "001.pdf")
    make_archive(folder / "archive")
    archive = open_archive(folder / "archive")
    batch = receive(archive, (folder / "batch",))
    with measured() as reading:
        failed = read_chunk(archive, pages_of_batch(batch))
    profile = cProfile.Profile()
    with measured() as storing:
        if options.profile:
            profile.enable()
        outcome = store_dossier(archive, batch, batch.dossiers[0], datetime.now(UTC))
        profile.disable()
    if failed or not outcome.is_stored:
        raise RuntimeError(f"not stored: {outcome}")
    print(f"packaging: a document of {outcome.report.pages} pages")
    for what in ("wall", "cpu"):
        read, stored = getattr(reading, what), getattr(storing, what)
        print(f"  {what}: reading {read:.2f} s, describing, packaging and storing {stored:.2f} s: "
              f"{stored / read:.1%} (aim 10 %)")  # fmt: skip
    if options.profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
