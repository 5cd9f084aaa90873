"""Repair: exactly what is damaged, from whoever has it right, and nothing unless all of it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_store import audit
from archive_store.vault.copies.compare import compare_copies
from archive_store.vault.copies.held import Standing
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import entries
from archive_store.vault.repair.plan import plan_repair, the_store
from archive_store.vault.repair.repairing import repair_object
from records.errors import RefusedError
from records.package import Damage

DATABASES = ("sqlite",)

Tree = Callable[[Path], dict[str, bytes]]


def _scan(folder: Path) -> Path:
    return next(folder.glob("v1/content/*/representations/master/data/*.tif"))


def _flip(*files: Path) -> None:
    for file in files:
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)


def _add_alien(folder: Path) -> None:
    (folder / "v1/la.txt").write_bytes(b"x")


def _roll_back(folder: Path) -> None:
    shutil.rmtree(folder / "v2")
    for name in ("inventory.json", "inventory.json.sha512"):
        (folder / name).write_bytes((folder / "v1" / name).read_bytes())


def _swap_folder(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


HARMS: dict[str, Callable[[Path], None]] = {
    "payload": lambda folder: _flip(_scan(folder)),
    "missing": lambda folder: _scan(folder).unlink(),
    "mets": lambda folder: _flip(next(folder.glob("v2/content/*/METS.xml"))),
    "inventory": lambda folder: _flip(folder / "inventory.json"),
    "twins": lambda folder: _flip(folder / "inventory.json", folder / "v2/inventory.json"),
    "old inventory": lambda folder: _flip(folder / "v1/inventory.json"),
    "sidecar": lambda folder: _flip(folder / "inventory.json.sha512"),
    "marker": lambda folder: (folder / "0=ocfl_object_1.1").unlink(),
    "alien": _add_alien,
    "version": lambda folder: shutil.rmtree(folder / "v1"),
    "object": shutil.rmtree,
    "rolled back": _roll_back,
    "link": _swap_folder,
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_every_kind_of_damage_is_repaired_and_told(
    kept: SimpleNamespace, harm: Callable[[Path], None], tree: Tree, now: datetime
) -> None:
    store, folder = kept.place.root, kept.objects[0]
    sound = tree(store)
    harm(folder)
    broken = tree(kept.root)
    planned = plan_repair(kept.known, kept.order)
    assert tree(kept.root) == broken, "a plan changes nothing"
    assert planned.files
    assert not audit(kept.vault, now).ok
    done = repair_object(kept.place, kept.known, kept.order)
    assert done == planned
    assert {name: text for name, text in tree(store).items() if "elsewhere" not in name} == sound
    assert done.aside is not None
    aside = tree(store.parent / done.aside)
    wrong = {each.path for each in done.files if each.kind is not Damage.MISSING}
    assert aside.keys() >= {"repair.json"} | {path for path in wrong if path != "."}
    assert json.loads(aside["repair.json"])["done"]
    last = entries(kept.engine)[-1]
    assert (last.action, last.actor, last.version) == ("repair", "Người sửa", 2)
    assert last.inventory_sha512 == kept.known.digests[2]
    assert verify(kept.engine) == ()
    history = kept.vault.history(kept.known.package_id)
    assert [told.ledger_position for told in history] == [0, 1]
    assert plan_repair(kept.known, kept.order).files == ()


def test_a_file_comes_from_the_first_copy_that_has_it_right(kept: SimpleNamespace) -> None:
    _scan(kept.objects[0]).unlink()
    _flip(_scan(kept.objects[1]))
    done = repair_object(kept.place, kept.known, kept.order)
    assert [(each.kind, each.source) for each in done.files] == [(Damage.MISSING, "b")]


def test_the_ledger_decides_and_not_the_majority(kept: SimpleNamespace) -> None:
    scan = _scan(kept.objects[0])
    right = scan.read_bytes()
    for folder in kept.objects[:2]:
        _scan(folder).write_bytes(b"the same lie twice")
    repair_object(kept.place, kept.known, kept.order)
    assert scan.read_bytes() == right


def test_without_a_sound_copy_nothing_is_touched(kept: SimpleNamespace, tree: Tree) -> None:
    for folder in kept.objects:
        _flip(_scan(folder))
    (kept.objects[0] / "0=ocfl_object_1.1").unlink()
    broken = tree(kept.place.root)
    with pytest.raises(RefusedError) as refused:
        repair_object(kept.place, kept.known, replace(kept.order, unreached=("c",)))
    assert refused.value.problem.code == "A084"
    assert "store: changed, a: changed, b: changed, c: –" in refused.value.problem.message
    assert tree(kept.place.root) == broken
    assert [each.action for each in entries(kept.engine)] == ["store", "store"]


@pytest.mark.parametrize("name", ["payload", "object", "rolled back"])
def test_a_repair_that_ends_at_any_step_is_finished_by_the_next(
    kept: SimpleNamespace, name: str, tree: Tree, now: datetime,
    until_it_ends: Callable[..., list[str]],
) -> None:  # fmt: skip
    sound = tree(kept.place.root)
    HARMS[name](kept.objects[0])

    def work(end: Callable[[str], None]) -> object:
        return repair_object(replace(kept.place, on_step=end), kept.known, kept.order)

    until_it_ends(work)
    assert tree(kept.place.root) == sound
    assert audit(kept.vault, now).ok
    assert {each.action for each in entries(kept.engine)[2:]} == {"repair"}


@pytest.mark.parametrize("name", ["payload", "object", "rolled back", "alien", "inventory"])
def test_a_damaged_copy_is_repaired_from_the_store(
    kept: SimpleNamespace, name: str, tree: Tree, now: datetime
) -> None:
    copy = kept.copies[0]
    HARMS[name](kept.objects[1])
    (seen,) = compare_copies(kept.place, (copy,), (kept.known.package_id,), now)
    assert seen.standing is not Standing.IN_STEP
    order = replace(kept.order, target=copy, sources=(the_store(kept.place),))
    repair_object(kept.place, kept.known, order)
    (seen,) = compare_copies(kept.place, (copy,), (kept.known.package_id,), now)
    assert seen.standing is Standing.IN_STEP
    assert tree(kept.root / "a/store") == tree(kept.place.root)
    assert entries(kept.engine)[-1].action == "repair-copy"
