"""Makes catalogue and index again from the packages and the ledger, which are only read."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

from archive_store.vault.catalogue.listing import count_rows, read_rows
from archive_store.vault.catalogue.rebuild import rebuild_catalogue
from archive_store.vault.objects.place import locked
from flows.archive import Archive
from flows.keeping.cataloguing import read_entry
from flows.keeping.indexing import pages_of_row
from flows.machine.search_engine import name_search_engine
from records.digest import sha256_of_bytes
from records.errors import InputError
from records.hit import IndexedDossier
from records.package import CatalogueEntry
from records.report import Progress, Stage

REBUILDING = "rebuilding the catalogue"
Watch = Callable[[Progress], None]
OnLost = Callable[[InputError], None]


def rebuild_archive(
    archive: Archive,
    what: str,
    watch: Watch,
    on_lost: OnLost | None = None,
    engine: str | None = None,
) -> dict[str, int]:
    """Rebuild ``index``, ``catalogue`` or ``all``; counts of dossiers and pages.

    ``engine`` is the engine that has the index from then on, by the settings.

    After a loss, packages that cannot be read are told to ``on_lost`` and left out.

    Raises:
        InputError: a package cannot be read; the catalogue and the live index stay as they were.
        TransientError: A030, another process is rebuilding the catalogue.
    """
    if what != "index":
        _rebuild_catalogue(archive, watch, on_lost)
    if what != "catalogue":
        archive.index.rebuild(
            _all_dossiers(archive, watch),
            to=engine,
            name_engine=partial(name_search_engine, archive.root / "settings.toml"),
        )
    dossiers, pages = count_rows(archive.engine)
    return {"dossiers": dossiers, "pages": pages}


def _rebuild_catalogue(archive: Archive, watch: Watch, on_lost: OnLost | None) -> None:
    # A version that a killed run left unwitnessed would hide its whole package.
    if on_lost is None:
        archive.vault.recover(datetime.now(UTC))

    def read(package_id: str) -> tuple[CatalogueEntry, bytes] | None:
        try:
            stored = archive.vault.find(package_id)
            return read_entry(archive, stored) if stored is not None else None
        except InputError as error:
            if on_lost is None:
                raise
            on_lost(error)
            return None

    def progress(done: int, total: int) -> None:
        watch(Progress(stage=Stage.STORING, done=done, total=total))

    with locked(archive.vault.place, REBUILDING):
        rebuild_catalogue(archive.engine, read, progress)


def _all_dossiers(archive: Archive, watch: Watch) -> Iterator[IndexedDossier]:
    dossiers, _ = count_rows(archive.engine)
    for done, row in enumerate(read_rows(archive.engine)):
        watch(Progress(stage=Stage.INDEXING, done=min(done, dossiers), total=dossiers))
        yield IndexedDossier(
            code=row.dossier_code,
            fingerprint=sha256_of_bytes(f"{row.package_id} {row.version} ".encode() + row.record),
            read_pages=partial(pages_of_row, archive, row),
        )
