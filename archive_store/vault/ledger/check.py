"""Judges the ledger: numbers without gaps, an unbroken chain, entries that say what they said.

Computes the tree anew from the entries, and compares it with what is kept of it. What others saw
of the ledger, its signed heads, is judged by ``ledger_heads``.
"""

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, select

from archive_store.vault.database.tables import LEDGER, LEDGER_NODES
from archive_store.vault.ledger.entries import CLOCK_CONFIRMED, NO_ENTRY, LedgerHead
from archive_store.vault.ledger.merkle import Edge, leaf_hash
from records.digest import Sha256
from records.problem import Problem, problem

COLUMNS = ("seq", "object_id", "version", "inventory_sha512", "action", "previous")
"""What the payload says too, in the order in which the rows are asked for."""
ROWS = 2000
IN_ORDER = (
    select(*(LEDGER.c[name] for name in COLUMNS), LEDGER.c.leaf, LEDGER.c.payload)
    .add_columns(LEDGER_NODES.c.hash)
    .outerjoin(LEDGER_NODES, LEDGER.c.seq == LEDGER_NODES.c.seq)
    .order_by(LEDGER.c.seq)
)
CLOCK_SLACK = timedelta(hours=1)
"""An entry has the time at which the work on its package began, which another may overtake."""
LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerExamination:
    """The head as the entries give it, every fault, and where the clock was set back.

    ``latest`` is the latest time of an entry; ``roots`` has the roots at the sizes asked for.
    """

    head: LedgerHead
    latest: datetime
    faults: tuple[Problem, ...]
    clock: tuple[Problem, ...]
    roots: Mapping[int, Sha256]


@dataclass(slots=True)
class _Reading:
    edge: Edge = field(default_factory=Edge)
    previous: str = NO_ENTRY
    latest: datetime = LONG_AGO
    behind: bool = False
    misfit: int | None = None
    faults: list[Problem] = field(default_factory=list)
    clock: list[Problem] = field(default_factory=list)


def verify(engine: Engine) -> tuple[Problem, ...]:
    """Every fault of the ledger, in its order; none means intact."""
    return examine_ledger(engine).faults


def examine_ledger(
    engine: Engine,
    progress: Callable[[int, int], None] | None = None,
    sizes: Collection[int] = (),
) -> LedgerExamination:
    """Read every entry once; ``progress`` is told how many of how many were read.

    ``sizes`` are those of heads that are to be held against the entries themselves.
    Nothing behind a gap is judged: no number there can be trusted.
    """
    reading = _Reading()
    roots = {0: reading.edge.root}
    with engine.connect() as connection, ExitStack() as stack:
        total = connection.scalar(select(func.count()).select_from(LEDGER)) or 0
        kept = connection.scalar(select(func.max(LEDGER_NODES.c.seq)))
        told = connection.execution_options(yield_per=ROWS).execute(IN_ORDER)
        rows = stack.enter_context(closing(told))
        for row in rows:
            if row.seq != reading.edge.size:
                gap = problem("A040", "ledger", expected=reading.edge.size, found=row.seq)
                reading.faults.append(gap)
                break
            _judge(reading, row)
            if reading.edge.size in sizes:
                roots[reading.edge.size] = reading.edge.root
            if progress is not None and reading.edge.size % ROWS == 0:
                progress(reading.edge.size, total)
    _judge_tree(reading, kept)
    return LedgerExamination(
        head=LedgerHead(size=reading.edge.size, root=reading.edge.root),
        latest=reading.latest,
        faults=tuple(reading.faults),
        clock=tuple(reading.clock),
        roots=roots,
    )


def _judge(reading: _Reading, row: Any) -> None:
    *columns, kept_leaf, payload, node = row
    seq, previous, told = columns[0], columns[-1], _parsed(payload)
    time = _moment(told.get("time"))
    if time is None or [told.get(name) for name in COLUMNS] != columns:
        reading.faults.append(problem("A042", "ledger", seq=seq))
    leaf = leaf_hash(payload.encode())
    if previous != reading.previous or kept_leaf != leaf:
        reading.faults.append(problem("A041", "ledger", seq=seq))
    reading.previous = leaf
    subtree = reading.edge.push(bytes.fromhex(leaf))
    if reading.misfit is None and node != (subtree.hex() if seq % 2 else None):
        reading.misfit = seq
    if time is not None and told.get("action") == CLOCK_CONFIRMED:
        reading.behind, reading.latest = False, time
    elif time is not None:
        _judge_time(reading, time, seq)


def _judge_tree(reading: _Reading, kept: int | None) -> None:
    if kept is not None and kept >= reading.edge.size and reading.misfit is None:
        reading.misfit = reading.edge.size
    # A changed entry spoils larger subtrees too; where the chain tells, the tree adds nothing.
    if reading.misfit is not None and not reading.faults:
        reading.faults.append(problem("A060", "ledger", seq=reading.misfit))


def _parsed(payload: str) -> dict[str, Any]:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _moment(told: Any) -> datetime | None:
    try:
        time = datetime.fromisoformat(told)
    except (TypeError, ValueError):
        return None
    return None if time.tzinfo is None else time


def _judge_time(reading: _Reading, time: datetime, seq: int) -> None:
    back = reading.latest - time
    behind = back > CLOCK_SLACK
    if behind and not reading.behind:
        hours = round(back / timedelta(hours=1), 1)
        reading.clock.append(problem("A064", "ledger", seq=seq, hours=hours))
    reading.behind, reading.latest = behind, max(time, reading.latest)
