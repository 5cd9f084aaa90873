"""The ledger: what was stored, in the order it happened; it only ever grows.

Each entry carries the hash of the one before; the Merkle root over all of them is the head.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, Engine, bindparam, exists, insert, select, text
from sqlalchemy.exc import IntegrityError

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.merkle import leaf_hash
from archive_store.vault.ledger.tree import edge_of, grow, tree_size
from records.digest import Sha256, Sha512
from records.errors import RefusedError, SetupError, TransientError

NO_ENTRY = Sha256("0" * 64)
STORED = "store"
REPAIRED = "repair"
"""Files of a stored version were put back as they were: same version, same digest."""
REPAIRED_COPY = "repair-copy"
"""As a repair, of a second copy."""
ACCEPTED = "accept"
"""A file of the restricted quarantine was found harmless; the digest is that of the decision."""
CLOCK_CONFIRMED = "clock"
"""A person confirms that a clock that had run ahead is right; the digest is of the last entry."""
HELD, RELEASED = "hold", "release"
"""A hold was placed on dossiers, or released; the digest is that of all it says."""
SCHEDULED = "schedule"
"""A table of periods was taken into use; the digest is that of the note beside it."""
DESTROYED = "destroy"
"""An object was lawfully destroyed: nothing of it may be anywhere, nor come again. The version is
its last one, the digest that of what is kept in its place."""
_LATER = LEDGER.alias("later")
KEPT = (LEDGER.c.action == STORED) & ~(
    exists().where(_LATER.c.object_id == LEDGER.c.object_id, _LATER.c.action == DESTROYED)
)
"""The condition of an entry that tells of a version, of an object that was not destroyed since."""


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


# Statements are made once: making them anew costs more than what they do.
_NEWEST = select(LEDGER.c.seq, LEDGER.c.leaf).order_by(LEDGER.c.seq.desc()).limit(1)
_ALL = select(LEDGER.c.seq, LEDGER.c.payload).order_by(LEDGER.c.seq)
_OF_OBJECT = _ALL.where(LEDGER.c.object_id == bindparam("object_id"))
_DESTROYED = select(LEDGER.c.seq).where(
    LEDGER.c.object_id == bindparam("object_id"), LEDGER.c.action == DESTROYED
)
_KEEP = insert(LEDGER)
FIELDS = frozenset(field.name for field in fields(LedgerEntry))
_COLUMNS = FIELDS & frozenset(LEDGER.c.keys())


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
            return append_in(connection, (new,))[0]
    except IntegrityError as error:
        raise TransientError("A030", new.object_id) from error


def head(engine: Engine) -> LedgerHead:
    """The newest state of the whole ledger, from what its tree keeps; no entry is read."""
    with engine.connect() as connection:
        edge = edge_of(connection, tree_size(connection))
    return LedgerHead(size=edge.size, root=edge.root)


def entries(engine: Engine, object_id: str | None = None) -> tuple[LedgerEntry, ...]:
    """The entries of one object, or all of them, oldest first.

    Raises:
        SetupError: A143, one of them is damaged.
    """
    asked = _ALL if object_id is None else _OF_OBJECT
    with engine.connect() as connection:
        rows = connection.execute(asked, {} if object_id is None else {"object_id": object_id})
        return tuple(read_payload(seq, payload) for seq, payload in rows)


def read_payload(seq: int, payload: str) -> LedgerEntry:
    """The entry that a row of the table spells.

    Raises:
        SetupError: A143, it spells none.
    """
    try:
        return LedgerEntry(**json.loads(payload))
    except (ValueError, TypeError) as error:
        raise SetupError("A143", "ledger", seq=seq) from error


def stored_entries(engine: Engine, object_id: str) -> tuple[LedgerEntry, ...]:
    """The entries that tell of an object's versions, oldest first; not those of its repairs.

    An object that was destroyed has no version any more.
    """
    told = entries(engine, object_id)
    if any(each.action == DESTROYED for each in told):
        return ()
    return tuple(each for each in told if each.action == STORED)


def repairs_of(engine: Engine, object_id: str) -> tuple[LedgerEntry, ...]:
    """The entries that tell of an object's repairs, oldest first."""
    return tuple(
        each for each in entries(engine, object_id) if each.action in {REPAIRED, REPAIRED_COPY}
    )


def stored_packages(engine: Engine) -> tuple[str, ...]:
    """The ids of all packages that are kept, in the order they first came."""
    asked = select(LEDGER.c.object_id).where(KEPT).order_by(LEDGER.c.seq)
    with engine.connect() as connection:
        return tuple(dict.fromkeys(connection.scalars(asked)))


def append_in(connection: Connection, news: Sequence[NewEntry]) -> tuple[LedgerEntry, ...]:
    """As ``append`` for several entries, within a transaction that is under way.

    Raises:
        RefusedError: A150, a version of an object that was destroyed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
    last = connection.execute(_NEWEST).first()
    seq, previous = (last.seq + 1, Sha256(last.leaf)) if last else (0, NO_ENTRY)
    following: list[LedgerEntry] = []
    for number, new in enumerate(news, seq):
        # A version may have been put together while its object was destroyed.
        is_named = {"object_id": new.object_id}
        if new.action == STORED and connection.execute(_DESTROYED, is_named).first():
            raise RefusedError("A150", new.object_id)
        if following:
            previous = Sha256(leaf_hash(canonical(following[-1]).encode()))
        facts = {name: getattr(new, name) for name in FIELDS - {"seq", "previous"}}
        facts["time"] = new.time.isoformat()
        following.append(LedgerEntry(seq=number, previous=previous, **facts))
    write_entries(connection, following)
    return tuple(following)


def write_entries(connection: Connection, following: Sequence[LedgerEntry]) -> None:
    """Put entries after the last one; the caller has numbered them, and may write alone."""
    rows = []
    for entry in following:
        kept = {name: getattr(entry, name) for name in _COLUMNS}
        payload = canonical(entry)
        rows.append({**kept, "leaf": leaf_hash(payload.encode()), "payload": payload})
    connection.execute(_KEEP, rows)
    grow(connection, following[0].seq, [row["leaf"] for row in rows])


def canonical(entry: LedgerEntry) -> str:
    """The entry's one spelling: JSON with sorted keys, no blanks, letters as they are."""
    return json.dumps(asdict(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
