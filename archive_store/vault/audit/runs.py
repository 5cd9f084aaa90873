"""The account of audits: when each ran, what it read, and when each package was last read.

Written while an audit runs, so that one that is killed leaves what it did. Judges nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from archive_store.vault.audit.findings import accused_among, remember
from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import AUDIT_RUNS, CHECKS
from archive_store.vault.ledger.entries import LedgerHead
from archive_store.vault.objects.examine import Examination
from records.errors import TransientError


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRun:
    """One audit; ``ended_at`` is ``None`` while it runs, and for ever where it was killed.

    ``asked`` is ``round`` (least recently read first), ``all`` or ``named``. ``seconds`` is how
    long it read; ``findings`` counts what was wrong in the scope of this run.
    """

    run: int
    started_at: datetime
    ended_at: datetime | None
    asked: str
    objects: int
    files: int
    size_bytes: int
    seconds: float
    findings: int
    ledger_size: int | None
    ledger_root: str | None
    ledger_intact: bool | None


def begin_run(engine: Engine, asked: str, now: datetime) -> int:
    """Open a run; its number is higher than that of every run before.

    Raises:
        TransientError: A030, another audit began at the same moment.
    """
    try:
        with writing(engine) as connection:
            return _begin(connection, asked, now)
    except IntegrityError as error:
        raise TransientError("A030", "audit") from error


def looked_to(engine: Engine) -> str:
    """The package after which the next look over all packages goes on; empty at the beginning."""
    asked = select(AUDIT_RUNS.c.looked_to).order_by(AUDIT_RUNS.c.run.desc()).limit(1)
    with engine.connect() as connection:
        return connection.scalar(asked) or ""


def note_look(engine: Engine, run: int, to: str) -> None:
    """Note how far a run has looked over the packages without reading them."""
    with writing(engine) as connection:
        connection.execute(update(AUDIT_RUNS).where(AUDIT_RUNS.c.run == run).values(looked_to=to))


def note_checks(
    engine: Engine, run: int, done: Sequence[Examination], seconds: float, now: datetime
) -> None:
    """Note packages that were read and what was found, and how long the run has read so far."""
    columns = AUDIT_RUNS.c
    more = {
        "objects": columns.objects + len(done),
        "files": columns.files + sum(each.files for each in done),
        "size_bytes": columns.size_bytes + sum(each.size_bytes for each in done),
        "seconds": seconds,
    }
    with writing(engine) as connection:
        if done:
            _note_each(connection, run, done, now)
        connection.execute(update(AUDIT_RUNS).where(columns.run == run).values(**more))


def end_run(
    engine: Engine, run: int, findings: int, ledger: tuple[LedgerHead, bool], now: datetime
) -> None:
    """Close a run with the number of its findings and what the ledger was."""
    head, intact = ledger
    told = {"ledger_size": head.size, "ledger_root": head.root, "ledger_intact": intact}
    closed = {"ended_at": iso(now), "findings": findings, **told}
    with writing(engine) as connection:
        connection.execute(update(AUDIT_RUNS).where(AUDIT_RUNS.c.run == run).values(**closed))


def list_runs(engine: Engine, limit: int | None = None) -> tuple[AuditRun, ...]:
    """The runs, newest first."""
    asked = select(AUDIT_RUNS).order_by(AUDIT_RUNS.c.run.desc()).limit(limit)
    with engine.connect() as connection:
        rows = connection.execute(asked).mappings().all()
    return tuple(
        AuditRun(
            **{name: row[name] for name in AuditRun.__slots__ if not name.endswith("_at")},
            started_at=datetime.fromisoformat(row["started_at"]),
            ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
        )
        for row in rows
    )


def spent_since(engine: Engine, moment: datetime) -> tuple[int, float]:
    """Bytes and seconds that runs begun at or after ``moment`` have read, killed ones too."""
    columns = AUDIT_RUNS.c
    asked = select(func.sum(columns.size_bytes), func.sum(columns.seconds))
    with engine.connect() as connection:
        size, seconds = connection.execute(asked.where(columns.started_at >= iso(moment))).one()
    return int(size or 0), float(seconds or 0.0)


def iso(moment: datetime) -> str:
    """The moment in UTC, so that the database orders what it compares."""
    return moment.astimezone(UTC).isoformat()


def _begin(connection: Connection, asked: str, now: datetime) -> int:
    # Checks of a run whose own row was lost must not look like later ones.
    highest = (select(func.max(column)) for column in (AUDIT_RUNS.c.run, CHECKS.c.run))
    run = max(connection.scalar(asked) or 0 for asked in highest) + 1
    before = select(AUDIT_RUNS.c.looked_to).order_by(AUDIT_RUNS.c.run.desc()).limit(1)
    empty = dict.fromkeys(("objects", "files", "size_bytes", "seconds", "findings"), 0)
    row = {"run": run, "started_at": iso(now), "asked": asked, **empty}
    looked = connection.scalar(before) or ""
    connection.execute(insert(AUDIT_RUNS).values(**row, looked_to=looked))
    return run


def _note_each(
    connection: Connection, run: int, done: Sequence[Examination], now: datetime
) -> None:
    named = [each.package_id for each in done]
    connection.execute(delete(CHECKS).where(CHECKS.c.package_id.in_(named)))
    rows = [
        {
            "package_id": each.package_id, "checked_at": iso(now), "run": run,
            "damaged": len(each.findings), "size_bytes": each.size_bytes,
        }
        for each in done
    ]  # fmt: skip
    connection.execute(insert(CHECKS), rows)
    accused = accused_among(connection, named)
    for each in done:
        if each.findings or each.package_id in accused:
            remember(connection, run, each.package_id, each.findings, now)
