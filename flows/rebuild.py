"""Makes catalogue and index again from the packages and the ledger, which are only read."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from archive_store import list_rows
from archive_store.vault.catalogue import clear, save
from flows.archive import Archive
from flows.cataloguing import read_entry
from flows.indexing import pages_of_dossier
from records.access import AccessLevel
from records.hit import IndexedPage
from records.report import Progress, Stage

Watch = Callable[[Progress], None]


def rebuild_archive(archive: Archive, what: str, watch: Watch) -> dict[str, int]:
    """Rebuild ``index``, ``catalogue`` or ``all``; counts of dossiers and pages.

    Raises:
        InputError: a package cannot be read; the catalogue and the live index stay as they were.
    """
    if what != "index":
        _rebuild_catalogue(archive, watch)
    if what != "catalogue":
        archive.index.rebuild(_all_pages(archive, watch))
    rows = list_rows(archive.engine)
    return {"dossiers": len(rows), "pages": sum(row.pages for row in rows)}


def _rebuild_catalogue(archive: Archive, watch: Watch) -> None:
    # A version that a killed run left unwitnessed would hide its whole package.
    archive.vault.recover(datetime.now(UTC))
    package_ids = archive.vault.list_packages()
    found = []
    for done, package_id in enumerate(package_ids):
        watch(Progress(stage=Stage.STORING, done=done, total=len(package_ids)))
        stored = archive.vault.find(package_id)
        if stored is not None:
            found.append(read_entry(archive, stored))
    clear(archive.engine)
    for entry, record in found:
        save(archive.engine, entry, record)


def _all_pages(archive: Archive, watch: Watch) -> Iterator[IndexedPage]:
    rows = list_rows(archive.engine)
    for done, row in enumerate(rows):
        watch(Progress(stage=Stage.INDEXING, done=done, total=len(rows)))
        for page in pages_of_dossier(archive, row.dossier_code):
            if page.access is not AccessLevel.SECRET:
                yield page
