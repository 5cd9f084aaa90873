"""Malicious edits by someone who can write everywhere and knows every checksum."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import (
    CATALOGUE,
    INTENT,
    LEDGER,
    LEDGER_HEADS,
    LEDGER_KEYS,
    LEDGER_NODES,
)
from archive_store.vault.ledger.entries import (
    NO_ENTRY,
    LedgerEntry,
    canonical,
    entries,
    head,
    write_entries,
)
from archive_store.vault.ledger.head_keys import make_key, read_key, sign_head
from archive_store.vault.ledger.heads import keep_head, trust_key
from archive_store.vault.ledger.merkle import leaf_hash
from archive_store.vault.ledger.signed_note import Checkpoint, origin_of
from archive_store.vault.objects.inventory import INVENTORY, SIDECAR, sha512_of_bytes, sidecar
from bench.faulty.judging import reopened
from bench.faulty.small import Case
from bench.faulty.tally import Row
from bench.faulty.witnesses import COPY, SAVED_HEAD, VERIFIER, found_by, is_named, keep
from flows.archive import Archive
from records.digest import sha256_of_bytes

TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
VICTIMS = 3
Attack = Callable[[Archive, Case, str], str | None]
"""Does harm to an object; gives what has to be named where that is not the object's own id."""


def forge(case: Case) -> Iterator[Row]:
    """Each forgery has to be found, and its object named, by what its forger could not reach."""
    for name, attack, witnesses in ATTACKS:
        row = Row(fault=f"forged: {name}", named=0)
        for number in range(VICTIMS):
            archive = reopened(case.fresh())
            kept = keep(archive, case.folder / "kept")
            victim = sorted(archive.vault.list_packages())[number]
            named = attack(archive, case, victim) or victim
            archive.engine.dispose()
            caught = {who: told for who, told in found_by(case, kept).items() if told}
            is_found = set(witnesses) <= caught.keys()
            row.count(() if is_found else (f"{named}: {caught}",), named=is_named(named, caught))
            row.notes.append(f"found by {', '.join(caught)}")
        row.notes = list(dict.fromkeys(row.notes))
        yield row


def _payloads(archive: Archive) -> list[bytes]:
    with archive.engine.connect() as connection:
        told = connection.scalars(select(LEDGER.c.payload).order_by(LEDGER.c.seq))
        return [payload.encode() for payload in told]


def _edit_store(archive: Archive, victim: str) -> None:
    """Change a scan, and every digest in the package and of the object that tells of it."""
    home = archive.vault.place.object(victim)
    scan = next(iter(sorted(home.glob("v1/content/*/representations/master/data/*"))))
    content = bytearray(scan.read_bytes())
    content[-1] ^= 1
    _rewrite(home, scan, bytes(content))


def _rewrite(home: Path, file: Path, content: bytes) -> None:
    """Write ``content`` into ``file``, and have all that names its digest name the new one."""
    changed = {file: content}
    swaps: dict[bytes, bytes] = {}
    while changed:
        path, told = changed.popitem()
        for digest in (sha256_of_bytes, sha512_of_bytes):
            swaps[digest(path.read_bytes()).encode()] = digest(told).encode()
        path.write_bytes(told)
        for other in sorted(home.rglob("*.xml")):
            was = other.read_bytes()
            now = was
            for old, new in swaps.items():
                now = now.replace(old, new)
            if now != was:
                changed[other] = now
    inventory = json.loads((home / INVENTORY).read_bytes())
    text = json.dumps(inventory, indent=1).encode()
    for old, new in swaps.items():
        text = text.replace(old, new)
    for folder in (home, home / inventory["head"]):
        (folder / INVENTORY).write_bytes(text)
        (folder / SIDECAR).write_bytes(sidecar(text))


def _rewrite_ledger(
    archive: Archive, victim: str, change: Callable[[dict[str, object]], bool]
) -> None:
    """Write the ledger again, chain and tree too; entries that ``change`` refuses are left out."""
    kept = [json.loads(payload) for payload in _payloads(archive)]
    kept = [each for each in kept if each["object_id"] != victim or change(each)]
    forged, previous = [], NO_ENTRY
    for seq, told in enumerate(kept):
        forged.append(LedgerEntry(**told | {"seq": seq, "previous": previous}))
        previous = leaf_hash(canonical(forged[-1]).encode())
    with _unguarded(archive) as connection:
        connection.execute(delete(LEDGER))
        connection.execute(delete(LEDGER_NODES))
        write_entries(connection, forged)


@contextmanager
def _unguarded(archive: Archive) -> Iterator[Connection]:
    """Write without the guards of the tables, which are put back as they were."""
    with writing(archive.engine) as connection:
        guards = connection.exec_driver_sql(TRIGGERS).all()
        for guard in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {guard.name}")
        yield connection
        for guard in guards:
            connection.exec_driver_sql(guard.sql)


def edit(archive: Archive, _: Case, victim: str) -> None:
    """Change a scan, and every digest in the store that tells of it."""
    _edit_store(archive, victim)


def edit_with_ledger(archive: Archive, _: Case, victim: str) -> None:
    """As ``edit``, and the ledger from there on."""
    _edit_store(archive, victim)
    digest = sha512_of_bytes((archive.vault.place.object(victim) / INVENTORY).read_bytes())

    def change(entry: dict[str, object]) -> bool:
        entry["inventory_sha512"] = digest
        return True

    _rewrite_ledger(archive, victim, change)


def remove(archive: Archive, _: Case, victim: str) -> None:
    """Remove an object."""
    shutil.rmtree(archive.vault.place.object(victim))


