"""The audit as a workbook: every finding, every package with the age of its reading, every run."""

from collections.abc import Iterable
from datetime import datetime

from archive_store.vault.audit.checked import CheckedPackage
from archive_store.vault.audit.coverage import AgeBand, Forecast
from archive_store.vault.audit.findings import KnownFinding
from archive_store.vault.audit.runs import AuditRun
from flows.auditing.history import AuditHistory
from flows.auditing.words import said_kind, said_remedy, said_witness
from records.dates import VIETNAM
from records.form import Align, Cell, Column, Sheet
from records.messages import text

LEFT, RIGHT, CENTRE = Align.LEFT, Align.RIGHT, Align.CENTRE
FINDING = ((4, LEFT), (8, LEFT), (12, LEFT), (3, CENTRE), (4, LEFT), (4, CENTRE), (4, CENTRE),
           (24, LEFT))  # fmt: skip
PACKAGE = ((4, LEFT), (8, LEFT), (10, LEFT), (2, RIGHT), (3, RIGHT), (4, CENTRE), (3, RIGHT),
           (3, RIGHT))  # fmt: skip
AGE = ((6, LEFT), (4, RIGHT), (4, RIGHT))
RUN = ((2, RIGHT), (4, CENTRE), (4, CENTRE), (3, CENTRE), (3, RIGHT), (3, RIGHT), (4, RIGHT),
       (3, RIGHT), (3, RIGHT), (3, RIGHT), (14, LEFT), (3, CENTRE))  # fmt: skip
"""Of each sheet's columns the width, as a share, and where its cells stand."""


def sheets_of(
    history: AuditHistory, packages: tuple[CheckedPackage, ...], told: Forecast, now: datetime
) -> tuple[Sheet, ...]:
    """The sheets: open findings, findings put right, packages, ages with the forecast, runs."""
    return (
        _sheet("open", FINDING, (_finding(history, each) for each in history.open)),
        _sheet("settled", FINDING, (_finding(history, each) for each in history.settled)),
        _sheet("packages", PACKAGE, (_package(each, now) for each in packages)),
        _sheet("ages", AGE, (*map(_age, told.ages), *_forecast(told))),
        _sheet("runs", RUN, map(_run, history.runs)),
    )


def _sheet(
    name: str, shape: tuple[tuple[int, Align], ...], rows: Iterable[tuple[Cell, ...]]
) -> Sheet:
    titles = text(f"audit.sheet.{name}.columns").split("|")
    return Sheet(
        title=text(f"audit.sheet.{name}"),
        columns=tuple(
            Column(title=title, share=share, align=align)
            for title, (share, align) in zip(titles, shape, strict=True)
        ),
        rows=tuple(rows),
    )


def _finding(history: AuditHistory, known: KnownFinding) -> tuple[Cell, ...]:
    finding = known.finding
    code = history.dossiers.get(finding.package_id)
    return (
        code,
        finding.package_id,
        finding.path,
        said_kind(finding),
        said_witness(finding),
        _here(known.found_at),
        _here(known.settled_at),
        said_remedy(finding, code),
    )


def _package(each: CheckedPackage, now: datetime) -> tuple[Cell, ...]:
    return (
        each.dossier_code,
        each.package_id,
        each.title,
        each.version,
        each.size_bytes,
        _here(each.checked_at),
        (now - each.checked_at).days if each.checked_at else None,
        each.findings,
    )


def _age(band: AgeBand) -> tuple[Cell, ...]:
    told = text("audit.age", days=band.days) if band.days else text("audit.age.older")
    return (told, band.objects, band.size_bytes)


def _forecast(told: Forecast) -> tuple[tuple[Cell, ...], ...]:
    facts: tuple[tuple[str, Cell], ...] = (
        ("never", told.never_audited),
        ("overdue", told.overdue),
        ("speed", round(told.bytes_per_second) if told.bytes_per_second else None),
        ("day", told.day_bytes),
        ("round", told.round_days),
        ("cycle", told.cycle_days),
        ("ends", told.round_ends_on),
    )
    return tuple((text(f"audit.forecast.{name}"), value, None) for name, value in facts)


def _run(run: AuditRun) -> tuple[Cell, ...]:
    ledger = {True: "intact", False: "broken", None: "unknown"}[run.ledger_intact]
    return (
        run.run,
        _here(run.started_at),
        _here(run.ended_at),
        text(f"audit.asked.{run.asked}"),
        run.objects,
        run.files,
        run.size_bytes,
        round(run.seconds, 1),
        run.findings,
        run.ledger_size,
        run.ledger_root,
        text(f"audit.ledger.{ledger}"),
    )


def _here(moment: datetime | None) -> datetime | None:
    return moment.astimezone(VIETNAM) if moment is not None else None
