"""Keeps apart every delivered file with a page that looks secret, before anything is made of it.

State secrets are outside this system (QCVN 12:2026/BCA, scope). The reason stands in the
restricted quarantine and nowhere else; work results of such a file are removed at once.
"""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive_store.vault.ledger.entries import ACCEPTED, NewEntry, append
from archive_store.vault.objects.inventory import sha512_of_bytes
from flows.archive import Archive
from flows.taking_in.batches import PageInHand, load_batch, save_batch
from intake.apart import apart_problem
from intake.restricted import Withheld, accept, accepted_digests, withheld_digests, withhold
from metadata.secrecy import find_secrecy
from records.batch import Batch, BatchDossier, Receipt
from records.digest import Sha256, sha256_of
from records.page import RecognizedPage

LIST_SUFFIXES = frozenset({".xlsx", ".csv"})


def is_kept_apart(archive: Archive, page: PageInHand) -> bool:
    """Whether the file of a page is kept apart; what may be there of its pages is removed."""
    sha256 = page.scanned.file_sha256
    if sha256 not in withheld_digests(archive.quarantine):
        return False
    _drop_pages(page.folder.parent, sha256)
    return True


def keep_apart(archive: Archive, page: PageInHand, read: RecognizedPage) -> bool:
    """Keep the file of a page apart if the page looks secret; whether it is kept apart.

    Results of all its pages are removed. The kept copy stays until ``finish_apart``, because
    another page of it may be being read.
    """
    mark = find_secrecy(read)
    sha256 = page.scanned.file_sha256
    if mark is not None and sha256 not in accepted_digests(archive.quarantine):
        batch = page.folder.parent.parent
        told = Withheld(
            batch=batch.name,
            name=page.scanned.file.relative_to(batch / "received").as_posix(),
            sha256=sha256,
            rule=mark.rule,
            written=mark.written,
            page=page.scanned.number,
            found_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        withhold(page.scanned.file, told, archive.quarantine)
    return is_kept_apart(archive, page)


def finish_apart(archive: Archive, batch_id: str) -> int:
    """Take the files that are kept apart out of a batch whose pages have been read; how many.

    Copies, results, rows and the list are removed from the work area. To be called while no page
    of the batch is being read.
    """
    batch = load_batch(archive, batch_id)
    withheld = withheld_digests(archive.quarantine)
    if withheld:
        _drop_copies(archive, batch, withheld)
    documents = (each for dossier in batch.dossiers for each in dossier.documents)
    found = [each.file.sha256 for each in documents if each.file.sha256 in withheld]
    if not found:
        return 0
    for sha256 in found:
        _drop_pages(batch.folder / "pages", sha256)
    _drop_lists(batch)
    told = tuple(apart_problem(sha256) for sha256 in found)
    dossiers = tuple(_without(dossier, withheld) for dossier in batch.dossiers)
    problems = (*batch.problems, *told)
    receipt = _without_submission(batch)
    save_batch(replace(batch, dossiers=dossiers, problems=problems, receipt=receipt))
    return len(found)


def accept_file(archive: Archive, reference: str, by: str, why: str, now: datetime) -> Sha256:
    """Record that a person found a file harmless: in the quarantine, and in the ledger.

    Delivered again, it is taken in like any other.

    Raises:
        RefusedError: no such file (F032), or no right to open the quarantine (F031).
    """
    sha256, decision = accept(reference, by, why, now, archive.quarantine)
    append(
        archive.engine,
        NewEntry(
            time=now,
            actor=by,
            action=ACCEPTED,
            object_id=f"urn:sha256:{sha256}",
            version=0,
            inventory_sha512=sha512_of_bytes(decision),
        ),
    )
    return sha256


def _without(dossier: BatchDossier, withheld: frozenset[Sha256]) -> BatchDossier:
    kept = tuple(each for each in dossier.documents if each.file.sha256 not in withheld)
    lost = len(dossier.documents) - len(kept)
    return replace(dossier, documents=kept, withheld=dossier.withheld + lost)


def _drop_pages(pages: Path, sha256: Sha256) -> None:
    for folder in pages.glob(f"{sha256[:16]}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _drop_copies(archive: Archive, batch: Batch, withheld: frozenset[Sha256]) -> None:
    for folder in (batch.folder / "received", archive.quarantine / batch.batch_id):
        for file in folder.rglob("*"):
            if file.is_file() and sha256_of(file) in withheld:
                file.unlink()


def _without_submission(batch: Batch) -> Receipt | None:
    """What a foreign package says of itself tells of the files that are kept apart, too."""
    shutil.rmtree(batch.folder / "submission", ignore_errors=True)
    return replace(batch.receipt, submission=()) if batch.receipt else None


def _drop_lists(batch: Batch) -> None:
    for file in (batch.folder / "received").iterdir():
        if file.suffix.lower() in LIST_SUFFIXES:
            file.unlink()
