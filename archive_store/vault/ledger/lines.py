"""Reads one entry of the ledger back from its line; what is not in its one spelling is none.

Nothing is compared with other entries here.
"""

import json
import re
from dataclasses import fields
from datetime import datetime

from archive_store.vault.ledger.entries import LedgerEntry, canonical

KINDS = {field.name: int if field.type is int else str for field in fields(LedgerEntry)}
LARGEST, LONGEST_ID, LONGEST_ACTION = 2**31 - 1, 255, 64
"""What the columns of the ledger hold in every database."""
_DIGESTS = re.compile(r"[0-9a-f]{128} [0-9a-f]{64}")


def read_entry(payload: bytes) -> LedgerEntry | None:
    """The entry that ``payload`` spells, or ``None``."""
    try:
        told = json.loads(payload)
        if _kinds(told) != KINDS:
            return None
        entry = LedgerEntry(**told)
        # Lone surrogates are JSON, and no text.
        spelt = canonical(entry).encode()
    except (ValueError, RecursionError):
        return None
    return entry if spelt == payload and _is_sound(entry) else None


def _kinds(told: object) -> dict[str, type]:
    return {name: type(value) for name, value in told.items()} if isinstance(told, dict) else {}


def _is_sound(entry: LedgerEntry) -> bool:
    return (
        0 <= entry.seq <= LARGEST
        and 0 <= entry.version <= LARGEST
        and len(entry.object_id) <= LONGEST_ID
        and len(entry.action) <= LONGEST_ACTION
        and _DIGESTS.fullmatch(f"{entry.inventory_sha512} {entry.previous}") is not None
        and is_moment(entry.time)
    )


def is_moment(told: str) -> bool:
    """Whether ``told`` is a point in time with its zone (ISO 8601)."""
    try:
        return datetime.fromisoformat(told).tzinfo is not None
    except ValueError:
        return False
