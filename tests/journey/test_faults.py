"""Short versions of ``bench/faults.py``: forgers who know every checksum, and flipped bits."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.faulty import forgeries
from bench.faulty.forgeries import Attack
from bench.faulty.judging import reopened
from bench.faulty.pages import flip_in_database
from bench.faulty.small import Case, luutru
from bench.faulty.witnesses import SAVED_HEAD, VERIFIER, found_by, is_named, keep

pytestmark = pytest.mark.journey


@pytest.fixture
def case(good: SimpleNamespace, tmp_path: Path) -> Case:
    ignored = shutil.ignore_patterns("work", "prefect")
    shutil.copytree(good.archive, tmp_path / "clean" / "archive", ignore=ignored)
    return Case(folder=tmp_path)


@pytest.mark.parametrize(
    ("attack", "witness"),
    [
        (forgeries.edit, "audit"),
        (forgeries.edit_inventory, "audit"),
        (forgeries.edit_with_ledger, SAVED_HEAD),
        (forgeries.edit_with_ledger, VERIFIER),
        (forgeries.forge_heads, SAVED_HEAD),
        (forgeries.forge_heads, VERIFIER),
        (forgeries.remove_with_ledger, SAVED_HEAD),
        (forgeries.cut_tail, "audit"),
        (forgeries.swap_masters, "audit"),
        (forgeries.plant, "audit"),
    ],
)
def test_a_forgery_with_every_checksum_made_to_fit_is_found(
    case: Case, tmp_path: Path, attack: Attack, witness: str
) -> None:
    archive = reopened(case.fresh())
    kept, victim = keep(archive, tmp_path / "kept"), sorted(archive.vault.list_packages())[0]
    named = attack(archive, case, victim) or victim
    archive.engine.dispose()
    found = found_by(case, kept)
    assert found.get(witness, []) != []
    if witness == "audit":
        assert is_named(named, found)


def test_a_flipped_bit_of_the_database_is_told_and_repaired_or_changes_no_row(case: Case) -> None:
    case.fresh()
    for command in (("copies", "add", "second", case.second), ("copies", "sync")):
        assert luutru(case.archive, *command).code == 0
    shutil.rmtree(case.folder / "clean")
    shutil.copytree(case.folder / "case", case.folder / "clean")
    for row in flip_in_database(case, 8, seed=3):
        assert not row.slipped, row.notes
