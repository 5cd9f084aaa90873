"""The figures of an audit's minutes: what was read, and what is damaged, as tables."""

from dataclasses import dataclass
from datetime import datetime

from archive_store.vault.audit.coverage import Forecast
from archive_store.vault.audit.findings import KnownFinding
from archive_store.vault.audit.runs import AuditRun
from flows.auditing.words import said_bytes, said_kind, said_moment, said_remedy, said_witness
from records.form import Align, Column, Heading, Paragraph, Style, Table
from records.messages import text

MOST_ROWS = 200
"""More damage than this stands in the workbook only; a person signs pages, not a database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesFacts:
    """Everything that minutes tell.

    ``head`` is what the settings say of the issuer; ``open`` are findings that are not put right.
    """

    heading: Heading
    bases: tuple[str, ...]
    now: datetime
    run: AuditRun | None
    open: tuple[KnownFinding, ...]
    dossiers: dict[str, str]
    forecast: Forecast


def results_of(facts: MinutesFacts) -> tuple[Paragraph | Table, ...]:
    """What was read, and what the ledger was."""
    run, told = facts.run, facts.forecast
    hurt = {known.finding.package_id for known in facts.open} - {""}
    figures = (
        ("packages", str(run.objects if run else 0)),
        ("files", str(run.files if run else 0)),
        ("bytes", said_bytes(run.size_bytes if run else 0)),
        ("stored", str(told.objects)),
        ("stored_bytes", said_bytes(told.size_bytes)),
        ("hurt", str(len(hurt))),
        ("findings", str(len(facts.open))),
        ("overdue", str(told.overdue)),
    )
    columns = (
        Column(title=say("figures.what"), share=3),
        Column(title=say("figures.how_many"), share=1, align=Align.RIGHT),
    )
    rows = tuple((say(f"figures.{name}", cycle=told.cycle_days), value) for name, value in figures)
    return (heading("results.title"), Table(columns=columns, rows=rows), *_ledger(run))


def _ledger(run: AuditRun | None) -> tuple[Paragraph, ...]:
    if run is None or run.ledger_root is None:
        return (Paragraph(text=say("ledger.unknown")),)
    state = say("ledger.intact" if run.ledger_intact else "ledger.broken")
    facts = {"size": run.ledger_size, "root": run.ledger_root, "state": state}
    return (Paragraph(text=say("ledger", **facts), style=Style.FIELD),)


def damage_of(facts: MinutesFacts) -> tuple[Paragraph | Table, ...]:
    """What is not put right, with what to do."""
    if not facts.open:
        return (heading("damage.title"), Paragraph(text=say("damage.none")))
    shares = (2, 6, 8, 5, 5, 8)
    titles = say("damage.columns").split("|")
    columns = tuple(Column(title=t, share=s) for t, s in zip(titles, shares, strict=True))
    shown = facts.open[:MOST_ROWS]
    table = Table(columns=columns, rows=tuple(_row(n, facts, k) for n, k in enumerate(shown, 1)))
    left = len(facts.open) - len(shown)
    more = (Paragraph(text=say("damage.more", count=left)),) if left else ()
    return (heading("damage.title"), table, *more)


def _row(number: int, facts: MinutesFacts, known: KnownFinding) -> tuple[str, ...]:
    finding = known.finding
    code = facts.dossiers.get(finding.package_id)
    return (
        str(number),
        code or finding.package_id or "–",
        finding.path,
        f"{said_kind(finding)} ({said_witness(finding)})",
        said_moment(known.found_at),
        said_remedy(finding, code),
    )


def heading(key: str) -> Paragraph:
    """The heading of a section."""
    return Paragraph(text=say(key), style=Style.HEADING)


def say(key: str, **facts: object) -> str:
    """A sentence of the minutes, in Vietnamese: they are an official paper."""
    return text(f"minutes.{key}", **facts)
