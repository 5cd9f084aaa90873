"""Checks what no package holds and all rest upon: the store's own files, and the database's file.

Mends nothing.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, select

from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.database.revisions import OWN, is_room, rooms_in
from archive_store.vault.database.tables import INTENT, LEDGER
from archive_store.vault.ledger.entries import KEPT
from archive_store.vault.objects.storage_root import root_files
from records.errors import SetupError
from records.package import Damage

SOUND = "ok"
"""What SQLite answers when every page and every index is as it should be."""


def check_root(root: Path) -> Iterator[tuple[Path, Damage]]:
    """The files of the storage root that are not byte for byte as this archive writes them."""
    for name, content in root_files().items():
        file = root / name
        try:
            if file.is_symlink() or file.read_bytes() != content:
                yield file, Damage.CHANGED
        except FileNotFoundError:
            yield file, Damage.MISSING
        except OSError:
            yield file, Damage.UNREADABLE


def require_sound_database(engine: Engine) -> None:
    """Read every page of a SQLite file, and compare its tables and guards with the right ones.

    What the rows say is for others to judge: catalogue and ledger have their own witnesses. Other
    databases watch over their own files.

    Raises:
        SetupError: A142, a page or an index is damaged, or a table, an index or a guard is not as
            the migrations made it; with the first fault.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        told = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalars().all()
    if list(told) != [SOUND]:
        raise SetupError("A142", engine.url.database, reason="; ".join(map(str, told)))
    with engine.connect() as connection:
        rooms = rooms_in(connection)
    changed = sorted(dict(_schema(engine) ^ _right_schema(rooms)))
    if changed:
        raise SetupError("A142", engine.url.database, reason=", ".join(changed))


@cache
def _right_schema(rooms: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    with TemporaryDirectory(prefix="luutru-") as folder:
        fresh = open_database(Path(folder) / "fresh.db")
        for room in dict.fromkeys((OWN, *rooms)):
            # A note that no room of ours made is itself a change.
            if is_room(room):
                migrate(fresh, room)
        right = _schema(fresh)
        fresh.dispose()
    return right


def _schema(engine: Engine) -> frozenset[tuple[str, str]]:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
        return frozenset((f"{row.type} {row.name}", f"{row.tbl_name} {row.sql}") for row in rows)


def check_intents(engine: Engine) -> Iterator[str]:
    """The packages whose note of the version begun last fits no version, stored or to come."""
    asked = select(LEDGER.c.object_id, LEDGER.c.version, LEDGER.c.inventory_sha512)
    with engine.connect() as connection:
        stored = connection.execute(asked.where(KEPT).order_by(LEDGER.c.seq))
        newest = {each.object_id: (each.version, each.inventory_sha512) for each in stored}
        begun = connection.execute(select(INTENT).order_by(INTENT.c.package_id)).all()
    for each in begun:
        version, digest = newest.get(each.package_id, (0, ""))
        if (each.version, each.inventory_sha512) != (
            version,
            digest,
        ) and each.version != version + 1:
            yield each.package_id
