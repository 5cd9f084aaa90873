"""What the archive holds under a code: the dossier, its documents, its history."""

from dataclasses import dataclass
from pathlib import Path

from archive_store import find
from archive_store.vault.history import VersionTold
from flows.archive import Archive
from metadata.organisations import custodian_of, provenance_of
from metadata.record import read_record
from metadata.review import open_points
from records.authority import Agency
from records.dossier import Dossier
from records.errors import InputError
from records.package import CatalogueRow, StorageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stored dossier with everything that happened to it, and how much of it is for review.

    ``custodian_org`` is who manages it by the list of today; the dossier's own is of the day on
    which it was described.
    """

    dossier: Dossier
    provenance_org: Agency
    custodian_org: Agency | None
    package_id: str
    version: int
    state: StorageState
    object_path: Path
    files: tuple[str, ...]
    history: tuple[VersionTold, ...]
    open_points: int


def show_record(archive: Archive, code: str) -> Shown:
    """Find a dossier by its code, a document's code or a package id.

    Raises:
        InputError: nothing has this code.
    """
    row = find_row(archive, code)
    dossier = read_record(row.record)
    return Shown(
        dossier=dossier,
        provenance_org=provenance_of(dossier.fonds),
        custodian_org=custodian_of(dossier.fonds),
        package_id=row.package_id,
        version=row.version,
        state=row.state,
        object_path=archive.vault.place.object(row.package_id),
        files=archive.vault.list_files(row.package_id),
        history=archive.vault.history(row.package_id),
        open_points=len(open_points(dossier)),
    )


def find_row(archive: Archive, code: str) -> CatalogueRow:
    """The catalogue's row of a dossier, by its code, a document's code or a package id.

    Raises:
        InputError: F009, nothing has this code.
    """
    # A document's code is its dossier's code and its ordinal (Circular 05/2025/TT-BNV, docCode).
    row = find(archive.engine, code) or find(archive.engine, code.rpartition(".")[0])
    if row is None:
        raise InputError("F009", code)
    return row
