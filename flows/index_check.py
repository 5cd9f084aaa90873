"""The nightly look at the search index: whether it holds exactly the pages of the store."""

from datetime import datetime
from pathlib import Path

from prefect import flow

from flows.archive import open_archive
from flows.auditing.index_check import check_index
from flows.running.figures import write_figures
from records.dates import VIETNAM


@flow(name="index-check")
def index_check(archive: str) -> None:
    """Compare, and leave the report in the work area."""
    now = datetime.now(VIETNAM)
    told = check_index(open_archive(Path(archive)), lambda _: None)
    report = Path(archive) / "work" / "index-checks" / f"{now:%Y-%m-%dT%H%M%S}.json"
    write_figures(report, told.as_contract())
