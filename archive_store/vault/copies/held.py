"""Notes which version of each package a copy was last seen to hold; derived from the copies.

A copy whose disk is away can so still be told to be behind. A new look fills the notes again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Engine, delete, exists, false, func, insert, or_, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import CATALOGUE, COPIES_HELD, LEDGER
from archive_store.vault.ledger.entries import KEPT
from records.package import Damage


class Standing(StrEnum):
    """How a copy stands to the archive in one object."""

    IN_STEP = "in-step"
    """It has the newest version, as the ledger saw it."""
    BEHIND = "behind"
    """It has an older version, and nothing wrong with it."""
    DAMAGED = "damaged"
    """A file is changed, missing, unreadable, or should not be there."""
    MISSING = "missing"
    """It has nothing of this object."""
    EXTRA = "extra"
    """No ledger entry knows what lies there."""
    ERASED = "erased"
    """It was destroyed, and erased here too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFinding:
    """One damaged file of one copy; ``path`` is relative to the object, or to the copy."""

    copy: str
    package_id: str
    path: str
    kind: Damage


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a copy has of one package; ``version`` is 0 where it has nothing sound."""

    copy: str
    package_id: str
    version: int
    standing: Standing
    findings: tuple[CopyFinding, ...] = ()
    files: int = 0
    size_bytes: int = 0


def note(engine: Engine, held: Held, now: datetime) -> None:
    """Keep what was seen, in place of what was seen before."""
    row = {"copy": held.copy, "package_id": held.package_id}
    same = (COPIES_HELD.c.copy == held.copy) & (COPIES_HELD.c.package_id == held.package_id)
    with writing(engine) as connection:
        connection.execute(delete(COPIES_HELD).where(same))
        connection.execute(
            insert(COPIES_HELD).values(
                **row, version=held.version, standing=held.standing, checked_at=now.isoformat()
            )
        )


def last_seen(
    engine: Engine, copy: str, package_id: str | None = None
) -> dict[str, tuple[int, Standing, str]]:
    """By package (all, or one): the version a copy had, how it stood, and when that was seen."""
    asked = select(COPIES_HELD).where(COPIES_HELD.c.copy == copy)
    if package_id is not None:
        asked = asked.where(COPIES_HELD.c.package_id == package_id)
    with engine.connect() as connection:
        return {
            row.package_id: (row.version, Standing(row.standing), row.checked_at)
            for row in connection.execute(asked)
        }


def newest_versions(engine: Engine, package_id: str | None = None) -> dict[str, int]:
    """By package (all, or one): the newest version that the ledger knows, in the ledger's order."""
    newest = func.max(LEDGER.c.version).label("newest")
    asked = select(LEDGER.c.object_id, newest).where(KEPT)
    if package_id is not None:
        asked = asked.where(LEDGER.c.object_id == package_id)
    asked = asked.group_by(LEDGER.c.object_id).order_by(func.min(LEDGER.c.seq))
    with engine.connect() as connection:
        return {row.object_id: row.newest for row in connection.execute(asked)}


def pending(engine: Engine, copy: str, package_id: str | None = None) -> tuple[str, ...]:
    """Of all packages, or one: those whose newest version is not known to lie in the copy.

    In the ledger's order.
    """
    seen = last_seen(engine, copy, package_id)
    return tuple(
        each
        for each, version in newest_versions(engine, package_id).items()
        if each not in seen or seen[each][0] < version or seen[each][1] is not Standing.IN_STEP
    )


def waits_for(copies: tuple[str, ...]) -> ColumnElement[bool]:
    """The condition of a catalogue row whose version is not known to lie in each of ``copies``."""
    held = COPIES_HELD.c
    here = (held.package_id == CATALOGUE.c.package_id) & (held.version >= CATALOGUE.c.version)
    sound = here & (held.standing == Standing.IN_STEP)
    return or_(false(), *(~exists().where(sound & (held.copy == name)) for name in copies))


def count_kept(engine: Engine) -> dict[str, int]:
    """How many packages the ledger knows, and how many dossiers the catalogue has."""
    with engine.connect() as connection:
        rows = connection.scalar(select(func.count()).select_from(CATALOGUE)) or 0
    return {"packages": len(newest_versions(engine)), "dossiers": rows}
