"""A batch in hand: received once, then found again by its id in the work area."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from flows.archive import Archive
from flows.taking_in.receiving import note_received
from intake import read_batch
from records.batch import Batch, BatchDocument
from records.errors import SetupError
from records.page import ScannedPage

_BATCH = TypeAdapter(Batch)
SPARE_BYTES = 200 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PageInHand:
    """A page of a batch and the folder where its steps leave their results."""

    scanned: ScannedPage
    folder: Path

    @property
    def failure(self) -> Path:
        """Where the reason is noted when the page cannot be read."""
        return self.folder / "failure.json"


def receive(archive: Archive, sources: tuple[Path, ...]) -> Batch:
    """Take a delivery in, note it in the work area, and its digests in the ledger.

    Raises:
        SetupError: the disk has no room for the delivery's copies.
        InputError: the delivery cannot be understood at all.
    """
    require_room(archive, sources)
    batch = read_batch(sources, archive.work, archive.quarantine, archive.intake_options)
    save_batch(batch)
    note_received(archive, batch)
    return batch


def save_batch(batch: Batch) -> None:
    """Note the batch in its own folder of the work area."""
    note = batch.folder / "batch.json"
    partial = note.with_suffix(".partial")
    partial.write_bytes(_BATCH.dump_json(batch, indent=1))
    partial.replace(note)


def load_batch(archive: Archive, batch_id: str) -> Batch:
    """The batch that ``receive`` noted under ``batch_id``."""
    return _BATCH.validate_json((archive.work / batch_id / "batch.json").read_bytes())


def pages_of_batch(batch: Batch) -> tuple[PageInHand, ...]:
    """Every page of every document, in order; chunks are slices of this."""
    return tuple(
        page
        for dossier in batch.dossiers
        for document in dossier.documents
        for page in pages_of_document(batch, document)
    )


def pages_of_document(batch: Batch, document: BatchDocument) -> Iterator[PageInHand]:
    """The pages of one document, in order."""
    file = document.file
    for number in document.pages:
        yield PageInHand(
            scanned=ScannedPage(file=file.copy, file_sha256=file.sha256, number=number),
            folder=batch.folder / "pages" / f"{file.sha256[:16]}-{number:04d}",
        )


def require_room(archive: Archive, sources: tuple[Path, ...]) -> None:
    """Refuse a delivery for whose copies the disk has no room.

    Raises:
        SetupError: F011.
    """
    delivered = sum(
        file.stat().st_size
        for source in sources
        for file in (source.rglob("*") if source.is_dir() else (source,))
        if file.is_file() and not file.is_symlink()
    )
    # Received copy, page pictures, staging and store: about four times what was delivered.
    needed = 4 * delivered + SPARE_BYTES
    free = shutil.disk_usage(archive.root).free
    if free < needed:
        raise SetupError("F011", archive.root, free=free >> 20, needed=needed >> 20)
