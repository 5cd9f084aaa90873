"""Tells what happened to a package, from its inventory and from the ledger."""

from dataclasses import dataclass
from datetime import datetime

from archive_store.vault.ledger.entries import stored_entries
from archive_store.vault.objects.place import Place
from archive_store.vault.reading import stored_inventory


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionTold:
    """One version of a package; ``ledger_position`` is ``None`` before the ledger knows it."""

    version: int
    created: datetime
    actor: str
    message: str
    files: int
    source_digest: str
    ledger_position: int | None


def describe_history(place: Place, package_id: str) -> tuple[VersionTold, ...]:
    """Every version, oldest first.

    Raises:
        InputError: A036, no such package; A034, the inventory is damaged.
    """
    positions = {entry.version: entry.seq for entry in stored_entries(place.engine, package_id)}
    inventory = stored_inventory(place, package_id)
    return tuple(
        VersionTold(
            version=number,
            created=block.created,
            actor=block.user.name,
            message=block.message,
            source_digest=block.made_from[0],
            files=sum(len(paths) for paths in block.state.values()),
            ledger_position=positions.get(number),
        )
        for number, block in enumerate(inventory.versions.values(), start=1)
    )
