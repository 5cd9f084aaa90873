"""Makes the ledger's tree anew where what was kept of it is damaged; never touches an entry.

A forger who rewrote the entries leaves a tree that does not fit, too: so nothing is made anew while
the entries contradict each other or any head that can be found.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, delete, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import LEDGER, LEDGER_NODES
from archive_store.vault.ledger.check import examine_ledger
from archive_store.vault.ledger.heads import Known, judge_note, kept_notes, trusted_keys
from archive_store.vault.ledger.signed_note import VerifierKey
from archive_store.vault.ledger.tree import grow, tree_size
from records.problem import Problem

DAMAGED_TREE = "A060"
ROWS = 5000


class _Contradicted(Exception):  # noqa: N818 - it only ends the transaction
    def __init__(self, faults: tuple[Problem, ...]) -> None:
        super().__init__()
        self.faults = faults


def mend_tree(engine: Engine, outside: Iterable[tuple[str, str]] = ()) -> tuple[Problem, ...]:
    """Make the tree anew from the entries; why it was left as it was, or nothing.

    ``outside`` are notes as ``ledger_heads.check_heads`` takes them.
    """
    faults = tuple(fault for fault in examine_ledger(engine).faults if fault.code != DAMAGED_TREE)
    if faults:
        return faults
    kept = ((f"ledger head {number}", note) for number, note in kept_notes(engine))
    keys, notes = trusted_keys(engine), (*kept, *outside)
    try:
        with writing(engine) as connection:
            _grow_anew(connection, keys, notes)
    except _Contradicted as told:
        return told.faults
    return ()


def _grow_anew(
    connection: Connection, keys: tuple[VerifierKey, ...], notes: tuple[tuple[str, str], ...]
) -> None:
    connection.execute(delete(LEDGER_NODES))
    size = tree_size(connection)
    for first in range(0, size, ROWS):
        some = select(LEDGER.c.leaf).where(LEDGER.c.seq >= first).order_by(LEDGER.c.seq)
        grow(connection, first, connection.scalars(some.limit(ROWS)).all())
    known = Known(connection, size, {})
    judged = (judge_note(known, keys, *note) for note in notes)
    faults = tuple(fault for fault in judged if fault is not None)
    if faults:
        # The heads do not bear the tree out: what was written is taken back.
        raise _Contradicted(faults)
