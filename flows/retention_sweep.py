"""The nightly sweep: what is due as of a day. Proposes only; running it twice changes nothing."""

from datetime import date, datetime
from pathlib import Path

from prefect import flow

from flows.archive import open_archive
from flows.figures import write_figures
from flows.sweep import sweep_archive
from records.dates import VIETNAM


@flow(name="retention-sweep")
def retention_sweep(archive: str, as_of: date | None = None) -> None:
    """Decide for every dossier what is due, and leave the list in the archive's work area."""
    day = as_of or datetime.now(VIETNAM).date()
    outcome = sweep_archive(open_archive(Path(archive)), day)
    write_figures(Path(archive) / "work" / "sweeps" / f"{day:%Y-%m-%d}.json", outcome.as_contract())
