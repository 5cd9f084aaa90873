"""Moves an archive to another database: SQLite to a PostgreSQL server, or back."""

from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from archive_store.vault.database.moving import move_database
from flows.archive import open_archive
from flows.machine.database import name_database, section_engine
from flows.running.server import services_of
from flows.settings import DatabaseSection
from records.errors import RefusedError
from records.report import Progress, Stage
from search.engines import POSTGRES


def move_archive(
    root: Path, section: DatabaseSection, watch: Callable[[Progress], None]
) -> dict[str, int]:
    """Copy the database to where ``section`` says and use it from then on; rows by table.

    Raises:
        RefusedError: F002, services run; S024, the search index is in the database; F162, another
            ledger is there; F163, it is there already.
        SetupError: F161, the settings cannot name it; the target cannot be reached.
        TransientError: somebody works for too long on one of the databases.
    """
    if services_of(root):
        raise RefusedError("F002", root)
    archive = open_archive(root)
    if archive.settings.search.engine == POSTGRES:
        raise RefusedError("S024", str(archive.engine.url))
    target = section_engine(root, section)
    if target.url == archive.engine.url:
        raise RefusedError("F163", str(target.url))

    def progress(done: int, total: int) -> None:
        watch(Progress(stage=Stage.STORING, done=done, total=total))

    # No batch is taken in meanwhile; other writers wait for the source's lock.
    with FileLock(root / "work" / "ingest.lock"):
        counts = move_database(
            archive.engine,
            target,
            lambda: name_database(root / "settings.toml", section),
            progress,
        )
    target.dispose()
    open_archive.cache_clear()
    return counts
