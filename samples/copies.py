"""Perturbed copies of the sample pages, as many as a benchmark needs."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np

from samples.ageing import Scan
from samples.batches import scan_page
from samples.layout import lay_out
from samples.scan_files import write_scan
from samples.written import read_dossiers


def write_copies(folder: Path) -> Iterator[Path]:
    """Write one page after another, each aged in its own way, with its text in a ``.txt`` beside.

    Endless: take as many as are wanted. The n-th page is the same in every run.
    """
    printed = [
        (written, sheet, number)
        for dossier in read_dossiers("good")
        for written in dossier.documents
        for number, sheet in enumerate(lay_out(written), start=1)
        if sheet.text
    ]
    for index in count():
        written, sheet, number = printed[index % len(printed)]
        scan = _some_scan(np.random.default_rng(index))
        page = scan_page(replace(written, scan=scan), sheet, number, seed=index + 1)
        path = folder / f"page-{index + 1:06d}.{'tif' if scan.mode == 'bitonal' else 'jpg'}"
        write_scan(path, (page.pixels,), scan)
        path.with_suffix(".txt").write_text("\n".join(sheet.text) + "\n", encoding="utf-8")
        yield path


def _some_scan(rng: np.random.Generator) -> Scan:
    return Scan(
        dpi=int(rng.choice([150, 200, 300], p=[0.15, 0.5, 0.35])),
        mode=str(rng.choice(["grey", "colour", "bitonal"], p=[0.5, 0.3, 0.2])),
        skew=float(rng.uniform(0.0, 2.0)),
        yellow=float(rng.uniform(0.0, 0.9)),
        fade=float(rng.uniform(0.0, 0.35)),
        noise=float(rng.uniform(0.0, 6.0)),
        blur=float(rng.uniform(0.0, 0.7)),
        quality=int(rng.integers(45, 75)),
        upside_down=(1, 2, 3, 4, 5, 6) if rng.random() < 0.03 else (),
    )
