"""The nightly sweep: what is due as of a day. Proposes only; running it twice changes nothing."""

from datetime import date, datetime
from pathlib import Path

from prefect import flow

from flows.archive import open_archive
from flows.running.figures import write_document, written_whole
from flows.sweep import sweep_archive
from records.dates import VIETNAM


@flow(name="retention-sweep")
def retention_sweep(archive: str, as_of: date | None = None) -> None:
    """Decide for every dossier what is due, and leave the list in the archive's work area."""
    day = as_of or datetime.now(VIETNAM).date()
    sweep = sweep_archive(open_archive(Path(archive)), day)
    target = Path(archive) / "work" / "sweeps" / f"{day:%Y-%m-%d}.json"
    with written_whole(target) as stream:
        write_document(stream, *sweep.as_contract())
