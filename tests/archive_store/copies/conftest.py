"""A store of one package in two versions with two copies, made once and copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_store import Vault, build_package, open_database
from archive_store.vault.copies.keeping import sync_objects
from archive_store.vault.copies.opening import CopyPlace, open_copy, prepare_copy
from archive_store.vault.copies.plan import witnessed_of
from archive_store.vault.database.engine import migrate
from archive_store.vault.repair.plan import Order, the_store
from records.package import PackageContents


class Killed(Exception):  # noqa: N818 - it stands for an end, not for an error
    """The process ended here."""


def _quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def _make(root: Path, make_contents: Callable[..., PackageContents], now: datetime) -> None:
    root.mkdir()
    engine = open_database(root / "luutru.db")
    migrate(engine)
    vault = Vault(root / "store", engine)
    for source, record in (("aa", b"{}"), ("bb", b'{"n": 2}')):
        package = build_package(make_contents(1, 1, record=record), vault.staging, now)
        vault.store_package(package, source, now)
    for name in ("a", "b"):
        copy = prepare_copy(CopyPlace(name=name, url=str(root.parent / name)), now)
        sync_objects(vault.place, copy, now, _quiet)
    engine.dispose()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made") / "whole"


@pytest.fixture
def kept(
    made: Path, tmp_path: Path, make_contents: Callable[..., PackageContents], now: datetime
) -> Iterator[SimpleNamespace]:
    """``root`` of the archive, its ``vault``, its ``copies`` a and b, an ``order`` to repair."""
    if not made.exists():
        made.mkdir()
        _make(made / "kho", make_contents, now)
    whole = shutil.copytree(made, tmp_path / "whole")
    engine = open_database(whole / "kho" / "luutru.db")
    vault = Vault(whole / "kho" / "store", engine)
    copies = tuple(open_copy(CopyPlace(name=each, url=str(whole / each))) for each in ("a", "b"))
    known = witnessed_of(engine, vault.list_packages()[0])
    assert known is not None
    order = Order(target=the_store(vault.place), sources=copies, by="Người sửa", now=now)
    inside = vault.place.object(known.package_id).relative_to(whole / "kho")
    yield SimpleNamespace(
        root=whole, vault=vault, place=vault.place, engine=engine, copies=copies, known=known,
        order=order, objects=tuple(whole / name / inside for name in ("kho", "a", "b")),
    )  # fmt: skip
    engine.dispose()


@pytest.fixture(scope="session")
def tree() -> Callable[[Path], dict[str, bytes]]:
    def read(folder: Path) -> dict[str, bytes]:
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    return read


@pytest.fixture
def until_it_ends() -> Callable[[Callable[[Callable[[str], None]], object]], list[str]]:
    """Does a work again and again, killed one step later each time; the steps of the last time."""

    def run(work: Callable[[Callable[[str], None]], object]) -> list[str]:
        for limit in range(200):
            steps: list[str] = []

            def end(at: str, steps: list[str] = steps, limit: int = limit) -> None:
                if len(steps) == limit:
                    raise Killed
                steps.append(at)

            try:
                work(end)
            except Killed:
                continue
            return steps
        raise AssertionError("it never ends")

    return run
