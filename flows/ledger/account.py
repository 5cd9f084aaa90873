"""What the ledger says of itself: its newest head, everything judged, proofs, the export."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive_store import find
from archive_store.vault.ledger.check import examine_ledger
from archive_store.vault.ledger.entries import LedgerEntry, LedgerHead, entries, head
from archive_store.vault.ledger.folder import export_folder
from archive_store.vault.ledger.heads import (
    check_heads,
    kept_notes,
    newest_head,
    sizes_of,
    trusted_keys,
)
from archive_store.vault.ledger.mending import mend_tree
from archive_store.vault.ledger.proofs import LedgerProof, prove
from archive_store.vault.ledger.signed_note import SignedHead
from archive_store.vault.ledger.timestamps import (
    Timestamp,
    check_timestamps,
    kept_timestamps,
    read_authorities,
)
from flows.archive import Archive
from flows.ledger.places import notes_outside, place_of, put_file, read_head_file
from records.errors import InputError, RefusedError
from records.problem import Problem
from records.report import Progress, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTold:
    """The newest state, and the newest signed head with its number and timestamp, if any."""

    now: LedgerHead
    number: int | None
    signed: SignedHead | None
    timestamp: Timestamp | None
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerVerdict:
    """What judging the whole ledger found; ``clock`` holds what a person should know only."""

    head: LedgerHead
    heads: int
    outside: int
    covered: int
    entries: tuple[LedgerEntry, ...]
    problems: tuple[Problem, ...]
    clock: tuple[Problem, ...]


def tell_head(archive: Archive) -> HeadTold:
    """The newest head; nothing is judged."""
    found = newest_head(archive.engine)
    number, signed = found or (None, None)
    stamps = kept_timestamps(archive.engine)
    return HeadTold(
        now=head(archive.engine),
        number=number,
        signed=signed,
        timestamp=None if number is None else stamps.get(number),
        keys=tuple(str(key) for key in trusted_keys(archive.engine)),
    )


def save_head(archive: Archive, told: HeadTold, file: Path) -> None:
    """Write the newest signed head as it was signed.

    Raises:
        RefusedError: F102, nothing is signed yet; F107, the file is there.
    """
    if told.signed is None:
        raise RefusedError("F102", archive.root)
    put_file(file, told.signed.note.encode())


def verify_ledger(
    archive: Archive, saved: tuple[Path, ...], code: str | None, watch: Callable[[Progress], None]
) -> LedgerVerdict:
    """Read every entry, and hold all heads that can be found against them, those in ``saved`` too.

    Raises:
        InputError: F103, the ledger knows nothing under the code; F106, a file is no head.
        SetupError: F105, no authority of timestamps can be read.
    """
    outside = (*notes_outside(archive), *((str(each), read_head_file(each).note) for each in saved))
    told = entries(archive.engine, object_of(archive, code)) if code else ()

    def progress(done: int, total: int) -> None:
        watch(Progress(stage=Stage.AUDITING, done=done, total=total))

    kept = kept_notes(archive.engine)
    sizes = sizes_of((*((str(number), note) for number, note in kept), *outside))
    examined = examine_ledger(archive.engine, progress, sizes)
    faults = (
        *check_heads(archive.engine, outside, roots=examined.roots),
        *_judge_timestamps(archive, kept),
    )
    newest = newest_head(archive.engine)
    return LedgerVerdict(
        head=examined.head,
        heads=len(kept),
        outside=len(outside),
        covered=newest[1].checkpoint.size if newest else 0,
        entries=told,
        problems=(*examined.faults, *faults),
        clock=examined.clock,
    )


def _judge_timestamps(archive: Archive, kept: tuple[tuple[int, str], ...]) -> tuple[Problem, ...]:
    file = place_of(archive, archive.settings.ledger.tsa_ca)
    return check_timestamps(archive.engine, kept, read_authorities(file)) if file else ()


def mend_ledger_tree(archive: Archive) -> tuple[Problem, ...]:
    """Make the ledger's tree anew from its entries; why it was left as it was, or nothing."""
    return mend_tree(archive.engine, notes_outside(archive))


def prove_code(archive: Archive, code: str | None, since: tuple[Path, ...]) -> LedgerProof:
    """Prove the entries under a code, and growth since saved heads, against the newest signed head.

    Raises:
        InputError: F103, the ledger knows nothing under the code; F106, a file is no head.
        RefusedError: F102, no signed head covers it; F109, the ledger contradicts a head.
    """
    object_id = object_of(archive, code) if code else ""
    least = entries(archive.engine, object_id)[-1].seq + 1 if code else 1
    found = newest_head(archive.engine, least)
    if found is None:
        raise RefusedError("F102", code or archive.root)
    earlier = tuple(read_head_file(each) for each in since)
    notes = (*(("", each.note) for each in earlier), ("", found[1].note))
    faults = check_heads(archive.engine, notes)
    too_late = any(each.checkpoint.size > found[1].checkpoint.size for each in earlier)
    if faults or too_late:
        raise RefusedError("F109", archive.root, faults=len(faults) or 1)
    return prove(archive.engine, found[1], object_id, earlier)


def export_proofs(archive: Archive, folder: Path) -> LedgerHead:
    """Write the whole ledger as a folder that can be verified without us.

    Raises:
        RefusedError: F107, there is something under that name.
    """
    return export_folder(archive.engine, folder)


def object_of(archive: Archive, code: str) -> str:
    """The object that the ledger knows under the code of a dossier, or under its own name.

    Raises:
        InputError: F103, none.
    """
    row = find(archive.engine, code)
    object_id = row.package_id if row else code
    if not entries(archive.engine, object_id):
        raise InputError("F103", code)
    return object_id


def as_file(proof: LedgerProof) -> bytes:
    """A proof as the bytes of its file."""
    return (json.dumps(proof.as_file(), ensure_ascii=False, indent=1) + "\n").encode()
