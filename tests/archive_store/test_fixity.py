import random
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from archive_store import Vault, audit, build_package
from archive_store.vault.audit.fixity import Scope
from archive_store.vault.objects.inventory import sidecar
from records.package import Damage, FixityFinding, PackageContents, Witness

Make = Callable[..., PackageContents]


@pytest.fixture
def filled(vault: Vault, make_contents: Make, now: datetime) -> Vault:
    for number, source, record in ((1, "aa", b"1"), (1, "bb", b"2"), (2, "aa", b"3")):
        package = build_package(make_contents(number, record=record), vault.staging, now)
        vault.store_package(package, source, now)
    return vault


def home(vault: Vault, number: int = 1) -> Path:
    return vault.place.object(f"urn:uuid:00000000-0000-4000-8000-{number:012d}")


def findings(vault: Vault, now: datetime) -> set[tuple[str, Damage]]:
    return {(found.path, found.kind) for found in audit(vault, now).damaged}


def test_a_sound_store_raises_no_alarm(filled: Vault, now: datetime) -> None:
    told: list[tuple[int, int]] = []
    report = audit(filled, now, progress=lambda done, total: told.append((done, total)))
    files = [path for n in (1, 2) for path in home(filled, n).rglob("*") if path.is_file()]
    assert report.ok
    assert (report.objects, report.files, report.remaining) == (2, len(files), 0)
    assert report.bytes == sum(path.stat().st_size for path in files)
    assert (report.ledger.size, told) == (3, [(1, 2), (2, 2)])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_one_flipped_bit_in_any_file_is_found_and_named(filled: Vault, now: datetime) -> None:
    chance = random.Random(11)  # noqa: S311 - a repeatable choice, no secret
    files = [path for path in home(filled).rglob("*") if path.is_file()]
    for path in files:
        whole = bytearray(path.read_bytes())
        sound = bytes(whole)
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(whole)
        name = str(path.relative_to(home(filled)))
        report = audit(filled, now, Scope(package_ids=(home(filled).name.replace("%3a", ":"),)))
        assert [(f.path, f.kind) for f in report.damaged] == [(name, Damage.CHANGED)]
        path.write_bytes(sound)
    assert audit(filled, now).ok


def test_a_missing_file_and_an_alien_one_are_told_apart(filled: Vault, now: datetime) -> None:
    scan = next(home(filled).rglob("*.001.tif"))
    scan.rename(scan.with_suffix(".tiff"))
    name = str(scan.relative_to(home(filled)))
    assert findings(filled, now) == {(name, Damage.MISSING), (f"{name}f", Damage.UNTRACKED)}


def test_a_missing_object_is_found(filled: Vault, now: datetime) -> None:
    shutil.rmtree(home(filled, 2))
    assert audit(filled, now).damaged == (
        FixityFinding(
            package_id="urn:uuid:00000000-0000-4000-8000-000000000002",
            path=".",
            kind=Damage.MISSING,
            against=Witness.LEDGER,
        ),
    )


def test_an_object_that_the_ledger_never_saw_is_found(filled: Vault, now: datetime) -> None:
    alien = home(filled, 9)
    shutil.copytree(home(filled, 2), alien)
    (filled.place.root / "stray.txt").write_text("x")
    assert findings(filled, now) == {
        (alien.relative_to(filled.place.root).as_posix(), Damage.UNTRACKED),
        ("stray.txt", Damage.UNTRACKED),
    }


def test_yesterdays_object_is_told_from_damage(
    filled: Vault, make_contents: Make, now: datetime, tmp_path: Path
) -> None:
    shutil.copytree(home(filled), tmp_path / "yesterday")
    package = build_package(make_contents(1, record=b"9"), filled.staging, now)
    filled.store_package(package, "cc", now)
    shutil.rmtree(home(filled))
    shutil.copytree(tmp_path / "yesterday", home(filled))
    assert ("inventory.json", Damage.ROLLED_BACK) in findings(filled, now)


def test_a_forger_who_rewrites_every_checksum_in_the_store_is_found(
    filled: Vault, now: datetime
) -> None:
    inventory = home(filled, 2) / "inventory.json"
    forged = inventory.read_bytes().replace(b"ingest", b"forged")
    for folder in (home(filled, 2), home(filled, 2) / "v1"):
        (folder / "inventory.json").write_bytes(forged)
        (folder / "inventory.json.sha512").write_bytes(sidecar(forged))
    assert ("inventory.json", Damage.CHANGED) in findings(filled, now)


def test_a_link_in_place_of_a_file_is_damage(filled: Vault, now: datetime, tmp_path: Path) -> None:
    scan = next(home(filled).rglob("*.001.tif"))
    shutil.move(scan, tmp_path / "elsewhere.tif")
    scan.symlink_to(tmp_path / "elsewhere.tif")
    assert findings(filled, now) == {(str(scan.relative_to(home(filled))), Damage.CHANGED)}


def test_a_budget_goes_round_the_store(filled: Vault, now: datetime) -> None:
    first = audit(filled, now, Scope(budget_bytes=1))
    assert (first.objects, first.remaining) == (1, 1)
    scan = next(home(filled, 2).rglob("*.001.tif"))
    scan.write_bytes(b"x")
    second = audit(filled, now + timedelta(days=1), Scope(budget_bytes=1))
    assert [found.kind for found in second.damaged] == [Damage.CHANGED]
