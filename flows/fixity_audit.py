"""The nightly audit: re-reads what is doubtful, then the packages that were read longest ago."""

from datetime import datetime
from pathlib import Path

from prefect import flow

from flows.archive import open_archive
from flows.auditing.packages import AuditAsked, audit_archive
from flows.running.figures import write_figures
from records.dates import VIETNAM


@flow(name="fixity-audit")
def fixity_audit(
    archive: str, budget_bytes: int | None = None, budget_minutes: int | None = None
) -> None:
    """Read up to a budget, or the day's of the settings; leave the report in the work area."""
    seconds = budget_minutes * 60 if budget_minutes is not None else None
    asked = AuditAsked(budget_bytes=budget_bytes, budget_seconds=seconds)
    outcome = audit_archive(open_archive(Path(archive)), asked, lambda _: None)
    name = f"{datetime.now(VIETNAM):%Y-%m-%dT%H%M%S}.json"
    write_figures(Path(archive) / "work" / "audits" / name, outcome.as_contract())
