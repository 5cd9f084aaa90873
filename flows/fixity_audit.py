"""The nightly audit: re-reads the packages that were checked longest ago, up to a budget."""

from datetime import datetime
from pathlib import Path

from prefect import flow

from flows.archive import open_archive
from flows.audit import audit_archive
from flows.figures import write_figures
from records.dates import VIETNAM

NIGHTLY_BYTES = 50 * 10**9
"""About three minutes of hashing on one core; 50 TB are read once in three years."""


@flow(name="fixity-audit")
def fixity_audit(archive: str, budget_bytes: int = NIGHTLY_BYTES) -> None:
    """Compare packages with inventory and ledger, and leave the report in the work area."""
    now = datetime.now(VIETNAM)
    outcome = audit_archive(open_archive(Path(archive)), (), budget_bytes, lambda _: None)
    report = Path(archive) / "work" / "audits" / f"{now:%Y-%m-%dT%H%M%S}.json"
    write_figures(report, outcome.as_contract())
