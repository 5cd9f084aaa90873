"""Second copies on a path: written after storing, read back, caught up, never written over."""

import resource
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_store import Vault, audit, build_package
from archive_store.vault.copies.compare import compare_copies, strangers
from archive_store.vault.copies.held import CopyFinding, Standing, last_seen, pending
from archive_store.vault.copies.keeping import Following, sync_objects
from archive_store.vault.copies.opening import CopyPlace, open_copy, prepare_copy
from archive_store.vault.copies.shelf import Copy
from records.errors import RefusedError, SetupError
from records.package import Damage, PackageContents

DATABASES = ("sqlite",)

Store = Callable[..., str]
Tree = Callable[[Path], dict[str, bytes]]
Until = Callable[[Callable[[Callable[[str], None]], object]], list[str]]


class Stopped(Exception):  # noqa: N818 - it stands for an end, not for an error
    """The process ended here."""


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def disk(tmp_path: Path) -> CopyPlace:
    return CopyPlace(name="dia-a", url=str(tmp_path / "dia a"))


@pytest.fixture
def copy(disk: CopyPlace, now: datetime) -> Copy:
    return prepare_copy(disk, now)


@pytest.fixture
def following(vault: Vault, disk: CopyPlace) -> Vault:
    """An empty vault whose versions follow to ``disk``."""
    followed = Vault(vault.place.root, vault.place.engine)
    followed.place = replace(vault.place, on_verified=Following(vault.place, (disk,)))
    return followed


@pytest.fixture
def store(make_contents: Callable[..., PackageContents], now: datetime) -> Store:
    def do(into: Vault, source: str = "aa", number: int = 1) -> str:
        contents = make_contents(number, 1, record=source.encode())
        package = build_package(contents, into.staging, now)
        return into.store_package(package, source, now).package_id

    return do


def standings(vault: Vault, copy: Copy, now: datetime) -> list[tuple[Standing, int]]:
    held = compare_copies(vault.place, (copy,), vault.list_packages(), now)
    return [(each.standing, each.version) for each in held]


def test_a_version_is_in_the_copy_before_the_ledger_knows_it(
    following: Vault, store: Store, copy: Copy, disk: CopyPlace, tree: Tree, now: datetime
) -> None:
    def end(at: str) -> None:
        if at == "ledger":
            raise Stopped

    with pytest.raises(Stopped):
        store(following.watched(end))
    assert following.list_packages() == ()
    assert tree(Path(disk.url) / "store") == tree(following.place.root)
    store(following)
    assert standings(following, copy, now) == [(Standing.IN_STEP, 1)]
    assert pending(following.place.engine, copy.name) == ()
    first = {path: path.stat().st_ino for path in Path(disk.url, "store").rglob("v1/**/*.*")}
    store(following, "bb")
    assert first
    assert {path: path.stat().st_ino for path in first} == first, "written a second time"
    assert tree(Path(disk.url) / "store") == tree(following.place.root)
    assert standings(following, copy, now) == [(Standing.IN_STEP, 2)]
    assert not any(Path(disk.url, "incoming").iterdir())


def test_a_disk_that_is_away_stops_nothing_and_is_caught_up(
    following: Vault, store: Store, copy: Copy, disk: CopyPlace, tree: Tree, now: datetime
) -> None:
    away = Path(disk.url).rename(Path(disk.url).with_name("away"))
    Path(disk.url).mkdir()
    package_id = store(following)
    assert list(Path(disk.url).iterdir()) == [], "the empty mount point was taken for the disk"
    assert pending(following.place.engine, copy.name) == (package_id,)
    with pytest.raises(SetupError) as refused:
        open_copy(disk)
    assert refused.value.problem.code == "A081"
    Path(disk.url).rmdir()
    with pytest.raises(OSError, match="No such file"):
        sync_objects(following.place, copy, now, quiet)
    away.rename(disk.url)
    held, problems = sync_objects(following.place, open_copy(disk), now, quiet)
    assert problems == ()
    assert [(each.standing, each.files > 0) for each in held] == [(Standing.IN_STEP, True)]
    assert tree(Path(disk.url) / "store") == tree(following.place.root)
    assert sync_objects(following.place, copy, now, quiet) == ((), ())
    assert audit(following, now).ok


def test_another_disk_in_its_place_is_not_written_to(disk: CopyPlace, now: datetime) -> None:
    prepare_copy(disk, now)
    other = replace(disk, name="dia-b")
    for work in (lambda: open_copy(other), lambda: prepare_copy(other, now)):
        with pytest.raises(SetupError) as refused:
            work()
        assert refused.value.problem.code == "A081"


def test_a_folder_with_other_things_never_becomes_a_copy(
    tmp_path: Path, tree: Tree, now: datetime
) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(RefusedError) as refused:
        prepare_copy(CopyPlace(name="dia-a", url=str(tmp_path)), now)
    assert refused.value.problem.code == "A082"
    assert tree(tmp_path) == {"letter.txt": b"x"}


