"""What reception saw of each delivered scan, kept in the ledger before anything is made of it.

Whoever rewrites a package later, with every checksum in it, cannot rewrite this. An entry holds
no name: it is the SHA-512 of the file's name and its SHA-256.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine

from archive_store.vault.ledger.entries import NewEntry, append, entries
from archive_store.vault.objects.inventory import sha512_of_bytes
from records.batch import DeliveredFile
from records.digest import Sha512

RECEIVED = "receive"
_OBJECT = "intake:{}"


def capture(
    engine: Engine, package_id: str, files: Iterable[DeliveredFile], actor: str, now: datetime
) -> int:
    """Enter each file that is not entered for this package yet; how many were new.

    Raises:
        TransientError: A030, another process wrote at the same moment.
    """
    known = captured(engine, package_id)
    new = sorted({capture_digest(file) for file in files} - known)
    for digest in new:
        entry = NewEntry(
            time=now, actor=actor, action=RECEIVED, object_id=_OBJECT.format(package_id), version=1,
            inventory_sha512=digest,
        )  # fmt: skip
        append(engine, entry)
    return len(new)


def captured(engine: Engine, package_id: str) -> frozenset[Sha512]:
    """What was entered for a package; empty where it came before such entries, or otherwise."""
    told = entries(engine, _OBJECT.format(package_id))
    return frozenset(entry.inventory_sha512 for entry in told if entry.action == RECEIVED)


def capture_digest(file: DeliveredFile) -> Sha512:
    """How the ledger names one delivered file."""
    return sha512_of_bytes(f"{file.name}\n{file.sha256}\n".encode())
