"""Proves that a rebuilt archive is the one that was copied: by ledger, files, catalogue, search.

Compared is the archive itself where it is still there, and else what the copy says of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from archive_store import audit, list_rows, read_rows
from archive_store.vault.copies.ledger import ledger_lines
from archive_store.vault.copies.on_path import archive_shelf
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.ledger.entries import LedgerHead, head
from archive_store.vault.ledger.merkle import tree_root
from archive_store.vault.objects.storage_root import root_files
from flows.archive import Archive
from flows.copying.restoring import Rebuilt, Watch
from metadata.record import read_record
from records.access import ARCHIVIST
from records.hit import Question
from records.package import CatalogueRow
from records.report import Progress, Stage
from search.analyser import syllables

SAMPLES = 5
WORDS = 6
HITS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One thing that was compared: what it must be, and what it is in the rebuilt archive."""

    name: str
    expected: str
    found: str

    @property
    def ok(self) -> bool:
        """Whether both are the same."""
        return self.expected == self.found


def prove(
    rebuilt: Rebuilt, lead: Copy, original: Archive | None, now: datetime, watch: Watch
) -> tuple[Proof, ...]:
    """Compare the rebuilt archive with ``original``, or with the copy where that is gone.

    Raises:
        OSError: the copy cannot be reached.
    """
    report = audit(rebuilt.archive.vault, now, progress=_watching(watch))
    shelf = archive_shelf(original.vault.place) if original else lead.shelf
    there = shelf.list_files(shelf.store)
    files = {path: size for path, size in there.items() if path not in root_files()}
    packages = (
        len(original.vault.list_packages()) if original else rebuilt.state.figures["packages"]
    )
    return (
        _proof("ledger", _told(_head(lead, original)), _told(report.ledger)),
        _proof(
            "state", _told(rebuilt.state.ledger), _told(_early(lead, rebuilt.state.ledger.size))
        ),
        _proof("intact", "0", f"{len(report.damaged) + (not report.ledger_intact)}"),
        _proof("objects", packages, report.objects),
        _proof("files", len(files), report.files),
        _proof("bytes", sum(files.values()), report.bytes),
        _catalogue(rebuilt, original),
        *_searches(rebuilt.archive, original),
    )


def _proof(name: str, expected: object, found: object) -> Proof:
    return Proof(name=name, expected=str(expected), found=str(found))


def _told(told: LedgerHead) -> str:
    return f"{told.size} {told.root}"


def _head(lead: Copy, original: Archive | None) -> LedgerHead:
    return head(original.engine) if original is not None else _early(lead, None)


def _early(lead: Copy, size: int | None) -> LedgerHead:
    """The head over the first ``size`` entries of the copied ledger, or over all of them."""
    lines = tuple(ledger_lines(lead))[:size]
    return LedgerHead(size=len(lines), root=tree_root(lines))


def _catalogue(rebuilt: Rebuilt, original: Archive | None) -> Proof:
    rows = list_rows(rebuilt.archive.engine)
    if original is None:
        return _proof("catalogue", rebuilt.state.figures["dossiers"], len(rows))
    theirs = list_rows(original.engine)
    same = sum(row in set(theirs) for row in rows)
    return _proof("catalogue", len(theirs), same)


def _searches(archive: Archive, original: Archive | None) -> Iterator[Proof]:
    rows = tuple(read_rows(archive.engine))
    step = max(1, len(rows) // SAMPLES)
    for row in rows[::step][:SAMPLES]:
        words = _words_of(row)
        if not words:
            continue
        found = _hits(archive, words)
        expected = _hits(original, words) if original else found
        if original is None and f"{row.dossier_code}." not in found:
            expected = row.dossier_code
        yield _proof(f"search: {words}", expected, found)


def _words_of(row: CatalogueRow) -> str:
    subjects = (each.subject for each in read_record(row.record).documents if each.subject)
    # Only words: what a subject has besides means something else in a question.
    return " ".join(each.exact for each in syllables(next(subjects, ""))[:WORDS])


def _hits(archive: Archive, words: str) -> str:
    answer = archive.index.search(Question(words=words, limit=HITS), ARCHIVIST)
    return " ".join(sorted(f"{hit.document_code}/{hit.page}" for hit in answer.hits)) or "–"


def _watching(watch: Watch) -> Callable[[int, int], None]:
    return lambda done, total: watch(Progress(stage=Stage.AUDITING, done=done, total=total))