def remove_with_ledger(archive: Archive, case: Case, victim: str) -> None:
    """As ``remove``, out of ledger, notes and catalogue too."""
    remove(archive, case, victim)
    _rewrite_ledger(archive, victim, lambda _: False)
    with writing(archive.engine) as connection:
        for table in (CATALOGUE, INTENT):
            connection.execute(delete(table).where(table.c.package_id == victim))


def cut_tail(archive: Archive, _: Case, victim: str) -> None:
    """The last entries of the ledger go, from the victim's on."""
    first = next(each.seq for each in entries(archive.engine) if each.object_id == victim)
    with _unguarded(archive) as connection:
        connection.execute(delete(LEDGER).where(LEDGER.c.seq >= first))
        connection.execute(delete(LEDGER_NODES).where(LEDGER_NODES.c.seq >= first))


def edit_inventory(archive: Archive, _: Case, victim: str) -> None:
    """Change when it is told to have been stored, in inventory and sidecar only."""
    home = archive.vault.place.object(victim)
    inventory = json.loads((home / INVENTORY).read_bytes())
    inventory["versions"]["v1"]["created"] = "2019-01-01T00:00:00+00:00"
    text = json.dumps(inventory, indent=1).encode()
    for folder in (home, home / "v1"):
        (folder / INVENTORY).write_bytes(text)
        (folder / SIDECAR).write_bytes(sidecar(text))


def drop_entry(archive: Archive, _: Case, victim: str) -> str:
    """One row of the ledger goes; the chain is left as it is."""
    seq = next(each.seq for each in entries(archive.engine, victim))
    with _unguarded(archive) as connection:
        connection.execute(delete(LEDGER).where(LEDGER.c.seq == seq))
    return "ledger"


def drop_entry_and_mend(archive: Archive, _: Case, victim: str) -> None:
    """As ``drop_entry``, with chain and tree made to fit."""
    _rewrite_ledger(archive, victim, lambda _: False)


def forge_heads(archive: Archive, case: Case, victim: str) -> None:
    """As ``edit_with_ledger``, and a head over it, signed with a key that the database trusts."""
    edit_with_ledger(archive, case, victim)
    file, origin = case.folder / "forged.pem", origin_of(archive.settings.institution.code)
    file.unlink(missing_ok=True)
    make_key(file, origin)
    private, key = read_key(file, origin)
    now, told = datetime.now(UTC), head(archive.engine)
    with _unguarded(archive) as connection:
        connection.execute(delete(LEDGER_HEADS))
        connection.execute(delete(LEDGER_KEYS))
    trust_key(archive.engine, key, now)
    checkpoint = Checkpoint(origin=origin, size=told.size, root=told.root, time=now)
    keep_head(archive.engine, sign_head(checkpoint, private, key))


def swap_masters(archive: Archive, _: Case, victim: str) -> None:
    """Two dossiers' scans change places, with both packages made to fit; not so the ledger."""
    other = next(each for each in sorted(archive.vault.list_packages()) if each != victim)
    homes = [archive.vault.place.object(each) for each in (victim, other)]
    scans = [
        next(iter(sorted(home.glob("v1/content/*/representations/master/data/*"))))
        for home in homes
    ]
    contents = [scan.read_bytes() for scan in scans]
    for home, scan, content in zip(homes, scans, reversed(contents), strict=True):
        _rewrite(home, scan, content)


def swap_with_ledger(archive: Archive, case: Case, victim: str) -> None:
    """As ``swap_masters``, and the ledger from there on."""
    swap_masters(archive, case, victim)
    for each in archive.vault.list_packages():
        digest = sha512_of_bytes((archive.vault.place.object(each) / INVENTORY).read_bytes())

        def change(entry: dict[str, object], digest: str = digest) -> bool:
            entry["inventory_sha512"] = digest
            return True

        _rewrite_ledger(archive, each, change)


def plant(archive: Archive, _: Case, victim: str) -> str:
    """A whole object under another id, sound in itself."""
    home, planted = (
        archive.vault.place.object(victim),
        f"{victim[:-1]}{'1' if victim[-1] == '0' else '0'}",
    )
    target = archive.vault.place.object(planted)
    shutil.copytree(home, target)
    text = (target / INVENTORY).read_bytes().replace(victim.encode(), planted.encode())
    for folder in (target, target / "v1"):
        (folder / INVENTORY).write_bytes(text)
        (folder / SIDECAR).write_bytes(sidecar(text))
    return target.name


_OUTSIDE = (SAVED_HEAD, VERIFIER, COPY)
ATTACKS: tuple[tuple[str, Attack, tuple[str, ...]], ...] = (
    ("scan, and every digest in the store", edit, ("audit", VERIFIER)),
    ("inventory with its sidecar", edit_inventory, ("audit", VERIFIER)),
    ("scan, store, and the ledger with its chain", edit_with_ledger, _OUTSIDE),
    ("the same, and heads and keys in the database", forge_heads, _OUTSIDE),
    ("an object is gone", remove, ("audit", VERIFIER)),
    ("the same, out of ledger and catalogue too", remove_with_ledger, _OUTSIDE),
    ("a row of the ledger is gone", drop_entry, ("audit", *_OUTSIDE)),
    ("the same, and the chain is mended", drop_entry_and_mend, ("audit", *_OUTSIDE)),
    ("the ledger's tail is gone", cut_tail, ("audit", *_OUTSIDE)),
    ("two dossiers' scans change places", swap_masters, ("audit", VERIFIER)),
    ("the same, and the ledger with its chain", swap_with_ledger, _OUTSIDE),
    ("an object is planted", plant, ("audit", VERIFIER)),
)
