"""What the archive holds under a code: the dossier, its documents, its history."""

from dataclasses import dataclass
from pathlib import Path

from archive_store import find
from archive_store.package.layout import stem
from archive_store.vault.history import VersionTold
from archive_store.vault.ledger.entries import LedgerEntry, repairs_of
from flows.archive import Archive
from flows.copying.pending import pending_copies
from flows.looking.permission import seen_part
from flows.signing.state import document_state
from metadata.organisations import custodian_of, provenance_of
from metadata.record import read_record
from metadata.review import open_points
from records.access import Reader
from records.authority import Agency
from records.dossier import Dossier
from records.errors import InputError
from records.package import CatalogueRow, StorageState
from records.signature import SigningState
from retention.disposal.stubs import require_not_destroyed


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A stored dossier with everything that happened to it, and how much of it is for review.

    ``custodian_org`` is who manages it by the list of today; the dossier's own is of the day on
    which it was described. ``pending_copies`` are the names of the second copies that do not have
    the newest version yet, ``repairs`` the ledger's entries of repairs; ``signing`` is the state of
    each document's access copy, by its code. ``hidden`` counts secret documents, of which nothing
    is here.
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
    pending_copies: tuple[str, ...]
    repairs: tuple[LedgerEntry, ...]
    signing: dict[str, SigningState]
    hidden: int


def show_record(archive: Archive, code: str, reader: Reader) -> Shown:
    """Find a dossier by its code, a document's code or a package id, and show what may be seen.

    Raises:
        InputError: nothing has this code.
        RefusedError: F130, the reader may not see it; T057, it was destroyed.
    """
    row = find_row(archive, code)
    whole = read_record(row.record)
    dossier = seen_part(whole, code, reader)
    seen = {each.code for each in dossier.documents}
    hidden = tuple(stem(whole.code, each) for each in whole.documents if each.code not in seen)
    return Shown(
        dossier=dossier,
        provenance_org=provenance_of(dossier.fonds),
        custodian_org=custodian_of(dossier.fonds),
        package_id=row.package_id,
        version=row.version,
        state=row.state,
        object_path=archive.vault.place.object(row.package_id),
        files=tuple(
            path
            for path in archive.vault.list_files(row.package_id)
            if not any(name in path for name in hidden)
        ),
        history=archive.vault.history(row.package_id),
        open_points=len(open_points(dossier)),
        pending_copies=pending_copies(archive, row.package_id),
        repairs=repairs_of(archive.engine, row.package_id),
        signing={each.code: document_state(archive.settings, each) for each in dossier.documents},
        hidden=len(hidden),
    )


def find_row(archive: Archive, code: str) -> CatalogueRow:
    """The catalogue's row of a dossier, by its code, a document's code or a package id.

    Raises:
        InputError: F009, nothing has this code.
        RefusedError: T057, it was destroyed.
    """
    # A document's code is its dossier's code and its ordinal (Circular 05/2025/TT-BNV, docCode).
    row = find(archive.engine, code) or find(archive.engine, code.rpartition(".")[0])
    if row is None:
        require_not_destroyed(archive.engine, code)
        raise InputError("F009", code)
    return row
