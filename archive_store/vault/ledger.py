"""The ledger: what was stored, in the order it happened; it only ever grows.

Each entry carries the hash of the one before; the Merkle root over all of them is the head.
"""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import IntegrityError

from archive_store.vault.database import writing
from archive_store.vault.merkle import leaf_hash, tree_root
from archive_store.vault.tables import LEDGER
from records.digest import Sha256, Sha512
from records.errors import TransientError

NO_ENTRY = Sha256("0" * 64)
STORED = "store"
ACCEPTED = "accept"
"""A file of the restricted quarantine was found harmless; the digest is that of the decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One thing that happened to one version of one object; ``seq`` counts from 0."""

    seq: int
    time: str
    actor: str
    action: str
    object_id: str
    version: int
    inventory_sha512: Sha512
    previous: Sha256


FIELDS = frozenset(field.name for field in fields(LedgerEntry))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """What is to be written; the ledger adds the number and the hash of the entry before."""

    time: datetime
    actor: str
    action: str
    object_id: str
    version: int
    inventory_sha512: Sha512


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerHead:
    """How many entries there are, and the Merkle root over them, in hexadecimal digits."""

    size: int
    root: Sha256


def append(engine: Engine, new: NewEntry) -> LedgerEntry:
    """Write one entry at the end; when this returns it is on the disk.

    Raises:
        TransientError: A030, another process wrote at the same moment.
    """
    try:
        with writing(engine) as connection:
            return _append(connection, new)
    except IntegrityError as error:
        raise TransientError("A030", new.object_id) from error


def head(engine: Engine) -> LedgerHead:
    """The newest state of the whole ledger."""
    asked = select(LEDGER.c.payload).order_by(LEDGER.c.seq)
    with engine.connect() as connection:
        payloads = [payload.encode() for payload in connection.scalars(asked)]
    return LedgerHead(size=len(payloads), root=tree_root(payloads))


def entries(engine: Engine, object_id: str | None = None) -> tuple[LedgerEntry, ...]:
    """The entries of one object, or all of them, oldest first."""
    asked = select(LEDGER.c.payload).order_by(LEDGER.c.seq)
    if object_id is not None:
        asked = asked.where(LEDGER.c.object_id == object_id)
    with engine.connect() as connection:
        return tuple(LedgerEntry(**json.loads(told)) for told in connection.scalars(asked))


def stored_packages(engine: Engine) -> tuple[str, ...]:
    """The ids of all packages, in the order they first came."""
    told = (entry.object_id for entry in entries(engine) if entry.action == STORED)
    return tuple(dict.fromkeys(told))


def _append(connection: Connection, new: NewEntry) -> LedgerEntry:
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
    newest = select(LEDGER.c.seq, LEDGER.c.leaf).order_by(LEDGER.c.seq.desc()).limit(1)
    last = connection.execute(newest).first()
    facts = {name: getattr(new, name) for name in FIELDS - {"seq", "previous"}}
    facts["time"] = new.time.isoformat()
    seq, previous = (last.seq + 1, last.leaf) if last else (0, NO_ENTRY)
    entry = LedgerEntry(seq=seq, previous=previous, **facts)
    payload = _canonical(entry)
    kept = {each.name: getattr(entry, each.name) for each in LEDGER.c if each.name in FIELDS}
    leaf = leaf_hash(payload.encode())
    connection.execute(insert(LEDGER).values(**kept, leaf=leaf, payload=payload))
    return entry


def _canonical(entry: LedgerEntry) -> str:
    """The entry's one spelling: JSON with sorted keys, no blanks, letters as they are."""
    return json.dumps(asdict(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
