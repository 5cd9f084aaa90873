"""Notes which version of an object is about to be published, before it is.

After a kill only such a version is finished or taken out of the store. Anything else that lies
there unknown to the ledger was put there by somebody else, and is evidence.
"""

from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, insert, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import CATALOGUE, INTENT, LEDGER
from archive_store.vault.ledger.entries import STORED


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """The version last begun, and the SHA-512 of its inventory; kept when it is done."""

    version: int
    inventory_sha512: str


def begin(engine: Engine, package_id: str, intent: Intent) -> None:
    """Note ``intent``; when this returns it is on the disk."""
    row = {"version": intent.version, "inventory_sha512": intent.inventory_sha512}
    with writing(engine) as connection:
        connection.execute(delete(INTENT).where(INTENT.c.package_id == package_id))
        connection.execute(insert(INTENT).values(package_id=package_id, **row))


def unfinished(engine: Engine) -> tuple[str, ...]:
    """The packages of which a version was begun that the ledger does not have yet.

    One that the catalogue has was in the ledger before: its entry is lost, and that is damage.
    """
    newest = (
        select(LEDGER.c.object_id, func.max(LEDGER.c.version).label("version"))
        .where(LEDGER.c.action == STORED)
        .group_by(LEDGER.c.object_id)
        .subquery()
    )
    known = INTENT.outerjoin(newest, newest.c.object_id == INTENT.c.package_id)
    known = known.outerjoin(CATALOGUE, CATALOGUE.c.package_id == INTENT.c.package_id)
    asked = select(INTENT.c.package_id).select_from(known).order_by(INTENT.c.package_id)
    for seen in (newest.c.version, CATALOGUE.c.version):
        asked = asked.where(INTENT.c.version > func.coalesce(seen, 0))
    with engine.connect() as connection:
        return tuple(connection.scalars(asked))


def find_begun(engine: Engine, package_id: str) -> Intent | None:
    """The version of a package that was begun last."""
    asked = select(INTENT.c.version, INTENT.c.inventory_sha512)
    with engine.connect() as connection:
        row = connection.execute(asked.where(INTENT.c.package_id == package_id)).first()
    return Intent(version=row.version, inventory_sha512=row.inventory_sha512) if row else None
