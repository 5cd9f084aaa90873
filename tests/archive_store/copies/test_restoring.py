"""A store rebuilt from copies: what the ledger knows, from whoever has it right."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_store import Vault, audit, open_database
from archive_store.vault.copies.ledger import copy_ledger, ledger_lines
from archive_store.vault.database.engine import migrate
from archive_store.vault.ledger.export import import_ledger
from archive_store.vault.objects.place import prepare
from archive_store.vault.repair.restoring import restore_objects

DATABASES = ("sqlite",)

Tree = Callable[[Path], dict[str, bytes]]
Rebuild = Callable[[int], Vault]


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def empty(kept: SimpleNamespace, tmp_path: Path) -> Iterator[Rebuild]:
    """Makes an archive with an empty store and so many entries of the copied ledger."""
    copy_ledger(kept.place, kept.copies[0])
    engine = open_database(tmp_path / "again.db")
    migrate(engine)

    def make(entries: int) -> Vault:
        lines = tmp_path / "lines"
        lines.write_bytes(
            b"".join(b"%s\n" % each for each in islice(ledger_lines(kept.copies[0]), entries))
        )
        import_ledger(engine, lines)
        vault = Vault(tmp_path / "again/store", engine)
        prepare(vault.place)
        return vault

    yield make
    engine.dispose()


def test_a_killed_restore_goes_on_and_is_equal_in_the_end(
    kept: SimpleNamespace, empty: Rebuild, tree: Tree, now: datetime,
    until_it_ends: Callable[..., list[str]],
) -> None:  # fmt: skip
    vault = empty(2)

    def work(end: Callable[[str], None]) -> None:
        assert restore_objects(replace(vault.place, on_step=end), kept.copies, quiet) == ()

    assert len(until_it_ends(work)) > 10
    assert tree(vault.place.root) == tree(kept.place.root)
    assert audit(vault, now).ok


def test_what_the_copied_ledger_does_not_know_is_not_taken_in(
    kept: SimpleNamespace, empty: Rebuild, now: datetime
) -> None:
    vault = empty(1)
    assert restore_objects(vault.place, kept.copies, quiet) == ()
    assert [told.version for told in vault.history(kept.known.package_id)] == [1]
    assert audit(vault, now).ok


def test_each_file_comes_from_whoever_has_it_right(
    kept: SimpleNamespace, empty: Rebuild, tree: Tree
) -> None:
    vault = empty(2)
    for number, name in ((1, "*.tif"), (2, "*.alto.xml")):
        next(kept.objects[number].rglob(name)).write_bytes(b"x")
    assert restore_objects(vault.place, kept.copies, quiet) == ()
    assert tree(vault.place.root) == tree(kept.place.root)


def test_what_nobody_has_right_is_told_and_nothing_of_it_shows(
    kept: SimpleNamespace, empty: Rebuild
) -> None:
    vault = empty(2)
    for number in (1, 2):
        next(kept.objects[number].rglob("*.tif")).write_bytes(b"x")
    (told,) = restore_objects(vault.place, kept.copies, quiet)
    assert (told.code, told.subject) == ("A084", kept.known.package_id)
    assert not vault.place.object(kept.known.package_id).exists()
