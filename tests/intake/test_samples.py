"""The sample batches: the good one raises nothing, each damage exactly the one Problem it names."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

from intake import read_batch, read_fonds_table
from records.batch import Batch

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def taken_in(name: str, tmp_path: Path, make: SimpleNamespace) -> Batch:
    table = read_fonds_table(SAMPLES / "fonds.csv")
    options = replace(make.options, fonds=table, default_fonds=table[0], max_pixels=120_000_000)
    source = SAMPLES / "batches" / name
    return read_batch((source,), tmp_path / "work", tmp_path / "quarantine", options)


def test_the_good_batch_raises_nothing(tmp_path: Path, make: SimpleNamespace) -> None:
    batch = taken_in("good", tmp_path, make)
    expected = json.loads((SAMPLES / "expected" / "good.json").read_text(encoding="utf-8"))
    pages = {
        str(one.file.name): one.file.page_count
        for dossier in batch.dossiers
        for one in dossier.documents
    }
    assert batch.problems == ()
    assert pages == {entry["file"]: len(entry["pages"]) for entry in expected}


def test_every_damage_raises_exactly_its_problem(tmp_path: Path, make: SimpleNamespace) -> None:
    batch = taken_in("damaged", tmp_path, make)
    expected = json.loads((SAMPLES / "expected" / "damaged.json").read_text(encoding="utf-8"))
    codes = {dossier.listed.number: dossier.code for dossier in batch.dossiers}
    wanted = [
        (
            entry["code"],
            entry["file"]
            or (f"list.xlsx:{entry['row']}" if entry["row"] else codes[entry["dossier"]]),
        )
        for entry in expected
    ]
    assert sorted((found.code, found.subject) for found in batch.problems) == sorted(wanted)
