"""The nightly catching up: what second copies lack is brought to those that are there."""

from datetime import datetime
from pathlib import Path

from prefect import flow

from flows.archive import open_archive
from flows.copying.copies import sync_copies
from flows.running.figures import write_figures
from records.dates import VIETNAM


@flow(name="copies-sync")
def copies_sync(archive: str) -> None:
    """Bring every copy into step that can be reached, and leave the report in the work area."""
    now = datetime.now(VIETNAM)
    told = sync_copies(open_archive(Path(archive)), (), lambda _: None)
    report = Path(archive) / "work" / "copies" / f"{now:%Y-%m-%dT%H%M%S}.json"
    write_figures(report, {"copies": told})
