"""The catalogue's entry of a stored package, taken from the package itself and the ledger.

An ingest and a rebuild both ask here, so that what is rebuilt equals what was there.
"""

from archive_store.vault.catalogue.rows import save
from flows.archive import Archive
from metadata.record import read_record
from records.dossier import Dossier
from records.package import CatalogueEntry, StorageState, StoredPackage

RECORD = "metadata/other/record.json"


def read_entry(archive: Archive, stored: StoredPackage) -> tuple[CatalogueEntry, bytes]:
    """The entry of a stored package, and the record it was read from.

    Raises:
        InputError: the package cannot be read.
    """
    record = archive.vault.read_file(stored.package_id, RECORD).read_bytes()
    dossier = read_record(record)
    entry = CatalogueEntry(
        dossier=dossier,
        stored=stored,
        state=state_of(dossier),
        batch_id=dossier.batch_id,
        stored_at=archive.vault.history(stored.package_id)[-1].created,
    )
    return entry, record


def state_of(dossier: Dossier) -> StorageState:
    """The state of a stored dossier."""
    return StorageState.PARTIAL if dossier.withheld else StorageState.STORED


def catalogue_package(archive: Archive, stored: StoredPackage) -> CatalogueEntry:
    """Write the entry of a stored package into the catalogue."""
    entry, record = read_entry(archive, stored)
    save(archive.engine, entry, record)
    return entry
