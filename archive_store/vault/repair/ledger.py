"""Puts a damaged ledger together again from copies, or refuses where that would choose a history.

A copy's entries are taken only where they fit everything that still speaks: each other, every
saved head, and all that is sound in the ledger itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError

from archive_store.vault.copies.ledger import ledger_lines
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.database.tables import LEDGER
from archive_store.vault.ledger.check import verify
from archive_store.vault.ledger.entries import NO_ENTRY, LedgerHead
from archive_store.vault.ledger.lines import read_entry
from archive_store.vault.ledger.merkle import leaf_hash, tree_root
from records.errors import RefusedError, SetupError


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPlan:
    """The whole ledger as it is to be: ``lines`` from the copies, and what only we still have."""

    lines: tuple[bytes, ...]
    source: str
    restored: int
    kept: int


def plan_ledger(
    engine: Engine,
    copies: Sequence[Copy],
    heads: Iterable[LedgerHead],
    *,
    is_file_damaged: bool = False,
) -> LedgerPlan | None:
    """How the ledger can be made whole; ``None`` where nothing is wrong with it.

    A whole ledger in a database whose file is damaged elsewhere is kept as it is.

    Raises:
        RefusedError: A089, it cannot be told from what is left which history is the true one.
        InputError: A088, a copy's segments are damaged.
        OSError: a copy cannot be reached.
    """
    told = {copy.name: tuple(ledger_lines(copy)) for copy in copies}
    source = max(told, key=lambda name: len(told[name]), default="")
    lines = told.get(source, ())
    for name, others in told.items():
        if others != lines[: len(others)]:
            raise RefusedError("A089", name, reason=f"{name} ≠ {source}")
    ours, is_intact = _ours(engine)
    heads = tuple(heads)
    if is_intact and ours[: len(lines)] == lines and not _against(ours, heads):
        kept = LedgerPlan(lines=ours, source=source, restored=0, kept=len(ours) - len(lines))
        return kept if is_file_damaged else None
    whole = _joined(lines, ours, is_sound=is_intact)
    if is_intact and len(ours) > 0 and not _is_beginning(ours, whole) and not _against(ours, heads):
        # Two whole histories, and no head that tells them apart: a person has to.
        raise RefusedError("A089", source, reason="SHA-256")
    refuted = _against(whole, heads)
    if refuted or not _is_chain(whole) or len(whole) < len(ours):
        reason = (
            f"{refuted[0].size} {refuted[0].root}" if refuted else f"{len(whole)} < {len(ours)}"
        )
        raise RefusedError("A089", source or "ledger", reason=reason)
    changed = sum(line not in set(ours) for line in whole)
    return LedgerPlan(lines=whole, source=source, restored=changed, kept=len(whole) - len(lines))


def _ours(engine: Engine) -> tuple[tuple[bytes, ...], bool]:
    try:
        with engine.connect() as connection:
            rows = connection.scalars(select(LEDGER.c.payload).order_by(LEDGER.c.seq))
            payloads = tuple(str(payload).encode() for payload in rows)
        return payloads, not verify(engine)
    except (DatabaseError, SetupError):
        # What of it could be read cannot be trusted to be in its place.
        return (), False


def _joined(
    lines: tuple[bytes, ...], ours: tuple[bytes, ...], *, is_sound: bool
) -> tuple[bytes, ...]:
    """The copies' entries with those of ours that follow them."""
    tail = ours[len(lines) :]
    joined = lines + tail
    return joined if _is_chain(joined) or is_sound else lines


def _is_chain(lines: tuple[bytes, ...]) -> bool:
    previous = NO_ENTRY
    for seq, line in enumerate(lines):
        entry = read_entry(line)
        if entry is None or (entry.seq, entry.previous) != (seq, previous):
            return False
        previous = leaf_hash(line)
    return True


def _is_beginning(ours: tuple[bytes, ...], whole: tuple[bytes, ...]) -> bool:
    return whole[: len(ours)] == ours


def _against(lines: tuple[bytes, ...], heads: Iterable[LedgerHead]) -> tuple[LedgerHead, ...]:
    """The heads that these entries do not bear out."""
    return tuple(
        head
        for head in heads
        if head.size > len(lines) or tree_root(lines[: head.size]) != head.root
    )