@pytest.mark.parametrize("first", [True, False])
def test_a_copying_that_ends_at_any_step_shows_no_half_and_goes_on(
    kept: SimpleNamespace, tree: Tree, now: datetime, until_it_ends: Until, first: bool
) -> None:
    copy, there = kept.copies[0], kept.root / "a/store"
    if first:
        shutil.rmtree(kept.objects[1])
    else:
        shutil.rmtree(kept.objects[1] / "v2")
        for name in ("inventory.json", "inventory.json.sha512"):
            shutil.copy(kept.objects[1] / "v1" / name, kept.objects[1] / name)
    compare_copies(kept.place, (copy,), (kept.known.package_id,), now)
    before = tree(there)

    def work(end: Callable[[str], None]) -> None:
        assert tree(there) == before
        sync_objects(replace(kept.place, on_step=end), copy, now, quiet)

    steps = until_it_ends(work)
    assert len(steps) > (10 if first else 4)
    assert tree(there) == tree(kept.place.root)
    assert standings(kept.vault, copy, now) == [(Standing.IN_STEP, 2)]


def test_damage_in_the_store_is_not_passed_on(
    kept: SimpleNamespace, store: Store, now: datetime, tree: Tree
) -> None:
    second = store(kept.vault, number=2)
    first = kept.known.package_id
    scan = next(kept.objects[0].rglob("*.tif"))
    scan.write_bytes(scan.read_bytes()[:-1] + b"!")
    copy = prepare_copy(CopyPlace(name="c", url=str(kept.root / "c")), now)
    held, problems = sync_objects(kept.place, copy, now, quiet)
    assert [each.package_id for each in held] == [second]
    assert [(each.code, each.subject) for each in problems] == [("A084", first)]
    assert pending(kept.engine, "c") == (first,)
    assert not [name for name in tree(kept.root / "c/store") if first[-12:] in name]


def _harm(scan: Path, kind: str) -> None:
    if kind == "changed":
        content = bytearray(scan.read_bytes())
        content[len(content) // 2] ^= 1
        scan.write_bytes(content)
    elif kind == "untracked":
        scan.with_name("la.txt").write_text("x")
    elif kind == "missing":
        scan.unlink()
    else:
        outside = scan.parents[9] / "elsewhere"
        scan.rename(outside)
        scan.symlink_to(outside)


@pytest.mark.parametrize("kind", ["changed", "missing", "untracked", "link"])
def test_damage_in_a_copy_is_named_and_not_written_over(
    kept: SimpleNamespace, now: datetime, tree: Tree, kind: str
) -> None:
    folder, copy, package_id = kept.objects[1], kept.copies[0], kept.known.package_id
    scan = next(folder.rglob("*.tif"))
    _harm(scan, kind)
    broken = tree(folder)
    (held,) = compare_copies(kept.place, (copy,), (package_id,), now)
    assert held.standing is Standing.DAMAGED
    named = scan.with_name("la.txt") if kind == "untracked" else scan
    found = Damage.CHANGED if kind == "link" else Damage(kind)
    path = named.relative_to(folder).as_posix()
    assert held.findings == (CopyFinding(copy="a", package_id=package_id, path=path, kind=found),)
    sync_objects(kept.place, copy, now, quiet)
    assert tree(folder) == broken
    assert pending(kept.engine, "a") == (package_id,)


def test_what_no_ledger_knows_is_extra(kept: SimpleNamespace) -> None:
    copy, there = kept.copies[0], kept.root / "a"
    assert list(strangers(kept.place, copy)) == []
    (there / "store/la.txt").write_text("x")
    alien = there / "store/000/111/222/urn%3auuid%3ala"
    alien.mkdir(parents=True)
    (alien / "inventory.json").write_text("{}")
    assert list(strangers(kept.place, copy)) == [
        CopyFinding(copy="a", package_id="", path=path, kind=Damage.UNTRACKED)
        for path in ("store/000/111/222/urn%3auuid%3ala", "store/la.txt")
    ]


def test_a_disk_that_takes_no_more_leaves_the_copy_as_it_was(
    kept: SimpleNamespace, store: Store, now: datetime, tree: Tree
) -> None:
    store(kept.vault, number=2)
    before = tree(kept.root / "a")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            sync_objects(kept.place, kept.copies[0], now, quiet)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert tree(kept.root / "a/store") == {
        name.removeprefix("store/"): text
        for name, text in before.items()
        if name.startswith("store/")
    }
    assert standings(kept.vault, kept.copies[0], now)[1] == (Standing.MISSING, 0)
    sync_objects(kept.place, kept.copies[0], now, quiet)
    assert [each for each, _ in standings(kept.vault, kept.copies[0], now)] == [
        Standing.IN_STEP
    ] * 2


def test_notes_come_back_when_the_database_is_new(kept: SimpleNamespace, now: datetime) -> None:
    told = last_seen(kept.engine, "a").values()
    assert [(version, standing) for version, standing, _ in told] == [(2, Standing.IN_STEP)]
    with kept.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM copy_held")
    assert len(pending(kept.engine, "a")) == 1
    held, _ = sync_objects(kept.place, kept.copies[0], now, quiet)
    assert [(each.standing, each.files) for each in held] == [(Standing.IN_STEP, 0)]
    assert pending(kept.engine, "a") == ()


def test_names_that_leave_the_copy_are_refused(kept: SimpleNamespace, tmp_path: Path) -> None:
    shelf = kept.copies[0].shelf
    (kept.root / "a/out").symlink_to(tmp_path)
    for name in ("../x", "/x", "out/x", "store/../../x"):
        with pytest.raises(OSError, match="not permitted"):
            shelf.write(name, iter([b"x"]))
    assert not (tmp_path / "x").exists()
