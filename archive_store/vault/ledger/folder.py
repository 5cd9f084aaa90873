"""The ledger as a folder that an auditor takes away: entries, heads, keys, timestamps, verifier.

The folder appears whole or not at all; what is in the way is refused, never overwritten.
"""

import shutil
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Engine

from archive_store.vault.ledger.entries import LedgerHead
from archive_store.vault.ledger.export import export_ledger
from archive_store.vault.ledger.heads import kept_notes, trusted_keys
from archive_store.vault.ledger.signed_note import read_note
from archive_store.vault.ledger.timestamps import kept_timestamps
from archive_store.vault.objects.durable import move, sync_tree
from records.errors import RefusedError
from records.messages import Language, text

ENTRIES, KEYS, HEADS, README = "entries.jsonl", "keys.txt", "heads", "README.txt"
VERIFIER = "verify_ledger.py"


def export_folder(engine: Engine, folder: Path) -> LedgerHead:
    """Write everything that proves the ledger; the head is that of the entries written.

    Raises:
        RefusedError: F107, there is something under that name.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError("F107", folder)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / HEADS).mkdir(parents=True)
    # Heads first: entries that come meanwhile are in the file then, and no head is ahead of it.
    _write_heads(engine, part / HEADS)
    keys = "".join(f"{key}\n" for key in trusted_keys(engine))
    (part / KEYS).write_text(keys, encoding="utf-8")
    written = export_ledger(engine, part / ENTRIES)
    words = (text("archive_store.ledger_folder", each) for each in Language)
    (part / README).write_text("\n\n".join(words) + "\n", encoding="utf-8")
    (part / VERIFIER).write_bytes(verifier())
    sync_tree(part)
    move(part, folder)
    return written


def verifier() -> bytes:
    """The stand-alone verifier."""
    return files("archive_store.vault.ledger.auditor").joinpath(VERIFIER).read_bytes()


def head_name(number: int, note: str) -> str:
    """The name of a head's file without its ending: its number, and how many entries it covers."""
    head = read_note(note)
    return f"{number:06d}-{head.checkpoint.size if head else 0}"


def _write_heads(engine: Engine, folder: Path) -> None:
    timestamps = kept_timestamps(engine)
    for number, note in kept_notes(engine):
        name = head_name(number, note)
        (folder / f"{name}.head").write_bytes(note.encode())
        if number in timestamps:
            (folder / f"{name}.tsr").write_bytes(timestamps[number].response)
