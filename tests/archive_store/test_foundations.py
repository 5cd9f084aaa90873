"""Damage to what all packages rest upon is found and named."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive_store import build_package
from archive_store.vault.audit.foundations import check_intents, check_root, require_sound_database
from archive_store.vault.intents import Intent, begin
from archive_store.vault.objects.place import prepare
from archive_store.vault.vault import Vault
from records.errors import SetupError
from records.package import Damage, PackageContents

ROOT_FILES = (
    "0=ocfl_1.1",
    "ocfl_layout.json",
    "extensions/0003-hash-and-id-n-tuple-storage-layout/config.json",
)

DATABASES = ("sqlite",)


@pytest.mark.parametrize("name", ROOT_FILES)
def test_every_file_of_the_storage_root_is_watched(vault: Vault, name: str) -> None:
    prepare(vault.place)
    root = vault.place.root
    assert list(check_root(root)) == []
    (root / name).write_bytes((root / name).read_bytes().replace(b"o", b"O"))
    assert list(check_root(root)) == [(root / name, Damage.CHANGED)]
    (root / name).unlink()
    assert list(check_root(root)) == [(root / name, Damage.MISSING)]


def test_a_damaged_page_of_the_database_is_told_by_its_file(engine: Engine) -> None:
    require_sound_database(engine)
    with engine.begin() as connection:
        page = connection.exec_driver_sql(
            "SELECT rootpage FROM sqlite_master WHERE name = 'catalogue'"
        ).scalar_one()
        size = connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    engine.dispose()
    file = Path(str(engine.url.database))
    content = bytearray(file.read_bytes())
    content[(page - 1) * size + 5] ^= 0x10
    file.write_bytes(content)
    with pytest.raises(SetupError) as refused:
        require_sound_database(engine)
    assert (refused.value.problem.code, refused.value.problem.subject) == ("A142", str(file))


def test_a_guard_that_was_taken_away_is_told_by_its_name(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER ledger_refuses_update")
    with pytest.raises(SetupError) as refused:
        require_sound_database(engine)
    assert "ledger_refuses_update" in refused.value.problem.message


def test_a_note_of_a_version_has_to_fit_what_was_stored_or_comes_next(
    vault: Vault, engine: Engine, make_contents: Callable[..., PackageContents], now: datetime
) -> None:
    with vault.workshop() as folder:
        stored = vault.store_package(build_package(make_contents(), folder, now), "aa", now)
    assert list(check_intents(engine)) == []
    begin(engine, stored.package_id, Intent(version=2, inventory_sha512="ab"))
    assert list(check_intents(engine)) == []
    for wrong in (1, 3):
        begin(engine, stored.package_id, Intent(version=wrong, inventory_sha512="ab"))
        assert list(check_intents(engine)) == [stored.package_id]
