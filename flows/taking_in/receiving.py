"""Keeps in the ledger what reception saw of each scan, and refuses other scans later.

The work area can be written by whoever runs the pipeline; the ledger only grows.
"""

from datetime import UTC, datetime

from archive_store.vault.ledger.captures import capture, capture_digest, captured
from archive_store.vault.vault import INGESTER
from flows.archive import Archive
from flows.keeping.packaging import package_id_of
from records.batch import Batch, BatchDossier, DeliveredFile
from records.errors import InputError


def note_received(archive: Archive, batch: Batch) -> None:
    """Enter the digest of every delivered file that a dossier holds; once for each dossier.

    Raises:
        TransientError: A030, another process wrote to the ledger at the same moment.
    """
    for dossier in batch.dossiers:
        package_id = package_id_of(archive.identity, dossier.code)
        files = (document.file for document in dossier.documents)
        capture(archive.engine, package_id, files, INGESTER, datetime.now(UTC))


def require_received(archive: Archive, dossier: BatchDossier, file: DeliveredFile) -> None:
    """Prove that reception saw this very file for this dossier.

    Raises:
        InputError: F115, it saw another one, or none.
    """
    received = captured(archive.engine, package_id_of(archive.identity, dossier.code))
    if capture_digest(file) not in received:
        raise InputError("F115", file.name, code=dossier.code)
